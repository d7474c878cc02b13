"""Numbers that are ages, and whose: the person presented, a client, a relative, a duration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from toolkit.indicators.context import Word, context_words, names_a_relative, words_before
from toolkit.indicators.patterns import split_words

_UNITS = r"(?:ans|years?(?:\s?old)?|yo|anos|ani)"
_MINOR_AGE = re.compile(rf"(?<![\d.,])1[0-7]\s?{_UNITS}\b")
_ANY_AGE = re.compile(
    rf"(?<![\d.,])(?P<plus>\+\s?)?(?P<age>[1-9]\d)(?:\s?(?:de\s)?{_UNITS}\b)?(?!\d)"
)
_ADULT = 19

Hit = tuple[int, int, str]


def find_minor_ages(folded: str) -> Iterator[Hit]:
    """Yield ages from 10 to 17, with whose they are.

    Parameters
    ----------
    folded : str
        A folded text.

    Yields
    ------
    tuple
        Start, end, status.

    Examples
    --------
    >>> list(find_minor_ages("j'ai 17 ans")), list(find_minor_ages("16 ans d'experience"))
    ([(5, 11, 'asserted')], [(0, 6, 'duration')])
    """
    words = split_words(folded)
    for match in _MINOR_AGE.finditer(folded):
        yield match.start(), match.end(), _whose(folded, words, match)


def _position(words: Sequence[Word], start: int) -> int:
    """Return the word that stands at a place."""
    return next((i for i, (_, _, end) in enumerate(words) if end > start), len(words))


def _whose(folded: str, words: Sequence[Word], match: re.Match[str]) -> str:
    """Return whose age it is, as a status."""
    lists = context_words()
    before = words_before(folded, words, _position(words, match.start()), window=5)
    after = [word for word, start, _ in words if start >= match.end()][:3]
    if any(word in lists["duration_after"] for word in after):
        return "duration"
    if any(word in lists["legal_cues"] for word in before):
        return "legal"
    if names_a_relative(before):
        return "other_person"
    if before and before[-1] in lists["duration_before"] and "fille" not in before:
        return "duration" if before[-1] != "de" or "locuiesc" in before else "uncertain"
    if any(word in lists["comparators"] for word in before):
        return "client"
    near = before[-3:]
    return "asserted" if any(word in lists["self_cues"] for word in near) else "uncertain"


def find_client_ages(folded: str) -> Iterator[Hit]:
    """Yield adult ages that are conditions set for clients.

    Parameters
    ----------
    folded : str
        A folded text.

    Yields
    ------
    tuple
        Start, end, status.

    Examples
    --------
    >>> [hit[2] for hit in find_client_ages("hommes de plus de 30 ans uniquement")]
    ['asserted']
    """
    lists = context_words()
    words = split_words(folded)
    for match in _ANY_AGE.finditer(folded):
        if int(match["age"]) < _ADULT:
            continue
        before = words_before(folded, words, _position(words, match.start("age")), window=5)
        after = [word for word, start, _ in words if start >= match.end()][:2]
        compared = bool(match["plus"]) or any(word in lists["comparators"] for word in before)
        to_clients = any(word in lists["clients"] for word in (*before, *after))
        limited = any(word in lists["client_limits"] for word in (*before, *after))
        if compared and (to_clients or limited):
            yield match.start(), match.end(), "asserted"


EXTRACTORS: dict[str, Callable[[str], Iterator[Hit]]] = {
    "age": find_minor_ages,
    "comparator_age": find_client_ages,
}
