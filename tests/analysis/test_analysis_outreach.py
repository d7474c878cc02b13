"""Shares of advertisers by day and hour: known answers, and what may never change them."""

import io

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

import toolkit as tk
from tests.analysis.weeks import always_open, corpus_of, invented, window
from toolkit.analysis.outreach.week import OutreachBands
from toolkit.analysis.outreach.windows import readable_outreach_windows
from toolkit.errors import CodeError, OptionError
from toolkit.schema import STATISTICS, check

EVENING = [window(4, 18, 21)]
GOLDEN = """weekday,hour_band,estimate,n_total,n_total_advertisers,n_ads,n_advertisers
1,18h-21h,0.0,8,4,0,0
1,21h-24h,0.0,8,4,0,0
4,18h-21h,0.75,8,4,6,3
4,21h-24h,0.0,8,4,0,0
6,18h-21h,0.5,8,4,2,2
6,21h-24h,0.5,8,4,2,2
"""


def _cell(table, day, band):
    return table[table["weekday"].eq(day) & table["hour_band"].eq(band)].iloc[0]


@pytest.fixture
def small():
    """Return four advertisers who state hours, and one of each other kind."""
    return corpus_of(
        [
            *[{"advertiser": 1, "template": 1, "windows": EVENING}] * 4,
            {"advertiser": 2, "windows": EVENING},
            {"advertiser": 3, "windows": EVENING},
            {"advertiser": 3, "windows": [window(6, 18, 24)]},
            {"advertiser": 4, "windows": [window(6, 18, 24), window(6, 22, 2)]},
            {"advertiser": 5, "windows": always_open()},
            {"advertiser": 6, "windows": [window(6, 0, 24)]},
            {"advertiser": 7, "windows": [window(None, 18, 21, date="2025-03-04")]},
            {"advertiser": 8},
            {"advertiser": 9, "language": "zh", "windows": EVENING},
        ]
    )


def test_the_golden_table(small):
    bands = OutreachBands(edges=(18, 21, 24), days=((1,), (4,), (6,)))
    found = tk.outreach_windows(small, languages=False, bands=bands)
    expected = pd.read_csv(io.StringIO(GOLDEN), dtype={"weekday": "str"})
    pd.testing.assert_frame_equal(
        found[list(expected.columns)], expected, check_dtype=False, check_index_type=False
    )
    check(found, STATISTICS)


def test_everybody_is_in_one_group(small):
    said = tk.stated_availability(small).set_index("availability")
    assert said["n_ads"].to_dict() == {
        "always open": 1,
        "hours stated": 8,
        "days without hours": 1,
        "dates only": 1,
        "not stated": 1,
        "language not read": 1,
    }
    assert said["n_advertisers"].sum() == 9
    assert said["estimate"].sum() == pytest.approx(1)
    assert set(said["n_total_advertisers"]) == {9}


def test_an_advertiser_has_the_strongest_of_what_the_ads_say():
    annotated = corpus_of(
        [
            {"advertiser": 1, "windows": EVENING},
            {"advertiser": 1, "windows": always_open()},
            {"advertiser": 2, "windows": [window(2, 0, 24)]},
            {"advertiser": 2, "windows": EVENING},
            {"advertiser": 3, "language": "zh", "windows": EVENING},
            {"advertiser": 3},
        ]
    )
    said = tk.stated_availability(annotated)
    assert said.set_index("availability")["n_ads"].tolist() == [2, 2, 0, 0, 2, 0]


def test_reposts_change_nothing_and_the_interval_is_that_of_advertisers():
    once = corpus_of(
        [{"advertiser": n, "windows": EVENING if n < 30 else [window(2, 9, 12)]} for n in range(50)]
    )
    often = corpus_of(
        [
            {"advertiser": n, "template": n, "windows": EVENING if n < 30 else [window(2, 9, 12)]}
            for n in range(50)
            for _ in range(1 + 7 * (n % 5))
        ]
    )
    numbers = ["estimate", "low", "high", "n_total_advertisers", "n_advertisers"]
    first, second = (tk.outreach_windows(one, languages=False)[numbers] for one in (once, often))
    pd.testing.assert_frame_equal(first, second)
    cell = _cell(tk.outreach_windows(often, languages=False), "4", "18h-21h")
    wilson = proportion_confint(30, 50, method="wilson")
    assert (cell["estimate"], cell["low"], cell["high"]) == pytest.approx((0.6, *wilson))


def test_order_and_pseudonyms_play_no_part():
    annotated = invented(1, 60)
    mixed = annotated.corpus.sample(frac=1, random_state=1).reset_index(drop=True)
    mixed["advertiser"] = 1000 - mixed["advertiser"]
    windows = annotated.windows.sample(frac=1, random_state=2)
    other = replace_tables(annotated, mixed, windows)
    for languages in (True, False):
        first, second = (
            tk.outreach_windows(one, languages=languages) for one in (annotated, other)
        )
        pd.testing.assert_frame_equal(first, second)


def replace_tables(annotated, corpus, windows):
    """Return a corpus with other tables."""
    return type(annotated)(corpus=corpus, windows=windows)


def test_texts_stand_for_unknown_advertisers_and_it_is_said():
    ads = [{"advertiser": None, "template": n // 2, "windows": EVENING} for n in range(10)]
    found = tk.outreach_windows(corpus_of(ads), languages=False)
    cell = _cell(found, "4", "18h-21h")
    assert cell["estimate"] == 1
    assert cell["n_total_advertisers"] == 5
    assert pd.isna(cell["n_advertisers"])
    assert "text, no advertiser being known" in cell["method"]
    both = corpus_of([*ads, {"advertiser": 4, "windows": EVENING}])
    method = tk.outreach_windows(both, languages=False)["method"].iloc[0]
    assert method.endswith("advertiser, or text where none is known")


def test_languages_apart_and_those_that_are_not_read():
    annotated = corpus_of(
        [
            {"advertiser": 1, "language": "ro", "windows": EVENING},
            {"advertiser": 1, "language": "fr", "windows": [window(2, 9, 12)]},
            {"advertiser": 2, "language": "fr", "windows": EVENING},
            {"advertiser": 3, "language": "zh", "windows": EVENING},
            {"advertiser": 4, "language": "de", "status": "unsure", "windows": EVENING},
        ]
    )
    found = tk.outreach_windows(annotated)
    thursday = found[found["weekday"].eq("4") & found["hour_band"].eq("18h-21h")]
    shares = thursday.set_index("written_language")["estimate"]
    assert shares["ro"] == 1
    assert shares["fr"] == 0.5
    assert shares["unsure"] == 1
    chinese = found[found["written_language"].eq("zh")]
    assert set(chinese["state"]) == {"not_measured"}
    assert chinese[["estimate", "n_ads", "n_total"]].isna().all(axis=None)
    everyone = tk.outreach_windows(annotated, languages=False)
    assert _cell(everyone, "4", "18h-21h")["n_total_advertisers"] == 3


def test_always_open_with_and_without():
    stated = [{"advertiser": n, "windows": EVENING} for n in range(20)]
    always = [{"advertiser": 100 + n, "windows": always_open()} for n in range(12)]
    counted = OutreachBands(always_open=True)
    many = corpus_of([*stated, *always])
    without = tk.outreach_windows(many, languages=False)
    both = tk.outreach_windows(many, languages=False, bands=counted)
    assert set(without["n_total_advertisers"]) == {20}
    assert set(both["n_total_advertisers"]) == {32}
    assert _cell(both, "1", "03h-06h")["estimate"] == 12 / 32
    few = corpus_of([*stated, *always[:3]])
    hidden = tk.outreach_windows(few, languages=False, bands=counted)
    # else a subtraction would tell that three are always open
    assert set(hidden["state"]) == {"suppressed"}
    assert hidden[["estimate", "n_ads", "n_total_advertisers"]].isna().all(axis=None)
    assert set(tk.release(hidden).to_frame()["state"]) == {"suppressed"}


def test_nobody_who_states_hours_is_a_table_without_estimates():
    found = tk.outreach_windows(corpus_of([{"advertiser": 1}]), languages=False)
    assert len(found) == 56
    assert found["estimate"].isna().all()
    assert set(found["n_ads"]) == {0}
    assert tk.release(found).n_hidden == 56


def test_a_territory_is_codes_as_text():
    ads = [{"advertiser": n, "windows": EVENING, "departement": "59"} for n in range(3)]
    ads += [{"advertiser": 9, "windows": EVENING, "departement": "2A"}]
    annotated = corpus_of(ads)
    full = tk.Annotated(
        annotated.corpus,
        annotated.windows.iloc[:0],
        annotated.windows.iloc[:0],
        annotated.windows,
        None,
    )
    found = tk.outreach_windows(full, languages=False, territory=["2A"])
    assert set(found["n_total_advertisers"]) == {1}
    for wrong in ([59], ["590"]):
        with pytest.raises(CodeError):
            tk.outreach_windows(full, territory=wrong)
    with pytest.raises(OptionError):
        tk.outreach_windows(full, territory=["33"])
    with pytest.raises(OptionError):
        tk.outreach_windows(full, confidence=95)


def test_a_small_corpus_is_told_by_coarser_hours():
    fine, coarse = invented(3, 600, reposts=1), invented(3, 90, reposts=1)
    assert readable_outreach_windows(fine)["hour_band"].nunique() == 8
    assert readable_outreach_windows(coarse)["hour_band"].nunique() == 4


def test_nothing_but_groups_leaves():
    columns = set(tk.outreach_windows(invented(2, 40)).columns)
    known = {column.name for column in STATISTICS.columns}
    assert columns - known == {"weekday", "hour_band", "written_language"}


def test_annotated_is_not_changed(small):
    before = small.corpus.copy(), small.windows.copy()
    tk.outreach_windows(small)
    tk.stated_availability(small)
    pd.testing.assert_frame_equal(small.corpus, before[0])
    pd.testing.assert_frame_equal(small.windows, before[1])
