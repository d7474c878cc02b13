"""Numbers from ten to ninety-nine, in figures or in letters, with what makes them ages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from toolkit.indicators.cues import LANGUAGES, word_lists
from toolkit.indicators.reading import Reading

_FIRST, _LAST, _ADULT = 10, 99, 18
_TABLES = ("numbers", "digits", "ordinals")
_LONGEST = 4
_DIGITS, _YEAR, _TWO_YEARS = 2, 12, 25


@dataclass(frozen=True)
class Age:
    """A number that may be an age: its value, its words, whether a unit says so."""

    value: int
    first: int
    last: int
    unit: bool
    # candles, a birthday with its rank, or a majority to come
    birthday: bool = False
    # "je suis mineure": below eighteen without a number, the value is nought
    minor: bool = False


@cache
def age_words() -> dict[str, frozenset[tuple[str, ...]]]:
    """Return the phrases that tell whose age it is, by name.

    Returns
    -------
    dict
        Name to phrases.

    Examples
    --------
    >>> ("ans",) in age_words()["units"]
    True
    """
    lists = _toml()
    found = {
        n: frozenset(tuple(p.split()) for p in v) for n, v in lists.items() if n not in _TABLES
    }
    for name in ("client_noun", "relative", "thing", "possessive"):
        phrases = (p for code in LANGUAGES for p in word_lists(code)[name])
        found[name] = found.get(name, frozenset()) | {tuple(p.split()) for p in phrases}
    return found


def has_phrase(name: str, tokens: Sequence[str]) -> bool:
    """Tell whether a phrase of a list is among some words.

    Parameters
    ----------
    name : str
        The list.
    tokens : sequence of str
        The words.

    Returns
    -------
    bool
        True when one is.

    Examples
    --------
    >>> has_phrase("units", ["dix", "sept", "ans"])
    True
    """
    phrases = age_words()[name]
    # loops, for they are on the hot path and a generator takes twice as long
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + _LONGEST, len(tokens)) + 1):
            if tuple(tokens[first:last]) in phrases:
                return True
    return False


def ends_with(name: str, tokens: Sequence[str]) -> bool:
    """Tell whether some words end with a phrase of a list.

    Parameters
    ----------
    name : str
        The list.
    tokens : sequence of str
        The words.

    Returns
    -------
    bool
        True when they do.

    Examples
    --------
    >>> ends_with("units", ["dix", "sept", "ans"])
    True
    """
    phrases = age_words()[name]
    return any(tuple(tokens[-n:]) in phrases for n in range(1, min(_LONGEST, len(tokens)) + 1))


def begins_with(name: str, tokens: Sequence[str]) -> bool:
    """Tell whether some words begin with a phrase of a list.

    Parameters
    ----------
    name : str
        The list.
    tokens : sequence of str
        The words.

    Returns
    -------
    bool
        True when they do.

    Examples
    --------
    >>> begins_with("units", ["dix", "sept", "ans"])
    False
    """
    return _size(tokens, 0, age_words()[name]) > 0


@cache
def _toml() -> dict[str, list[str]]:
    """Return the file of age words."""
    source = resources.files("toolkit.indicators") / "ages.toml"
    lists: dict[str, list[str]] = tomllib.loads(source.read_text(encoding="utf-8"))
    return lists


@cache
def _table(name: str) -> Mapping[tuple[str, ...], int]:
    """Return words and their values."""
    numbers: dict[str, int] = dict(_toml()[name])  # type: ignore[arg-type] # a table
    return {tuple(words.split()): value for words, value in numbers.items()}


def number_words() -> Mapping[tuple[str, ...], int]:
    """Return the numbers written in letters.

    Returns
    -------
    mapping
        Words to value.

    Examples
    --------
    >>> number_words()["dix", "sept"]
    17
    """
    return _table("numbers")


@cache
def _first_words() -> frozenset[str]:
    """Return the words of which one must stand where an age may be."""
    figures = (str(value) for value in (1, *range(_FIRST, _LAST + 1)))
    letters = (words[0] for name in ("numbers", "ordinals") for words in _table(name))
    majority = (phrase[0] for name in ("majority", "minor") for phrase in age_words()[name])
    return frozenset((*figures, *letters, *majority))


def number_places(reading: Reading) -> list[int]:
    """Return where an age may begin.

    Parameters
    ----------
    reading : Reading
        A text.

    Returns
    -------
    list of int
        The words at which a number, or a word for a majority, begins.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> number_places(Reading("J'ai 17 ans, bientôt dix-huit", Spelling([])))
    [2, 6]
    """
    first_words = _first_words()
    return [at for at, word in enumerate(reading.tokens) if word in first_words]


def read_number(tokens: Sequence[str], at: int) -> Age | None:
    """Return the number that begins at a word, with its unit.

    Parameters
    ----------
    tokens : sequence of str
        The words of a text.
    at : int
        Where to look.

    Returns
    -------
    Age or None
        The number from 10 to 99, None where there is none.

    Examples
    --------
    >>> age = read_number(["vingt", "et", "un", "ans"], 0)
    >>> age.value, age.last, age.unit
    (21, 4, True)
    """
    value, last = _figures(tokens, at) or _letters(tokens, at)
    if not value:
        return None
    # figures before or after make it a part of a longer number
    if (at and tokens[at - 1].isdecimal()) or (last < len(tokens) and tokens[last].isdecimal()):
        return None
    # "80,000"
    if tokens[last : last + 1] == [","] and re.fullmatch(
        r"\d{3}", (*tokens[last + 1 : last + 2], "")[0]
    ):
        return None
    end = _unit_end(tokens, last)
    if end:
        return Age(value, at, end, unit=True)
    end = _birthday_end(tokens, last)
    return Age(value, at, end or last, unit=False, birthday=bool(end))


def _figures(tokens: Sequence[str], at: int) -> tuple[int, int] | None:
    """Return a number in figures and where it ends."""
    word = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    if len(word) == 2 and word.isdecimal():
        return int(word), at + 1
    if word == "1" and len(following) == 1 and following.isdecimal():
        return int(word + following), at + 2
    return None


def _letters(tokens: Sequence[str], at: int) -> tuple[int, int]:
    """Return a number in letters and where it ends; a rank only before a birthday."""
    before = tokens[at - 1] if at else ""
    if before == "et" and at > 1:
        before = tokens[at - 2]
    # "soixante-dix-sept", "quatre-vingt-seize", "ciento quince": read from their beginning
    if (before,) in age_words()["greater"] and (tokens[at],) not in age_words()["twenties"]:
        return 0, at
    ranks = _table("ordinals")
    size = _size(tokens, at, ranks)
    if size and has_phrase("birthdays", tokens[at + size : at + size + 1]):
        return ranks[tuple(tokens[at : at + size])], at + size
    words = number_words()
    size = _size(tokens, at, words)
    if not size:
        return 0, at
    value, last = words[tuple(tokens[at : at + size])], at + size
    if before == "quatre" and value == 20:
        value = 80
    return _with_digit(tokens, value, last) if value >= 20 and not value % 10 else (value, last)


def _with_digit(tokens: Sequence[str], tens: int, at: int) -> tuple[int, int]:
    """Return "treinta y cinco" or "soixante-quinze" for the tens that begin it."""
    start = at + ((*tokens[at : at + 1],) in age_words()["number_links"])
    digits = dict(_table("digits"))
    if tens in (60, 80):
        digits |= {words: value for words, value in number_words().items() if value < 20}
    size = _size(tokens, start, digits)
    return (
        (tens + digits[tuple(tokens[start : start + size])], start + size) if size else (tens, at)
    )


def _size(tokens: Sequence[str], at: int, phrases: Container[tuple[str, ...]]) -> int:
    """Return how many words the longest phrase has that begins at a word, 0 for none."""
    for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
        if tuple(tokens[at : at + size]) in phrases:
            return size
    return 0


def _unit_end(tokens: Sequence[str], at: int) -> int:
    """Return one past the unit that begins at a word, 0 where there is none."""
    units = age_words()["units"]
    if tuple(tokens[at : at + 3]) == ("y", ".", "o"):
        return at + 3
    at += tuple(tokens[at : at + 2]) == ("de", "ani")
    size = _size(tokens, at, units)
    end = at + size
    return end + (tokens[end : end + 1] in (["old"], ["young"])) if size else 0


def _birthday_end(tokens: Sequence[str], at: int) -> int:
    """Return one past candles or a birthday, 0 where there is none."""
    at += (*tokens[at : at + 1],) in age_words()["rank_endings"]
    near, lists = tuple(tokens[at : at + 1]), age_words()
    return at + 1 if near in lists["birthdays"] or near in lists["candles"] else 0


def read_minority(tokens: Sequence[str], at: int) -> Age | None:
    """Return the age below eighteen that is said without its number.

    Parameters
    ----------
    tokens : sequence of str
        The words of a text.
    at : int
        Where a word for majority or minority stands.

    Returns
    -------
    Age or None
        The age, with the value 0 where only a minority is said; None where there is none.

    Examples
    --------
    >>> read_minority("deux ans avant ma majorite".split(), 4).value
    16
    >>> read_minority("je suis mineure".split(), 2).value
    0
    """
    before = tokens[max(at - 8, 0) : at]
    if begins_with("minor", tokens[at : at + _LONGEST]):
        size = _size(tokens, at, age_words()["minor"])
        said = ends_with("minor_before", before)
        return Age(0, at, at + size, unit=True, minor=True) if said else None
    if not begins_with("majority", tokens[at : at + 1]) or not has_phrase("until", before[-4:]):
        return None
    for back in range(1, len(before)):
        years = _years(before[-back - 1], before[-back])
        if 0 < years < _ADULT - _FIRST:
            return Age(_ADULT - years, at - back - 1, at + 1, unit=True, birthday=True)
    return None


@cache
def _spelt() -> Mapping[tuple[str, ...], int]:
    """Return the numbers in letters that may count months or years to come."""
    small = {words: value for words, value in number_words().items() if value < _TWO_YEARS}
    return {**_table("digits"), **small}


def _years(word: str, unit: str) -> int:
    """Return how many years a number and a unit make, months being rounded up; 0 for none."""
    count = int(word) if word.isdecimal() and len(word) <= _DIGITS else _spelt().get((word,), 0)
    if (unit,) in age_words()["months"]:
        return -(-count // _YEAR) if count < _TWO_YEARS else 0
    return count if (unit,) in age_words()["units"] else 0
