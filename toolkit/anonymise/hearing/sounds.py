"""Hear a number word through its misspellings: two words with one key sound alike."""

from __future__ import annotations

import re
from functools import cache

from toolkit.anonymise.vocabulary import number_words

# languages whose spelling of numbers is played with in what we read; order matters
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"[ea]?aux?|eau", "o"),
        (r"ou|w", "u"),
        (r"qu|q|k|ck|c(?![eihy])|ch(?=[oa])", "k"),
        (r"sh|ch", "s"),
        (r"c(?=[eiy])|z|x", "s"),
        (r"h", ""),
        (r"ai|ei|e[yr]$", "e"),
        (r"y", "i"),
        (r"(?:an|em|en|am)(?=[^aeiou]|$)", "A"),
        (r"(?:in|im|ain|ein|un)(?=[^aeiou]|$)", "I"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[^aeiouAI])e(?=[^aeiouAI])", ""),
        (r"(?<=..)(?:es|s|t|ts|te|d|p|r)$", ""),
        (r"u$", "o"),
        (r"i$", "e"),
        (r"(?<=..)(?:e|t)$", ""),
    )
)
_SHORTEST = 3
# a sound as long as this may differ by one letter
_LONG = 7
# how the parts of French numbers are written when they are run together by ear
_TENS = {
    20: "vingt vin vint",
    30: "trente trent",
    40: "quarante",
    50: "cinquante",
    60: "soixante",
    80: "quatrevingt quatrevin quatrevint",
}
_LOW = {
    1: "etun",
    2: "deux",
    3: "trois",
    4: "quatre katr",
    5: "cinq",
    6: "six",
    7: "sept",
    8: "huit",
    9: "neuf",
}
_TEENS = {
    10: "dix diz",
    11: "onze",
    12: "douze",
    13: "treize",
    14: "quatorze",
    15: "quinze",
    16: "seize",
    17: "dixsept disset",
    18: "dixhuit dizuit",
    19: "dixneuf dizneuf",
}


def sound_of(word: str) -> str:
    """Return how a folded word sounds, roughly.

    Parameters
    ----------
    word : str
        A folded word.

    Returns
    -------
    str
        A key; words with the same key sound alike.

    Examples
    --------
    >>> sound_of("karante") == sound_of("quarante"), sound_of("zerau") == sound_of("zero")
    (True, True)
    """
    for pattern, sound in _RULES:
        word = pattern.sub(sound, word)
    return word


@cache
def sounds_of_numbers() -> dict[str, int]:
    """Return the value of each sound of a number word.

    Returns
    -------
    dict
        Key to value; of two values with one key the first of the file.

    Examples
    --------
    >>> sounds_of_numbers()[sound_of("trante")]
    30
    """
    found: dict[str, int] = {}
    for word, value in number_words().items():
        found.setdefault(sound_of(word), value)
    return {key: value for key, value in found.items() if len(key) >= _SHORTEST}


@cache
def _compounds() -> dict[str, int]:
    """Return the value of each sound of a French number from 21 to 99 that is run together."""
    found: dict[str, int] = {}
    for ten, heads in _TENS.items():
        for unit, tails in (_LOW | _TEENS if ten in (60, 80) else _LOW).items():
            for head in heads.split():
                for tail in tails.split():
                    found.setdefault(sound_of(head + tail), ten + unit)
    return found


def compound_of(word: str) -> int | None:
    """Return the number that a word says by ear, such as ``quatrevindizuit``.

    Parameters
    ----------
    word : str
        A folded word.

    Returns
    -------
    int or None
        21 to 99, None when it says none.

    Examples
    --------
    >>> compound_of("trantkatr"), compound_of("tranquille")
    (34, None)
    """
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import extractOne

    sound, known = sound_of(word), _compounds()
    if sound in known or len(sound) < _LONG:
        return known.get(sound)
    near = extractOne(sound, known.keys(), scorer=Levenshtein.distance, score_cutoff=1)
    return known[near[0]] if near else None
