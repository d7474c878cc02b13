"""The digit-like units of a text: digits, number words, letters drawn for digits, in groups."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_words, cues, misspelt_number_words, number_words

_LETTERS_AS_DIGITS = str.maketrans("oqilzsbgtб", "0011258976")
_DIGIT_LETTERS = frozenset("oqilzsbgtб")
# a letter in the middle of a number word that is drawn as a digit
_DIGITS_AS_LETTERS = str.maketrans("0134578", "oieastb")
_PIECES = re.compile(r"\d+|[^\W\d_]+")
_WILD = re.compile(r"(?<![\w*?])(?:x{2}|\*{2,4}|\?{2}|_{2}|#{2}|•{2}|·{2})(?![\w*?])")
_JOINT = re.compile(r"[ \-'.]{0,2}(?:(?:et|y|e|si|and|und|и|dhe) )?[\-]?")
_CLOSE = re.compile(r"[ \-]?")
_MULTIPLIERS = {"double": 2, "doble": 2, "dublu": 2, "duplo": 2, "doppelt": 2, "doppio": 2}
_MULTIPLIERS |= {"triple": 3, "triplo": 3, "triplu": 3, "deux-fois": 2, "twice": 2, "dubla": 2}
_MANY_ZEROS = frozenset({"zeros", "zerouri", "ceros", "zeri", "zera", "nuls"})
_FEWEST_LETTERS_TO_SPLIT = 6


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


def _of_mixed(word: str, start: int) -> list[Unit]:
    """Return the units of a word of letters and digits."""
    end = start + len(word)
    if word.translate(_DIGITS_AS_LETTERS) in number_words():
        value = number_words()[word.translate(_DIGITS_AS_LETTERS)]
        return [Unit(start, end, str(value), "mixed")]
    if all(sign.isdigit() or sign in _DIGIT_LETTERS for sign in word):
        return [Unit(start, end, word.translate(_LETTERS_AS_DIGITS), "mixed")]
    pieces = list(_PIECES.finditer(word))
    said = [
        piece.group() if piece.group().isdigit() else _said(piece.group()) for piece in pieces
    ]
    if all(said):
        return [Unit(start, end, "".join(map(str, said)), "mixed")]
    return [
        Unit(start + piece.start(), start + piece.end(), piece.group(), "digits")
        for piece in pieces
        if piece.group().isdigit()
    ]


def _said(letters: str) -> str | None:
    """Return the digits that letters say, None when they say none."""
    if letters in number_words():
        return str(number_words()[letters])
    return _split_word(letters)


def _misspelt(word: str) -> int | None:
    """Return the value of a number word with one wrong letter."""
    if len(word) < 3 or word in common_words():
        return None
    missing = misspelt_number_words()
    if word in missing:
        return number_words()[missing[word]]
    if len(word) < 4:
        return None
    for place in range(len(word)):
        cut = word[:place] + word[place + 1 :]
        if cut in missing or (len(cut) > 3 and cut in number_words()):
            return number_words()[missing.get(cut, cut)]
    return None


def find_units(view: View) -> list[Unit]:
    """Return the digit-like units of a text in order, before they are joined to numbers.

    Parameters
    ----------
    view : View
        A text as it is read.

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
    values = number_words()
    for word, start, end in view.words:
        if word.isdigit():
            found.append(Unit(start, end, word, "digits"))
        elif word in values:
            found.append(Unit(start, end, str(values[word]), "word"))
        elif not word.isalpha():
            found += _of_mixed(word, start)
        elif len(word) <= 4 and _DIGIT_LETTERS.issuperset(word):
            found.append(Unit(start, end, word.translate(_LETTERS_AS_DIGITS), "letters"))
        elif len(word) >= _FEWEST_LETTERS_TO_SPLIT:
            said = _split_word(word)
            if said is not None:
                found.append(Unit(start, end, said, "word"))
        elif word in _MULTIPLIERS:
            found.append(Unit(start, end, f"×{_MULTIPLIERS[word]}", "multiplier"))
    if sum(unit.kind != "letters" for unit in found) >= 3:
        found = _with_more(view, found)
    return found


def _with_more(view: View, found: list[Unit]) -> list[Unit]:
    """Add the misspelt number words and the hidden digits beside other units."""
    more = [
        Unit(match.start(), match.end(), "?" * 2, "wild") for match in _WILD.finditer(view.seen)
    ]
    taken = {unit.start for unit in found}
    starts = sorted(taken)
    for word, start, end in view.words:
        if start in taken or not word.isalpha() or not 3 <= len(word) <= 14 or word in _fillers():
            continue
        near = any(-16 < other - start < 22 for other in starts)
        value = _misspelt(word) if near else None
        if value is not None:
            more.append(Unit(start, end, str(value), "misspelt"))
    wild = {unit.start for unit in more if unit.kind == "wild"}
    return sorted([*(unit for unit in found if unit.start not in wild), *more])


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
    return groups


def _joins(seen: str, one: Unit, other: Unit) -> bool:
    """Tell whether two units may be said as one number."""
    gap = seen[one.end : other.start]
    if one.kind == "multiplier" or (other.kind == "word" and seen[other.start : other.end] in _MANY_ZEROS):
        return _CLOSE.fullmatch(gap) is not None
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
    if units[0].kind == "multiplier":
        times = int(units[0].digits[1:])
        head = Unit(units[0].start, units[1].end, units[1].digits * times, "word")
        return [head, *_joined(units[2:], seen)] if len(units) > 2 else [head]
    if seen[units[-1].start : units[-1].end] in _MANY_ZEROS and units[-2].digits in "23456":
        zeros = Unit(units[-2].start, units[-1].end, "0" * int(units[-2].digits), "word")
        return [*(_joined(units[:-2], seen) if len(units) > 2 else []), zeros]
    values = [int(unit.digits) for unit in units]
    groups, position = [], 0
    while position < len(values):
        value, after = _one_number(values, position)
        start, end = units[position].start, units[after - 1].end
        joined = str(value) if after > position + 1 else units[position].digits
        groups.append(Unit(start, end, joined, "word"))
        position = after
    return groups
