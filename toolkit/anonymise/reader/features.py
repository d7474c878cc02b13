"""What the second reader looks at: each word with its shape, its lists and its neighbours."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from toolkit.anonymise.reader.table import (
    CLASS,
    EDGE,
    FROM_START,
    GAP,
    LINE,
    LISTS,
    MASK,
    NEXT_GAP,
    NOTHING,
    PREFIX,
    SHAPE,
    SINCE_MAIL,
    SINCE_NETWORK,
    SINCE_PHONE,
    SUFFIX,
    TO_END,
    UNIT,
    UNITS_NEAR,
    WORD,
    Table,
    Whole,
    spread_of,
)
from toolkit.anonymise.reader.words import hash_of

Unsigned = npt.NDArray[np.uint64]

# so many hashed features of a word, and of a whole text
BITS, BITS_OF_BAG = 16, 14
_MOST_PIECES = 24
# fewer words are hashed sooner one by one
_FEWEST_AT_ONCE = 16

# each feature is up to three values: a column, and how many words away
_ALONE = [
    *((column, away) for away in range(-3, 4) for column in (LISTS, UNIT, CLASS, MASK)),
    *((column, away) for away in range(-2, 3) for column in (WORD, SHAPE, GAP)),
    *((column, 0) for column in (PREFIX, SUFFIX, NEXT_GAP, FROM_START, NOTHING)),
]
_TOGETHER = [
    [(GAP, 0), (NEXT_GAP, 0)],
    [(GAP, 0), (CLASS, 0), (NEXT_GAP, 0)],
    [(UNIT, -1), (UNIT, 0), (UNIT, 1)],
    [(CLASS, -1), (CLASS, 0), (CLASS, 1)],
    [(CLASS, -1), (CLASS, 0)],
    [(CLASS, 0), (CLASS, 1)],
    [(LISTS, -1), (CLASS, 0)],
    [(LISTS, -2), (CLASS, 0)],
    [(LISTS, 1), (CLASS, 0)],
    [(WORD, -1), (CLASS, 0)],
    [(WORD, -1), (WORD, -2)],
    [(LISTS, -1), (LISTS, -2), (CLASS, 0)],
    [(SINCE_NETWORK, 0), (CLASS, 0)],
    [(SINCE_PHONE, 0), (CLASS, 0)],
    [(SINCE_MAIL, 0), (CLASS, 0)],
    [(SINCE_NETWORK, 0), (GAP, 0), (SHAPE, 0)],
    [(SINCE_PHONE, 0), (UNIT, 0)],
    [(SINCE_NETWORK, 0), (SHAPE, 0)],
    [(SINCE_NETWORK, 0), (CLASS, 0), (NEXT_GAP, 0)],
    [(UNITS_NEAR, 0), (CLASS, 0)],
    [(UNITS_NEAR, 0), (UNIT, 0)],
    [(UNITS_NEAR, 0), (SINCE_PHONE, 0)],
    [(LINE, 0), (CLASS, 0)],
    [(LINE, 0), (UNIT, 0), (UNITS_NEAR, 0)],
    [(LINE, 0), (SHAPE, 0)],
    [(MASK, -1), (CLASS, 0), (GAP, 0)],
    [(MASK, 1), (CLASS, 0), (NEXT_GAP, 0)],
    [(MASK, -1), (UNIT, 0), (MASK, 1)],
    [(MASK, -2), (MASK, -1), (CLASS, 0)],
    [(TO_END, 0), (CLASS, 0), (SHAPE, 0)],
]
_FILLED = [[*one, (NOTHING, 0)][:3] for one in _TOGETHER]
# what depends on one word alone, for each of the places from which it is looked at
_OF_A_WORD = frozenset([WORD, LISTS, CLASS, PREFIX, SUFFIX, MASK])
_OWN = sorted(
    (at for at, (column, _) in enumerate(_ALONE) if column in _OF_A_WORD),
    key=lambda at: _ALONE[at][1],
)
_REST = [at for at, (column, _) in enumerate(_ALONE) if column not in _OF_A_WORD]
# odd numbers that mix bits well: those of splitmix64 and xxhash
_SPREAD, _STIR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_HALF, _KEPT = np.uint64(29), np.uint64(64 - BITS)
_SALTS: Unsigned = np.arange(1, len(_ALONE) + len(_TOGETHER) + 1, dtype=np.uint64) * _SPREAD
_SALT_OF_PIECES: Unsigned = np.array([777], dtype=np.uint64) * _SPREAD


class _Alone(NamedTuple):
    """Features of one value each, as columns to be added to a row of tokens."""

    columns: Whole
    away: Whole
    salts: Unsigned


def _alone_of(which: Sequence[int]) -> _Alone:
    """Return some of the features of one value each."""
    places: Whole = np.array([_ALONE[one] for one in which], dtype=np.int64)
    return _Alone(places[:, :1], places[:, 1:], _SALTS[which, None])


_EVERY_ALONE, _OWN_ALONE, _REST_ALONE = map(_alone_of, (range(len(_ALONE)), _OWN, _REST))
_COLUMNS_TOGETHER: Whole = np.array(_FILLED, dtype=np.int64)[:, :, 0].T[:, :, None]
_AWAY_TOGETHER: Whole = np.array(_FILLED, dtype=np.int64)[:, :, 1].T[:, :, None]
# where the features begin that look as many words away
OWN_BEGIN = [
    at for at, one in enumerate(_OWN) if not at or _ALONE[one][1] != _ALONE[_OWN[at - 1]][1]
]


def _features(mixed: Unsigned) -> Whole:
    """Return mixed numbers as features."""
    return (((mixed ^ (mixed >> _HALF)) * _SPREAD) >> _KEPT).view(np.int64)


def _cuts(word: str) -> list[str]:
    """Return the three and four letters in a row of a word, or the ends of a number."""
    whole = f"^{word}$"
    if word.isdecimal():
        return [whole[:3], whole[-3:]]
    cuts = [whole[at : at + n] for n in (3, 4) for at in range(len(whole) - n + 1)]
    return cuts[:_MOST_PIECES]


def pieces_of(*words: str) -> Whole:
    """Return the hashed features of the three and four letters in a row of words.

    Parameters
    ----------
    *words : str
        Folded words, or digits.

    Returns
    -------
    numpy.ndarray
        Features, from 0 to 2 to the power of ``BITS``, one word after the other.

    Examples
    --------
    >>> len(pieces_of("zéro")), len(pieces_of("zéro", "0639"))
    (7, 9)
    """
    hashed = [hash_of(cut) for word in words for cut in _cuts(word)]
    return _of_pieces(np.array(hashed, dtype=np.uint64))


def _of_pieces(hashed: Unsigned) -> Whole:
    """Return the hashes of letters in a row as features."""
    return _features((hashed ^ _SALT_OF_PIECES) * _STIR)


@cache
def _hashes_by_place(size: int) -> list[Unsigned]:
    """Return what each letter adds to the hash of so many letters, for each of their places."""
    none, tables = crc32(bytes(size)), []
    for place in range(size):
        rows = [bytes(place) + bytes([sign]) + bytes(size - place - 1) for sign in range(256)]
        tables.append(np.array([crc32(row) ^ none for row in rows], dtype=np.uint64))
    # the first place brings what all have in common
    return [tables[0] ^ np.uint64(none), *tables[1:]]


def sums_of_pieces(words: Sequence[str], weights: Whole) -> Whole:
    """Return the sum of the weights of the pieces of each word.

    Parameters
    ----------
    words : sequence of str
        Folded words, at least one.
    weights : numpy.ndarray
        One row per feature.

    Returns
    -------
    numpy.ndarray
        One row per word.

    Examples
    --------
    >>> sums_of_pieces(["zero", "06", "zéro"], np.ones((1 << BITS, 1), dtype=np.int64)).tolist()
    [[7], [2], [7]]
    """
    plain = [at for at, word in enumerate(words) if word.isascii() and word.isalpha()]
    if len(plain) < _FEWEST_AT_ONCE:
        return _sums_of_any(words, weights)
    sums: Whole = np.empty((len(words), weights.shape[1]), dtype=np.int64)
    sums[plain] = _sums_of_plain([words[at] for at in plain], weights)
    if other := sorted({*range(len(words))}.difference(plain)):
        sums[other] = _sums_of_any([words[at] for at in other], weights)
    return sums


def _sums_of_any(words: Sequence[str], weights: Whole) -> Whole:
    """Return the sum of the weights of the pieces of each word, piece by piece."""
    hashed = [[hash_of(cut) for cut in _cuts(word)] for word in words]
    begin = list(itertools.accumulate(map(len, hashed[:-1]), initial=0))
    pieces = np.array([*itertools.chain(*hashed)], dtype=np.uint64)
    return np.add.reduceat(weights.take(_of_pieces(pieces), axis=0), begin, axis=0)


def _sums_of_plain(words: list[str], weights: Whole) -> Whole:
    """Return the sum of the weights of the pieces of each word of ASCII letters, all at once."""
    letters = np.frombuffer(f"^{'$^'.join(words)}$".encode(), dtype=np.uint8)
    lengths: Whole = np.array([*map(len, words)], dtype=np.int64)
    begin = np.cumsum(lengths + 2) - lengths - 2
    place = np.arange(len(letters)) - begin.repeat(lengths + 2)
    threes = np.minimum(lengths, _MOST_PIECES)
    fours = np.minimum(lengths - 1, _MOST_PIECES - threes)
    found, places = [], []
    for size, counted in ((3, threes), (4, fours)):
        at = np.flatnonzero(place < counted.repeat(lengths + 2))
        hashed: Unsigned = np.zeros(len(at), dtype=np.uint64)
        for step, table in enumerate(_hashes_by_place(size)):
            hashed ^= table.take(letters.take(at + step))
        found.append(_of_pieces(hashed))
        places.append(at)
    added: Whole = np.zeros((len(letters), weights.shape[1]), dtype=np.int64)
    for at, features in zip(places, found, strict=True):
        added[at] += weights.take(features, axis=0)
    return np.add.reduceat(added, begin, axis=0)


def _placed(values: Whole, columns: Whole, alone_at: _Alone) -> Unsigned:
    """Return the features of one value each, and those of several, of tokens in some columns."""
    flat: Unsigned = values.view(np.uint64).ravel()
    size = values.shape[1]
    alone: Unsigned = flat.take(alone_at.columns * size + alone_at.away + columns)
    alone ^= alone_at.salts
    alone *= _STIR
    together: Unsigned = _SALTS[len(_ALONE) :, None]
    for offsets in _COLUMNS_TOGETHER * size + _AWAY_TOGETHER:
        together = flat.take(offsets + columns) ^ together
        together *= _STIR
        together ^= together >> _HALF
    return np.concatenate([alone, together])


def own_features_of(facts: Whole) -> Whole:
    """Return the features of words that depend on nothing else.

    Parameters
    ----------
    facts : numpy.ndarray
        ``Table.facts``, of all words or of some.

    Returns
    -------
    numpy.ndarray
        One column per word; from each row of ``OWN_BEGIN`` on they are looked at from one word
        further, from ``EDGE`` words after it to as many before it.

    Examples
    --------
    >>> from toolkit.anonymise.reader.table import table_of
    >>> from toolkit.anonymise.reader.tokens import tokens_of
    >>> from toolkit.anonymise.seeing import view_of
    >>> own_features_of(table_of(tokens_of(view_of("tel 06 39"), [])).facts).shape[1]
    4
    """
    mixed: Unsigned = facts.take(_OWN_ALONE.columns[:, 0], axis=0).view(np.uint64)
    return _features((mixed ^ _OWN_ALONE.salts) * _STIR)


def placed_features_of(table: Table, first: int, after: int) -> Whole:
    """Return the other features of the tokens in some columns.

    Parameters
    ----------
    table : Table
        What ``table_of`` returned.
    first, after : int
        The first column, and the one after the last.

    Returns
    -------
    numpy.ndarray
        One column per token.

    Examples
    --------
    >>> from toolkit.anonymise.reader.table import table_of
    >>> from toolkit.anonymise.reader.tokens import tokens_of
    >>> from toolkit.anonymise.seeing import view_of
    >>> placed_features_of(table_of(tokens_of(view_of("tel 06 39"), [])), 3, 5).shape[1]
    2
    """
    return _features(_placed(table.values, np.arange(first, after), _REST_ALONE))


def features_of(table: Table) -> Whole:
    """Return all features of each token of one text but those of its letters, see ``pieces_of``.

    Parameters
    ----------
    table : Table
        What ``table_of`` returned.

    Returns
    -------
    numpy.ndarray
        One row per token.

    Examples
    --------
    >>> from toolkit.anonymise.reader.table import table_of
    >>> from toolkit.anonymise.reader.tokens import tokens_of
    >>> from toolkit.anonymise.seeing import view_of
    >>> features_of(table_of(tokens_of(view_of("tel 06 39"), []))).shape[0]
    3
    """
    inner = np.arange(EDGE, table.values.shape[1] - EDGE)
    return np.ascontiguousarray(_features(_placed(table.values, inner, _EVERY_ALONE)).T)


def bags_of(table: Table) -> list[Whole]:
    """Return what texts are described by: their words, their lists, and words side by side.

    Parameters
    ----------
    table : Table
        What ``table_of`` returned.

    Returns
    -------
    list of numpy.ndarray
        Hashed features of each text, in order, without repetition.

    Examples
    --------
    >>> from toolkit.anonymise.reader.table import table_of
    >>> from toolkit.anonymise.reader.tokens import tokens_of
    >>> from toolkit.anonymise.seeing import view_of
    >>> [len(bag) for bag in bags_of(table_of(tokens_of(view_of("tel tel tel"), [])))]
    [3]
    """
    known = table.values.view(np.uint64)
    words, lists = known[WORD], known[LISTS]
    pairs = (words[:-1] * _SPREAD) ^ words[1:]
    inside = table.values[MASK] >= 0
    kept = np.concatenate([inside, inside, inside[:-1] & inside[1:]])
    mixed = np.concatenate([words ^ _SALTS[0], lists ^ _SALTS[1], pairs ^ _SALTS[2]])[kept]
    of_text = np.arange(len(table.sizes)).repeat(spread_of(table.sizes)) << BITS_OF_BAG
    texts = np.concatenate([of_text, of_text, of_text[:-1]])[kept]
    found = np.sort(texts + (_features(mixed * _STIR) >> (BITS - BITS_OF_BAG)))
    found = found[np.append(True, found[1:] != found[:-1])]
    ends = np.searchsorted(found, np.arange(len(table.sizes) + 1) << BITS_OF_BAG).tolist()
    found &= (1 << BITS_OF_BAG) - 1
    return [found[first:after] for first, after in itertools.pairwise(ends)]
