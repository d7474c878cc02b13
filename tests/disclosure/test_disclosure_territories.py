"""Rates, and what is made of them, tell no hidden number."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from tests.analysis.territories import counted
from toolkit.disclosure import load_rules
from toolkit.disclosure.asking import question_of
from toolkit.disclosure.auditing import given_away
from toolkit.disclosure.lattice import build_lattice

SHOWN = {"13": 246, "31": 134, "33": 216, "59": 843, "69": 341, "75": 322}
SMALL = ("25", "2A", "48", "80")
MADE = {
    "funnel": tk.funnel,
    "smoothed": tk.smoothed_rates,
    "compared": tk.compare_territories,
    "compared in regions": lambda table: tk.compare_territories(table, against="region"),
}


def with_small(small):
    """Return counts of large départements, and of some whose numbers are hidden."""
    ads = [*SHOWN.values(), *small]
    people = [*(n // 3 for n in SHOWN.values()), *(min(n, 5) for n in small)]
    return counted([*SHOWN, *SMALL], ads, advertisers=people)


@settings(deadline=None, max_examples=6)
@given(st.lists(st.integers(1, 30), min_size=4, max_size=4))
def test_a_rate_is_hidden_wherever_its_count_is(small):
    counts = with_small(small)
    hidden = tk.release(counts).to_frame()["state"].tolist()
    frame = tk.release(tk.rates(counts)).to_frame()
    assert frame["state"].tolist() == hidden
    gone = frame[frame["state"].eq("suppressed")]
    assert len(gone) >= len(SMALL)
    columns = ["estimate", "low", "high", "n_ads", "n_advertisers", "n_templates"]
    assert gone[columns].isna().all(axis=None)
    # what a hidden row still says is the same whatever was hidden
    assert gone[["method", "statistic", "vintage"]].nunique().eq(1).all()


@pytest.mark.slow
@settings(deadline=None, max_examples=4)
@given(
    st.lists(st.integers(1, 30), min_size=4, max_size=4),
    st.lists(st.integers(1, 30), min_size=4, max_size=4),
)
def test_what_is_made_of_rates_knows_no_hidden_number(one, other):
    tables = [tk.rates(with_small(small)) for small in (one, other)]
    states = [tk.release(table).to_frame()["state"].tolist() for table in tables]
    if states[0] != states[1]:
        return
    for make in MADE.values():
        first, second = (make(table).to_frame() for table in tables)
        pd.testing.assert_frame_equal(first, second)
    first, second = (tk.spatial_autocorrelation(table) for table in tables)
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize("seed", range(3))
def test_a_reader_with_a_linear_program_finds_nothing(seed):
    random = np.random.default_rng(seed)
    codes = random.permutation(tk.departements()["code"].to_numpy())[:40].tolist()
    ads = random.geometric(0.02, 40)
    counts = counted(codes, ads.tolist(), advertisers=np.ceil(ads / 3).astype(int).tolist())
    table = tk.rates(counts)
    safe = tk.release(table)
    hidden = safe.to_frame()["state"].eq("suppressed").to_numpy()
    rules = load_rules()
    lattice = build_lattice(table, ["departement"])
    asked = question_of(table, lattice, rules)
    withheld = np.array(
        [key in safe.withheld for key in lattice.keys(range(lattice.members.shape[0]))], dtype=bool
    )
    assert hidden.any()
    assert not len(given_away(lattice, asked, hidden, withheld))


def test_inhabitants_turn_no_rounded_count_back():
    counts = counted(["13", "59", "75"], [246, 843, 322])
    other = counted(["13", "59", "75"], [244, 846, 318])
    one, two = (tk.release(tk.rates(table), round_to=10).to_frame() for table in (counts, other))
    people = one["population"].astype(float)
    for name in ("estimate", "low", "high"):
        events = one[name].astype(float) * people / 100_000
        np.testing.assert_allclose(events, np.round(events / 10) * 10, atol=1e-6)
    assert (one["low"] <= one["estimate"]).all()
    assert (one["estimate"] <= one["high"]).all()
    assert one["n_ads"].tolist() == [250, 840, 320]
    assert two["estimate"].iloc[0] != tk.rates(other)["estimate"].iloc[0]


def test_what_is_hidden_stays_hidden_in_a_funnel():
    safe = tk.release(tk.rates(with_small([5, 6, 7, 8])))
    assert tk.funnel(safe).to_frame()["state"].tolist() == sorted_states(safe)


def sorted_states(safe):
    return safe.to_frame().sort_values("departement")["state"].tolist()


def test_inhabitants_are_no_secret():
    frame = tk.release(tk.rates(with_small([5, 6, 7, 8]))).to_frame()
    assert frame["population"].notna().all()
