import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from tests.disclosure.tables import counts, hidden
from toolkit.disclosure import Rules
from toolkit.disclosure.rounding import rounded
from toolkit.errors import OptionError

MONTHS = [f"2025-0{i}" for i in range(1, 6)]
TABLE = counts([63, 5, 14, 71, 0], month=MONTHS)


def test_rounding_hides_the_same_cells_and_says_so():
    plain, near = tk.release(TABLE), tk.release(TABLE, round_to=5)
    assert hidden(plain, "month") == hidden(near, "month")
    assert near.to_frame()["n_ads"].dropna().tolist() == [65, 70, 0]
    assert "arrondis à 5 près" in near.explain()
    assert "multiples of 5" in near.explain("en")


def test_shares_are_whole_percents_and_their_counts_multiples():
    table = counts([137, 63], written_language=["fr", "ro"]).assign(n_total=[211, 211])
    frame = tk.release(tk.shares(table), round_to=10).to_frame()
    assert frame["estimate"].tolist() == [0.65, 0.3]
    assert frame["n_ads"].tolist() == [140, 60]
    assert frame["n_total"].tolist() == [210, 210]
    assert frame["low"].eq(frame["low"].round(2)).all()


def test_the_ledger_compares_exact_numbers(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    tk.release(counts([93, 181, 172], departement=["59", "62", "75"]), ledger=ledger, round_to=10)
    assert [row[1] for row in json.loads(ledger.read_text())["rows"]] == [93, 181, 172]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=9), st.integers(2, 60))
def test_nothing_is_rounded_below_the_threshold_and_zero_stays(cells, base):
    table = pd.DataFrame({"n_ads": [0 if n < 11 else n for n in cells]})
    near = rounded(table, base, Rules())["n_ads"]
    assert ((near % base) == 0).all()
    assert (near.eq(0) == table["n_ads"].eq(0)).all()
    assert near[near.gt(0)].ge(11).all()
    assert ((near - table["n_ads"]).abs() <= max(base, 11)).all()


@pytest.mark.parametrize("base", [0, 1, -5, 2.5, True, "5", 5000])
def test_a_base_is_a_whole_number(base):
    with pytest.raises(OptionError, match="round_to"):
        tk.release(TABLE, round_to=base)
