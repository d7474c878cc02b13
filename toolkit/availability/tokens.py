"""Cut folded texts into letters of the grammar: one per word, number or clock time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from toolkit.availability.figures import special
from toolkit.availability.lexicon import Meaning, Node, lexicon


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
    # linked by words or listed, they need hours beside them
    near = r"(?=[ :.]*(?:de |das |from )?\d{1,2} ?[-h:/])"
    listed = rf"(?: ?[-/,&] ?| (?:et |y |e |si |and |a |au |to |la )?){pairs}\.?"
    return re.compile(
        rf"\b{pairs}(?: ?[-/] ?{pairs})+\b(?!')"
        rf"|\b{pairs}(?: (?:au|to) {pairs})\b(?!')"
        rf"|\b{pairs}\.?(?:{listed})+{near}"
        rf"|\b[{letters}](?:(?: ?[-/] ?| a | to )[{letters}])+\b(?!')"
    )


@cache
def _lone() -> str:
    """Return a pattern for a day name of one or two letters right before hours: "ma 9h-12h"."""
    names = {name for chain in lexicon().chains.values() for name in chain}
    # these are first of all other words
    short = [name for name in names if len(name) == 2 and name not in {"du", "do", "we"}]
    hours = r"\d{1,2}(?:[:.h][0-5]?\d?)? ?(?:-|/|a |to )s? ?\d"
    return rf"(?:{_any((*short, 's', 'd'))})(?:[.:]+ ?| :? ?)(?={hours})"


@cache
def scanner() -> re.Pattern[str]:
    """Return the one pattern that cuts a text into tokens.

    Each branch begins with a plain character, so that the scan skips what cannot begin a token.
    """
    known = lexicon()
    hours, days, of = _any(known.hours), _any(known.days), _any((*known.of_number, "/", "x"))
    glued = r"(?![b-z]|a[a-z])"
    spoken = rf" ?{hours}{glued}"
    # "8-12h 14-18h": the 14 begins the next range
    range_after = r"(?:(?<=-\dh )|(?<=-\d\dh ))\d\d ?-"
    minutes = rf"(?!{range_after})[0-5]\d(?!\d|{spoken}| ?(?:[:$%]|e\b(?! ?\d)|eur|min|mn))"
    figures = (
        r"0\d(?:[ .-]?\d\d){4}(?!\d)",
        r"20\d\d-[01]\d-[0-3]\d\b",
        rf"24(?:{spoken})? ?{of} ?24(?:{spoken})?(?!\d)",
        rf"24 ?h?(?:rs)? ?[/x] ?7(?: ?{days}\b)?(?!\d)|7 ?/ ?24\b",
        rf"7 ?(?:{days}\b)? ?{of} ?7(?: ?{days}\b)?(?!\d)",
        r"\d{1,2}(?:[:.][0-5]\d)? ?[ap]\.? ?m\b\.?",
        r"\d{1,2}(?::[0-5]\d)?[ap](?= ?(?:-|to|til|till|until) ?\d)",
        r"\d{1,2}(?::[0-5]\d)?(?:(?<=[-o ]\d)|(?<=[-o ]\d\d))p\b",
        rf"\d{{1,2}}{spoken}(?: ?{minutes})?",
        rf"\d{{1,2}}:[0-5]\d(?!\d)(?:{spoken})?",
        r"\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?(?![\d/]| ?h(?![b-z]))(?! ?[ap]m)",
        r"\d{1,2}\.(?:0[1-9]|1[0-2])\.(?=[ |]{1,2}\d{1,2}[:h])",
        r"\d{1,2}\.\d{1,2}\.(?:20)?\d\d(?![\d.])",
        rf"\d{{1,2}}\.[0-5]\d(?!\d|\.\d)(?:{spoken})?",
        rf"\d{{4}}(?:h|hrs)? ?(?:-|to) ?\d{{4}}(?: ?{hours}\b)?",
        rf"{_any(tuple(known.numbered))}(?: ?-? ?feira)?(?!\w)",
        r"\d{1,2}(?:st|nd|rd|th|er)\b",
        r"\d+(?:(?:e|re|o| ?i?eme)\b| \d{3}(?!\d)|,\d+(?= ?(?:m|km|kg|\$)\b)|\.\d+)?",
    )
    kinds = (
        r"[a-z]{3,}",
        rf"(?=\d)(?:{'|'.join(figures)})",
        rf"(?=[a-z])(?:{chains().pattern}|{_lone()}|h ?24\b|[a-z]{{1,2}})",
        r"[-|.,():/~>&=$%]",
        r"\[[a-z_]+\]",
        r"\+(?:\d[\d .]{7,}\d)?",
    )
    return re.compile("|".join(kinds))


# the readings that the letter before asks for, of words that have several
_ASKED = {
    "N": "MUxh", "O": "MUxh", "T": "DPpUxh", "B": "Uxh", "A": "x", "~": "M",
    "o": "h", "D": "h", "d": "h", "w": "h", "G": "h",
    "-": "N", "s": "N", "<": "N", ">": "N", "b": "N",
}  # fmt: skip


def _choose(meanings: tuple[Meaning, ...], before: str) -> Meaning:
    """Return the reading of a word that the letter before it asks for."""
    wanted = _ASKED.get(before, "")
    plain = None
    for meaning in meanings:
        if meaning.letter in wanted:
            return meaning
        if plain is None and meaning.letter not in "MUxh":
            plain = meaning
    return plain or meanings[0]


def _phrase(node: Node, tokens: list[str], at: int) -> tuple[tuple[Meaning, ...], int] | None:
    """Return the readings of the longest phrase that begins here, and where it ends."""
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


_FIGURE = re.compile(r"\d")
_WORDS = re.compile(r"[a-z]{2,}")
_SHORT, _FEW = 6, 5


@cache
def _telling_figures() -> re.Pattern[str]:
    """Return the pattern of figures that may be hours or dates."""
    known = lexicon()
    daily = rf"{_any(known.days)} ?(?:/|{_any(known.of_number)} ?\d)"
    return re.compile(
        rf"\d ?(?:[h:/-]|[ap]\.? ?m\b|\.\d|{daily})|\d[ap]\b|h ?\d"
        rf"|\b{_any(known.last_words)} ?\d|-feira"
    )


def _tells(piece: str) -> bool:
    """Tell whether a piece of text may speak of days or hours."""
    return (
        not lexicon().triggers.isdisjoint(_WORDS.findall(piece))
        or (_FIGURE.search(piece) is not None and _telling_figures().search(piece) is not None)
        or (("-" in piece or "/" in piece) and chains().search(piece) is not None)
    )


def _telling(plain: str) -> list[str]:
    """Return the stretches of a text that may speak of days or hours."""
    found: list[str] = []
    stretch: list[str] = []
    told = False
    for piece in plain.split("|"):
        short = len(piece) < _SHORT
        if _tells(piece):
            stretch.append(piece)
            told = True
        elif short:
            # abbreviations and stops stay with their neighbours
            stretch.append(piece)
        else:
            if told:
                found.append("|".join(stretch))
            stretch, told = [], False
    if told:
        found.append("|".join(stretch))
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
    _leave_foreign(letters, values)
    return Sentence("".join(letters), values)


def _leave_foreign(letters: list[str], values: list[Any]) -> None:
    """Take short names for words where whole names are days in other languages: "mon" in French."""
    spoken = [v.languages for a, v in zip(letters, values, strict=True) if a == "D"]
    if not spoken:
        return
    known = frozenset.union(*spoken)
    for at, (letter, value) in enumerate(zip(letters, values, strict=True)):
        if letter == "d" and known.isdisjoint(value.languages):
            letters[at], values[at] = "W", ()


def _read(tokens: list[str], letters: list[str], values: list[Any]) -> None:
    """Add the letters and values of one stretch of text."""
    phrases, days_follow = lexicon().phrases, lexicon().date_follows
    at, size, others = 0, len(tokens), 0
    before = "."
    while at < size:
        token = tokens[at]
        node = phrases.get(token)
        if token in days_follow and at + 1 < size and tokens[at + 1].isdecimal():
            at += 1
            continue
        if node is not None and (found := _phrase(node, tokens, at)):
            meanings, at = found
            meaning = _choose(meanings, before) if len(meanings) > 1 else meanings[0]
            letter = meaning.letter
            if letter == "i":
                continue
            value: Any = meaning if letter in "DdGgwPprhM" else meaning.value
        else:
            at += 1
            read = None if token.isalpha() else special(token)
            if read is not None:
                letter, value = read
                if (
                    letter == "X"
                    and at > 1
                    and read[1][1] != (1, 2, 0)
                    and tokens[at - 2] in lexicon().date_follows
                ):
                    letters.append("~")
                    values.append(())
            elif token[0] == "[":
                continue
            else:
                letter, value = "W", ()
        # more than a few words in a row say no more than a few
        others = others + 1 if letter == "W" else 0
        if others <= _FEW:
            letters.append(letter)
            values.append(value)
        before = letter
