"""Character n-grams of words, hashed: the features of our own language model, for a whole batch."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LONGEST = 5
BITS = 17
_SPACE = 32
_STEP = np.uint32(0x01000193)  # FNV prime
_MIX_1, _MIX_2 = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)  # MurmurHash3 finalizer


class Grams(NamedTuple):
    """The n-grams of a batch: hashed feature and word of each, text of each word."""

    feature: NDArray[np.int32]
    word: NDArray[np.int64]
    text: NDArray[np.int64]


def _mix(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return hashes whose bits are well spread."""
    mixed = (hashes ^ (hashes >> np.uint32(16))) * _MIX_1
    mixed = (mixed ^ (mixed >> np.uint32(13))) * _MIX_2
    return mixed ^ (mixed >> np.uint32(16))


def grams_of(texts: list[str]) -> Grams:
    """Return the hashed n-grams, 1 to 5 characters long, of the words of each text.

    An n-gram may hold the blank on either side of its word, and never crosses two words.

    Parameters
    ----------
    texts : list of str
        Cleaned texts, words separated by one space, none empty.

    Returns
    -------
    Grams
        Sorted by word.

    Examples
    --------
    >>> grams = grams_of(["le soir", "x"])
    >>> len(grams.feature), grams.text.tolist()
    (30, [0, 0, 1])
    """
    joined = f" {' '.join(texts)} ".encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, dtype="<u4")
    blank = codes == _SPACE
    before = np.cumsum(blank)
    letters = _mix(codes * _MIX_2 + np.uint32(1))
    rolling = np.zeros(len(codes), dtype=np.uint32)
    features, words = [], []
    for size in range(1, LONGEST + 1):
        count = len(codes) - size + 1
        if count <= 0:
            break
        rolling = rolling[:count] * _STEP + letters[size - 1 :]
        # blanks inside: neither the first character nor the last
        inside = before[size - 2 : size - 2 + count] - before[:count] if size > 1 else 0
        kept = np.flatnonzero((inside == 0) if size > 1 else ~blank)
        features.append(_mix(rolling[kept] + np.uint32(size)) >> np.uint32(32 - BITS))
        words.append(before[kept] - 1)
    word = np.concatenate(words)
    order = np.argsort(word, kind="stable")
    text = np.repeat(np.arange(len(texts)), [text.count(" ") + 1 for text in texts])
    return Grams(np.concatenate(features)[order].astype(np.int32), word[order], text)
