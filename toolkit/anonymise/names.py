"""Find first names and pseudonyms by the phrases that introduce them and by a list of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.found import Found
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import (
    common_stems,
    common_words,
    cues,
    first_names,
    phrases,
    place_names,
)

_GAP = r"[ ,:=\-–»>\"'(]{0,4}(?:(?:est|is|es|este|ist|to|e|c'est|la|le|el|the|a|o)\s)?\s{0,2}"
# "appelez la Yuli", "sou o Zé"
_ARTICLE = r"(?:(?:la|le|el|a|o|l'|al|lo|der|die|the|our|my|mon|ma|mi|notre)\s)?"
_WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*|[^\W_]*[^\W\d_][^\W_]*")
_SPELT = re.compile(
    r"[^\W\d_](?:(?:, ?|-|\.| )(?:(?:deux|two|dos|dois|doi|due) )?[^\W\d_](?![^\W_]))+"
)
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
_SIGNATURE = re.compile(
    r"(?:[,\n–\-!.]\s*|\b(?:love|eure|votre|ta|tu|deine|kiss|bisous|bises|pup"
    r"|baci)\s)(?P<name>[^\W\d_]+(?:-[^\W\d_]+)?)(?=[\W_x]*(?:$|\n))"
)
_BORN = re.compile(
    r"(?P<name>[^\W\d_]+(?:-[^\W\d_]+)? [^\W\d_]+(?:-[^\W\d_]+)?),? (?:nee?|born|nacid[ao]"
    r"|nascid[ao]|nascuta?|nat[ao]|geboren)\b"
)
_FEWEST_LETTERS = 3
_INITIAL = re.compile(r" [A-ZÀ-Ý]\.?(?![\w'’])")
# "P. Wetherall"
_WITH_INITIAL = re.compile(r"(?<![^\W_])[A-ZÀ-Ý]\. ?[A-ZÀ-Ý][^\W\d_]{2,}(?:-[A-ZÀ-Ý][^\W\d_]+)?")
_NAME_TOLD = re.compile(
    r"\b(?:name|nom|noms|nombre|nome|nume|numele|titulaire|titular|titolare|ordre|chez|mr|mrs|mme)\b"
)
_REACH = 24
_ROMAN = re.compile(r"[ivx]+")
# words of places that stand before names of persons too
_SMALL = frozenset(
    [
        "les",
        "and",
        "to",
        "din",
        "la",
        "de",
        "from",
        "em",
        "no",
        "na",
        "do",
        "da",
        "dos",
        "das",
        "au",
        "aux",
        "du",
        "des",
        "near",
        "pres",
        "vers",
        "chez",
        "dans",
        "sur",
    ]
)


@cache
def _not_names() -> frozenset[str]:
    """Return the words that are no name even with a capital."""
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
    return _not_names() | cues()["street_people"]


@cache
def _kinds_of_places() -> frozenset[str]:
    """Return the words before which stands no person: streets, churches, stations, residences."""
    lists = cues()
    kinds = lists["streets_before"] | lists["not_names"] | lists["buildings"]
    return frozenset(word for word in kinds if len(word) > 2) - _SMALL


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


def _phrase_pattern(name: str, listed: list[str]) -> re.Pattern[str]:
    """Return the pattern of some phrases and what stands before the name, the longest first."""
    gap = _GAP if name == "named" else rf"[ ,:\-]{{1,3}}{_ARTICLE}"
    longest = sorted(listed, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest))})(?![^\W_]){gap}")


@cache
def _titles() -> re.Pattern[str]:
    """Return the pattern of titles."""
    listed = sorted(cues()["titles"], key=len, reverse=True)
    return re.compile(rf"(?<![^\W_'])(?:{'|'.join(map(re.escape, listed))})(?:\.\s?|\s)")


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
    for name, end in _phrases_in(view):
        if name == "named":
            yield from _named(view, end, capitals)
    for found in _less_told(view, capitals):
        if not _is_town(view, found):
            yield found


def _phrases_in(view: View) -> Iterator[tuple[str, int]]:
    """Yield the list and the end of each phrase that introduces a name."""
    for position in view.at("phrases"):
        word, start, _ = view.words[position]
        for name, pattern in _phrases()[word]:
            match = pattern.match(view.seen, start)
            if match is not None:
                yield name, match.end()


def _less_told(view: View, capitals: bool) -> Iterator[Found]:
    """Yield what is a name unless it is a town."""
    if capitals:
        for name, end in _phrases_in(view):
            if name != "named":
                yield from _introduced(view, end, listed_only=name == "beside")
        yield from _titled(view)
        yield from _signed(view)
        yield from _beside_people(view)
        yield from _full_names(view)
    yield from _listed(view, capitals)


def _is_town(view: View, found: Found) -> bool:
    """Tell whether what looks like a name is a town: a town is a result and is never masked."""
    said = re.sub(r"[^\w]+", " ", view.seen[found.start : found.end]).strip()
    first = said.split(" ")[0]
    names, places = first_names(), place_names()
    if said in places and names.get(said) != "alone":
        return True
    # "Aix" of "Aix-en-Provence"
    after = re.match(r"(?:[\s'\-][^\W\d_]+){0,4}", view.seen[found.end :])
    words = [*said.split(" "), *re.findall(r"\w+", after.group() if after else "")]
    longer = any(" ".join(words[:size]) in places for size in range(2, len(words) + 1))
    return longer or (first in places and first not in names)


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
    plain = name in _not_names() and not (capital and name in first_names())
    if len(name) < 2 or plain or name.isdigit():
        return
    if capital or name in first_names() or (not capitals and len(name) >= _FEWEST_LETTERS):
        yield from _with_others(view, word)


def _introduced(view: View, at: int, *, listed_only: bool = False) -> Iterator[Found]:
    """Yield the name after words that introduce a person: it has a capital and is no plain word."""
    word = _WORD.match(view.seen, at)
    if word is None or not view.shape[word.start()].isupper():
        return
    name = word.group()
    listed = first_names().get(name)
    if listed is None and (name in _not_names() or len(name) < _FEWEST_LETTERS or name.isdigit()):
        return
    if listed is None and name[:5] in common_stems() and len(name) > 5:
        return
    if listed_only and (listed != "alone" or name in _not_names()):
        return
    if listed == "cue" and name in _not_names() and name not in cues()["name_words"]:
        return
    yield from _with_others(view, word)


def _with_others(view: View, word: re.Match[str]) -> Iterator[Found]:
    """Yield a name with its surname, and the names of the list that are joined to it."""
    end = _with_surname(view, word.end())
    yield Found("NAME", word.start(), end, False)
    while (other := _AND_ANOTHER.match(view.seen, end)) is not None:
        start, end = other.span("name")
        capital = view.shape[start].isupper()
        listed = other["name"] in first_names() or other["either"] is not None
        if not (capital and listed) or other["name"] in _not_names():
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
        if match is None or not view.shape[match.start(1)].isupper() or match[1] in _not_names():
            break
        end = match.end()
    return end


def _titled(view: View) -> Iterator[Found]:
    """Yield the name after a title."""
    for position in view.at("titles"):
        match = _titles().match(view.seen, view.words[position][1])
        if match is None:
            continue
        word = _WORD.match(view.seen, match.end())
        if word is None or not view.shape[word.start()].isupper() or word.group() in _not_names():
            continue
        # "m." is metres, "P M G" are sizes
        title = view.shape[match.start()]
        if len(word.group()) < _FEWEST_LETTERS or (len(match.group()) <= 3 and title.islower()):
            continue
        yield Found("NAME", match.start(), _with_surname(view, word.end()), False)


def _beside_people(view: View) -> Iterator[Found]:
    """Yield the name after a word for a relative, a friend or a trade."""
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
            if len(name) < _FEWEST_LETTERS or name in _not_names():
                continue
            if name in first_names() or (list_name == "kin" and gap.group() == " "):
                yield from _with_others(view, word)


def _full_names(view: View) -> Iterator[Found]:
    """Yield a first name of the list with a surname, both with a capital."""
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
        if not titled or short or plain or _is_on_a_map(view, position):
            continue
        yield Found("NAME", start, _with_surname(view, end), False)
    for match in _WITH_INITIAL.finditer(shape):
        surname = match.group().split(".")[1].strip().lower()
        here = next((i for i, word in enumerate(words) if word[1] >= match.start()), 0)
        told = _NAME_TOLD.search(view.seen, max(match.start() - _REACH, 0), match.start())
        closes = not view.seen[match.end() :].strip(" .!\n")
        if (told or closes) and surname not in _not_names() and not _is_on_a_map(view, here):
            yield Found("NAME", *match.span(), False)


def _is_on_a_map(view: View, position: int) -> bool:
    """Tell whether a name belongs to a street, a church or a station: "avenue du général Test"."""
    kinds = _kinds_of_places()
    at = position - 1
    while at >= 0 and view.words[at + 1][1] - view.words[at][2] == 1:
        word, start, end = view.words[at]
        if re.search(r"[,.;:!?\n]", view.seen[end : view.words[at + 1][1]]):
            return False
        if word in kinds:
            return True
        if word not in _SMALL and not view.shape[start].isupper():
            return False
        at -= 1
    return False


def _signed(view: View) -> Iterator[Found]:
    """Yield a signature at the end of a text or of a line, and a full name before a birth."""
    closing = view.at("closing")
    for match in _SIGNATURE.finditer(view.seen, view.words[closing[0]][1]) if closing else ():
        name, start = match["name"], match.start("name")
        before = re.findall(r"[^\W\d_]+", view.seen[max(start - 70, 0) : start])
        closes = bool(phrases()["closing"].intersection(before))
        if (
            view.shape[start].isupper()
            and name not in _not_names()
            and len(name) >= _FEWEST_LETTERS
            and closes
        ):
            yield Found("NAME", start, match.end("name"), False)
    for match in _BORN.finditer(view.seen) if view.at("births") else ():
        start = match.start("name")
        parts = match["name"].split(" ")
        if (
            view.shape[start].isupper()
            and parts[0] not in _not_names()
            and view.shape[start + len(parts[0]) + 1].isupper()
        ):
            yield Found("NAME", start, match.end("name"), False)


def _listed(view: View, capitals: bool) -> Iterator[Found]:
    """Yield names of the list that stand alone: at a start, before an age, inside a sentence."""
    if not capitals and not view.shape.isupper():
        return
    names, words, shape = first_names(), view.words, view.shape
    for position in view.at("names"):
        word, start, end = words[position]
        if names[word] != "alone" or word in _not_names() or not shape[start].isupper():
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
    if _is_on_a_map(view, position) and not re.search(r"[,.!?\n]", gap):
        return True
    if position and view.words[position - 1][0] in places and not re.search(r"[,.!?\n]", gap):
        return True
    # "Santa Pola y Mercedes": in a row of places a name is a place
    near = view.words[max(position - 5, 0) : position]
    return any(word in {"san", "santa", "saint", "sainte", "sfantu", "sao"} for word, _, _ in near)
