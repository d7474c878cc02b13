"""Territories compared with others by one method, and no more told than chance allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.multiplicity import adjusted_p_values
from toolkit.analysis.prevalence.correcting import difference
from toolkit.analysis.territories.inhabitants import size_classes
from toolkit.analysis.territories.shown_territories import Territories, shown_territories
from toolkit.counting.proportions import Estimate, Numbers
from toolkit.counting.proportions import share as exact_share
from toolkit.disclosure import SafeTable, release
from toolkit.errors import OptionError
from toolkit.schema import SUPPORT, grouping_columns
from toolkit.territory.codes import departements

AGAINST = ("others", "region", "size")


class _Sides(NamedTuple):
    """Events and sizes of each territory, and of those that it is compared with, added up."""

    events: Numbers
    size: Numbers
    other_events: Numbers
    other_size: Numbers


def compare_territories(
    table: pd.DataFrame | SafeTable,
    *,
    against: str = "others",
    unit: str | None = None,
    where: Mapping[str, str] | None = None,
    confidence: float = 0.95,
    correction: str = "benjamini_hochberg",
) -> SafeTable:
    """Compare each territory with others: all, those of its region, or those of its size.

    It ranks nothing: rows stand in the order of their codes. Only what is shown is compared. A
    difference says nothing of its cause, and of ads that were not collected.

    Parameters
    ----------
    table, unit, where
        As for ``shown_territories``: rates or shares of territories, released or not.
    against : str
        ``"others"``; ``"region"``; or ``"size"``, the same quarter of the départements by
        inhabitants. The last two for ``departement`` only.
    confidence : float
        Of the intervals, between 0 and 1.
    correction : str
        As for ``adjusted_p_values``; all territories of the table are one family.

    Returns
    -------
    SafeTable
        ``estimate``, ``low``, ``high``: ratio of rates, or difference of shares; ``n_compared``
        others; ``p_value``, ``p_adjusted`` and ``differs``. Empty where there is no other.

    Raises
    ------
    TableError, OptionError
        As ``shown_territories``; when an option is none.

    Notes
    -----
    Ratios: exact limits given the sum of both sides (Clopper-Pearson), of advertisers where they
    are known. Differences: limits recovered from those of both shares (Newcombe 1998), which know
    of advertisers where the table's do; the p-value is that of the score test with the same
    variances.

    Examples
    --------
    >>> from toolkit.analysis.territories.rates import rates
    >>> codes = ["13", "31", "33", "59", "67", "69"]
    >>> counts = pd.DataFrame({"departement": codes, "n_ads": [210, 145, 160, 260, 120, 420]})
    >>> found = compare_territories(rates(counts)).to_frame()
    >>> found.loc[found["departement"].isin(["67", "69"]), ["departement", "estimate", "differs"]]
      departement  estimate  differs
    4          67  0.843853    False
    5          69  2.212971     True
    """
    if against not in AGAINST or not 0 < confidence < 1:
        raise OptionError(
            "against, confidence",
            value=(against, confidence),
            rule=f"one of {', '.join(AGAINST)}; 0 < confidence < 1",
            remedy='write against="others"',
        )
    shown = shown_territories(table, unit=unit, where=where)
    groups = _groups(shown, against)
    sides, number = _sides(shown, groups)
    compare = _differences if shown.unit == "share" else _ratios
    found, p_values = compare(shown, sides, groups, confidence)
    usable = shown.used & (number > 0)
    frame = shown.frame.copy()
    for name, values in zip(("estimate", "low", "high"), found, strict=True):
        frame[name] = pd.Series(np.where(usable, values, np.nan), dtype="Float64")
    p_values = np.where(usable, p_values, np.nan)
    adjusted = adjusted_p_values(p_values, method=correction)
    frame["p_value"] = pd.Series(p_values, dtype="Float64")
    frame["p_adjusted"] = pd.Series(adjusted, dtype="Float64")
    frame["differs"] = (frame["p_adjusted"] <= 1 - confidence).astype("boolean")
    frame["n_compared"] = pd.Series(number, dtype="Int64").where(shown.used)
    return _released(frame.assign(confidence=confidence), shown, against, correction)


def _groups(shown: Territories, against: str) -> np.ndarray:
    """Return the group of each row, the same for those that are compared with one another."""
    labels = shown.frame[shown.by]
    if against == "others":
        return np.zeros(len(labels), dtype=int)
    if shown.by != "departement":
        raise OptionError(
            "against",
            value=against,
            rule="compares départements only",
            remedy='write against="others"',
        )
    table = departements()
    kinds: Mapping[str, object] = (
        size_classes()
        if against == "size"
        else dict(zip(table["code"], table["region"], strict=True))
    )
    return np.asarray(pd.factorize(labels.map(kinds).astype("str"))[0])


def _sums(groups: np.ndarray, values: Numbers) -> Numbers:
    """Return the sum of the other rows of each row's group."""
    known = np.nan_to_num(values)
    sums: Numbers = np.bincount(groups + 1, weights=known)[groups + 1] - known
    return sums


def _sides(shown: Territories, groups: np.ndarray) -> tuple[_Sides, np.ndarray]:
    """Return both sides of each comparison, and how many territories the other one has."""
    events, size = shown.events, shown.size
    if shown.unit == "share":
        # the shares of the others are those of all their ads, effective numbers aside
        total = shown.frame["n_total"].to_numpy(dtype="float64", na_value=np.nan)
        size = np.where(shown.used, total, np.nan)
        events = events / shown.size * size
    number = np.round(_sums(groups, shown.used.astype(float))).astype(int)
    return _Sides(events, size, _sums(groups, events), _sums(groups, size)), number


def _ratios(
    _shown: Territories, sides: _Sides, _groups: np.ndarray, confidence: float
) -> tuple[Estimate, Numbers]:
    """Return ratios of rates with exact limits, and p-values that agree with them."""
    from scipy.special import bdtr, bdtrc

    seen = np.nan_to_num(sides.events)
    both = seen + sides.other_events
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = sides.other_size / sides.size
        parts = exact_share(seen, both, confidence=confidence)
        value = sides.events / sides.size / (sides.other_events / sides.other_size)
        low, high = (part / (1 - part) * odds for part in (parts.low, parts.high))
        chance = np.nan_to_num(sides.size / (sides.size + sides.other_size))
    below = bdtr(seen, both.astype(int), chance)
    above = np.where(seen > 0, bdtrc(seen - 1, both.astype(int), chance), 1.0)
    p_values = np.minimum(1.0, 2 * np.minimum(below, above))
    return Estimate(value, low, np.where(np.isinf(high), np.nan, high)), p_values


def _differences(
    shown: Territories, sides: _Sides, groups: np.ndarray, confidence: float
) -> tuple[Estimate, Numbers]:
    """Return differences of shares, territory minus others, and p-values."""
    from scipy.special import ndtr, ndtri

    z = float(ndtri((1 + confidence) / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = sides.events / sides.size, sides.other_events / sides.other_size
        # variances of shares add up by squared sizes: fewer independent ads than there are
        uneven = _sums(groups, sides.size**2 / shown.size)
        number = sides.other_size**2 / uneven
        value, low, high = difference(_wilson(other, number, z), _wilson(one, shown.size, z))
        pooled = (sides.events + sides.other_events) / (sides.size + sides.other_size)
        error = np.sqrt(pooled * (1 - pooled) * (1 / shown.size + 1 / number))
        p_values = 2 * ndtr(-np.abs(value) / error)
    return Estimate(value, low, high), p_values


def _wilson(value: Numbers, number: Numbers, z: float) -> Estimate:
    """Return shares with the limits of Wilson (1927) on so many independent ads."""
    middle, spread = value + z**2 / (2 * number), value * (1 - value) / number
    half = z * np.sqrt(spread + z**2 / (4 * number**2))
    scale = 1 + z**2 / number
    return Estimate(value, (middle - half) / scale, (middle + half) / scale)


def _released(frame: pd.DataFrame, shown: Territories, against: str, correction: str) -> SafeTable:
    """Return a table made of what may be seen as one that may be seen."""
    share = shown.unit == "share"
    form = "Newcombe" if share else "exact, given both sides"
    frame = frame.assign(
        statistic="difference of shares" if share else f"ratio of {shown.unit} per inhabitant",
        method=f"{form}; p-values adjusted by {correction.replace('_', ' ')}",
        compared_with=against,
    )
    names = ["estimate", "low", "high", "confidence", "statistic", "method", "compared_with"]
    names += ["n_compared", "p_value", "p_adjusted", "differs"]
    extra = [name for name in ("population", "vintage", "n_total") if name in frame.columns]
    support = [name for name in SUPPORT if name in frame.columns]
    return release(frame[[*grouping_columns(shown.frame), *names, *extra, *support, "state"]])
