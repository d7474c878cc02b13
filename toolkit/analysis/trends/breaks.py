"""When a series of counts changed level, with no penalty to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.trends.emptied import emptied
from toolkit.analysis.trends.months import by_month
from toolkit.analysis.trends.readying import Line, lines_of, season
from toolkit.analysis.trends.serial import Counts, fit_counts, ratio_with_limits
from toolkit.analysis.trends.steps import Steps, find_steps
from toolkit.counting.proportions import Numbers
from toolkit.counting.series import CountSeries, count_series
from toolkit.errors import OptionError
from toolkit.schema import STATISTICS, SUPPORT, check

if TYPE_CHECKING:
    from toolkit.counting import Annotated

METHOD = (
    "binary segmentation of square roots, tested against series without a further step; "
    "quasi-Poisson ratio with serial errors"
)
_APART = 4
_LEAST_PERIODS = 20
_DATES = ("at", "at_low", "at_high")


def breaks(
    series: CountSeries | pd.DataFrame,
    *,
    unit: str = "n_ads",
    allowed: float = 0.05,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Find when counts changed level, by how much, and how small a change would have been missed.

    It does not say why: a change of the collection is the first thing to look for. A slow change
    may be read as one or two steps. A ratio comes from the same counts that chose its date, so that
    a change that is hardly visible looks larger than it is.

    Parameters
    ----------
    series : CountSeries or pandas.DataFrame
        See ``lines_of``; periods not collected whole are left out.
    unit : str
        ``n_ads``, ``n_advertisers`` or ``n_templates``, which reposts do not move.
    allowed : float
        Share of series without any change in which one may be reported.
    confidence : float
        Of the ratio's interval; the limits of a date are at 95 %.
    seed : int
        Of the draws.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``: one row per series and change, ``number`` in order of time;
        ``none`` in a row without estimate where there is none. ``at`` is the first period after it,
        with ``at_low`` and ``at_high``; ``smallest_visible`` is the ratio of a fall in the middle
        of the series that would be seen four times in five. A series that is too short is
        ``not_measured``.

    Raises
    ------
    OptionError
        When all series are too short or a share is none.

    Notes
    -----
    See ``find_steps`` and ``fit_counts``.

    Examples
    --------
    >>> counts = [40, 44, 37, 41, 39, 43, 38, 40, 42, 41, 39, 20, 22, 19, 21, 20, 18, 21, 20, 22]
    >>> weeks = pd.DataFrame({"period": [f"2025-W{n:02}" for n in range(1, 21)], "n_ads": counts})
    >>> breaks(weeks)[["at", "estimate"]].round(2).to_numpy().tolist()
    [['2025-W12', 0.5]]
    """
    if not 0 < allowed < 1 or not 0 < confidence < 1:
        raise OptionError(
            "allowed, confidence",
            value=(allowed, confidence),
            rule="are between 0 and 1",
            remedy="leave them out",
        )
    lines = lines_of(series, unit=unit)
    longest = max(lines, key=lambda line: len(line.table))
    if len(longest.table) < _LEAST_PERIODS:
        raise OptionError(
            "series",
            value=longest.names or len(longest.table),
            rule=f"has {_LEAST_PERIODS} whole periods or more",
            remedy="count by week instead of month, or wait for more periods",
        )
    parts = []
    for line in lines:
        if len(line.table) < _LEAST_PERIODS:
            short = {"caution": "not_enough_history", "state": "not_measured"}
            parts.append(_no_change(line, unit, {"smallest_visible": np.nan, **short}))
            continue
        waves = season(line, None)[0]
        found = find_steps(
            line.counted(unit), line.times, waves, apart=_APART, allowed=allowed, seed=seed
        )
        kept = waves if found.with_season else waves[:, :0]
        ratios = _ratios(line, found, kept, (unit, confidence)) if found.positions else None
        parts.append(_table(line, found, ratios, unit))
    table = pd.concat(parts, ignore_index=True)
    return check(table.assign(confidence=confidence, method=METHOD), STATISTICS)


def readable_breaks(annotated: Annotated) -> pd.DataFrame:
    """Find breaks of each platform that was collected for long enough, by month.

    It drops platforms of fewer than 20 whole weeks.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.

    Returns
    -------
    pandas.DataFrame
        ``by_month(breaks(…))``; no row where no platform is left.

    Examples
    --------
    >>> readable_breaks.__name__
    'readable_breaks'
    """
    dated = pd.to_datetime(annotated.corpus["posted_at"]).notna()
    if not dated.any():
        return _no_breaks()
    series = count_series(annotated, by=["platform"])
    whole = series.periods[series.periods["complete"]]
    sizes = whole.groupby("platform").size()
    kept = whole[whole["platform"].isin(sizes.index[sizes >= _LEAST_PERIODS])]
    if kept.empty:
        return _no_breaks()
    return by_month(breaks(CountSeries(kept, series.support)))


def _no_breaks() -> pd.DataFrame:
    """Return a table without rows."""
    texts = ["platform", "unit", *_DATES, "statistic", "method", "caution", "state"]
    numbers = ["estimate", "low", "high", "confidence", "smallest_visible", *SUPPORT]
    columns = {name: pd.Series(dtype="str") for name in texts}
    return pd.DataFrame(columns | {name: pd.Series(dtype="Float64") for name in numbers})


def _ratios(line: Line, found: Steps, waves: Numbers, asked: tuple[str, float]) -> Numbers:
    """Return the ratio of each change and its limits."""
    unit, confidence = asked
    counts = Counts(line.times, line.counted(unit))
    levels = np.searchsorted(found.positions, np.arange(len(line.table)), side="right")
    filled = [level for level in np.unique(levels) if counts.events[levels == level].any()]
    # levels without any event have no logarithm: they are left to what is beside them
    kept = np.isin(levels, filled)
    among = np.column_stack([*(levels == level for level in filled), waves]).astype("float64")
    fit = fit_counts(Counts(line.times[kept], counts.events[kept]), among[kept])
    rows = np.empty((len(found.positions), 3))
    for number in range(len(rows)):
        if {number, number + 1} <= set(filled):
            contrast = np.zeros(among.shape[1])
            contrast[[filled.index(number), filled.index(number + 1)]] = -1.0, 1.0
            rows[number] = ratio_with_limits(fit, contrast, confidence)
            continue
        near = np.isin(levels, [number, number + 1])
        both = Counts(line.times[near], counts.events[near])
        design = np.column_stack([np.ones(len(near)), waves])[near]
        after = levels[near] == number + 1
        rows[number] = emptied(both, design, after, confidence=confidence).ratio
    return rows


def _no_change(line: Line, unit: str, told: dict[str, object]) -> pd.DataFrame:
    """Return the row of a series in which no change was found, or could be looked for."""
    dates = dict.fromkeys(("number", *_DATES), "none")
    empty = dict.fromkeys(("estimate", "low", "high"), np.nan)
    front = {**line.names, **line.support, "unit": unit, **dates, "statistic": "break"}
    return pd.DataFrame([{**front, **empty, **told}])


def _table(line: Line, found: Steps, ratios: Numbers | None, unit: str) -> pd.DataFrame:
    """Return the rows of one series."""
    labels = line.table["period"]
    events = line.counted(unit)
    usual = float(np.sqrt(events.mean() + 3 / 8))
    # nothing falls below nothing
    smallest = max(1 - found.visible / (2 * usual), 0.0) ** 2 if events.any() else 0.0
    told = {"smallest_visible": smallest, "caution": line.caution, "state": "counted"}
    if ratios is None:
        return _no_change(line, unit, told)
    common = {**line.names, **line.support, "unit": unit, **told}
    rows = []
    for number, (position, limits) in enumerate(zip(found.positions, found.limits, strict=True)):
        dates = dict(zip(_DATES, labels.iloc[[position, *limits]], strict=True))
        values = dict(zip(("estimate", "low", "high"), ratios[number], strict=True))
        head = {**common, "number": str(number + 1), **dates}
        rows.append({**head, "statistic": "break", **values})
    return pd.DataFrame(rows)
