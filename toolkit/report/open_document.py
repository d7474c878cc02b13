"""The report for LibreOffice: its own styles, a table of contents, tables that can be edited."""

from __future__ import annotations

from toolkit.archives import LOCALES, open_package
from toolkit.figures.bare import bare_png
from toolkit.report.blocks import (
    COLOURS,
    HIGH,
    LOOKS,
    ROOM,
    SANS,
    SERIF,
    SIDE,
    TOP,
    WIDE,
    Picture,
    Table,
    look_name,
    report_blocks,
)
from toolkit.report.content import Diagnostic
from toolkit.report.templating import page_from


def open_document_bytes(diagnostic: Diagnostic) -> bytes:
    """Return the report of a diagnostic as a text document of LibreOffice, which Word reads too.

    It has no author, no date, no settings of a computer and no change that is tracked; the same
    diagnostic gives the same bytes. The contents show no page numbers: only LibreOffice knows them.

    Parameters
    ----------
    diagnostic : Diagnostic
        What was found.

    Returns
    -------
    bytes
        ODT (OpenDocument 1.3).

    Examples
    --------
    >>> b"opendocument.text" in open_document_bytes(
    ...     Diagnostic("en", "Title", "12 ads", (), "The limits.", ())
    ... )[:90]
    True
    """
    blocks = report_blocks(diagnostic)
    tables = [block for block in blocks if isinstance(block, Table)]
    numbers = {id(table): number for number, table in enumerate(tables, 1)}
    numbered = [(type(block).__name__, block, numbers.get(id(block))) for block in blocks]
    content = page_from(
        "open_document.xml.j2",
        diagnostic.lang,
        blocks=numbered,
        tables=tables,
        style=_style,
        colours=COLOURS,
        room=ROOM,
    )
    pictures = {
        f"Pictures/{block.figure.name}.png": bare_png(block.figure.png)
        for block in blocks
        if isinstance(block, Picture)
    }
    members = {"content.xml": content.encode(), "styles.xml": _styles(diagnostic.lang).encode()}
    return open_package(members | pictures, diagnostic.title, diagnostic.lang)


def _style(look: str) -> str:
    """Return the name of the style of a look, as it is written in files."""
    return (LOOKS[look].libre or look).replace(" ", "_20_")


def _styles(lang: str) -> str:
    """Return the styles and the pages of a document."""
    styles = [
        {"key": key, "id": _style(key), "name": look_name(key, look.libre, lang), "look": look}
        for key, look in LOOKS.items()
    ]
    language, country = LOCALES[lang].split("-")
    page = {"wide": WIDE, "high": HIGH, "side": SIDE, "top": TOP, "room": ROOM}
    fonts = {"serif": SERIF[1], "sans": SANS[1], "language": language, "country": country}
    return page_from("open_styles.xml.j2", lang, styles=styles, colours=COLOURS, **page, **fonts)
