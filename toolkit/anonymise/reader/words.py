"""What the second reader knows of a word by itself: its letters, its lists, how it may be heard."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from struct import Struct
from zlib import crc32

from toolkit.anonymise.hearing.number_words import heard
from toolkit.anonymise.reader.tokens import KINDS, mask_of
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

NETWORK, PHONE, MAIL = 1, 2, 4
# in the last fact, the masks take the bits below this one, the families of cues those above
FAMILY_BIT = 128
# what stands before and after a text
NO_WORD = ""
_OTHER = KINDS.index("OTHER")
_MASK_KINDS = {kind: number for number, kind in enumerate(KINDS)}
_MASK_VALUE, _SHAPE_OF_MASKS = 1_000, 6
_DRAWN = frozenset("oilzsbgtq")
_FAMILIES = {
    "networks": NETWORK,
    "short_networks": NETWORK,
    "phone": PHONE,
    "mail_names": MAIL,
    "at_words": MAIL,
    "providers": MAIL,
}
_FACTS = Struct("8q")
_NO_FACTS = _FACTS.pack(*[-1] * 7, 0)


def hash_of(text: str) -> int:
    """Return the same number for the same text in every process.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    int
        From 0 to 2 to the power of 32.

    Examples
    --------
    >>> hash_of("tel")
    4030180111
    """
    return crc32(text.encode())


def shape_of(written: str) -> int:
    """Return how a word is capitalised.

    Parameters
    ----------
    written : str
        A word as it was given.

    Returns
    -------
    int
        1 for digits, 2 for small letters, 3 for capitals, 4 for one capital, 5 for a mixture.

    Examples
    --------
    >>> [shape_of(word) for word in ("06", "tel", "TEL", "Tel", "tEl")]
    [1, 2, 3, 4, 5]
    """
    if written.isdecimal() or written.islower():
        return 1 if written.isdecimal() else 2
    if written.isupper() and len(written) > 1:
        return 3
    return 4 if written.istitle() else 5


def _class_of(word: str) -> str:
    """Return what kind of word it is: in which lists, how it may be heard, how long."""
    if word.isdecimal():
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
    return known + _rest_of_class(word, said)


def _rest_of_class(word: str, said: str) -> str:
    """Return how a word of letters may be heard and drawn, and how long it is."""
    if not said and len(word) > 2 and heard(word):
        said = "H"
    drawn = "L" if len(word) <= 4 and _DRAWN.issuperset(word) else ""
    size = len(word) if len(word) < 4 else 5 if len(word) < 7 else 9 if len(word) < 13 else 20
    return f"{said}{drawn}{size}"


@lru_cache
def _class_value(name: str) -> int:
    """Return the number of a class of words: there are few."""
    return hash_of(name)


def _facts_of(key: str) -> bytes:
    """Return the hashes of a word, its lists, class and ends, its shape, its mask, its families."""
    if (mask := mask_of(key)) is not None:
        kind = _MASK_KINDS.get(mask, _OTHER)
        return _FACTS.pack(*[_MASK_VALUE + kind] * 5, _SHAPE_OF_MASKS, kind, 1 << kind)
    lists = tags().get(key, ())
    family = 0
    for listed in lists:
        family |= _FAMILIES.get(listed, 0)
    # digits count by how many there are, so that no number is learnt by heart
    name = f"#{key if len(key) <= 2 else len(key)}" if key.isdecimal() else key
    # the lists hold no other word of letters: it has no more to be asked
    is_plain = not lists and key.isalpha() and key not in shipped_words()
    return _FACTS.pack(
        hash_of(name),
        hash_of(",".join(lists)) if lists else 0,
        _class_value("u" + _rest_of_class(key, "") if is_plain else _class_of(key)),
        hash_of(f"<{name[:3]}"),
        hash_of(f"{name[-3:]}>"),
        shape_of(key),
        0,
        family * FAMILY_BIT,
    )


@cache
def shipped_words() -> frozenset[str]:
    """Return the words of the lists: only of these anything is kept from one text to the next.

    Returns
    -------
    frozenset
        Folded words of letters only.

    Examples
    --------
    >>> "bonjour" in shipped_words(), "0639981234" in shipped_words()
    (True, False)
    """
    lists: tuple[Iterable[str], ...] = (
        common_words(),
        tags(),
        place_names(),
        words_alike(),
        shortened_number_words(),
        misspelt_number_words(),
    )
    return frozenset(word for words in lists for word in words if word.isalpha())


@cache
def _kept() -> dict[str, bytes]:
    """Return the facts of the words that were met and that the lists hold."""
    return {NO_WORD: _NO_FACTS}


def facts_of(keys: Iterable[str]) -> bytes:
    """Return the facts of some tokens, one after the other.

    Parameters
    ----------
    keys : iterable of str
        Of ``Tokens.keys``, or ``NO_WORD``.

    Returns
    -------
    bytes
        Eight whole numbers of 64 bits for each: the first columns of ``reader_features``.

    Examples
    --------
    >>> len(facts_of(["tel", "06"]))
    128
    """
    kept, shipped, rows = _kept(), shipped_words(), []
    for key in keys:
        row = kept.get(key)
        if row is None:
            row = _facts_of(key)
            if key in shipped:
                kept[key] = row
        rows.append(row)
    return b"".join(rows)
