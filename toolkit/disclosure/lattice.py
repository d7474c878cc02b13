"""The rows of a table with all the sums that a reader may know of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from toolkit.disclosure.hierarchy import AXES, adds_up, coarser_levels

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
# groupings and labels of a sum
Key = tuple[tuple[str, str], ...]
# labels of a grouping without anything coarser that are looked at together first
_TOGETHER = 8


@dataclass(frozen=True)
class _Axis:
    """One grouping with all that it is a part of, from fine to coarse."""

    levels: tuple[tuple[str, pd.Series], ...]
    additive: bool

    def codes(self) -> list[Codes]:
        """Return the number of the label of each row on each level; all rows together last."""
        found: list[Codes] = [pd.factorize(labels)[0].astype(np.int64) for _, labels in self.levels]
        return [*found, np.zeros_like(found[0])] if self.additive else found


@dataclass(frozen=True)
class Lattice:
    """Rows, sums of rows, and which cells add up to which.

    Cells are numbered: first the rows, then the sums. ``members`` has a line for each sum and a
    column for each row; ``children`` a line for each equation and a column for each cell, whose
    sum is the cell ``parents``. ``blocks`` are ways to cut the rows up, from small parts to all.
    """

    members: sparse.csr_matrix
    children: sparse.csr_matrix
    parents: Codes
    blocks: tuple[Codes, ...]
    axes: tuple[_Axis, ...]
    kinds: tuple[tuple[tuple[int, ...], int, Codes], ...]

    @property
    def n_rows(self) -> int:
        """Return how many rows the table has."""
        return int(self.members.shape[1])

    @property
    def total(self) -> int | None:
        """Return the number of the sum of all rows, None where they do not add up."""
        top = tuple(len(axis.levels) for axis in self.axes)
        return next((start for levels, start, _ in self.kinds if levels == top), None)

    def keys(self, sums: Sequence[int]) -> Iterator[Key]:
        """Yield the groupings and labels of some sums, numbered from nought."""
        for which in sums:
            levels, start, first_rows = next(
                kind for kind in reversed(self.kinds) if kind[1] <= which
            )
            row = int(first_rows[which - start])
            yield tuple(
                (axis.levels[level][0], str(axis.levels[level][1].iloc[row]))
                for axis, level in zip(self.axes, levels, strict=True)
                if level < len(axis.levels)
            )


def _axes(frame: pd.DataFrame, by: Sequence[str]) -> tuple[_Axis, ...]:
    """Return the groupings of a table, those that follow from a finer one left out."""
    chains = {name: coarser_levels(name, frame[name].astype("str")) for name in by}
    follows = {
        above
        for name, chain in chains.items()
        for above, labels in chain[1:]
        if above in chains and labels.eq(chains[above][0][1]).all()
    }
    kept = [name for name in by if name not in follows]
    seen: set[str] = set()
    axes = []
    for name in kept:
        # a second grouping of the same kind that does not follow stands for itself
        chain = chains[name][:1] if AXES.get(name, name) in seen else chains[name]
        seen.add(AXES.get(name, name))
        axes.append(_Axis(tuple(chain), additive=adds_up(name)))
    return tuple(axes)


def build_lattice(frame: pd.DataFrame, by: Sequence[str]) -> Lattice:
    """Return the sums over all groupings of a table and everything that they are parts of.

    It adds nothing up over hours or indicators: an ad may have several.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows that hold a number.
    by : sequence of str
        Its groupings.

    Returns
    -------
    Lattice
        Rows, sums and equations.

    Examples
    --------
    >>> table = pd.DataFrame({"month": ["2025-01", "2025-02"]})
    >>> lattice = build_lattice(table, ["month"])
    >>> list(lattice.keys(range(lattice.members.shape[0])))
    [(('quarter', '2025-Q1'),), (('year', '2025'),), ()]
    """
    axes = _axes(frame, by)
    codes = [axis.codes() for axis in axes]
    kinds: dict[tuple[int, ...], tuple[int, Codes]] = {}
    found: list[tuple[tuple[int, ...], int, Codes]] = []
    blocks: list[sparse.csr_matrix] = []
    n, start = len(frame), 0
    for levels in itertools.product(*(range(len(listed)) for listed in codes)):
        if not any(levels):
            kinds[levels] = (0, np.arange(n))
            continue
        cell, first = _cells([listed[level] for listed, level in zip(codes, levels, strict=True)])
        kinds[levels] = (n + start, cell)
        found.append((levels, start, first))
        ones = (np.ones(n), (cell, np.arange(n)))
        blocks.append(sparse.csr_matrix(ones, shape=(len(first), n)))
        start += len(first)
    members = sparse.vstack(blocks).tocsr() if blocks else sparse.csr_matrix((0, n))
    children, parents = _equations(kinds, [len(listed) for listed in codes], n + start)
    return Lattice(members, children, parents, _blocks(axes, codes), axes, tuple(found))


def _cells(codes: Sequence[Codes]) -> tuple[Codes, Codes]:
    """Return the cell of each row where some labels cross, and a row of each cell."""
    together = np.zeros(len(codes[0]), dtype=np.int64)
    for code in codes:
        together = together * (int(code.max(initial=0)) + 1) + code
    _, first, cell = np.unique(together, return_index=True, return_inverse=True)
    return cell.astype(np.int64), first.astype(np.int64)


def _equations(
    kinds: dict[tuple[int, ...], tuple[int, Codes]], sizes: Sequence[int], cells: int
) -> tuple[sparse.csr_matrix, Codes]:
    """Return which cells add up to which, one level of one grouping at a time."""
    lines: list[Codes] = []
    columns: list[Codes] = []
    parents: list[Codes] = []
    count = 0
    for levels, (start, cell) in kinds.items():
        for axis, size in enumerate(sizes):
            if levels[axis] + 1 == size:
                continue
            above = (*levels[:axis], levels[axis] + 1, *levels[axis + 1 :])
            first, parent = kinds[above]
            pairs = np.unique(np.column_stack([parent, cell]), axis=0)
            lines.append(pairs[:, 0] + count)
            columns.append(pairs[:, 1] + start)
            parents.append(np.arange(int(parent.max(initial=-1)) + 1) + first)
            count += len(parents[-1])
    if not lines:
        return sparse.csr_matrix((0, cells)), np.empty(0, dtype=np.int64)
    line, column = np.concatenate(lines), np.concatenate(columns)
    ones = (np.ones(len(line)), (line, column))
    return sparse.csr_matrix(ones, shape=(count, cells)), np.concatenate(parents)


def _blocks(axes: Sequence[_Axis], codes: Sequence[Sequence[Codes]]) -> tuple[Codes, ...]:
    """Return ways to cut the rows up, from small parts to all that add up together."""
    steps: list[Sequence[Codes]] = []
    for axis, listed in zip(axes, codes, strict=True):
        if not axis.additive:
            steps.append(listed[-1:])
        elif len(listed) > 2:
            steps.append(listed[1:])
        else:
            wide = int(listed[0].max(initial=0)) >= _TOGETHER
            steps.append([listed[0] // _TOGETHER, listed[1]] if wide else listed[1:])
    found: list[Codes] = []
    for depth in range(max(map(len, steps))):
        cell, first = _cells([listed[min(depth, len(listed) - 1)] for listed in steps])
        if not found or len(first) < int(found[-1].max(initial=0)) + 1:
            found.append(cell)
    return tuple(found)


def sorted_key(names: Sequence[str], labels: Sequence[object]) -> Key:
    """Return groupings and labels in the order of the names of groupings.

    Parameters
    ----------
    names : sequence of str
        Groupings.
    labels : sequence
        Their labels.

    Returns
    -------
    tuple
        Pairs.

    Examples
    --------
    >>> sorted_key(["platform", "month"], ["p", "2025-01"])
    (('month', '2025-01'), ('platform', 'p'))
    """
    return tuple(sorted((name, str(label)) for name, label in zip(names, labels, strict=True)))


def cell_keys(lattice: Lattice) -> list[Key]:
    """Return the groupings and labels of the rows and the sums of a table.

    Parameters
    ----------
    lattice : Lattice
        The table.

    Returns
    -------
    list of tuple
        Pairs in the order of the names of groupings, rows first.

    Examples
    --------
    >>> table = pd.DataFrame({"platform": ["a", "b"]})
    >>> cell_keys(build_lattice(table, ["platform"]))
    [(('platform', 'a'),), (('platform', 'b'),), ()]
    """
    rows = zip(*(axis.levels[0][1] for axis in lattice.axes), strict=True)
    names = [axis.levels[0][0] for axis in lattice.axes]
    sums = lattice.keys(range(lattice.members.shape[0]))
    return [*(sorted_key(names, row) for row in rows), *(tuple(sorted(key)) for key in sums)]
