"""A series that has no event at all on one side of a change: what its ratio may be."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from toolkit.analysis.trends.serial import Counts, Fit, alike, fit_counts
from toolkit.counting.proportions import Numbers


class Emptied(NamedTuple):
    """The ratio after to before with its limits, and the model of the side that has events.

    ``ratio`` is 0 with an upper limit where nothing is left after, infinite with a lower limit
    where nothing was there before, NaN where there is nothing at all. ``columns`` are those of the
    design that the model has.
    """

    ratio: Numbers
    fit: Fit
    columns: Numbers


def has_both(events: Numbers, after: np.ndarray) -> bool:
    """Tell whether there are events on both sides of a change.

    Parameters
    ----------
    events : numpy.ndarray
        One number per period.
    after : numpy.ndarray
        Which periods are after the change.

    Returns
    -------
    bool
        False where a regression has no finite answer.

    Examples
    --------
    >>> has_both(np.array([4, 5, 0, 0]), np.array([False, False, True, True]))
    False
    """
    return bool(events[after].any() and events[~after].any())


def emptied(counts: Counts, design: Numbers, after: np.ndarray, *, confidence: float) -> Emptied:
    """Return how small, or how large, a ratio is that leaves one side without any event.

    A regression has no finite answer there. It models the side that has events alone, and takes
    trend and season from it. Nothing is told of a series without any event.

    Parameters
    ----------
    counts : Counts
        One series.
    design : numpy.ndarray
        As for ``fit_counts``.
    after : numpy.ndarray
        Which periods are after the change.
    confidence : float
        Of the interval; half of what it leaves out is beyond its one limit.

    Returns
    -------
    Emptied
        Ratio, model, and which columns of the design it has.

    Notes
    -----
    Where so many events as expected are m, counting noise alone leaves none with probability
    exp(-r m) under a ratio r; the limit is the r that makes it one half of what the interval leaves
    out. m is at the lower limit of what the model expects, over a dispersion of 1 or more and the
    memory of the series, as if so many fewer events had been expected.

    Examples
    --------
    >>> events = np.repeat([20.0, 0.0], 40) + np.arange(80) % 2 * np.repeat([2.0, 0.0], 40)
    >>> design, after = np.ones((80, 1)), np.arange(80) >= 40
    >>> emptied(Counts(np.arange(80.0), events), design, after, confidence=0.95).ratio.round(3)
    array([0.   , 0.   , 0.004])
    """
    from scipy.stats import t

    if not counts.events.any():
        return _nothing()
    gone = after if not counts.events[after].any() else ~after
    columns = _columns(design[~gone])
    fit = fit_counts(_some(counts, ~gone), design[~gone][:, columns])
    rows = design[gone][:, columns]
    spread = np.sqrt(np.einsum("ij,jk,ik->i", rows, fit.covariance, rows))
    levels = rows @ fit.coefficients - t.ppf((1 + confidence) / 2, fit.freedom) * spread
    least = np.exp(levels) * _scale(counts, gone)
    times = counts.times[gone]
    memory = alike(np.abs(np.subtract.outer(times, times)), fit.correlation)
    root = np.sqrt(least)
    inflation = float(root @ memory @ root) / float(least.sum()) * max(fit.dispersion, 1.0)
    limit = -np.log((1 - confidence) / 2) * inflation / float(least.sum())
    ratio = np.array([0.0, 0.0, limit]) if gone is after else np.array([np.inf, 1 / limit, np.inf])
    return Emptied(ratio, fit, columns)


def beside_nothing(
    found: Emptied, counts: Counts, design: Numbers, after: np.ndarray, *, confidence: float
) -> dict[str, Numbers]:
    """Return per period what is expected, and what would have been without the change.

    Parameters
    ----------
    found : Emptied
        Of the same series.
    counts, design, after
        As for ``emptied``.
    confidence : float
        Of the limits.

    Returns
    -------
    dict of str to numpy.ndarray
        ``expected``, ``without_event``, ``low`` and ``high``.

    Examples
    --------
    >>> events, after = np.repeat([20.0, 0.0], 40), np.arange(80) >= 40
    >>> counts, design = Counts(np.arange(80.0), events), np.ones((80, 1))
    >>> found = emptied(counts, design, after, confidence=0.95)
    >>> told = beside_nothing(found, counts, design, after, confidence=0.95)
    >>> [told[name][[0, 79]].round(6).tolist() for name in ("expected", "without_event")]
    [[20.0, 0.0], [20.0, 20.0]]
    """
    from scipy.stats import t

    gone = ~after if np.isinf(found.ratio[0]) else after
    rows = design[:, found.columns]
    middle = rows @ found.fit.coefficients
    spread = np.sqrt(np.einsum("ij,jk,ik->i", rows, found.fit.covariance, rows))
    half = t.ppf((1 + confidence) / 2, found.fit.freedom) * spread
    whole = np.ones(len(after), dtype=bool)
    levels = {"without_event": middle, "low": middle - half, "high": middle + half}
    numbers = {name: np.exp(level) * _scale(counts, whole) for name, level in levels.items()}
    if np.isinf(found.ratio[0]):
        numbers["high"] = numbers["without_event"] / found.ratio[1]
        numbers |= dict.fromkeys(("without_event", "low"), np.zeros(len(after)))
    expected = np.zeros(len(after))
    expected[~gone] = found.fit.expected
    return {"expected": expected, **numbers}


def _nothing() -> Emptied:
    """Return what is told of a series without any event."""
    none = np.zeros(1)
    fit = Fit(none - np.inf, np.zeros((1, 1)), np.inf, np.nan, 0.0, none, none)
    return Emptied(np.full(3, np.nan), fit, np.array([0]))


def _columns(design: Numbers) -> Numbers:
    """Return the columns that one side alone can tell apart, the constant first."""
    kept = [0]
    for column in range(1, design.shape[1]):
        if np.linalg.matrix_rank(design[:, [*kept, column]]) > len(kept):
            kept.append(column)
    # a trend and a season over a few periods say nothing of the others
    enough = len(design) >= 2 * len(kept) + 2
    return np.asarray(kept if enough else kept[:1])


def _some(counts: Counts, chosen: np.ndarray) -> Counts:
    """Return some periods of a series."""
    times, events, *others = counts
    return Counts(
        times[chosen], events[chosen], *(None if part is None else part[chosen] for part in others)
    )


def _scale(counts: Counts, chosen: np.ndarray) -> Numbers:
    """Return what a level is multiplied by to give events: exposure, or those of the control."""
    part = counts.others if counts.others is not None else counts.exposure
    return np.ones(int(chosen.sum())) if part is None else np.asarray(part, "float64")[chosen]
