"""Numbers that are ages, and whose: the person presented, a client, a relative, a duration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from toolkit.indicators.context import Manner, status_of, window_after, window_before
from toolkit.indicators.numbers import Age, age_words, read_number
from toolkit.indicators.reading import Reading

_YOUNGEST, _ADULT, _CLIENT = 10, 18, 19
_MANNER = Manner(legal_counts=True)
_LONGEST = 4
# signs before a number that make it a condition: "+30", "-18"
_SIGNS = "+-–−"
_SIGNED = re.compile(r"[+–−-] ?(?:[dD][eE] ?)?\d|\d ?\+")

Hit = tuple[int, int, str]


def _has(name: str, tokens: Sequence[str]) -> bool:
    """Tell whether a phrase of a list is among some words."""
    phrases = age_words()[name]
    return any(
        tuple(tokens[i : i + size]) in phrases
        for i in range(len(tokens))
        for size in range(1, min(_LONGEST, len(tokens) - i) + 1)
    )


def _ends(name: str, tokens: Sequence[str]) -> bool:
    """Tell whether some words end with a phrase of a list."""
    phrases = age_words()[name]
    return any(
        tuple(tokens[-size:]) in phrases for size in range(1, min(_LONGEST, len(tokens)) + 1)
    )


def _begins(name: str, tokens: Sequence[str]) -> bool:
    """Tell whether some words begin with a phrase of a list."""
    phrases = age_words()[name]
    return any(tuple(tokens[:size]) in phrases for size in range(1, min(_LONGEST, len(tokens)) + 1))


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that may stand just before and just after an age without a unit."""
    lists = age_words()
    before = (*lists["comparators"], *lists["below"], *lists["bare_before"])
    ends = frozenset(phrase[-1] for phrase in before)
    return ends, frozenset(phrase[0] for phrase in lists["plus_after"])


def find_ages(reading: Reading, places: Sequence[int]) -> list[Age]:
    """Return the numbers that something near them may make an age.

    Parameters
    ----------
    reading : Reading
        A text.
    places : sequence of int
        The words where a number may begin.

    Returns
    -------
    list of Age
        The numbers; whose they are is for others to say.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> [age.value for age in find_ages(Reading("17 photos, 18 ans", Spelling([])), [0, 3])]
    [18]
    """
    tokens = reading.tokens
    ends, beginnings = _edges()
    found = []
    signed: bool | None = None
    for at in places:
        age = read_number(tokens, at)
        if age is None:
            continue
        if not age.unit:
            before = tokens[at - 1] if at else ""
            after = tokens[age.last] if age.last < len(tokens) else ""
            # a colon may stand between
            before = tokens[at - 2] if before == "," and at > 1 else before
            if before not in ends and after not in beginnings:
                if signed is None:
                    signed = _SIGNED.search(reading.text) is not None
                if not signed:
                    continue
        found.append(age)
    return found


def _windows(tokens: Sequence[str], age: Age) -> tuple[list[str], list[str]]:
    """Return the words before and after an age, without commas."""
    before = tokens[window_before(tokens, age.first, 6) : age.first]
    after = tokens[age.last : window_after(tokens, age.last, 6)]
    return [t for t in before if t != ","], [t for t in after if t != ","]


def _sign(reading: Reading, age: Age) -> str:
    """Return the sign just before or just after a number, or nothing."""
    # "- de 30 ans" is written for "moins de 30 ans"
    first = age.first - (reading.tokens[age.first - 1 : age.first] == ["de"])
    if not _SIGNED.search(reading.text):
        return ""
    start, _ = reading.offsets(first, age.last)
    left = reading.text[max(start - 2, 0) : start].rstrip(" ")
    if left[-1:] == "+":
        return "+"
    # a hyphen between words or figures is no sign
    if left[-1:] and left[-1] in _SIGNS and not left[:-1].strip(" (,").isalnum():
        return "-"
    _, end = reading.offsets(age.first, age.last)
    return "+" if reading.text[end : end + 2].lstrip(" ")[:1] == "+" else ""


def _is_age(reading: Reading, age: Age, before: Sequence[str]) -> bool:
    """Tell whether a number is an age at all: a number alone never is."""
    if age.unit:
        return True
    tokens = reading.tokens
    if not _ends("bare_before", before):
        return False
    after = tokens[age.last : age.last + 2]
    return not after or after[0] in (".", ",") or _begins("bare_after", after)


def _whose(reading: Reading, age: Age) -> str | None:
    """Return whose age it is, as a status; None when it is no age."""
    before, after = _windows(reading.tokens, age)
    if not _is_age(reading, age, before):
        return None
    status = status_of(reading, (age.first, age.last), _MANNER)
    if age.value == _ADULT:
        # eighteen still to come is an age below it
        coming = _begins("next_after", after) or _begins("yet", after) or _ends("nearly", before)
        allowed = status in ("asserted", "negated", "hypothetical") and not _sign(reading, age)
        return "asserted" if coming and allowed else None
    if status in ("quoted", "negated"):
        return status
    if _lasts(before, after):
        return "duration"
    if _ends("past_before", before) or _follows_grave(reading, age):
        return "past"
    if _sign(reading, age) or _ends("below", before) or _ends("comparators", before):
        return "client" if _has("client_noun", before) else "legal"
    if _has("reader", before[-4:]):
        return "client"
    if status in ("hypothetical", "past", "other_person", "legal", "client"):
        return status
    return _of_a_person(before, after)


def _lasts(before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether the years are a duration."""
    if any(tuple(after[:n]) in age_words()["duration_after"] for n in (1, 2, 3, 4)):
        return True
    if _ends("duration_before", before) and not _ends("self_before", before):
        return True
    stays = _has("lasting", before[-5:]) or _has("lasting", after[:2])
    return before[-1:] in (["de"], ["des"]) and stays


def _follows_grave(reading: Reading, age: Age) -> bool:
    """Tell whether "à" stands before, which says when, and not "a", which says whose."""
    if age.first == 0 or reading.tokens[age.first - 1] != "a":
        return False
    start, end = reading.offsets(age.first - 1, age.first)
    return reading.text[start:end] in ("à", "À")


def _of_a_person(before: Sequence[str], after: Sequence[str]) -> str:
    """Return ``asserted`` where the person presented says an age, or who else may be meant."""
    near = before[-3:]
    if _has("kin_before", before[-4:]) or _begins("kin_after", after):
        return "other_person"
    if _has("looks", before[-4:]):
        return "uncertain"
    if _ends("self_before", before) or not before:
        return "asserted" if before or _begins("person", after) else "uncertain"
    if _has("thing", before):
        return "other_person"
    if _has("client_noun", near) and not _has("person", near):
        return "client"
    if _begins("person", after) or _has("person", near) or _ends("third_before", before):
        return "asserted"
    return "uncertain"


def find_minor_ages(reading: Reading, ages: Sequence[Age]) -> Iterator[Hit]:
    """Yield ages from 10 to 17, with whose they are.

    Parameters
    ----------
    reading : Reading
        A text.
    ages : sequence of Age
        Its numbers.

    Yields
    ------
    tuple
        First word, one past the last word, status.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> text = Reading("J'ai 17 ans", Spelling([]))
    >>> list(find_minor_ages(text, find_ages(text, [2])))
    [(2, 4, 'asserted')]
    """
    for age in ages:
        if not _YOUNGEST <= age.value <= _ADULT:
            continue
        status = _whose(reading, age)
        if status is not None:
            yield age.first, age.last, status


def find_client_ages(reading: Reading, ages: Sequence[Age]) -> Iterator[Hit]:
    """Yield adult ages that are conditions set for clients.

    Parameters
    ----------
    reading : Reading
        A text.
    ages : sequence of Age
        Its numbers.

    Yields
    ------
    tuple
        First word, one past the last word, status.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> text = Reading("hommes de plus de 30 ans uniquement", Spelling([]))
    >>> [hit[2] for hit in find_client_ages(text, find_ages(text, [4]))]
    ['asserted']
    """
    for age in ages:
        if age.value < _CLIENT:
            continue
        before, after = _windows(reading.tokens, age)
        sign = _sign(reading, age)
        compared = (
            bool(sign)
            or _ends("comparators", before)
            or _ends("below", before)
            or _begins("plus_after", after)
        )
        if not compared or _ends("duration_before", before):
            continue
        addressed = _has("client_noun", (*before, *after[:3])) or _has("limits", (*before, *after))
        if addressed and not _has("legal", before) and not _has("person", before):
            yield age.first, age.last, "quoted" if _quoted(reading, age) else "asserted"


def _quoted(reading: Reading, age: Age) -> bool:
    """Tell whether an age stands in a quotation."""
    return status_of(reading, (age.first, age.last), _MANNER) == "quoted"


EXTRACTORS: dict[str, Callable[[Reading, Sequence[Age]], Iterator[Hit]]] = {
    "age": find_minor_ages,
    "comparator_age": find_client_ages,
}
