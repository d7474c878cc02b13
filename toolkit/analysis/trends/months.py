"""What may leave of a trend: months, and of a model only what tells no hidden month."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.analysis.trends.interruption import Interruption
from toolkit.counting.periods import first_days, period_labels
from toolkit.counting.series import CountSeries
from toolkit.disclosure import SafeTable, release
from toolkit.errors import OptionError
from toolkit.schema import SUPPORT, grouping_columns

MODEL = ("expected", "without_event", "without_low", "without_high")
_FITTED = {"low": "without_low", "high": "without_high"}
_KEPT = ("coverage", "changed", "collection")
# days are left behind: inferred ones are those of the first and last ad
_BEHIND = ("period", "starts", "days", "days_collected", "complete")
_DATES = ("at", "at_low", "at_high", "first", "last")
_WEEK = 7


def counts_by_month(series: CountSeries) -> pd.DataFrame:
    """Return a series counted by month as a table that can be released.

    It does not add weeks up: an advertiser of two weeks would count twice.

    Parameters
    ----------
    series : CountSeries
        From ``count_series`` with ``every="month"``.

    Returns
    -------
    pandas.DataFrame
        The groupings, ``month``, the support, ``coverage`` (``complete``, ``partial``, ``none``),
        ``changed``, ``collection`` and ``state``.

    Raises
    ------
    OptionError
        When it was counted by another period.

    Examples
    --------
    >>> months = pd.DataFrame({"period": ["2025-01"], "starts": pd.to_datetime(["2025-01-01"]),
    ...     "n_ads": [40], "days": [31], "days_collected": [30], "state": ["counted"]})
    >>> counts_by_month(CountSeries(months, months)).to_numpy().tolist()
    [['2025-01', 40, 'partial', 'counted']]
    """
    table = series.periods
    if not table["period"].str.fullmatch(r"\d{4}-\d{2}").all():
        raise OptionError(
            "series",
            value=str(table["period"].iloc[0]),
            rule="is counted by month",
            remedy='count with tk.count_series(…, every="month")',
        )
    names = [name for name in grouping_columns(table) if name not in _BEHIND]
    some = table["days_collected"].gt(0)
    whole = table["days_collected"].eq(table["days"])
    coverage = np.select([whole, some], ["complete", "partial"], "none")
    table = table.assign(coverage=pd.Series(coverage, index=table.index, dtype="str"))
    kept = [name for name in (*SUPPORT, "n_total", *_KEPT, "state") if name in table.columns]
    return table[[*names, "period", *kept]].rename(columns={"period": "month"})


def by_month(found: CountSeries | pd.DataFrame) -> pd.DataFrame:
    """Return a series, breaks or effects dated by month, as they may leave.

    It moves no number: a week becomes the month in which it begins.

    Parameters
    ----------
    found : CountSeries or pandas.DataFrame
        A series counted by month (see ``counts_by_month``), or what ``breaks`` returned, or the
        ``effects`` of ``interruption``.

    Returns
    -------
    pandas.DataFrame
        The same rows.

    Raises
    ------
    OptionError
        When a series was counted by another period.

    Examples
    --------
    >>> by_month(pd.DataFrame({"first": ["2025-W12"], "last": ["2025-W30"], "at": ["none"]}))
         first     last    at
    0  2025-03  2025-07  none
    """
    if isinstance(found, CountSeries):
        return counts_by_month(found)
    # the dates of a series tell its changes apart
    dated = found.drop(columns="number", errors="ignore")
    for name in (name for name in _DATES if name in found.columns):
        months = period_labels(first_days(found[name]), "month")
        dated[name] = months.where(found[name].ne("none"), "none")
    return dated


def release_before_and_after(
    found: Interruption, months: CountSeries, *, ledger: str | Path | None = None, corpus: str = ""
) -> SafeTable:
    """Return monthly counts beside what a model expects, with and without the event.

    Where a month of a series is hidden, nothing of the model leaves for that series: on each side
    of the event what a model expects adds up to what was counted, so that the rest would tell it.

    Parameters
    ----------
    found : Interruption
        Of ``interruption``, by week or month.
    months : CountSeries
        The same series counted by month.
    ledger, corpus
        As for ``release``.

    Returns
    -------
    SafeTable
        ``counts_by_month`` with ``expected``, ``without_event``, ``without_low`` and
        ``without_high``: the daily mean of what is expected times the days collected. The limits
        are sums of weekly ones, wider than those of a month.

    Raises
    ------
    DisclosureError
        As for ``release``.

    Examples
    --------
    >>> release_before_and_after.__name__
    'release_before_and_after'
    """
    counts = counts_by_month(months)
    names = [name for name in grouping_columns(counts) if name != "month"]
    table = counts.merge(_fitted_months(found.fitted, names), how="left", on=[*names, "month"])
    collected = months.periods["days_collected"].to_numpy(dtype="float64")
    for name in MODEL:
        table[name] *= collected
    return release_with_model(table, MODEL, ledger=ledger, corpus=corpus)


def release_with_model(
    table: pd.DataFrame,
    model: Sequence[str],
    *,
    ledger: str | Path | None = None,
    corpus: str = "",
) -> SafeTable:
    """Return monthly counts beside what a model makes of them, for series without hidden month.

    Parameters
    ----------
    table : pandas.DataFrame
        ``counts_by_month``, and the numbers of the model.
    model : sequence of str
        Columns from which a hidden month could be found.
    ledger, corpus
        As for ``release``.

    Returns
    -------
    SafeTable
        Nothing of the model for a series of which a month is hidden.

    Raises
    ------
    DisclosureError
        As for ``release``.

    Examples
    --------
    >>> months = pd.DataFrame({"month": ["2025-01", "2025-02"], "n_ads": [40, 50], "expected": 9})
    >>> release_with_model(months, ["expected"]).to_frame()["expected"].tolist()
    [9.0, 9.0]
    """
    table = table.astype(dict.fromkeys(model, "float64"))
    names = [name for name in grouping_columns(table) if name != "month"]
    safe = release(table.drop(columns=list(model)), ledger=ledger, corpus=corpus)
    while True:
        frame = safe.to_frame()
        hidden = frame["state"].eq("suppressed").to_numpy(dtype=bool)
        gone = hidden
        if names:
            keys = frame[names].apply(tuple, axis=1)
            gone = keys.isin(set(keys[hidden])).to_numpy(dtype=bool)
        elif hidden.any():
            gone = np.ones(len(frame), dtype=bool)
        told = table[list(model)].notna().any(axis=1).to_numpy(dtype=bool)
        if set(model) <= set(frame.columns) and not (told & gone).any():
            return safe
        table.loc[gone, list(model)] = np.nan
        safe = release(table, ledger=ledger, corpus=corpus)


def _fitted_months(fitted: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return the daily mean of what is expected in each month."""
    weekly = fitted["period"].str.contains("-W")
    ends = fitted["starts"] + pd.offsets.MonthBegin(1)
    days = (ends - fitted["starts"]).dt.days.where(~weekly, _WEEK)
    rows = fitted.rename(columns=_FITTED)
    for name in MODEL:
        rows[name] = rows[name].astype("float64") / days
    daily = rows.loc[rows.index.repeat(days)]
    place = daily.groupby(level=0).cumcount()
    daily = daily.assign(
        month=period_labels(daily["starts"] + pd.to_timedelta(place, "D"), "month")
    )
    return daily.groupby([*names, "month"], as_index=False)[list(MODEL)].mean()
