"""Which pairs are copies: what few groups write counts, what everybody writes does not."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from toolkit.duplicates.candidates import Counts, Pairs
from toolkit.duplicates.shingling import Hashes, Sets, distinct, rows_of
from toolkit.duplicates.tokens import Marks, Mask, Places, mixed

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
_PAIRS_AT_ONCE, _ROWS_AT_ONCE = 40_000, 20_000


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
    >>> from toolkit.duplicates.shingling import shingle_sets
    >>> _, sets = shingle_sets([["un deux trois", "un deux quatre", "un deux cinq"]])
    >>> table = group_weights(sets, np.array([0, 1, 2]))
    >>> len(set(table[places_of(sets.hashes, table)].round(3).tolist()))
    2
    """
    order = np.argsort(groups, kind="stable")
    bits = min(max(len(sets.hashes).bit_length() + 2, _FEWEST_BITS), _MOST_BITS)
    counts = np.zeros(1 << bits, dtype=np.int32)
    ends = np.flatnonzero(np.append(distinct(groups[order])[1:], True)) + 1
    first = 0
    while first < len(order):
        # whole groups only, so that no shingle of one is counted twice
        last = int(ends[np.searchsorted(ends, min(first + _ROWS_AT_ONCE, len(order)))])
        hashes, owners = rows_of(sets, order[first:last])
        group = groups[order[first:last]][owners].astype(np.uint64)
        keys = (group << np.uint64(bits)) | places_of(hashes, counts).astype(np.uint64)
        keys.sort()
        keys = keys[distinct(keys)]
        found = (keys & np.uint64(len(counts) - 1)).astype(np.int64)
        counts += np.bincount(found, minlength=len(counts)).astype(np.int32)
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
    >>> int(places_of(np.array([1, 2], dtype=np.uint32), np.zeros(4096)).max()) < 4096
    True
    """
    wide: Marks = mixed(hashes.astype(np.uint64))
    return (wide & np.uint64(len(table) - 1)).astype(np.int64)


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
    found = np.empty(len(sets.bounds) - 1)
    for first in range(0, len(found), _ROWS_AT_ONCE):
        last = min(first + _ROWS_AT_ONCE, len(found))
        begin, end = sets.bounds[first], sets.bounds[last]
        squares = weights[places_of(sets.hashes[begin:end], weights)].astype(np.float64) ** 2
        found[first:last] = np.add.reduceat(squares, sets.bounds[first:last] - begin)
    return np.sqrt(found)


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
    found = np.zeros(len(pairs))
    for first in range(0, len(pairs), _PAIRS_AT_ONCE):
        some = pairs[first : first + _PAIRS_AT_ONCE]
        keys = np.concatenate([_keys(sets, some[:, side]) for side in (0, 1)])
        # two sorted halves: a stable sort merges them
        keys.sort(kind="stable")
        both = keys[1:][~distinct(keys)[1:]]
        hashes = (both & np.uint64((1 << 31) - 1)).astype(np.uint32)
        shared = weights[places_of(hashes, weights)]
        owners = (both >> np.uint64(31)).astype(np.int64)
        found[first : first + len(some)] = np.bincount(
            owners, weights=shared.astype(np.float64) ** 2, minlength=len(some)
        )
    return found / (lengths[pairs[:, 0]] * lengths[pairs[:, 1]])


def _keys(sets: Sets, rows: Places) -> Marks:
    """Return the shingles of some texts, each with its place among them."""
    hashes, owners = rows_of(sets, rows)
    return (owners.astype(np.uint64) << np.uint64(31)) | hashes


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


def first_groups(found: Hashes, pairs: Pairs, agreement: Counts) -> Places:
    """Return groups of the texts whose signatures are alike.

    Parameters
    ----------
    found : numpy.ndarray
        Signatures, one row per text.
    pairs, agreement : numpy.ndarray
        As ``candidate_pairs`` returns them.

    Returns
    -------
    numpy.ndarray
        One number each.
    """
    number = len(found)
    near = agreement >= LEAST_AGREEMENT
    pairs, agreement = pairs[near], agreement[near]
    scores = agreement.astype(np.float64)
    groups = components(pairs[standing(pairs, scores, number, strong=FIRST_AGREEMENT)], number)
    for least in _FIRMER_AGREEMENTS:
        chained = _chained(found, groups)
        if not chained.any():
            break
        # where everybody writes the same few sentences, only what is nearly the same goes together
        firm = (agreement >= least) & chained[pairs[:, 0]]
        parts = components(pairs[firm], number)
        groups = np.unique(np.where(chained, number + parts, groups), return_inverse=True)[1]
    return groups.astype(np.int64)


def _chained(found: Hashes, groups: Places) -> Mask:
    """Return which texts are in a large group of which most members are not alike."""
    random = np.random.default_rng(_SEED)
    out: Mask = np.zeros(len(groups), dtype=bool)
    all_members = Members(groups)
    for group in np.flatnonzero(all_members.sizes > _LARGEST_FIRST).tolist():
        members = all_members.of(group)
        one, other = random.choice(members, size=(2, _LOOKS))
        agreement = (found[one] == found[other]).sum(axis=1)
        out[members] = np.median(agreement) < LEAST_AGREEMENT / 2
    return out
