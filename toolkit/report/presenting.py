"""Slides as one page of HTML: keyboard, print, no network and no program."""

from __future__ import annotations

import base64

from toolkit.report.content import Diagnostic
from toolkit.report.deck import make_deck
from toolkit.report.templating import page_from


def render_slides(diagnostic: Diagnostic) -> str:
    """Return the slides of a diagnostic as one page that needs nothing else.

    It holds no script, which could carry data: the browser itself moves from slide to slide with
    the arrow, page, space, Home and End keys, and each slide leads to its neighbours.

    Parameters
    ----------
    diagnostic : Diagnostic
        What to show.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> page = render_slides(Diagnostic("en", "Title", "12 ads", (), "The limits.", ()))
    >>> page.count("<section")
    3
    """
    slides = make_deck(diagnostic)
    pictures = [
        base64.b64encode(slide.figure.png).decode() if slide.figure else "" for slide in slides
    ]
    return page_from(
        "slides.html.j2", diagnostic.lang, d=diagnostic, slides=slides, pictures=pictures
    )
