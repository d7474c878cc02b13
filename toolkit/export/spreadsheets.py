"""Released tables for spreadsheets: CSV and XLSX without formulas, authors or dates."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.export.archives import properties, repack
from toolkit.export.views import Item, harmless, heading, title_of, view
from toolkit.figures.figure import Figure
from toolkit.messages import message

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SHARES = ("estimate", "low", "high")
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


def _put(sheet: Worksheet, row: int, column: int, value: object, *, share: bool = False) -> None:
    """Write a cell: numbers as numbers, everything else as text and never as a formula."""
    cell = sheet.cell(row, column)
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        cell.value = value
        if share:
            cell.number_format = "0.0%"
        return
    text = str(value)
    cell.value = text
    if text.startswith(("=", "+", "-", "@", "\t", "\r")):
        cell.data_type = "s"
        cell.quotePrefix = True


def _fill(sheet: Worksheet, item: Item, lang: str) -> None:
    """Write a table, below the title of its figure, above how to read it."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    table, top = (item.table, 3) if isinstance(item, Figure) else (item, 1)
    if isinstance(item, Figure):
        _put(sheet, 1, 1, item.title)
        sheet.cell(1, 1).font = Font(bold=True)
    frame = table.to_frame()
    words = {s: message(f"disclosure.state_{s}", lang=lang) for s in set(frame["state"])}
    frame["state"] = frame["state"].map(words)
    kinds = set(frame["statistic"]) if "statistic" in frame.columns else set[str]()
    for column, name in enumerate(map(str, frame.columns), 1):
        label = message("export.state", lang=lang) if name == "state" else heading(name, lang)
        _put(sheet, top, column, label)
        sheet.cell(top, column).font = Font(bold=True)
        share = name in _SHARES and kinds <= {"share"}
        for row, value in enumerate(frame[name].astype("object"), top + 1):
            _put(sheet, row, column, value, share=share)
        longest = max([len(label), *(len(str(v)) for v in view(table, lang).heads)])
        sheet.column_dimensions[get_column_letter(column)].width = min(40, longest + 2)
    note = item.caption if isinstance(item, Figure) else table.explain(lang)
    _put(sheet, top + len(frame.index) + 2, 1, note)


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
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        book.save(stream)
    return repack(stream.getvalue(), properties(title_of(items, lang), lang))
