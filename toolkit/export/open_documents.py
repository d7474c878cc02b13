"""ODT: texts, tables, what is hidden in them, pictures, properties, settings, and their members."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.export.office import Members, local, parse, read_drawn, spoken
from toolkit.export.pieces import Grid, Piece, Place, Problem, Text, at, word_list

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_KIND = b"application/vnd.oasis.opendocument.text"
_READ = ("content.xml", "styles.xml")
# a cell may say that it is repeated a million times
_MOST_REPEATED = 100
_SHORTEST = 3


def read_open_document(content: bytes) -> Iterator[Piece]:
    """Yield what a text document of LibreOffice holds, seen or not.

    It does not open what is embedded: that is refused.

    Parameters
    ----------
    content : bytes
        The file.

    Yields
    ------
    Piece
        Body, headers and footers, then the rest.

    Raises
    ------
    ValueError
        When it is no text document, or locked.

    Examples
    --------
    >>> list(read_open_document(b"no"))
    Traceback (most recent call last):
        ...
    ValueError: no file of Office
    """
    members = Members(content)
    if "content.xml" not in members.names or not members["mimetype"].startswith(_KIND):
        raise ValueError("no text document")
    if members.zip.comment:
        yield Text((), members.zip.comment.decode("utf-8", "replace"), "meta")
        yield Problem((), "metadata")
    known = re.compile("|".join(sorted(word_list("office", "open_members"))))
    # what people read comes first
    for number, name in enumerate(sorted(members.names, key=lambda one: one not in _READ), 1):
        if known.fullmatch(name):
            yield from _member(members, name, at((), "member", name if len(name) < 60 else number))
        else:
            yield Text(at((), "member", number), name, "meta")
            # programs write empty members for their tool bars
            if members[name]:
                yield Problem(at((), "member", number), "embedded")


def _member(members: Members, name: str, place: Place) -> Iterator[Piece]:
    """Yield what a member holds."""
    if name == "mimetype":
        if members[name] != _KIND:
            yield Text(place, members[name].decode("utf-8", "replace"), "meta")
            yield Problem(place, "metadata")
    elif name.startswith(("Pictures/", "Thumbnails/")):
        if name.startswith("Thumbnails/"):
            yield Problem(place, "metadata")
        yield from read_drawn(members, name, place)
    else:
        root = parse(members[name])
        if any(local(entry.tag) == "encryption-data" for entry in root.iter()):
            raise ValueError("locked")
        if name in _READ:
            yield from _read(root, place)
        else:
            yield from _beside(root, place)
        yield from spoken(root, place)
        yield from _attributes(root, place, frozenset(members.names))


def _read(root: Element, place: Place) -> Iterator[Piece]:
    """Yield paragraphs, tables, and what is not seen."""
    for entry in root.iter():
        kind = local(entry.tag)
        if kind in ("p", "h"):
            words = "".join(_words(entry))
            if words.strip():
                yield Text(place, words)
        elif kind in word_list("office", "open_hidden"):
            yield Problem(place, "hidden")
        elif kind in word_list("office", "open_carriers"):
            yield Problem(place, "embedded")
        if _is_hidden(entry):
            yield Problem(place, "hidden")
    tables = (entry for entry in root.iter() if local(entry.tag) == "table")
    for number, table in enumerate(tables, 1):
        yield Grid(at(place, "table", number), tuple(_rows(table)))


def _words(entry: Element) -> Iterator[str]:
    """Yield the words of a paragraph, with the spaces that have elements of their own."""
    yield entry.text or ""
    for child in entry:
        if local(child.tag) in ("s", "tab", "line-break"):
            yield " "
        # the words for those who do not see a picture are read beside, each for itself
        if local(child.tag) not in ("title", "desc"):
            yield from _words(child)
        yield child.tail or ""


def _is_hidden(entry: Element) -> bool:
    """Tell whether an element is not shown, or says more than it shows."""
    values = {local(name): value for name, value in entry.attrib.items()}
    if values.get("display") in ("none", "false") or values.get("visibility") == "collapse":
        return True
    number = values.get("value") if local(entry.tag).endswith("table-cell") else None
    return number is not None and _digits(number) != _digits("".join(_words(entry)))


def _digits(words: str) -> str:
    """Return the figures of a number, however it is written."""
    return re.sub(r"\D", "", words).strip("0")


def _rows(table: Element) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table, those of its head first; a table within a cell is another."""
    for part in table:
        if local(part.tag) == "table-row":
            yield tuple(_cells(part))
        elif local(part.tag) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(part)


def _cells(line: Element) -> Iterator[str]:
    """Yield the cells of a row as they are written."""
    for cell in line:
        if local(cell.tag) in ("table-cell", "covered-table-cell"):
            words = " ".join("".join(_words(p)) for p in cell if local(p.tag) in ("p", "h"))
            repeated = [v for k, v in cell.attrib.items() if local(k) == "number-columns-repeated"]
            yield from [words.strip()] * min(int((repeated or ["1"])[0]), _MOST_REPEATED)


def _beside(root: Element, place: Place) -> Iterator[Piece]:
    """Yield what properties and settings say, and of whom."""
    for entry in root.iter():
        kind, words = local(entry.tag), (entry.text or "").strip()
        names = {value for name, value in entry.attrib.items() if local(name) == "name"}
        printer = bool(words) and bool(names & word_list("office", "open_printers"))
        personal = bool(words) and kind.casefold() in word_list("office", "personal")
        if printer or personal or kind == "user-defined":
            yield Problem(place, "metadata")


def _attributes(root: Element, place: Place, own: frozenset[str]) -> Iterator[Piece]:
    """Yield what attributes hold: fields keep their words there, links where they lead."""
    for entry in root.iter():
        for name, value in entry.attrib.items():
            if len(value) > _SHORTEST and value not in own:
                outside = local(name) == "href" and not value.startswith("#")
                yield Text(place, value, "prose" if outside else "meta")
