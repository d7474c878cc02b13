"""Fold case and accents without moving a single character, so that offsets stay true."""

import unicodedata
from collections.abc import Iterable

_REPLACED = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
}


def _fold_character(character: str) -> str:
    """Return one folded character for one character."""
    if character in _REPLACED:
        return _REPLACED[character]
    if character.isspace():
        return " "
    base = unicodedata.normalize("NFD", character)[0]
    lowered = base.lower()
    return lowered if len(lowered) == 1 else base


class _FoldingTable(dict[int, str]):
    """A translation table that learns each character the first time it is met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


_TABLE = _FoldingTable()


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents, of exactly the same length.

    It does not compose, strip or squeeze anything: ``œ`` stays ``œ``, two spaces stay two spaces
    and a combining accent stays where it is, because every offset in the result must be an offset
    in the original.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The folded text, ``len(result) == len(text)``.

    Examples
    --------
    >>> fold("Où ça ? À L’Hôtel")
    "ou ca ? a l'hotel"
    """
    return text.translate(_TABLE)


def fold_batch(texts: Iterable[str]) -> list[str]:
    """Fold many texts at once.

    Parameters
    ----------
    texts : iterable of str
        Any texts.

    Returns
    -------
    list of str
        The folded texts, in the same order, each of its old length.

    Examples
    --------
    >>> fold_batch(["É", "ß"])
    ['e', 'ß']
    """
    return [text.translate(_TABLE) for text in texts]
