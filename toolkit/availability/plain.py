"""Plain letters for the scanner: no case, accents or fancy marks; places are not kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_BATCH = 500
_BETWEEN = "\x00"
# what stands for a stop, a link or money; "?" is left free for what is no letter
_MARKS = (
    (("\n", "\r", "\u2022", "\u00b7", "\u2028", "\u2029"), " ; "),
    (("?",), "!"),
    (
        ("\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "\u2192", "\u27a1", "\u21d2"),
        "-",
    ),
    (("\u2019", "\u2018", "\u02bc", "\u00b4", "`"), "'"),
    (("\u20ac", "\u00a3"), "$"),
    (("\u00bd", "\t"), " "),
)
_LEFT_OUT = re.compile("[\u0300-\u036f\u200b-\u200d\ufe0f\ufeff\u00ad]+")


def _fold(text: str) -> str:
    """Return plain text."""
    folded = text.lower()
    for marks, plain in _MARKS:
        for mark in marks:
            folded = folded.replace(mark, plain)
    folded = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", folded))
    folded = folded.encode("ascii", "replace").decode("ascii").replace("?", " ")
    while "  " in folded:
        folded = folded.replace("  ", " ")
    return folded


def plain_texts(texts: Sequence[str]) -> Iterator[str]:
    """Yield texts in plain letters, a batch at a time.

    Unlike ``toolkit.text.folding`` it keeps no places: nothing here says where words stand, and
    so a batch is folded by a few passes over all its texts at once.

    Parameters
    ----------
    texts : sequence of str
        Any texts.

    Yields
    ------
    str
        Each text, in order, in ASCII.

    Examples
    --------
    >>> list(plain_texts(["À partir de\u202f8\u00a0h\u2013midi"]))
    ['a partir de 8 h-midi']
    """
    for start in range(0, len(texts), _BATCH):
        batch = [text.replace(_BETWEEN, " ") for text in texts[start : start + _BATCH]]
        yield from _fold(_BETWEEN.join(batch)).split(_BETWEEN)
