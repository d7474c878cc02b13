"""Counts in time, with what each rests on and on how many days it was collected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from toolkit.counting.collecting import collection_coverage
from toolkit.counting.counts import count, fill_cells, measure_cells
from toolkit.counting.groupings import ads_in_cells
from toolkit.counting.periods import PERIODS, UNKNOWN, first_days
from toolkit.errors import OptionError

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated


class CountSeries(NamedTuple):
    """Counts in time: one row per series and period, and one row per series.

    ``periods``: the groupings, ``period``, ``starts``, the support columns of counts, ``days``,
    ``days_collected``, ``complete`` (every day collected), ``changed`` (other platforms than in the
    period before), ``collection`` (``given`` or ``inferred``) and ``state``. ``support``:
    ``schema.COUNTS`` of each series as a whole.
    """

    periods: pd.DataFrame
    support: pd.DataFrame


def count_series(
    annotated: Annotated,
    *,
    by: Sequence[str] = (),
    every: str = "week",
    indicator: str | None = None,
    collected: pd.DataFrame | None = None,
) -> CountSeries:
    """Count ads, advertisers and texts by week or another period, with the days collected.

    It draws and estimates nothing. A period is zero only where it was collected; the first and the
    last one are seldom whole. Weeks are for calculation: what leaves is by month.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    by : sequence of str
        Groupings other than periods; none for one series of the whole corpus.
    every : str
        ``week``, ``month``, ``quarter`` or ``year``.
    indicator : str, optional
        Count only ads in which it is asserted; ``n_total`` then holds those in which it could be.
    collected : pandas.DataFrame, optional
        As ``given`` of ``collection_coverage``.

    Returns
    -------
    CountSeries
        ``periods`` and ``support``.

    Raises
    ------
    OptionError
        When a grouping or the period is unknown.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> days = pd.date_range("2024-12-30", "2025-01-12").repeat(3)
    >>> corpus = pd.DataFrame({"ad_id": [str(n) for n in range(42)], "platform": "p",
    ...     "posted_at": days, "language": "fr", "advertiser": range(42), "template": range(42)})
    >>> found = count_series(SimpleNamespace(corpus=corpus))
    >>> found.periods[["period", "n_ads", "complete"]]
         period  n_ads  complete
    0  2025-W01     21      True
    1  2025-W02     21      True
    """
    if every not in PERIODS or set(by) & set(PERIODS):
        raise OptionError(
            "every, by",
            value=(every, list(by)),
            rule=f"every is one of {', '.join(PERIODS)}, and by names no period",
            remedy='write for example every="month", by=["platform"]',
        )
    names = list(by)
    days = _days(collection_coverage(annotated, every=every, given=collected), names)
    cells = count(annotated, by=[*names, every], indicator=indicator)
    support = _support(annotated, names, indicator)
    if indicator is not None and "indicator" not in names:
        cells = cells.drop(columns="indicator")
    cells = cells[cells[every].ne(UNKNOWN)].rename(columns={every: "period"})
    shared = [name for name in names if name == "platform"]
    grid = support[names].merge(days, on=shared) if shared else _crossed(support[names], days)
    # ads dated before the collection began were seen later: they stay, in periods not collected
    full = grid.merge(cells, on=[*names, "period"], how="outer")
    full["starts"] = first_days(full["period"])
    full = full.sort_values([*names, "starts"], ignore_index=True)
    for name in ("complete", "changed"):
        full[name] = full[name].eq(True).astype("bool")
    full["days_collected"] = full["days_collected"].fillna(0).astype("int64")
    full["collection"] = full["collection"].fillna("inferred").astype("str")
    empty = full["n_ads"].fillna(0).eq(0)
    unread = full["state"].eq("not_measured")
    absent = empty & full["days_collected"].eq(0)
    full["state"] = full["state"].where(unread, "counted").mask(absent, "not_collected")
    full = fill_cells(full, known=bool(support["n_advertisers"].notna().any()))
    front = [*names, "period", "starts"]
    rest = [name for name in full.columns if name not in front]
    return CountSeries(full[[*front, *rest]], support)


def _support(annotated: Annotated, by: list[str], indicator: str | None) -> pd.DataFrame:
    """Return what each series rests on as a whole."""
    if by or indicator is not None:
        names = by or ["indicator"]
        found = count(annotated, by=names, indicator=indicator)
        return found if "indicator" in by else found.drop(columns="indicator", errors="ignore")
    ads = ads_in_cells(annotated, ["platform"]).assign(_whole="whole")
    whole = measure_cells(ads, ["_whole"]).drop(columns="_whole").assign(state="counted")
    return fill_cells(whole, known=bool(ads["_advertiser"].notna().any()))


def _crossed(series: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Return every period of every series."""
    return series.merge(days, how="cross") if len(series.columns) else days


def _days(coverage: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return days, days collected and changes of each period, of each platform or of all."""
    whole = coverage["coverage"].eq("complete")
    table = coverage.assign(whole=whole, collection=coverage["source"])
    shown = ["period", "days", "days_collected", "complete", "changed", "collection"]
    if "platform" in by:
        before = table.groupby("platform")["whole"].shift()
        table["changed"] = before.notna() & before.ne(table["whole"])
        table["complete"] = table["whole"]
        return table[["platform", *shown]]
    parts = table.groupby(["period", "starts"], as_index=False).agg(
        days=("days", "first"),
        days_collected=("days_collected", "max"),
        complete=("whole", "any"),
        # one that is inferred makes the whole so
        collection=("collection", "max"),
    )
    sets = table[table["whole"]].groupby("period")["platform"].agg(lambda names: str(sorted(names)))
    present = parts["period"].map(sets).fillna("")
    parts["changed"] = present.ne(present.shift()) & present.shift().notna()
    return parts[shown]
