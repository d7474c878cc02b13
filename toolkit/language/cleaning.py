"""Take out of texts what is in no language: a whole batch at once, one character for one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# the record separator stands between the texts of a batch: no text may bring its own
SEPARATOR = "\x1e"
_CHAT_DIGITS = "235679"
_UNSPACED = "\u0e00-\u0eff\u3040-\u9fff"
_NOT_LANGUAGE = re.compile(
    # a word with chat digits, unless it is an hour, a price, an age
    rf"(?P<chat>(?<!\w)(?=[a-zA-Z'’]*[{_CHAT_DIGITS}])"
    rf"(?![{_CHAT_DIGITS}](?:h|j|e|x|mn?|min|[kc]m|[pa]m|ans?|pers\w*|eur\w*|er|e?me)\b)"
    rf"[{_CHAT_DIGITS}]?[a-zA-Z'’]+(?:[{_CHAT_DIGITS}][a-zA-Z'’]+)*[{_CHAT_DIGITS}]?(?!\w))"
    r"|\[[A-ZÉ_]{2,12}\]"  # masks
    r"|(?:https?://|www\.)\S+|\S+@\S+|@\w+|\b\w+\.(?:com|fr|net|org|eu|info|test)\b"
    # prices, hours, sizes; not the words around them where a script writes without blanks
    rf"|[^\W\d_{_UNSPACED}]*\d[^\s{_UNSPACED}]*"
    r"|(?<![^\W_])['’`ʼ]|['’`ʼ](?![^\W_])"  # quotes, that join no word
)
_KEPT = "'" + SEPARATOR + _CHAT_DIGITS
# accents and vowel signs are of letters; those that enclose are of emoji
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc"})
_VARIANT = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_ONE_LETTER = str.maketrans({"’": "'", "ʼ": "'", "`": "'"})


def _blank(match: re.Match[str]) -> str:
    """Return a word written with chat digits as it stands, blanks for what is in no language."""
    found = match.group()
    if match.group("chat") and sum(map(str.isalpha, found)) > 1:
        return found
    return " " * len(found)


def _plain(character: str) -> str:
    """Return the one character that a reader sees: lower case, no decoration; blank for a sign."""
    seen = unicodedata.normalize("NFKC", character)
    lower = seen.lower()
    seen = lower if len(lower) == 1 else seen if len(seen) == 1 else character
    letter = unicodedata.category(seen) in _LETTERS and not _VARIANT.match(seen)
    if letter or character in _KEPT:
        return seen
    return " "


class _PlainTable(dict[int, str]):
    """A translation table that learns each character the first time it is met."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code))
        return self[code]


_PLAIN = _PlainTable()


def compose(text: str) -> str:
    """Return a text with accents joined to their letters.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        In NFC.

    Examples
    --------
    >>> len(compose("e" + chr(0x301) + "te" + chr(0x301)))
    3
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def letters_in(cleaned: str) -> int:
    """Return the number of letters of a cleaned text.

    Parameters
    ----------
    cleaned : str
        Words and blanks.

    Returns
    -------
    int
        All but the blanks.

    Examples
    --------
    >>> letters_in("à lille")
    6
    """
    return len(cleaned) - cleaned.count(" ")


def blank_signs(texts: Sequence[str]) -> str:
    """Return texts joined by ``SEPARATOR``: letters in lower case, all else blank, same length.

    It keeps accents, and words written with chat digits (``3lach``).

    Parameters
    ----------
    texts : sequence of str
        Any texts.

    Returns
    -------
    str
        One character for each character given, and a separator between two texts.

    Examples
    --------
    >>> blank_signs(["Le 𝐒𝐨𝐢𝐫, 80€", "3lach ?"]).split(SEPARATOR)
    ['le soir     ', '3lach  ']
    """
    joined = SEPARATOR.join([text.replace(SEPARATOR, " ") for text in texts])
    return _NOT_LANGUAGE.sub(_blank, joined.translate(_ONE_LETTER)).translate(_PLAIN)


def clean_texts(texts: Sequence[str]) -> list[str]:
    """Return the words of each text, in lower case: no masks, links, numbers, emoji.

    It does not keep length.

    Parameters
    ----------
    texts : sequence of str
        Any texts.

    Returns
    -------
    list of str
        Words separated by one space; empty when nothing is in a language.

    Examples
    --------
    >>> clean_texts(["𝐁𝐨𝐧𝐣𝐨𝐮𝐫 [TEL] 80€ 😀 à Lille", "06"])
    ['bonjour à lille', '']
    """
    return split_blanked(blank_signs([compose(text) for text in texts]), len(texts))


def split_blanked(blanked: str, count: int) -> list[str]:
    """Return the words of each of some texts that were blanked together.

    Parameters
    ----------
    blanked : str
        What ``blank_signs`` returned.
    count : int
        How many texts it was given: none at all leaves one empty string.

    Returns
    -------
    list of str
        Words separated by one space.

    Examples
    --------
    >>> split_blanked(blank_signs(["80 € le soir", "06"]), 2)
    ['le soir', '']
    """
    return [" ".join(text.split()) for text in blanked.split(SEPARATOR)][:count]
