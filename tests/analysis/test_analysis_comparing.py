import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.stats.proportion import confint_proportions_2indep

import toolkit as tk
from tests.analysis.territories import ADS, CODES, counted, shares_of
from toolkit.errors import OptionError


def compared(table, **options):
    return tk.compare_territories(table, **options).to_frame().set_index("departement")


def test_a_ratio_is_that_of_the_others_together():
    found = compared(tk.rates(counted()), unit="ads")
    people = tk.departements().set_index("code").loc[list(CODES), "population"]
    own, rest = 843 / people["59"], (sum(ADS) - 843) / (people.sum() - people["59"])
    assert found.loc["59", "estimate"] == pytest.approx(own / rest)
    assert found.loc["59", "n_compared"] == len(CODES) - 1
    chance = people["59"] / people.sum()
    test = binomtest(843, sum(ADS), chance)
    limits = test.proportion_ci(0.95, method="exact")
    odds = (people.sum() - people["59"]) / people["59"]
    assert found.loc["59", "low"] == pytest.approx(limits.low / (1 - limits.low) * odds)
    assert found.loc["59", "high"] == pytest.approx(limits.high / (1 - limits.high) * odds)


def test_a_difference_of_shares_is_that_of_newcombe():
    ads = [n // 4 for n in ADS]
    found = compared(shares_of(CODES, ads, ADS))
    other, total = sum(ads) - ads[6], sum(ADS) - ADS[6]
    low, high = confint_proportions_2indep(
        ads[6], ADS[6], other, total, compare="diff", method="newcomb"
    )
    assert found.loc["59", "estimate"] == pytest.approx(ads[6] / ADS[6] - other / total)
    assert found.loc["59", "low"] == pytest.approx(low, abs=1e-9)
    assert found.loc["59", "high"] == pytest.approx(high, abs=1e-9)


def test_intervals_of_advertisers_carry_over():
    table = shares_of(CODES, [n // 4 for n in ADS], ADS)
    wide = table.copy()
    for name, sign in (("low", -1), ("high", 1)):
        wide[name] = wide["estimate"] + sign * 2 * (wide[name] - wide["estimate"]).abs()
    one, two = compared(table), compared(wide)
    assert ((two["high"] - two["low"]) > (one["high"] - one["low"])).all()
    assert (two["p_value"] >= one["p_value"] - 1e-12).all()


def test_regions_and_sizes():
    codes = ["13", "06", "83", "59", "62", "974"]
    ads = [120, 130, 140, 150, 160, 170]
    region = compared(tk.rates(counted(codes, ads)), against="region")
    assert region["n_compared"].to_dict() == {
        "06": 2,
        "13": 2,
        "59": 1,
        "62": 1,
        "83": 2,
        "974": 0,
    }
    assert region.loc["974", ["estimate", "p_value", "differs"]].isna().all()
    size = compared(tk.rates(counted(codes, ads)), against="size")
    assert size["n_compared"].notna().all()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(40, 900), min_size=6, max_size=6))
def test_p_values_agree_with_intervals(ads):
    found = compared(tk.rates(counted(CODES[:6], ads)), unit="ads")
    outside = (found["low"] > 1) | (found["high"] < 1)
    sure = (found["p_value"] - 0.05).abs() > 1e-9
    assert (outside[sure] == (found["p_value"] < 0.05)[sure]).all()
    assert (found["low"] <= found["estimate"]).all()
    assert (found["estimate"] <= found["high"]).all()
    assert (found["p_adjusted"] >= found["p_value"]).all()


def test_many_alike_territories_are_seldom_told_apart():
    random = np.random.default_rng(11)
    people = tk.departements()
    codes = people["code"].tolist()
    told = 0
    for _ in range(20):
        ads = random.poisson(people["population"] / 5_000)
        counts = counted(codes, ads.tolist(), advertisers=ads.tolist())
        told += bool(compared(tk.rates(counts))["differs"].any())
    assert told <= 4


def test_corrections_are_ordered():
    table = tk.rates(counted())
    hochberg, yekutieli, holm = (
        compared(table, correction=name)["p_adjusted"]
        for name in ("benjamini_hochberg", "benjamini_yekutieli", "holm")
    )
    assert (yekutieli >= hochberg).all()
    assert (holm >= hochberg - 1e-12).all()


def test_options():
    with pytest.raises(OptionError):
        tk.compare_territories(tk.rates(counted()), against="best")
    with pytest.raises(OptionError):
        tk.compare_territories(tk.rates(counted()), correction="none")
    areas = counted().rename(columns={"departement": "area"})
    table = tk.rates(areas, by="area", population=dict.fromkeys(CODES, 1000))
    with pytest.raises(OptionError, match="départements only"):
        tk.compare_territories(table, against="region")
    assert isinstance(tk.compare_territories(table).to_frame(), pd.DataFrame)
