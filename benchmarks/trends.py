"""Measure what the estimators of trends promise, on simulated weeks, beside the usual methods.

``python benchmarks/trends.py [--repetitions 80] [--only breaks]`` prints one table per question:
how often the 95 % interval of a before-and-after model holds the true step, with the errors of the
toolkit, quasi-Poisson, Newey and West (lag 4) and Poisson; how often a quiet series has a break,
and how often a fall is found and dated, beside the usual call of a change-point library (least
squares, penalty log n; ``ruptures`` where it is installed, else the same search written here); how
often the interval of a transfer between platforms holds it, and that of a change of a share, when
ads are reposted. Then what ``trends_further.py`` asks: seasons, alerts, power, corrected shares.
The worlds are those of ``trends_worlds.py``; seeds are here and there, and nothing was fitted to
these draws after the first full run.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.stats import norm, t
from trends_further import (
    corrected_quarters,
    many_series,
    quiet_weeks,
    seasons,
    stopped,
    visible_differences,
    visible_falls,
)
from trends_worlds import (
    AR15,
    AR20,
    AR30,
    NB10,
    NB30,
    POISSON,
    WEEKS_IN_A_YEAR,
    Noise,
    Row,
    drawn,
    waves_of,
)

from toolkit.analysis.shares.redrawing import UnitSums, wilson
from toolkit.analysis.trends import displacement
from toolkit.analysis.trends.changed_shares import share_gaps
from toolkit.analysis.trends.serial import Counts, Fit, fit_counts
from toolkit.analysis.trends.steps import find_steps

STEP = -0.3
NEAR, APART = 4, 4


def holds(fit: Fit, covariance: np.ndarray, quantile: float) -> bool:
    """Tell whether the interval of the step holds it."""
    half = quantile * np.sqrt(covariance[1, 1])
    return bool(abs(fit.coefficients[1] - STEP) <= half)


def step_intervals(counts: np.ndarray, *, season: bool) -> dict[str, bool]:
    """Return whether each kind of interval holds the step of one series."""
    weeks = len(counts)
    times = np.arange(float(weeks))
    columns = [np.ones(weeks), times >= weeks // 2, times / WEEKS_IN_A_YEAR]
    design = np.column_stack([*columns, *(waves_of(weeks).T if season else [])])
    series = Counts(times, counts)
    ours = fit_counts(series, design)
    usual = fit_counts(series, design, errors="newey_west", lags=4)
    bread = np.linalg.inv(design.T @ (design * ours.expected[:, None]))
    spread = float(ours.residuals @ ours.residuals) / (weeks - design.shape[1])
    normal = float(norm.ppf(0.975))
    return {
        "toolkit": holds(ours, ours.covariance, float(t.ppf(0.975, ours.freedom))),
        "quasi-Poisson": holds(ours, spread * bread, normal),
        "Newey-West, lag 4": holds(usual, usual.covariance, normal),
        "Poisson": holds(ours, bread, normal),
    }


def before_and_after(repetitions: int) -> Iterator[Row]:
    """Yield coverage of the step in each world."""
    yield ("world", "toolkit", "quasi-Poisson", "Newey-West, lag 4", "Poisson")
    worlds = [(POISSON, 104), (NB10, 104), (AR20, 104), (AR30, 104), (POISSON, 52), (AR20, 52)]
    for number, (noise, weeks) in enumerate(worlds):
        random = np.random.default_rng([1, number])
        mean = 40 * np.exp(STEP * (np.arange(weeks) >= weeks // 2))
        found = pd.DataFrame(
            step_intervals(drawn(random, mean, noise), season=weeks > 100)
            for _ in range(repetitions)
        )
        yield (f"{noise.name}, {weeks} weeks", *(f"{share:.3f}" for share in found.mean()))


def least_squares(values: np.ndarray) -> list[int]:
    """Return the positions that the usual call reports: least squares, penalty log n."""
    scaled = (values - values.mean()) / values.std()
    library = peer()
    if library is None:
        return _partitioned(scaled, float(np.log(len(scaled))))
    search = library.Pelt(model="l2", min_size=APART, jump=1).fit(scaled)
    return [int(place) for place in search.predict(pen=np.log(len(scaled)))[:-1]]


def _partitioned(values: np.ndarray, penalty: float) -> list[int]:
    """Return the same partition, by trying all."""
    sums, squares = (np.append(0, np.cumsum(values**power)) for power in (1, 2))
    number = len(values)
    best, before = np.full(number + 1, np.inf), np.zeros(number + 1, dtype=int)
    best[0] = -penalty
    for end in range(APART, number + 1):
        starts = np.arange(end - APART + 1)
        inside = squares[end] - squares[starts] - (sums[end] - sums[starts]) ** 2 / (end - starts)
        cost = best[starts] + inside + penalty
        best[end], before[end] = cost.min(), starts[cost.argmin()]
    found, end = [], int(before[number])
    while end:
        found.append(end)
        end = int(before[end])
    return found[::-1]


def peer() -> ModuleType | None:
    """Return the change-point library, nothing where it is not installed."""
    try:
        return import_module("ruptures")
    except ImportError:
        return None


def breaks_found(repetitions: int) -> Iterator[Row]:
    """Yield false alarms of quiet series, then how falls are found and dated."""
    library = peer()
    usual = "least squares" if library is None else f"ruptures {library.__version__} Pelt l2"
    yield ("world", "toolkit", f"{usual}, log n", "dates held (95 %)")
    weeks = 104
    season = np.exp(0.3 * waves_of(weeks)[:, 0])
    flat = np.ones(weeks)
    quiet = [(NB10, flat), (AR15, flat), (AR30, flat), (AR15, season)]
    for number, (noise, shape) in enumerate(quiet):
        random = np.random.default_rng([2, number])
        alarms = [
            (bool(steps(series)[0]), bool(least_squares(series)))
            for series in (drawn(random, 40 * shape, noise) for _ in range(repetitions))
        ]
        words = f"quiet, {noise.name}{'' if shape is flat else ', season'}: any break"
        yield (words, *(f"{share:.3f}" for share in np.mean(alarms, axis=0)), "–")
    worlds = [(0.6, NB10), (0.6, NB30), (0.6, AR15), (0.6, AR30), (0.8, NB10), (0.8, AR15)]
    for number, (ratio, noise) in enumerate(worlds):
        yield _dated(ratio, noise, np.random.default_rng([3, number]), repetitions)


def steps(series: np.ndarray) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Return the steps that the toolkit finds, and the limits of their dates."""
    times = np.arange(float(len(series)))
    waves = waves_of(len(series))
    found = find_steps(series, times, waves, apart=APART, allowed=0.05, seed=0)
    return found.positions, found.limits


def _dated(ratio: float, noise: Noise, random: np.random.Generator, repetitions: int) -> Row:
    """Return how often a fall is found within four weeks, and its date held."""
    weeks, hits, held = 104, [], []
    for _ in range(repetitions):
        at = int(random.integers(30, 75))
        series = drawn(random, np.where(np.arange(weeks) >= at, 40 * ratio, 40.0), noise)
        positions, limits = steps(series)
        near = [abs(place - at) <= NEAR for place in positions]
        hits.append((any(near), any(abs(place - at) <= NEAR for place in least_squares(series))))
        if positions:
            # the step nearest to the true one, however far
            nearest = int(np.argmin([abs(place - at) for place in positions]))
            held.append(limits[nearest][0] <= at <= limits[nearest][1])
    words = f"{ratio - 1:+.0%} step, {noise.name}: within ±{NEAR} weeks"
    shares = (f"{share:.3f}" for share in np.mean(hits, axis=0))
    return (words, *shares, f"{np.mean(held):.3f} of {len(held)}" if held else "–")


def platforms(
    random: np.random.Generator, transfer: float, noise: Noise, reposts: int
) -> pd.DataFrame:
    """Return the weeks of a platform that closes, of one that may gain, and of a control."""
    weeks = 60
    after = np.arange(weeks) >= weeks // 2
    market = np.exp(random.normal(0, 0.1, weeks))
    means = {"closed": 80 * ~after, "other": 60 + 80 * transfer * after, "control": 150 + 0 * after}
    labels = [f"{2021 + week // 52}-W{week % 52 + 1:02}" for week in range(weeks)]
    parts = []
    for name, mean in means.items():
        advertisers = drawn(random, mean * market, noise).astype(int)
        # of an advertiser who posts, more ads follow in the same week with a constant chance
        more = random.negative_binomial(np.maximum(advertisers, 1), 1 / reposts)
        ads = advertisers + np.where(advertisers > 0, more, 0)
        columns = {"period": labels, "n_ads": ads, "n_advertisers": advertisers}
        parts.append(pd.DataFrame({"platform": name, **columns}))
    return pd.concat(parts)


def displaced(repetitions: int) -> Iterator[Row]:
    """Yield coverage of true transfers."""
    yield ("world", "counted by", "coverage", "mean half width")
    worlds = [(transfer, POISSON, 1) for transfer in (0.0, 0.4, 0.8)]
    worlds += [(0.4, NB30, 1), (0.4, AR15, 1), (0.4, POISSON, 5), (0.4, POISSON, 20)]
    for number, (transfer, noise, reposts) in enumerate(worlds):
        for unit in ("n_ads", "n_advertisers") if reposts > 1 else ("n_ads",):
            random = np.random.default_rng([4, number])
            held, widths = [], []
            for _ in range(repetitions):
                series = platforms(random, transfer, noise, reposts)
                found = displacement(
                    series, closed="closed", control=["control"], at="2021-W31", unit=unit
                )
                row = found.gains.set_index("platform").loc["other"]
                held.append(row["low"] <= transfer <= row["high"])
                widths.append((row["high"] - row["low"]) / 2)
            words = f"transfer {transfer}, {noise.name}, reposts {reposts}"
            unit_words = unit.removeprefix("n_")
            yield (words, unit_words, f"{np.mean(held):.3f}", f"{np.mean(widths):.2f}")


def shares_of_corpora(
    random: np.random.Generator, corpora: int, reposts: int, likeness: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return ads of a cell and all ads: by advertiser, both years of each corpus side by side.

    Half of the advertisers of a year are those of the other. From .3 in the first year, an
    advertiser's chance to write so falls by a third.
    """
    advertisers = 150
    shape = (advertisers, 2 * corpora)
    posted = random.geometric(1 / reposts, size=shape)
    # a third posts in the first year, a third in both, a third in the second
    place = np.arange(advertisers) * 3 // advertisers
    posted[place == 2, :corpora] = 0
    posted[place == 0, corpora:] = 0
    half = (advertisers, corpora)
    if likeness < 1:
        spread = (1 - likeness) / likeness
        chance = random.beta(0.3 * spread, 0.7 * spread, size=half)
        chances = np.hstack([chance, chance * 2 / 3])
    else:
        said = (random.random(half) < 0.3).astype(float)
        chances = np.hstack([said, said * (random.random(half) < 2 / 3)])
    return random.binomial(posted, chances), posted


def changes_of_shares(repetitions: int) -> Iterator[Row]:
    """Yield coverage of a change from .3 to .2 with reposts."""
    yield ("world", "toolkit", "Newcombe on ads", "mean half width", "on ads")
    worlds = [(1, 0.3), (5, 0.3), (20, 0.3), (5, 1.0), (20, 1.0)]
    corpora = 20 * repetitions
    for number, (reposts, likeness) in enumerate(worlds):
        random = np.random.default_rng([5, number])
        inside, whole = shares_of_corpora(random, corpora, reposts, likeness)
        total = whole.sum(axis=0)
        # copies of one text are no new texts; half alike, every ad has its own
        texts = (whole > 0).sum(axis=0) if likeness == 1 else total
        sums = UnitSums(csr_array(inside), csr_array(whole), np.arange(2 * corpora), texts)
        ours = share_gaps(sums, corpora, 0.95)
        ads = wilson(inside.sum(axis=0) / total, total.astype(float), norm.ppf(0.975))
        before, after = (
            [part[side] for part in ads] for side in np.split(np.arange(2 * corpora), 2)
        )
        gap = after[0] - before[0]
        low = gap - np.hypot(after[0] - after[1], before[2] - before[0])
        high = gap + np.hypot(after[2] - after[0], before[0] - before[1])
        held = [((a <= -0.1) & (b >= -0.1)).mean() for a, b in ((ours.low, ours.high), (low, high))]
        halves = [(b - a).mean() / 2 for a, b in ((ours.low, ours.high), (low, high))]
        words = f"reposts {reposts}, likeness {likeness:g}"
        yield (words, *(f"{share:.3f}" for share in held), *(f"{width:.3f}" for width in halves))


QUESTIONS: dict[str, tuple[str, Callable[[int], Iterator[Row]]]] = {
    "steps": ("Before and after: coverage of a step of -0.3", before_and_after),
    "breaks": ("Breaks: false alarms and dates", breaks_found),
    "shares": ("Changes of a share: coverage of -10 points", changes_of_shares),
    "seasons": ("Seasons: told, and their size held", seasons),
    "stopped": ("A platform that stops", stopped),
    "alerts": ("Alerts: quiet weeks that are told", quiet_weeks),
    "many": ("Alerts: thirty series at once", many_series),
    "falls": ("Power: falls said to be visible", visible_falls),
    "differences": ("Power: differences of shares said to be visible", visible_differences),
    "corrected": ("Corrected shares over six quarters", corrected_quarters),
    "displacement": ("Displacement: coverage of the transfer", displaced),
}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=80)
    parser.add_argument("--only", choices=tuple(QUESTIONS))
    options = parser.parse_args()
    for name, (title, question) in QUESTIONS.items():
        if options.only in (None, name):
            began = time.process_time()
            print(f"\n### {title}\n", flush=True)
            for number, row in enumerate(question(options.repetitions)):
                print("| " + " | ".join(row) + " |", flush=True)
                if number == 0:
                    print("|" + "---|" * len(row), flush=True)
            print(f"\n{time.process_time() - began:.0f} s of CPU")


if __name__ == "__main__":
    main()
