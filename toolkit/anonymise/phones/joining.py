"""Join digit-like units that say one number together."""

from __future__ import annotations

import itertools
import re

from toolkit.anonymise.hearing.combining import one_number
from toolkit.anonymise.phones.unit import Unit

_JOINT = re.compile(r"[ \-'.]{0,2}(?:(?:et|y|e|si|and|und|и|dhe) )?[\-]?")
_CLOSE = re.compile(r"[ \-]?")
_TIMES = re.compile(
    r"\s?(?:fois|x|times|veces|vezes|ori|volte|mal|de|de la|fois le|razy|пъти|раза)\s(?:le |el "
    r"|o |un )?"
)
_MANY_ZEROS = frozenset(
    {"zeros", "zerouri", "ceros", "zeri", "zera", "nuls", "nullen", "ohs", "zeroes"}
)


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
    >>> from toolkit.anonymise.phones.units import find_units
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
    if _dialled(other) and one.digits in "23456" and len(gap) > 2 and _TIMES.fullmatch(gap):
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
        value, after_it = one_number(values, position)
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
        and _dialled(other)
        and (many or (len(gap) > 2 and _TIMES.fullmatch(gap)))
    ):
        return int(one.digits)
    return 0


def _dialled(other: Unit) -> bool:
    """Tell whether a unit may be said several times: "trois de 10h" is an hour."""
    return len(other.digits) <= 2 and other.kind != "mixed"
