"""Masked texts as HTML for the screen, the wordings found in them underlined and named."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolkit.errors import TableError
from toolkit.messages import message

# the words are the sign: no colour carries a meaning, so that dark themes and grey paper keep it
STYLE = """<style>
.aller-vers { line-height: 1.9; max-width: 60rem; overflow-wrap: anywhere; }
.aller-vers > p.note { margin: 0 0 .8em; line-height: 1.5; text-align: start; }
.aller-vers li { margin-bottom: .8em; white-space: pre-line; }
.aller-vers mark { background: none; color: inherit; border-bottom: 2px solid currentColor; }
.aller-vers mark.other { border-bottom-style: dashed; }
.aller-vers small { display: inline-block; max-width: 95%; border: 1px solid currentColor;
  border-radius: .25em; padding: 0 .3em; margin: 0 .25em; font-size: .8em; line-height: 1.4;
  vertical-align: baseline; overflow-wrap: normal; }
</style>"""


@dataclass(frozen=True)
class Wording:
    """Where a wording stands in a text, the name of its indicator, and how it is said."""

    start: int
    end: int
    label: str
    status: str


def highlighted(text: str, wordings: Sequence[Wording], *, lang: str = "fr") -> str:
    """Return a masked text as HTML, each wording underlined and followed by its name.

    It does not choose among wordings: where some overlap, all are kept, cut at each other's edges
    so that the elements nest. A solid line is for what is asserted, a dashed one for the rest.

    Parameters
    ----------
    text : str
        A masked text.
    wordings : sequence of Wording
        What was found in it.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    TableError
        When a wording lies outside the text.

    Examples
    --------
    >>> highlighted("Open all day", [Wording(5, 12, "Hours", "asserted")], lang="en")
    'Open <mark>all day</mark><small><bdi>Hours: asserted</bdi></small>'
    """
    if any(not 0 <= w.start < w.end <= len(text) for w in wordings):
        raise TableError(
            "table 'spans'",
            rule="a wording lies outside its text",
            remedy="pass what annotate returned, unchanged",
        )
    found = sorted(set(wordings), key=lambda w: (w.start, -w.end, w.label, w.status))
    edges = sorted({0, len(text), *(w.start for w in found), *(w.end for w in found)})
    parts = []
    for start, end in pairwise(edges):
        inside = [w for w in found if w.start <= start and end <= w.end]
        parts.append(_marked(html.escape(text[start:end]), inside))
        parts += [f"<small><bdi>{_name(w, lang)}</bdi></small>" for w in found if w.end == end]
    return "".join(parts)


def _marked(piece: str, wordings: Sequence[Wording]) -> str:
    """Return a piece of text inside one element per wording, the lines one below the other."""
    for depth, wording in enumerate(reversed(wordings)):
        kind = "" if wording.status == "asserted" else ' class="other"'
        below = f' style="padding-bottom:{depth * 0.25}em"' if depth else ""
        piece = f"<mark{kind}{below}>{piece}</mark>"
    return piece


def _name(wording: Wording, lang: str) -> str:
    """Return the name of the indicator and how it is said, for the eye and for a screen reader."""
    status = message(f"reading.{wording.status}", lang=lang)
    return html.escape(message("reading.mark", lang=lang, label=wording.label, status=status))
