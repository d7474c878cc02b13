"""Which cells are too small to be shown, and which must be hidden with them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.disclosure.rules import Rules

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
POSSIBLE_MINORITY = "MIN."


def _column(frame: pd.DataFrame, name: str) -> Numbers:
    """Return a column as floats, NaN where it is missing or absent."""
    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    numbers: Numbers = np.asarray(
        frame[name].astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
    )
    return numbers


def thresholds(frame: pd.DataFrame, rules: Rules) -> Numbers:
    """Return how many advertisers each row needs.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics.
    rules : Rules
        The thresholds.

    Returns
    -------
    numpy.ndarray
        One number per row.

    Examples
    --------
    >>> thresholds(pd.DataFrame({"indicator": ["MIN.X", "CTL.X"]}), Rules()).tolist()
    [20.0, 11.0]
    """
    needed = np.full(len(frame), float(rules.k_advertisers))
    if "indicator" in frame.columns:
        minor = frame["indicator"].astype("str").str.startswith(POSSIBLE_MINORITY)
        needed[minor.to_numpy(dtype=bool)] = rules.k_possible_minority
    return needed


def support(frame: pd.DataFrame, rules: Rules) -> Numbers:
    """Return the support of each row as a multiple of what it needs: 1 is just enough.

    Advertisers decide where they are known, else distinct texts, else the number of ads.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics.
    rules : Rules
        The thresholds.

    Returns
    -------
    numpy.ndarray
        One number per row; NaN where nothing was counted.

    Examples
    --------
    >>> support(pd.DataFrame({"n_ads": [40], "n_advertisers": [22]}), Rules()).tolist()
    [2.0]
    """
    needed = thresholds(frame, rules)
    scale = needed / rules.k_advertisers
    ads = _column(frame, "n_ads") / (rules.min_ads_without_support * scale)
    texts = _column(frame, "n_templates") / (rules.k_templates * scale)
    advertisers = _column(frame, "n_advertisers") / needed
    chosen = np.where(np.isnan(advertisers), np.where(np.isnan(texts), ads, texts), advertisers)
    return np.where(np.isnan(_column(frame, "n_ads")), np.nan, chosen)


def is_counted(frame: pd.DataFrame) -> Mask:
    """Return which rows hold a number.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics.

    Returns
    -------
    numpy.ndarray
        One boolean per row.

    Examples
    --------
    >>> is_counted(pd.DataFrame({"n_ads": [1, None]})).tolist()
    [True, False]
    """
    numbers = ~np.isnan(_column(frame, "n_ads"))
    if "state" not in frame.columns:
        return numbers
    return numbers & frame["state"].eq("counted").to_numpy(dtype=bool)


def unsafe(frame: pd.DataFrame, rules: Rules) -> Mask:
    """Return which counted rows may not be shown by themselves.

    A count of zero may be shown. A share may not when its numerator, its complement or (for a
    zero) its denominator is too small, or when it is 100 %: that tells something of everybody.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics, with all support columns.
    rules : Rules
        The thresholds.

    Returns
    -------
    numpy.ndarray
        One boolean per row.

    Examples
    --------
    >>> unsafe(pd.DataFrame({"n_ads": [5, 0, 40]}), Rules()).tolist()
    [True, False, False]
    """
    ads, total = _column(frame, "n_ads"), _column(frame, "n_total")
    empty = ads == 0
    weak = support(frame, rules) < 1
    dominated = _column(frame, "top1_share") > rules.top1_share
    dominated |= _column(frame, "top2_share") > rules.top2_share
    complement = total - ads
    few_others = complement < thresholds(frame, rules)
    thin_zero = total < rules.min_ads_without_support
    bad = np.where(empty, thin_zero, weak | dominated | few_others)
    return is_counted(frame) & bad


def complementary(frame: pd.DataFrame, by: list[str], hidden: Mask, rules: Rules) -> Mask:
    """Return which rows to hide so that no hidden one follows from the others and a total.

    It is a heuristic, not an audit: along each line of the table (all grouping columns but one
    fixed) at least two non-zero cells are hidden and their support is enough together; the
    smallest visible cells join them until nothing changes.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics.
    by : list of str
        Its grouping columns.
    hidden : numpy.ndarray
        Rows that are unsafe by themselves.
    rules : Rules
        The thresholds.

    Returns
    -------
    numpy.ndarray
        One boolean per row: hidden in the end.

    Notes
    -----
    The idea of the cheapest partner in each line is that of the hypercube method of official
    statistics; a linear-programming audit is stronger.

    Examples
    --------
    >>> table = pd.DataFrame({"month": list("abc"), "n_ads": [5, 40, 90]})
    >>> complementary(table, ["month"], unsafe(table, Rules()), Rules()).tolist()
    [True, True, False]
    """
    ads, strength = _column(frame, "n_ads"), support(frame, rules)
    filled = is_counted(frame) & (ads > 0)
    result = hidden.copy()
    lines = [_line_numbers(frame, by, name) for name in by if name != "indicator"]
    order = np.lexsort((np.arange(len(frame)), ads))
    changed = True
    while changed:
        changed = False
        for line in lines:
            joining = _join(line, result & filled, filled & ~result, strength, order)
            changed = changed or bool(joining.size)
            result[joining] = True
    return result


def _line_numbers(frame: pd.DataFrame, by: list[str], free: str) -> npt.NDArray[np.int64]:
    """Return the number of the line of each row when one grouping column runs freely."""
    fixed = [name for name in by if name != free]
    if not fixed:
        return np.zeros(len(frame), dtype=np.int64)
    numbers = frame.groupby(fixed, sort=False, dropna=False).ngroup()
    return np.asarray(numbers, dtype=np.int64)


def _join(
    line: npt.NDArray[np.int64],
    hidden: Mask,
    visible: Mask,
    strength: Numbers,
    order: npt.NDArray[np.intp],
) -> npt.NDArray[np.intp]:
    """Return the smallest visible row of each line whose hidden rows give each other away."""
    size = int(line.max(initial=-1)) + 1
    number = np.bincount(line[hidden], minlength=size)
    together = np.bincount(line[hidden], weights=strength[hidden], minlength=size)
    risk = (number == 1) | ((number > 0) & (together < 1))
    candidates = order[visible[order] & risk[line[order]]]
    _, first = np.unique(line[candidates], return_index=True)
    joining: npt.NDArray[np.intp] = candidates[first]
    return joining
