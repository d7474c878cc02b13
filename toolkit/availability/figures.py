"""What tokens made of figures say: clock times, dates, plain numbers, very short day names."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from toolkit.availability.lexicon import Meaning, lexicon

MARKS = {
    ".": "'", "|": ".",
    ",": ",", "(": ",", ")": ",", ":": ":", "/": "/", "-": "-", "~": "-", ">": "-",
    "&": "&", "+": "&", "=": "=", "$": "$", "%": "$",
}  # fmt: skip


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
    if hour == 24 and half:
        return None
    how = "colon" if ":" in token else "h"
    return (60 * hour + minute, how) if 60 * hour + minute <= 1440 else None


def _written_date(token: str) -> tuple[int, int, int] | None:
    """Return day, month and year (0 when absent) of a date in figures."""
    if iso := re.fullmatch(r"(20\d\d)-(\d\d)-(\d\d)", token):
        year, month, day = map(int, iso.groups())
    elif read := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})(?:[/.]((?:20)?\d\d))?\.?", token):
        day, month, year = (int(figures or 0) for figures in read.groups())
        year += 2000 if read[3] and year < 100 else 0
    else:
        return None
    return (day, month, year) if 1 <= day <= 31 and 1 <= month <= 12 else None


def about_slash(token: str) -> tuple[int, int] | None:
    """Return the two figures about a slash: "10/19"."""
    read = re.fullmatch(r"(\d+)/(\d+)", token)
    return (int(read[1]), int(read[2])) if read else None


def _military(token: str) -> tuple[str, Any]:
    """Return the hours of "1000-1800 hrs"; two years are none."""
    first, last = (int(figures) for figures in re.findall(r"\d{4}", token))
    years = 1900 <= first <= last < 2060 and not token[-1].isalpha()
    valid = all(n % 100 < 60 and n <= 2400 for n in (first, last))
    if years or not valid or first % 5 or last % 5:
        return "B", 0
    start, end = (60 * (n // 100) + n % 100 for n in (first, last))
    return "H", (start % 1440, end or 1440, ("h", "h"))


def _figures(token: str) -> tuple[str, Any]:
    """Return letter and value of a token made of figures."""
    if re.match(r"\d{4}(?:h|hrs)? ?(?:-|to) ?\d{4}", token):
        return _military(token)
    if token.isdecimal():
        number = int(token)
        if len(token) == 4 and 1900 <= number < 2060:
            return "I", number
        return ("N", 60 * number) if number <= 31 and len(token) <= 2 else ("B", number)
    if re.match(r"\d+(?:st|nd|rd|th|er)$", token):
        return "O", int(re.sub(r"\D", "", token))
    if re.match(r"\d+[/.]\d+[/.]|20\d\d-|\d+/\d+$", token):
        date = _written_date(token)
        # "10/19" beside days may still be hours, "03/03" is a date, a phone number is neither
        return ("X", (token, date)) if date or about_slash(token) else ("B", 0)
    if re.search(r"[ap]\.? ?m\.?$", token):
        clock = _clock(token)
        return ("T", clock) if clock else ("B", 0)
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


_RANGED = frozenset({"-", "a", "au", "to", "la"})
_LISTED = frozenset({"/", ",", "&", "et", "y", "e", "si", "and"})


@cache
def _initials(letters: str) -> tuple[int, ...] | None:
    """Return the days of first letters in the order of the week: "L/M/M/J/V"."""
    for week in lexicon().initials:
        at = (week + week).find(letters) if len(letters) <= len(week) else -1
        if at >= 0:
            return tuple(sorted((at + n) % len(week) + 1 for n in range(len(letters))))
    return None


def _chain(token: str) -> tuple[str, Any] | None:
    """Return the days of very short names: a chain such as "lu-ve", or one before hours."""
    words = re.findall(r"[a-z]+|[-/,&]", token)
    names = [word for word in words if word not in _RANGED | _LISTED]
    chains = lexicon().chains
    spoken = [language for language, chain in chains.items() if all(n in chain for n in names)]
    initials = _initials("".join(names)) if len(names) > 2 else None
    if initials or not spoken:
        return ("G", initials) if initials else None
    days = tuple(chains[spoken[0]][name] for name in names)
    if len(names) == 1:
        same = frozenset(s for s in spoken if chains[s][names[0]] == days[0])
        return "d", Meaning("d", days, same)
    if len(days) == 2 and set(words) & _RANGED:
        days = tuple((days[0] - 1 + n) % 7 + 1 for n in range((days[1] - days[0]) % 7 + 1))
    return "G", days


@lru_cache(maxsize=20_000)
def special(token: str) -> tuple[str, Any] | None:
    """Return letter and value of a token that is no word of the lexicon."""
    always, daily = _shapes()
    if token in MARKS:
        return MARKS[token], ()
    if always.match(token):
        return "A", ()
    if daily.match(token):
        return "G", (1, 2, 3, 4, 5, 6, 7)
    named = lexicon().numbered.get(re.sub(r"(?<=\w)[ -]*feira$|(?<=\d) ", "", token))
    if named is not None:
        return "d", named
    if token[0].isdecimal():
        return _figures(token)
    if re.search(r"[-/ .:,&]", token):
        return _chain(token)
    return None
