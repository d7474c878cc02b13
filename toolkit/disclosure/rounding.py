"""Round what is shown, so that no number is exact."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.disclosure.rules import Rules
from toolkit.disclosure.statistic_names import rate_of
from toolkit.disclosure.suppression import Numbers, numbers_of
from toolkit.errors import OptionError

COUNTED = ("n_ads", "n_advertisers", "n_templates", "n_total", "n_total_advertisers")
_ESTIMATES = ("estimate", "low", "high")
_SMALLEST, _LARGEST = 2, 1_000


def check_base(base: int | None) -> int | None:
    """Return a base of rounding that may be used.

    Parameters
    ----------
    base : int, optional
        2 to 1,000.

    Returns
    -------
    int, optional
        The same.

    Raises
    ------
    OptionError
        For anything else.

    Examples
    --------
    >>> check_base(5)
    5
    """
    whole = isinstance(base, int) and not isinstance(base, bool)
    if base is None or (whole and _SMALLEST <= base <= _LARGEST):
        return base
    raise OptionError(
        "round_to",
        value=base,
        rule=f"must be a whole number from {_SMALLEST} to {_LARGEST}",
        remedy="write round_to=5, or leave it out",
    )


def rounded(frame: pd.DataFrame, base: int, rules: Rules) -> pd.DataFrame:
    """Return a table whose counts are multiples of a base, and whose shares are whole percents.

    Zero stays zero, and nothing is rounded below the threshold of publication. Rounded numbers
    need not add up. Rates are those of rounded counts, with limits rounded outwards to such counts.
    Other estimates, such as means, are left as they are.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics, hidden numbers already gone.
    base : int
        The base.
    rules : Rules
        The thresholds.

    Returns
    -------
    pandas.DataFrame
        A copy.

    Examples
    --------
    >>> rounded(pd.DataFrame({"n_ads": [11, 12, 13, 0, 48]}), 5, Rules())["n_ads"].tolist()
    [15, 15, 15, 0, 50]
    """
    out = frame.copy()
    for name in (column for column in COUNTED if column in frame.columns):
        out[name] = _to_base(numbers_of(frame, name), base, rules)
        out[name] = out[name].astype("Float64").astype("Int64")
    kinds = frame.get("statistic", pd.Series("", index=frame.index))
    for name in (column for column in _ESTIMATES if column in frame.columns):
        values = numbers_of(frame, name)
        near = np.where(kinds.eq("count"), _to_base(values, base, rules), values)
        out[name] = np.where(kinds.eq("share"), np.round(near, 2), near)
    return _rounded_rates(frame, out, base, rules)


def _rounded_rates(frame: pd.DataFrame, out: pd.DataFrame, base: int, rules: Rules) -> pd.DataFrame:
    """Return rounded counts whose rates tell no more than they do: inhabitants are known to all."""
    rate = rate_of(frame)
    if rate is None or "population" not in frame.columns:
        return out
    scale = numbers_of(frame, "population") / rate[1]
    steps = {"low": np.floor, "high": np.ceil}
    for name in (column for column in _ESTIMATES if column in frame.columns):
        events = numbers_of(frame, name) * scale
        if name in steps:
            # what is whole but for an error of rounding stays as it is
            whole = steps[name](np.round(events / base, 9)) * base
        else:
            whole = _to_base(np.round(events, 6), base, rules)
        out[name] = whole / scale
    return out


def _to_base(values: Numbers, base: int, rules: Rules) -> Numbers:
    """Return the nearest multiples of a base, positive numbers never below the threshold."""
    least = -(-rules.k_advertisers // base) * base
    return np.where(values > 0, np.maximum(np.round(values / base) * base, least), values)
