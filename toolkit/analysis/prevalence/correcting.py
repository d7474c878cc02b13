"""Correct the share of ads that a rule hits for what the rule misses and invents."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from toolkit.counting.proportions import Estimate, Numbers, centred, share_from_parts

_HALVINGS = 50


def corrected_share(hit: Estimate, recall: Estimate, false_alarm: Estimate) -> Estimate:
    """Estimate the share of cases behind a share of hits, with the errors of all three.

    It takes the three as independent, and recall and false alarms as the same here and where they
    were measured. Nothing is estimated where the rule hits cases no more than others.

    Parameters
    ----------
    hit : Estimate
        Share of ads that are hit.
    recall : Estimate
        Share hit among cases.
    false_alarm : Estimate
        Share hit among the others.

    Returns
    -------
    Estimate
        Between 0 and 1; NaN where there is no estimate, between limits that still hold.

    Notes
    -----
    Rogan and Gladen (1978). The limits are the shares that the data do not contradict: those for
    which 0 is within the limits of ``hit - share * recall - (1 - share) * false_alarm``, recovered
    from those of the three (Fieller 1954; Zou and Donner 2008).

    Examples
    --------
    >>> from toolkit.counting.proportions import share
    >>> found = corrected_share(share([80], [1000]), share([40], [50]), share([10], [200]))
    >>> [float(limit[0].round(3)) for limit in found]
    [0.04, 0.0, 0.083]
    """
    one, two = centred(recall), centred(false_alarm)

    def lower(candidate: Numbers) -> Numbers:
        rest = hit.value - candidate * one.value - (1 - candidate) * two.value
        errors = (
            (hit.value - hit.low) ** 2
            + (candidate * (one.high - one.value)) ** 2
            + ((1 - candidate) * (two.high - two.value)) ** 2
        )
        return rest - np.sqrt(errors)

    def upper(candidate: Numbers) -> Numbers:
        rest = hit.value - candidate * one.value - (1 - candidate) * two.value
        errors = (
            (hit.high - hit.value) ** 2
            + (candidate * (one.value - one.low)) ** 2
            + ((1 - candidate) * (two.value - two.low)) ** 2
        )
        return rest + np.sqrt(errors)

    low, high = _not_contradicted(lower, upper, np.zeros(hit.value.shape))
    power = recall.value - false_alarm.value
    value = np.divide(
        hit.value - false_alarm.value, power, out=np.full(power.shape, np.nan), where=power > 0
    )
    return Estimate(np.clip(value, 0, 1), low, high)


def corrected_difference(
    first: Estimate, second: Estimate, recall: Estimate, false_alarm: Estimate
) -> Estimate:
    """Estimate the difference of two shares of cases, second minus first, behind shares of hits.

    Recall and false alarms are taken as the same in both: what the rule invents cancels out, so
    that a difference is often told from zero where neither share is.

    Parameters
    ----------
    first, second : Estimate
        Share of ads that are hit, in two groups without a common ad.
    recall, false_alarm : Estimate
        Share hit among cases, and among the others.

    Returns
    -------
    Estimate
        Between -1 and 1; NaN where there is no estimate.

    Notes
    -----
    As ``corrected_share``, on ``second - first - difference * (recall - false_alarm)``.

    Examples
    --------
    >>> from toolkit.counting.proportions import share
    >>> one, two = share([80], [1000]), share([160], [1000])
    >>> found = corrected_difference(one, two, share([40], [50]), share([10], [200]))
    >>> [float(limit[0].round(3)) for limit in found]
    [0.107, 0.067, 0.155]
    """
    gap = difference(first, second)
    power = difference(false_alarm, recall)

    def lower(candidate: Numbers) -> Numbers:
        worst = np.where(candidate >= 0, power.high - power.value, power.value - power.low)
        return (
            gap.value - candidate * power.value - np.hypot(gap.value - gap.low, candidate * worst)
        )

    def upper(candidate: Numbers) -> Numbers:
        worst = np.where(candidate >= 0, power.value - power.low, power.high - power.value)
        return (
            gap.value - candidate * power.value + np.hypot(gap.high - gap.value, candidate * worst)
        )

    low, high = _not_contradicted(lower, upper, np.full(gap.value.shape, -1.0))
    known = recall.value - false_alarm.value
    value = np.divide(gap.value, known, out=np.full(known.shape, np.nan), where=known > 0)
    return Estimate(np.clip(value, -1, 1), low, high)


def difference(first: Estimate, second: Estimate) -> Estimate:
    """Return the difference of two independent estimates, second minus first.

    Parameters
    ----------
    first, second : Estimate
        The two.

    Returns
    -------
    Estimate
        Limits recovered from theirs (Newcombe 1998; Zou and Donner 2008).

    Examples
    --------
    >>> from toolkit.counting.proportions import share
    >>> [float(x[0].round(2)) for x in difference(share([5], [50]), share([20], [50]))]
    [0.3, 0.12, 0.46]
    """
    one, two = centred(first), centred(second)
    value = two.value - one.value
    low = value - np.hypot(two.value - two.low, one.high - one.value)
    return Estimate(value, low, value + np.hypot(two.high - two.value, one.value - one.low))


def _not_contradicted(
    lower: Callable[[Numbers], Numbers], upper: Callable[[Numbers], Numbers], least: Numbers
) -> tuple[Numbers, Numbers]:
    """Return the ends of what two bounds leave between ``least`` and 1."""
    most = np.ones(least.shape)
    # lower is concave and upper convex: each changes sign once between two ends that differ
    low = np.where(lower(least) <= 0, least, np.where(lower(most) > 0, most, _root(lower, least)))
    high = np.where(upper(most) >= 0, most, np.where(upper(least) < 0, least, _root(upper, least)))
    return low, high


def _root(function: Callable[[Numbers], Numbers], least: Numbers) -> Numbers:
    """Return where a function that changes sign once between ``least`` and 1 does so."""
    low, high = least.copy(), np.ones(least.shape)
    start = np.sign(function(low))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        same = np.sign(function(middle)) == start
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    found: Numbers = (low + high) / 2
    return found


def lang_reiczigel(
    hits: tuple[Numbers, Numbers],
    present: tuple[Numbers, Numbers],
    absent: tuple[Numbers, Numbers],
    *,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate the share of cases by Rogan and Gladen with the limits of Lang and Reiczigel.

    It claims its coverage for thirty validated cases and thirty others or more.

    Parameters
    ----------
    hits : tuple
        Ads hit, ads in all.
    present : tuple
        Ads coded present that are hit, ads coded present.
    absent : tuple
        Ads coded absent that are not hit, ads coded absent.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Estimate
        Between 0 and 1; NaN where there is no estimate.

    Notes
    -----
    Lang and Reiczigel (2014), Preventive Veterinary Medicine 113, 13-22, equations 2 to 17.

    Examples
    --------
    >>> numbers = [(np.array([a]), np.array([b])) for a, b in ((800, 10000), (40, 50), (190, 200))]
    >>> [float(limit[0].round(3)) for limit in lang_reiczigel(*numbers)]
    [0.04, 0.0, 0.076]
    """
    from scipy.stats import norm

    z = float(norm.ppf((1 + confidence) / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = [part[0] / part[1] for part in (hits, present, absent)]
        value = (plain[0] + plain[2] - 1) / (plain[1] + plain[2] - 1)
        value = np.where(plain[1] + plain[2] > 1, np.clip(value, 0, 1), np.nan)
    size = hits[1] + z**2
    hit = (hits[0] + z**2 / 2) / size
    recall, specificity = ((part[0] + 1) / (part[1] + 2) for part in (present, absent))
    recall_variance = recall * (1 - recall) / (present[1] + 2)
    specificity_variance = specificity * (1 - specificity) / (absent[1] + 2)
    power = recall + specificity - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (hit + specificity - 1) / power
        shift = 2 * z**2 * (middle * recall_variance - (1 - middle) * specificity_variance)
        variance = (
            hit * (1 - hit) / size
            + middle**2 * recall_variance
            + (1 - middle) ** 2 * specificity_variance
        )
        half = z * np.sqrt(variance) / power
    usable = power > 0
    limits = [np.where(usable, middle + shift + sign * half, np.nan) for sign in (-1, 1)]
    return Estimate(value, np.clip(limits[0], 0, 1), np.clip(limits[1], 0, 1))


def double_sampled_share(hit: Estimate, precision: Estimate, omission: Estimate) -> Estimate:
    """Estimate the share of cases from the cases among ads hit and among ads not hit.

    It holds for the population of the sample only: precision changes with the share of cases.

    Parameters
    ----------
    hit : Estimate
        Share of ads that are hit.
    precision : Estimate
        Share of cases among ads that are hit.
    omission : Estimate
        Share of cases among ads that are not hit.

    Returns
    -------
    Estimate
        Between 0 and 1; NaN where no ad of a kind that exists was read.

    Notes
    -----
    Tenenbein (1970), Journal of the American Statistical Association 65, 1350-1361. Limits
    recovered from those of the three shares, which are independent (Zou and Donner 2008).

    Examples
    --------
    >>> from toolkit.counting.proportions import share
    >>> found = double_sampled_share(share([80], [1000]), share([40], [50]), share([1], [200]))
    >>> [float(limit[0].round(3)) for limit in found]
    [0.069, 0.051, 0.095]
    """
    found = share_from_parts(hit, precision, omission)
    unread = np.isnan(precision.value) & (hit.value > 0)
    unread |= np.isnan(omission.value) & (hit.value < 1)
    return Estimate(np.where(unread, np.nan, found.value), found.low, found.high)
