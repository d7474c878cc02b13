"""Make a table of counts in time ready for a model: when, how many, gaps, season."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.counting.periods import first_days
from toolkit.counting.proportions import Numbers
from toolkit.counting.series import CountSeries
from toolkit.errors import OptionError, TableError
from toolkit.schema import SUPPORT, grouping_columns

UNITS = ("n_ads", "n_advertisers", "n_templates")
_DAYS_IN_A_YEAR = 365.25
# two years show a season twice; with less it cannot be told from a trend
_YEARS_FOR_A_SEASON = 1.9
_UNEVEN = {12: (28, 31), 4: (90, 92), 1: (365, 366)}
_TIMES = (
    "period",
    "starts",
    "exposure",
    "days",
    "days_collected",
    "complete",
    "changed",
    "collection",
    "n_total",
)


@dataclass(frozen=True)
class Line:
    """One series: names of its groupings, its periods in order, what it rests on."""

    names: dict[str, str]
    table: pd.DataFrame
    support: dict[str, object]
    step: float

    @property
    def times(self) -> Numbers:
        """Return the number of each period, the first is 0; gaps leave numbers out."""
        days = (self.table["starts"] - self.table["starts"].iloc[0]).dt.days
        numbers: Numbers = np.round(days.to_numpy(dtype="float64") / self.step)
        return numbers

    @property
    def years(self) -> float:
        """Return the years from the first period to the end of the last."""
        return float((self.times[-1] + 1) * self.step / _DAYS_IN_A_YEAR)

    @property
    def caution(self) -> str:
        """Return what is to be said of the days of collection: inferred, or unknown."""
        if "collection" not in self.table.columns:
            return "collection_unknown"
        given = self.table["collection"].eq("given").all()
        return "" if given else "collection_inferred"

    def counted(self, unit: str) -> Numbers:
        """Return the counts."""
        return self.table[unit].to_numpy(dtype="float64")


def lines_of(series: CountSeries | pd.DataFrame, *, unit: str, partial: bool = False) -> list[Line]:
    """Return the series of a table, with the periods that can be compared.

    It fills no gap: periods that were not collected, and unless ``partial`` those collected in
    part, are left out, and keep their place in time.

    Parameters
    ----------
    series : CountSeries or pandas.DataFrame
        From ``count_series``; or a table with ``period`` (``2025-W07``, ``2025-02`` or a day), the
        unit, and any groupings.
    unit : str
        ``n_ads``, ``n_advertisers`` or ``n_templates``.
    partial : bool
        Keep periods collected in part.

    Returns
    -------
    list of Line
        In the order of their names.

    Raises
    ------
    OptionError
        When the unit is unknown.
    TableError
        When a column or any whole period is missing, or one cannot be read or comes twice.

    Examples
    --------
    >>> weeks = pd.DataFrame({"period": ["2025-W01", "2025-W02", "2025-W04"], "n_ads": [5, 3, 4]})
    >>> lines_of(weeks, unit="n_ads")[0].times.tolist()
    [0.0, 1.0, 3.0]
    """
    if unit not in UNITS:
        raise OptionError(
            "unit", value=unit, rule=f"is one of {', '.join(UNITS)}", remedy="write 'n_templates'"
        )
    table = series.periods if isinstance(series, CountSeries) else series
    absent = [name for name in ("period", unit) if name not in table.columns]
    if absent:
        raise TableError(
            "series", value=absent, rule="has these columns", remedy="pass tk.count_series(…)"
        )
    table = table.assign(starts=first_days(table["period"]))
    names = [name for name in grouping_columns(table) if name not in _TIMES]
    if table["starts"].isna().any() or table.duplicated([*names, "starts"]).any():
        raise TableError(
            "series",
            rule="names each period once for each series, as 2025-W07, 2025-02 or 2025-03-31",
            remedy="count again by one period",
        )
    kept = table[table[unit].notna()]
    if "complete" in kept.columns and not partial:
        kept = kept[kept["complete"]]
    if kept.empty:
        raise TableError(
            "series",
            rule="has a period that was collected whole",
            remedy="count again, with the days of collection given",
        )
    groups = kept.groupby(names, sort=True) if names else [((), kept)]
    found = []
    for key, rows in groups:
        labels = {name: str(value) for name, value in zip(names, key, strict=True)}
        ordered = rows.sort_values("starts", ignore_index=True)
        found.append(Line(labels, ordered, _support(series, labels, ordered), _step(table)))
    return found


def _step(table: pd.DataFrame) -> float:
    """Return the days from one period to the next."""
    ahead = table["starts"].drop_duplicates().sort_values().diff().dt.days.dropna()
    least = float(ahead.min()) if len(ahead) else 7.0
    # months, quarters and years are not all as long as one another: their mean counts them right
    a_year = next((n for n, days in _UNEVEN.items() if days[0] <= least <= days[1]), None)
    return _DAYS_IN_A_YEAR / a_year if a_year else least


def _support(
    series: CountSeries | pd.DataFrame, names: dict[str, str], rows: pd.DataFrame
) -> dict[str, object]:
    """Return what a series rests on; of a bare table only its ads are known."""
    if isinstance(series, CountSeries):
        table = series.support
        for name, value in names.items():
            table = table[table[name].eq(value)]
        return {name: table[name].iloc[0] for name in SUPPORT}
    ads = int(rows["n_ads"].sum()) if "n_ads" in rows.columns else None
    return {**dict.fromkeys(SUPPORT), "n_ads": ads}


def event_day(at: str) -> pd.Timestamp:
    """Return the day that a label names: the first one of a period, or itself.

    Parameters
    ----------
    at : str
        ``2025-W14``, ``2025-04`` or ``2025-03-31``.

    Returns
    -------
    pandas.Timestamp
        The day.

    Raises
    ------
    OptionError
        When it is no period and no day.

    Examples
    --------
    >>> f"{event_day('2025-W14'):%d/%m/%Y}"
    '31/03/2025'
    """
    day: pd.Timestamp = first_days(pd.Series([at], dtype="str")).iloc[0]
    if pd.isna(day):
        raise OptionError(
            "at", value=at, rule="is a period or a day", remedy="write 2025-W14 or 2025-03-31"
        )
    return day


def season(line: Line, harmonics: int | None) -> tuple[Numbers, str]:
    """Return yearly waves as columns, and in words what was done about the season.

    Parameters
    ----------
    line : Line
        One series.
    harmonics : int, optional
        How many waves; by default one where the series shows two years, else none.

    Returns
    -------
    tuple
        One row per period and two columns per wave; ``none``, ``too_short`` or ``harmonics_N``.

    Examples
    --------
    >>> weeks = pd.DataFrame({"period": ["2025-W01", "2025-W02"], "n_ads": [5, 3]})
    >>> season(lines_of(weeks, unit="n_ads")[0], None)[1]
    'too_short'
    """
    long_enough = line.years >= _YEARS_FOR_A_SEASON
    waves = int(long_enough) if harmonics is None else harmonics
    angle = 2 * np.pi * line.times * line.step / _DAYS_IN_A_YEAR
    columns = [turn(angle * wave) for wave in range(1, waves + 1) for turn in (np.sin, np.cos)]
    word = f"harmonics_{waves}" if waves else "none" if long_enough else "too_short"
    return np.column_stack(columns) if columns else np.empty((len(angle), 0)), word
