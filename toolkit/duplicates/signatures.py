"""Turn texts into sets of word triples, and sets into short signatures."""

from __future__ import annotations

import re
import zlib

import numpy as np
import numpy.typing as npt

from toolkit.text.folding import fold

WORDS_IN_A_SHINGLE = 3
_MASK = re.compile(r"\[[A-ZÉ_]{2,12}\]")
_NUMBER = re.compile(r"\d+")
# a word in any script, a mask, a number, or one sign such as an emoji
_TOKEN = re.compile(r"\w+|[^\w\s.,;:!?'\"()\-]")

Hashes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]


def normalise(text: str) -> str:
    """Return the words of a text as they are compared: folded, masks and numbers made one.

    It keeps every script and every emoji.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Words separated by one space.

    Examples
    --------
    >>> normalise("Appelez le [TEL] — 80 € à Lille 😀")
    'appelez le maskmask € a lille 😀'
    """
    neutral = _NUMBER.sub(" numnum ", _MASK.sub(" maskmask ", text))
    words = _TOKEN.findall(fold(neutral))
    return " ".join(word for word in words if word != "numnum")


def shingles(words: str) -> list[int]:
    """Return the distinct word triples of a normalised text, as numbers.

    Parameters
    ----------
    words : str
        A normalised text.

    Returns
    -------
    list of int
        Sorted distinct 32-bit hashes; one of the whole text when it is shorter than a triple.

    Examples
    --------
    >>> len(shingles("a b c d"))
    2
    """
    parts = words.split(" ")
    count = max(len(parts) - WORDS_IN_A_SHINGLE + 1, 1)
    hashes = {
        zlib.crc32(" ".join(parts[i : i + WORDS_IN_A_SHINGLE]).encode("utf-8", "replace"))
        for i in range(count)
    }
    return sorted(hashes)


def signatures(hashes: Hashes, starts: Places, *, functions: int) -> Hashes:
    """Return the smallest value of each random function over each set.

    Parameters
    ----------
    hashes : numpy.ndarray
        The 32-bit numbers of all sets, one set after the other.
    starts : numpy.ndarray
        Where each set begins; no set is empty.
    functions : int
        How many random functions; always the same ones.

    Returns
    -------
    numpy.ndarray
        One row per set, one column per function.

    Notes
    -----
    Broder (1997), "On the resemblance and containment of documents"; the functions are the
    multiply-shift of Dietzfelbinger et al. (1997).

    Examples
    --------
    >>> sets = np.array([3, 5, 3, 5, 9], dtype=np.uint32)
    >>> first, second = signatures(sets, np.array([0, 2]), functions=4)
    >>> bool((second <= first).all())
    True
    """
    generator = np.random.default_rng(20261123)
    factors = generator.integers(1, 2**63, functions, dtype=np.uint64) * np.uint64(2)
    shifts = generator.integers(0, 2**63, functions, dtype=np.uint64)
    wide = hashes.astype(np.uint64)
    found = np.empty((len(starts), functions), dtype=np.uint32)
    for column in range(functions):
        mixed = wide * (factors[column] + np.uint64(1)) + shifts[column]
        found[:, column] = np.minimum.reduceat((mixed >> np.uint64(32)).astype(np.uint32), starts)
    return found
