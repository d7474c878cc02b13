"""What readers see of a released table, whatever file it goes into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.disclosure import SafeTable
from toolkit.disclosure.estimate_words import heading, headings
from toolkit.disclosure.workbook import FORMULA
from toolkit.figures.figure import Figure
from toolkit.messages import message

Item = SafeTable | Figure


@dataclass(frozen=True)
class View:
    """A released table in words: headings, rows, how to read it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    by: int
    note: str


def view(table: SafeTable, lang: str) -> View:
    """Return a released table in words.

    Parameters
    ----------
    table : SafeTable
        The table.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    View
        The words.

    Examples
    --------
    >>> view.__name__
    'view'
    """
    words, frame = table.words(lang), table.to_frame()
    columns = ", ".join(heading(name, lang).lower() for name in table.by)
    return View(
        message("export.title_table", lang=lang, columns=columns or "–"),
        tuple(headings(frame, words.columns, lang)),
        tuple(tuple(map(str, row)) for row in words.itertuples(index=False)),
        len(table.by),
        table.note(lang),
    )


def title_of(items: Sequence[Item], lang: str) -> str:
    """Return the title of a document that holds some figures and tables.

    Parameters
    ----------
    items : sequence of SafeTable and Figure
        One or more.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The title of a single one, else a general one.

    Examples
    --------
    >>> title_of([], "fr")
    'Figures et tableaux'
    """
    if len(items) != 1:
        return message("export.title_several", lang=lang)
    (item,) = items
    return item.title if isinstance(item, Figure) else view(item, lang).title


def harmless(cell: str) -> str:
    """Return a text that a spreadsheet does not take for a formula.

    Numbers are left. The sign put in front is seen in the cell.

    Parameters
    ----------
    cell : str
        The text of a cell.

    Returns
    -------
    str
        The same, behind an apostrophe where it begins like a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless("-0.5"), harmless("mot")
    ("'=1+1", '-0.5', 'mot')
    """
    if not cell.startswith(FORMULA):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
