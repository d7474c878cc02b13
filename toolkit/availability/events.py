"""Cut a text into events: days, hours, parts of the day, dates, exceptions."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

DAY = 1440


@dataclass(frozen=True)
class Event:
    """One thing said about time: its kind and its value, days or a pair of minutes."""

    kind: str
    start: int
    value: tuple[Any, ...] = ()


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """Return the word lists."""
    path = resources.files("toolkit.availability") / "words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _any(found: list[str]) -> str:
    """Return one pattern for any of the given ones, longest first."""
    return "(?:" + "|".join(sorted(found, key=len, reverse=True)) + ")"


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Return the compiled patterns."""
    lists, phrases = words(), words()["phrases"]
    clock = _any([w for group in lists["clock"].values() for w in group])
    time = (
        r"(?:\d{1,2} ?(?:heures|heure|horas|ore|hrs|h(?![a-z])|h(?=a\d|a ))"
        r"(?: ?[0-5]\d(?!\d| ?[h:]))?"
        r"|\d{1,2}:[0-5]\d ?h?(?: ?[ap]m\b)?|\d{1,2}(?: ?[ap]m\b)|\b"
        + _any(lists["written"]["numbers"])
        + r" heures|\b"
        + clock
        + r"\b)"
    )
    day = r"\b" + _any([w for group in lists["days"].values() for w in group]) + r"\b"
    months = r"\b" + _any([w for group in lists["months"].values() for w in group]) + r"\b"
    to = r"(?:\s*" + _any(phrases["to"]) + r"\s*|\s+)"
    loose = r"(?:" + time + r"|\b\d{1,2}\b(?![:./]\d))"
    return {
        "not_hours": re.compile(r"(?<!\w)" + _any(phrases["not_hours"])),
        "always": re.compile(r"(?<!\w)" + _any(phrases["always"]) + r"(?!\w)"),
        "date": re.compile(
            r"\b(?P<d>\d{1,2})(?:er)?(?:\s*(?:au|al|a|to|-|et|ate|pana la)\s*(?P<e>\d{1,2}))?"
            r"(?: de)? "
            rf"(?P<m>{months})(?: (?P<y>20\d\d))?"
            rf"|\b(?P<d2>\d{{1,2}})/(?P<m2>\d{{1,2}})/(?P<y2>20\d\d)"
        ),
        "break": re.compile(r"\b" + _any(phrases["break"])),
        "except": re.compile(r"\b" + _any(phrases["except"]) + r" ?$"),
        "range": re.compile(rf"(?P<a>{loose}){to}(?P<b>{loose})"),
        "time": re.compile(time),
        "after": re.compile(rf"\b{_any(phrases['after'])} ?(?P<a>{loose})"),
        "until": re.compile(rf"\b{_any(phrases['until'])} ?(?P<a>{loose})"),
        "relative": re.compile(r"\b" + _any(phrases["relative"]) + r"\b"),
        "days": re.compile(
            rf"(?P<a>{day})(?P<to>\s*(?:-|\ba\b|\bau\b|\bto\b|\bpana\b|\bpana la\b|\bate\b)\s*"
            rf"(?:le |a )?(?P<b>{day}))?"
        ),
        "group": re.compile(
            r"(?<!\w)" + _any([w for g in lists["day_groups"].values() for w in g]) + r"(?!\w)"
        ),
        "part": re.compile(r"\b" + _any([w for g in lists["parts"].values() for w in g]) + r"\b"),
    }


def _key(group: str, word: str) -> str:
    """Return the key of a word list that a word belongs to."""
    found = words()[group].items()
    return next(key for key, forms in found if any(re.fullmatch(f, word) for f in forms))


def minute_of(written: str) -> int | None:
    """Return minutes after midnight for a clock time as written."""
    text = written.strip()
    number = re.match(r"(\d{1,2}) ?(?:[a-z:]+)? ?(\d\d)?", text)
    if not number:
        name = text.removesuffix(" heures")
        numbers = words()["written"]["numbers"]
        return 60 * numbers.index(name) if name in numbers else int(_key("clock", text))
    hour, minute = int(number[1]), int(number[2] or 0)
    if text.endswith("pm") and hour < 12:
        hour += 12
    elif text.endswith("am") and hour == 12:
        hour = 0
    return 60 * hour + minute if hour < 24 or (hour, minute) == (24, 0) else None


def hour_range(first: str, last: str) -> tuple[int, int] | None:
    """Return the two ends of a range, the afternoon completed in "10 to 2"."""
    start, end = minute_of(first), minute_of(last)
    if start is None or end is None:
        return None
    if first.strip().isdigit() and last.endswith("pm") and 60 <= start < 720 <= start + 720 < end:
        start += 720
    elif first.strip().isdigit() and last.strip().isdigit() and end <= start and end < 720:
        end += 720
    return start, end


def day_span(first: str, last: str | None) -> tuple[int, ...]:
    """Return the days from one name to another, round the week when needed."""
    start = int(_key("days", first))
    end = int(_key("days", last)) if last else start
    return tuple((start - 1 + step) % 7 + 1 for step in range((end - start) % 7 + 1))


def _dates(match: re.Match[str]) -> tuple[str, ...]:
    """Return the dates of one match, each day of a range written out."""
    if match["d2"]:
        first, last, month, year = int(match["d2"]), int(match["d2"]), int(match["m2"]), match["y2"]
    else:
        first, month = int(match["d"]), int(_key("months", match["m"]))
        last, year = int(match["e"] or first), match["y"]
    if not (1 <= first <= last <= 31 and 1 <= month <= 12):
        return ()
    return tuple(f"{year or '-'}-{month:02d}-{day:02d}" for day in range(first, last + 1))


def _hours(kind: str, match: re.Match[str], weekly: bool) -> tuple[int, ...] | None:
    """Return the minutes of one range, lower or upper limit."""
    if kind == "range":
        bare = match["a"].strip().isdigit() and match["b"].strip().isdigit()
        return None if bare and not weekly else hour_range(match["a"], match["b"])
    minute = minute_of(match["a"])
    if minute is None or (match["a"].strip().isdigit() and "ora" not in match.group()):
        return None
    return (minute,)


def _value(kind: str, match: re.Match[str], weekly: bool) -> tuple[Any, ...] | None:
    """Return what one match says, or None when it says nothing."""
    if kind == "date":
        return _dates(match) or None
    if kind in {"range", "after", "until"}:
        return _hours(kind, match, weekly)
    if kind == "days":
        return day_span(match["a"], match["b"])
    if kind == "group":
        return tuple(int(day) for day in _key("day_groups", match.group()))
    if kind == "part":
        return tuple(int(m) for m in _key("parts", match.group()).split("-"))
    return ()


def read_events(folded: str) -> list[Event]:
    """Return the events of a folded text, in order; each character is used once."""
    found: list[Event] = []
    compiled = patterns()
    text = compiled["not_hours"].sub(lambda m: "\x00" * len(m.group()), folded)
    weekly = compiled["days"].search(text) is not None
    order = ("date", "always", "group", "range", "after", "until", "break", "part", "relative")
    for kind in (*order, "days"):
        for match in compiled[kind].finditer(text):
            value = _value(kind, match, weekly)
            if value is None:
                continue
            refused = compiled["except"].search(text[max(0, match.start() - 20) : match.start()])
            name = "except" if refused and kind in {"days", "group"} else kind
            found.append(Event(name, match.start(), value))
            text = text[: match.start()] + "\x01" * len(match.group()) + text[match.end() :]
    return sorted(found, key=lambda event: event.start)
