"""A text made ready to be matched: plain words on one line, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from toolkit.indicators.cues import language_of
from toolkit.indicators.plain import plain_places, plain_text, plain_words
from toolkit.indicators.spelling import Spelling

_QUESTION = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff\ufe0e\ufe0f]*[?]")


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
            self._places = plain_places(self.text)
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
