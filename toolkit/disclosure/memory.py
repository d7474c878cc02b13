"""What earlier releases tell a reader about the rows and the sums of a new table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from toolkit.disclosure.attack import Mask
from toolkit.disclosure.auditing import Question
from toolkit.disclosure.lattice import Key, Lattice, cell_keys, sorted_key
from toolkit.disclosure.ledger import Earlier


@dataclass(frozen=True)
class Memory:
    """What a new table must hide for earlier releases.

    ``question`` is what its rows need, with what a reader knows already; ``hidden`` rows and
    ``withheld`` sums must stay unknown; ``because`` names the releases that ask for it, ``beside``
    those of the same document, ``releases`` all that share a cell with the table, and ``kept``
    all cells that must stay unknown, also those that the table has not.
    """

    question: Question
    hidden: Mask
    withheld: Mask
    because: tuple[str, ...]
    beside: tuple[str, ...]
    releases: tuple[str, ...]
    kept: Mapping[Key, str]


def remember(earlier: Sequence[Earlier], lattice: Lattice, asked: Question) -> Memory:
    """Return what earlier releases ask of a new table.

    It compares labels and numbers: where the numbers of one cell differ, another selection of ads
    was counted, and their difference is a number that a reader can work out.

    Parameters
    ----------
    earlier : sequence of Earlier
        From the ledger.
    lattice : Lattice
        The new table.
    asked : Question
        What its rows need by themselves.

    Returns
    -------
    Memory
        What to hide and why.
    """
    rows = lattice.n_rows
    ads = np.concatenate([asked.ads, lattice.members @ asked.ads])
    known, unknown = (np.zeros(len(ads), dtype=bool) for _ in range(2))
    high, low = asked.high.copy(), asked.low.copy()
    because: dict[str, bool] = {}
    shared: dict[str, None] = {}
    cells = {key: cell for cell, key in enumerate(cell_keys(lattice))} if earlier else {}
    everywhere: dict[Key, str] = {}
    for release in earlier:
        told, kept = release.told
        everywhere |= dict.fromkeys(kept, release.name)
        values = {cells[key]: value for key, value in told.items() if key in cells}
        shared |= dict.fromkeys([release.name] if values else ())
        apart = {cell: ads[cell] - value for cell, value in values.items() if value != ads[cell]}
        known[[cell for cell in values if cell not in apart]] = True
        wide = _apart(release, cells, asked, apart)
        near = [cell for cell, gap in apart.items() if abs(gap) < wide[cell]]
        # a difference must be able to be as large as what may be shown
        for cell in (cell for cell in near if cell < rows):
            edge = values[cell] + np.copysign(wide[cell], apart[cell])
            if apart[cell] > 0:
                high[cell] = edge if np.isinf(high[cell]) else max(high[cell], edge)
            else:
                low[cell] = max(edge, 0.0)
        # what was hidden stays so, unless another selection has many more ads
        hidden = [cells[key] for key in kept if key in cells]
        near += [cell for cell in hidden if not apart or ads[cell] < asked.apart[cell]]
        unknown[near] = True
        because |= dict.fromkeys([release.name] if near else (), release.number > 0)
    known &= ~unknown
    question = replace(asked, high=high, low=low, known=known)
    before = tuple(name for name, listed in because.items() if listed)
    beside = tuple(name for name, listed in because.items() if not listed)
    return Memory(
        question, unknown[:rows], unknown[rows:], before, beside, tuple(shared), everywhere
    )


def _apart(
    release: Earlier, cells: Mapping[Key, int], asked: Question, gaps: Mapping[int, float]
) -> Mapping[int, float]:
    """Return by how many ads some cells must differ from a release: as the larger one asks."""
    wide = {cell: float(asked.apart[cell]) for cell in gaps}
    shown = release.rows[release.rows["apart"].notna()]
    labels = shown[list(release.by)].itertuples(index=False, name=None)
    for row, least in zip(labels, shown["apart"].astype(float), strict=True):
        cell = cells.get(sorted_key(release.by, row), -1)
        if gaps.get(cell, 0.0) < 0:
            wide[cell] = least
    return wide


def kept_elsewhere(earlier: Sequence[Earlier], lattice: Lattice, rows: Mask) -> tuple[str, ...]:
    """Return the releases that hid one of some rows for cells that a new table does not have.

    Showing such a row could give those cells away, and nobody could tell.

    Parameters
    ----------
    earlier : sequence of Earlier
        From the ledger.
    lattice : Lattice
        The new table.
    rows : numpy.ndarray
        One boolean per row: those to be shown.

    Returns
    -------
    tuple of str
        Their names.
    """
    keys = cell_keys(lattice)
    shown = {keys[row] for row in np.flatnonzero(rows)}
    kept = ((release.name, release.told[1]) for release in earlier)
    return tuple(name for name, cells in kept if cells & shown and not cells <= set(keys))
