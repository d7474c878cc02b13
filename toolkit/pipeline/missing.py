"""What cannot be shown of a corpus, said once: which questions, and what each would need."""

from __future__ import annotations

import math
from collections.abc import Iterable

from toolkit.counting import Annotated
from toolkit.disclosure import load_rules
from toolkit.messages import format_number, message
from toolkit.report import Facts, Section

NOT_SHOWN = "not_shown"


def not_shown(hidden: Iterable[Section], annotated: Annotated, lang: str) -> Section | None:
    """Return the section that names the questions of which nothing may be shown.

    It adds no number but the two of the corpus that its identity gives.

    Parameters
    ----------
    hidden : iterable of Section
        The questions.
    annotated : Annotated
        The corpus.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Section or None
        A row for each: the question, and what would be needed; None without a question.

    Examples
    --------
    >>> not_shown([], None, "en") is None
    True
    """
    k = load_rules().k_advertisers
    rows = tuple((s.title, message(f"needs.{s.key}", lang=lang, k=k)) for s in hidden)
    if not rows:
        return None
    heads = tuple(message(f"needs.{name}", lang=lang) for name in ("question", "needed"))
    said = message("needs.reading", lang=lang, k=k)
    # the note goes on the slide too, where there is no room for more
    facts = Facts(heads, rows, _scale(annotated, k, lang))
    return Section(NOT_SHOWN, message("needs.title", lang=lang), (said,), facts=facts)


def _scale(annotated: Annotated, k: int, lang: str) -> str:
    """Return how many ads so many advertisers make here; nothing of too few advertisers."""
    ads, people = len(annotated.corpus), int(annotated.corpus["advertiser"].nunique())
    if people < k:
        return ""
    numbers = {"ads": ads, "advertisers": people, "about": 5 * math.ceil(k * ads / people / 5)}
    words = {name: format_number(number, lang=lang) for name, number in numbers.items()}
    return message("needs.scale", lang=lang, k=k, **words)
