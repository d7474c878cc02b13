"""What the second reader looks at: each word with its shape, its lists and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from toolkit.anonymise.hearing import heard
from toolkit.anonymise.reader_tokens import KINDS, Token
from toolkit.anonymise.seeing import View
from toolkit.anonymise.units import find_units
from toolkit.anonymise.vocabulary import (
    common_words,
    first_names,
    misspelt_number_words,
    number_words,
    place_names,
    shortened_number_words,
    tags,
    words_alike,
)

Whole = npt.NDArray[np.int64]
Unsigned = npt.NDArray[np.uint64]

_OTHER = KINDS.index("OTHER")
_MASK_KINDS = {kind: number for number, kind in enumerate(KINDS)}
# so many hashed features of a word, and of a whole text
BITS, BITS_OF_BAG = 16, 14

_DRAWN = frozenset("oilzsbgtq")
_KNOWN_WORDS = 50_000
_MOST_PIECES = 24
_FARTHEST = 9
_EDGE = 3
# the first sign of the emoji and other pictures
_PICTURES = 0x2000
_MASK_VALUE = 1_000
_NETWORK, _PHONE, _MAIL = 1, 2, 4
_FAMILIES = {
    "networks": _NETWORK,
    "short_networks": _NETWORK,
    "phone": _PHONE,
    "mail_names": _MAIL,
    "at_words": _MAIL,
    "providers": _MAIL,
}

# the columns of what is known of a word
(
    _WORD,
    _LISTS,
    _CLASS,
    _PREFIX,
    _SUFFIX,
    _GAP,
    _SHAPE,
    _UNIT,
    _MASK,
    _SINCE_NETWORK,
    _SINCE_PHONE,
    _SINCE_MAIL,
    _UNITS_NEAR,
    _LINE,
    _FROM_START,
    _TO_END,
    _NEXT_GAP,
    _NOTHING,
) = range(18)

# each feature is up to three values: a column, and how many words away
_ALONE = [
    *((column, away) for away in range(-3, 4) for column in (_LISTS, _UNIT, _CLASS, _MASK)),
    *((column, away) for away in range(-2, 3) for column in (_WORD, _SHAPE, _GAP)),
    *((column, 0) for column in (_PREFIX, _SUFFIX, _NEXT_GAP, _FROM_START, _NOTHING)),
]
_TOGETHER = [
    [(_GAP, 0), (_NEXT_GAP, 0)],
    [(_GAP, 0), (_CLASS, 0), (_NEXT_GAP, 0)],
    [(_UNIT, -1), (_UNIT, 0), (_UNIT, 1)],
    [(_CLASS, -1), (_CLASS, 0), (_CLASS, 1)],
    [(_CLASS, -1), (_CLASS, 0)],
    [(_CLASS, 0), (_CLASS, 1)],
    [(_LISTS, -1), (_CLASS, 0)],
    [(_LISTS, -2), (_CLASS, 0)],
    [(_LISTS, 1), (_CLASS, 0)],
    [(_WORD, -1), (_CLASS, 0)],
    [(_WORD, -1), (_WORD, -2)],
    [(_LISTS, -1), (_LISTS, -2), (_CLASS, 0)],
    [(_SINCE_NETWORK, 0), (_CLASS, 0)],
    [(_SINCE_PHONE, 0), (_CLASS, 0)],
    [(_SINCE_MAIL, 0), (_CLASS, 0)],
    [(_SINCE_NETWORK, 0), (_GAP, 0), (_SHAPE, 0)],
    [(_SINCE_PHONE, 0), (_UNIT, 0)],
    [(_SINCE_NETWORK, 0), (_SHAPE, 0)],
    [(_SINCE_NETWORK, 0), (_CLASS, 0), (_NEXT_GAP, 0)],
    [(_UNITS_NEAR, 0), (_CLASS, 0)],
    [(_UNITS_NEAR, 0), (_UNIT, 0)],
    [(_UNITS_NEAR, 0), (_SINCE_PHONE, 0)],
    [(_LINE, 0), (_CLASS, 0)],
    [(_LINE, 0), (_UNIT, 0), (_UNITS_NEAR, 0)],
    [(_LINE, 0), (_SHAPE, 0)],
    [(_MASK, -1), (_CLASS, 0), (_GAP, 0)],
    [(_MASK, 1), (_CLASS, 0), (_NEXT_GAP, 0)],
    [(_MASK, -1), (_UNIT, 0), (_MASK, 1)],
    [(_MASK, -2), (_MASK, -1), (_CLASS, 0)],
    [(_TO_END, 0), (_CLASS, 0), (_SHAPE, 0)],
]
_FILLED = [[*one, (_NOTHING, 0)][:3] for one in _TOGETHER]


def _offsets(places: Sequence[tuple[int, int]]) -> Whole:
    """Return how far values stand from the beginning of a row of the table, laid flat."""
    return np.array([away * _WIDTH + column for column, away in places], dtype=np.int64)


_WIDTH = _NOTHING + 1
_ALONE_AT = _offsets(_ALONE)
_TOGETHER_AT = [_offsets([one[place] for one in _FILLED]) for place in range(3)]
# odd numbers that mix bits well: those of splitmix64 and xxhash
_SPREAD, _STIR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_HALF, _KEPT = np.uint64(29), np.uint64(64 - BITS)
_SALTS: Unsigned = np.arange(1, len(_ALONE) + len(_TOGETHER) + 1, dtype=np.uint64) * _SPREAD
_SALT_OF_PIECES: Unsigned = np.array([777], dtype=np.uint64) * _SPREAD


def _hash(text: str) -> int:
    """Return the same number for the same text in every process."""
    return crc32(text.encode())


def _class_of(word: str) -> str:
    """Return what kind of word it is: in which lists, how it may be heard, how long."""
    if word.isdigit():
        return f"d{min(len(word), 12)}{'z' if word[0] == '0' else ''}"
    known = "c" if word in common_words() else "p" if word in place_names() else "u"
    known = "n" if known == "u" and word in first_names() else known
    said = ""
    if word in number_words():
        said = "N"
    elif word in words_alike():
        said = "A"
    elif len(word) > 2 and word in shortened_number_words():
        said = "S"
    elif word in misspelt_number_words():
        said = "M"
    elif len(word) > 2 and heard(word):
        said = "H"
    drawn = "L" if len(word) <= 4 and _DRAWN.issuperset(word) else ""
    size = len(word) if len(word) < 4 else 5 if len(word) < 7 else 9 if len(word) < 13 else 20
    return f"{known}{said}{drawn}{size}"


@lru_cache(_KNOWN_WORDS)
def _known(word: str, written: str) -> tuple[tuple[int, int, int, int, int], int, int]:
    """Return what is known of a word by itself, the families of its cues, and its capitals."""
    lists = tags().get(word, ())
    family = 0
    for name in lists:
        family |= _FAMILIES.get(name, 0)
    # digits count by how many there are, so that no number is learnt by heart
    name = f"#{word if len(word) <= 2 else len(word)}" if word.isdigit() else word
    values = (
        _hash(name),
        _hash(",".join(lists)) if lists else 0,
        _hash(_class_of(word)),
        _hash(f"<{name[:3]}"),
        _hash(f"{name[-3:]}>"),
    )
    return values, family, _shape(written)


@lru_cache(_KNOWN_WORDS)
def pieces_of(word: str) -> Whole:
    """Return the hashed features of the three and four letters in a row of a word.

    Parameters
    ----------
    word : str
        A folded word, or digits.

    Returns
    -------
    numpy.ndarray
        Features, from 0 to 2 to the power of ``BITS``.

    Examples
    --------
    >>> len(pieces_of("zéro"))
    7
    """
    whole = f"^{word}$"
    if word.isdigit():
        cuts = [whole[:3], whole[-3:]]
    else:
        cuts = [whole[at : at + n] for n in (3, 4) for at in range(len(whole) - n + 1)]
    mixed: Unsigned = np.array([_hash(cut) for cut in cuts[:_MOST_PIECES]], dtype=np.uint64)
    return _features((mixed ^ _SALT_OF_PIECES) * _STIR)


def _features(mixed: Unsigned) -> Whole:
    """Return mixed numbers as features."""
    return (((mixed ^ (mixed >> _HALF)) * _SPREAD) >> _KEPT).view(np.int64)


@lru_cache(_KNOWN_WORDS)
def _gap(between: str) -> int:
    """Return what stands between two words, with all pictures alike."""
    signs: list[str] = []
    for sign in between:
        kind = "n" if sign == "\n" else " " if sign.isspace() else sign
        kind = "E" if ord(kind) > _PICTURES else kind
        if not signs or signs[-1] != kind or kind in ".@_":
            signs.append(kind)
    return _hash(f"g{''.join(signs[:5])}")


def _shape(written: str) -> int:
    """Return how a word is capitalised."""
    if written.isdigit() or written.islower():
        return 1 if written.isdigit() else 2
    if written.isupper() and len(written) > 1:
        return 3
    return 4 if written.istitle() else 5


def _units(view: View, tokens: Sequence[Token]) -> list[int]:
    """Return which unit of digits each token is in, 0 for none."""
    units, at, found = find_units(view), 0, []
    for token in tokens:
        while at < len(units) and units[at].end <= token.seen[0]:
            at += 1
        inside = token.mask is None and at < len(units) and units[at].start < token.seen[1]
        found.append(_hash(f"{units[at].kind}{min(len(units[at].digits), 4)}") if inside else 0)
    return found


def table_of(view: View, tokens: Sequence[Token]) -> Whole:
    """Return what is known of each token, one row each, between rows of -1.

    Parameters
    ----------
    view : View
        A text as it is read.
    tokens : sequence of Token
        Its tokens, at least one.

    Returns
    -------
    numpy.ndarray
        What ``features_of`` and ``bag_of`` read.

    Examples
    --------
    >>> from toolkit.anonymise.reader_tokens import tokens_of
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("tel 06 39")
    >>> len(table_of(view, tokens_of(view, [])))
    9
    """
    size, families, masks, last = len(tokens), 0, 0, 0
    network = phone = mail = _FARTHEST
    rows, shown = [], view.shape
    for token, unit in zip(tokens, _units(view, tokens), strict=True):
        start, end = token.seen
        gap = _gap(view.seen[last:start]) if last else 7
        last = end
        if token.mask is None:
            values, family, shape = _known(token.word, shown[start:end])
            mask = 0
        else:
            mask = _MASK_KINDS.get(token.mask, _OTHER)
            masks |= 1 << mask
            values, family, shape = (_MASK_VALUE + mask,) * 5, 0, 6
        rows.append((*values, gap, shape, unit, mask, network, phone, mail))
        network = 0 if family & _NETWORK else network + 1
        phone = 0 if family & _PHONE else phone + 1
        mail = 0 if family & _MAIL else mail + 1
        families |= family
    table = np.full((size + 2 * _EDGE, _WIDTH), -1, dtype=np.int64)
    table[:, _NOTHING] = 0
    inner = table[_EDGE:-_EDGE]
    inner[:, : _SINCE_MAIL + 1] = rows
    since = inner[:, _SINCE_NETWORK : _SINCE_MAIL + 1]
    np.minimum(since, _FARTHEST, out=since)
    inner[:, _LINE] = families * 128 + masks
    inner[:-1, _NEXT_GAP] = inner[1:, _GAP]
    inner[-1, _NEXT_GAP] = _gap(view.seen[last:]) if last < len(view.seen) else 9
    inner[:, _FROM_START] = np.minimum(np.arange(size), 5)
    inner[:, _TO_END] = inner[::-1, _FROM_START]
    counted = np.zeros(size + 2 * _EDGE + 1, dtype=np.int64)
    counted[_EDGE + 1 : -_EDGE] = np.cumsum(inner[:, _UNIT] != 0)
    counted[-_EDGE:] = counted[-_EDGE - 1]
    inner[:, _UNITS_NEAR] = counted[2 * _EDGE + 1 :] - counted[: -2 * _EDGE - 1]
    return table


def features_of(table: Whole) -> Whole:
    """Return the hashed features of each token; those of its letters are in ``pieces_of``.

    Parameters
    ----------
    table : numpy.ndarray
        What ``table_of`` returned.

    Returns
    -------
    numpy.ndarray
        One row per token.

    Examples
    --------
    >>> from toolkit.anonymise.reader_tokens import tokens_of
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("tel 06 39")
    >>> features_of(table_of(view, tokens_of(view, []))).shape[0]
    3
    """
    flat: Unsigned = table.view(np.uint64).ravel()
    rows = np.arange(_EDGE, len(table) - _EDGE)[:, None] * _WIDTH
    alone = (flat.take(rows + _ALONE_AT) ^ _SALTS[: len(_ALONE)]) * _STIR
    together = _SALTS[len(_ALONE) :]
    for offsets in _TOGETHER_AT:
        together = (flat.take(rows + offsets) ^ together) * _STIR
        together = together ^ (together >> _HALF)
    return _features(np.concatenate([alone, together], axis=1))


def bag_of(table: Whole) -> Whole:
    """Return what a whole text is described by: its words, their lists, and words side by side.

    Parameters
    ----------
    table : numpy.ndarray
        What ``table_of`` returned.

    Returns
    -------
    numpy.ndarray
        Hashed features, in order, without repetition.

    Examples
    --------
    >>> from toolkit.anonymise.reader_tokens import tokens_of
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("tel tel tel")
    >>> len(bag_of(table_of(view, tokens_of(view, []))))
    3
    """
    inner = table[_EDGE:-_EDGE].view(np.uint64)
    words, lists = inner[:, _WORD], inner[:, _LISTS]
    pairs = (words[:-1] * _SPREAD) ^ words[1:]
    mixed = [part ^ salt for part, salt in zip((words, lists, pairs), _SALTS, strict=False)]
    return np.unique(_features(np.concatenate(mixed) * _STIR) >> (BITS - BITS_OF_BAG))
