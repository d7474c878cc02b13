"""Find the stretch of a run that looks most like one phone number."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from toolkit.anonymise.phones.claims import PLACES, claims, is_date
from toolkit.anonymise.phones.likeness import has_cue, likeness
from toolkit.anonymise.phones.unit import Unit
from toolkit.anonymise.vocabulary import cues

FEWEST_DIGITS, MOST_DIGITS = 6, 17
ENOUGH = 4.0
_SAID_GAPS = frozenset(
    [" e ", " et ", " y ", " si ", " and ", " ", ", ", "-", " / ", "\n", ".", "/", " - "]
)
_NEAR = 24
# groups that are weighed together; longer runs are read a stretch at a time
_MOST_AT_ONCE = 48


def find_windows(seen: str, groups: list[Unit]) -> tuple[list[list[Unit]], list[Unit]]:
    """Return the numbers of a run of any length, and the groups of it that are none.

    Parameters
    ----------
    seen : str
        The text as it is read.
    groups : list of Unit
        Groups side by side, number words already joined.

    Returns
    -------
    tuple of list
        The numbers, each a list of groups, and the groups that are left.

    Examples
    --------
    >>> text = "06 39 98 12 34"
    >>> pairs = [Unit(at, at + 2, text[at : at + 2], "digits") for at in range(0, 14, 3)]
    >>> [[unit.digits for unit in number] for number in find_windows(text, pairs)[0]]
    [['06', '39', '98', '12', '34']]
    """
    found: list[list[Unit]] = []
    left: list[Unit] = []
    while len(groups) > _MOST_AT_ONCE:
        read, rest = _in_run(seen, groups[:_MOST_AT_ONCE])
        # what may go on past the stretch is read again with the next one
        settled = groups[_MOST_AT_ONCE - MOST_DIGITS].start
        open_ended = [window[0].start for window in read if window[-1].start >= settled]
        settled = min([settled, *open_ended])
        if settled <= groups[0].start:
            settled = groups[_MOST_AT_ONCE].start
        found += [window for window in read if window[0].start < settled]
        left += [group for group in rest if group.start < settled]
        groups = [group for group in groups if group.start >= settled]
    read, rest = _in_run(seen, groups) if groups else ([], [])
    return found + read, left + rest


def _in_run(seen: str, groups: list[Unit]) -> tuple[list[list[Unit]], list[Unit]]:
    """Return the numbers of a run, and the groups of it that are none."""
    if _is_plain(seen, groups):
        return [groups], []
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


def _is_plain(seen: str, groups: list[Unit]) -> bool:
    """Tell whether groups are ten digits as anybody writes them: the usual case, read at once."""
    digits = "".join(group.digits for group in groups)
    if len(digits) != 10 or digits[0] != "0" or digits[1] == "0" or len(groups) not in (1, 5):
        return False
    if any(group.kind != "digits" or len(group.digits) * len(groups) != 10 for group in groups):
        return False
    places = PLACES.search(seen, max(groups[0].start - _NEAR, 0), groups[0].start)
    if places is not None and not has_cue(seen, groups):
        return False
    gaps = {seen[a.end : b.start] for a, b in itertools.pairwise(groups)}
    return not gaps or (len(gaps) == 1 and gaps.pop() in {" ", ".", "-"})


def _best(seen: str, groups: list[Unit], claimed: list[bool]) -> tuple[int, int] | None:
    """Return the stretch of groups that looks most like one number, if any does enough."""
    best, most = None, 0.0
    # only what is claimed can be a date
    dates = [taken and is_date(seen, group) for group, taken in zip(groups, claimed, strict=True)]
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
            if (
                any(claimed[first:last])
                and (any(dates[first:last]) or not _is_even(seen, window))
                and not _is_announced_mobile(seen, window)
            ):
                continue
            score = likeness(seen, window) - _loose_ends(seen, window)
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


def _is_announced_mobile(seen: str, window: Sequence[Unit]) -> bool:
    """Tell whether ten digits that begin with 06 or 07 stand just after a cue."""
    digits = "".join(unit.digits for unit in window)
    return bool(re.fullmatch(r"0[67]\d{8}", digits)) and has_cue(seen, window)


def _is_even(seen: str, window: Sequence[Unit]) -> bool:
    """Tell whether ten digits in pairs stand with one and the same sign between them."""
    gaps = {seen[a.end : b.start].strip() for a, b in itertools.pairwise(window)}
    digits = "".join(unit.digits for unit in window)
    pairs = len(window) == 5 and all(len(unit.digits) == 2 for unit in window)
    plain = len(gaps) == 1 and not any(map(str.isalpha, next(iter(gaps))))
    if plain and len(digits) == 10 and digits.startswith("0") and pairs:
        return True
    # no price begins with zero: "$212 $555 $0186" and "60€00€00" are numbers in disguise
    zeros = any(re.match(r"0\d", unit.digits) for unit in window[1:])
    return plain and len(window) > 2 and zeros


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
        beside = groups[position + 1 if position < first else position - 1].kind == "word"
        near = len(gap) <= 3 and (not weak or ((said or beside) and gap in _SAID_GAPS))
        return near and not plain and len(group.digits) <= 4

    while first > 0 and leftover(first - 1, seen[groups[first - 1].end : groups[first].start]):
        first -= 1
    while last < len(groups) and leftover(last, seen[groups[last - 1].end : groups[last].start]):
        last += 1
    return first, last
