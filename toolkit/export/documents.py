"""PPTX and DOCX: slides, notes, texts, what is hidden in them, and their members."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.export.office import Members, local, paragraph, parse, read_common, spoken
from toolkit.export.pieces import Grid, Piece, Place, Problem, Text, at

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_WRITTEN = r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml"


def _tables(root: Element, place: Place) -> Iterator[Grid]:
    """Yield the tables below an element."""
    for number, table in enumerate((e for e in root.iter() if local(e.tag) == "tbl"), 1):
        rows = [
            tuple(
                " ".join(paragraph(p) for p in cell.iter() if local(p.tag) == "p").strip()
                for cell in line
                if local(cell.tag) == "tc"
            )
            for line in table
            if local(line.tag) == "tr"
        ]
        yield Grid(at(place, "table", number), tuple(rows))


def _said(root: Element, place: Place) -> Iterator[Piece]:
    """Yield paragraphs, tables, and the words of drawings."""
    for entry in root.iter():
        if local(entry.tag) == "p":
            words = paragraph(entry)
            if words.strip():
                yield Text(place, words)
    yield from _tables(root, place)
    yield from spoken(root, place)


def _is_on(entry: Element) -> bool:
    """Tell whether a property of a text is not switched off."""
    values = [value for name, value in entry.attrib.items() if local(name) == "val"]
    return not values or values[0] not in ("0", "false", "off")


def read_slides(content: bytes) -> Iterator[Piece]:
    """Yield what slides hold: texts, tables, notes, hidden slides and shapes, members, properties.

    Slides are numbered as their members, which is their order unless they were moved. It does not
    work out a layout: what lies outside a slide is read as what lies on it.

    Parameters
    ----------
    content : bytes
        The file.

    Yields
    ------
    Piece
        Slides, then the rest.

    Raises
    ------
    ValueError
        When it is no presentation.

    Examples
    --------
    >>> list(read_slides(b"no"))
    Traceback (most recent call last):
        ...
    ValueError: no file of Office
    """
    members = Members(content)
    if "ppt/presentation.xml" not in members.names:
        raise ValueError("no presentation")
    slides = members.like(r"ppt/slides/slide\d+\.xml")
    notes = members.like(r"ppt/notesSlides/notesSlide\d+\.xml")
    for kind, names in (("slide", slides), ("notes", notes)):
        for name in names:
            number = re.findall(r"\d+", name)[-1]
            place, root = at((), kind, number), parse(members[name])
            off = root.get("show") in ("0", "false")
            shapes = (e for e in root.iter() if local(e.tag) == "cNvPr")
            if off or any(shape.get("hidden") in ("1", "true") for shape in shapes):
                yield Problem(place, "hidden")
            yield from _said(root, place)
    yield from read_common(members, {*slides, *notes})


def read_document(content: bytes) -> Iterator[Piece]:
    """Yield what a text document holds: texts, tables, hidden and deleted words, properties.

    Parameters
    ----------
    content : bytes
        The file.

    Yields
    ------
    Piece
        Body, headers, notes, then the rest.

    Raises
    ------
    ValueError
        When it is no text document.

    Examples
    --------
    >>> list(read_document(b"no"))
    Traceback (most recent call last):
        ...
    ValueError: no file of Office
    """
    members = Members(content)
    if "word/document.xml" not in members.names:
        raise ValueError("no text document")
    written = [name for name in members.names if re.fullmatch(_WRITTEN, name)]
    for name in written:
        place, root = at((), "member", name), parse(members[name])
        kinds = [(local(entry.tag), entry) for entry in root.iter()]
        # words hidden on the web only, such as pages of a table of contents, are seen on paper
        if any(kind == "vanish" and _is_on(entry) for kind, entry in kinds):
            yield Problem(place, "hidden")
        # changes that are tracked keep what was deleted, and who did it
        if any(kind in ("del", "ins", "moveFrom", "moveTo") for kind, _ in kinds):
            yield Problem(place, "hidden")
        yield from _said(root, place)
    yield from read_common(members, set(written))
