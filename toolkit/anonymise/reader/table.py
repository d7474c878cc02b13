"""What the second reader knows of each word of a text: the word, its neighbours, its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.anonymise.phones.units import find_units
from toolkit.anonymise.reader.tokens import Tokens, mask_of
from toolkit.anonymise.reader.words import (
    FAMILY_BIT,
    MAIL,
    NETWORK,
    NO_WORD,
    PHONE,
    facts_of,
    hash_of,
    shape_of,
)

Whole = npt.NDArray[np.int64]

_FARTHEST = 9
# so many words away a feature looks
EDGE = 3
# the first sign of the emoji and other pictures
_PICTURES = 0x2000
_KNOWN_GAPS = 10_000
_FIRST_GAP, _LAST_GAP = 7, 9
# farther than any distance that counts, for words of different texts
_APART = 16

# what is known of a word: first what ``facts_of`` tells, then what depends on where it stands
(
    WORD,
    LISTS,
    CLASS,
    PREFIX,
    SUFFIX,
    SHAPE,
    MASK,
    LINE,
    GAP,
    UNIT,
    SINCE_NETWORK,
    SINCE_PHONE,
    SINCE_MAIL,
    UNITS_NEAR,
    FROM_START,
    TO_END,
    NEXT_GAP,
    NOTHING,
) = range(18)
_WIDTH, _N_FACTS = NOTHING + 1, LINE + 1


class Table(NamedTuple):
    """What is known of the tokens of some texts, which stand side by side, with edges between."""

    # one row for each thing that is known, one column for each token
    values: Whole
    # the different tokens, what is known of each alone, and which of them stands in each column
    keys: list[str]
    facts: Whole
    numbers: Whole
    # the first column of each text, and how many tokens it has
    firsts: Whole
    sizes: Whole


@lru_cache(_KNOWN_GAPS)
def _gap(between: str) -> int:
    """Return what stands between two words, with all pictures alike."""
    signs: list[str] = []
    for sign in between:
        kind = "n" if sign == "\n" else " " if sign.isspace() else sign
        kind = "E" if ord(kind) > _PICTURES else kind
        if not signs or signs[-1] != kind or kind in ".@_":
            signs.append(kind)
    return hash_of(f"g{''.join(signs[:5])}")


def _gaps(tokens: Tokens) -> list[int]:
    """Return what stands before each token of a text and after the last, then two edges."""
    last = _gap(tokens.gaps[-1]) if tokens.gaps[-1] else _LAST_GAP
    return [_FIRST_GAP, *map(_gap, tokens.gaps[1:-1]), last, -1, -1]


@lru_cache
def _unit_value(kind: str, size: int) -> int:
    """Return the number of a kind of units of some digits."""
    return hash_of(f"{kind}{size}")


def _fill_units(row: Whole, tokens: Tokens) -> None:
    """Write in which unit of digits each token is; what is in none stays 0."""
    reached = first = 0
    for unit in find_units(tokens.view):
        first = max(first, bisect_left(tokens.starts, reached))
        after = bisect_left(tokens.starts, unit.end)
        value = None
        for at in range(max(first, bisect_right(tokens.ends, unit.start)), after):
            value = value or _unit_value(unit.kind, min(len(unit.digits), 4))
            if mask_of(tokens.keys[at]) is None:
                row[at] = value
        reached = max(reached, unit.end)


def _fill_shapes(row: Whole, tokens: Tokens) -> None:
    """Write how the words are capitalised that are not written as they are compared."""
    shown = tokens.view.shape
    if shown == tokens.view.seen:
        return
    spans = zip(tokens.keys, tokens.starts, tokens.ends, strict=True)
    for at, (key, start, end) in enumerate(spans):
        written = shown[start:end]
        if written != key and key[0] != "[":
            row[at] = shape_of(written)


def table_of(*texts: Tokens) -> Table:
    """Return what is known of each token of some texts.

    Parameters
    ----------
    *texts : Tokens
        The tokens of each text, at least one.

    Returns
    -------
    Table
        What ``features_of`` and ``bag_of`` read.

    Examples
    --------
    >>> from toolkit.anonymise.reader.tokens import tokens_of
    >>> from toolkit.anonymise.seeing import view_of
    >>> table_of(tokens_of(view_of("tel 06 39"), [])).values.shape
    (18, 9)
    """
    edge = [NO_WORD] * EDGE
    words, gaps = [*edge], [-1] * EDGE
    for tokens in texts:
        words += tokens.keys
        words += edge
        gaps += _gaps(tokens)
    sizes: Whole = np.array([len(tokens) for tokens in texts], dtype=np.int64)
    firsts = np.cumsum(sizes + EDGE) - sizes
    numbered: dict[str, int] = {}
    for word in words:
        numbered.setdefault(word, len(numbered))
    numbers = np.fromiter(map(numbered.__getitem__, words), np.int64, len(words))
    values: Whole = np.empty((_WIDTH, len(words)), dtype=np.int64)
    facts = np.frombuffer(facts_of(numbered), dtype=np.int64).reshape(-1, _N_FACTS).T
    values[:_N_FACTS] = facts.take(numbers, axis=1)
    values[GAP] = gaps
    values[UNIT] = 0
    for tokens, first in zip(texts, firsts.tolist(), strict=True):
        _fill_units(values[UNIT, first : first + len(tokens)], tokens)
        _fill_shapes(values[SHAPE, first : first + len(tokens)], tokens)
    _fill_places(values, firsts, sizes)
    return Table(values, list(numbered), facts, numbers, firsts, sizes)


def spread_of(sizes: Whole) -> Whole:
    """Return how many columns each text takes, with the edge after it.

    Parameters
    ----------
    sizes : numpy.ndarray
        How many tokens each text has.

    Returns
    -------
    numpy.ndarray
        The first text has an edge before it too.

    Examples
    --------
    >>> spread_of(np.array([2, 5])).tolist()
    [8, 8]
    """
    spread = sizes + EDGE
    spread[0] += EDGE
    return spread


def _fill_places(values: Whole, firsts: Whole, sizes: Whole) -> None:
    """Write what depends on where a token stands in its text."""
    outside = values[MASK] < 0
    spread = spread_of(sizes)
    columns = np.arange(values.shape[1])
    place = columns - firsts.repeat(spread)
    np.minimum(place, 5, out=values[FROM_START])
    np.minimum(sizes.repeat(spread) - 1 - place, 5, out=values[TO_END])
    values[NOTHING] = 0
    values[NEXT_GAP, :-1] = values[GAP, 1:]
    values[NEXT_GAP, -1] = -1
    values[GAP, outside] = -1
    counted = np.zeros(len(columns) + 1, dtype=np.int64)
    np.cumsum(values[UNIT] != 0, out=counted[1:])
    values[UNITS_NEAR, EDGE:-EDGE] = counted[2 * EDGE + 1 :] - counted[: -2 * EDGE - 1]
    values[UNIT, outside] = -1
    families = np.array([[NETWORK], [PHONE], [MAIL]]) * FAMILY_BIT
    apart = columns + np.arange(0, _APART * len(sizes), _APART).repeat(spread)
    last = np.where(values[LINE] & families, apart, -_APART)
    np.maximum.accumulate(last, axis=1, out=last)
    since = values[SINCE_NETWORK : SINCE_MAIL + 1]
    since[:, 0] = _FARTHEST
    np.minimum(apart[1:] - 1 - last[:, :-1], _FARTHEST, out=since[:, 1:])
    values[LINE] = np.bitwise_or.reduceat(values[LINE], firsts).repeat(spread)
