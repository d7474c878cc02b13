"""Find the pieces of a number that a text gives one by one: how it starts, goes on and ends."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache

from toolkit.anonymise.phones.claims import PLACES, claims
from toolkit.anonymise.phones.unit import Unit
from toolkit.anonymise.vocabulary import cues, number_words

_MOST_WORDS_BEFORE = 7
_AFTER = re.compile(r"(?:[^\w.!?\n]{1,3}[^\W\d_]+){1,3}")
_REACH = 60
_FEWEST_DIGITS, _MOST_DIGITS, _FEWEST_ALONE = 6, 14, 4
_WITHOUT_ZERO, _SURE_WITHOUT_ZERO = (9, 10, 11), 4
_LONGER, _FEWEST_WEIGHT, _MOST_PIECES = (9, 11, 13), 3, 9
_YEAR = re.compile(r"(?:19|20)\d\d")
_BESIDE = 24
# "12 équipes", "6 months"
_COUNTED = re.compile(
    r"\s(?:[^\W\d_]{3,}s|mois|pts?|mbps|mb|min|percent|places?|lei|luni|meses|jours?|heures?|horas|ore|opresc)(?![^\W_])"
)
_USUAL = 10
_TOGETHER = re.compile(r"[\s.,;:/\-]{0,4}(?:[^\W\d_]{1,7}[\s,]{1,2}){0,2}")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[.!?]\s|\n\s*\n")


@cache
def _cue_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of words for a start, a middle or an end, and for what comes next."""
    lists = cues()
    sure = "|".join(sorted(lists["piece_stems"], key=len, reverse=True))
    then = "|".join(sorted(lists["piece_then"], key=len, reverse=True))
    ordinals = "|".join(sorted(lists["piece_ordinals"], key=len, reverse=True))
    return (
        re.compile(rf"\b(?:{sure})[^\W\d_]*"),
        re.compile(rf"\b(?:(?:{then})\b|(?:{ordinals})[^\W\d_]*)"),
    )


def find_told_pieces(
    seen: str, groups: Sequence[Unit], *, called: bool = False
) -> Iterator[list[Unit]]:
    r"""Yield the pieces of a number that words such as "starts", "then" and "ends" announce.

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
    >>> units = [Unit(*m.span(), m.group(), "digits") for m in re.finditer(r"\d+", text)]
    >>> [[unit.digits for unit in piece] for piece in find_told_pieces(text, units, called=True)]
    [['12', '34'], ['06', '39', '98']]
    """
    pieces = _pieces(seen, groups)
    told = [(piece, _is_told(seen, piece)) for piece in pieces]
    heard = [(piece, how) for piece, how in told if how and not _is_weak(seen, piece)]
    heard = heard[:_MOST_PIECES]
    sure = [piece for piece, how in heard if how == "sure"]
    if not sure and not called:
        return
    chosen = _best_choice(heard, called=called)
    if chosen is None and sure:
        # what stands between two pieces that are told belongs to them
        first, last = heard[0][0][0].start, heard[-1][0][0].start
        between = [piece for piece in pieces if first <= piece[0].start <= last]
        chosen = between if _size(between) == _USUAL and _begins(between) else None
    alone = called and len(heard) == 1 and _FEWEST_ALONE <= _size(sure) <= _MOST_DIGITS
    if chosen is None and (alone or (called and len(sure) > 1 and _may_be_short(sure))):
        chosen = sure
    long = [piece for piece, _ in heard if _size([piece]) > 1]
    if chosen is None and called and sure and len(long) > 1 and _may_be_short(long):
        chosen = long
    yield from chosen or ()


def _size(pieces: Sequence[Sequence[Unit]]) -> int:
    """Return how many digits some pieces hold."""
    return sum(len(unit.digits) for piece in pieces for unit in piece)


def _begins(pieces: Sequence[Sequence[Unit]]) -> bool:
    """Tell whether a piece begins as numbers do."""
    return any(piece[0].digits[0] == "0" for piece in pieces)


def _may_be_short(sure: Sequence[Sequence[Unit]]) -> bool:
    """Tell whether pieces that make no whole number are parts of one all the same."""
    return _FEWEST_DIGITS <= _size(sure) <= _MOST_DIGITS and _begins(sure)


def _is_weak(seen: str, piece: Sequence[Unit]) -> bool:
    """Tell whether a piece is one word that mostly says something else: "un", "sixth"."""
    word = seen[piece[0].start : piece[0].end]
    return len(piece) == 1 and (word in cues()["weak_numbers"] or piece[0].kind == "misspelt")


def _best_choice(heard: list[tuple[list[Unit], str]], *, called: bool) -> list[list[Unit]] | None:
    """Return the pieces that make a whole number together, the most surely told."""
    best, most = None, 0
    for number in range(2, len(heard) + 1):
        for chosen in itertools.combinations(heard, number):
            pieces = [piece for piece, _ in chosen]
            weight = sum(2 if how == "sure" else 1 for _, how in chosen)
            size = _size(pieces)
            fits = _is_whole(pieces, size, weight)
            exact = called and size in (9, _USUAL) and pieces[0][0].digits[0] in "0679"
            enough = _FEWEST_WEIGHT - 1 if exact else _FEWEST_WEIGHT
            if fits and weight >= enough and weight + (size == _USUAL) > most:
                best, most = pieces, weight + (size == _USUAL)
    return best


def _is_whole(pieces: list[list[Unit]], size: int, weight: int) -> bool:
    """Tell whether pieces have as many digits as a number that begins as theirs does."""
    if _begins(pieces) and size == _USUAL:
        return True
    if pieces[0][0].digits[0] == "0":
        return size in _LONGER
    nine = size == min(_WITHOUT_ZERO) and any(piece[0].digits[0] in "679" for piece in pieces)
    return nine or (size in _WITHOUT_ZERO and weight >= _SURE_WITHOUT_ZERO)


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
    things = _COUNTED.match(seen, group.end)
    if group.digits[0] == "0" or things is None:
        return False
    word = things.group().strip()
    return word not in cues()["piece_then"] and word not in number_words()


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
