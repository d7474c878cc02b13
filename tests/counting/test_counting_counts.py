import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.analysis import shares
from toolkit.counting import Annotated, as_counts, count, select
from toolkit.errors import CodeError, OptionError, TableError, ToolkitError
from toolkit.indicators import load_codebook

BOOK = load_codebook(families=["movement", "price"])
AD = st.tuples(
    st.sampled_from(["p", "q"]),
    st.sampled_from(["2025-01-03", "2025-02-03", "2025-05-03", None]),
    st.sampled_from(["fr", "ro", "zh", None]),
    st.sampled_from(["59", "2A", None]),
    st.sampled_from([1, 2, 3, None]),
    st.integers(0, 4),
)


def _annotated(ads, hits=()):
    corpus = pd.DataFrame(
        ads, columns=["platform", "posted_at", "language", "departement", "advertiser", "template"]
    )
    corpus.insert(0, "ad_id", [f"x{i}" for i in range(len(ads))])
    corpus["posted_at"] = pd.to_datetime(corpus["posted_at"])
    corpus["advertiser"] = corpus["advertiser"].astype("Int64")
    corpus = corpus.astype({"language": "str", "departement": "str", "platform": "str"})
    spans = pd.DataFrame(
        [(f"x{row}", name, status) for row, name, status in hits],
        columns=["ad_id", "indicator", "status"],
    ).astype("str")
    windows = pd.DataFrame(
        columns=["ad_id", "day", "date", "start_minute", "end_minute", "always_open"]
    )
    segments = pd.DataFrame(columns=["ad_id", "start", "end", "language"])
    return Annotated(corpus, spans, segments, windows, BOOK)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(AD, min_size=1, max_size=25),
    st.lists(
        st.sampled_from(["platform", "month", "language", "departement", "year"]),
        min_size=1,
        max_size=3,
        unique=True,
    ),
)
def test_parts_sum_to_the_whole(ads, by):
    counts = count(_annotated(ads), by=by)
    assert counts["n_ads"].sum() == len(ads)
    assert not counts.duplicated(by).any()
    filled = counts[counts["n_ads"].fillna(0) > 0]
    assert (filled["top1_share"] <= filled["top2_share"]).all()
    assert filled["top2_share"].max() <= 1


def test_outside_the_span_of_a_platform_nothing_was_collected():
    ads = [
        ("p", "2025-01-03", "fr", "59", 1, 0),
        ("p", "2025-03-03", "fr", "59", 1, 0),
        ("q", "2025-02-03", "fr", "59", 2, 1),
    ]
    counts = count(_annotated(ads), by=["platform", "month"]).set_index(["platform", "month"])
    assert counts.loc[("p", "2025-02"), "state"] == "counted"
    assert counts.loc[("p", "2025-02"), "n_ads"] == 0
    assert counts.loc[("q", "2025-01"), "state"] == "not_collected"
    assert pd.isna(counts.loc[("q", "2025-01"), "n_ads"])


def test_indicators_count_asserted_ads_in_tested_languages_only():
    ads = [("p", "2025-01-03", code, "59", i, i) for i, code in enumerate(["fr", "fr", "zh", "ro"])]
    hits = [
        (0, "MOV.TOURING", "asserted"),
        (0, "MOV.TOURING", "asserted"),
        (1, "MOV.TOURING", "negated"),
        (2, "MOV.TOURING", "asserted"),
    ]
    counts = count(_annotated(ads, hits), by=["indicator"]).set_index("indicator")
    assert counts.loc["MOV.TOURING", ["n_ads", "n_total"]].tolist() == [1, 3]
    assert counts.loc["PRC.PROMO", "n_ads"] == 0
    untested = count(_annotated(ads[2:3], hits[:1]), by=["indicator"])
    assert set(untested["state"]) == {"not_measured"}
    estimate = shares(counts.reset_index()).set_index("indicator").loc["MOV.TOURING", "estimate"]
    assert estimate == pytest.approx(1 / 3)


def test_wrong_groupings_name_the_right_ones():
    with pytest.raises(OptionError, match="platform"):
        count(_annotated([("p", None, "fr", "59", 1, 0)]), by=["platforme"])
    with pytest.raises(ToolkitError):
        count(_annotated([("p", None, "fr", "59", 1, 0)]), by=[])


def test_selecting_keeps_the_events_of_what_is_kept():
    ads = [("p", "2025-01-03", "fr", "59", 1, 0), ("p", "2025-04-03", "fr", "2A", 2, 1)]
    read = _annotated(ads, [(0, "MOV.TOURING", "asserted"), (1, "MOV.TOURING", "asserted")])
    kept = select(read, departements=["2A"])
    assert kept.corpus["departement"].tolist() == ["2A"]
    assert kept.spans["ad_id"].tolist() == ["x1"]
    with pytest.raises(CodeError):
        select(read, departements=[59])


def test_foreign_counts_keep_their_gaps():
    table = pd.DataFrame(
        {"r": ["a", "a", "b"], "m": ["2025-01-01", "2025-03-01", "2025-01-15"], "n": [40, 50, 60]}
    )
    counts = as_counts(table, by={"r": "region", "m": "month"}, n_ads="n")
    assert counts["n_ads"].sum() == 150
    assert counts["state"].eq("not_collected").sum() >= 1
    assert counts["n_advertisers"].isna().all()
    with pytest.raises(TableError):
        as_counts(table.assign(n=[-1, 2, 3]), by={"r": "region", "m": "month"}, n_ads="n")


@pytest.mark.parametrize("by", [["platform", "month"], ["month"], ["platform", "year"]])
def test_a_corpus_without_any_date_is_counted(by):
    counts = count(_annotated([("p", None, "fr", "59", 1, 0)]), by=by)
    assert counts["n_ads"].tolist() == [1]
    assert counts["state"].tolist() == ["counted"]
