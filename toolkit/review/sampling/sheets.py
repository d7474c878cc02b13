"""The sheet that a coder fills: a number, a masked text, and one empty column per indicator."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from toolkit.errors import OpaqueTextError
from toolkit.messages import message

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation

# what a spreadsheet holds in one cell
LONGEST_TEXT = 32_000
# (item, indicator) to one of schema.CODES_GIVEN; what is not answered is not in it
Answers = Mapping[tuple[str, str], str]
_WORDS = {
    "present": frozenset({"oui", "yes", "o", "y", "1", "x", "vrai", "true"}),
    "absent": frozenset({"non", "no", "n", "0", "faux", "false"}),
    "unsure": frozenset({"?", "incertain", "incertaine", "unsure", "uncertain"}),
}
_KEYS = {"present": "coding.yes", "absent": "coding.no", "unsure": "coding.unsure"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# a spreadsheet would compute a cell that starts with one of these
_GUARDED = ("=", "+", "-", "@", "\t", "'")


@dataclass(frozen=True)
class Sheet:
    """The texts of a sample as one coder gets them; its repr shows sizes only."""

    items: tuple[str, ...]
    texts: tuple[str, ...] = field(repr=False)
    indicators: tuple[str, ...]
    # what each indicator says, empty where a heading holds its identifier only
    labels: tuple[str, ...]

    def __repr__(self) -> str:
        """Return sizes only."""
        return f"Sheet({len(self.items)} texts, {len(self.indicators)} indicators)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: the texts stay in the coder's file."""
        raise OpaqueTextError(
            "text", rule="a sheet is not saved this way", remedy="open the coder's file again"
        )

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the heading of each indicator: its identifier, then what it says."""
        pairs = zip(self.indicators, self.labels, strict=True)
        return tuple(f"{one} – {label}" if label else one for one, label in pairs)


def readable(text: str, *, lang: str = "fr") -> str:
    r"""Return a text as every spreadsheet can hold it; control characters become spaces.

    Line ends become line feeds: a lone carriage return would cut a row of CSV in two.

    Parameters
    ----------
    text : str
        A masked text.
    lang : str
        Language of the note that ends a text cut at 32,000 characters.

    Returns
    -------
    str
        The text.

    Examples
    --------
    >>> readable("un\x00texte")
    'un texte'
    """
    plain = _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(plain) <= LONGEST_TEXT:
        return plain
    return f"{plain[:LONGEST_TEXT]} {message('coding.cut', lang=lang)}"


def answer_word(code: str | None, *, lang: str = "fr") -> str:
    """Return what a coder reads and writes for a code; empty when there is none.

    Parameters
    ----------
    code : str or None
        One of ``schema.CODES_GIVEN``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        ``oui``, ``non``, ``?``, or nothing.

    Examples
    --------
    >>> answer_word("present"), answer_word(None)
    ('oui', '')
    """
    return "" if code is None else message(_KEYS[code], lang=lang)


def read_answer(value: object) -> str | None:
    """Return the code that a cell holds: empty when not answered, None when not understood.

    Parameters
    ----------
    value : object
        What a spreadsheet or a CSV file gives.

    Returns
    -------
    str or None
        One of ``schema.CODES_GIVEN``, ``""`` or None.

    Examples
    --------
    >>> read_answer("Oui "), read_answer(0.0), read_answer(None), read_answer("peut-être")
    ('present', 'absent', '', None)
    """
    if value is None or value != value:
        return ""
    if isinstance(value, bool | float) and float(value).is_integer():
        value = int(value)
    word = str(value).strip().casefold()
    if not word:
        return ""
    return next((code for code, words in _WORDS.items() if word in words), None)


def csv_content(
    sheet: Sheet, answers: Answers, *, lang: str = "fr", with_texts: bool = True
) -> str:
    """Return the sheet as CSV that a French spreadsheet opens: semicolons, byte order mark.

    Parameters
    ----------
    sheet : Sheet
        Items, texts and indicators.
    answers : mapping
        What is already answered.
    lang : str
        Language of headings and answers.
    with_texts : bool
        Leave the column of texts out with False.

    Returns
    -------
    str
        The content of the file.

    Examples
    --------
    >>> csv_content(Sheet(("T1",), ("bonjour",), ("A.B",), ("",)), {}, lang="en").splitlines()[1]
    'T1;bonjour;'
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    first = [message("coding.item", lang=lang)]
    second = [message("coding.text", lang=lang)] if with_texts else []
    writer.writerow([*first, *second, *sheet.headings])
    for item, text in zip(sheet.items, sheet.texts, strict=True):
        cells = [answer_word(answers.get((item, one)), lang=lang) for one in sheet.indicators]
        writer.writerow([item, *([_guarded(text)] if with_texts else []), *cells])
    return "\ufeff" + stream.getvalue()


def _guarded(text: str) -> str:
    """Return a text that a spreadsheet shows and does not compute."""
    return f"'{text}" if text.startswith(_GUARDED) else text


def unguarded(text: str) -> str:
    """Return the text of a cell without the mark that keeps a spreadsheet from computing it.

    Parameters
    ----------
    text : str
        A cell of the column of texts.

    Returns
    -------
    str
        The text that was written.

    Examples
    --------
    >>> unguarded("'+ de précisions"), unguarded("l'été")
    ('+ de précisions', "l'été")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(_GUARDED) else text


def xlsx_content(sheet: Sheet, *, lang: str = "fr") -> bytes:
    """Return the sheet as an Excel workbook with a list of answers in each cell, and no author.

    Parameters
    ----------
    sheet : Sheet
        Items, texts and indicators.
    lang : str
        Language of headings and answers.

    Returns
    -------
    bytes
        The content of the file.

    Examples
    --------
    >>> xlsx_content(Sheet(("T1",), ("bonjour",), ("A.B",), ("Dit cela",)))[:2]
    b'PK'
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.creator = ""
    page = book.worksheets[0]
    page.title = message("coding.sheet", lang=lang)
    page.append(
        [message("coding.item", lang=lang), message("coding.text", lang=lang), *sheet.headings]
    )
    top = Alignment(wrap_text=True, vertical="top")
    for row, (item, text) in enumerate(zip(sheet.items, sheet.texts, strict=True), 2):
        page.cell(row, 1, item).alignment = top
        cell = page.cell(row, 2, text)
        # a text that starts with "=" is no formula
        cell.data_type, cell.alignment = "s", top
    for head in page[1]:
        head.font, head.alignment = Font(bold=True), top
    page.freeze_panes = "B2"
    last = get_column_letter(2 + len(sheet.indicators))
    widths = {"A": 10.0, "B": 80.0} | {
        get_column_letter(3 + at): 22.0 for at in range(len(sheet.indicators))
    }
    for letter, width in widths.items():
        page.column_dimensions[letter].width = width
    page.add_data_validation(_validation(f"C2:{last}{1 + len(sheet.items)}", lang))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _validation(cells: str, lang: str) -> DataValidation:
    """Return the list of answers offered in some cells."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words = ",".join(answer_word(code, lang=lang) for code in _KEYS)
    offered = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    offered.error = offered.prompt = message("coding.choose", lang=lang)
    offered.showErrorMessage = True
    offered.add(cells)
    return offered
