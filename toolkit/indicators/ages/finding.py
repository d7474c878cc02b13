"""Numbers that are ages: those below eighteen of the person presented, those set for clients."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from toolkit.indicators.ages.holders import (
    find_sign,
    holder_of,
    is_compared,
    is_of_something,
    is_signed,
    near_words,
)
from toolkit.indicators.context import Manner, status_of
from toolkit.indicators.numbers import (
    Age,
    age_words,
    begins_with,
    ends_with,
    has_phrase,
    number_places,
    read_minority,
    read_number,
)
from toolkit.indicators.reading import Reading

_YOUNGEST, _ADULT = 10, 18
_PROTECTIVE = Manner()

Hit = tuple[int, int, str]


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that may stand just before and just after an age without a unit."""
    lists = age_words()
    names = ("comparators", "below", "bare_before", "nearly", "bare_person", "bare_third")
    before = [phrase for name in names for phrase in lists[name]]
    ends = frozenset(phrase[-1] for phrase in before)
    after = ("plus_after", "fell_after", "since_after")
    return ends, frozenset(phrase[0] for name in after for phrase in lists[name])


def find_ages(reading: Reading) -> list[Age]:
    """Return the numbers that something near them may make an age.

    Parameters
    ----------
    reading : Reading
        A text.

    Returns
    -------
    list of Age
        The numbers; whose they are is for others to say.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> [age.value for age in find_ages(Reading("17 photos, 18 ans", Spelling([])))]
    [18]
    """
    tokens = reading.tokens
    found = []
    for at in number_places(reading):
        age = read_number(tokens, at) or read_minority(tokens, at)
        if age is None:
            continue
        if age.unit or age.birthday or _may_be_bare(reading, age):
            found.append(age)
    return found


def _may_be_bare(reading: Reading, age: Age) -> bool:
    """Tell whether what stands beside a number without a unit may make it an age."""
    tokens = reading.tokens
    ends, beginnings = _edges()
    before = tokens[age.first - 1] if age.first else ""
    after = tokens[age.last] if age.last < len(tokens) else ""
    # a colon may stand between
    before = tokens[age.first - 2] if before == "," and age.first > 1 else before
    return before in ends or after in beginnings or is_signed(reading)


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
    >>> list(find_minor_ages(text, find_ages(text)))
    [(2, 4, 'asserted')]
    """
    for age in ages:
        if not age.minor and not _YOUNGEST <= age.value <= _ADULT:
            continue
        status = holder_of(reading, age)
        if status is not None:
            yield age.first, age.last, status


def find_client_ages(reading: Reading, ages: Sequence[Age]) -> Iterator[Hit]:
    """Yield ages from 18 that are conditions set for clients.

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
    >>> [hit[2] for hit in find_client_ages(text, find_ages(text))]
    ['asserted']
    """
    for age in ages:
        if age.value < _ADULT:
            continue
        before, after = near_words(reading.tokens, age)
        asked = is_compared(before, after) or has_phrase("minimum_age", before)
        after = after or _answer(reading, age)
        if (asked or find_sign(reading, age)) and _is_condition(age, before, after):
            quoted = status_of(reading, (age.first, age.last), _PROTECTIVE) == "quoted"
            yield age.first, age.last, "quoted" if quoted else "asserted"


def _answer(reading: Reading, age: Age) -> list[str]:
    """Return the words that follow a question of which an age is the end: "Under 30? Sorry"."""
    asked = reading.is_asked(age.first, age.last)
    return list(reading.tokens[age.last + 1 : age.last + 7]) if asked else []


def _is_condition(age: Age, before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether a compared age is a condition for clients, and not the length of something."""
    nouns = has_phrase("client_noun", (*before, ".", *after))
    if ends_with("duration_before", before) and not has_phrase("client_noun", before[-4:]):
        return False
    if begins_with("duration_after", after) or is_of_something(after):
        return False
    if ends_with("own_years", before) or has_phrase("legal", before):
        return False
    if not age.unit and _is_counted(before, after):
        return False
    said = (*before, ".", *after)
    if has_phrase("hired", said) or begins_with("seeks", after):
        return False
    # eighteen is asked of clients by name, or it is a legal notice
    asked = _is_asked(said) or has_phrase("minimum_age", said)
    told = nouns or (age.value > _ADULT and asked)
    return told and not has_phrase("person", before)


def _is_asked(said: Sequence[str]) -> bool:
    """Tell whether words near an age speak to somebody or set a limit."""
    return has_phrase("addressed", said) or has_phrase("limits", said)


def _is_counted(before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether a number without a unit counts people, minutes or money."""
    # "between 20 and 30 minutes"
    if len(after) > 2 and after[1].isdecimal():
        after = after[2:]
    counted = any(begins_with(name, after) for name in ("addressed", "client_noun", "counted"))
    return counted or has_phrase("priced", before)


EXTRACTORS: dict[str, Callable[[Reading, Sequence[Age]], Iterator[Hit]]] = {
    "age": find_minor_ages,
    "comparator_age": find_client_ages,
}
