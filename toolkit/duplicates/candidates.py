"""Which texts are compared: those that share a band of their signatures, the likest first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from toolkit.duplicates.shingling import Hashes, Sets, distinct
from toolkit.duplicates.signatures import VALUES, Counts, Signatures
from toolkit.duplicates.tokens import Marks, Mask

Pairs = npt.NDArray[np.int64]
# in a larger bucket each text is compared with its next few only
LARGEST_BUCKET, NEXT_FEW = 20, 4
# so many of the likest partners of each text are compared exactly
PARTNERS = 12
# values of a signature that unrelated texts rarely have in common
LEAST_AGREEMENT = 12
_PAIRS_AT_ONCE = 4_000_000
# bits of a key: text, lack of agreement, partner
_LACK, _PARTNER = 7, 28
_HALF, _LOW = np.uint64(32), np.uint64(2**32 - 1)


def candidate_pairs(signatures: Signatures, sets: Sets, *, new: int = 0) -> tuple[Pairs, Counts]:
    """Return the pairs of texts to compare, and how many values of their signatures agree.

    It compares nothing exactly. The number of pairs grows as the number of texts, however many are
    alike.

    Parameters
    ----------
    signatures : Signatures
        Of all texts.
    sets : Sets
        The texts.
    new : int
        Only pairs with at least one text from here on.

    Returns
    -------
    tuple of numpy.ndarray
        Pairs, the smaller first, each once and sorted; and their agreement.

    Examples
    --------
    >>> sets, signatures = Sets(), Signatures()
    >>> marks = sets.read([["un deux trois quatre cinq", "un deux trois quatre cinq 😀"]])
    >>> signatures.add(sets)
    >>> pairs, agreement = candidate_pairs(signatures, sets)
    >>> pairs.tolist(), agreement.tolist()
    ([[0, 1]], [96])
    """
    kept = np.empty(0, dtype=np.uint64)
    waiting: list[Marks] = []
    held = 0
    for keys in signatures.band_keys(sets):
        for shared in _sharing(keys, new):
            waiting.append(shared)
            held += len(shared)
        if held > _PAIRS_AT_ONCE:
            kept, waiting, held = _likest(signatures, sets, kept, waiting), [], 0
    kept = _likest(signatures, sets, kept, waiting)
    text, partner = (
        kept >> np.uint64(_LACK + _PARTNER),
        kept & np.uint64((1 << _PARTNER) - 1),
    )
    lack = (kept >> np.uint64(_PARTNER)) & np.uint64((1 << _LACK) - 1)
    codes = _code(text, partner)
    order = np.argsort(codes, kind="stable")
    order = order[distinct(codes[order])]
    agreement: Counts = VALUES - lack[order].astype(np.int64)
    return _pairs(codes[order]), agreement


def _code(one: Marks, other: Marks) -> Marks:
    """Return one number for each pair, whichever text comes first."""
    return (np.minimum(one, other) << _HALF) | np.maximum(one, other)


def _pairs(codes: Marks) -> Pairs:
    """Return the pairs of some numbers, the smaller text first."""
    return np.stack([codes >> _HALF, codes & _LOW], axis=1).astype(np.int64)


def _sharing(keys: Hashes, new: int) -> Iterator[Marks]:
    """Yield numbers of the pairs with equal keys; in a large bucket of the next few only."""
    order = (keys.astype(np.uint64) << _HALF) | np.arange(len(keys), dtype=np.uint64)
    order.sort()
    first: Mask = distinct(order >> _HALF)
    shared = ~(first & np.append(first[1:], True))
    order, first = order[shared] & _LOW, first[shared]
    bucket = np.cumsum(first) - 1
    sizes = np.bincount(bucket)[bucket]
    for step in range(1, min(int(sizes.max(initial=1)), LARGEST_BUCKET)):
        near: Mask = bucket[step:] == bucket[:-step]
        near &= (sizes[step:] <= LARGEST_BUCKET) | (step <= NEXT_FEW)
        one, other = order[:-step][near], order[step:][near]
        codes = _code(one, other)
        # the larger number of each pair says whether one text is new
        yield codes[(codes & _LOW) >= np.uint64(new)] if new else codes


def _likest(signatures: Signatures, sets: Sets, kept: Marks, waiting: list[Marks]) -> Marks:
    """Return the likest partners of each text among those kept and those that wait."""
    if not waiting:
        return kept
    codes = np.concatenate(waiting)
    waiting.clear()
    codes.sort()
    codes = codes[distinct(codes)]
    lack = VALUES - signatures.agreement(sets, _pairs(codes))
    alike = lack <= VALUES - LEAST_AGREEMENT
    codes, missing = codes[alike], lack[alike].astype(np.uint64)
    one, other = codes >> _HALF, codes & _LOW
    keys = np.concatenate([_key(one, missing, other), _key(other, missing, one), kept])
    keys.sort()
    keys = keys[distinct(keys)]
    begins = np.flatnonzero(distinct(keys >> np.uint64(_LACK + _PARTNER)))
    rank = np.arange(len(keys)) - np.repeat(begins, np.diff(np.append(begins, len(keys))))
    return keys[rank < PARTNERS]


def _key(text: Marks, lack: Marks, partner: Marks) -> Marks:
    """Return numbers that sort by text, then likeness, then partner."""
    return (text << np.uint64(_LACK + _PARTNER)) | (lack << np.uint64(_PARTNER)) | partner
