"""Cut folded texts into letters of the grammar: one per word, number or clock time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from toolkit.availability.figures import special
from toolkit.availability.lexicon import Lexicon, Meaning, lexicon


@dataclass(slots=True)
class Sentence:
    """A text as letters, with the value behind each."""

    letters: str
    values: list[Any]


def _any(words: tuple[str, ...]) -> str:
    """Return a pattern for any of some words, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


@cache
def chains() -> re.Pattern[str]:
    """Return the pattern of chained day names of one or two letters, such as "lu-ve"."""
    names = {name for chain in lexicon().chains.values() for name in chain}
    pairs = _any(tuple(name for name in names if len(name) == 2))
    letters = "".join(sorted(name for name in names if len(name) == 1))
    return re.compile(
        rf"\b{pairs}(?: ?[-/] ?{pairs})+\b(?!')"
        rf"|\b[{letters}](?:(?: ?[-/] ?| a | to )[{letters}])+\b(?!')"
    )


@cache
def scanner() -> re.Pattern[str]:
    """Return the one pattern that cuts a text into tokens.

    Each branch begins with a plain character, so that the scan skips what cannot begin a token.
    """
    known = lexicon()
    hours, days, of = _any(known.hours), _any(known.days), _any((*known.of_number, "/", "x"))
    glued = r"(?![b-z]|a[a-z])"
    spoken = rf" ?{hours}{glued}"
    figures = (
        r"0\d(?:[ .-]?\d\d){4}(?!\d)",
        r"20\d\d-[01]\d-[0-3]\d\b",
        rf"24(?:{spoken})? ?{of} ?24(?:{spoken})?(?!\d)",
        rf"24 ?h?(?:rs)? ?[/x] ?7(?: ?{days}\b)?(?!\d)|7 ?/ ?24\b",
        rf"7 ?(?:{days}\b)? ?{of} ?7(?: ?{days}\b)?(?!\d)",
        r"\d{1,2}(?:[:.][0-5]\d)? ?[ap]\.? ?m\b\.?",
        rf"\d{{1,2}}{spoken}(?: ?[0-5]\d(?!\d|{spoken}| ?(?:[:$%]|e\b|eur|min|mn)))?",
        rf"\d{{1,2}}:[0-5]\d(?!\d)(?:{spoken})?",
        r"\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?(?![\d/]| ?h(?![b-z]))(?! ?[ap]m)",
        r"\d{1,2}\.\d{1,2}\.(?:20)?\d\d(?![\d.])",
        rf"\d{{1,2}}\.[0-5]\d(?!\d|\.\d)(?:{spoken})?",
        rf"\d{{4}} ?(?:-|to) ?\d{{4}}(?: ?{hours}\b)?",
        rf"{_any(tuple(known.numbered))}(?: ?-? ?feira)?(?!\w)",
        r"\d{1,2}(?:st|nd|rd|th|er)\b",
        r"\d+(?:(?:e|re|o| ?i?eme)\b| \d{3}(?!\d)|,\d+(?= ?(?:m|km|kg|\$)\b)|\.\d+)?",
    )
    kinds = (
        r"[a-z]{3,}",
        rf"(?=\d)(?:{'|'.join(figures)})",
        rf"(?=[a-z])(?:{chains().pattern}|h ?24\b|[a-z]{{1,2}})",
        r"[-.!?;|*,():/~>&=$%]",
        r"\[[a-z_]+\]",
        r"\+(?:\d[\d .]{7,}\d)?",
    )
    return re.compile("|".join(kinds))


# the readings that the letter before asks for, of words that have several
_ASKED = {
    "N": "MUxh", "O": "MUxh", "T": "Uxh", "B": "Uxh", "A": "x", "~": "M",
    "-": "N", "s": "N", "<": "N", ">": "N", "b": "N",
}  # fmt: skip


def _choose(meanings: tuple[Meaning, ...], before: str) -> Meaning:
    """Return the reading of a word that the letter before it asks for."""
    if len(meanings) > 1:
        wanted = _ASKED.get(before, "")
        plain = None
        for meaning in meanings:
            if meaning.letter in wanted:
                return meaning
            if plain is None and meaning.letter not in "MUxh":
                plain = meaning
        return plain or meanings[0]
    return meanings[0]


def _phrase(known: Lexicon, tokens: list[str], at: int) -> tuple[tuple[Meaning, ...], int] | None:
    """Return the readings of the longest phrase that begins here, and where it ends."""
    node = known.phrases[tokens[at]]
    end, size = at + 1, len(tokens)
    best = (node.meanings, end) if node.meanings else None
    while end < size and node.next:
        word = tokens[end]
        # a hyphen inside a phrase counts for a space
        if word == "-" and end + 1 < size:
            end += 1
            word = tokens[end]
        if word not in node.next:
            break
        node, end = node.next[word], end + 1
        if node.meanings:
            best = node.meanings, end
    return best


_STOPS = re.compile(r"([.!;|*]+)")
_WORDS = re.compile(r"[a-z]{2,}")
_FIGURE = re.compile(r"\d")
_SHORT = 6


def _tells(piece: str) -> bool:
    """Tell whether a piece of text may speak of days or hours."""
    return (
        _FIGURE.search(piece) is not None
        or not lexicon().triggers.isdisjoint(_WORDS.findall(piece))
        or (("-" in piece or "/" in piece)
        and chains().search(piece) is not None)
    )


def _telling(plain: str) -> list[str]:
    """Return the stretches of a text that may speak of days or hours."""
    found: list[str] = []
    stretch: list[str] = []
    told = False
    for piece in _STOPS.split(plain):
        telling = _tells(piece)
        if telling or len(piece) < _SHORT:
            # short pieces are stops and abbreviations: they stay with their neighbours
            stretch.append(piece)
            told |= telling
        else:
            if told:
                found.append("".join(stretch))
            stretch, told = [], False
    if told:
        found.append("".join(stretch))
    return found


def cut(plain: str) -> Sentence:
    """Cut one plain text into letters and values; sentences that cannot matter are left out."""
    letters: list[str] = []
    values: list[Any] = []
    for stretch in _telling(plain):
        if letters:
            letters.append(".")
            values.append(())
        _read(scanner().findall(stretch), letters, values)
    return Sentence("".join(letters), values)


def _read(tokens: list[str], letters: list[str], values: list[Any]) -> None:
    """Add the letters and values of one sentence."""
    known = lexicon()
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        if token in known.phrases and (found := _phrase(known, tokens, at)):
            meaning, at = _choose(found[0], letters[-1] if letters else "."), found[1]
            if meaning.letter != "i":
                letters.append(meaning.letter)
                values.append(meaning if meaning.letter in "DdGgwPprh" else meaning.value)
            continue
        at += 1
        read = None if token.isalpha() else special(token)
        if read is not None:
            letters.append(read[0])
            values.append(read[1])
        elif token[0] != "[":
            letters.append("W")
            values.append(())
