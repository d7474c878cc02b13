"""Weeks in which far more was counted than weeks like them lead to expect."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.multiplicity import adjusted_p_values
from toolkit.analysis.trends.months import counts_by_month
from toolkit.analysis.trends.readying import Line, lines_of
from toolkit.analysis.trends.serial import Counts, Fit, fit_counts
from toolkit.counting.periods import period_labels
from toolkit.counting.proportions import Numbers
from toolkit.counting.series import CountSeries
from toolkit.disclosure import SafeTable, release
from toolkit.errors import OptionError
from toolkit.schema import STATISTICS, SUPPORT, check, grouping_columns

METHOD = (
    "Farrington and Noufaily: quasi-Poisson of the weeks before, high ones weighted down, trend "
    "and season; negative binomial limit"
)
_WEEK, _WEEKS_IN_A_YEAR = 7, 365.25 / 7
# the weeks just before may be part of the same rise: they teach nothing
_APART = 8
_LEAST_WEEKS = 52
_YEARS_FOR_A_WAVE, _YEARS_FOR_A_FACTOR = 1.9, 3.0
# of a residual from which on a past week counts for less, as Noufaily and others chose it
_HIGH = 2.58
_PARTS_OF_THE_YEAR, _NEAR = 10, 3.5
_FEW = 4
# a large past rise hides itself at first: it makes all weeks look noisy
_REWEIGHTED = 2


def alerts(
    series: CountSeries | pd.DataFrame,
    *,
    unit: str = "n_ads",
    last: int = 13,
    allowed: float = 0.01,
) -> pd.DataFrame:
    """Tell in which of the last weeks far more was counted than the weeks before lead to expect.

    It names no ad and no advertiser, knows no cause and looks for no fall. A week above is a
    question to ask of the collection first, and of reposts. Rises that last longer than half of
    the history become usual: look for ``breaks`` too.

    Parameters
    ----------
    series : CountSeries or pandas.DataFrame
        See ``lines_of``, by week; weeks not collected whole are neither judged nor learned from.
    unit : str
        ``n_ads``, ``n_advertisers`` or ``n_templates``, which reposts do not move.
    last : int
        How many weeks are judged, the last ones.
    allowed : float
        Share of quiet weeks in which one of all series may be above.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``, one row per series and judged week: ``estimate`` is counted over
        ``expected``, with ``low`` and ``high`` over what is usual at most and at least;
        ``usual_most``; ``p_value``, ``p_adjusted`` for all series of the week, and ``differs``:
        above. A week with too little before it is ``not_measured``, and ``caution`` says
        ``not_enough_history``. It leaves as ``release_alerts``.

    Raises
    ------
    OptionError
        When a series is not by week or an option cannot be used.

    Notes
    -----
    Farrington, Andrews, Beale and Catchpole (1996); Noufaily and others (2013). Kept: trend, ten
    parts of the year (with three years; one wave with two; no season with less), past weeks of a
    residual above 2.58 weighted down, twice. Other: 8 weeks before are left out instead of 26, for
    series of ads are short; the negative binomial limit has the variance of the count and of what
    is expected, with the serial errors of ``fit_counts`` and a dispersion that grows with the
    level where it is above that of the weeks before. Benjamini and Hochberg over the series
    of a week. False alarms are simulated in ``benchmarks/trends.py``.

    Examples
    --------
    >>> weeks = [f"{year}-W{week:02}" for year in (2023, 2024) for week in range(1, 53)]
    >>> counts = [40, 44, 37, 41, 39, 43, 38, 42] * 13
    >>> table = pd.DataFrame({"period": weeks, "n_ads": [*counts[:-1], 90]})
    >>> found = alerts(table, last=2)
    >>> found[["period", "estimate", "differs"]].round(1).to_numpy().tolist()
    [['2024-W51', 0.9, False], ['2024-W52', 2.2, True]]
    """
    if not 0 < allowed < 0.5 or last < 1:
        raise OptionError(
            "allowed, last",
            value=(allowed, last),
            rule="0 < allowed < 0.5; last is 1 week or more",
            remedy="leave them out",
        )
    parts = []
    for line in lines_of(series, unit=unit):
        if line.step != _WEEK:
            raise OptionError(
                "series",
                value=line.names or line.table["period"].iloc[0],
                rule="is counted by week",
                remedy='count with tk.count_series(…, every="week")',
            )
        parts.append(_judged(line, unit, last, allowed))
    table = pd.concat(parts, ignore_index=True)
    table["p_adjusted"] = table.groupby("period")["p_value"].transform(adjusted_p_values)
    above = table["p_adjusted"].le(allowed).astype("boolean")
    table["differs"] = above.where(table["p_value"].notna())
    table = table.assign(
        confidence=1 - 2 * allowed, statistic="count against expected", method=METHOD, unit=unit
    )
    return check(table, STATISTICS)


class _Usual(NamedTuple):
    """What a week is expected to hold: mean, and variance of a count around it."""

    mean: float
    variance: float

    def most(self, chance: float) -> float:
        """Return the least count that is exceeded with no more than such a chance."""
        return float(self._distribution().isf(chance))

    def least(self, chance: float) -> float:
        """Return the count below which one falls with no more than such a chance."""
        return float(self._distribution().ppf(chance))

    def chance(self, count: float) -> float:
        """Return how often a quiet week holds so many, or more."""
        return float(self._distribution().sf(count - 1))

    def _distribution(self) -> Any:  # noqa: ANN401  # scipy's frozen ones share no public name
        """Return a negative binomial distribution, Poisson where nothing is dispersed."""
        from scipy.stats import nbinom, poisson

        beyond = self.variance - self.mean
        if beyond <= 1e-9 * self.mean:
            return poisson(self.mean)
        return nbinom(self.mean**2 / beyond, self.mean / self.variance)


def _judged(line: Line, unit: str, last: int, allowed: float) -> pd.DataFrame:
    """Return the rows of one series."""
    counts, rows = line.counted(unit), []
    for place in range(max(0, len(counts) - last), len(counts)):
        usual, caution = _usual(line.times, counts, place)
        codes = ",".join(code for code in (line.caution, caution) if code)
        front = {**line.names, "period": line.table["period"].iloc[place]}
        shown = {name: line.table[name].iloc[place] for name in SUPPORT if name in line.table}
        front |= {"starts": line.table["starts"].iloc[place], **dict.fromkeys(SUPPORT), **shown}
        rows.append({**front, **_numbers(usual, counts[place], allowed), "caution": codes})
    return pd.DataFrame(rows)


def _numbers(usual: _Usual | None, count: float, allowed: float) -> dict[str, object]:
    """Return the numbers of one week."""
    if usual is None:
        names = ("expected", "usual_most", "estimate", "low", "high", "p_value")
        return {**dict.fromkeys(names, np.nan), "state": "not_measured"}
    most, least = usual.most(allowed), usual.least(allowed)
    return {
        "expected": usual.mean,
        "usual_most": most,
        "estimate": count / usual.mean,
        "low": count / most if most else np.nan,
        "high": count / least if least else np.nan,
        "p_value": usual.chance(count),
        "state": "counted",
    }


def _usual(times: Numbers, counts: Numbers, place: int) -> tuple[_Usual | None, str]:
    """Return what one week is expected to hold, and what is to be said of it."""
    taught = times < times[place] - _APART
    if taught.sum() < _LEAST_WEEKS or not counts[taught].any():
        return None, "not_enough_history"
    years = (times[taught][-1] - times[taught][0] + 1) / _WEEKS_IN_A_YEAR
    design = _design(np.append(times[taught], times[place]), years)
    past, now = design[:-1], design[-1]
    series = Counts(times[taught], counts[taught])
    fit = fit_counts(series, past)
    for _ in range(_REWEIGHTED):
        weights = _weights(fit, past, series.events)
        if (weights == 1).all():
            break
        fit = fit_counts(series._replace(weights=weights * len(weights) / weights.sum()), past)
    mean = float(np.exp(now @ fit.coefficients))
    unsure = float(now @ fit.covariance @ now)
    # dispersion is an estimate too: a t quantile is as much wider than a normal one
    wider = fit.freedom / (fit.freedom - 2) if fit.freedom > _FEW else 2.0
    # of a level that wanders dispersion grows with the level, of reposts it does not: the larger
    growth = max(1.0, mean / float(fit.expected.mean()))
    dispersion = 1 + max(fit.dispersion - 1, 0.0) * growth
    variance = (dispersion * mean + unsure * mean**2) * max(wider, 1.0)
    return _Usual(mean, variance), "" if years >= _YEARS_FOR_A_WAVE else "season_too_short"


def _design(times: Numbers, years: float) -> Numbers:
    """Return constant, trend and season of weeks, the last of which is judged."""
    columns = [np.ones(len(times)), (times - times[-1]) / _WEEKS_IN_A_YEAR]
    turn = (times - times[-1]) / _WEEKS_IN_A_YEAR % 1
    if years >= _YEARS_FOR_A_FACTOR:
        # a part of seven weeks around the judged one, and nine of the rest of the year
        near = _NEAR / _WEEKS_IN_A_YEAR
        part = np.floor((turn - near) / (1 - 2 * near) * (_PARTS_OF_THE_YEAR - 1))
        part = np.where((turn < near) | (turn >= 1 - near), -1, part)
        columns += [(part == one).astype("float64") for one in range(_PARTS_OF_THE_YEAR - 1)]
    elif years >= _YEARS_FOR_A_WAVE:
        columns += [np.sin(2 * np.pi * turn), np.cos(2 * np.pi * turn)]
    return np.column_stack(columns)


def _weights(fit: Fit, design: Numbers, counts: Numbers) -> Numbers:
    """Return how much each past week teaches: less when it was itself far above."""
    weighted = design * np.sqrt(fit.expected)[:, None]
    lever = np.einsum("ij,ji->i", weighted, np.linalg.pinv(weighted))
    spread = np.sqrt(max(fit.dispersion, 1.0) * np.clip(1 - lever, 1e-6, 1))
    middle = fit.expected
    residual = 1.5 * (counts ** (2 / 3) * middle ** (-1 / 6) - np.sqrt(middle)) / spread
    found: Numbers = np.where(residual > _HIGH, np.maximum(residual, _HIGH) ** -2, 1.0)
    return found


def release_alerts(
    found: pd.DataFrame,
    months: CountSeries,
    *,
    ledger: str | Path | None = None,
    corpus: str = "",
) -> SafeTable:
    """Return in how many weeks of each month more was counted than is usual, as it may leave.

    It shows no week, and nothing of a month that is hidden.

    Parameters
    ----------
    found : pandas.DataFrame
        From ``alerts``.
    months : CountSeries
        The same series counted by month.
    ledger, corpus
        As for ``release``.

    Returns
    -------
    SafeTable
        Months with a judged week: their counts, ``weeks_judged`` and ``weeks_above``; a week
        belongs to the month in which it begins.

    Raises
    ------
    DisclosureError
        As for ``release``.

    Examples
    --------
    >>> release_alerts.__name__
    'release_alerts'
    """
    counts = counts_by_month(months)
    names = [name for name in grouping_columns(counts) if name != "month"]
    weeks = found.assign(month=period_labels(found["starts"], "month"))
    weeks["weeks_judged"] = weeks["p_value"].notna().astype("Int64")
    weeks["weeks_above"] = weeks["differs"].fillna(False).astype("Int64")
    sums = weeks.groupby([*names, "month"], as_index=False)[["weeks_judged", "weeks_above"]].sum()
    return release(counts.merge(sums, on=[*names, "month"]), ledger=ledger, corpus=corpus)
