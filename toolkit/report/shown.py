"""Tables of a diagnostic in words: whole on the page, with fewer columns on a slide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.disclosure.estimate_words import headings
from toolkit.messages import message

_INTERVAL = ("estimate", "low", "high")
# what a slide has room for
_ON_SLIDES = ("estimate", "position", "differs", "n_total_advertisers", "n_ads", "n_advertisers")


@dataclass(frozen=True)
class Shown:
    """A table in words: headings, rows, how many columns name a row, how to read it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    by: int
    note: str
    # words beside words, written from the left
    facts: bool = False


def _words(table: SafeTable, labels: Mapping[str, str], lang: str) -> pd.DataFrame:
    """Return a released table as text, its labels in words."""
    words = table.words(lang)
    for name in table.by:
        words[name] = words[name].map(lambda value: labels.get(value, value))
    return words


def page_table(table: SafeTable, labels: Mapping[str, str], lang: str) -> Shown:
    """Return a released table with all that a page has room for.

    Parameters
    ----------
    table : SafeTable
        The table.
    labels : mapping
        Names of what the rows are.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Shown
        The words.

    Examples
    --------
    >>> page_table.__name__
    'page_table'
    """
    return _shown(_words(table, labels, lang), table, lang)


def slide_table(table: SafeTable, labels: Mapping[str, str], lang: str) -> Shown:
    """Return a released table with estimates and their limits in one column, and few others.

    Parameters
    ----------
    table, labels, lang
        As for ``page_table``.

    Returns
    -------
    Shown
        The words.

    Examples
    --------
    >>> slide_table.__name__
    'slide_table'
    """
    words = _words(table, labels, lang)
    if set(_INTERVAL) <= set(words.columns):
        between = message("report.between", lang=lang)
        known = words["low"].ne(words["estimate"]) & words["low"].ne("–")
        limits = " [" + words["low"] + between + words["high"] + "]"
        words["estimate"] += limits.where(known, "")
    kept = [name for name in words.columns if name in (*table.by, *_ON_SLIDES)]
    return _shown(words[kept], table, lang)


def _shown(words: pd.DataFrame, table: SafeTable, lang: str) -> Shown:
    """Return text with its headings."""
    heads = headings(table.to_frame(), words.columns, lang)
    rows = tuple(tuple(map(str, row)) for row in words.itertuples(index=False))
    return Shown(tuple(heads), rows, len(table.by), table.note(lang))
