"""Find dates of birth: a date, in digits, words or both, after a word that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.found import Found
from toolkit.anonymise.hearing.number_words import said
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import cues, number_words

_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_PARTED = r"(?:\s?(?:[^\w\s]{1,2}|_)\s?|\s)"
_REACH, _MOST_WORDS, _MOST_SKIPPED = 44, 16, 7
_WHOLE_DATE_BEFORE = re.compile(
    rf"(?P<date>(?<!\d){_DAY}{_PARTED}{_MONTH}{_PARTED}(?:19|20)\d\d)"
    r"[ ,(:=\-–]{1,3}(?:[^\W\d_]+ (?:d')?){0,3}$"
)
_PHRASES = re.compile(
    r"\b(?:vu le jour|etat civil|vi la luz|vi a luz|vazut lumina zilei|saw the light)\b"
)
# the last words of those phrases
_PHRASE_ENDS = frozenset(["jour", "civil", "luz", "zilei", "light"])
_ORDINAL = re.compile(
    r"[^\W\d_]{3,}(?:th|ieme|eme)|first|second|third|premier|primero|primeiro"
    r"|intai|\d+(?:st|nd|rd|th|er|r)"
)
_ROMAN = re.compile(r"[ivx]{1,4}")
_ONES = frozenset(["un", "une", "one", "uno", "una", "um", "uma", "unu"])
_DRAWN = re.compile(r"[oilzs\d]{1,4}|[oilzs\d]*(?:19|20)[oilzs\d]*")
# words inside a date in words
_INSIDE = frozenset(
    [
        "do",
        "dos",
        "mille",
        "mil",
        "mii",
        "mila",
        "thousand",
        "hundred",
        "cent",
        "cents",
        "cientos",
        "et",
        "y",
        "e",
        "si",
        "and",
        "of",
        "de",
        "del",
        "di",
        "the",
        "le",
        "el",
        "la",
        "du",
        "en",
        "in",
        "an",
        "dia",
        "mes",
        "ano",
        "año",
        "jour",
        "mois",
        "annee",
        "day",
        "month",
        "year",
        "ziua",
        "luna",
        "anul",
        "a",
        "na",
        "pe",
        "on",
        "um",
        "em",
        "naj",
        "j",
        "m",
    ]
)


@cache
def _dates() -> re.Pattern[str]:
    """Return the pattern of a full date."""
    months = "|".join(sorted((re.escape(m) for m in cues()["months"]), key=len, reverse=True))
    year = r"(?:(?:19|20)\d\d|'?\d\d)"
    return re.compile(
        rf"{_DAY}{_PARTED}{_MONTH}{_PARTED}{year}(?!\d)|(?:19"
        rf"|20)\d\d[/.\- ]{_MONTH}[/.\- ]{_DAY}(?!\d)"
        rf"|{_DAY}{_PARTED}[ivx]{{1,4}}{_PARTED}{year}(?!\d)"
        rf"|{_DAY}(?:er|st|nd|rd|th|º)?[ .\-/]*(?:of |de |di )?(?:{months})\b[ .,\-/]*(?:(?:de"
        rf"|del|of|do) )?(?:{year}\b)?"
        rf"|(?:{months})\s{_DAY}(?:st|nd|rd|th)?,?\s{year}\b|\d{{8}}(?!\d)|\d{{6}}(?!\d)"
    )


@cache
def _month_of_birth() -> re.Pattern[str]:
    """Return the pattern of a month with its year, right after a word for birth."""
    months = "|".join(sorted((re.escape(m) for m in cues()["months"]), key=len, reverse=True))
    return re.compile(
        rf"[\s:]*(?:(?:en|in|em|im|w|през|в|le|on) )?(?P<date>(?:{months}|{_MONTH}\s?[/.\-])\s?"
        r"(?:de |of |del )?(?:19|20)\d\d)\b"
    )


def find_births(view: View) -> Iterator[Found]:
    """Yield dates of birth: full dates, in digits or words, after a word that says so.

    Parameters
    ----------
    view : View
        A text as it is read.

    Yields
    ------
    Found
        Offsets in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> [found.start for found in find_births(view_of("née le 14/03/2001, dispo le 12/05/2025"))]
    [7]
    """
    told = not view.distinct.isdisjoint(_PHRASE_ENDS)
    phrases = [match.end() for match in _PHRASES.finditer(view.seen)] if told else []
    ends = {end: position for position, (_, _, end) in enumerate(view.words)} if phrases else {}
    for position in [*view.at("births"), *(ends[end] for end in phrases if end in ends)]:
        word, start, begin = view.words[position]
        # "né" is a birth, "ne" is not
        if word == "ne" and view.shape[start:begin].lower() != "né":
            continue
        found = _written(view, begin)
        found += _in_words(view, position)
        month = _month_of_birth().match(view.seen, begin)
        if not found and month is not None:
            found = [Found("DOB", *month.span("date"), False)]
        before = _WHOLE_DATE_BEFORE.search(view.seen, max(start - 40, 0), start)
        if not found and before is not None and not word.startswith(("anni", "birthday")):
            found = [Found("DOB", *before.span("date"), False)]
        yield from found


def _written(view: View, begin: int) -> list[Found]:
    """Return the date that stands in digits soon after a word for birth."""
    match = _dates().search(view.seen, begin, min(begin + _REACH, len(view.seen)))
    if match is None or re.search(r"[.!?;\n]\s", view.seen[begin : match.start()]):
        return []
    stop = begin + len(view.seen[begin : match.end()].rstrip(" .,-/"))
    return [Found("DOB", match.start(), stop, False)]


def _in_words(view: View, position: int) -> list[Found]:
    """Return a date of which a part is in words, Roman numerals or drawn digits."""
    words, seen = view.words, view.seen
    for first in range(position + 1, min(position + 2 + _MOST_SKIPPED, len(words))):
        if re.search(r"[.!?;\n]\s", seen[words[position][2] : words[first][1]]):
            return []
        if not _is_part(words[first][0]):
            continue
        parts, last = [words[first][0]], first
        for at in range(first + 1, min(first + _MOST_WORDS, len(words))):
            gap = seen[words[at - 1][2] : words[at][1]]
            word = words[at][0]
            if len(gap) > 3 or re.search(r"[.!?;\n]\s", gap):
                break
            if _is_part(word) or word in _ONES:
                parts, last = [*parts, word], at
            elif word not in _INSIDE:
                break
        months = any(part in cues()["months"] for part in parts)
        spoken = any(not part.isdecimal() for part in parts)
        full = len(parts) >= 3 or (months and len(parts) >= 2)
        if full and spoken and _has_day_and_year(parts, months=months):
            if words[first - 1][0] in _INSIDE and words[first][1] - words[first - 1][2] == 1:
                first -= 1
            return [Found("DOB", words[first][1], words[last][2], True)]
        return []
    return []


def _has_day_and_year(parts: list[str], *, months: bool) -> bool:
    """Tell whether the parts of a date are no price, hour or age."""
    numbers = sum(part not in cues()["months"] for part in parts)
    return numbers >= 1 if months else numbers >= 3


def _is_part(word: str) -> bool:
    """Tell whether a word may be a day, a month or a year."""
    if word in cues()["months"] or word in number_words() or _ORDINAL.fullmatch(word):
        return word not in {"un", "une", "una", "on", "a"}
    if _ROMAN.fullmatch(word) or (any(map(str.isdigit, word)) and len(word) <= 9):
        return word not in {"i", "h"}
    return _DRAWN.fullmatch(word) is not None or (len(word) > 5 and said(word) is not None)
