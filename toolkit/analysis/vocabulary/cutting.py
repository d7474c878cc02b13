"""Cut texts into words, in any script, as numbers; what may not stand in a term ends a pair."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]

# scripts that put no space between words: one character is one word
_NO_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("‐‑", "-"))
_UNSPACED = re.compile(f"[{_NO_SPACES}]")


class Cut(NamedTuple):
    """The words of some texts one after the other: the text and the form of each; all forms.

    Forms are in small letters with their accents. Signs, numbers and masks are forms too. There are
    ``number`` texts.
    """

    texts: Places
    forms: Places
    spellings: tuple[str, ...]
    number: int


class _Forms(dict[str, int]):
    """Numbers of forms, given when a form is first met."""

    def __missing__(self, form: str) -> int:
        number = self[form] = len(self)
        return number


@cache
def _piece() -> re.Pattern[str]:
    """Return what one piece of a text is: a mask, a word, a character, a number or signs."""
    marks = [
        chr(code)
        for code in range(0x300, 0x3100)
        if unicodedata.category(chr(code)) in {"Mn", "Mc"} or code in {0x200C, 0x200D}
    ]
    mark = "".join(marks)
    letter = rf"(?:[^\W\d_{_NO_SPACES}]|[{mark}])"
    return re.compile(
        rf"\[[a-zé_]{{2,20}}\]|\w*\d\w*|[{_NO_SPACES}][{mark}]*"
        rf"|{letter}+(?:-{letter}+)*'?|[^\w\s]+|_+|\n"
    )


def is_word(spelling: str) -> bool:
    """Tell whether a form is a word: letters only, and two at least where words are spaced.

    Parameters
    ----------
    spelling : str
        A form of ``cut_texts``.

    Returns
    -------
    bool
        Not for signs, numbers, masks, single letters and what stands before an apostrophe.

    Examples
    --------
    >>> [is_word(form) for form in ("week-end", "l'", "y", "8h30", "[tel]", "好")]
    [True, False, False, False, False, True]
    """
    if _UNSPACED.match(spelling):
        return True
    return (
        len(spelling) > 1
        and spelling[0].isalpha()
        and spelling[-1] != "'"
        and (not any(character.isdecimal() for character in spelling))
    )


def cut_texts(parts: Iterable[Sequence[str]]) -> Cut:
    """Return the words of some texts; case does not count.

    It knows no language: scripts without spaces are cut into characters, and a hyphen joins.

    Parameters
    ----------
    parts : iterable of sequences of str
        The texts, some at a time.

    Returns
    -------
    Cut
        All of them.

    Examples
    --------
    >>> cut = cut_texts([["Dès 8h30, l’été [TEL]", "DÈS lors"]])
    >>> [cut.spellings[form] for form in cut.forms]
    ['dès', '8h30', ',', "l'", 'été', '[tel]', 'dès', 'lors']
    """
    forms, pattern = _Forms(), _piece()
    sizes: list[int] = []
    numbers = [np.empty(0, dtype=np.int64)]
    for part in parts:
        found: list[int] = []
        for text in part:
            plain = unicodedata.normalize("NFC", text).lower().translate(_APOSTROPHES)
            pieces = pattern.findall(plain)
            sizes.append(len(pieces))
            found += map(forms.__getitem__, pieces)
        numbers.append(np.array(found, dtype=np.int64))
    texts = np.repeat(np.arange(len(sizes)), np.array(sizes, dtype=np.int64))
    return Cut(texts, np.concatenate(numbers), tuple(forms), len(sizes))
