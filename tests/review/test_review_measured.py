from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from toolkit.counting.validated import VALIDATION, error_rates, read_shares
from toolkit.errors import OptionError, TableError
from toolkit.indicators import load_codebook
from toolkit.review import measured_precision, validation
from toolkit.schema import check

X, Y = "CTL.DEBT", "AVL.H24"


def sample(cells, *, design="random", weights=None, indicator=X, **more):
    """Return codes, key and spans of texts given as (hit, code, number of texts)."""
    rows = [(hit, code, part) for part, (hit, code, n) in enumerate(cells) for _ in range(n)]
    items = [str(number) for number in range(1, len(rows) + 1)]
    ads = [f"ad{number}" for number in items]
    codes = pd.DataFrame(
        {"item": items, "coder": "A", "indicator": indicator, "code": [row[1] for row in rows]}
    )
    key = pd.DataFrame(
        {
            "item": items,
            "ad_id": ads,
            "design": design,
            "stratum": ["hit" if row[0] else "no_hit" for row in rows],
            "weight": 10.0 if weights is None else [float(weights[row[2]]) for row in rows],
            **{name: [values[row[2]] for row in rows] for name, values in more.items()},
        }
    )
    return codes, key, hits([ad for ad, row in zip(ads, rows, strict=True) if row[0]], indicator)


def hits(ads, indicator=X, status="asserted"):
    return pd.DataFrame(
        {
            "ad_id": pd.Series(ads, dtype="str"),
            "indicator": indicator,
            "role": "concern",
            "status": status,
            "start": 0,
            "end": 4,
            "pattern": "p",
        }
    )


CELLS = [
    (True, "present", 18),
    (True, "absent", 6),
    (False, "present", 4),
    (False, "absent", 272),
]


def test_the_cells_are_crossed():
    row = validation(*sample(CELLS)).loc[0]
    names = ("flagged_present", "flagged_absent", "unflagged_present", "unflagged_absent")
    assert [row[f"n_{name}"] for name in names] == [18, 6, 4, 272]
    assert row["precision"] == pytest.approx(18 / 24)
    assert row["omission"] == pytest.approx(4 / 276)
    assert (row["n_population"], row["n_flagged_population"]) == (3000, 240)
    assert row["n_effective_flagged"] == pytest.approx(24)


def test_a_random_sample_has_exact_limits():
    row = measured_precision(*sample(CELLS)).loc[0]
    for name, seen, size in (("precision", 18, 24), ("recall", 18, 22)):
        low, high = proportion_confint(seen, size, method="beta")
        assert row[name] == pytest.approx(seen / size)
        assert (row[f"{name}_low"], row[f"{name}_high"]) == pytest.approx((low, high))
    assert (row["n_flagged"], row["n_present"], row["n_coded"]) == (24, 22, 300)
    assert row["method"] == "Clopper-Pearson"


def test_a_stratified_sample_is_weighted():
    # 100 ads are hit, 20 read; 900 are not, 30 read: one miss stands for thirty ads
    cells = [(True, "present", 15), (True, "absent", 5), (False, "present", 1)]
    cells.append((False, "absent", 29))
    row = measured_precision(*sample(cells, design="stratified", weights=[5, 5, 30, 30])).loc[0]
    assert row["precision"] == pytest.approx(0.75)
    assert row["recall"] == pytest.approx(75 / (75 + 30))
    assert row["recall_low"] < 0.5 < row["recall"] < row["recall_high"]


def test_no_miss_seen_is_not_full_recall():
    cells = [(True, "present", 20), (False, "absent", 30)]
    row = measured_precision(*sample(cells, design="stratified", weights=[5, 30])).loc[0]
    assert row["recall"] == 1
    # up to a tenth of 900 unread ads may carry it, against 100 that do
    assert row["recall_low"] < 0.6


def test_mixed_strata_only_estimate_how_many_ads_are_hit():
    cells = [(True, "present", 10), (False, "absent", 40)]
    codes, key, spans = sample(cells, design="stratified", weights=[5, 5])
    known = validation(codes, key, spans).loc[0]
    mixed = validation(codes, key.assign(stratum="fr"), spans).loc[0]
    assert known["n_effective_population"] == known["n_population"] == 250
    assert mixed["n_effective_population"] == pytest.approx(50)


def test_unequal_weights_tell_less():
    cells = [(True, "present", 10), (False, "absent", 20), (False, "absent", 20)]
    row = validation(*sample(cells, design="stratified", weights=[1, 1, 40])).loc[0]
    assert 20 < row["n_effective_unflagged"] < 22


@pytest.mark.parametrize("status", ["negated", "uncertain", "quoted", "client"])
def test_only_asserted_wordings_count_as_hits(status):
    codes, key, _ = sample(CELLS)
    row = validation(codes, key, hits(key["ad_id"].tolist(), status=status)).loc[0]
    assert row["n_flagged_present"] + row["n_flagged_absent"] == 0


def test_hits_of_another_indicator_do_not_count():
    codes, key, _ = sample(CELLS)
    row = validation(codes, key, hits(key["ad_id"].tolist(), indicator=Y)).loc[0]
    assert row["n_unflagged_present"] == 22


def test_disagreements_are_left_out_and_counted():
    codes, key, spans = sample(CELLS)
    second = codes.assign(coder="B")
    second.loc[:2, "code"] = ["absent", "unsure", "absent"]
    both = pd.concat([codes, second])
    row = validation(both, key, spans).loc[0]
    assert (row["n_excluded"], row["n_flagged_present"]) == (3, 15)
    # they still stand for ads that are hit
    assert row["n_flagged_population"] == 240
    third = pd.concat([both, codes.assign(coder="C")])
    settled = validation(third, key, spans, consensus="majority").loc[0]
    assert (settled["n_excluded"], settled["n_flagged_present"]) == (0, 18)


def test_texts_that_nobody_coded_are_counted():
    codes, key, spans = sample(CELLS)
    row = validation(codes.iloc[10:], key, spans).loc[0]
    assert (row["n_excluded"], row["n_flagged_present"]) == (10, 8)


def test_by_language_each_language_has_its_own_row():
    cells = [(True, "present", 8), (False, "present", 2), (True, "present", 1)]
    cells += [(False, "present", 9), (False, "absent", 80)]
    languages = ["fr", "fr", "ro", "ro", "fr"]
    found = measured_precision(*sample(cells, language=languages), by="language")
    assert found["language"].tolist() == ["fr", "ro"]
    assert found["recall"].tolist() == pytest.approx([0.8, 0.1])


@pytest.mark.parametrize(("missed", "expected"), [((2, 9), True), ((2, 2), False)])
def test_different_recall_between_languages_is_flagged(missed, expected):
    cells = [(True, "present", 10), (False, "present", missed[0])]
    cells += [(True, "present", 12 - missed[1]), (False, "present", missed[1])]
    table = validation(*sample(cells, language=["fr", "fr", "ro", "ro"]))
    assert table["recall_differs"].tolist() == [expected]
    assert validation(*sample(CELLS))["recall_differs"].isna().all()


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(0, 30), min_size=4, max_size=4).filter(lambda n: n[2] + n[3] > 0),
    st.sampled_from(["random", "stratified"]),
    st.integers(1, 50),
)
def test_cells_add_up_and_limits_hold_the_estimate(numbers, design, weight):
    cells = [(hit, code, n) for (hit, code, _), n in zip(CELLS, numbers, strict=True)]
    weights = [10, 10] + [10 if design == "random" else weight] * 2
    codes, key, spans = sample(cells, design=design, weights=weights)
    table = validation(codes, key, spans)
    check(table, VALIDATION)
    row = table.loc[0]
    assert sum(row[name] for name in row.index if name in NUMBERS) == len(key)
    for part in (*error_rates(table, confidence=0.95), *read_shares(table, confidence=0.95)):
        low, value, high = part.low[0], part.value[0], part.high[0]
        assert 0 <= low <= high <= 1
        assert np.isnan(value) or low - 1e-9 <= value <= high + 1e-9


NUMBERS = [column.name for column in VALIDATION.columns if column.kind == "integer"]


def test_no_ad_and_no_item_leaves():
    codes, key, spans = sample(CELLS)
    for found in (validation(codes, key, spans), measured_precision(codes, key, spans)):
        assert not {"ad_id", "item", "coder"} & set(found.columns)
        assert "ad1" not in found.to_csv()


def test_small_numbers_are_said_in_words():
    french = measured_precision(*sample([(True, "present", 3), (False, "absent", 50)]))
    assert "3 textes seulement" in french.loc[0, "reading"]
    english = measured_precision(*sample([(False, "absent", 50)]), lang="en").loc[0]
    assert "Precision not measured" in english["reading"]
    assert "Recall not measured" in english["reading"]
    assert english[["precision", "recall", "recall_low"]].isna().all()


def _without_hits_read(codes, key, spans):
    return codes[:24], key[:24].assign(design="stratified"), spans


CODES_OF, KEY_OF, SPANS_OF = sample(CELLS)


@pytest.mark.parametrize(
    ("tables", "options", "error"),
    [
        ((CODES_OF, KEY_OF, SPANS_OF), {"indicator": Y}, OptionError),
        ((CODES_OF, KEY_OF, SPANS_OF), {"by": "language"}, OptionError),
        ((CODES_OF, KEY_OF, SPANS_OF), {"consensus": "first"}, OptionError),
        ((CODES_OF, KEY_OF[5:], SPANS_OF), {}, TableError),
        ((CODES_OF, KEY_OF.assign(design="chosen"), SPANS_OF), {}, TableError),
        ((CODES_OF, KEY_OF.assign(weight=0), SPANS_OF), {}, TableError),
        ((CODES_OF, KEY_OF.assign(weight=np.arange(1.0, 301)), SPANS_OF), {}, TableError),
        ((CODES_OF, KEY_OF.assign(ad_id="ad1"), SPANS_OF), {}, TableError),
        ((CODES_OF, KEY_OF, SPANS_OF.drop(columns="ad_id")), {}, TableError),
        ((CODES_OF[:0], KEY_OF, SPANS_OF), {}, TableError),
        ((pd.concat([CODES_OF] * 2), KEY_OF, SPANS_OF), {}, TableError),
        (_without_hits_read(CODES_OF, KEY_OF, SPANS_OF), {}, TableError),
        (
            (
                CODES_OF,
                KEY_OF.assign(design=["random", *["stratified"] * 299]),
                SPANS_OF,
            ),
            {},
            TableError,
        ),
    ],
)
def test_what_cannot_be_crossed_is_refused(tables, options, error):
    with pytest.raises(error, match="What to do"):
        validation(*tables, **options)


def test_nothing_is_changed():
    before = [table.copy() for table in (CODES_OF, KEY_OF, SPANS_OF)]
    measured_precision(CODES_OF, KEY_OF, SPANS_OF)
    for table, copy in zip((CODES_OF, KEY_OF, SPANS_OF), before, strict=True):
        pd.testing.assert_frame_equal(table, copy)


def annotated(key, spans, languages, more=0):
    """Return a corpus as read: the drawn ads, then others without any hit, all in French."""
    ads = [*key["ad_id"], *(f"other{number}" for number in range(more))]
    corpus = pd.DataFrame(
        {
            "ad_id": ads,
            "platform": "Un",
            "language": [*languages, *["fr"] * more],
            "language_status": "sure",
            "advertiser": range(len(ads)),
            "template": range(len(ads)),
            "quarantined": False,
        }
    )
    book = load_codebook(families=["third_party_control"])
    return SimpleNamespace(corpus=corpus, spans=spans, codebook=book)


def test_only_ads_in_which_the_indicator_is_measured_are_validated():
    codes, key, spans = sample(CELLS)
    languages = ["fr"] * 250 + ["zh"] * 50
    row = validation(codes, key, annotated(key, spans, languages, more=750)).loc[0]
    cells = ("flagged_present", "flagged_absent", "unflagged_present", "unflagged_absent")
    assert [row[f"n_{name}"] for name in cells] == [18, 6, 4, 222]
    # the numbers of ads are those of the corpus, no longer those of the weights
    assert (row["n_population"], row["n_flagged_population"]) == (1000, 24)
    assert row["n_effective_population"] == 1000


def test_groups_are_those_of_count():
    codes, key, spans = sample(CELLS)
    read = annotated(key, spans, ["fr"] * 200 + ["ro"] * 100)
    found = validation(codes, key, read, by="written_language")
    assert found["written_language"].tolist() == ["fr", "ro"]
    assert found["n_population"].tolist() == [200, 100]
    by_month = measured_precision(codes, key, read, by="language")
    assert by_month["n_coded"].tolist() == [200, 100]


@pytest.mark.parametrize(
    ("change", "options", "error"),
    [
        (lambda read: read.corpus.__setitem__("ad_id", "else"), {}, TableError),
        (lambda read: read.corpus.__setitem__("language", "zh"), {}, TableError),
        (lambda read: None, {"by": "hour_band"}, OptionError),
        (lambda read: setattr(read, "codebook", None), {}, OptionError),
    ],
)
def test_a_corpus_that_is_not_that_of_the_sample_is_refused(change, options, error):
    codes, key, spans = sample(CELLS)
    read = annotated(key, spans, ["fr"] * 300)
    change(read)
    with pytest.raises(error, match="What to do"):
        validation(codes, key, read, **options)


def test_a_group_where_only_hits_were_read_has_no_omission():
    cells = [(True, "present", 10), (True, "present", 5), (False, "absent", 40)]
    codes, key, spans = sample(
        cells, design="stratified", weights=[1, 1, 9], language=["ro", "fr", "fr"]
    )
    found = validation(codes, key, spans, by="language").set_index("language")
    assert np.isnan(found.loc["ro", "omission"])
    measures = measured_precision(codes, key, spans, by="language").set_index("language")
    assert pd.isna(measures.loc["ro", "recall"])
    assert measures.loc["fr", "recall"] == 1


@pytest.mark.parametrize("design", ["random", "stratified"])
def test_copies_of_one_advertiser_tell_as_much_as_one(design):
    codes, key, spans = sample([(*cell[:2], cell[2] // 2) for cell in CELLS], design=design)
    alone = measured_precision(codes, key, annotated(key, spans, ["fr"] * len(key))).loc[0]
    twins = [table.assign(item=table["item"] + "b") for table in (codes, key)]
    twins[1]["ad_id"] += "b"
    codes, key = pd.concat([codes, twins[0]]), pd.concat([key, twins[1]])
    spans = pd.concat([spans, spans.assign(ad_id=spans["ad_id"] + "b")])
    read = annotated(key, spans, ["fr"] * len(key))
    assert measured_precision(codes, key, read).loc[0, "n_advertisers"] == len(key)
    read.corpus["advertiser"] %= len(key) // 2
    twice = measured_precision(codes, key, read).loc[0]
    assert (twice["n_coded"], twice["n_advertisers"]) == (len(key), len(key) // 2)
    # the share of hits in a stratified population is that of ads, which copies change
    for name in ("precision", "recall") if design == "random" else ("precision",):
        limits = [name, f"{name}_low", f"{name}_high"]
        assert twice[limits].tolist() == pytest.approx(alone[limits].tolist())
