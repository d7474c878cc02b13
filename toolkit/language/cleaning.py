"""Take out of a text what is in no language."""

from __future__ import annotations

import re
import unicodedata

_NOT_LANGUAGE = re.compile(
    r"\[[A-ZÉ_]{2,12}\]"  # masks
    r"|(?:https?://|www\.)\S+|\S+@\S+|@\w+|\b\w+\.(?:com|fr|net|org|eu|info)\b"
    r"|[^\W\d_]*\d\S*"  # prices, hours, sizes
)
_NOT_LETTERS = re.compile(r"[^\w'’\-\s]|_|\d")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return the words of a text: no masks, links, numbers, emoji or decorative letters.

    It keeps accents, and does not keep length.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Words and spaces; in lower case when nearly all was in capitals.

    Examples
    --------
    >>> clean("𝐁𝐨𝐧𝐣𝐨𝐮𝐫 [TEL] 80€ 😀 à Lille")
    'Bonjour à Lille'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    words = _NOT_LETTERS.sub(" ", _NOT_LANGUAGE.sub(" ", text))
    words = _SPACES.sub(" ", words).strip()
    capitals = sum(map(str.isupper, words))
    return words.lower() if 2 * capitals > len(words) else words


def count_letters(text: str) -> int:
    """Return the number of letters of a cleaned text.

    Parameters
    ----------
    text : str
        A cleaned text.

    Returns
    -------
    int
        Letters of any script.

    Examples
    --------
    >>> count_letters("à Lille")
    6
    """
    return sum(map(str.isalpha, text))
