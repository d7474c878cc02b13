"""Hide the fewest and smallest cells that protect a row which the others give away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from toolkit.disclosure.attack import CLOSE, Mask, solver, sum_groups
from toolkit.disclosure.auditing import Question, Wish, by_block, unfulfilled
from toolkit.disclosure.lattice import Codes, Lattice, Numbers

_FREE = 1e-3
# a sum that nobody has seen is withheld rather than a row given away, but only then
_WITHHELD = 50.0
# above so many rows the search for a change without withholding takes too long
_LARGEST = 1_000


class Repair:
    """What to hide for rows that are given away: the least change of the table that moves them.

    A row that must be able to be larger is made so, all known sums staying as they are, by
    changes that cost little; every row that changes is then hidden, so that the reader
    cannot tell the changed table from the true one.
    """

    def __init__(self, lattice: Lattice, asked: Question, hidden: Mask, withheld: Mask) -> None:
        self._lattice, self._asked = lattice, asked
        self.hidden, self.withheld = hidden.copy(), withheld.copy()

    def fulfil(self, wishes: Sequence[Wish]) -> list[Wish]:
        """Hide what some wishes need, and return those that nothing fulfils.

        Parameters
        ----------
        wishes : sequence of tuple
            Rows, and where they must be able to go.

        Returns
        -------
        list of tuple
            The wishes that what was published before makes impossible.
        """
        left = list(wishes)
        everything = np.flatnonzero((self._asked.ads > 0) | self.hidden)
        # sums are withheld only where no change of rows is enough, in small parts first
        for withhold in (False, True):
            for block in self._lattice.blocks:
                still: list[Wish] = []
                for inside, asked in by_block(block, left, everything):
                    small = withhold or len(inside) <= _LARGEST
                    still += self._mend(inside, asked, withhold=withhold) if small else asked
                left = still
        return left

    def _mend(self, rows: Codes, wishes: Sequence[Wish], *, withhold: bool) -> list[Wish]:
        """Hide what some wishes need inside one block; return those that it cannot fulfil."""
        change = _Change(self._lattice, self._asked, self.hidden, self.withheld, rows)
        ads = self._asked.ads[rows]
        place = {int(row): number for number, row in enumerate(rows)}

        def hide(row: int, value: float) -> Numbers | None:
            """Hide what moves when one row does; return what the rows then may be."""
            found = change.moving(place[row], value - float(self._asked.ads[row]))
            if found is None or (len(found[1]) and not withhold):
                return None
            moved, sums = found
            self.hidden[rows[np.abs(moved) > CLOSE]] = True
            self.withheld[sums] = True
            return np.asarray(ads + moved)

        return unfulfilled(wishes, rows, ads, hide)


class _Change:
    """The cheapest change of some rows that leaves all known sums as they are."""

    def __init__(
        self, lattice: Lattice, asked: Question, hidden: Mask, withheld: Mask, rows: Codes
    ) -> None:
        self._size = len(rows)
        known = np.flatnonzero(~withheld)
        sums = lattice.members[known][:, rows]
        first, self._group = sum_groups(sums)
        self._known, self._fixed = known, asked.known[len(asked.ads) :][known]
        lines = sums[first]
        ads, free, fixed = asked.ads[rows], hidden[rows], asked.known[: len(asked.ads)][rows]
        self._down = np.where(fixed, 0.0, np.maximum(ads - asked.least[rows], 0))
        self._up = np.where(fixed, 0.0, np.inf)
        cost = np.where(free, _FREE, 1.0 + np.log1p(ads) / 10)
        weights = np.bincount(self._group[self._group >= 0], minlength=len(first)) * _WITHHELD
        # a published sum stays as it is
        room = np.where(self._any_fixed(len(first)), 0.0, np.inf)
        identity = sparse.eye(len(first))
        self._solver = solver(
            np.concatenate([cost, cost, weights, weights]),
            (
                np.zeros(2 * (self._size + len(first))),
                np.concatenate([self._up, self._down, room, room]),
            ),
            sparse.hstack([lines, -lines, -identity, identity]).tocsr(),
        )

    def _any_fixed(self, groups: int) -> Mask:
        """Return which sets of rows have a published sum."""
        found = np.zeros(groups, dtype=bool)
        found[self._group[(self._group >= 0) & self._fixed]] = True
        return found

    def moving(self, place: int, step: float) -> tuple[Numbers, Codes] | None:
        """Return how each row moves when one does, and the sums that move; None if none can.

        What moves costs nothing from now on.
        """
        size, sides = self._size, (place, self._size + place)
        up, down = sides if step > 0 else sides[::-1]
        self._solver.changeColBounds(up, abs(step), np.inf)
        self._solver.changeColBounds(down, 0.0, 0.0)
        self._solver.run()
        optimal = self._solver.getModelStatus().name == "kOptimal"
        values = np.array(self._solver.getSolution().col_value)
        self._solver.changeColBounds(sides[0], 0.0, float(self._up[place]))
        self._solver.changeColBounds(sides[1], 0.0, float(self._down[place]))
        if not optimal:
            return None
        moved = values[:size] - values[size : 2 * size]
        groups = len(values) // 2 - size
        shifted = np.abs(values[2 * size :][:groups] - values[2 * size + groups :]) > CLOSE
        for column in np.flatnonzero(np.abs(moved) > CLOSE).tolist():
            for side in (column, size + column):
                self._solver.changeColCost(side, _FREE)
        sums = self._known[(self._group >= 0) & np.append(shifted, False)[self._group]]
        return moved, sums
