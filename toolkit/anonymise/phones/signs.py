"""Read the digits that signs hide or make: masks, sums, Roman numerals, letters left out."""

from __future__ import annotations

import itertools
import re
from functools import cache

from toolkit.anonymise.phones.unit import Unit
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import cues, pierced_number_words

_PIERCED = re.compile(r"(?<!\w)[^\W\d_]{0,8}[.*?!#·'][^\W\d_]{1,8}(?!\w)")
_AS_HIDDEN = str.maketrans(".*!#·'", "??????")
_WILD = re.compile(r"(?<![\w*?.])(?:x{2}|\*{2,4}|\?{2}|_{2}|#{2}|•{2}|·{2}|\.{2})(?![\w*?.])")
_HIDING = re.compile(r"xx|\*\*|\?\?|__|##|••|··|\.\.")
_SUM = re.compile(
    r"(?<![\w.,+×*])\(?(?P<one>\d{1,3})\s?(?P<sign>[+x×*]"
    r"|-(?=\s?\d\b))\s?(?P<other>\d{1,2})\)?(?![\w%€+×*])"
)
_MAY_BE_SUM = re.compile(r"\d\s?[+x×*\-]\s?\d")
_LESS_ONE = re.compile(r"(?<!\d)\d\d ?- ?1(?!\d)")
_SMALL_SUM, _MANY = range(100), 3
_ROMAN = re.compile(r"(?<!\w)(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?!\w)")
_ROMAN_CAPITALS = re.compile(r"[IVXLC](?<!\w.)[IVXLC]{1,7}\b")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_FEWEST_ROMANS = 2
_FEWEST_PIERCED = 2
_BESIDE = 3


def find_sign_units(view: View, found: list[Unit]) -> list[Unit]:
    """Return hidden digits, results of little sums and Roman numerals.

    Parameters
    ----------
    view : View
        A text as it is read.
    found : list of Unit
        The plain units of the text, in order.

    Returns
    -------
    list of Unit
        More units; where they overlap plain ones they take their place.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> plain = [Unit(0, 2, "06", "digits"), Unit(8, 12, "3", "digits")]
    >>> [unit.digits for unit in find_sign_units(view_of("06 puis 3x13 puis 100-2"), plain)]
    ['39', '98']
    """
    more = []
    if _HIDING.search(view.seen):
        more = [Unit(*match.span(), "??", "wild") for match in _WILD.finditer(view.seen)]
    hidden = {unit.start for unit in more}
    sums = []
    if len(found) > 1:
        sums += _sums(view.seen) if _MAY_BE_SUM.search(view.seen) else []
        told = not _operations().keys().isdisjoint(view.distinct)
        sums += _said_sums(view.seen, found) if told else []
    if len(sums) >= 2 or (sums and view.at("phone")):
        more += sums
    more += [unit for unit in _romans(view) if unit.start not in hidden]
    return more


def find_pierced(seen: str) -> list[Unit]:
    """Return the number words in which a sign stands for a letter, where there are two or more.

    Parameters
    ----------
    seen : str
        The text as it is read.

    Returns
    -------
    list of Unit
        Units in order.

    Examples
    --------
    >>> [unit.digits for unit in find_pierced("tr.nte neuf qu*tre")]
    ['30', '4']
    """
    known = pierced_number_words()
    said = [word for word in _PIERCED.findall(seen) if word.translate(_AS_HIDDEN) in known]
    if len(said) < _FEWEST_PIERCED:
        return []
    units = []
    for match in _PIERCED.finditer(seen):
        value = known.get(match.group().translate(_AS_HIDDEN))
        if value is not None:
            units.append(Unit(*match.span(), str(value), "word"))
    return units


def _sums(seen: str) -> list[Unit]:
    """Return the little sums that stand for two digits: ``30+9``, ``(40-1)``, ``3x13``."""
    units = []
    # "40-1 / 99-1 / 31-1": a range would not always end with one
    many = len(_LESS_ONE.findall(seen)) >= _MANY
    for match in _SUM.finditer(seen):
        one, sign, other = int(match["one"]), match["sign"], int(match["other"])
        # "30-5" is a range, "100-2" and "40-1" are not
        whole = match.group().startswith("(") or (one % 10 == 0 and one >= 20) or many
        if sign == "-" and not whole:
            continue
        tens = one % 10 == 0 and one > 0 and (other < 10 or one == other)
        if sign == "+" and not (match.group().startswith("(") or tens):
            continue
        result = one + other if sign == "+" else one - other if sign == "-" else one * other
        if result in _SMALL_SUM:
            units.append(Unit(*match.span(), _two_digits(result), "mixed"))
    return units


@cache
def _operations() -> dict[str, str]:
    """Return the list of each word that stands between two numbers that make a sum."""
    lists = ("times_words", "minus_words", "plus_words")
    return {word: name for name in lists for word in cues()[name]}


def _said_sums(seen: str, found: list[Unit]) -> list[Unit]:
    """Return the sums that are said: ``vingt moins un``, ``40 menos 1``, ``3 por 5``."""
    units, operations = [], _operations()
    for one, other in itertools.pairwise(found):
        gap = seen[one.end : other.start]
        name = operations.get(gap[1:-1])
        if name is not None and not (gap[0].isspace() and gap[-1].isspace()):
            name = None
        if name is None or not (one.digits.isdecimal() and other.digits.isdecimal()):
            continue
        a, b = int(one.digits), int(other.digits)
        if name == "plus_words" and (a % 10 or a < 10 or len(other.digits) > 1):
            continue
        result = {"plus_words": a + b, "minus_words": a - b, "times_words": a * b}[name]
        if result in _SMALL_SUM:
            units.append(Unit(one.start, other.end, _two_digits(result), "mixed"))
    return units


def _two_digits(result: int) -> str:
    """Return a result as it is dialled."""
    return str(result)


def has_romans(view: View) -> bool:
    """Tell whether Roman numerals may stand for digits: there are two of them or more.

    Parameters
    ----------
    view : View
        A text as it is read.

    Returns
    -------
    bool
        True when they may.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> has_romans(view_of("O VI XXXIX XCVIII")), has_romans(view_of("Louis XIV"))
    (True, False)
    """
    return len(_ROMAN_CAPITALS.findall(view.given)) >= _FEWEST_ROMANS


def _romans(view: View) -> list[Unit]:
    """Return Roman numerals, where two or more are written in capitals."""
    if not has_romans(view):
        return []
    units: list[Unit] = []
    for match in _ROMAN.finditer(view.seen):
        numeral = match.group()
        if not numeral or not view.shape[match.start() : match.end()].isupper():
            continue
        values = [_ROMAN_VALUES[sign] for sign in numeral]
        pairs = zip(values, [*values[1:], 0], strict=True)
        total = sum(-one if one < after else one for one, after in pairs)
        units.append(Unit(*match.span(), str(total), "mixed"))
    # a single letter counts beside a longer numeral only
    kept = [
        unit
        for at, unit in enumerate(units)
        if unit.end - unit.start > 1
        or any(
            abs(unit.start - other.end) <= _BESIDE or abs(other.start - unit.end) <= _BESIDE
            for other in units[max(at - 1, 0) : at + 2]
            if other is not unit
        )
    ]
    return kept if len(kept) >= _FEWEST_ROMANS else []
