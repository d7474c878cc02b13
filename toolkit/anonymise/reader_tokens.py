"""What the second reader reads: words, runs of digits, and one token for each mask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from toolkit.anonymise.found import Found
from toolkit.anonymise.seeing import View

# what a word may belong to; "OTHER" is an identifier that is no contact: it is never added
KINDS = ("NONE", "PHONE", "HANDLE", "EMAIL", "URL", "NAME", "OTHER")
# how a mask is written, in folded letters
MASKS = {
    "[tel]": "PHONE",
    "[compte]": "HANDLE",
    "[courriel]": "EMAIL",
    "[lien]": "URL",
    "[nom]": "NAME",
    "[adresse]": "ADDRESS",
    "[naissance]": "DOB",
    "[banque]": "BANK",
    "[plaque]": "PLATE",
    "[crypto]": "CRYPTO",
    "[piece]": "ID_DOC",
}
_TOKEN = re.compile(rf"{'|'.join(map(re.escape, MASKS))}|\d+|[^\W\d_]+")


class Token(NamedTuple):
    """A word, a run of digits or a mask, with its place in ``View.seen`` and in the given text."""

    word: str
    seen: tuple[int, int]
    given: tuple[int, int]
    # what is masked here, None for what can be read
    mask: str | None


def tokens_of(view: View, found: Sequence[Found]) -> list[Token]:
    """Return the words of a text, with one token for each identifier that was found.

    Parameters
    ----------
    view : View
        A text as it is read.
    found : sequence of Found
        What the rules found in it, in order.

    Returns
    -------
    list of Token
        In order.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> hidden = [Found("PHONE", 4, 18, False)]
    >>> [token.mask or token.word for token in tokens_of(view_of("tel 06 39 98 12 34 ok"), hidden)]
    ['tel', 'PHONE', 'ok']
    """
    tokens: list[Token] = []
    at, last, same = 0, -1, view.places is None
    for match in _TOKEN.finditer(view.seen):
        seen = match.span()
        given = seen if same else view.back(*seen)
        while at < len(found) and found[at].end <= given[0]:
            at += 1
        if at < len(found) and found[at].start < given[1]:
            # all words of one identifier are one token
            first = tokens.pop() if last == at else None
            if first:
                seen, given = (first.seen[0], seen[1]), (first.given[0], given[1])
            tokens.append(Token("", seen, given, found[at].type))
            last = at
        else:
            word = match.group()
            tokens.append(Token(word, seen, given, MASKS.get(word)))
    return tokens
