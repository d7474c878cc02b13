"""Tell the names of places from those of persons."""

from __future__ import annotations

import re
from functools import cache

from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import cues

# words of places that stand before names of persons too
_SMALL = frozenset(
    [
        "le",
        "l",
        "d",
        "el",
        "del",
        "di",
        "general",
        "marechal",
        "president",
        "docteur",
        "capitaine",
        "colonel",
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
def _kinds_of_places() -> frozenset[str]:
    """Return the words before which stands no person: streets, churches, stations, residences."""
    lists = cues()
    kinds = lists["streets_before"] | lists["not_names"] | lists["buildings"]
    return frozenset(word for word in kinds if len(word) > 2) - _SMALL


def is_on_a_map(view: View, position: int) -> bool:
    """Tell whether a name belongs to a street, a church or a station: "avenue du général Test".

    Parameters
    ----------
    view : View
        A text as it is read.
    position : int
        The position of the name among the words.

    Returns
    -------
    bool
        True when it does.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> is_on_a_map(view_of("avenue du general Test"), 3), is_on_a_map(view_of("avec Test"), 1)
    (True, False)
    """
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
