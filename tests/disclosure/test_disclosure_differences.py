"""A difference beside one of two cells tells the other: neither order of release may show both."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from toolkit.disclosure import release, release_together
from toolkit.errors import GivenAwayError

YEARS = ("2024", "2025")
LANGUAGES = ("es", "fr", "ro")
BETWEEN = ["written_language", "reference", "group"]


def support(n):
    return {
        "n_ads": pd.array(n, dtype="Int64"),
        "n_advertisers": pd.array(n, dtype="Int64"),
        "n_templates": pd.array(n, dtype="Int64"),
        "top1_share": [0.1] * len(n),
        "top2_share": [0.2] * len(n),
        "state": "counted",
    }


def shares(numbers):
    """Return shares of three languages in two years, from as many numbers of ads."""
    cells = [(language, year) for language in LANGUAGES for year in YEARS]
    table = pd.DataFrame(cells, columns=["written_language", "year"])
    return table.assign(
        estimate=np.array(numbers) / 1000,
        low=0.0,
        high=1.0,
        confidence=0.95,
        statistic="share",
        method="m",
        **support(numbers),
    )


def changes(numbers):
    sides = np.array(numbers).reshape(3, 2)
    return pd.DataFrame({"written_language": LANGUAGES}).assign(
        reference="2024",
        group="2025",
        estimate=(sides[:, 1] - sides[:, 0]) / 1000,
        low=-1.0,
        high=1.0,
        confidence=0.95,
        statistic="difference of shares",
        method="m",
        **support(sides.min(axis=1).tolist()),
    )


def cells_told(levels, differences):
    """Return the cells that a reader knows: those shown, and those a shown difference adds."""
    table = levels.to_frame()
    seen = table[table["estimate"].notna()]
    known = set(seen[["written_language", "year"]].itertuples(index=False, name=None))
    found = differences.to_frame()
    for language in found.loc[found["estimate"].notna(), "written_language"]:
        if any((language, year) in known for year in YEARS):
            known |= {(language, year) for year in YEARS}
    return known


# the smallest cell of each language is hidden, or the one that stands beside it in its row or line
NUMBERS = [40, 4, 60, 70, 80, 90]


def test_a_difference_is_hidden_beside_one_of_its_sides(tmp_path):
    ledger = tmp_path / "l.jsonl"
    levels = release(shares(NUMBERS), ledger=ledger)
    hidden = levels.to_frame()
    hidden = set(hidden.loc[hidden["estimate"].isna(), "written_language"])
    assert hidden
    found = release(changes(NUMBERS), ledger=ledger).to_frame().set_index("written_language")
    assert found.loc[sorted(hidden), "estimate"].isna().all()
    assert found.loc[sorted(hidden), "n_ads"].isna().all()
    assert set(found.loc[sorted(hidden), "state"]) == {"suppressed"}
    kept = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    assert "4" not in {str(value) for value in kept[-1].values()}


def test_without_an_earlier_release_all_is_as_before():
    found = release(changes([40, 44, 60, 70, 80, 90])).to_frame()
    assert found["estimate"].notna().all()


def test_levels_that_an_earlier_difference_tells_are_refused(tmp_path):
    ledger = tmp_path / "l.jsonl"
    release(changes([40, 41, 60, 70, 80, 90]), ledger=ledger)
    with pytest.raises(GivenAwayError, match="difference that was released before: 1"):
        release(shares(NUMBERS), ledger=ledger)


def test_levels_of_other_groupings_are_left_alone(tmp_path):
    ledger = tmp_path / "l.jsonl"
    release(changes(NUMBERS), ledger=ledger)
    months = shares(NUMBERS).rename(columns={"written_language": "platform"})
    assert release(months, ledger=ledger).n_hidden


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 60), min_size=6, max_size=6), st.booleans())
def test_both_in_one_document_tell_no_hidden_cell(numbers, first):
    tables = {"changes": changes(numbers), "shares": shares(numbers)}
    order = list(tables) if first else list(reversed(tables))
    found = release_together({title: tables[title] for title in order})
    table = found["shares"].to_frame()
    shown = table[table["estimate"].notna()]
    seen = set(shown[["written_language", "year"]].itertuples(index=False, name=None))
    assert cells_told(found["shares"], found["changes"]) == seen


def test_nothing_given_is_changed():
    table = changes(NUMBERS)
    before = table.copy(deep=True)
    tk.release_together({"a": shares(NUMBERS), "b": table})
    pd.testing.assert_frame_equal(table, before)
