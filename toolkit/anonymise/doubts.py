"""Tell why a masked text may still hold a contact; such texts are kept apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from toolkit.anonymise.gate import has_long_run
from toolkit.anonymise.phones.units import find_units
from toolkit.anonymise.reader.reading import still_shows
from toolkit.anonymise.seeing import View, view_of
from toolkit.anonymise.vocabulary import phrases

_MASK = re.compile(r"\[[a-z]{2,12}\]")
_SPELT_ADDRESS = re.compile(
    r"\barr?ob|\barond\b|\bchiocciola\b|\bklammeraffe\b|\bat sign\b|\bsigne at\b"
)
_VALUES = re.compile(
    r"(?<![^\W_])(?:[a-z]|do|re|mi|fa|sol|la|si|silence) ?(?:=|vaut|vale"
    r"|equals) ?(?:\d|zero|rien|un|o\b)"
)
_FEWEST_VALUES = 2
_FEWEST_LEFT = 5
_NEAR = 25


def _second_look(view: View) -> bool:
    """Tell whether digits or number words stand beside a masked number."""
    masks = [match.span() for match in _MASK.finditer(view.seen) if match.group() == "[tel]"]
    if not masks:
        return False
    left = [
        unit
        for unit in find_units(view)
        if unit.kind != "letters"
        and any(0 <= unit.start - end < 4 or 0 <= start - unit.end < 4 for start, end in masks)
    ]
    return any(unit.kind in {"word", "mixed"} and len(unit.digits) > 1 for unit in left)


def _number_words(view: View) -> bool:
    """Tell whether many number words follow each other outside any mask."""
    units = [unit for unit in find_units(view) if unit.kind in {"word", "mixed", "misspelt"}]
    runs, last = 0, -_NEAR
    for unit in units:
        runs = runs + 1 if unit.start - last <= 4 else 1
        if runs > _FEWEST_LEFT:
            return True
        last = unit.end
    return False


@cache
def _puzzles() -> re.Pattern[str]:
    """Return the pattern of words that explain how to read a hidden contact."""
    return re.compile(rf"\b(?:{'|'.join(sorted(phrases()['puzzles'], key=len, reverse=True))})")


def _puzzle(view: View) -> bool:
    """Tell whether a text that names a network or a number explains how to read it."""
    if not _puzzles().search(view.seen):
        return False
    told = view.at("networks") or view.at("phone") or view.at("mail_names")
    return bool(told) or _MASK.search(view.seen) is not None


def _letters_for_digits(view: View) -> bool:
    """Tell whether letters are given values: "A=1 B=2"."""
    return len(_VALUES.findall(view.seen)) >= _FEWEST_VALUES


def _spelt_address(view: View) -> bool:
    """Tell whether a word for the at sign is left."""
    return _SPELT_ADDRESS.search(view.seen) is not None


def _domain_left(view: View) -> bool:
    """Tell whether the name of a mail service is left beside a sign of an address."""
    return bool(view.at("providers")) and bool(view.at("dot_words")) and "@" in view.seen


_REASONS: tuple[tuple[str, Callable[[View], bool]], ...] = (
    ("beside_a_mask", _second_look),
    ("number_words", _number_words),
    ("puzzle", _puzzle),
    ("puzzle", _letters_for_digits),
    ("spelt_address", _spelt_address),
    ("mail_service", _domain_left),
)


def doubts(masked: str) -> tuple[str, ...]:
    """Return why a masked text may still hold a contact.

    It does not mask anything and names no contact. Most texts that it names hold none: it is meant
    to be over-careful.

    Parameters
    ----------
    masked : str
        A masked text.

    Returns
    -------
    tuple of str
        Reasons, empty for nearly all texts.

    Examples
    --------
    >>> doubts("dispo ce soir, [TEL]"), doubts("mon insta à l'envers, c'est simple")
    ((), ('puzzle',))
    """
    return doubts_of(view_of(masked))


def doubts_of(view: View, *, again: bool = True) -> tuple[str, ...]:
    """Return why a masked text that is already seen may still hold a contact.

    Parameters
    ----------
    view : View
        A masked text as it is read.
    again : bool
        Whether the second reader is asked too.

    Returns
    -------
    tuple of str
        As ``doubts``.

    Examples
    --------
    >>> doubts_of(view_of("dispo ce soir, [TEL]"))
    ()
    """
    found = list(dict.fromkeys(name for name, check in _REASONS if check(view)))
    if has_long_run(view.given):
        found.append("long_run")
    # asked last: it costs more than a pattern
    if again and not found and still_shows(view):
        found.append("second_reader")
    return tuple(found)
