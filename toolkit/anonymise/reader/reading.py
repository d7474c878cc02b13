"""A small learned reader of what the rules left of contacts, in clear and in masked texts.

It is trained by ``benchmarks/train_second_reader.py``; ``words/second_reader.md`` says on what, how
well it reads authors that nobody read, and where it fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from toolkit.anonymise.found import Found
from toolkit.anonymise.reader.features import bags_of
from toolkit.anonymise.reader.passages import (
    CONTACTS,
    LEAST_BEST,
    Passage,
    Real,
    chance,
    describe_text,
    passages_of,
)
from toolkit.anonymise.reader.table import Table, Whole, table_of
from toolkit.anonymise.reader.tokens import Tokens, tokens_of
from toolkit.anonymise.reader.weights import Weights, likely_kinds, load_weights
from toolkit.anonymise.seeing import View

# a number or an address that the rules cannot read was hidden from machines
_HIDING = frozenset({"PHONE", "EMAIL"})


@dataclass(frozen=True)
class _Batch:
    """Texts that were read together."""

    table: Table

    @cached_property
    def bags(self) -> list[Whole]:
        """Return the hashed features of the words of each text: few ask for them."""
        return bags_of(self.table)


class _Reading(NamedTuple):
    """A text as the second reader sees it."""

    tokens: Tokens
    # how likely each token is of a contact, and the passages that may be one
    shown: Real
    passages: list[tuple[Passage, float]]
    batch: _Batch
    # which text of the batch it is
    at: int


def _read_new(texts: Sequence[Tokens], weights: Weights) -> list[_Reading]:
    """Return what the second reader sees in texts of one token or more."""
    if not texts:
        return []
    table = table_of(*texts)
    likely = likely_kinds(table, weights)
    shown: Real = likely[:, CONTACTS].sum(axis=1)
    firsts = table.firsts - table.firsts[0]
    best = np.maximum.reduceat(shown, firsts).tolist()
    batch, read = _Batch(table), []
    for at, (tokens, first, top) in enumerate(zip(texts, firsts.tolist(), best, strict=True)):
        after = first + len(tokens)
        found = passages_of(tokens, likely[first:after]) if top >= LEAST_BEST else []
        judged = [(one, chance(one.described, weights.passage)) for one in found]
        read.append(_Reading(tokens, shown[first:after], judged, batch, at))
    return read


def _read(
    views: Sequence[View], found: Sequence[Sequence[Found]], weights: Weights
) -> list[_Reading | None]:
    """Return what the second reader sees in texts, None for those without words."""
    read: list[_Reading | None] = [None] * len(views)
    new: list[tuple[int, Tokens]] = []
    for at, (view, hits) in enumerate(zip(views, found, strict=True)):
        if not hits and view.again and view.again[0] is weights:
            read[at] = view.again[1]
        elif len(tokens := tokens_of(view, hits)):
            new.append((at, tokens))
    for (at, _), one in zip(new, _read_new([one for _, one in new], weights), strict=True):
        read[at] = one
        if not found[at]:
            # a masked text is asked twice: what is left to mask, then whether to keep it apart
            views[at].again[:] = weights, one
    return read


def read_all(
    views: Sequence[View], found: Sequence[list[Found]], weights: Weights | None = None
) -> list[list[Found]]:
    """Return what the rules found in texts and what the second reader adds to it, in order.

    It changes nothing that the rules found, reads a masked text as it reads a clear one, and reads
    each text as if it were alone.

    Parameters
    ----------
    views : sequence of View
        Texts as they are read: some dozens together cost much less than one after the other.
    found : sequence of list of Found
        What the rules found in each, in order, without overlap.
    weights : Weights, optional
        What was learnt; by default what the toolkit ships.

    Returns
    -------
    list of list of Found
        For each text in order, without overlap.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> read_all([view_of("tarif 80, disponible ce soir"), view_of("")], [[], []])
    [[], []]
    """
    learnt = weights or load_weights()
    read = _read(views, found, learnt)
    return [
        _with_added(hits, one, learnt) if one and one.passages else hits
        for hits, one in zip(found, read, strict=True)
    ]


def _with_added(found: list[Found], read: _Reading, weights: Weights) -> list[Found]:
    """Return what the rules found in a text and the passages that are contacts."""
    added = [
        Found(
            passage.kind,
            read.tokens[passage.first].given[0],
            read.tokens[passage.end - 1].given[1],
            passage.kind in _HIDING,
        )
        for passage, likely in read.passages
        if likely > weights.passage_threshold
    ]
    return sorted([*found, *added], key=lambda hit: hit.start) if added else found


def read_again(view: View, found: list[Found], weights: Weights | None = None) -> list[Found]:
    """Return what ``read_all`` returns for one text.

    Parameters
    ----------
    view : View
        A text as it is read.
    found : list of Found
        What the rules found in it, in order, without overlap.
    weights : Weights, optional
        What was learnt; by default what the toolkit ships.

    Returns
    -------
    list of Found
        In order, without overlap.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> read_again(view_of("tarif 80, disponible ce soir"), [])
    []
    """
    return read_all([view], [found], weights)[0]


def described_text(view: View, weights: Weights) -> tuple[Real, Whole] | None:
    """Return what speaks for a contact that a masked text still shows.

    Parameters
    ----------
    view : View
        A masked text as it is read.
    weights : Weights
        What was learnt of words and passages.

    Returns
    -------
    tuple of numpy.ndarray, or None
        Numbers, and the hashed features of its words; None for a text without words.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> described_text(view_of("appelez [TEL]"), load_weights())[1].size
    5
    """
    read = _read([view], [[]], weights)[0]
    if read is None:
        return None
    likely = [likely for _, likely in read.passages]
    return describe_text(read.tokens, read.shown, likely), read.batch.bags[read.at]


def still_shows(view: View, weights: Weights | None = None) -> bool:
    """Tell whether a masked text probably still shows a contact.

    Parameters
    ----------
    view : View
        A masked text as it is read.
    weights : Weights, optional
        What was learnt; by default what the toolkit ships.

    Returns
    -------
    bool
        True when the text should be kept apart.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> still_shows(view_of("dispo ce soir, [TEL]"))
    False
    """
    learnt = weights or load_weights()
    told = described_text(view, learnt)
    if told is None:
        return False
    described, names = told
    words = float(learnt.bag.take(names).sum(dtype=np.int64)) * learnt.bag_scale
    return chance(described, learnt.text, words) > learnt.text_threshold
