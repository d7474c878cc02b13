from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from toolkit.analysis.trends import (
    EventModel,
    breaks,
    interruption,
    share_changes,
    visible_reading,
    visible_steps,
)
from toolkit.analysis.trends.serial import Counts, fit_counts
from toolkit.analysis.trends.visible import smallest_differences, smallest_steps
from toolkit.errors import OptionError, TableError
from toolkit.messages import format_percent


def _table(mean=40.0, weeks=80, seed=1):
    labels = [f"{2021 + week // 52}-W{week % 52 + 1:02}" for week in range(weeks)]
    counts = np.random.default_rng(seed).poisson(mean, size=weeks)
    return pd.DataFrame({"period": labels, "n_ads": counts})


def test_a_step_is_a_quantile_of_the_confidence_and_one_of_the_power_away():
    times = np.arange(60.0)
    counts = Counts(times, np.random.default_rng(2).poisson(50.0, 60).astype(float))
    design = np.column_stack([np.ones(60), times >= 30])
    fit = fit_counts(counts, design)
    fall, rise = smallest_steps(fit, counts, design, confidence=0.95)
    needed = student.ppf(0.975, fit.freedom) + student.ppf(0.8, fit.freedom)
    for ratio in (fall, rise):
        before = float(np.exp(fit.coefficients[0]))
        if fit.correlation == 0:
            error = np.sqrt(fit.dispersion * (1 / (30 * before) + 1 / (30 * before * ratio)))
            assert abs(np.log(ratio)) == pytest.approx(needed * error, rel=1e-4)


def test_more_ads_show_a_smaller_change():
    few, many = (visible_steps(_table(mean)).iloc[0] for mean in (10.0, 160.0))
    assert few["smallest_visible"] < many["smallest_visible"] < 1
    assert few["smallest_rise"] > many["smallest_rise"] > 1


def test_a_change_of_trend_asked_for_beside_it_hides_more():
    plain, sloping = (
        visible_steps(_table(), model=EventModel(slope=slope)) for slope in (False, True)
    )
    assert sloping["smallest_visible"].iloc[0] < plain["smallest_visible"].iloc[0]


def test_a_step_of_that_size_is_seen_four_times_in_five():
    random, times = np.random.default_rng(8), np.arange(60.0)
    design = np.column_stack([np.ones(60), times >= 30, times / 52])
    known = Counts(times, random.poisson(40.0, 60).astype(float))
    fall = smallest_steps(fit_counts(known, design), known, design, confidence=0.95)[0]
    mean, seen = np.where(times >= 30, 40 * fall, 40.0), 0
    for _ in range(80):
        fit = fit_counts(Counts(times, random.poisson(mean).astype(float)), design)
        half = student.ppf(0.975, fit.freedom) * np.sqrt(fit.covariance[1, 1])
        seen += fit.coefficients[1] + half < 0
    assert 48 <= seen <= 78


def test_a_control_series_is_in_the_sum():
    counts = pd.concat([_table().assign(platform="p"), _table(seed=3).assign(platform="q")])
    alone = interruption(counts, at="2021-W41").effects
    against = interruption(counts, at="2021-W41", control={"platform": "q"}).effects
    assert against["smallest_visible"].iloc[0] < alone["smallest_visible"].iloc[0]


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 1.0])
def test_differences_of_shares_are_finite_and_shrink_with_ads(share):
    shares, none = np.full((2, 2), share), np.zeros(2)
    found = smallest_differences(shares, np.array([[50.0, 500], [50, 500]]), none, np.full(2, 1.96))
    assert (found > 0).all()
    assert found[1] < found[0] < 1


def test_advertisers_on_both_sides_show_more():
    shares, ads = np.full((2, 1), 0.3), np.full((2, 1), 200.0)
    apart, both = (
        smallest_differences(shares, ads, np.array([r]), np.full(1, 1.96))[0] for r in (0, 0.6)
    )
    assert both < apart


def test_a_change_that_is_told_has_no_sentence_and_a_quiet_series_has_one():
    quiet = breaks(_table())
    words = visible_reading(quiet)[0]
    percent = format_percent(1 - quiet["smallest_visible"].iloc[0], decimals=0)
    assert words.startswith("Aucun changement détectable.")
    assert f"une baisse de moins de {percent} ne peut pas être vue" in words
    fallen = _table(np.repeat([60.0, 20.0], 40))
    effects = interruption(fallen, at="2021-W41").effects
    assert visible_reading(effects).tolist() == [""]
    assert visible_reading(breaks(fallen)).tolist() == [""]


def test_a_plan_does_not_say_that_nothing_changed():
    words = visible_reading(visible_steps(_table()), lang="en")[0]
    assert words.startswith("With this corpus a fall smaller than")


def test_shares_are_told_in_points():
    days = pd.to_datetime(["2024-06-01", "2025-06-01"])
    number = np.arange(400)
    corpus = pd.DataFrame(
        {
            "ad_id": number.astype(str),
            "advertiser": number,
            "template": number,
            "platform": np.where(number % 4 < 2, "p", "q"),
            "posted_at": days[number % 2],
            "language": "fr",
        }
    )
    found = share_changes(
        SimpleNamespace(corpus=corpus), by=["platform"], between={"year": ("2024", "2025")}
    )
    assert found["smallest_visible"].tolist() == pytest.approx([0.137, 0.137], abs=0.003)
    assert "13,7 points" in visible_reading(found)[0] or "13,6 points" in visible_reading(found)[0]


def test_what_cannot_be_seen_at_all_is_said():
    row = {"statistic": "break", "estimate": None, "low": None, "high": None}
    words = visible_reading(pd.DataFrame([{**row, "smallest_visible": 0.0}]), lang="en")[0]
    assert "no fall could be seen" in words
    gap = {"statistic": "difference of shares", "estimate": 0.0, "low": -0.9, "high": 0.9}
    words = visible_reading(pd.DataFrame([{**gap, "smallest_visible": np.inf}]), lang="en")[0]
    assert "no difference could be seen" in words


def test_other_tables_and_little_power_are_refused():
    with pytest.raises(TableError, match="how small a change"):
        visible_reading(_table())
    with pytest.raises(OptionError, match="power"):
        visible_steps(_table(), power=0.2)
