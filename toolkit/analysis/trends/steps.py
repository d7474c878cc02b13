"""Steps in a series of counts: which are larger than chance, season and memory make them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.analysis.trends.serial import alike, correlation_of
from toolkit.counting.proportions import Numbers

MOST_STEPS = 5
_DRAWS = 399
# once the likeliest step is taken out, series resemble themselves less than they did: tests at
# half of the false alarms allowed keep to them, see benchmarks/trends.py
_OF_THE_ALLOWED = 0.5


@dataclass(frozen=True)
class Steps:
    """Found steps: positions of the first period after each, their limits, what was supposed.

    ``visible`` is the change, in units of the transformed counts, that would be seen four times
    in five if it fell in the middle.
    """

    positions: tuple[int, ...]
    limits: tuple[tuple[int, int], ...]
    with_season: bool
    visible: float


def find_steps(
    counts: Numbers, times: Numbers, waves: Numbers, *, apart: int, allowed: float, seed: int
) -> Steps:
    """Return the steps of a series, with limits for their dates.

    It looks for steps, not for trends: a slow change may be read as one or two steps.

    Parameters
    ----------
    counts : numpy.ndarray
        One per period.
    times : numpy.ndarray
        Number of each period.
    waves : numpy.ndarray
        Yearly waves, one row per period; without columns where there is no season to look for.
    apart : int
        Least number of periods between two steps, and before the first.
    allowed : float
        Share of series without a step in which one is reported.
    seed : int
        Of the draws.

    Returns
    -------
    Steps
        In order of time.

    Notes
    -----
    Square roots of counts (Anscombe 1948); binary segmentation (Scott and Knott 1974), with the
    season kept where it lowers BIC, at three parameters a step (Zhang and Siegmund 2007). A step
    stays when series with the same season, serial correlation and other steps show so large a
    further one less often than allowed. Limits of a date: series drawn with the steps found, and
    searched again.

    Examples
    --------
    >>> random = np.random.default_rng(0)
    >>> counts = random.poisson(np.repeat([40.0, 20.0], 40))
    >>> nothing = np.empty((80, 0))
    >>> find_steps(counts, np.arange(80.0), nothing, apart=4, allowed=0.05, seed=0).positions
    (40,)
    """
    values = 2 * np.sqrt(np.asarray(counts, dtype="float64") + 3 / 8)
    random = np.random.default_rng(seed)
    search = _Search(values, times, np.empty((len(values), 0)), apart)
    level = allowed * _OF_THE_ALLOWED
    if np.ptp(values) == 0:
        return Steps((), (), with_season=False, visible=search.visible([], level, random))
    if waves.shape[1]:
        seasonal = _Search(values, times, waves, apart)
        search = min((search, seasonal), key=lambda one: one.likely()[1])
    found = search.kept(search.likely()[0], level, random)
    limits = tuple(search.dated(found, place, random) for place in range(len(found)))
    return Steps(
        tuple(found), limits, bool(search.waves.shape[1]), search.visible(found, level, random)
    )


class _Search:
    """Least squares with a constant, a season and steps, on the transformed counts."""

    def __init__(self, values: Numbers, times: Numbers, waves: Numbers, apart: int) -> None:
        self.values, self.times, self.waves, self.apart = values, times, waves, apart
        number = len(values)
        self.steps = (np.arange(number)[:, None] >= np.arange(number)).astype("float64")
        self.distances = np.abs(np.subtract.outer(times, times))

    def basis(self, positions: list[int]) -> Numbers:
        """Return an orthonormal basis of constant, season and steps."""
        constant = np.ones((len(self.values), 1))
        design = np.hstack([constant, self.waves, self.steps[:, positions]])
        return np.linalg.qr(design)[0]

    def directions(self, basis: Numbers, positions: list[int]) -> Numbers:
        """Return what each possible step adds to a basis, of length 1; 0 where none may be."""
        added = self.steps - basis @ (basis.T @ self.steps)
        length = np.sqrt((added**2).sum(axis=0))
        places = np.arange(len(self.values))
        free = (places >= self.apart) & (places <= len(places) - self.apart) & (length > 1e-6)
        for position in positions:
            free &= np.abs(places - position) >= self.apart
        return np.where(free, added / np.where(free, length, 1), 0.0)

    def residuals(self, basis: Numbers, values: Numbers) -> Numbers:
        """Return what a basis leaves of some values."""
        left: Numbers = values - basis @ (basis.T @ values)
        return left

    def likely(self) -> tuple[list[int], float]:
        """Return the steps that BIC pays for, at three parameters each, and its value."""
        number, positions = len(self.values), list[int]()
        kept, best = positions, np.inf
        for _ in range(MOST_STEPS + 1):
            basis = self.basis(positions)
            left = self.residuals(basis, self.values)
            parameters = self.waves.shape[1] + 3 * len(positions)
            value = number * np.log(left @ left / number) + parameters * np.log(number)
            if value >= best:
                break
            kept, best = positions, float(value)
            gains = (self.directions(basis, positions).T @ left) ** 2
            positions = [*positions, int(gains.argmax())]
        return kept, best

    def kept(self, positions: list[int], level: float, random: np.random.Generator) -> list[int]:
        """Return the steps of which each is larger than chance makes them, the others given."""
        found = list(positions)
        while found:
            # what noise there is, is read where all steps are taken out
            whole = self.basis(found)
            root = self.noise(whole, self.residuals(whole, self.values))
            chances = [self.chance(found, place, (root, random)) for place in range(len(found))]
            weakest = int(np.argmax(chances))
            if chances[weakest] <= level:
                break
            found.pop(weakest)
        return sorted(found)

    def noise(self, basis: Numbers, left: Numbers) -> Numbers:
        """Return a root of the correlation of the noise that leaves such residuals."""
        maker = np.eye(len(left)) - basis @ basis.T
        matrix = alike(self.distances, correlation_of(self.distances, maker, left))
        root: Numbers = np.asarray(np.linalg.cholesky(matrix + 1e-9 * np.eye(len(left))), "float64")
        return root

    def chance(
        self, found: list[int], place: int, noise: tuple[Numbers, np.random.Generator]
    ) -> float:
        """Return how often such noise makes so large a step, the others as they are."""
        root, random = noise
        others = [position for position in found if position != found[place]]
        basis = self.basis(others)
        left = self.residuals(basis, self.values)
        ways = self.directions(basis, others)
        gain = (ways[:, found[place]] @ left) ** 2 / (left @ left)
        drawn = self.residuals(basis, root @ random.normal(size=(len(left), _DRAWS)))
        return float((1 + (_largest(ways, drawn) >= gain).sum()) / (_DRAWS + 1))

    def dated(self, found: list[int], place: int, random: np.random.Generator) -> tuple[int, int]:
        """Return 95 % limits of a step's position, the other steps as they are."""
        whole = self.basis(found)
        left = self.residuals(whole, self.values)
        freedom = len(left) - whole.shape[1]
        root = self.noise(whole, left) * np.sqrt(left @ left / freedom)
        others = [position for position in found if position != found[place]]
        basis = self.basis(others)
        ways = self.directions(basis, others)
        drawn = (self.values - left)[:, None] + root @ random.normal(size=(len(left), _DRAWS))
        again = ((ways.T @ self.residuals(basis, drawn)) ** 2).argmax(axis=0)
        low, high = np.quantile(again, [0.025, 0.975], method="inverted_cdf")
        return int(min(low, found[place])), int(max(high, found[place]))

    def visible(self, found: list[int], level: float, random: np.random.Generator) -> float:
        """Return the step in the middle that would be seen four times in five."""
        basis = self.basis(found)
        constant = np.ptp(self.values) == 0
        left = np.zeros_like(self.values) if constant else self.residuals(basis, self.values)
        ways = self.directions(basis, found)
        middle = int(np.abs(np.flatnonzero(ways.any(axis=0)) - len(left) / 2).argmin())
        place = np.flatnonzero(ways.any(axis=0))[middle]
        added = self.steps[:, place] - basis @ (basis.T @ self.steps[:, place])
        # counts that never change are taken for Poisson's, whose roots have a spread of 1
        scale = 1.0 if constant else np.sqrt(left @ left / (len(left) - basis.shape[1]))
        noise = self.residuals(
            basis, scale * self.noise(basis, left) @ random.normal(size=(len(left), _DRAWS))
        )
        needed = np.quantile(_largest(ways, noise), 1 - level)
        along, squares = ways[:, place] @ noise, (noise**2).sum(axis=0)
        # a larger step adds its square to both sides of the comparison
        sizes = np.geomspace(0.01, 50, 200)
        shown = [
            np.mean((along + size) ** 2 > needed * (squares + size**2 + 2 * size * along))
            for size in sizes * scale
        ]
        enough = np.flatnonzero(np.asarray(shown) >= 0.8)
        size = sizes[enough[0]] * scale if len(enough) else np.inf
        return float(size / np.sqrt(added @ added))


def _largest(ways: Numbers, drawn: Numbers) -> Numbers:
    """Return the part of each drawn series that its likeliest step explains."""
    part: Numbers = ((ways.T @ drawn) ** 2).max(axis=0) / (drawn**2).sum(axis=0)
    return part
