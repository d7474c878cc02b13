import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

import toolkit as tk
from toolkit.analysis.shares.redrawing import UnitSums, wilson
from toolkit.analysis.shares.reposts import (
    Reposts,
    hit_shares,
    read_texts,
    reposts_of,
    told_met,
    told_reposts,
)
from toolkit.counting.proportions import share
from toolkit.errors import TableError
from toolkit.indicators import load_codebook

ROOT = Path(__file__).resolve().parents[2]
BOOK = load_codebook(families=["movement"])
X = next(iter(BOOK)).id
SIZES = st.lists(st.integers(1, 30), min_size=1, max_size=12)


def read(advertisers, hits, *, months=None):
    """Return a corpus with the advertiser of each ad, and the positions of the ads hit."""
    number = len(advertisers)
    corpus = pd.DataFrame(
        {
            "ad_id": [str(n) for n in range(number)],
            "platform": "p",
            "posted_at": pd.to_datetime(months or ["2025-01-02"] * number),
            "language": "fr",
            "language_status": "sure",
            "advertiser": pd.array(advertisers, dtype="Int64"),
            "template": pd.array(range(number), dtype="Int64"),
            "quarantined": False,
        }
    )
    spans = pd.DataFrame({"ad_id": [str(n) for n in hits], "indicator": X, "status": "asserted"})
    return SimpleNamespace(corpus=corpus, codebook=BOOK, spans=spans, windows=None)


def validated(a, b, c, d, ads):
    """Return a validation of a random sample."""
    n = a + b + c + d
    row = {"indicator": X, "design": "random", "n_excluded": 0, "recall_differs": pd.NA}
    names = ("flagged_present", "flagged_absent", "unflagged_present", "unflagged_absent")
    row |= {f"n_{name}": number for name, number in zip(names, (a, b, c, d), strict=True)}
    row |= {"n_flagged_population": (a + b) / n * ads, "n_population": float(ads)}
    row |= {"n_effective_population": float(n), "precision": a / (a + b), "omission": c / (c + d)}
    row |= {"n_effective_flagged": float(a + b), "n_effective_unflagged": float(c + d)}
    return pd.DataFrame([row]).astype({"recall_differs": "boolean"})


def hit_counts(sizes, total):
    """Return the counts of one cell from the ads hit of each advertiser."""
    ordered = sorted(sizes, reverse=True)
    ads = sum(ordered)
    cell = {"n_ads": ads, "n_total": total, "n_advertisers": len(ordered), "n_templates": ads}
    cell |= {"top1_share": ordered[0] / ads, "top2_share": sum(ordered[:2]) / ads}
    return pd.DataFrame([cell])


def width(found):
    return (found["high"] - found["low"]).astype("float64").to_numpy()


VALIDATION = validated(30, 5, 3, 62, 400)


@pytest.mark.parametrize("interval", ["recovered", "lang_reiczigel"])
def test_ads_alone_in_their_advertiser_have_the_interval_of_single_ads(interval):
    annotated = read(range(400), range(0, 400, 4), months=["2025-01-02", "2025-02-02"] * 200)
    table = VALIDATION if interval == "recovered" else validated(40, 5, 3, 62, 400)
    for by in (["indicator"], ["month", "indicator"]):
        counts = tk.count(annotated, by=by, indicator=X)
        known = tk.prevalence(counts, table, annotated=annotated, interval=interval)
        told = tk.prevalence(counts, table, interval=interval)
        names = ["estimate", "low", "high"]
        pd.testing.assert_frame_equal(known[names], told[names], check_exact=True)


def test_the_hits_of_single_ads_have_the_limits_of_clopper_and_pearson():
    counts = hit_counts([1] * 80, 1000)
    found = hit_shares(counts, told_reposts(counts), confidence=0.95)
    expected = share([80], [1000], confidence=0.95)
    for one, other in zip(found, expected, strict=True):
        assert one.tolist() == other.tolist()


@pytest.mark.parametrize("known", [True, False])
def test_copies_of_one_advertiser_widen_the_interval(known):
    single, many = read(range(400), range(100)), read(np.arange(400) // 20, range(100))
    found = []
    for annotated in (single, many):
        counts = tk.count(annotated, by=["indicator"], indicator=X)
        found.append(tk.prevalence(counts, VALIDATION, annotated=annotated if known else None))
    assert found[0].loc[0, "estimate"] == pytest.approx(found[1].loc[0, "estimate"])
    assert width(found[1])[0] > 2 * width(found[0])[0]


def test_copies_widen_a_difference_too():
    # each advertiser posts in one month
    months = ["2025-01-02"] * 200 + ["2025-02-02"] * 200
    hits = [*range(40), *range(200, 300)]
    found = []
    for advertisers in (range(400), np.arange(400) // 20):
        annotated = read(advertisers, hits, months=months)
        counts = tk.count(annotated, by=["month", "indicator"], indicator=X)
        options = {"across": "month", "between": ("2025-01", "2025-02"), "annotated": annotated}
        found.append(tk.prevalence_difference(counts, VALIDATION, **options))
    assert width(found[1])[0] > 1.5 * width(found[0])[0]
    assert found[0].loc[0, "told_from_zero"]


def test_the_order_of_ads_and_the_numbers_of_advertisers_play_no_part():
    order = np.random.default_rng(0).permutation(400)
    found = []
    for places, numbers in ((np.arange(400), np.arange(20)), (order, np.arange(20)[::-1])):
        hits = [n for n, place in enumerate(places) if place < 100]
        annotated = read(numbers[places // 20], hits)
        counts = tk.count(annotated, by=["indicator"], indicator=X)
        found.append(tk.prevalence(counts, VALIDATION, annotated=annotated))
    pd.testing.assert_frame_equal(*(table[["estimate", "low", "high"]] for table in found))


def test_counts_of_another_corpus_are_refused():
    counts = tk.count(read(range(400), range(100)), by=["indicator"], indicator=X)
    with pytest.raises(TableError, match="annotated corpus"):
        tk.prevalence(counts, VALIDATION, annotated=read(range(400), range(90)))


def test_few_advertisers_and_guessed_ones_are_said():
    annotated = read(np.arange(400) // 80, range(80))
    counts = tk.count(annotated, by=["indicator"], indicator=X)
    known = tk.prevalence(counts, VALIDATION, annotated=annotated)
    assert known["caution"].tolist() == ["few_advertisers"]
    assert "l’intervalle est fragile" in tk.prevalence_reading(known)[0]
    assert "is fragile" in tk.prevalence_reading(known, lang="en")[0]
    told = tk.prevalence(counts, VALIDATION)
    assert told["caution"].tolist() == ["few_advertisers,advertisers_guessed"]
    many = read(range(400), range(100))
    counts = tk.count(many, by=["indicator"], indicator=X)
    assert tk.prevalence(counts, VALIDATION, annotated=many)["caution"].tolist() == [""]


def test_ads_advertisers_and_texts_are_told_side_by_side():
    annotated = read(np.arange(400) // 4, range(100))
    counts = tk.count(annotated, by=["indicator"], indicator=X)
    found = tk.prevalence(counts, VALIDATION, annotated=annotated)
    said = tk.prevalence_reading(found, lang="en")[0]
    assert "Ads hit: 100 of 400, by 25 advertisers, in 100 distinct texts." in said
    unknown = found.assign(n_advertisers=pd.array([None], dtype="Int64"))
    said = tk.prevalence_reading(unknown)[0]
    assert "100 sur 400, en 100 textes distincts" in said
    assert "annonceurs inconnus" in said
    bare = found.drop(columns=["n_ads", "n_templates", "n_advertisers"])
    assert "Annonces repérées" not in tk.prevalence_reading(bare)[0]


@settings(deadline=None)
@given(SIZES)
def test_what_counts_tell_is_never_less_than_what_is_met(sizes):
    squares, ads = sum(size**2 for size in sizes), sum(sizes)
    met = told_met(hit_counts(sizes, ads))[0]
    assert met >= squares / ads - 1e-6
    assert met <= max(sizes) + 1e-6


def test_a_cell_without_hits_takes_the_most_uneven_of_the_table():
    none = hit_counts([1], 200).assign(n_ads=0, n_advertisers=0, n_templates=0)
    table = pd.concat([hit_counts([5, 5], 200), none], ignore_index=True)
    assert told_met(table).tolist() == [5.0, 5.0]
    assert told_met(none).tolist() == [1.0]


def test_where_the_largest_advertisers_are_unknown_they_have_all_that_can_be():
    table = hit_counts([4, 3, 3], 100).assign(top1_share=np.nan, top2_share=np.nan)
    assert told_met(table)[0] == pytest.approx((8**2 + 1 + 1) / 10)


def test_texts_read_are_discounted_by_the_copies_that_were_read_too():
    # a quarter of the ads was read; an ad meets nine others of its advertiser
    same = Reposts(*(np.array([x]) for x in (40.0, 40.0, 10.0, 10.0, 10.0)))
    found = read_texts(VALIDATION, same)
    left = 1 / (1 + 0.25 * 9)
    assert found.loc[0, "n_flagged_present"] == pytest.approx(30 * left)
    assert found.loc[0, "n_effective_flagged"] == pytest.approx(35 * left)
    assert found.loc[0, "n_effective_population"] == pytest.approx(100 * left)
    # all alone: nothing is lost
    alone = Reposts(*(np.array([x]) for x in (400.0, 400.0, 1.0, 1.0, 1.0)))
    assert read_texts(VALIDATION, alone).loc[0, "n_flagged_present"] == 30


def test_the_ads_that_an_ad_meets_are_those_of_its_kind():
    # one advertiser with thirty ads hit, thirty with one that is not
    inside = csr_array(np.array([[30], *[[0]] * 30]))
    whole = csr_array(np.array([[30], *[[1]] * 30]))
    sums = UnitSums(inside, whole, np.zeros(1, dtype=int), np.array([60.0]))
    found = reposts_of(sums, sums)
    assert (found.met_hit[0], found.met_unhit[0], found.met[0]) == (30, 1, 15.5)


def test_shares_of_counts_count_the_advertisers_that_the_counts_tell():
    single, many = hit_counts([1] * 30, 100), hit_counts([10] * 3, 100)
    expected = wilson(np.array([0.3]), np.array([100.0]), np.array([1.959963984540054]))
    for name, values in zip(("estimate", "low", "high"), expected, strict=True):
        assert tk.shares(single)[name].to_numpy("float64") == pytest.approx(values)
    assert width(tk.shares(many))[0] > 2 * width(tk.shares(single))[0]


@pytest.mark.parametrize("mode", ["own", "stratified", "carried", "difference"])
def test_the_interval_holds_the_share_when_ads_are_reposted(monkeypatch, mode):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    path = ROOT / "benchmarks" / "prevalence_reposts.py"
    specification = importlib.util.spec_from_file_location("prevalence_reposts", path)
    simulated = importlib.util.module_from_spec(specification)
    monkeypatch.setitem(sys.modules, "prevalence_reposts", simulated)
    specification.loader.exec_module(simulated)
    world = simulated.World(0.3, 300, 5, "geometric", 1.0)
    found, units = simulated.estimates(world, mode, (60,), 200, seed=1)
    truth = 0.0 if mode == "difference" else world.share
    coverage = {}
    for (_, name), (value, low, high) in found.items():
        given = ~np.isnan(value)
        coverage[name] = ((low <= truth) & (high >= truth))[given].mean()
    assert units > 30
    assert coverage["annotated"] >= 0.93
    assert coverage["independent"] < coverage["annotated"]
