"""Measure how often the interval of a corrected share holds the true share, in one run.

``python benchmarks/prevalence.py [--repetitions 1000]`` simulates corpora, rules and validation
samples over a grid, calls ``prevalence`` as a user does, and prints a table beside the naive
interval on the share hit, Rogan-Gladen with recall and specificity taken as known, and
Lang-Reiczigel where it claims to hold.

Own: the sample is drawn from the very ads that are counted. Carried: the sample comes from another
part with its own share of cases, and recall and false alarms are carried over. Difference: two
months (their true shares under ``share`` and ``validated``) with one validation. Random: simple
random sample. Stratified: a third each from ads hit, ads with a wording in another status (where
half of what the rules miss is), and the rest, as ``review_sample`` draws.
"""

from __future__ import annotations

import argparse
import itertools
import time
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis import prevalence, prevalence_difference
from toolkit.counting.proportions import Estimate

SHARES = (0.0, 0.01, 0.05, 0.2)
RECALLS = (0.6, 0.8, 0.95)
SPECIFICITIES = (0.95, 0.99, 1.0)
SAMPLES = (150, 300, 600)
CORPORA = (500, 5000)
VALIDATED_SHARES = (0.02, 0.05, 0.2)
VALIDATED_ADS = 5000
PAIRS = ((0.05, 0.05), (0.01, 0.05), (0.05, 0.2))
MISSED_IN_OTHER_STATUS = 0.5
OTHERS_IN_OTHER_STATUS = 0.04
TARGET = 0.94
LOWEST, AGAIN = 8, 20_000
HIT, STATUS, NOTHING = (0, 1), (2, 3), (4, 5)
Drawn = tuple[np.ndarray, np.ndarray]


class Scenario(NamedTuple):
    """One world: true share, recall, specificity, texts coded, ads, share where validated."""

    share: float
    recall: float
    specificity: float
    sample: int
    ads: int
    validated: float | None


def corpora(
    random: np.random.Generator, world: Scenario, share: float, ads: int, n: int
) -> np.ndarray:
    """Return ads of each kind: present and absent, by hit, other status, nothing."""
    missed, invented = 1 - world.recall, 1 - world.specificity
    quiet = (1 - share) * world.specificity
    chances = [
        share * world.recall,
        (1 - share) * invented,
        share * missed * MISSED_IN_OTHER_STATUS,
        quiet * OTHERS_IN_OTHER_STATUS,
        share * missed * (1 - MISSED_IN_OTHER_STATUS),
        quiet * (1 - OTHERS_IN_OTHER_STATUS),
    ]
    return random.multinomial(ads, chances, size=n)


def drawn(random: np.random.Generator, cells: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Return how many texts of each kind are drawn without replacement."""
    left, rest, found = size.copy(), cells.sum(axis=1), []
    for column in cells.T:
        rest = rest - column
        found.append(random.hypergeometric(column, rest, left))
        left = left - found[-1]
    return np.stack(found, axis=1)


def sample_of(random: np.random.Generator, cells: np.ndarray, size: int, design: str) -> Drawn:
    """Return the coded texts and the weight of each kind."""
    total = cells.sum(axis=1)
    if design == "random":
        texts = drawn(random, cells, np.minimum(size, total))
        weights = np.repeat((total / np.minimum(size, total))[:, None], 6, axis=1)
        return texts, weights
    sizes = [cells[:, part].sum(axis=1) for part in (HIT, STATUS, NOTHING)]
    taken = [np.minimum(size // 3, one) for one in sizes[:2]]
    taken.append(np.minimum(size - taken[0] - taken[1], sizes[2]))
    parts = [
        drawn(random, cells[:, part], number)
        for part, number in zip((HIT, STATUS, NOTHING), taken, strict=True)
    ]
    weights = [one / np.maximum(number, 1) for one, number in zip(sizes, taken, strict=True)]
    return np.concatenate(parts, axis=1), np.repeat(np.stack(weights, axis=1), 2, axis=1)


def validation_of(texts: np.ndarray, weights: np.ndarray, design: str) -> pd.DataFrame:
    """Return one validation per repetition, as ``toolkit.review.validation`` crosses them."""
    unhit = [*STATUS, *NOTHING]
    weighed, squares = texts * weights, texts * weights**2
    hits = weighed[:, HIT].sum(axis=1)
    total = weighed.sum(axis=1)
    known = total if design == "stratified" else total**2 / squares.sum(axis=1)
    columns: dict[str, object] = {
        "indicator": "X",
        "repetition": [str(number) for number in range(len(texts))],
        "design": design,
        "n_flagged_present": texts[:, 0],
        "n_flagged_absent": texts[:, 1],
        "n_unflagged_present": texts[:, 2] + texts[:, 4],
        "n_unflagged_absent": texts[:, 3] + texts[:, 5],
        "n_excluded": 0,
        "n_flagged_population": hits,
        "n_population": total,
        "n_effective_population": known,
        "recall_differs": pd.array([pd.NA] * len(texts), dtype="boolean"),
    }
    for name, number, kinds in (
        ("precision", "flagged", [*HIT]),
        ("omission", "unflagged", unhit),
    ):
        size = weighed[:, kinds].sum(axis=1)
        present = weighed[:, [kind for kind in kinds if kind % 2 == 0]].sum(axis=1)
        square = squares[:, kinds].sum(axis=1)
        columns[name] = np.divide(present, size, out=np.full(len(size), np.nan), where=size > 0)
        columns[f"n_effective_{number}"] = np.divide(
            size**2, square, out=np.zeros(len(size)), where=square > 0
        )
    return pd.DataFrame(columns)


def counts_of(cells: np.ndarray, *, carried: bool) -> pd.DataFrame:
    """Return the counts of each repetition; a part of the validated ads when carried."""
    numbers = [str(number) for number in range(len(cells))]
    table = pd.DataFrame({"indicator": "X", "repetition": numbers})
    if carried:
        table["month"] = "2025-01"
    return table.assign(
        n_total=cells.sum(axis=1),
        n_ads=cells[:, HIT].sum(axis=1),
        n_advertisers=pd.array([pd.NA] * len(cells), dtype="Int64"),
        n_templates=pd.array([pd.NA] * len(cells), dtype="Int64"),
        top1_share=np.nan,
        top2_share=np.nan,
    )


def peers(counts: pd.DataFrame, validation: pd.DataFrame) -> dict[str, Estimate]:
    """Return the naive interval and Rogan-Gladen with the errors taken as known."""
    from statsmodels.stats.proportion import proportion_confint

    hits, total = counts["n_ads"].to_numpy(float), counts["n_total"].to_numpy(float)
    low, high = (np.asarray(x) for x in proportion_confint(hits, total, method="wilson"))
    present = validation["n_flagged_present"] + validation["n_unflagged_present"]
    absent = validation["n_flagged_absent"] + validation["n_unflagged_absent"]
    with np.errstate(divide="ignore", invalid="ignore"):
        recall = (validation["n_flagged_present"] / present).to_numpy(float)
        alarm = (validation["n_flagged_absent"] / absent).to_numpy(float)
        if validation["design"].iloc[0] == "stratified":
            chance = (validation["n_flagged_population"] / validation["n_population"]).to_numpy()
            right = np.nan_to_num(validation["precision"].to_numpy(float))
            missed = np.nan_to_num(validation["omission"].to_numpy(float))
            recall = chance * right / (chance * right + (1 - chance) * missed)
            alarm = chance * (1 - right) / (chance * (1 - right) + (1 - chance) * (1 - missed))
        power = recall - alarm
        known = [np.clip((x - alarm) / power, 0, 1) for x in (hits / total, low, high)]
    usable = power > 0
    return {
        "naive Wilson": Estimate(hits / total, low, high),
        "Rogan-Gladen, errors as known": Estimate(*(np.where(usable, x, np.nan) for x in known)),
    }


def estimate_of(counts: pd.DataFrame, validation: pd.DataFrame, interval: str) -> Estimate:
    """Return what a user gets, NaN where no estimate is given."""
    from toolkit.errors import TableError

    try:
        found = prevalence(counts, validation, interval=interval)
    except TableError:
        return Estimate(*(np.full(len(counts), np.nan),) * 3)
    columns = (found[name].to_numpy(float, na_value=np.nan) for name in ("estimate", "low", "high"))
    return Estimate(*columns)


def run(world: Scenario, design: str, repetitions: int, seed: int) -> list[dict[str, object]]:
    """Return coverage and width of each method in one world."""
    random = np.random.default_rng(seed)
    cells = corpora(random, world, world.share, world.ads, repetitions)
    source = cells
    if world.validated is not None:
        source = corpora(random, world, world.validated, VALIDATED_ADS, repetitions)
    validation = validation_of(*sample_of(random, source, world.sample, design), design)
    counts = counts_of(cells, carried=world.validated is not None)
    methods = {"prevalence": estimate_of(counts, validation, "recovered")}
    if design == "random":
        methods["Lang-Reiczigel"] = estimate_of(counts, validation, "lang_reiczigel")
    rows = []
    for name, found in (methods | peers(counts, validation)).items():
        given = ~np.isnan(found.value)
        held = (found.low <= world.share + 1e-9) & (found.high >= world.share - 1e-9)
        enough = given.sum() >= repetitions / 10
        rows.append(
            {
                "design": design,
                "mode": "own" if world.validated is None else "carried",
                "method": name,
                "coverage": held[given].mean() if enough else np.nan,
                "width": (found.high - found.low)[given].mean() if enough else np.nan,
                "not_given": 1 - given.mean(),
                **world._asdict(),
            }
        )
    return rows


def run_difference(world: Scenario, design: str, repetitions: int, seed: int) -> dict[str, object]:
    """Return coverage and width for two months with one validation; ``validated`` is the other."""
    random = np.random.default_rng(seed)
    months, tables = (world.share, world.validated or 0.0), []
    for month, share in zip(("2025-01", "2025-02"), months, strict=True):
        cells = corpora(random, world, share, world.ads, repetitions)
        tables.append(counts_of(cells, carried=True).assign(month=month))
    source = corpora(random, world, 0.05, VALIDATED_ADS, repetitions)
    validation = validation_of(*sample_of(random, source, world.sample, design), design)
    found = prevalence_difference(
        pd.concat(tables), validation, across="month", between=("2025-01", "2025-02")
    ).dropna(subset=["estimate"])
    truth = months[1] - months[0]
    held = found["low"].le(truth + 1e-9) & found["high"].ge(truth - 1e-9)
    return {
        "design": design,
        "mode": "difference",
        "method": "prevalence",
        "coverage": held.mean(),
        "width": (found["high"] - found["low"]).mean(),
        "not_given": 1 - len(found) / repetitions,
        **world._asdict(),
    }


def again(row: pd.Series, seed: int) -> float:
    """Return the coverage of one world with more repetitions: the lowest of many is half chance."""
    world = Scenario(*(row[name] for name in Scenario._fields))
    if row["mode"] == "difference":
        return float(run_difference(world, row["design"], AGAIN, seed + 1)["coverage"])
    own = row["mode"] == "own"
    world = world._replace(validated=None) if own else world
    return float(run(world, row["design"], AGAIN, seed + 1)[0]["coverage"])


def main() -> None:
    """Run the grid and print how the intervals do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start, rows = time.perf_counter(), []
    grid = list(itertools.product(SHARES, RECALLS, SPECIFICITIES, SAMPLES, CORPORA))
    for design in ("random", "stratified"):
        for validated in (None, *VALIDATED_SHARES):
            for number, values in enumerate(grid):
                seed = options.seed * 100_000 + number
                rows += run(Scenario(*values, validated), design, options.repetitions, seed)
        others = itertools.product(PAIRS, RECALLS, SPECIFICITIES, SAMPLES, CORPORA)
        for number, (pair, *values) in enumerate(others):
            world = Scenario(pair[0], *values, pair[1])
            seed = options.seed * 200_000 + number
            rows.append(run_difference(world, design, options.repetitions, seed))
    table = pd.DataFrame(rows)
    summary = table.groupby(["design", "mode", "method"]).agg(
        worlds=("coverage", "count"),
        lowest=("coverage", "min"),
        below=("coverage", lambda values: (values.dropna() < TARGET).mean()),
        mean=("coverage", "mean"),
        width=("width", "mean"),
        not_given=("not_given", "mean"),
    )
    with pd.option_context("display.width", 160, "display.max_columns", 20):
        print(f"{options.repetitions} repetitions, {time.perf_counter() - start:.0f} s")
        print(f"below: share of worlds with a coverage under {TARGET}\n")
        print(summary.round(3).to_string())
        worst = table[table["method"] == "prevalence"].nsmallest(LOWEST, "coverage")
        worst = worst.assign(again=[again(row, options.seed) for _, row in worst.iterrows()])
        print(f"\nlowest coverages of prevalence; again: {AGAIN} new repetitions of the same world")
        print(worst.drop(columns="method").round(3).to_string(index=False))


if __name__ == "__main__":
    main()
