"""Text as plain words on one line: folded, marks of sentences as breaks, masks as words."""

from __future__ import annotations

import re
import unicodedata

from toolkit.text.folding import fold

BREAKS = (".", ",")
# a mask such as [TEL] is one word between two of these, which no text holds
MASK = "\ue000"
_MASKS = re.compile(
    r"\[(?=(?:TEL|COURRIEL|COMPTE|LIEN|NOM|ADRESSE|NAISSANCE|BANQUE|PLAQUE|CRYPTO|PIECE"
    # masks of other tools
    r"|PHONE|EMAIL|HANDLE|URL|LINK|NAME|ADDRESS)\])(\w+)\]",
    re.IGNORECASE,
)
_STRONG, _SOFT = ".!?;\n\r…", ",:()•·|"
_LETTERS = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}
# accents of their own, characters that do not show, letters in other dress
_IRREGULAR = re.compile(
    "[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff\ufe0e\ufe0f\u20e3œŒæÆß"
    "\u2460-\u24ff\uff10-\uff5a\U0001d400-\U0001d7ff]"
)


class _PlainTable(dict[int, str]):
    """A table that gives a letter, an end of sentence, a comma or a space for a character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = fold(character)
        if folded.isalnum() or character == MASK:
            plain = folded
        elif character in _STRONG:
            plain = "."
        else:
            plain = "," if character in _SOFT else " "
        self[code] = plain
        return plain


_PLAIN = _PlainTable()


def _regular(match: re.Match[str]) -> str:
    """Return the ordinary letters for one irregular character, nothing for one without any."""
    character = match.group()
    if character in _LETTERS:
        return _LETTERS[character]
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    return unicodedata.normalize("NFKC", character)


def plain_text(text: str) -> str:
    """Return folded words, ``.`` for ends of sentences, ``,`` for commas and the like, or spaces.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The plain text; of the same length unless the text holds irregular characters.

    Examples
    --------
    >>> plain_text("J’ai 17 ans ! Ma sœur…")
    'j ai 17 ans . ma soeur.'
    """
    if "[" in text:
        text = _MASKS.sub(rf"{MASK}\1{MASK}", text)
    if not text.isascii() and _IRREGULAR.search(text):
        text = _IRREGULAR.sub(_regular, text)
    return text.translate(_PLAIN)


def plain_words(plain: str) -> list[str]:
    """Return the words and breaks of a plain text.

    Parameters
    ----------
    plain : str
        From ``plain_text``.

    Returns
    -------
    list of str
        The words, ``.`` and ``,``.

    Examples
    --------
    >>> plain_words("bonjour, merci.")
    ['bonjour', ',', 'merci', '.']
    """
    return plain.replace(".", " . ").replace(",", " , ").split()


def plain_places(text: str) -> list[int]:
    """Return where each character of a plain text stands in the text, nothing where it is there.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of int
        One place per character of ``plain_text(text)``; empty when all have their own.

    Examples
    --------
    >>> plain_places("ma sœur")
    [0, 1, 2, 3, 4, 4, 5, 6]
    >>> plain_places("mon frère")
    []
    """
    if text.isascii() or not _IRREGULAR.search(text):
        return []
    places: list[int] = []
    last = 0
    for match in _IRREGULAR.finditer(text):
        places.extend(range(last, match.start()))
        places.extend([match.start()] * len(_regular(match)))
        last = match.end()
    places.extend(range(last, len(text)))
    return places
