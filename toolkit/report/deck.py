"""The slides of a diagnostic, whatever file they go into."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from toolkit.figures import Figure
from toolkit.messages import message
from toolkit.report.content import Diagnostic, Section
from toolkit.report.shown import Shown, facts_table, slide_table

ROWS = 11
_MOST_SLIDES = 3
# higher than wide, a picture is too small to be read from a seat
_TALL = 0.86
_LEGEND, _SHORT = 200, 120
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý])")


@dataclass(frozen=True)
class Slide:
    """One slide: a figure, a table or words, what stands below, and what the speaker says."""

    key: str
    title: str
    words: tuple[str, ...] = ()
    figure: Figure | None = None
    table: Shown | None = None
    foot: str = ""
    notes: tuple[str, ...] = field(default=())
    cover: bool = False
    # a frame that the team fills in
    blank: bool = False


def make_deck(diagnostic: Diagnostic) -> tuple[Slide, ...]:
    """Return the slides of a diagnostic: the same findings, limits and numbers as its report.

    Words of ads are left out: they are read in the report only, beside their cautions. It adds
    no number.

    Parameters
    ----------
    diagnostic : Diagnostic
        What was found.

    Returns
    -------
    tuple of Slide
        A cover, one or two slides per section, the recommendations to be written, the trace.

    Examples
    --------
    >>> deck = make_deck(Diagnostic("en", "Title", "12 ads", (), "The limits.", (("Made", "x"),)))
    >>> [slide.title for slide in deck]
    ['Title', 'Recommendations', 'Trace']
    """
    lang = diagnostic.lang
    short = message("report.footer", lang=lang)
    slides = [
        Slide("cover", diagnostic.title, (diagnostic.subtitle, short), cover=True),
        *(
            replace(slide, foot=slide.foot or f"{diagnostic.subtitle}. {short}")
            for section in diagnostic.sections
            if section.on_slides and not section.is_hidden
            for slide in _slides_of(section, diagnostic.subtitle, lang)
        ),
        Slide(
            "recommendations",
            message("report.recommendations", lang=lang),
            (message("report.recommendations_blank", lang=lang),),
            foot=short,
            blank=True,
        ),
        *_trace(diagnostic),
    ]
    return tuple(
        replace(slide, title=title, notes=(*slide.notes, diagnostic.limits))
        for slide, title in zip(slides, _told_apart(diagnostic, slides), strict=True)
    )


def _told_apart(diagnostic: Diagnostic, slides: list[Slide]) -> Iterator[str]:
    """Yield the titles of slides; a finding that two figures share stands over the first only."""
    topics = {section.key: section.title for section in diagnostic.sections}
    seen: set[str] = set()
    for slide in slides:
        yield topics.get(slide.key, slide.title) if slide.title in seen else slide.title
        seen.add(slide.title)


def _slides_of(section: Section, subtitle: str, lang: str) -> Iterator[Slide]:
    """Yield the slides of a section: its figure, else its facts, else its table, else its words."""
    start = Slide(section.key, section.title)
    if section.figure is not None and not _is_tall(section.figure):
        figure = section.figure
        notes = (*section.paragraphs, figure.caption)
        corpus = message("report.corpus", lang=lang, corpus=subtitle)
        legend = f"{_legend(figure.caption)} {corpus}"
        yield replace(start, title=figure.title, figure=figure, foot=legend, notes=notes)
    elif section.facts is not None and section.facts.rows:
        facts = section.facts
        shown = facts_table(facts)
        notes = tuple(part for part in (*section.paragraphs, facts.note) if part)
        yield from _pages(replace(start, notes=notes, foot=facts.note), shown, lang)
    elif section.table is not None and section.shows_numbers:
        shown = slide_table(section.table, section.labels, lang)
        start = replace(start, notes=(*section.paragraphs, shown.note))
        if len(shown.rows) == 1:
            # one row of numbers says less than the sentence made of it
            yield replace(start, words=section.paragraphs[:1])
        else:
            yield from _pages(*_without_zeros(start, section, shown, lang), lang)
    else:
        yield replace(start, words=section.paragraphs)


def _without_zeros(start: Slide, section: Section, shown: Shown, lang: str) -> tuple[Slide, Shown]:
    """Return a table in place of a picture that is too high, without its rows of zeros."""
    if section.figure is None or section.table is None:
        return start, shown
    kept = section.table.to_frame()["n_ads"].ne(0).fillna(True)
    rows = tuple(row for row, keep in zip(shown.rows, kept, strict=True) if keep)
    left = len(shown.rows) - len(rows)
    if not rows or not left:
        return start, shown
    file = f"tables/{section.key}.csv"
    foot = message("report.zeros_left", lang=lang, n=left, file=file)
    return replace(start, foot=foot), replace(shown, rows=rows)


def _is_tall(figure: Figure) -> bool:
    """Tell whether a picture is too high for a slide."""
    width, height = struct.unpack(">II", figure.png[16:24])
    return bool(height > _TALL * width)


def _legend(caption: str) -> str:
    """Return the first sentences of a caption, as many as a slide has room for."""
    kept = ""
    for sentence in _SENTENCE.split(caption):
        if kept and len(kept) + len(sentence) > _LEGEND:
            break
        kept = f"{kept} {sentence}".strip()
    return kept


def _pages(start: Slide, shown: Shown, lang: str) -> Iterator[Slide]:
    """Yield a table over as many slides as it needs; a long one ends with where the rest is."""
    wanted = max(1, -(-len(shown.rows) // ROWS))
    number = min(wanted, _MOST_SLIDES)
    # pages of one length: no last row stands alone
    size = ROWS if wanted > number else -(-len(shown.rows) // number)
    for part in range(number):
        rows = shown.rows[part * size : (part + 1) * size]
        title = start.title if number == 1 else f"{start.title} ({part + 1}/{number})"
        foot = start.foot
        if wanted > number and part + 1 == number:
            left = len(shown.rows) - number * ROWS
            file = f"tables/{start.key}.csv"
            foot = message("report.rest_of_table", lang=lang, n=left, file=file)
        yield replace(start, title=title, table=replace(shown, rows=rows), foot=foot)


def _trace(diagnostic: Diagnostic) -> Iterator[Slide]:
    """Yield what a reader needs to doubt the numbers: what is short; the report has the rest."""
    lang = diagnostic.lang
    words = tuple(
        message("report.pair", lang=lang, name=name, value=value)
        for name, value in diagnostic.trace
        if len(value) < _SHORT
    )
    yield Slide("trace", message("report.trace", lang=lang), words)
