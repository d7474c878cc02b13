"""The passages of a text that may be a contact, and how likely they are one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.anonymise.reader.tokens import KINDS, Tokens

Real = npt.NDArray[np.float64]

# words this likely make a passage, which is judged if one of them reaches the second
_LEAST, LEAST_BEST = 0.1, 0.4
CONTACTS = slice(1, 6)
_FEWEST_OF_A_NUMBER = 8
# a word that is surer than this is no part of what remains in doubt
_SURE = 0.9
# longer texts and fuller ones than the lines learnt from count no more than those
_MOST_COUNTED, _MOST_MASKS, _MOST_WORDS = 12, 3, 100
_COUNTED_MASKS = ("PHONE", "HANDLE", "EMAIL")


class Passage(NamedTuple):
    """Words side by side that may be a contact, by the first token and the one after the last."""

    first: int
    end: int
    kind: str
    described: Real


def _odds(likely: float) -> float:
    """Return the logarithm of the odds."""
    kept = min(max(likely, 1e-4), 1 - 1e-4)
    return float(np.log(kept / (1 - kept)))


@lru_cache
def _log_of(number: int) -> float:
    """Return the logarithm of how many there are."""
    return float(np.log(number))


def _capped(number: float) -> float:
    """Return a count that no long text can drive far."""
    return float(min(number, _MOST_COUNTED))


def _runs(shown: list[float]) -> list[tuple[int, int]]:
    """Return where words that may be of a contact stand side by side."""
    inside = [at for at, likely in enumerate(shown) if likely > _LEAST]
    firsts = [at for at in inside if not at or not shown[at - 1] > _LEAST]
    ends = [at + 1 for at in inside if at + 1 == len(shown) or not shown[at + 1] > _LEAST]
    return list(zip(firsts, ends, strict=True))


def passages_of(tokens: Tokens, likely: Real) -> list[Passage]:
    """Return the passages that may be a contact, each described by what is known of it.

    Parameters
    ----------
    tokens : Tokens
        The tokens of a text.
    likely : numpy.ndarray
        What ``likely_kinds`` returned.

    Returns
    -------
    list of Passage
        In order.

    Examples
    --------
    >>> from toolkit.anonymise.reader.table import table_of
    >>> from toolkit.anonymise.reader.tokens import tokens_of
    >>> from toolkit.anonymise.reader.weights import likely_kinds, load_weights
    >>> from toolkit.anonymise.seeing import view_of
    >>> tokens = tokens_of(view_of("bonjour"), [])
    >>> passages_of(tokens, likely_kinds(table_of(tokens), load_weights()))
    []
    """
    shown: Real = likely[:, CONTACTS].sum(axis=1)
    if shown.max(initial=0.0) < LEAST_BEST:
        return []
    listed = shown.tolist()
    runs = _runs(listed)
    best = [max(listed[first:end]) for first, end in runs]
    around = _around(tokens, shown, len(runs))
    found = []
    for at, (first, end) in enumerate(runs):
        if best[at] < LEAST_BEST:
            continue
        kinds: Real = likely[first:end, CONTACTS].sum(axis=0)
        kinds = kinds / kinds.sum()
        other = max((*best[:at], *best[at + 1 :]), default=0.0)
        written = tokens.view.given[tokens[first].given[0] : tokens[end - 1].given[1]]
        beside = [
            float(first > 0 and tokens[first - 1].mask is not None),
            float(end < len(tokens) and tokens[end].mask is not None),
        ]
        described = [*_inside(shown[first:end], kinds, written), *beside, _odds(other), *around]
        found.append(Passage(first, end, KINDS[1 + int(kinds.argmax())], np.array(described)))
    return found


def _inside(shown: Real, kinds: Real, written: str) -> list[float]:
    """Describe a passage by its own words."""
    listed, total = shown.tolist(), float(shown.sum())
    top, size = _odds(max(listed)), _log_of(len(listed))
    digits = sum(map(str.isnumeric, written))
    few = _capped(digits)
    phone = float(kinds[0])
    return [
        top,
        _odds(total / len(listed)),
        _odds(min(listed)),
        _odds(listed[0]),
        _odds(listed[-1]),
        _capped(total),
        size,
        float(len(listed) == 1),
        _log_of(1 + len(written)),
        few,
        float(digits >= _FEWEST_OF_A_NUMBER),
        float(digits == 0),
        *map(float, kinds),
        *(float(kind) * top for kind in kinds),
        phone * size,
        phone * few,
        phone * float(digits == 0) * size,
    ]


def _around(tokens: Tokens, shown: Real, runs: int) -> list[float]:
    """Describe the text that a passage stands in."""
    masks = tokens.masks()
    return [
        *(float(kind in masks) for kind in _COUNTED_MASKS),
        float(min(len(masks), _MOST_MASKS)),
        _log_of(min(len(tokens), _MOST_WORDS)),
        _capped(runs),
        _capped(float(shown.sum())),
        _capped(sum(any(map(str.isdigit, key)) for key in tokens.keys)),
    ]


def describe_text(tokens: Tokens, shown: Real, chances: Sequence[float]) -> Real:
    """Describe a masked text by what may be left in it.

    Parameters
    ----------
    tokens : Tokens
        The tokens of a text.
    shown : numpy.ndarray
        How likely each is of a contact.
    chances : sequence of float
        How likely each passage is a contact.

    Returns
    -------
    numpy.ndarray
        Numbers.

    Examples
    --------
    >>> from toolkit.anonymise.reader.tokens import tokens_of
    >>> from toolkit.anonymise.seeing import view_of
    >>> describe_text(tokens_of(view_of("ok [TEL]"), []), np.zeros(2), [])[5:9].tolist()
    [1.0, 0.0, 0.0, 1.0]
    """
    first, second = [*sorted(chances, reverse=True), 0.0, 0.0][:2]
    unsure = shown[shown < _SURE]
    masks = tokens.masks()
    described = [
        first,
        second,
        _odds(first),
        float(np.log(_capped(float(unsure.sum())) + 0.05)),
        _odds(float(unsure.max(initial=0.0))),
        *(float(kind in masks) for kind in _COUNTED_MASKS),
        float(min(len(masks), _MOST_MASKS)),
        _capped(sum(map(str.isdigit, tokens.keys))),
        _log_of(min(len(tokens), _MOST_WORDS)),
    ]
    return np.array(described)


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
    return float(1 / (1 + np.exp(-min(max(total, -30.0), 30.0))))
