"""Read the lines of ``stated.txt`` and ``unstated.txt``, and compare windows as minutes."""

import datetime
from pathlib import Path

WEEK = range(1, 8)
DAY = 1440


def lines(name):
    """Return the fields of every line of a data file beside this one."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [line.split(" | ") for line in text.splitlines() if line and line[0] != "#"]


def minute(written):
    """Return minutes after midnight."""
    hour, rest = written.split(":")
    return 60 * int(hour) + int(rest)


def minutes(day, start, end):
    """Return the minutes of a window; those of a dated or relative day are kept apart."""
    last = end if end > start else end + DAY
    if day is None:
        return {("apart", m) for m in range(start, last)}
    return {((day - 1) * DAY + m) % (7 * DAY) for m in range(start, last)}


def days(written):
    """Return the days of "1-3,5"."""
    ends = [part.split("-") for part in written.split(",")]
    return [day for end in ends for day in range(int(end[0]), int(end[-1]) + 1)]


def dates(written):
    """Return the dates of "--03-03/--03-07"."""
    first, last = (written.split("/") * 2)[:2]
    year = "" if first.startswith("--") else first[:4]
    start, end = (
        datetime.date.fromisoformat(date.replace("--", "2024-") if not year else date)
        for date in (first, last)
    )
    steps = [start + datetime.timedelta(days=n) for n in range((end - start).days + 1)]
    return {f"{day:%Y-%m-%d}" if year else f"--{day:%m-%d}" for day in steps}


def expected(written):
    """Return minutes and dates of the last field of a line."""
    wanted, dated = set(), set()
    for piece in written.split("; "):
        if piece == "always":
            piece = "1-7 00:00-24:00"
        *subject, hours = piece.split()
        if subject[:1] == ["date"] or (hours.startswith(("20", "--")) and subject == ["date"]):
            dated |= dates((*subject, hours)[1])
            if len(subject) == 1:
                continue
        start, end = (minute(end) for end in hours.split("-"))
        apart = subject[:1] in (["date"], ["relative"])
        named = [None] if apart else days(subject[0]) if subject else WEEK
        for day in named:
            wanted |= minutes(day, start, end)
    return wanted, dated


def stated(table):
    """Return minutes and dates of a table of windows."""
    found, dated = set(), set()
    for day, date, start, end in zip(
        table["day"], table["date"], table["start_minute"], table["end_minute"], strict=True
    ):
        if isinstance(date, str):
            dated.add(date)
        if start == start:
            found |= minutes(None if day != day else int(day), int(start), int(end))
    return found, dated
