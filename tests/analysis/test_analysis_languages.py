from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from toolkit.errors import OptionError


def read(rows):
    """Return a corpus of (platform, language, status, advertiser)."""
    corpus = pd.DataFrame(rows, columns=["platform", "language", "language_status", "advertiser"])
    corpus["ad_id"] = [str(number) for number in range(len(corpus))]
    corpus["template"] = range(len(corpus))
    return SimpleNamespace(corpus=corpus, codebook=None)


def test_the_fewest_languages_that_reach_the_share():
    rows = [
        ("p", code, "sure", n) for n, code in enumerate(["fr"] * 50 + ["ro"] * 30 + ["en"] * 20)
    ]
    annotated = read(rows)
    for reach, expected in ((0.4, 1), (0.5, 1), (0.51, 2), (0.8, 2), (0.9, 3)):
        found = tk.languages_needed(annotated, by=["platform"], reach=reach).loc[0]
        assert found["estimate"] == expected
        assert found["low"] <= expected <= found["high"]


def test_ads_in_no_sure_language_are_to_be_reached_and_are_not():
    rows = [("p", "fr", "sure", n) for n in range(80)]
    rows += [("p", "fr", "unsure", n) for n in range(80, 100)]
    found = tk.languages_needed(read(rows), by=["platform"], reach=0.9)
    assert found[["estimate", "low", "high"]].isna().all(axis=None)
    assert found["n_ads"].tolist() == [100]


def test_a_mixed_ad_is_reached_in_its_main_language():
    rows = [("p", "fr", "mixed", n) for n in range(20)]
    found = tk.languages_needed(read(rows), by=["platform"], reach=0.9)
    assert found["estimate"].tolist() == [1]


def test_one_large_advertiser_widens_the_interval():
    many = [("p", "fr", "sure", n) for n in range(60)] + [
        ("p", "ro", "sure", 60 + n) for n in range(40)
    ]
    one = [("p", "fr", "sure", n) for n in range(60)] + [("p", "ro", "sure", 99)] * 40
    lows = [
        tk.languages_needed(read(rows), by=["platform"], reach=0.72).loc[0, "low"]
        for rows in (many, one)
    ]
    assert lows == [2, 1]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["fr", "ro", "en", "es"]), min_size=1, max_size=40))
def test_never_more_languages_than_there_are(codes):
    annotated = read([("p", code, "sure", n) for n, code in enumerate(codes)])
    found = tk.languages_needed(annotated, by=["platform"]).loc[0]
    assert 1 <= found["low"] <= found["estimate"] <= found["high"] <= len(set(codes))


@pytest.mark.parametrize("options", [{"by": ["language"]}, {"reach": 1.0}, {"confidence": 0}])
def test_wrong_options_are_explained(options):
    with pytest.raises(OptionError, match="What to do"):
        tk.languages_needed(read([("p", "fr", "sure", 1)]), **{"by": ["platform"], **options})


def test_shares_by_written_language_keep_the_unknown_part():
    rows = [("p", "fr", "sure", n) for n in range(30)] + [("p", "ro", "unsure", 40)]
    rows += [("p", "fi", "other", 41), ("p", "fr", "mixed", 42), ("p", None, "undetermined", 43)]
    found = tk.shares(tk.count(read(rows), by=["written_language"]))
    assert found["written_language"].tolist() == ["fr", "mixed", "other", "undetermined", "unsure"]
    assert found["estimate"].sum() == pytest.approx(1)
