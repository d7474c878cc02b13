from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.trends import alerts, release_alerts
from toolkit.analysis.trends.alerts import _design, _usual
from toolkit.counting import count_series
from toolkit.disclosure import release
from toolkit.errors import DisclosureError, OptionError


def _weeks(number):
    return [f"{2021 + week // 52}-W{week % 52 + 1:02}" for week in range(number)]


def _table(number=110, *, mean=40.0, seed=0, **raised):
    counts = np.random.default_rng(seed).poisson(mean, size=number)
    for week, times in raised.items():
        counts[int(week[1:])] *= times
    return pd.DataFrame({"period": _weeks(number), "n_ads": counts})


def test_a_rise_is_told_and_quiet_weeks_are_not():
    found = alerts(_table(w109=2)).set_index("period")
    assert found["differs"].tolist() == [False] * 12 + [True]
    row = found.iloc[-1]
    assert row["low"] > 1
    assert row["n_ads"] == round(row["estimate"] * row["expected"])


def test_a_week_is_above_exactly_when_it_exceeds_what_is_usual_at_most():
    found = alerts(_table(90, w85=2, w88=2), last=20, allowed=0.05)
    assert (found["differs"] == found["n_ads"].gt(found["usual_most"])).all()


def test_a_past_rise_hardly_raises_what_is_expected():
    quiet, raised = alerts(_table(), last=1), alerts(_table(w60=5, w61=5), last=1)
    assert raised["expected"].iloc[0] < 1.03 * quiet["expected"].iloc[0]
    assert raised["usual_most"].iloc[0] < 1.15 * quiet["usual_most"].iloc[0]


def test_the_weeks_just_before_teach_nothing():
    quiet, raised = alerts(_table(), last=1), alerts(_table(w104=3), last=1)
    assert raised["expected"].iloc[0] == quiet["expected"].iloc[0]


def test_too_little_before_a_week_is_said():
    found = alerts(_table(62), last=3)
    assert found["state"].tolist() == ["not_measured", "counted", "counted"]
    assert found["caution"].str.contains("not_enough_history").tolist() == [True, False, False]
    assert found["differs"].isna().tolist() == [True, False, False]
    assert "season_too_short" in found["caution"].iloc[2]


def test_a_series_without_any_count_is_not_judged():
    found = alerts(_table(80).assign(n_ads=0), last=1)
    assert found["state"].tolist() == ["not_measured"]


def test_many_series_are_judged_together():
    tables = [_table(80, seed=seed).assign(platform=f"p{seed:02}") for seed in range(20)]
    found = alerts(pd.concat(tables), last=1, allowed=0.05)
    assert (found["p_adjusted"] >= found["p_value"]).all()
    assert not found["differs"].any()


def test_a_season_is_expected():
    angle = 2 * np.pi * np.arange(190) / 52.18
    table = _table(190, mean=60 * np.exp(0.5 * np.sin(angle)))
    found = alerts(table, last=13)
    assert not found["differs"].any()
    assert found["expected"].to_numpy() == pytest.approx(
        60 * np.exp(0.5 * np.sin(angle[-13:])), rel=0.25
    )


def test_ten_parts_of_the_year_are_seven_weeks_and_nine_alike():
    columns = _design(np.arange(208.0), 4)[-52:, 2:]
    sizes = columns.sum(axis=0)
    assert columns.shape[1] == 9
    assert sizes.min() >= 4
    assert sizes.max() <= 6
    assert (columns.sum(axis=1) == 0).sum() in (7, 8)


def test_false_alarms_are_as_rare_as_asked_for():
    random = np.random.default_rng(5)
    times, above = np.arange(70.0), []
    for _ in range(60):
        counts = random.poisson(random.gamma(10, 4, size=70)).astype(float)
        above += [_usual(times, counts, 69)[0].chance(counts[69]) <= 0.05]
    assert sum(above) <= 8


def test_months_and_impossible_options_are_refused():
    months = pd.DataFrame({"period": ["2024-01", "2024-02"], "n_ads": [5, 6]})
    with pytest.raises(OptionError, match="by week"):
        alerts(months)
    with pytest.raises(OptionError, match="allowed"):
        alerts(_table(), allowed=0)


@pytest.fixture(scope="module")
def corpus():
    days = pd.date_range("2023-01-02", "2024-06-30").repeat(6)
    days = days.append(pd.date_range("2024-06-10", periods=7).repeat(12)).sort_values()
    days = days[~((days.strftime("%Y-%m") == "2024-05") & (days.day > 3))]
    number = np.arange(len(days))
    rest = {"platform": "p", "language": "fr", "advertiser": number % 900, "template": number}
    table = pd.DataFrame({"ad_id": number.astype(str), "posted_at": days, **rest})
    return SimpleNamespace(corpus=table)


def test_months_leave_with_their_number_of_weeks_above_and_weeks_never(corpus):
    given = pd.DataFrame(
        {"platform": ["p"], "first_day": ["2023-01-02"], "last_day": ["2024-06-30"]}
    )
    weeks = count_series(corpus, by=["platform"], collected=given)
    months = count_series(corpus, by=["platform"], every="month", collected=given)
    found = alerts(weeks)
    frame = release_alerts(found, months).to_frame().set_index("month")
    assert frame.loc["2024-06", ["weeks_judged", "weeks_above"]].tolist() == [4, 1]
    assert frame.loc["2024-04", "weeks_above"] == 0
    with pytest.raises(DisclosureError):
        release(found)


def test_nothing_is_told_of_a_hidden_month(corpus):
    few = corpus.corpus
    kept = few[
        ~(
            (few["posted_at"] >= "2024-05-01")
            & (few["posted_at"] < "2024-06-01")
            & (few["advertiser"] % 9 > 0)
        )
    ]
    given = pd.DataFrame(
        {"platform": ["p"], "first_day": ["2023-01-02"], "last_day": ["2024-06-30"]}
    )
    part = SimpleNamespace(corpus=kept)
    weeks = count_series(part, by=["platform"], collected=given)
    months = count_series(part, by=["platform"], every="month", collected=given)
    frame = release_alerts(alerts(weeks), months).to_frame().set_index("month")
    assert frame.loc["2024-05", "state"] == "suppressed"
    assert frame.loc["2024-05", ["weeks_judged", "weeks_above"]].isna().all()
