"""Two older measures of how typical a term is: G² of Dunning, specificity of Lafon."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def signed_g2(first: Numbers, second: Numbers, n_first: float, n_second: float) -> Numbers:
    """Return the log-likelihood ratio of each term, negative where the second side has more of it.

    It supposes that whoever is counted is independent, and each on one side.

    Parameters
    ----------
    first, second : numpy.ndarray
        How many of either side use the term; whole numbers or sums of shares.
    n_first, n_second : float
        How many there are.

    Returns
    -------
    numpy.ndarray
        Beyond 3.84 either way, p < .05 by chi-square with one degree of freedom.

    Notes
    -----
    Dunning (1993), on the four cells of users and others: ``2 Σ O log(O / E)``.

    Examples
    --------
    >>> signed_g2(np.array([10.0, 5.0]), np.array([10.0, 15.0]), 20, 20).round(2).tolist()
    [0.0, -10.46]
    """
    total, users = n_first + n_second, first + second
    out = np.zeros(len(first))
    for seen, size in ((first, n_first), (second, n_second)):
        for observed, expected in (
            (seen, users * size / total),
            (size - seen, (total - users) * size / total),
        ):
            with np.errstate(divide="ignore", invalid="ignore"):
                part = observed * np.log(observed / expected)
            out += np.where(observed > 0, part, 0.0)
    direction = np.sign(first * n_second - second * n_first)
    return np.asarray(2 * np.maximum(out, 0) * direction)


def specificity(first: Numbers, users: Numbers, n_first: int, total: int) -> Numbers:
    """Return Lafon's index: the power of ten of the chance to see so many users, or so few.

    It is no measure of size: with more advertisers the same difference has a larger index.

    Parameters
    ----------
    first : numpy.ndarray
        How many of the part use the term; rounded to whole numbers.
    users : numpy.ndarray
        How many of all do.
    n_first, total : int
        How many are in the part, and in all.

    Returns
    -------
    numpy.ndarray
        2 means 1 in 100 to have so many or more, -2 to have so few or fewer; 0 at the mode.

    Notes
    -----
    Lafon (1980), hypergeometric. The mode is ``(n + 1) (k + 1) // (N + 2)``: above it the upper
    tail counts, below it the lower one.

    Examples
    --------
    >>> specificity(np.array([4.0, 0.0, 2.0]), np.array([4.0, 4.0, 4.0]), 5, 10).round(3).tolist()
    [1.623, -1.623, 0.0]
    """
    seen, have = np.round(first).astype("int64"), np.round(users).astype("int64")
    distinct, place = np.unique(np.stack([seen, have], axis=1), axis=0, return_inverse=True)
    found = [_power(k, users, n_first, total) for k, users in distinct.tolist()]
    return np.array(found, dtype="float64")[place.ravel()]


def _power(seen: int, users: int, part: int, total: int) -> float:
    """Return the index of one term."""
    from scipy.special import gammaln, logsumexp

    mode = (part + 1) * (users + 1) // (total + 2)
    if seen == mode:
        return 0.0
    least, most = max(0, users + part - total), min(users, part)
    first, last = (seen, most) if seen > mode else (least, seen)
    tail = np.arange(first, last + 1, dtype="float64")
    if not len(tail):
        return 0.0

    def ways(of: int, chosen: Numbers) -> Numbers:
        """Return the logarithm of a binomial coefficient."""
        return np.asarray(gammaln(of + 1) - gammaln(chosen + 1) - gammaln(of - chosen + 1))

    log = (
        ways(users, tail) + ways(total - users, part - tail) - ways(total, np.array([float(part)]))
    )
    return float(logsumexp(log) / np.log(10) * (-1 if seen > mode else 1))
