"""Bring a table of counts made elsewhere into the contract of this toolkit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from toolkit.counting.groupings import sort_cells
from toolkit.counting.periods import PERIODS, UNKNOWN, complete_periods, period_labels
from toolkit.errors import OptionError, TableError
from toolkit.schema import COUNTS, SUPPORT, check


def as_counts(
    table: pd.DataFrame, *, by: Mapping[str, str] | Sequence[str], n_ads: str
) -> pd.DataFrame:
    """Turn a foreign table of counts into counts.

    It does not add rows up and does not guess who posted: advertisers and texts stay unknown, so
    ``release`` asks for more ads per cell. A month, quarter or year that a group lacks between the
    first and the last of the table is ``not_collected``, never zero.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per cell.
    by : mapping of str to str, or sequence of str
        The grouping columns; as a mapping, column of ``table`` to name in the result. A column that
        becomes ``month``, ``quarter`` or ``year`` is read as dates.
    n_ads : str
        The column that holds the number of ads.

    Returns
    -------
    pandas.DataFrame
        See ``schema.COUNTS``, sorted, with ``state``.

    Raises
    ------
    OptionError
        When no grouping is named, or two get the same name.
    TableError
        When a column is missing, a count is negative or not whole, a date cannot be read, or a cell
        comes twice.

    Examples
    --------
    >>> table = pd.DataFrame({"area": ["x", "x"], "day": ["2013-08-01", "2013-10-01"], "n": [5, 7]})
    >>> counts = as_counts(table, by={"area": "region", "day": "month"}, n_ads="n")
    >>> counts[["region", "month", "n_ads", "state"]]
      region    month  n_ads          state
    0      x  2013-08      5        counted
    1      x  2013-09   <NA>  not_collected
    2      x  2013-10      7        counted
    """
    names = _names(by)
    missing = [name for name in (*names, n_ads) if name not in table.columns]
    if missing:
        raise _refusal(f"missing columns {', '.join(missing)}", "name columns of the table")
    cells = pd.DataFrame({new: _labels(table[old], new) for old, new in names.items()}).reset_index(
        drop=True
    )
    columns = list(cells.columns)
    cells["n_ads"] = pd.Series(_whole_numbers(table[n_ads]), dtype="Int64")
    if cells.duplicated(columns).any():
        raise _refusal("a cell comes twice", "name all grouping columns in by")
    full = complete_periods(cells, columns)
    full["state"] = full["n_ads"].notna().map({True: "counted", False: "not_collected"})
    for name in SUPPORT[1:]:
        kind = "Float64" if name.endswith("share") else "Int64"
        full[name] = pd.Series(pd.NA, index=full.index, dtype=kind)
    full["state"] = full["state"].astype("str")
    return check(sort_cells(full[[*columns, *SUPPORT, "state"]], columns), COUNTS)


def _names(by: Mapping[str, str] | Sequence[str]) -> dict[str, str]:
    """Return column to new name, refusing nothing at all and names given twice."""
    listed = isinstance(by, Sequence) and not isinstance(by, str)
    names = dict(by) if isinstance(by, Mapping) else {n: n for n in by} if listed else {}
    known = {column.name for column in COUNTS.columns} & set(names.values())
    if not names or len(set(names.values())) < len(names) or known:
        raise OptionError(
            "by",
            value=by,
            rule="must name at least one column, each under its own name, none of the counts",
            remedy='write for example by={"area": "region"}',
        )
    return names


def _labels(column: pd.Series, name: str) -> pd.Series:
    """Return a grouping column as text, periods as ISO text."""
    if name not in PERIODS:
        return column.astype("str").fillna(UNKNOWN)
    text = column.astype("str")
    # a quarter has no date of its own: its first day stands for it
    dates = pd.to_datetime(
        pd.PeriodIndex(text.dropna().str.replace("-Q", "Q"), freq="Q").to_timestamp()
        if name == "quarter" and text.dropna().str.contains("Q").all()
        else pd.Series(pd.to_datetime(text.dropna(), errors="coerce", format="ISO8601"))
    )
    moments = pd.Series(np.asarray(dates), index=text.dropna().index).reindex(text.index)
    if (moments.isna() & text.notna()).any():
        raise _refusal(f"column for {name!r} holds a value that is no date", "write ISO dates")
    return period_labels(moments, name)


def _whole_numbers(column: pd.Series) -> np.ndarray:
    """Return the counts as whole numbers from zero up."""
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype="float64", na_value=np.nan)
    if not np.isfinite(numbers).all() or (numbers < 0).any() or (numbers % 1 != 0).any():
        raise _refusal(
            "the counts must be whole numbers from 0 up", "leave out rows without a count"
        )
    return numbers.astype("int64")


def _refusal(rule: str, remedy: str) -> TableError:
    """Return the error of a foreign table."""
    return TableError("table of counts", rule=rule, remedy=remedy)
