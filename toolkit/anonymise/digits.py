"""See the digits of any alphabet as digits, without moving a character."""

from __future__ import annotations

import unicodedata

from toolkit.text.folding import fold

# what stands inside a keycap or between letters without being seen
_INVISIBLE = {0x20E3, 0xFE0F, 0xFE0E, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD}
INVISIBLE = "\u200b"


def _seen(character: str) -> str:
    """Return what a reader sees in one character, as one character."""
    if ord(character) in _INVISIBLE:
        return INVISIBLE
    number = unicodedata.digit(character, None)
    if number is not None:
        return str(number)
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


class _SeenTable(dict[int, str]):
    """A translation table that learns each character the first time it is met."""

    def __missing__(self, code: int) -> str:
        seen = fold(_seen(chr(code)))
        self[code] = seen
        return seen


_TABLE = _SeenTable()


def as_seen(text: str) -> str:
    """Return a folded text of the same length in which every digit is 0 to 9.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The text as it is compared, ``len(result) == len(text)``.

    Examples
    --------
    >>> as_seen("Tél ０６ ③９")
    'tel 06 39'
    """
    return text.translate(_TABLE)
