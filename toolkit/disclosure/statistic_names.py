"""What the estimates of a table are: shares, rates of ads by inhabitants, or something else."""

from __future__ import annotations

import re

import pandas as pd

_RATE = re.compile(r"(ads|advertisers|texts) per ([\d,]+) inhabitants")
# statistics that are written as percents
PERCENTS = frozenset({"share", "difference of shares", "gain"})
RATIOS = frozenset(
    {
        *(f"ratio of {unit} per inhabitant" for unit in ("ads", "advertisers", "texts")),
        *("break", "rate_ratio", "ratio_of_rate_ratios", "yearly_trend_ratio"),
        *("season", "count against expected"),
    }
)


def statistics_of(frame: pd.DataFrame) -> set[str]:
    """Return the statistics of a table.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics.

    Returns
    -------
    set of str
        Nothing for counts.

    Examples
    --------
    >>> statistics_of(pd.DataFrame({"statistic": ["share", "share"]}))
    {'share'}
    """
    return set(frame["statistic"].dropna()) if "statistic" in frame.columns else set()


def rate_of(frame: pd.DataFrame) -> tuple[str, int] | None:
    """Return what the rates of a table count, and by how many inhabitants.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics.

    Returns
    -------
    tuple, optional
        Nothing where a table holds no rates, or not only one kind of them.

    Examples
    --------
    >>> rate_of(pd.DataFrame({"statistic": ["ads per 100,000 inhabitants"]}))
    ('ads', 100000)
    """
    kinds = statistics_of(frame)
    found = _RATE.fullmatch(kinds.pop()) if len(kinds) == 1 else None
    return (found[1], int(found[2].replace(",", ""))) if found else None
