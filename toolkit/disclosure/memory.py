"""What earlier releases tell a reader about the rows and the sums of a new table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from toolkit.disclosure.attack import Mask
from toolkit.disclosure.auditing import Question
from toolkit.disclosure.lattice import Key, Lattice, build_lattice
from toolkit.disclosure.ledger import Earlier, sorted_key


@dataclass(frozen=True)
class Memory:
    """What a new table must hide for earlier releases.

    ``question`` is what its rows need, with what a reader knows already; ``hidden`` rows and
    ``withheld`` sums must stay unknown; ``because`` names the releases that ask for it, and
    ``releases`` all that share a cell with the table.
    """

    question: Question
    hidden: Mask
    withheld: Mask
    because: tuple[str, ...]
    releases: tuple[str, ...]


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
    because: dict[str, None] = {}
    shared: dict[str, None] = {}
    cells = {key: cell for cell, key in enumerate(_keys(lattice))} if earlier else {}
    for release in earlier:
        told, kept = _told(release)
        values = {cells[key]: value for key, value in told.items() if key in cells}
        shared |= dict.fromkeys([release.name] if values else ())
        apart = {cell: ads[cell] - value for cell, value in values.items() if value != ads[cell]}
        known[[cell for cell in values if cell not in apart]] = True
        near = [cell for cell, gap in apart.items() if abs(gap) < asked.apart[cell]]
        # a difference must be able to be as large as what may be shown
        for cell in (cell for cell in near if cell < rows):
            edge = values[cell] + np.copysign(asked.apart[cell], apart[cell])
            if apart[cell] > 0:
                high[cell] = edge if np.isinf(high[cell]) else max(high[cell], edge)
            else:
                low[cell] = max(edge, 0.0)
        # what was hidden stays so, unless another selection has many more ads
        hidden = [cells[key] for key in kept if key in cells]
        near += [cell for cell in hidden if not apart or ads[cell] < asked.apart[cell]]
        unknown[near] = True
        because |= dict.fromkeys([release.name] if near else ())
    known &= ~unknown
    question = replace(asked, high=high, low=low, known=known)
    return Memory(question, unknown[:rows], unknown[rows:], tuple(because), tuple(shared))


def _keys(lattice: Lattice) -> list[Key]:
    """Return the groupings and labels of the rows and the sums of a table."""
    rows = zip(*(axis.levels[0][1] for axis in lattice.axes), strict=True)
    names = [axis.levels[0][0] for axis in lattice.axes]
    sums = lattice.keys(range(lattice.members.shape[0]))
    return [*(sorted_key(names, row) for row in rows), *(tuple(sorted(key)) for key in sums)]


def _told(release: Earlier) -> tuple[dict[Key, float], set[Key]]:
    """Return the numbers that a release showed or let follow, and the cells it kept unknown."""
    counted = release.rows[release.rows["state"].isin(("counted", "suppressed"))]
    if counted.empty:
        return {}, set()
    lattice = build_lattice(counted.reset_index(drop=True), release.by)
    ads = counted["n_ads"].to_numpy(dtype=float, na_value=np.nan)
    hidden = np.isnan(ads)
    broken = np.concatenate([hidden, lattice.members @ hidden.astype(float) > 0])
    values = np.concatenate([ads, lattice.members @ np.nan_to_num(ads)])
    told: dict[Key, float] = {}
    kept = {tuple(sorted(key)) for key in release.withheld}
    for cell, key in enumerate(_keys(lattice)):
        if not broken[cell]:
            told[key] = float(values[cell])
        elif cell < len(ads):
            kept.add(key)
    return told, kept
