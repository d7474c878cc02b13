"""The digit-like units of a text: digits, number words, letters drawn for digits, in groups."""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache

from toolkit.anonymise.hearing.number_words import heard, inside, said
from toolkit.anonymise.phones.signs import find_pierced, find_sign_units
from toolkit.anonymise.phones.unit import Unit
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import (
    common_words,
    cues,
    number_words,
    pierced_number_words,
    shortened_number_words,
    words_alike,
)

_LETTERS_AS_DIGITS = str.maketrans("oqilzsbgtобзч", "0011258970634")
_DIGIT_LETTERS = frozenset("oqilzsbgtобзч")
_DRAWN = _DIGIT_LETTERS | frozenset("0123456789")
_WORDS_OF_DIGIT_LETTERS = frozenset(["to", "is", "it", "si", "so"])
# digits and signs that are drawn for letters in the middle of a word
_LEET = {
    "o": "[o0]",
    "i": "[i1l]",
    "e": "[e3]",
    "a": "[a4]",
    "s": "[s5]",
    "t": "[t7]",
    "b": "[b8]",
    "g": "[g9]",
}
_PIECES = re.compile(r"\d+|[^\W\d_]+")
_SIGNS = frozenset("-*~/|_+=#•❤💋🌹)(")
_FEWEST_DIGITS_BETWEEN_LETTERS = 7
# so many words that only sound like digits make the next one sure
_SURE_CHAIN = 3
_FEWEST_BARE = 4
_VOWELS = frozenset("aeiouy")
_HYPHEN = re.compile(r"-(?<=[^\W\d_]-)[^\W\d_]")
_SYLLABLES = re.compile(r"(?<![\w\-])[^\W\d_]{2,6}(?:-[^\W\d_]{1,6}){1,7}(?![\w\-])")


@cache
def _leet() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of number words and digits in which digits stand for letters."""
    words = sorted((w for w in number_words() if len(w) > 1 and w.isascii()), key=len, reverse=True)
    drawn = ["".join(_LEET.get(sign, sign) for sign in word) for word in words]
    one = f"{'|'.join(drawn)}|[0-9]"
    return re.compile(f"(?:{one})+"), re.compile(one)


@cache
def _undrawn() -> dict[int, int]:
    """Return the letters that digits are drawn for."""
    return str.maketrans("01345789", "oieastbg")


def _drawn(word: str) -> str | None:
    """Return the digits of a blob such as ``tr3nte9``, None when it says something else."""
    whole, one = _leet()
    if not whole.fullmatch(word):
        return None
    found = [
        piece if piece.isdecimal() else str(number_words().get(piece.translate(_undrawn()), ""))
        for piece in one.findall(word)
    ]
    return "".join(found) if all(found) else None


def _of_mixed(word: str, start: int) -> list[Unit]:
    """Return the units of a word of letters and digits."""
    return [
        Unit(start + unit.start, start + unit.end, unit.digits, unit.kind) for unit in _mixed(word)
    ]


@lru_cache(maxsize=50_000)
def _mixed(word: str) -> list[Unit]:
    """Return the units of a word of letters and digits that stands at the beginning."""
    start, end = 0, len(word)
    pieces = [(piece.group(), *piece.span()) for piece in _PIECES.finditer(word)]
    written = "".join(piece for piece, _, _ in pieces if piece.isdecimal())
    letters = {piece for piece, _, _ in pieces if not piece.isdecimal()}
    between = len(written) >= _FEWEST_DIGITS_BETWEEN_LETTERS and len(pieces) >= 5
    single = len(letters) == 1 or (max(map(len, letters)) == 1 and len(written) >= 10)
    if between and single and letters != {"o"}:
        return [Unit(start, end, written, "mixed")]
    if all(sign.isdecimal() or sign in _DIGIT_LETTERS for sign in word):
        return [Unit(start, end, word.translate(_LETTERS_AS_DIGITS), "mixed")]
    if len(word) == 2 and word[0] == "e" and word[1].isdecimal():
        return [Unit(start, end, f"3{word[1]}", "mixed")]
    spoken = [piece if piece.isdecimal() else said(piece) for piece, _, _ in pieces]
    if all(spoken):
        return [Unit(start, end, "".join(map(str, spoken)), "mixed")]
    drawn = _drawn(word)
    if drawn is not None:
        one = word.translate(_undrawn()) in number_words()
        return [Unit(start, end, drawn, "word" if one else "mixed")]
    if len(written) == 1:
        pierced = pierced_number_words().get(word.replace(written, "?"))
        if pierced is not None:
            return [Unit(start, end, str(pierced), "word")]
    return [
        Unit(start + first, start + last, digits, "digits" if piece.isdecimal() else "word")
        for (piece, first, last), digits in zip(pieces, spoken, strict=True)
        if digits is not None and (piece.isdecimal() or len(digits) > 1)
    ]


def find_units(view: View, *, listen: bool = False) -> list[Unit]:
    """Return the digit-like units of a text in order, before they are joined to numbers.

    Parameters
    ----------
    view : View
        A text as it is read.
    listen : bool
        Whether words that only sound like numbers count too.

    Returns
    -------
    list of Unit
        Digits, number words, mixed ones, single letters drawn like digits, and hidden digits.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> [unit.digits for unit in find_units(view_of("zéro 6 l5 trente"))]
    ['0', '6', '15', '30']
    """
    if listen not in view.read:
        view.read[listen] = _listened(view) if listen else _plain_units(view)
    return list(view.read[listen])


def _listened(view: View) -> list[Unit]:
    """Return the units of a text, with the words that only sound like numbers."""
    found = _with_signs(view, find_units(view), listen=True)
    return _with_misspelt(view, found)


def _plain_units(view: View) -> list[Unit]:
    """Return the units that are written plainly or drawn."""
    found: list[Unit] = []
    values, words = number_words(), view.words
    for position in view.at("digits"):
        word, start, end = words[position]
        found.append(Unit(start, end, word, "digits"))
    for position in view.at("numbers"):
        word, start, end = words[position]
        # "3s" is drawn rather than said
        if (word.isalpha() or not _DRAWN.issuperset(word)) and not _is_very(view, start, end):
            found.append(Unit(start, end, str(values[word]), "word"))
    for position in view.at("mixed"):
        word, start, _ = words[position]
        if word not in values or _DRAWN.issuperset(word):
            found += _of_mixed(word, start)
    for position in view.at("drawn"):
        word, start, end = words[position]
        if word not in values and not _is_article(view, position):
            found.append(Unit(start, end, word.translate(_LETTERS_AS_DIGITS), "letters"))
    for position in view.at("multipliers"):
        word, start, end = words[position]
        times = 2 if word in cues()["doubled"] else 3
        found.append(Unit(start, end, f"×{times}", "multiplier"))
    return _with_signs(view, sorted(found), listen=False)


def _is_very(view: View, start: int, end: int) -> bool:
    """Tell whether a word is the French "très" rather than the Spanish number."""
    return view.seen[start:end] == "tres" and view.shape[start:end].lower() == "très"


def _is_article(view: View, position: int) -> bool:
    """Tell whether a small letter is a word of its own: "com o 06", "and i 10"."""
    word, start, end = view.words[position]
    if len(word) > 1 or not view.shape[start:end].islower() or view.seen[start - 1 : start] != " ":
        return False
    if view.seen[end : end + 1] != " " or position == 0:
        return False
    before, after = view.words[position - 1][0], view.words[position + 1 : position + 2]
    follows = bool(after) and (after[0][0].isdecimal() and len(after[0][0]) == 1)
    said = any(map(str.isdigit, before)) or before in number_words() or len(before) == 1
    return not (said or follows)


def _with_signs(view: View, found: list[Unit], *, listen: bool) -> list[Unit]:
    """Add hidden digits, sums, Roman numerals and number words pierced by signs."""
    more = find_pierced(view.seen) if listen else find_sign_units(view, found)
    if not more:
        return found
    taken = {place for unit in more for place in range(unit.start, unit.end)}
    return sorted([*(unit for unit in found if unit.start not in taken), *more])


def _with_misspelt(view: View, found: list[Unit]) -> list[Unit]:
    """Add the words that sound like numbers or miss a letter, where others stand near."""
    long_words = [view.words[place] for place in view.at("long")]
    within = [
        Unit(start + held[0], start + held[1], held[2], "word")
        for word, start, _ in long_words
        if (held := inside(word)) is not None
    ]
    within += _hyphened(view) if _HYPHEN.search(view.seen) else []
    if within:
        found = [unit for unit in found if not any(w.start <= unit.start < w.end for w in within)]
    found = sorted([*found, *within])
    for more in (_drawn_letters, _sounding):
        taken = {place for unit in found for place in range(unit.start, unit.end)}
        found = sorted([*found, *more(view, taken)])
    return _with_words_alike(view, sorted({*found, *_bare(view, found)}))


@cache
def _silent() -> frozenset[str]:
    """Return the words that never sound like a number: fillers and nearly all everyday words."""
    return cues()["fillers"] | {word for word in common_words() if heard(word) is None}


def _sounding(view: View, taken: set[int]) -> list[Unit]:
    """Return the words that sound like numbers or are misspelt."""
    sounding = {
        word: digits
        for word in view.distinct - _silent()
        if len(word) >= 3 and word.isalpha() and (digits := heard(word)) is not None
    }
    if not sounding:
        return []
    return [
        Unit(start, end, sounding[word], "misspelt")
        for word, start, end in view.words
        if word in sounding and start not in taken
    ]


@cache
def _drawn_words() -> frozenset[str]:
    """Return the words of up to three letters that are all drawn like digits."""
    letters = sorted(_DIGIT_LETTERS)
    sizes = (itertools.product(letters, repeat=size) for size in (1, 2, 3))
    return frozenset("".join(word) for words in sizes for word in words)


def _drawn_letters(view: View, taken: set[int]) -> list[Unit]:
    """Return letters drawn like digits that stand between signs or among digits."""
    drawn = _drawn_words()
    if drawn.isdisjoint(view.distinct):
        return []
    return [
        Unit(start, end, word.translate(_LETTERS_AS_DIGITS), "letters")
        for at, (word, start, end) in enumerate(view.words)
        if word in drawn
        and start not in taken
        and (
            view.seen[start - 1 : start] in _SIGNS
            or view.seen[end : end + 1] in _SIGNS
            or _is_among_digits(view, at)
        )
    ]


def _hyphened(view: View) -> list[Unit]:
    """Return number words that are cut into syllables: ``tren-te-neuf``."""
    units = []
    for match in _SYLLABLES.finditer(view.seen):
        parts = match.group().split("-")
        if all(part in number_words() for part in parts):
            continue
        digits = said("".join(parts)) or heard("".join(parts))
        if digits is not None:
            units.append(Unit(*match.span(), digits, "word"))
    return units


@cache
def _bare_words() -> dict[str, int]:
    """Return the value of each number word that has lost all its vowels."""
    known = shortened_number_words().items()
    return {
        word: value for word, value in known if word.isascii() and not _VOWELS.intersection(word)
    }


def _bare(view: View, found: list[Unit]) -> list[Unit]:
    """Return number words without vowels, where some stand in a row: ``zr svn svn zr``."""
    known, places = _bare_words(), {unit.start for unit in found}
    if len([word for word, _, _ in view.words if word in known]) < _FEWEST_BARE:
        return []
    runs: list[list[Unit]] = [[]]
    for word, start, end in view.words:
        value = known.get(word)
        if value is not None:
            runs[-1].append(Unit(start, end, str(value), "misspelt"))
        elif start not in places and runs[-1]:
            runs.append([])
    return [unit for run in runs if len(run) >= _FEWEST_BARE for unit in run]


@cache
def _values_alike() -> dict[str, int]:
    """Return the value of each word that stands for a digit only among digits."""
    return {word: value for word, value in _bare_words().items() if len(word) == 2} | words_alike()


def _with_words_alike(view: View, found: list[Unit]) -> list[Unit]:
    """Add the words that stand for a digit only because digits stand on both sides, or before."""
    alike, values = words_alike(), _values_alike()
    if values.keys().isdisjoint(view.distinct):
        return sorted(found)
    by_start = {unit.start: unit for unit in found}
    if not any(
        other in values and start in by_start
        for (_, start, _), (other, _, _) in itertools.pairwise(view.words)
    ):
        return sorted([*found, *_zeros_by_name(view, by_start, alike)])
    more: list[Unit] = []
    previous, chain = None, 0
    for at, (word, start, end) in enumerate(view.words):
        unit = by_start.get(start)
        joined = previous is not None and start - previous.end <= 2
        value = values.get(word)
        if unit is None and joined and value is not None:
            following = view.words[at + 1 : at + 2]
            after = bool(following) and following[0][1] - end <= 2
            numbered = after and (following[0][1] in by_start or _is_alike(following[0][0]))
            chain = chain + 1 if numbered else 0 if chain < _SURE_CHAIN else chain
            if chain:
                unit = Unit(start, end, str(value), "misspelt")
                more.append(unit)
        elif unit is None:
            chain = 0
        previous = unit
    weak = cues()["weak_alike"]
    if len(more) < _SURE_CHAIN and all(view.seen[u.start : u.end] in weak for u in more):
        more = []
    more += _zeros_by_name(view, by_start, alike)
    return sorted([*found, *more])


def _is_alike(word: str) -> bool:
    """Tell whether a word may stand for a digit among digits."""
    return word in words_alike() or (len(word) == 2 and word in shortened_number_words())


@cache
def _zero_names() -> frozenset[str]:
    """Return the words that look like a zero or sound like one."""
    return frozenset(word for word, value in words_alike().items() if value == 0)


def _zeros_by_name(view: View, by_start: dict[int, Unit], alike: dict[str, int]) -> list[Unit]:
    """Return words such as "rond" that stand before a digit, where two of them do."""
    zeros: list[Unit] = []
    if _zero_names().isdisjoint(view.distinct):
        return zeros
    for at, (word, start, end) in enumerate(view.words[:-1]):
        after = view.words[at + 1]
        if alike.get(word) == 0 and after[1] in by_start and after[1] - end <= 2:
            zeros.append(Unit(start, end, "0", "misspelt"))
    return zeros if len(zeros) >= 2 else []


def _is_among_digits(view: View, at: int) -> bool:
    """Tell whether a word of letters drawn like digits stands between two groups of digits."""
    word, start, end = view.words[at]
    if word in _WORDS_OF_DIGIT_LETTERS and view.shape[start:end].islower():
        return False
    beside = [*view.words[max(at - 1, 0) : at], *view.words[at + 1 : at + 2]]
    before = view.words[at - 1][0] if at else ""
    if view.shape[start:end].isupper() and len(word) > 1 and any(map(str.isdigit, before)):
        return not view.shape.isupper()
    return len(beside) == 2 and all(
        any(map(str.isdecimal, other)) or _DIGIT_LETTERS.issuperset(other) for other, _, _ in beside
    )
