"""Put what a text says together: which hours on which days, what is excluded, what is dated."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from toolkit.availability.clocks import DAY
from toolkit.availability.dates import written
from toolkit.availability.rules import apply, rule
from toolkit.availability.tokens import Sentence
from toolkit.availability.week import WEEK

Hours = tuple[int, int]
Row = tuple[int | None, str | None, int | None, int | None, bool]


@dataclass(slots=True)
class Said:
    """What a text says, before it is written as windows."""

    blocks: list[tuple[str, Any]] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    excluded: set[int] = field(default_factory=set)
    cuts: list[tuple[tuple[int, ...], Hours]] = field(default_factory=list)
    always: bool = False


_HOURS_NEXT = re.compile(r"W{0,2}H")


def _after_days(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Days said to be closed after their name."""
    if values[-1] == (3,):
        return None
    if not values[-1] and ("W" in match.group() or _HOURS_NEXT.match(match.string, match.end())):
        # "no" and its like follow days only at the end of what is said
        return None
    return "E", [(values[0][0], None)]


def _joined_days(_: re.Match[str], values: list[Any]) -> tuple[str, list[Any]]:
    """Join days and those said to be included right after them: "every day, even Sundays"."""
    return "D", [(tuple(sorted({*values[0][0], *values[-1][0]})), "sure")]


def _included(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]]:
    """Days said to be included add nothing to hours of every day."""
    days = next(value for a, value in zip(match.group(), values, strict=True) if a == "D")
    others = match.string[: match.start()] + match.string[match.end() :]
    known = "A" in others or ("H" in others and "D" not in others)
    return ("", []) if known else ("D", [days])


def _before_days(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Days refused before their name, whole or for a part of the day."""
    letters = match.group()
    if values[0] == (2,):
        return None
    days = values[letters.index("D")][0]
    hours = values[-1] if letters.endswith("H") and values[-1][2] == ("part", "part") else None
    if letters.endswith("H") and hours is None:
        # hours said before leave these hours to the days refused: "9h-20h sauf vendredi 9h-15h"
        if "H" in match.string[: match.start()]:
            return "DH", [values[letters.index("D")], values[-1]]
        return "EH", [(days, None), values[-1]]
    return "E", [(days, hours[:2] if hours else None)]


def _closed_part(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Refuse a part of the day, of some days or all, said to be closed before or after its name."""
    hours = next(v for a, v in zip(match.group(), values, strict=True) if a == "H")
    if hours[2] != ("part", "part"):
        return None
    if match.group()[0] == "D":
        return "E", [(values[0][0], hours[:2])]
    return "C", [hours]


def _cut_hours(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Hours refused, or of a break."""
    if "W" in match.group() and values[-1][2][0] not in {"after", "until"}:
        return None
    return "C", [value for a, value in zip(match.group(), values, strict=True) if a == "H"][:1]


def _dated_hours(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Hours of every day after dates are those of the dates: "3 to 7 May, daily 9-5"."""
    whole = set(values[-2][0]) == set(WEEK) and "D" not in match.string[match.end() :]
    return ("ZH", [values[0], values[-1]]) if whole else None


def _closed_day(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Refuse one day among others with hours: "Tue 9-5 Wed off Thu 9-5"."""
    if values[-1] != (1,):
        return None
    return ".E", [(), (values[match.group().index("D")][0], None)]


def _later_days(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Hours of every day, then an end or a start of some: "9-20h, until 22h on Friday"."""
    at = match.group().rindex("H")
    first, second = values[0], values[at]
    if first[2][0] in {"after", "until"} or second[2][0] not in {"after", "until"}:
        return None
    return "H.DH", [first, (), values[-1], second]


_RULES = (
    rule("e", r"D:?eH(?=[,.;]|$)", _closed_part),
    rule("Z", r"Z,?DH", _dated_hours),
    rule("e", r"(?<=H)[,.]?D:?e(?=,?D)", _closed_day),
    rule("H", r"(?<![D,&:])H[,.]?&?HD(?![,&:]*[HD])", _later_days),
    rule("k", r"D,?&?k,?D", _joined_days),
    rule("k", r"k,?D|Dk", _included),
    rule("e", r"(?:D,?)?H:?e(?=[,.;]|$)", _closed_part),
    rule("e", r"D(?:&W)?:?W?e(?=[,.;&]|$)|D:?e(?![,&]?D)", _after_days),
    rule("e", r"e[WL#]{0,2}DH?", _before_days),
    rule("e", r"eL?H|eWH", _cut_hours),
    rule("K", r"KL?[,:]?H(?:&H)?", _cut_hours),
    rule("Z", r"[eK]W?Z|#Z", ""),
)
_GAP = {",": 1, "&": 1, "W": 1, ".": 2}


def gather(sentence: Sentence) -> Said:
    """Gather days, hours, dates, refusals in the order they are said."""
    apply(sentence, _RULES)
    said, gap = Said(), 0
    nonstop, before = False, ""
    for letter, value in zip(sentence.letters, sentence.values, strict=True):
        if letter in _GAP:
            gap = max(gap, _GAP[letter])
        elif letter == "E":
            if value[1] is None:
                said.excluded |= set(value[0])
            else:
                said.cuts.append((value[0], value[1]))
        elif letter == "C":
            said.cuts.append((WEEK, value[:2]))
        elif letter == "A":
            said.always = True
        elif letter == "a":
            nonstop = True
        elif letter in "DHZRY":
            if letter == "D" and before == "&" and said.blocks and _is_part(said.blocks[-1]):
                gap = 3
            said.blocks.append((letter, value))
            said.gaps.append(gap)
            gap = 0
        before = letter
    said.always |= nonstop and not said.blocks
    return said


def _is_part(block: tuple[str, Any]) -> bool:
    """Tell whether a block is a part of the day."""
    return block[0] == "H" and block[1][2] == ("part", "part")


def _within(letter: str, value: Any, blocks: list[tuple[str, list[Any]]]) -> bool:  # noqa: ANN401 - values differ by letter
    """Tell whether days are some of those said right before, as in "daily, Sat"."""
    before = (
        {day for named in blocks[-1][1] for day in named[0]}
        if blocks and letter == blocks[-1][0] == "D"
        else set()
    )
    return letter == "D" and set(value[0]) < before


def _merged(said: Said) -> tuple[list[tuple[str, list[Any]]], list[int]]:
    """Join neighbouring blocks of one kind."""
    blocks: list[tuple[str, list[Any]]] = []
    gaps: list[int] = []
    for (letter, value), gap in zip(said.blocks, said.gaps, strict=True):
        joined = letter == "H" or (gap < 2 and not _within(letter, value, blocks))
        if blocks and blocks[-1][0] == letter and joined:
            blocks[-1][1].append(value)
        else:
            blocks.append((letter, [value]))
            gaps.append(gap)
    return blocks, gaps


def _hours_first(kinds: str, gaps: list[int]) -> bool:
    """Tell whether hours come before their days: "9-18 Mon-Fri, 10-14 Sat"."""
    if not re.fullmatch(r"(?:HS)+", kinds):
        return False
    if len(kinds) == 2:
        return gaps[1] < 3
    inside = sum(gaps[1::2])
    across = sum(gaps[2::2])
    return inside < across


def _pairs(said: Said) -> list[tuple[str, list[Any], list[Hours]]]:
    """Give each subject (days, dates, a relative day, or nothing) its hours."""
    blocks, gaps = _merged(said)
    if len(blocks) > 2 and [letter for letter, _ in blocks[:3]] == ["H", "D", "D"]:
        # hours said first are those of the first days, when others follow
        blocks[:2] = [blocks[1], blocks[0]]
        gaps[:2] = [gaps[1], gaps[0]]
    kinds = "".join("H" if letter == "H" else "S" for letter, _ in blocks)
    pairs: list[tuple[str, list[Any], list[Hours]]] = []
    first = _hours_first(kinds, gaps)
    waiting: list[Hours] = []
    for letter, values in blocks:
        if letter != "H":
            pairs.append((letter, values, waiting if first else []))
            waiting = []
            continue
        hours = [(value[0], value[1]) for value in values]
        if first:
            waiting = hours
        elif pairs:
            pairs[-1][2].extend(hours)
        else:
            pairs.append(("", [], hours))
    return pairs


def _cut(hours: list[Hours], cuts: list[Hours]) -> list[Hours]:
    """Take refused hours out of hours."""
    for first, last in cuts:
        left = []
        for start, end in hours:
            stop = end + (DAY if end <= start else 0)
            for a, b in ((first, last + (DAY if last <= first else 0)),):
                if b <= start or a >= stop:
                    left.append((start, stop))
                    continue
                left += [(s, e) for s, e in ((start, a), (b, stop)) if s < e]
        hours = [(s % DAY, e if e <= DAY else (e % DAY or DAY)) for s, e in left]
    return hours


def _weekly(pairs: list[tuple[tuple[int, ...], list[Hours]]], said: Said) -> list[Row]:
    """Return the windows of an ordinary week; days said apart leave the general hours."""
    rows: list[Row] = []
    for days, hours in pairs:
        others = {
            day
            for other, theirs in pairs
            if theirs and set(other) < set(days) and hours
            for day in other
        }
        for day in days:
            if day in said.excluded or day in others:
                continue
            cuts = [cut for refused, cut in said.cuts if day in refused]
            for start, end in _cut(hours or [(0, DAY)], cuts):
                rows.append((day, None, start, end, False))
    return list(dict.fromkeys(rows))


def write(said: Said) -> list[Row]:
    """Write what is said as windows."""
    pairs = _pairs(said)
    dated: list[Row] = []
    weekly: list[tuple[tuple[int, ...], list[Hours]]] = []
    general: list[Hours] = []
    for letter, values, hours in pairs:
        if letter == "D":
            days = tuple(sorted({day for value in values for day in value[0]}))
            weekly.append((days, hours))
        elif letter == "Z":
            dates = dict.fromkeys(written(date) for value in values for date in value)
            spans: list[tuple[int | None, int | None]] = list(hours) or [(None, None)]
            dated += [(None, date, a, b, False) for date in dates for a, b in spans]
        elif letter == "Y":
            spans = list(hours) or [value[:2] for value in values]
            dated += [(None, None, a, b, False) for a, b in spans]
        elif letter == "R":
            dated += [(None, None, a, b, False) for a, b in hours]
        else:
            general += hours
    return dated + _settled(said, weekly, general, dated=bool(dated))


def _settled(
    said: Said,
    weekly: list[tuple[tuple[int, ...], list[Hours]]],
    general: list[Hours],
    *,
    dated: bool,
) -> list[Row]:
    """Return the weekly windows, the general hours and the exceptions taken into account."""
    limited = [days for days, hours in weekly if hours or set(days) != set(WEEK)]
    if said.always and not limited and not general and not dated:
        if not said.excluded and not said.cuts:
            return [(day, None, 0, DAY, True) for day in WEEK]
        weekly = [(WEEK, [])]
    elif general:
        weekly = [*weekly, (WEEK, general)]
    elif not weekly and not dated and (said.excluded or said.cuts):
        weekly = [(WEEK, [])]
    return _weekly(weekly, said)
