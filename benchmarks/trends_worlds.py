"""Worlds of simulated weeks: what ``trends.py`` and ``trends_further.py`` draw.

Noise: *Poisson*; *NB*, Poisson with a gamma mean of shape θ; *AR*, Poisson with a mean whose
logarithm is autoregressive, .5 from week to week, with the named standard deviation of innovations.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

WEEKS_IN_A_YEAR = 52.18
MEMORY = 0.5
Row = tuple[str, ...]


class Noise(NamedTuple):
    """What weeks differ by, beyond chance: θ of a gamma mean, innovations of an autoregression."""

    name: str
    theta: float = np.inf
    sd: float = 0.0


POISSON = Noise("Poisson")
NB10, NB30 = Noise("NB θ 10", theta=10), Noise("NB θ 30", theta=30)
AR15, AR20, AR30 = (
    Noise(f"AR .5, sd {sd:.2f}".replace("0.", "."), sd=sd) for sd in (0.15, 0.2, 0.3)
)


def drawn(random: np.random.Generator, mean: np.ndarray, noise: Noise) -> np.ndarray:
    """Return counts of weeks."""
    if np.isfinite(noise.theta):
        mean = random.gamma(noise.theta, mean / noise.theta)
    if noise.sd:
        level = random.normal(0, noise.sd / np.sqrt(1 - MEMORY**2))
        for week, shock in enumerate(random.normal(0, noise.sd, len(mean))):
            level = MEMORY * level + shock
            mean = np.append(mean[:week], [mean[week] * np.exp(level), *mean[week + 1 :]])
    return random.poisson(mean).astype("float64")


def waves_of(weeks: int) -> np.ndarray:
    """Return one yearly wave as two columns."""
    angle = 2 * np.pi * np.arange(weeks) / WEEKS_IN_A_YEAR
    return np.column_stack([np.sin(angle), np.cos(angle)])


def labels_of(weeks: int) -> list[str]:
    """Return names of weeks, 52 to a year."""
    return [f"{2021 + week // 52}-W{week % 52 + 1:02}" for week in range(weeks)]
