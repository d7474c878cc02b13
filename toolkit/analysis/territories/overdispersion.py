"""How much more territories differ from one another than chance alone would have it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from toolkit.counting.proportions import Numbers
from toolkit.errors import OptionError

WINSORISED = 0.1
CHOICES = ("additive", "multiplicative", "none")


class Spread(NamedTuple):
    """Overdispersion of territories: ``phi``, the most that chance gives, and what is done.

    ``kind`` is ``"none"`` where the test finds none; ``between`` is the standard deviation between
    territories, on the scale of the z-scores' numerators.
    """

    phi: float
    most: float
    kind: str
    between: float


def z_scores(events: Numbers, size: Numbers, target: float, *, share: bool) -> Numbers:
    """Return how far each territory is from the target, in standard errors.

    Parameters
    ----------
    events, size : numpy.ndarray
        Numbers; events on inhabitants for a rate, on ads for a share.
    target : float
        Rate or share of the whole.
    share : bool
        Whether it is a share.

    Returns
    -------
    numpy.ndarray
        One number per territory, on a scale that does not depend on the estimate: square root for
        rates, arcsine of the square root for shares.

    Examples
    --------
    >>> z_scores(np.array([36.0]), np.array([1000.0]), 0.025, share=False).round(3).tolist()
    [2.0]
    """
    if share:
        gap = np.arcsin(np.sqrt(events / size)) - np.arcsin(np.sqrt(target))
    else:
        gap = np.sqrt(events / size) - np.sqrt(target)
    scores: Numbers = 2 * np.sqrt(size) * gap
    return scores


def spread_of(scores: Numbers, errors: Numbers, *, choice: str = "additive") -> Spread:
    """Return the overdispersion of z-scores, and whether it is more than chance.

    Below the test's bound nothing is added to limits: a territory is then held to chance alone.

    Parameters
    ----------
    scores : numpy.ndarray
        z-scores.
    errors : numpy.ndarray
        Their standard errors on the same scale.
    choice : str
        ``"additive"``: what territories differ by is the same for large and small ones;
        ``"multiplicative"``: limits are widened in proportion; ``"none"``.

    Returns
    -------
    Spread
        ``kind`` is the choice where the test says so.

    Raises
    ------
    OptionError
        When there is no such choice.

    Notes
    -----
    Spiegelhalter (2005; and others 2012): the scores are winsorised at 10 and 90 %, phi is the mean
    of their squares, and it is applied only above ``1 + 2 sqrt(2 / n)``. The additive variance is
    that of DerSimonian and Laird (1986).

    Examples
    --------
    >>> calm = spread_of(np.array([-1.0, 0.0, 1.0, 0.5]), np.ones(4))
    >>> calm.kind, round(calm.phi, 2)
    ('none', 0.37)
    >>> spread_of(np.array([-6.0, 5.0, 4.0, -4.0, 5.0]), np.ones(5)).kind
    'additive'
    """
    if choice not in CHOICES:
        raise OptionError(
            "overdispersion",
            value=choice,
            rule=f"must be one of {', '.join(CHOICES)}",
            remedy='write overdispersion="additive"',
        )
    number = len(scores)
    edges = np.quantile(scores, (WINSORISED, 1 - WINSORISED))
    phi = float(np.mean(np.clip(scores, *edges) ** 2))
    most = 1 + 2 * float(np.sqrt(2 / number))
    if choice == "none" or phi <= most:
        return Spread(phi, most, "none", 0.0)
    weights = 1 / errors**2
    room = float(weights.sum() - (weights**2).sum() / weights.sum())
    between = float(np.sqrt(max(number * phi - (number - 1), 0.0) / room))
    return Spread(phi, most, choice, between if choice == "additive" else 0.0)
