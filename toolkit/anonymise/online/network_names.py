"""Find the names of networks: plain, misspelt, with digits or signs for letters."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_words, cues

_DIGITS_AS_LETTERS = str.maketrans("013457", "oieast")
_FEWEST_MISSPELT = 7
# the networks that are disguised most
_DISGUISED = (
    "instagram",
    "insta",
    "snapchat",
    "snap",
    "telegram",
    "tiktok",
    "facebook",
    "whatsapp",
)
# no name ends in "i", so that "!" stands before one of two letters
_SIGNS_INSIDE = ("@", "$", "+", "!n", "!k", "!$")
_PIERCED = re.compile(r"[.\-_*][^\W_][.\-_*][^\W_][.\-_*]")
_DRAWN = {"a": "a@4", "s": "s$5", "i": "i1!", "t": "t7+", "o": "o0", "e": "e3", "l": "l1"}


def _is_network(word: str) -> bool:
    """Tell whether a word names a network, with digits for letters or not."""
    networks = cues()["networks"]
    if word in networks or word.translate(_DIGITS_AS_LETTERS) in networks:
        return True
    return not word.isascii() and any(name in word for name in ("微信", "抖音", "电报"))


@lru_cache(maxsize=50_000)
def _is_misspelt(word: str) -> bool:
    """Tell whether a long word is one letter away from the name of a network."""
    if word in common_words() or word in cues()["networks"]:
        return False
    from rapidfuzz.distance import Levenshtein

    return any(
        name[0] == word[0]
        and not (word[-1] in "si" and word[:-1] in {name, name[:-1]})
        and Levenshtein.distance(name, word, score_cutoff=1) <= 1
        for name in cues()["networks"]
        if len(name) >= _FEWEST_MISSPELT
    )


def networks_in(view: View) -> list[int]:
    """Return the positions of the words that name a network or a payment service.

    Parameters
    ----------
    view : View
        A text as it is read.

    Returns
    -------
    list of int
        Positions in ``view.words``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> networks_in(view_of("mon 1nsta et mon telegrame"))
    [1, 4]
    """
    found = [*view.at("networks"), *view.at("payments")]
    found += [place for place in view.at("mixed") if _is_network(view.words[place][0])]
    found += view.at("mail_names")
    found += [place for place in view.at("rare") if _is_misspelt(view.words[place][0])]
    found += _short_names(view, several=bool(found))
    if any(map(str.isalnum, view.foreign)):
        named = (place for place, (word, _, _) in enumerate(view.words) if not word.isascii())
        found += [
            place for place in named if place not in found and _is_network(view.words[place][0])
        ]
    return sorted(found)


def _short_names(view: View, *, several: bool) -> list[int]:
    """Return the positions of short names in capitals: "OF", and "TT" beside another network."""
    if not (view.at("only_fans") or (several and view.at("short_networks"))):
        return []
    if view.shape.isupper():
        return []
    shown = ((place, view.words[place]) for place in view.at("only_fans"))
    short = ((place, view.words[place]) for place in view.at("short_networks") if several)
    capitals = [*shown, *short]
    return [place for place, (_, start, end) in capitals if view.shape[start:end].isupper()]


def disguised_networks(view: View) -> Iterator[int]:
    """Yield where the name of a network ends that signs disguise: "1n$t@".

    Parameters
    ----------
    view : View
        A text as it is read.

    Yields
    ------
    int
        Positions in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> list(disguised_networks(view_of("1n$t@ test, insta test")))
    [5]
    """
    for match in _disguised().finditer(view.seen) if _may_be_disguised(view) else ():
        if not match.group().isalpha() or view.seen[match.end() : match.end() + 1].isalnum():
            yield match.end()


def _may_be_disguised(view: View) -> bool:
    """Tell whether a text holds a name with digits, or signs that may stand in or after one."""
    drawn = _with_digits()
    if any(view.words[position][0] in drawn for position in view.at("mixed")):
        return True
    return view.holds(_SIGNS_INSIDE) or _PIERCED.search(view.seen) is not None


@cache
def _with_digits() -> frozenset[str]:
    """Return the names in which digits stand for letters."""
    drawn = [
        "".join(signs)
        for name in _DISGUISED
        for signs in itertools.product(*(_DRAWN.get(letter, letter) for letter in name))
    ]
    return frozenset(word for word in drawn if word.isalnum() and not word.isalpha())


@cache
def _disguised() -> re.Pattern[str]:
    """Return the pattern of disguised names."""
    drawn = [
        "".join(f"[{re.escape(_DRAWN.get(letter, letter))}]" for letter in name)
        for name in _DISGUISED
    ]
    # blanks between letters were taken out: "instat.e.s.t.0"
    glued = rf"(?:{'|'.join(_DISGUISED)})(?=[^\W_](?:[.\-_*][^\W_]){{4}})"
    whole = rf"(?:{'|'.join(drawn)})(?![^\W_])"
    return re.compile(rf"(?<![^\W_])(?:{glued}|{whole})")
