import pandas as pd

import toolkit as tk
from tests.disclosure.tables import counts, hidden
from toolkit.disclosure import release_together
from toolkit.disclosure.denominators import denominator_cells

CODES = ["59", "62", "75", "13"]
PLACES = counts([90, 5, 70, 60], departement=CODES)


def _shares(cells, by="departement"):
    table = counts(
        [n for pair in cells for n in pair],
        **{by: [code for code in CODES for _ in range(2)]},
        written_language=["fr", "ro"] * len(cells),
    )
    return tk.shares(table, within=[by])


def test_a_share_does_not_tell_the_number_of_ads_that_another_table_hides():
    safe = release_together(
        {"places": PLACES, "languages": _shares([(50, 40), (3, 2), (40, 30), (30, 30)])}
    )
    partner = hidden(safe["places"], "departement") - {"62"}
    told = safe["languages"].to_frame()
    assert partner
    for code in partner | {"62"}:
        assert told.loc[told["departement"].eq(code), "n_total"].isna().all()
    assert safe["languages"].decided.beside == ("places",)
    assert "places" in safe["languages"].explain()


def test_what_a_share_told_is_known_to_the_next_table(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    cells = [(50, 40), (38, 37), (40, 30), (30, 30)]
    tk.release(_shares(cells), ledger=ledger)
    more = counts([93, 75, 70, 60], departement=CODES)
    # three more ads in 59 than the denominators told
    assert "59" in hidden(tk.release(more, ledger=ledger), "departement")


def test_which_cell_a_denominator_is():
    table = pd.DataFrame(
        {
            "departement": ["59", "59", "62", "62"],
            "indicator": ["A.X", "B.X"] * 2,
            "n_ads": [20, 20, 30, 30],
            "n_total": [90, 88, 70, 70],
        }
    )
    found = denominator_cells(table, ["departement", "indicator"])
    assert found == [(("departement", code),) for code in ("59", "59", "62", "62")]
    assert denominator_cells(table.drop(columns="n_total"), ["departement"]) == [()] * 4
    whole = table.assign(n_total=160)
    assert denominator_cells(whole, ["departement", "indicator"]) == [()] * 4


def test_tables_of_one_document_are_written_to_the_ledger_all_or_none(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    release_together({"a": PLACES, "b": PLACES}, ledger=ledger, corpus="abc")
    assert len(ledger.read_text().splitlines()) == 2
    kept = ledger.read_bytes()
    assert b'"corpus": "abc"' in kept
    try:
        release_together({"a": PLACES, "b": counts([50], text=["x"])}, ledger=ledger)
    except tk.ToolkitError:
        assert ledger.read_bytes() == kept
    else:
        raise AssertionError("a text was released")


def test_a_table_that_the_others_give_away_goes_before_them():
    split = counts([60, 10, 1], month=["2025-01", "2025-02", "2025-02"], platform=["a", "a", "b"])
    months = counts([60, 11], month=["2025-01", "2025-02"])
    safe = release_together({"months": months, "split": split})
    assert list(safe) == ["months", "split"]
    assert safe["months"].n_hidden == 2
    assert hidden(safe["split"], "platform") == {"a", "b"}
