"""Which texts are compared: those that share a band of their signatures, the likest first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from toolkit.duplicates.shingling import Hashes, distinct
from toolkit.duplicates.signatures import BANDS, ROWS
from toolkit.duplicates.tokens import Marks, Mask, Places, mixed

Pairs = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int64]
# in a larger bucket each text is compared with its next few only
LARGEST_BUCKET, NEXT_FEW = 20, 4
# so many of the likest partners of each text are compared exactly
PARTNERS = 12
# values of a signature that unrelated texts rarely have in common
LEAST_AGREEMENT = 12
_PAIRS_AT_ONCE, _COMPARED_AT_ONCE = 8_000_000, 200_000
_STEP = np.uint64(0x9E3779B97F4A7C15)
# bits of a key: text, lack of agreement, partner
_LACK, _PARTNER = 7, 28


def candidate_pairs(found: Hashes, *, new: int = 0) -> tuple[Pairs, Counts]:
    """Return the pairs of texts to compare, and how many values of their signatures agree.

    It compares nothing exactly. The number of pairs grows as the number of texts, however many are
    alike.

    Parameters
    ----------
    found : numpy.ndarray
        Signatures, one row per text.
    new : int
        Only pairs with at least one text from here on.

    Returns
    -------
    tuple of numpy.ndarray
        Pairs, the smaller first, each once and sorted; and their agreement.

    Examples
    --------
    >>> rows = np.zeros((2, BANDS * ROWS), dtype=np.uint32)
    >>> pairs, agreement = candidate_pairs(rows)
    >>> pairs.tolist(), agreement.tolist()
    ([[0, 1]], [96])
    """
    kept = np.empty(0, dtype=np.uint64)
    waiting: list[Marks] = []
    held = 0
    for keys in _band_keys(found):
        for shared in _sharing(keys, new):
            waiting.append(shared)
            held += len(shared)
        if held > _PAIRS_AT_ONCE:
            kept, waiting, held = _likest(found, kept, waiting), [], 0
    kept = _likest(found, kept, waiting)
    text, partner = kept >> np.uint64(_LACK + _PARTNER), kept & np.uint64((1 << _PARTNER) - 1)
    lack = (kept >> np.uint64(_PARTNER)) & np.uint64((1 << _LACK) - 1)
    number = np.uint64(max(len(found), 1))
    codes = np.minimum(text, partner) * number + np.maximum(text, partner)
    order = np.argsort(codes, kind="stable")
    order = order[distinct(codes[order])]
    pairs: Pairs = np.stack(np.divmod(codes[order].astype(np.int64), int(number)), axis=1)
    agreement: Counts = BANDS * ROWS - lack[order].astype(np.int64)
    return pairs, agreement


def _band_keys(found: Hashes) -> Iterator[Marks]:
    """Yield one key per text, a band at a time."""
    for first in range(0, BANDS * ROWS, ROWS):
        keys = found[:, first].astype(np.uint64)
        for column in range(first + 1, first + ROWS):
            keys = mixed(keys * _STEP + found[:, column])
        yield keys


def _sharing(keys: Marks, new: int) -> Iterator[Marks]:
    """Yield codes of the pairs with equal keys; in a large bucket of the next few only."""
    order = np.argsort(keys, kind="stable")
    bucket = np.cumsum(distinct(keys[order])) - 1
    sizes = np.bincount(bucket)[bucket]
    shared = sizes > 1
    order, bucket, sizes = order[shared].astype(np.uint64), bucket[shared], sizes[shared]
    number = np.uint64(len(keys))
    for step in range(1, min(int(sizes.max(initial=1)), LARGEST_BUCKET)):
        near: Mask = bucket[step:] == bucket[:-step]
        near &= (sizes[step:] <= LARGEST_BUCKET) | (step <= NEXT_FEW)
        one, other = order[:-step][near], order[step:][near]
        codes = np.minimum(one, other) * number + np.maximum(one, other)
        yield codes[np.maximum(one, other) >= np.uint64(new)]


def _likest(found: Hashes, kept: Marks, waiting: list[Marks]) -> Marks:
    """Return the likest partners of each text among those kept and those that wait."""
    if not waiting:
        return kept
    codes = np.concatenate(waiting)
    codes.sort()
    codes = codes[distinct(codes)]
    one, other = np.divmod(codes, np.uint64(len(found)))
    del codes
    lack = _lack(found, one.astype(np.int64), other.astype(np.int64))
    alike = lack <= BANDS * ROWS - LEAST_AGREEMENT
    one, other, missing = one[alike], other[alike], lack[alike].astype(np.uint64)
    keys = np.concatenate([_key(one, missing, other), _key(other, missing, one), kept])
    keys.sort()
    keys = keys[distinct(keys)]
    begins = np.flatnonzero(distinct(keys >> np.uint64(_LACK + _PARTNER)))
    rank = np.arange(len(keys)) - np.repeat(begins, np.diff(np.append(begins, len(keys))))
    return keys[rank < PARTNERS]


def _key(text: Marks, lack: Marks, partner: Marks) -> Marks:
    """Return numbers that sort by text, then likeness, then partner."""
    return (text << np.uint64(_LACK + _PARTNER)) | (lack << np.uint64(_PARTNER)) | partner


def _lack(found: Hashes, one: Places, other: Places) -> Counts:
    """Return how many values of two signatures differ."""
    lack = np.empty(len(one), dtype=np.int64)
    for first in range(0, len(one), _COMPARED_AT_ONCE):
        some = slice(first, first + _COMPARED_AT_ONCE)
        lack[some] = (found[one[some]] != found[other[some]]).sum(axis=1)
    return lack
