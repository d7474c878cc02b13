"""How much a stretch of digit groups looks like one phone number."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache

from toolkit.anonymise.phones.claims import PLACES
from toolkit.anonymise.phones.unit import Unit
from toolkit.anonymise.vocabulary import cues

_WORD = re.compile(r"[^\W\d_]+")
_PLUS = re.compile(r"\+\s?\(?\s?$|\bplus\s$|\bmas\s$")
_SIGN = re.compile("[☎📞📱📲✆🤙]")
# how far a word that announces a number reaches
_REACH, _REACH_BACK, _MOST_WORDS_AFTER_CUE = 48, 20, 6
_COUNTRIES = (
    "33|34|39|40|44|49|31|32|30|36|41|42[01]|43|45|46|47|48|35[1-9]|37[0-9]|38[0-9]|7|1|20|21[2368]|22[0-9]"
    "|23[3-9]|24[1-5]|25[0-9]|26[0-9]|5[1-8]|59[0-9]|6[0-6]|8[1246]|9[0-8]|50[0-9]"
)
_SHAPES = (
    (r"0[1-9][\d?]{8}", 5.0),
    (r"07\d{9}", 5.0),
    (r"0[1-9]\d{9}", 4.0),
    (r"0\d{9,11}", 3.0),
    (r"0\d{8}", 2.5),
    (r"[679]\d{8}", 3.0),
    (r"[1-9][1-9]9\d{8}", 3.5),
    (r"3\d{9}", 2.5),
    (r"1[3-9]\d{9}", 3.0),
    (r"[2-9]\d\d[2-9]\d{6}", 2.5),
    (rf"(?:{_COUNTRIES})\d{{8,10}}", 2.5),
    (r"\d{8,15}", 1.0),
    (r"0[67][\d?]{4,8}", 1.0),
    (r"[\d?]{6,17}", -0.5),
)
_ANY_SHAPE = re.compile("|".join(f"({pattern})" for pattern, _ in _SHAPES))
_POINTS = tuple(points for _, points in _SHAPES)
_AREA_CODE = re.compile(
    r"\(\d{2,4}\)\s?\d{3}[ .\-]\d{3,4}(?!\d)|.?(?<!\d)\d{3}(?P<sign>[.\-])\d{3}(?P=sign)\d{4}(?!\d)"
)


def likeness(seen: str, window: Sequence[Unit]) -> float:
    """Return how much a stretch of groups looks like a phone number.

    It asks for no valid prefix; lists of prices, hours or places score low.

    Parameters
    ----------
    seen : str
        The text as it is read.
    window : sequence of Unit
        Groups side by side.

    Returns
    -------
    float
        Points; see ``windows.ENOUGH``.

    Examples
    --------
    >>> groups = [Unit(3 * at, 3 * at + 2, pair, "digits") for at, pair in enumerate(["06", "39"])]
    >>> likeness("06 39", groups) < likeness("tel 06", [Unit(4, 14, "0639981234", "digits")])
    True
    """
    digits = "".join(unit.digits for unit in window)
    start = window[0].start
    international = _international(seen, start, digits)
    shape = _ANY_SHAPE.fullmatch(digits)
    points = _POINTS[shape.lastindex - 1] if shape and shape.lastindex else -0.5
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
    postcodes = len(window) > 1 and all(len(unit.digits) == 5 for unit in window)
    if postcodes and len({unit.digits[:2] for unit in window}) == 1:
        return True
    if any(len(unit.digits) != 2 for unit in window):
        return False
    start = window[0].start
    return PLACES.search(seen[max(start - 24, 0) : start]) is not None


def _international(seen: str, start: int, digits: str) -> bool:
    """Tell whether a number begins with a plus sign or a double zero."""
    before = seen[max(start - 8, 0) : start]
    plus = len(digits) >= 8 and _PLUS.search(before) is not None
    return plus or (digits.startswith("00") and 11 <= len(digits) <= 15)


def _evidence(seen: str, window: Sequence[Unit]) -> float:
    """Return points for a cue, a disguise, regular groups and groups that begin with zero."""
    points = 0.0
    if has_cue(seen, window):
        points += 2.0
    kinds = {unit.kind for unit in window}
    sizes = [len(unit.digits) for unit in window]
    gaps = [seen[a.end : b.start] for a, b in itertools.pairwise(window)]
    if len(window) == 1 and sizes[0] >= 8 and window[0].kind in {"word", "misspelt"}:
        points += 2.5
    elif len(window) == 1 and sizes[0] >= 9:
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


@cache
def _announcing() -> frozenset[str]:
    """Return the words that announce a number."""
    return cues()["phone"] | cues()["turned"]


@lru_cache(maxsize=4)
def _cue_places(seen: str) -> tuple[list[int], list[int]]:
    """Return where the words that announce a number begin and end, of the text at hand."""
    announcing = _announcing()
    spans = [match.span() for match in _WORD.finditer(seen) if match.group() in announcing]
    signs = [match.span() for match in _SIGN.finditer(seen)]
    found = sorted([*spans, *signs])
    return [start for start, _ in found], [end for _, end in found]


def has_cue(seen: str, window: Sequence[Unit]) -> bool:
    """Tell whether a word just before or after announces a number.

    Parameters
    ----------
    seen : str
        The text as it is read.
    window : sequence of Unit
        Groups side by side.

    Returns
    -------
    bool
        True when one does.

    Examples
    --------
    >>> has_cue("tel 06", [Unit(4, 6, "06", "digits")])
    True
    """
    starts, ends = _cue_places(seen)
    start, end = window[0].start, window[-1].end
    before = bisect_right(ends, start) - 1
    if before >= 0 and _words_between(seen, ends[before], start) < _MOST_WORDS_AFTER_CUE:
        return start - ends[before] <= _REACH
    after = bisect_left(starts, end)
    return after < len(starts) and starts[after] - end <= _REACH_BACK


def _words_between(seen: str, start: int, end: int) -> int:
    """Return how many words stand between two places; it stops counting when they are many."""
    words = itertools.islice(_WORD.finditer(seen, start, end), _MOST_WORDS_AFTER_CUE)
    return sum(1 for _ in words)


def _are_days(window: Sequence[Unit]) -> bool:
    """Tell whether groups are days or months in a row: "06 07 08 09 et 10"."""
    values = [int(unit.digits) for unit in window if unit.digits.isdecimal()]
    in_a_row = all(b - a == 1 for a, b in itertools.pairwise(values))
    return in_a_row and len(values) == len(window) and all(len(unit.digits) == 2 for unit in window)


def _is_list(seen: str, window: Sequence[Unit]) -> bool:
    """Tell whether groups are prices, hours or days in a row rather than one number."""
    if len(window) < 3:
        return False
    if any(unit.digits.startswith("0") for unit in window):
        return _are_days(window)
    if any("?" in unit.digits for unit in window):
        return False
    # "500-100-200" after a word that announces a number
    even = {seen[a.end : b.start] for a, b in itertools.pairwise(window)} in ({"-"}, {"."})
    if even and sum(len(unit.digits) for unit in window) == 9 and has_cue(seen, window):
        return False
    values = [int(unit.digits) for unit in window]
    rounded = all(value % 5 == 0 for value in values)
    ascending = all(a < b for a, b in itertools.pairwise(values))
    return rounded or ascending
