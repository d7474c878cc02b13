"""What the estimates of a released table are called, and how their numbers are written."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from toolkit.disclosure.statistic_names import PERCENTS, RATIOS, rate_of, statistics_of
from toolkit.messages import format_number, format_percent, message
from toolkit.messages.catalogue import catalogue

LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")
_ESTIMATES = ("estimate", "low", "high", "target", *LIMITS)
# what the other side of a ratio is, where it is not the other groups
_COMPARED = {
    "break": "ratio_after",
    "rate_ratio": "ratio_after",
    "count against expected": "ratio_expected",
}
_P_VALUES = ("p_value", "p_adjusted")
_NAMED = ("position", "differs")
# below it a rate is written with two decimals
_LARGE_RATE = 10
_LEAST_P = 0.001


def heading(name: str, lang: str) -> str:
    """Return the label of a column, its own name where the catalogue has none.

    Parameters
    ----------
    name : str
        A column.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The label.

    Examples
    --------
    >>> heading("month", "fr"), heading("confidence", "fr")
    ('Mois', 'confidence')
    """
    return catalogue(lang).get(f"report.column_{name}", name)


def headings(frame: pd.DataFrame, columns: Iterable[object], lang: str) -> list[str]:
    """Return the labels of columns; that of an estimate says what is estimated.

    Parameters
    ----------
    frame : pandas.DataFrame
        What may be seen of a released table.
    columns : iterable of str
        Columns.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    list of str
        Labels.

    Examples
    --------
    >>> rates = pd.DataFrame({"statistic": ["ads per 1,000 inhabitants"]})
    >>> headings(rates, ["estimate", "low"], "en")
    ['Ads per 1,000 inhabitants', 'Lower limit']
    """
    names = [str(name) for name in columns]
    return [_estimate_heading(frame, lang) if n == "estimate" else heading(n, lang) for n in names]


def _estimate_heading(frame: pd.DataFrame, lang: str) -> str:
    """Return what the estimates of a table are."""
    kinds, rate = statistics_of(frame), rate_of(frame)
    if rate is not None:
        return message(f"report.rate_{rate[0]}", lang=lang, per=format_number(rate[1], lang=lang))
    if kinds and kinds <= RATIOS:
        compared = {_COMPARED.get(kind, "ratio") for kind in kinds}
        return heading(compared.pop() if len(compared) == 1 else "ratio", lang)
    if kinds == {"difference of shares"}:
        return heading("difference", lang)
    return heading("estimate" if kinds <= {"share"} else "number", lang)


def share_columns(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the columns that are written as percents.

    Parameters
    ----------
    frame : pandas.DataFrame
        What may be seen of a released table.

    Returns
    -------
    tuple of str
        Estimate and limits; nothing where a statistic is no share.

    Examples
    --------
    >>> share_columns(pd.DataFrame({"statistic": ["mean"]}))
    ()
    """
    return _ESTIMATES if statistics_of(frame) <= PERCENTS else ()


def rate_decimals(frame: pd.DataFrame) -> int:
    """Return with how many decimals the estimates of a table are written.

    Parameters
    ----------
    frame : pandas.DataFrame
        What may be seen of a released table.

    Returns
    -------
    int
        One or two for a rate, two for a ratio, none for numbers of things.

    Examples
    --------
    >>> rate_decimals(pd.DataFrame({"statistic": ["mean"]}))
    0
    """
    if rate_of(frame) is not None:
        return 1 if (frame["estimate"] >= _LARGE_RATE).fillna(False).any() else 2
    return 2 if statistics_of(frame) & RATIOS else 0


def column_words(frame: pd.DataFrame, name: str, lang: str) -> list[str]:
    """Return a column in words, a dash where it is empty.

    Parameters
    ----------
    frame : pandas.DataFrame
        What may be seen of a released table.
    name : str
        The column.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    list of str
        One text per row.

    Examples
    --------
    >>> column_words(pd.DataFrame({"differs": [True, None]}), "differs", "en")
    ['yes', '–']
    """
    if name in _NAMED:
        keys = [None if pd.isna(value) else str(value).lower() for value in frame[name]]
        return ["–" if key is None else message(f"{name}.{key}", lang=lang) for key in keys]
    numbers = [float("nan") if pd.isna(value) else float(value) for value in frame[name]]
    if name in share_columns(frame):
        return [format_percent(number, lang=lang) for number in numbers]
    if name in _P_VALUES:
        return [_p_words(number, lang) for number in numbers]
    decimals = rate_decimals(frame) if name in _ESTIMATES else 0
    return [format_number(number, lang=lang, decimals=decimals) for number in numbers]


def _p_words(number: float, lang: str) -> str:
    """Return a p-value with three decimals, never as nought."""
    least = format_number(_LEAST_P, lang=lang, decimals=3)
    if number < _LEAST_P:
        return f"<{least}" if lang == "en" else f"<\u00a0{least}"
    return format_number(number, lang=lang, decimals=3)
