"""A reader with a linear program attacks what is released; see ``benchmarks/disclosure.py``."""

import importlib.util
import itertools
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
KINDS = (
    "by platform, then by month",
    "a table, then its margins",
    "margins, then the table",
    "region, then département",
    "département, then region",
    "months, then quarters",
    "indicators, then families",
    "three pairs of one cube",
    "a département, then communes",
    "communes, then départements by month",
    "one more month",
    "a selection told by a column",
    "overlapping selections",
)


@pytest.fixture(scope="module")
def benchmark():
    name = "disclosure_benchmark"
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks/disclosure.py")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules[name]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", KINDS)
def test_tables_released_one_after_the_other_give_no_hidden_number(benchmark, kind, seed):
    outcome = benchmark.run(sys.modules["disclosure_worlds"].makers()[kind](seed))
    assert (outcome.shown_unsafe, outcome.leaks) == (0, [])


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("margins", ["columns", "all"])
def test_one_table_with_its_margins_known_gives_no_hidden_number(benchmark, margins, seed):
    outcome = benchmark.run(sys.modules["disclosure_worlds"].one_table(seed + 20, margins))
    assert (outcome.shown_unsafe, outcome.leaks) == (0, [])


def test_the_attacker_finds_what_a_subtraction_finds(benchmark):
    attacker = sys.modules["disclosure_attack"]
    ads = pd.DataFrame({"platform": ["a", "b"], "weight": [95, 3], "all": "all"})
    atoms = attacker.atoms_of(ads, [["platform"]])
    table = atoms[["platform", "n_ads"]]
    eleven = np.array([11, 11])
    shown = np.array([95, np.nan])
    cells = attacker.Layer("t", ("platform",), table, shown, np.isnan(shown), eleven)
    alone = attacker.attack(attacker.build(atoms, [cells]))
    assert not alone[["exact", "below"]].any(axis=None)
    total = pd.DataFrame({"all": ["all"], "n_ads": [98]})
    margin = attacker.Layer("m", ("all",), total, np.array([98.0]), np.array([False]), eleven[:1])
    found = attacker.attack(attacker.build(atoms, [cells, margin])).iloc[0]
    assert (found["low"], found["high"], found["exact"], found["below"]) == (3, 3, True, True)


def test_the_attacker_uses_numbers_of_advertisers_too(benchmark):
    attacker = sys.modules["disclosure_attack"]
    ads = pd.DataFrame({"platform": ["a", "b", "c"], "weight": [80, 12, 3], "all": "all"})
    atoms = attacker.atoms_of(ads, [["platform"]]).assign(
        n_advertisers=[40, 12, 3], n_templates=pd.NA
    )
    shown = np.array([80, np.nan, np.nan])
    eleven = np.array([11, 11, 11])
    cells = attacker.Layer("t", ("platform",), atoms, shown, np.isnan(shown), eleven)
    total = pd.DataFrame({"all": ["all"], "n_ads": 95, "n_advertisers": 54, "n_templates": pd.NA})
    margin = attacker.Layer("m", ("all",), total, np.array([95.0]), np.array([False]), eleven[:1])
    plain = attacker.build(atoms, [cells, margin])
    people = attacker.build(atoms, [cells, margin], people=True)
    assert people.members.shape[0] == plain.members.shape[0] + 1
    assert people.floor[-1] == 14


def _every_table(true, hidden):
    """Return all 3 x 3 tables of whole numbers with these margins and visible cells."""
    block = np.array(list(itertools.product(range(16), repeat=4))).reshape(-1, 2, 2)
    wide = np.concatenate([block, true.sum(1)[:2, None] - block.sum(2, keepdims=True)], axis=2)
    last = true.sum(0)[None, None, :] - wide.sum(1, keepdims=True)
    tables = np.concatenate([wide, last], axis=1)
    right = np.where(hidden, tables >= 1, tables == true).all(axis=(1, 2))
    return tables[right].reshape(-1, 9)


@pytest.mark.parametrize("seed", range(8))
def test_the_attacker_agrees_with_trying_every_table(benchmark, seed):
    attacker = sys.modules["disclosure_attack"]
    random = np.random.default_rng(seed)
    true = random.integers(0, 6, (3, 3))
    hidden = (random.random((3, 3)) < 0.7) & (true > 0)
    names = pd.DataFrame(list(itertools.product("abc", "xyz")), columns=["platform", "language"])
    atoms = names.assign(n_ads=true.ravel(), all="all")
    shown = np.where(hidden, np.nan, true).ravel()
    four = np.full(9, 4)
    cells = attacker.Layer(
        "t", ("platform", "language"), atoms, shown, np.isnan(shown) & (true.ravel() > 0), four
    )
    layers = [cells]
    for name in ("platform", "language"):
        sums = atoms.groupby(name)["n_ads"].sum().reset_index()
        known = sums["n_ads"].to_numpy(float)
        layers.append(attacker.Layer(name, (name,), sums, known, known < 0, four[:3]))
    found = attacker.attack(attacker.build(atoms, layers))
    possible = _every_table(true, hidden)
    low, high = np.min(possible, axis=0), np.max(possible, axis=0)
    for row in found.itertuples():
        assert row.exact == (low[row.cell] == high[row.cell])
        assert row.below == (high[row.cell] < 4)
