"""Weeks, months, quarters and years as text, and the grid of periods a collection covers."""

from __future__ import annotations

import pandas as pd

PERIODS = {"week": "W", "month": "M", "quarter": "Q", "year": "Y"}
# a week is for calculation and never leaves
SHOWN_PERIODS = ("month", "quarter", "year")
UNKNOWN = "unknown"


def period_labels(dates: pd.Series, period: str) -> pd.Series:
    """Return the period of each date as text, ``"unknown"`` without a date.

    It does not complete anything: only the dates given are labelled.

    Parameters
    ----------
    dates : pandas.Series
        Dates (datetime64).
    period : str
        ``week``, ``month``, ``quarter`` or ``year``.

    Returns
    -------
    pandas.Series
        ``"2025-W07"`` (ISO), ``"2025-03"``, ``"2025-Q1"`` or ``"2025"``.

    Examples
    --------
    >>> period_labels(pd.Series(pd.to_datetime(["2025-03-02", None])), "quarter").tolist()
    ['2025-Q1', 'unknown']
    """
    moments = pd.to_datetime(dates)
    if period == "week":
        parts = moments.dt.isocalendar()
        labels = parts["year"].astype("str") + "-W" + parts["week"].astype("str").str.zfill(2)
    elif period == "quarter":
        labels = moments.dt.strftime("%Y-Q") + moments.dt.quarter.astype("Int64").astype("str")
    else:
        labels = moments.dt.strftime("%Y-%m" if period == "month" else "%Y")
    return labels.where(moments.notna(), UNKNOWN).astype("str")


def labels_between(first: str, last: str, period: str) -> list[str]:
    """Return every label from the first to the last, both kept.

    It does not accept ``"unknown"``.

    Parameters
    ----------
    first, last : str
        Labels made by ``period_labels``.
    period : str
        ``week``, ``month``, ``quarter`` or ``year``.

    Returns
    -------
    list of str
        The labels, in order.

    Examples
    --------
    >>> labels_between("2024-Q4", "2025-Q2", "quarter")
    ['2024-Q4', '2025-Q1', '2025-Q2']
    """
    start, stop = first_days(pd.Series([first, last], dtype="str"))
    found = pd.period_range(start, stop, freq=PERIODS[period])
    return period_labels(pd.Series(found.start_time), period).tolist()


def first_days(labels: pd.Series) -> pd.Series:
    """Return the first day of the period that each label names.

    It does not know whether the period was collected.

    Parameters
    ----------
    labels : pandas.Series
        Labels made by ``period_labels``, or days (``2025-03-02``).

    Returns
    -------
    pandas.Series
        Dates (datetime64); NaT for ``"unknown"`` and for what is no period.

    Examples
    --------
    >>> first_days(pd.Series(["2025-W01", "2025-Q2", "unknown"])).dt.strftime("%d/%m/%Y").tolist()
    ['30/12/2024', '01/04/2025', nan]
    """
    text = labels.astype("str")
    quarters = text.str.extract(r"^(\d{4})-Q([1-4])$")
    months = (quarters[1].astype("Int64") * 3 - 2).astype("str").str.zfill(2)
    days = text.where(quarters[0].isna(), quarters[0] + "-" + months)
    weeks = days.str.fullmatch(r"\d{4}-W\d{2}").fillna(False).astype(bool)
    found = pd.to_datetime(days.mask(weeks), format="ISO8601", errors="coerce")
    monday = pd.to_datetime(days.where(weeks) + "-1", format="%G-W%V-%u", errors="coerce")
    return found.fillna(monday)


def complete_periods(cells: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Add a row for each period between the first and the last where a group has none.

    It does not say what an added row means: its other columns are empty. A row without a date stays
    as it is. Without exactly one period among the groupings nothing is added.

    Parameters
    ----------
    cells : pandas.DataFrame
        One row per cell; the columns of ``by`` are text.
    by : list of str
        The grouping columns.

    Returns
    -------
    pandas.DataFrame
        The cells and the added rows.

    Examples
    --------
    >>> complete_periods(pd.DataFrame({"month": ["2025-01", "2025-03"], "n": [1, 2]}), ["month"])
         month    n
    0  2025-01  1.0
    1  2025-02  NaN
    2  2025-03  2.0
    """
    periods = [name for name in by if name in PERIODS]
    if len(periods) != 1:
        return cells
    period = periods[0]
    dated = cells[cells[period] != UNKNOWN]
    if dated.empty:
        return cells
    labels = labels_between(dated[period].min(), dated[period].max(), period)
    grid = pd.DataFrame({period: pd.Series(labels, dtype="str")})
    others = [name for name in by if name != period]
    if others:
        grid = dated[others].drop_duplicates().merge(grid, how="cross")
    return grid.merge(cells, on=by, how="outer")[list(cells.columns)]
