"""A reader with a linear program, who asks how large a hidden number can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse

from toolkit.disclosure.lattice import Codes, Numbers

if TYPE_CHECKING:
    from highspy import Highs

Mask = npt.NDArray[np.bool_]
# less than this is nothing to a solver
CLOSE = 1e-6


@dataclass(frozen=True)
class Hidden:
    """What a reader does not know: the rows, their true and least values, the sums still known."""

    ads: Numbers
    least: Numbers
    hidden: Mask
    known: sparse.csr_matrix


class Attack:
    """The numbers that some hidden rows may have; one solver is kept warm for all questions."""

    def __init__(self, what: Hidden, rows: Codes) -> None:
        self.rows = rows[what.hidden[rows]]
        self._place = {int(row): place for place, row in enumerate(self.rows)}
        self.ads = what.ads[self.rows]
        self._least = what.least[self.rows] - self.ads
        sums = distinct_sums(what.known[:, self.rows])
        self._solver = solver(
            costs=np.zeros(len(self.rows)),
            bounds=(self._least, np.full(len(self.rows), np.inf)),
            sums=sums,
        )

    def raised(self, row: int, to: float) -> Numbers:
        """Return values that the hidden rows may have, one of them as near to a number as can be.

        Parameters
        ----------
        row : int
            The row to move.
        to : float
            Where to.

        Returns
        -------
        numpy.ndarray
            A possible value of each of ``rows``.
        """
        place = self._place[row]
        step = to - float(self.ads[place])
        bounds = (float(self._least[place]), step) if step > 0 else (step, np.inf)
        self._solver.changeColBounds(place, *bounds)
        self._solver.changeColCost(place, -1.0 if step > 0 else 1.0)
        self._solver.run()
        moved = np.array(self._solver.getSolution().col_value)
        self._solver.changeColCost(place, 0.0)
        self._solver.changeColBounds(place, float(self._least[place]), np.inf)
        return np.asarray(self.ads + moved)


def distinct_sums(sums: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the sums of different rows, each once, empty ones left out.

    Parameters
    ----------
    sums : scipy.sparse.csr_matrix
        A line for each sum, ones where a row is in it.

    Returns
    -------
    scipy.sparse.csr_matrix
        Fewer lines.

    Examples
    --------
    >>> distinct_sums(sparse.csr_matrix([[1, 1], [0, 0], [1, 1]])).shape
    (1, 2)
    """
    return sums[sum_groups(sums)[0]]


def sum_groups(sums: sparse.csr_matrix) -> tuple[Codes, Codes]:
    """Return the first sum of each set of rows, and the set of every sum, -1 for an empty one.

    Parameters
    ----------
    sums : scipy.sparse.csr_matrix
        A line for each sum, ones where a row is in it.

    Returns
    -------
    tuple of numpy.ndarray
        Numbers of sums, and numbers of sets.

    Examples
    --------
    >>> [a.tolist() for a in sum_groups(sparse.csr_matrix([[1, 1], [0, 0], [1, 1]]))]
    [[0], [0, -1, 0]]
    """
    sums.sort_indices()
    sets: dict[bytes, int] = {}
    first: list[int] = []
    group = np.full(sums.shape[0], -1, dtype=np.int64)
    for line in range(sums.shape[0]):
        inside = sums.indices[sums.indptr[line] : sums.indptr[line + 1]]
        if not len(inside):
            continue
        number = sets.setdefault(inside.tobytes(), len(sets))
        if number == len(first):
            first.append(line)
        group[line] = number
    return np.array(first, dtype=np.int64), group


def solver(costs: Numbers, bounds: tuple[Numbers, Numbers], sums: sparse.csr_matrix) -> Highs:
    """Return a solver that looks for the least cost where all sums stay as they are.

    Parameters
    ----------
    costs : numpy.ndarray
        Of one more ad in each column.
    bounds : tuple of numpy.ndarray
        How far each column may move, down and up.
    sums : scipy.sparse.csr_matrix
        What must add up to nought.

    Returns
    -------
    highspy.Highs
        It keeps its last answer, from which the next is near.
    """
    import highspy

    model = highspy.HighsLp()
    lines = sparse.csr_matrix(sums, dtype=float)
    model.num_col_, model.num_row_ = len(costs), lines.shape[0]
    model.col_cost_, (model.col_lower_, model.col_upper_) = costs, bounds
    model.row_lower_ = model.row_upper_ = np.zeros(lines.shape[0])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = lines.indptr, lines.indices
    model.a_matrix_.value_ = lines.data
    found = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
        found.setOptionValue(option, value)
    found.passModel(model)
    return found
