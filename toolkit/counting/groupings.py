"""Which groupings exist, and the cell or cells that each ad falls in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.counting.periods import PERIODS, UNKNOWN, period_labels
from toolkit.errors import OptionError

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated

HOUR_BANDS = ("night", "morning", "afternoon", "evening")
_MINUTES_IN_A_BAND = 360
_MINUTES_IN_A_DAY = 1440
_PLAIN = ("platform", "language", "language_status", "departement", "commune")
GROUPINGS = (*_PLAIN, *PERIODS, "written_language", "hour_band", "indicator")


def check_groupings(by: Sequence[str]) -> list[str]:
    """Return the groupings as a list when each exists and none comes twice.

    It does not look at any data.

    Parameters
    ----------
    by : sequence of str
        Names of groupings.

    Returns
    -------
    list of str
        The same names.

    Raises
    ------
    OptionError
        When the list is empty or no list, or holds an unknown or a repeated name.

    Examples
    --------
    >>> check_groupings(["plateform"])
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: by: got 'plateform'; must be one of platform, language, \
language_status, departement, commune, week, month, quarter, year, written_language, \
hour_band, indicator. What to do: write 'platform'.
    """
    if isinstance(by, str) or not isinstance(by, Sequence) or not by or len(set(by)) < len(by):
        raise OptionError(
            "by",
            value=by,
            rule="must be a list of at least one grouping, each named once",
            remedy='write for example by=["platform", "month"]',
        )
    for name in by:
        if name not in GROUPINGS:
            raise OptionError(
                "by",
                value=name,
                rule=f"must be one of {', '.join(GROUPINGS)}",
                remedy=f"write {_closest(str(name))!r}",
            )
    return list(by)


def _closest(name: str) -> str:
    """Return the grouping whose name looks most like this one."""
    from rapidfuzz.process import extractOne

    return str(extractOne(name, GROUPINGS)[0])


def ads_in_cells(annotated: Annotated, by: list[str]) -> pd.DataFrame:
    """Return one row per ad and cell, without any text.

    It does not count. With ``hour_band`` an ad has a row per band it states.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    by : list of str
        Groupings other than ``indicator``.

    Returns
    -------
    pandas.DataFrame
        The columns of ``by`` as text, ``"unknown"`` where nothing is known, and ``_ad_id``,
        ``_language``, ``_advertiser``, ``_template`` and ``_unit``: the advertiser, else the text.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": ["a"], "language": ["fr"], "advertiser": [None],
    ...                        "template": [4], "platform": ["p"]})
    >>> ads_in_cells(SimpleNamespace(corpus=corpus), ["platform"])[["platform", "_unit"]]
      platform  _unit
    0        p      9
    """
    corpus = annotated.corpus.reset_index(drop=True)
    advertisers = corpus["advertiser"].astype("Int64")
    templates = corpus["template"].astype("Int64")
    ads = pd.DataFrame(
        {
            "_ad_id": corpus["ad_id"].astype("str"),
            "_language": corpus["language"].astype("str"),
            "_advertiser": advertisers,
            "_template": templates,
            # even numbers are advertisers, odd ones texts: the two never meet
            "_unit": (2 * advertisers).fillna(2 * templates + 1),
        }
    )
    for name in by:
        if name in PERIODS:
            ads[name] = period_labels(corpus["posted_at"], name)
        elif name in _PLAIN:
            ads[name] = corpus[name].astype("str").fillna(UNKNOWN)
        elif name == "written_language":
            # where the language is not sure, the reason stands in its place
            status = corpus["language_status"].astype("str").fillna(UNKNOWN)
            ads[name] = corpus["language"].astype("str").where(status.eq("sure"), status)
    if "hour_band" in by:
        bands = hour_bands(annotated.windows).rename(columns={"ad_id": "_ad_id"})
        ads = ads.merge(bands, on="_ad_id", how="left")
        ads["hour_band"] = ads["hour_band"].fillna(UNKNOWN)
    return ads


def hour_bands(windows: pd.DataFrame) -> pd.DataFrame:
    """Return the bands of the day that each ad states, one row per ad and band.

    It does not keep days or minutes: six hours is the finest grain there is. An open-ended window
    counts for the band of the one moment that is stated.

    Parameters
    ----------
    windows : pandas.DataFrame
        See ``schema.WINDOWS``, with ``ad_id``.

    Returns
    -------
    pandas.DataFrame
        ``ad_id``, ``hour_band``: night 0-6, morning 6-12, afternoon 12-18, evening 18-24.

    Examples
    --------
    >>> hour_bands(pd.DataFrame({"ad_id": ["a"], "start_minute": [1320], "end_minute": [120],
    ...                          "always_open": [False]}))
      ad_id hour_band
    0     a     night
    1     a   evening
    """
    start = windows["start_minute"].to_numpy(dtype="float64", na_value=np.nan)
    end = windows["end_minute"].to_numpy(dtype="float64", na_value=np.nan)
    start = np.where(np.isnan(start), end - 1, start)
    end = np.where(np.isnan(end), start + 1, end)
    end = np.where(end <= start, end + _MINUTES_IN_A_DAY, end)
    always = windows["always_open"].to_numpy(dtype=bool, na_value=False)
    identifiers = windows["ad_id"].astype("str")
    parts = []
    for number, name in enumerate(HOUR_BANDS):
        opens = number * _MINUTES_IN_A_BAND
        inside = always.copy()
        for shift in (0, _MINUTES_IN_A_DAY):
            inside |= (start < opens + shift + _MINUTES_IN_A_BAND) & (end > opens + shift)
        parts.append(pd.DataFrame({"ad_id": identifiers[inside], "hour_band": name}))
    return pd.concat(parts, ignore_index=True).astype("str").drop_duplicates(ignore_index=True)


def sort_cells(cells: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Sort cells by their groupings, the bands of the day in the order of the day.

    It changes no value.

    Parameters
    ----------
    cells : pandas.DataFrame
        One row per cell.
    by : list of str
        The grouping columns.

    Returns
    -------
    pandas.DataFrame
        The sorted rows, numbered anew.

    Examples
    --------
    >>> sort_cells(pd.DataFrame({"hour_band": ["evening", "night"]}), ["hour_band"])["hour_band"][0]
    'night'
    """
    ranks = {name: str(number) for number, name in enumerate(HOUR_BANDS)}

    def rank(column: pd.Series) -> pd.Series:
        """Return what a column is sorted by."""
        return column.replace(ranks) if column.name == "hour_band" else column

    return cells.sort_values(by, key=rank, ignore_index=True)
