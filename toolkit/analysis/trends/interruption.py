"""Before and after: a law, a closure or a campaign in a series of counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.trends.emptied import beside_nothing, emptied, has_both
from toolkit.analysis.trends.readying import UNITS, Line, event_day, lines_of, season
from toolkit.analysis.trends.serial import Counts, Fit, fit_counts, ratio_with_limits
from toolkit.analysis.trends.visible import PLANNED, POWER, smallest_steps
from toolkit.counting.proportions import Numbers
from toolkit.counting.series import CountSeries
from toolkit.errors import OptionError
from toolkit.schema import STATISTICS, check

_LEAST_PERIODS = 8
# with fewer, trend and event are hard to tell apart
_ENOUGH_PERIODS = 24
_NEAR_PERIODS = 4
# nearly a random walk: a level that moves by itself
_STRONG = 0.8
_LEAST_POWER = 0.5
_METHODS = {
    "serial": "quasi-Poisson, errors with dispersion and serial correlation, t quantile",
    "quasi": "quasi-Poisson, errors with dispersion, normal quantile",
    "newey_west": "Poisson, errors of Newey and West, normal quantile",
}


@dataclass(frozen=True)
class EventModel:
    """How the effect of an event is modelled.

    ``slope``: the trend may change as well as the level. ``harmonics``: yearly waves, by default
    one where the series shows two years. ``errors``: ``serial``, ``quasi`` or ``newey_west``;
    ``lags``: of the last.
    """

    slope: bool = False
    harmonics: int | None = None
    errors: str = "serial"
    lags: int = 3


class Interruption(NamedTuple):
    """What a before-and-after model finds.

    ``effects``: ``schema.STATISTICS``, one row per series and effect; ``smallest_visible`` and
    ``smallest_rise`` are ratios that would be seen four times in five. ``fitted``: per period the
    counts, what the model expects, and what it would have expected without the event, with limits.
    ``checks``: per series and assumption a value, and whether it holds.
    """

    effects: pd.DataFrame
    fitted: pd.DataFrame
    checks: pd.DataFrame


def interruption(
    series: CountSeries | pd.DataFrame,
    *,
    at: str,
    unit: str = "n_ads",
    control: Mapping[str, str] | None = None,
    model: EventModel | None = None,
    confidence: float = 0.95,
) -> Interruption:
    """Estimate by how much counts changed when something happened, beyond their trend and season.

    It does not show that the event is the cause: what else changed then, collection first of all,
    changes the counts as well. Periods not collected whole are left out, and the period in which
    the event falls, unless it is the first one after it.

    Parameters
    ----------
    series : CountSeries or pandas.DataFrame
        See ``lines_of``. A column ``exposure`` (days, inhabitants) is what counts are
        proportional to.
    at : str
        The first period after the event (``2025-W14``, ``2025-04``), or its day (``2025-03-31``).
    unit : str
        ``n_ads``, ``n_advertisers`` or ``n_templates``, which reposts do not move.
    control : mapping of str to str, optional
        The grouping and its value that name the series which the event cannot have touched; the
        others are then compared with it.
    model : EventModel, optional
        By default a change of level, with errors for serial correlation.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Interruption
        ``effects``, ``fitted``, ``checks``.

    Raises
    ------
    OptionError
        When the event is outside the series, an option is unknown or the control is none.

    Notes
    -----
    Lopez Bernal, Cummins and Gasparrini (2017); the errors are those of ``fit_counts``. With a
    control the counts of both are a share of their sum, and the effect is a ratio of ratios.

    Examples
    --------
    >>> counts = [40, 44, 37, 41, 39, 43, 38, 40, 20, 22, 19, 21, 20, 18, 21, 20]
    >>> weeks = pd.DataFrame({"period": [f"2025-W{n:02}" for n in range(1, 17)], "n_ads": counts})
    >>> found = interruption(weeks, at="2025-W09").effects
    >>> found[["statistic", "estimate"]].round(2).to_numpy().tolist()
    [['rate_ratio', 0.52]]
    """
    chosen = model or EventModel()
    lines = lines_of(series, unit=unit)
    against = _control(lines, control)
    asked = _Asked(event_day(at), unit, confidence, chosen)
    parts = [_analyse(line, against, asked) for line in lines if line is not against]
    effects, fitted, checks = (
        pd.concat([part[place] for part in parts], ignore_index=True) for place in range(3)
    )
    return Interruption(check(effects, STATISTICS), fitted, checks)


def visible_steps(
    series: CountSeries | pd.DataFrame,
    *,
    at: str | None = None,
    unit: str = "n_ads",
    model: EventModel | None = None,
    power: float = POWER,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Tell how small a change of level could be seen in each series, before looking for one.

    It looks for no change: it reads the noise that is left beside the model's step.

    Parameters
    ----------
    series : CountSeries or pandas.DataFrame
        As for ``interruption``.
    at : str, optional
        As for ``interruption``; by default the middle of each series, where most could be seen.
    unit : str
        ``n_ads``, ``n_advertisers`` or ``n_templates``.
    model : EventModel, optional
        As for ``interruption``.
    power : float
        How often the change would be seen, from 0.5 on.
    confidence : float
        Of the interval that must leave out 1.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``, one row per series without estimate: ``smallest_visible`` is the
        ratio of the smallest fall, ``smallest_rise`` of the smallest rise. ``visible_reading``
        says it in words.

    Raises
    ------
    OptionError
        As for ``interruption``, or when the power is below one half.

    Notes
    -----
    See ``smallest_steps``; simulated in ``benchmarks/trends.py``.

    Examples
    --------
    >>> counts = [40, 44, 37, 41, 39, 43, 38, 40, 41, 39, 42, 36, 43, 40, 38, 41]
    >>> weeks = pd.DataFrame({"period": [f"2025-W{n:02}" for n in range(1, 17)], "n_ads": counts})
    >>> visible_steps(weeks)["smallest_visible"].round(2).tolist()
    [0.83]
    """
    if not _LEAST_POWER <= power < 1:
        raise OptionError(
            "power", value=power, rule="is from 0.5 to below 1", remedy="leave it out"
        )
    chosen, rows = model or EventModel(), []
    for line in lines_of(series, unit=unit):
        middle = line.table["starts"].iloc[len(line.table) // 2]
        asked = _Asked(middle if at is None else event_day(at), unit, confidence, chosen)
        ready, after, (design, counts), _ = _made_ready(line, None, asked)
        told = has_both(counts.events, after)
        fall, rise = (
            smallest_steps(
                fit_counts(counts, design), counts, design, confidence=confidence, power=power
            )
            if told
            else (np.nan, np.nan)
        )
        sizes = {"smallest_visible": fall, "smallest_rise": rise, "caution": ready.caution}
        state = "counted" if told else "not_measured"
        rows.append({**line.names, **line.support, **sizes, "state": state})
    table = pd.DataFrame(rows).assign(
        **dict.fromkeys(("estimate", "low", "high"), np.nan),
        confidence=confidence,
        statistic=PLANNED,
        method=_METHODS["serial"],
        unit=unit,
    )
    return check(table, STATISTICS)


class _Asked(NamedTuple):
    """What every series is asked."""

    event: pd.Timestamp
    unit: str
    confidence: float
    model: EventModel


def _control(lines: list[Line], names: Mapping[str, str] | None) -> Line | None:
    """Return the series that the others are compared with."""
    if names is None:
        return None
    found = [line for line in lines if line.names == dict(names)]
    if len(found) != 1 or len(lines) < 2:
        raise OptionError(
            "control",
            value=dict(names),
            rule="names one of the series, by each of its groupings",
            remedy=f"write one of {[line.names for line in lines]}",
        )
    return found[0]


def _analyse(
    line: Line, against: Line | None, asked: _Asked
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return effects, fitted counts and checks of one series."""
    line, after, given, season_word = _made_ready(line, against, asked)
    design, counts = given
    front = line.table[[*line.names, "period", "starts", asked.unit]]
    if has_both(counts.events, after):
        fit = fit_counts(counts, design, errors=asked.model.errors, lags=asked.model.lags)
        effects, told = _effects(line, fit, given, asked), _fitted(fit, given, asked)
    else:
        found = emptied(counts, design, after, confidence=asked.confidence)
        untold = [[np.nan] * 3] * asked.model.slope
        ratios = np.vstack([found.ratio, *untold])
        nothing = (np.nan, np.nan)
        effects = _rows(line, ratios, nothing, asked, controlled=counts.others is not None)
        told = beside_nothing(found, counts, design, after, confidence=asked.confidence)
        fit = found.fit
    return effects, front.assign(**told), _checks(line, fit, after, season_word)


def _made_ready(
    line: Line, against: Line | None, asked: _Asked
) -> tuple[Line, np.ndarray, tuple[Numbers, Counts], str]:
    """Return one series around the event, which periods are after it, and what is modelled."""
    line = _around(line, against, asked.event)
    after = line.table["starts"].ge(asked.event).to_numpy()
    _check_length(line, after, asked.event)
    waves, season_word = season(line, asked.model.harmonics)
    design = _design(line, after, waves, slope=asked.model.slope)
    return line, after, (design, _counts(line, asked.unit, against)), season_word


def _around(line: Line, against: Line | None, event: pd.Timestamp) -> Line:
    """Return a series without the period that holds the event, joined with its control."""
    table = line.table
    ends = table["starts"] + pd.Timedelta(days=line.step)
    table = table[~(table["starts"].lt(event) & ends.gt(event + pd.Timedelta(days=1)))]
    if against is not None:
        others = against.table[["starts", *_present(against.table)]]
        table = table.merge(others, on="starts", suffixes=("", "_control"))
    return Line(line.names, table.reset_index(drop=True), line.support, line.step)


def _present(table: pd.DataFrame) -> list[str]:
    """Return the units that a table has."""
    return [name for name in UNITS if name in table.columns]


def _check_length(line: Line, after: np.ndarray, event: pd.Timestamp) -> None:
    """Refuse an event without enough periods on both sides."""
    sides = int((~after).sum()), int(after.sum())
    if min(sides) < _LEAST_PERIODS:
        raise OptionError(
            "at",
            value=f"{event:%Y-%m-%d}",
            rule=f"has {_LEAST_PERIODS} whole periods or more before and after; "
            f"{line.names or 'the series'} has {sides[0]} and {sides[1]}",
            remedy="count by week instead of month, or wait for more periods",
        )


def _design(line: Line, after: np.ndarray, waves: Numbers, *, slope: bool) -> Numbers:
    """Return constant, level, trend in years, season, and change of trend."""
    years = line.times * line.step / 365.25
    columns = [np.ones(len(years)), after.astype("float64"), years, *waves.T]
    if slope:
        columns.append(np.where(after, years - years[after].min(), 0.0))
    return np.column_stack(columns)


def _counts(line: Line, unit: str, against: Line | None) -> Counts:
    """Return what is modelled."""
    exposure = (
        line.table["exposure"].to_numpy(dtype="float64") if "exposure" in line.table else None
    )
    others = None if against is None else line.counted(f"{unit}_control")
    return Counts(line.times, line.counted(unit), exposure, others)


def _effects(line: Line, fit: Fit, given: tuple[Numbers, Counts], asked: _Asked) -> pd.DataFrame:
    """Return the ratio after to before, and that of the yearly trends."""
    design, counts = given
    # the step, and the change of trend in the last column
    places = [1, -1] if asked.model.slope else [1]
    ratios = np.vstack(
        [ratio_with_limits(fit, row, asked.confidence) for row in np.eye(design.shape[1])[places]]
    )
    smallest = smallest_steps(fit, counts, design, confidence=asked.confidence)
    return _rows(line, ratios, smallest, asked, controlled=counts.others is not None)


def _rows(
    line: Line,
    ratios: Numbers,
    smallest: tuple[float, float],
    asked: _Asked,
    *,
    controlled: bool,
) -> pd.DataFrame:
    """Return one row per ratio; one that could not be told is not measured."""
    kinds = ["ratio_of_rate_ratios" if controlled else "rate_ratio"]
    kinds += ["yearly_trend_ratio"] * asked.model.slope
    table = pd.DataFrame(
        [
            {**line.names, **line.support, "statistic": kind}
            | dict(zip(("estimate", "low", "high"), numbers, strict=True))
            for kind, numbers in zip(kinds, ratios, strict=True)
        ]
    )
    table.loc[0, ["smallest_visible", "smallest_rise"]] = smallest
    return table.assign(
        confidence=asked.confidence,
        method=_METHODS[asked.model.errors],
        unit=asked.unit,
        first=line.table["period"].iloc[0],
        last=line.table["period"].iloc[-1],
        caution=line.caution,
        state=np.where(table["low"].isna(), "not_measured", "counted"),
    )


def _fitted(fit: Fit, given: tuple[Numbers, Counts], asked: _Asked) -> dict[str, Numbers]:
    """Return per period what was counted, expected, and expected without the event."""
    from scipy.stats import t

    design, counts = given
    without = design.copy()
    without[:, 1] = 0
    if asked.model.slope:
        without[:, -1] = 0
    middle = without @ fit.coefficients
    spread = np.sqrt(np.einsum("ij,jk,ik->i", without, fit.covariance, without))
    half = t.ppf((1 + asked.confidence) / 2, fit.freedom) * spread
    scale = 1.0 if counts.exposure is None else counts.exposure
    levels = {"without_event": middle, "low": middle - half, "high": middle + half}
    if counts.others is None:
        numbers = {name: np.exp(level) * scale for name, level in levels.items()}
    else:
        total = counts.events + counts.others
        numbers = {name: total / (1 + np.exp(-level)) for name, level in levels.items()}
    return {"expected": fit.expected, **numbers}


def _checks(line: Line, fit: Fit, after: np.ndarray, season_word: str) -> pd.DataFrame:
    """Return what the model supposes, what the series shows of it, and whether that will do."""
    event = line.table["starts"][after].min()
    near = (line.table["starts"] - event).abs().dt.days.le(_NEAR_PERIODS * line.step)
    changed = near & line.table["changed"] if "changed" in line.table else near & False
    sides = int((~after).sum()), int(after.sum())
    rows = [
        ("periods_before", sides[0], sides[0] >= _ENOUGH_PERIODS),
        ("periods_after", sides[1], sides[1] >= _ENOUGH_PERIODS),
        ("collection_given", float(line.caution == ""), line.caution == ""),
        ("collection_unchanged", int(changed.sum()), not changed.any()),
        (f"season_{season_word}", line.years, season_word != "too_short"),
        ("dispersion", fit.dispersion, True),
        ("serial_correlation", fit.correlation, fit.correlation < _STRONG),
    ]
    table = pd.DataFrame(rows, columns=["check", "value", "holds"])
    return pd.DataFrame([line.names] * len(table)).join(table) if line.names else table
