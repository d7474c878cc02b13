"""A reader with a linear program: what printed numbers say about the hidden ones.

The unknowns are the finest groups of ads that any two layers of a scene tell apart ("atoms"): each
printed number is the sum of its atoms, each hidden cell is a sum of at least ``floor``. A group
that no table prints is empty, as zeros are printed. Bounds are those of the linear program, rounded
inwards to whole ads. The module knows nothing of the toolkit and shares no code with it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog

OUTSIDE, EMPTY = -1, -2
EPS = 1e-5
ROUNDS = 6
Bound = tuple[np.ndarray, float]
Limits = tuple[float | None, float]


@dataclass(frozen=True)
class Layer:
    """Cells that do not overlap: ``n_ads`` is the truth, ``shown`` what is printed, else NaN.

    ``inside`` says which atoms the layer is about; None means all.
    """

    name: str
    by: tuple[str, ...]
    table: pd.DataFrame
    shown: np.ndarray
    target: np.ndarray
    threshold: np.ndarray
    inside: np.ndarray | None = None
    floor: int = 1


@dataclass(frozen=True)
class Programme:
    """``members @ x`` gives the cells; ``known`` is NaN where hidden; ``truth`` solves it."""

    members: sparse.csr_matrix
    known: np.ndarray
    floor: np.ndarray
    threshold: np.ndarray
    target: np.ndarray
    truth: np.ndarray


def _cells_of_atoms(atoms: pd.DataFrame, layer: Layer) -> np.ndarray:
    """Return the cell of each atom, EMPTY where there is none, OUTSIDE beyond the selection."""
    keys = list(layer.by)
    places = layer.table[keys].assign(cell=np.arange(len(layer.table)))
    found = atoms[keys].merge(places, on=keys, how="left")["cell"].fillna(EMPTY)
    cells = found.to_numpy(dtype=int)
    printed_zero = np.append(layer.shown == 0, [False] * 2)[cells] & (cells >= 0)
    cells = np.where(printed_zero, EMPTY, cells)
    return cells if layer.inside is None else np.where(layer.inside, cells, OUTSIDE)


def _at_least(marks: np.ndarray, layers: list[Layer], starts: np.ndarray) -> list[Bound]:
    """Return hidden cells that together hold so many ads, as so many people or texts are missing.

    Whoever is in a printed total is in one of its parts: what the printed parts cannot account for
    is in the hidden ones, with an ad each at least.
    """
    found: list[Bound] = []
    for (i, fine), (j, coarse) in itertools.permutations(enumerate(layers), 2):
        inside = marks[j] >= 0
        pairs = pd.DataFrame({"fine": marks[i][inside], "coarse": marks[j][inside]})
        pairs = pairs.drop_duplicates()
        uncovered = set(pairs.loc[pairs["fine"] < 0, "coarse"])
        if pairs["fine"].duplicated().any() or np.isin(marks[i][~inside], pairs["fine"]).any():
            continue
        for _, group in pairs.groupby("coarse"):
            whole, parts = int(group["coarse"].iloc[0]), group["fine"].to_numpy(dtype=int)
            cell, own = whole - starts[j], parts - starts[i]
            if whole in uncovered or np.isnan(coarse.shown[cell]):
                continue
            hidden = np.isnan(fine.shown[own])
            for name in ("n_advertisers", "n_templates"):
                total = coarse.table[name].iloc[cell]
                seen = fine.table[name].iloc[own[~hidden]]
                if hidden.any() and not pd.isna(total) and not seen.isna().any():
                    found.append((parts[hidden], float(total - seen.sum())))
    return [(cells, least) for cells, least in found if least > len(cells)]


def _with_people(
    programme: Programme, marks: np.ndarray, layers: list[Layer], starts: np.ndarray
) -> Programme:
    """Return the programme with what numbers of advertisers and texts say."""
    bounds = _at_least(marks, layers, starts)
    if not bounds:
        return programme
    sums = np.concatenate([programme.members[cells].sum(axis=0) for cells, _ in bounds])
    more = len(bounds)
    return Programme(
        sparse.vstack([programme.members, sparse.csr_matrix(sums)]).tocsr(),
        np.append(programme.known, np.full(more, np.nan)),
        np.append(programme.floor, [least for _, least in bounds]),
        np.append(programme.threshold, np.zeros(more)),
        np.append(programme.target, np.zeros(more, dtype=bool)),
        programme.truth,
    )


def build(atoms: pd.DataFrame, layers: list[Layer], *, people: bool = False) -> Programme:
    """Return the linear programme of all layers; ``atoms`` holds its true ``n_ads``.

    With ``people`` the printed numbers of advertisers and texts are used too.
    """
    cells = np.stack([_cells_of_atoms(atoms, layer) for layer in layers])
    starts = np.cumsum([0, *(len(layer.table) for layer in layers)])
    alive = ~(cells == EMPTY).any(axis=0) & (cells >= 0).any(axis=0)
    if atoms["n_ads"].to_numpy()[~alive & (cells >= 0).any(axis=0)].any():
        raise AssertionError("a group of ads lies in a cell that is printed as zero")
    marks = np.where(cells >= 0, cells + starts[:-1, None], OUTSIDE)[:, alive]
    signatures, place = np.unique(marks.T, axis=0, return_inverse=True)
    truth = np.bincount(place.ravel(), atoms["n_ads"].to_numpy(float)[alive], len(signatures))
    variable, _ = np.nonzero(signatures >= 0)
    members = sparse.csr_matrix(
        (np.ones(len(variable)), (signatures[signatures >= 0], variable)),
        shape=(starts[-1], len(signatures)),
    )
    true = np.concatenate([layer.table["n_ads"].to_numpy(float) for layer in layers])
    if not np.allclose(members @ truth, true):
        raise AssertionError("the truth does not solve the attacker's programme")
    programme = Programme(
        members,
        np.concatenate([layer.shown for layer in layers]),
        np.concatenate([np.full(len(layer.table), layer.floor) for layer in layers]),
        np.concatenate([layer.threshold for layer in layers]),
        np.concatenate([layer.target for layer in layers]),
        truth,
    )
    return _with_people(programme, marks, layers, starts) if people else programme


def _fixed(programme: Programme) -> np.ndarray:
    """Return which unknowns follow one by one from a printed number."""
    visible = ~np.isnan(programme.known)
    fixed = np.zeros(len(programme.truth), dtype=bool)
    while True:
        left = programme.members @ (~fixed).astype(float)
        alone = sparse.diags((visible & (left == 1)).astype(float)) @ programme.members
        new = (np.asarray(alone.sum(axis=0)).ravel() > 0) & ~fixed
        if not new.any():
            return fixed
        fixed |= new


def attack(programme: Programme, *, limit: int | None = None) -> pd.DataFrame:
    """Return one row per target: ``low``, ``high``, ``exact``, ``below``, ``open``.

    Bounds of a target that is neither exact nor below are only as wide as was needed to see that.
    ``open`` targets are those left when ``limit`` single programmes were solved.
    """
    fixed = _fixed(programme)
    rest = programme.members[:, ~fixed].tocsr()
    size = np.diff(rest.indptr)
    base = programme.members[:, fixed] @ programme.truth[fixed]
    true = programme.members @ programme.truth
    low, high = true.copy(), true.copy()
    still = np.zeros(len(true), dtype=bool)
    used = np.flatnonzero(size > 0)
    square = sparse.bmat([[None, rest[used]], [rest[used].T, None]])
    _, part = sparse.csgraph.connected_components(square, directed=False)
    for number in np.unique(part[: len(used)][programme.target[used]]):
        rows = used[part[: len(used)] == number]
        columns = np.flatnonzero(part[len(used) :] == number)
        one = _Part(
            programme, rows, rest[rows][:, columns], base[rows], programme.truth[~fixed][columns]
        )
        budget = None if limit is None else max(0, limit)
        solved = one.run(budget)
        limit = None if limit is None else limit - solved
        low[rows], high[rows], still[rows] = one.low + base[rows], one.high + base[rows], one.open
    low, high = np.ceil(low - EPS), np.floor(high + EPS)
    found = pd.DataFrame({"cell": np.arange(len(true)), "n_ads": true, "low": low, "high": high})
    found = found.assign(exact=low >= high, below=high < programme.threshold, open=still)
    found.loc[found["open"], ["exact", "below"]] = False
    return found[programme.target]


class _Part:
    """One connected part of a programme."""

    def __init__(
        self,
        programme: Programme,
        rows: np.ndarray,
        members: sparse.csr_matrix,
        base: np.ndarray,
        truth: np.ndarray,
    ) -> None:
        known = programme.known[rows]
        visible = ~np.isnan(known)
        self.members, self.target = members, programme.target[rows]
        self.equal, self.sums = members[visible], (known - base)[visible]
        floor = programme.floor[rows] - base
        bounded = ~visible & (floor > 0)
        self.more, self.floor = members[bounded], floor[bounded]
        self.true = members @ truth
        self.low, self.high = self.true.copy(), self.true.copy()
        self.goal = programme.threshold[rows] - base
        self.open = np.zeros(len(rows), dtype=bool)

    def unsettled(self) -> np.ndarray:
        """Return the targets not yet seen to reach their threshold and to be uncertain."""
        narrow = np.ceil(self.low - EPS) >= np.floor(self.high + EPS)
        return self.target & (narrow | (self.high < self.goal - EPS))

    def run(self, limit: int | None) -> int:
        """Attack all targets and return how many single programmes that took."""
        for _ in range(ROUNDS):
            before = self.unsettled()
            if not before.any():
                return 0
            self.together(before, up=True)
            self.together(before & (self.true >= self.goal), up=False)
            if self.unsettled().sum() > 0.8 * before.sum():
                break
        solved = 0
        for row in np.flatnonzero(self.unsettled()):
            if not self.unsettled()[row]:
                continue
            if limit is not None and solved >= limit:
                self.open |= self.unsettled()
                break
            objective = np.asarray(self.members[[row]].todense()).ravel()
            self.high[row] = max(self.high[row], objective @ self.solve(-objective))
            if self.unsettled()[row]:
                self.low[row] = min(self.low[row], objective @ self.solve(objective))
            solved += 1
        return solved

    def together(self, rows: np.ndarray, *, up: bool) -> None:
        """Move as many cells as possible at once, each no further than is needed."""
        where = np.flatnonzero(rows & self.unsettled())
        if not len(where):
            return
        sign = 1.0 if up else -1.0
        cap = np.maximum(self.goal, self.true + 1) if up else 1 - self.true
        extra = sparse.hstack([-sign * self.members[where], sparse.eye(len(where))])
        bounds: list[Limits] = [(None, float(value)) for value in cap[where]]
        objective = np.concatenate([np.zeros(self.members.shape[1]), -np.ones(len(where))])
        self.solve(objective, extra.tocsr(), bounds)

    def solve(
        self,
        objective: np.ndarray,
        extra: sparse.csr_matrix | None = None,
        bounds: list[Limits] | None = None,
    ) -> np.ndarray:
        """Return the unknowns that minimise the objective; widen what was seen of each cell."""
        size, more = self.members.shape[1], len(objective) - self.members.shape[1]
        upper, limits = -self.more, -self.floor
        if extra is not None:
            upper = sparse.vstack([self._wide(upper, more), extra])
            limits = np.concatenate([limits, np.zeros(extra.shape[0])])
        equal = self._wide(self.equal, more)
        found = linprog(
            objective,
            A_ub=upper.tocsr() if upper.shape[0] else None,
            b_ub=limits if upper.shape[0] else None,
            A_eq=equal if equal.shape[0] else None,
            b_eq=self.sums if equal.shape[0] else None,
            bounds=[(0, None)] * size + (bounds or []),
            method="highs",
        )
        if found.status == 3:  # without end: everything that moves up is free
            return self._unbounded(objective)
        if found.status:
            raise AssertionError(f"the attacker's programme failed: {found.message}")
        values = self.members @ found.x[:size]
        self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)
        return found.x[:size]

    @staticmethod
    def _wide(matrix: sparse.csr_matrix, more: int) -> sparse.csr_matrix:
        return sparse.hstack([matrix, sparse.csr_matrix((matrix.shape[0], more))]).tocsr()

    def _unbounded(self, objective: np.ndarray) -> np.ndarray:
        """Return unknowns beyond any threshold; only used for cells that no sum bounds."""
        return np.where(objective < 0, 1e9, 0.0)


def atoms_of(ads: pd.DataFrame, groups: list[list[str]]) -> pd.DataFrame:
    """Return every combination of what each group of columns takes, with its true ``n_ads``."""
    atoms = pd.DataFrame({"all": ["all"]})
    for columns in groups:
        atoms = atoms.merge(ads[columns].drop_duplicates(), how="cross")
    keys = ["all", *(name for columns in groups for name in columns)]
    true = ads.groupby(keys)["weight"].sum().rename("n_ads").reset_index()
    atoms = atoms.merge(true, on=keys, how="left")
    return atoms.assign(n_ads=atoms["n_ads"].fillna(0).astype(int))
