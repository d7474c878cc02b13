"""A text made ready to be matched: plain words on one line, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from toolkit.indicators.cues import language_of
from toolkit.text.folding import fold

BREAKS = (".", ",")
# a mask such as [TEL] is one word between two of these, which no text holds
MASK = "\ue000"
_MASKS = re.compile(
    r"\[(?=(?:TEL|COURRIEL|COMPTE|LIEN|NOM|ADRESSE|NAISSANCE|BANQUE|PLAQUE|CRYPTO|PIECE)\])(\w+)\]",
    re.IGNORECASE,
)
_STRONG, _SOFT = ".!?;\n\r…", ",:()•·|\t"
_LETTERS = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}
# accents of their own, characters that do not show, letters in other dress
_IRREGULAR = re.compile(
    "[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff\ufe0e\ufe0f\u20e3œŒæÆß"
    "\u2460-\u24ff\uff10-\uff5a\U0001d400-\U0001d7ff]"
)
_TOKEN = re.compile(r"[^ .,]+|[.,]")


class _PlainTable(dict[int, str]):
    """A table that gives a letter, an end of sentence, a comma or a space for a character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = fold(character)
        if folded.isalnum() or character == MASK:
            plain = folded
        elif character in _STRONG:
            plain = "."
        else:
            plain = "," if character in _SOFT else " "
        self[code] = plain
        return plain


_PLAIN = _PlainTable()


def _regular(match: re.Match[str]) -> str:
    """Return the ordinary letters for one irregular character, nothing for one without any."""
    character = match.group()
    if character in _LETTERS:
        return _LETTERS[character]
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    return unicodedata.normalize("NFKC", character)


def plain_text(text: str) -> str:
    """Return folded words, ``.`` for ends of sentences, ``,`` for commas and the like, or spaces.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The plain text; of the same length unless the text holds irregular characters.

    Examples
    --------
    >>> plain_text("J’ai 17 ans ! Ma sœur…")
    'j ai 17 ans . ma soeur.'
    """
    if "[" in text:
        text = _MASKS.sub(rf"{MASK}\1{MASK}", text)
    if not text.isascii() and _IRREGULAR.search(text):
        text = _IRREGULAR.sub(_regular, text)
    return text.translate(_PLAIN)


class Reading:
    """One text as one line of words; offsets are worked out only when somebody asks."""

    __slots__ = ("_language", "_parts", "_spans", "_tokens", "line", "plain", "text")

    def __init__(self, text: str, spelling: Mapping[str, str]) -> None:
        self.text = text
        self.plain = plain_text(text)
        written = self.plain.replace(".", " . ").replace(",", " , ").split()
        self._parts = [spelling[word] for word in written]
        self.line = f" {' '.join(self._parts)} "
        self._tokens: list[str] | None = None
        self._spans: list[tuple[int, int]] | None = None
        self._language: str | None = None

    @property
    def tokens(self) -> list[str]:
        """Return the words and breaks."""
        if self._tokens is None:
            self._tokens = self.line.split()
        return self._tokens

    @property
    def language(self) -> str:
        """Return the language of most small words, or nothing; see ``cues.language_of``."""
        if self._language is None:
            self._language = language_of(self.tokens)
        return self._language

    def index(self, position: int) -> int:
        """Return which word begins at a place of the line."""
        return self.line.count(" ", 0, position) - 1

    def offsets(self, first: int, last: int) -> tuple[int, int]:
        """Return where words stand in the original text, ``last`` being one past the last."""
        if self._spans is None:
            self._spans = self._find_spans()
        return self._spans[first][0], self._spans[last - 1][1]

    def _find_spans(self) -> list[tuple[int, int]]:
        """Return the place of each word in the original text."""
        found = [match.span() for match in _TOKEN.finditer(self.plain)]
        if len(self.plain) != len(self.text) or _IRREGULAR.search(self.text):
            places = _places(self.text)
            found = [(places[start], places[end - 1] + 1) for start, end in found]
        if len(found) == len(self.tokens):
            return found
        # a word written as one that is read as several gives its place to each of them
        counts = [part.count(" ") + 1 for part in self._parts]
        return [span for span, n in zip(found, counts, strict=True) for _ in range(n)]


def _places(text: str) -> list[int]:
    """Return the place in a text of each character of its plain text."""
    places: list[int] = []
    last = 0
    for match in _IRREGULAR.finditer(text):
        places.extend(range(last, match.start()))
        places.extend([match.start()] * len(_regular(match)))
        last = match.end()
    places.extend(range(last, len(text)))
    return places
