"""Months in which a term is used much more than over all: the automaton of Kleinberg."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

# the raised state has twice the share of the whole; Kleinberg enters it at log(months), which finds
# little where each advertiser counts once: benchmarks/vocabulary.py
RAISED, COST = 2.0, 0.6
_MOST = 0.9999


class Bursts(NamedTuple):
    """The strongest burst of each term: first and last month, and how much it explains.

    Months are numbers from nought, -1 where there is none; the weight is a difference of
    log-likelihoods.
    """

    first: Places
    last: Places
    weight: Numbers


def find_bursts(
    uses: Numbers, whole: Numbers, *, raised: float = RAISED, cost: float = COST
) -> Bursts:
    """Find for each term the months in which it is used at twice its usual share or more.

    It is no test: a burst is a place to look, and may be one text that many post.

    Parameters
    ----------
    uses : numpy.ndarray
        Who uses each term (row) in each month (column); whole numbers or sums of shares.
    whole : numpy.ndarray
        Who is there in each month.
    raised : float
        How many times the share of the whole the raised state has.
    cost : float
        To enter the raised state costs ``cost * log(months)``; to leave it nothing.

    Returns
    -------
    Bursts
        One per term.

    Notes
    -----
    Kleinberg (2003), two states on batches: the costs of a month are minus the logarithms of its
    binomial likelihoods, the cheapest path is Viterbi's. The weight of a burst is what the raised
    state saves over its months.

    Examples
    --------
    >>> found = find_bursts(np.array([[1.0, 1, 8, 9, 1, 1]]), np.full(6, 20.0))
    >>> found.first.tolist(), found.last.tolist(), found.weight.round(2).tolist()
    ([2], [3], [6.3])
    """
    base = uses.sum(axis=1) / max(float(whole.sum()), 1.0)
    states = [np.clip(base, 1e-9, _MOST), np.clip(raised * base, 1e-9, _MOST)]
    costs = [-(uses * np.log(p)[:, None] + (whole - uses) * np.log1p(-p)[:, None]) for p in states]
    path = _cheapest(costs[0], costs[1], cost * np.log(max(uses.shape[1], 1)))
    return _strongest(path, costs[0] - costs[1])


def _cheapest(calm: Numbers, raised: Numbers, entry: float) -> npt.NDArray[np.bool_]:
    """Return in which months the cheapest path is in the raised state."""
    number, months = calm.shape
    total_calm, total_raised = np.zeros(number), np.full(number, np.inf)
    from_raised = np.zeros((number, months), dtype=bool)
    stays_raised = np.zeros((number, months), dtype=bool)
    for month in range(months):
        from_raised[:, month] = total_raised < total_calm
        stays_raised[:, month] = total_raised < total_calm + entry
        before_calm = np.minimum(total_calm, total_raised)
        before_raised = np.minimum(total_raised, total_calm + entry)
        total_calm = before_calm + calm[:, month]
        total_raised = before_raised + raised[:, month]
    path = np.zeros((number, months), dtype=bool)
    state = total_raised < total_calm
    for month in range(months - 1, -1, -1):
        path[:, month] = state
        state = np.where(state, stays_raised[:, month], from_raised[:, month])
    return path


def _strongest(path: npt.NDArray[np.bool_], saved: Numbers) -> Bursts:
    """Return the run of raised months of each term that saves most."""
    number, months = path.shape
    first, last = (np.full(number, -1, dtype=np.int64) for _ in range(2))
    weight = np.zeros(number)
    begun, running = np.full(number, -1, dtype=np.int64), np.zeros(number)
    for month in range(months):
        inside = path[:, month]
        begun = np.where(inside & (begun < 0), month, np.where(inside, begun, -1))
        running = np.where(inside, running + saved[:, month], 0.0)
        better = inside & (running > weight)
        first, last = np.where(better, begun, first), np.where(better, month, last)
        weight = np.where(better, running, weight)
    return Bursts(first, last, weight)
