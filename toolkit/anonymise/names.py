"""Find first names and pseudonyms by the phrases that introduce them and by a list of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.online import Found
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_stems, common_words, cues, first_names, phrases

_GAP = r"[ ,:=\-–»>\"'(]{0,4}(?:(?:est|is|es|este|ist|to|e|c'est|la|le|el|the|a|o)\s)?\s{0,2}"
_WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*|[^\W_]*[^\W\d_][^\W_]*")
_SPELT = re.compile(r"[^\W\d_](?:(?:, ?|-|\.| )(?:(?:deux|two|dos|dois|doi|due) )?[^\W\d_](?![^\W_]))+")
_AGE = re.compile(r"[ ,\-–(]{1,3}\d\d\s?(?:ans?|a\b|anos|ani|de ani|years?|yo|y\.o|anni|jahre|lat|лет|г)")
_AFTER_ALONE = re.compile(r"\s?(?:$|[,!:;\n|~*(]|[^\w\s.'\-/@]|(?:from|din|here|aqui|ici|aici)\b|0[67])")
_LEADING = re.compile(r"[.!?\n:,|]|[^\w\s'\-/@]")
_SURNAME = re.compile(r" ([^\W\d_]+(?:['\-][^\W\d_]+)*)")
_SIGNATURE = re.compile(r"(?:[,\n–\-!.]\s*|\b(?:love|eure|votre|ta|tu|deine|kiss|bisous|bises|pup|baci)\s)(?P<name>[^\W\d_]+(?:-[^\W\d_]+)?)(?=[\W_x]*(?:$|\n))")
_BORN = re.compile(r"(?P<name>[^\W\d_]+(?:-[^\W\d_]+)? [^\W\d_]+(?:-[^\W\d_]+)?),? (?:nee?|born|nacid[ao]|nascid[ao]|nascuta?|nat[ao]|geboren)\b")
_FEWEST_LETTERS = 3


@cache
def _not_names() -> frozenset[str]:
    """Return the words that are no name even with a capital."""
    lists = cues()
    names = ("not_names", "connectors", "phone", "networks", "payments", "titles", "everyday", "not_people", "months", "doors")
    return common_words().union(*(lists[name] for name in names))


@cache
def _phrases(name: str) -> re.Pattern[str]:
    """Return the pattern of the phrases of one list, the longest first."""
    listed = sorted(phrases()[name], key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, listed))})(?![^\W_]){_GAP}")


@cache
def _titles() -> re.Pattern[str]:
    """Return the pattern of titles."""
    listed = sorted(cues()["titles"] | {"m"}, key=len, reverse=True)
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
    >>> [view.given[found.start:found.end] for found in find_names(view)]
    ['Sabrina']
    """
    shape = view.shape
    capitals = not (shape.isupper() or shape.islower())
    for match in _phrases("named").finditer(view.seen):
        yield from _named(view, match.end(), capitals)
    if capitals:
        for match in _phrases("introduced").finditer(view.seen):
            yield from _introduced(view, match.end())
        yield from _titled(view)
        yield from _signed(view)
    yield from _listed(view, capitals)


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
        yield Found("NAME", word.start(), _with_surname(view, word.end()), False)


def _introduced(view: View, at: int) -> Iterator[Found]:
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
    if listed == "cue" and name in _not_names() and name not in cues()["name_words"]:
        return
    yield Found("NAME", word.start(), _with_surname(view, word.end()), False)


def _with_surname(view: View, end: int) -> int:
    """Return the end of a name with the surnames and second names that follow it."""
    for _ in range(2):
        match = _SURNAME.match(view.seen, end)
        if match is None or not view.shape[match.start(1)].isupper() or match[1] in _not_names():
            break
        end = match.end()
    return end


def _titled(view: View) -> Iterator[Found]:
    """Yield the name after a title."""
    for match in _titles().finditer(view.seen):
        title = view.shape[match.start() : match.end()].strip(" .")
        word = _WORD.match(view.seen, match.end())
        if word is None or not view.shape[word.start()].isupper() or word.group() in _not_names():
            continue
        if title == "m":
            continue
        yield Found("NAME", match.start(), _with_surname(view, word.end()), False)


def _signed(view: View) -> Iterator[Found]:
    """Yield a signature at the end of a text or of a line, and a full name before a birth."""
    for match in _SIGNATURE.finditer(view.seen):
        name, start = match["name"], match.start("name")
        before = re.findall(r"[^\W\d_]+", view.seen[max(start - 70, 0) : start])
        closes = bool(phrases()["closing"].intersection(before))
        if view.shape[start].isupper() and name not in _not_names() and len(name) >= _FEWEST_LETTERS and closes:
            yield Found("NAME", start, match.end("name"), False)
    for match in _BORN.finditer(view.seen):
        start = match.start("name")
        parts = match["name"].split(" ")
        if view.shape[start].isupper() and parts[0] not in _not_names() and view.shape[start + len(parts[0]) + 1].isupper():
            yield Found("NAME", start, match.end("name"), False)


def _listed(view: View, capitals: bool) -> Iterator[Found]:
    """Yield names of the list that stand alone: at a start, before an age, inside a sentence."""
    if not capitals and not view.shape.isupper():
        return
    names, seen = first_names(), view.seen
    previous, previous_end, previous_listed = "", 0, False
    for word, start, end in view.words:
        use = names.get(word)
        if use is not None and view.shape[start].isupper() and word not in _not_names():
            gap = seen[previous_end:start]
            opens = not previous or _LEADING.search(gap) is not None
            place = previous in cues()["not_names"] and not re.search(r"[,.!?\n]", gap)
            joined = seen[start - 1 : start] in {"-", "'", "@", "."} or seen[end : end + 1] in {"-", "@", "_"}
            follows = _AGE.match(seen, end) or (opens and _AFTER_ALONE.match(seen, end))
            inside = capitals and not opens and view.shape[start:end].istitle() and len(word) > 3
            if use == "alone" and not place and not joined and (follows or (inside and not previous_listed)):
                yield Found("NAME", start, _with_surname(view, end) if capitals else end, False)
            previous_listed = False
        elif re.search(r"[^\W\d_]", word) and view.shape[start].isupper() and previous:
            # "Santa Pola y Mercedes": in a row of places a name is a place
            previous_listed = previous in cues()["not_names"] or previous_listed
        previous, previous_end = word, end
