"""A reader of all tables on hours, who subtracts what can be subtracted, learns of no few."""

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from tests.analysis.weeks import invented
from toolkit.analysis.outreach.week import OutreachBands
from toolkit.disclosure import load_rules, release_together

K = load_rules().k_advertisers
CELL = ["weekday", "hour_band"]


def _tables(annotated):
    """Return all that may be told of hours, as counted."""
    quarters = (0, 6, 12, 18, 24)
    bands, every = (OutreachBands(edges=quarters, always_open=each) for each in (False, True))
    return {
        "said": tk.stated_availability(annotated),
        "all": tk.outreach_windows(annotated, languages=False, bands=bands),
        "languages": tk.outreach_windows(annotated, bands=bands),
        "always": tk.outreach_windows(annotated, languages=False, bands=every),
    }


def _shown(safe):
    frame = safe.to_frame()
    return frame[frame["state"].eq("counted")]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("advertisers", [70, 300])
def test_nothing_small_is_shown_or_follows(seed, advertisers):
    counted = _tables(invented(seed, advertisers))
    safe = release_together(counted)
    for name, table in safe.items():
        shown = _shown(table)
        some = shown[shown["n_ads"] > 0]
        assert (some["n_advertisers"] >= K).all(), name
        others = some["n_total_advertisers"] * (1 - some["estimate"].astype(float))
        assert (others.round() >= K).all(), name
        assert (shown["n_total_advertisers"] >= K).all(), name
    # languages add up to all of a cell: a single hidden one would follow
    whole = _shown(safe["all"]).set_index(CELL)["n_ads"]
    frame = safe["languages"].to_frame()
    true = counted["languages"].set_index([*CELL, "written_language"])["n_ads"]
    for cell, part in frame.groupby(CELL):
        hidden = part[part["state"].eq("suppressed")]
        if cell not in whole.index or hidden.empty:
            continue
        rest = whole[cell] - part["n_ads"].sum()
        numbers = [true[(*cell, language)] for language in hidden["written_language"]]
        assert rest == sum(numbers)
        # as much as may be shown, or nothing at all, must be possible for each
        positive = [number for number in numbers if number > 0]
        assert not positive or (len(positive) > 1 and rest >= K) or rest >= 33, cell


@pytest.mark.parametrize("seed", range(3))
def test_with_and_without_always_open_tell_of_no_few(seed):
    safe = release_together(_tables(invented(seed, 200, reposts=1)))
    without, both = (_shown(safe[name]).set_index(CELL) for name in ("all", "always"))
    both = both.reindex(without.index)
    for name in ("n_advertisers", "n_total_advertisers"):
        gap = (both[name] - without[name]).dropna()
        assert ((gap == 0) | (gap >= K)).all(), name


def test_few_advertisers_on_the_other_side_hide_a_share():
    row = {"weekday": "4", "hour_band": "18h-21h", "statistic": "share", "method": "m"}
    support = {"n_templates": 90, "top1_share": 0.1, "top2_share": 0.2, "confidence": 0.95}
    table = pd.DataFrame([{**row, **support, "low": 0.8, "high": 1.0}])
    table = table.assign(n_ads=300, n_total=400, n_advertisers=90, n_total_advertisers=95)
    # a hundred ads, of five advertisers only
    for estimate, hidden in ((90 / 95, 1), (90 / 120, 0)):
        people = round(90 / estimate)
        asked = table.assign(estimate=estimate, n_total_advertisers=people)
        assert tk.release(asked).n_hidden == hidden


def test_a_zero_of_few_advertisers_is_hidden():
    row = {"weekday": "4", "hour_band": "18h-21h", "statistic": "share", "method": "m"}
    table = pd.DataFrame([{**row, "estimate": 0.0, "low": 0.0, "high": 0.4, "n_ads": 0}])
    table = table.assign(confidence=0.95, n_total=50, n_advertisers=0, n_templates=0)
    table = table.assign(top1_share=np.nan, top2_share=np.nan)
    hidden = [tk.release(table.assign(n_total_advertisers=people)).n_hidden for people in (6, 20)]
    assert hidden == [1, 0]


def test_days_are_never_added_up_and_never_cross_communes_or_minors():
    counts = {"n_ads": [50], "hour_band": ["18h-21h"], "weekday": ["4"]}
    for other in ({"commune": ["59350"]}, {"indicator": ["MIN.X"]}):
        with pytest.raises(tk.ToolkitError):
            tk.release(pd.DataFrame({**counts, **other}))
    days = pd.DataFrame({"weekday": list("1234567"), "n_ads": [40] * 6 + [3]})
    # the sum over days is no number of ads: nothing else need be hidden
    assert tk.release(days).n_hidden == 1


def test_a_table_without_any_number_says_nothing_of_a_rule():
    one = {"weekday": ["4"], "hour_band": ["18h-21h"], "n_ads": [None], "state": ["suppressed"]}
    assert "33" not in tk.release(pd.DataFrame(one)).note("en")


@pytest.mark.parametrize("seed", range(2))
def test_plans_asked_one_after_the_other_give_no_exact_number(seed):
    annotated = invented(seed, 300)
    whole = tk.outreach_windows(annotated, languages=False).set_index(CELL)
    first = whole["n_advertisers"].astype(int).idxmax()
    counted = whole.loc[first, "n_total_advertisers"]
    for cell in whole.index[::11]:
        plan = tk.staffing_plan(annotated, shifts=[first, cell]).iloc[0]
        if plan["state"] == "counted" and cell != first:
            # five percent of those who state hours: more than one advertiser fits in
            assert 0.05 * counted > 2
            assert plan.reindex(["n_total"]).isna().all()
            assert plan["n_advertisers"] >= whole["n_advertisers"].max()
