"""Find accounts that a phrase introduces, far from the name of the network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.anonymise.found import Found
from toolkit.anonymise.online.account_ends import looks_like_account, page_at, quoted_at
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_words, place_names

_SAYS = re.compile(
    r"(?<![^\W_])(?:(?:je |j'y )suis|soy|salgo como|estoy como|estou como|sou|sunt|user|look for"
    r"|search(?: for)?|find me as|(?:tape|cherche|trouve)[zr]?|busca(?:me|d)?"
    r"|procur\w{1,3}|caut\w{1,3}|cerca(?:te|mi)?) (?=[^\W_])"
)
_WORD = re.compile(r"[^\W_][\w.\-]*")
_QUOTED = re.compile(
    r"(?<![^\W_])(?:tape[zr]?|cherche[zr]?|busca(?:me|d)?|search(?: for)?|look for|type"
    r"|procur\w{1,3}|caut\w{1,3}|cerca(?:te|mi)?|scrie\w{0,2}) ?(?=[\"«“])"
)
# a place for accounts that is no network of the list
_PLACES = frozenset(["forum", "forums", "foro", "malt", "appli", "app"])
# "INSTArose_test", where only the name of the network has capitals
_GLUED = re.compile(
    r"(?:INSTA(?<![^\W_]INSTA)|SNAP(?<![^\W_]SNAP)|TELEGRAM(?<![^\W_]TELEGRAM)"
    r"|TIKTOK(?<![^\W_]TIKTOK)|FACEBOOK(?<![^\W_]FACEBOOK))(?P<name>[a-z][\w.]{3,})"
)
_PIECE = re.compile(
    r"(?<![^\W_])(?:debut|fin|start|end|inicio|fim|final|principio|inceput|sfarsit|inizio|fine)"
    r"\s?[:=]\s?(?P<name>[^\W_][\w.\-]*)"
)


def find_introduced(view: View, networks: list[int]) -> Iterator[Found]:
    """Yield accounts that a verb introduces, glued to a network, quoted to be searched, in pieces.

    Parameters
    ----------
    view : View
        A text as it is read.
    networks : list of int
        The positions of the words that name a network.

    Yields
    ------
    Found
        Offsets in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("sur ma page facebook, en photo ; tapez NidDeTest")
    >>> [view.seen[found.start : found.end] for found in find_introduced(view, [3])]
    ['niddetest']
    """
    for match in _GLUED.finditer(view.shape):
        yield Found("HANDLE", *match.span("name"), True)
    if not networks and view.distinct.isdisjoint(_PLACES):
        return
    for match in _SAYS.finditer(view.seen):
        stop = _introduced(view, match.end())
        if stop is not None:
            yield Found("HANDLE", match.end(), stop, False)
    if not networks:
        return
    for match in _QUOTED.finditer(view.seen) if '"' in view.seen else ():
        quoted = quoted_at(view.seen, match.end())
        if quoted is not None:
            yield Found("HANDLE", *quoted, False)
    pieces = list(_PIECE.finditer(view.seen)) if _is_marked(view.seen) else []
    for match in pieces if len(pieces) > 1 else ():
        yield Found("HANDLE", *match.span("name"), True)


def _is_marked(seen: str) -> bool:
    """Tell whether a text has two signs or more that may announce a piece."""
    return seen.count(":") + seen.count("=") > 1


def _introduced(view: View, start: int) -> int | None:
    """Return where an account ends that a verb introduces, None for any other word."""
    match = _WORD.match(view.seen, start)
    if match is None:
        return None
    stop = match.start() + len(match.group().rstrip(".-"))
    word = view.seen[start:stop]
    if looks_like_account(view, start, stop):
        return stop
    parts = word.split("-")
    if len(parts) > 1 and not view.shape[start].isupper():
        plain = (place_names(), common_words())
        return None if any(part in known for known in plain for part in (word, *parts)) else stop
    return page_at(view, start)
