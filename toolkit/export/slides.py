"""Slides: one for each figure or table, that a screen reader reads and a team can edit."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from toolkit.archives import LOCALES, properties, repack
from toolkit.export.views import Item, View, title_of, view
from toolkit.figures.bare import bare_png
from toolkit.figures.figure import Figure
from toolkit.messages import message
from toolkit.report.content import Diagnostic
from toolkit.report.deck import Slide as Page
from toolkit.report.deck import make_deck
from toolkit.report.shown import column_widths

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.slide import Slide

# inches, on a page of 13.33 by 7.5
_WIDE, _HIGH, _SIDE, _TOP, _FOOT = 13.333, 7.5, 0.6, 1.3, 1.05
_ROWS = 13
_WORDS, _SMALL, _LARGE = 14, 14, 20
# a table of few rows and columns is written larger
_FEW_ROWS, _FEW_COLUMNS, _CLEAR = 9, 4, 16
# the longer a title the smaller: two lines at most
_TITLES = ((80, 26), (130, 22), (10_000, 18))
_TITLE_ONLY = 5
# inches of a letter of a table and of the margins of a cell
_LETTER, _GAP = 0.112, 0.32
# more words than this stand in two columns
_MANY = 6
_FONT = "Arial"
# neither lines nor colours: each row has its own line below
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def _say(
    frame: Any,  # noqa: ANN401 - of python-pptx
    text: str,
    size: int,
    lang: str,
    *,
    bold: bool = False,
    more: bool = False,
) -> None:
    """Write a paragraph, in its language; ``more`` adds it after the others."""
    from pptx.util import Pt

    frame.word_wrap = True
    paragraph = frame.add_paragraph() if more else frame.paragraphs[0]
    paragraph.space_after = Pt(size / 2)
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold = text, Pt(size), bold
    run.font.name = _FONT
    run._r.get_or_add_rPr().set("lang", LOCALES[lang])


def _begin(deck: Deck, title: str, note: str, lang: str) -> Slide:
    """Add a slide with its title, and how to read it below."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches

    slide: Slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    head: Any = slide.shapes.title
    head.left, head.top = Inches(_SIDE), Inches(0.3)
    head.width, head.height = Inches(_WIDE - 2 * _SIDE), Inches(1)
    size = next(size for longest, size in _TITLES if len(title) <= longest)
    _say(head.text_frame, title, size, lang, bold=True)
    head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    if note:
        place = (_SIDE, _HIGH - _FOOT, _WIDE - 2 * _SIDE, _FOOT - 0.2)
        foot = slide.shapes.add_textbox(*(Inches(n) for n in place))
        foot.name = message("export.how_to_read", lang=lang)
        _say(foot.text_frame, note, _SMALL, lang)
    return slide


def _describe(shape: Any, words: str) -> None:  # noqa: ANN401 - of python-pptx
    """Give a shape its words for those who do not see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", words)


def _add_picture(slide: Slide, figure: Figure) -> None:
    """Add a picture to a slide, as large as it fits."""
    from pptx.util import Inches

    png = bare_png(figure.png)
    width, height = struct.unpack(">II", png[16:24])
    room_wide, room_high = _WIDE - 2 * _SIDE, _HIGH - _TOP - _FOOT - 0.1
    scale = min(room_wide / width, room_high / height)
    left = (_WIDE - width * scale) / 2
    place = (left, _TOP, width * scale, height * scale)
    picture = slide.shapes.add_picture(io.BytesIO(png), *(Inches(n) for n in place))
    picture.name = figure.name
    _describe(picture, figure.alt)


def _parts(shown: View) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Yield the rows that fit on a slide, with the title of that slide."""
    number = max(1, -(-len(shown.rows) // _ROWS))
    for part in range(number):
        title = shown.title if number == 1 else f"{shown.title} ({part + 1}/{number})"
        yield title, shown.rows[part * _ROWS : (part + 1) * _ROWS]


def _add_grid(slide: Slide, rows: Sequence[Sequence[str]], by: int, lang: str) -> Any:  # noqa: ANN401 - of python-pptx
    """Add a table that can be edited: headings first, numbers at the right, words at the left."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches

    place = (_SIDE, _TOP, _WIDE - 2 * _SIDE, 0.32 * len(rows))
    frame = slide.shapes.add_table(len(rows), len(rows[0]), *(Inches(n) for n in place))
    frame._element.xpath(".//a:tableStyleId")[0].text = _PLAIN
    clear = len(rows) <= _FEW_ROWS and len(rows[0]) <= _FEW_COLUMNS
    size = _CLEAR if clear else _WORDS
    letter = _LETTER * size / _WORDS
    widths = column_widths(rows, room=_WIDE - 2 * _SIDE, letter=letter, gap=_GAP)
    for column, width in enumerate(widths):
        frame.table.columns[column].width = Inches(width)
    for row, cells in enumerate(rows):
        for column, words in enumerate(cells):
            cell = frame.table.cell(row, column)
            _say(cell.text_frame, words, size, lang, bold=not row)
            if column >= by:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            _underline(cell, strong=not row)
    return frame


def _underline(cell: Any, *, strong: bool) -> None:  # noqa: ANN401 - of python-pptx
    """Draw a line below a cell, as below the rows of a printed table."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    width, colour = (19050, "222222") if strong else (6350, "BBBBBB")
    line = f'<a:lnB {nsdecls("a")} w="{width}"><a:solidFill><a:srgbClr val="{colour}"/>'
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(f"{line}</a:solidFill></a:lnB>"))


def _add_item(deck: Deck, item: Item, lang: str) -> None:
    """Add a slide for a figure, or as many as a table needs."""
    if isinstance(item, Figure):
        _add_picture(_begin(deck, item.title, item.caption, item.lang), item)
        return
    shown = view(item, lang)
    for title, rows in _parts(shown):
        frame = _add_grid(
            _begin(deck, title, shown.note, lang), (shown.heads, *rows), shown.by, lang
        )
        frame.name = title
        _describe(frame, shown.note)


def _add_page(deck: Deck, page: Page, lang: str) -> None:
    """Add a slide of a diagnostic, with what its speaker says."""
    slide = _begin(deck, page.title, page.foot, page.figure.lang if page.figure else lang)
    if page.figure is not None:
        _add_picture(slide, page.figure)
    elif page.table is not None and page.table.rows:
        shown = page.table
        by = len(shown.heads) if shown.facts else shown.by
        frame = _add_grid(slide, (shown.heads, *shown.rows), by, lang)
        frame.name = page.title
        _describe(frame, shown.note or page.title)
    else:
        _add_words(slide, page, lang)
    _say_all(slide.notes_slide.notes_text_frame, page.notes, _WORDS, lang)


def _add_words(slide: Slide, page: Page, lang: str) -> None:
    """Add the words of a slide; a frame to be filled in where it is blank."""
    from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
    from pptx.enum.text import MSO_AUTO_SIZE
    from pptx.util import Inches

    top = _TOP + 0.1 + (1.6 if page.cover else 0)
    place = (_SIDE, top, _WIDE - 2 * _SIDE, _HIGH - top - _FOOT - 0.2)
    box = slide.shapes.add_textbox(*(Inches(n) for n in place))
    box.name = page.title
    many = len(page.words) > _MANY
    _say_all(box.text_frame, page.words, _SMALL if many else _LARGE, lang)
    box.text_frame.auto_size = MSO_AUTO_SIZE.NONE
    if many:
        box.text_frame._txBody.bodyPr.set("numCol", "2")
        box.text_frame._txBody.bodyPr.set("spcCol", str(Inches(0.4)))
    if page.blank:
        box.line.color.theme_color, box.line.dash_style = MSO_THEME_COLOR.TEXT_1, MSO_LINE.DASH
    if page.cover:
        head: Any = slide.shapes.title
        head.top = Inches(_TOP + 0.4)


def _say_all(frame: Any, words: Sequence[str], size: int, lang: str) -> None:  # noqa: ANN401 - of python-pptx
    """Write paragraphs."""
    for number, text in enumerate(words):
        _say(frame, text, size, lang, more=bool(number))


def slides_bytes(items: Sequence[Item], lang: str) -> bytes:
    """Return slides: a picture with its words, or a table that can be edited, and how to read it.

    A table longer than a slide goes on over several. There is no cover, no author, no date, no
    note, no thumbnail.

    Parameters
    ----------
    items : sequence of SafeTable and Figure
        One or more.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    bytes
        PPTX.

    Examples
    --------
    >>> slides_bytes.__name__
    'slides_bytes'
    """
    deck = _new_deck()
    for item in items:
        _add_item(deck, item, lang)
    return _saved(deck, title_of(items, lang), lang)


def deck_bytes(diagnostic: Diagnostic) -> bytes:
    """Return the slides of a diagnostic, each with what its speaker says, method and limits.

    Parameters
    ----------
    diagnostic : Diagnostic
        What was found.

    Returns
    -------
    bytes
        PPTX: a cover, pictures with their words, tables that can be edited; no author and no date.

    Examples
    --------
    >>> deck_bytes(Diagnostic("en", "Title", "12 ads", (), "The limits.", ()))[:2]
    b'PK'
    """
    pages = make_deck(diagnostic)
    deck = _new_deck()
    for page in pages:
        _add_page(deck, page, diagnostic.lang)
    return _saved(deck, diagnostic.title, diagnostic.lang)


def _new_deck() -> Deck:
    """Return a presentation without slides, as wide as screens are."""
    from pptx import Presentation
    from pptx.util import Inches

    deck: Deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDE), Inches(_HIGH)
    return deck


def _saved(deck: Deck, title: str, lang: str) -> bytes:
    """Return a presentation as a file that says nothing of its maker."""
    stream = io.BytesIO()
    deck.save(stream)
    return repack(stream.getvalue(), properties(title, lang))
