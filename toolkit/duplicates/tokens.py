"""The words of many texts read at once, as numbers: every script and every emoji kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.text.folding import fold

Marks = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_CHARACTERS = 0x110000
_BREAK, _LETTER, _FIGURE, _SIGN, _WORD_ALONE, _NOTHING, _UNKNOWN = range(7)
# scripts that write no space between words: each character is read as a word
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x9FFF),
    (0xF900, 0xFAFF),
)
_ABOVE = 0x20000
_OPEN, _CLOSE = ord("["), ord("]")
_MASKED = np.uint64(0x6D61736B)
_BASE = np.uint64(0x9E3779B97F4A7C15)
_BACK = np.uint64(pow(int(_BASE), -1, 2**64))


class Tokens(NamedTuple):
    """Words, signs and numbers in order: a mark of each, its text, and what it is."""

    marks: Marks
    texts: Places
    signs: Mask
    figures: Mask


class _Characters:
    """What each character is, and its folded form; learnt when it is first met."""

    def __init__(self) -> None:
        self.kinds = np.full(_CHARACTERS, _UNKNOWN, dtype=np.uint8)
        self.folded = np.zeros(_CHARACTERS, dtype=np.uint32)

    def learn(self, codes: npt.NDArray[np.uint32]) -> None:
        """Look up the characters that were never met."""
        met = np.flatnonzero(np.bincount(codes, minlength=_CHARACTERS))
        for code in met[self.kinds[met] == _UNKNOWN].tolist():
            character = fold(chr(code))
            self.kinds[code] = _kind(character)
            self.folded[code] = ord(character)


@cache
def _characters() -> _Characters:
    """Return the table of characters of this process."""
    return _Characters()


def _kind(character: str) -> int:
    """Return what a folded character is."""
    category, code = unicodedata.category(character), ord(character)
    if category[0] == "M" or category == "Cf":
        return _NOTHING
    if category[0] == "N":
        return _FIGURE
    if category[0] == "L":
        unspaced = code >= _ABOVE or any(first <= code <= last for first, last in _UNSPACED)
        return _WORD_ALONE if category == "Lo" and unspaced else _LETTER
    if character == "_":
        return _LETTER
    return _SIGN if category in ("So", "Sk", "Sc", "Sm", "Co", "Cn") else _BREAK


@cache
def _powers(size: int) -> tuple[Marks, Marks]:
    """Return powers of an odd number and of its inverse, modulo two to the 64."""
    up, down = np.full(size, _BASE), np.full(size, _BACK)
    up[0] = down[0] = 1
    return np.cumprod(up, dtype=np.uint64), np.cumprod(down, dtype=np.uint64)


def powers(size: int) -> tuple[Marks, Marks]:
    """Return at least so many powers of an odd number and of its inverse, modulo 2 to the 64.

    Parameters
    ----------
    size : int
        How many.

    Returns
    -------
    tuple of numpy.ndarray
        Powers, and powers of the inverse.

    Examples
    --------
    >>> up, down = powers(3)
    >>> (up[:3] * down[:3]).tolist()
    [1, 1, 1]
    """
    # few sizes are ever made, so that they can be kept
    return _powers(1 << max(size - 1, 1).bit_length())


def mixed(numbers: Marks) -> Marks:
    """Return numbers whose bits depend on all bits of the given ones (splitmix64).

    Parameters
    ----------
    numbers : numpy.ndarray
        Any.

    Returns
    -------
    numpy.ndarray
        As many.

    Examples
    --------
    >>> a, b = mixed(np.array([1, 2], dtype=np.uint64)).tolist()
    >>> bin(a ^ b).count("1") > 10
    True
    """
    out = numbers ^ (numbers >> np.uint64(31))
    out = out * np.uint64(0x7FB5D329728EA185)
    out ^= out >> np.uint64(27)
    out *= np.uint64(0x81DADEF4BC2DD44D)
    out ^= out >> np.uint64(33)
    return out


def read_tokens(texts: Sequence[str]) -> Tokens:
    """Return the words, signs and numbers of some texts.

    Case, accents, punctuation and invisible characters do not count; masks such as ``[TEL]`` are
    one and the same word; each emoji is a sign of its own. It keeps no text.

    Parameters
    ----------
    texts : sequence of str
        Some thousand texts at once are fastest.

    Returns
    -------
    Tokens
        All of them, one text after the other.

    Notes
    -----
    The letters of all texts are summed up as a polynomial, so that the mark of a word is a
    difference of two sums (Karp and Rabin, 1987).

    Examples
    --------
    >>> one, two = read_tokens(["Où ?", "OU"]).marks.tolist()
    >>> one == two
    True
    """
    codes = np.frombuffer(
        ("\n".join(texts) + "\n").encode("utf-32-le", "surrogatepass"), dtype=np.uint32
    )
    table = _characters()
    table.learn(codes)
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1
    text, kinds = np.repeat(np.arange(len(texts)), sizes), table.kinds[codes]
    heard = kinds != _NOTHING
    codes, text, kinds = codes[heard], text[heard], kinds[heard]
    first, last = _edges(kinds)
    up, down = powers(len(codes) + 1)
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(table.folded[codes] * up[: len(codes)], out=sums[1:], dtype=np.uint64)
    marks = mixed((sums[last] - sums[first]) * down[first])
    masked = (codes[np.maximum(first - 1, 0)] == _OPEN) & (
        codes[np.minimum(last, len(codes) - 1)] == _CLOSE
    )
    figures = np.concatenate([[0], np.cumsum(kinds == _FIGURE)])
    return Tokens(
        np.where(masked, _MASKED, marks),
        text[first],
        kinds[first] == _SIGN,
        figures[last] > figures[first],
    )


def _edges(kinds: npt.NDArray[np.uint8]) -> tuple[Places, Places]:
    """Return where the words and signs begin, and where they end."""
    inside = (kinds == _LETTER) | (kinds == _FIGURE)
    alone = (kinds == _SIGN) | (kinds == _WORD_ALONE)
    before = np.concatenate([[False], inside[:-1]])
    after = np.concatenate([inside[1:], [False]])
    first = np.flatnonzero((inside & ~before) | alone)
    return first, np.flatnonzero((inside & ~after) | alone) + 1
