"""Which tables may be released at all: groupings that are coarse enough, nothing but aggregates."""

from __future__ import annotations

import re

import pandas as pd

from toolkit.disclosure.rules import Rules
from toolkit.disclosure.suppression import numbers_of, of_minority
from toolkit.errors import DisclosureError, TableError
from toolkit.schema import grouping_columns

_DAY_OR_WEEK = re.compile(
    r"\d{4}-\d{2}-\d{2}.*|\d{4}-?W\d{2}.*|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}", re.IGNORECASE
)
# a place, a quarter or year, and the wording itself
_GROUPINGS_OF_MINORITY = 3
_FINER_THAN = {"month": (), "quarter": ("month",), "year": ("month", "quarter")}


def admit(table: pd.DataFrame, rules: Rules) -> list[str]:
    """Return the grouping columns of a table that may be released once its cells are protected.

    It looks at no number.

    Parameters
    ----------
    table : pandas.DataFrame
        Counts or statistics.
    rules : Rules
        The thresholds.

    Returns
    -------
    list of str
        The groupings.

    Raises
    ------
    DisclosureError
        When a grouping is too fine, or a statistic is the value of one ad.
    TableError
        When the table has no grouping or no count.

    Examples
    --------
    >>> admit(pd.DataFrame({"month": ["2025-01"], "n_ads": [12]}), Rules())
    ['month']
    """
    if "n_ads" not in table.columns:
        raise TableError(
            "table", rule="needs a column n_ads", remedy="bring it in with tk.as_counts"
        )
    by = grouping_columns(table)
    if not by or table.duplicated(by).any():
        raise TableError(
            "table",
            rule="needs grouping columns that name each row once",
            remedy="pass what tk.count, tk.shares or tk.as_counts returned",
        )
    _check_groupings(table, by, rules)
    _check_statistics(table, rules)
    if "commune" in by:
        _refuse_with(by, rules.not_with_commune, "communes are not crossed with these groupings")
    if of_minority(table).any():
        rule = "possible minority is published by département and quarter at the finest"
        _refuse_with(by, rules.not_with_possible_minority, rule)
        if len(by) > _GROUPINGS_OF_MINORITY:
            raise DisclosureError("groupings", value=by, rule=rule, remedy="use fewer groupings")
    return by


def _check_groupings(table: pd.DataFrame, by: list[str], rules: Rules) -> None:
    """Refuse groupings that bring a table back to single ads, people, days or small places."""
    texts = [name for name in by if pd.api.types.is_string_dtype(table[name].dtype)]
    fine = (*rules.refused_groupings, *_FINER_THAN[rules.finest_period])
    days = [name for name in texts if table[name].str.fullmatch(_DAY_OR_WEEK).any()]
    never = [name for name in by if name in fine or name not in texts or name in days]
    if never:
        raise DisclosureError(
            "groupings",
            value=never,
            rule="group by text columns such as month, platform, language or departement only; "
            f"a {rules.finest_period} is the finest period",
            remedy="count again with coarser groupings",
        )


def _check_statistics(table: pd.DataFrame, rules: Rules) -> None:
    """Refuse statistics that are the value of one ad, and estimates without their support."""
    if "statistic" not in table.columns:
        return
    names = table["statistic"].dropna().astype("str").str.casefold()
    extremes = sorted(set(names) & set(rules.refused_statistics))
    if extremes:
        raise DisclosureError(
            "statistic",
            value=extremes,
            rule="is the value of one ad",
            remedy="publish a share, a mean or a median of enough advertisers",
        )
    told = pd.Series(False, index=table.index)
    for name in {"estimate", "low", "high"} & set(table.columns):
        told |= table[name].notna()
    if (told.to_numpy() & pd.isna(numbers_of(table, "n_ads"))).any():
        raise TableError(
            "table",
            rule="has estimates without the number of ads behind them",
            remedy="keep the support columns of the statistics: they decide what may be shown",
        )


def _refuse_with(by: list[str], refused: tuple[str, ...], rule: str) -> None:
    """Refuse some groupings beside another."""
    found = [name for name in by if name in refused]
    if found:
        raise DisclosureError(
            "groupings",
            value=found,
            rule=rule,
            remedy="leave these groupings out",
        )
