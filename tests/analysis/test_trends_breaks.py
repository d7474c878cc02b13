from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.trends import breaks, by_month
from toolkit.analysis.trends.breaks import readable_breaks
from toolkit.analysis.trends.steps import find_steps
from toolkit.disclosure import release
from toolkit.errors import OptionError


def _weeks(number):
    return [f"{2021 + week // 52}-W{week % 52 + 1:02}" for week in range(number)]


def _table(levels, *, seed=0):
    counts = np.random.default_rng(seed).poisson(levels)
    return pd.DataFrame({"period": _weeks(len(counts)), "n_ads": counts})


def test_a_fall_is_dated_and_measured():
    found = breaks(_table(np.repeat([80.0, 40.0], 40)))
    assert len(found) == 1
    row = found.iloc[0]
    labels = _weeks(80)
    assert labels.index(row["at_low"]) <= 40 <= labels.index(row["at_high"])
    assert row["low"] < 0.5 < row["high"]


def test_two_changes_are_told_in_order_of_time():
    found = breaks(_table(np.repeat([80.0, 40.0, 90.0], 30)))
    assert found["number"].tolist() == ["1", "2"]
    assert found["at"].is_monotonic_increasing
    assert (found["estimate"].to_numpy() < [1, 99]).all()


def test_a_quiet_series_says_that_it_has_none_and_what_it_would_have_shown():
    found = breaks(_table(np.full(80, 60.0), seed=4))
    assert found["number"].tolist() == ["none"]
    assert found["estimate"].isna().all()
    assert 0.5 < found["smallest_visible"].iloc[0] < 0.95


def test_a_season_is_no_break():
    angle = 2 * np.pi * np.arange(156) / 52.18
    found = breaks(_table(80 * np.exp(0.4 * np.sin(angle)), seed=2))
    assert found["number"].tolist() == ["none"]


def test_few_quiet_series_have_a_break():
    random = np.random.default_rng(7)
    times, nothing = np.arange(60.0), np.empty((60, 0))
    alarms = 0
    for _ in range(60):
        counts = random.poisson(random.gamma(15, 2, size=60))
        alarms += bool(find_steps(counts, times, nothing, apart=4, allowed=0.05, seed=0).positions)
    assert alarms <= 7


def test_a_gap_keeps_its_place():
    table = _table(np.repeat([80.0, 40.0], 40)).drop(index=range(10, 20))
    labels = _weeks(80)
    assert abs(labels.index(breaks(table)["at"].iloc[0]) - 40) <= 2


def test_the_same_seed_gives_the_same_answer():
    table = _table(np.repeat([50.0, 40.0], 40))
    pd.testing.assert_frame_equal(breaks(table), breaks(table))


def test_breaks_leave_by_month_and_not_by_week():
    found = breaks(_table(np.repeat([80.0, 40.0], 40)).assign(platform="p"))
    safe = release(by_month(found))
    assert safe.to_frame()["at"].str.fullmatch(r"\d{4}-\d{2}").all()


def test_a_short_series_is_refused():
    with pytest.raises(OptionError, match="20 whole periods"):
        breaks(_table(np.full(12, 60.0)))


def _corpus(days):
    dates = pd.Series(pd.to_datetime(days)).repeat(3)
    number = np.arange(len(dates))
    table = {"ad_id": number.astype(str), "platform": "p", "posted_at": dates.to_numpy()}
    rest = {"language": "fr", "advertiser": number, "template": number}
    return SimpleNamespace(corpus=pd.DataFrame({**table, **rest}))


@pytest.mark.parametrize("days", [pd.date_range("2025-01-06", periods=30), [None, None]])
def test_a_diagnostic_of_a_short_corpus_has_no_breaks(days):
    found = readable_breaks(_corpus(days))
    assert found.empty
    assert release(found).to_frame().empty


def test_the_breaks_of_a_diagnostic_are_by_month():
    found = readable_breaks(_corpus(pd.date_range("2025-01-06", periods=210)))
    assert found["at"].tolist() == ["none"]
    assert found["estimate"].isna().all()
    assert "number" not in found.columns
