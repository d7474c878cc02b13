"""Group the texts that are copies of each other, near enough."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from toolkit.duplicates.signatures import Hashes, Places, normalise, shingles, signatures
from toolkit.text.opaque import texts_in_parts

if TYPE_CHECKING:
    from scipy.sparse import csr_array

BANDS, ROWS = 24, 3
LEAST_RESEMBLANCE = 0.4
# an edge this strong stands without a common neighbour
STRONG_RESEMBLANCE = 0.6
# in a larger bucket each text is compared with its next few only
LARGEST_BUCKET, NEXT_FEW = 40, 8
PAIRS_AT_ONCE = 100_000
SETS_AT_ONCE = 5_000

Groups = npt.NDArray[np.int64]


def group_templates(texts: Any) -> Groups:  # noqa: ANN401 - texts, a column or a table
    """Return one group number per text; near-duplicates share a number.

    It groups texts, not people: two people may copy one text. Very short texts (fewer than three
    words) are grouped only when they are the same. The result does not depend on the order of the
    texts, except for the numbers, which follow it.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        The texts, masked or not.

    Returns
    -------
    numpy.ndarray
        One integer per text, from 0, in order of first appearance.

    Notes
    -----
    Exact copies are collapsed; bands of MinHash propose pairs; the Jaccard index of word triples
    decides (at least 0.4); a pair under 0.6 needs a common neighbour, so that chains of stock
    sentences do not join unrelated texts.

    Examples
    --------
    >>> group_templates(["bonjour à tous et à toutes", "Bonjour à tous et à toutes !", "autre"])
    array([0, 0, 1])
    """
    rows, hashes, starts = _distinct_sets(texts)
    if not len(starts):
        return rows
    groups = _components(len(starts), _edges(hashes, starts))[rows]
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    numbered: Groups = rank[inverse]
    return numbered


def _distinct_sets(texts: Any) -> tuple[Groups, Hashes, Places]:  # noqa: ANN401 - as group_templates
    """Return the distinct text of each row, and the triples of each distinct text.

    Distinct texts are in the order of their fingerprints, whatever the order of the rows.
    """
    known: dict[bytes, int] = {}
    rows, hashes, ends = array("q"), array("I"), array("q")
    for text in (text for part in texts_in_parts(texts) for text in part):
        # a text without words is like no other, unless it is the same
        key = normalise(text) or f"\0{len(rows) if not text.strip() else text}"
        mark = blake2b(key.encode("utf-8", "replace"), digest_size=12).digest()
        if mark not in known:
            known[mark] = len(known)
            hashes.extend(shingles(key))
            ends.append(len(hashes))
        rows.append(known[mark])
    order = np.array([known[mark] for mark in sorted(known)], dtype=np.int64)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    bounds = np.r_[0, np.asarray(ends, dtype=np.int64)]
    sizes = np.diff(bounds)[order]
    starts = np.cumsum(sizes) - sizes
    positions = np.arange(sizes.sum()) + np.repeat(bounds[:-1][order] - starts, sizes)
    return (
        place[np.asarray(rows, dtype=np.int64)],
        np.asarray(hashes, dtype=np.uint32)[positions],
        starts.astype(np.int64),
    )


def _band_keys(hashes: Hashes, starts: Places) -> npt.NDArray[np.void]:
    """Return one key per text and band, made from a few values of its signature."""
    found = np.empty((len(starts), BANDS * ROWS), dtype=np.uint32)
    ends = np.r_[starts[1:], len(hashes)]
    for first in range(0, len(starts), SETS_AT_ONCE):
        chosen = slice(first, first + SETS_AT_ONCE)
        begin, end = starts[first], ends[chosen][-1]
        found[chosen] = signatures(
            hashes[begin:end], starts[chosen] - begin, functions=BANDS * ROWS
        )
    return found.view([("", np.uint32)] * ROWS)


def _proposals(hashes: Hashes, starts: Places) -> npt.NDArray[np.int64]:
    """Return the pairs that share a band of their signatures, each once, the smaller first."""
    number = len(starts)
    pairs = np.empty(0, dtype=np.int64)
    for keys in _band_keys(hashes, starts).T:
        order = np.argsort(keys, kind="stable")
        new = np.r_[True, keys[order][1:] != keys[order][:-1]]
        bucket = np.cumsum(new) - 1
        sizes = np.bincount(bucket)[bucket]
        found = [pairs]
        for step in range(1, min(int(sizes.max()), LARGEST_BUCKET)):
            near = bucket[step:] == bucket[:-step]
            near &= (sizes[step:] <= LARGEST_BUCKET) | (step <= NEXT_FEW)
            found.append(order[:-step][near] * number + order[step:][near])
        pairs = np.unique(np.concatenate(found))
    return np.stack(np.divmod(pairs, number), axis=1)


def _in_chunks(pairs: npt.NDArray[np.int64]) -> Iterator[npt.NDArray[np.int64]]:
    """Yield the pairs, some at a time."""
    for first in range(0, len(pairs), PAIRS_AT_ONCE):
        yield pairs[first : first + PAIRS_AT_ONCE]


def _shared(matrix: csr_array, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return how many columns the two rows of each pair have in common."""
    counted = [
        matrix[chunk[:, 0]].multiply(matrix[chunk[:, 1]]).sum(axis=1) for chunk in _in_chunks(pairs)
    ]
    return np.concatenate([np.empty(0), *counted]).astype(np.int64)


def _edges(hashes: Hashes, starts: Places) -> npt.NDArray[np.int64]:
    """Return the pairs that are copies: strong ones, and weaker ones with a common neighbour."""
    from scipy.sparse import csr_array

    pairs = _proposals(hashes, starts)
    columns, bounds = np.unique(hashes, return_inverse=True)[1], np.r_[starts, len(hashes)]
    ones = np.ones(len(hashes), dtype=np.int32)
    sizes = np.diff(bounds)
    sets = csr_array((ones, columns.astype(np.int32), bounds.astype(np.int32)))
    shared = _shared(sets, pairs)
    score = shared / (sizes[pairs[:, 0]] + sizes[pairs[:, 1]] - shared)
    kept, score = pairs[score >= LEAST_RESEMBLANCE], score[score >= LEAST_RESEMBLANCE]
    number = len(starts)
    both = np.concatenate([kept, kept[:, ::-1]])
    neighbours = csr_array(
        (np.ones(len(both), dtype=np.int32), (both[:, 0], both[:, 1])), shape=(number, number)
    )
    degree = np.bincount(both[:, 0], minlength=number)
    alone = (degree[kept] == 1).all(axis=1)
    strong = (score >= STRONG_RESEMBLANCE) | alone | (_shared(neighbours, kept) > 0)
    edges: npt.NDArray[np.int64] = kept[strong]
    return edges


def _components(number: int, edges: npt.NDArray[np.int64]) -> Groups:
    """Return the component of each node."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(number, number))
    _, labels = connected_components(graph, directed=False)
    return np.asarray(labels, dtype=np.int64)
