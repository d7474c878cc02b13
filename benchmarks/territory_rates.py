"""Measure how often the interval of a rate holds it when advertisers post many ads, in one run.

``python benchmarks/territory_rates.py [--corpora 4000]`` draws territories over a grid: a Poisson
number of advertisers, each posting *once*, *five* times, a *geometric* number of times (mean 5), or
a *heavy* one (P(more than m) = 1/(m+1), at most 500). It prints the coverage of the 95 % interval
of ``rates`` on ads (which takes them as independent), of ``clustered_rates``, and of ``rates`` on
advertisers (whose rate is another); widths are divided by the rate. Then: départements of equal
rates, and how many of them a funnel of ads and one of advertisers put beyond its limits.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

import toolkit as tk
from toolkit.analysis.territories.clustered_rates import clustered_limits
from toolkit.analysis.territories.funnels import Whole, funnel_limits
from toolkit.analysis.territories.overdispersion import spread_of, z_scores
from toolkit.analysis.territories.poisson_limits import event_limits

ADVERTISERS = (10, 30, 100, 300)
SIZES = ("once", "five", "geometric", "heavy")
MEAN, LARGEST = 5, 500


def posted(random: np.random.Generator, kind: str, number: int) -> np.ndarray:
    """Return the ads of so many advertisers."""
    if kind == "once":
        return np.ones(number)
    if kind == "five":
        return np.full(number, float(MEAN))
    if kind == "geometric":
        return random.geometric(1 / MEAN, number).astype(float)
    return np.floor(np.minimum(1 / random.random(number), LARGEST))


def mean_of(kind: str) -> float:
    """Return how many ads an advertiser posts on average."""
    heavy = float((1 / np.arange(1, LARGEST + 1)).sum())
    return {"once": 1.0, "five": MEAN, "geometric": MEAN, "heavy": heavy}[kind]


def drawn(
    random: np.random.Generator, kind: str, people: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ads of each territory, and the squared ads of its advertisers added up."""
    sizes = posted(random, kind, int(people.sum()))
    place = np.repeat(np.arange(len(people)), people)
    ads = np.bincount(place, weights=sizes, minlength=len(people))
    return ads, np.bincount(place, weights=sizes**2, minlength=len(people))


def coverage(random: np.random.Generator, kind: str, expected: int, corpora: int) -> list[str]:
    """Return coverage and width of each interval in one world."""
    people = random.poisson(expected, corpora)
    ads, squares = drawn(random, kind, people)
    true = expected * mean_of(kind)
    found = (
        (event_limits(ads), true),
        (clustered_limits(ads, squares), true),
        (event_limits(people), float(expected)),
    )
    cells = []
    for limits, value in found:
        held = np.mean((limits.low <= value) & (value <= limits.high))
        width = np.mean(limits.high - limits.low) / value
        cells.append(f"{held:.3f} ({width:.2f})")
    return cells


def outside(random: np.random.Generator, kind: str, runs: int) -> list[str]:
    """Return the share of départements of equal rates beyond 99.8 % limits."""
    size = tk.departements()["population"].to_numpy(dtype="float64")
    beyond = np.zeros((runs, 3))
    for run in range(runs):
        people = random.poisson(4e-5 * size)
        ads, _ = drawn(random, kind, people)
        worlds = ((ads, "none"), (ads, "additive"), (people.astype(float), "additive"))
        for place, (events, choice) in enumerate(worlds):
            target = events.sum() / size.sum()
            scores = z_scores(events, size, target, share=False)
            spread = spread_of(scores, 0.5 / np.sqrt(size), choice=choice)
            low, high = funnel_limits(size, Whole(target, spread, share=False), confidence=0.998)
            beyond[run, place] = np.mean((events / size < low) | (events / size > high))
    return [f"{share:.4f}" for share in beyond.mean(axis=0)]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=int, default=4_000)
    corpora, random = parser.parse_args().corpora, np.random.default_rng(0)
    start = time.process_time()
    print("| ads posted | advertisers | ads, naive | ads, by advertiser | advertisers |")
    print("|---|---|---|---|---|")
    for kind in SIZES:
        for expected in ADVERTISERS:
            cells = coverage(random, kind, expected, corpora)
            print(f"| {kind} | {expected} | {' | '.join(cells)} |")
    print("\nbeyond 99.8 % limits, equal rates (.002 by chance):")
    print("| ads posted | ads, no overdispersion | ads, additive | advertisers, additive |")
    print("|---|---|---|---|")
    for kind in SIZES:
        print(f"| {kind} | {' | '.join(outside(random, kind, corpora // 20))} |")
    print(f"\n{time.process_time() - start:.0f} CPU seconds")


if __name__ == "__main__":
    main()
