import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.review.small_corpus import BOOK, annotated
from toolkit.disclosure.releasing import release
from toolkit.disclosure.rules import Rules
from toolkit.disclosure.suppression import unsafe
from toolkit.errors import OptionError, ToolkitError
from toolkit.review.measuring.health import health_reading, indicator_health
from toolkit.review.showing.small_numbers import too_small
from toolkit.schema import STATUSES

TEXT = "de passage, je reçois seule, deux mots"


def _said(indicator, rows, status="asserted", wording="de passage", pattern="p"):
    return [(row, indicator, status, wording, pattern) for row in rows]


def _row(study, indicator="MOV.TOURING"):
    return indicator_health(study).set_index("indicator").loc[indicator]


def test_one_row_per_indicator_in_the_order_of_the_alphabet():
    health = indicator_health(annotated([TEXT] * 60, _said("VUL.HOUSING", range(20))))
    assert health["indicator"].tolist() == sorted(BOOK.ids)
    words = ("score", "rank", "concern_", "ad_id", "advertiser_")
    assert not [c for c in health.columns if any(w in c for w in words)]
    assert "secret" not in health.to_string()


def test_what_is_counted():
    languages = ["fr"] * 50 + ["zh"] * 10
    found = _said("MOV.TOURING", range(20)) + _said("MOV.TOURING", range(20, 32), "negated")
    found += _said("MOV.TOURING", range(50, 60)) + _said("MOV.TOURING", [0], pattern="q")
    row = _row(annotated([TEXT] * 60, found, language=languages))
    assert (row["n_read"], row["n_not_measured"], row["coverage"]) == (50, 10, 0.83)
    assert (row["n_ads"], row["n_advertisers"], row["share"]) == (20, 20, 0.4)
    assert (row["n_negated"], row["n_quoted"], row["state"]) == (12, 0, "counted")
    assert (row["n_patterns"], row["top_pattern"], row["top_pattern_share"]) == (2, "p", 0.95)
    assert row["strength"] == "tested_against"


def test_a_pattern_is_named_by_its_place_never_quoted():
    language, patterns = BOOK["MOV.TOURING"].patterns[0]
    study = annotated([TEXT] * 60, _said("MOV.TOURING", range(20), pattern=patterns[2]))
    health = indicator_health(study)
    assert _row(study)["top_pattern"] == f"{language} 3"
    assert patterns[2] not in health.to_string()


@pytest.mark.parametrize(("hits", "shown"), [(10, False), (11, True), (50, False), (49, True)])
def test_small_numbers_and_small_complements_are_hidden(hits, shown):
    row = _row(annotated([TEXT] * 60, _said("MOV.TOURING", range(hits))))
    assert row["state"] == ("counted" if shown else "suppressed")
    hidden = ["n_ads", "n_advertisers", "share", "n_patterns", "top_pattern", "top_pattern_share"]
    assert row[hidden].notna().all() == shown
    assert row[hidden].isna().all() != shown


def test_possible_minority_needs_twenty():
    for hits, state in ((19, "suppressed"), (20, "counted")):
        study = annotated([TEXT] * 60, _said("MIN.FIRST_18", range(hits)))
        assert _row(study, "MIN.FIRST_18")["state"] == state


def test_one_large_advertiser_hides_a_number():
    advertisers = pd.array([1] * 30 + list(range(2, 32)), dtype="Int64")
    study = annotated([TEXT] * 60, _said("MOV.TOURING", range(42)), advertiser=advertisers)
    assert _row(study)["state"] == "suppressed"


def test_small_numbers_of_a_status_are_hidden():
    found = _said("MOV.TOURING", range(20)) + _said("MOV.TOURING", range(20, 25), "quoted")
    row = _row(annotated([TEXT] * 60, found))
    assert pd.isna(row["n_quoted"])
    assert row["n_past"] == 0


def test_what_is_not_measured_is_not_zero():
    row = _row(annotated([TEXT] * 60, language="zh"))
    assert (row["state"], row["n_read"], row["n_not_measured"]) == ("not_measured", 0, 60)
    columns = ["n_ads", "share", "n_patterns", *(f"n_{s}" for s in STATUSES if s != "asserted")]
    assert row[columns].isna().all()


def test_overlap_names_the_indicator_most_often_with_it():
    found = _said("MOV.TOURING", range(40)) + _said("AVL.H24", range(20, 60))
    found += _said("RMT.LIVE", range(28, 60))
    row = _row(annotated([TEXT] * 80, found))
    assert (row["overlap"], row["jaccard"]) == ("AVL.H24", round(20 / 60, 2))
    # ten ads with both are too few to tell of
    few = _said("MOV.TOURING", range(30)) + _said("AVL.H24", range(20, 60))
    assert pd.isna(_row(annotated([TEXT] * 80, few))["overlap"])
    # and so are a few ads that have one without the other
    inside = _said("MOV.TOURING", range(30)) + _said("AVL.H24", range(60))
    assert pd.isna(_row(annotated([TEXT] * 80, inside))["overlap"])


@pytest.mark.parametrize(("both", "told"), [(19, False), (20, True)])
def test_an_overlap_with_possible_minority_needs_twenty_seen_from_both_sides(both, told):
    found = _said("MIN.FIRST_18", range(50)) + _said("AVL.H24", range(50 - both, 100 - both))
    study = annotated([TEXT] * 120, found)
    for indicator in ("MIN.FIRST_18", "AVL.H24"):
        assert pd.notna(_row(study, indicator)["overlap"]) == told


def test_origin_is_never_joined_to_anything():
    from toolkit.indicators import load_codebook

    book = load_codebook(include_experimental=True)
    found = _said("ETH.EMPHASIS", range(40)) + _said("CTL.DEBT", range(20, 60))
    health = indicator_health(annotated([TEXT] * 90, found, codebook=book))
    assert "ETH.EMPHASIS" in health["indicator"].tolist()
    assert health["overlap"].isna().all()


def test_a_selection_of_few_advertisers_is_refused():
    with pytest.raises(OptionError, match="at least 11"):
        indicator_health(annotated([TEXT] * 10))


def test_it_is_no_table_to_publish():
    with pytest.raises(ToolkitError):
        release(indicator_health(annotated([TEXT] * 60, _said("MOV.TOURING", range(20)))))


def test_nothing_of_the_corpus_changes():
    study = annotated([TEXT] * 60, _said("MOV.TOURING", range(20)))
    before = study.spans.copy(), study.corpus.drop(columns="text").copy()
    indicator_health(study)
    pd.testing.assert_frame_equal(study.spans, before[0])
    pd.testing.assert_frame_equal(study.corpus.drop(columns="text"), before[1])


def test_how_to_read_it_says_that_no_order_is_a_ranking():
    assert "classement" in health_reading()
    assert "20" in health_reading(lang="en")


_COUNTED = st.integers(0, 60)


@st.composite
def _counts(draw):
    ads = draw(_COUNTED)
    unknown = draw(st.sampled_from(["none", "advertisers", "both"]))
    advertisers = draw(st.integers(0, ads)) if unknown == "none" else None
    texts = draw(st.integers(0, ads)) if unknown != "both" else None
    first = draw(st.floats(0, 1))
    return {
        "indicator": draw(st.sampled_from(["MIN.FIRST_18", "AVL.H24"])),
        "n_ads": draw(st.sampled_from([ads, ads, None])),
        "n_advertisers": advertisers,
        "n_templates": texts,
        "top1_share": first,
        "top2_share": min(1, first + draw(st.floats(0, 1))),
        "n_total": ads + draw(_COUNTED),
    }


@given(st.lists(_counts(), min_size=1, max_size=8))
def test_what_is_hidden_is_what_release_would_hide(rows):
    numbers = [name for name in rows[0] if name != "indicator"]
    table = pd.DataFrame(rows).astype(dict.fromkeys(numbers, "Float64"))
    np.testing.assert_array_equal(too_small(table), unsafe(table, Rules()))
