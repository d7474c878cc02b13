"""Which cells of a week stated hours cover: known answers, and a count minute by minute."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.weeks import corpus_of, window
from toolkit.analysis.outreach.week import WEEK_AND_WEEKEND, OutreachBands, covered_cells
from toolkit.errors import OptionError

EXAMPLES = {
    "an evening": ([window(4, 18, 21)], {("4", "18h-21h")}),
    "past midnight falls on the next day": (
        [window(5, 22, 2)],
        {("5", "21h-24h"), ("6", "00h-03h")},
    ),
    "Sunday night falls on Monday": ([window(7, 23, 3)], {("1", "00h-03h")}),
    "half of a band is enough": ([window(2, 19.5, 21)], {("2", "18h-21h")}),
    "less than half is not": ([window(2, 19.6, 21)], set()),
    "two windows fill a band together": (
        [window(2, 18, 18.75), window(2, 19.25, 20)],
        {("2", "18h-21h")},
    ),
    "hours stated twice count once": ([window(2, 18, 19.25), window(2, 18, 19.25)], set()),
    "no end is the end of the day": ([window(3, 21, None)], {("3", "21h-24h")}),
    "no start is midnight": ([window(3, None, 3)], {("3", "00h-03h")}),
    "a dated window is of no ordinary week": ([window(None, 18, 21, date="2025-01-03")], set()),
    "always open is left out": ([window(3, 0, 24, always=True)], set()),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_known_answers(name):
    windows, expected = EXAMPLES[name]
    found = covered_cells(corpus_of([{"windows": windows}]).windows, OutreachBands())
    assert set(zip(found["weekday"], found["hour_band"], strict=True)) == expected


def test_one_day_of_several_is_enough_and_it_is_counted_once():
    windows = corpus_of([{"windows": [window(1, 18, 24), window(3, 18, 24), window(7, 0, 6)]}])
    bands = OutreachBands(edges=(0, 6, 12, 18, 24), days=WEEK_AND_WEEKEND)
    found = covered_cells(windows.windows, bands)
    assert found[["weekday", "hour_band"]].to_numpy().tolist() == [
        ["1-5", "18h-24h"],
        ["6-7", "00h-06h"],
    ]


def test_evenings_only_and_stricter_rules():
    windows = corpus_of([{"windows": [window(4, 17, 23)]}]).windows
    half = covered_cells(windows, OutreachBands(edges=(18, 21, 24)))
    whole = covered_cells(windows, OutreachBands(edges=(18, 21, 24), overlap=1))
    assert half["hour_band"].tolist() == ["18h-21h", "21h-24h"]
    assert whole["hour_band"].tolist() == ["18h-21h"]


@pytest.mark.parametrize(
    "options",
    [
        {"edges": (0, 2, 24)},
        {"edges": (18,)},
        {"edges": (0, 12, 30)},
        {"edges": (12.0, 18.0)},
        {"edges": [18, 21]},
        {"days": ()},
        {"days": ((1, 2), (2, 3))},
        {"days": ((0,),)},
        {"overlap": 0},
        {"overlap": 1.5},
    ],
)
def test_what_makes_no_week_is_refused(options):
    with pytest.raises(OptionError, match="What to do"):
        OutreachBands(**options)


def _minutes(windows):
    """Return the minutes of the week that some windows hold, one by one."""
    held = set()
    for day, start, length in windows:
        first = (day - 1) * 1440 + start
        held |= {minute % 10080 for minute in range(first, first + length)}
    return held


one_window = st.tuples(st.integers(1, 7), st.integers(0, 1439), st.integers(1, 1440))


@settings(deadline=None, max_examples=60)
@given(st.lists(one_window, max_size=5), st.sampled_from([0.25, 0.5, 1.0]))
def test_it_is_what_counting_minute_by_minute_gives(windows, overlap):
    rows = [
        {"ad_id": "a", "day": day, "start_minute": start, "end_minute": (start + length) % 1440}
        for day, start, length in windows
    ]
    columns = ["ad_id", "day", "start_minute", "end_minute"]
    table = pd.DataFrame(rows, columns=columns).assign(always_open=False)
    bands = OutreachBands(overlap=overlap)
    found = covered_cells(table.astype({"day": "float64"}), bands)
    held = _minutes(windows)
    expected = []
    for day, band in bands.cells():
        first, last = (int(hour[:2]) * 60 for hour in band.split("-"))
        inside = range((int(day) - 1) * 1440 + first, (int(day) - 1) * 1440 + last)
        if len(held & set(inside)) >= overlap * (last - first):
            expected.append([day, band])
    assert found[["weekday", "hour_band"]].to_numpy().tolist() == expected
