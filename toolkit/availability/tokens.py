"""Cut folded texts into letters of the grammar: one per word, number or clock time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from toolkit.availability.lexicon import Lexicon, Meaning, lexicon

_MARKS = {
    ".": ".", "!": ".", "?": ".", ";": ".", "\n": ".", "|": ".", "*": ".",
    ",": ",", "(": ",", ")": ",", ":": ":", "/": "/", "-": "-", "~": "-", ">": "-",
    "&": "&", "+": "&", "=": "=", "€": "$", "$": "$", "£": "$", "%": "$", "½": "j",
}  # fmt: skip


@dataclass(slots=True)
class Sentence:
    """A text as letters, with the value behind each."""

    letters: str
    values: list[Any]


def _any(words: tuple[str, ...]) -> str:
    """Return a pattern for any of some words, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


@cache
def scanner() -> re.Pattern[str]:
    """Return the one pattern that cuts a text into tokens."""
    known = lexicon()
    hours, days, of = _any(known.hours), _any(known.days), _any((*known.of_number, "/", "x"))
    glued = r"(?![b-z]|a[a-z])"
    meridiem = r" ?[ap]\.? ?m\b\.?"
    names = sorted({n for chain in known.chains.values() for n in chain if len(n) == 2})
    single = sorted({n for chain in known.chains.values() for n in chain if len(n) == 1})
    chain = _any(tuple(names))
    kinds = (
        r"\[[a-z_]+\]",
        r"(?<!\d)(?:\+\d[\d .]{7,}\d|0\d(?:[ .-]?\d\d){4})(?!\d)",
        r"\b20\d\d-[01]\d-[0-3]\d\b",
        rf"(?<![\d:.,/])24 ?(?:{hours}{glued})? ?{of} ?24(?: ?{hours}{glued})?(?!\d)",
        rf"(?<![\d:.,/])24 ?h?(?:rs)? ?[/x] ?7(?: ?{days}\b)?(?!\d)|\bh ?24\b|\b7 ?/ ?24\b",
        rf"(?<![\d:.,/])7 ?(?:{days}\b)? ?{of} ?7(?: ?{days}\b)?(?!\d)",
        rf"(?<![\d:.,])\d{{1,2}}(?:[:.][0-5]\d)?{meridiem}",
        rf"(?<![\d:.,])\d{{1,2}} ?{hours}{glued}"
        rf"(?: ?[0-5]\d(?!\d| ?(?:{hours}{glued}|[:€$£%]|e\b|eur|min|mn)))?",
        rf"(?<![\d:.,])\d{{1,2}}:[0-5]\d(?!\d)(?: ?{hours}{glued})?",
        r"(?<![\d/])\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?(?![\d/]| ?h(?![b-z]))(?! ?[ap]m)",
        r"(?<![\d.])\d{1,2}\.\d{1,2}\.(?:20)?\d\d(?![\d.])",
        rf"(?<![\d.])\d{{1,2}}\.[0-5]\d(?!\d|\.\d)(?: ?{hours}{glued})?",
        r"\d{1,2}(?:st|nd|rd|th|er)\b",
        r"\d+(?: ?(?:e|eme|ieme|re|[oº°ª])\b| \d{3}(?!\d)|,\d+(?= ?(?:m|km|kg|€)\b)|\.\d+)?",
        rf"\b{chain}(?: ?[-/] ?{chain})+\b(?!')",
        rf"\b[{''.join(single)}](?:(?: ?[-/] ?| a | to )[{''.join(single)}])+\b(?!')",
        r"[a-z]+",
        r"[-.!?;\n|*,():/~>&+=€$£%½]",
    )
    return re.compile("|".join(kinds))


def _clock(token: str) -> tuple[int, str] | None:
    """Return minutes after midnight and how they were written."""
    read = re.match(r"(\d{1,2})(?: ?[a-z:.]+ ?([0-5]\d)(?!\d))?", token)
    if read is None:
        return None
    hour, minute = int(read[1]), int(read[2] or 0)
    half = re.search(r"([ap])(?:\.? ?m\.?)?$", token)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[1] == "p" else 0)
        return 60 * hour + minute, half[1] + "m"
    how = "colon" if ":" in token else "h"
    return (60 * hour + minute, how) if 60 * hour + minute <= 1440 else None


def _written_date(token: str) -> tuple[int, int, int] | None:
    """Return day, month and year (0 when absent) of a date in figures."""
    if re.match(r"20\d\d-", token):
        year, month, day = (int(n) for n in token.split("-"))
    else:
        day, month, *rest = (int(n) for n in re.split(r"[/.]", token))
        year = (rest[0] + 2000 if rest[0] < 100 else rest[0]) if rest else 0
    return (day, month, year) if 1 <= day <= 31 and 1 <= month <= 12 else None


def _figures(token: str) -> tuple[str, Any]:
    """Return letter and value of a token made of figures."""
    if token.isdigit():
        number = int(token)
        if len(token) == 4 and 1900 <= number < 2060:
            return "I", number
        return ("N", 60 * number) if number <= 31 and len(token) <= 2 else ("B", number)
    if re.match(r"\d+(?:st|nd|rd|th|er)$", token):
        return "O", int(re.sub(r"\D", "", token))
    if re.match(r"\d+[/.]\d+[/.]|20\d\d-|\d+/\d+$", token):
        date = _written_date(token)
        # "10/19" beside days may still be hours, "03/03" is a date
        return ("X", (token, date))
    if re.search(r"[ap]\.? ?m\.?$", token):
        return "T", _clock(token)
    if re.match(r"\d{1,2}\.\d\d", token):
        hour, minute = (int(n) for n in re.findall(r"\d+", token)[:2])
        named = re.search("[a-z]", token)
        if hour > 24 and minute > 12:
            return "B", 0
        return ("T", (60 * hour + minute, "h")) if named else ("t", (60 * hour + minute, token))
    if re.match(r"\d{1,2}(?: ?[a-z]|:)", token) and not re.search(
        r"\d ?(?:e|eme|ieme|re|o)$", token
    ):
        clock = _clock(token)
        return ("T", clock) if clock else ("B", 0)
    return "B", 0


@cache
def _shapes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of "24/24" and "7/7"."""
    return (
        re.compile(r"24.*[^\d]24\D*$|24 ?h?(?:rs)? ?[/x] ?7\D*$|h ?24$|7 ?/ ?24$"),
        re.compile(r"7\D*[^\d]7\D*$"),
    )


def _chain(token: str) -> tuple[str, Any] | None:
    """Return the days of a chain of very short names, such as "lu-ve"."""
    names = re.findall(r"[a-z]+", token)
    links = re.findall(r"[-/]| a | to ", token)
    names = (
        [n for n in names if n not in {"a", "to"}] if " a " in token or " to " in token else names
    )
    for chain in lexicon().chains.values():
        if all(name in chain for name in names):
            days = [chain[name] for name in names]
            if len(days) == 2 and links[0] != "/":
                days = [(days[0] - 1 + n) % 7 + 1 for n in range((days[1] - days[0]) % 7 + 1)]
            return "G", tuple(days)
    return None


@lru_cache(maxsize=20_000)
def _special(token: str) -> tuple[str, Any] | None:
    """Return letter and value of a token that is no word of the lexicon."""
    always, daily = _shapes()
    if token in _MARKS:
        return _MARKS[token], ()
    if always.match(token):
        return "A", ()
    if daily.match(token):
        return "G", (1, 2, 3, 4, 5, 6, 7)
    if token[0].isdigit():
        return _figures(token)
    if re.search(r"[-/ ]", token):
        return _chain(token)
    return None


def _choose(meanings: tuple[Meaning, ...], before: str) -> Meaning:
    """Return the reading of a word that the letter before it asks for."""
    if len(meanings) > 1:
        wanted = (
            "MUxh" if before in "NO" else "Uxh" if before in "TB" else "M" if before == "~" else ""
        )
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
    for rest, meanings in known.phrases[tokens[at]]:
        end = at + 1
        for word in rest:
            if end < len(tokens) - 1 and tokens[end] == "-" and tokens[end + 1] == word:
                end += 1
            if end >= len(tokens) or tokens[end] != word:
                break
            end += 1
        else:
            return meanings, end
    return None


def cut(folded: str) -> Sentence:
    """Cut one folded text into letters and values."""
    known, tokens = lexicon(), scanner().findall(folded)
    letters: list[str] = []
    values: list[Any] = []
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
        special = None if token.isalpha() else _special(token)
        if special is not None:
            letters.append(special[0])
            values.append(special[1])
        elif token[0] != "[":
            if letters and letters[-1] == "W":
                values[-1] += 1
            else:
                letters.append("W")
                values.append(1)
    return Sentence("".join(letters), values)
