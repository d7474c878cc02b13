"""Texts as sets of words, word pairs and triples; each distinct text once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.duplicates.tokens import Marks, Mask, Places, Tokens, mixed, powers, read_tokens

Hashes = npt.NDArray[np.uint32]
_ROWS_AT_ONCE = 20_000
_FIRST, _SECOND, _THIRD = (
    np.uint64(n) for n in (0xD6E8FEB86659FD93, 0xA3B195354A39B70D, 0x1B03738712FAD5C9)
)
_PAIR, _TRIPLE = np.uint64(3), np.uint64(7)
# 31 bits, so that a number of a text fits beside it in 64
_KEPT = np.uint64(33)
_BITS = np.uint64(31)
# the bit that tells a word alone from pairs and triples
ONE_WORD = np.uint64(1)


class Sets(NamedTuple):
    """The shingles of distinct texts, sorted within each, one text after the other."""

    marks: Marks
    hashes: Hashes
    bounds: Places

    @property
    def sizes(self) -> Places:
        """Return how many shingles each text has."""
        return np.diff(self.bounds)


def empty_sets() -> Sets:
    """Return the sets of no text.

    Returns
    -------
    Sets
        Nothing.

    Examples
    --------
    >>> len(empty_sets().marks)
    0
    """
    return Sets(np.empty(0, np.uint64), np.empty(0, np.uint32), np.zeros(1, np.int64))


def shingle_sets(
    parts: Iterable[Sequence[str]], *, known: Iterable[int] = (), first: int = 0
) -> tuple[Marks, Sets]:
    """Return the mark of every text, and the shingles of those whose mark is new.

    Texts with the same words and signs have the same mark; numbers do not count. A text without
    words is its own letters; an empty one is like no other. The texts are not kept.

    Parameters
    ----------
    parts : iterable of sequences of str
        The texts, some at a time.
    known : iterable of int
        Marks met before.
    first : int
        How many texts came before.

    Returns
    -------
    tuple
        One mark per text, and the sets in the order of their marks.

    Examples
    --------
    >>> marks, sets = shingle_sets([["Bonjour à tous", "bonjour a TOUS !", "autre"]])
    >>> bool(marks[0] == marks[1]), sets.sizes.sum().item()
    (True, 8)
    """
    seen = set(known)
    rows, marks, sizes = [np.empty(0, np.uint64)], [np.empty(0, np.uint64)], [np.zeros(1, np.int64)]
    # one buffer that grows: shingles are most of what is held
    held = bytearray()
    for part in parts:
        tokens = read_tokens(part)
        found = _marks(tokens, part, first + sum(map(len, rows)))
        rows.append(found)
        new = _new(found, seen)
        hashes, counts = _shingles(tokens, found, new)
        held += hashes.tobytes()
        marks.append(found[new])
        sizes.append(counts)
    bounds = np.cumsum(np.concatenate(sizes))
    sets = Sets(np.concatenate(marks), np.frombuffer(held, dtype=np.uint32), bounds)
    return np.concatenate(rows), _ordered(sets)


def _new(marks: Marks, seen: set[int]) -> Places:
    """Return the first text with each mark that was not met before, and remember it."""
    new = []
    for row, mark in enumerate(marks.tolist()):
        if mark not in seen:
            seen.add(mark)
            new.append(row)
    return np.array(new, dtype=np.int64)


def _marks(tokens: Tokens, part: Sequence[str], first: int) -> Marks:
    """Return a mark of the words and signs of each text, in their order."""
    told = ~tokens.figures
    words, texts = tokens.marks[told], tokens.texts[told]
    counts = np.bincount(texts, minlength=len(part))
    ends = np.cumsum(counts)
    up, _ = powers(int(counts.max(initial=0)) + 2)
    places = np.arange(len(words)) - np.repeat(ends - counts, counts)
    sums = np.concatenate([[np.uint64(0)], np.cumsum(words * up[places + 1], dtype=np.uint64)])
    marks = mixed(sums[ends] - sums[ends - counts])
    for row in np.flatnonzero(counts == 0).tolist():
        letters = part[row].strip() or f"\0{first + row}"
        digest = blake2b(letters.encode("utf-8", "replace"), digest_size=8).digest()
        marks[row] = int.from_bytes(digest, "little")
    return marks


def _shingles(tokens: Tokens, marks: Marks, new: Places) -> tuple[Hashes, Places]:
    """Return the distinct shingles of some texts; a text without any has one of its mark."""
    place = np.full(len(marks), -1, dtype=np.int64)
    place[new] = np.arange(len(new))
    told: Mask = ~tokens.figures & ~tokens.signs & (place[tokens.texts] >= 0)
    words, texts = tokens.marks[told], place[tokens.texts[told]]
    two, three = texts[1:] == texts[:-1], texts[2:] == texts[:-2]
    pairs = mixed(words[:-1] * _FIRST + words[1:] * _SECOND + _PAIR)[two]
    triples = mixed(words[:-2] * _FIRST + words[1:-1] * _SECOND + words[2:] * _THIRD + _TRIPLE)
    owners = np.concatenate([texts[1:][two], texts[2:][three]])
    lone = np.flatnonzero(np.bincount(owners, minlength=len(new)) == 0)
    several = np.concatenate([pairs, triples[three], mixed(marks[new][lone])]) >> _KEPT
    hashes = np.concatenate([several & ~ONE_WORD, (words >> _KEPT) | ONE_WORD])
    owners = np.concatenate([owners, lone, texts]).astype(np.uint64)
    keys = (owners << _BITS) | hashes
    keys.sort()
    keys = keys[distinct(keys)]
    sizes = np.bincount((keys >> _BITS).astype(np.int64), minlength=len(new))
    return (keys & np.uint64((1 << 31) - 1)).astype(np.uint32), sizes


def distinct(ordered: npt.NDArray[np.generic]) -> Mask:
    """Return where sorted numbers change.

    Parameters
    ----------
    ordered : numpy.ndarray
        Sorted.

    Returns
    -------
    numpy.ndarray
        True at the first of equal ones.

    Examples
    --------
    >>> distinct(np.array([1, 1, 2])).tolist()
    [True, False, True]
    """
    changes: Mask = np.ones(len(ordered), dtype=bool)
    changes[1:] = ordered[1:] != ordered[:-1]
    return changes


def _ordered(sets: Sets) -> Sets:
    """Return sets in the order of their marks, whatever the order of the texts."""
    order = np.argsort(sets.marks, kind="stable")
    out = np.empty_like(sets.hashes)
    bounds = np.concatenate([[0], np.cumsum(sets.sizes[order])])
    for first in range(0, len(order), _ROWS_AT_ONCE):
        rows = order[first : first + _ROWS_AT_ONCE]
        hashes, _ = rows_of(sets, rows)
        out[bounds[first] : bounds[first + len(rows)]] = hashes
    return Sets(sets.marks[order], out, bounds)


def rows_of(sets: Sets, rows: Places) -> tuple[Hashes, Places]:
    """Return the shingles of some texts.

    Parameters
    ----------
    sets : Sets
        All.
    rows : numpy.ndarray
        Numbers of texts; one may come several times.

    Returns
    -------
    tuple of numpy.ndarray
        The shingles, and the place in ``rows`` of each.

    Examples
    --------
    >>> sets = Sets(np.empty(2, np.uint64), np.array([4, 6, 9], np.uint32), np.array([0, 2, 3]))
    >>> [part.tolist() for part in rows_of(sets, np.array([1, 0]))]
    [[9, 4, 6], [0, 1, 1]]
    """
    sizes = sets.sizes[rows]
    ends = np.cumsum(sizes)
    owners = np.repeat(np.arange(len(rows)), sizes)
    places = np.arange(int(sizes.sum())) + (sets.bounds[rows] - (ends - sizes))[owners]
    return sets.hashes[places], owners


def joined(one: Sets, other: Sets) -> Sets:
    """Return the sets of two lots of texts, one after the other.

    Parameters
    ----------
    one, other : Sets
        Two lots.

    Returns
    -------
    Sets
        Both.

    Examples
    --------
    >>> len(joined(empty_sets(), empty_sets()).bounds)
    1
    """
    if not len(one.marks) or not len(other.marks):
        return one if len(one.marks) else other
    return Sets(
        np.concatenate([one.marks, other.marks]),
        np.concatenate([one.hashes, other.hashes]),
        np.concatenate([one.bounds, one.bounds[-1] + other.bounds[1:]]),
    )
