"""Limits of numbers of events: exact for few, Byar's for more."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from toolkit.counting.proportions import Estimate, Numbers

# from so many events on, Byar's approximation
BYAR_FROM = 10


def event_limits(events: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """Return numbers of events with the limits of what is expected.

    It takes events as independent: ads that one advertiser posts again are not.

    Parameters
    ----------
    events : array_like
        Numbers, not negative; effective ones need not be whole. NaN has no limits.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Estimate
        The numbers and their limits.

    Notes
    -----
    Below 10 events the exact limits by the chi-square distribution (Garwood 1936), from 10 on
    those of Byar (Breslow and Day 1987).

    Examples
    --------
    >>> [limit.round(2).tolist() for limit in event_limits([0, 5, 20])]
    [[0.0, 5.0, 20.0], [0.0, 1.62, 12.21], [3.69, 11.67, 30.89]]
    """
    from scipy.special import chdtri, ndtri

    seen: Numbers = np.asarray(events, dtype="float64")
    tail = (1 - confidence) / 2
    z = ndtri(1 - tail)
    # a distribution needs some event: where there is none the lower limit is 0
    some = np.where(seen > 0, seen, 1.0)
    exact_low = np.where(seen > 0, chdtri(2 * some, 1 - tail) / 2, 0.0)
    exact_high = chdtri(2 * seen + 2, tail) / 2
    more = np.where(seen > 0, seen, 1.0)
    byar_low = more * (1 - 1 / (9 * more) - z / (3 * np.sqrt(more))) ** 3
    byar_high = (seen + 1) * (1 - 1 / (9 * (seen + 1)) + z / (3 * np.sqrt(seen + 1))) ** 3
    few = seen < BYAR_FROM
    missing = np.where(np.isnan(seen), np.nan, 0.0)
    return Estimate(
        seen,
        np.where(few, exact_low, byar_low) + missing,
        np.where(few, exact_high, byar_high) + missing,
    )
