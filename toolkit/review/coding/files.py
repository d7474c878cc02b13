"""Codes read back: from the sheets of a sample, and from what two annotation tools export."""

from __future__ import annotations

import csv
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from toolkit.corpus.formats import detect_encoding
from toolkit.errors import InputFileError, OptionError
from toolkit.messages import LANGUAGES, message
from toolkit.review.coding.annotation_tools import Code, read_tool
from toolkit.review.sampling.samples import SHEET_PREFIX
from toolkit.review.sampling.sheets import Sheet, read_answer, unguarded
from toolkit.schema import CODES, check

FORMATS = ("sheet", "doccano", "label_studio")
_MARKS = (";", ",", "\t")
_UNANSWERED = ("refuse", "leave_out")
_SUFFIXES = {".csv": "sheet", ".xlsx": "sheet", ".jsonl": "doccano", ".json": None}


class UncodedWarning(UserWarning):
    """Some texts were not coded, and the caller asked to go on without them."""


def read_codes(
    paths: str | Path | Sequence[str | Path],
    *,
    coder: str | Mapping[str, str] | None = None,
    format: str | None = None,
    indicators: Sequence[str] | None = None,
    unanswered: str = "refuse",
) -> pd.DataFrame:
    """Read what coders answered, from filled sheets or exports of doccano and Label Studio.

    It does not know which texts were drawn: compare the items with ``ReviewSample.key``. In a
    sheet every cell says oui, non or ?; an empty one is no answer. In the tools a label that is
    not ticked means absent, so export only texts that the coder validated.

    Parameters
    ----------
    paths : path or sequence of paths
        CSV or XLSX sheets of ``review_sample``; JSONL or JSON exports of doccano, with ``item`` at
        the top or in ``meta``; JSON or JSON-MIN exports of Label Studio, with ``item`` in the data.
    coder : str or mapping, optional
        Name of the coder of one file; or, for Label Studio, each annotator's number or address to
        a short name. By default the end of the file's name (``codes_A.csv``), or the number.
    format : str, optional
        ``"sheet"``, ``"doccano"`` or ``"label_studio"``; told from the file by default.
    indicators : sequence of str, optional
        Indicators asked; needed for the tools, all columns of a sheet by default.
    unanswered : str
        ``"refuse"`` (default), or ``"leave_out"`` with a warning that counts, for a coder who
        stopped before the end, as is their right.

    Returns
    -------
    pandas.DataFrame
        See ``schema.CODES``: ``item``, ``coder``, ``indicator``, ``code``.

    Raises
    ------
    InputFileError
        When a file cannot be read, an answer is missing or not understood, a label is unknown, or
        the same coder answers twice; items are named, texts never.
    OptionError
        When an option is out of its list, or the tools are read without ``indicators``.

    Examples
    --------
    >>> read_codes("missing.csv")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.InputFileError: file 'missing.csv': cannot be read...
    """
    sources = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    _check_options(sources, coder, format, unanswered)
    found: list[Code] = []
    for source in sources:
        kind = format or _format_of(source)
        if kind == "sheet":
            found += _sheet_codes(source, coder, indicators)
        else:
            found += read_tool(source, kind, coder=coder, indicators=indicators)
    table = pd.DataFrame(found, columns=[column.name for column in CODES.columns], dtype="str")
    _refuse_twice(table)
    table = _without_unanswered(table, unanswered)
    return check(table.sort_values(list(table.columns[:3]), ignore_index=True), CODES)


def _check_options(sources: list[Path], coder: object, kind: str | None, unanswered: str) -> None:
    """Refuse options that cannot mean anything."""
    for name, value, allowed in (
        ("format", kind, (None, *FORMATS)),
        ("unanswered", unanswered, _UNANSWERED),
    ):
        if value not in allowed:
            raise OptionError(
                name,
                value=value,
                rule=f"must be one of {', '.join(one for one in allowed if one)}",
                remedy="leave it out",
            )
    if not sources or (isinstance(coder, str) and len(sources) > 1):
        raise OptionError(
            "paths",
            value=f"{len(sources)} file(s)",
            rule="must be at least one file, and only one when its coder is named",
            remedy="name the files codes_A.csv, codes_B.csv and leave coder out",
        )


def _format_of(path: Path) -> str:
    """Return the format that the name of a file tells; ``json`` is told by its content."""
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise InputFileError(
            f"file {path.name!r}",
            value=suffix,
            rule=f"the suffix must be one of {', '.join(sorted(_SUFFIXES))}",
            remedy="name the format: format='sheet'",
        )
    return _SUFFIXES[suffix] or "json"


def _sheet_codes(
    path: Path, coder: str | Mapping[str, str] | None, indicators: Sequence[str] | None
) -> list[Code]:
    """Return the answers of one sheet, the missing ones empty."""
    sheet, cells = read_sheet(path)
    asked = sheet.indicators if indicators is None else tuple(indicators)
    absent = [one for one in asked if one not in sheet.indicators]
    if absent:
        raise InputFileError(
            f"file {path.name!r}",
            value=", ".join(absent),
            rule="these indicators have no column",
            remedy="keep the headings of the sheet, or ask for fewer indicators",
        )
    wrong = sorted({item for (item, one), code in cells.items() if code is None and one in asked})
    if wrong:
        raise InputFileError(
            f"file {path.name!r}",
            value=_counted(wrong),
            rule="every answer must be oui, non or ?",
            remedy="correct the answers of these texts",
        )
    stem = path.stem
    given = coder.get(stem) if isinstance(coder, Mapping) else coder
    name = given or stem.removeprefix(SHEET_PREFIX)
    return [(item, name, one, cells[item, one] or "") for item in sheet.items for one in asked]


def _counted(items: Iterable[str]) -> str:
    """Return how many items there are, and the first twenty."""
    listed = list(items)
    more = ", …" if len(listed) > 20 else ""
    return f"{len(listed)} text(s): {', '.join(listed[:20])}{more}"


def _refuse_twice(codes: pd.DataFrame) -> None:
    """Refuse two answers of one coder to one question: nobody knows which holds."""
    twice = codes[codes.duplicated(["item", "coder", "indicator"])]
    if len(twice):
        raise InputFileError(
            "codes",
            value=_counted(twice["item"].drop_duplicates()),
            rule="the same coder answers the same question twice",
            remedy="read one file per coder, and keep one annotation per text",
        )


def _without_unanswered(codes: pd.DataFrame, unanswered: str) -> pd.DataFrame:
    """Refuse missing answers, or leave them out and say how many."""
    missing = codes[codes["code"] == ""]
    if not len(missing):
        return codes
    number = f"{len(missing)} answer(s) in {_counted(missing['item'].drop_duplicates())}"
    if unanswered == "refuse" or len(missing) == len(codes):
        raise InputFileError(
            "codes",
            value=number,
            rule="every question must have an answer",
            remedy="finish coding, or leave these out with unanswered='leave_out'",
        )
    warnings.warn(UncodedWarning(f"left out: {number}"), stacklevel=3)
    return codes[codes["code"] != ""]


def read_sheet(path: Path) -> tuple[Sheet, dict[tuple[str, str], str | None]]:
    """Return a sheet and what it holds: a code, ``""`` not answered, None not understood.

    Parameters
    ----------
    path : pathlib.Path
        CSV (semicolons, commas or tabs) or XLSX, with the headings of ``review_sample``.

    Returns
    -------
    Sheet
        Items, texts (empty when the file has none) and indicators.
    dict
        (item, indicator) to its cell.

    Raises
    ------
    InputFileError
        When it is no such sheet, or a row has no number, a number twice, or cells too many.

    Examples
    --------
    >>> read_sheet(Path("missing.csv"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.InputFileError: file 'missing.csv': cannot be read...
    """
    headings, rows = _table(path)
    parts = [_heading(heading) for heading in headings]
    named = [first for first, _ in parts]
    at_item, at_text = _place(named, "coding.item"), _place(named, "coding.text")
    asked = {one: at for at, one in enumerate(named) if one and at not in (at_item, at_text)}
    repeated = len(asked) < sum(bool(one) for one in named) - (at_item >= 0) - (at_text >= 0)
    if at_item < 0 or not asked or repeated:
        raise InputFileError(
            f"file {path.name!r}",
            rule="is no sheet of a sample: a number, a text and one column per indicator",
            remedy="fill in a file of review_sample, and keep its headings",
        )
    full = [[*row, *[""] * (len(headings) - len(row))] for row in rows]
    items = [_cell_text(row[at_item]).strip() for row in full]
    _refuse_rows(path, full, items, len(headings))
    texts = tuple(unguarded(_cell_text(row[at_text])) if at_text >= 0 else "" for row in full)
    found = {
        (item, one): read_answer(row[at])
        for item, row in zip(items, full, strict=True)
        for one, at in asked.items()
    }
    labels = tuple(parts[at][1] for at in asked.values())
    return Sheet(tuple(items), texts, tuple(asked), labels), found


def _heading(heading: str) -> tuple[str, str]:
    """Return the first word of a heading, and what comes after the dash."""
    first, _, rest = heading.strip().partition(" ")
    return first, rest.lstrip("–- ").strip()


def _table(path: Path) -> tuple[list[str], list[list[object]]]:
    """Return the headings and the rows of a CSV file or of the first page of a workbook."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    rows: list[list[object]]
    try:
        if path.suffix.lower() == ".xlsx":
            book = load_workbook(path, data_only=True)
            rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        else:
            csv.field_size_limit(2**31 - 1)
            with path.open(encoding=detect_encoding(path), newline="") as stream:
                first = stream.readline()
                stream.seek(0)
                mark = next((m for m in _MARKS if _place(first.split(m), "coding.item") >= 0), ";")
                rows = [list(row) for row in csv.reader(stream, delimiter=mark)]
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise InputFileError(
            f"file {path.name!r}",
            rule="cannot be read as a sheet of codes",
            remedy="check the name, and save it as CSV or XLSX",
        ) from error
    filled = [row for row in rows if any(_cell_text(cell).strip() for cell in row)]
    return [_cell_text(cell) for cell in (filled[0] if filled else [])], filled[1:]


def _place(named: Sequence[str], key: str) -> int:
    """Return where the heading is that means this in any language, -1 when nowhere."""
    words = {message(key, lang=lang) for lang in LANGUAGES}
    return next(
        (at for at, name in enumerate(named) if name.strip('" \r\n').casefold() in words), -1
    )


def _cell_text(value: object) -> str:
    """Return what a cell holds as text."""
    return "" if value is None else str(value)


def _refuse_rows(path: Path, rows: list[list[object]], items: list[str], width: int) -> None:
    """Refuse rows that cannot be told apart, or whose cells moved."""
    numbered = list(zip(range(2, len(rows) + 2), rows, items, strict=True))
    moved = [line for line, row, _ in numbered if any(_cell_text(c) for c in row[width:])]
    for found, rule in (
        ([line for line, _, item in numbered if not item], "rows without a number"),
        (moved, "rows with more cells than headings"),
        (sorted({i for i in items if i and items.count(i) > 1}), "numbers that are there twice"),
    ):
        if found:
            raise InputFileError(
                f"file {path.name!r}",
                value=f"{len(found)} ({', '.join(str(one) for one in found[:20])})",
                rule=f"there are {rule}",
                remedy="correct them, or start again from the file of the sample",
            )
