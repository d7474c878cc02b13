from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.trends import (
    by_month,
    displacement,
    interruption,
    release_before_and_after,
)
from toolkit.counting import count_series
from toolkit.disclosure import release
from toolkit.errors import OptionError

GIVEN = pd.DataFrame({"platform": ["p", "q"], "first_day": "2024-01-01", "last_day": "2024-12-31"})


def _corpus(*, small_month=None):
    """Return a year of ads: 6 a day on each platform, half as many on p from July."""
    days = pd.date_range("2024-01-01", "2024-12-31")
    rows = []
    for name in ("p", "q"):
        for day in days:
            number = 3 if name == "p" and day.month >= 7 else 6
            if name == "p" and day.month == small_month:
                number = 1 if day.day in (3, 20) else 0
            rows += [(name, day)] * number
    table = pd.DataFrame(rows, columns=["platform", "posted_at"])
    count = np.arange(len(table))
    return SimpleNamespace(
        corpus=table.assign(
            ad_id=count.astype(str), language="fr", advertiser=count % 500, template=count
        )
    )


def _series(corpus, every):
    return count_series(corpus, by=["platform"], every=every, collected=GIVEN)


def _both(corpus):
    found = interruption(_series(corpus, "week"), at="2024-07-01")
    return release_before_and_after(found, _series(corpus, "month"))


def test_a_month_of_a_model_is_what_its_days_expect():
    frame = _both(_corpus()).to_frame().set_index(["platform", "month"])
    told = frame.loc[("p", "2024-10")]
    assert told["n_ads"] == 93
    assert told["expected"] == pytest.approx(93, rel=0.02)
    assert told["without_event"] == pytest.approx(186, rel=0.05)
    assert told["without_low"] < told["without_event"] < told["without_high"]
    before = frame.loc[("p", "2024-03")]
    assert before["expected"] == pytest.approx(before["without_event"])


def test_a_hidden_month_takes_the_model_of_its_series_with_it():
    frame = _both(_corpus(small_month=3)).to_frame()
    assert frame.loc[frame["month"].eq("2024-03"), "state"].iloc[0] == "suppressed"
    hidden = set(frame.loc[frame["state"].eq("suppressed"), "platform"])
    model = ["expected", "without_event", "without_low", "without_high"]
    assert "p" in hidden
    assert frame.loc[frame["platform"].isin(hidden), model].isna().all(axis=None)


def test_weeks_are_refused():
    with pytest.raises(OptionError, match="by month"):
        by_month(_series(_corpus(), "week"))


def test_effects_leave_by_month():
    effects = interruption(_series(_corpus(), "week"), at="2024-07-01").effects
    safe = release(by_month(effects)).to_frame()
    assert set(safe["first"]) == {"2024-01"}


def test_days_given_or_inferred_are_told_with_every_result():
    inferred = count_series(_corpus(), by=["platform"], every="week")
    found = interruption(inferred, at="2024-07-01")
    assert set(found.effects["caution"]) == {"collection_inferred"}
    row = found.checks.set_index("check").loc["collection_given"]
    assert not row["holds"].any()
    assert set(interruption(_series(_corpus(), "week"), at="2024-07-01").effects["caution"]) == {""}


def test_a_gain_is_told_with_how_days_are_known():
    corpus = _corpus()
    third = corpus.corpus.assign(platform=corpus.corpus["platform"].replace("q", "r"))
    both = pd.concat([corpus.corpus, third[third["platform"].eq("r")]], ignore_index=True)
    weeks = count_series(SimpleNamespace(corpus=both), by=["platform"], every="week")
    gains = displacement(weeks, closed="p", control=["q"], at="2024-07-01").gains
    assert set(gains["caution"]) == {"collection_inferred"}
