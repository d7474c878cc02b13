"""Find phone numbers among the digit-like units; leave prices, hours, dates and sizes alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.anonymise.hearing.number_words import heard, inside
from toolkit.anonymise.phones.edges import number_span
from toolkit.anonymise.phones.fragments import find_fragments
from toolkit.anonymise.phones.joining import join_units
from toolkit.anonymise.phones.runs import find_runs
from toolkit.anonymise.phones.signs import has_romans
from toolkit.anonymise.phones.unit import Unit
from toolkit.anonymise.phones.units import find_units
from toolkit.anonymise.phones.windows import FEWEST_DIGITS, find_windows
from toolkit.anonymise.seeing import View, view_of
from toolkit.anonymise.vocabulary import cues

_LISTENING_STEMS = ("zer", "numer", "chiffr")
_LISTENING = re.compile(r"tape(?<!\wtape)|0(?<!\w0)[67]\b(?![ .\-/]?\d)")
_FEWEST_SAID, _LONG, _FEWEST_WHOLE = 3, 9, 9
_BEGUN = re.compile(r"0\d{1,4}")


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
        listened = find_units(view, listen=True)
        if whole or listened != find_units(view):
            found = list(_read(view, listened)) or found
    found = [window for window in found if not _is_helpline(window)]
    for window in found:
        yield number_span(view.seen, window)
    if found and (view.seen.count("06") > 1 or view.seen.count("07") > 1):
        yield from _begun_again(view.seen, find_units(view), found)


def _is_helpline(window: Sequence[Unit]) -> bool:
    """Tell whether a number written plainly is one that everybody may call for help."""
    # "SNS 24 é o 808 24 24 24": the name of the line may hold a number
    helplines = cues()["helplines"]
    digits = "".join([unit.digits for unit in window])
    for unit in (*window[:2], None):
        if len(digits) >= _LONG and digits in helplines:
            return True
        digits = digits[len(unit.digits) :] if unit is not None else ""
    return False


def _begun_again(
    seen: str, units: list[Unit], found: list[list[Unit]]
) -> Iterator[tuple[int, int, bool]]:
    """Yield the beginning of a number that the text gives once more, whole."""
    whole = ["".join(unit.digits for unit in window) for window in found]
    taken = {place for window in found for place in range(window[0].start, window[-1].end)}
    left = [unit for unit in units if unit.start not in taken]
    for run in find_runs(seen, left):
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
        many = len(view.at("numbers")) >= 4 or len(view.at("mixed")) >= 3
        told = many or bool(view.at("phone")) or view.holds(_LISTENING_STEMS)
        return told or _LISTENING.search(view.seen) is not None
    for window in found:
        if any(unit.kind != "digits" for unit in window):
            return True
        if sum(len(unit.digits) for unit in window) < _FEWEST_WHOLE:
            return True
    # a second number, said rather than written, may stand beside the first
    begun = [place for place in view.at("digits") if _BEGUN.fullmatch(view.words[place][0])]
    said = view.at("numbers") if len(view.at("numbers")) >= _FEWEST_SAID else []
    taken = [(window[0].start, window[-1].end) for window in found]

    def stands_apart(place: int) -> bool:
        start = view.words[place][1]
        return not any(first <= start < last for first, last in taken)

    return any(map(stands_apart, begun)) or sum(map(stands_apart, said)) >= _FEWEST_SAID


def _read(view: View, units: list[Unit]) -> Iterator[list[Unit]]:
    """Yield the numbers that units make, and the parts of scattered ones."""
    if sum(len(unit.digits) for unit in units) < FEWEST_DIGITS:
        return
    rest: list[Unit] = []
    for run in find_runs(view.seen, units):
        if len(run) == 1 and len(run[0].digits) < FEWEST_DIGITS:
            rest += run if run[0].kind != "multiplier" else []
            continue
        groups = join_units(view.seen, run)
        if sum(len(group.digits) for group in groups) < FEWEST_DIGITS:
            rest += groups
            continue
        found, left = find_windows(view.seen, groups)
        rest += left
        yield from found
        rest += [group for window in found if _is_partial(window) for group in window]
    told, called = bool(view.at("fragments")), bool(view.at("phone"))
    yield from find_fragments(view.seen, sorted(rest), told=told, called=called)


def _is_partial(window: Sequence[Unit]) -> bool:
    """Tell whether a number hides digits or stops early, so that the rest may stand farther on."""
    digits = "".join(unit.digits for unit in window)
    return "?" in digits or (len(digits) < 9 and digits.startswith("0"))
