"""Stretches of a text by language, so that a French text with Romanian sentences is a result."""

from __future__ import annotations

import re

from toolkit.language.backend import detector
from toolkit.language.cleaning import clean, count_letters

# a false switch is worse than a missed one: short or hesitant stretches follow their neighbour
FEWEST_WORDS = 5
FEWEST_LETTERS = 20
LEAD = 0.12
_STRETCH = re.compile(r"[^.!?…\n;|]+[.!?…\n;|]*")

Segment = tuple[int, int, str]


def segments_of(text: str) -> list[Segment]:
    """Return the stretches of one text: start, end, language; none when nothing is certain.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of tuple
        Stretches in order, that together cover the text.

    Examples
    --------
    >>> segments_of("12 €")
    []
    """
    detect = detector()
    found: list[Segment] = []
    for match in _STRETCH.finditer(text):
        words = clean(match.group())
        if words.count(" ") + 1 < FEWEST_WORDS or count_letters(words) < FEWEST_LETTERS:
            continue
        guess = detect(words)
        certain = guess.anywhere == guess.language and guess.margin >= LEAD
        if guess.language is None or not certain:
            continue
        if not found or found[-1][2] != guess.language:
            found.append((match.start(), match.end(), guess.language))
    starts = [0, *(segment[0] for segment in found[1:])]
    ends = [*starts[1:], len(text)]
    return [
        (start, end, segment[2]) for start, end, segment in zip(starts, ends, found, strict=False)
    ]
