"""The rules of the grammar for days and parts of the day, and what is said only in passing."""

from __future__ import annotations

import re
from typing import Any

from toolkit.availability.clocks import DAY, NOON, clause_of, clock_of
from toolkit.availability.lexicon import Meaning
from toolkit.availability.rules import apply, drop, rule
from toolkit.availability.tokens import Sentence

WEEK = (1, 2, 3, 4, 5, 6, 7)


def _part_range(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Hours from one part of the day to another, or between a part and a clock time."""
    letters = match.group()
    first, last = values[0], values[-1]
    if letters[0] in "Tt":
        clock = clock_of(letters[0], first)
        return ("H", [(clock[0] % DAY, last.value[0], ("h", "part"))]) if clock else None
    if letters[-1] in "Tt":
        clock = clock_of(letters[-1], last)
        return ("H", [(first.value[0], clock[0], ("part", "h"))]) if clock else None
    return "H", [(first.value[0], last.value[1], ("part", "part"))]


def _inside(hours: tuple[Any, ...], part: Meaning) -> tuple[int, int] | None:
    """Return hours as a part of the day beside them limits them, None when they differ."""
    start, end, hows = hours
    first, last = part.value
    last += DAY if last <= first else 0
    if "bare" in hows and start < NOON <= first:
        start, end = start + NOON, end + NOON if end <= NOON else end
    stop = end + (DAY if end <= start else 0)
    for moved in (0, DAY):
        if start + moved < last and first < stop + moved:
            return start % DAY, end if end <= DAY else end % DAY
    return None


def _qualified(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Limit hours to the part of the day beside them: "le soir de 19h à 22h"."""
    letters = match.group()
    hours = values[letters.index("H")]
    part = values[next(i for i, a in enumerate(letters) if a in "Pp")]
    limited = _inside(hours, part)
    if limited is None:
        return None
    if hours[2][0] == "until" and limited[0] == 0:
        limited = (part.value[0], limited[1])
    return "H", [(*limited, hours[2])]


def _told_again(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Leave out a part of the day whose hours follow its days: "evenings Mon-Fri 7 to 10"."""
    part, hours = values[0], values[-1]
    if hours[2] == ("part", "part") or _inside(hours, part) is None:
        return None
    return match.group()[1:], values[1:]


def _tonight(_: re.Match[str], values: list[Any]) -> tuple[str, list[Any]]:
    """Complete the hours of this evening: "tonight from 9"."""
    first, (start, end, hows) = values[0][0], values[-1]
    if "bare" in hows and start < NOON <= first:
        start, end = start + NOON, end + NOON if end <= NOON else end
    return "YH", [values[0], (start, end, hows)]


def _limits(_: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Join "from 9" and "until 20" into one range."""
    first, last = values[0], values[-1]
    if (first[2][0], last[2][0]) == ("after", "until"):
        return "H", [(first[0], last[1], ("h", "h"))]
    # "before 9 or after 18" are two windows, "until 22, from 10" is one
    if (first[2][0], last[2][0]) == ("until", "after") and last[0] < first[1]:
        return "H", [(last[0], first[1], ("h", "h"))]
    return None


def _relative_or_part(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]]:
    """Spanish "mañana" is a part of the day beside a day or another part."""
    letters = match.group()
    return letters.replace("r", "p"), values


def _night_between(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """One night between two days: "nuit du vendredi au samedi" is that of Friday."""
    days = [v for a, v in zip(match.group(), values, strict=True) if a in "Dd"]
    one = len(days[0].value) == len(days[1].value) == 1
    if values[0].value[0] < 1080 or not one or days[1].value[0] != days[0].value[0] % 7 + 1:
        return None
    return "PD", [values[0], days[0]]


def _across_parts(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """From a part of one day to a part of another: "du mardi soir au jeudi soir"."""
    letters = match.group()
    days = [v for a, v in zip(letters, values, strict=True) if a in "Dd"]
    parts = [v for a, v in zip(letters, values, strict=True) if a in "Pph"]
    (first,), (last,) = days[0].value, days[1].value
    if first == last or not days[0].languages & days[1].languages:
        return None
    start, end = parts[0].value[0], parts[1].value[1]
    between = [(first - 1 + n) % 7 + 1 for n in range(1, (last - first) % 7)]
    hours = [(start, DAY), *[(0, DAY)] * len(between), (0, min(end, DAY))]
    told = [
        (Meaning("D", (day,), days[0].languages), (*span, ("h", "h")), ())
        for day, span in zip((first, *between, last), hours, strict=True)
    ]
    return "DH." * len(told), [value for group in told for value in group]


_PARTS = (
    rule("-", r"[~>b]+[Dd],?[Pp]~?[-<]~?[Dd],?[Pp]", _across_parts),
    rule("<", r"[~>b]+[Dd],?[Pp]~?[-<]~?[Dd],?[Pp]", _across_parts),
    rule("p", r"[Pp][~>]*[Dd][-<]~?[Dd](?![-<&,]*[Dd])", _night_between),
    rule("P", r"[Pp][~>]*[Dd][-<]~?[Dd](?![-<&,]*[Dd])", _night_between),
    rule("r", r"[DG](?:[,-]?[dDG]+)?r(?!P)|r(?=[&,/-]+p)|(?<=[Pp]&)r", _relative_or_part),
    rule("P", r"[Pp][-<]+[Pp]|[Tt][-<]+P|P[-<]+[Tt]", _part_range),
    rule("p", r"[Pp][-<]+[Pp]|[Tt][-<]+p|p[-<]+[Tt]", _part_range),
    rule("H", r"[Pp]L?[:,~-]?H|H~?[Pp]", _qualified),
    rule("H", r"H[,&]?H", _limits),
    rule("H", r"[Pp]~?(?:e[WL]{0,2})?[DdGgw](?:[-<&,/]{0,2}~?[DdGgw])*[:,~]{0,2}H", _told_again),
    rule("Y", r"YL?[:,~]?H", _tonight),
    rule("r", r"r", "R"),
)


def _span(first: int, last: int) -> tuple[int, ...]:
    """Return the days from one to another, over the end of the week when needed."""
    return tuple((first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1))


def _spoken(letters: str, values: list[Any]) -> frozenset[str]:
    """Return the languages in which all the days of a run are days."""
    meanings = [v for a, v in zip(letters, values, strict=True) if a in "DdGgw"]
    sets = [v.languages for v in meanings if isinstance(v, Meaning)]
    return frozenset.intersection(*sets) if sets else frozenset()


def _members(letters: str, values: list[Any]) -> list[tuple[str, tuple[int, ...]]]:
    """Return the named days of a run, each with what links it to the one before."""
    found, link = [], ""
    for letter, value in zip(letters, values, strict=True):
        if letter in "DdGgw":
            found.append((link, value.value if isinstance(value, Meaning) else value))
            link = ""
        elif letter in "-<":
            link = "-"
    return found


def _days_of(letters: str, values: list[Any]) -> tuple[int, ...]:
    """Return the days of a run of days, ranges and lists."""
    members = _members(letters, values)
    links = [link for link, _ in members]
    listed = "--" in "".join(link or "," for link in links)
    days: list[int] = []
    for link, named in members:
        if link and not listed and days and len(named) == 1:
            # "Sunday to Sunday" is every day
            days += WEEK if days[-1] == named[0] else _span(days[-1], named[0])
        else:
            days += named
    return tuple(sorted(set(days)))


_HOURS_AFTER = re.compile(r"[:,~>-]{0,2}[HPpZA]|:|e(?:,?[Dd]|[,.]|$)")
_HOURS_BEFORE = re.compile(r"[HPpA][,:~&]?$|e$")
# two days between two parts of the day, or two hours, have one each
_EACH_BEFORE = re.compile(r"(?:^|[.])[LW~]*([HPp])[,~]*$")
_OPEN = re.compile(r"(.*[-<Gw][^,&]*),([Dd](?:,?&?[Dd])*)")
_CLOSED_AFTER = re.compile(r":?e~?[Pp]?(?=[,.]|$)")
_SAID_AGAIN = re.compile(r"[Gw][,(]+(?P<days>[DdG].+)")
_EACH_AFTER = re.compile(r"[:,~]*([HPph])(?![,&]*[DdGgw])")


def _run(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Turn a run of days into one letter; names too short to be sure need company."""
    letters = match.group()
    if made := _each(match, values):
        return made
    if again := _SAID_AGAIN.fullmatch(letters):
        # "weekdays (Mon to Thu)": the second says which
        at = again.start("days")
        days, group = _days_of(again["days"], values[at:]), _days_of(letters[0], values[:1])
        if len(days) > 1 and set(days) < set(group) != set(WEEK):
            letters, values = letters[at:], values[at:]
    weak = sum(letters.count(a) for a in "dg")
    if weak:
        near = _HOURS_AFTER.match(match.string[match.end() :]) or _HOURS_BEFORE.search(
            match.string[: match.start()]
        )
        named = sum(letters.count(a) for a in "DdGgw")
        same = _spoken(letters, values)
        if not same or (named == 1 and not near):
            return _strong_only(letters, values)
        labelled = "L" in match.string[: match.start()] or named > 2
        if named == weak and not (near or labelled or re.search(r"[-/,]", letters)):
            return "W", [()]
    return "D", [(_days_of(letters, values), _strength(letters))]


def _each(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Part days that have their hours before and after: "9-18 weekdays, Sat 10-14"."""
    letters = match.group()
    if _CLOSED_AFTER.match(match.string, match.end()) and (open_ := _OPEN.fullmatch(letters)):
        # "Monday to Saturday, Sunday closed"
        at = open_.start(2)
        first, last = _days_of(open_[1], values[: at - 1]), _days_of(open_[2], values[at:])
        return "D.D", [(first, "sure"), (), (last, "sure")]
    read = re.fullmatch(r"([DdGw].*?)(?:,|,?&)([DdGw])", letters)
    if read is None:
        return None
    before = _EACH_BEFORE.search(match.string[: match.start()])
    after = _EACH_AFTER.match(match.string, match.end())
    if not before or not after or (before[1].upper(), after[1]) == ("P", "H"):
        return None
    last = values[-1].value
    days = _days_of(read[1], values[: len(read[1])])
    if len(days) == len(last) == 1 and before[1] == after[1] == "H":
        return None
    return "D.D", [(days, "sure"), (), (tuple(last), "sure")]


def _strength(letters: str) -> str:
    """Tell a lone name of a day from a range, a list or a group."""
    named = [a for a in letters if a in "DdGgw"]
    if len(named) > 1 or named[0] == "G":
        return "sure"
    return "loose"


def _strong_only(letters: str, values: list[Any]) -> tuple[str, list[Any]]:
    """Leave out the short names of a run that are days in no common language."""
    kept = [(a, v) for a, v in zip(letters, values, strict=True) if a not in "dg"]
    text = "".join(a for a, _ in kept).strip("-<,/&.:")
    start = "".join(a for a, _ in kept).find(text)
    if not text or not set(text) & set("DGw"):
        return "W", [()]
    inner = [v for _, v in kept][start : start + len(text)]
    return "D", [(_days_of(text, inner), _strength(text))]


_LINK = r"(?:[,.]?&?[-/<]?|,?[/-]{1,2}|:?&)~?>?"


_LINKS = (
    rule("'", r"(?<=d)'\.?(?=[-/,&:DdHTNP~<>])", ""),
    rule("'", r"'", "."),
    rule("-", r"(?<![NTtDdGgwhPpXOrZMI\-<&/,~])-|(?<=[DdGgwTRr])-(?=[PpYr])", ""),
    rule("k", r"k(?![~,]*[DdGgw])(?<![DdGgw]k)(?<![DdGgw],k)", ""),
    rule("Q", r"Q(?![-~s:]*[NBTtA])", ""),
)


def drop_links(sentence: Sentence) -> None:
    """Drop links that join nothing, before days and hours are read."""
    apply(sentence, _LINKS)


# what is offered, then when: "repairs on Saturdays, garden and house"
_CLAUSE_ENDS = re.compile(r"&?(?:[,.]|$)")
_FEW_WORDS = 3


def _speaks(match: re.Match[str]) -> bool:
    """Tell whether a sentence speaks of availability: it says so, or says when in few words."""
    letters, (start, end) = match.string, match.span()
    first, last = clause_of(letters, start, end)
    clause = letters[first:last]
    if any(letter in clause for letter in "LHeAk"):
        return True
    # "I love Sunday evenings by the sea" offers nothing
    if "l" in clause:
        return False
    beside = letters[max(start - 1, first) : start] + letters[end : end + 1]
    side_by_side = any(letter in ("Pp" if match.group() == "D" else "D") for letter in beside)
    ends = _CLAUSE_ENDS.match(letters, end)
    return side_by_side or bool(ends) or clause.count("W") <= _FEW_WORDS


def _gated_part(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]]:
    """Keep a part of the day where a sentence speaks of availability."""
    if not _speaks(match):
        return "W", [()]
    start, end = values[0].value
    return "H", [(start, end, ("part", "part"))]


def _gated(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Keep a lone day or part of the day where a sentence speaks of availability."""
    if match.group() != "D":
        return _gated_part(match, values)
    return ("W", [()]) if values[0][1] == "loose" and not _speaks(match) else None


_DAYS = (rule("", rf"[DdGgw](?:{_LINK}[Ddg]|&?[-/<]?~?>?[Gw])*", _run),)
_GATED = (rule("", r"[PpD]", _gated),)
_SPENT = frozenset("-~/<>sbojJINTtOXvVuB=$")
_WORDS = str.maketrans("QUMxnyzf", "WWWWWWWW")


def read_days(sentence: Sentence) -> None:
    """Read parts of the day, then runs of days."""
    apply(sentence, _PARTS)
    apply(sentence, _DAYS)
    drop(sentence, _SPENT)
    sentence.letters = sentence.letters.translate(_WORDS)
    apply(sentence, _GATED)
