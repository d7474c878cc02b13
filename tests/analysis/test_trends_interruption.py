import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from toolkit.analysis.trends import EventModel, interruption
from toolkit.analysis.trends.serial import Counts, fit_counts
from toolkit.errors import OptionError, TableError


def _weeks(number, *, first_year=2021):
    return [f"{first_year + week // 52}-W{week % 52 + 1:02}" for week in range(number)]


def _table(number=60, *, ratio=0.6, mean=50.0, seed=3):
    random = np.random.default_rng(seed)
    level = np.where(np.arange(number) >= number // 2, mean * ratio, mean)
    return pd.DataFrame({"period": _weeks(number), "n_ads": random.poisson(level)})


def test_a_step_is_found():
    level = np.where(np.arange(60) >= 30, 60, 100) + np.tile([4, -4, 0], 20)
    table = pd.DataFrame({"period": _weeks(60), "n_ads": level})
    found = interruption(table, at=_weeks(60)[30]).effects.iloc[0]
    assert found["statistic"] == "rate_ratio"
    assert found["estimate"] == pytest.approx(0.6, abs=0.02)
    assert found["low"] < 0.6 < found["high"] < 0.8


def test_quasi_and_newey_west_are_those_of_statsmodels():
    table = _table()
    after = (np.arange(60) >= 30).astype(float)
    design = np.column_stack([np.ones(60), after, np.arange(60) * 7 / 365.25])
    counts = Counts(np.arange(60.0), table["n_ads"].to_numpy(dtype=float))
    model = sm.GLM(table["n_ads"], design, family=sm.families.Poisson())
    quasi = model.fit(scale="X2", tol=1e-12)
    robust = model.fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": False}, tol=1e-12)
    ours = fit_counts(counts, design, errors="quasi")
    np.testing.assert_allclose(ours.coefficients, quasi.params, rtol=1e-9)
    np.testing.assert_allclose(np.sqrt(np.diag(ours.covariance)), quasi.bse, rtol=1e-9)
    ours = fit_counts(counts, design, errors="newey_west", lags=3)
    np.testing.assert_allclose(np.sqrt(np.diag(ours.covariance)), robust.bse, rtol=1e-6)


def test_serial_errors_are_wider_where_weeks_resemble_each_other():
    random = np.random.default_rng(1)
    noise = np.zeros(104)
    for week in range(1, 104):
        noise[week] = 0.7 * noise[week - 1] + random.normal(0, 0.3)
    counts = Counts(np.arange(104.0), random.poisson(60 * np.exp(noise)).astype(float))
    design = np.column_stack([np.ones(104), np.arange(104) >= 52])
    quasi, serial = (fit_counts(counts, design, errors=name) for name in ("quasi", "serial"))
    assert serial.covariance[1, 1] > 1.5 * quasi.covariance[1, 1]
    assert serial.correlation > 0.3
    assert serial.freedom < 102


def test_a_control_takes_away_what_both_share():
    one, other = _table(ratio=0.5), _table(ratio=0.5, seed=8)
    both = pd.concat([one.assign(platform="a"), other.assign(platform="b")])
    found = interruption(both, at=_weeks(60)[30], control={"platform": "b"}).effects
    assert found["platform"].tolist() == ["a"]
    assert found["statistic"].tolist() == ["ratio_of_rate_ratios"]
    assert found["low"].iloc[0] < 1 < found["high"].iloc[0]


def test_a_slope_is_a_second_effect():
    found = interruption(_table(), at=_weeks(60)[30], model=EventModel(slope=True)).effects
    assert found["statistic"].tolist() == ["rate_ratio", "yearly_trend_ratio"]


def test_what_was_expected_without_the_event():
    fitted = interruption(_table(), at=_weeks(60)[30]).fitted
    before = fitted.iloc[:30]
    np.testing.assert_allclose(before["expected"], before["without_event"])
    after = fitted.iloc[30:]
    assert (after["low"] < after["without_event"]).all()
    assert (after["expected"] < after["without_event"]).all()


def test_the_period_of_the_event_and_partial_periods_are_left_out():
    table = _table().assign(complete=True)
    table.loc[[0, 59], "complete"] = False
    fitted = interruption(table, at="2021-07-29").fitted
    assert len(fitted) == 57
    assert "2021-W30" not in set(fitted["period"])


def test_months_and_exposure_are_read():
    months = [f"{2018 + n // 12}-{n % 12 + 1:02}" for n in range(48)]
    exposure = np.where(np.arange(48) < 24, 100.0, 200.0)
    events = np.random.default_rng(0).poisson(exposure)
    table = pd.DataFrame({"period": months, "n_ads": events, "exposure": exposure})
    found = interruption(table, at="2020-01")
    assert found.effects["low"].iloc[0] < 1 < found.effects["high"].iloc[0]
    assert "season_harmonics_1" in set(found.checks["check"])


@pytest.mark.parametrize(
    ("at", "message"), [("2030-W01", "periods or more before"), ("spring", "a period or a day")]
)
def test_an_event_that_cannot_be_dated_is_refused(at, message):
    with pytest.raises(OptionError, match=message):
        interruption(_table(), at=at)


def test_a_control_that_is_no_series_is_refused():
    with pytest.raises(OptionError, match="names one of the series"):
        interruption(_table().assign(platform="a"), at="2021-W31", control={"platform": "b"})


def test_a_table_without_periods_is_refused():
    with pytest.raises(TableError, match="period"):
        interruption(pd.DataFrame({"n_ads": [1]}), at="2021-W31")
