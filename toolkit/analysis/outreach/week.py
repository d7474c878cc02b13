"""The days and hour bands of a week, and which of them the hours stated in an ad cover."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.errors import OptionError

MINUTES_IN_A_DAY, DAYS_IN_A_WEEK, HOURS_IN_A_DAY = 1440, 7, 24
FINEST_HOURS = 3
EVERY_DAY = tuple((day,) for day in range(1, DAYS_IN_A_WEEK + 1))
WEEK_AND_WEEKEND = ((1, 2, 3, 4, 5), (6, 7))
_PIECES_AT_ONCE = 50_000


@dataclass(frozen=True)
class OutreachBands:
    """The cells of a week: rows of days, columns of hours, and when stated hours cover one.

    A cell is covered when the hours of an ad fill at least ``overlap`` of it: with a half, someone
    who comes at any moment of the band is more likely than not to come at a stated hour, and hours
    that only touch a band (until 18:30, in a band from 18:00) do not count for it. In a row of
    several days one of them is enough. No band is shorter than three hours.

    Parameters
    ----------
    edges : tuple of int
        Hours at which bands start and end, 0 to 24: ``(18, 21, 24)`` looks at evenings only.
    days : tuple of tuple of int
        ISO days of each row; no day is in two rows.
    overlap : float
        Above 0, to 1.
    always_open : bool
        Count advertisers who say that they are always open too: they are in every cell.

    Raises
    ------
    OptionError
        When they make no week.

    Examples
    --------
    >>> OutreachBands(edges=(18, 21, 24), days=((1, 2, 3, 4, 5), (6, 7))).cells()[:2]
    [('1-5', '18h-21h'), ('1-5', '21h-24h')]
    """

    edges: tuple[int, ...] = tuple(range(0, HOURS_IN_A_DAY + 1, FINEST_HOURS))
    days: tuple[tuple[int, ...], ...] = EVERY_DAY
    overlap: float = 0.5
    always_open: bool = False

    def __post_init__(self) -> None:
        """Refuse what makes no week."""
        if not _are_edges(self.edges):
            raise OptionError(
                "edges",
                value=self.edges,
                rule=f"must be whole hours from 0 to 24 in order, {FINEST_HOURS} or more apart: "
                "shorter bands could point at one person",
                remedy="write for example edges=(9, 12, 18, 24)",
            )
        named = [day for row in self.days for day in row]
        if not named or len(set(named)) < len(named) or not set(named) <= set(range(1, 8)):
            raise OptionError(
                "days",
                value=self.days,
                rule="must be groups of ISO days 1 to 7, no day twice",
                remedy="write for example days=((1, 2, 3, 4, 5), (6, 7))",
            )
        if not 0 < self.overlap <= 1:
            raise OptionError(
                "overlap", value=self.overlap, rule="must be above 0, to 1", remedy="write 0.5"
            )

    def cells(self) -> list[tuple[str, str]]:
        """Return the labels of all cells, day after day.

        Returns
        -------
        list of tuple of str
            Weekday and hour band.
        """
        bands = [f"{a:02d}h-{b:02d}h" for a, b in itertools.pairwise(self.edges)]
        return [(row_label(row), band) for row in self.days for band in bands]


def _are_edges(edges: object) -> bool:
    """Tell whether these are hours that make bands."""
    if not isinstance(edges, tuple) or len(edges) < 2:
        return False
    whole = all(isinstance(hour, int) and not isinstance(hour, bool) for hour in edges)
    return (
        whole
        and edges[0] >= 0
        and edges[-1] <= HOURS_IN_A_DAY
        and all(b - a >= FINEST_HOURS for a, b in itertools.pairwise(edges))
    )


def row_label(days: tuple[int, ...]) -> str:
    """Return the label of a row of days.

    It names no day in words: that is left to who prints it.

    Parameters
    ----------
    days : tuple of int
        ISO days.

    Returns
    -------
    str
        The label.

    Examples
    --------
    >>> row_label((1,)), row_label((1, 2, 3)), row_label((1, 6))
    ('1', '1-3', '1,6')
    """
    ordered = sorted(days)
    follow = len(ordered) > 1 and ordered[-1] - ordered[0] == len(ordered) - 1
    return f"{ordered[0]}-{ordered[-1]}" if follow else ",".join(map(str, ordered))


def is_weekly(windows: pd.DataFrame) -> pd.Series:
    """Tell which windows are of an ordinary week: on a day, and not always open.

    Parameters
    ----------
    windows : pandas.DataFrame
        See ``schema.WINDOWS``.

    Returns
    -------
    pandas.Series
        One boolean per window; never for dated and relative ones.

    Examples
    --------
    >>> is_weekly(pd.DataFrame({"day": [1, None], "always_open": [False, False]})).tolist()
    [True, False]
    """
    return windows["day"].notna() & ~windows["always_open"].astype(bool)


def is_whole_day(windows: pd.DataFrame) -> pd.Series:
    """Tell which windows last all day: a day was named and no hour, or all hours.

    Parameters
    ----------
    windows : pandas.DataFrame
        See ``schema.WINDOWS``.

    Returns
    -------
    pandas.Series
        One boolean per window.

    Examples
    --------
    >>> hours = {"start_minute": [0.0, 600.0], "end_minute": [1440.0, 900.0]}
    >>> is_whole_day(pd.DataFrame(hours)).tolist()
    [True, False]
    """
    start, end = _limits(windows)
    return pd.Series(end - start >= MINUTES_IN_A_DAY, index=windows.index)


def _limits(windows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return first and last minute from midnight of the day; an open end is the end of the day."""
    start = windows["start_minute"].to_numpy(dtype="float64", na_value=np.nan)
    end = windows["end_minute"].to_numpy(dtype="float64", na_value=np.nan)
    start, end = np.nan_to_num(start), np.where(np.isnan(end), MINUTES_IN_A_DAY, end)
    return start, np.where(end <= start, end + MINUTES_IN_A_DAY, end)


def covered_cells(windows: pd.DataFrame, bands: OutreachBands) -> pd.DataFrame:
    """Return the cells of the week that the hours of each ad cover, one row per ad and cell.

    Hours past midnight fall on the next day, those of Sunday on Monday; hours that an ad states
    twice count once. It leaves out dated and relative windows, and ads that are always open.

    Parameters
    ----------
    windows : pandas.DataFrame
        See ``schema.WINDOWS``, with ``ad_id``.
    bands : OutreachBands
        The cells.

    Returns
    -------
    pandas.DataFrame
        ``ad_id``, ``weekday``, ``hour_band``.

    Examples
    --------
    >>> friday = {"ad_id": ["a"], "day": [5], "start_minute": [1320], "end_minute": [120]}
    >>> windows = pd.DataFrame(friday).assign(always_open=False)
    >>> covered_cells(windows, OutreachBands())
      ad_id weekday hour_band
    0     a       5   21h-24h
    1     a       6   00h-03h
    """
    weekly = windows[is_weekly(windows)]
    codes, names = pd.factorize(weekly["ad_id"].astype("str"))
    pieces = _disjoint(codes, *_of_the_week(weekly))
    edges = np.array(bands.edges, dtype="float64") * 60
    # the row of each day; none for a day that is left out
    rows = {day: number for number, row in enumerate(bands.days) for day in row}
    days = np.array(sorted(rows))
    opens = ((days - 1) * MINUTES_IN_A_DAY)[:, None] + edges[:-1]
    wanted = bands.overlap * np.tile(np.diff(edges), len(days))
    closes = (opens + np.diff(edges)).ravel()
    filled = _filled(pieces, opens.ravel(), closes)
    enough = filled["minutes"].to_numpy() >= wanted[filled["place"].to_numpy()]
    places = filled["place"].to_numpy()[enough]
    number = np.array([rows[day] for day in days], dtype="int64")[places // (len(edges) - 1)]
    cell = number * (len(edges) - 1) + places % (len(edges) - 1)
    found = pd.DataFrame({"_ad": filled["_ad"].to_numpy()[enough], "_cell": cell})
    found = found.drop_duplicates().sort_values(["_ad", "_cell"], ignore_index=True)
    labels = pd.DataFrame(bands.cells(), columns=["weekday", "hour_band"], dtype="str")
    cells = labels.take(found["_cell"].to_numpy()).reset_index(drop=True)
    identifiers = pd.Series(np.asarray(names, dtype=object), dtype="str")
    cells.insert(0, "ad_id", identifiers.take(found["_ad"].to_numpy()).to_numpy())
    return cells


def _of_the_week(weekly: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return first and last minute of each window from Monday, midnight."""
    start, end = _limits(weekly)
    midnight = (weekly["day"].to_numpy(dtype="float64") - 1) * MINUTES_IN_A_DAY
    return midnight + start, midnight + end


def _disjoint(codes: np.ndarray, begin: np.ndarray, end: np.ndarray) -> pd.DataFrame:
    """Return the minutes of each ad as pieces that do not overlap, within one week."""
    week = DAYS_IN_A_WEEK * MINUTES_IN_A_DAY
    over = end > week
    pieces = pd.DataFrame(
        {
            "_ad": np.concatenate([codes, codes[over]]),
            "begin": np.concatenate([begin, np.maximum(begin[over], week) - week]),
            "end": np.concatenate([np.minimum(end, week), end[over] - week]),
        }
    ).sort_values(["_ad", "begin"], ignore_index=True)
    reached = pieces.groupby("_ad")["end"].cummax().groupby(pieces["_ad"]).shift().fillna(0.0)
    pieces["begin"] = np.maximum(pieces["begin"], reached)
    return pieces[pieces["end"] > pieces["begin"]]


def _filled(pieces: pd.DataFrame, opens: np.ndarray, closes: np.ndarray) -> pd.DataFrame:
    """Return how many minutes of each place of the week each ad fills, empty ones left out."""
    parts = [pd.DataFrame({"_ad": [], "place": [], "minutes": []}, dtype="int64")]
    for first in range(0, len(pieces), _PIECES_AT_ONCE):
        part = pieces.iloc[first : first + _PIECES_AT_ONCE]
        begin, end = part["begin"].to_numpy()[:, None], part["end"].to_numpy()[:, None]
        minutes = np.minimum(end, closes) - np.maximum(begin, opens)
        which, place = np.nonzero(minutes > 0)
        who = part["_ad"].to_numpy()[which]
        parts.append(pd.DataFrame({"_ad": who, "place": place, "minutes": minutes[which, place]}))
    return pd.concat(parts, ignore_index=True).groupby(["_ad", "place"], as_index=False).sum()
