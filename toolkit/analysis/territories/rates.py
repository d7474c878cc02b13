"""Ads by inhabitants of a territory: a rate of ads, never of people."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from toolkit.analysis.territories.inhabitants import GIVEN, PACKAGED, inhabitants_of
from toolkit.analysis.territories.poisson_limits import BYAR_FROM, event_limits
from toolkit.errors import OptionError, TableError
from toolkit.schema import STATISTICS, SUPPORT, check, grouping_columns

# one wording for all rows: one for each would tell which hidden numbers are below ten
METHOD = f"exact below {BYAR_FROM} events, Byar from {BYAR_FROM}"
UNITS = {"ads": "n_ads", "advertisers": "n_advertisers", "texts": "n_templates"}


def rates(
    counts: pd.DataFrame,
    *,
    by: str = "departement",
    population: Mapping[str, float] | None = None,
    per: int = 100_000,
    confidence: float = 0.95,
    unit: str = "ads",
) -> pd.DataFrame:
    """Estimate how many ads a territory has for its inhabitants, with the interval of each rate.

    It is no prevalence of anything: an ad is no person, who posts in a place need not live there,
    and nobody knows how many ads were not collected. It hides nothing. The interval takes what is
    counted as independent, which the ads of one advertiser are not: ``unit="advertisers"`` counts
    each once, and ``clustered_rates`` has an interval for ads that knows of them.

    Parameters
    ----------
    counts : pandas.DataFrame
        See ``schema.COUNTS``; support columns that are absent count as unknown.
    by : str
        The grouping that names territories, as text codes. Other groupings may stand beside it.
    population : mapping, optional
        Code to inhabitants; by default those of the package for ``departement``, ``region`` and
        ``commune`` (COG 2026, populations as delivered in it).
    per : int
        Inhabitants of the rate.
    confidence : float
        Between 0 and 1.
    unit : str
        What is counted: ``"ads"``, ``"advertisers"`` or ``"texts"``.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``, with ``population`` and ``vintage``, rows and states as they
        came. No estimate where nothing was counted, a number is hidden, or the place is unknown.

    Raises
    ------
    CodeError
        When a code is no text, or has no known number of inhabitants.
    OptionError
        When an option is out of its range.
    TableError
        When the table has no such grouping, or a count that is negative or not whole.

    Notes
    -----
    Exact limits (Garwood 1936) below 10 events, Byar's from 10 (Breslow and Day 1987), as in the R
    package PHEindicatormethods, whose published test values are reproduced.

    Examples
    --------
    >>> counts = pd.DataFrame({"departement": ["59", "2A"], "n_ads": [585, 16]})
    >>> rates(counts)[["departement", "estimate", "low", "high"]].round(1).to_numpy().tolist()
    [['59', 22.4, 20.6, 24.3], ['2A', 9.5, 5.4, 15.4]]
    """
    check_rate_options(per, confidence, unit)
    table = _read(counts, by)
    found = with_population(table, by=by, population=population, per=per, unit=unit)
    events = found[UNITS[unit]].astype("Float64").where(found["state"].eq("counted"))
    limits = event_limits(
        events.to_numpy(dtype="float64", na_value=float("nan")), confidence=confidence
    )
    scale = per / found["population"].astype("Float64")
    for name, values in zip(("estimate", "low", "high"), limits, strict=True):
        found[name] = pd.Series(values, index=found.index, dtype="Float64") * scale
    found["low"] = found["low"].where(found["estimate"].notna())
    return rate_table(found.assign(confidence=confidence, method=METHOD))


def check_rate_options(per: int, confidence: float, unit: str) -> None:
    """Refuse options of a rate that are out of their range.

    Parameters
    ----------
    per, confidence, unit
        As for ``rates``.

    Raises
    ------
    OptionError
        When one is.

    Examples
    --------
    >>> check_rate_options(0, 0.95, "ads")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: per, confidence, unit: got (0, 0.95, 'ads'); ...
    """
    whole = isinstance(per, int) and not isinstance(per, bool)
    if not (whole and per >= 1 and 0 < confidence < 1 and unit in UNITS):
        raise OptionError(
            "per, confidence, unit",
            value=(per, confidence, unit),
            rule=f"a whole number from 1; 0 < confidence < 1; one of {', '.join(UNITS)}",
            remedy='leave them out, or write per=100_000, confidence=0.95, unit="advertisers"',
        )


def with_population(
    table: pd.DataFrame,
    *,
    by: str,
    population: Mapping[str, float] | None,
    per: int,
    unit: str,
) -> pd.DataFrame:
    """Return counts with inhabitants, their vintage and the name of the rate.

    Parameters
    ----------
    table : pandas.DataFrame
        Counts.
    by, population, per, unit
        As for ``rates``.

    Returns
    -------
    pandas.DataFrame
        A copy.

    Examples
    --------
    >>> table = pd.DataFrame({"departement": ["59"], "n_ads": [585]})
    >>> options = {"by": "departement", "population": None, "per": 1_000, "unit": "ads"}
    >>> with_population(table, **options)["statistic"].item()
    'ads per 1,000 inhabitants'
    """
    return table.assign(
        population=inhabitants_of(table[by], by=by, population=population),
        vintage=GIVEN if population is not None else PACKAGED,
        statistic=f"{unit} per {per:,} inhabitants",
    )


def rate_table(found: pd.DataFrame) -> pd.DataFrame:
    """Return a table of rates with its columns in their order.

    Parameters
    ----------
    found : pandas.DataFrame
        All columns, in any order.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``.

    Examples
    --------
    >>> rate_table.__name__
    'rate_table'
    """
    names = ["estimate", "low", "high", "confidence", "statistic", "method", "population"]
    total = ["n_total"] if "n_total" in found.columns else []
    columns = [*grouping_columns(found), *names, "vintage", *total, *SUPPORT, "state"]
    return check(found[columns], STATISTICS)


def _read(counts: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return counts with every column of support and a state."""
    groups = grouping_columns(counts)
    if by not in groups or "n_ads" not in counts.columns:
        raise TableError(
            "counts",
            value=", ".join(map(str, counts.columns)),
            rule=f"needs a column of counts, n_ads, and a grouping {by!r}",
            remedy=f"pass what tk.count(annotated, by=[{by!r}]) returned",
        )
    table = counts.reset_index(drop=True)
    numbers = [name for name in ("n_ads", "n_advertisers", "n_templates") if name in table.columns]
    for name in numbers:
        values = pd.to_numeric(table[name], errors="coerce").astype("Float64")
        wrong = values.isna() & table[name].notna() | values.lt(0) | values.mod(1).gt(0)
        if wrong.fillna(False).any():
            raise TableError(
                f"column {name!r}",
                rule=f"{int(wrong.sum())} row(s) hold no whole number from 0",
                remedy="pass counts: what is not known is left empty",
            )
        table[name] = values.astype("Int64")
    for name in SUPPORT:
        if name not in table.columns:
            kind = "Int64" if name in UNITS.values() else "Float64"
            table[name] = pd.Series(pd.NA, index=table.index, dtype=kind)
    if "state" not in table.columns:
        counted = table["n_ads"].notna()
        table["state"] = counted.map({True: "counted", False: "not_collected"}).astype("str")
    return table
