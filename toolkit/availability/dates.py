"""The rules of the grammar for dates: each day of a range is written out."""

from __future__ import annotations

import datetime
import itertools
import re
from typing import Any

from toolkit.availability.figures import about_slash
from toolkit.availability.rules import apply, rule
from toolkit.availability.tokens import Sentence

Date = tuple[int, int, int]  # day, month, year or 0
_MONTHS = 12
_LONGEST = 92
_SPOKEN_YEARS = range(2015, 2060)


def written(date: Date) -> str:
    """Return a date as ISO, ``--MM-DD`` without a year."""
    day, month, year = date
    return f"{year or '-'}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


def _between(first: Date, last: Date) -> list[Date]:
    """Return every date from one to another, over the end of the year when needed."""
    leap = 29 in {first[0], last[0]}
    year = first[2] or last[2] or (2024 if leap else 2025)
    try:
        start = datetime.date(first[2] or year, first[1], first[0])
        end = datetime.date(last[2] or year, last[1], last[0])
    except ValueError:
        return []
    if end < start and not (first[2] and last[2]):
        if last[2]:
            start = start.replace(year=year - 1, day=min(start.day, 28))
        else:
            end = datetime.date(year + 1, last[1], last[0])
    dated = bool(first[2] or last[2])
    length = (end - start).days
    if not 0 <= length <= _LONGEST:
        return [first, last]
    days = (start + datetime.timedelta(days=step) for step in range(length + 1))
    return [(day.day, day.month, day.year if dated else 0) for day in days]


def _valid(date: Date) -> bool:
    """Tell whether a date exists."""
    try:
        datetime.date(date[2] or 2024, date[1], date[0])
    except ValueError:
        return False
    return True


def _day(letter: str, value: Any) -> int:  # noqa: ANN401 - values differ by letter
    """Return the day of the month of a number."""
    if letter == "O":
        return int(value)
    return int((value[0] if isinstance(value, tuple) else value) // 60)


def _listed(letters: str, values: list[Any], month: int, year: int) -> list[Date]:
    """Return the dates of "12, 13 and 14" or "3 to 7" of a month."""
    found: list[Date] = []
    ranged = False
    for letter, value in zip(letters, values, strict=True):
        if letter in "NO":
            date = (_day(letter, value), month, year)
            found += _between(found.pop(), date) if ranged and found else [date]
            ranged = False
        elif letter in "-<b" or letters[0] == "b":
            ranged = True
    return found


def _spoken(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Dates with the name of a month."""
    letters = match.group()
    month = next(v for a, v in zip(letters, values, strict=True) if a == "M").value[0]
    years = [v for a, v in zip(letters, values, strict=True) if a == "I"]
    if years and years[0] not in _SPOKEN_YEARS:
        return "#", [()]
    found = _listed(letters, values, month, years[0] if years else 0)
    if not found or not all(_valid(date) for date in found):
        return None
    return "Z", [found]


def _month_first(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Dates with the month first, as in English: "March 3"."""
    month = next(v for a, v in zip(match.group(), values, strict=True) if a == "M")
    return _spoken(match, values) if "en" in month.languages else None


def _row(_: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Days that follow one another before a month: "8 9 10 May"."""
    days = [_day("N", value) for value in values]
    if any(day != before + 1 for before, day in itertools.pairwise(days)):
        return None
    return ",".join("N" * len(days)), [v for value in values for v in (value, ())][:-1]


def _two_days(_: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Two days of one month about a slash: "5/6 June"."""
    days, month = about_slash(values[0][0]) or (), values[-1].value[0]
    found = [(day, month, 0) for day in days]
    return ("Z", [found]) if found and all(_valid(date) for date in found) else None


def _numeric(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Dates in figures, alone or as "3-7/03"."""
    letters = match.group()
    token, date = values[-1]
    if date is None or not _valid(date):
        return None
    if date[2] and date[2] not in _SPOKEN_YEARS:
        return "#", [()]
    if set(letters) & set("NO"):
        found = _listed(letters.replace("X", "N"), [*values[:-1], 60 * date[0]], date[1], date[2])
        return ("Z", [found]) if found and all(_valid(d) for d in found) else None
    padded = re.search(r"(?:^|[/.])0", token) is not None
    # "20/12" is rarely anything else, "9/10" often is
    if not (date[2] or padded or date[0] > _MONTHS or "~" in letters or len(values) > 1):
        return None
    return "Z", [[date]]


def _figures_range(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Dates in figures from one to another."""
    ends = [v[1] for a, v in zip(match.group(), values, strict=True) if a == "X"]
    if any(end is None or not _valid(end) for end in ends):
        return None
    return "Z", [_between(ends[0], ends[1])]


def _dotted(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Two figures about a dot, from one to another, are dates when both look like months."""
    ends: list[Date] = []
    for letter, value in zip(match.group(), values, strict=True):
        if letter == "t":
            day, month = (int(n) for n in value[1].split("."))
            if month % 5 == 0 or month > 12 or not 1 <= day <= 31:
                return None
            ends.append((day, month, 0))
    return "Z", [_between(ends[0], ends[1])]


def _joined(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Two dates that are the ends of one range."""
    first, last = (value for a, value in zip(match.group(), values, strict=True) if a == "Z")
    return "Z", [[*first[:-1], *_between(first[-1], last[0]), *last[1:]]]


_D = r"(?:[DdgGw],?~?)?"
_N = rf"{_D}[NO]"
_LINK = r"(?:~?[-<]-?|[,/&]{1,2}|,?&)~?"
_MONTH = r"~?M~?I?"
_RULES = (
    rule("X", rf"{_D}~?X~?[-<]~?{_D}X", _figures_range),
    rule("t", rf"~?t~?[-<]~?{_D}t", _dotted),
    rule("M", r"X~?M", _two_days),
    rule("M", r"N{2,}(?=~?M)", _row),
    rule("M", rf"b{_N}&{_N}{_MONTH}", _spoken),
    rule("M", rf"~?{_N}(?:{_LINK}{_N})*{_MONTH}", _spoken),
    rule("M", rf"{_D}M[NO](?:{_LINK}{_N})*(?:,?I)?(?![oUhj:])", _month_first),
    rule("X", rf"~?(?:{_N}{_LINK})*{_D}X", _numeric),
    rule("Z", r"[yn][~:]?Z", "#"),
    rule("Z", r"Z~?[-<]-?~?Z|bZ&Z", _joined),
)


def read_dates(sentence: Sentence) -> None:
    """Turn days of the month into dates; a weekday beside a date is dropped."""
    apply(sentence, _RULES)
