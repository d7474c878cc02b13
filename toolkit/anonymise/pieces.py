"""Find the pieces of a number that a text gives one by one: how it starts, goes on and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from toolkit.anonymise.claims import PLACES, claims
from toolkit.anonymise.unit import Unit
from toolkit.anonymise.vocabulary import cues

_MOST_WORDS_BEFORE = 7
_AFTER = re.compile(r"(?:[^\w.!?\n]{1,3}[^\W\d_]+){1,3}")
_REACH = 60
_FEWEST_DIGITS, _MOST_DIGITS, _FEWEST_ALONE = 6, 14, 4
_WITHOUT_ZERO, _SURE_WITHOUT_ZERO = (9, 10, 11), 2
_YEAR = re.compile(r"(?:19|20)\d\d")
_BESIDE = 24
# "12 équipes", "6 months"
_COUNTED = re.compile(
    r"\s(?:[^\W\d_]{3,}s|mois|pts?|mbps|mb|min|percent|places?|lei|luni|meses|jours?|heures?|horas|ore|opresc)(?![^\W_])"
)
_WHOLE, _USUAL = range(8, 14), 10
_TOGETHER = re.compile(r"[\s.,;:/\-]{0,4}(?:[^\W\d_]{1,7}[\s,]{1,2}){0,2}")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[.!?]\s|\n\s*\n")


@cache
def _cue_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of words for a start, a middle or an end, and for what comes next."""
    lists = cues()
    sure = "|".join(sorted(lists["piece_stems"], key=len, reverse=True))
    then = "|".join(sorted(lists["piece_then"], key=len, reverse=True))
    return re.compile(rf"\b(?:{sure})[^\W\d_]*"), re.compile(rf"\b(?:{then})\b")


def find_told_pieces(
    seen: str, groups: Sequence[Unit], *, called: bool = False
) -> Iterator[list[Unit]]:
    """Yield the pieces of a number that words such as "starts", "then" and "ends" announce.

    The order does not matter: the end may be told first.

    Parameters
    ----------
    seen : str
        The text as it is read.
    groups : sequence of Unit
        Groups in which no number was found, in order.
    called : bool
        Whether the text speaks of calling or of a number.

    Yields
    ------
    list of Unit
        Groups side by side.

    Examples
    --------
    >>> text = "it ends with 12 34, and it starts with 06 39 98"
    >>> units = [Unit(*m.span(), m.group(), "digits") for m in re.finditer(r"\\d+", text)]
    >>> [[unit.digits for unit in piece] for piece in find_told_pieces(text, units, called=True)]
    [['12', '34'], ['06', '39', '98']]
    """
    pieces = _pieces(seen, groups)
    told = [_is_told(seen, piece) for piece in pieces]
    chosen = [piece for piece, how in zip(pieces, told, strict=True) if how]
    sure = sum(how == "sure" for how in told)
    digits = sum(len(unit.digits) for piece in chosen for unit in piece)
    if sure and digits < _USUAL:
        # what stands between two pieces that are told belongs to them
        first, last = chosen[0][0].start, chosen[-1][0].start
        between = [piece for piece in pieces if first <= piece[0].start <= last]
        total = sum(len(unit.digits) for piece in between for unit in piece)
        if total == _USUAL or (digits < min(_WHOLE) and total in _WHOLE):
            chosen, digits = between, total
    if not any(piece[0].digits[0] == "0" for piece in chosen):
        # numbers that do not begin with zero have nine or ten digits
        if digits not in _WITHOUT_ZERO or sure < _SURE_WITHOUT_ZERO:
            return
    enough = called and _FEWEST_DIGITS <= digits <= _MOST_DIGITS
    enough = enough or (sure > 1 and digits in _WHOLE)
    enough = enough or (digits == _USUAL and chosen[0][0].digits[0] == "0")
    alone = called and len(chosen) == 1 and _FEWEST_ALONE <= digits <= _MOST_DIGITS
    if sure and (alone or (enough and len(chosen) >= 2)):
        yield from chosen


def _pieces(seen: str, groups: Sequence[Unit]) -> list[list[Unit]]:
    """Return groups that stand side by side together; prices, hours and ages are left out."""
    pieces: list[list[Unit]] = []
    for group in groups:
        if (
            claims(seen, [group], helplines=False)[0]
            or _is_count(seen, group)
            or _is_other(seen, group)
        ):
            continue
        last = pieces[-1][-1] if pieces else None
        between = seen[last.end : group.start] if last else ""
        beside = last is not None and _TOGETHER.fullmatch(between) is not None
        if beside and not _SENTENCE.search(between) and not _cue(between):
            pieces[-1].append(group)
        else:
            pieces.append([group])
    return pieces


def _is_count(seen: str, group: Unit) -> bool:
    """Tell whether a group says how many digits a piece has: "the last two", "les 4 derniers"."""
    if len(group.digits) > 1 or group.digits < "2":
        return False
    sure, _ = _cue_patterns()
    before = re.search(r"[^\W\d_]+\s$", seen[max(group.start - 16, 0) : group.start])
    after = re.match(r"\s[^\W\d_]+", seen[group.end : group.end + 16])
    return any(near is not None and sure.search(near.group()) for near in (before, after))


def _is_other(seen: str, group: Unit) -> bool:
    """Tell whether a group is a year, a place, a line of a bus or counts things."""
    if _YEAR.fullmatch(group.digits) or PLACES.search(
        seen, max(group.start - _BESIDE, 0), group.start
    ):
        return True
    return group.digits[0] != "0" and _COUNTED.match(seen, group.end) is not None


def _cue(text: str) -> str:
    """Return how surely a stretch of text tells a piece: ``sure``, ``then`` or nothing."""
    sure, then = _cue_patterns()
    if sure.search(text):
        return "sure"
    return "then" if then.search(text) else ""


def _is_told(seen: str, piece: list[Unit]) -> str:
    """Return how surely the words around a piece tell that it is one."""
    start, end = piece[0].start, piece[-1].end
    if piece[0].digits[0] == "0" and sum(len(unit.digits) for unit in piece) >= _FEWEST_DIGITS:
        return "sure"
    before = seen[max(start - _REACH, 0) : start]
    breaks = [match.end() for match in _SENTENCE.finditer(before)]
    words = list(_WORD.finditer(before, breaks[-1] if breaks else 0))[-_MOST_WORDS_BEFORE:]
    # another number in between has taken the cue
    numbered = re.search(r".*\d", before, re.DOTALL)
    low = max(words[0].start() if words else len(before), numbered.end() if numbered else 0)
    how = _cue(before[low:])
    if how == "sure":
        return how
    after = _AFTER.match(seen, end)
    sure, _ = _cue_patterns()
    return "sure" if after and sure.search(after.group()) else how
