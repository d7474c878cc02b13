"""What was decided beside the cells of a released table, and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from toolkit.disclosure.lattice import Key
from toolkit.disclosure.suppression import Mask, of_minority
from toolkit.errors import DisclosureError

_PEOPLE, _WORDS_OF_A_NAME, _WORDS_OF_A_REASON = 2, 2, 4


@dataclass(frozen=True)
class Override:
    """Cells that two named people decided to show against the rule, and why.

    It is written to the ledger and printed on every output. It never shows an indicator of
    possible minority, never lets another hidden cell be worked out, and there is no other way
    around the rules.

    Parameters
    ----------
    cells : sequence of mapping
        Each a row of the table: grouping to label, all its groupings.
    people : sequence of str
        First name and name of two different people.
    reason : str
        Why these cells may be shown, in a sentence.

    Raises
    ------
    DisclosureError
        When there are not two people with their names, a reason, or cells.

    Examples
    --------
    >>> Override([{"month": "2025-02"}], people=["Ada Martin"], reason="")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: override: got 1; needs two different people by first name ...
    """

    cells: Sequence[Mapping[str, str]]
    people: Sequence[str]
    reason: str

    def __post_init__(self) -> None:
        """Refuse an override that nobody answers for."""
        names = () if isinstance(self.people, str) else tuple(self.people)
        people = {" ".join(name.split()).casefold() for name in names}
        full = all(len(name.split()) >= _WORDS_OF_A_NAME for name in people)
        if len(names) != _PEOPLE or len(people) != _PEOPLE or not full:
            raise DisclosureError(
                "override",
                value=len(people),
                rule="needs two different people by first name and name",
                remedy='write people=("First Name", "Other Name"): both answer for it',
            )
        if len(self.reason.split()) < _WORDS_OF_A_REASON or not self.cells:
            raise DisclosureError(
                "override",
                rule="needs cells and a reason that a reader understands",
                remedy="name the cells, and write why they may be shown in a sentence",
            )
        object.__setattr__(self, "cells", tuple(dict(cell) for cell in self.cells))
        object.__setattr__(self, "people", names)

    def rows(self, frame: pd.DataFrame, by: Sequence[str]) -> Mask:
        """Return which rows of a table it names.

        Parameters
        ----------
        frame : pandas.DataFrame
            Counts or statistics.
        by : sequence of str
            Its groupings.

        Returns
        -------
        numpy.ndarray
            One boolean per row.

        Raises
        ------
        DisclosureError
            When a cell is not in the table, or is an indicator of possible minority.
        """
        found: Mask = np.zeros(len(frame), dtype=bool)
        for cell in self.cells:
            labels = {name: str(cell.get(name)) for name in by}
            row = frame[list(labels)].astype("str").eq(pd.Series(labels)).all(axis=1).to_numpy()
            if set(cell) != set(by) or not row.any():
                raise DisclosureError(
                    "override",
                    value=dict(cell),
                    rule=f"names no row of the table by {', '.join(by)}",
                    remedy="write each of these groupings with its label",
                )
            found |= row
        if (found & of_minority(frame)).any():
            raise DisclosureError(
                "override",
                rule="never shows an indicator of possible minority",
                remedy="leave these cells hidden",
            )
        return found


@dataclass(frozen=True)
class Decisions:
    """What a released table carries beside its cells.

    ``withheld`` sums that must not be published beside it, ``named`` those of them that a reader is
    told; ``because`` earlier releases and ``beside`` tables of the same document for which more was
    hidden; ``left_out`` how many terms are not listed; ``round_to`` the base of rounding;
    ``override`` cells shown against the rule.
    """

    withheld: frozenset[Key] = field(default_factory=frozenset)
    named: tuple[Key, ...] = ()
    because: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    left_out: int = 0
    round_to: int | None = None
    override: Override | None = None

    def shown_anyway(self, frame: pd.DataFrame, by: Sequence[str]) -> Mask:
        """Return which rows an override shows.

        Parameters
        ----------
        frame : pandas.DataFrame
            Counts or statistics.
        by : sequence of str
            Its groupings.

        Returns
        -------
        numpy.ndarray
            One boolean per row.
        """
        if self.override is None:
            return np.zeros(len(frame), dtype=bool)
        return self.override.rows(frame, by)
