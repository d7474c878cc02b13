"""The digit-like units of a text: digits, number words, letters drawn for digits, in groups."""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache
from typing import NamedTuple

from toolkit.anonymise.seeing import View
from toolkit.anonymise.sounds import sound_of, sounds_of_numbers
from toolkit.anonymise.vocabulary import (
    common_stems,
    common_words,
    cues,
    misspelt_number_words,
    number_words,
)

_LETTERS_AS_DIGITS = str.maketrans("oqilzsbgtобзч", "0011258970634")
_DIGIT_LETTERS = frozenset("oqilzsbgtобзч")
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
_WILD = re.compile(r"(?<![\w*?.])(?:x{2}|\*{2,4}|\?{2}|_{2}|#{2}|•{2}|·{2}|\.{2})(?![\w*?.])")
_HIDING = re.compile(r"xx|\*\*|\?\?|__|##|••|··|\.\.")
_SUM = re.compile(r"(?<!\w)\(?(\d{1,3})\s?([+\-])\s?(\d)\)(?!\w)|(?<![\w+])(\d0)(\+)(\d)(?!\w)")
_ROMAN = re.compile(r"(?<!\w)(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?!\w)")
_ROMAN_CAPITALS = re.compile(r"\b[IVXLC]{2,8}\b")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_JOINT = re.compile(r"[ \-'.]{0,2}(?:(?:et|y|e|si|and|und|и|dhe) )?[\-]?")
_SIGNS = frozenset("-*~/|_+=#•❤💋🌹)(")
_CLOSE = re.compile(r"[ \-]?")
_TIMES = re.compile(
    r"\s?(?:fois|x|times|veces|vezes|ori|volte|mal|de|de la|fois le|razy|пъти|раза)\s(?:le |el |o |un )?"
)
_MULTIPLIERS = {
    "double": 2,
    "doble": 2,
    "dublu": 2,
    "duplo": 2,
    "doppelt": 2,
    "doppio": 2,
    "dubla": 2,
}
_MULTIPLIERS |= {"triple": 3, "triplo": 3, "triplu": 3, "twice": 2, "dupla": 2, "doppel": 2}
_MANY_ZEROS = frozenset({"zeros", "zerouri", "ceros", "zeri", "zera", "nuls"})
_FEWEST_LETTERS_TO_SPLIT = 6
_MOST_LETTERS = 16
_FEWEST_DIGITS_BETWEEN_LETTERS = 7


class Unit(NamedTuple):
    """One digit-like thing: where it stands, the digits it says, and how it is written."""

    start: int
    end: int
    digits: str
    kind: str


@cache
def _splitter() -> tuple[re.Pattern[str], frozenset[str]]:
    """Return the pattern of number words written together, and how such a word may begin."""
    words = sorted((w for w in number_words() if len(w) > 1), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})+"), frozenset(w[:3] for w in words)


@cache
def _first_word() -> re.Pattern[str]:
    """Return the pattern of one number word, the longest first."""
    words = sorted((w for w in number_words() if len(w) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _split_word(word: str) -> str | None:
    """Return the digits of number words written together, None when it is something else."""
    pattern, beginnings = _splitter()
    if word[:3] not in beginnings and word[:2] not in beginnings:
        return None
    if not pattern.fullmatch(word):
        return None
    values = [number_words()[found] for found in _first_word().findall(word)]
    return "".join(_combine(values))


def _combine(values: list[int]) -> list[str]:
    """Return values said one after the other as the numbers they make."""
    numbers: list[str] = []
    position = 0
    while position < len(values):
        value, position = _one_number(values, position)
        numbers.append(str(value))
    return numbers


def _one_number(values: list[int], at: int) -> tuple[int, int]:
    """Return the number that begins at a position, and the position after it."""
    value, after = values[at], at + 1

    def peek() -> int:
        return values[after] if after < len(values) else -1

    if value == 4 and peek() == 20:
        value, after = 80, after + 1
    if 2 <= value <= 9 and peek() == 100:
        value, after = 100 * value, after + 1
    if value >= 100 and value % 100 == 0 and 10 <= peek() < 100:
        rest, after = _one_number(values, after)
        return value + rest, after
    if value in (60, 80) and 10 <= peek() < 20:
        rest, after = _one_number(values, after)
        return value + rest, after
    if value == 10 and peek() in (7, 8, 9):
        return value + peek(), after + 1
    if 20 <= value < 100 and value % 10 == 0 and 1 <= peek() <= 9:
        return value + peek(), after + 1
    return value, after


@cache
def _leet() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of number words and digits in which digits stand for letters."""
    words = sorted((w for w in number_words() if len(w) > 1 and w.isascii()), key=len, reverse=True)
    drawn = ["".join(_LEET.get(sign, sign) for sign in word) for word in words]
    one = f"{'|'.join(drawn)}|[0-9]"
    return re.compile(f"(?:{one})+"), re.compile(one)


@cache
def _undrawn() -> dict[int, str]:
    """Return the letters that digits are drawn for."""
    return str.maketrans("01345789", "oieastbg")


def _drawn(word: str) -> str | None:
    """Return the digits of a blob such as ``tr3nte9``, None when it says something else."""
    whole, one = _leet()
    if not whole.fullmatch(word):
        return None
    found = [
        piece if piece.isdigit() else str(number_words().get(piece.translate(_undrawn()), ""))
        for piece in one.findall(word)
    ]
    return "".join(found) if all(found) else None


def _of_mixed(word: str, start: int) -> list[Unit]:
    """Return the units of a word of letters and digits."""
    end = start + len(word)
    pieces = [(piece.group(), *piece.span()) for piece in _PIECES.finditer(word)]
    digits = "".join(piece for piece, _, _ in pieces if piece.isdigit())
    letters = {piece for piece, _, _ in pieces if not piece.isdigit()}
    between = len(digits) >= _FEWEST_DIGITS_BETWEEN_LETTERS and len(pieces) >= 5
    if between and len(letters) == 1 and letters != {"o"}:
        return [Unit(start, end, digits, "mixed")]
    if all(sign.isdigit() or sign in _DIGIT_LETTERS for sign in word):
        return [Unit(start, end, word.translate(_LETTERS_AS_DIGITS), "mixed")]
    said = [piece if piece.isdigit() else _said(piece) for piece, _, _ in pieces]
    if all(said):
        return [Unit(start, end, "".join(map(str, said)), "mixed")]
    drawn = _drawn(word)
    if drawn is not None:
        return [Unit(start, end, drawn, "mixed")]
    return [
        Unit(start + first, start + last, piece, "digits")
        for piece, first, last in pieces
        if piece.isdigit()
    ]


def _said(letters: str) -> str | None:
    """Return the digits that letters say, None when they say none."""
    if letters in number_words():
        return str(number_words()[letters])
    return _split_word(letters)


@cache
def _plain_stems() -> frozenset[str]:
    """Return the beginnings of everyday words that are no numbers."""
    numbers = frozenset(word[:5] for word in number_words())
    return common_stems() - numbers


def _near_words() -> frozenset[str]:
    """Return words that resemble a number and are none."""
    return cues()["not_numbers"]


@lru_cache(maxsize=50_000)
def _misspelt(word: str) -> str | None:
    """Return the digits of a number word that is misspelt or written as it sounds."""
    if len(word) >= _FEWEST_LETTERS_TO_SPLIT:
        said = _split_word(word)
        if said is not None:
            return said
    if len(word) < 3 or word in common_words() or word in cues()["phone"] or word in _near_words():
        return None
    if len(word) > 5 and word[:5] in _plain_stems():
        return None
    if len(word) > _MOST_LETTERS:
        return None
    sound = sounds_of_numbers().get(sound_of(word))
    if sound is not None:
        return str(sound)
    missing = misspelt_number_words()
    cuts = [word[:place] + word[place + 1 :] for place in range(len(word))]
    for cut in (word, *(cuts if len(word) > 4 else ())):
        if cut in missing or (cut != word and len(cut) > 3 and cut in number_words()):
            return str(number_words()[missing.get(cut, cut)])
    return None


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
    found: list[Unit] = []
    values, words = number_words(), view.words
    for position in view.at("digits"):
        word, start, end = words[position]
        found.append(Unit(start, end, word, "digits"))
    for position in view.at("numbers"):
        word, start, end = words[position]
        found.append(Unit(start, end, str(values[word]), "word"))
    for position in view.at("mixed"):
        found += _of_mixed(*words[position][:2])
    for position in view.at("drawn"):
        word, start, end = words[position]
        if word not in values:
            found.append(Unit(start, end, word.translate(_LETTERS_AS_DIGITS), "letters"))
    for position in view.at("multipliers"):
        word, start, end = words[position]
        times = 2 if word in cues()["doubled"] else 3
        found.append(Unit(start, end, f"×{times}", "multiplier"))
    found = _with_signs(view, sorted(found))
    return _with_misspelt(view, found) if listen else found


def _with_signs(view: View, found: list[Unit]) -> list[Unit]:
    """Add hidden digits, sums and Roman numerals."""
    more = []
    if _HIDING.search(view.seen):
        more = [Unit(*match.span(), "??", "wild") for match in _WILD.finditer(view.seen)]
    hidden = {unit.start for unit in more}
    more += _sums(view.seen)
    more += [unit for unit in _romans(view) if unit.start not in hidden]
    if not more:
        return found
    taken = {place for unit in more for place in range(unit.start, unit.end)}
    return sorted([*(unit for unit in found if unit.start not in taken), *more])


def _with_misspelt(view: View, found: list[Unit]) -> list[Unit]:
    """Add the words that sound like numbers or miss a letter, where others stand near."""
    taken = {place for unit in found for place in range(unit.start, unit.end)}
    heard = [
        Unit(start, end, said, "misspelt")
        for word, start, end in view.words
        if start not in taken
        and len(word) >= 3
        and word.isalpha()
        and word not in _fillers()
        and (said := _misspelt(word)) is not None
    ]
    drawn = [
        Unit(start, end, word.translate(_LETTERS_AS_DIGITS), "letters")
        for word, start, end in view.words
        if start not in taken and len(word) <= 3 and _DIGIT_LETTERS.issuperset(word)
        # between signs, not between words
        and (view.seen[start - 1 : start] in _SIGNS or view.seen[end : end + 1] in _SIGNS)
    ]
    return sorted([*found, *heard, *drawn])


def _sums(seen: str) -> list[Unit]:
    """Return the little sums that stand for two digits: ``30+9``, ``(40-1)``."""
    if "+" not in seen and "(" not in seen:
        return []
    units = []
    for match in _SUM.finditer(seen):
        one, sign, other = (match[1] or match[4], match[2] or match[5], match[3] or match[6])
        value = int(one) + int(other) if sign == "+" else int(one) - int(other)
        units.append(Unit(*match.span(), str(value), "mixed"))
    return units if len(units) >= 2 else []


def _romans(view: View) -> list[Unit]:
    """Return Roman numerals, where at least three are written in capitals."""
    if len(_ROMAN_CAPITALS.findall(view.given)) < 3:
        return []
    units = []
    for match in _ROMAN.finditer(view.seen):
        numeral = match.group()
        if len(numeral) < 2 or not view.shape[match.start() : match.end()].isupper():
            continue
        values = [_ROMAN_VALUES[sign] for sign in numeral]
        pairs = zip(values, [*values[1:], 0], strict=True)
        total = sum(-one if one < after else one for one, after in pairs)
        units.append(Unit(*match.span(), str(total), "mixed"))
    return units if len(units) >= 3 else []


def _fillers() -> frozenset[str]:
    """Return the words that may stand inside a number."""
    return cues()["fillers"]


def join_units(seen: str, units: list[Unit]) -> list[Unit]:
    """Join number words into the numbers they say: ``quatre vingt dix huit`` is one group.

    Parameters
    ----------
    seen : str
        The text as it is read.
    units : list of Unit
        Units that stand side by side.

    Returns
    -------
    list of Unit
        Groups with the digits as they would be dialled.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("quatre vingt dix huit douze")
    >>> [group.digits for group in join_units(view.seen, find_units(view))]
    ['98', '12']
    """
    groups: list[Unit] = []
    position = 0
    while position < len(units):
        last = position
        while last + 1 < len(units) and _joins(seen, units[last], units[last + 1]):
            last += 1
        groups += _joined(units[position : last + 1], seen)
        position = last + 1
    return [group for group in groups if group.digits[0] != "×"]


def _joins(seen: str, one: Unit, other: Unit) -> bool:
    """Tell whether two units may be said as one number."""
    gap = seen[one.end : other.start]
    if one.kind == "multiplier" or seen[other.start : other.end] in _MANY_ZEROS:
        return _CLOSE.fullmatch(gap) is not None
    if len(other.digits) == 1 and one.digits in "23456" and len(gap) > 2 and _TIMES.fullmatch(gap):
        return True
    if one.kind not in {"word", "misspelt"}:
        return False
    if other.kind == "digits":
        tens = one.digits in {"20", "30", "40", "50", "60", "70", "80", "90"}
        return gap == "-" and tens and len(other.digits) <= 2
    return other.kind in {"word", "misspelt"} and _JOINT.fullmatch(gap) is not None


def _joined(units: list[Unit], seen: str) -> list[Unit]:
    """Return the numbers that a chain of units says."""
    if len(units) == 1:
        return units
    for at, (one, other) in enumerate(itertools.pairwise(units)):
        times = _times(one, other, seen)
        if times:
            repeated = Unit(one.start, other.end, other.digits * times, "word")
            before, after = units[:at], units[at + 2 :]
            return [
                *(_joined(before, seen) if before else []),
                repeated,
                *(_joined(after, seen) if after else []),
            ]
    units = [unit for unit in units if unit.kind != "multiplier"]
    values = [int(unit.digits) for unit in units]
    groups, position = [], 0
    while position < len(values):
        value, after_it = _one_number(values, position)
        start, end = units[position].start, units[after_it - 1].end
        joined = str(value) if after_it > position + 1 else units[position].digits
        groups.append(Unit(start, end, joined, "word"))
        position = after_it
    return groups


def _times(one: Unit, other: Unit, seen: str) -> int:
    """Return how often the second unit is to be dialled, 0 when the first does not say so."""
    if one.kind == "multiplier":
        return int(one.digits[1:])
    gap = seen[one.end : other.start]
    many = seen[other.start : other.end] in _MANY_ZEROS
    if (
        one.digits in "23456"
        and len(other.digits) == 1
        and (many or (len(gap) > 2 and _TIMES.fullmatch(gap)))
    ):
        return int(one.digits)
    return 0
