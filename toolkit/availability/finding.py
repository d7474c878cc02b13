"""Turn what a text says about time into windows of the week."""

from __future__ import annotations

import pandas as pd

from toolkit.availability.events import DAY, Event, read_events
from toolkit.text.folding import fold
from toolkit.text.opaque import as_texts

COLUMNS = ["row", "day", "date", "start_minute", "end_minute", "always_open"]
_WEEK = (1, 2, 3, 4, 5, 6, 7)
_Hours = tuple[int, int]
_Group = tuple[tuple[int, ...], list[_Hours]]
_Row = tuple[int | None, str | None, int | None, int | None, bool]


def _limits(events: list[Event]) -> list[Event]:
    """Turn "from" and "until" into hours; when they stand together they are one range."""
    found: list[Event] = []
    for event in events:
        last = found[-1] if found else None
        if event.kind == "after":
            if last and last.kind == "until":
                found[-1] = Event("range", last.start, (event.value[0], last.value[1]))
            else:
                found.append(Event("after", event.start, (event.value[0], DAY)))
        elif event.kind == "until":
            if last and last.kind == "after":
                found[-1] = Event("range", last.start, (last.value[0], event.value[0]))
            else:
                found.append(Event("until", event.start, (0, event.value[0])))
        else:
            found.append(event)
    return found


def _groups(events: list[Event]) -> list[_Group]:
    """Join each run of days with its hours."""
    groups: list[_Group] = []
    days: tuple[int, ...] = ()
    hours: list[_Hours] = []
    for position, event in enumerate(events):
        if event.kind in {"days", "group"}:
            later = [e for e in events[position + 1 :] if e.kind not in {"days", "group"}]
            # hours already read keep their own days when this day brings hours of its own
            if hours and (days or later):
                groups.append((days, hours))
                days, hours = (), []
            days += event.value
        else:
            hours.append((event.value[0], event.value[1]))
    if days or hours:
        groups.append((days, hours))
    return groups


def _cut(hours: list[_Hours], breaks: list[_Hours]) -> list[_Hours]:
    """Take breaks out of hours."""
    for first, last in breaks:
        pieces = []
        for start, end in hours:
            inside = start < first and last < end
            pieces += [(start, first), (last, end)] if inside else [(start, end)]
        hours = pieces
    return hours


def _breaks(events: list[Event]) -> tuple[list[Event], list[_Hours]]:
    """Set apart the ranges that a word like "pause" announces."""
    kept: list[Event] = []
    breaks: list[_Hours] = []
    announced = False
    for event in events:
        if event.kind == "break":
            announced = True
        elif announced and event.kind == "range":
            breaks.append((event.value[0], event.value[1]))
            announced = False
        else:
            kept.append(event)
    return kept, breaks


def _weekly(events: list[Event], excluded: set[int]) -> list[_Row]:
    """Return the windows of an ordinary week."""
    kept, breaks = _breaks(_limits(events))
    groups = _groups(kept) or ([((), [])] if excluded else [])
    named = {day for days, hours in groups if hours for day in days}
    rows: list[_Row] = []
    for days, hours in groups:
        of_group = days or tuple(day for day in _WEEK if day not in named)
        for day in sorted(set(of_group) - excluded):
            for start, end in _cut(hours or [(0, DAY)], breaks):
                rows.append((day, None, start, end, False))
    return list(dict.fromkeys(rows))


def read_windows(text: str) -> list[_Row]:
    """Return the windows of one text, without its row number."""
    events = read_events(fold(text))
    kinds = {event.kind for event in events}
    excluded = {day for event in events if event.kind == "except" for day in event.value}
    hours = [e for e in events if e.kind in {"range", "after", "until", "part", "break"}]
    spans = [e for e in _breaks(_limits(hours))[0] if e.kind != "break"]
    if "date" in kinds:
        dates = dict.fromkeys(date for e in events if e.kind == "date" for date in e.value)
        pairs = [(e.value[0], e.value[1]) for e in spans] or [(None, None)]
        return [(None, date, a, b, False) for date in dates for a, b in pairs]
    if "relative" in kinds:
        return [(None, None, e.value[0], e.value[1], False) for e in spans]
    limited = [e for e in events if e.kind in {"days", "group"} and set(e.value) != set(_WEEK)]
    if "always" in kinds and not limited and not excluded and not spans:
        return [(day, None, 0, DAY, True) for day in _WEEK]
    return _weekly([e for e in events if e.kind not in {"always", "except"}], excluded)


def find_availability(texts: object) -> pd.DataFrame:
    """Find the days and hours that texts state, in French, English, Spanish, Portuguese, Romanian.

    It does not read prices, durations, ages or delays as hours, and it does not guess: a lone
    clock time gives nothing. Hours without a day hold for the whole week, a day without hours
    holds from 0 to 1440.

    Parameters
    ----------
    texts : sequence of str, Series or DataFrame with a ``text`` column
        Texts.

    Returns
    -------
    pandas.DataFrame
        ``row``, ``day`` (ISO, 1 is Monday; NA for a dated or relative one), ``date`` (ISO, or
        ``--MM-DD`` without a year), ``start_minute``, ``end_minute`` (minutes after midnight; an
        end not after the start means the next day; NA for a date without hours) and
        ``always_open`` (stated as round the clock, every day).

    Examples
    --------
    >>> found = find_availability(["samedi de 10h à 15h", "70 la demi-heure"])
    >>> found[["row", "day", "start_minute", "end_minute"]].values.tolist()
    [[0.0, 6.0, 600.0, 900.0]]
    """
    rows = [(n, *window) for n, text in enumerate(as_texts(texts)) for window in read_windows(text)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    whole = dict.fromkeys(("day", "start_minute", "end_minute"), "float64")
    return table.astype({"row": "int64", **whole, "date": "str", "always_open": "bool"})
