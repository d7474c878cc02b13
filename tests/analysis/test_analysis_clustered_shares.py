import importlib.util
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.stats import norm

import toolkit as tk
from toolkit.analysis.shares.redrawing import UnitSums, redrawn_shares, wilson
from toolkit.errors import OptionError
from toolkit.indicators import load_codebook
from toolkit.schema import STATISTICS, SUPPORT, check

ROOT = Path(__file__).resolve().parents[2]
LIMITS = ["estimate", "low", "high"]
BY = {"by": ["departement", "written_language"], "within": ["departement"]}


def read(rows, **more):
    """Return a corpus of (département, language, advertiser or None, text)."""
    corpus = pd.DataFrame(rows, columns=["departement", "language", "advertiser", "template"])
    corpus["advertiser"] = corpus["advertiser"].astype("Int64")
    corpus["template"] = corpus["template"].astype("Int64")
    corpus = corpus.assign(
        ad_id=[str(n) for n in range(len(corpus))],
        platform="p",
        language_status="sure",
        quarantined=False,
        posted_at=pd.Timestamp("2025-01-02"),
    )
    return SimpleNamespace(corpus=corpus, codebook=None, **more)


def widths(found):
    return (found["high"] - found["low"]).to_numpy(dtype="float64")


def posted(*advertisers):
    """Return ads of advertisers, each with its languages: every ad another text."""
    rows = [("59", code, n, None) for n, codes in enumerate(advertisers) for code in codes]
    return [(*row[:3], number) for number, row in enumerate(rows)]


# (ads of each advertiser, what is known of the interval of French)
EXAMPLES = [
    ([["fr"]] * 30 + [["ro"]] * 30, lambda low, high: 0.36 < low < 0.39 and 0.61 < high < 0.64),
    # sixty advertisers with ten ads each, all alike: hardly more than sixty ads
    ([["fr"] * 10] * 30 + [["ro"] * 10] * 30, lambda low, high: low < 0.39 and high > 0.61),
    # each posts in both languages: six hundred texts tell more than sixty
    ([["fr", "ro"] * 5] * 60, lambda low, high: low > 0.42 and high < 0.58),
    # one advertiser tells nothing of the others, whatever it posts
    ([["fr"] * 500], lambda low, high: low < 0.05 and high == 1),
    # half of the ads are of one advertiser
    ([["fr"] * 50] + [["ro"]] * 50, lambda low, high: low < 0.1 and high > 0.9),
]


@pytest.mark.parametrize(("ads", "holds"), EXAMPLES)
def test_what_advertisers_tell(ads, holds):
    found = tk.clustered_shares(read(posted(*ads)), by=["written_language"])
    row = found.set_index("written_language").loc["fr"]
    assert holds(float(row["low"]), float(row["high"])), row[LIMITS].tolist()


def test_single_ads_of_many_advertisers_have_about_the_interval_of_wilson():
    annotated = read(posted(*[["fr"]] * 400, *[["ro"]] * 600))
    found = tk.clustered_shares(annotated, by=["written_language"])
    ads = tk.shares(tk.count(annotated, by=["written_language"]))
    assert widths(found) == pytest.approx(widths(ads), rel=0.08)


def test_nothing_seen_is_not_known_to_be_nothing():
    rows = posted(*[["fr"] * 40] * 25)
    rows = [(place, *row[1:]) for place, row in zip(["59", "62"] * 500, rows, strict=True)]
    rows.append(("62", "ro", 99, 5000))
    found = tk.clustered_shares(read(rows), **BY)
    assert found["n_total"].tolist() == [500, 501, 501]
    zero = UnitSums(
        csr_array(np.zeros((25, 1), dtype=int)),
        csr_array(np.full((25, 1), 40)),
        np.array([0]),
        np.array([1000]),
    )
    estimate = redrawn_shares(zero, confidence=0.95, seed=0)
    # twenty-five advertisers, not a thousand ads: one in eight may still be otherwise
    assert (estimate.value[0], estimate.low[0]) == (0, 0)
    assert 0.1 < estimate.high[0] < 0.18


def test_the_unit_is_the_text_where_no_advertiser_is_known():
    known = read([("59", "fr" if n < 200 else "ro", n // 10, n // 10) for n in range(400)])
    unknown = read([("59", "fr" if n < 200 else "ro", None, n // 10) for n in range(400)])
    tables = [tk.clustered_shares(a, by=["written_language"]) for a in (known, unknown)]
    pd.testing.assert_frame_equal(*(table[LIMITS] for table in tables))
    assert tables[0]["n_advertisers"].tolist() == [20, 20]
    assert tables[1]["n_advertisers"].isna().all()


def test_ads_advertisers_and_texts_stand_side_by_side():
    rows = [("59", "fr" if n % 3 else "ro", n % 40, n % 60) for n in range(600)]
    found = tk.clustered_shares(read(rows), by=["written_language"])
    assert check(found, STATISTICS) is found
    assert found[list(SUPPORT)[:3]].to_numpy().tolist() == [[400, 40, 40], [200, 40, 20]]
    assert found["method"].str.contains("bootstrap by advertiser or text").all()
    words = tk.release(found).words("fr")
    names = list(words.columns)
    place = names.index("n_ads")
    assert names[place : place + 3] == ["n_ads", "n_advertisers", "n_templates"]


@pytest.fixture(scope="module")
def with_hours_and_indicators():
    """Return ads in two languages and places, some with hours, some with a wording."""
    draw = np.random.default_rng(3)
    rows = [
        (draw.choice(["59", "62"]), draw.choice(["fr", "es", "zh"]), n // 4, n // 2)
        for n in range(240)
    ]
    book = load_codebook(families=["movement", "organisation"])
    names = [entry.id for entry in book]
    annotated = read(rows, windows=None, spans=None)
    annotated.codebook = book
    identifiers = annotated.corpus["ad_id"]
    annotated.spans = pd.DataFrame(
        {
            "ad_id": identifiers[::3].tolist() + identifiers[::5].tolist(),
            "indicator": [names[0]] * 80 + [names[1]] * 48,
            "status": "asserted",
        }
    )
    annotated.windows = pd.DataFrame(
        {
            "ad_id": identifiers[:100].tolist() + identifiers[:20].tolist(),
            "start_minute": [600.0] * 100 + [1320.0] * 20,
            "end_minute": [900.0] * 100 + [1380.0] * 20,
            "always_open": False,
        }
    )
    return annotated


@pytest.mark.parametrize(
    ("by", "within"),
    [
        (["indicator"], []),
        (["departement", "indicator"], []),
        (["hour_band", "indicator"], []),
        (["written_language"], []),
        (["departement", "written_language"], ["departement"]),
        (["departement", "written_language"], ["written_language"]),
    ],
)
def test_estimates_are_those_of_the_counts(with_hours_and_indicators, by, within):
    found = tk.clustered_shares(with_hours_and_indicators, by=by, within=within)
    ads = tk.shares(tk.count(with_hours_and_indicators, by=by), within=within or None)
    same = [*by, "estimate", "n_total", *SUPPORT, "state"]
    pd.testing.assert_frame_equal(found[same], ads[same])
    known = found["estimate"].notna()
    assert known.any()
    value, total = (ads.loc[known, name].to_numpy("float64") for name in ("estimate", "n_total"))
    single = wilson(value, total, np.full(len(total), 1.96))
    assert (widths(found[known]) >= (single.high - single.low) * 0.98).all()


@pytest.mark.parametrize(
    ("by", "within", "totals"),
    [
        (["hour_band"], [], {100}),
        (["departement", "hour_band"], [], {100}),
        (["departement", "hour_band"], ["departement"], None),
    ],
)
def test_hours_are_shares_of_the_ads_that_state_some(with_hours_and_indicators, by, within, totals):
    found = tk.clustered_shares(with_hours_and_indicators, by=by, within=within)
    assert "unknown" not in set(found["hour_band"])
    stated = with_hours_and_indicators.corpus.head(100)["departement"].value_counts()
    if totals is None:
        expected = found["departement"].map(stated).astype("Int64")
        assert found["n_total"].tolist() == expected.tolist()
    else:
        assert set(found["n_total"]) == totals


def test_not_collected_and_empty_denominators_have_no_estimate():
    annotated = read([("59", "fr", 1, 1), ("59", "fr", 2, 2), ("59", "fr", 3, 3)])
    annotated.corpus["platform"] = ["p", "p", "q"]
    dates = ["2025-01-03", "2025-03-02", "2025-01-09"]
    annotated.corpus["posted_at"] = pd.to_datetime(dates)
    found = tk.clustered_shares(annotated, by=["platform", "month"], within=["month"])
    found = found.set_index(["platform", "month"])
    assert found.loc[("q", "2025-03"), LIMITS].isna().all()
    assert found.loc[("p", "2025-02"), LIMITS].isna().all()
    assert found.loc[("p", "2025-02"), "n_total"] == 0
    assert found.loc[("p", "2025-01"), "estimate"] == 0.5


def test_an_empty_corpus_has_no_row():
    assert tk.clustered_shares(read([]), by=["departement"]).empty


ADS = st.lists(
    st.tuples(
        st.sampled_from(["59", "62"]),
        st.sampled_from(["fr", "ro", "es"]),
        st.one_of(st.none(), st.integers(0, 12)),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=20, deadline=None)
@given(ADS)
def test_the_interval_holds_the_estimate(rows):
    found = tk.clustered_shares(read(rows), **BY)
    low, value, high = (found[n].to_numpy(dtype="float64") for n in ("low", "estimate", "high"))
    assert ((low >= 0) & (low <= value) & (value <= high) & (high <= 1)).all()
    assert (high > low).all()


@settings(max_examples=20, deadline=None)
@given(ADS, st.integers(2, 5))
def test_copies_of_every_ad_do_not_move_the_interval(rows, times):
    once, often = (tk.clustered_shares(read(ads), **BY) for ads in (rows, rows * times))
    assert often["n_ads"].tolist() == (once["n_ads"] * times).tolist()
    for name in LIMITS:
        assert often[name].to_numpy() == pytest.approx(once[name].to_numpy(), abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(ADS, st.randoms(use_true_random=False))
def test_order_and_numbers_play_no_part(rows, random):
    numbers = list(range(13))
    random.shuffle(numbers)
    others = [
        (place, code, None if who is None else numbers[who] + 100, 30 - text)
        for place, code, who, text in rows
    ]
    random.shuffle(others)
    first, second = (tk.clustered_shares(read(ads), **BY) for ads in (rows, others))
    pd.testing.assert_frame_equal(first, second)


def test_another_seed_moves_the_limits_little():
    rows = [("59", "fr" if n % 7 else "ro", n % 50, n) for n in range(500)]
    one, two = (
        tk.clustered_shares(read(rows), by=["written_language"], seed=seed) for seed in (0, 1)
    )
    assert widths(one) == pytest.approx(widths(two), rel=0.1)
    assert not np.array_equal(widths(one), widths(two))


@pytest.mark.parametrize(
    "options",
    [
        {"by": ["indicator"], "within": ["indicator"]},
        {"by": ["departement"], "within": ["month"]},
        {"by": ["departement"], "within": "departement"},
        {"by": ["departement"], "confidence": 1},
        {"by": ["plateforme"]},
        {"by": "departement"},
    ],
)
def test_wrong_options_are_explained(options):
    with pytest.raises(OptionError, match="What to do"):
        tk.clustered_shares(read([("59", "fr", 1, 1)]), **options)


def test_coverage_is_that_of_the_benchmark():
    path = ROOT / "benchmarks" / "clustered_shares.py"
    specification = importlib.util.spec_from_file_location("clustered_shares_benchmark", path)
    benchmark = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(benchmark)
    world = benchmark.World("Zipf", 100, 0.1, 0.3)
    found = benchmark.measured(world, corpora=400, seed=5)
    assert found["clustered"].coverage > 0.93
    assert found["Wilson on ads"].coverage < 0.5


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "ends", "confidence"),
    [
        ("phe_proportion.csv", ("lower95_0cl", "upper95_0cl"), 0.95),
        ("phe_proportion.csv", ("lower99_8cl", "upper99_8cl"), 0.998),
        ("phe_proportion_grouped.csv", ("lowercl", "uppercl"), 0.95),
    ],
)
def test_published_proportions(file, ends, confidence):
    checks = ROOT.parent / "shared" / "data" / "checks" / file
    if not checks.exists():
        pytest.skip("needs ../shared")
    table = pd.read_csv(checks)
    number = table["Denominator"].to_numpy(dtype="float64")
    value = table["Numerator"].to_numpy(dtype="float64") / number
    found = wilson(value, number, np.full(len(table), norm.ppf((1 + confidence) / 2)))
    for mine, theirs in zip(found, ("value", *ends), strict=True):
        values = mine * table["multiplier"]
        np.testing.assert_allclose(values, table[theirs], rtol=1e-9)
