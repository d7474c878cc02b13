"""Measure how often the intervals of hours and of staffing plans hold the truth, in one run.

``python benchmarks/outreach.py [--corpora 60] [--plans 200]`` draws corpora of 30 and 100
advertisers who post 1, 5 or 20 ads on average, all copies, and prints the coverage of the 95 %
interval of ``outreach_windows`` over the cells of the week, beside Wilson's on ads and the
percentiles of draws of advertisers. *Tied*: those who post most state evenings twice as often; the
truth stays a share of advertisers. Then, for plans of two bands chosen on the same advertisers: the
coverage of ``staffing_plan`` (before it rounds outward), that of the same interval without
correction, and by how much a share is too high. *Alike*: all cells have the same truth, where
choosing costs most.
"""

from __future__ import annotations

import argparse
import itertools
import time
from types import SimpleNamespace

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from toolkit.analysis import outreach_windows
from toolkit.analysis.outreach.staffing import best_plan, chosen_coverage, given_coverage

ADVERTISERS, MEANS = (30, 100), (1, 5, 20)
BANDS = ((18, 21), (21, 24), (15, 18), (9, 12))
CHANCES = (0.45, 0.15, 0.3, 0.1)
CELLS, DRAWS, PEOPLE = 28, 400, 40_000


def stated(random: np.random.Generator, heavy: np.ndarray) -> np.ndarray:
    """Return advertisers by cells, days times bands: a liking for a band, then days."""
    evening = np.where(heavy, 2.0, 1.0)[:, None] * np.array(CHANCES)[[0, 1]]
    other = np.where(heavy, 0.5, 1.0)[:, None] * np.array(CHANCES)[[2, 3]]
    likes = random.random((len(heavy), 4)) < np.minimum(np.hstack([evening, other]), 1)
    days = random.random((len(heavy), 7)) < random.uniform(0.2, 0.9, len(heavy))[:, None]
    found = days[:, :, None] & likes[:, None, :]
    # everybody states something
    none = ~found.any(axis=(1, 2))
    found[none, random.integers(0, 7, none.sum()), random.integers(0, 4, none.sum())] = True
    return found.reshape(len(heavy), -1)


def corpus(said: np.ndarray, posted: np.ndarray) -> SimpleNamespace:
    """Return a corpus read once in which each advertiser posts copies."""
    who = np.repeat(np.arange(len(posted)), posted)
    ads = pd.DataFrame({"ad_id": np.arange(len(who)).astype(str), "advertiser": who})
    ads = ads.assign(template=who, language="fr", language_status="sure")
    row, cell = np.nonzero(said[who])
    hours = np.array(BANDS, dtype=float)[cell % 4] * 60
    windows = pd.DataFrame({"ad_id": row.astype(str), "day": cell // 4 + 1.0, "always_open": False})
    windows["start_minute"], windows["end_minute"] = hours.T
    return SimpleNamespace(corpus=ads, windows=windows)


def posts(random: np.random.Generator, mean: int, number: int) -> np.ndarray:
    """Return how many ads each advertiser posts, a heavy tail where the mean is above one."""
    if mean == 1:
        return np.ones(number, dtype=int)
    return np.minimum(1 + random.pareto(1.5, number) * (mean - 1) / 2, 60 * mean).astype(int)


def of_cells(found: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of the world in its own order."""
    names = [f"{a:02d}h-{b:02d}h" for a, b in BANDS]
    order = pd.MultiIndex.from_product([[str(day) for day in range(1, 8)], names])
    return found.set_index(["weekday", "hour_band"]).loc[order]


def windows_row(number: int, mean: int, tied: bool, corpora: int) -> dict[str, object]:
    """Return coverage and width for one world."""
    random = np.random.default_rng([number, mean, tied])
    sizes = posts(random, mean, PEOPLE)
    limit = np.quantile(sizes, 0.7) if tied else np.inf
    truth = stated(random, sizes > limit).mean(axis=0)
    held: dict[str, list[np.ndarray]] = {"ours": [], "Wilson on ads": [], "percentiles": []}
    widths: dict[str, list[float]] = {name: [] for name in held}
    for _ in range(corpora):
        posted = posts(random, mean, number)
        said = stated(random, posted > limit)
        found = of_cells(outreach_windows(corpus(said, posted), languages=False))
        ads = (said * posted[:, None]).sum(axis=0)
        times = random.multinomial(number, np.full(number, 1 / number), size=DRAWS)
        limits = {
            "ours": (found["low"].to_numpy(float), found["high"].to_numpy(float)),
            "Wilson on ads": proportion_confint(ads, posted.sum(), method="wilson"),
            "percentiles": tuple(np.quantile(times @ said / number, (0.025, 0.975), axis=0)),
        }
        for name, (low, high) in limits.items():
            held[name].append((low <= truth) & (truth <= high))
            widths[name].append(float((high - low).mean()))
    row: dict[str, object] = {"advertisers": number, "mean ads": mean, "tied": tied}
    for name, cells in held.items():
        each = np.mean(cells, axis=0)
        row |= {name: each.mean(), f"{name}, worst cell": each.min()}
        row |= {f"{name}, width": np.mean(widths[name])}
    return row


def plan_row(number: int, cells: int, alike: bool, corpora: int) -> dict[str, object]:
    """Return coverage of plans of two bands among some cells."""
    random = np.random.default_rng([number, cells, alike])

    def people(size: int) -> np.ndarray:
        """Return advertisers by cells."""
        if alike:
            return random.random((size, cells)) < 0.25
        return stated(random, np.zeros(size, dtype=bool))[:, :cells]

    everybody, held, seen, middle, width = people(PEOPLE), [], [], [], []
    for _ in range(corpora):
        voices = people(number)
        plan = best_plan(voices, 2)
        truth = float(everybody[:, list(plan)].any(axis=1).mean())
        found = chosen_coverage(voices, 2, confidence=0.95)
        naive = given_coverage(voices, plan, confidence=0.95)
        held.append([one.low <= truth <= one.high for one in (found, naive)])
        seen.append(found.seen - truth)
        middle.append(found.corrected - truth)
        width.append(found.high - found.low)
    ours, naive = np.mean(held, axis=0)
    row = {"advertisers": number, "cells": cells, "alike": alike, "ours": ours, "naive": naive}
    row |= {"too high as seen": np.mean(seen), "as corrected": np.mean(middle)}
    return row | {"width": np.mean(width)}


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=int, default=60)
    parser.add_argument("--plans", type=int, default=200)
    options = parser.parse_args()
    start = time.process_time()
    worlds = itertools.product(ADVERTISERS, MEANS, (False, True))
    kept = [world for world in worlds if not (world[1] == 1 and world[2])]
    table = pd.DataFrame([windows_row(*world, options.corpora) for world in kept])
    print(
        table.round(3).to_string(index=False),
        f"{time.process_time() - start:.0f} CPU-s",
        flush=True,
    )
    grid = itertools.product(ADVERTISERS, (14, CELLS), (False, True))
    plans = pd.DataFrame([plan_row(*world, options.plans) for world in grid])
    print(plans.round(3).to_string(index=False))
    spent = time.process_time() - start
    print(f"{options.corpora} corpora and {options.plans} plans of each world, {spent:.0f} CPU-s")


if __name__ == "__main__":
    main()
