"""Which hidden rows a reader who knows everything else can bound too closely."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.disclosure.attack import CLOSE, Attack, Hidden, Mask
from toolkit.disclosure.lattice import Codes, Lattice, Numbers

# a row, and where it must be able to go as far as a reader knows
Wish = tuple[int, float]


@dataclass(frozen=True)
class Question:
    """What must be protected: the rows with what they need to be able to reach, and the sums.

    ``ads`` true numbers; ``least`` what a reader knows a hidden row to hold at least; ``high`` and
    ``low`` what a hidden row must be able to reach, as far as a reader knows (infinite where
    nothing is asked); ``strength`` the support of each row as a multiple of
    what it needs; ``needed`` how many ads a sum needs to be shown, and ``apart`` by how many
    two selections must differ, for each row and sum; ``known`` the rows and sums that were
    published before: hiding them protects nobody.
    """

    ads: Numbers
    least: Numbers
    high: Numbers
    low: Numbers
    strength: Numbers
    needed: Numbers
    apart: Numbers
    known: Mask


def wishes_of(asked: Question, hidden: Mask) -> list[Wish]:
    """Return which hidden rows must be able to move, and where to.

    Parameters
    ----------
    asked : Question
        What each row needs.
    hidden : numpy.ndarray
        The hidden rows.

    Returns
    -------
    list of tuple
        Rows and values.
    """
    up = np.flatnonzero(hidden & np.isfinite(asked.high) & (asked.high > asked.ads))
    down = np.flatnonzero(hidden & np.isfinite(asked.low) & (asked.low < asked.ads))
    return [
        *((int(row), float(asked.high[row])) for row in up),
        *((int(row), float(asked.low[row])) for row in down),
    ]


def reached(values: Numbers, ads: Numbers, to: Numbers) -> Mask:
    """Return which values are at least as far from the truth as asked, on the side asked.

    Parameters
    ----------
    values, ads, to : numpy.ndarray
        Possible values, true ones, and those that must be possible.

    Returns
    -------
    numpy.ndarray
        One boolean each.
    """
    return np.where(to > ads, values >= to - CLOSE, values <= to + CLOSE)


def given_away(lattice: Lattice, asked: Question, hidden: Mask, withheld: Mask) -> Codes:
    """Return the hidden rows that a reader who knows all other sums can bound too closely.

    Parameters
    ----------
    lattice : Lattice
        Rows and sums.
    asked : Question
        What each row needs.
    hidden : numpy.ndarray
        The hidden rows.
    withheld : numpy.ndarray
        The sums that the reader does not know.

    Returns
    -------
    numpy.ndarray
        Numbers of rows.
    """
    what = Hidden(asked.ads, asked.least, hidden, lattice.members[~withheld])
    left = wishes_of(asked, hidden)
    for block in lattice.blocks:
        still: list[Wish] = []
        for rows, wishes in by_block(block, left, np.flatnonzero(hidden)):
            attack = Attack(what, rows)
            still += unfulfilled(wishes, attack.rows, attack.ads, attack.raised)
        left = still
    return rows_of(left)


def by_block(
    block: Codes, wishes: Sequence[Wish], rows: Codes
) -> Iterator[tuple[Codes, list[Wish]]]:
    """Yield the rows of each block with what is asked of some of them.

    Parameters
    ----------
    block : numpy.ndarray
        The block of each row of the table.
    wishes : sequence of tuple
        Rows, and where they must be able to go.
    rows : numpy.ndarray
        The rows that matter.

    Yields
    ------
    tuple
        Rows and wishes of one block.
    """
    parts: dict[int, list[Wish]] = {}
    for wish in wishes:
        parts.setdefault(int(block[wish[0]]), []).append(wish)
    ordered = rows[np.argsort(block[rows], kind="stable")]
    for part, inside in parts.items():
        first, last = np.searchsorted(block[ordered], [part, part + 1])
        yield ordered[first:last], inside


def unfulfilled(
    wishes: Sequence[Wish],
    rows: Codes,
    ads: Numbers,
    moved: Callable[[int, float], Numbers | None],
) -> list[Wish]:
    """Return the wishes that no possible values fulfil; one answer often fulfils several.

    Parameters
    ----------
    wishes : sequence of tuple
        Rows, and where they must be able to go.
    rows : numpy.ndarray
        The rows that have values.
    ads : numpy.ndarray
        Their true values.
    moved : callable
        Gives possible values of all rows for one wish, None where there are none.

    Returns
    -------
    list of tuple
        The wishes left.
    """
    place = {int(row): number for number, row in enumerate(rows)}
    at = np.array([place[row] for row, _ in wishes])
    to = np.array([value for _, value in wishes])
    done = np.zeros(len(wishes), dtype=bool)
    for number, (row, value) in enumerate(wishes):
        values = None if done[number] else moved(row, value)
        if values is not None:
            done |= reached(values[at], ads[at], to)
    return [wish for wish, fulfilled in zip(wishes, done, strict=True) if not fulfilled]


def rows_of(wishes: Sequence[Wish]) -> Codes:
    """Return the rows of some wishes, each once.

    Parameters
    ----------
    wishes : sequence of tuple
        Rows, and where they must be able to go.

    Returns
    -------
    numpy.ndarray
        Numbers of rows.
    """
    return np.unique(np.array([row for row, _ in wishes], dtype=np.int64))


def small_sums(lattice: Lattice, asked: Question) -> Mask:
    """Return the sums that are too small to be published.

    Parameters
    ----------
    lattice : Lattice
        Rows and sums.
    asked : Question
        What each row and sum needs.

    Returns
    -------
    numpy.ndarray
        One boolean per sum.
    """
    sums = lattice.members @ asked.ads
    small: Mask = (sums > 0) & (sums < asked.needed)
    return small
