"""Sets of shingles as short signatures, of which equal ones are counted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from toolkit.duplicates.shingling import ONE_WORD, Hashes, Sets
from toolkit.duplicates.storing import Numbers
from toolkit.duplicates.tokens import Places, mixed

# bands of a few values: two sets that share a band are compared
BANDS, ROWS = 32, 3
VALUES = BANDS * ROWS
# few enough that all the work on them stays in the caches of a processor
_SETS_AT_ONCE, _PAIRS_AT_ONCE = 1_000, 50_000
_SEED = 20261123
_STEP = np.uint64(0x9E3779B97F4A7C15)
_SPREAD, _TOP = np.uint32(0x9E3779B1), np.uint32(24)

Counts = npt.NDArray[np.int64]


class Signatures:
    """The smallest value of each random function over each set, in the order sets are stored.

    A signature depends on no other set, so that those of a new month stand beside the old ones. Of
    each value eight bits are kept, to count equal ones, and of each band a number of 32.

    Notes
    -----
    Broder (1997), "On the resemblance and containment of documents"; the functions are the
    multiply-shift of Dietzfelbinger et al. (1997); few bits of each value are enough after Li and
    König (2010), "b-bit minwise hashing".

    Examples
    --------
    >>> sets = Sets()
    >>> marks = sets.read([["un deux trois quatre cinq", "un deux trois quatre six"]])
    >>> signatures = Signatures()
    >>> signatures.add(sets)
    >>> 10 < signatures.agreement(sets, np.array([[0, 1]])).item() < 80
    True
    """

    def __init__(self) -> None:
        self.values = Numbers(np.uint8)
        self.bands = Numbers(np.uint32)
        # how many sets were signed at once: bands are stored one after the other for each such lot
        self.lots: list[int] = []

    def __len__(self) -> int:
        """Return how many sets are signed."""
        return sum(self.lots)

    def add(self, sets: Sets) -> None:
        """Sign the sets that are not signed yet.

        Parameters
        ----------
        sets : Sets
            All of them; no set is empty.
        """
        for first in range(len(self), len(sets), _SETS_AT_ONCE):
            bounds = sets.bounds[first : first + _SETS_AT_ONCE + 1]
            hashes = sets.hashes.part(int(bounds[0]), int(bounds[-1]))
            smallest = _smallest(hashes, bounds - bounds[0])
            self.values.add(((smallest * _SPREAD) >> _TOP).astype(np.uint8).T.ravel())
            self.bands.add(_bands(smallest).ravel())
            self.lots.append(len(bounds) - 1)

    def band_keys(self, sets: Sets) -> Iterator[Hashes]:
        """Yield one number per text, a band at a time: texts with equal ones are compared."""
        begins = np.cumsum([0, *self.lots])[:-1] * BANDS
        for band in range(BANDS):
            stored = [
                self.bands.part(first + band * size, first + (band + 1) * size)
                for first, size in zip(begins.tolist(), self.lots, strict=True)
            ]
            keys: Hashes = np.concatenate([np.empty(0, np.uint32), *stored])[sets.places]
            yield keys

    def agreement(self, sets: Sets, pairs: Places) -> Counts:
        """Return how many values of the two signatures of each pair are equal.

        Parameters
        ----------
        sets : Sets
            All of them.
        pairs : numpy.ndarray
            Two columns of numbers of texts.

        Returns
        -------
        numpy.ndarray
            0 to ``VALUES`` each.
        """
        found = np.empty(len(pairs), dtype=np.int64)
        for first in range(0, len(pairs), _PAIRS_AT_ONCE):
            values = self.values.all().reshape(-1, VALUES)
            one, other = sets.places[pairs[first : first + _PAIRS_AT_ONCE]].T
            equal = np.packbits(values[one] == values[other]).view(np.uint32)
            counted = np.bitwise_count(equal).reshape(-1, VALUES // 32)
            found[first : first + len(one)] = counted.sum(axis=1)
        return found


@cache
def _functions() -> tuple[Hashes, Hashes]:
    """Return the factor and the shift of each random function."""
    random = np.random.default_rng(_SEED)
    factors = random.integers(0, 2**31, VALUES, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, random.integers(0, 2**32, VALUES, dtype=np.uint32)


def _smallest(hashes: Hashes, bounds: Places) -> Hashes:
    """Return the smallest value of each function, one row each, over the pairs of words."""
    told = (hashes & np.uint32(ONE_WORD)) == 0
    starts = np.concatenate([[0], np.cumsum(told)])[bounds[:-1]]
    chosen = hashes[told]
    values = np.empty_like(chosen)
    found = np.empty((VALUES, len(starts)), dtype=np.uint32)
    for row, (factor, shift) in enumerate(zip(*_functions(), strict=True)):
        np.multiply(chosen, factor, out=values)
        np.add(values, shift, out=values)
        np.minimum.reduceat(values, starts, out=found[row])
    return found


def _bands(smallest: Hashes) -> Hashes:
    """Return a number of the values of each band, one row each."""
    rows = smallest.astype(np.uint64).reshape(BANDS, ROWS, -1)
    keys = rows[:, 0]
    for row in range(1, ROWS):
        keys = mixed(keys * _STEP + rows[:, row])
    return (keys >> np.uint64(32)).astype(np.uint32)
