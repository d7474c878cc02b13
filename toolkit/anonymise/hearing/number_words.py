"""Hear the numbers in words that are run together, misspelt, shortened or written by ear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from toolkit.anonymise.hearing.combining import combine
from toolkit.anonymise.hearing.sounds import compound_of, sound_of, sounds_of_numbers
from toolkit.anonymise.vocabulary import (
    common_stems,
    common_words,
    cues,
    misspelt_number_words,
    number_words,
    pierced_number_words,
    shortened_number_words,
)

_FEWEST_LETTERS_TO_SPLIT = 6
_MOST_LETTERS = 16
# a word that may hold a whole number among other words, and the digits that it then has
_LONG, _FEWEST_INSIDE = 24, 6
# a longer word is searched only where number words stand side by side
_LONGEST_SEARCHED = 80
_FEWEST_LETTERS_TO_CHANGE = 5
_ENDS_IN_ZEROS = re.compile(r"(.+?)(o{2,4})")
_NO_VOWEL = re.compile(r"[^aeiouy]+")
# what may stand between two number words that are run together
_JOINTS = ("", "et", "si", "und", "and", "i", "y", "e", "s", "en", "и")


@cache
def _beginnings() -> frozenset[str]:
    """Return how words that are several numbers may begin."""
    return frozenset(word[:3] for word in number_words() if len(word) > 1)


def _split_word(word: str) -> str | None:
    """Return the digits of number words written together, None when it is something else."""
    if word[:3] not in _beginnings() and word[:2] not in _beginnings():
        return None
    values = _values(word, 0)
    return "".join(combine(values)) if values else None


def _values(word: str, at: int) -> list[int] | None:
    """Return the values of the number words that make up the rest of a word."""
    numbers = number_words()
    for joint in _JOINTS if at else ("",):
        if not word.startswith(joint, at):
            continue
        start = at + len(joint)
        for stop in range(len(word), start + 1, -1):
            value = numbers.get(word[start:stop])
            if value is None:
                continue
            rest = _values(word, stop) if stop < len(word) else []
            if rest is not None:
                return [value, *rest]
    return None


def said(letters: str) -> str | None:
    """Return the digits that letters say beside digits, None when they say none.

    Parameters
    ----------
    letters : str
        A folded word, or a part of one.

    Returns
    -------
    str or None
        Digits.

    Examples
    --------
    >>> said("trentenueve"), said("treintaynueve"), said("qtr"), said("bonjour")
    ('39', '39', '4', None)
    """
    if letters in number_words():
        return str(number_words()[letters])
    if set(letters) == {"o"}:
        return "0" * len(letters)
    with_zeros = _ENDS_IN_ZEROS.fullmatch(letters)
    if with_zeros and (first := _split_word(with_zeros[1])) is not None:
        return first + "0" * len(with_zeros[2])
    return _split_word(letters) or _shortened(letters)


def _shortened(word: str) -> str | None:
    """Return the digit of a number word that has lost vowels: ``qtro``, ``trnte``."""
    bare = _NO_VOWEL.fullmatch(word) is not None
    if len(word) < (2 if bare else 3):
        return None
    value = shortened_number_words().get(word)
    return None if value is None else str(value)


@cache
def _plain_stems() -> frozenset[str]:
    """Return the beginnings of everyday words that are no numbers."""
    return common_stems() - frozenset(word[:5] for word in number_words())


@lru_cache(maxsize=50_000)
def heard(word: str) -> str | None:
    """Return the digits of a number word that is misspelt or written as it sounds.

    It takes no everyday word for a number.

    Parameters
    ----------
    word : str
        A folded word.

    Returns
    -------
    str or None
        Digits, None when it says none.

    Examples
    --------
    >>> heard("quatrevindizuit"), heard("zreo"), heard("trnte"), heard("tranquille")
    ('98', '0', '30', None)
    """
    if len(word) >= _FEWEST_LETTERS_TO_SPLIT:
        run_together = _split_word(word)
        if run_together is not None:
            return run_together
    with_zeros = _ENDS_IN_ZEROS.fullmatch(word)
    if with_zeros and len(with_zeros[1]) > 2 and with_zeros[1] in number_words():
        return str(number_words()[with_zeros[1]]) + "0" * len(with_zeros[2])
    if word.startswith("zero") and len(word) > len("zero") + 2:
        rest = heard(word[len("zero") :])
        return None if rest is None else f"0{rest}"
    known = word in common_words() or word in cues()["phone"] or word in cues()["not_numbers"]
    if len(word) < 3 or known:
        return None
    if len(word) >= _FEWEST_LETTERS_TO_SPLIT and (compound := compound_of(word)) is not None:
        return str(compound)
    if (len(word) > 5 and word[:5] in _plain_stems()) or len(word) > _MOST_LETTERS:
        return None
    sound = sounds_of_numbers().get(sound_of(word))
    if sound is not None:
        return str(sound)
    return _one_letter_away(word) or _shortened(word)


@lru_cache(maxsize=10_000)
def inside(word: str) -> tuple[int, int, str] | None:
    """Return where a long word holds a whole number in words, and its digits.

    Parameters
    ----------
    word : str
        A folded word.

    Returns
    -------
    tuple or None
        Start, end, digits; None for nearly all words.

    Examples
    --------
    >>> inside("monnumerozerosixtrenteneufquatrevingtdixhuit")
    (9, 44, '063998')
    """
    if len(word) < _LONG or heard(word) is not None:
        return None
    starts: Sequence[int] = range(len(word) - _LONG // 2)
    if len(word) > _LONGEST_SEARCHED:
        starts = [match.start() for match in _two_numbers().finditer(word)]
    for first in starts:
        end = min(len(word), first + _LONGEST_SEARCHED)
        for last in range(end, first + _LONG // 2, -1):
            digits = said(word[first:last])
            if digits is not None and len(digits) >= _FEWEST_INSIDE:
                return first, last, digits
    return None


@cache
def _two_numbers() -> re.Pattern[str]:
    """Return the pattern of a place from which two number words stand side by side."""
    listed = sorted((w for w in number_words() if len(w) > 2), key=len, reverse=True)
    one = f"(?:{'|'.join(map(re.escape, listed))})"
    return re.compile(rf"(?={one}(?:et|y|e|and|si)?{one})")


def _one_letter_away(word: str) -> str | None:
    """Return the digits of a number word with one letter too few, too many, or out of place."""
    missing, numbers, pierced = misspelt_number_words(), number_words(), pierced_number_words()
    if word in missing:
        return str(numbers[missing[word]])
    places = range(len(word))
    swapped = [
        word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places if at + 1 < len(word)
    ]
    cuts = [word[:at] + word[at + 1 :] for at in places if len(word) > 4]
    for other in (*cuts, *(swapped if len(word) > 3 else ())):
        if len(other) > 3 and other in numbers:
            return str(numbers[other])
    for cut in cuts:
        if cut in missing:
            return str(numbers[missing[cut]])
    if len(word) >= _FEWEST_LETTERS_TO_CHANGE:
        for at in places[1:]:
            value = pierced.get(f"{word[:at]}?{word[at + 1 :]}")
            if value is not None:
                return str(value)
    return None
