"""Find phone numbers in a text as it is seen, and leave prices, hours, dates and sizes alone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

FEWEST_DIGITS, MOST_DIGITS = 8, 15
# between two digits of a number: blanks, marks, brackets, emoji, invisible signs
_FILLER = r"(?:[^\w\n€$£%@\[\]]|_|\n){0,4}"
_RUN = re.compile(rf"(?:\+{_FILLER})?\d(?:{_FILLER}\d)+")
_GROUP = re.compile(r"\d+")
_UNIT = re.compile(
    r"[^\w\n]{0,2}(?:€|euros?\b|eur\b|h\b|h\d|ans\b|years?\b|anos\b|ani\b|km\b|cm\b"
    r"|kg\b|min\b|minutes?\b|\$|£|lei\b|roses?\b)"
)
_DATE = re.compile(
    r"\b(?:\d{1,2}[/.\- ]\d{1,2}[/.\- ](?:19|20)\d\d|(?:19|20)\d\d[/.\-]\d{1,2}[/.\-]\d{1,2}"
    r"|\d{1,2}/\d{1,2}(?:/\d\d)?)\b"
)
_CLOCK = re.compile(r"\b\d{1,2}\s?[:h]\s?\d{2}\b|\b24\s?/\s?24\b|\b7\s?/\s?7\b")
_CUE = re.compile(
    r"(?:tel|telephone|phone|portable|mobile|whats\s?app|wapp|appel\w*|call\w*|text|sms|numero|numar"
    r"|num|llam\w*|lig\w*|suna\w*|contact\w*|joign\w*|reach|viber|\+|☎|📞|📱)[^\d]{0,15}$"
)


def find_phones(seen: str, helplines: tuple[str, ...] = ()) -> Iterator[tuple[int, int, bool]]:
    """Yield the phone numbers of a text.

    It asks for no valid prefix: ranges reserved for fiction are numbers too.

    Parameters
    ----------
    seen : str
        A text from ``as_seen``.
    helplines : tuple of str
        Numbers that everybody may call.

    Yields
    ------
    tuple
        ``start``, ``end``, and whether the number hides from machines.

    Examples
    --------
    >>> list(find_phones("80 120 200 de 10h a 20h ou 06.39.98.12.34"))
    [(27, 41, False)]
    """
    hidden = _without_dates_and_hours(seen)
    for match in _RUN.finditer(hidden):
        start, end = _trim(hidden, *match.span())
        number = hidden[start:end]
        groups = _GROUP.findall(number)
        if number in helplines or not _is_phone(number, groups, hidden[max(0, start - 40) : start]):
            continue
        marks = set(re.sub(r"[\d\s.\-/()+,]", "", number))
        yield start, end, bool(marks)


def _without_dates_and_hours(seen: str) -> str:
    """Return the text with dates and hours made unreadable, at the same length."""
    for pattern in (_CLOCK, _DATE):
        seen = pattern.sub(_blank, seen)
    return seen


def _blank(match: re.Match[str]) -> str:
    """Return letters in place of a date, unless it is the middle of a longer run of digits."""
    before, after = match.string[: match.start()][-3:], match.string[match.end() :][:3]
    if re.search(r"\d[^\w]{0,2}$", before) and re.match(r"[^\w]{0,2}\d", after):
        return match.group()
    if re.match(r"[/.\-]\d", after) or re.search(r"(?:\d[/.\-]|\+)$", before):
        return match.group()
    return "x" * len(match.group())


def _trim(seen: str, start: int, end: int) -> tuple[int, int]:
    """Leave out leading or trailing groups that carry a unit: a price, an hour, an age."""
    while _UNIT.match(seen, end):
        groups = list(_GROUP.finditer(seen, start, end))
        if len(groups) < 2 or len(groups[-1].group()) > 3:
            break
        end = groups[-2].end()
        if not _UNIT.match(seen, end):
            break
    return start, end


def _is_phone(number: str, groups: list[str], before: str) -> bool:
    """Tell whether a run of digits is a phone number."""
    digits = "".join(groups)
    if not FEWEST_DIGITS <= len(digits) <= 2 * MOST_DIGITS:
        return False
    plus = number.startswith("+") or digits.startswith("00")
    if not plus and _is_list(groups):
        return False
    national = digits[0] == "0" and len(digits) >= 9
    enough = len(digits) >= 9 or bool(_CUE.search(before))
    return plus or national or enough


def _is_list(groups: list[str]) -> bool:
    """Tell whether groups are a list of prices, hours or days rather than one number."""
    if len(groups) < 3 or any(group.startswith("0") for group in groups):
        return False
    values = [int(group) for group in groups]
    rounded = all(value % 5 == 0 for value in values)
    ascending = all(a < b for a, b in itertools.pairwise(values))
    return rounded or ascending
