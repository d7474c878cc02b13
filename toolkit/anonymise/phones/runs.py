"""Put digit-like units that stand side by side into runs."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.anonymise.phones.unit import Unit
from toolkit.anonymise.vocabulary import cues

_MOST_SIGNS, _MOST_WORDS = 9, 4
_WORD = re.compile(r"[^\W\d_]+")
_COMMON_GAPS = frozenset({" - ", ", ", ". ", " / ", " . "})
_REMARK = re.compile(r"\([^()\d]{1,24}\)")
_FEWEST_GAPS, _LONGEST_REFRAIN = 4, 14
# a letter as a label, as in "A=06 B=39"
LABEL = re.compile(r"[\s,;/]{0,3}[a-z]\s?[=:]\s?")
_LONGEST_LABEL = 7
_NO_HOUR = re.compile(r"\b(?:2[5-9]|[3-9]\d)h\d\d")


def find_runs(seen: str, units: list[Unit]) -> Iterator[list[Unit]]:
    """Yield units that stand side by side, with what may stand between the parts of a number.

    Parameters
    ----------
    seen : str
        The text as it is read.
    units : list of Unit
        Units in order.

    Yields
    ------
    list of Unit
        Units of one run.

    Examples
    --------
    >>> places = ((0, 2, "06"), (3, 5, "39"), (20, 22, "80"))
    >>> units = [Unit(start, end, digits, "digits") for start, end, digits in places]
    >>> [len(run) for run in find_runs("06 39 je demande les 80", units)]
    [2, 1]
    """
    run: list[Unit] = []
    refrains = _refrains(seen, units)
    for unit in units:
        between = seen[run[-1].end : unit.start] if run else ""
        # "06h39 98h12": no day has such an hour
        told = between in refrains or (between == "h" and _NO_HOUR.search(seen) is not None)
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
    between = [seen[a.end : b.start] for a, b in itertools.pairwise(units)]
    if len(between) - len(set(between)) < _FEWEST_GAPS - 1:
        return set()
    gaps = Counter(between)
    return {
        gap
        for gap, number in gaps.items()
        if number >= _FEWEST_GAPS and len(gap) <= _LONGEST_REFRAIN and len(_WORD.findall(gap)) == 1
    }


def _may_join(gap: str) -> bool:
    """Tell whether two units with this between them may belong to one number."""
    label = len(gap) <= _LONGEST_LABEL and LABEL.fullmatch(gap)
    if len(gap) <= 1 or gap in _COMMON_GAPS or label:
        return not gap.isalpha()
    # what is said in brackets between two groups: "07 (like the agent) 00"
    if "(" in gap and gap.count("(") == gap.count(")"):
        gap = _REMARK.sub(" ", gap)
    first = _WORD.search(gap)
    if first is not None and first.group() not in cues()["fillers"]:
        return False
    words = _WORD.findall(gap)
    if len(words) > _MOST_WORDS or any(word not in cues()["fillers"] for word in words):
        return False
    signs = sum(not sign.isspace() and not sign.isalpha() for sign in gap)
    return signs <= _MOST_SIGNS


def _without_loose_letters(seen: str, run: list[Unit]) -> list[Unit]:
    """Leave out, at both ends of a run, single letters that stand apart from the digits."""
    if run[0].kind == run[-1].kind == "digits":
        return run
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
