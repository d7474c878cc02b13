"""Find signatures: the last words of a text or of a line, and a full name before a birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.anonymise.found import Found
from toolkit.anonymise.people.unnamed import not_names
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import phrases

_FEWEST_LETTERS = 3
_SIGNED = r"(?P<name>[^\W\d_]++(?:-[^\W\d_]++)?+)(?=[\W_x]*(?:$|\n|0\d))"
_AFTER_MARK = re.compile(rf"[,\n–\-!.]\s*{_SIGNED}")
_CLOSING = frozenset(
    ["love", "eure", "votre", "ta", "tu", "deine", "kiss", "bisous", "bises", "pup", "baci"]
)
_AFTER_CLOSING = re.compile(rf"\b(?:{'|'.join(sorted(_CLOSING))})\s{_SIGNED}")
_BIRTHS = r"(?:nee?|born|nacid[ao]|nascid[ao]|nascuta?|nat[ao]|geboren)\b"
_BIRTH = re.compile(rf" {_BIRTHS}")
_BORN = re.compile(
    r"(?<![^\W\d_])(?P<name>[^\W\d_]++(?:-[^\W\d_]++)? [^\W\d_]++(?:-[^\W\d_]++)?),? "
    rf"{_BIRTHS}"
)


def find_signed(view: View) -> Iterator[Found]:
    """Yield a signature at the end of a text or of a line, and a full name before a birth.

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
    >>> view = view_of('A bientot, bisous, Testine')
    >>> {view.given[found.start : found.end] for found in find_signed(view)}
    {'Testine'}
    """
    closing = view.at("closing")
    for match in _signatures(view, view.words[closing[0]][1]) if closing else ():
        name, start = match["name"], match.start("name")
        before = re.findall(r"[^\W\d_]+", view.seen[max(start - 70, 0) : start])
        closes = bool(phrases()["closing"].intersection(before))
        if (
            view.shape[start].isupper()
            and name not in not_names()
            and len(name) >= _FEWEST_LETTERS
            and closes
        ):
            yield Found("NAME", start, match.end("name"), False)
    born = view.at("births") and _BIRTH.search(view.seen)
    for match in _BORN.finditer(view.seen) if born else ():
        start = match.start("name")
        parts = match["name"].split(" ")
        if (
            view.shape[start].isupper()
            and parts[0] not in not_names()
            and view.shape[start + len(parts[0]) + 1].isupper()
        ):
            yield Found("NAME", start, match.end("name"), False)


def _signatures(view: View, low: int) -> list[re.Match[str]]:
    """Return the last words of lines after a mark or a closing word, in order, none in another."""
    found = list(_AFTER_MARK.finditer(view.seen, low))
    if not view.distinct.isdisjoint(_CLOSING):
        found += _AFTER_CLOSING.finditer(view.seen, low)
        found.sort(key=re.Match.start)
    apart, end = [], 0
    for match in found:
        if match.start() >= end:
            apart.append(match)
            end = match.end()
    return apart
