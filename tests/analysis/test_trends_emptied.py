"""Series that stop, begin, never move or hold nothing: told with limits, never with a crash."""

import datetime
import warnings

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.analysis.trends.emptied import emptied
from toolkit.analysis.trends.serial import Counts
from toolkit.errors import TableError
from toolkit.messages import format_number

WEEKS = 110
DRAWN = np.random.default_rng(4).poisson(20.0, WEEKS // 2).tolist()
NONE = [0] * (WEEKS // 2)
SERIES = {
    "closed": DRAWN + NONE,
    "opened": NONE + DRAWN,
    "nothing": [0] * WEEKS,
    "one a week": [1] * WEEKS,
    "five a week": [5] * WEEKS,
    "one at all": [0] * (WEEKS - 1) + [1],
    "every other week": [0, 1] * (WEEKS // 2),
    "two levels": [100_000] * 60 + [1] * 50,
}
LABELS = [
    (datetime.date(2024, 1, 1) + datetime.timedelta(weeks=n)).strftime("%G-W%V")
    for n in range(WEEKS)
]
AT = LABELS[WEEKS // 2]


def weeks(counts):
    return pd.DataFrame({"period": LABELS[: len(counts)], "n_ads": counts})


@pytest.fixture(autouse=True)
def no_arithmetic_goes_wrong():
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize("name", SERIES)
def test_every_series_is_read(name):
    series = weeks(SERIES[name])
    for table in (
        tk.breaks(series),
        tk.interruption(series, at=AT).effects,
        tk.visible_steps(series, at=AT),
        tk.seasonal_parts(series).seasons,
        tk.alerts(series),
    ):
        told = table["low"].notna() & table["high"].notna()
        assert (table.loc[told, "low"] <= table.loc[told, "estimate"]).all()
        assert (table.loc[told, "estimate"] <= table.loc[told, "high"]).all()


def test_a_platform_that_closes_falls_to_nothing_within_limits():
    broken = tk.breaks(weeks(SERIES["closed"])).set_index("at").loc[AT]
    effect = tk.interruption(weeks(SERIES["closed"]), at=AT).effects.iloc[0]
    for row in (broken, effect):
        assert (row["estimate"], row["low"]) == (0, 0)
        # 3.7 events would be no surprise, some 1,100 were expected
        assert 3.7 / 1_100 <= row["high"] < 0.02


def test_what_begins_has_no_ratio_but_a_least_one():
    broken = tk.breaks(weeks(SERIES["opened"])).set_index("at").loc[AT]
    found = tk.interruption(weeks(SERIES["opened"]), at=AT)
    for row in (broken, found.effects.iloc[0]):
        assert np.isinf(row["estimate"])
        assert np.isinf(row["high"])
        assert 50 < row["low"] < 1_100 / 3.6
    assert found.fitted["without_event"].eq(0).all()


def test_a_closed_platform_beside_its_control():
    table = pd.concat(
        [
            weeks(SERIES["closed"]).assign(platform="a"),
            weeks(DRAWN + DRAWN).assign(platform="b"),
        ]
    )
    effect = tk.interruption(table, at=AT, control={"platform": "b"}).effects.iloc[0]
    assert effect["estimate"] == 0
    assert 3.6 / 1_200 < effect["high"] < 0.03


def test_a_series_without_any_event_is_not_measured():
    series = weeks(SERIES["nothing"])
    effects = tk.interruption(series, at=AT, model=tk.EventModel(slope=True)).effects
    assert set(effects["state"]) == {"not_measured"}
    assert effects["estimate"].isna().all()
    assert tk.visible_steps(series, at=AT)["state"].tolist() == ["not_measured"]
    assert tk.seasonal_parts(series).seasons["state"].tolist() == ["not_measured"]
    assert tk.breaks(series)[["at", "smallest_visible"]].values.tolist() == [["none", 0.0]]


def test_counts_that_never_move_are_not_sure():
    (row,) = tk.breaks(weeks(SERIES["five a week"])).to_dict("records")
    assert row["at"] == "none"
    assert 0.5 < row["smallest_visible"] < 0.8
    effect = tk.interruption(weeks(SERIES["five a week"]), at=AT).effects.iloc[0]
    assert effect["low"] < 0.8
    assert effect["high"] > 1.25


def test_a_trend_that_may_change_is_not_measured_beside_nothing():
    found = tk.interruption(weeks(SERIES["closed"]), at=AT, model=tk.EventModel(slope=True))
    assert found.effects["state"].tolist() == ["counted", "not_measured"]
    assert found.fitted["expected"].iloc[-1] == 0 < found.fitted["without_event"].iloc[-1]


@pytest.mark.parametrize("mean", [0.2, 1.0, 5.0])
def test_under_the_limit_nothing_is_a_rare_surprise(mean):
    before = np.random.default_rng(1).poisson(mean, 60).astype("float64")
    events = np.concatenate([before, np.zeros(40)])
    found = emptied(
        Counts(np.arange(100.0), events), np.ones((100, 1)), np.arange(100) >= 60, confidence=0.95
    )
    assert np.exp(-found.ratio[2] * before.mean() * 40) <= 0.025


def test_a_platform_that_gained_from_nothing_and_one_that_never_had_any():
    closed = weeks(SERIES["closed"]).assign(platform="closed")
    usual = weeks(DRAWN + DRAWN).assign(platform="usual")
    new = weeks(SERIES["opened"]).assign(platform="new")
    empty = weeks(SERIES["nothing"]).assign(platform="empty")
    table = pd.concat([closed, usual, new, empty])
    found = tk.displacement(table, closed="closed", control=["usual"], at=AT)
    shares = found.gains.set_index("platform")
    assert shares.loc["new", "low"] < 1 < shares.loc["new", "high"]
    assert abs(shares.loc["empty", "estimate"]) < 0.01


def test_a_short_series_beside_a_long_one_is_not_measured():
    table = pd.concat(
        [
            weeks(SERIES["closed"]).assign(platform="long"),
            weeks(DRAWN[:12]).assign(platform="short"),
        ]
    )
    found = tk.breaks(table).set_index("platform")
    assert found.loc["short", ["at", "state", "caution"]].tolist() == [
        *("none", "not_measured", "not_enough_history")
    ]
    assert (found.loc[["long"], "state"] == "counted").all()
    assert tk.visible_reading(tk.breaks(table)).iloc[-1] == ""


def test_a_series_without_a_whole_period_is_refused():
    with pytest.raises(TableError, match="collected whole"):
        tk.breaks(weeks([]))


def test_what_has_no_end_is_written_with_its_sign():
    assert format_number(float("inf"), decimals=2) == "∞"
    assert format_number(float("-inf"), lang="en") == "-∞"
