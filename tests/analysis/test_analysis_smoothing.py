from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from tests.analysis.territories import counted, shares_of
from toolkit.errors import OptionError, TableError

CHECKS = Path(__file__).parents[3] / "shared" / "data" / "checks"


@pytest.mark.shared
@pytest.mark.parametrize(("family", "column"), [("poisson", "estmm"), ("binomial", "estmm_binom")])
def test_published_smoothed_rates(family, column):
    if not CHECKS.exists():
        pytest.skip("needs ../shared")
    table = pd.read_csv(CHECKS / "nc_sids_EBest.csv")
    found = tk.empirical_bayes(table["SID74"], table["BIR74"], family=family)
    np.testing.assert_allclose(found, table[column], rtol=1e-9)


def test_marshall_by_hand():
    events, people = np.array([2.0, 30.0, 9.0]), np.array([500.0, 2000.0, 1000.0])
    whole, raw = 41 / 3500, events / people
    between = (people * (raw - whole) ** 2).sum() / 3500 - whole / (3500 / 3)
    expected = whole + (raw - whole) * between / (between + whole / people)
    expected = expected if between > 0 else np.full(3, whole)
    np.testing.assert_allclose(tk.empirical_bayes(events, people), expected, rtol=1e-12)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(1000, 10**6)), min_size=2, max_size=40),
    st.sampled_from(["poisson", "binomial"]),
)
def test_smoothed_rates_lie_between_raw_and_whole(rows, family):
    events, people = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found = tk.empirical_bayes(events, people, family=family)
    raw, whole = events / people, events.sum() / people.sum()
    slack = 1e-12
    assert (found >= np.minimum(raw, whole) - slack).all()
    assert (found <= np.maximum(raw, whole) + slack).all()


def test_territories_that_differ_by_chance_have_one_rate():
    assert np.ptp(tk.empirical_bayes([9, 10, 11], [1000, 1000, 1000])) == 0


def test_hidden_territories_stay_hidden_and_have_no_part():
    ads = [60, 70, 80, 90, 5, 6]
    codes = ["13", "31", "33", "59", "67", "69"]
    found = tk.smoothed_rates(tk.rates(counted(codes, ads)))
    other = tk.smoothed_rates(tk.rates(counted(codes, [*ads[:4], 2, 9])))
    pd.testing.assert_frame_equal(found.to_frame(), other.to_frame())
    frame = found.to_frame().set_index("departement")
    assert frame.loc[["67", "69"], "estimate"].isna().all()
    assert frame["low"].isna().all()


@pytest.mark.parametrize(
    ("events", "people"), [([1], [0]), ([1, 2], [5]), ([1, np.nan], [5, 5]), ([], [])]
)
def test_numbers_that_cannot_be_smoothed(events, people):
    with pytest.raises(TableError):
        tk.empirical_bayes(events, people)


def test_options():
    with pytest.raises(OptionError):
        tk.empirical_bayes([1, 2], [5, 5], family="normal")
    with pytest.raises(OptionError):
        tk.smoothed_rates(tk.rates(counted()), unit="people")
    with pytest.raises(TableError):
        tk.smoothed_rates(shares_of(["59", "62"], [60, 70], [200, 300]))
