"""Group the texts that are copies of each other, near enough."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.duplicates.signatures import Integers, normalise, random_functions, shingles, signature
from toolkit.text.opaque import as_texts

BANDS, ROWS = 24, 3
LEAST_RESEMBLANCE = 0.4
# an edge this strong stands without a common neighbour
STRONG_RESEMBLANCE = 0.6
LARGEST_BUCKET = 40

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
    given = as_texts(texts)
    distinct: dict[str, int] = {}
    # a text without words is like no other, unless it is the same
    keys = [
        normalise(text) or f"\0{row if not text.strip() else text}"
        for row, text in enumerate(given)
    ]
    rows = np.array([distinct.setdefault(key, len(distinct)) for key in keys], dtype=np.int64)
    ordered = sorted(distinct, key=str)
    place = np.empty(len(distinct), dtype=np.int64)
    for position, key in enumerate(ordered):
        place[distinct[key]] = position
    sets = [shingles(key) for key in ordered]
    groups = _components(len(sets), _edges(sets))[place[rows]] if sets else rows
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    numbered: Groups = rank[inverse]
    return numbered


def _proposals(sets: list[Integers]) -> set[tuple[int, int]]:
    """Return the pairs that share a band of their signatures."""
    multipliers, offsets = random_functions(BANDS * ROWS)
    signatures = np.empty((len(sets), BANDS * ROWS), dtype=np.uint64)
    for row, hashes in enumerate(sets):
        signatures[row] = signature(hashes, multipliers, offsets)
    pairs: set[tuple[int, int]] = set()
    for band in range(BANDS):
        part = np.ascontiguousarray(signatures[:, band * ROWS : (band + 1) * ROWS])
        keys = part.view([("", part.dtype)] * ROWS).ravel()
        order = np.argsort(keys, kind="stable")
        edges = np.flatnonzero(np.r_[True, keys[order][1:] != keys[order][:-1], True])
        for start, end in pairwise(edges.tolist()):
            if end - start > 1:
                pairs.update(_bucket_pairs(order[start:end].tolist()))
    return pairs


def _bucket_pairs(members: list[int]) -> list[tuple[int, int]]:
    """Return all pairs of a small bucket; in a large one each member and its next few."""
    reach = len(members) if len(members) <= LARGEST_BUCKET else 8
    return [(a, b) for i, a in enumerate(members) for b in members[i + 1 : i + 1 + reach]]


def _resemblance(one: Integers, other: Integers) -> float:
    """Return the Jaccard index of two sorted sets."""
    shared = np.intersect1d(one, other, assume_unique=True).size
    return shared / (one.size + other.size - shared)


def _edges(sets: list[Integers]) -> list[tuple[int, int]]:
    """Return the pairs that are copies: strong ones, and weaker ones with a common neighbour."""
    scores = {pair: _resemblance(sets[pair[0]], sets[pair[1]]) for pair in _proposals(sets)}
    kept = {pair: score for pair, score in scores.items() if score >= LEAST_RESEMBLANCE}
    neighbours: dict[int, set[int]] = {}
    for a, b in kept:
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    return [
        (a, b)
        for (a, b), score in kept.items()
        if score >= STRONG_RESEMBLANCE
        or neighbours[a] & neighbours[b]
        or len(neighbours[a]) == len(neighbours[b]) == 1
    ]


def _components(number: int, edges: list[tuple[int, int]]) -> Groups:
    """Return the component of each node."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    pairs = np.array(edges, dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(number, number))
    _, labels = connected_components(graph, directed=False)
    return np.asarray(labels, dtype=np.int64)
