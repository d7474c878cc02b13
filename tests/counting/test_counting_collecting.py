from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from toolkit.counting.collecting import collection_coverage
from toolkit.counting.series import count_series
from toolkit.errors import OptionError, TableError


def _corpus(days, platform="p"):
    ads = len(days)
    return pd.DataFrame(
        {
            "ad_id": [f"{platform}{n}" for n in range(ads)],
            "platform": platform,
            "posted_at": days,
            "language": "fr",
            "advertiser": np.arange(ads) % 20,
            "template": np.arange(ads) % 30,
        }
    )


def _annotated(*parts):
    return SimpleNamespace(corpus=pd.concat(parts, ignore_index=True))


def test_a_gap_of_weeks_is_seen():
    days = pd.date_range("2025-01-01", "2025-06-30")
    days = days[(days < "2025-03-01") | (days > "2025-03-31")].repeat(4)
    found = collection_coverage(_annotated(_corpus(days)))
    assert found["coverage"].tolist() == ["complete"] * 2 + ["none"] + ["complete"] * 3


def test_empty_days_that_chance_brings_are_no_gap():
    random = np.random.default_rng(0)
    days = pd.date_range("2025-01-01", periods=365)
    days = days.repeat(random.poisson(0.7, 365))
    found = collection_coverage(_annotated(_corpus(days)))
    assert not found["coverage"].eq("none").any()


def test_given_days_win_and_others_are_inferred():
    days = pd.date_range("2025-01-01", "2025-03-31").repeat(2)
    given = pd.DataFrame(
        {"platform": ["p", "p"], "first_day": ["2025-01-01", "2025-03-01"],
         "last_day": ["2025-02-10", "2025-04-30"]}
    )  # fmt: skip
    found = collection_coverage(_annotated(_corpus(days), _corpus(days, "q")), given=given)
    given_rows = found[found["platform"].eq("p")]
    assert given_rows["days_collected"].tolist() == [31, 10, 31, 30]
    assert set(found.loc[found["platform"].eq("q"), "source"]) == {"inferred"}


def test_a_period_collected_without_ads_is_zero_and_another_is_not_collected():
    days = pd.date_range("2025-01-01", "2025-01-31")
    given = pd.DataFrame(
        {"platform": ["p"], "first_day": ["2025-01-01"], "last_day": ["2025-02-28"]}
    )
    corpus = _annotated(_corpus(days), _corpus(pd.date_range("2025-03-01", "2025-03-31"), "q"))
    found = count_series(corpus, by=["platform"], every="month", collected=given).periods
    of_p = found[found["platform"].eq("p")].set_index("period")
    assert of_p.loc["2025-02", ["n_ads", "state"]].tolist() == [0, "counted"]
    assert of_p.loc["2025-03", "state"] == "not_collected"
    assert pd.isna(of_p.loc["2025-03", "n_ads"])


def test_a_series_of_all_says_when_platforms_change():
    first = pd.date_range("2025-01-06", "2025-03-30").repeat(2)
    second = pd.date_range("2025-02-03", "2025-03-30").repeat(2)
    found = count_series(_annotated(_corpus(first), _corpus(second, "q")))
    changed = found.periods.loc[found.periods["changed"], "period"].tolist()
    assert changed == ["2025-W06"]
    assert found.periods["complete"].all()
    assert found.support["n_ads"].tolist() == [len(first) + len(second)]
    assert found.periods["n_ads"].sum() == len(first) + len(second)


def test_weeks_of_a_year_that_has_fifty_three():
    days = pd.date_range("2020-12-21", "2021-01-17").repeat(2)
    found = count_series(_annotated(_corpus(days))).periods
    assert found["period"].tolist() == ["2020-W52", "2020-W53", "2021-W01", "2021-W02"]


@pytest.mark.parametrize(
    "given",
    [
        pd.DataFrame({"platform": ["p"], "first_day": ["2025-01-01"]}),
        pd.DataFrame({"platform": ["p"], "first_day": ["2025-02-01"], "last_day": ["2025-01-01"]}),
    ],
)
def test_given_days_that_cannot_be_read_are_refused(given):
    with pytest.raises(TableError, match="given"):
        collection_coverage(
            _annotated(_corpus(pd.date_range("2025-01-01", periods=9))), given=given
        )


def test_an_undated_corpus_is_refused():
    with pytest.raises(TableError, match="dated"):
        collection_coverage(_annotated(_corpus(pd.to_datetime([None, None]))))


def test_an_unknown_period_is_refused():
    with pytest.raises(OptionError, match="every"):
        count_series(_annotated(_corpus(pd.date_range("2025-01-01", periods=9))), every="day")
