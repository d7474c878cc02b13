"""How much more the texts of one side hold a term: advertisers counted once, copies never."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

# the prior is worth two advertisers of each side, of whom half a one at least uses a term and half
# a one at least does not: benchmarks/vocabulary.py
PRIOR, LEAST = 2.0, 0.5


class Members(NamedTuple):
    """Who wrote each ad, and which text it is a copy of: numbers from nought."""

    units: Places
    texts: Places


class Contrast(NamedTuple):
    """For each term: log odds ratio, its standard error, and the advertisers behind each side.

    ``first`` and ``second`` are sums over advertisers of the share of their texts that hold it.
    """

    value: Numbers
    error: Numbers
    first: Numbers
    second: Numbers
    n_first: int
    n_second: int


def text_weights(members: Members, inside: Mask) -> Numbers:
    """Return the weight of each ad of one side: an advertiser has 1 in all, each text as much.

    Copies of a text share its weight, so that posting it again changes nothing.

    Parameters
    ----------
    members : Members
        Who wrote the ads.
    inside : numpy.ndarray
        Which ads are of this side.

    Returns
    -------
    numpy.ndarray
        One number per ad, 0 outside.

    Examples
    --------
    >>> members = Members(np.array([0, 0, 0, 1]), np.array([7, 7, 8, 8]))
    >>> text_weights(members, np.ones(4, dtype=bool)).tolist()
    [0.25, 0.25, 0.5, 1.0]
    """
    weights = np.zeros(len(inside))
    units, texts = members.units[inside], members.texts[inside]
    pairs = units * (int(texts.max(initial=0)) + 1) + texts
    distinct, place, copies = np.unique(pairs, return_inverse=True, return_counts=True)
    owners = distinct // (int(texts.max(initial=0)) + 1)
    written = np.bincount(owners, minlength=int(units.max(initial=-1)) + 1)
    weights[inside] = 1 / (copies[place] * written[units])
    return weights


def contrast(uses: csr_array, members: Members, first: Mask, second: Mask) -> Contrast:
    """Compare two sides: log odds that a text of an advertiser holds a term, first over second.

    An advertiser counts once on each side, with the share of its own texts that hold the term. The
    error knows of advertisers on both sides, of texts of which only some hold the term, and of one
    text that several advertisers copy: such a text is one text, however many post it.

    Parameters
    ----------
    uses : scipy.sparse.csr_array
        Which ad (row) holds which term (column), 0 or 1.
    members : Members
        Who wrote the ads.
    first, second : numpy.ndarray
        Which ads are of either side; an ad is of one at most.

    Returns
    -------
    Contrast
        One number per term.

    Notes
    -----
    Monroe, Colaresi and Quinn (2008), section 3.3, on advertisers in place of word tokens: with
    shares ``y`` of ``n`` advertisers and the prior ``a`` for a term, ``b`` against it,
    ``log((y + a) / (n + b - y))`` on either side, the variance linearised. Where each advertiser
    holds a term in all its texts or none, and is on one side, the variance is theirs. Advertisers
    and copied texts together: two-way clustering (Cameron, Gelbach and Miller 2011).

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> uses = csr_array(np.array([[1.0]] * 15 + [[0.0]] * 5 + [[1.0]] * 5 + [[0.0]] * 15))
    >>> side = np.arange(40) < 20
    >>> found = contrast(uses, Members(np.arange(40), np.arange(40)), side, ~side)
    >>> float(found.value[0].round(2)), float(found.error[0].round(2))
    (1.96, 0.68)
    """
    weights = [text_weights(members, side) for side in (first, second)]
    sizes = [float(weight.sum()) for weight in weights]
    sums = [np.asarray(uses.T @ weight, dtype="float64") for weight in weights]
    pooled = (sums[0] + sums[1]) / max(sum(sizes), 1.0)
    prior = np.maximum(PRIOR * pooled, LEAST), np.maximum(PRIOR * (1 - pooled), LEAST)
    chances, scales = [], []
    for total, size in zip(sums, sizes, strict=True):
        whole = size + prior[0] + prior[1]
        chances.append((total + prior[0]) / whole)
        scales.append(1 / (whole * chances[-1] * (1 - chances[-1])))
    logits = [np.log(chance / (1 - chance)) for chance in chances]
    spread = _spread(uses, members, (weights[0], weights[1]), (chances, scales))
    added = sum(
        scale**2 * (prior[0] * (1 - chance) ** 2 + prior[1] * chance**2)
        for chance, scale in zip(chances, scales, strict=True)
    )
    error = np.sqrt(spread + added)
    n_first, n_second = (round(size) for size in sizes)
    return Contrast(logits[0] - logits[1], error, sums[0], sums[1], n_first, n_second)


def _spread(
    uses: csr_array,
    members: Members,
    weights: tuple[Numbers, Numbers],
    sides: tuple[list[Numbers], list[Numbers]],
) -> Numbers:
    """Return the variance that advertisers and copied texts leave, the larger of two ways."""
    width = int(members.texts.max(initial=0)) + 1
    both = np.unique(members.units * width + members.texts, return_inverse=True)[1]
    by_unit, by_text, by_both = (
        _squares(uses, groups, weights, sides) for groups in (members.units, members.texts, both)
    )
    larger: Numbers = np.maximum(by_unit, by_unit + by_text - by_both)
    return larger


def _squares(
    uses: csr_array,
    groups: Places,
    weights: tuple[Numbers, Numbers],
    sides: tuple[list[Numbers], list[Numbers]],
) -> Numbers:
    """Return the sum over groups of the squared part that each has in the log odds ratio.

    The part of a group is ``scale * (held - chance * weight)``, first side less second.
    """
    from scipy.sparse import csr_array

    shape = (int(groups.max(initial=-1)) + 1, len(groups))
    chances, scales = sides
    held, size = [], []
    for weight in weights:
        chosen = np.flatnonzero(weight)
        table = csr_array((weight[chosen], (groups[chosen], chosen)), shape=shape)
        held.append(table @ uses)
        size.append(np.asarray(table.sum(axis=1)).ravel())
    out = np.zeros(uses.shape[1])
    for one in (0, 1):
        for other in (0, 1):
            sign = 1.0 if one == other else -1.0
            product = np.asarray(held[one].multiply(held[other]).sum(axis=0)).ravel()
            product = product - chances[other] * (held[one].T @ size[other])
            product = product - chances[one] * (held[other].T @ size[one])
            product = product + chances[one] * chances[other] * (size[one] @ size[other])
            out += sign * scales[one] * scales[other] * product
    return np.maximum(out, 0)
