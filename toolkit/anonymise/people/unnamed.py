"""Find the persons whom no phrase names: beside a word for a relative, or by a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.found import Found
from toolkit.anonymise.people.places import is_on_a_map
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_words, cues, first_names

_WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*|[^\W_]*[^\W\d_][^\W_]*")
_AGE = re.compile(
    r"[ ,\-–(]{1,3}\d\d\s?(?:ans?|a\b|anos|ani|de ani|years?|yo|y\.o|anni|jahre|lat|лет|г)"
)
_AFTER_ALONE = re.compile(
    r"\s?(?:$|[,!:;\n|~*(]|[^\w\s.'\-/@]|(?:from|din|here|aqui|ici|aici)\b|0[67])"
)
# what an ad says of the person it names first: "Katia vous attend"
_PRESENTED = re.compile(
    r" (?:vous|te|t'|ti|est|es|esta|is|este|e|ist|nouvel\w*|new|nueva|nova|noua|neu|neue|belle"
    r"|jolie|douce|brune|blonde|rousse|jeune|back|arriv\w*|vient|propose|recoit|accueille|attend|espera"
    r"|asteapta|aspetta|wartet|erwartet|de retour|de passage|de vuelta|de volta|masseuse|escort\w*"
    r"|trans|independ\w*|disponible|dispo|available|disponibila?)\b"
)
_LEADING = re.compile(r"[.!?\n:,|]|[^\w\s'\-/@]")
# "Momo la Tondeuse" too, and not "Clara de Lyon"
_SURNAME = re.compile(r" (?:(?:la|le|das|dos) )?([^\W\d_]+(?:['’\-][^\W\d_]+)*)")
_AND_ANOTHER = re.compile(
    r"(?:, ?| (?:et|and|y|e|si|und|i|&|\+) | (?P<either>ou|or|o|sau|oder) )"
    r"(?P<name>[^\W\d_]{3,}(?:-[^\W\d_]+)?)"
)
_FEWEST_LETTERS = 3
_INITIAL = re.compile(r" [A-ZÀ-Ý]\.?(?![\w'’])")
# "P. Wetherall"
_WITH_INITIAL = re.compile(r"[A-ZÀ-Ý](?<![^\W_].)\. ?[A-ZÀ-Ý][^\W\d_]{2,}(?:-[A-ZÀ-Ý][^\W\d_]+)?")
_NAME_TOLD = re.compile(
    r"\b(?:name|nom|noms|nombre|nome|nume|numele|titulaire|titular|titolare|ordre|chez|mr|mrs|mme)\b"
)
_REACH = 24
_ROMAN = re.compile(r"[ivx]+")


def stands_alone(view: View, stop: int) -> bool:
    """Tell whether an age, the end or a mark follows what may be a name.

    Parameters
    ----------
    view : View
        A text as it is read.
    stop : int
        Where the word ends.

    Returns
    -------
    bool
        True when nothing goes on.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> stands_alone(view_of("lola 34 ans"), 4), stands_alone(view_of("lola massage"), 4)
    (True, False)
    """
    told = _AGE.match(view.seen, stop) or _AFTER_ALONE.match(view.seen, stop)
    return told is not None


@cache
def not_names() -> frozenset[str]:
    """Return the words that are no name even with a capital.

    Returns
    -------
    frozenset
        Folded words.

    Examples
    --------
    >>> "whatsapp" in not_names(), "sabrina" in not_names()
    (True, False)
    """
    lists = cues()
    names = (
        "not_names",
        "connectors",
        "phone",
        "networks",
        "payments",
        "titles",
        "everyday",
        "not_people",
        "months",
        "doors",
    )
    return common_words().union(*(lists[name] for name in names))


@cache
def _not_surnames() -> frozenset[str]:
    """Return the words that are no surname after a first name."""
    return not_names() | cues()["street_people"]


@cache
def _titles() -> re.Pattern[str]:
    """Return the pattern of titles."""
    listed = sorted(cues()["titles"], key=len, reverse=True)
    return re.compile(rf"(?<![^\W_'])(?:{'|'.join(map(re.escape, listed))})(?:\.\s?|\s)")


def with_others(view: View, word: re.Match[str]) -> Iterator[Found]:
    """Yield a name with its surname, and the names of the list that are joined to it.

    Parameters
    ----------
    view : View
        A text as it is read.
    word : re.Match
        The first name.

    Yields
    ------
    Found
        Offsets in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("Sabrina et Nadia Testine")
    >>> names = with_others(view, re.match("sabrina", view.seen))
    >>> [view.given[found.start : found.end] for found in names]
    ['Sabrina', 'Nadia Testine']
    """
    end = _with_surname(view, word.end())
    yield Found("NAME", word.start(), end, False)
    while (other := _AND_ANOTHER.match(view.seen, end)) is not None:
        start, end = other.span("name")
        capital = view.shape[start].isupper()
        listed = other["name"] in first_names() or other["either"] is not None
        if not (capital and listed) or other["name"] in not_names():
            return
        end = _with_surname(view, end)
        yield Found("NAME", start, end, False)


def _with_surname(view: View, end: int) -> int:
    """Return the end of a name with the surnames and second names that follow it."""
    for _ in range(2):
        initial = _INITIAL.match(view.shape, end)
        if initial is not None:
            return initial.end()
        match = _SURNAME.match(view.seen, end)
        if match is None or not view.shape[match.start(1)].isupper() or match[1] in not_names():
            break
        end = match.end()
    return end


def find_titled(view: View) -> Iterator[Found]:
    """Yield the name after a title.

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
    >>> view = view_of('rdv avec Madame Testine')
    >>> {view.given[found.start : found.end] for found in find_titled(view)}
    {'Madame Testine'}
    """
    for position in view.at("titles"):
        match = _titles().match(view.seen, view.words[position][1])
        if match is None:
            continue
        word = _WORD.match(view.seen, match.end())
        if word is None or not view.shape[word.start()].isupper() or word.group() in not_names():
            continue
        # "m." is metres, "P M G" are sizes
        title = view.shape[match.start()]
        if len(word.group()) < _FEWEST_LETTERS or (len(match.group()) <= 3 and title.islower()):
            continue
        yield Found("NAME", match.start(), _with_surname(view, word.end()), False)


def find_beside_people(view: View) -> Iterator[Found]:
    """Yield the name after a word for a relative, a friend or a trade.

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
    >>> view = view_of('voir ma cousine Testine')
    >>> {view.given[found.start : found.end] for found in find_beside_people(view)}
    {'Testine'}
    """
    for list_name in ("kin", "trades"):
        for position in view.at(list_name):
            end = view.words[position][2]
            gap = re.match(r"s?(?:[ ,:]{1,2}|\s[–-]\s)", view.seen[end : end + 4])
            if gap is None:
                continue
            word = _WORD.match(view.seen, end + gap.end())
            if word is None or not view.shape[word.start()].isupper():
                continue
            name = word.group()
            if len(name) < _FEWEST_LETTERS or name in not_names():
                continue
            if name in first_names() or (list_name == "kin" and gap.group() == " "):
                yield from with_others(view, word)


def find_full_names(view: View) -> Iterator[Found]:
    """Yield a first name of the list with a surname, both with a capital.

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
    >>> view = view_of('voir Sabrina Testine ici')
    >>> {view.given[found.start : found.end] for found in find_full_names(view)}
    {'Sabrina Testine'}
    """
    words, shape = view.words, view.shape
    for position in view.at("names"):
        word, start, end = words[position]
        after = words[position + 1 : position + 2]
        if not after or view.seen[end : after[0][1]] != " ":
            continue
        surname, first, _ = after[0]
        titled = shape[start:end].istitle() and shape[first].isupper()
        short = len(word) < _FEWEST_LETTERS or len(surname) < _FEWEST_LETTERS
        plain = (
            _ROMAN.fullmatch(surname) or word in cues()["everyday"] or surname in _not_surnames()
        )
        if not titled or short or plain or is_on_a_map(view, position):
            continue
        yield Found("NAME", start, _with_surname(view, end), False)
    for match in _WITH_INITIAL.finditer(shape):
        surname = match.group().split(".")[1].strip().lower()
        here = next((i for i, word in enumerate(words) if word[1] >= match.start()), 0)
        told = _NAME_TOLD.search(view.seen, max(match.start() - _REACH, 0), match.start())
        closes = not view.seen[match.end() :].strip(" .!\n")
        if (told or closes) and surname not in not_names() and not is_on_a_map(view, here):
            yield Found("NAME", *match.span(), False)


def find_listed(view: View, *, capitals: bool) -> Iterator[Found]:
    """Yield names of the list that stand alone: at a start, before an age, inside a sentence.

    Parameters
    ----------
    view : View
        A text as it is read.
    capitals : bool
        Whether the text is written in both cases.

    Yields
    ------
    Found
        Offsets in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of('Sabrina, 28 ans')
    >>> {view.given[found.start : found.end] for found in find_listed(view, capitals=True)}
    {'Sabrina'}
    """
    if not capitals and not view.shape.isupper():
        return
    names, words, shape = first_names(), view.words, view.shape
    for position in view.at("names"):
        word, start, end = words[position]
        if names[word] != "alone" or word in not_names() or not shape[start].isupper():
            continue
        before = words[position - 1] if position else ("", 0, 0)
        gap = view.seen[before[2] : start]
        opens = not position or _LEADING.search(gap) is not None
        inside = capitals and not opens and shape[start:end].istitle() and len(word) > 3
        follows = _AGE.match(view.seen, end) or (opens and _AFTER_ALONE.match(view.seen, end))
        loud = opens or (len(word) > 3 and shape[start:end].isupper())
        follows = follows or (loud and _PRESENTED.match(view.seen, end))
        shouted = capitals and opens and len(word) > 3 and shape[start:end].isupper()
        if not (follows or inside or shouted) or _is_place(view, position, gap):
            continue
        yield Found("NAME", start, _with_surname(view, end) if capitals else end, False)


def _is_place(view: View, position: int, gap: str) -> bool:
    """Tell whether a name of the list stands for a place or is a part of something else."""
    _, start, end = view.words[position]
    if view.seen[start - 1 : start] in {"-", "'", "@", "."} or view.seen[end : end + 1] in {
        "-",
        "@",
        "_",
    }:
        return True
    places = cues()["not_names"]
    following = view.words[position + 1 : position + 2]
    if following and (
        following[0][0] in cues()["streets_after"] or following[0][0] in cues()["street_people"]
    ):
        return True
    if view.words[position][0] in cues()["street_people"] and position:
        return True
    if is_on_a_map(view, position) and not re.search(r"[,.!?\n]", gap):
        return True
    if position and view.words[position - 1][0] in places and not re.search(r"[,.!?\n]", gap):
        return True
    # "Santa Pola y Mercedes": in a row of places a name is a place
    near = view.words[max(position - 5, 0) : position]
    return any(word in {"san", "santa", "saint", "sainte", "sfantu", "sao"} for word, _, _ in near)
