from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.errors import OptionError

CHECKS = Path(__file__).parents[3] / "shared" / "data" / "checks"
METHODS = ("benjamini_hochberg", "benjamini_yekutieli", "holm")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("method", "column"), list(zip(METHODS, ("BH", "BY", "holm"), strict=True))
)
def test_published_adjusted_values(method, column):
    if not CHECKS.exists():
        pytest.skip("needs ../shared")
    table = pd.read_csv(CHECKS / "benjamini_hochberg_1995.csv")
    found = tk.adjusted_p_values(table["p"], method=method)
    np.testing.assert_allclose(found, table[column], rtol=1e-9)
    if column == "BH":
        assert (found <= 0.05).sum() == 4


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.sampled_from(METHODS))
def test_adjusted_values_are_larger_and_keep_the_order(values, method):
    found = tk.adjusted_p_values(values, method=method)
    assert (found >= np.array(values) - 1e-12).all()
    assert (found <= 1).all()
    order = np.argsort(values, kind="stable")
    assert (np.diff(found[order]) >= -1e-12).all()


@pytest.mark.parametrize("method", METHODS)
def test_missing_values_are_not_counted(method):
    known = tk.adjusted_p_values([0.01, 0.02, 0.5], method=method)
    found = tk.adjusted_p_values([0.01, np.nan, 0.02, 0.5], method=method)
    np.testing.assert_array_equal(found[[0, 2, 3]], known)
    assert np.isnan(found[1])


def test_options():
    assert tk.adjusted_p_values([np.nan]).tolist() != [0]
    with pytest.raises(OptionError):
        tk.adjusted_p_values([0.1], method="bonferroni")
    with pytest.raises(OptionError):
        tk.adjusted_p_values([1.1])
