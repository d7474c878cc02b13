"""What the second reader reads: words, runs of digits, and one token for each mask."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
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
_TOKEN = re.compile(rf"([^\W\d_]+|\d+|\[(?:{'|'.join(mask[1:-1] for mask in MASKS)})\])")
# only masks begin with it
_OPENING = "["


class Token(NamedTuple):
    """A word, a run of digits or a mask, with its place in ``View.seen`` and in the given text."""

    word: str
    seen: tuple[int, int]
    given: tuple[int, int]
    # what is masked here, None for what can be read
    mask: str | None


def mask_of(key: str) -> str | None:
    """Return what is masked by a token, None for what can be read.

    Parameters
    ----------
    key : str
        One of ``Tokens.keys``.

    Returns
    -------
    str or None
        A type of identifiers.

    Examples
    --------
    >>> mask_of("[tel]"), mask_of("[BANK"), mask_of("tel")
    ('PHONE', 'BANK', None)
    """
    return (MASKS.get(key) or key[1:]) if key.startswith(_OPENING) else None


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text, as one list for each thing that is known of them."""

    view: View
    # words, digits, masks as they are written, and "[TYPE" for what was found
    keys: list[str]
    # places in ``View.seen``
    starts: list[int]
    ends: list[int]
    # what stands before each token, and after the last
    gaps: list[str]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.keys)

    def __getitem__(self, at: int) -> Token:
        """Return one token."""
        key, seen = self.keys[at], (self.starts[at], self.ends[at])
        mask = mask_of(key)
        word = "" if mask is not None and key not in MASKS else key
        return Token(word, seen, self.view.back(*seen), mask)

    def __iter__(self) -> Iterator[Token]:
        """Return all tokens, in order."""
        return map(self.__getitem__, range(len(self.keys)))

    def masks(self) -> list[str]:
        """Return what is masked, in order."""
        masked = [key for key in self.keys if key[0] == _OPENING]
        return [MASKS.get(key) or key[1:] for key in masked]


def tokens_of(view: View, found: Sequence[Found]) -> Tokens:
    """Return the words of a text, with one token for each identifier that was found.

    Parameters
    ----------
    view : View
        A text as it is read.
    found : sequence of Found
        What the rules found in it, in order.

    Returns
    -------
    Tokens
        In order.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> hidden = [Found("PHONE", 4, 18, False)]
    >>> [token.mask or token.word for token in tokens_of(view_of("tel 06 39 98 12 34 ok"), hidden)]
    ['tel', 'PHONE', 'ok']
    """
    parts = _TOKEN.split(view.seen)
    edges = list(accumulate(map(len, parts)))
    tokens = Tokens(view, parts[1::2], edges[:-1:2], edges[1::2], parts[::2])
    return _with_found(tokens, found) if found else tokens


def _with_found(tokens: Tokens, found: Sequence[Found]) -> Tokens:
    """Return tokens with all words of one identifier as one."""
    starts, ends = tokens.starts, tokens.ends
    if tokens.view.places is not None:
        given = [tokens.view.back(*seen) for seen in zip(starts, ends, strict=True)]
        starts, ends = [start for start, _ in given], [end for _, end in given]
    merged, last = Tokens(tokens.view, [], [], [], []), 0
    for hit in found:
        first = max(last, bisect_right(ends, hit.start))
        after = bisect_left(starts, hit.end)
        if first >= after:
            continue
        merged.keys.extend([*tokens.keys[last:first], _OPENING + hit.type])
        merged.starts.extend(tokens.starts[last : first + 1])
        merged.ends.extend([*tokens.ends[last:first], tokens.ends[after - 1]])
        merged.gaps.extend(tokens.gaps[last : first + 1])
        last = after
    merged.keys.extend(tokens.keys[last:])
    merged.starts.extend(tokens.starts[last:])
    merged.ends.extend(tokens.ends[last:])
    merged.gaps.extend(tokens.gaps[last:])
    return merged
