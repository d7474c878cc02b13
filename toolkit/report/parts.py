"""The parts of a report, whatever file it goes into."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.figures import Figure
from toolkit.report.content import Diagnostic
from toolkit.report.shown import Shown, facts_table, page_table


@dataclass(frozen=True)
class Part:
    """One question as a page shows it: words, figure, facts and the table behind them."""

    key: str
    title: str
    paragraphs: tuple[str, ...]
    figure: Figure | None
    facts: Shown | None
    table: Shown | None
    # a table that is all there is to see
    open: bool


def report_parts(diagnostic: Diagnostic) -> tuple[Part, ...]:
    """Return the parts of a report, in its order, with all that a page has room for.

    It adds neither the recommendations nor the trace, which close each report, and leaves out
    questions of which nothing may be shown: a section of their own names them.

    Parameters
    ----------
    diagnostic : Diagnostic
        What was found.

    Returns
    -------
    tuple of Part
        One per section that shows something.

    Examples
    --------
    >>> report_parts(Diagnostic("en", "Title", "12 ads", (), "The limits.", ()))
    ()
    """
    return tuple(
        Part(
            key=section.key,
            title=section.title,
            paragraphs=section.paragraphs,
            figure=section.figure,
            facts=None if section.facts is None else facts_table(section.facts),
            table=None
            if section.table is None
            else page_table(section.table, section.labels, diagnostic.lang),
            open=not (section.figure or section.facts) and section.shows_numbers,
        )
        for section in diagnostic.sections
        if not section.is_hidden
    )
