"""The word lists of the anonymiser, read once per process."""

from __future__ import annotations

import csv
import itertools
import re
import tomllib
from functools import cache
from importlib import resources

from toolkit.text.folding import fold

_WORDS = resources.files("toolkit.anonymise") / "words"
# shorter words resemble too many others
_SHORTEST_MISSPELT = 4
_GERMAN_AND = "und"
_ALIKE = "alike"


@cache
def cues() -> dict[str, frozenset[str]]:
    """Return the cue lists by name.

    Returns
    -------
    dict
        Name to folded words.

    Examples
    --------
    >>> "telegram" in cues()["networks"]
    True
    """
    lists = tomllib.loads((_WORDS / "cues.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in lists.items()}


@cache
def phrases() -> dict[str, frozenset[str]]:
    """Return the phrases that introduce a name, and the words that close a message.

    Returns
    -------
    dict
        List name to folded phrases.

    Examples
    --------
    >>> "je m'appelle" in phrases()["named"]
    True
    """
    lists = tomllib.loads((_WORDS / "phrases.toml").read_text(encoding="utf-8"))
    found = {name: lines.strip().split("\n") for name, lines in lists.items() if name != "closing"}
    return {name: frozenset(filter(None, lines)) for name, lines in found.items()} | {
        "closing": frozenset(lists["closing"].split())
    }


# the lists whose words start a detector
_TAGGED = [
    "networks",
    "payments",
    "mail_names",
    "only_fans",
    "short_networks",
    "fragments",
    "joint_words",
    "streets_before",
    "streets_after",
    "codes",
    "buildings",
    "births",
    "plates",
    "documents",
    "bank",
    "crypto",
    "phone",
    "at_words",
    "dot_words",
    "providers",
    "titles",
    "kin",
    "trades",
]


@cache
def tags() -> dict[str, tuple[str, ...]]:
    """Return, for each word that matters to a detector, the lists that it is in.

    Returns
    -------
    dict
        Folded word to list names; ``names``, ``numbers``, ``phrases`` and ``closing`` included.

    Examples
    --------
    >>> tags()["paypal"], tags()["je"]
    (('payments',), ('phrases',))
    """
    found: dict[str, list[str]] = {}
    lists = {name: cues()[name] for name in _TAGGED}
    lists["names"] = frozenset(first_names())
    lists["numbers"] = frozenset(number_words())
    lists["multipliers"] = cues()["doubled"] | cues()["tripled"]
    lists["drawn"] = frozenset(letter * times for letter in "oilобзч" for times in (1, 2, 3, 4))
    lists["drawn"] |= frozenset("qzsbgt")
    lists["drawn"] |= frozenset(
        a + b for a in "oilобзч" for b in "oilобзч" if not (a + b).isascii()
    )
    lists["doors_first"] = frozenset(["flat", "unit", "apartment", "apt", "suite"])
    lists["closing"] = phrases()["closing"]
    lists["phrases"] = frozenset(
        re.split(r"[ '\-]", line)[0]
        for name in ("named", "introduced", "beside")
        for line in phrases()[name]
    )
    for name, words in lists.items():
        for word in words:
            found.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


# a word as long as this may be several that are run together, or a misspelt name
_VERY_LONG, LONG = 18, 7
# the lists of a short word, of a long one and of a very long one
_LETTERS: tuple[tuple[str, ...], ...] = ((), ("rare",), ("rare", "long"))
_DIGITS: tuple[tuple[str, ...], ...] = (("digits",), ("digits",), ("digits", "long"))
_MIXED: tuple[tuple[str, ...], ...] = (("mixed",), ("mixed", "rare"), ("mixed", "rare", "long"))


def shape_lists(word: str) -> tuple[str, ...]:
    """Return the lists that a word is in because of its length or its digits.

    Parameters
    ----------
    word : str
        A folded word that no list holds.

    Returns
    -------
    tuple of str
        ``digits`` or ``mixed``, ``long``, and ``rare`` for seven letters or more.

    Examples
    --------
    >>> shape_lists("18h"), shape_lists("instagrame")
    (('mixed',), ('rare',))
    """
    shapes = _LETTERS if word.isalpha() else _DIGITS if word.isdecimal() else _MIXED
    length = len(word)
    return shapes[0 if length < LONG else 1 if length < _VERY_LONG else 2]


@cache
def word_lists() -> dict[str, tuple[str, ...]]:
    """Return, for each known word, the lists that it is in.

    Returns
    -------
    dict
        Word to list names: those of ``tags`` and of ``shape_lists``; no everyday word is rare.

    Examples
    --------
    >>> word_lists()["avec"], word_lists()["paypal"]
    ((), ('payments',))
    """
    everyday = common_words()
    found = {word: (*names, *shape_lists(word)) for word, names in tags().items()}
    found |= {word: shape_lists(word) for word in everyday if word not in found}
    return {
        word: tuple(name for name in names if name != "rare" or word not in everyday)
        for word, names in found.items()
    }


@cache
def number_words() -> dict[str, int]:
    """Return the value of each number word of every language.

    Returns
    -------
    dict
        Folded word to value; where languages disagree, the first of the file.

    Examples
    --------
    >>> number_words()["douze"], number_words()["neunundneunzig"]
    (12, 99)
    """
    tables = tomllib.loads((_WORDS / "numbers.toml").read_text(encoding="utf-8"))
    found: dict[str, int] = {}
    for name, table in tables.items():
        for value, words in table.items() if name != _ALIKE else ():
            for word in words.split():
                found.setdefault(word, int(value))
    for joint, language in ((_GERMAN_AND, "de"), ("", "it")):
        for word, value in _compounds(tables[language], joint, reverse=language == "de"):
            found.setdefault(word, value)
    return found


@cache
def words_alike() -> dict[str, int]:
    """Return everyday words that stand for a digit only between other digits.

    Returns
    -------
    dict
        Folded word to value: what sounds like a number, what looks like a zero.

    Examples
    --------
    >>> words_alike()["ate"], words_alike()["rond"]
    (8, 0)
    """
    tables = tomllib.loads((_WORDS / "numbers.toml").read_text(encoding="utf-8"))
    return {word: int(value) for value, words in tables[_ALIKE].items() for word in words.split()}


def _compounds(table: dict[str, str], joint: str, *, reverse: bool) -> list[tuple[str, int]]:
    """Return the numbers from 21 to 99 that a language writes as one word."""
    found = []
    for ten in range(20, 100, 10):
        for unit in range(1, 10):
            for high in table[str(ten)].split():
                for low in table[str(unit)].split():
                    head = high[:-1] if not reverse and low[0] in "aeiou" else high
                    found.append((f"{low}{joint}{high}" if reverse else head + low, ten + unit))
    return found


@cache
def misspelt_number_words() -> dict[str, str]:
    """Return the number word for each way of leaving one letter out of it.

    Returns
    -------
    dict
        Shortened word to number word; ambiguous ones are left out.

    Examples
    --------
    >>> misspelt_number_words()["quarnte"]
    'quarante'
    """
    found: dict[str, str] = {}
    refused: set[str] = set()
    words = [word for word in number_words() if len(word) >= _SHORTEST_MISSPELT]
    for word in words:
        for cut in {word[:i] + word[i + 1 :] for i in range(len(word))}:
            if found.setdefault(cut, word) != word:
                refused.add(cut)
    return {cut: word for cut, word in found.items() if cut not in refused and len(cut) > 2}


@cache
def pierced_number_words() -> dict[str, int]:
    """Return the value of each number word with any one letter hidden behind ``?``.

    Returns
    -------
    dict
        Pierced word to value; ambiguous ones are left out.

    Examples
    --------
    >>> pierced_number_words()["tr?nte"]
    30
    """
    found: dict[str, int] = {}
    refused: set[str] = set()
    for word, value in number_words().items():
        for at in range(len(word)) if len(word) >= _SHORTEST_MISSPELT else ():
            pierced = f"{word[:at]}?{word[at + 1 :]}"
            if found.setdefault(pierced, value) != value:
                refused.add(pierced)
    return {word: value for word, value in found.items() if word not in refused}


@cache
def shortened_number_words() -> dict[str, int]:
    """Return the value of each number word without its vowels, or without some of them.

    Returns
    -------
    dict
        Shortened word to value; ambiguous ones are left out.

    Examples
    --------
    >>> shortened_number_words()["trnt"], shortened_number_words()["qtro"]
    (30, 4)
    """
    found: dict[str, int] = {}
    refused: set[str] = set()
    for word, value in number_words().items():
        vowels = [at for at, letter in enumerate(word) if letter in "aeiouy"]
        if len(word) < 3 or not word.isascii() or len(vowels) > 4:
            continue
        for kept in range(len(vowels) if len(word) >= _SHORTEST_MISSPELT else 1):
            for left in itertools.combinations(vowels, kept):
                cut = "".join(x for at, x in enumerate(word) if at not in vowels or at in left)
                if found.setdefault(cut, value) != value:
                    refused.add(cut)
    bare = {cut for cut in found if not set("aeiouy") & set(cut)}
    return {
        cut: value
        for cut, value in found.items()
        if cut not in refused and cut not in number_words() and (cut in bare or len(cut) > 2)
    }


@cache
def first_names() -> dict[str, str]:
    """Return how each first name may be read: ``alone`` or only after a ``cue``.

    Returns
    -------
    dict
        Folded name to use.

    Examples
    --------
    >>> first_names()["sabrina"], first_names()["rose"]
    ('alone', 'cue')
    """
    listed = (_WORDS / "first_names.csv").read_text(encoding="utf-8").splitlines()
    found = {row["name"]: row["use"] for row in csv.DictReader(listed)}
    more = (_WORDS / "first_names_more.txt").read_text(encoding="utf-8").splitlines()
    for line in more:
        for name in () if line.startswith("#") else line.split():
            found.setdefault(fold(name), "cue" if fold(name) in common_words() else "alone")
    return found


@cache
def place_names() -> frozenset[str]:
    """Return the folded names of towns, regions and countries, words parted by blanks.

    Returns
    -------
    frozenset
        Names of one word or more; those outside France are single words.

    Examples
    --------
    >>> "aix en provence" in place_names(), "timisoara" in place_names()
    (True, True)
    """
    towns = (_WORDS / "places.txt").read_text(encoding="utf-8").split("\n")
    more = (_WORDS / "places_more.txt").read_text(encoding="utf-8").splitlines()
    abroad = (word for line in more if not line.startswith("#") for word in line.split())
    return frozenset(filter(None, towns)) | frozenset(map(fold, abroad))


@cache
def common_words() -> frozenset[str]:
    """Return everyday words, which are neither accounts nor names.

    Returns
    -------
    frozenset
        Folded words of several languages.

    Examples
    --------
    >>> "bonjour" in common_words()
    True
    """
    listed = (_WORDS / "common_words.txt").read_text(encoding="utf-8").split()
    return frozenset(listed) | cues()["everyday"]


@cache
def common_stems() -> frozenset[str]:
    """Return the first five letters of everyday words, which their inflections share.

    Returns
    -------
    frozenset
        Stems.

    Examples
    --------
    >>> "bonjo" in common_stems()
    True
    """
    return frozenset(word[:5] for word in common_words() if len(word) >= 5)
