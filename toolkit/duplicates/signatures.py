"""Sets of shingles as short signatures, of which equal ones are counted."""

from __future__ import annotations

import numpy as np

from toolkit.duplicates.shingling import ONE_WORD, Hashes, Sets
from toolkit.duplicates.tokens import Places

# bands of a few values: two sets that share a band are compared
BANDS, ROWS = 32, 3
_SETS_AT_ONCE = 10_000
_SEED = 20261123
_LAST = np.uint64(2**32 - 1)


def signatures(sets: Sets) -> Hashes:
    """Return the smallest value of each random function over each set.

    It depends on no other set, so that the signatures of a new month stand beside the old ones.

    Parameters
    ----------
    sets : Sets
        The shingles of texts; no set is empty.

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
    >>> from toolkit.duplicates.shingling import shingle_sets
    >>> _, sets = shingle_sets([["un deux trois quatre", "un deux trois cinq"]])
    >>> one, other = signatures(sets)
    >>> 0.1 < float((one == other).mean()) < 0.8
    True
    """
    generator = np.random.default_rng(_SEED)
    functions = BANDS * ROWS
    factors = generator.integers(1, 2**63, functions, dtype=np.uint64) * np.uint64(2)
    shifts = generator.integers(0, 2**63, functions, dtype=np.uint64)
    number = len(sets.bounds) - 1
    found = np.empty((number, functions), dtype=np.uint32)
    for first in range(0, number, _SETS_AT_ONCE):
        last = min(first + _SETS_AT_ONCE, number)
        begin, end = sets.bounds[first], sets.bounds[last]
        wide = sets.hashes[begin:end].astype(np.uint64)
        alone = (wide & ONE_WORD) > 0
        starts: Places = sets.bounds[first:last] - begin
        for column in range(functions):
            values = wide * (factors[column] + np.uint64(1)) + shifts[column]
            values >>= np.uint64(32)
            values[alone] = _LAST
            found[first:last, column] = np.minimum.reduceat(values.astype(np.uint32), starts)
    return found
