"""Find first names and pseudonyms by the phrases that introduce them and by a list of names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.found import Found
from toolkit.anonymise.people.signatures import find_signed
from toolkit.anonymise.people.unnamed import (
    find_beside_people,
    find_full_names,
    find_listed,
    find_titled,
    not_names,
    stands_alone,
    with_others,
)
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_stems, cues, first_names, phrases, place_names

_GAP = r"[ ,:=\-–»>\"'(]{0,4}(?:(?:est|is|es|este|ist|to|e|c'est|la|le|el|the|a|o)\s)?\s{0,2}"
# "appelez la Yuli", "sou o Zé"
_ARTICLE = r"(?:(?:la|le|el|a|o|l'|al|lo|der|die|the|our|my|mon|ma|mi|notre)\s)?"
_WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*|[^\W_]*[^\W\d_][^\W_]*")
_SPELT = re.compile(
    r"[^\W\d_](?:(?:, ?|-|\.| )(?:(?:deux|two|dos|dois|doi|due) )?[^\W\d_](?![^\W_]))+"
)
_TOKEN = re.compile(r"[^\W_]+")
_FEWEST_LETTERS = 3
_LONGEST_TOWN, _IN_A_TOWN = 5, frozenset([" ", "-", "'", "’"])


@cache
def _phrases() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """Return, for each first word, the patterns of the phrases that begin with it, by list."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in ("named", "introduced", "beside"):
        for phrase in phrases()[name]:
            first = re.split(r"[ '\-]", phrase)[0]
            found.setdefault(first, {}).setdefault(name, []).append(phrase)
    return {
        first: tuple((name, _phrase_pattern(name, listed)) for name, listed in lists.items())
        for first, lists in found.items()
    }


@cache
def _second_words() -> dict[str, frozenset[str]]:
    """Return, for each first word, those that may come next; nothing where a phrase is one word."""
    found: dict[str, set[str]] = {}
    for name in ("named", "introduced", "beside"):
        for phrase in phrases()[name]:
            first = re.split(r"[ '\-]", phrase)[0]
            found.setdefault(first, set()).add("".join(_TOKEN.findall(phrase)[1:2]))
    return {first: frozenset(seconds) for first, seconds in found.items()}


def _phrase_pattern(name: str, listed: list[str]) -> re.Pattern[str]:
    """Return the pattern of some phrases and what stands before the name, the longest first."""
    gap = _GAP if name == "named" else rf"[ ,:\-]{{1,3}}{_ARTICLE}"
    longest = sorted(listed, key=len, reverse=True)
    # "in my name" introduces nobody
    words = "|".join(map(re.escape, longest))
    return re.compile(rf"(?<!\ben )(?<!\bem )(?<!\bin )(?<!\bau )(?:{words})(?![^\W_]){gap}")


def find_names(view: View) -> Iterator[Found]:
    """Yield first names and pseudonyms.

    It leaves places alone: towns, streets and stations named after somebody stay.

    Parameters
    ----------
    view : View
        A text as it is read.

    Yields
    ------
    Found
        Offsets in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("Je m'appelle Sabrina, quartier Saint-Michel")
    >>> {view.given[found.start:found.end] for found in find_names(view)}
    {'Sabrina'}
    """
    shape = view.shape
    capitals = not (shape.isupper() or shape.islower())
    told = list(_phrases_in(view))
    for name, end in told:
        if name == "named":
            yield from _named(view, end, capitals)
    for found in _less_told(view, told, capitals):
        if not _is_town(view, found):
            yield found


def _phrases_in(view: View) -> Iterator[tuple[str, int]]:
    """Yield the list and the end of each phrase that introduces a name."""
    words, seconds = view.words, _second_words()
    for position in view.at("phrases"):
        word, start, _ = words[position]
        after = words[position + 1][0] if position + 1 < len(words) else ""
        second = seconds[word]
        if after not in second and "" not in second:
            continue
        for name, pattern in _phrases()[word]:
            match = pattern.match(view.seen, start)
            if match is not None:
                yield name, match.end()


def _less_told(view: View, told: list[tuple[str, int]], capitals: bool) -> Iterator[Found]:
    """Yield what is a name unless it is a town."""
    if capitals:
        for name, end in told:
            if name != "named":
                yield from _introduced(view, end, listed_only=name == "beside")
        yield from find_titled(view)
        yield from find_signed(view)
        yield from find_beside_people(view)
        yield from find_full_names(view)
    else:
        for name, end in told:
            if name == "introduced":
                yield from _introduced(view, end)
    yield from find_listed(view, capitals=capitals)


def _is_town(view: View, found: Found) -> bool:
    """Tell whether what looks like a name is a town: a town is a result and is never masked."""
    names, places, words = first_names(), place_names(), view.words
    inside = [at for at, word in enumerate(words) if found.start <= word[1] < found.end]
    if not inside:
        return False
    first = inside[0]
    word = words[first][0]
    if word in places and (word not in names or (len(inside) == 1 and names[word] != "alone")):
        return True
    # "Denis" of "Saint-Denis", "Mans" of "Le Mans"
    for low in range(max(first - _LONGEST_TOWN + 1, 0), first + 1):
        for high in range(max(first + 1, low + 2), min(low + _LONGEST_TOWN, len(words)) + 1):
            part = words[low:high]
            gaps = {view.seen[a[2] : b[1]] for a, b in itertools.pairwise(part)}
            if gaps <= _IN_A_TOWN and " ".join(word for word, _, _ in part) in places:
                return True
    return False


def _named(view: View, at: int, capitals: bool) -> Iterator[Found]:
    """Yield the name after a phrase that names somebody, spelt letter by letter or not."""
    spelt = _SPELT.match(view.seen, at)
    if spelt is not None and len(spelt.group()) >= 5:
        yield Found("NAME", *spelt.span(), True)
        return
    word = _WORD.match(view.seen, at)
    if word is None:
        return
    name, capital = word.group(), view.shape[word.start()].isupper()
    plain = name in not_names() and not (capital and name in first_names())
    if len(name) < 2 or plain or name.isdecimal():
        return
    if capital or name in first_names() or (not capitals and len(name) >= _FEWEST_LETTERS):
        yield from with_others(view, word)


def _introduced(view: View, at: int, *, listed_only: bool = False) -> Iterator[Found]:
    """Yield the name after words that introduce a person: it has a capital and is no plain word."""
    word = _WORD.match(view.seen, at)
    if word is None:
        return
    name = word.group()
    listed = first_names().get(name)
    if not view.shape[word.start()].isupper():
        if listed == "alone" and not listed_only and stands_alone(view, word.end()):
            yield Found("NAME", *word.span(), False)
        return
    if listed is None and (name in not_names() or len(name) < _FEWEST_LETTERS or name.isdecimal()):
        return
    if listed is None and name[:5] in common_stems() and len(name) > 5:
        return
    if listed_only and (listed != "alone" or name in not_names()):
        return
    if listed == "cue" and name in not_names() and name not in cues()["name_words"]:
        return
    yield from with_others(view, word)
