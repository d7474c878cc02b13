"""Which pairs are copies: what few groups write counts, what everybody writes does not."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from toolkit.duplicates.candidates import Pairs
from toolkit.duplicates.shingling import BITS, Hashes, Sets, distinct
from toolkit.duplicates.signatures import Counts, Signatures
from toolkit.duplicates.tokens import Mask, Places

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Scores = npt.NDArray[np.float64]
Weights = npt.NDArray[np.float32]
# pairs whose signatures agree so much are taken together before anything is weighed; so much, with
# a common neighbour
FIRST_AGREEMENT, LEAST_AGREEMENT = 38, 30
# in a first group of more texts, the signatures must agree so much
_LARGEST_FIRST, _FIRMER_AGREEMENTS = 100, (46, 56, 66, 76, 86, 96)
_LOOKS, _SEED = 500, 20261130
# of ten thousand texts; the more texts, the more of them are alike by chance
_LEAST, _LEAST_OF_FEW, _MORE_FOR_TEN_TIMES = 0.30, 0.28, 0.05
_TEN_THOUSAND = 10_000
# of two texts that have no other copy
_LEAST_ALONE = 0.35
# an edge this strong stands without a common neighbour
STRONG_RESEMBLANCE = 0.5
# a table of weights has about four places for each shingle, up to sixteen million
_FEWEST_BITS, _MOST_BITS = 12, 24
# few enough that the work on them stays in the caches of a processor
_PAIRS_AT_ONCE, _ROWS_AT_ONCE = 5_000, 20_000


def group_weights(sets: Sets, groups: Places) -> Weights:
    """Return a weight for each place of a table: high for what few groups of texts write.

    A sentence that many unrelated texts share weighs little, and one that a single text with
    hundreds of copies repeats weighs much: counting texts would not tell them apart.

    Parameters
    ----------
    sets : Sets
        The shingles.
    groups : numpy.ndarray
        A first group of each text.

    Returns
    -------
    numpy.ndarray
        Weights, by place.

    Examples
    --------
    >>> sets = Sets()
    >>> marks = sets.read([["un deux trois", "un deux quatre", "un deux cinq"]])
    >>> table = group_weights(sets, np.array([0, 1, 2]))
    >>> len(set(table[places_of(sets.hashes.all(), table)].round(3).tolist()))
    2
    """
    order = np.argsort(groups, kind="stable")
    several = np.bincount(groups) > 1
    bits = min(max(len(sets.hashes).bit_length() + 2, _FEWEST_BITS), _MOST_BITS)
    counts = np.zeros(1 << bits, dtype=np.int32)
    ends = np.flatnonzero(np.append(distinct(groups[order])[1:], True)) + 1
    first = 0
    while first < len(order):
        # whole groups only, so that no shingle of one is counted twice
        last = int(ends[np.searchsorted(ends, min(first + _ROWS_AT_ONCE, len(order)))])
        hashes, edges = sets.rows(order[first:last])
        places = places_of(hashes, counts)
        owners = np.repeat(groups[order[first:last]], np.diff(edges))
        shared = several[owners]
        keys = (owners[shared] << bits) | places[shared]
        keys.sort()
        once = keys[distinct(keys)] & (len(counts) - 1)
        # in order, so that the table is gone through once
        written = np.sort(np.concatenate([places[~shared], once]))
        np.add.at(counts, written, np.int32(1))
        first = last
    number = int(groups.max(initial=-1)) + 1
    return np.log1p(number / np.maximum(counts, 1)).astype(np.float32)


def places_of(hashes: Hashes, table: npt.NDArray[np.generic]) -> Places:
    """Return the place of each shingle in a table of weights; some share one.

    Parameters
    ----------
    hashes : numpy.ndarray
        Shingles.
    table : numpy.ndarray
        A power of two of places.

    Returns
    -------
    numpy.ndarray
        One place each.

    Examples
    --------
    >>> int(places_of(np.array([1, 2**30 - 1], dtype=np.uint32), np.zeros(4096)).max())
    4095
    """
    unused = max(BITS + 1 - len(table).bit_length(), 0)
    return (hashes >> np.uint32(unused)).astype(np.int64)


def norms(sets: Sets, weights: Weights) -> Scores:
    """Return the length of each text as a vector of weights.

    Parameters
    ----------
    sets : Sets
        The shingles.
    weights : numpy.ndarray
        By place.

    Returns
    -------
    numpy.ndarray
        One number per text.
    """
    found = np.empty(len(sets))
    for first in range(0, len(found), _ROWS_AT_ONCE):
        bounds = sets.bounds[first : first + _ROWS_AT_ONCE + 1]
        hashes = sets.hashes.part(int(bounds[0]), int(bounds[-1]))
        squares = weights[places_of(hashes, weights)].astype(np.float64) ** 2
        found[first : first + len(bounds) - 1] = np.add.reduceat(squares, bounds[:-1] - bounds[0])
    lengths: Scores = np.sqrt(found)[sets.places]
    return lengths


def resemblance(sets: Sets, weights: Weights, lengths: Scores, pairs: Pairs) -> Scores:
    """Return the cosine of the two texts of each pair, shingles weighed.

    Parameters
    ----------
    sets : Sets
        The shingles.
    weights : numpy.ndarray
        By place.
    lengths : numpy.ndarray
        Of each text, as ``norms`` gives them.
    pairs : numpy.ndarray
        Two columns of numbers of texts.

    Returns
    -------
    numpy.ndarray
        0 to 1 each.
    """
    found = np.empty(len(pairs))
    for first in range(0, len(pairs), _PAIRS_AT_ONCE):
        some = pairs[first : first + _PAIRS_AT_ONCE]
        both = _matrix(sets, some[:, 0]).multiply(_matrix(sets, some[:, 1]))
        squares = weights[places_of(both.indices.astype(np.uint32), weights)].astype(np.float64)
        sums = np.concatenate([[0.0], np.cumsum(squares**2)])
        found[first : first + len(some)] = np.diff(sums[both.indptr])
    return found / (lengths[pairs[:, 0]] * lengths[pairs[:, 1]])


def _matrix(sets: Sets, texts: Places) -> csr_array:
    """Return a row for each of some texts, with a one for each of its shingles."""
    from scipy.sparse import csr_array

    hashes, edges = sets.rows(texts)
    ones = np.ones(len(hashes), dtype=np.int8)
    matrix = csr_array(
        (ones, hashes.view(np.int32), edges.astype(np.int32)),
        shape=(len(texts), 1 << BITS),
    )
    # the shingles of a text are sorted and distinct
    matrix.has_canonical_format = True
    return matrix


def least_resemblance(number: int) -> float:
    """Return how alike two texts are at least that are copies.

    Parameters
    ----------
    number : int
        How many distinct texts there are.

    Returns
    -------
    float
        A cosine; it was checked at 1,000 to 1,000,000 texts, see benchmarks/README.md.

    Examples
    --------
    >>> [round(least_resemblance(n), 2) for n in (100, 10_000, 100_000)]
    [0.28, 0.3, 0.35]
    """
    tens = math.log10(max(number, 1) / _TEN_THOUSAND)
    return max(_LEAST_OF_FEW, _LEAST + _MORE_FOR_TEN_TIMES * tens)


def standing(
    pairs: Pairs, scores: Scores, number: int, *, strong: float = STRONG_RESEMBLANCE
) -> Mask:
    """Return which pairs are edges: strong ones, lone ones, and those with a common neighbour.

    A weak pair between two texts that have other copies, none of them in common, would chain two
    groups.

    Parameters
    ----------
    pairs : numpy.ndarray
        Two columns of numbers of texts.
    scores : numpy.ndarray
        Their resemblance.
    number : int
        How many texts there are.
    strong : float
        From here on a pair stands by itself.

    Returns
    -------
    numpy.ndarray
        One boolean per pair.

    Examples
    --------
    >>> standing(np.array([[0, 1], [1, 2], [2, 3]]), np.array([0.9, 0.4, 0.9]), 4).tolist()
    [True, False, True]
    """
    from scipy.sparse import csr_array

    both = np.concatenate([pairs, pairs[:, ::-1]])
    ones = np.ones(len(both), dtype=np.int32)
    neighbours = csr_array((ones, (both[:, 0], both[:, 1])), shape=(number, number))
    degree = np.bincount(both[:, 0], minlength=number)
    lone = (degree[pairs] == 1).all(axis=1)
    common = np.zeros(len(pairs), dtype=np.int64)
    weak = np.flatnonzero((scores < strong) & ~lone)
    for first in range(0, len(weak), _PAIRS_AT_ONCE):
        some = weak[first : first + _PAIRS_AT_ONCE]
        one, other = pairs[some].T
        common[some] = neighbours[one].multiply(neighbours[other]).sum(axis=1)
    kept: Mask = (scores >= strong) | (lone & (scores >= _LEAST_ALONE)) | (common > 0)
    return kept


def components(pairs: Pairs, number: int) -> Places:
    """Return the connected component of each text.

    Parameters
    ----------
    pairs : numpy.ndarray
        Two columns of numbers of texts.
    number : int
        How many texts there are.

    Returns
    -------
    numpy.ndarray
        One number each.

    Examples
    --------
    >>> components(np.array([[0, 2]]), 3).tolist()
    [0, 1, 0]
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(pairs), dtype=np.int8)
    graph = coo_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(number, number))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


class Members:
    """The members of each group, sorted once."""

    def __init__(self, groups: Places) -> None:
        self.sizes = np.bincount(groups)
        self.number = len(self.sizes)
        self.order = np.argsort(groups, kind="stable")
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)])

    def of(self, group: int) -> Places:
        """Return the members of one group."""
        return self.order[self.starts[group] : self.starts[group + 1]]


def first_groups(signatures: Signatures, sets: Sets, pairs: Pairs, agreement: Counts) -> Places:
    """Return groups of the texts whose signatures are alike.

    Parameters
    ----------
    signatures : Signatures
        Of all texts.
    sets : Sets
        The texts.
    pairs, agreement : numpy.ndarray
        As ``candidate_pairs`` returns them.

    Returns
    -------
    numpy.ndarray
        One number each.
    """
    number = len(sets)
    near = agreement >= LEAST_AGREEMENT
    pairs, agreement = pairs[near], agreement[near]
    scores = agreement.astype(np.float64)
    groups = components(pairs[standing(pairs, scores, number, strong=FIRST_AGREEMENT)], number)
    for least in _FIRMER_AGREEMENTS:
        chained = _chained(signatures, sets, groups)
        if not chained.any():
            break
        # where everybody writes the same few sentences, only what is nearly the same goes together
        firm = (agreement >= least) & chained[pairs[:, 0]]
        parts = components(pairs[firm], number)
        groups = np.unique(np.where(chained, number + parts, groups), return_inverse=True)[1]
    return groups.astype(np.int64)


def _chained(signatures: Signatures, sets: Sets, groups: Places) -> Mask:
    """Return which texts are in a large group of which most members are not alike."""
    random = np.random.default_rng(_SEED)
    out: Mask = np.zeros(len(groups), dtype=bool)
    all_members = Members(groups)
    for group in np.flatnonzero(all_members.sizes > _LARGEST_FIRST).tolist():
        members = all_members.of(group)
        agreement = signatures.agreement(sets, random.choice(members, size=(_LOOKS, 2)))
        out[members] = np.median(agreement) < LEAST_AGREEMENT / 2
    return out
