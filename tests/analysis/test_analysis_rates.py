from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, norm, poisson

import toolkit as tk
from tests.analysis.territories import counted
from toolkit.analysis.territories.clustered_rates import clustered_limits
from toolkit.analysis.territories.poisson_limits import event_limits
from toolkit.errors import CodeError, OptionError, TableError

CHECKS = Path(__file__).parents[3] / "shared" / "data" / "checks"


def by_formula(events, confidence):
    """Return limits written down anew, one number at a time."""
    tail = (1 - confidence) / 2
    if events < 10:
        low = chi2.ppf(tail, 2 * events) / 2 if events else 0.0
        return low, chi2.ppf(1 - tail, 2 * events + 2) / 2
    z, more = norm.ppf(1 - tail), events + 1
    low = events * (1 - 1 / (9 * events) - z / (3 * events**0.5)) ** 3
    return low, more * (1 - 1 / (9 * more) + z / (3 * more**0.5)) ** 3


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
@pytest.mark.parametrize("events", [0, 1, 5, 9, 10, 11, 222, 9856])
def test_limits_are_those_of_the_formulas(events, confidence):
    found = event_limits([events], confidence=confidence)
    assert (found.low[0], found.high[0]) == pytest.approx(by_formula(events, confidence), rel=1e-12)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "low", "high", "confidence"),
    [
        ("phe_rate.csv", "lower95_0cl", "upper95_0cl", 0.95),
        ("phe_rate.csv", "lower99_8cl", "upper99_8cl", 0.998),
        ("phe_rate_grouped.csv", "lowercl", "uppercl", 0.95),
    ],
)
def test_published_rates(file, low, high, confidence):
    if not CHECKS.exists():
        pytest.skip("needs ../shared")
    table = pd.read_csv(CHECKS / file)
    for per, rows in table.groupby("multiplier"):
        names = rows["Area"] + "/" + rows.index.astype("str")
        counts = pd.DataFrame({"area": names, "n_ads": rows["Numerator"].astype("Int64")})
        people = dict(zip(names, rows["Denominator"].astype("Float64"), strict=True))
        found = tk.rates(counts, by="area", population=people, per=int(per), confidence=confidence)
        for mine, theirs in (("estimate", "value"), ("low", low), ("high", high)):
            values = found[mine].to_numpy(dtype="float64", na_value=np.nan)
            np.testing.assert_allclose(values, rows[theirs], rtol=1e-9)


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 10**7), min_size=1, max_size=20),
    st.floats(0.5, 0.99),
    st.floats(0.001, 0.0099),
)
def test_limits_hold_the_estimate_and_grow_with_confidence(events, confidence, more):
    narrow = event_limits(events, confidence=confidence)
    wide = event_limits(events, confidence=confidence + more)
    assert (narrow.low <= narrow.value).all()
    assert (narrow.value <= narrow.high).all()
    assert (wide.low <= narrow.low).all()
    assert (wide.high >= narrow.high).all()
    assert (narrow.low >= 0).all()


@settings(deadline=None, max_examples=30)
@given(st.floats(0.2, 60))
def test_independent_events_are_covered(expected):
    numbers = np.arange(0, 250)
    found = event_limits(numbers)
    covered = (found.low <= expected) & (expected <= found.high)
    assert poisson.pmf(numbers[covered], expected).sum() > 0.945


def test_a_table_of_rates_says_what_it_is():
    found = tk.rates(counted(["59", "2A"], [585, 33]))
    row = found.loc[0]
    assert row["statistic"] == "ads per 100,000 inhabitants"
    assert "prevalence" not in " ".join(map(str, found.to_numpy().ravel()))
    assert row["population"] == tk.departements().set_index("code").loc["59", "population"]
    assert row["vintage"] == "COG 2026"
    assert row["n_ads"] == 585
    assert row["n_advertisers"] == 195
    # a method of its own would tell which hidden numbers are below ten
    assert found["method"].nunique() == 1


def test_zero_unknown_hidden_and_not_collected_stay_apart():
    counts = pd.DataFrame(
        {
            "departement": ["59", "62", "80", "75", "unknown"],
            "n_ads": pd.array([40, 0, None, None, 7], dtype="Int64"),
            "state": ["counted", "counted", "suppressed", "not_collected", "counted"],
        }
    )
    found = tk.rates(counts).set_index("departement")
    assert found["state"].tolist() == counts["state"].tolist()
    assert found.loc["62", ["estimate", "low"]].tolist() == [0, 0]
    assert found.loc["62", "high"] > 0
    for code in ("80", "75", "unknown"):
        assert found.loc[code, ["estimate", "low", "high"]].isna().all()
    assert pd.isna(found.loc["unknown", "population"])


@pytest.mark.parametrize(("unit", "expected"), [("ads", 90), ("advertisers", 30), ("texts", 30)])
def test_what_is_counted_can_be_chosen(unit, expected):
    found = tk.rates(
        counted(["x"], [90]).rename(columns={"departement": "area"}),
        by="area",
        population={"x": 1000},
        per=1000,
        unit=unit,
    )
    assert found.loc[0, "estimate"] == expected
    assert found.loc[0, "statistic"] == f"{unit} per 1,000 inhabitants"
    assert found.loc[0, "vintage"] == "given by the study"


def test_unknown_advertisers_have_no_rate():
    found = tk.rates(pd.DataFrame({"departement": ["59"], "n_ads": [90]}), unit="advertisers")
    assert found["estimate"].isna().all()


def test_inhabitants_are_never_invented():
    with pytest.raises(CodeError, match="99"):
        tk.rates(pd.DataFrame({"departement": ["59", "99"], "n_ads": [90, 3]}))
    counts = pd.DataFrame({"area": ["ici", "ailleurs"], "n_ads": [90, 3]})
    with pytest.raises(CodeError, match="ailleurs"):
        tk.rates(counts, by="area", population={"ici": 10})
    with pytest.raises(OptionError, match="population"):
        tk.rates(pd.DataFrame({"area": ["ici"], "n_ads": [9]}), by="area")
    with pytest.raises(OptionError, match="above 0"):
        tk.rates(pd.DataFrame({"a": ["x"], "n_ads": [9]}), by="a", population={"x": 0})


def test_a_number_is_no_code():
    with pytest.raises(CodeError, match="01"):
        tk.rates(pd.DataFrame({"departement": [1], "n_ads": [90]}))


@pytest.mark.parametrize(
    "options", [{"per": 0}, {"per": 1.5}, {"confidence": 1}, {"unit": "people"}]
)
def test_options_out_of_range(options):
    with pytest.raises(OptionError):
        tk.rates(counted(), **options)


@pytest.mark.parametrize("ads", [[-1], [1.5], ["many"]])
def test_counts_that_are_none(ads):
    with pytest.raises(TableError, match="n_ads"):
        tk.rates(pd.DataFrame({"departement": ["59"], "n_ads": ads}))


def test_a_grouping_that_is_not_there():
    with pytest.raises(TableError, match="departement"):
        tk.rates(pd.DataFrame({"month": ["2025-01"], "n_ads": [9]}))


def test_other_groupings_stay_beside():
    counts = pd.concat([counted(["59"], [n], quarter=f"2025-Q{n % 4 + 1}") for n in (40, 41)])
    assert tk.rates(counts)["quarter"].tolist() == ["2025-Q1", "2025-Q2"]


def test_regions_add_up_their_departements():
    people = tk.departements().groupby("region")["population"].sum()
    found = tk.rates(pd.DataFrame({"region": ["32"], "n_ads": [90]}), by="region")
    assert found.loc[0, "population"] == people["32"]


def test_nothing_is_changed():
    counts = counted()
    before = counts.copy(deep=True)
    tk.rates(counts)
    pd.testing.assert_frame_equal(counts, before)


def corpus(advertisers):
    return SimpleNamespace(
        corpus=pd.DataFrame(
            {
                "ad_id": [str(n) for n in range(len(advertisers))],
                "language": "fr",
                "departement": "59",
                "advertiser": pd.array(advertisers, dtype="Int64"),
                "template": range(len(advertisers)),
            }
        )
    )


def test_without_reposts_both_intervals_are_the_same():
    once = corpus(range(60))
    columns = ["departement", "estimate", "low", "high"]
    plain = tk.rates(tk.count(once, by=["departement"]))[columns]
    pd.testing.assert_frame_equal(tk.clustered_rates(once)[columns], plain)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=60))
def test_reposts_never_narrow_an_interval(advertisers):
    wide, narrow = (
        tk.clustered_rates(corpus(advertisers)),
        tk.rates(tk.count(corpus(advertisers), by=["departement"])),
    )
    assert wide.loc[0, "low"] <= narrow.loc[0, "low"] * (1 + 1e-2)
    assert wide.loc[0, "high"] >= narrow.loc[0, "high"] * (1 - 1e-2)
    assert wide.loc[0, "low"] <= wide.loc[0, "estimate"] <= wide.loc[0, "high"]


def test_copies_of_everything_leave_the_relative_interval():
    one = clustered_limits(np.array([40.0]), np.array([40.0]))
    ten = clustered_limits(np.array([400.0]), np.array([4000.0]))
    assert ten.low[0] / 400 == pytest.approx(one.low[0] / 40)
    assert ten.high[0] / 400 == pytest.approx(one.high[0] / 40)


def test_ads_without_an_advertiser_count_by_text():
    unknown = corpus([None] * 40)
    unknown.corpus["template"] = [n % 10 for n in range(40)]
    known = corpus([n % 10 for n in range(40)])
    columns = ["estimate", "low", "high"]
    pd.testing.assert_frame_equal(
        tk.clustered_rates(unknown)[columns], tk.clustered_rates(known)[columns]
    )


def test_an_empty_corpus_has_no_rate():
    assert tk.clustered_rates(corpus([])).empty
