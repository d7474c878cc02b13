"""Which cells are too small to be shown by themselves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.disclosure.rules import Rules

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
POSSIBLE_MINORITY = "MIN."
_UNKNOWN = "unknown"


def numbers_of(frame: pd.DataFrame, name: str) -> Numbers:
    """Return a column as floats, NaN where it is missing or absent.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table.
    name : str
        The column.

    Returns
    -------
    numpy.ndarray
        One number per row.

    Examples
    --------
    >>> numbers_of(pd.DataFrame({"n_ads": [3, None]}), "n_ads").tolist()
    [3.0, nan]
    """
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
    needed[of_minority(frame)] = rules.k_possible_minority
    return needed


def of_minority(frame: pd.DataFrame) -> Mask:
    """Return which rows are of an indicator, or the family, of possible minority.

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
    >>> of_minority(pd.DataFrame({"family": ["MIN", "CTL"]})).tolist()
    [True, False]
    """
    found: Mask = np.zeros(len(frame), dtype=bool)
    for name in ("indicator", "family"):
        if name in frame.columns:
            minor = (frame[name].astype("str") + ".").str.startswith(POSSIBLE_MINORITY)
            found |= minor.to_numpy(dtype=bool)
    return found


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
    ads = numbers_of(frame, "n_ads") / (rules.min_ads_without_support * scale)
    texts = numbers_of(frame, "n_templates") / (rules.k_templates * scale)
    advertisers = numbers_of(frame, "n_advertisers") / needed
    chosen = np.where(np.isnan(advertisers), np.where(np.isnan(texts), ads, texts), advertisers)
    return np.where(np.isnan(numbers_of(frame, "n_ads")), np.nan, chosen)


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
    numbers = ~np.isnan(numbers_of(frame, "n_ads"))
    if "state" not in frame.columns:
        return numbers
    return numbers & frame["state"].eq("counted").to_numpy(dtype=bool)


def unsafe(frame: pd.DataFrame, rules: Rules) -> Mask:
    """Return which counted rows may not be shown by themselves.

    A count of zero may be shown. A share may not when its numerator, its complement or (for a
    zero) its denominator is too small, or when it is 100 %: that tells something of everybody. In
    a share of advertisers, it is advertisers who must be enough on the other side.

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
    ads, total = numbers_of(frame, "n_ads"), numbers_of(frame, "n_total")
    empty = ads == 0
    weak = support(frame, rules) < 1
    dominated = numbers_of(frame, "top1_share") > rules.top1_share
    dominated |= numbers_of(frame, "top2_share") > rules.top2_share
    few_others = total - ads < np.maximum(thresholds(frame, rules), rules.min_others)
    thin_zero = total < rules.min_ads_without_support
    people = numbers_of(frame, "n_total_advertisers")
    others = np.round(people * (1 - numbers_of(frame, "estimate")))
    few_others |= others < np.maximum(thresholds(frame, rules), rules.min_others)
    thin_zero |= people < thresholds(frame, rules)
    bad = np.where(empty, thin_zero, weak | dominated | few_others | small_places(frame, rules))
    return is_counted(frame) & bad


def small_places(frame: pd.DataFrame, rules: Rules) -> Mask:
    """Return which rows are of a commune with too few inhabitants, or of unknown size.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics.
    rules : Rules
        The thresholds.

    Returns
    -------
    numpy.ndarray
        One boolean per row; never for ads whose commune is unknown.

    Examples
    --------
    >>> communes = pd.DataFrame({"commune": ["59350", "01001", "unknown"]})
    >>> small_places(communes, Rules()).tolist()
    [False, True, False]
    """
    if "commune" not in frame.columns:
        return np.zeros(len(frame), dtype=bool)
    from toolkit.territory.codes import commune_inhabitants

    codes = frame["commune"].astype("str")
    people = codes.map(commune_inhabitants()).fillna(0).to_numpy(dtype=float)
    small: Mask = (people < rules.min_inhabitants) & codes.ne(_UNKNOWN).to_numpy(dtype=bool)
    return small


def rare_terms(frame: pd.DataFrame, rules: Rules) -> Mask:
    """Return which rows name a word or an n-gram that too few advertisers wrote.

    Where neither advertisers nor texts are known, all of them: ads alone are never enough.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics.
    rules : Rules
        The thresholds.

    Returns
    -------
    numpy.ndarray
        One boolean per row; never where no grouping holds words.

    Examples
    --------
    >>> words = pd.DataFrame({"term": ["a", "b"], "n_ads": [90, 90], "n_advertisers": [40, 3]})
    >>> rare_terms(words, Rules()).tolist()
    [False, True]
    """
    if not set(rules.term_groupings) & set(frame.columns):
        return np.zeros(len(frame), dtype=bool)
    texts, advertisers = numbers_of(frame, "n_templates"), numbers_of(frame, "n_advertisers")
    writers = np.where(np.isnan(advertisers), texts, advertisers)
    rare: Mask = ~(writers >= np.maximum(thresholds(frame, rules), rules.k_terms))
    return rare


def least_ads(frame: pd.DataFrame, rules: Rules) -> Numbers:
    """Return how many ads a row must have at least to be shown.

    It does not say that so many are enough: advertisers and dominance count too.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics.
    rules : Rules
        The thresholds.

    Returns
    -------
    numpy.ndarray
        One number per row: more where neither advertisers nor texts are known.

    Examples
    --------
    >>> least_ads(pd.DataFrame({"n_ads": [5, 5], "n_templates": [3, None]}), Rules()).tolist()
    [11.0, 33.0]
    """
    needed = thresholds(frame, rules)
    known = ~np.isnan(numbers_of(frame, "n_advertisers"))
    known |= ~np.isnan(numbers_of(frame, "n_templates"))
    return np.where(known, needed, needed / rules.k_advertisers * rules.min_ads_without_support)
