from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.trends import release_seasonal_parts, seasonal_parts
from toolkit.analysis.trends.seasons import PARTS
from toolkit.counting import count_series
from toolkit.errors import OptionError, TableError

MONTHS = [f"{year}-{month:02}" for year in (2022, 2023, 2024) for month in range(1, 13)]
GIVEN = pd.DataFrame({"platform": ["p"], "first_day": "2023-01-01", "last_day": "2024-12-31"})


def _table(size=0.4, seed=0):
    angle = 2 * np.pi * np.arange(36) / 12
    counts = np.random.default_rng(seed).poisson(200 * np.exp(size * np.sin(angle)))
    return pd.DataFrame({"period": MONTHS, "n_ads": counts})


@pytest.mark.parametrize("scale", ["anscombe", "log"])
def test_parts_add_up_to_the_transformed_count(scale):
    parts = seasonal_parts(_table(), scale=scale).parts
    counts = parts["n_ads"].to_numpy(dtype=float)
    whole = np.log(counts + 0.5) if scale == "log" else 2 * np.sqrt(counts + 3 / 8)
    assert parts[list(PARTS[:3])].sum(axis=1).to_numpy() == pytest.approx(whole)


def test_a_season_is_told_with_its_month():
    row = seasonal_parts(_table()).seasons.iloc[0]
    assert row["low"] < np.exp(0.8) < row["high"]
    assert row["differs"]
    assert row["peak"] in {"03", "04", "05"}


def test_without_a_season_none_is_told():
    assert not seasonal_parts(_table(size=0, seed=3)).seasons["differs"].any()


def test_it_is_the_stl_of_the_library():
    from statsmodels.tsa.seasonal import STL

    table = _table()
    values = 2 * np.sqrt(table["n_ads"] + 3 / 8)
    whole = STL(values.to_numpy(), period=12, seasonal=361, seasonal_deg=0, robust=True)
    expected = whole.fit()
    found = seasonal_parts(table).parts
    assert found["season_part"].to_numpy() == pytest.approx(expected.seasonal)


def test_the_season_is_the_same_each_year():
    season = seasonal_parts(_table()).parts["season_part"].to_numpy().reshape(3, 12)
    assert season[0] == pytest.approx(season[2], abs=0.05)


def test_a_gap_is_refused_with_its_place():
    with pytest.raises(TableError, match="the period after 2022-05 is missing"):
        seasonal_parts(_table().drop(index=5))


def test_less_than_two_years_are_refused():
    with pytest.raises(TableError, match="two full years"):
        seasonal_parts(_table().head(23))
    with pytest.raises(TableError, match="two full years"):
        seasonal_parts(pd.DataFrame({"period": ["2022", "2023", "2024"], "n_ads": [5, 6, 7]}))


def test_an_unknown_scale_is_refused():
    with pytest.raises(OptionError, match="anscombe, log"):
        seasonal_parts(_table(), scale="square")


def _months(*, small=None):
    days = pd.date_range("2023-01-01", "2024-12-31").repeat(3)
    days = days[~((days.strftime("%Y-%m") == small) & (days.day > 1))]
    number = np.arange(len(days))
    columns = {"platform": "p", "language": "fr", "advertiser": number, "template": number}
    corpus = pd.DataFrame({"ad_id": number.astype(str), "posted_at": days, **columns})
    annotated = SimpleNamespace(corpus=corpus)
    return count_series(annotated, by=["platform"], every="month", collected=GIVEN)


def test_a_hidden_month_takes_all_parts_of_its_series_with_it():
    months = _months(small="2024-03")
    frame = release_seasonal_parts(seasonal_parts(months), months).to_frame()
    assert frame["state"].eq("suppressed").any()
    assert frame[list(PARTS)].isna().all(axis=None)


def test_parts_of_shown_months_leave_beside_their_counts():
    months = _months()
    frame = release_seasonal_parts(seasonal_parts(months), months).to_frame()
    assert frame[list(PARTS)].notna().all(axis=None)
    assert frame["n_ads"].tolist() == months.periods["n_ads"].tolist()


def test_parts_of_weeks_do_not_leave():
    weeks = pd.DataFrame({"period": ["2025-W01"]})
    found = seasonal_parts(_table())._replace(parts=weeks)
    with pytest.raises(OptionError, match="by month"):
        release_seasonal_parts(found, _months())
