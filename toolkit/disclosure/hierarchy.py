"""Which groupings are parts of others: months of quarters, départements of regions."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd

from toolkit.disclosure.rules import load_rules

_PERIOD = r"\d{4}-\d{2}"
_QUARTER = r"\d{4}-Q[1-4]"
# an ad may be in several of these cells, so that all of them add up to nothing
_SEVERAL = ("hour_band", "weekday", "indicator", "family", "missing")
_Labels = Callable[[pd.Series], pd.Series]


@cache
def _regions() -> dict[str, str]:
    """Return the region of each département."""
    from toolkit.territory.codes import departements

    table = departements()
    return dict(zip(table["code"], table["region"], strict=True))


def _quarters(months: pd.Series) -> pd.Series:
    """Return the quarter of each month; other labels stay alone."""
    known = months.str.fullmatch(_PERIOD)
    number = (months.where(known).str[5:7].astype("Float64") + 2) // 3
    quarters = months.str[:4] + "-Q" + number.astype("Int64").astype("str")
    return months.where(~known, quarters)


def _years(quarters: pd.Series) -> pd.Series:
    """Return the year of each quarter; other labels stay alone."""
    return quarters.where(~quarters.str.fullmatch(_QUARTER), quarters.str[:4])


def _departements(communes: pd.Series) -> pd.Series:
    """Return the département of each commune; other labels stay alone."""
    known = communes.str.fullmatch(r"\d[\dAB]\d{3}")
    size = communes.str.startswith(("97", "98")).map({True: 3, False: 2})
    codes = [code[:n] for code, n in zip(communes, size, strict=True)]
    return communes.where(~known, pd.Series(codes, index=communes.index, dtype="str"))


def _of_departements(codes: pd.Series) -> pd.Series:
    """Return the region of each département; other labels stay alone."""
    return codes.map(_regions()).where(codes.isin(_regions()), codes).astype("str")


def _families(indicators: pd.Series) -> pd.Series:
    """Return the family of each indicator.

    An ad may have several indicators of one family: their sum is only the most the family can
    have. It is protected as if it were the family's own number.
    """
    return indicators.str.partition(".")[0].astype("str")


# grouping to the next coarser one
_COARSER: dict[str, tuple[str, _Labels]] = {
    "month": ("quarter", _quarters),
    "quarter": ("year", _years),
    "commune": ("departement", _departements),
    "departement": ("region", _of_departements),
    "indicator": ("family", _families),
}
AXES = {
    **dict.fromkeys(("month", "quarter", "year"), "time"),
    **dict.fromkeys(("commune", "departement", "region"), "place"),
    **dict.fromkeys(("indicator", "family"), "wording"),
}


def adds_up(name: str) -> bool:
    """Tell whether all cells of a grouping add up to all ads.

    Parameters
    ----------
    name : str
        A grouping.

    Returns
    -------
    bool
        Not where an ad may be in several: hours, days of the week, indicators, gaps, words.

    Examples
    --------
    >>> adds_up("month"), adds_up("hour_band"), adds_up("term")
    (True, False, False)
    """
    return name not in _SEVERAL and name not in load_rules().term_groupings


def coarser_levels(name: str, labels: pd.Series) -> list[tuple[str, pd.Series]]:
    """Return a grouping and all that it is a part of, from fine to coarse.

    It does not say which of them a table holds.

    Parameters
    ----------
    name : str
        A grouping.
    labels : pandas.Series
        Its labels, as text.

    Returns
    -------
    list of tuple
        Names of groupings with the label of each row.

    Examples
    --------
    >>> levels = coarser_levels("month", pd.Series(["2025-02", "unknown"], dtype="str"))
    >>> [(name, labels.tolist()) for name, labels in levels]  # doctest: +NORMALIZE_WHITESPACE
    [('month', ['2025-02', 'unknown']), ('quarter', ['2025-Q1', 'unknown']),
     ('year', ['2025', 'unknown'])]
    """
    found = [(name, labels)]
    while found[-1][0] in _COARSER:
        above, label = _COARSER[found[-1][0]]
        found.append((above, label(found[-1][1])))
    return found
