"""Measure how often the interval of a share holds it when advertisers post many ads, in one run.

``python benchmarks/clustered_shares.py [--corpora 2000]`` draws corpora over a grid and prints,
for each world, coverage and mean width of the 95 % interval of ``clustered_shares``, of Wilson's on
ads, of ``shares`` (what counts tell of the advertisers of the cell) and of the percentiles of as
many draws; then the upper limit where no ad of the cell was seen. It also times 100,000 ads by
département and language.

Sizes: *equal*, ten ads each; *Zipf*, the same mean, the n-th advertiser posting 1/n of what the
first does; *drawn*, each size drawn anew (P(more than m) = 1/(m+1), at most 500); *tied*, drawn,
and an advertiser of more than ten ads is in the cell four times as often as one of fewer, which the
method supposes away. Likeness: correlation of two ads of one advertiser; at 1 all are copies.
"""

from __future__ import annotations

import argparse
import itertools
import time
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from toolkit.analysis import clustered_shares, shares
from toolkit.analysis.shares.redrawing import DRAWS, UnitSums, redrawn_shares, wilson
from toolkit.counting import count

SIZES = ("equal", "Zipf", "drawn")
ADVERTISERS = (10, 30, 100, 1000)
SHARES = (0.02, 0.1, 0.5)
LIKENESS = (0.0, 0.3, 1.0)
TIED = (0.02, 0.1)
MEAN, LARGEST, LARGE = 10, 500, 10
TARGET, ENOUGH = 0.93, 30
Limits = tuple[np.ndarray, np.ndarray]


class World(NamedTuple):
    """Sizes of advertisers, their number, the true share, and how alike the ads of one are."""

    sizes: str
    advertisers: int
    share: float
    likeness: float


class Result(NamedTuple):
    """Coverage, mean width, and mean upper limit of the corpora in which nothing was seen."""

    coverage: float
    width: float
    zero: float


def sizes(random: np.random.Generator, world: World, corpora: int) -> np.ndarray:
    """Return the ads of each advertiser, one column per corpus."""
    shape = (world.advertisers, corpora)
    if world.sizes == "equal":
        return np.full(shape, MEAN)
    if world.sizes == "Zipf":
        parts = 1 / np.arange(1, world.advertisers + 1)
        fixed = np.maximum(1, np.round(MEAN * world.advertisers * parts / parts.sum()))
        return np.repeat(fixed.astype(int)[:, None], corpora, axis=1)
    return np.minimum(1 / random.random(shape), LARGEST).astype(int)


def chances(random: np.random.Generator, world: World, posted: np.ndarray) -> np.ndarray:
    """Return for each advertiser the chance of its ads to be in the cell."""
    if world.sizes == "tied":
        return np.where(posted > LARGE, 2.0, 0.5) * world.share
    if world.likeness == 0:
        return np.full(posted.shape, world.share)
    if world.likeness == 1:
        return (random.random(posted.shape) < world.share).astype(float)
    spread = (1 - world.likeness) / world.likeness
    return random.beta(world.share * spread, (1 - world.share) * spread, posted.shape)


def truth(world: World) -> float:
    """Return the share that the interval is to hold."""
    if world.sizes != "tied":
        return world.share
    m = np.arange(1, LARGEST + 1)
    weight = np.where(m < LARGEST, 1 / m - 1 / (m + 1), 1 / m) * m
    return float((weight * np.where(m > LARGE, 2.0, 0.5)).sum() / weight.sum() * world.share)


def percentiles(random: np.random.Generator, seen: np.ndarray, posted: np.ndarray) -> Limits:
    """Return the limits that the draws themselves give, nothing added."""
    number = len(seen)
    times = random.multinomial(number, np.full(number, 1 / number), size=DRAWS).astype(float)
    drawn = (times @ seen) / (times @ posted)
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    return low, high


def measured(world: World, *, corpora: int, seed: int) -> dict[str, Result]:
    """Return coverage and width of each interval in one world."""
    random = np.random.default_rng(seed)
    posted = sizes(random, world, corpora)
    chance = chances(random, world, posted)
    seen = random.binomial(posted, chance)
    if world.sizes == "tied":
        # copies: an advertiser is in the cell with all its ads, or with none
        seen = posted * (random.random(posted.shape) < chance)
    ads, total = seen.sum(axis=0), posted.sum(axis=0)
    sums = UnitSums(csr_array(seen), csr_array(posted), np.arange(corpora), total)
    found = redrawn_shares(sums, confidence=0.95, seed=seed)
    first, second = -np.sort(-seen, axis=0)[:2]
    with np.errstate(invalid="ignore"):
        support = {
            "n_ads": ads,
            "n_total": total,
            "n_advertisers": (seen > 0).sum(axis=0),
            "n_templates": ads,
            "top1_share": first / ads,
            "top2_share": (first + second) / ads,
        }
        single = wilson(ads / total, total.astype("float64"), np.full(corpora, 1.959963984540054))
    told = shares(pd.DataFrame({"corpus": [str(n) for n in range(corpora)], **support}))
    limits = {
        "clustered": (found.low, found.high),
        "Wilson on ads": (single.low, single.high),
        "shares": tuple(told[name].to_numpy(dtype="float64") for name in ("low", "high")),
        "percentiles": percentiles(random, seen, posted),
    }
    none, true = ads == 0, truth(world)
    return {
        name: Result(
            float(((low <= true) & (true <= high)).mean()),
            float((high - low).mean()),
            float(high[none].mean()) if none.any() else float("nan"),
        )
        for name, (low, high) in limits.items()
    }


def worlds() -> list[World]:
    """Return the grid."""
    grid = itertools.product(SIZES, ADVERTISERS, SHARES, LIKENESS)
    tied = itertools.product(("tied",), ADVERTISERS, TIED, (1.0,))
    return [World(*cell) for cell in (*grid, *tied)]


def timed(ads: int = 100_000, places: int = 100, languages: int = 40) -> str:
    """Return how long the widest table of a large corpus takes."""
    random = np.random.default_rng(0)
    many = np.minimum(1 / random.random(ads), LARGEST).astype(int)
    who = np.repeat(np.arange(ads), many)[:ads]
    corpus = pd.DataFrame({"ad_id": np.arange(ads).astype(str), "advertiser": who})
    corpus["departement"] = random.integers(0, places, ads).astype(str)
    corpus["language"] = random.integers(0, languages, ads).astype(str)
    corpus = corpus.assign(language_status="sure", template=np.arange(ads))
    annotated = SimpleNamespace(corpus=corpus)
    by = ["departement", "written_language"]
    start = time.process_time()
    count(annotated, by=by)
    middle = time.process_time()
    cells = len(clustered_shares(annotated, by=by, within=by[:1]))
    spent = time.process_time() - middle, middle - start
    return f"{ads:,} ads, {cells:,} cells: {spent[0]:.1f} CPU-s, of which counting {spent[1]:.1f}"


def main() -> None:
    """Print one line per world, and the worst of those with enough advertisers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=int, default=2000)
    options = parser.parse_args()
    start, rows = time.process_time(), []
    for number, world in enumerate(worlds()):
        found = measured(world, corpora=options.corpora, seed=number)
        row: dict[str, object] = {**world._asdict()}
        for name, result in found.items():
            row |= {f"{name}": round(result.coverage, 3), f"{name}, width": round(result.width, 3)}
        row |= {"zero: up to": found["clustered"].zero, "Wilson": found["Wilson on ads"].zero}
        rows.append(row)
    table = pd.DataFrame(rows)
    print(table.round(3).to_string(index=False))
    enough = table[table["advertisers"].ge(ENOUGH)]
    for kind, part in enough.groupby("sizes", sort=False):
        lowest = part[["clustered", "Wilson on ads", "shares", "percentiles"]].min()
        print(kind, "lowest coverage with thirty advertisers or more:", lowest.to_dict())
    missed = table[table["clustered"].lt(TARGET)]
    print(f"below {TARGET}:", missed.iloc[:, :5].to_dict("records"))
    print(timed(), f"; in all {time.process_time() - start:.0f} CPU-s")


if __name__ == "__main__":
    main()
