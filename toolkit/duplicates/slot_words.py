"""Cut texts into words and sentences whose places are kept, in any script."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from toolkit.text.folding import fold

# scripts that put no space between words: one character is one word
_NO_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_SENTENCE_END = re.compile(r"[.!?…;•|\n\r\u2028\u2029。！？؟।۔]")
_ACCENT = re.compile("[\u0300-\u036f]")
_LAST_PLACE, _SURROGATES, _HOW_MANY = 0x10FFFF, 0xD800, 0x800
_KINDS = tuple(
    (re.compile(form, re.IGNORECASE), kind)
    for form, kind in (
        (r"\[[a-z_]{2,16}\]", "mask"),
        (r"\d{1,2} ?(?:h|heures?) ?(?:[0-5]\d)?|\d{1,2}:[0-5]\d|\d{1,2} ?[ap]m", "hour"),
        (r"[€$£] ?\d[\d.,]*|\d[\d.,]* ?(?:[€$£]|euros?|eur)", "price"),
        (r"\d[\d.,:/ ]*", "number"),
    )
)
_CURRENCY = re.compile(r"\s?(?:[€$£]|euros?\b|eur\b)", re.IGNORECASE)


@cache
def _token() -> re.Pattern[str]:
    """Return what a word is in a folded text: a mask, an hour, a number, or letters and marks."""
    marks = [
        chr(code)
        for code in range(0x300, 0x3100)
        if unicodedata.category(chr(code)) in {"Mn", "Mc"} or code in {0x200C, 0x200D}
    ]
    mark = "".join(marks)
    return re.compile(
        r"\[[a-z_]{2,16}\]|\d{1,2} ?h(?: ?[0-5]\d)?(?!\w)|\d{1,2}:\d\d(?!\w)"
        r"|[€$£]?\d+(?:[.,]\d+)*[€$£]?(?!\w)"
        rf"|[{_NO_SPACES}][{mark}]*|(?:[^\W{_NO_SPACES}]|[{mark}])+"
    )


def kind_of_word(word: str) -> str:
    """Return what a word is by its form alone.

    It knows no names: a capital is for the caller to see.

    Parameters
    ----------
    word : str
        One or several words.

    Returns
    -------
    str
        ``price``, ``hour``, ``number``, ``mask`` or ``words``.

    Examples
    --------
    >>> [kind_of_word(word) for word in ("80€", "8h30", "12", "[tel]", "lille")]
    ['price', 'hour', 'number', 'mask', 'words']
    """
    return next((kind for form, kind in _KINDS if form.fullmatch(word)), "words")


def kind_in_text(text: str, start: int, end: int, *, first: bool) -> str:
    """Return what a stretch of a text is by its form: a number before a currency is a price.

    Parameters
    ----------
    text : str
        The text.
    start, end : int
        The stretch, end exclusive.
    first : bool
        Whether it begins its sentence, where a capital means nothing.

    Returns
    -------
    str
        One of ``schema.SLOT_KINDS``.

    Examples
    --------
    >>> kind_in_text("à Lille pour 80 euros", 2, 7, first=False)
    'name'
    >>> kind_in_text("à Lille pour 80 euros", 13, 15, first=False)
    'price'
    """
    said = text[start:end]
    kind = kind_of_word(said)
    if kind == "number" and _CURRENCY.match(text, end):
        return "price"
    if kind == "words" and said[:1].isupper() and not first and not said.isupper():
        return "name"
    return kind


@dataclass(frozen=True)
class Words:
    """The words of a text: where each is, its folded form, and where sentences begin."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    forms: tuple[str, ...]
    sentences: tuple[int, ...]


def words_of(text: str) -> Words:
    """Return the words of a text; punctuation and emoji are none.

    It does not know languages: scripts without spaces are cut into characters.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    Words
        Places of the words, their folded forms, the numbers of the words that begin sentences.

    Examples
    --------
    >>> words_of("Dès 8h30. À Lyon 😀 !").forms
    ('des', '8h30', 'a', 'lyon')
    """
    folded = fold(text)
    found = [(*match.span(), match[0]) for match in _token().finditer(folded)]
    if not found:
        return Words((), (), (), ())
    starts, ends, forms = zip(*found, strict=True)
    if _ACCENT.search(folded):
        forms = tuple(_ACCENT.sub("", form) for form in forms)
    begun, sentences = 0, [0]
    for match in _SENTENCE_END.finditer(text):
        # a stop inside a number ends nothing
        at = bisect_left(starts, match.start())
        if begun < at < len(starts) and ends[at - 1] <= match.start():
            sentences.append(at)
            begun = at
    return Words(starts, ends, forms, tuple(sentences))


class Letters:
    """One character per distinct word, so that sentences are compared as short strings.

    Numbers of one form share a character: what varies in a sentence is looked at afterwards. So do
    the words that ``same`` holds to be one.

    Examples
    --------
    >>> letters = Letters()
    >>> letters.written(("dès", "8h")) == letters.written(("dès", "9h30"))
    True
    """

    def __init__(self, same: Mapping[str, str] | None = None) -> None:
        self._same = same or {}
        self._known: dict[str, str] = {}
        self._forms: dict[str, str] = {}

    def written(self, forms: tuple[str, ...]) -> str:
        """Return one character per word."""
        try:
            return "".join([self._known[form] for form in forms])
        except KeyError:
            return "".join([self._known.get(form) or self._new(form) for form in forms])

    def _new(self, form: str) -> str:
        """Return the character of a word that was not met before."""
        if form in self._same:
            letter = self._known[form] = self.written((self._same[form],))
            return letter
        kind = kind_of_word(form) if any(c.isdecimal() for c in form) else "words"
        name = "number" if kind == "price" else kind
        key = form if kind == "words" else f"\0{name}"
        if key not in self._forms:
            code = len(self._forms) + 1
            code += _HOW_MANY if code >= _SURROGATES else 0
            self._forms[key] = chr(min(code, _LAST_PLACE))
        letter = self._known[form] = self._forms[key]
        return letter
