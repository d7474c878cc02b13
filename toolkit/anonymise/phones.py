"""Find phone numbers among the digit-like units; leave prices, hours, dates and sizes alone."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from toolkit.anonymise.claims import claims, is_date
from toolkit.anonymise.fragments import PLACES, find_fragments
from toolkit.anonymise.joining import join_units
from toolkit.anonymise.seeing import View, view_of
from toolkit.anonymise.units import Unit, find_units
from toolkit.anonymise.vocabulary import cues

FEWEST_DIGITS, MOST_DIGITS = 6, 17
ENOUGH = 4.0
_MOST_SIGNS, _MOST_WORDS = 9, 4
_WORD = re.compile(r"[^\W\d_]+")
_SIGN = re.compile("[☎📞📱📲✆🤙]")
# how far a word that announces a number reaches
_REACH, _REACH_BACK, _MOST_WORDS_AFTER_CUE = 48, 20, 5
_COUNTRIES = (
    "33|34|39|40|44|49|31|32|30|36|41|42[01]|43|45|46|47|48|35[1-9]|37[0-9]|38[0-9]|7|1|20|21[2368]|22[0-9]"
    "|23[3-9]|24[1-5]|25[0-9]|26[0-9]|5[1-8]|59[0-9]|6[0-6]|8[1246]|9[0-8]|50[0-9]"
)
_SHAPES = tuple(
    (re.compile(pattern), points)
    for pattern, points in (
        (r"0[1-9][\d?]{8}", 5.0),
        (r"07\d{9}", 5.0),
        (r"0[1-9]\d{9}", 4.0),
        (r"0\d{9,11}", 3.0),
        (r"0\d{8}", 2.5),
        (r"[679]\d{8}", 3.0),
        (r"3\d{9}", 2.5),
        (r"1[3-9]\d{9}", 3.0),
        (r"[2-9]\d\d[2-9]\d{6}", 2.5),
        (rf"(?:{_COUNTRIES})\d{{8,10}}", 2.5),
        (r"\d{8,15}", 1.0),
        (r"0[67][\d?]{4,8}", 1.0),
        (r"[\d?]{6,17}", -0.5),
    )
)
_LISTENING = re.compile(r"z[eé]r|numer|chiffr|\btape|\b0[67]\b(?![ .\-/]?\d)")
_COMMON_GAPS = frozenset({" - ", ", ", ". ", " / ", " . "})
_AREA_CODE = re.compile(r"\(\d{2,4}\)\s?\d{3}[ .\-]\d{3,4}(?!\d)")
_PLAIN_GAP = re.compile(r"[\s.\-/()]*")


def find_phones(view: View) -> Iterator[tuple[int, int, bool]]:
    """Yield the phone numbers of a text.

    It asks for no valid prefix: ranges reserved for fiction are numbers too. It does not take
    prices, hours, ages, sizes, dates or references for numbers.

    Parameters
    ----------
    view : View
        A text as it is read.

    Yields
    ------
    tuple
        ``start``, ``end`` (in ``view.seen``), and whether the number hides from machines.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> list(find_phones(view_of("80 120 200 de 10h à 20h ou zéro six 39 98 12 34")))
    [(27, 47, True)]
    """
    if not (view.at("digits") or view.at("mixed") or view.at("numbers") or view.at("phone")):
        return
    found = list(_read(view, find_units(view)))
    if _should_listen(view, found):
        found = list(_read(view, find_units(view, listen=True))) or found
    for window in found:
        yield _span(view.seen, window)


def read_digits(contact: str) -> str:
    """Return the digits that a phone number says, however it is written.

    It does not check them.

    Parameters
    ----------
    contact : str
        A phone number as written.

    Returns
    -------
    str
        Digits, empty when there is none.

    Examples
    --------
    >>> read_digits("zéro six 39 98 douze 3️⃣4️⃣")
    '0639981234'
    """
    view = view_of(contact)
    groups = join_units(view.seen, find_units(view, listen=True))
    return "".join(group.digits for group in groups).replace("?", "")


def _should_listen(view: View, found: list[list[Unit]]) -> bool:
    """Tell whether misspelt number words may hide a number, or a part of one."""
    if not found:
        said = len(view.at("numbers")) >= 4 or len(view.at("mixed")) >= 3
        return said or bool(view.at("phone")) or _LISTENING.search(view.seen) is not None
    whole = all(unit.kind == "digits" for window in found for unit in window)
    return not whole or any(len("".join(unit.digits for unit in window)) < 9 for window in found)


def _read(view: View, units: list[Unit]) -> Iterator[list[Unit]]:
    """Yield the numbers that units make, and the parts of scattered ones."""
    if sum(len(unit.digits) for unit in units) < FEWEST_DIGITS:
        return
    rest: list[Unit] = []
    for run in _runs(view.seen, units):
        groups = join_units(view.seen, run)
        if sum(len(group.digits) for group in groups) < FEWEST_DIGITS:
            rest += groups
            continue
        found, left = _in_run(view.seen, groups)
        rest += left
        yield from found
        rest += [group for window in found if _is_partial(window) for group in window]
    yield from find_fragments(view.seen, sorted(rest))


def _is_partial(window: Sequence[Unit]) -> bool:
    """Tell whether a number hides digits or stops early, so that the rest may stand farther on."""
    digits = "".join(unit.digits for unit in window)
    return "?" in digits or (len(digits) < 9 and digits.startswith("0"))


def _span(seen: str, window: Sequence[Unit]) -> tuple[int, int, bool]:
    """Return where a number stands, its plus sign and brackets included, and if it hides."""
    start, end = window[0].start, window[-1].end
    before = re.search(r"(?:\+|\(\s?\+?|\bplus\s)\s?$", seen[:start])
    gaps = "".join(seen[a.end : b.start] for a, b in itertools.pairwise(window))
    hidden = any(unit.kind != "digits" for unit in window) or not _PLAIN_GAP.fullmatch(gaps)
    return (before.start() if before else start), end, hidden


def _runs(seen: str, units: list[Unit]) -> Iterator[list[Unit]]:
    """Yield units that stand side by side."""
    run: list[Unit] = []
    for unit in units:
        if run and not _may_join(seen[run[-1].end : unit.start]):
            yield _without_loose_letters(seen, run)
            run = []
        run.append(unit)
    if run:
        yield _without_loose_letters(seen, run)


def _may_join(gap: str) -> bool:
    """Tell whether two units with this between them may belong to one number."""
    if len(gap) <= 1 or gap in _COMMON_GAPS:
        return not gap.isalpha()
    words = _WORD.findall(gap)
    if len(words) > _MOST_WORDS or any(word not in cues()["fillers"] for word in words):
        return False
    signs = sum(not sign.isspace() and not sign.isalpha() for sign in gap)
    return signs <= _MOST_SIGNS


def _without_loose_letters(seen: str, run: list[Unit]) -> list[Unit]:
    """Leave out, at both ends of a run, single letters that stand apart from the digits."""
    first, last = 0, len(run)
    while first < last and run[first].kind == "letters" and run[first].digits[0] != "0":
        if _is_in_step(seen, run[first : first + 3]):
            break
        first += 1
    while last > first and run[last - 1].kind in {"letters", "multiplier"}:
        long = last > 1 and len(run[last - 1].digits) > 1
        near = long and run[last - 1].start - run[last - 2].end < 2
        if near or _is_in_step(seen, run[max(last - 3, 0) : last]):
            break
        last -= 1
    return run[first:last]


def _is_in_step(seen: str, three: Sequence[Unit]) -> bool:
    """Tell whether one and the same sign, more than a blank, stands between three units."""
    gaps = {seen[a.end : b.start] for a, b in itertools.pairwise(three)}
    return len(three) == 3 and len(gaps) == 1 and bool(gaps.pop().strip())


def _in_run(seen: str, groups: list[Unit]) -> tuple[list[list[Unit]], list[Unit]]:
    """Return the numbers of a run, and the groups of it that are none."""
    claimed = claims(seen, groups)
    best = _best(seen, groups, claimed)
    if best is None:
        return [], groups
    first, last = _absorb(seen, groups, claimed, best)
    found: list[list[Unit]] = [groups[first:last]]
    left: list[Unit] = []
    for part in (groups[:first], groups[last:]):
        if sum(len(group.digits) for group in part) >= FEWEST_DIGITS:
            more, rest = _in_run(seen, part)
            found += more
            left += rest
        else:
            left += part
    return found, left


def _best(seen: str, groups: list[Unit], claimed: list[bool]) -> tuple[int, int] | None:
    """Return the stretch of groups that looks most like one number, if any does enough."""
    best, most = None, 0.0
    dates = [is_date(seen, group) for group in groups]
    for first in range(len(groups)):
        digits = 0
        for last in range(first + 1, len(groups) + 1):
            digits += len(groups[last - 1].digits)
            if digits > MOST_DIGITS:
                break
            # shorter than a number: only what begins like one and hides or stops early
            if digits < FEWEST_DIGITS or (digits < 8 and groups[first].digits[0] != "0"):
                continue
            window = groups[first:last]
            taken = any(claimed[first:last])
            if taken and (any(dates[first:last]) or not _is_even(seen, window)):
                continue
            score = _score(seen, window) - _loose_ends(seen, window)
            # of two that look alike the longer
            if score >= ENOUGH and score + digits / 100 > most:
                best, most = (first, last), score + digits / 100
    return best


def _loose_ends(seen: str, window: Sequence[Unit]) -> float:
    """Return points to take off when an end is a word that mostly means something else."""
    ends = (window[0], window[-1])
    return sum(
        0.4
        for unit in ends
        if unit.kind == "misspelt" or seen[unit.start : unit.end] in cues()["weak_numbers"]
    )


def _is_even(seen: str, window: Sequence[Unit]) -> bool:
    """Tell whether ten digits in pairs stand with one and the same sign between them."""
    gaps = {seen[a.end : b.start].strip() for a, b in itertools.pairwise(window)}
    digits = "".join(unit.digits for unit in window)
    pairs = len(window) == 5 and all(len(unit.digits) == 2 for unit in window)
    if len(gaps) == 1 and len(digits) == 10 and digits.startswith("0") and pairs:
        return True
    # no price begins with zero: "$212 $555 $0186" is a number in disguise
    return len(gaps) == 1 and len(window) > 2 and bool(re.match(r"0\d{2}", window[-1].digits))


def _score(seen: str, window: Sequence[Unit]) -> float:
    """Return how much a stretch of groups looks like a phone number."""
    digits = "".join(unit.digits for unit in window)
    start = window[0].start
    international = _international(seen, start, digits)
    points = next(points for shape, points in _SHAPES if shape.fullmatch(digits) or points < 0)
    if international:
        points = max(points, 5.0 if len(digits) >= 9 else 3.0)
    if window[0].kind == "wild" or digits.count("?") > 6:
        return 0.0
    points += _evidence(seen, window)
    sizes = [len(unit.digits) for unit in window]
    if sizes in ([1, 2, 2, 2, 2], [3, 2, 2, 2]) and digits[0] in "1234567":
        points += 2.0
    if _AREA_CODE.match(seen, start - 1):
        points += 1.5
    if not international and (_is_list(seen, window) or _are_places(seen, window)):
        points -= 5.0
    return points


def _are_places(seen: str, window: Sequence[Unit]) -> bool:
    """Tell whether pairs of digits are départements: a word for places stands before them."""
    if window[0].digits.startswith("0") or any(len(unit.digits) != 2 for unit in window):
        return False
    start = window[0].start
    return PLACES.search(seen[max(start - 24, 0) : start]) is not None


def _international(seen: str, start: int, digits: str) -> bool:
    """Tell whether a number begins with a plus sign or a double zero."""
    before = seen[max(start - 8, 0) : start]
    plus = bool(re.search(r"\+\s?\(?\s?$|\bplus\s$|\bmas\s$", before))
    return (plus and len(digits) >= 8) or (digits.startswith("00") and 11 <= len(digits) <= 15)


def _evidence(seen: str, window: Sequence[Unit]) -> float:
    """Return points for a cue, a disguise, regular groups and groups that begin with zero."""
    points = 0.0
    if _has_cue(seen, window):
        points += 2.0
    kinds = {unit.kind for unit in window}
    sizes = [len(unit.digits) for unit in window]
    gaps = [seen[a.end : b.start] for a, b in itertools.pairwise(window)]
    if len(window) == 1 and sizes[0] >= 9:
        points += 1.5
    elif len(set(sizes[1:])) <= 1 and len({gap.strip() for gap in gaps}) == 1:
        points += 1.0
    if len(window) >= 7 and set(sizes) == {1}:
        points += 1.5
    if any(unit.digits.startswith("0") and len(unit.digits) > 1 for unit in window[1:]):
        points += 1.0
    odd = {sign for gap in gaps for sign in gap if not sign.isalnum() and sign not in " .-/(),;:\n"}
    said = sum(unit.kind in {"word", "misspelt"} for unit in window)
    if said >= 3:
        points += 2.0 if said >= 4 else 1.5
    elif odd or "mixed" in kinds or "letters" in kinds:
        points += 1.0
    return points


@lru_cache(maxsize=4)
def _cue_places(seen: str) -> tuple[list[int], list[int]]:
    """Return where the words that announce a number begin and end, of the text at hand."""
    spans = [match.span() for match in _WORD.finditer(seen) if match.group() in cues()["phone"]]
    signs = [match.span() for match in _SIGN.finditer(seen)]
    found = sorted([*spans, *signs])
    return [start for start, _ in found], [end for _, end in found]


def _has_cue(seen: str, window: Sequence[Unit]) -> bool:
    """Tell whether a word just before or after announces a number."""
    starts, ends = _cue_places(seen)
    start, end = window[0].start, window[-1].end
    before = bisect_right(ends, start) - 1
    if before >= 0 and len(_WORD.findall(seen, ends[before], start)) < _MOST_WORDS_AFTER_CUE:
        return start - ends[before] <= _REACH
    after = bisect_left(starts, end)
    return after < len(starts) and starts[after] - end <= _REACH_BACK


def _is_list(seen: str, window: Sequence[Unit]) -> bool:
    """Tell whether groups are prices, hours or days in a row rather than one number."""
    if len(window) < 3 or any(unit.digits.startswith("0") for unit in window):
        return False
    if any("?" in unit.digits for unit in window):
        return False
    # "500-100-200" after a word that announces a number
    even = {seen[a.end : b.start] for a, b in itertools.pairwise(window)} in ({"-"}, {"."})
    if even and sum(len(unit.digits) for unit in window) == 9 and _has_cue(seen, window):
        return False
    values = [int(unit.digits) for unit in window]
    rounded = all(value % 5 == 0 for value in values)
    ascending = all(a < b for a, b in itertools.pairwise(values))
    return rounded or ascending


def _absorb(
    seen: str, groups: list[Unit], claimed: list[bool], best: tuple[int, int]
) -> tuple[int, int]:
    """Widen a number over the leftovers beside it that measure nothing."""
    first, last = best
    window = groups[first:last]
    gaps = {seen[a.end : b.start] for a, b in itertools.pairwise(window)}
    even = next(iter(gaps)) if len(gaps) == 1 else None
    singles = all(len(unit.digits) == 1 for unit in window)
    digits = "".join(unit.digits for unit in window)
    whole = len(digits) == 10 and digits.startswith("0")
    plain = whole and all(unit.kind == "digits" for unit in window)
    said = sum(unit.kind != "digits" for unit in window) >= 3

    def leftover(position: int, gap: str) -> bool:
        if not 0 <= position < len(groups) or claimed[position]:
            return False
        group = groups[position]
        if gap == even and (
            singles or even.strip() or (position >= last and len(group.digits) == 1)
        ):
            return len(group.digits) <= 4
        weak = group.kind == "misspelt" or seen[group.start : group.end] in cues()["weak_numbers"]
        near = len(gap) <= 3 and (not weak or (said and gap in {" ", ", ", "-", " / ", "\n"}))
        return near and not plain and len(group.digits) <= 4

    while first > 0 and leftover(first - 1, seen[groups[first - 1].end : groups[first].start]):
        first -= 1
    while last < len(groups) and leftover(last, seen[groups[last - 1].end : groups[last].start]):
        last += 1
    return first, last
