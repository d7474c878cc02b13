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
# a prime just above 2**31: products of two such numbers fit in 64 bits
_PRIME = np.uint64(2147483659)

Integers = npt.NDArray[np.uint64]


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


def shingles(words: str) -> Integers:
    """Return the distinct word triples of a normalised text, as numbers.

    Parameters
    ----------
    words : str
        A normalised text.

    Returns
    -------
    numpy.ndarray
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
    return np.array(sorted(hashes), dtype=np.uint64)


def signature(hashes: Integers, multipliers: Integers, offsets: Integers) -> Integers:
    """Return the smallest value of each random function over a set.

    Parameters
    ----------
    hashes : numpy.ndarray
        A set of 32-bit numbers.
    multipliers, offsets : numpy.ndarray
        The random functions.

    Returns
    -------
    numpy.ndarray
        One value per function.

    Notes
    -----
    Broder (1997), "On the resemblance and containment of documents".

    Examples
    --------
    >>> one = np.array([1], dtype=np.uint64)
    >>> signature(np.array([3, 5], dtype=np.uint64), one, one).tolist()
    [4]
    """
    values = (hashes[:, None] % _PRIME * multipliers + offsets) % _PRIME
    smallest: Integers = values.min(axis=0)
    return smallest


def random_functions(number: int) -> tuple[Integers, Integers]:
    """Return the multipliers and offsets of the random functions, always the same.

    Parameters
    ----------
    number : int
        How many functions.

    Returns
    -------
    tuple of numpy.ndarray
        Multipliers and offsets.

    Examples
    --------
    >>> random_functions(2)[0].shape
    (2,)
    """
    generator = np.random.default_rng(20261123)
    multipliers = generator.integers(1, 2**31, number, dtype=np.uint64)
    return multipliers, generator.integers(0, 2**31, number, dtype=np.uint64)
