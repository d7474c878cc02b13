"""Groups that hold together by chains only are cut where their members stop being alike."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from toolkit.duplicates.candidates import Pairs
from toolkit.duplicates.deciding import (
    Members,
    Scores,
    Weights,
    components,
    least_resemblance,
    places_of,
    resemblance,
)
from toolkit.duplicates.shingling import Sets
from toolkit.duplicates.tokens import Mask, Places

# two members are unlike when they resemble each other less than so much of what linked pairs do;
# both shares are of ten thousand texts at most: the more texts, the more are alike by chance
_UNLIKE, _CUT, _TEN_THOUSAND = 0.55, 0.5, 10_000
# a group in which so many of the pairs looked at are unlike is cut
_MANY = 0.03
_LOOKS = 2
# above so many members only stronger links are tried
_LARGEST = 3_000
_FIRMER = 0.05
_SEED = 20261130


class Vectors(NamedTuple):
    """The texts as vectors: shingles, weights by place, lengths."""

    sets: Sets
    weights: Weights
    lengths: Scores

    def compare(self, pairs: Pairs) -> Scores:
        """Return the resemblance of some pairs."""
        return resemblance(self.sets, self.weights, self.lengths, pairs)

    def among(self, members: Places) -> Scores:
        """Return the resemblance of each of some texts with each."""
        from scipy.sparse import csr_array

        hashes, edges = self.sets.rows(members)
        owners = np.repeat(np.arange(len(members)), np.diff(edges))
        columns = np.unique(hashes, return_inverse=True)[1]
        values = self.weights[places_of(hashes, self.weights)] / self.lengths[members][owners]
        rows = csr_array((values, (owners, columns)))
        return np.asarray((rows @ rows.T).toarray(), dtype=np.float64)


def split_chains(vectors: Vectors, groups: Places, pairs: Pairs, scores: Scores) -> Places:
    """Return groups in which members are alike, not only each with the next.

    In every group of three and more some pairs are looked at, whether linked or not; where many are
    unlike, the group is cut by average linkage.

    Parameters
    ----------
    vectors : Vectors
        The texts.
    groups : numpy.ndarray
        Components of the links.
    pairs, scores : numpy.ndarray
        The links.

    Returns
    -------
    numpy.ndarray
        One number per text.
    """
    out = groups.copy()
    found = Members(groups)
    inside = groups[pairs[:, 0]]
    links = np.bincount(inside, minlength=found.number)
    usual = np.bincount(inside, weights=scores, minlength=found.number) / np.maximum(links, 1)
    more = max(0.0, least_resemblance(len(groups)) - least_resemblance(_TEN_THOUSAND))
    unlike = _share_unlike(vectors, found, (_UNLIKE + more) * usual)
    doubtful = np.flatnonzero(unlike > _MANY)
    following = found.number
    for group in doubtful.tolist():
        members = found.of(group)
        if len(members) > _LARGEST:
            own = inside == group
            parts = _by_firmer_links(np.searchsorted(members, pairs[own]), scores[own], members)
        else:
            parts = _by_average(vectors, members, (_CUT + more) * float(usual[group]))
        out[members] = following + parts
        following += int(parts.max()) + 1
    return np.unique(out, return_inverse=True)[1].astype(np.int64)


def _share_unlike(vectors: Vectors, found: Members, least: Scores) -> Scores:
    """Return the share of unlike pairs among some of each group; none in groups of two."""
    random = np.random.default_rng(_SEED)
    group = np.repeat(np.arange(found.number), found.sizes)
    several: Mask = found.sizes[group] > 2
    group, places = group[several], np.flatnonzero(several)
    starts, sizes = found.starts[group], found.sizes[group]
    unlike = np.zeros(found.number)
    for _ in range(_LOOKS):
        other = starts + (places - starts + random.integers(1, np.maximum(sizes, 2))) % sizes
        drawn = np.stack([found.order[places], found.order[other]], axis=1)
        far = vectors.compare(drawn) < least[group]
        unlike += np.bincount(group, weights=far, minlength=found.number)
    share: Scores = unlike / (_LOOKS * np.maximum(found.sizes, 1))
    return share


def _by_average(vectors: Vectors, members: Places, least: float) -> Places:
    """Return the parts of a group whose members are alike on average."""
    from scipy.cluster.hierarchy import fcluster, linkage

    alike = vectors.among(members)[np.triu_indices(len(members), 1)]
    distances = np.clip(1 - alike, 0, None)
    labels = fcluster(linkage(distances, "average"), 1 - least, "distance")
    return np.asarray(labels, dtype=np.int64) - 1


def _by_firmer_links(pairs: Pairs, scores: Scores, members: Places) -> Places:
    """Return the parts of a very large group, of links strong enough that none is so large."""
    least = float(scores.min(initial=0.0))
    parts = np.zeros(len(members), dtype=np.int64)
    while least < 1 and np.bincount(parts).max() > _LARGEST:
        least += _FIRMER
        parts = components(pairs[scores >= least], len(members))
    return parts
