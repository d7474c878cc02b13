"""The report for Word: its own styles, a table of contents, tables that can be edited."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from toolkit.archives import LOCALES, properties, repack
from toolkit.figures.bare import bare_png
from toolkit.messages import message
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
    Block,
    Contents,
    Heading,
    Picture,
    Table,
    Words,
    look_name,
    report_blocks,
)
from toolkit.report.content import Diagnostic
from toolkit.report.templating import page_from

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

# twentieths of a point in a millimetre
_TWIPS = 1440 / 25.4
# the headings of the first level, as links, without the pages that nobody knows yet
_CONTENTS = r'TOC \o "1-1" \n \h'
# what the template of the library brings beside the text
_BROUGHT = ("customXml", "stylesWithEffects", "numbering", "fontTable", "webSettings")
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:settings xmlns:w="http://schemas.'
    'openxmlformats.org/wordprocessingml/2006/main"><w:defaultTabStop w:val="709"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="{language}"/></w:settings>'
)


def word_bytes(diagnostic: Diagnostic) -> bytes:
    """Return the report of a diagnostic as a text document of Word.

    It has no author, no date, no thumbnail and no change that is tracked; the same diagnostic gives
    the same bytes. The contents show no page numbers: only Word knows them, and makes them again.

    Parameters
    ----------
    diagnostic : Diagnostic
        What was found.

    Returns
    -------
    bytes
        DOCX.

    Examples
    --------
    >>> word_bytes(Diagnostic("en", "Title", "12 ads", (), "The limits.", ()))[:2]
    b'PK'
    """
    lang = diagnostic.lang
    document = _new_document(lang)
    for block in report_blocks(diagnostic):
        _write(document, block)
    stream = io.BytesIO()
    document.save(stream)
    settings = {"word/settings.xml": _SETTINGS.format(language=LOCALES[lang]).encode()}
    return repack(stream.getvalue(), settings | properties(diagnostic.title, lang))


def _new_document(lang: str) -> Document:
    """Return an empty document with our styles and pages, and nothing of the library's template."""
    from docx import Document

    document = Document()
    links = document.part.rels
    for key in [key for key, link in links.items() if link.reltype.endswith(_BROUGHT)]:
        del links[key]
    _set_styles(document, lang)
    _set_page(document, lang)
    return document


def _style(look: str) -> str:
    """Return the identifier of the style of a look."""
    return (LOOKS[look].word or look).title().replace(" ", "")


def _set_styles(document: Document, lang: str) -> None:
    """Put our styles in place of those of the library's template."""
    from docx.oxml.parser import parse_xml

    styles = [
        {"key": key, "id": _style(key), "name": look_name(key, look.word, lang), "look": look}
        for key, look in LOOKS.items()
    ]
    values = {"serif": SERIF[0], "sans": SANS[0], "locale": LOCALES[lang]}
    page = page_from(
        "word_styles.xml.j2", lang, styles=styles, room=_twips(ROOM), colours=COLOURS, **values
    )
    document.styles.element[:] = list(parse_xml(page))


def _set_page(document: Document, lang: str) -> None:
    """Lay the pages out: A4; below, what the numbers are not, and the number of the page."""
    from docx.shared import Mm

    section = document.sections[0]
    # the sessions in which the template was edited
    section._sectPr.attrib.clear()
    section.page_width, section.page_height = Mm(WIDE), Mm(HIGH)
    section.left_margin = section.right_margin = Mm(SIDE)
    section.top_margin = section.bottom_margin = Mm(TOP)
    section.footer_distance = Mm(TOP / 2)
    line = section.footer.paragraphs[0]
    line._p.style = _style("footer")
    line.add_run(f"{message('report.footer', lang=lang)}\t")
    for before, field in (("", "PAGE"), (" / ", "NUMPAGES")):
        line.add_run(before)
        _add(_add(_add(line._p, "fldSimple", instr=field), "r"), "t").text = "1"


def _twips(millimetres: float) -> int:
    """Return a length as Word counts it."""
    return round(millimetres * _TWIPS)


def _add(parent: Any, tag: str, **values: object) -> Any:  # noqa: ANN401 - of python-docx
    """Add an element of Word below another, with its attributes, and return it."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    element = OxmlElement(f"w:{tag}")
    for name, value in values.items():
        element.set(qn(f"w:{name}"), str(value))
    parent.append(element)
    return element


def _paragraph(document: Document, look: str) -> Paragraph:
    """Add an empty paragraph."""
    paragraph = document.add_paragraph()
    paragraph._p.style = _style(look)
    return paragraph


def _write(document: Document, block: Block) -> None:
    """Write a block at the end of a document."""
    match block:
        case Words():
            _say(_paragraph(document, block.look), block)
        case Heading():
            _begin(_paragraph(document, "heading"), block)
        case Contents():
            _list_contents(document, block)
        case Picture():
            _show(_paragraph(document, "figure"), block)
        case Table():
            _lay(document, block)


def _say(paragraph: Paragraph, block: Words) -> None:
    """Write the words of a paragraph."""
    paragraph.paragraph_format.keep_with_next = block.stays or None
    if block.lead:
        run = paragraph.add_run(block.lead)
        run._r.style = "Strong"
        run.add_break()
    paragraph.add_run(block.words)


def _mark(number: int) -> str:
    """Return the name of a bookmark, as Word calls those of its contents."""
    return f"_Toc{number:09d}"


def _begin(paragraph: Paragraph, block: Heading) -> None:
    """Write the words of a heading, between the marks that the contents lead to."""
    paragraph.paragraph_format.page_break_before = block.apart or None
    _add(paragraph._p, "bookmarkStart", id=block.number, name=_mark(block.number))
    paragraph.add_run(block.words)
    _add(paragraph._p, "bookmarkEnd", id=block.number)


def _list_contents(document: Document, block: Contents) -> None:
    """Write the table of contents: a field, filled in, that Word can make again."""
    _paragraph(document, "contents_heading").add_run(block.title)
    lines = [_paragraph(document, "contents_entry") for _ in block.headings]
    _add(lines[0].add_run()._r, "fldChar", fldCharType="begin")
    _add(lines[0].add_run()._r, "instrText").text = _CONTENTS
    _add(lines[0].add_run()._r, "fldChar", fldCharType="separate")
    for number, (line, words) in enumerate(zip(lines, block.headings, strict=True), 1):
        link = _add(line._p, "hyperlink", anchor=_mark(number), history=1)
        _add(_add(link, "r"), "t").text = words
    _add(lines[-1].add_run()._r, "fldChar", fldCharType="end")


def _show(paragraph: Paragraph, block: Picture) -> None:
    """Write a picture with its words for those who do not see it."""
    from docx.shared import Mm

    png = io.BytesIO(bare_png(block.figure.png))
    shape = paragraph.add_run().add_picture(png, Mm(block.wide), Mm(block.high))
    for side in "TBLR":
        shape._inline.set(f"dist{side}", "0")
    named = shape._inline.docPr
    named.set("name", block.figure.name)
    named.set("descr", block.figure.alt)


def _lay(document: Document, block: Table) -> None:
    """Write a table: headings repeated, no row cut, a short one on one page."""
    from docx.oxml.parser import OxmlElement

    table: Any = OxmlElement("w:tbl")
    document.element.body.insert_element_before(table, "w:sectPr")
    kind = _add(table, "tblPr")
    _add(kind, "tblStyle", val="PlainTable2")
    _add(kind, "tblW", w=_twips(ROOM), type="dxa")
    _add(kind, "tblLayout", type="fixed")
    _add(kind, "tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, noHBand=0, noVBand=1)
    _add(kind, "tblCaption", val=block.name)
    _add(kind, "tblDescription", val=block.shown.note or block.name)
    grid = _add(table, "tblGrid")
    for width in block.widths:
        _add(grid, "gridCol", w=_twips(width))
    for number, cells in enumerate((block.shown.heads, *block.shown.rows)):
        line = _add(table, "tr")
        flow = _add(line, "trPr")
        _add(flow, "cantSplit")
        if not number:
            _add(flow, "tblHeader")
        stays = not number or (block.whole and number < len(block.shown.rows))
        for column, words in enumerate(cells):
            cell = _add(line, "tc")
            _add(_add(cell, "tcPr"), "tcW", w=_twips(block.widths[column]), type="dxa")
            _fill(_add(cell, "p"), words, block.look, stays=stays, right=column >= block.words)


def _fill(paragraph: Any, words: str, look: str, *, stays: bool, right: bool) -> None:  # noqa: ANN401 - of python-docx
    """Write the words of a cell, numbers at the right."""
    looks = _add(paragraph, "pPr")
    _add(looks, "pStyle", val=_style(look))
    if stays:
        _add(looks, "keepNext")
    if right:
        _add(looks, "jc", val="right")
    _add(_add(paragraph, "r"), "t").text = words
