"""Whose an age is: the person presented, a client, a relative, a thing, a stay, the past."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.indicators.ages.subjects import has_subject, is_someones, is_unknown, stands_alone
from toolkit.indicators.context import Manner, status_of, window_after, window_before
from toolkit.indicators.numbers import Age, age_words, begins_with, ends_with, has_phrase
from toolkit.indicators.patterns import slots
from toolkit.indicators.plain import BREAKS
from toolkit.indicators.reading import Reading

_ADULT, _NEAR, _LONGEST = 18, 8, 4
_MANNER = Manner(legal_counts=True)
# signs before a number that make it a condition: "+30", "-18"
_SIGNS = "+-–−"
# one class of signs to look for, what stands before them afterwards: ten times faster
_SIGNED = re.compile(r"[+–−-](?: ?(?:[dD][eE] ?)?\d|(?<=\d\+)|(?<=\d \+))")
_DATE_LINKS = ("en", "em", "in", "au", "on", "el", "le", "pe", "no", "na", "la")
# what goes on lasts: "16 años cosiendo", "16 years cutting hair"
_LASTING = re.compile(r"\w{3,}(?:ando|endo|indo)|\w{3,}ing")


def is_signed(reading: Reading) -> bool:
    """Tell whether a sign stands by a number somewhere in a text.

    Parameters
    ----------
    reading : Reading
        The text.

    Returns
    -------
    bool
        True when one does.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> is_signed(Reading("+35 ans", Spelling([])))
    True
    """
    return _SIGNED.search(reading.text) is not None


def near_words(tokens: Sequence[str], age: Age) -> tuple[list[str], list[str]]:
    """Return the words of the sentence before and after an age, without commas.

    Parameters
    ----------
    tokens : sequence of str
        The words of a text.
    age : Age
        The age.

    Returns
    -------
    tuple of list
        The words before, and those after.

    Examples
    --------
    >>> near_words(["bonjour", ".", "moi", ",", "17", "ans", "merci"], Age(17, 4, 6, unit=True))
    (['moi'], ['merci'])
    """
    before = tokens[window_before(tokens, age.first, _NEAR) : age.first]
    after = tokens[age.last : window_after(tokens, age.last, _NEAR)]
    return [t for t in before if t != ","], [t for t in after if t != ","]


def find_sign(reading: Reading, age: Age) -> str:
    """Return the sign just before or just after a number, or nothing.

    Parameters
    ----------
    reading : Reading
        The text.
    age : Age
        The number.

    Returns
    -------
    str
        ``+``, ``-`` or nothing.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> find_sign(Reading("+35 ans", Spelling([])), Age(35, 0, 2, unit=True))
    '+'
    """
    # "- de 30 ans" is written for "moins de 30 ans"
    first = age.first - (reading.tokens[age.first - 1 : age.first] == ["de"])
    if not is_signed(reading):
        return ""
    start, end = reading.offsets(first, age.last)
    left = reading.text[max(start - 2, 0) : start].rstrip(" ")
    if left[-1:] == "+":
        return "+"
    # a hyphen between words or figures is no sign
    if left[-1:] and left[-1] in _SIGNS and not left[:-1].strip(" (,").isalnum():
        return "-"
    return "+" if reading.text[end : end + 2].lstrip(" ")[:1] == "+" else ""


def holder_of(reading: Reading, age: Age) -> str | None:
    """Return whose age it is, as a status; None when it is no age.

    Parameters
    ----------
    reading : Reading
        The text.
    age : Age
        The age.

    Returns
    -------
    str or None
        One of ``schema.STATUSES``.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> text = Reading("Ma fille a 16 ans", Spelling([]))
    >>> holder_of(text, Age(16, 3, 5, unit=True))
    'other_person'
    """
    before, after = near_words(reading.tokens, age)
    if not _is_age(reading, age, before):
        return None
    status = status_of(reading, (age.first, age.last), _MANNER)
    if age.minor:
        return "client" if has_phrase("reader", before[-4:]) else status
    if age.value == _ADULT:
        return _still_to_come(reading, age, status, before, after)
    if status in ("quoted", "negated"):
        return status
    if not age.birthday and _lasts(reading.tokens, age, before, after):
        return "duration"
    if ends_with("past_before", before) or _follows_grave(reading, age):
        return "past"
    if find_sign(reading, age) or is_compared(before, after):
        return "client" if has_phrase("client_noun", before) else "legal"
    if has_phrase("reader", before[-4:]):
        return "client"
    if _in_range(before):
        return "other_person" if has_phrase("kin_before", before) else "client"
    if status == "other_person" and _is_care(reading.tokens, age):
        status = "asserted"
    if status in ("hypothetical", "past", "other_person", "legal", "client"):
        return status
    return _of_a_person(reading, age, before, after)


def is_compared(before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether words beside an age make it the least or the most that is asked for.

    Parameters
    ----------
    before, after : sequence of str
        The words before the age and after it.

    Returns
    -------
    bool
        True when they do.

    Examples
    --------
    >>> is_compared(["hommes", "de", "plus", "de"], [])
    True
    """
    compared = ends_with("comparators", before) or ends_with("below", before)
    return compared or begins_with("plus_after", after)


def _is_age(reading: Reading, age: Age, before: Sequence[str]) -> bool:
    """Tell whether a number is an age at all: a number alone never is."""
    if age.unit:
        return True
    tokens = reading.tokens
    after = tokens[age.last : age.last + 4]
    if age.birthday:
        blown = has_phrase("blown", before[-4:]) or has_phrase("blown", after[:2])
        return ends_with("own_before", before) or blown
    if _befell(reading, age):
        return True
    after = after[:3]
    if after[1:2] and after[1].isdecimal() and _lists(after[0]):
        # one of several numbers: hours, prices
        return False
    if not _is_told(reading, age, before):
        return False
    dated = _is_date(after)
    if ends_with("dated_only", before):
        return dated
    return not after or after[0] in BREAKS or dated or begins_with("bare_after", after)


def _befell(reading: Reading, age: Age) -> bool:
    """Tell whether a number alone opens a clause that says when it was reached."""
    tokens = reading.tokens
    before, after = tokens[: age.first], tokens[age.last : age.last + _LONGEST]
    opens = not before or before[-1] in BREAKS or (before[-1],) in age_words()["articles"]
    counted = any(has_phrase(name, before[-4:]) for name in ("thing", "client_noun", "counted"))
    told = begins_with("fell_after", after) or begins_with("since_after", after)
    return opens and told and not counted


def _lists(word: str) -> bool:
    """Tell whether a word or break stands between numbers of one list."""
    return word in BREAKS or (word,) in age_words()["number_links"]


def _is_date(after: Sequence[str]) -> bool:
    """Tell whether a month or a day of the week follows a preposition."""
    link, day = (*after[:2], "", "")[:2]
    return link in _DATE_LINKS and (day in slots()["month"] or day in slots()["weekday"])


def _is_told(reading: Reading, age: Age, before: Sequence[str]) -> bool:
    """Tell whether a verb or a person stands before a number without a unit."""
    if ends_with("bare_before", before) or (age.value == _ADULT and ends_with("nearly", before)):
        return True
    tokens = reading.tokens
    if tokens[max(age.first - 1, 0) : age.first] == [","]:
        closed = tokens[age.last : age.last + 1] in ([], [","], ["."])
        return closed and ends_with("bare_person", before)
    return ends_with("bare_third", before) and has_subject(reading, age, before)


def _still_to_come(
    reading: Reading, age: Age, status: str, before: Sequence[str], after: Sequence[str]
) -> str | None:
    """Return ``asserted`` where eighteen is still to come, which is an age below it."""
    coming = begins_with("next_after", after) or begins_with("yet", after)
    coming = coming or ends_with("nearly", before)
    coming = coming or (ends_with("until_age", before) and has_phrase("lacking", before))
    allowed = status in ("asserted", "negated", "hypothetical") and not find_sign(reading, age)
    told = has_phrase("reader", before) or has_phrase("thing", before)
    return "asserted" if coming and allowed and not told else None


def _lasts(tokens: Sequence[str], age: Age, before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether the years are a duration."""
    if ends_with("born", before):
        return False
    at_once = tokens[age.last : age.last + 1] not in ([","], ["."])
    if begins_with("duration_after", after):
        return True
    own = ends_with("self_before", before) or ends_with("own_before", before)
    own = own or has_phrase("person", before[-3:])
    if at_once and after and age.unit and _goes_on(after, own=own):
        return True
    if ends_with("duration_before", before) and not own:
        return True
    if has_phrase("duration_near", before[-4:]) and not own:
        return True
    stays = has_phrase("lasting", before[-5:]) or has_phrase("lasting", after[:2])
    return before[-1:] in (["de"], ["des"]) and stays


def _goes_on(after: Sequence[str], *, own: bool) -> bool:
    """Tell whether what follows years at once makes them years of something."""
    first, second = after[0], (*after[1:2], "")[0]
    if _LASTING.fullmatch(first):
        return (first,) not in age_words()["searching"]
    if has_phrase("place_of_study", after[:4]) or second in slots()["town"]:
        return False
    if (first,) in age_words()["of"]:
        return is_of_something(after)
    return not own and (first,) in age_words()["at"]


def is_of_something(after: Sequence[str]) -> bool:
    """Tell whether the words after years make them years of something.

    Parameters
    ----------
    after : sequence of str
        The words.

    Returns
    -------
    bool
        True when they do.

    Examples
    --------
    >>> is_of_something(["de", "boutique"]), is_of_something(["de", "edad"])
    (True, False)
    """
    first, second = (*after[:2], "", "")[:2]
    return (first,) in age_words()["of"] and bool(second) and (second,) not in age_words()["of_age"]


def _follows_grave(reading: Reading, age: Age) -> bool:
    """Tell whether "à" stands before, which says when, and not "a", which says whose."""
    if age.first == 0 or reading.tokens[age.first - 1] != "a":
        return False
    start, end = reading.offsets(age.first - 1, age.first)
    return reading.text[start:end] in ("à", "À")


def _in_range(before: Sequence[str]) -> bool:
    """Tell whether the age ends a range: "de 12 à 17 ans"."""
    two = before[-2:]
    return len(two) == 2 and two[0].isdecimal() and (two[1],) in age_words()["range_links"]


def _chunk(tokens: Sequence[str], age: Age) -> tuple[list[str], list[str]]:
    """Return the words before an age up to a comma, and those before that comma."""
    start = window_before(tokens, age.first, _NEAR)
    before = list(tokens[start : age.first])
    if before[-1:] == [","]:
        before.pop()
        cut = len(before)
    else:
        cut = 0
    edge = max((i for i, t in enumerate(before) if t == ","), default=-1)
    return (before[edge + 1 :], []) if not cut else ([], before[edge + 1 :])


def _is_care(tokens: Sequence[str], age: Age) -> bool:
    """Tell whether children are named before an age because somebody is paid to mind them."""
    return has_phrase("care", near_words(tokens, age)[0])


def _of_a_person(reading: Reading, age: Age, before: Sequence[str], after: Sequence[str]) -> str:
    """Return ``asserted`` where the person presented says an age, or who else may be meant."""
    own, apposed = _chunk(reading.tokens, age)
    beside = (*own, *apposed[-4:])
    kin = has_phrase("kin_before", beside[-4:]) and not has_phrase("care", before)
    if kin or begins_with("kin_after", after):
        return "other_person"
    if has_phrase("looks", before[-4:]):
        return "uncertain"
    if ends_with("self_before", before):
        if ends_with("weak_before", before) and has_phrase("thing", beside):
            return "other_person"
        return "uncertain" if is_unknown(reading, age, own) else "asserted"
    if has_phrase("thing", beside):
        return "other_person"
    if has_phrase("client_noun", beside[-3:]) and not has_phrase("person", beside[-3:]):
        return "client"
    if age.birthday or begins_with("fell_after", after):
        return "asserted"
    if ends_with("own_before", before):
        reached = has_phrase("reached", before[-5:]) and not is_someones(reading, age, before)
        return "asserted" if reached else "uncertain"
    if begins_with("person", after) or has_phrase("person", before[-3:]):
        return "asserted"
    if ends_with("third_before", before) and has_subject(reading, age, before):
        return "asserted"
    return "asserted" if stands_alone(reading, age, before, after, own) else "uncertain"
