"""What a reader of one scene knows: released tables, margins, and what differences tell."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from disclosure_attack import Layer, atoms_of, attack, build
from disclosure_worlds import COARSER, DIMENSIONS, LEVEL_OF, Asked, Scene, counted

WITHHOLDING_ROUNDS = 8


@dataclass(frozen=True)
class Judge:
    """The rules by which a cell is too small, and how many ads a cell at least needs.

    Where zeros are hidden too, a reader does not know which cells are empty.
    """

    unsafe: Callable[[pd.DataFrame], np.ndarray]
    thresholds: Callable[[pd.DataFrame], np.ndarray]
    zeros_hidden: bool = False


def cells_of(scene: Scene, asked: Asked, everything: pd.DataFrame, judge: Judge) -> pd.DataFrame:
    """Return the counts of one table, with the empty cells where they are hidden among others."""
    table = counted(scene.world, asked)
    if not judge.zeros_hidden:
        return table
    inside = everything if asked.only is None else everything[asked.only(everything)]
    return _completed(table, asked.by, inside)


def atoms(scene: Scene) -> pd.DataFrame:
    """Return the finest groups that the tables and selections of the scene can tell apart."""
    wording = scene.asked[0].wording
    ads = scene.world.mentions if wording else scene.world.ads
    used = {name for asked in scene.asked for name in asked.by} | set(scene.universe)
    groups = []
    for levels in DIMENSIONS.values():
        present = [level for level in levels if level in used]
        if present:
            start = levels.index(present[0])
            groups.append([name for name in levels[start:] if name and name in ads.columns])
    return atoms_of(ads, groups)


def released_layer(
    asked: Asked, table: pd.DataFrame, shown: np.ndarray, everything: pd.DataFrame, judge: Judge
) -> Layer:
    """Return one released table; all its hidden cells are targets."""
    hidden = np.isnan(shown)
    true = table["n_ads"].to_numpy(float)
    return Layer(
        name=" x ".join(asked.by),
        by=asked.by,
        table=table,
        shown=shown,
        target=hidden & (true > 0),
        threshold=judge.thresholds(table),
        inside=None if asked.only is None else asked.only(everything).to_numpy(),
        floor=0 if (hidden & (true == 0)).any() else 1,
    )


def difference_layers(scene: Scene, everything: pd.DataFrame, judge: Judge) -> list[Layer]:
    """Return the groups by which two selections differ; the small ones are targets."""
    found = []
    for one, two in itertools.permutations(scene.asked, 2):
        if one.by != two.by or (one.only is None and two.only is None):
            continue

        def only(ads: pd.DataFrame, one: Asked = one, two: Asked = two) -> pd.Series:
            first = pd.Series(True, ads.index) if one.only is None else one.only(ads)
            second = pd.Series(True, ads.index) if two.only is None else two.only(ads)
            return first & ~second

        inside = only(everything).to_numpy()
        table = counted(scene.world, Asked(one.by, only))
        if len(table):
            table = _completed(table, one.by, everything[inside])
            hidden = np.full(len(table), np.nan)
            small = judge.unsafe(table)
            found.append(
                Layer(
                    "difference", one.by, table, hidden, small, judge.thresholds(table), inside, 0
                )
            )
    return found


def _completed(table: pd.DataFrame, by: tuple[str, ...], inside: pd.DataFrame) -> pd.DataFrame:
    """Return the table with a row for each possible cell: which are empty is not known."""
    possible = inside[list(by)].drop_duplicates()
    full = possible.merge(table, on=list(by), how="left")
    full["n_ads"] = full["n_ads"].fillna(0)
    return full


def margin_groupings(by: tuple[str, ...], margins: str) -> list[tuple[str, ...]]:
    """Return all coarser groupings of a table, of its own columns or of every hierarchy."""
    choices = []
    for name in dict.fromkeys(LEVEL_OF[level] for level in by):
        levels = DIMENSIONS[name]
        finest = min(levels.index(level) for level in by if LEVEL_OF[level] == name)
        allowed = levels[finest:]
        choices.append([x for x in allowed if margins == "all" or x is None or x in by])
    finest_of_all = tuple(levels[0] for levels in choices)
    found = [
        tuple(x for x in one if x) for one in itertools.product(*choices) if one != finest_of_all
    ]
    return [one or ("all",) for one in found]


def known_margins(
    scene: Scene, base: Layer, everything: pd.DataFrame, judge: Judge, withheld: frozenset
) -> tuple[list[Layer], int]:
    """Return the margins a reader is assumed to know, and how many were taken back.

    Known is each margin that could be published, those left out that the release itself says must
    not be published beside it. Where those alone would give a small cell or a
    small margin away, whatever the table hides, its neighbours cannot all have been published:
    they are taken to be unknown.
    """
    asked = scene.asked[0]
    columns = set(everything.columns)
    layers = []
    for by in margin_groupings(asked.by, scene.margins):
        if set(by) > columns:
            continue
        table = cells_of(scene, Asked(by), everything, judge)
        small, true = judge.unsafe(table), table["n_ads"].to_numpy(float)
        keys = (
            tuple(sorted(zip(by, map(str, row), strict=True))) if by != ("all",) else ()
            for row in table[list(by)].itertuples(index=False)
        )
        kept = np.fromiter((key in withheld for key in keys), dtype=bool, count=len(table))
        shown = np.where(small | kept | (judge.zeros_hidden & (true == 0)), np.nan, true)
        floor = 0 if judge.zeros_hidden else 1
        layer = Layer("margin", by, table, shown, small, judge.thresholds(table), floor=floor)
        layers.append(layer)
    true = base.table["n_ads"].to_numpy(float)
    known = np.where((true > 0) | judge.zeros_hidden, np.nan, 0.0)
    blank = replace(base, shown=known, target=judge.unsafe(base.table))
    taken = 0
    for _ in range(WITHHOLDING_ROUNDS):
        found = attack(build(everything, [blank, *layers]))
        given = found[found["exact"] | found["below"]]["cell"].to_numpy()
        if not len(given):
            return layers, taken
        layers, more = _taken_back(layers, blank, given, everything)
        taken += more
        if not more:
            break
    return [replace(one, shown=np.where(one.shown == 0, 0.0, np.nan)) for one in layers], -1


def _taken_back(
    layers: list[Layer], blank: Layer, given: np.ndarray, everything: pd.DataFrame
) -> tuple[list[Layer], int]:
    """Return the layers without the neighbours of what was given away."""
    starts = np.cumsum([len(blank.table), *(len(one.table) for one in layers)])
    found, taken = [], 0
    for layer, start in zip(layers, starts, strict=False):
        own = given[(given >= start) & (given < start + len(layer.table))] - start
        near = _neighbours(layer, own, everything) & ~np.isnan(layer.shown) & (layer.shown > 0)
        taken += int(near.sum())
        found.append(replace(layer, shown=np.where(near, np.nan, layer.shown)))
    if taken:
        return found, taken
    # no margin was given away, but inner cells: forget what they are part of
    keys = list(blank.by)
    cells = blank.table.iloc[given[given < len(blank.table)]][keys].merge(everything, on=keys)
    for place, layer in enumerate(found):
        keys = list(layer.by)
        over = layer.table.merge(cells[keys].drop_duplicates(), on=keys, how="left", indicator=True)
        near = over["_merge"].eq("both").to_numpy() & (np.nan_to_num(layer.shown) > 0)
        taken += int(near.sum())
        found[place] = replace(layer, shown=np.where(near, np.nan, layer.shown))
    return found, taken


def _neighbours(layer: Layer, own: np.ndarray, everything: pd.DataFrame) -> np.ndarray:
    """Return the cells that share a parent, in one direction, with one of these cells."""
    near = np.zeros(len(layer.table), dtype=bool)
    if not len(own) or layer.by == ("all",):
        return near
    for name in layer.by:
        parts = layer.table[[other for other in layer.by if other != name]]
        above = COARSER.get(name)
        if above in everything.columns:
            pairs = everything[[name, above]].drop_duplicates().set_index(name)[above]
            parts = parts.assign(above=layer.table[name].map(pairs))
        parent = parts.assign(together="").astype(str).agg("|".join, axis=1)
        near |= parent.isin(set(parent.iloc[own])).to_numpy()
    return near
