"""A released table in a workbook: numbers as numbers, no formula, no author, no date."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.archives import properties, repack
from toolkit.disclosure.estimate_words import heading, headings, share_columns
from toolkit.disclosure.wording import explanation, state_words
from toolkit.messages import message

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from toolkit.disclosure.safe_table import SafeTable

# how a text begins that a spreadsheet takes for a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 40


def put(sheet: Worksheet, row: int, column: int, value: object) -> None:
    """Write a cell: numbers as numbers, everything else as text and never as a formula.

    Parameters
    ----------
    sheet : openpyxl.worksheet.worksheet.Worksheet
        The sheet.
    row, column : int
        Where, from 1.
    value : object
        What; nothing where it is missing.
    """
    cell = sheet.cell(row, column)
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        cell.value = value
        return
    text = str(value)
    cell.value = text
    if text.startswith(FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True


def put_title(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a heading.

    Parameters
    ----------
    sheet : openpyxl.worksheet.worksheet.Worksheet
        The sheet.
    row, column : int
        Where, from 1.
    text : str
        What.
    """
    from openpyxl.styles import Font

    put(sheet, row, column, text)
    sheet.cell(row, column).font = Font(bold=True)


def fill_sheet(sheet: Worksheet, table: SafeTable, lang: str, *, top: int = 1) -> int:
    """Write a released table, and below it what was hidden and why.

    Parameters
    ----------
    sheet : openpyxl.worksheet.worksheet.Worksheet
        The sheet.
    table : SafeTable
        The table.
    lang : str
        ``"fr"`` or ``"en"``.
    top : int
        The row of the headings.

    Returns
    -------
    int
        The row of the explanation.
    """
    from openpyxl.utils import get_column_letter

    frame = table.to_frame()
    frame["state"] = state_words(table, lang)
    shares = share_columns(frame)
    labels = headings(frame, frame.columns, lang)
    for column, (name, text) in enumerate(zip(frame.columns, labels, strict=True), 1):
        label = message("export.state", lang=lang) if name == "state" else text
        put_title(sheet, top, column, label)
        for row, value in enumerate(frame[name].astype("object"), top + 1):
            put(sheet, row, column, value)
            if name in shares:
                sheet.cell(row, column).number_format = "0.0%"
        longest = max([len(label), *frame[name].astype("str").str.len()])
        width = min(_WIDEST, longest + 2)
        sheet.column_dimensions[get_column_letter(column)].width = width
    note = top + len(frame.index) + 2
    put(sheet, note, 1, explanation(table, lang, working=False))
    return note


def book_bytes(book: Workbook, title: str, lang: str) -> bytes:
    """Return a workbook without anything of its maker; the same input gives the same bytes.

    Parameters
    ----------
    book : openpyxl.Workbook
        The sheets.
    title : str
        Its title.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    bytes
        XLSX.
    """
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        book.save(stream)
    return repack(stream.getvalue(), properties(title, lang))


def table_workbook(table: SafeTable, lang: str) -> bytes:
    """Return one released table as a workbook.

    Parameters
    ----------
    table : SafeTable
        The table.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    bytes
        XLSX.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    columns = ", ".join(heading(name, lang).lower() for name in table.by)
    title = message("export.title_table", lang=lang, columns=columns)
    fill_sheet(sheet, table, lang)
    return book_bytes(book, title, lang)
