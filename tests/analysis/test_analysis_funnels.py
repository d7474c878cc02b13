import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

import toolkit as tk
from tests.analysis.territories import ADS, CODES, counted, shares_of
from toolkit.analysis.territories.funnels import Whole, funnel_limits
from toolkit.analysis.territories.overdispersion import Spread, spread_of, z_scores
from toolkit.analysis.territories.shown_territories import shown_territories
from toolkit.disclosure import SafeTable
from toolkit.errors import OptionError, TableError

CALM = Spread(1.0, 2.0, "none", 0.0)


def test_limits_of_shares_are_those_of_the_formula():
    n, p, z = np.array([40.0, 400.0]), 0.3, 1.959963984540054
    half = z * np.sqrt(z**2 + 4 * n * p * (1 - p))
    expected = [(2 * n * p + z**2 + sign * half) / (2 * (n + z**2)) for sign in (-1, 1)]
    found = funnel_limits(n, Whole(p, CALM, share=True), confidence=0.95)
    np.testing.assert_allclose(found, expected, rtol=1e-9)


@pytest.mark.parametrize("confidence", [0.95, 0.998])
@pytest.mark.parametrize("expected", [0.4, 3.0, 12.0, 150.0])
def test_limits_of_rates_leave_out_what_chance_seldom_gives(expected, confidence):
    low, high = funnel_limits(
        np.array([expected * 1000]), Whole(0.001, CALM, share=False), confidence=confidence
    )
    low, high = low[0] * expected * 1000, high[0] * expected * 1000
    numbers, tail = np.arange(0, 500), (1 - confidence) / 2
    below, above = poisson.cdf(numbers, expected), poisson.sf(numbers - 1, expected)
    np.testing.assert_array_equal(numbers < low - 1e-9, below < tail - 1e-12)
    np.testing.assert_array_equal(numbers > high + 1e-9, above < tail - 1e-12)


@settings(deadline=None)
@given(
    st.floats(100, 10**6),
    st.floats(1e-4, 0.5),
    st.booleans(),
    st.sampled_from(["none", "additive", "multiplicative"]),
)
def test_limits_hold_the_target_and_grow_with_confidence(size, target, share, kind):
    whole = Whole(target, Spread(3.0, 1.5, kind, 0.01 if kind == "additive" else 0.0), share)
    narrow = funnel_limits(np.array([size]), whole, confidence=0.95)
    wide = funnel_limits(np.array([size]), whole, confidence=0.998)
    assert wide[0] <= narrow[0] <= target <= narrow[1] <= wide[1]
    assert wide[0] >= 0
    if share:
        assert wide[1] <= 1


def test_overdispersion_by_hand():
    scores = np.array([-8.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 9.0, -2.0, 1.5, 0.5])
    errors = np.full(11, 0.5)
    low, high = np.quantile(scores, (0.1, 0.9))
    phi = np.mean(np.clip(scores, low, high) ** 2)
    found = spread_of(scores, errors)
    assert found.phi == pytest.approx(phi)
    assert found.kind == "additive"
    weight = 4.0
    between = (11 * phi - 10) / (11 * weight - weight)
    assert found.between == pytest.approx(between**0.5)
    assert spread_of(scores, errors, choice="multiplicative").between == 0
    assert spread_of(scores / 4, errors).kind == "none"


def test_chance_alone_is_rarely_called_overdispersed():
    random = np.random.default_rng(5)
    size = np.full(60, 1e6)
    found = [
        spread_of(z_scores(random.poisson(40, 60).astype(float), size, 4e-5, share=False), size)
        for _ in range(300)
    ]
    assert np.mean([spread.kind != "none" for spread in found]) < 0.05


def test_shares_tell_how_many_independent_ads_they_amount_to():
    shown = shown_territories(shares_of(CODES, [n // 3 for n in ADS], ADS))
    np.testing.assert_allclose(shown.size, ADS, rtol=1e-9)
    np.testing.assert_allclose(shown.events, [n // 3 for n in ADS], rtol=1e-9)


def test_a_territory_that_differs_is_told():
    ads = list(ADS)
    ads[CODES.index("67")] = 9_000
    for choice in ("none", "additive", "multiplicative"):
        found = tk.funnel(tk.rates(counted(ads=ads)), overdispersion=choice).to_frame()
        assert found.set_index("departement").loc["67", "position"] == "above_998"
    assert "additive" in tk.funnel(tk.rates(counted(ads=ads))).to_frame()["method"].iloc[0]


def test_alike_territories_are_inside_and_nothing_is_added():
    people = tk.departements().set_index("code").loc[list(CODES), "population"]
    found = tk.funnel(tk.rates(counted(ads=[int(n / 10_000) for n in people]))).to_frame()
    assert found["position"].eq("inside").all()
    assert found["method"].str.contains("no overdispersion").all()
    assert found["target"].nunique() == 1


def test_advertisers_are_compared_where_they_are_known():
    counts = counted()
    assert tk.funnel(tk.rates(counts)).to_frame()["statistic"].str.startswith("advertisers").all()
    counts["n_advertisers"] = pd.array([None] * len(counts), dtype="Int64")
    assert tk.funnel(tk.rates(counts)).to_frame()["statistic"].str.startswith("texts").all()
    ads = tk.funnel(tk.rates(counts), unit="ads").to_frame()
    assert ads["statistic"].str.startswith("ads").all()


def test_rows_stand_in_the_order_of_codes():
    shuffled = counted(CODES[::-1], ADS[::-1])
    found = tk.funnel(tk.rates(shuffled))
    assert isinstance(found, SafeTable)
    assert found.to_frame()["departement"].tolist() == sorted(CODES)


def test_few_territories_have_no_limits():
    found = tk.funnel(tk.rates(counted(CODES[:4], ADS[:4]))).to_frame()
    assert found["position"].isna().all()
    assert found["estimate"].notna().all()
    assert "fewer than 5" in found["method"].iloc[0]


def test_one_of_several_rows_is_chosen():
    table = pd.concat(
        [
            shares_of(CODES, [n // k for n in ADS], ADS).assign(written_language=name)
            for name, k in (("fr", 2), ("ro", 4))
        ]
    )
    with pytest.raises(TableError, match="where="):
        tk.funnel(table)
    found = tk.funnel(table, where={"written_language": "ro"}).to_frame()
    assert len(found) == len(CODES)
    assert found["target"].iloc[0] == pytest.approx(0.25, abs=0.01)
    with pytest.raises(OptionError):
        tk.funnel(table, where={"written_language": "zz"})


def test_options():
    with pytest.raises(OptionError):
        tk.funnel(tk.rates(counted()), overdispersion="some")
    with pytest.raises(OptionError):
        tk.funnel(tk.rates(counted()), unit="people")
    with pytest.raises(TableError, match="rates or shares"):
        tk.funnel(counted())
