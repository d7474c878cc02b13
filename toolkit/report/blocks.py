"""A report as a text document: what is written, in which order, and how it looks, in any format."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from toolkit.figures import Figure
from toolkit.messages import message
from toolkit.report.content import Diagnostic
from toolkit.report.parts import Part, report_parts
from toolkit.report.shown import Shown, column_widths

# millimetres, on A4
WIDE, HIGH, SIDE, TOP = 210, 297, 20, 18
ROOM = WIDE - 2 * SIDE
_TALLEST = 170
# millimetres of a letter for each point of its size, and of the margins of a cell
_LETTER, _GAP = 0.22, 3.4
# more columns than this are written small; shorter tables are never cut
_MANY_COLUMNS, _SHORT_TABLE = 6, 20
# fonts of the same widths on all systems: Word has the first, LibreOffice the second
SERIF, SANS = ("Times New Roman", "Liberation Serif"), ("Arial", "Liberation Sans")
COLOURS = MappingProxyType(
    {"ink": "222222", "grey": "444444", "line": "BBBBBB", "pale": "F3F7FA", "blue": "0072B2"}
)


@dataclass(frozen=True)
class Look:
    """How a kind of paragraph looks: sizes in points, and whether it stays with what follows.

    ``word`` and ``libre`` are the names of the styles that these programs have of their own, and
    translate; a look without them is called by the catalogue.
    """

    size: float
    word: str = ""
    libre: str = ""
    serif: bool = True
    bold: bool = False
    colour: str = "ink"
    before: float = 0
    after: float = 6
    stays: bool = False
    # how far apart its lines are, and its level in the outline
    line: float = 1.0
    level: int = 0


LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "text": Look(11, "Normal", "Text body", line=1.2),
        "title": Look(22, "Title", "Title", bold=True, after=4),
        "subtitle": Look(11, "Subtitle", "Subtitle", colour="grey", after=12),
        "limits": Look(10.5, before=6, after=12, line=1.15),
        "contents_heading": Look(
            13, "TOC Heading", "Contents Heading", serif=False, bold=True, before=16, stays=True
        ),
        "contents_entry": Look(10, "toc 1", "Contents 1", after=1.5),
        "heading": Look(15, "heading 1", "Heading 1", False, True, before=22, stays=True, level=1),
        # for what people add
        "subheading": Look(
            12, "heading 2", "Heading 2", False, True, before=12, stays=True, level=2
        ),
        "finding": Look(10.5, serif=False, bold=True, before=8, after=3, stays=True),
        "figure": Look(11, after=3, stays=True),
        "caption": Look(9, "caption", "Caption", False, colour="grey", after=10, line=1.1),
        "table_caption": Look(
            9, serif=False, colour="grey", before=8, after=4, stays=True, line=1.1
        ),
        "cell": Look(8.5, serif=False, after=0),
        "small_cell": Look(7, serif=False, after=0),
        "blank": Look(11, colour="grey", before=6, line=1.2),
        "trace": Look(9.5, after=4),
        "footer": Look(8, "footer", "Footer", False, colour="grey", after=0),
    }
)


def look_name(key: str, own: str, lang: str) -> str:
    """Return what a look is called in the list of styles of a program.

    Parameters
    ----------
    key : str
        A key of ``LOOKS``.
    own : str
        The name that the program knows, or nothing.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The name.

    Examples
    --------
    >>> look_name("limits", "", "fr"), look_name("title", "Title", "fr")
    ('Limites', 'Title')
    """
    return own or message(f"report.look_{key}", lang=lang)


@dataclass(frozen=True)
class Words:
    """A paragraph, after words in bold on a line of their own; it may stay with what follows."""

    look: str
    words: str
    lead: str = ""
    stays: bool = False


@dataclass(frozen=True)
class Contents:
    """The table of contents, each line of which leads to the heading of that number."""

    title: str
    headings: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; what stands apart begins a page."""

    number: int
    words: str
    apart: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture as large as a page allows, in millimetres."""

    figure: Figure
    wide: float
    high: float


@dataclass(frozen=True)
class Table:
    """A table as it lies on a page, widths in millimetres; words at the left, then numbers."""

    name: str
    shown: Shown
    look: str
    widths: tuple[float, ...]
    words: int
    # never cut by the end of a page
    whole: bool


Block = Words | Contents | Heading | Picture | Table


def report_blocks(diagnostic: Diagnostic) -> tuple[Block, ...]:
    """Return a report in the order of its page: what it cannot say before what it says.

    It adds no number.

    Parameters
    ----------
    diagnostic : Diagnostic
        What was found.

    Returns
    -------
    tuple of Block
        Title, limits and contents; headings, words, pictures and tables; the recommendations to
        be written; the trace.

    Examples
    --------
    >>> blocks = report_blocks(Diagnostic("en", "Title", "12 ads", (), "The limits.", ()))
    >>> [block.words for block in blocks if isinstance(block, Heading)]
    ['Recommendations', 'Trace']
    """
    return tuple(_blocks(diagnostic))


def _blocks(diagnostic: Diagnostic) -> Iterator[Block]:
    """Yield the blocks of a report; numbers behind a figure or a summary wait for its annex."""
    lang, parts = diagnostic.lang, report_parts(diagnostic)
    behind = [part for part in parts if _is_behind(part)]
    closing = ("recommendations", *(["annex"] if behind else []), "trace")
    say = {key: message(f"report.{key}", lang=lang) for key in closing}
    yield Words("title", diagnostic.title)
    yield Words("subtitle", diagnostic.subtitle)
    yield Words("limits", diagnostic.limits, message("report.limits_title", lang=lang))
    titles = (*(part.title for part in parts), *say.values())
    yield Contents(message("report.contents", lang=lang), titles)
    for number, part in enumerate(parts, 1):
        yield Heading(number, part.title, apart=number == 1)
        yield from _part(part, diagnostic)
    for number, key in enumerate(closing, len(parts) + 1):
        yield Heading(number, say[key], apart=True)
        if key == "recommendations":
            yield Words("blank", message("report.recommendations_blank", lang=lang))
        for part in behind if key == "annex" else ():
            yield from _numbers(part, lang)
    for name, value in diagnostic.trace:
        yield Words("trace", value, name)


def _is_behind(part: Part) -> bool:
    """Tell whether the table of a part stands behind something that says the same."""
    return part.table is not None and bool(part.table.rows) and not part.open


def _part(part: Part, diagnostic: Diagnostic) -> Iterator[Block]:
    """Yield one question: words, figure, facts, and a table that is all there is to see."""
    lang = diagnostic.lang
    # a table without a caption is not parted from the words before it
    bare = part.figure is None and part.facts is not None and not part.facts.note
    for number, words in enumerate(part.paragraphs, 1):
        yield Words("text", words, stays=bare and number == len(part.paragraphs))
    elsewhere = message("report.in_annex", lang=lang) if _is_behind(part) else ""
    if part.figure is not None:
        corpus = message("report.corpus", lang=lang, corpus=diagnostic.subtitle)
        yield Words("finding", part.figure.title)
        yield _picture(part.figure)
        yield Words("caption", f"{part.figure.caption} {corpus} {elsewhere}".strip())
    if part.facts is not None:
        if part.facts.note:
            yield Words("table_caption", part.facts.note)
        yield _table(f"{message('report.summary_of', lang=lang)} {part.title}", part.facts)
        if elsewhere and part.figure is None:
            yield Words("caption", elsewhere)
    if part.open:
        yield from _numbers(part, lang)


def _numbers(part: Part, lang: str) -> Iterator[Block]:
    """Yield the table of a part."""
    if part.table is not None and part.table.rows:
        name = f"{message('report.table_of', lang=lang)} {part.title}"
        yield Words("table_caption", part.table.note, name)
        yield _table(name, part.table)


def _picture(figure: Figure) -> Picture:
    """Return a picture as large as a page allows."""
    width, height = struct.unpack(">II", figure.png[16:24])
    wide = min(ROOM, _TALLEST * width / height)
    return Picture(figure, wide, wide * height / width)


def _table(name: str, shown: Shown) -> Table:
    """Return a table as it lies on a page."""
    look = "small_cell" if len(shown.heads) > _MANY_COLUMNS else "cell"
    rows = (shown.heads, *shown.rows)
    widths = column_widths(rows, room=ROOM, letter=_LETTER * LOOKS[look].size, gap=_GAP)
    words = len(shown.heads) if shown.facts else shown.by
    return Table(name, shown, look, tuple(widths), words, len(shown.rows) <= _SHORT_TABLE)
