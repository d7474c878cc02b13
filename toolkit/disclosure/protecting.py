"""Hide with the small cells what would give them back, until a linear program finds nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from toolkit.disclosure.attack import Mask
from toolkit.disclosure.auditing import Question, rows_of, small_sums, wishes_of
from toolkit.disclosure.lattice import Codes, Lattice, Numbers
from toolkit.disclosure.repairing import Repair

# hiding one cell for two lines may cost so many ads more than one cell for each
_GAIN = 1_000.0


@dataclass(frozen=True)
class Protection:
    """Which rows are hidden, which sums stay unpublished, which rows could not be protected."""

    hidden: Mask
    withheld: Mask
    given_away: Codes


def protect(lattice: Lattice, asked: Question, hidden: Mask, withheld: Mask) -> Protection:
    """Return what to hide so that no hidden row can be bounded too closely.

    It shows nothing that was hidden. Rows that an earlier publication gives away are named.

    Parameters
    ----------
    lattice : Lattice
        Rows and sums.
    asked : Question
        What each row needs.
    hidden : numpy.ndarray
        Rows that may not be shown.
    withheld : numpy.ndarray
        Sums that must stay unpublished.

    Returns
    -------
    Protection
        Rows and sums.
    """
    withheld = (withheld | small_sums(lattice, asked)) & ~asked.known[len(hidden) :]
    hidden, withheld = _fill_lines(lattice, asked, hidden, withheld)
    repair = Repair(lattice, asked, hidden, withheld)
    left = repair.fulfil(wishes_of(asked, hidden))
    return Protection(repair.hidden, repair.withheld, rows_of(left))


def _fill_lines(
    lattice: Lattice, asked: Question, hidden: Mask, withheld: Mask
) -> tuple[Mask, Mask]:
    """Hide the smallest partners along every line, until each hides enough together."""
    ads = np.concatenate([asked.ads, lattice.members @ asked.ads])
    out = np.concatenate([hidden, withheld])
    spare = np.concatenate([asked.ads - asked.least, ads[len(hidden) :]])
    # what a reader knows from before hides nothing
    spare[asked.known] = 0
    need = np.where(np.isfinite(asked.high), asked.high - asked.least, 0.0)
    needs = np.concatenate([need, np.where(withheld, asked.needed, 0.0)])
    across = lattice.children.T.tocsr()
    # where a cell is all of a sum, whoever knows the sum knows the cell
    single = lattice.children @ (ads > 0).astype(float) == 1
    lonely = across @ single.astype(float)
    strength = np.concatenate([asked.strength, lattice.members @ asked.strength])

    def weak(out: Mask) -> Mask:
        """Return the equations whose hidden cells together rest on too few, as their rest does."""
        together = lattice.children @ (out * strength)
        found: Mask = (lattice.children @ (out * ads) > 0) & (together < 1) & ~out[lattice.parents]
        return found

    while True:
        bad = _bad_lines(lattice, out, spare, needs) | weak(out)
        free = (ads > 0) & ~out & ~asked.known
        chosen = _cheapest(lattice, across, bad, free, ads + lonely * ads.sum())
        if not len(chosen):
            return out[: len(hidden)], out[len(hidden) :]
        out = out.copy()
        out[chosen] = True


def _bad_lines(lattice: Lattice, out: Mask, spare: Numbers, needs: Numbers) -> Mask:
    """Return the equations that give a hidden cell away by themselves."""
    inside = out.astype(float)
    count = lattice.children @ (inside * (spare > 0))
    together = lattice.children @ (inside * spare)
    wanted = lattice.children.multiply((inside * needs)[None, :]).max(axis=1).toarray().ravel()
    parent = out[lattice.parents]
    alone: Mask = np.where(parent, count == 0, (count == 1) | ((count > 0) & (together < wanted)))
    return alone


def _cheapest(
    lattice: Lattice, across: sparse.csr_matrix, bad: Mask, free: Mask, price: Numbers
) -> Codes:
    """Return cells to hide next: the cheapest, and those in many bad lines, one per line.

    Where a line has nothing left to hide, its sum is withheld.
    """
    has = lattice.children @ free.astype(float) > 0
    gain = across @ (bad & has).astype(float)
    able = np.flatnonzero(free & (gain > 0))
    order = able[np.lexsort((able, price[able] - gain[able] * _GAIN))]
    taken = ~(bad & has)
    chosen: list[int] = []
    for cell in order.tolist():
        lines = across.indices[across.indptr[cell] : across.indptr[cell + 1]]
        wanted = lines[(bad & has)[lines]]
        if taken[wanted].any():
            continue
        taken[lines] = True
        chosen.append(cell)
    above = lattice.parents[bad & ~has]
    chosen += above[free[above]].tolist()
    return np.unique(np.array(chosen, dtype=np.int64))
