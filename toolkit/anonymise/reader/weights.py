"""What the second reader learnt, and how likely it makes each word of a contact."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.anonymise.reader.features import (
    OWN_BEGIN,
    own_features_of,
    placed_features_of,
    sums_of_pieces,
)
from toolkit.anonymise.reader.table import EDGE, MASK, Table, Whole
from toolkit.anonymise.reader.tokens import KINDS
from toolkit.anonymise.reader.words import NO_WORD, shipped_words

Real = npt.NDArray[np.float64]
Small = npt.NDArray[np.int8]

_FILES = resources.files("toolkit.anonymise") / "words"
NAME = "second_reader"
# three weights are added at once, in the bits of one whole number
_APIECE, _AT_ONCE = 20, 3
# so many tokens are looked at together: their features stay near the processor
_TOGETHER = 512


@dataclass(frozen=True)
class Weights:
    """What was learnt; see ``load_weights``."""

    # whole numbers: one row per hashed feature, one column per kind but the first
    words: npt.NDArray[np.float32]
    word_scales: Real
    passage: Real
    text: Real
    bag: Small
    bag_scale: float
    # above these, a passage is masked and a text kept apart
    passage_threshold: float
    text_threshold: float

    @cached_property
    def packed(self) -> Whole:
        """Return the weights of words with three kinds in one number."""
        whole = self.words.astype(np.int64).reshape(len(self.words), -1, _AT_ONCE)
        return np.asarray((whole << (np.arange(_AT_ONCE) * _APIECE)).sum(axis=2))

    @cached_property
    def kept(self) -> dict[str, bytes]:
        """Return what was added up for the words that were met and that the lists hold."""
        return {}


@cache
def load_weights() -> Weights:
    """Return the weights that the toolkit ships.

    Returns
    -------
    Weights
        Read once per process.

    Examples
    --------
    >>> load_weights().words.shape
    (65536, 6)
    """
    with (_FILES / f"{NAME}.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        learnt: dict[str, Any] = {name: arrays[name] for name in arrays.files}
    learnt["words"] = learnt["words"].astype(np.float32)
    told = json.loads((_FILES / f"{NAME}.json").read_text(encoding="utf-8"))
    return Weights(**learnt, **told["weights"])


def _unpacked(sums: Whole) -> Whole:
    """Return the sums of weights of three kinds from one number."""
    parts, above = [], 64 - _APIECE
    for _ in range(_AT_ONCE):
        parts.append((sums << above) >> above)
        sums = (sums - parts[-1]) >> _APIECE
    return np.stack(parts, axis=2).reshape(len(sums), -1)


def _of_words(table: Table, which: list[int], weights: Weights) -> Whole:
    """Return what some words add to the sums of the words around them, and to their own."""
    sums = np.add.reduceat(
        weights.packed.take(own_features_of(table.facts[:, which]), axis=0), OWN_BEGIN, axis=0
    )
    # masks and edges have no letters: what they add to their own sums is not asked for
    sums[EDGE] += sums_of_pieces([table.keys[at] or "-" for at in which], weights.packed)
    return np.ascontiguousarray(sums.transpose(1, 0, 2))


def _around(table: Table, weights: Weights) -> Whole:
    """Return the sums of what the words around each token and its own letters add."""
    kept, shipped = weights.kept, shipped_words()
    rows = [kept.get(key) for key in table.keys]
    new = [at for at, row in enumerate(rows) if row is None]
    if new:
        for at, sums in zip(new, _of_words(table, new, weights), strict=True):
            key, row = table.keys[at], sums.tobytes()
            rows[at] = row
            if key in shipped or key == NO_WORD:
                kept[key] = row
    whole = b"".join(row for row in rows if row is not None)
    added = np.frombuffer(whole, np.int64).reshape(len(rows), len(OWN_BEGIN), -1)
    each = added.take(table.numbers, axis=0)
    size = len(each) - 2 * EDGE
    total: Whole = each[:size, 0].copy()
    for away in range(1, 2 * EDGE + 1):
        total += each[away : away + size, away]
    return total


def likely_kinds(table: Table, weights: Weights) -> Real:
    """Return how likely each token belongs to each kind.

    Parameters
    ----------
    table : Table
        What ``table_of`` says of the tokens.
    weights : Weights
        What was learnt.

    Returns
    -------
    numpy.ndarray
        One row per column of the table but the first and last edges, one column per kind of
        ``KINDS``; masks, and edges between texts, are NONE.

    Examples
    --------
    >>> from toolkit.anonymise.reader.table import table_of
    >>> from toolkit.anonymise.reader.tokens import tokens_of
    >>> from toolkit.anonymise.seeing import view_of
    >>> table = table_of(tokens_of(view_of("bonjour"), []))
    >>> likely_kinds(table, load_weights()).argmax(axis=1).tolist()
    [0]
    """
    sums = _around(table, weights)
    for first in range(0, len(sums), _TOGETHER):
        after = min(first + _TOGETHER, len(sums))
        features = placed_features_of(table, first + EDGE, after + EDGE)
        sums[first:after] += weights.packed.take(features, axis=0).sum(axis=0)
    scores = np.zeros((len(sums), len(KINDS)))
    np.multiply(_unpacked(sums), weights.word_scales, out=scores[:, 1:])
    scores -= scores.max(axis=1, keepdims=True)
    likely: Real = np.exp(scores)
    likely /= likely.sum(axis=1, keepdims=True)
    likely[table.values[MASK, EDGE:-EDGE] != 0] = [1] + [0] * (len(KINDS) - 1)
    return likely
