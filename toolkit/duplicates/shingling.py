"""Texts as sets of words and of pairs of words; each distinct text once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from toolkit.duplicates.storing import Numbers
from toolkit.duplicates.tokens import (
    Marks,
    Mask,
    Places,
    Tokens,
    mixed,
    powers,
    read_tokens,
)

Hashes = npt.NDArray[np.uint32]
_FIRST, _SECOND, _THIRD = (
    np.uint64(n) for n in (0xD6E8FEB86659FD93, 0xA3B195354A39B70D, 0x1B03738712FAD5C9)
)
_NEXT, _ONE_BETWEEN = np.uint64(3), np.uint64(7)
# so many bits that a number of a text fits beside them in 64, and that SciPy counts columns in 32
BITS = 30
_KEPT, _BITS = np.uint64(64 - BITS), np.uint64(BITS)
# the bit that tells a word alone from pairs
ONE_WORD = np.uint64(1)


class Sets:
    """The shingles of distinct texts, sorted within each; a text is known by its mark.

    Texts are numbered month by month, within a month by their marks, whatever their order. Shingles
    are stored in the order they were read.

    Examples
    --------
    >>> sets = Sets()
    >>> marks = sets.read([["Bonjour à tous", "bonjour a TOUS !", "autre"]])
    >>> bool(marks[0] == marks[1]), sets.sizes.sum().item()
    (True, 8)
    """

    def __init__(self) -> None:
        self.marks: Marks = np.empty(0, dtype=np.uint64)
        # where each text is stored, and where the stored ones begin and end
        self.places: Places = np.empty(0, dtype=np.int64)
        self.bounds: Places = np.zeros(1, dtype=np.int64)
        self.hashes = Numbers(np.uint32)

    def __len__(self) -> int:
        """Return how many distinct texts there are."""
        return len(self.marks)

    @property
    def sizes(self) -> Places:
        """Return how many shingles each text has."""
        return np.diff(self.bounds)[self.places]

    def read(self, parts: Iterable[Sequence[str]], *, first: int = 0) -> Marks:
        """Add the texts whose mark is new, and return the mark of every text.

        Texts with the same words and signs have the same mark; numbers do not count. A text without
        words is its own letters; an empty one is like no other. The texts are not kept.

        Parameters
        ----------
        parts : iterable of sequences of str
            The texts, some at a time.
        first : int
            How many texts came before.

        Returns
        -------
        numpy.ndarray
            One mark per text.
        """
        # what a reading that failed half way has left
        self.hashes.cut(int(self.bounds[-1]))
        seen = set(self.marks.tolist())
        rows, marks, sizes = (
            [np.empty(0, np.uint64)],
            [np.empty(0, np.uint64)],
            [np.empty(0, int)],
        )
        number = first
        for part in parts:
            tokens = read_tokens(part)
            found = _marks(tokens, part, number)
            new = _new(found, seen)
            hashes, counts = _shingles(tokens, found, new)
            self.hashes.add(hashes)
            rows.append(found)
            marks.append(found[new])
            sizes.append(counts)
            number += len(part)
        added = np.concatenate(marks)
        order = np.argsort(added, kind="stable")
        self.places = np.concatenate([self.places, len(self) + order])
        self.marks = np.concatenate([self.marks, added[order]])
        self.bounds = np.append(self.bounds, self.bounds[-1] + np.cumsum(np.concatenate(sizes)))
        return np.concatenate(rows)

    def rows(self, texts: Places) -> tuple[Hashes, Places]:
        """Return the shingles of some texts, and where those of each begin and end.

        Parameters
        ----------
        texts : numpy.ndarray
            Numbers of texts; one may come several times.

        Returns
        -------
        tuple of numpy.ndarray
            The shingles; and one edge more than texts.

        Examples
        --------
        >>> sets = Sets()
        >>> marks = sets.read([["un deux", "trois"]])
        >>> [len(part) for part in sets.rows(np.array([1, 0, 1]))]
        [7, 4]
        """
        stored = self.places[texts]
        begins = self.bounds[stored]
        edges = np.zeros(len(texts) + 1, dtype=np.int64)
        np.cumsum(self.bounds[stored + 1] - begins, out=edges[1:])
        # half the bytes wherever they are enough
        kind = np.int32 if self.bounds[-1] < 2**31 else np.int64
        places = np.repeat((begins - edges[:-1]).astype(kind), np.diff(edges))
        places += np.arange(len(places), dtype=kind)
        return self.hashes.all()[places], edges


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
    pairs = mixed(words[:-1] * _FIRST + words[1:] * _SECOND + _NEXT)[two]
    # a name in the middle leaves such a pair as it is, and would change a triple
    apart = mixed(words[:-2] * _FIRST + words[2:] * _THIRD + _ONE_BETWEEN)[three]
    owners = np.concatenate([texts[1:][two], texts[2:][three]])
    lone = np.flatnonzero(np.bincount(owners, minlength=len(new)) == 0)
    several = np.concatenate([pairs, apart, mixed(marks[new][lone])]) >> _KEPT
    hashes = np.concatenate([several & ~ONE_WORD, (words >> _KEPT) | ONE_WORD])
    owners = np.concatenate([owners, lone, texts]).astype(np.uint64)
    keys = (owners << _BITS) | hashes
    keys.sort()
    keys = keys[distinct(keys)]
    sizes = np.bincount((keys >> _BITS).astype(np.int64), minlength=len(new))
    return (keys & np.uint64((1 << BITS) - 1)).astype(np.uint32), sizes


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
