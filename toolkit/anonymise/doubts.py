"""Tell why a masked text may still hold a contact; such texts are kept apart."""

from __future__ import annotations

import re
from collections.abc import Callable

from toolkit.anonymise.gate import has_long_run
from toolkit.anonymise.seeing import View, view_of
from toolkit.anonymise.units import find_units

_MASK = re.compile(r"\[[a-z]{2,12}\]")
_PUZZLE = re.compile(
    r"\b(?:devinette|a l'envers|au rebours|backwards|al reves|al contrario|ao contrario|invers"
    r"|rueckwarts|ruckwarts|calcul\w* un peu"
    r"|(?:mon|le) (?:premier|deuxieme|troisieme) chiffre|(?:ca|qui|ça) (?:commence|finit) par"
    r"|enleve\w* les?|remplace\w* les?"
    r"|a la place d[eu]|sans (?:les )?(?:espaces?|lettres?|points?)|first digit|(?:it "
    r"|and )ends? (?:with|in)|starts? with|empieza por"
    r"|termina en|acaba en|comeca por|incepe cu|se termina cu)\b"
)
_SPELT_ADDRESS = re.compile(
    r"\barr?ob|\barond\b|\bchiocciola\b|\bklammeraffe\b|\bat sign\b|\bsigne at\b"
)
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


def _puzzle(view: View) -> bool:
    """Tell whether a text that names a network or a number explains how to read it."""
    if not _PUZZLE.search(view.seen):
        return False
    named = view.at("networks") or view.at("phone") or _MASK.search(view.seen)
    return bool(named)


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
    view = view_of(masked)
    found = [name for name, check in _REASONS if check(view)]
    if has_long_run(masked):
        found.append("long_run")
    return tuple(found)
