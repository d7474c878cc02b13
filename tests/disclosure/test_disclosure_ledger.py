import json

import pandas as pd
import pytest

from tests.disclosure.tables import counts, hidden
from toolkit.disclosure import Rules, release
from toolkit.errors import DisclosureError, InputFileError


def test_a_total_published_before_asks_for_a_second_hidden_cell(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    release(counts([130], year=["2025"]), ledger=ledger)
    months = counts([60, 5, 65], month=["2025-01", "2025-02", "2025-03"])
    safe = release(months, ledger=ledger)
    assert hidden(safe, "month") == {"2025-01", "2025-02"}
    assert not safe.because


def test_what_was_hidden_stays_hidden_and_says_why(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    codes = ["59", "62", "02", "60", "80"]
    first = release(counts([90, 5, 40, 70, 60], departement=codes), ledger=ledger)
    crossed = counts(
        [50, 40, 2, 3, 21, 19, 40, 30, 35, 25],
        departement=[code for code in codes for _ in range(2)],
        platform=["a", "b"] * 5,
    )
    second = release(crossed, ledger=ledger)
    partner = hidden(first, "departement") - {"62"}
    assert partner <= hidden(second, "departement")
    assert second.because == (
        f"1 ({json.loads(ledger.read_text().splitlines()[0])['date']}, departement)",
    )
    assert "publié avant" in second.explain()
    assert "released before" in second.explain("en")


def test_one_more_month_cannot_be_subtracted(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    codes = ["59", "62", "75", "13"]
    release(counts([90, 80, 70, 60], departement=codes), ledger=ledger)
    safe = release(counts([93, 180, 170, 160], departement=codes), ledger=ledger)
    assert "59" in hidden(safe, "departement")
    assert len(hidden(safe, "departement")) > 1
    alone = release(counts([93, 180, 170, 160], departement=codes))
    assert not hidden(alone, "departement")


def test_a_release_that_nothing_protects_is_refused_by_name(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    release(counts([60, 11], month=["2025-01", "2025-02"]), ledger=ledger)
    kept = ledger.read_bytes()
    split = counts([60, 10, 1], month=["2025-01", "2025-02", "2025-02"], platform=["a", "a", "b"])
    with pytest.raises(DisclosureError, match=r"released before: 1 \(.*month\)"):
        release(split, ledger=ledger)
    assert ledger.read_bytes() == kept


def test_the_ledger_holds_no_hidden_number(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    release(counts([7, 90, 89, 3, 13], month=[f"2025-0{i}" for i in range(1, 6)]), ledger=ledger)
    shown = [row[1] for row in json.loads(ledger.read_text())["rows"]]
    assert 7 not in shown
    assert 3 not in shown


def test_a_broken_ledger_is_refused(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_text('{"date": "2025-01-01"}\n')
    with pytest.raises(InputFileError, match="last whole copy"):
        release(counts([60, 20], month=["2025-01", "2025-02"]), ledger=ledger)


def test_the_same_table_may_be_released_again(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    table = counts([60, 5, 65, 70], month=[f"2025-0{i}" for i in range(1, 5)])
    first, second = (release(table, ledger=ledger) for _ in range(2))
    pd.testing.assert_frame_equal(first.to_frame(), second.to_frame())


def test_a_stricter_study_shows_nothing_more(tmp_path):
    table = counts([60, 5, 14, 70, 33], month=[f"2025-0{i}" for i in range(1, 6)])
    plain = hidden(release(table), "month")
    assert plain <= hidden(release(table, rules=Rules(k_advertisers=15, k_templates=15)), "month")
