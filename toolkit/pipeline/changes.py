"""Changes of level of platforms, in words made of their released table."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.figures.series import joined, ratio_words
from toolkit.messages import format_month, format_percent, message
from toolkit.messages.uncertainty import difference_words
from toolkit.report import Facts

_HEADS = ("change_at", "change_ratio", "change_visible")


def change_words(table: SafeTable, lang: str) -> str:
    """Return which platforms change level, when and by how much.

    A platform whose row is hidden may have changed too: nothing is said of no change then.

    Parameters
    ----------
    table : SafeTable
        What ``readable_breaks`` returned, released.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        A sentence or two.

    Examples
    --------
    >>> change_words.__name__
    'change_words'
    """
    changes = table.to_frame()
    if changes.empty:
        return difference_words(None, lang=lang)
    found = [_broken(row, lang) for row in changes.to_dict("records") if _told(row)]
    if found:
        return f"{joined(found, lang)}. {difference_words(True, lang=lang)}"
    hidden = changes["state"].ne("counted").any()
    return difference_words(None if hidden else False, lang=lang)


def change_facts(table: SafeTable, lang: str) -> Facts | None:
    """Return a row for each change: when, by how much, and what could not have been seen.

    Parameters
    ----------
    table : SafeTable
        What ``readable_breaks`` returned, released.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Facts or None
        None where nothing may be shown.

    Examples
    --------
    >>> change_facts.__name__
    'change_facts'
    """
    rows = table.to_frame().to_dict("records")
    if not any(row["state"] == "counted" for row in rows):
        return None
    names = ("report.column_platform", *(f"facts.{name}" for name in _HEADS))
    heads = tuple(message(name, lang=lang) for name in names)
    return Facts(heads, tuple(_row(row, lang) for row in rows))


def _told(row: Mapping[Hashable, object]) -> bool:
    """Tell whether a row holds a change that may be shown."""
    return not pd.isna(row["estimate"])  # type: ignore[call-overload]


def _broken(row: Mapping[Hashable, object], lang: str) -> str:
    """Return a change in words."""
    month = format_month(str(row["at"]), lang=lang)
    numbers = ratio_words(row, lang)  # type: ignore[arg-type]
    return message("trends.broken", lang=lang, name=row["platform"], month=month, **numbers)


def _row(row: Mapping[Hashable, object], lang: str) -> tuple[str, ...]:
    """Return a platform, its change, the ratio, and the smallest fall that would have been seen."""
    name = str(row["platform"])
    if row["state"] != "counted":
        state = message(f"states.{row['state']}", lang=lang)
        return (name, state, state, state)
    visible = format_percent(1 - float(str(row["smallest_visible"])), lang=lang, decimals=0)
    if not _told(row):
        return (name, message("facts.change_none", lang=lang), "–", visible)
    months = {
        key: format_month(str(row[column]), lang=lang)
        for key, column in (("at", "at"), ("low", "at_low"), ("high", "at_high"))
    }
    ratio = message("facts.change_times", lang=lang, **ratio_words(row, lang))  # type: ignore[arg-type]
    return (name, message("facts.change_when", lang=lang, **months), ratio, visible)
