"""XLSX: every sheet, shown or not, comments, names, properties and members."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.export.office import Members, local, parse, read_common
from toolkit.export.pieces import Grid, Piece, Place, Problem, Text, at

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no time zone
_LAST_DAY = 2958465
_BUILT_IN_DATES = {*range(14, 23), 30, 36, 45, 46, 47, 50, 57}
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# the codes of headers and footers: part, font, size, colour, fields
_LAYOUT = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d+|[A-Z])')
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def _dated(members: Members) -> set[int]:
    """Return the styles of cells that show a number as a date."""
    if "xl/styles.xml" not in members.names:
        return set()
    root = parse(members["xl/styles.xml"])
    codes = {
        int(entry.get("numFmtId", "-1")): _LITERAL.sub("", entry.get("formatCode", ""))
        for entry in root.iter()
        if local(entry.tag) == "numFmt"
    }
    dates = {number for number, code in codes.items() if re.search("[dy]", code, re.IGNORECASE)}
    used = next((entry for entry in root if local(entry.tag) == "cellXfs"), ())
    kinds = [int(entry.get("numFmtId", "0")) for entry in used]
    return {n for n, kind in enumerate(kinds) if kind in dates or kind in _BUILT_IN_DATES}


def _strings(members: Members) -> list[str]:
    """Return the texts that the sheets share."""
    if "xl/sharedStrings.xml" not in members.names:
        return []
    root = parse(members["xl/sharedStrings.xml"])
    return [_words(entry) for entry in root if local(entry.tag) == "si"]


def _words(entry: Element) -> str:
    """Return the words below an element."""
    return "".join(part.text or "" for part in entry.iter() if local(part.tag) == "t")


def _column(reference: str) -> int:
    """Return the number of the column of a cell: ``C7`` is 3."""
    number = 0
    for letter in re.match(r"[A-Z]*", reference)[0]:  # type: ignore[index]  # it always matches
        number = 26 * number + ord(letter) - 64
    return number


class _Book:
    """What cells refer to."""

    def __init__(self, members: Members) -> None:
        self.strings, self.dated = _strings(members), _dated(members)

    def value(self, cell: Element) -> str:
        """Return a cell as text; a date as ISO, whatever part of it is shown."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _words(cell)
        raw = next((e.text or "" for e in cell if local(e.tag) == "v"), "")
        if kind == "s":
            return self.strings[int(raw)] if raw.isdigit() and int(raw) < len(self.strings) else ""
        if kind == "n" and raw and int(cell.get("s", "0")) in self.dated:
            days = float(raw)
            if 1 <= days < _LAST_DAY:
                date = _EPOCH + dt.timedelta(days=days)
                return date.date().isoformat()
        return raw


def _hidden(root: Element, place: Place) -> Iterator[Problem]:
    """Yield the rows and columns of a sheet that are not shown."""
    for entry in root.iter():
        kind = local(entry.tag)
        size = {"row": "ht", "col": "width"}.get(kind)
        if size and (entry.get("hidden") in ("1", "true") or entry.get(size) in ("0", "0.0")):
            name = "row" if kind == "row" else "column"
            yield Problem(at(place, name, entry.get("r") or entry.get("min") or "?"), "hidden")


def _sheet(root: Element, book: _Book, place: Place) -> Iterator[Piece]:
    """Yield the cells of a sheet, and its words beside them."""
    yield from _hidden(root, place)
    rows: dict[int, dict[int, str]] = {}
    for line in (entry for entry in root.iter() if local(entry.tag) == "row"):
        number = int(line.get("r", len(rows) + 1))
        cells = rows.setdefault(number, {})
        for cell in (entry for entry in line if local(entry.tag) == "c"):
            column = _column(cell.get("r", "")) or len(cells) + 1
            cells[column] = book.value(cell)
            where = at(at(place, "row", number), "column", column)
            formulas = (e.text or "" for e in cell if local(e.tag) == "f")
            yield from (Text(where, words, "meta") for words in formulas if words)
    last = max(rows, default=0)
    if last > 1_048_576:
        raise ValueError("too many rows")
    lines = (rows.get(number, {}) for number in range(1, last + 1))
    yield Grid(
        place, tuple(tuple(c.get(n, "") for n in range(1, max(c, default=0) + 1)) for c in lines)
    )
    for entry in root.iter():
        for name in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "formula1", "formula2"):
            if local(entry.tag) == name and entry.text:
                yield Text(place, _LAYOUT.sub(" ", entry.text), "meta")
        for name, value in entry.attrib.items():
            if local(name) in (
                "prompt",
                "promptTitle",
                "error",
                "errorTitle",
                "tooltip",
                "display",
            ):
                yield Text(place, value, "meta")


def read_workbook(content: bytes) -> Iterator[Piece]:
    """Yield what a workbook holds: every sheet, hidden ones, names, comments, properties, members.

    It computes nothing: formulas and the values stored beside them are both read. Text in the
    colour of its background is read as any text.

    Parameters
    ----------
    content : bytes
        The file.

    Yields
    ------
    Piece
        Sheets by their number.

    Raises
    ------
    ValueError
        When it is no workbook.

    Examples
    --------
    >>> list(read_workbook(b"no"))
    Traceback (most recent call last):
        ...
    ValueError: no file of Office
    """
    members = Members(content)
    book, links = _Book(members), members.targets("xl/workbook.xml")
    root = parse(members["xl/workbook.xml"])
    read = {"xl/workbook.xml", "xl/styles.xml"}
    for entry in root.iter():
        if local(entry.tag) == "definedName":
            yield Text((), f"{entry.get('name', '')} {entry.text or ''}", "meta")
            if entry.get("hidden") in ("1", "true"):
                yield Problem((), "hidden")
    sheets = [entry for entry in root.iter() if local(entry.tag) == "sheet"]
    for number, entry in enumerate(sheets, 1):
        place = at((), "sheet", number)
        yield Text(place, entry.get("name", ""), "meta")
        if entry.get("state", "visible") != "visible":
            yield Problem(place, "hidden")
        member = links.get(entry.get(_RELATED, ""), "")
        read.add(member)
        yield from _sheet(parse(members[member]), book, place)
    yield from read_common(members, read)
