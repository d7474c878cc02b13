import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from toolkit.errors import OptionError, TableError
from toolkit.review import agreement, disagreements
from toolkit.review.measuring.agreement_measures import MEASURES, measure, patterns
from toolkit.schema import CODES, check

PRESENT, ABSENT, UNSURE = "present", "absent", "unsure"


def coded(columns, indicator="CTL.DEBT"):
    """Return codes, one list per coder, None where a coder left the text out."""
    rows = [
        (str(item), coder, indicator, code)
        for coder, given_codes in columns.items()
        for item, code in enumerate(given_codes, 1)
        if code is not None
    ]
    return pd.DataFrame(rows, columns=["item", "coder", "indicator", "code"])


def two(both_present, only_a, only_b, both_absent):
    a = [PRESENT] * both_present + [PRESENT] * only_a + [ABSENT] * (only_b + both_absent)
    b = [PRESENT] * both_present + [ABSENT] * only_a + [PRESENT] * only_b + [ABSENT] * both_absent
    return coded({"A": a, "B": b})


def numbers(codes):
    wide = codes.pivot(index="item", columns="coder", values="code")
    return wide.apply(lambda column: column.map({PRESENT: 0, ABSENT: 1, UNSURE: 2}))


def test_a_rare_indicator_shows_what_raw_agreement_hides():
    row = agreement(two(1, 1, 1, 197)).loc[0]
    assert row["raw_agreement"] == pytest.approx(0.99)
    assert row["kappa"] == pytest.approx(0.49, abs=0.006)
    assert row["positive_agreement"] == pytest.approx(0.5)
    assert row["negative_agreement"] > 0.99
    assert row["present"] == pytest.approx(0.01)


def test_specific_agreement_of_two_coders_is_the_textbook_formula():
    row = agreement(two(12, 5, 3, 40)).loc[0]
    assert row["positive_agreement"] == pytest.approx(2 * 12 / (2 * 12 + 5 + 3))
    assert row["negative_agreement"] == pytest.approx(2 * 40 / (2 * 40 + 5 + 3))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([PRESENT, ABSENT, UNSURE, None]), min_size=12, max_size=60))
def test_kappa_and_alpha_are_those_of_the_libraries(given_codes):
    half = len(given_codes) // 2
    codes = coded({"A": given_codes[:half], "B": given_codes[half : 2 * half]})
    if codes["coder"].nunique() < 2:
        return
    row, wide = agreement(codes).loc[0], numbers(codes)
    both = wide.dropna().astype(int)
    if pd.notna(row["kappa"]):
        assert row["kappa"] == pytest.approx(cohen_kappa_score(both["A"], both["B"]))
    if pd.notna(row["alpha"]):
        data = wide.to_numpy(dtype=float).T
        expected = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
        assert row["alpha"] == pytest.approx(expected)


def test_alpha_of_the_published_example():
    # the example of the library krippendorff, three coders, four values, many gaps
    gap = -1
    data = [
        [gap, gap, gap, gap, gap, 3, 4, 1, 2, 1, 1, 3, 3, gap, 3],
        [1, gap, 2, 1, 3, 3, 4, 3, gap, gap, gap, gap, gap, gap, gap],
        [gap, gap, 2, 1, 3, 4, 4, gap, 2, 1, 1, 3, 3, gap, 4],
    ]
    codes = np.array(data).T
    codes = np.where(codes == gap, gap, codes - 1)
    found = patterns(codes, n_values=4)
    assert measure(found, found.texts[None])["alpha"][0] == pytest.approx(0.691358, abs=1e-6)


def test_three_coders_have_alpha_and_no_kappa():
    codes = coded(
        {
            "A": [PRESENT, PRESENT, ABSENT, ABSENT],
            "B": [PRESENT, ABSENT, ABSENT, ABSENT],
            "C": [PRESENT, PRESENT, ABSENT, None],
        }
    )
    row = agreement(codes, lang="en").loc[0]
    assert pd.isna(row["kappa"])
    assert "two coders" in row["reason"]
    assert pd.notna(row["alpha"])
    assert (row["n_coders"], row["n_texts"], row["n_all"]) == (3, 4, 3)
    # pairs of coders: 3 + 1 agree of 3 + 3 + 3 + 1, text by text
    assert row["raw_agreement"] == pytest.approx((1 + 1 / 3 + 1 + 1) / 4)


def test_what_is_undefined_is_na_with_its_reason():
    row = agreement(two(0, 0, 0, 30), lang="en").loc[0]
    for name in ("kappa", "alpha", "positive_agreement"):
        assert pd.isna(row[name])
        assert name.split("_")[0] in row["reason"].lower()
    # nothing varied: certainty is not claimed
    assert row["raw_agreement"] == 1
    assert pd.isna(row["raw_agreement_low"])
    assert "interval is missing" in row["reason"]


def test_reasons_are_in_french_by_default():
    assert "Accord positif\u00a0: non défini" in agreement(two(0, 0, 0, 30)).loc[0, "reason"]


def test_coders_without_a_common_text_agree_on_nothing():
    row = agreement(coded({"A": [PRESENT, None], "B": [None, PRESENT]})).loc[0]
    assert row["n_texts"] == 0
    assert row[list(MEASURES)].isna().all()


def test_intervals_hold_the_estimate_and_narrow_with_texts():
    few, many = (agreement(two(4 * k, 2 * k, 2 * k, 12 * k)).loc[0] for k in (1, 20))
    for name in MEASURES:
        assert few[f"{name}_low"] <= few[name] <= few[f"{name}_high"]
        widths = [row[f"{name}_high"] - row[f"{name}_low"] for row in (few, many)]
        assert widths[1] < widths[0] / 2


def test_texts_are_drawn_with_all_their_codes():
    # the same codes given again by more coders are no new texts: intervals stay
    pair = two(4, 2, 2, 12)
    twice = pd.concat([pair, pair.assign(coder=pair["coder"] + "2")])
    one, other = (agreement(codes).loc[0] for codes in (pair, twice))
    widths = [row["raw_agreement_high"] - row["raw_agreement_low"] for row in (one, other)]
    assert widths[1] == pytest.approx(widths[0] * 2 / 3, rel=0.25)


def test_limits_hold_the_truth_about_as_often_as_they_say():
    random, held = np.random.default_rng(4), []
    for _ in range(120):
        first = random.random(150) < 0.3
        second = first ^ (random.random(150) < 0.15)
        words = [np.where(x, PRESENT, ABSENT).tolist() for x in (first, second)]
        row = agreement(coded(dict(zip("AB", words, strict=True)))).loc[0]
        held.append(row["raw_agreement_low"] <= 0.85 <= row["raw_agreement_high"])
    assert np.mean(held) > 0.88


def test_the_same_seed_gives_the_same_limits():
    codes = two(5, 3, 2, 20)
    pd.testing.assert_frame_equal(agreement(codes, seed=3), agreement(codes, seed=3))
    assert not agreement(codes, seed=3).equals(agreement(codes, seed=4))


@pytest.mark.parametrize(
    ("unsure", "raw", "positive", "n_texts"),
    [
        ("category", 2 / 4, 2 / 3, 4),
        ("missing", 2 / 2, 1, 2),
        ("absent", 3 / 4, 2 / 3, 4),
        ("present", 3 / 4, 4 / 5, 4),
    ],
)
def test_what_unsure_is_can_be_chosen(unsure, raw, positive, n_texts):
    codes = coded({"A": [PRESENT, PRESENT, UNSURE, ABSENT], "B": [PRESENT, UNSURE, ABSENT, ABSENT]})
    row = agreement(codes, unsure=unsure).loc[0]
    assert row["raw_agreement"] == pytest.approx(raw)
    assert row["positive_agreement"] == pytest.approx(positive)
    assert row["n_texts"] == n_texts
    assert row["n_unsure"] == 2
    assert row["unsure"] == unsure


def test_one_row_per_indicator_and_nothing_is_changed():
    codes = pd.concat([two(3, 1, 1, 5), two(1, 2, 2, 5).assign(indicator="AVL.H24")])
    before = codes.copy()
    assert agreement(codes)["indicator"].tolist() == ["AVL.H24", "CTL.DEBT"]
    pd.testing.assert_frame_equal(codes, before)


def test_disagreements_are_codes_in_the_order_of_items():
    codes = coded(
        {
            "A": [PRESENT] * 9 + [ABSENT, UNSURE],
            "B": [ABSENT] + [PRESENT] * 8 + [PRESENT, PRESENT],
        }
    )
    found = disagreements(codes.sample(frac=1, random_state=1))
    assert found.columns.tolist() == [column.name for column in CODES.columns]
    assert found["item"].tolist() == ["1", "1", "10", "10", "11", "11"]
    assert found["coder"].tolist() == ["A", "B"] * 3
    check(found, CODES)


def test_disagreements_drop_what_travels_along():
    codes = two(1, 1, 0, 1).assign(ad_id="secret", text="secret")
    assert "secret" not in disagreements(codes).to_csv()


@pytest.mark.parametrize(
    ("codes", "options", "error"),
    [
        (two(1, 1, 1, 1), {"unsure": "maybe"}, OptionError),
        (two(1, 1, 1, 1), {"confidence": 1}, OptionError),
        (two(1, 1, 1, 1), {"lang": "de"}, OptionError),
        (coded({"A": [PRESENT]}), {}, TableError),
        (pd.concat([two(1, 0, 0, 1)] * 2), {}, TableError),
        (two(1, 0, 0, 1).assign(code="yes"), {}, TableError),
        (two(1, 0, 0, 1).drop(columns="coder"), {}, TableError),
    ],
)
def test_what_cannot_be_measured_is_refused(codes, options, error):
    with pytest.raises(error, match="What to do"):
        agreement(codes, **options)
