"""Find phone numbers among the digit-like units; leave prices, hours, dates and sizes alone."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.anonymise.claims import PLACES, claims, is_date
from toolkit.anonymise.fragments import find_fragments
from toolkit.anonymise.hearing import heard, inside
from toolkit.anonymise.joining import join_units
from toolkit.anonymise.likeness import has_cue, likeness
from toolkit.anonymise.seeing import View, view_of
from toolkit.anonymise.signs import has_romans
from toolkit.anonymise.unit import Unit
from toolkit.anonymise.units import find_units
from toolkit.anonymise.vocabulary import cues

FEWEST_DIGITS, MOST_DIGITS = 6, 17
ENOUGH = 4.0
_MOST_SIGNS, _MOST_WORDS = 9, 4
_WORD = re.compile(r"[^\W\d_]+")
_LISTENING = re.compile(r"z[eé]r|numer|chiffr|\btape|\b0[67]\b(?![ .\-/]?\d)")
_SAID_GAPS = frozenset([" ", ", ", "-", " / ", "\n", ".", "/", " - "])
_DRAWN_KINDS = frozenset({"digits", "letters", "mixed"})
_DRAWN_GROUP = "[oqilzsbgtобзч0-9]{1,4}"
_COMMON_GAPS = frozenset({" - ", ", ", ". ", " / ", " . "})
_PLAIN_GAP = re.compile(r"[\s.\-/()]*")
_SIGN_BEFORE = re.compile(
    r"(?:\+|\(\s?\+?|\b(?:plus|mas|mais|piu)\s|\b(?:indicatif|prefix|prefijo|prefisso|indicativo|ddd)"
    r" \+?\d{1,3} (?:(?:e )?(?:puis|then|luego|apoi|e|y|et|and|depois|dann) )?)\s?$"
)
_FEWEST_SAID, _NEAR = 3, 24
_FEWEST_GAPS, _LONGEST_REFRAIN = 4, 14
# "A=06 B=39"
_LABEL = re.compile(r"[\s,;/]{0,3}[a-z]\s?[=:]\s?")
# "poste 12", and the other end of a number: "ou 17"
_EXTENSION = re.compile(
    r"[ ,]{1,2}(?:poste|ext|extension|interne|int|anexo|ramal|durchwahl)\.? ?\d{1,4}(?!\d)"
    r"|(?: ou | or | o | sau |/)\d\d(?![\d/]| ?[/:h])"
)
_MEASURED = re.compile(r"\s?(?:€|\$|£|euros?\b|h\b|ans\b|min|lei\b|%|km\b|/)")
# what is said after each group
_REFRAINS = (
    re.compile(r"\s?\([^()]{1,30}\)"),
    re.compile(r"\s?(?:comme|como|like|ca|wie|come)\s[^\W\d_]+"),
    re.compile(r"\s?(?:cm|km|kg|mm|€|euros?)(?![^\W_])"),
)
_FEWEST_REFRAINS = 2
_NO_HOUR = re.compile(r"\b(?:2[5-9]|[3-9]\d)h\d\d")
_BEGUN = re.compile(r"0\d{1,4}")
# groups that are weighed together; longer runs are read a stretch at a time
_MOST_AT_ONCE = 48


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
    said = view.at("digits") or view.at("mixed") or view.at("numbers") or view.at("phone")
    long_words = [view.words[position][0] for position in view.at("long")]
    whole = [word for word in long_words if word.isalpha() and (heard(word) or inside(word))]
    if not (said or whole or has_romans(view)):
        return
    found = [] if whole else list(_read(view, find_units(view)))
    if whole or _should_listen(view, found):
        found = list(_read(view, find_units(view, listen=True))) or found
    for window in found:
        yield _span(view.seen, window)
    if found and (view.seen.count("06") > 1 or view.seen.count("07") > 1):
        yield from _begun_again(view.seen, find_units(view), found)


def _begun_again(
    seen: str, units: list[Unit], found: list[list[Unit]]
) -> Iterator[tuple[int, int, bool]]:
    """Yield the beginning of a number that the text gives once more, whole."""
    whole = ["".join(unit.digits for unit in window) for window in found]
    taken = {place for window in found for place in range(window[0].start, window[-1].end)}
    left = [unit for unit in units if unit.start not in taken]
    for run in _runs(seen, left):
        digits = "".join(unit.digits for unit in run)
        if len(digits) >= 4 and any(number.startswith(digits) for number in whole):
            yield run[0].start, run[-1].end, True


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
    if not whole or any(len("".join(unit.digits for unit in window)) < 9 for window in found):
        return True
    # a second number, said rather than written, may stand beside the first
    taken = {place for window in found for place in range(window[0].start, window[-1].end)}
    left = [place for place in view.at("numbers") if view.words[place][1] not in taken]
    begun = any(
        _BEGUN.fullmatch(view.words[place][0]) and view.words[place][1] not in taken
        for place in view.at("digits")
    )
    return len(left) >= _FEWEST_SAID or begun


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
        found, left = _in_long_run(view.seen, groups)
        rest += left
        yield from found
        rest += [group for window in found if _is_partial(window) for group in window]
    told, called = bool(view.at("fragments")), bool(view.at("phone"))
    yield from find_fragments(view.seen, sorted(rest), told=told, called=called)


def _is_partial(window: Sequence[Unit]) -> bool:
    """Tell whether a number hides digits or stops early, so that the rest may stand farther on."""
    digits = "".join(unit.digits for unit in window)
    return "?" in digits or (len(digits) < 9 and digits.startswith("0"))


def _span(seen: str, window: Sequence[Unit]) -> tuple[int, int, bool]:
    """Return where a number stands, its plus sign and brackets included, and if it hides."""
    start, end = _in_rhythm(seen, window)
    before = _SIGN_BEFORE.search(seen, max(start - 24, 0), start)
    gaps = "".join(seen[a.end : b.start] for a, b in itertools.pairwise(window))
    hidden = any(unit.kind != "digits" for unit in window) or not _PLAIN_GAP.fullmatch(gaps)
    after = _EXTENSION.match(seen, end)
    if after is not None and not _MEASURED.match(seen, after.end()):
        end = after.end()
    end = _with_refrain(seen, window, end)
    if (
        before is None
        and len(window) > 2
        and all(_LABEL.fullmatch(seen[a.end : b.start]) for a, b in itertools.pairwise(window))
    ):
        before = re.compile(r"(?<![^\W_])[a-z]\s?[=:]\s?$").search(seen, max(start - 6, 0), start)
    return (before.start() if before else start), end, hidden


def _with_refrain(seen: str, window: Sequence[Unit], end: int) -> int:
    """Return the end of a number with what the writer adds after each group: "75 comme Paris"."""
    gaps = [seen[a.end : b.start] for a, b in itertools.pairwise(window)]
    for refrain in _REFRAINS:
        if sum(refrain.match(gap) is not None for gap in gaps) >= _FEWEST_REFRAINS:
            after = refrain.match(seen, end)
            return after.end() if after is not None else end
    return end


def _in_rhythm(seen: str, window: Sequence[Unit]) -> tuple[int, int]:
    """Return where a number begins and ends, with the drawn groups that keep its rhythm."""
    start, end = window[0].start, window[-1].end
    gaps = {seen[a.end : b.start] for a, b in itertools.pairwise(window)}
    number = sum(len(unit.digits) for unit in window)
    if len(gaps) != 1 or not all(unit.kind in _DRAWN_KINDS for unit in window):
        return start, end
    gap = re.escape(gaps.pop())
    plain = all(unit.kind == "digits" for unit in window)
    most = (9 if plain else 11) + (2 if "+" in seen[max(start - 12, 0) : start] else 0)
    right = re.compile(rf"{gap}(?P<group>{_DRAWN_GROUP})(?![^\W_])")
    while number < most and (after := right.match(seen, end)) is not None:
        number, end = number + len(after["group"]), after.end()
    left = re.compile(rf"(?<![^\W_])(?P<group>{_DRAWN_GROUP}){gap}$")
    while number < most and (before := left.search(seen, max(start - 12, 0), start)) is not None:
        if window[0].digits.startswith("0") and "+" not in seen[max(before.start() - 6, 0) : start]:
            break
        number, start = number + len(before["group"]), before.start()
    return start, end


def _runs(seen: str, units: list[Unit]) -> Iterator[list[Unit]]:
    """Yield units that stand side by side."""
    run: list[Unit] = []
    # "06h39 98h12": no day has such an hour
    no_hours = _NO_HOUR.search(seen) is not None
    refrains = _refrains(seen, units)
    for unit in units:
        between = seen[run[-1].end : unit.start] if run else ""
        told = (no_hours and between == "h") or between in refrains
        if run and not (told or _may_join(between)):
            yield _without_loose_letters(seen, run)
            run = []
        run.append(unit)
    if run:
        yield _without_loose_letters(seen, run)


def _refrains(seen: str, units: list[Unit]) -> set[str]:
    """Return what stands again and again between units: "6 banane 39 banane 98"."""
    if len(units) < _FEWEST_GAPS:
        return set()
    gaps = Counter(seen[a.end : b.start] for a, b in itertools.pairwise(units))
    return {
        gap
        for gap, number in gaps.items()
        if number >= _FEWEST_GAPS and len(gap) <= _LONGEST_REFRAIN and len(_WORD.findall(gap)) == 1
    }


def _may_join(gap: str) -> bool:
    """Tell whether two units with this between them may belong to one number."""
    if len(gap) <= 1 or gap in _COMMON_GAPS or _LABEL.fullmatch(gap):
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


def _in_long_run(seen: str, groups: list[Unit]) -> tuple[list[list[Unit]], list[Unit]]:
    """Return the numbers of a run of any length, and the groups of it that are none."""
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
