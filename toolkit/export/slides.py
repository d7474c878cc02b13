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

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.slide import Slide

# inches, on a page of 13.33 by 7.5
_WIDE, _HIGH, _SIDE, _TOP, _FOOT = 13.333, 7.5, 0.6, 1.4, 1.15
_ROWS = 14
_TITLE, _WORDS, _SMALL = 26, 13, 14
_TITLE_ONLY = 5


def _say(frame: Any, text: str, size: int, lang: str, *, bold: bool = False) -> None:  # noqa: ANN401 - of python-pptx
    """Write a paragraph, in its language."""
    from pptx.util import Pt

    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold = text, Pt(size), bold
    run._r.get_or_add_rPr().set("lang", LOCALES[lang])


def _begin(deck: Deck, title: str, note: str, lang: str) -> Slide:
    """Add a slide with its title, and how to read it below."""
    from pptx.util import Inches

    slide: Slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    head: Any = slide.shapes.title
    head.left, head.top = Inches(_SIDE), Inches(0.3)
    head.width, head.height = Inches(_WIDE - 2 * _SIDE), Inches(1)
    _say(head.text_frame, title, _TITLE, lang, bold=True)
    place = (_SIDE, _HIGH - _FOOT, _WIDE - 2 * _SIDE, _FOOT - 0.2)
    foot = slide.shapes.add_textbox(*(Inches(n) for n in place))
    foot.name = message("export.how_to_read", lang=lang)
    _say(foot.text_frame, note, _SMALL, lang)
    return slide


def _describe(shape: Any, words: str) -> None:  # noqa: ANN401 - of python-pptx
    """Give a shape its words for those who do not see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", words)


def _add_figure(deck: Deck, figure: Figure) -> None:
    """Add a slide with a picture, as large as it fits."""
    from pptx.util import Inches

    slide = _begin(deck, figure.title, figure.caption, figure.lang)
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


def _add_table(deck: Deck, shown: View, lang: str) -> None:
    """Add as many slides as a table needs, each with a table that can be edited."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches

    for title, rows in _parts(shown):
        slide = _begin(deck, title, shown.note, lang)
        place = (_SIDE, _TOP, _WIDE - 2 * _SIDE, 0.32 * (len(rows) + 1))
        size = (len(rows) + 1, len(shown.heads))
        frame = slide.shapes.add_table(*size, *(Inches(n) for n in place))
        frame.name = title
        _describe(frame, shown.note)
        for row, cells in enumerate((shown.heads, *rows)):
            for column, words in enumerate(cells):
                cell = frame.table.cell(row, column)
                _say(cell.text_frame, words, _WORDS, lang, bold=not row)
                if column >= shown.by:
                    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
                cell.margin_top = cell.margin_bottom = Inches(0.03)


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
    from pptx import Presentation
    from pptx.util import Inches

    deck: Deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDE), Inches(_HIGH)
    for item in items:
        if isinstance(item, Figure):
            _add_figure(deck, item)
        else:
            _add_table(deck, view(item, lang), lang)
    stream = io.BytesIO()
    deck.save(stream)
    return repack(stream.getvalue(), properties(title_of(items, lang), lang))
