"""Limits of shares of ads whose advertisers, or texts, are drawn again as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.counting.proportions import Estimate, Numbers

if TYPE_CHECKING:
    from scipy.sparse import csr_array

DRAWS = 1_000
_WEIGHTS_AT_ONCE = 2_000_000
_LARGEST_MARK = 2**31


class UnitSums(NamedTuple):
    """Ads of each unit in each cell, and in each denominator; which denominator a cell has.

    A unit is an advertiser, or a text where no advertiser is known. ``distinct`` is the number of
    different texts in each denominator: copies of one text by one advertiser are one.
    """

    inside: csr_array
    whole: csr_array
    denominator: np.ndarray
    distinct: np.ndarray


class EffectiveAds(NamedTuple):
    """Shares, how many independent ads tell as much of each, and the degrees of freedom of that."""

    value: Numbers
    number: Numbers
    degrees: Numbers

    def quantile(self, confidence: float) -> Numbers:
        """Return Student's quantile of each share, normal where each has one ad."""
        from scipy.special import stdtrit

        found: Numbers = stdtrit(self.degrees, (1 + confidence) / 2)
        return found


def redrawn_shares(sums: UnitSums, *, confidence: float, seed: int) -> Estimate:
    """Estimate shares of ads with Wilson limits on the number of ads that the draws leave.

    It supposes that units are independent of each other, and that their sizes tell nothing of what
    their ads say.

    Parameters
    ----------
    sums : UnitSums
        Ads by unit.
    confidence : float
        Between 0 and 1.
    seed : int
        Of the draws.

    Returns
    -------
    Estimate
        One number per cell; NaN where the denominator is 0.

    Notes
    -----
    Wilson limits on effective numbers, with a t quantile: Korn and Graubard (1998), Dean and Pagano
    (2015). What this adds, as Wilson does for single ads: before the draws one unit is put in the
    cell and one outside, of the average size that an ad meets, for a cell in which few units lie
    shows no variance to measure. ``benchmarks/clustered_shares.py`` measures the coverage.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> ads = csr_array(np.eye(2, dtype=int)[[0] * 20 + [1] * 20] * 50)
    >>> whole = csr_array(np.full((40, 1), 50))
    >>> sums = UnitSums(ads, whole, np.zeros(2, dtype=int), np.array([2000.0]))
    >>> found = redrawn_shares(sums, confidence=0.95, seed=0)
    >>> [float(limit[0].round(1)) for limit in found]
    [0.5, 0.3, 0.7]
    """
    found = effective_ads(sums, seed=seed)
    return wilson(found.value, found.number, found.quantile(confidence))


def effective_ads(sums: UnitSums, *, seed: int) -> EffectiveAds:
    """Return how many ads of as many advertisers would tell as much as those of each cell.

    Where each unit has one ad, that is the ads themselves.

    Parameters
    ----------
    sums : UnitSums
        Ads by unit.
    seed : int
        Of the draws.

    Returns
    -------
    EffectiveAds
        One number per cell; NaN where the denominator is 0.

    Notes
    -----
    See ``redrawn_shares``.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> alone = csr_array(np.ones((40, 1), dtype=int))
    >>> sums = UnitSums(alone, alone, np.zeros(1, dtype=int), np.array([40.0]))
    >>> effective_ads(sums, seed=0).number.tolist()
    [40.0]
    """
    ads = np.asarray(sums.inside.sum(axis=0), dtype="float64")
    sizes = sums.whole.astype("float64")
    total, squares, cubes = (sizes.power(n).sum(axis=0) for n in (1, 2, 3))
    with np.errstate(divide="ignore", invalid="ignore"):
        met, even = squares / total, total**2 / squares
        shrunk = _shrunk(total + 2 * met, squares + 2 * met**2, cubes + 2 * met**3)
        total, met, even, shrunk, distinct = (
            values[sums.denominator] for values in (total, met, even, shrunk, sums.distinct)
        )
        variance = _variance(sums, met, seed) / shrunk
        padded = (ads + met) / (total + 2 * met)
        number = padded * (1 - padded) / variance * total / (total + 2 * met)
        # one text each, as often: single ads, or all of them copied
        alone = even == distinct
        # copies are no new texts, however evenly they fall
        number = np.fmin(np.where(alone, even, number), np.where(total > 0, distinct, np.nan))
        return EffectiveAds(ads / total, number, np.where(alone, np.inf, np.fmax(even - 1, 1)))


def wilson(value: Numbers, number: Numbers, quantile: Numbers) -> Estimate:
    """Return shares with the limits of Wilson (1927), whole between 0 and 1.

    Parameters
    ----------
    value, number, quantile : numpy.ndarray
        Shares, the ads behind each, and the quantile of the interval.

    Returns
    -------
    Estimate
        One number per share.

    Examples
    --------
    >>> found = wilson(np.array([0.2]), np.array([100.0]), np.array([1.96]))
    >>> [float(limit[0].round(3)) for limit in found]
    [0.2, 0.133, 0.289]
    """
    weight = quantile**2 / number
    middle = (value + weight / 2) / (1 + weight)
    half = np.sqrt(value * (1 - value) * weight + weight**2 / 4) / (1 + weight)
    # rounding may not put the estimate outside its own limits
    low = np.clip(np.fmin(middle - half, value), 0, 1)
    return Estimate(value, low, np.clip(np.fmax(middle + half, value), 0, 1))


def _shrunk(total: Numbers, squares: Numbers, cubes: Numbers) -> Numbers:
    """Return what is left of the variance because each unit has its part in the mean.

    As if the ads of a unit were all alike: exact then, and more than is lost otherwise.
    """
    shrunk: Numbers = 1 + squares / total**2 - 2 * cubes / (total * squares)
    return shrunk


def _variance(sums: UnitSums, met: Numbers, seed: int) -> Numbers:
    """Return the variance of each share when units are drawn again, two more among them."""
    inside, whole, alike = _kinds(sums)
    random = np.random.default_rng(seed)
    units = int(alike.sum()) + 2
    chances = np.append(alike, [1, 1]) / units
    cells = len(sums.denominator)
    first, second, drawn = (np.zeros(cells) for _ in range(3))
    at_once = max(1, _WEIGHTS_AT_ONCE // (len(chances) + 2 * cells))
    for start in range(0, DRAWS, at_once):
        times = random.multinomial(units, chances, size=min(at_once, DRAWS - start))
        weights = times[:, :-2].astype("float64")
        numbers = (inside.T @ weights.T).T + times[:, -2:-1] * met
        sizes = (whole.T @ weights.T).T[:, sums.denominator]
        shares = numbers / (sizes + times[:, -2:].sum(axis=1)[:, None] * met)
        known = ~np.isnan(shares)
        drawn += known.sum(axis=0)
        first += np.where(known, shares, 0).sum(axis=0)
        second += np.where(known, shares**2, 0).sum(axis=0)
    middle = first / drawn
    return np.maximum(second / drawn - middle**2, 0) * drawn / (drawn - 1)


def _kinds(sums: UnitSums) -> tuple[csr_array, csr_array, np.ndarray]:
    """Return one unit of each content, in an order that numbers do not decide, and how many.

    The order is the same when all ads are there several times.
    """
    from scipy.sparse import csr_array, hstack

    both = csr_array(hstack([sums.inside, sums.whole]), dtype="int64")
    marks = np.random.default_rng(0).integers(1, _LARGEST_MARK, size=(both.shape[1], 2))
    one, two = (both @ marks).T
    share = one / two
    order = np.lexsort((one, share))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(share[order]) != 0) | (np.diff(one[order]) != 0)
    places = np.flatnonzero(first)
    alike = np.diff(np.append(places, len(order)))
    kept = order[places]
    return sums.inside[kept].astype("float64"), sums.whole[kept].astype("float64"), alike
