"""On which days each platform was collected: given by the study, or inferred from its ads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.counting.periods import PERIODS, UNKNOWN, first_days, labels_between, period_labels
from toolkit.errors import OptionError, TableError

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated

_COLUMNS = ("platform", "first_day", "last_day")
# a run of empty days that chance would bring once in a hundred collections
_CHANCE = 0.01
_DAY = pd.Timedelta(days=1)


def collection_coverage(
    annotated: Annotated, *, every: str = "month", given: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Tell how many days of each period each platform was collected.

    A trend without it may be a trend of the collection. Inferred coverage knows only ads: it runs
    from the first to the last one of a platform, less the runs of empty days that are too long for
    chance, and cannot see a collection that found nothing, nor one that missed half of a day.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    every : str
        ``week``, ``month``, ``quarter`` or ``year``.
    given : pandas.DataFrame, optional
        What the study knows: ``platform``, ``first_day``, ``last_day`` (dates, both collected), one
        row per stretch. Platforms that it does not name are inferred.

    Returns
    -------
    pandas.DataFrame
        ``platform``, ``period``, ``starts``, ``days``, ``days_collected``, ``coverage``
        (``complete``, ``partial``, ``none``) and ``source`` (``given``, ``inferred``), for every
        period from the first collected to the last.

    Raises
    ------
    OptionError
        When the period is unknown.
    TableError
        When the given days cannot be read.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> days = pd.date_range("2025-01-01", "2025-02-14").repeat(3)
    >>> corpus = pd.DataFrame({"platform": "p", "posted_at": days})
    >>> collection_coverage(SimpleNamespace(corpus=corpus))[["period", "coverage"]]
        period  coverage
    0  2025-01  complete
    1  2025-02   partial
    """
    if every not in PERIODS:
        raise OptionError(
            "every", value=every, rule=f"is one of {', '.join(PERIODS)}", remedy="write 'month'"
        )
    stretches = _stretches(annotated.corpus, given)
    if stretches.empty:
        raise TableError(
            "corpus",
            rule="has no dated ad, so that nothing tells when it was collected",
            remedy="read the dates of the ads, or give the days of collection",
        )
    first, last = stretches["first_day"].min(), stretches["last_day"].max()
    start, end = period_labels(pd.Series([first, last]), every)
    labels = pd.Series(labels_between(start, end, every), dtype="str")
    starts = first_days(labels)
    ends = starts.shift(-1).fillna(_next(labels.iloc[-1], every)) - _DAY
    grid = pd.DataFrame({"period": labels, "starts": starts, "days": (ends - starts).dt.days + 1})
    names = stretches[["platform", "source"]].drop_duplicates()
    table = names.merge(grid, how="cross")
    table["days_collected"] = _days_inside(table, stretches)
    whole = table["days_collected"].eq(table["days"])
    some = table["days_collected"].gt(0)
    table["coverage"] = np.select([whole, some], ["complete", "partial"], "none")
    columns = ["platform", "period", "starts", "days", "days_collected", "coverage", "source"]
    return table[columns].astype({"coverage": "str"})


def _next(label: str, every: str) -> pd.Timestamp:
    """Return the first day after a period."""
    start = first_days(pd.Series([label], dtype="str")).iloc[0]
    return pd.Period(start, freq=PERIODS[every]).end_time.normalize() + _DAY


def _days_inside(table: pd.DataFrame, stretches: pd.DataFrame) -> pd.Series:
    """Return the days of each row that the stretches of its platform hold."""
    rows = table[["platform", "starts", "days"]].reset_index().merge(stretches, on="platform")
    ends = rows["starts"] + pd.to_timedelta(rows["days"] - 1, unit="D")
    first = rows["starts"].where(rows["starts"] > rows["first_day"], rows["first_day"])
    last = ends.where(ends < rows["last_day"], rows["last_day"])
    shared = ((last - first).dt.days + 1).clip(lower=0)
    return shared.groupby(rows["index"]).sum().reindex(table.index, fill_value=0).astype("int64")


def _stretches(corpus: pd.DataFrame, given: pd.DataFrame | None) -> pd.DataFrame:
    """Return stretches of collection that do not overlap, and where they are known from."""
    named = _read_given(given).assign(source="given")
    posted = pd.DataFrame(
        {
            "platform": corpus["platform"].astype("str").fillna(UNKNOWN),
            "day": pd.to_datetime(corpus["posted_at"]).dt.normalize(),
        }
    ).dropna()
    posted = posted[~posted["platform"].isin(named["platform"])]
    parts = [_inferred(str(name), part["day"]) for name, part in posted.groupby("platform")]
    tables = [table for table in (named, *parts) if len(table)]
    if not tables:
        return named
    return pd.concat(tables, ignore_index=True).sort_values(["platform", "first_day"])


def _read_given(given: pd.DataFrame | None) -> pd.DataFrame:
    """Return the given stretches, joined where they overlap or touch."""
    if given is None:
        return pd.DataFrame(columns=_COLUMNS)
    absent = [name for name in _COLUMNS if name not in given.columns]
    if absent:
        raise TableError(
            "given",
            value=absent,
            rule=f"has the columns {', '.join(_COLUMNS)}",
            remedy="write one row per stretch of days on which a platform was collected",
        )
    table = given[list(_COLUMNS)].astype({"platform": "str"})
    for name in _COLUMNS[1:]:
        table[name] = pd.to_datetime(table[name], errors="coerce").dt.normalize()
    wrong = table.isna().any(axis=1) | table["first_day"].gt(table["last_day"])
    if wrong.any():
        raise TableError(
            "given",
            value=f"row {int(wrong.to_numpy().argmax()) + 1}",
            rule="has a first day that is not after the last day, both dates",
            remedy="write dates as 2025-03-31",
        )
    table = table.sort_values(["platform", "first_day"])
    reached = table.groupby("platform")["last_day"].cummax().groupby(table["platform"]).shift()
    apart = (reached.isna() | table["first_day"].gt(reached + _DAY)).cumsum()
    joined = table.groupby(["platform", apart.rename("stretch")])
    return joined.agg(first_day=("first_day", "min"), last_day=("last_day", "max")).reset_index()[
        list(_COLUMNS)
    ]


def _inferred(platform: str, days: pd.Series) -> pd.DataFrame:
    """Return the stretches between runs of empty days that are too long for chance."""
    seen = np.sort(days.unique())
    ahead = (seen[1:] - seen[:-1]) / np.timedelta64(1, "D")
    # the longest hundredth may hold the very gaps that are looked for
    usual = ahead[ahead <= np.quantile(ahead, 0.99)].mean() if len(ahead) else 1.0
    chance = np.log(_CHANCE / max(len(ahead), 1))
    longest = chance / np.log(1 - 1 / usual) if usual > 1 else 1.0
    breaks = np.flatnonzero(ahead > max(longest, 2.0) + 1)
    firsts = np.concatenate([seen[:1], seen[breaks + 1]])
    lasts = np.concatenate([seen[breaks], seen[-1:]])
    return pd.DataFrame(
        {"platform": platform, "first_day": firsts, "last_day": lasts, "source": "inferred"}
    )
