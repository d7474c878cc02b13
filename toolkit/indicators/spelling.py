"""How a written word is read: short forms, figures, repeated letters, glued words, one slip."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from toolkit.indicators.plain import BREAKS, MASK, plain_text, plain_words

# below these lengths one letter makes another word
TOLERANT, TOLERANT_ON_DEMAND = 7, 5
_GLUED, _PIECE, _TELLING = 8, 3, 5
_ENDING, _TWO = 2, 2
# what a corpus may teach before the table begins again
_LIMIT = 50_000
_FIGURES = re.compile(r"\d+|[^\d]+")
_REPEATED = re.compile(r"(.)\1{2,}")
_AS_LETTERS = str.maketrans("013457", "oieast")
_INSIDE = re.compile(r"[^\W\d]\d+[^\W\d]")


@cache
def _listed() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Return the short forms, the words that glue, and the words never corrected."""
    source = resources.files("toolkit.indicators") / "spelling.toml"
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    words = lists["words"]
    return lists["short_forms"], frozenset(words["glue"]), frozenset(words["never_corrected"])


def read_word(word: str) -> str:
    """Return a word as texts and patterns both read it: short forms in full, figures apart.

    Parameters
    ----------
    word : str
        A folded word.

    Returns
    -------
    str
        One word or several.

    Examples
    --------
    >>> read_word("17ans"), read_word("jsuis"), read_word("agence")
    ('17 ans', 'je suis', 'agence')
    """
    if word.isdecimal() or MASK in word:
        return word
    parts = [word] if word.isalpha() else _FIGURES.findall(word)
    short_forms = _listed()[0]
    return " ".join(short_forms.get(part, part) for part in parts)


def one_slip(written: str, word: str) -> bool:
    """Tell whether one letter was forgotten, added, changed or swapped with the next.

    Parameters
    ----------
    written, word : str
        What was written, and the word.

    Returns
    -------
    bool
        True for one slip, False for none and for more.

    Examples
    --------
    >>> one_slip("indpendante", "independante"), one_slip("ville", "fille"), one_slip("a", "a")
    (True, True, False)
    """
    if len(written) > len(word):
        written, word = word, written
    start = next((i for i, c in enumerate(written) if c != word[i]), len(written))
    if len(written) + 1 == len(word):
        return written[start:] == word[start + 1 :]
    if len(written) != len(word) or start == len(word):
        return False
    swapped = written[start : start + 2] == word[start : start + 2][::-1]
    return written[start + 1 :] == word[start + 1 :] or (
        swapped and written[start + 2 :] == word[start + 2 :]
    )


def _shortened(word: str) -> Iterator[str]:
    """Yield a word and the word without each of its letters."""
    yield word
    for position in range(len(word)):
        yield word[:position] + word[position + 1 :]


class Spelling(dict[str, str]):
    """How each written word is read; it learns every word once, and forgets when it is full."""

    def __init__(
        self, words: Iterable[str], *, cues: Iterable[str] = (), tolerant: Iterable[str] = ()
    ) -> None:
        super().__init__((mark, mark) for mark in BREAKS)
        self._words = frozenset(words)
        self._on_demand = frozenset(tolerant)
        _, glue, _ = _listed()
        self._known = self._words | frozenset(cues) | glue
        self._pieces = _Pieces(self)
        self._near: dict[str, list[str]] = {}
        for word in sorted(self._words):
            if word.isalpha() and len(word) >= (
                TOLERANT_ON_DEMAND if word in self._on_demand else TOLERANT
            ):
                for short in _shortened(word):
                    self._near.setdefault(short, []).append(word)

    def line(self, text: str) -> str:
        """Return a text as one line of words and breaks, each with a space before and after it."""
        pieces = map(self._pieces.__getitem__, text.replace("\n", " \n ").split(" "))
        return f" {' '.join(filter(None, pieces))} "

    def __missing__(self, word: str) -> str:
        """Read a word that was never met."""
        if len(self) > _LIMIT:
            self.clear()
            self.update((mark, mark) for mark in BREAKS)
        read = word if word in BREAKS else self._read(word)
        self[word] = read
        return read

    def _read(self, word: str) -> str:
        """Return how a word is read the first time it is met."""
        if word in self._known or word in _listed()[2]:
            return read_word(word)
        if _INSIDE.search(word):
            letters = word.translate(_AS_LETTERS)
            if letters in self._known:
                return letters
        read = read_word(word)
        if read != word or not word.isalpha():
            return read
        if _REPEATED.search(word):
            for kept in (r"\1", r"\1\1"):
                calmer = _REPEATED.sub(kept, word)
                if calmer in self._known:
                    return calmer
        return self._corrected(word) or self._unglued(word) or word

    def _corrected(self, word: str) -> str | None:
        """Return the only word of the codebook that is one slip away."""
        if len(word) < TOLERANT_ON_DEMAND - 1:
            return None
        near = {w for short in _shortened(word) for w in self._near.get(short, ())}
        found = [w for w in sorted(near) if self._may_be(word, w)]
        return found[0] if len(found) == 1 else None

    def _may_be(self, written: str, word: str) -> bool:
        """Tell whether a word may be a slip for another: never at its first letter."""
        if written[0] != word[0] or not one_slip(written, word):
            return False
        if word in self._on_demand:
            return True
        # by default neither an ending nor a letter for a letter: both make other words
        changed = len(written) == len(word) and sorted(written) != sorted(word)
        return not changed and written[-_ENDING:] == word[-_ENDING:]

    def _unglued(self, word: str) -> str | None:
        """Return words written without spaces, when all of them are known and one is telling."""
        if len(word) < _GLUED:
            return None
        _, glue, _ = _listed()
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(end):
                before, piece = best[start], word[start:end]
                fits = piece in glue or (len(piece) >= _PIECE and piece in self._known)
                now = best[end]
                if before is None or not fits or (now is not None and len(now) <= len(before) + 1):
                    continue
                best[end] = [*before, piece]
        pieces = best[-1] or []
        telling = any(len(piece) >= _TELLING and piece in self._words for piece in pieces)
        # two long words make a third too easily: "sober" and "anos" are in "soberanos"
        small = len(pieces) > _TWO or any(piece in glue for piece in pieces)
        return " ".join(pieces) if telling and small and len(pieces) >= _TWO else None


class _Pieces(dict[str, str]):
    """How what is written between two spaces is read, punctuation included; learnt once."""

    def __init__(self, spelling: Spelling) -> None:
        super().__init__()
        self._spelling = spelling

    def __missing__(self, piece: str) -> str:
        """Read a piece that was never met."""
        if len(self) > _LIMIT:
            self.clear()
        read = " ".join(self._spelling[word] for word in plain_words(plain_text(piece)))
        self[piece] = read
        return read
