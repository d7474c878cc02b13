"""A text made ready to be matched: plain words on one line, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.indicators.cues import language_of
from toolkit.text.folding import fold

if TYPE_CHECKING:
    from toolkit.indicators.spelling import Spelling

BREAKS = (".", ",")
# a mask such as [TEL] is one word between two of these, which no text holds
MASK = "\ue000"
_MASKS = re.compile(
    r"\[(?=(?:TEL|COURRIEL|COMPTE|LIEN|NOM|ADRESSE|NAISSANCE|BANQUE|PLAQUE|CRYPTO|PIECE"
    # masks of other tools
    r"|PHONE|EMAIL|HANDLE|URL|LINK|NAME|ADDRESS)\])(\w+)\]",
    re.IGNORECASE,
)
_STRONG, _SOFT = ".!?;\n\r…", ",:()•·|"
_LETTERS = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}
# accents of their own, characters that do not show, letters in other dress
_IRREGULAR = re.compile(
    "[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff\ufe0e\ufe0f\u20e3œŒæÆß"
    "\u2460-\u24ff\uff10-\uff5a\U0001d400-\U0001d7ff]"
)

_QUESTION = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff\ufe0e\ufe0f]*[?]")


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


def plain_words(plain: str) -> list[str]:
    """Return the words and breaks of a plain text.

    Parameters
    ----------
    plain : str
        From ``plain_text``.

    Returns
    -------
    list of str
        The words, ``.`` and ``,``.

    Examples
    --------
    >>> plain_words("bonjour, merci.")
    ['bonjour', ',', 'merci', '.']
    """
    return plain.replace(".", " . ").replace(",", " , ").split()


class Reading:
    """One text as one line of words; offsets are worked out only when somebody asks."""

    __slots__ = (
        *("_language", "_places", "_plain", "_spelling", "_tokens", "_written"),
        *("line", "text"),
    )

    def __init__(self, text: str, spelling: Spelling) -> None:
        self.text = text
        self.line = spelling.line(text)
        self._spelling = spelling
        self._tokens: list[str] | None = None
        self._plain = ""
        self._written: list[int] | None = None
        self._places: list[int] = []
        self._language: str | None = None

    @property
    def tokens(self) -> list[str]:
        """Return the words and breaks."""
        if self._tokens is None:
            self._tokens = self.line.split()
        return self._tokens

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
        if self._written is None:
            self._plain = plain_text(self.text)
            self._written = self._find_written()
            if not self.text.isascii() and _IRREGULAR.search(self.text):
                self._places = _places(self.text)
        start = self._span(first)[0]
        return start, self._span(last - 1)[1]

    def is_asked(self, first: int, last: int) -> bool:
        """Tell whether a question mark follows some words at once, invisible signs aside."""
        return _QUESTION.match(self.text, self.offsets(first, last)[1]) is not None

    def _span(self, position: int) -> tuple[int, int]:
        """Return the place of one word in the original text."""
        match = _word_after(self._written[position] if self._written else position)(self._plain)
        if match is None:
            raise AssertionError(position)
        start, end = match.span(1)
        if self._places:
            return self._places[start], self._places[end - 1] + 1
        return start, end

    def _find_written(self) -> list[int]:
        """Return which written word each word comes from, nothing where they are the same."""
        parts = [self._spelling[word] for word in plain_words(self._plain)]
        if len(parts) == len(self.tokens):
            return []
        return [i for i, part in enumerate(parts) for _ in part.split()]


@lru_cache(maxsize=1_024)
def _word_after(skipped: int) -> Callable[[str], re.Match[str] | None]:
    """Return what finds a word of a plain text after some others."""
    word = r"[^ .,]++|[.,]"
    return re.compile(rf"(?: *+(?:{word})){{{skipped}}} *+({word})").match


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
