from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from tests.analysis.territories import counted, shares_of
from toolkit.analysis.territories.spatial import departement_neighbours, freeman_tukey, moran
from toolkit.errors import OptionError, TableError
from toolkit.territory.outlines import departement_outlines

CHECKS = Path(__file__).parents[3] / "shared" / "data" / "checks"


@pytest.mark.shared
def test_published_moran():
    if not CHECKS.exists():
        pytest.skip("needs ../shared")
    table = pd.read_csv(CHECKS / "nc_sids.csv")
    pairs = pd.read_csv(CHECKS / "nc_sids_neighbours_CR85.csv")
    weights = np.zeros((len(table), len(table)))
    weights[pairs["i"] - 1, pairs["j"] - 1] = 1
    found = moran(freeman_tukey(table["SID74"], table["BIR74"]), weights)
    expected = pd.read_csv(CHECKS / "expected_scalars.csv")["value"].item()
    assert found == pytest.approx(expected, abs=5e-9)


def test_neighbours_by_hand():
    near = departement_neighbours()
    known = {
        "59": "02 62 80",
        "75": "92 93 94",
        "2A": "2B",
        "69": "01 38 42 71",
        "54": "55 57 67 88",
        "84": "04 07 13 26 30 83",
        "29": "22 56",
        "66": "09 11",
        "77": "02 10 45 51 60 89 91 93 94 95",
    }
    for code, others in known.items():
        assert " ".join(near[code]) == others
    assert set(departement_outlines()) - set(near) == {"971", "972", "973", "974", "976"}
    assert all(code in near[other] for code, others in near.items() for other in others)
    assert sum(map(len, near.values())) == 2 * 238


@given(st.lists(st.floats(-100, 100), min_size=4, max_size=12), st.floats(0.1, 9))
def test_moran_knows_no_scale(values, factor):
    line = np.eye(len(values), k=1) + np.eye(len(values), k=-1)
    one = moran(values, line)
    if np.ptp(values) < 1e-3:
        return
    assert moran(np.array(values) * factor + 5, line) == pytest.approx(one, rel=1e-6, abs=1e-9)


def along_a_line(rates):
    """Return rates of places in a row, and who is beside whom."""
    codes = [f"p{n:02d}" for n in range(len(rates))]
    near = {c: [o for o in codes if abs(int(o[1:]) - int(c[1:])) == 1] for c in codes}
    counts = counted(codes, rates).rename(columns={"departement": "area"})
    return tk.rates(counts, by="area", population=dict.fromkeys(codes, 10_000)), near


def test_neighbours_that_are_alike_are_found():
    alike, near = along_a_line([*range(100, 300, 20), *range(300, 500, 20)])
    mixed, _ = along_a_line([100, 480, 120, 460, 140, 440, 160, 420, 180, 400] * 2)
    one = tk.spatial_autocorrelation(alike, neighbours=near).loc[0]
    other = tk.spatial_autocorrelation(mixed, neighbours=near).loc[0]
    assert one["estimate"] > 0.7
    assert other["estimate"] < -0.7
    assert max(one["p_value"], other["p_value"]) <= 0.01
    assert one["n_territories"] == 20
    assert one["n_pairs"] == 19


def test_the_same_seed_gives_the_same_p_value():
    table, near = along_a_line([100, 120, 90, 140, 200, 105, 180, 90, 100, 120])
    runs = [tk.spatial_autocorrelation(table, neighbours=near, seed=n) for n in (1, 1, 2)]
    pd.testing.assert_frame_equal(runs[0], runs[1])
    assert 0 < runs[2]["p_value"].item() <= 1


def test_too_few_neighbours_give_no_estimate():
    found = tk.spatial_autocorrelation(tk.rates(counted(["974", "976", "2A"], [60, 70, 80])))
    assert found["estimate"].isna().all()
    assert found["n_territories"].item() == 0


def test_equal_rates_have_no_likeness():
    table, near = along_a_line([100] * 10)
    assert tk.spatial_autocorrelation(table, neighbours=near)["p_value"].isna().all()


def test_options():
    with pytest.raises(OptionError):
        tk.spatial_autocorrelation(tk.rates(counted()), permutations=10)
    with pytest.raises(TableError):
        tk.spatial_autocorrelation(shares_of(["59", "62"], [60, 70], [200, 300]))
