"""Read what is spelt sign by sign after a word that announces it: a plate, a document."""

from __future__ import annotations

import re
from functools import cache

from toolkit.anonymise.hearing.number_words import said
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import cues, number_words

_MOST_SKIPPED, _FEW = 6, 3
_SENTENCE = re.compile(r"[.!?;\n]\s*[^\W\d_]{3}")
# "A comme Anatole"
_AS = frozenset(["comme", "como", "come", "wie", "like", "as", "ca", "jak"])
_SMALL = frozenset("aceoylnà")
_ALPHABET = frozenset(
    [
        "alpha",
        "bravo",
        "charlie",
        "delta",
        "echo",
        "foxtrot",
        "golf",
        "hotel",
        "india",
        "juliet",
        "kilo",
        "lima",
        "mike",
        "november",
        "oscar",
        "papa",
        "quebec",
        "romeo",
        "sierra",
        "tango",
        "uniform",
        "victor",
        "whiskey",
        "xray",
        "yankee",
        "zulu",
        "zoulou",
        "anatole",
        "berthe",
        "celestin",
        "desire",
        "eugene",
        "francois",
        "gaston",
        "henri",
        "irma",
        "joseph",
        "kleber",
        "louis",
        "marcel",
        "nicolas",
        "oscar",
        "pierre",
        "quintal",
        "raoul",
        "suzanne",
        "therese",
        "ursule",
        "victor",
        "william",
        "xavier",
        "yvonne",
        "zoe",
    ]
)


@cache
def _between() -> frozenset[str]:
    """Return the words that may stand between two signs."""
    lists = cues()
    return (
        lists["joint_words"]
        | lists["dot_words"]
        | lists["doubled"]
        | lists["tripled"]
        | frozenset(
            [
                "espace",
                "space",
                "letra",
                "letras",
                "lettre",
                "lettres",
                "letter",
                "litera",
                "lettera",
                "cle",
                "et",
                "y",
                "e",
                "and",
                "and",
                "si",
                "puis",
                "then",
                "slash",
                "barre",
                "de",
            ]
        )
    )


def _is_sign(word: str) -> bool:
    """Tell whether a word is a sign of a number that is spelt."""
    if len(word) == 1 or word.isdecimal() or word in number_words() or word in _ALPHABET:
        return True
    return any(map(str.isdigit, word)) or said(word) is not None


def spelled_after(
    view: View, position: int, *, fewest: int, skip: int = _MOST_SKIPPED
) -> tuple[int, int] | None:
    """Return the stretch of letters, digits and number words that follows a word.

    It takes no sentence: the first word that is no sign ends it.

    Parameters
    ----------
    view : View
        A text as it is read.
    position : int
        The position of the word that announces a number.
    fewest : int
        Signs that there must be.
    skip : int
        Words that may stand in between.

    Returns
    -------
    tuple of int or None
        Start and end in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("plaque A A zero zero sept B C merci")
    >>> span = spelled_after(view, 0, fewest=5)
    >>> view.seen[slice(*span)]
    'a a zero zero sept b c'
    """
    words, seen = view.words, view.seen
    for first in range(position + 1, min(position + 2 + skip, len(words))):
        if _SENTENCE.search(seen[words[position][2] : words[first][1] + 3]):
            return None
        word, start, _ = words[first]
        lone = len(word) == 1 and word.isalpha() and view.shape[start].islower()
        if (
            not (_is_sign(word) or _is_short(view, first))
            or word in cues()["weak_numbers"]
            or (lone and word in _SMALL)
        ):
            continue
        last = first
        signs = _size(words[first][0])
        # in a text without capitals "a" may be a letter, elsewhere it is a word
        spelt_small = view.shape.islower()
        while last + 1 < len(words):
            gap = seen[words[last][2] : words[last + 1][1]]
            word = words[last + 1][0]
            if len(gap) > 3 or re.search(r"[!?;\n€$]|, ", gap):
                break
            if word in _AS and last + 2 < len(words):
                last += 2
                continue
            short = _is_short(view, last + 1)
            if word in _SMALL and view.shape[words[last + 1][1]].islower() and not spelt_small:
                break
            if not (_is_sign(word) or short or word in _between()):
                break
            signs += len(word) if short else _size(word) if _is_sign(word) else 0
            last += 1
        while last > first and words[last][0] in _between():
            last -= 1
        if signs >= fewest and last > first:
            return words[first][1], words[last][2]
    return None


def is_letter(word: str) -> bool:
    """Tell whether a word is a letter or its name on the telephone.

    Parameters
    ----------
    word : str
        A folded word.

    Returns
    -------
    bool
        True when it is.

    Examples
    --------
    >>> is_letter("k"), is_letter("kilo"), is_letter("seven")
    (True, True, False)
    """
    return (len(word) == 1 and word.isalpha()) or word in _ALPHABET


def _is_short(view: View, at: int) -> bool:
    """Tell whether a word is a few letters in capitals in a text that is not."""
    word, start, end = view.words[at]
    capitals = view.shape[start:end].isupper() and not view.shape.isupper()
    return len(word) <= _FEW and word.isalpha() and capitals


def _size(word: str) -> int:
    """Return how many signs a word stands for."""
    return len(word) if any(map(str.isdigit, word)) else 1
