"""Numbers from ten to ninety-nine, in figures or in letters, with the unit that makes them ages."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from toolkit.indicators.cues import LANGUAGES, word_lists

_FIRST, _LAST = 10, 99


@dataclass(frozen=True)
class Age:
    """A number that may be an age: its value, its words, whether a unit says so."""

    value: int
    first: int
    last: int
    unit: bool


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
    found = {n: frozenset(tuple(p.split()) for p in v) for n, v in lists.items() if n != "numbers"}
    for name in ("client_noun", "relative", "thing", "possessive"):
        phrases = (p for code in LANGUAGES for p in word_lists(code)[name])
        found[name] = frozenset(tuple(p.split()) for p in phrases)
    return found


@cache
def _toml() -> dict[str, list[str]]:
    """Return the file of age words."""
    source = resources.files("toolkit.indicators") / "ages.toml"
    lists: dict[str, list[str]] = tomllib.loads(source.read_text(encoding="utf-8"))
    return lists


@cache
def number_words() -> dict[tuple[str, ...], int]:
    """Return the numbers written in letters.

    Returns
    -------
    dict
        Words to value.

    Examples
    --------
    >>> number_words()["dix", "sept"]
    17
    """
    numbers: dict[str, int] = dict(_toml()["numbers"])  # type: ignore[arg-type] # a table
    return {tuple(words.split()): value for words, value in numbers.items()}


@cache
def number_anchors() -> tuple[str, ...]:
    """Return what must stand on a line where an age may be.

    Returns
    -------
    tuple of str
        Strings with the spaces around them.

    Examples
    --------
    >>> " 17 " in number_anchors(), " seventeen " in number_anchors()
    (True, True)
    """
    figures = (str(value) for value in (1, *range(_FIRST, _LAST + 1)))
    return tuple(f" {word} " for word in (*figures, *(w[0] for w in number_words())))


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
    >>> read_number(["1", "7", "ans"], 0), read_number(["dix", "sept", "ans"], 0)
    (Age(value=17, first=0, last=3, unit=True), Age(value=17, first=0, last=3, unit=True))
    """
    word = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    if len(word) == 2 and word.isdigit():
        value, last = int(word), at + 1
    elif word == "1" and len(following) == 1 and following.isdigit():
        value, last = int(word + following), at + 2
    elif (word, following) in number_words():
        value, last = number_words()[word, following], at + 2
    elif (word,) in number_words():
        value, last = number_words()[word,], at + 1
    else:
        return None
    # figures before or after make it a part of a longer number
    if (at and tokens[at - 1].isdigit()) or (last < len(tokens) and tokens[last].isdigit()):
        return None
    end = _unit_end(tokens, last)
    return Age(value, at, end or last, bool(end))


def _unit_end(tokens: Sequence[str], at: int) -> int:
    """Return one past the unit that begins at a word, 0 where there is none."""
    units = age_words()["units"]
    if tuple(tokens[at : at + 3]) == ("y", ".", "o"):
        return at + 3
    at += tuple(tokens[at : at + 2]) == ("de", "ani")
    size = next((n for n in (2, 1) if tuple(tokens[at : at + n]) in units), 0)
    end = min(at + size, len(tokens))
    return end + (tokens[end : end + 1] == ["old"]) if size else 0
