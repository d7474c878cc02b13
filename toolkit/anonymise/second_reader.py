"""A small learned reader of what the rules left of contacts, in clear and in masked texts.

It is trained by ``benchmarks/train_second_reader.py``; ``words/second_reader.md`` says on what, how
well it reads authors that nobody read, and where it fails.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.anonymise.found import Found
from toolkit.anonymise.reader_features import Whole, bag_of, features_of, pieces_of, table_of
from toolkit.anonymise.reader_tokens import KINDS, Token, tokens_of
from toolkit.anonymise.seeing import View

Real = npt.NDArray[np.float64]
Small = npt.NDArray[np.int8]

_FILES = resources.files("toolkit.anonymise") / "words"
NAME = "second_reader"
# words this likely make a passage, which is judged if one of them reaches the second
_LEAST, _LEAST_BEST = 0.1, 0.4
_CONTACTS = slice(1, 6)
_FEWEST_OF_A_NUMBER = 8
# longer texts and fuller ones than the lines learnt from count no more than those
_MOST_COUNTED, _MOST_MASKS, _MOST_WORDS = 12, 3, 100
# a word that is surer than this is no part of what remains in doubt
_SURE = 0.9
# a number or an address that the rules cannot read was hidden from machines
_HIDING = frozenset({"PHONE", "EMAIL"})
_COUNTED_MASKS = ("PHONE", "HANDLE", "EMAIL")


class Passage(NamedTuple):
    """Words side by side that may be a contact, by the first token and the one after the last."""

    first: int
    end: int
    kind: str
    described: Real


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


def likely_kinds(table: Whole, tokens: Sequence[Token], weights: Weights) -> Real:
    """Return how likely each token belongs to each kind.

    Parameters
    ----------
    table : numpy.ndarray
        What ``table_of`` says of the tokens.
    tokens : sequence of Token
        The tokens of a text, at least one.
    weights : Weights
        What was learnt.

    Returns
    -------
    numpy.ndarray
        One row per token, one column per kind of ``KINDS``; masks are NONE.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("bonjour")
    >>> tokens = tokens_of(view, [])
    >>> likely_kinds(table_of(view, tokens), tokens, load_weights()).argmax(axis=1).tolist()
    [0]
    """
    features = features_of(table)
    # whole numbers as floats: the sum is exact, and as a product it is ten times as fast
    ones = np.ones(features.shape[1], dtype=np.float32)
    sums = np.matmul(ones, weights.words.take(features, axis=0))
    pieces = [pieces_of(token.word or "-") for token in tokens]
    starts = np.cumsum([0, *map(len, pieces[:-1])])
    sums += np.add.reduceat(weights.words.take(np.concatenate(pieces), axis=0), starts, axis=0)
    scores = np.zeros((len(tokens), len(KINDS)))
    scores[:, 1:] = sums * weights.word_scales
    scores -= scores.max(axis=1, keepdims=True)
    likely: Real = np.exp(scores)
    likely /= likely.sum(axis=1, keepdims=True)
    masked = [at for at, token in enumerate(tokens) if token.mask is not None]
    likely[masked] = 0
    likely[masked, 0] = 1
    return likely


def _odds(likely: float) -> float:
    """Return the logarithm of the odds."""
    kept = min(max(likely, 1e-4), 1 - 1e-4)
    return float(np.log(kept / (1 - kept)))


def _capped(number: float) -> float:
    """Return a count that no long text can drive far."""
    return float(min(number, _MOST_COUNTED))


def _runs(shown: Real) -> list[tuple[int, int]]:
    """Return where words that may be of a contact stand side by side."""
    inside = np.concatenate([[0], shown > _LEAST, [0]]).astype(np.int8)
    edges = np.flatnonzero(np.diff(inside))
    return [(int(first), int(end)) for first, end in edges.reshape(-1, 2)]


def passages_of(view: View, tokens: Sequence[Token], likely: Real) -> list[Passage]:
    """Return the passages that may be a contact, each described by what is known of it.

    Parameters
    ----------
    view : View
        A text as it is read.
    tokens : sequence of Token
        Its tokens.
    likely : numpy.ndarray
        What ``likely_kinds`` returned.

    Returns
    -------
    list of Passage
        In order.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("bonjour")
    >>> tokens = tokens_of(view, [])
    >>> passages_of(view, tokens, likely_kinds(table_of(view, tokens), tokens, load_weights()))
    []
    """
    shown: Real = likely[:, _CONTACTS].sum(axis=1)
    if shown.max(initial=0.0) < _LEAST_BEST:
        return []
    runs = _runs(shown)
    best = [float(shown[first:end].max()) for first, end in runs]
    around = _around(tokens, shown, len(runs))
    found = []
    for at, (first, end) in enumerate(runs):
        if best[at] < _LEAST_BEST:
            continue
        kinds: Real = likely[first:end, _CONTACTS].sum(axis=0)
        kinds = kinds / kinds.sum()
        other = max((*best[:at], *best[at + 1 :]), default=0.0)
        written = view.given[tokens[first].given[0] : tokens[end - 1].given[1]]
        beside = [
            float(first > 0 and tokens[first - 1].mask is not None),
            float(end < len(tokens) and tokens[end].mask is not None),
        ]
        described = [*_inside(shown[first:end], kinds, written), *beside, _odds(other), *around]
        found.append(Passage(first, end, KINDS[1 + int(kinds.argmax())], np.array(described)))
    return found


def _inside(shown: Real, kinds: Real, written: str) -> list[float]:
    """Describe a passage by its own words."""
    top, size = _odds(float(shown.max())), float(np.log(len(shown)))
    digits = sum(map(str.isnumeric, written))
    few = _capped(digits)
    phone = float(kinds[0])
    return [
        top,
        _odds(float(shown.mean())),
        _odds(float(shown.min())),
        _odds(float(shown[0])),
        _odds(float(shown[-1])),
        _capped(float(shown.sum())),
        size,
        float(len(shown) == 1),
        float(np.log(1 + len(written))),
        few,
        float(digits >= _FEWEST_OF_A_NUMBER),
        float(digits == 0),
        *map(float, kinds),
        *(float(kind) * top for kind in kinds),
        phone * size,
        phone * few,
        phone * float(digits == 0) * size,
    ]


def _around(tokens: Sequence[Token], shown: Real, runs: int) -> list[float]:
    """Describe the text that a passage stands in."""
    masks = [token.mask for token in tokens if token.mask is not None]
    return [
        *(float(kind in masks) for kind in _COUNTED_MASKS),
        float(min(len(masks), _MOST_MASKS)),
        float(np.log(min(len(tokens), _MOST_WORDS))),
        _capped(runs),
        _capped(float(shown.sum())),
        _capped(sum(any(map(str.isdigit, token.word)) for token in tokens)),
    ]


def chance(described: Real, learnt: Real, more: float = 0.0) -> float:
    """Return how likely something is from what it is described by; the last weight stands alone.

    Parameters
    ----------
    described : numpy.ndarray
        Numbers.
    learnt : numpy.ndarray
        One weight for each, and one more.
    more : float
        What is added to the sum.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> chance(np.array([2.0]), np.array([1.0, -2.0]))
    0.5
    """
    total = float(described @ learnt[:-1] + learnt[-1]) + more
    return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


class _Reading(NamedTuple):
    """A text as the second reader sees it."""

    tokens: list[Token]
    table: Whole
    likely: Real


def _read(view: View, found: list[Found], weights: Weights) -> _Reading:
    """Return the tokens of a text, what is known of them, and how likely each is of each kind."""
    if not found and view.again and view.again[0] is weights:
        return _Reading(*view.again[1:])
    tokens = tokens_of(view, found)
    table = table_of(view, tokens) if tokens else np.zeros((0, 0), dtype=np.int64)
    likely = likely_kinds(table, tokens, weights) if tokens else np.zeros((0, len(KINDS)))
    if not found:
        # a masked text is asked twice: what is left to mask, then whether to keep it apart
        view.again[:] = weights, tokens, table, likely
    return _Reading(tokens, table, likely)


def read_again(view: View, found: list[Found], weights: Weights | None = None) -> list[Found]:
    """Return what the rules found in a text and what the second reader adds to it, in order.

    It changes nothing that the rules found, and reads a masked text as it reads a clear one.

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
    learnt = weights or load_weights()
    tokens, _, likely = _read(view, found, learnt)
    added = [
        Found(
            passage.kind,
            tokens[passage.first].given[0],
            tokens[passage.end - 1].given[1],
            passage.kind in _HIDING,
        )
        for passage in passages_of(view, tokens, likely)
        if chance(passage.described, learnt.passage) > learnt.passage_threshold
    ]
    return sorted([*found, *added], key=lambda hit: hit.start) if added else found


def described_text(view: View, weights: Weights) -> tuple[Real, Whole]:
    """Return what speaks for a contact that a masked text still shows.

    Parameters
    ----------
    view : View
        A masked text as it is read, of one word or more.
    weights : Weights
        What was learnt of words and passages.

    Returns
    -------
    tuple of numpy.ndarray
        Numbers, and the hashed features of its words.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> described_text(view_of("appelez [TEL]"), load_weights())[1].size
    5
    """
    tokens, table, likely = _read(view, [], weights)
    passages = passages_of(view, tokens, likely)
    left = sorted(
        (chance(passage.described, weights.passage) for passage in passages), reverse=True
    )
    first, second = [*left, 0.0, 0.0][:2]
    shown: Real = likely[:, _CONTACTS].sum(axis=1)
    unsure = shown[shown < _SURE]
    masks = [token.mask for token in tokens if token.mask is not None]
    described = [
        first,
        second,
        _odds(first),
        float(np.log(_capped(float(unsure.sum())) + 0.05)),
        _odds(float(unsure.max(initial=0.0))),
        *(float(kind in masks) for kind in _COUNTED_MASKS),
        float(min(len(masks), _MOST_MASKS)),
        _capped(sum(token.word.isdigit() for token in tokens)),
        float(np.log(min(len(tokens), _MOST_WORDS))),
    ]
    return np.array(described), bag_of(table)


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
    if not _read(view, [], learnt).tokens:
        return False
    described, names = described_text(view, learnt)
    words = float(learnt.bag[names].sum(dtype=np.int64)) * learnt.bag_scale
    return chance(described, learnt.text, words) > learnt.text_threshold
