"""The first rules of the grammar: what numbers are no hours, clock times, ranges of hours."""

from __future__ import annotations

import re
from typing import Any

from toolkit.availability.figures import about_slash
from toolkit.availability.lexicon import Meaning
from toolkit.availability.rules import Action, apply, rule
from toolkit.availability.tokens import Sentence

DAY, NOON = 1440, 720
_FEW, _BRIEF = 4, 180
Clock = tuple[int, str]


def clock_of(letter: str, value: Any) -> Clock | None:  # noqa: ANN401 - values differ by letter
    """Return the clock time of a token, or None when it cannot be one."""
    if letter == "T":
        return value if len(value) == 2 else (value[0], "word")
    if letter == "t":
        return (value[0], "colon") if value[0] <= DAY else None
    minute = value[0] if isinstance(value, tuple) else value
    return (minute, "bare") if minute <= DAY else None


def _half_of_day(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Complete "8 (in the evening)"."""
    clock = clock_of(match.group()[0], values[0])
    if clock is None or clock[0] >= 780:
        return ("T", [clock]) if clock else None
    start = values[-1].value[0]
    minute = clock[0] % NOON
    late = start >= NOON and not (start >= 1080 and minute < 300 and values[-1].value[1] == 360)
    if start == 1380 and minute < 360:
        late = False
    minute += NOON if late else 0
    if clock[0] == NOON and start == 360:
        minute = NOON
    return "T", [(minute or (DAY if start >= 1080 else 0), "pm" if late else "am")]


def _add(minutes: int) -> Action:
    """Return the rule that adds "and a half" to a clock time."""

    def action(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
        at = next(i for i, letter in enumerate(match.group()) if letter in "TN")
        clock = clock_of(match.group()[at], values[at])
        return ("T", [(clock[0] + minutes, clock[1])]) if clock and clock[0] < 1410 else None

    return action


def _certain(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Make a clock time of a number after "a las" or before "o'clock"."""
    at = match.group().index("N")
    clock = clock_of("N", values[at])
    if clock is None:
        return None
    told = (clock[0], "bare")
    return ("sT", [(), told]) if match.group()[0] == "s" else ("T", [told])


def _onwards(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Put "onwards" before its clock time."""
    at = next(i for i, letter in enumerate(match.group()) if letter in "TNt")
    return ">" + match.group()[at], [(), values[at]]


_NUMBER = "[NBTt]"
_FIRST = (
    rule("h", r"[NT]o?h", _half_of_day),
    rule("c", r"~?s?[TNt],?c", _onwards),
    rule("h", r"h", lambda _, values: ("P", values)),
    rule("J", r"J[NT]", _add(30)),
    rule("j", r"[NT]o?j", _add(30)),
    rule("@", r"@[NT]", _add(15)),
    rule("q", r"[NT]o?q", _add(15)),
    rule("N", r"No|sN", _certain),
    rule("Q", r"Q[-~s:]*N(?:[-/&]N)?G", "#"),
    rule("Q", rf"Q[-~s:]*{_NUMBER}(?:[-/&]{_NUMBER})?(?:[U$])?", "#"),
    rule("n", rf"n:?(?:{_NUMBER}(?:[-/&]{_NUMBER})?|G)", "#"),
    rule("U", rf"\$?{_NUMBER}(?:[-/&~]{{1,2}}{_NUMBER})?~?[U$]+", "#"),
    rule("$", rf"\$?{_NUMBER}(?:[-/&~]{{1,2}}{_NUMBER})?~?[U$]+", "#"),
    rule("$", rf"\${_NUMBER}(?:-{_NUMBER})?", "#"),
    rule("B", r"(?<![-/<>&sTb~])T:?B(?![-/])", "#"),
    rule("x", r"[NTA]x", "#"),
    rule("A", r"QA", "#"),
    rule("f", r"[DdGgw]f|f[DdGgw]", "R"),
    rule("f", r"f[Pp]", "#"),
    rule("z", r"[DdGgwPp]z|z[DdGgwPp]", "#"),
    rule("=", r"T=[:=]*[NB]?", "#"),
    rule("u", r"u+[PpGgwYr]+", "#"),
    rule("y", r"[yu]+[PpGgwDdYr]+", "#"),
    rule("N", r"(?<![-&/<>~bDdT])N(?:[pwG])", "#"),
    rule("w", r"(?:^|(?<=\.))w:?[B#]", "#"),
    rule("p", r"[B#]-?p|p:?[B#]", "#"),
    rule("P", r"[B#]-?P|P:?[B#]", "#"),
)


def prepare(sentence: Sentence) -> None:
    """Set aside the numbers that are no hours, complete the clock times."""
    apply(sentence, _FIRST)


def span(first: Clock, last: Clock) -> tuple[int, int]:
    """Return the minutes from one clock time to another, halves of the day completed.

    Examples
    --------
    >>> span((600, "bare"), (120, "bare")), span((360, "bare"), (1320, "pm"))
    ((600, 840), (1080, 1320))
    """
    (start, how), (end, ends) = first, last
    # "6-10pm": the first takes the half of the day of the last; "8-2am": the evening before
    same_half = ends == "pm" and 60 <= start < NOON < start + NOON < end
    # "6:45-7:45pm", where "9:00-10pm" is rather a whole day
    brief = ends == "pm" and how == "colon" and start % 60 and 0 < end - start - NOON <= _BRIEF
    night = ends == "am" and end <= start < NOON
    if (how == "bare" and (same_half or night)) or brief:
        start += NOON
    # "10 to 2" ends in the afternoon, "8 to 8" in the evening
    elif ends == "bare" and end < NOON and end <= start < end + NOON + (how == "bare"):
        end += NOON if how in {"bare", "am", "pm"} else 0
    # a day at work ends at "5:30", lunch at "1:30"
    elif ends == "colon" and 60 <= end <= start < end + NOON:
        lunch = how == "colon" and end + NOON - start <= _BRIEF
        end += NOON if how == "bare" or lunch else 0
    return start % DAY, end if end % DAY else DAY


def _brief(start: int, end: int, first: Clock, last: Clock) -> bool:
    """Tell whether "1h - 3h" is rather how long than when."""
    whole = {first[1], last[1]} <= {"h", "bare"} and not (start % 60 or end % 60)
    return whole and 60 <= start < end <= 300


def _hours(start: int, end: int, *hows: str) -> tuple[str, list[Any]]:
    """Return hours as one letter."""
    return "H", [(start, end, hows)]


def _range(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Hours from one clock time to another."""
    ends = [clock_of(a, v) for a, v in zip(match.group(), values, strict=True) if a in "TNt"]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    start, end = span(ends[0], ends[1])
    # a second range, "10-1 and 2-5", is no duration
    second = "bare" in (ends[0][1], ends[1][1]) and _RANGES_BEFORE.search(
        match.string[: match.start()]
    )
    if _brief(start, end, ends[0], ends[1]) and not second:
        return "#", [()]
    return _hours(start, end, ends[0][1], ends[1][1])


def _bare_range(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Hours of two bare numbers, where the words around ask for hours."""
    letters, at = match.string, match.start()
    dated = any(a == "-" and v for a, v in zip(match.group(), values, strict=True))
    refused = not dated and _REFUSED_BEFORE.search(letters[:at])
    if dated or not (refused or _asked(letters, at, match.end())):
        return None
    return _range(match, values)


def _two_ranges(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Hours before and after a break in plain numbers: "10 a 14 y 17 a 21"."""
    minutes = [value for a, value in zip(match.group(), values, strict=True) if a == "N"]
    # ages, sizes and numbers of persons rarely go up four times between six and midnight
    if minutes != sorted(set(minutes)) or minutes[0] < 360 or minutes[-1] > DAY:
        return None
    found = [
        span((a, "bare"), (b, "bare")) for a, b in zip(minutes[::2], minutes[1::2], strict=True)
    ]
    return "H,H", [(*found[0], ("bare", "bare")), (), (*found[1], ("bare", "bare"))]


def _second(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Move a second range of plain numbers to the afternoon: "10 to 1 and 3 to 7"."""
    (_, before, hows), (start, end, theirs) = values[0], values[-1]
    if theirs[0] != "bare" or start >= before or not set(hows) <= {"bare", "h", "colon"}:
        return None
    if start + NOON < before or (theirs[1] != "bare" and end < start + NOON):
        return None
    later = end + NOON if end < NOON else end
    told = (start + NOON, later, (*theirs, "moved"))
    return match.group(), [*values[:-1], told]


def _from_then(_: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """From an hour of a relative day: "from tomorrow 10am"."""
    clock = clock_of("T", values[-1])
    if clock is None:
        return None
    return "RH", [(), (clock[0] % DAY, DAY, ("after", clock[1]))]


def _refused_ends(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Hours between those refused: "no calls before 9 or after 8pm"."""
    ends = [clock_of(a, v) for a, v in zip(match.group(), values, strict=True) if a in "TNt"]
    if ends[0] is None or ends[1] is None:
        return None
    start, end = span(ends[0], ends[1])
    return _hours(start, end, ends[0][1], ends[1][1])


def _glued(_: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Two ranges with nothing between: "9h12h 14h18h"."""
    clocks = [clock_of("T", value) for value in values]
    minutes = [clock[0] for clock in clocks if clock]
    if len(minutes) != 4 or minutes != sorted(minutes):
        return None
    return "H,H", [(*minutes[:2], ("h", "h")), (), (*minutes[2:], ("h", "h"))]


def clause_of(letters: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence around some letters begins and ends."""
    last = letters.find(".", end)
    return letters.rfind(".", 0, start) + 1, len(letters) if last < 0 else last


_DAYS_BEFORE = re.compile(r"[DdGgwPpRrYZ][:,~]*$")
_DAYS_AFTER = re.compile(r"[,&]?~?[DdGgwP]")
_HOURS_BEFORE = re.compile(r"H[,&/~]{1,2}$")
_RANGES_AFTER = re.compile(r"(?:[,&/~b]{1,3}N[-/<]N)+")
_HOURS_AFTER = re.compile(r"[,&/~]{1,3}H")
_RANGES_BEFORE = re.compile(r"(?:(?:[>~b]*N[-/<]N|H)[,&/~>]{1,3})+$")
_REFUSED = re.compile(r"e[LW~]{0,2}$")
_REFUSED_BEFORE = re.compile(r"[eK]L?[,:~]*$")


def _asked(letters: str, start: int, end: int) -> bool:
    """Tell whether bare numbers stand where hours are said."""
    first, last = clause_of(letters, start, end)
    before, after = _RANGES_BEFORE.sub("", letters[first:start]), letters[end:last]
    after = after[found.end() :] if (found := _RANGES_AFTER.match(after)) else after
    if _DAYS_BEFORE.search(before) or _HOURS_BEFORE.search(before) or _DAYS_AFTER.match(after):
        return True
    if _HOURS_AFTER.match(after):
        return True
    if after[:1] in {"W", "#", "B", "M", "U"}:
        return False
    if set(before) & set("DdGgw"):
        return True
    return "L" in before or (not before.strip("~b") and not after)


def _opened(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Hours after, or before, a clock time."""
    letters = match.group()
    clock = clock_of(letters[-1], values[-1])
    if clock is None:
        return None
    bare = letters[-1] == "N" or clock[1] == "bare"
    refused = _REFUSED.search(match.string[: match.start()]) is not None
    asked = refused or _asked(match.string, match.start(), match.end())
    if letters[-1] == "N" and not asked:
        return None
    minute = clock[0]
    if refused and clock[1] == "bare":
        # "no calls before 9" is said of the morning, "none after 9" of the evening
        minute += NOON if letters[0] == ">" and minute <= 660 else 0
        limits = (0, minute or DAY, "until") if letters[0] == "<" else (minute % DAY, DAY, "after")
        return _hours(*limits, clock[1])
    # "after 5" and "until 9" are said of the afternoon and the evening
    if clock[1] == "bare" and 60 <= minute <= (660 if letters[0] == "<" else 360):
        minute += NOON
    if letters[0] == "<":
        if match.string[match.start() - 1 : match.start()] in {"T", "N"}:
            return None
        return _hours(0, minute or DAY, "until", clock[1])
    if clock[1] == "h" and minute < 300 and minute % 60 == 0 and not bare:
        return None
    return _hours(minute % DAY, DAY, "after", clock[1])


def _late(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Hours from a clock time to late."""
    at = next(i for i, letter in enumerate(match.group()) if letter in "TNt")
    clock = clock_of(match.group()[at], values[at])
    if clock is None:
        return None
    evening = clock[1] == "bare" and clock[0] < 600
    return _hours((clock[0] + (NOON if evening else 0)) % DAY, DAY, clock[1], "late")


def _slashed(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Two figures about a slash are hours beside days, a date elsewhere."""
    token = values[-1][0]
    numbers = about_slash(token)
    if numbers is None or max(numbers) > 24:
        return None
    ranged = re.search(r"(?:[DdGgw][-/,&~]*[DdGgw]|G)[:,~]*$", match.string[: match.start()])
    if not ranged or "0" in {token[0], token.split("/")[1][0]}:
        return None
    start, end = span((60 * numbers[0], "bare"), (60 * numbers[1], "bare"))
    return _hours(start, end, "bare", "bare")


def _whole_day(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Make the whole day of a lone "24h"."""
    first, last = clause_of(match.string, match.start(), match.end())
    clause = match.string[first:last]
    # said right after what is offered
    offered = match.string[match.start() - 1 : match.start()] == "W" and clause.count("W") <= _FEW
    ends = match.end() == last or match.string[match.end()] == ","
    plain = "L" in clause or clause.count("W") < 2 or (offered and ends)
    return ("A", [()]) if values[0] == (DAY, "h") and plain else None


def _reversed(match: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Hours said backwards: "till midnight from 4pm"."""
    ends = [clock_of(a, v) for a, v in zip(match.group(), values, strict=True) if a in "Tt"]
    if ends[0] is None or ends[1] is None:
        return None
    start, end = span(ends[1], ends[0])
    return _hours(start, end, ends[1][1], ends[0][1])


def _across(_: re.Match[str], values: list[Any]) -> tuple[str, list[Any]] | None:
    """Read hours from one day to another: "du vendredi 18h au dimanche 20h"."""
    first, start = values[0].value[0], values[1][0]
    last, end = values[-2].value[0], values[-1][0]
    between = [(first - 1 + n) % 7 + 1 for n in range(1, (last - first) % 7)]
    found = [Meaning("D", (day,), values[0].languages) for day in (first, *between, last)]
    hours = [(start % DAY, DAY), *[(0, DAY)] * len(between), (0, end or DAY)]
    told = [(named, (*span_, ("h", "h")), ()) for named, span_ in zip(found, hours, strict=True)]
    return "DH." * len(told), [value for group in told for value in group]


_TO = r"(?:[-/]s?|s|~?<s?|-<|->|,?<)~?s?"
_RANGES = (
    rule("D", r"DT~?[-<]~?DT", _across),
    rule("X", r"X", _slashed),
    rule("v", rf"[>~b]*s?[TNt](?:{_TO}|,?&|,)?[<]?v", _late),
    rule("V", rf"[>~b]*s?[TNt](?:{_TO}|,?&|,)?[<]?V", _late),
    rule("R", r">R,?s?T(?![-/<&])", _from_then),
    rule("e", r"e[WL~]{0,3}<~?s?[TNt],?(?:[&e],?>|<)~?s?[TNt]", _refused_ends),
    rule("b", r"bs?[TNt]&[~s]*[TNt]", _range),
    rule("T", rf"[>~b]*s?(?:T{_TO}[TNt]|[Nt]{_TO}T)(?![oj])", _range),
    rule("t", rf"[>~b]*s?(?:t{_TO}[Nt]|N{_TO}t)(?![oj])", _range),
    rule("<", r"<s?[Tt]>~?s?[Tt]", _reversed),
    rule("T", r"(?<![TNt])TTTT(?![TNtB#])", _glued),
    rule("T", r"(?<![TNt])TT(?![TB#])", _range),
    rule("N", rf"[>~b]*N{_TO}N(?![-/UoBN$])", _bare_range),
    rule("N", r"(?<![-/NB$#])~?N-~?N[,&]{1,2}~?N-~?N(?![-/UoBN$#x])", _two_ranges),
    rule("H", r"H[,&/~>]{1,3}(?=H)H", _second),
    rule(">", r">~?s?[TtN]", _opened),
    rule("<", r"<~?s?[TtN]", _opened),
    rule("T", r"T", _whole_day),
)


def read_hours(sentence: Sentence) -> None:
    """Turn clock times into ranges of hours."""
    apply(sentence, _RANGES)
