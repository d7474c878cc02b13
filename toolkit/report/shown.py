"""Tables of a diagnostic in words: whole on the page, with fewer columns on a slide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.disclosure.estimate_words import headings
from toolkit.messages import message
from toolkit.report.content import Facts

# a heading takes no more lines than this, about
_MOST_LINES = 4
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


def facts_table(facts: Facts) -> Shown:
    """Return words beside words as a table.

    Parameters
    ----------
    facts : Facts
        The words.

    Returns
    -------
    Shown
        The same; the first column names the row.

    Examples
    --------
    >>> facts_table(Facts(("Who", "Number"), (("Child in danger", "119"),))).facts
    True
    """
    return Shown(facts.heads, facts.rows, 1, facts.note, facts=True)


def column_widths(
    rows: Sequence[Sequence[str]], *, room: float, letter: float, gap: float
) -> list[float]:
    """Return the widths of the columns of a table: no word is cut, long cells have what they need.

    Where words are too long for the room, all columns give way alike.

    Parameters
    ----------
    rows : sequence of sequence of str
        Headings, then cells.
    room : float
        Width of the table, in any unit.
    letter, gap : float
        Width of a letter, and of the margins of a cell, in the same unit.

    Returns
    -------
    list of float
        Their sum is the room.

    Examples
    --------
    >>> column_widths([["Where", "Ads"], ["Ain", "1"]], room=10, letter=1, gap=1)
    [6.0, 4.0]
    """
    columns = list(zip(*rows, strict=True))
    words = [max(len(word) for cell in column for word in cell.split(" ")) for column in columns]
    lines = [-(-len(head) // _MOST_LINES) for head in rows[0]]
    least = [letter * longest + gap for longest in map(max, words, lines)]
    fits = min(1.0, room / sum(least))
    widths = [width * fits for width in least]
    # a heading may be written on two lines before a cell is
    for wanted in ([max(map(len, column[1:] or column)) for column in columns], map(len, rows[0])):
        missing = [
            max(letter * longest + gap - width, 0.0)
            for longest, width in zip(wanted, widths, strict=True)
        ]
        share = min(1.0, max(room - sum(widths), 0.0) / max(sum(missing), letter))
        widths = [width + share * more for width, more in zip(widths, missing, strict=True)]
    # what is left over goes to the words at the left
    widths[0] += max(room - sum(widths), 0.0)
    return widths


def _shown(words: pd.DataFrame, table: SafeTable, lang: str) -> Shown:
    """Return text with its headings."""
    heads = headings(table.to_frame(), words.columns, lang)
    rows = tuple(tuple(map(str, row)) for row in words.itertuples(index=False))
    return Shown(tuple(heads), rows, len(table.by), table.note(lang))
