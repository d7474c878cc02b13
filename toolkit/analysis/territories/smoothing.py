"""Rates of small territories drawn towards the whole, by empirical Bayes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from toolkit.analysis.territories.rates import UNITS
from toolkit.analysis.territories.shown_territories import shown_territories
from toolkit.counting.proportions import Numbers
from toolkit.disclosure import SafeTable, release
from toolkit.errors import OptionError, TableError

FAMILIES = ("poisson", "binomial")


def empirical_bayes(
    events: ArrayLike, population: ArrayLike, *, family: str = "poisson"
) -> Numbers:
    """Return rates drawn towards the rate of the whole, the more so the smaller the population.

    It gives no interval, and smooths towards the whole, not towards neighbours.

    Parameters
    ----------
    events, population : array_like
        One number per territory.
    family : str
        ``"poisson"`` for rates, ``"binomial"`` for shares.

    Returns
    -------
    numpy.ndarray
        Events by inhabitant; the rate of the whole where territories differ no more than by chance.

    Raises
    ------
    TableError
        When the two differ in length, a number is missing, or a population is not above 0.
    OptionError
        When there is no such family.

    Notes
    -----
    Marshall (1991); binomial: Martuzzi and Elliott (1996); as ``EBest`` of the R package spdep.

    Examples
    --------
    >>> empirical_bayes([1, 30, 50], [1000, 10_000, 10_000]).round(4).tolist()
    [0.0034, 0.0033, 0.0046]
    """
    seen, size = np.asarray(events, dtype="float64"), np.asarray(population, dtype="float64")
    usable = seen.shape == size.shape and seen.ndim == 1 and seen.size
    if not usable or not (np.isfinite(seen).all() and np.isfinite(size).all() and (size > 0).all()):
        raise TableError(
            "events, population",
            rule="must be as many numbers, none missing, populations above 0",
            remedy="leave out the territories of which one is unknown",
        )
    if family not in FAMILIES:
        raise OptionError(
            "family",
            value=family,
            rule=f"must be one of {', '.join(FAMILIES)}",
            remedy='write family="poisson"',
        )
    raw, whole = seen / size, seen.sum() / size.sum()
    spread, mean = float((size * (raw - whole) ** 2).sum() / size.sum()), float(size.mean())
    chance = whole if family == "poisson" else whole * (1 - whole)
    between = spread - chance / mean
    if between <= 0:
        # no more between territories than chance leaves
        return np.full(seen.shape, whole)
    if family == "poisson":
        own = between / (between + whole / size)
    else:
        own = size * between / ((size - 1) * spread + (mean - size) / mean * chance)
    smoothed: Numbers = whole + (raw - whole) * own
    return smoothed


def smoothed_rates(table: pd.DataFrame | SafeTable, *, unit: str = "ads") -> SafeTable:
    """Return the rates of the territories shown, drawn towards the rate of all of them.

    It ranks nothing and shows no hidden territory: a smoothed rate tells its number of ads as a raw
    one does. There is no interval; read it as a map without the noise of small territories.

    Parameters
    ----------
    table : pandas.DataFrame or SafeTable
        What ``rates`` or ``clustered_rates`` returned, released or not.
    unit : str
        What is counted.

    Returns
    -------
    SafeTable
        ``estimate``, without limits.

    Raises
    ------
    TableError, OptionError
        As ``shown_territories``; when the table holds no rates.

    Examples
    --------
    >>> from toolkit.analysis.territories.rates import rates
    >>> counts = pd.DataFrame({"departement": ["48", "59", "75"], "n_ads": [40, 400, 900]})
    >>> smoothed_rates(rates(counts)).to_frame()["estimate"].round(1).tolist()
    [48.4, 15.4, 42.7]
    """
    if unit not in UNITS:
        raise OptionError(
            "unit",
            value=unit,
            rule=f"must be one of {', '.join(UNITS)}",
            remedy='write unit="ads"',
        )
    shown = shown_territories(table, unit=unit)
    if shown.unit == "share":
        raise TableError("table", rule="must hold rates", remedy="pass what tk.rates returned")
    frame, used = shown.frame.copy(), shown.used
    values = np.full(len(frame), np.nan)
    if used.any():
        values[used] = empirical_bayes(shown.events[used], shown.size[used]) * shown.per
    frame["estimate"] = pd.Series(values, dtype="Float64")
    for name in ("low", "high"):
        frame[name] = pd.Series(pd.NA, index=frame.index, dtype="Float64")
    frame["statistic"] = f"{unit} per {shown.per:,} inhabitants"
    return release(frame.assign(method="Marshall empirical Bayes, territories shown"))
