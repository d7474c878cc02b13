"""Find the parts of one phone number that is scattered through a sentence or a text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from toolkit.anonymise.phones.claims import PLACES, claims
from toolkit.anonymise.phones.pieces import find_told_pieces
from toolkit.anonymise.phones.unit import Unit
from toolkit.anonymise.vocabulary import cues, number_words

_ALONE, _WITH_UNIT, _BESIDE, _CLOSE, _NEAR, _FAR, _TOGETHER = 16, 8, 24, 3, 48, 320, 44
_MOST_GROUPS = 12
_SENTENCE = re.compile(r"[.!?]\s+[^\W\d_]|\n\s*\n")
_PREFIXES = frozenset(f"0{digit}" for digit in range(1, 10))
_STARTS = re.compile(r"0[1-9]|0$|(?:00)?33[67]|[679]")
_COMES_FIRST = re.compile(
    r"\b(?:devant|avant|before|first|prefix\w*|indicatif|commence\w*|delante|antes|prima"
    r"|inainte|davanti|vorne)\b"
)
# what is counted right after a number, "06 chaises"; any word or sign there, "98cm"
_COUNTED = re.compile(r"\s?[^\W\d_]+[sx]\b")
_UNIT = re.compile(r"\s?(?:[€$£%]|[^\W\d_]+)")


def find_fragments(
    seen: str, groups: list[Unit], *, told: bool = False, called: bool = False
) -> Iterator[list[Unit]]:
    r"""Yield the parts of a number whose groups stand apart.

    It asks that the parts make a whole number: ten digits that begin with zero, or nine that begin
    with 6, 7 or 9 when words such as "début" and "fin" tell that parts follow.

    Parameters
    ----------
    seen : str
        The text as it is read.
    groups : list of Unit
        Groups in which no number was found, in order.
    told : bool
        Whether the text holds words that tell that parts follow.
    called : bool
        Whether the text speaks of calling or of a number.

    Yields
    ------
    list of Unit
        One part; parts of one sentence come as one, with the words between them.

    Examples
    --------
    >>> text = "07 coucou 00 c'est moi 00 je t'attends 62 bientot 35"
    >>> units = [Unit(m.start(), m.end(), m.group(), "digits") for m in re.finditer(r"\d+", text)]
    >>> [(part[0].start, part[-1].end) for part in find_fragments(text, units)]
    [(0, 52)]
    """
    groups = [group for group in groups if len(group.digits) <= 8]
    wild = [group for group in groups if "?" in group.digits]
    groups = [group for group in groups if "?" not in group.digits]
    if wild:
        yield from _fillings(seen, wild, groups)
    rest: list[Unit] = []
    standing = [group for at, group in enumerate(groups) if not _is_alone(groups, at)]
    first = 0
    while first < len(standing):
        last = _whole(seen, standing, first, told, called)
        if last is None:
            rest.append(standing[first])
            first += 1
            continue
        yield from _together(seen, standing[first:last])
        first = last
    if told:
        pieces = list(find_told_pieces(seen, rest, called=called))
        yield from _together(seen, [group for piece in pieces for group in piece])


def _is_alone(groups: list[Unit], at: int) -> bool:
    """Tell whether a group is one digit in a word, far from any other: mostly an article."""
    group = groups[at]
    if group.kind == "digits" or len(group.digits) > 1:
        return False
    before = group.start - groups[at - 1].end if at else _FAR
    after = groups[at + 1].start - group.end if at + 1 < len(groups) else _FAR
    return min(before, after) > _ALONE


def _whole(seen: str, groups: list[Unit], first: int, told: bool, called: bool) -> int | None:
    """Return where the groups from a position on make a whole number, None if they never do."""
    digits = groups[first].digits
    if not _STARTS.match(digits) and not _prefix_follows(seen, groups, first):
        return None
    for last in range(first + 1, min(first + _MOST_GROUPS, len(groups))):
        gap = groups[last].start - groups[last - 1].end
        if gap > (_FAR if told or called else _NEAR):
            return None
        digits += groups[last].digits
        if len(digits) > (13 if told else 10):
            return None
        part = groups[first : last + 1]
        if (
            (digits[0] == "0" or called)
            and _is_whole(digits, told)
            and _stands(seen, part, told, called)
        ):
            more = groups[last + 1 : last + 2]
            if (
                len(digits) == 9
                and more
                and more[0].start - groups[last].end < _NEAR
                and len(more[0].digits) == 1
            ):
                continue
            # "zero 2 8 4": what stands right beside goes with it
            while last + 1 < len(groups) and groups[last + 1].start - groups[last].end <= 1:
                last += 1
            return last + 1
    return None


def _is_whole(digits: str, told: bool) -> bool:
    """Tell whether digits are as many as a number has."""
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        return True
    return told and bool(re.fullmatch(r"[679]\d{8}|\d{8}0[1-79]|07\d{9}|00\d{9,11}", digits))


def _prefix_follows(seen: str, groups: list[Unit], first: int) -> bool:
    """Tell whether four pairs stand before words that say that 06 comes in front."""
    after = groups[first + 1 : first + 6]
    return any(
        group.digits in _PREFIXES and _COMES_FIRST.search(seen[groups[first].end : group.end + 16])
        for group in after
    )


def _stands(seen: str, part: Sequence[Unit], told: bool, called: bool) -> bool:
    """Tell whether scattered groups are a number rather than hours, prices or places."""
    if PLACES.search(seen[max(part[0].start - 24, 0) : part[0].start]):
        return False
    if all(len(group.digits) == 5 for group in part):
        return False
    values = [int(group.digits) for group in part]
    if len(values) > 2 and all(a < b for a, b in itertools.pairwise(values)):
        return False
    pairs = all(len(group.digits) == 2 for group in part)
    mobile = pairs and len(part) == 5 and part[0].digits in {"06", "07"} and len(set(values)) > 2
    gaps = {seen[a.end : b.start] for a, b in itertools.pairwise(part)}
    close = all(len(gap) <= _CLOSE and not any(map(str.isalpha, gap)) for gap in gaps)
    if not (mobile and close) and any(claims(seen, [group])[0] for group in part):
        # a price that begins with zero is no price
        near = all(b.start - a.end <= _WITH_UNIT for a, b in itertools.pairwise(part))
        return mobile and (called or near) and _have_one_unit(seen, part)
    counted = sum(_counts(seen, group) for group in part)
    far = any(b.start - a.end > _NEAR for a, b in itertools.pairwise(part))
    if mobile:
        return (called or told) if counted >= len(part) - 1 or far else max(values) > 24
    if any(PLACES.search(seen, max(group.start - _BESIDE, 0), group.start) for group in part[1:]):
        return False
    if not called and part[0].digits[0] in "679" and counted:
        return False
    words = all(group.kind in {"word", "misspelt"} for group in part)
    near = not far or told
    return near and (told or ((pairs or words) and part[0].digits.startswith("0")))


def _counts(seen: str, group: Unit) -> bool:
    """Tell whether a word for things stands right after a group: "06 chaises"."""
    things = _COUNTED.match(seen, group.end)
    if things is None:
        return False
    word = things.group().strip()
    told = word in cues()["piece_then"] or word in cues()["fillers"]
    return not told and word not in number_words()


def _have_one_unit(seen: str, part: Sequence[Unit]) -> bool:
    """Tell whether one and the same word or sign stands after each group."""
    units = [_UNIT.match(seen, group.end) for group in part]
    return len({unit.group().strip() if unit else "" for unit in units}) == 1


def _together(seen: str, part: list[Unit]) -> Iterator[list[Unit]]:
    """Yield groups that stand near each other as one part, and those of other sentences apart."""
    current = part[:1]
    for group in part[1:]:
        between = seen[current[-1].end : group.start]
        if len(between) > _TOGETHER or _SENTENCE.search(between):
            yield current
            current = []
        current.append(group)
    if current:
        yield current


def _fillings(seen: str, wild: list[Unit], groups: list[Unit]) -> Iterator[list[Unit]]:
    """Yield the digits that a text gives farther on for those it hid."""
    hidden = sum(len(group.digits) for group in wild)
    after = [g for g in groups if 0 < g.start - wild[-1].end < 90]
    taken, digits = [], 0
    for group in after:
        digits += len(group.digits)
        taken.append(group)
        if digits == hidden:
            yield from _together(seen, taken)
            return
