"""Find the days and hours that texts state."""

from __future__ import annotations

import pandas as pd

from toolkit.availability.clocks import prepare, read_hours
from toolkit.availability.combining import Row, gather, write
from toolkit.availability.dates import read_dates
from toolkit.availability.plain import plain_texts
from toolkit.availability.tokens import cut
from toolkit.availability.week import drop_links, read_days
from toolkit.text.opaque import as_texts

COLUMNS = ["row", "day", "date", "start_minute", "end_minute", "always_open"]


# days, parts of the day, hours, dates: without one of them nothing is said
_SAID = frozenset("DdGgwPpHZYRrAa")


def read_windows(plain: str) -> list[Row]:
    """Return the windows of one plain text, without its row number."""
    sentence = cut(plain)
    if not sentence.letters:
        return []
    drop_links(sentence)
    prepare(sentence)
    read_dates(sentence)
    read_hours(sentence)
    if not _SAID.intersection(sentence.letters):
        return []
    read_days(sentence)
    return write(gather(sentence))


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
    plain = plain_texts(as_texts(texts))
    rows = [(n, *row) for n, text in enumerate(plain) for row in read_windows(text)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    whole = dict.fromkeys(("day", "start_minute", "end_minute"), "float64")
    return table.astype({"row": "int64", **whole, "date": "str", "always_open": "bool"})
