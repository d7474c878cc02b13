"""Seasons, alerts, power and corrected shares over time: more questions of ``trends.py``.

Run through it: ``python benchmarks/trends.py --only seasons``. It prints how often a season is told
and its size held; how often quiet weeks are above what is usual, in one series and in thirty,
beside the mean of a year and two standard deviations; how often a change of the size said to be
visible is seen, beside the true size; how often corrected shares of six quarters, and all their
changes at once, are held, beside differences of the shares of ads hit; what is said of a platform
that stops, or nearly does.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.stats import norm, t
from trends_worlds import (
    AR15,
    AR30,
    NB10,
    POISSON,
    WEEKS_IN_A_YEAR,
    Noise,
    Row,
    drawn,
    labels_of,
    waves_of,
)

from toolkit.analysis.prevalence.changes import prevalence_changes
from toolkit.analysis.prevalence.corrected import prevalence
from toolkit.analysis.shares.redrawing import UnitSums
from toolkit.analysis.trends import alerts, interruption, seasonal_parts
from toolkit.analysis.trends.changed_shares import Gaps, share_gaps
from toolkit.analysis.trends.seasons import PARTS
from toolkit.analysis.trends.serial import Counts, fit_counts
from toolkit.analysis.trends.visible import smallest_steps

QUARTERS = ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2")
RECALL, FALSE_ALARM = 0.85, 0.03
ADS = 300


def stopped(repetitions: int) -> Iterator[Row]:
    """Yield how often the ratio of a platform that stops, or nearly does, is held."""
    front = ("world", "true ratio", "nothing left", "held then (95 %)", "held in all")
    yield (*front, "median upper limit where nothing is left")
    before, after, mean = 52, 26, 20.0
    worlds = [(noise, ratio) for noise in (POISSON, NB10, AR30) for ratio in (0.0, 0.002, 0.01)]
    for number, (noise, ratio) in enumerate(worlds):
        random, rows = np.random.default_rng([11, number]), []
        means = np.repeat([mean, mean * ratio], [before, after])
        for _ in range(repetitions):
            series = {"period": labels_of(before + after), "n_ads": drawn(random, means, noise)}
            table = pd.DataFrame(series)
            row = interruption(table, at=table["period"][before]).effects.iloc[0]
            held = row["low"] <= ratio <= row["high"]
            rows.append((row["estimate"] == 0, held, row["high"]))
        nothing, held, high = (np.array(part) for part in zip(*rows, strict=True))
        shown = (
            f"{nothing.mean():.2f}",
            f"{held[nothing].mean():.3f}" if nothing.any() else "-",
            f"{held.mean():.3f}",
            f"{np.median(high[nothing]):.4f}" if nothing.any() else "-",
        )
        yield (noise.name, f"{ratio}", *shown)


def seasons(repetitions: int) -> Iterator[Row]:
    """Yield how often a season is told, and how often its size is held."""
    front = ("world", "season told", "ratio held (95 %)", "median ratio", "true ratio")
    yield (*front, "variance in STL's season")
    worlds = [(noise, 0.0, weeks) for noise in (NB10, AR30) for weeks in (104, 156)]
    worlds += [(NB10, 0.1, 156), (NB10, 0.2, 104), (NB10, 0.2, 156), (AR30, 0.2, 156)]
    for number, (noise, size, weeks) in enumerate(worlds):
        random, rows = np.random.default_rng([6, number]), []
        mean = 40 * np.exp(size * waves_of(weeks)[:, 0])
        for _ in range(repetitions):
            series = {"period": labels_of(weeks), "n_ads": drawn(random, mean, noise)}
            found = seasonal_parts(pd.DataFrame(series))
            row, whole = found.seasons.iloc[0], found.parts[list(PARTS[:3])].sum(axis=1)
            held = row["low"] <= np.exp(2 * size) <= row["high"]
            part = found.parts["season_part"].var() / whole.var()
            rows.append((row["differs"], held, row["estimate"], part))
        told, held, sizes, parts = zip(*rows, strict=True)
        words = f"{noise.name}, wave {size:g}, {weeks} weeks"
        shares = (f"{np.mean(values):.3f}" for values in (told, held))
        ratios = (f"{np.median(sizes):.2f}", f"{np.exp(2 * size):.2f}")
        yield (words, *shares, *ratios, f"{np.median(parts):.2f}")


def quiet_weeks(repetitions: int) -> Iterator[Row]:
    """Yield how often one of the last 13 weeks of one quiet series is above."""
    yield ("world, quiet weeks above", "allowed .05", "allowed .01", "mean + 2 s.d. of a year")
    worlds = [
        (noise, mean, weeks, 0.0)
        for noise in (POISSON, NB10, AR30)
        for mean, weeks in ((5, 90), (40, 90), (40, 130))
    ]
    worlds += [(noise, 40, weeks, 0.3) for noise in (NB10, AR30) for weeks in (130, 190)]
    for number, (noise, mean, weeks, wave) in enumerate(worlds):
        random, found, usual = np.random.default_rng([7, number]), [], []
        for _ in range(repetitions):
            # the season is met at another time of the year in each series
            turn = int(random.integers(0, 52))
            shape = np.exp(wave * waves_of(weeks + turn)[turn:, 0])
            counts = drawn(random, mean * shape, noise)
            series = pd.DataFrame({"period": labels_of(weeks), "n_ads": counts})
            found.append(alerts(series)["p_value"].to_numpy())
            past = [counts[week - 52 : week] for week in range(weeks - 13, weeks)]
            limits = [year.mean() + 2 * year.std() for year in past]
            usual.append(counts[-13:] > limits)
        rates = [np.mean(np.asarray(found) <= allowed) for allowed in (0.05, 0.01)]
        words = f"{noise.name}, mean {mean}, {weeks} weeks, wave {wave:g}"
        yield (words, *(f"{rate:.3f}" for rate in (*rates, np.mean(usual))))


def many_series(repetitions: int) -> Iterator[Row]:
    """Yield what is told of thirty series in one week, all quiet or five of them raised."""
    yield ("30 series, 100 weeks, mean 20", "any quiet one told", "of those told, quiet", "found")
    for number, (noise, raised, allowed) in enumerate(
        [(NB10, 0, 0.05), (NB10, 5, 0.05), (NB10, 5, 0.01), (AR15, 0, 0.05), (AR15, 5, 0.05)]
    ):
        random, rows = np.random.default_rng([8, number]), []
        for _ in range(repetitions):
            tables = []
            for place in range(30):
                mean = np.full(100, 20.0)
                mean[-1] *= 3 if place < raised else 1
                series = {"period": labels_of(100), "n_ads": drawn(random, mean, noise)}
                tables.append(pd.DataFrame({**series, "platform": f"{place:02}"}))
            told = alerts(pd.concat(tables), last=1, allowed=allowed)["differs"].to_numpy(bool)
            false, right = told[raised:].sum(), told[:raised].sum()
            rows.append((false > 0, false / max(false + right, 1), right / max(raised, 1)))
        shares = [f"{share:.3f}" for share in np.mean(rows, axis=0)]
        words = f"{noise.name}, {raised} raised threefold, allowed {allowed:g}"
        yield (words, *shares[:2], shares[2] if raised else "–")


def visible_falls(repetitions: int) -> Iterator[Row]:
    """Yield how often a fall of the size said to be visible is seen, and the size itself."""
    yield ("world", "seen, .80 meant", "median ratio said", "ratio truly seen .80")
    weeks, times = 104, np.arange(104.0)
    design = np.column_stack(
        [np.ones(weeks), times >= 52, times / WEEKS_IN_A_YEAR, waves_of(weeks)]
    )
    after = times >= 52
    for number, (noise, mean) in enumerate(
        [(POISSON, 10), (POISSON, 40), (NB10, 40), (AR15, 40), (AR30, 40)]
    ):
        random, seen, sizes = np.random.default_rng([9, number]), [], []
        for _ in range(2 * repetitions):
            quiet = Counts(times, drawn(random, np.full(weeks, float(mean)), noise))
            fit = fit_counts(quiet, design)
            sizes.append(smallest_steps(fit, quiet, design, confidence=0.95)[0])
            seen.append(_seen(random, mean * np.where(after, sizes[-1], 1.0), noise, design))
        grid = np.linspace(0.95, 0.3, 27)
        middle = np.searchsorted(-grid, -np.median(sizes))
        tried = grid[max(middle - 3, 0) : middle + 4]
        power = [
            np.mean(
                [
                    _seen(random, mean * np.where(after, ratio, 1.0), noise, design)
                    for _ in range(2 * repetitions)
                ]
            )
            for ratio in tried
        ]
        true = float(np.interp(0.8, np.maximum.accumulate(power), tried))
        words = f"{noise.name}, mean {mean}, {weeks} weeks"
        yield (words, f"{np.mean(seen):.3f}", f"{np.median(sizes):.2f}", f"{true:.2f}")


def _seen(random: np.random.Generator, mean: np.ndarray, noise: Noise, design: np.ndarray) -> bool:
    """Tell whether the step of a series drawn with such means is told from none."""
    fit = fit_counts(Counts(np.arange(float(len(mean))), drawn(random, mean, noise)), design)
    half = float(t.ppf(0.975, fit.freedom)) * np.sqrt(fit.covariance[1, 1])
    return bool(abs(fit.coefficients[1]) > half)


def visible_differences(repetitions: int) -> Iterator[Row]:
    """Yield how often a difference of shares of the size said to be visible is seen."""
    yield ("world", "seen, .80 meant", "median difference said")
    corpora = 2 * repetitions
    for number, (reposts, likeness, share) in enumerate(
        [(1, 0.3, 0.3), (1, 0.3, 0.1), (5, 0.3, 0.3), (20, 0.3, 0.3), (5, 1.0, 0.3)]
    ):
        random = np.random.default_rng([10, number])
        said = _share_gaps(random, corpora, (reposts, likeness), (share, share)).visible
        size = float(np.median(said))
        found = _share_gaps(random, corpora, (reposts, likeness), (share, share + size))
        seen = np.mean((found.low > 0) | (found.high < 0))
        words = f"share {share:g}, 100 advertisers a side, reposts {reposts}, likeness {likeness:g}"
        yield (words, f"{seen:.3f}", f"{100 * size:.1f} points")


def _share_gaps(
    random: np.random.Generator,
    corpora: int,
    ads: tuple[int, float],
    shares: tuple[float, float],
) -> Gaps:
    """Return changes of shares between two sides with other advertisers in each."""
    reposts, likeness = ads
    posted = random.geometric(1 / reposts, size=(200, 2 * corpora))
    posted[100:, :corpora] = 0
    posted[:100, corpora:] = 0
    means = np.repeat(shares, corpora)
    if likeness < 1:
        spread = (1 - likeness) / likeness
        chance = random.beta(means * spread, (1 - means) * spread, size=posted.shape)
    else:
        chance = (random.random(posted.shape) < means).astype(float)
    inside, total = random.binomial(posted, chance), posted.sum(axis=0)
    texts = (posted > 0).sum(axis=0) if likeness == 1 else total
    sums = UnitSums(csr_array(inside), csr_array(posted), np.arange(2 * corpora), texts)
    return share_gaps(sums, corpora, 0.95)


def corrected_quarters(repetitions: int) -> Iterator[Row]:
    """Yield coverage of corrected shares of six quarters, and of all five changes at once."""
    yield ("world", "levels", "all changes at once", "mean half width of a change", "uncorrected")
    worlds = [
        (level, rise, reposts, read)
        for level, rise in ((0.1, 0.0), (0.1, 0.1), (0.3, 0.1))
        for reposts, read in ((1, 300), (1, 1000), (5, 300))
    ]
    for number, (level, rise, reposts, texts) in enumerate(worlds):
        random = np.random.default_rng([11, number])
        shares = level + rise * np.linspace(0, 1, len(QUARTERS))
        counts, validation = _quarters(random, 4 * repetitions, shares, (reposts, texts))
        levels = prevalence(counts, validation)
        truth = levels["quarter"].map(dict(zip(QUARTERS, shares, strict=True)))
        changes = prevalence_changes(counts, validation, across="quarter")
        gap = changes["group"].map(dict(zip(QUARTERS, shares - shares[0], strict=True)))
        held = changes["low"].le(gap + 1e-9) & changes["high"].ge(gap - 1e-9)
        at_once = held.groupby(changes["repetition"]).all()
        hit = counts.assign(share=counts["n_ads"] / counts["n_total"])
        hit = hit.pivot_table(index="repetition", columns="quarter", values="share").astype(float)
        half = norm.ppf(1 - 0.025 / 5) * np.sqrt(
            sum(hit[name] * (1 - hit[name]) / ADS for name in (QUARTERS[0], QUARTERS[-1]))
        )
        naive = (hit[QUARTERS[-1]] - hit[QUARTERS[0]] - rise).abs().le(half)
        widths = (changes["high"] - changes["low"]).mean() / 2
        words = f"share {level:g}, rise {rise:g}, reposts {reposts}, {texts} texts read"
        inside = (levels["low"].le(truth) & levels["high"].ge(truth)).mean()
        yield (
            words,
            f"{inside:.3f}",
            f"{at_once.mean():.3f}",
            f"{widths:.3f}",
            f"{naive.mean():.3f}",
        )


def _quarters(
    random: np.random.Generator, corpora: int, shares: np.ndarray, sizes: tuple[int, int]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return counts and validations of corpora in which copies are coded and hit alike."""
    reposts, texts = sizes
    counts, kinds = [], np.zeros((corpora, 4))
    for label, share in zip(QUARTERS, shares, strict=True):
        # advertisers of a quarter, each with as many ads as the others but for the last
        number = ADS // reposts
        case = random.random((corpora, number)) < share
        hit = random.random((corpora, number)) < np.where(case, RECALL, FALSE_ALARM)
        ads = hit.sum(axis=1) * reposts
        largest = np.where(ads > 0, reposts / np.maximum(ads, 1), 0.0)
        cells = {"n_ads": ads, "n_advertisers": hit.sum(axis=1), "n_templates": ads, "n_total": ADS}
        cells |= {"top1_share": largest, "top2_share": np.minimum(2 * largest, 1)}
        names = {"repetition": [str(n) for n in range(corpora)], "quarter": label}
        counts.append(pd.DataFrame({**names, "indicator": "X", **cells, "state": "counted"}))
        for place, (one, two) in enumerate(((1, 1), (1, 0), (0, 1), (0, 0))):
            kinds[:, place] += ((hit == one) & (case == two)).sum(axis=1) * reposts
    ads = kinds.sum(axis=1)
    # texts are read with their copies as they fall: whole advertisers, or a part of each
    units = random.multivariate_hypergeometric
    read = np.array([units((row // reposts).astype(int), texts // reposts) for row in kinds])
    return pd.concat(counts), validated(read * reposts, ads)


def validated(read: np.ndarray, ads: np.ndarray) -> pd.DataFrame:
    """Return random validations of ads: hit or not, and each of these present or absent."""
    total = read.sum(axis=1)
    hits, rest = read[:, :2].sum(axis=1), read[:, 2:].sum(axis=1)
    names = ("flagged_present", "flagged_absent", "unflagged_present", "unflagged_absent")
    numbers = {f"n_{name}": read[:, place] for place, name in enumerate(names)}
    return pd.DataFrame(
        {
            "repetition": [str(number) for number in range(len(read))],
            "indicator": "X",
            "design": "random",
            **numbers,
            "n_excluded": 0,
            "n_flagged_population": hits / total * ads,
            "n_population": ads,
            "n_effective_population": total.astype(float),
            "precision": read[:, 0] / np.maximum(hits, 1),
            "omission": read[:, 2] / np.maximum(rest, 1),
            "n_effective_flagged": hits.astype(float),
            "n_effective_unflagged": rest.astype(float),
            "recall_differs": pd.array([pd.NA] * len(read), dtype="boolean"),
        }
    )
