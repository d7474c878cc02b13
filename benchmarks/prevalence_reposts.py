"""Measure how often the interval of a corrected share holds it when ads are reposted, in one run.

``python benchmarks/prevalence_reposts.py [--repetitions 1000]`` draws corpora in which advertisers
post many ads, rules that hit them and validations that are read in them, and prints the coverage
of the 95 % interval three times: with the advertisers of all ads (``annotated=``), with what counts
tell of those of the ads hit, and as if ads were independent.

Sizes: *geometric*, drawn anew; *Zipf*, the n-th advertiser posts 1/n of what the first does.
Copies: truth and hit are those of the advertiser. Mixed: the chance of a case differs between
advertisers (correlation of two ads .3), hits are drawn ad by ad. Own: the validation is of the
very ads counted. Stratified: the same, two thirds read among ads hit. Carried: the cell is one of
two months, the validation is of both, and advertisers post in both. Difference: of two months
with other advertisers in each, one validation.
"""

from __future__ import annotations

import argparse
import itertools
import time
from typing import NamedTuple

import numpy as np
import pandas as pd
from prevalence import validation_of
from scipy.sparse import csr_array

from toolkit.analysis.prevalence.correcting import corrected_difference
from toolkit.analysis.prevalence.validated_counts import cell_estimates
from toolkit.analysis.shares.redrawing import UnitSums
from toolkit.analysis.shares.reposts import (
    Reposts,
    hit_shares,
    read_texts,
    reposts_of,
    told_reposts,
)
from toolkit.counting.proportions import Estimate
from toolkit.counting.validated import error_rates

SHARES = (0.02, 0.1, 0.3)
ADS = (100, 300, 1000)
REPOSTS = (1, 5, 20)
SIZES = ("geometric", "Zipf")
LIKENESS = (1.0, 0.3)
TEXTS = (60, 100)
MODES = ("own", "stratified", "carried", "difference")
RECALL, SPECIFICITY = 0.85, 0.97
TARGET, ENOUGH = 0.93, 30


class World(NamedTuple):
    """True share, ads, mean ads of an advertiser, their sizes, and how alike the ads of one are."""

    share: float
    ads: int
    reposts: int
    sizes: str
    likeness: float


class Corpora(NamedTuple):
    """Ads of as many corpora, one row each: advertiser, case or not, hit or not, month."""

    unit: np.ndarray
    case: np.ndarray
    hit: np.ndarray
    month: np.ndarray


def posted(random: np.random.Generator, world: World, shape: tuple[int, int]) -> np.ndarray:
    """Return the advertiser of each ad."""
    repetitions, ads = shape
    if world.sizes == "Zipf":
        number = max(ads // world.reposts, 1)
        parts = 1 / np.arange(1, number + 1)
        sizes = np.maximum(1, np.round(ads * parts / parts.sum())).astype(int)
        one = np.repeat(np.arange(number), sizes)
        # rounding leaves a few ads too many or too few: the largest gives or takes them
        one = np.concatenate([np.zeros(max(ads - len(one), 0), dtype=int), one])[-ads:]
        return np.repeat(one[None], repetitions, axis=0)
    sizes = random.geometric(1 / world.reposts, size=shape)
    ends = np.cumsum(sizes, axis=1)
    place = np.minimum(ends, ads) + (ads + 1) * np.arange(repetitions)[:, None]
    starts = np.bincount(place.ravel(), minlength=(ads + 1) * repetitions)
    return np.cumsum(starts.reshape(repetitions, -1)[:, :ads], axis=1)


def drawn(random: np.random.Generator, world: World, repetitions: int, *, mode: str) -> Corpora:
    """Return corpora, of two months where the mode needs them."""
    ads = world.ads * (1 if mode in ("own", "stratified") else 2)
    unit = posted(random, world, (repetitions, ads))
    rows = np.arange(repetitions)[:, None]
    number = int(unit.max()) + 1
    if world.likeness == 1:
        truth = random.random((repetitions, number)) < world.share
        said = random.random((repetitions, number)) < np.where(truth, RECALL, 1 - SPECIFICITY)
        case, hit = truth[rows, unit], said[rows, unit]
    else:
        spread = (1 - world.likeness) / world.likeness
        alphas = world.share * spread, (1 - world.share) * spread
        chance = random.beta(*alphas, size=(repetitions, number))[rows, unit]
        case = random.random(unit.shape) < chance
        hit = random.random(unit.shape) < np.where(case, RECALL, 1 - SPECIFICITY)
    month = random.random(unit.shape) < 0.5
    if mode == "difference":
        month = (random.random((repetitions, number)) < 0.5)[rows, unit]
    return Corpora(unit, case, hit, np.zeros(unit.shape, bool) if ads == world.ads else month)


def read(
    random: np.random.Generator, corpora: Corpora, texts: int, *, stratified: bool
) -> pd.DataFrame:
    """Return the validation of each corpus."""
    order = random.random(corpora.unit.shape)
    kinds = [corpora.hit & corpora.case, corpora.hit & ~corpora.case]
    kinds += [~corpora.hit & corpora.case, ~corpora.hit & ~corpora.case]
    if not stratified:
        taken = order.argsort(axis=1).argsort(axis=1) < texts
        weights = np.full((len(order), 6), order.shape[1] / texts)
    else:
        hits = corpora.hit.sum(axis=1)
        among = np.minimum(2 * texts // 3, hits)
        place = np.where(corpora.hit, order, order + 1).argsort(axis=1).argsort(axis=1)
        rest = texts - among
        taken = np.where(
            corpora.hit, place < among[:, None], (place - hits[:, None]) < rest[:, None]
        )
        both = hits / np.maximum(among, 1), (order.shape[1] - hits) / rest
        weights = np.stack([both[0]] * 2 + [both[1]] * 4, axis=1)
    numbers = [(taken & kind).sum(axis=1) for kind in kinds]
    cells = np.stack([*numbers[:2], *numbers[2:], *(np.zeros_like(numbers[0]),) * 2], axis=1)
    return validation_of(cells, weights, "stratified" if stratified else "random")


def sums_of(corpora: Corpora, kept: np.ndarray) -> UnitSums:
    """Return the ads of each advertiser, one column per corpus."""
    repetitions, _ = corpora.unit.shape
    number = int(corpora.unit.max()) + 1
    place = corpora.unit + number * np.arange(repetitions)[:, None]
    tables = [
        csr_array(
            np.bincount(place[where], minlength=number * repetitions)
            .reshape(repetitions, number)
            .T.astype("int64")
        )
        for where in (kept & corpora.hit, kept)
    ]
    # all texts differ: the harder case, for nothing shows that they are copies
    return UnitSums(*tables, np.arange(repetitions), kept.sum(axis=1).astype("float64"))


def counts_of(sums: UnitSums) -> pd.DataFrame:
    """Return the counts of each corpus, as ``tk.count`` gives them."""
    inside = sums.inside.toarray()
    hits, ordered = inside.sum(axis=0), -np.sort(-inside, axis=0)
    two = np.vstack([ordered, np.zeros_like(ordered[:1])])[:2]
    with np.errstate(invalid="ignore"):
        shares = np.cumsum(two, axis=0) / hits
    return pd.DataFrame(
        {
            "n_ads": hits,
            "n_total": np.asarray(sums.whole.sum(axis=0)),
            "n_advertisers": (inside > 0).sum(axis=0),
            "n_templates": hits,
            "top1_share": shares[0],
            "top2_share": shares[1],
        }
    )


def alone(counts: pd.DataFrame) -> Reposts:
    """Return what is left when ads are taken as independent: all."""
    total, one = counts["n_total"].to_numpy("float64"), np.ones(len(counts))
    return Reposts(total, total, one, one, one)


def reposts_by(cells: UnitSums, validated: UnitSums) -> dict[str, Reposts]:
    """Return what each method says that reposts leave."""
    counts = counts_of(cells)
    return {
        "annotated": reposts_of(cells, validated),
        "counts": told_reposts(counts),
        "independent": alone(counts),
    }


def estimates(
    world: World, mode: str, texts: tuple[int, ...], repetitions: int, seed: int
) -> tuple[dict[tuple[int, str], Estimate], float]:
    """Return the estimates of each method and number of texts, and the mean of advertisers."""
    random = np.random.default_rng(seed)
    corpora = drawn(random, world, repetitions, mode=mode)
    whole = sums_of(corpora, np.ones(corpora.unit.shape, bool))
    cells = [sums_of(corpora, corpora.month == which) for which in (False, True)][
        : 2 if mode == "difference" else 1
    ]
    methods = [reposts_by(cell, whole) for cell in cells]
    units = float(np.mean((cells[0].whole.toarray() > 0).sum(axis=0)))
    found = {}
    for number in texts:
        validation = read(random, corpora, number, stratified=mode == "stratified")
        tables = [
            pd.concat([counts_of(cell), validation.drop(columns="indicator")], axis=1)
            for cell in cells
        ]
        own = np.full(repetitions, mode in ("own", "stratified"))
        for name in methods[0]:
            if mode == "difference":
                both = [(t, m[name]) for t, m in zip(tables, methods, strict=True)]
                rates = error_rates(read_texts(*both[0]), confidence=0.95)
                hits = (hit_shares(*month, confidence=0.95) for month in both)
                found[number, name] = corrected_difference(*hits, *rates)
            else:
                found[number, name] = cell_estimates(
                    tables[0], own, methods[0][name], confidence=0.95, interval="recovered"
                )
    return found, units


def worlds() -> list[World]:
    """Return the grid; where each advertiser has one ad, sizes and likeness do not exist."""
    return [
        World(*cell)
        for cell in itertools.product(SHARES, ADS, REPOSTS, SIZES, LIKENESS)
        if cell[2] > 1 or cell[3:] == (SIZES[0], LIKENESS[0])
    ]


def main() -> None:
    """Print one line per kind of world, and the worlds in which the interval misses its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=1000)
    parser.add_argument("--modes", nargs="+", default=MODES)
    options = parser.parse_args()
    start, rows = time.process_time(), []
    for mode in options.modes:
        for seed, world in enumerate(worlds()):
            found, units = estimates(world, mode, TEXTS, options.repetitions, seed)
            truth = 0.0 if mode == "difference" else world.share
            for (texts, name), (value, low, high) in found.items():
                given = ~np.isnan(value)
                held = ((low <= truth + 1e-9) & (high >= truth - 1e-9))[given]
                row = {"mode": mode, **world._asdict(), "texts": texts, "method": name}
                row |= {"units": units, "given": given.mean(), "coverage": held.mean()}
                rows.append(row | {"width": (high - low)[given].mean()})
    table = pd.DataFrame(rows)
    table["advertisers"] = np.where(table["units"] >= ENOUGH, "30 or more", "fewer")
    enough = table[table["given"] * options.repetitions >= 100]
    by = ["mode", "advertisers", "reposts", "method"]
    summary = enough.groupby(by).agg(
        worlds=("coverage", "size"),
        lowest=("coverage", "min"),
        below=("coverage", lambda values: (values < TARGET).mean()),
        mean=("coverage", "mean"),
        width=("width", "mean"),
    )
    print(f"{options.repetitions} repetitions, {time.process_time() - start:.0f} CPU-s")
    print(summary.round(3).to_string())
    missed = enough[enough["method"].ne("independent") & enough["coverage"].lt(TARGET)]
    print(f"\nbelow {TARGET}, but for ads taken as independent:")
    print(missed.round(3).to_string(index=False))


if __name__ == "__main__":
    main()
