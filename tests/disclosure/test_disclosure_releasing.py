import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit.disclosure
from toolkit.disclosure import Rules, SafeTable, load_rules, release
from toolkit.errors import DisclosureError, TableError

CELL = st.tuples(st.integers(0, 120), st.integers(1, 60), st.floats(0.05, 1), st.booleans())


def _table(cells, columns):
    rows = []
    for place, (ads, advertisers, top, known) in enumerate(cells):
        n = min(ads, advertisers)
        rows.append(
            {
                "platform": f"p{place // columns}",
                "month": f"2025-{place % columns + 1:02d}",
                "n_ads": ads,
                "n_advertisers": n if known else pd.NA,
                "n_templates": n,
                "top1_share": max(top, 1 / n) if n else 0.0,
                "top2_share": min(1.0, 2 * max(top, 1 / n)) if n else 0.0,
                "state": "counted",
            }
        )
    frame = pd.DataFrame(rows)
    return frame.astype({"n_ads": "Int64", "n_advertisers": "Int64", "n_templates": "Int64"})


TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(CELL, min_size=1, max_size=16).map(lambda c: _table(c, columns))
)


@settings(deadline=None, max_examples=150)
@given(TABLES)
def test_no_small_cell_survives_release(table):
    shown = release(table).to_frame()
    visible = shown["n_ads"].notna()
    assert (shown.loc[~visible, "state"] == "suppressed").all()
    filled = table[visible.to_numpy() & table["n_ads"].gt(0).to_numpy()]
    support = filled["n_advertisers"].fillna(filled["n_templates"])
    assert (support >= 11).all()
    assert (filled["top1_share"] <= 0.5).all()
    assert (filled["top2_share"] <= 0.9).all()


@settings(deadline=None, max_examples=100)
@given(TABLES)
def test_no_line_of_the_table_has_one_hidden_cell_alone(table):
    safe = release(table)
    shown = safe.to_frame().assign(true=table["n_ads"].to_numpy())
    for name in ("platform", "month"):
        for label, line in shown.groupby(name):
            hidden = line[line["n_ads"].isna() & line["true"].gt(0)]
            visible = line[line["n_ads"].fillna(0).gt(0)]
            withheld = ((name, label),) in safe.withheld
            assert len(hidden) != 1 or visible.empty or withheld


@settings(deadline=None, max_examples=60)
@given(TABLES)
def test_release_is_deterministic_idempotent_and_changes_nothing(table):
    before = table.copy()
    first, second = release(table), release(table)
    pd.testing.assert_frame_equal(first.to_frame(), second.to_frame())
    pd.testing.assert_frame_equal(table, before)
    assert release(first) is first


@settings(deadline=None, max_examples=60)
@given(TABLES)
def test_stricter_rules_never_show_more(table):
    plain = release(table).to_frame()["n_ads"].notna()
    strict = release(table, rules=Rules(k_advertisers=20, k_templates=20)).to_frame()
    unsafe = table["n_advertisers"].fillna(table["n_templates"]).lt(20) & table["n_ads"].gt(0)
    assert not strict["n_ads"].notna()[unsafe.to_numpy()].any()
    assert strict["n_ads"].notna().sum() <= plain.sum()


def test_zero_suppressed_not_collected_and_not_measured_are_four_states():
    table = pd.DataFrame(
        {
            "month": ["2025-01", "2025-02", "2025-03", "2025-04", "2025-05"],
            "n_ads": pd.array([0, 5, None, None, 400], dtype="Int64"),
            "n_advertisers": pd.array([0, 5, None, None, 60], dtype="Int64"),
            "state": ["counted", "counted", "not_collected", "not_measured", "counted"],
        }
    )
    safe = release(table)
    words = safe.words("fr")["n_ads"].tolist()
    assert words[:4] == ["0", "masqué", "non collecté", "non mesuré"]
    assert safe.n_hidden == 2
    assert safe.words("en").loc[1, "n_ads"] == "hidden"


def test_a_table_cannot_be_built_unsafe():
    table = _table([(5, 5, 0.2, True), (90, 40, 0.1, True)], 2)
    with pytest.raises(DisclosureError):
        SafeTable(table, Rules())
    with pytest.raises(DisclosureError):
        SafeTable(table.assign(state=["suppressed", "counted"]), Rules())


def test_shares_that_tell_of_everybody_or_of_few_are_hidden():
    base = {"n_advertisers": [30, 30, 30], "n_templates": [30] * 3, "top1_share": [0.1] * 3}
    table = pd.DataFrame(
        {
            "language": ["fr", "ro", "es"],
            "n_ads": [50, 45, 40],
            "n_total": [50, 50, 90],
            "top2_share": [0.2] * 3,
            **base,
        }
    )
    states = release(table).to_frame()["state"].tolist()
    assert states == ["suppressed", "suppressed", "counted"]


ABUSES = {
    "ads": {"ad_id": ["x"], "n_ads": [50]},
    "advertisers": {"advertiser": ["7"], "n_ads": [50]},
    "days": {"posted_at": ["2025-01-01"], "n_ads": [50]},
    "communes by hours": {"commune": ["59350"], "hour_band": ["night"], "n_ads": [50]},
    "communes by month": {"commune": ["59350"], "month": ["2025-01"], "n_ads": [50]},
    "weeks": {"week": ["2025-W01"], "n_ads": [50]},
    "days under another name": {"moment": ["2025-01-31"], "n_ads": [50]},
    "streets": {"street": ["rue"], "n_ads": [50]},
    "a largest value": {"platform": ["p"], "n_ads": [50], "statistic": ["max"], "estimate": [9.0]},
    "minority by its family and month": {"family": ["MIN"], "month": ["2025-01"], "n_ads": [50]},
    "minority by commune": {"indicator": ["MIN.X"], "commune": ["59350"], "n_ads": [50]},
    "codes as numbers": {"departement": [59], "n_ads": [50]},
    "minority by month": {"indicator": ["MIN.X"], "month": ["2025-01"], "n_ads": [50]},
    "minority by hours": {"indicator": ["MIN.X"], "hour_band": ["night"], "n_ads": [50]},
}


@pytest.mark.parametrize("name", ABUSES)
def test_abuses_are_refused(name):
    with pytest.raises(DisclosureError):
        release(pd.DataFrame(ABUSES[name]))


def test_recovering_a_hidden_cell_by_arithmetic_is_refused():
    safe = release(_table([(90, 40, 0.1, True)] * 4, 2))
    for attack in (
        lambda: safe - safe,
        lambda: safe + 1,
        lambda: 1 + safe,
        lambda: len(safe),
        lambda: setattr(safe, "by", ()),
    ):
        with pytest.raises(DisclosureError):
            attack()
    with pytest.raises(TypeError):
        release(_table([(90, 40, 0.1, True)], 1), force=True)


def test_children_need_more_support():
    table = pd.DataFrame(
        {"indicator": ["MIN.X", "CTL.X"], "n_ads": [40, 40], "n_advertisers": [15, 15]}
    )
    assert release(table).to_frame()["state"].tolist() == ["suppressed", "counted"]


def test_rules_are_never_laxer(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text("k_advertisers: 15\n", encoding="utf-8")
    assert load_rules(path).k_advertisers == 15
    path.write_text("top1_share: 0.8\n", encoding="utf-8")
    with pytest.raises(DisclosureError, match="never laxer"):
        load_rules(path)
    path.write_text("k: 3\n", encoding="utf-8")
    with pytest.raises(DisclosureError, match="no rule"):
        load_rules(path)


def test_the_ledger_keeps_what_was_released(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    for _ in range(2):
        release(_table([(90, 40, 0.1, True)] * 4, 2), ledger=ledger)
    lines = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 2
    assert lines[0]["by"] == ["platform", "month"]
    assert lines[0]["sha256"] == lines[1]["sha256"]


def test_hidden_numbers_are_nowhere(tmp_path):
    table = _table([(7, 7, 0.3, True), (913, 80, 0.1, True), (871, 70, 0.1, True)], 3)
    safe = release(table)
    path = safe.to_csv(tmp_path / "t.csv")
    text = path.read_text(encoding="utf-8-sig")
    for shown in (text, repr(safe), safe._repr_html_(), str(safe.to_frame().to_dict())):
        assert "871" not in shown
        assert "913" in shown
    assert "masqué" in text


def test_bad_tables():
    with pytest.raises(TableError):
        release(pd.DataFrame({"month": ["a"]}))
    with pytest.raises(TableError):
        release(pd.DataFrame({"month": ["a", "a"], "n_ads": [40, 50]}))


@pytest.mark.shared
def test_real_counts_need_33_ads_and_say_so():
    source = Path(toolkit.disclosure.__file__).parents[2].parent / "shared/data/tempus/counts.csv"
    if not source.exists():
        pytest.skip("needs ../shared")
    from toolkit.counting import as_counts

    raw = pd.read_csv(source)
    counts = as_counts(raw, by={"region": "region", "MonthDate": "month"}, n_ads="counts")
    safe = release(counts)
    shown = safe.to_frame()["n_ads"].dropna().to_numpy(dtype=float)
    assert shown.size > 1000
    assert not np.any((shown > 0) & (shown < 33))
    assert "33" in safe.explain()


@settings(deadline=None, max_examples=40)
@given(TABLES, st.integers(11, 24), st.integers(11, 24))
def test_asking_for_more_advertisers_never_shows_more(table, one, other):
    few, many = (Rules(k_advertisers=k, k_templates=k) for k in sorted((one, other)))
    shown_few, shown_many = (
        release(table, rules=rules).to_frame()["n_ads"].notna() for rules in (few, many)
    )
    assert not (shown_many & ~shown_few).any()


@settings(deadline=None, max_examples=40)
@given(TABLES, st.floats(0.2, 0.5), st.integers(33, 60))
def test_any_stricter_rules_never_show_more_than_the_toolkits(table, top1, least):
    plain = release(table).to_frame()["n_ads"].notna()
    rules = Rules(top1_share=top1, min_ads_without_support=least)
    assert not (release(table, rules=rules).to_frame()["n_ads"].notna() & ~plain).any()


def test_a_workbook_holds_what_may_be_seen_and_why(tmp_path):
    from openpyxl import load_workbook

    safe = release(_table([(7, 7, 0.3, True), (913, 80, 0.1, True), (871, 70, 0.1, True)], 3))
    sheet = load_workbook(safe.to_excel(tmp_path / "t.xlsx")).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert 913 in cells
    assert 871 not in cells
    assert "masqué" in cells
    assert safe.note() in cells
    english = load_workbook(safe.to_excel(tmp_path / "e.xlsx", lang="en")).worksheets[0]
    assert english.cell(1, 1).value == "Platform"


def test_whatever_else_a_statistic_tells_goes_with_its_hidden_row():
    table = pd.DataFrame(
        {
            "platform": ["a", "b", "c"],
            "n_ads": [7, 400, 300],
            "n_advertisers": [7, 80, 60],
            "statistic": "share",
            "method": "double sampling",
            "estimate": [0.17, 0.4, 0.3],
            "n_validated": [3, 120, 90],
            "told_from_zero": [True, True, False],
            "caution": ["3 texts", "", ""],
        }
    )
    row = release(table).to_frame().iloc[0]
    assert row[["n_ads", "estimate", "n_validated", "told_from_zero", "caution"]].isna().all()
    assert row["method"] == "double sampling"


def test_a_hidden_break_has_no_date():
    cells = {
        "platform": ["a", "b", "c"],
        "at": ["2024-05", "2024-07", "2024-09"],
        "at_low": ["2024-04", "2024-07", "2024-08"],
        "at_high": ["2024-06", "2024-08", "2024-09"],
        "estimate": [2.0, 3.0, 0.5],
        "low": [1.5, 2.0, 0.4],
        "high": [2.5, 4.0, 0.6],
        "n_ads": [400, 7, 300],
        "n_advertisers": [100, 3, 80],
        "n_templates": [100, 3, 80],
    }
    table = pd.DataFrame(cells).assign(
        confidence=0.95, statistic="break", method="m", top1_share=0.1, top2_share=0.2
    )
    safe = release(table)
    hidden = safe.to_frame()["state"].eq("suppressed")
    assert 0 < hidden.sum() < 3
    assert safe.to_frame().loc[hidden, ["at", "at_low", "at_high"]].isna().all(axis=None)
    assert "2024-07" not in safe.to_html()
    assert "nan" not in safe.to_html()
    assert "Après / avant" in safe.to_html()
