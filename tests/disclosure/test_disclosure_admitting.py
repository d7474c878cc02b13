import pandas as pd
import pytest

import toolkit as tk
from tests.disclosure.tables import counts, hidden
from toolkit.disclosure import Rules
from toolkit.errors import DisclosureError, TableError


def test_communes_need_five_thousand_inhabitants_whatever_their_number():
    codes = ["59350", "59512", "01001", "59599", "unknown"]
    safe = tk.release(counts([400, 300, 250, 200, 90], commune=codes))
    assert "01001" in hidden(safe, "commune")
    assert {"59350", "59512"} <= set(codes) - hidden(safe, "commune")
    strict = Rules(min_inhabitants=300_000)
    assert hidden(tk.release(counts([400], commune=["59350"]), rules=strict), "commune")


def test_a_small_commune_does_not_follow_from_its_departement(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    tk.release(counts([700, 550], departement=["59", "01"]), ledger=ledger)
    split = counts([400, 300, 300, 250], commune=["59350", "59512", "01053", "01001"])
    assert hidden(tk.release(split, ledger=ledger), "commune") >= {"01053", "01001"}


def test_words_of_too_few_advertisers_leave_no_trace(tmp_path):
    words = counts([90, 80, 70], term=["bonjour", "canari", "semaine"])
    words["n_advertisers"] = pd.array([40, 10, 20], dtype="Int64")
    safe = tk.release(words, ledger=tmp_path / "ledger.jsonl")
    assert safe.to_frame()["term"].tolist() == ["bonjour", "semaine"]
    assert "Expressions non listées" in safe.explain()
    seen = (repr(safe), safe.to_html(), (tmp_path / "ledger.jsonl").read_text(encoding="utf-8"))
    assert not any("canari" in words for words in seen)


def test_a_number_of_ads_alone_never_shows_a_word():
    words = pd.DataFrame({"keyword": ["bonjour"], "n_ads": [5000]})
    safe = tk.release(words)
    assert safe.to_frame().empty
    assert safe.note().startswith("Aucune case")


def test_estimates_need_the_ads_behind_them():
    table = pd.DataFrame(
        {"platform": ["a"], "n_ads": [pd.NA], "statistic": ["share"], "estimate": [0.4]}
    ).astype({"n_ads": "Int64"})
    with pytest.raises(TableError, match="without the number of ads"):
        tk.release(table)


@pytest.mark.parametrize("kind", ["min", "Maximum", "range"])
def test_extremes_are_the_value_of_one_ad(kind):
    table = counts([400], platform=["a"]).assign(statistic=kind, estimate=17.0)
    with pytest.raises(DisclosureError, match="value of one ad"):
        tk.release(table)


def test_a_study_may_ask_for_coarser_periods_and_more_refusals():
    months = counts([400, 300], month=["2025-01", "2025-02"])
    with pytest.raises(DisclosureError, match="quarter is the finest"):
        tk.release(months, rules=Rules(finest_period="quarter"))
    refused = (*Rules().refused_groupings, "platform")
    with pytest.raises(DisclosureError, match="platform"):
        tk.release(counts([400], platform=["a"]), rules=Rules(refused_groupings=refused))


@pytest.mark.parametrize(
    "laxer",
    [
        {"finest_period": "week"},
        {"refused_groupings": ("text",)},
        {"k_terms": 5},
        {"min_inhabitants": 1},
        {"k_advertisers": "20"},
        {"top1_share": float("nan")},
        {"term_groupings": "term"},
    ],
)
def test_no_rule_can_be_made_laxer(laxer):
    with pytest.raises(DisclosureError, match="never laxer"):
        Rules(**laxer)
