"""After a platform closes: what the others gained, against platforms the closure left alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.trends.readying import Line, event_day, lines_of
from toolkit.analysis.trends.serial import Counts, Fit, fit_counts, ratio_with_limits
from toolkit.counting.proportions import Numbers
from toolkit.counting.series import CountSeries
from toolkit.errors import OptionError
from toolkit.schema import STATISTICS, check

METHOD = "counts beside those of control platforms, errors for dispersion and serial correlation"
_DRAWS = 20_000
_LEAST_PERIODS = 8
_ALL = "all"


class Displacement(NamedTuple):
    """What a closure may have moved.

    ``gains``: ``schema.STATISTICS``, one row per receiving platform and for all of them; ``gain``
    is what it has more than the controls let expect, as a share of what the closed one has less.
    ``before``: per platform the yearly ratio of its counts to the controls before the closure; one
    that differs from 1 says that the comparison does not hold.
    """

    gains: pd.DataFrame
    before: pd.DataFrame


class _Closure(NamedTuple):
    """What was asked."""

    day: pd.Timestamp
    unit: str
    confidence: float


def displacement(
    series: CountSeries | pd.DataFrame,
    *,
    closed: str,
    control: Sequence[str],
    at: str,
    unit: str = "n_ads",
    confidence: float = 0.95,
) -> Displacement:
    """Estimate which part of a closed platform's volume the others gained.

    It follows nobody: the same number may come from other advertisers (see ``migration`` for
    texts that reappear). It supposes that without the closure all platforms would have gone as the
    controls did; ``before`` shows whether they had until then. A change of collection at the same
    time looks the same.

    Parameters
    ----------
    series : CountSeries or pandas.DataFrame
        Counted by ``platform`` and one period.
    closed : str
        The platform that closed.
    control : sequence of str
        Platforms that the closure cannot have touched.
    at : str
        The first period after the closure, or its day.
    unit : str
        ``n_ads``, ``n_advertisers`` or ``n_templates``.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Displacement
        ``gains`` and ``before``.

    Raises
    ------
    OptionError
        When platforms are unknown, or there are fewer than 8 periods on a side.

    Notes
    -----
    Counts as multiples of the controls' in the same period, before and after; the share is
    ``(after - before) / before of the closed one, less what is left of it``. Limits: 20,000 draws
    of the three means on the logarithmic scale with the correlation of their residuals, t
    distributed. Coverage is simulated in ``benchmarks/trends.py``.

    Examples
    --------
    >>> weeks = [f"2025-W{n:02}" for n in range(1, 21)]
    >>> rows = {"a": [40, 42] * 5 + [0] * 10, "b": [30, 31] * 5 + [50, 51] * 5, "c": [60, 61] * 10}
    >>> table = pd.concat([pd.DataFrame({"platform": p, "period": weeks, "n_ads": n})
    ...                    for p, n in rows.items()])
    >>> found = displacement(table, closed="a", control=["c"], at="2025-W11").gains
    >>> found[["platform", "estimate"]].round(2).to_numpy().tolist()
    [['b', 0.49], ['all', 0.49]]
    """
    lines = {line.names.get("platform", ""): line for line in lines_of(series, unit=unit)}
    receiving = [name for name in lines if name not in (closed, *control)]
    unknown = [name for name in (closed, *control) if name not in lines]
    if unknown or not control or not receiving or closed in control:
        raise OptionError(
            "closed, control",
            value=unknown or (closed, list(control)),
            rule=f"are platforms of the series ({', '.join(lines)}), and leave one that may gain",
            remedy="count by platform, and name platforms as they are there",
        )
    day = event_day(at)
    asked = _Closure(day, unit, confidence)
    wide = _wide(lines, unit, day)
    controls = wide[list(control)].sum(axis=1)
    _check(wide, controls, asked)
    groups = {name: [name] for name in receiving} | {_ALL: receiving}
    gains = [
        {
            "platform": name,
            **_gain(wide, controls, (closed, members), asked),
            **_support(lines, members),
        }
        for name, members in groups.items()
    ]
    before = [
        {"platform": name, **_trend(wide[name], controls, asked)} for name in (closed, *receiving)
    ]
    constants = {"confidence": confidence, "method": METHOD, "unit": unit, "state": "counted"}
    table = pd.DataFrame(gains).assign(statistic="gain", **constants)  # type: ignore[arg-type]
    return Displacement(check(table, STATISTICS), pd.DataFrame(before))


def _wide(lines: dict[str, Line], unit: str, day: pd.Timestamp) -> pd.DataFrame:
    """Return one column per platform, for the periods that all of them have whole.

    A platform that closed has no more periods: it counts as nothing there.
    """
    columns = {name: line.table.set_index("starts")[unit] for name, line in lines.items()}
    table = pd.DataFrame(columns).astype("float64").sort_index()
    after = table.index >= day
    gone = table.columns[table[after].isna().all()]
    table.loc[after, gone] = 0.0
    return table.dropna()


def _check(wide: pd.DataFrame, controls: pd.Series, asked: _Closure) -> None:
    """Refuse a closure without enough periods, or controls without ads."""
    after = int((wide.index >= asked.day).sum())
    sides = len(wide) - after, after
    if min(sides) < _LEAST_PERIODS or controls.le(0).any():
        raise OptionError(
            "at",
            value=f"{asked.day:%Y-%m-%d}",
            rule=f"has {_LEAST_PERIODS} whole periods of all platforms before and after "
            f"(here {sides[0]} and {sides[1]}), each with ads on the control platforms",
            remedy="count by week, choose other controls, or give the days of collection",
        )


def _mean(values: pd.Series, controls: pd.Series, *, trend: bool = False) -> Fit:
    """Return the mean of counts as a multiple of the controls', with serial errors."""
    days = (values.index - values.index[0]).days.to_numpy(dtype="float64")
    steps = np.diff(days)
    times = np.round(days / (steps.min() if len(steps) else 7.0))
    columns = [np.ones(len(values))]
    if trend:
        columns.append(days / 365.25)
    exposure = controls.to_numpy(dtype="float64")
    events = values.to_numpy(dtype="float64")
    if not events.any():
        # no event has no logarithm: half a one, spread evenly, with its wide error
        events = 0.5 * exposure / exposure.sum()
    return fit_counts(Counts(times, events, exposure), np.column_stack(columns))


def _gain(
    wide: pd.DataFrame, controls: pd.Series, names: tuple[str, list[str]], asked: _Closure
) -> dict[str, float]:
    """Return the share of what was lost that some platforms gained."""
    closed, members = names
    after = wide.index >= asked.day
    others = wide[members].sum(axis=1)
    fits = [
        _mean(others[~after], controls[~after]),
        _mean(wide.loc[~after, closed], controls[~after]),
        _mean(others[after], controls[after]),
    ]
    left = float(wide.loc[after, closed].sum() / controls[after].sum())
    drawn = _drawn(fits)

    def gained(before: Numbers, lost: Numbers, now: Numbers) -> Numbers:
        """Return the share, of means on the logarithmic scale."""
        share: Numbers = (np.exp(now) - np.exp(before)) / (np.exp(lost) - left)
        return share

    estimate = gained(*(fit.coefficients[0] for fit in fits))
    tail = (1 - asked.confidence) / 2
    low, high = np.quantile(gained(*drawn), [tail, 1 - tail])
    return {"estimate": float(estimate), "low": float(low), "high": float(high)}


def _drawn(fits: list[Fit]) -> Numbers:
    """Return draws of three means: the first two of the same periods, the third of others."""
    random = np.random.default_rng(0)
    errors = np.sqrt([fit.covariance[0, 0] for fit in fits])
    shared = np.eye(3)
    # both stand beside the same controls, whose noise they share
    if fits[0].residuals.any() and fits[1].residuals.any():
        shared[0, 1] = shared[1, 0] = np.corrcoef(fits[0].residuals, fits[1].residuals)[0, 1]
    normal = np.linalg.cholesky(shared + 1e-9 * np.eye(3)) @ random.normal(size=(3, _DRAWS))
    freedom = np.array([fit.freedom for fit in fits])[:, None]
    wider = np.sqrt(freedom / random.chisquare(freedom, size=(3, _DRAWS)))
    means = np.array([fit.coefficients[0] for fit in fits])[:, None]
    drawn: Numbers = means + errors[:, None] * normal * wider
    return drawn


def _trend(values: pd.Series, controls: pd.Series, asked: _Closure) -> dict[str, object]:
    """Return the yearly ratio to the controls before the closure, and whether it is told from 1."""
    before = values.index < asked.day
    fit = _mean(values[before], controls[before], trend=True)
    ratio, low, high = ratio_with_limits(fit, np.array([0.0, 1.0]), asked.confidence)
    return {
        "yearly_ratio": float(ratio),
        "low": float(low),
        "high": float(high),
        "told_from_one": not low <= 1 <= high,
    }


def _support(lines: dict[str, Line], members: list[str]) -> dict[str, object]:
    """Return what some platforms rest on; of several, what is true at the least."""
    table = pd.DataFrame([lines[name].support for name in members])
    return {
        "n_ads": table["n_ads"].sum(),
        "n_advertisers": table["n_advertisers"].max(),
        "n_templates": table["n_templates"].max(),
        "top1_share": table["top1_share"].max(),
        "top2_share": table["top2_share"].max(),
        "caution": max(lines[name].caution for name in members),
    }
