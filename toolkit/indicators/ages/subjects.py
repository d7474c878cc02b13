"""Ages that no verb gives to anybody: a subject before them, a name, a person after them."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.indicators.numbers import Age, age_words, begins_with, ends_with, has_phrase
from toolkit.indicators.patterns import slots
from toolkit.indicators.plain import BREAKS, MASK
from toolkit.indicators.reading import Reading

_NEAR = 8


def has_subject(reading: Reading, age: Age, before: Sequence[str]) -> bool:
    """Tell whether the verb before an age has a person for its subject.

    Parameters
    ----------
    reading : Reading
        The text.
    age : Age
        The age.
    before : sequence of str
        The words of the sentence before it.

    Returns
    -------
    bool
        True when it has.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> text = Reading("Parking tiene 15", Spelling([]))
    >>> has_subject(text, Age(15, 2, 3, unit=False), ["parking", "tiene"])
    True
    """
    if ends_with("third_pronoun", before) or has_phrase("person", before[-4:-1]):
        return True
    if has_phrase("worker", before[-5:]):
        return True
    at = age.first - 2
    while at > 0 and (reading.tokens[at] == "," or (reading.tokens[at],) in age_words()["adverbs"]):
        at -= 1
    if at < 0 or not _is_name(reading, at):
        return False
    # "Parking is 15", "Salonul are 15 ani": a noun that begins a sentence
    begins = at == 0 or reading.tokens[at - 1] == "."
    word = reading.tokens[at]
    return word.startswith(MASK) or not (begins and (before[-1] == "is" or word.endswith("ul")))


def _is_name(reading: Reading, at: int) -> bool:
    """Tell whether a word is written as a name, or stands for one."""
    word = reading.tokens[at]
    if word.startswith(MASK):
        return word.strip(MASK) in ("nom", "name")
    if word in BREAKS or not word.isalpha() or len(word) < 2:
        return False
    start, end = reading.offsets(at, at + 1)
    written = reading.text[start:end]
    return written[0].isupper() and written[1:].islower()


def is_someones(reading: Reading, age: Age, before: Sequence[str]) -> bool:
    """Tell whether "ses", "her" or "sus" gives an age to somebody whom the sentence does not name.

    Parameters
    ----------
    reading : Reading
        The text.
    age : Age
        The age.
    before : sequence of str
        The words of the sentence before it.

    Returns
    -------
    bool
        True when it does.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> text = Reading("Fête ses 16 ans", Spelling([]))
    >>> is_someones(text, Age(16, 2, 4, unit=True), ["fete", "ses"])
    True
    """
    if not ends_with("their", before) or has_phrase("she", before) or has_phrase("person", before):
        return False
    start = max(age.first - _NEAR, 0)
    opens = {at for at in range(start, age.first) if not at or reading.tokens[at - 1] == "."}
    # the verb that begins a sentence is written as a name is
    return not any(
        _is_name(reading, at)
        for at in range(start, age.first)
        if at not in opens
        or (at + 1 < age.first and not has_phrase("reached", reading.tokens[at : at + 1]))
    )


def is_unknown(reading: Reading, age: Age, own: Sequence[str]) -> bool:
    """Tell whether "com 17 anos" follows a noun of which nothing says that it is a person.

    Parameters
    ----------
    reading : Reading
        The text.
    age : Age
        The age.
    own : sequence of str
        The words of its clause before it.

    Returns
    -------
    bool
        True when it does.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> text = Reading("betoneira com 17 anos", Spelling([]))
    >>> is_unknown(text, Age(17, 2, 4, unit=True), ["betoneira", "com"])
    True
    """
    if own[-1:] not in (["com"], ["con"], ["cu"]) or len(own) == 1:
        return False
    if has_phrase("holders", own) or has_phrase("person", own) or has_phrase("worker", own):
        return False
    return not _is_name(reading, age.first - 2) or not age.first - 2


def stands_alone(
    reading: Reading,
    age: Age,
    before: Sequence[str],
    after: Sequence[str],
    own: Sequence[str],
) -> bool:
    """Tell whether an age with its unit is a statement of its own, of the person presented.

    Parameters
    ----------
    reading : Reading
        The text.
    age : Age
        The age.
    before, after : sequence of str
        The words of the sentence before the age and after it.
    own : sequence of str
        Those of its own clause before it.

    Returns
    -------
    bool
        True when it is. An age alone of which nothing says whose it is, is not.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> text = Reading("17 ans, je garde vos chats", Spelling([]))
    >>> stands_alone(text, Age(17, 0, 2, unit=True), [], ["je", "garde", "vos", "chats"], [])
    True
    >>> stands_alone(Reading("17 ans", Spelling([])), Age(17, 0, 2, unit=True), [], [], [])
    False
    """
    tokens = reading.tokens
    first, last = age.first, age.last
    if own and len(own) == 1 and (own[0],) in age_words()["person_links"]:
        own = ()
    opens = not own or ends_with("care", own) or _names(reading, age, own)
    following = tokens[last : last + 2]
    closes = not following or following[0] in BREAKS or begins_with("telegraph_after", after)
    if not (age.unit and opens and closes):
        return False
    # one of several numbers, or something that goes on
    others = (*tokens[max(first - 2, 0) : first], *following[1:])
    if any(token.isdecimal() for token in others) or begins_with("still_after", after):
        return False
    if has_phrase("duration_near", before) or has_phrase("legal", before):
        return False
    if has_phrase("care", before):
        return True
    return not has_phrase("kin_before", before) and _is_presented(reading, age, own, after)


def _is_presented(reading: Reading, age: Age, own: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether a name before an age alone, or the person after it, says whose it is."""
    tokens = reading.tokens
    at = age.first - 1 - ((*tokens[age.first - 1 : age.first],) in age_words()["person_links"])
    apposed = at > 0 and tokens[at] == "," and _is_name(reading, at - 1)
    following = after or tokens[age.last + 1 : age.last + 1 + _NEAR]
    return bool(own) or apposed or has_phrase("presents", following)


def _names(reading: Reading, age: Age, own: Sequence[str]) -> bool:
    """Tell whether a clause says no more than a name or a town before an age."""
    if len(own) > 5:
        return False
    if has_phrase("named", own[:-1]):
        return True
    return len(own) <= 3 and (own[-1] in slots()["town"] or _is_name(reading, age.first - 1))
