"""Released tables for spreadsheets: CSV and XLSX without formulas, authors or dates."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.disclosure import SafeTable
from toolkit.disclosure.estimate_words import heading
from toolkit.disclosure.workbook import book_bytes, fill_sheet, put, put_title
from toolkit.export.views import Item, harmless, title_of
from toolkit.figures.figure import Figure

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31


def csv_bytes(table: SafeTable, lang: str) -> bytes:
    """Return a released table as CSV, in UTF-8 with its mark.

    Parameters
    ----------
    table : SafeTable
        The table.
    lang : str
        ``"fr"`` or ``"en"``, for the words of states.

    Returns
    -------
    bytes
        As ``SafeTable.to_csv``; texts that look like formulas stand behind an apostrophe.

    Examples
    --------
    >>> csv_bytes.__name__
    'csv_bytes'
    """
    with tempfile.TemporaryDirectory() as folder:
        written = table.to_csv(Path(folder, "table.csv"), lang=lang).read_text("utf-8-sig")
    stream = io.StringIO()
    rows = csv.reader(io.StringIO(written, newline=""))
    csv.writer(stream, lineterminator="\n").writerows([map(harmless, row) for row in rows])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _fill(sheet: Worksheet, item: Item, lang: str) -> None:
    """Write a table; that of a figure below its title, above its caption."""
    if not isinstance(item, Figure):
        fill_sheet(sheet, item, lang)
        return
    put_title(sheet, 1, 1, item.title)
    note = fill_sheet(sheet, item.table, lang, top=3)
    put(sheet, note, 1, item.caption)


def _name(item: Item, number: int, lang: str) -> str:
    """Return the name of a sheet: its number and what it holds."""
    words = item.title if isinstance(item, Figure) else ", ".join(heading(n, lang) for n in item.by)
    return _NOT_IN_NAMES.sub(" ", f"{number} {words}")[:_LONGEST_NAME].strip()


def workbook_bytes(items: Sequence[Item], lang: str) -> bytes:
    """Return released tables as a workbook, one sheet each; of a figure, the table behind it.

    It holds no picture, no formula, no author and no date.

    Parameters
    ----------
    items : sequence of SafeTable and Figure
        One or more.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    bytes
        XLSX.

    Examples
    --------
    >>> workbook_bytes.__name__
    'workbook_bytes'
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for number, item in enumerate(items, 1):
        _fill(book.create_sheet(_name(item, number, lang)), item, lang)
    return book_bytes(book, title_of(items, lang), lang)
