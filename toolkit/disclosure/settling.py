"""Settle which cells of a table are hidden, with earlier releases in view."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from toolkit.disclosure.asking import question_of, with_total
from toolkit.disclosure.auditing import Question
from toolkit.disclosure.decisions import Decisions, Override
from toolkit.disclosure.denominators import denominator_cells
from toolkit.disclosure.lattice import Key, Lattice, build_lattice
from toolkit.disclosure.ledger import Earlier
from toolkit.disclosure.memory import kept_elsewhere, remember
from toolkit.disclosure.protecting import Protection, protect
from toolkit.disclosure.rules import Rules, steps_to
from toolkit.disclosure.suppression import Mask, is_counted, unsafe
from toolkit.errors import DisclosureError, GivenAwayError


@dataclass(frozen=True)
class Asked:
    """How tables are to be released, and what was released before."""

    rules: Rules
    earlier: tuple[Earlier, ...] = ()
    round_to: int | None = None
    override: Override | None = None
    corpus: str = ""


@dataclass(frozen=True)
class _Found:
    """Rows shown anyway, rows and sums hidden so far, and the releases that asked for it."""

    anyway: Mask
    hidden: Mask
    withheld: Mask
    because: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def settle(
    frame: pd.DataFrame, by: Sequence[str], asked: Asked, decided: Decisions
) -> tuple[Mask, Decisions]:
    """Return which rows of a table to hide, and what else was decided.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics, with ``state``.
    by : sequence of str
        Its groupings.
    asked : Asked
        How it is to be released.
    decided : Decisions
        What was decided before: terms left out, an override.

    Returns
    -------
    tuple
        One boolean per row, and the decisions with sums to withhold and releases that ask for it.

    Raises
    ------
    DisclosureError
        When nothing protects a row.
    """
    rows, anyway = is_counted(frame), decided.shown_anyway(frame, by)
    if not rows.any():
        return np.zeros(len(frame), dtype=bool), decided
    counted = frame[rows].reset_index(drop=True)
    lattice = build_lattice(counted, by)
    _check_override(asked, lattice, anyway[rows])
    nothing = np.zeros(len(counted) + lattice.members.shape[0], dtype=bool)
    found = _Found(anyway[rows], nothing[: len(counted)], nothing[len(counted) :])
    whole = denominator_cells(counted, by)
    # what a laxer rule hides stays hidden, so that a stricter one never shows more
    for step in steps_to(asked.rules):
        found = _step(counted, lattice, replace(asked, rules=step), whole, found)
    hidden: Mask = np.zeros(len(frame), dtype=bool)
    hidden[rows] = found.hidden
    withheld = np.flatnonzero(found.withheld)
    # the sum of a single row is that row: nobody needs to be told
    several = lattice.members[withheld] @ (counted["n_ads"].to_numpy(dtype=float) > 0) > 1
    return hidden, replace(
        decided,
        withheld=frozenset(lattice.keys(withheld.tolist())),
        named=tuple(lattice.keys(withheld[several].tolist())),
        because=found.because,
        beside=found.beside,
    )


def _step(
    counted: pd.DataFrame, lattice: Lattice, asked: Asked, whole: Sequence[Key], found: _Found
) -> _Found:
    """Return what one set of rules hides beside what is hidden already."""
    told = remember(asked.earlier, lattice, question_of(counted, lattice, asked.rules))
    anyway, known = found.anyway, told.question.known.copy()
    known[: len(anyway)] |= anyway
    question = replace(told.question, known=known)
    telling = _telling(whole, told.kept)
    hidden = (unsafe(counted, asked.rules) | told.hidden | found.hidden | telling) & ~anyway
    withheld = told.withheld | found.withheld
    while True:
        protection = _protection(lattice, question, hidden, withheld)
        kept = lattice.keys(np.flatnonzero(protection.withheld).tolist())
        more = _telling(whole, {tuple(sorted(key)) for key in kept}) & ~protection.hidden & ~anyway
        if not more.any():
            break
        hidden, withheld = protection.hidden | more, protection.withheld
    if len(protection.given_away):
        raise GivenAwayError(
            "table",
            rule=f"{len(protection.given_away)} hidden cell(s) follow from what was released "
            "before: " + (", ".join(told.releases) or "its own totals"),
            remedy="count again with coarser groupings, or the selection of that release",
        )
    because = tuple(dict.fromkeys([*found.because, *told.because]))
    beside = tuple(dict.fromkeys([*found.beside, *told.beside]))
    return _Found(anyway, protection.hidden, protection.withheld, because, beside)


def _telling(whole: Sequence[Key], kept: Collection[Key]) -> Mask:
    """Return the rows whose denominator is a number that must stay unknown."""
    return np.array([bool(key) and key in kept for key in whole], dtype=bool)


def _protection(lattice: Lattice, question: Question, hidden: Mask, withheld: Mask) -> Protection:
    """Return what protects some rows, from a reader who knows how many ads there are."""
    # everybody knows how many ads a corpus has, unless that alone would give a cell away
    for each in (with_total(question, lattice), question):
        protection = protect(lattice, each, hidden, withheld)
        if not len(protection.given_away):
            break
    return protection


def _check_override(asked: Asked, lattice: Lattice, anyway: Mask) -> None:
    """Refuse to show a cell that an earlier release hides for cells that are not looked at here."""
    elsewhere = kept_elsewhere(asked.earlier, lattice, anyway) if anyway.any() else ()
    if elsewhere:
        raise DisclosureError(
            "override",
            value=", ".join(elsewhere),
            rule="would show a cell that keeps another cell of that release hidden",
            remedy="leave it hidden, or override in a table with the groupings of that release",
        )
