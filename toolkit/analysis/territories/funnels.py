"""Which territories differ from the whole beyond chance: a funnel, never a ranking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.territories.overdispersion import CHOICES, Spread, spread_of, z_scores
from toolkit.analysis.territories.poisson_limits import event_limits
from toolkit.analysis.territories.shown_territories import Territories, shown_territories
from toolkit.counting.proportions import Numbers
from toolkit.disclosure import SafeTable, release
from toolkit.schema import POSITIONS, SUPPORT, grouping_columns

# with fewer, each is a large part of the whole it is held against
LEAST_TERRITORIES = 5
LEVELS = {"95": 0.95, "998": 0.998}
_TOO_FEW = f"fewer than {LEAST_TERRITORIES} territories shown: no funnel"


class Whole(NamedTuple):
    """What territories are held against: rate or share of the whole, and their spread."""

    target: float
    spread: Spread
    share: bool


def funnel(
    table: pd.DataFrame | SafeTable,
    *,
    unit: str | None = None,
    where: Mapping[str, str] | None = None,
    overdispersion: str = "additive",
) -> SafeTable:
    """Tell which territories differ from all of them together beyond chance.

    It ranks nothing: rows stand in the order of their codes, and inside the limits an order means
    nothing. To differ is no alarm: a town, a border or a platform may explain it. The whole is that
    of the territories shown; hidden numbers have no part in it.

    Parameters
    ----------
    table, unit, where
        As for ``shown_territories``: rates or shares of territories, released or not.
    overdispersion : str
        ``"additive"``, ``"multiplicative"`` or ``"none"``; applied only where the test of
        Spiegelhalter says that territories differ more than chance would have it.

    Returns
    -------
    SafeTable
        ``estimate`` with its own interval, ``target``, the limits of chance around it for a
        territory of this size (``lower_95``, ``upper_95``, ``lower_998``, ``upper_998``) and
        ``position`` (see ``schema.POSITIONS``); ``method`` says what was added for overdispersion.
        With fewer than 5 territories shown there are no limits.

    Raises
    ------
    TableError, OptionError
        As ``shown_territories``; when overdispersion is no choice.

    Notes
    -----
    Spiegelhalter (2005; and others 2012). Without overdispersion: Poisson limits for rates, limits
    of Wilson's form for shares.

    Examples
    --------
    >>> from toolkit.analysis.territories.rates import rates
    >>> codes = ["13", "31", "33", "59", "67", "69"]
    >>> counts = pd.DataFrame({"departement": codes, "n_ads": [210, 145, 160, 260, 120, 420]})
    >>> found = funnel(rates(counts), overdispersion="none").to_frame()
    >>> found.loc[found["departement"].isin(["67", "69"]), ["departement", "position"]]
      departement   position
    4          67     inside
    5          69  above_998
    """
    if overdispersion not in CHOICES:
        spread_of(np.zeros(1), np.ones(1), choice=overdispersion)
    shown = shown_territories(table, unit=unit, where=where)
    frame = _with_estimates(shown)
    if shown.used.sum() < LEAST_TERRITORIES:
        return _released(frame.assign(method=_TOO_FEW))
    whole = whole_of(shown, overdispersion)
    frame["target"] = pd.Series(whole.target * shown.per, index=frame.index, dtype="Float64")
    frame["target"] = frame["target"].where(shown.used)
    for level, confidence in LEVELS.items():
        limits = funnel_limits(shown.size, whole, confidence=confidence)
        for side, values in zip(("lower", "upper"), limits, strict=True):
            frame[f"{side}_{level}"] = pd.Series(values * shown.per, dtype="Float64")
    return _released(frame.assign(position=_positions(frame), method=_method(whole)))


def whole_of(shown: Territories, overdispersion: str = "additive") -> Whole:
    """Return the rate or share of all territories shown, and how they spread around it.

    Parameters
    ----------
    shown : Territories
        What may be seen.
    overdispersion : str
        As for ``funnel``.

    Returns
    -------
    Whole
        The target is per inhabitant, or a share.

    Examples
    --------
    >>> whole_of.__name__
    'whole_of'
    """
    events, size = shown.events[shown.used], shown.size[shown.used]
    share = shown.unit == "share"
    target = float(events.sum() / size.sum())
    scores = z_scores(events, size, target, share=share)
    return Whole(target, spread_of(scores, 0.5 / np.sqrt(size), choice=overdispersion), share)


def funnel_limits(size: Numbers, whole: Whole, *, confidence: float) -> tuple[Numbers, Numbers]:
    """Return between which limits chance leaves a territory of some size.

    Parameters
    ----------
    size : numpy.ndarray
        Inhabitants, or ads for shares.
    whole : Whole
        What it is held against.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper limits, per inhabitant or as shares.

    Notes
    -----
    Shares: ``(2nP + z² ± z sqrt(z² + 4nP(1 - P))) / (2(n + z²))``. Rates: above the upper limit, or
    below the lower one, a Poisson number is with half of the probability left over. Multiplicative
    overdispersion divides the size by phi; additive adds its variance, on the square-root scale.

    Examples
    --------
    >>> calm = Whole(0.2, Spread(1.0, 2.0, "none", 0.0), share=True)
    >>> [limit.round(3).tolist() for limit in funnel_limits(np.array([100]), calm, confidence=0.95)]
    [[0.133], [0.289]]
    """
    from scipy.special import ndtri, pdtrik

    tail = (1 - confidence) / 2
    z, target = float(ndtri(1 - tail)), whole.target
    if whole.spread.kind == "additive":
        half = z * np.hypot(0.5 / np.sqrt(size), whole.spread.between)
        if whole.share:
            middle = np.arcsin(np.sqrt(target))
            ends = (np.clip(middle + sign * half, 0, np.pi / 2) for sign in (-1, 1))
            low, high = (np.sin(end) ** 2 for end in ends)
            return low, high
        return np.maximum(np.sqrt(target) - half, 0) ** 2, (np.sqrt(target) + half) ** 2
    number = size / (whole.spread.phi if whole.spread.kind == "multiplicative" else 1.0)
    if whole.share:
        middle, spread = 2 * number * target + z**2, 4 * number * target * (1 - target)
        half = z * np.sqrt(z**2 + spread)
        return (middle - half) / (2 * (number + z**2)), (middle + half) / (2 * (number + z**2))
    expected = number * target
    # no number is so small where none at all is likely enough
    possible = np.exp(-expected) < tail
    least = pdtrik(tail, np.where(possible, expected, np.nan))
    low = np.where(np.isnan(expected), np.nan, np.where(possible, np.maximum(least, 0), 0.0))
    return low / number, (pdtrik(1 - tail, expected) + 1) / number


def _with_estimates(shown: Territories) -> pd.DataFrame:
    """Return the rows with the estimate that is compared, and its own interval."""
    frame = shown.frame.copy()
    for name in ("target", *(f"{side}_{level}" for level in LEVELS for side in ("lower", "upper"))):
        frame[name] = pd.Series(pd.NA, index=frame.index, dtype="Float64")
    frame["position"] = pd.Series(None, index=frame.index, dtype="str")
    if shown.unit == "share":
        return frame
    if not frame["statistic"].str.startswith(f"{shown.unit} ").all():
        confidence = float(frame["confidence"].max())
        limits = event_limits(shown.events, confidence=confidence)
        for name, values in zip(("estimate", "low", "high"), limits, strict=True):
            frame[name] = pd.Series(values / shown.size * shown.per, dtype="Float64")
        frame["statistic"] = f"{shown.unit} per {shown.per:,} inhabitants"
    return frame


def _positions(frame: pd.DataFrame) -> pd.Series:
    """Return where each estimate lies beside the limits of its size."""
    value = frame["estimate"]
    below = sum((value < frame[f"lower_{level}"]).fillna(False).astype(int) for level in LEVELS)
    above = sum((value > frame[f"upper_{level}"]).fillna(False).astype(int) for level in LEVELS)
    names = pd.Series(np.array(POSITIONS)[2 - below + above], index=frame.index, dtype="str")
    return names.where(frame["target"].notna())


def _method(whole: Whole) -> str:
    """Return how the limits were made."""
    kind, phi = whole.spread.kind, f"phi {whole.spread.phi:.2f}"
    form = "Wilson form" if whole.share else "Poisson"
    if kind == "none":
        return f"funnel, 95 and 99.8 %: {form}, no overdispersion added ({phi})"
    bound = f"{phi} above {whole.spread.most:.2f}"
    return f"funnel, 95 and 99.8 %: {kind} overdispersion, Spiegelhalter ({bound})"


def _released(frame: pd.DataFrame) -> SafeTable:
    """Return a table made of what may be seen as one that may be seen."""
    names = ["estimate", "low", "high", "confidence", "statistic", "method", "target"]
    names += [f"{side}_{level}" for level in LEVELS for side in ("lower", "upper")]
    extra = [name for name in ("population", "vintage", "n_total") if name in frame.columns]
    support = [name for name in SUPPORT if name in frame.columns]
    columns = [*grouping_columns(frame), *names, "position", *extra, *support, "state"]
    return release(frame[columns])
