"""Trend, season and rest of a series of counts, and whether there is a season at all."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.multiplicity import adjusted_p_values
from toolkit.analysis.trends.months import counts_by_month, release_with_model
from toolkit.analysis.trends.readying import Line, lines_of
from toolkit.analysis.trends.serial import Counts, fit_counts
from toolkit.counting.proportions import Numbers
from toolkit.counting.series import CountSeries
from toolkit.disclosure import SafeTable
from toolkit.errors import OptionError, TableError
from toolkit.schema import STATISTICS, SUPPORT, check, grouping_columns

SCALES = ("anscombe", "log")
PARTS = ("trend_part", "season_part", "rest_part", "trend_count", "season_ratio")
METHOD = "ratio of the top to the bottom of one yearly wave, quasi-Poisson with serial errors"
_DAYS_IN_A_YEAR = 365.25
_CYCLES = 2
_ANGLES = np.linspace(0, 2 * np.pi, 720, endpoint=False)


class SeasonalParts(NamedTuple):
    """What a decomposition finds.

    ``parts``: per period the counts, and ``trend_part``, ``season_part`` and ``rest_part``, which
    add up to the transformed count; ``trend_count``, the trend as a count, and ``season_ratio``, by
    how much the season multiplies it. ``seasons``: ``schema.STATISTICS``, one row per series: the
    ratio of the best to the worst time of the year, ``peak`` (month of the best, ``01`` to ``12``),
    and ``differs``: there is a season, all series compared.
    """

    parts: pd.DataFrame
    seasons: pd.DataFrame


def seasonal_parts(
    series: CountSeries | pd.DataFrame,
    *,
    unit: str = "n_ads",
    scale: str = "anscombe",
    confidence: float = 0.95,
) -> SeasonalParts:
    """Split each series into trend, season and rest, and tell whether it has a season.

    It fills no gap and extends nothing: a series with a period missing, or shorter than two years,
    is refused. STL splits noise too, and calls part of it a season: look at ``seasons`` first. The
    season is the same in each year, and a week of the year is taken to be the same 52 weeks later.

    Parameters
    ----------
    series : CountSeries or pandas.DataFrame
        See ``lines_of``, by week, month or quarter; periods not collected whole are left out at
        both ends.
    unit : str
        ``n_ads``, ``n_advertisers`` or ``n_templates``, which reposts do not move.
    scale : str
        ``anscombe``: square roots, whose noise does not depend on the level; ``log``: parts
        multiply each other, for series without small counts.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    SeasonalParts
        ``parts`` and ``seasons``.

    Raises
    ------
    OptionError
        When an option is unknown.
    TableError
        When a series is shorter than two full years, or a period inside it is missing or was not
        collected whole.

    Notes
    -----
    STL, robust and periodic (Cleveland, Cleveland, McRae and Terpenning 1990), of ``2 √(n + 3/8)``
    (Anscombe 1948) or ``log(n + 1/2)``. The ratio is that of a wave in ``fit_counts``, beside a
    trend; its limits are the extremes over the confidence ellipse of the wave.

    Examples
    --------
    >>> months = [f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13)]
    >>> table = pd.DataFrame({"period": months, "n_ads": [*[90] * 6, *[45] * 6] * 3})
    >>> found = seasonal_parts(table)
    >>> found.seasons[["peak", "differs"]].to_numpy().tolist()
    [['03', True]]
    """
    if scale not in SCALES or not 0 < confidence < 1:
        raise OptionError(
            "scale, confidence",
            value=(scale, confidence),
            rule=f"scale is one of {', '.join(SCALES)}; 0 < confidence < 1",
            remedy="leave them out",
        )
    lines = lines_of(series, unit=unit)
    found = [(_parts(line, unit, scale), _season(line, unit, confidence)) for line in lines]
    parts, rows = zip(*found, strict=True)
    seasons = pd.DataFrame(list(rows)).assign(confidence=confidence, method=METHOD, unit=unit)
    seasons["p_adjusted"] = adjusted_p_values(seasons["p_value"])
    told = seasons["p_adjusted"].notna()
    seasons["differs"] = seasons["p_adjusted"].le(1 - confidence).astype("boolean").where(told)
    seasons["state"] = np.where(told, "counted", "not_measured")
    return SeasonalParts(pd.concat(parts, ignore_index=True), check(seasons, STATISTICS))


def _cycle(line: Line) -> int:
    """Return the periods of a year, when the series shows two of them without a gap."""
    cycle = round(_DAYS_IN_A_YEAR / line.step)
    name = line.names or "the series"
    gaps = np.flatnonzero(np.diff(line.times) != 1)
    if len(gaps):
        raise TableError(
            "series",
            value=name,
            rule=f"has no gap; the period after {line.table['period'].iloc[gaps[0]]} is missing or "
            "was not collected whole",
            remedy="count by a longer period, or keep the years without a gap",
        )
    if cycle < _CYCLES or len(line.table) < _CYCLES * cycle:
        raise TableError(
            "series",
            value=name,
            rule=f"has two full years of whole periods; it has {len(line.table)} periods, "
            f"{cycle} to a year",
            remedy="wait for more: with less, a season cannot be told from a trend",
        )
    return cycle


def _parts(line: Line, unit: str, scale: str) -> pd.DataFrame:
    """Return the parts of one series."""
    from statsmodels.tsa.seasonal import STL

    values = _forth(line.counted(unit), scale)
    # few years are seen: a season that may change from one to the next would take in the noise
    whole = 10 * len(values) + 1
    found = STL(values, period=_cycle(line), seasonal=whole, seasonal_deg=0, robust=True).fit()
    trend, season, rest = (np.asarray(part) for part in (found.trend, found.seasonal, found.resid))
    level = _back(trend, scale)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(level > 0, _back(trend + season, scale) / level, np.nan)
    kept = [*line.names, "period", "starts", *(n for n in SUPPORT if n in line.table.columns)]
    return line.table[kept].assign(
        trend_part=trend,
        season_part=season,
        rest_part=rest,
        trend_count=level,
        season_ratio=ratio,
        unit=unit,
    )


def _forth(counts: Numbers, scale: str) -> Numbers:
    """Return counts on the scale on which parts add up."""
    found: Numbers = np.log(counts + 0.5) if scale == "log" else 2 * np.sqrt(counts + 3 / 8)
    return found


def _back(values: Numbers, scale: str) -> Numbers:
    """Return values of a scale as counts."""
    counts = np.exp(values) - 0.5 if scale == "log" else (np.maximum(values, 0) / 2) ** 2 - 3 / 8
    found: Numbers = np.maximum(counts, 0)
    return found


def _season(line: Line, unit: str, confidence: float) -> dict[str, object]:
    """Return the row of one series: how far its year goes up and down."""
    from scipy.stats import f

    front = {
        **line.names,
        **line.support,
        "statistic": "season",
        "first": line.table["period"].iloc[0],
        "last": line.table["period"].iloc[-1],
        "caution": line.caution,
    }
    events = line.counted(unit)
    if not events.any():
        return {**front, **dict.fromkeys(("estimate", "low", "high", "p_value"), np.nan)}
    angle = 2 * np.pi * line.times * line.step / _DAYS_IN_A_YEAR
    years = line.times * line.step / _DAYS_IN_A_YEAR
    design = np.column_stack([np.ones(len(angle)), years, np.sin(angle), np.cos(angle)])
    fit = fit_counts(Counts(line.times, events), design)
    wave, spread = fit.coefficients[2:], fit.covariance[2:, 2:]
    radius = 2 * f.ppf(confidence, 2, fit.freedom)
    distance = float(wave @ np.linalg.solve(spread, wave))
    circle = np.sqrt(radius) * np.column_stack([np.cos(_ANGLES), np.sin(_ANGLES)])
    edge = np.linalg.norm(wave + circle @ np.linalg.cholesky(spread).T, axis=1)
    low = float(edge.min()) if distance > radius else 0.0
    sizes = (float(np.linalg.norm(wave)), low, float(edge.max()))
    numbers = (float(np.exp(2 * size)) for size in sizes)
    top = float(np.arctan2(wave[0], wave[1])) % (2 * np.pi)
    day = line.table["starts"].iloc[0] + pd.Timedelta(days=top / (2 * np.pi) * _DAYS_IN_A_YEAR)
    return {
        **front,
        **dict(zip(("estimate", "low", "high"), numbers, strict=True)),
        "p_value": float(f.sf(distance / 2, 2, fit.freedom)),
        "peak": f"{day.month:02}",
    }


def release_seasonal_parts(
    found: SeasonalParts,
    months: CountSeries,
    *,
    ledger: str | Path | None = None,
    corpus: str = "",
) -> SafeTable:
    """Return monthly counts beside their trend, season and rest, as they may leave.

    The parts add up to the count: where a month of a series is hidden, none of its parts leaves.

    Parameters
    ----------
    found : SeasonalParts
        Of series counted by month.
    months : CountSeries
        The same series.
    ledger, corpus
        As for ``release``.

    Returns
    -------
    SafeTable
        ``by_month`` of the series with the parts.

    Raises
    ------
    OptionError
        When the parts are of weeks.
    DisclosureError
        As for ``release``.

    Examples
    --------
    >>> release_seasonal_parts.__name__
    'release_seasonal_parts'
    """
    counts = counts_by_month(months)
    names = [name for name in grouping_columns(counts) if name != "month"]
    table = counts.merge(_monthly(found.parts, names), how="left", on=[*names, "month"])
    return release_with_model(table, PARTS, ledger=ledger, corpus=corpus)


def _monthly(parts: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return parts by month, refused when they are of weeks."""
    if not parts["period"].str.fullmatch(r"\d{4}-\d{2}").all():
        raise OptionError(
            "found",
            value=str(parts["period"].iloc[0]),
            rule="is counted by month",
            remedy='split tk.count_series(…, every="month")',
        )
    return parts[[*names, "period", *PARTS]].rename(columns={"period": "month"})
