import json

import pytest

import toolkit as tk
from tests.disclosure.tables import counts, hidden
from toolkit.disclosure import Override
from toolkit.errors import DisclosureError

CODES = ["59", "62", "02", "60", "80"]
TABLE = counts([90, 5, 40, 70, 60], departement=CODES)
PEOPLE = ("Ada Martin", "Zoé Petit")
REASON = "La préfecture publie déjà ce nombre."
SHOWN = Override([{"departement": "62"}], people=PEOPLE, reason=REASON)


def test_an_override_is_written_to_the_ledger_and_printed_on_every_output(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    safe = tk.release(TABLE, ledger=ledger, override=SHOWN)
    frame = safe.to_frame().set_index("departement")
    assert frame.loc["62", "n_ads"] == 5
    line = json.loads(ledger.read_text(encoding="utf-8"))
    assert line["override"] == {
        "cells": [{"departement": "62"}],
        "people": list(PEOPLE),
        "reason": REASON,
    }
    for name in ("t.csv", "t.xlsx", "t.html"):
        tk.export(safe, tmp_path / name)
    page = (tmp_path / "t.html").read_text(encoding="utf-8")
    for words in (*PEOPLE, REASON, "dérogation"):
        assert words in page
        assert words in repr(safe)
    assert "dérogation" in (tmp_path / "t.csv").read_text(encoding="utf-8")
    assert tk.check_files(tmp_path / "t.xlsx").empty


def test_a_cell_shown_by_override_protects_no_other(tmp_path):
    alone = tk.release(TABLE)
    partner = hidden(alone, "departement") - {"62"}
    shown = Override([{"departement": code} for code in partner], people=PEOPLE, reason=REASON)
    safe = tk.release(TABLE, ledger=tmp_path / "ledger.jsonl", override=shown)
    assert "62" in hidden(safe, "departement")
    assert len(hidden(safe, "departement")) > 1 or safe.withheld


def test_an_override_may_not_show_what_keeps_another_release_safe(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    crossed = counts(
        [50, 40, 2, 3, 21, 19, 40, 30, 35, 25],
        departement=[code for code in CODES for _ in range(2)],
        platform=["a", "b"] * 5,
    )
    tk.release(crossed, ledger=ledger)
    first = ledger.read_bytes()
    with pytest.raises(DisclosureError, match="keeps another cell"):
        tk.release(TABLE, ledger=ledger, override=SHOWN)
    assert ledger.read_bytes() == first


BAD = {
    "one person": {"people": ["Ada Martin"]},
    "twice the same": {"people": ["Ada Martin", "ada  martin"]},
    "first names only": {"people": ["Ada", "Zoé"]},
    "one text": {"people": "Ada Martin"},
    "no reason": {"reason": "parce que"},
    "no cell": {"cells": []},
}


@pytest.mark.parametrize("name", BAD)
def test_nobody_overrides_alone_or_without_a_reason(name):
    good = {"cells": [{"departement": "62"}], "people": PEOPLE, "reason": REASON}
    with pytest.raises(DisclosureError, match="override"):
        Override(**{**good, **BAD[name]})


def test_an_override_needs_a_ledger_a_row_and_never_concerns_children(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    with pytest.raises(DisclosureError, match="ledger"):
        tk.release(TABLE, override=SHOWN)
    unknown = Override([{"departement": "75"}], people=PEOPLE, reason=REASON)
    with pytest.raises(DisclosureError, match="no row"):
        tk.release(TABLE, ledger=ledger, override=unknown)
    minors = counts([40, 15], indicator=["CTL.X", "MIN.X"])
    shown = Override([{"indicator": "MIN.X"}], people=PEOPLE, reason=REASON)
    with pytest.raises(DisclosureError, match="possible minority"):
        tk.release(minors, ledger=ledger, override=shown)
    assert not ledger.exists()


def test_a_reader_is_told_which_sums_would_give_a_cell_away():
    table = counts([90, 5, 3], month=["2025-01", "2025-02", "2025-04"])
    safe = tk.release(table)
    assert set(safe.decided.named) <= safe.withheld
    assert ("ne les publiez pas" in safe.explain()) == bool(safe.decided.named)
