"""Shares with limits that hold in small samples, and what is made of several of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


class Estimate(NamedTuple):
    """Estimates with their limits, one number per row; no value where nothing was seen."""

    value: Numbers
    low: Numbers
    high: Numbers


def share(successes: ArrayLike, trials: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """Estimate shares with Clopper-Pearson limits.

    It does not correct anything; numbers need not be whole, as effective numbers of a weighted
    sample are not (Korn and Graubard 1998).

    Parameters
    ----------
    successes, trials : array_like
        Numbers, one per row.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Estimate
        NaN between 0 and 1 where there was no trial.

    Notes
    -----
    Clopper and Pearson (1934).

    Examples
    --------
    >>> [float(limit[0].round(3)) for limit in share([0], [10])]
    [0.0, 0.0, 0.308]
    """
    from scipy.stats import beta

    seen, size = np.broadcast_arrays(
        np.asarray(successes, dtype="float64"), np.asarray(trials, dtype="float64")
    )
    missed, tail = size - seen, (1 - confidence) / 2
    # a limit at the edge has no beta distribution: any positive number stands in, then the edge
    some, rest = np.where(seen > 0, seen, 1.0), np.where(missed > 0, missed, 1.0)
    low = np.where(seen > 0, beta.ppf(tail, some, missed + 1), 0.0)
    high = np.where(missed > 0, beta.ppf(1 - tail, seen + 1, rest), 1.0)
    value = np.divide(seen, size, out=np.full(size.shape, np.nan), where=size > 0)
    return Estimate(value, low, high)


def complement(part: Estimate) -> Estimate:
    """Return one minus a share, limits exchanged.

    Parameters
    ----------
    part : Estimate
        A share.

    Returns
    -------
    Estimate
        The other share.

    Examples
    --------
    >>> [float(limit[0].round(3)) for limit in complement(share([0], [10]))]
    [1.0, 0.692, 1.0]
    """
    return Estimate(1 - part.value, 1 - part.high, 1 - part.low)


def centred(part: Estimate) -> Estimate:
    """Return the estimate with a middle where nothing was seen: its limits say the rest.

    Parameters
    ----------
    part : Estimate
        A share.

    Returns
    -------
    Estimate
        Without NaN.

    Examples
    --------
    >>> [float(limit[0]) for limit in centred(share([0], [0]))]
    [0.5, 0.0, 1.0]
    """
    middle = (part.low + part.high) / 2
    return Estimate(np.where(np.isnan(part.value), middle, part.value), part.low, part.high)


def share_from_parts(whole: Estimate, first: Estimate, second: Estimate) -> Estimate:
    """Recover limits for ``whole * first + (1 - whole) * second`` from those of independent shares.

    It does not know of any dependence between the three.

    Parameters
    ----------
    whole : Estimate
        Share of the first part.
    first, second : Estimate
        Share within each part.

    Returns
    -------
    Estimate
        Limits between 0 and 1.

    Notes
    -----
    Method of variance estimates recovery (Zou and Donner 2008).

    Examples
    --------
    >>> sure = Estimate(*(np.array([0.5]),) * 3)
    >>> one, none = share([10], [10]), share([0], [10])
    >>> [float(limit[0].round(3)) for limit in share_from_parts(sure, one, none)]
    [0.5, 0.346, 0.654]
    """
    part, one, two = whole, centred(first), centred(second)
    value = part.value * one.value + (1 - part.value) * two.value
    gap = one.value - two.value
    down = np.where(gap >= 0, part.value - part.low, part.high - part.value)
    up = np.where(gap >= 0, part.high - part.value, part.value - part.low)
    below = np.sqrt(
        (part.value * (one.value - one.low)) ** 2
        + ((1 - part.value) * (two.value - two.low)) ** 2
        + (gap * down) ** 2
    )
    above = np.sqrt(
        (part.value * (one.high - one.value)) ** 2
        + ((1 - part.value) * (two.high - two.value)) ** 2
        + (gap * up) ** 2
    )
    return Estimate(value, np.clip(value - below, 0, 1), np.clip(value + above, 0, 1))


def share_of_sources(whole: Estimate, first: Estimate, second: Estimate) -> Estimate:
    """Recover limits for the share of all cases that comes from the first part.

    It is Bayes' rule, ``whole * first / (whole * first + (1 - whole) * second)``, with the errors
    of three independent shares.

    Parameters
    ----------
    whole : Estimate
        Share of the first part.
    first, second : Estimate
        Share of cases within each part.

    Returns
    -------
    Estimate
        NaN between limits where there is no case.

    Notes
    -----
    Method of variance estimates recovery for products and ratios (Zou and Donner 2008; Newcombe
    2016), on the odds.

    Examples
    --------
    >>> sure = Estimate(*(np.array([0.5]),) * 3)
    >>> rare = share([1], [10])
    >>> [float(limit[0].round(2)) for limit in share_of_sources(sure, rare, rare)]
    [0.5, 0.02, 0.98]
    """
    one, two = centred(first), centred(second)
    with np.errstate(divide="ignore", invalid="ignore"):
        # where all is in the first part the odds would be infinite
        odds = Estimate(*(part / np.maximum(1 - part, 1e-12) for part in whole))
        # from the shares themselves: what was not seen leaves no value
        value = odds.value * first.value / (odds.value * first.value + second.value)
        low, high = _product_limits(odds, one)
        ratio_low, ratio_high = _ratio_limits(two, Estimate(odds.value * one.value, low, high))
    return Estimate(value, 1 / (1 + ratio_high), 1 / (1 + ratio_low))


def _product_limits(first: Estimate, second: Estimate) -> tuple[Numbers, Numbers]:
    """Return limits of the product of two independent estimates."""
    value = first.value * second.value
    down = np.hypot(
        first.value * (second.value - second.low), second.value * (first.value - first.low)
    )
    up = np.hypot(
        first.value * (second.high - second.value), second.value * (first.high - first.value)
    )
    return np.maximum(value - down, 0), value + up


def _ratio_limits(top: Estimate, bottom: Estimate) -> tuple[Numbers, Numbers]:
    """Return limits of the ratio of two independent estimates, infinite when not bounded."""
    both = top.value * bottom.value
    for_low = bottom.high * (2 * bottom.value - bottom.high)
    for_high = bottom.low * (2 * bottom.value - bottom.low)
    low_top = top.low * (2 * top.value - top.low)
    high_top = top.high * (2 * top.value - top.high)
    # the rationalised root has no zero below it when the upper limit is twice the estimate
    low_sum = both + np.sqrt(np.maximum(both**2 - low_top * for_low, 0))
    low = np.divide(low_top, low_sum, out=np.zeros(both.shape), where=low_sum > 0)
    high_sum = both + np.sqrt(np.maximum(both**2 - high_top * for_high, 0))
    high = np.divide(high_sum, for_high, out=np.full(both.shape, np.inf), where=for_high > 0)
    return np.maximum(low, 0), high
