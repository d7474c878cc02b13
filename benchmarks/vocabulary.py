"""Measure how often a term that is typical of nothing is flagged, and one that is, found; one run.

``python benchmarks/vocabulary.py [--corpora 1000]`` draws corpora of advertisers on two sides and
prints for each world the share of terms without any difference that are flagged at 5 % one by one,
the chance that any is after Benjamini and Hochberg, the share of planted terms found after it, and
the coverage of the 95 % interval of the log odds ratio. Beside ``distinctive_terms``, on the first
100 corpora: what generic tools do on copies (Monroe, G², scikit-learn's chi2), the same once per
text, and whether an advertiser used the term at all. Then bursts, and 100,000 ads through the
public functions.

A world: advertisers on the first side only, the second only, on both; texts of each on a side and
copies of each text (geometric); likeness, the correlation of two texts of one advertiser; copied,
the share of texts that are taken from five texts in circulation on that side.
"""

from __future__ import annotations

import argparse
import time
import warnings
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats
from scipy.sparse import csr_array
from sklearn.feature_selection import chi2

from toolkit.analysis.multiplicity import adjusted_p_values
from toolkit.analysis.vocabulary.association import signed_g2, specificity
from toolkit.analysis.vocabulary.bursts import find_bursts
from toolkit.analysis.vocabulary.contrasting import Members, contrast

TERMS, PLANTED, CIRCULATING, LEAST = 100, 10, 5, 11
LEVEL, PRIOR_TOKENS = 0.05, 500
FEWEST, COMMONEST = 0.03, 0.5
# the peers take most of the time
WITH_PEERS = 100


class World(NamedTuple):
    """Advertisers, texts, copies, likeness of texts, copied texts, planted shares."""

    name: str
    first: int = 100
    second: int = 100
    both: int = 0
    texts: tuple[float, float] = (2, 2)
    copies: float = 20
    likeness: float = 0.3
    copied: float = 0.0
    planted: tuple[float, float] | None = None


class Corpus(NamedTuple):
    """One row per text of an advertiser: who, which text, side, copies, terms; true log odds."""

    units: np.ndarray
    texts: np.ndarray
    first: np.ndarray
    copies: np.ndarray
    uses: np.ndarray
    truth: np.ndarray


NULLS = [
    World("no copies", copies=1),
    World("5 copies", copies=5),
    World("20 copies"),
    World("30 and 90 advertisers", 30, 90),
    World("15 and 500", 15, 500),
    World("4 texts against 1", texts=(4, 1)),
    World("all texts of one alike", likeness=0.95, texts=(5, 5)),
    World("texts independent", likeness=0.0, texts=(5, 5)),
    World("half on both sides", 50, 50, 100),
    World("nearly all on both", 10, 10, 180, likeness=0.8),
    World("a fifth of texts copied", copied=0.2),
    World("half of texts copied", copied=0.5),
]
PLANTS = [
    World("100 and 100: .10 to .35", planted=(0.35, 0.1)),
    World("100 and 100: .02 to .25", planted=(0.25, 0.02)),
    World("60 and 60: .10 to .45", 60, 60, planted=(0.45, 0.1)),
    World("60 and 60: .10 to .35", 60, 60, planted=(0.35, 0.1)),
    World("30 and 90: .10 to .50", 30, 90, planted=(0.5, 0.1)),
    World("half on both: .10 to .35", 50, 50, 100, planted=(0.35, 0.1)),
    World("a fifth copied: .10 to .35", copied=0.2, planted=(0.35, 0.1)),
]


def beta(random: np.random.Generator, chance: np.ndarray, likeness: float, n: int) -> np.ndarray:
    """Return one leaning per advertiser and term; the same uniform numbers for all chances."""
    if likeness == 0:
        return np.broadcast_to(chance, (n, len(chance)))
    spread = (1 - likeness) / likeness
    return random.beta(chance * spread, (1 - chance) * spread, (n, len(chance)))


def corpus(random: np.random.Generator, world: World) -> Corpus:
    """Draw a corpus."""
    n = world.first + world.second + world.both
    second = np.exp(random.uniform(np.log(FEWEST), np.log(COMMONEST), TERMS))
    first = second.copy()
    if world.planted is not None:
        first[:PLANTED], second[:PLANTED] = world.planted
    odds = np.log(first / (1 - first)) - np.log(second / (1 - second))
    who = np.arange(n)
    present = (who < world.first) | (who >= n - world.both), who >= world.first
    leaning = beta(random, second, world.likeness, n)
    leanings = leaning.copy(), leaning
    if world.planted is not None:
        leanings[0][:, :PLANTED] = beta(random, first[:PLANTED], world.likeness, n)
    parts = []
    for side in (0, 1):
        number = random.geometric(1 / world.texts[side], n) * present[side]
        units = np.repeat(who, number)
        uses = random.random((len(units), TERMS)) < leanings[side][units]
        texts = np.arange(len(units)) + side * 10**6
        taken = random.random(len(units)) < world.copied
        circulating = random.random((CIRCULATING, TERMS)) < (first, second)[side]
        which = random.integers(0, CIRCULATING, len(units))
        uses = np.where(taken[:, None], circulating[which], uses)
        texts = np.where(taken, which + side * 10**6 + 5 * 10**5, texts)
        copies = random.geometric(1 / world.copies, len(units))
        parts.append((units, texts, np.full(len(units), side == 0), copies, uses))
    joined = [np.concatenate(columns) for columns in zip(*parts, strict=True)]
    joined[1] = np.unique(joined[1], return_inverse=True)[1]
    return Corpus(*joined, truth=odds)


def monroe(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the p-values of Monroe's log odds of word tokens, as published."""
    prior = PRIOR_TOKENS * (first + second) / (first + second).sum()
    sides = [(y + prior, y.sum() + PRIOR_TOKENS) for y in (first, second)]
    # a term that nobody uses has no p-value
    with np.errstate(divide="ignore", invalid="ignore"):
        logits = [np.log(y / (n - y)) for y, n in sides]
        error = np.sqrt(sum(1 / y for y, _ in sides))
        return 2 * stats.norm.sf(np.abs(logits[0] - logits[1]) / error)


def p_of_g2(first: np.ndarray, second: np.ndarray, sizes: tuple[float, float]) -> np.ndarray:
    """Return the p-values of Dunning's G²."""
    return stats.chi2.sf(np.abs(signed_g2(first, second, *sizes)), 1)


def users(units: np.ndarray, uses: np.ndarray) -> np.ndarray:
    """Return which advertiser (row) uses which term at all."""
    codes = np.unique(units, return_inverse=True)[1]
    table = csr_array((np.ones(len(codes)), (codes, np.arange(len(codes)))))
    return np.asarray(table @ uses.astype("float64")) > 0


def p_values(drawn: Corpus, *, peers: bool) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the p-values of each method, and whether the interval of ours holds the truth."""
    uses = drawn.uses.astype("float64")
    sides = drawn.first, ~drawn.first
    found = contrast(csr_array(uses), Members(drawn.units, drawn.texts), *sides)
    inside = np.abs(found.value - drawn.truth) <= stats.norm.ppf(0.975) * found.error
    ours = {"toolkit": 2 * stats.norm.sf(np.abs(found.value) / found.error)}
    if not peers:
        return ours, inside
    by_copy = [uses[side].T @ drawn.copies[side] for side in sides]
    by_text = [uses[side][np.unique(drawn.texts[side], return_index=True)[1]] for side in sides]
    ever = [users(drawn.units[side], uses[side]) for side in sides]
    copied = np.repeat(np.arange(len(uses)), drawn.copies)
    index = specificity(
        found.first, found.first + found.second, found.n_first, found.n_first + found.n_second
    )
    values = {
        **ours,
        "toolkit, G²": p_of_g2(found.first, found.second, (found.n_first, found.n_second)),
        "toolkit, Lafon": np.minimum(2 * 10 ** -np.abs(index), 1),
        "Monroe on copies": monroe(*by_copy),
        "G² on copies": p_of_g2(*by_copy, tuple(float(y.sum()) for y in by_copy)),
        "scikit-learn chi2 on copies": chi2(csr_array(uses[copied]), drawn.first[copied])[1],
        "Monroe on distinct texts": monroe(*(y.sum(axis=0) for y in by_text)),
        "G² on advertisers who ever": p_of_g2(
            *(y.sum(axis=0) for y in ever), tuple(float(len(y)) for y in ever)
        ),
    }
    return values, inside


def measured(world: World, *, corpora: int) -> pd.DataFrame:
    """Return one row per method: false flags, any after correction, found, wrong among flagged."""
    planted = np.arange(TERMS) < (PLANTED if world.planted else 0)
    rows: dict[str, list[list[float]]] = {}
    for seed in range(corpora):
        drawn = corpus(np.random.default_rng(seed), world)
        tested = users(drawn.units, drawn.uses).sum(axis=0) >= LEAST
        values, inside = p_values(drawn, peers=seed < WITH_PEERS)
        for name, p in values.items():
            flagged = np.zeros(TERMS, dtype=bool)
            flagged[tested] = adjusted_p_values(np.nan_to_num(p[tested], nan=1.0)) <= LEVEL
            quiet, loud = tested & ~planted, planted
            covered = inside[tested].mean() if name == "toolkit" else np.nan
            rows.setdefault(name, []).append(
                [
                    float((p[quiet] <= LEVEL).mean()),
                    float(flagged[quiet].any()),
                    float(flagged[loud].mean()) if loud.any() else np.nan,
                    float(flagged[quiet].sum() / max(flagged.sum(), 1)),
                    float(covered),
                    float(inside[loud].mean()) if loud.any() and name == "toolkit" else np.nan,
                ]
            )
    columns = ["flagged", "any", "found", "wrong", "coverage", "coverage, planted"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        means = {name: np.nanmean(values, axis=0) for name, values in rows.items()}
    table = pd.DataFrame.from_dict(means, orient="index", columns=columns)
    return table.rename_axis("method").reset_index().assign(world=world.name)


def bursts(*, corpora: int, months: int = 24) -> pd.DataFrame:
    """Return how often a burst is seen in a term without any, and found at threefold use.

    150 advertisers, each in two to six months in a row; a planted burst lasts three months.
    """
    rows = []
    for copies in ("advertiser once", "every ad"):
        seen, hit = [], []
        for seed in range(corpora):
            random = np.random.default_rng(10**6 + seed)
            begin = random.integers(0, months - 1, 150)
            stay = random.integers(2, 7, 150)
            ads = random.geometric(1 / 20, 150)
            share = np.exp(random.uniform(np.log(0.05), np.log(0.3), TERMS))
            at = random.integers(3, months - 3, TERMS)
            active = (np.arange(months) >= begin[:, None]) & (
                np.arange(months) < (begin + stay)[:, None]
            )
            weight = active / active.sum(axis=1, keepdims=True)
            weight = weight * ads[:, None] if copies == "every ad" else weight
            holds = random.random((150, TERMS)) < share
            quiet = find_bursts(holds.T.astype(float) @ weight, weight.sum(axis=0))
            seen.append((quiet.weight > 0).mean())
            near = np.abs(begin[:, None] + 1 - at) <= 1
            holds |= near & (random.random((150, TERMS)) < np.minimum(3 * share, 0.9))
            loud = find_bursts(holds.T.astype(float) @ weight, weight.sum(axis=0))
            hit.append(((loud.first <= at + 1) & (loud.last >= at - 1)).mean())
        rows.append((copies, np.mean(seen), np.mean(hit)))
    return pd.DataFrame(rows, columns=["counted", "burst without any", "threefold found"])


def timed(ads: int = 100_000) -> str:
    """Return how long 100,000 ads of 20,000 texts and 8,000 advertisers take, as public calls."""
    from toolkit.analysis.vocabulary import distinctive_terms, emerging_terms, terms

    random = np.random.default_rng(0)
    letters = np.array(list("abdefgilmnoprstuv"))
    words = ["".join(random.choice(letters, size)) for size in random.integers(4, 11, 8_000)]
    chances = 1 / np.arange(1, len(words) + 1)
    drawn = random.choice(len(words), (20_000, 45), p=chances / chances.sum())
    texts = np.array([" ".join(words[n] for n in row) for row in drawn], dtype=object)
    which = random.integers(0, len(texts), ads)
    who = which % 8_000
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 700, ads), "D")
    corpus_ = pd.DataFrame({"ad_id": np.arange(ads).astype(str), "text": texts[which]})
    corpus_ = corpus_.assign(
        platform=np.where(random.random(ads) < 0.5, "p", "q"),
        posted_at=days,
        advertiser=who,
        template=which,
        language="fr",
        language_status="sure",
        language_confidence=1.0,
        departement="59",
        commune=None,
        place_status="stated",
        contact_obscured=False,
        quarantined=False,
    )
    annotated = SimpleNamespace(corpus=corpus_)
    marks = [time.process_time()]
    read = terms(annotated, lemmas=False)
    marks.append(time.process_time())
    distinctive_terms(read, across="platform", value="p")
    marks.append(time.process_time())
    emerging_terms(read, since="2025-06")
    marks.append(time.process_time())
    spent = np.diff(marks)
    return (
        f"{ads:,} ads, {len(read.names):,} terms: reading {spent[0]:.1f} CPU-s, "
        f"distinctive {spent[1]:.1f}, emerging {spent[2]:.1f}"
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=int, default=1000)
    options = parser.parse_args()
    start = time.process_time()
    for worlds in (NULLS, PLANTS):
        table = pd.concat([measured(world, corpora=options.corpora) for world in worlds])
        names = [world.name for world in worlds]
        measures = ["flagged", "any"] if worlds is NULLS else ["found", "wrong"]
        for measure in measures:
            print(measure)
            wide = table.pivot_table(index="world", columns="method", values=measure, sort=False)
            print(wide.loc[names].round(3).to_string())
        ours = table[table["method"].eq("toolkit")].set_index("world")
        print(ours[["coverage", "coverage, planted"]].round(3).to_string())
    print(bursts(corpora=max(options.corpora // 5, 1)).round(3).to_string(index=False))
    print(timed(), f"; in all {time.process_time() - start:.0f} CPU-s")


if __name__ == "__main__":
    main()
