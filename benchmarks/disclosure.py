"""Attack what the toolkit releases, with a reader who shares no code with the suppressor.

``python benchmarks/disclosure.py [--tables 300] [--seed 1] [--quick] [--acro PYTHON]`` invents
corpora, counts tables, releases them one after the other through one ledger and lets a linear
program bound every hidden cell from all that is printed, with the margins that could be printed
too. It prints one line per kind of scene, each number given away with its scene and seed, time
and overhead against size, and, with the Python of an environment in which ACRO is installed, the
same attack on the tables that ACRO would let out.
"""

from __future__ import annotations

import argparse
import functools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))
from disclosure_attack import Layer, attack, build
from disclosure_knowledge import (
    Judge,
    atoms,
    cells_of,
    difference_layers,
    known_margins,
    released_layer,
)
from disclosure_worlds import (
    Asked,
    Scene,
    as_asked,
    counted,
    invent,
    scenes,
    tempus_scenes,
    thresholds,
    unsafe,
)

OURS = Judge(unsafe, thresholds)
# ACRO's default: ten records, whoever wrote them
ACRO = Judge(
    lambda table: table["n_ads"].between(1, 9).to_numpy(),
    lambda table: np.full(len(table), 10),
    zeros_hidden=True,
)
SIZES = ((25, 6, 1), (50, 6, 1), (100, 6, 1), (25, 6, 12), (50, 6, 12), (100, 6, 12), (100, 6, 24))
ADS_PER_CELL = 40
LIMIT = 200
# above, time and overhead are measured and the attack, which takes minutes, is left out
ATTACKED_CELLS = 2_000


@dataclass
class Outcome:
    """What came out of one scene."""

    kind: str
    tables: int = 0
    refused: int = 0
    primary: int = 0
    hidden: int = 0
    more_hidden: int = 0
    shown_unsafe: int = 0
    exact: int = 0
    below: int = 0
    exact_primary: int = 0
    implied: int = 0
    implied_given: int = 0
    taken_back: int = 0
    unanswered: int = 0
    release_s: float = 0.0
    attack_s: float = 0.0
    leaks: list[str] = field(default_factory=list)
    # what the release says must not be published beside it
    withheld: frozenset = frozenset()


def shown_of(table: pd.DataFrame, safe: pd.DataFrame, by: list[str]) -> np.ndarray:
    """Return the printed numbers in the order of the table; what is not printed is hidden.

    What was not collected holds no ads of the corpus.
    """
    printed = safe.loc[safe["state"].isin(["counted", "not_collected"]), [*by, "n_ads"]]
    printed = printed.assign(n_ads=printed["n_ads"].fillna(0))
    found = table[by].merge(printed, on=by, how="left")["n_ads"]
    return found.to_numpy(dtype=float, na_value=np.nan)


def release_all(scene: Scene, outcome: Outcome) -> list[np.ndarray | None]:
    """Release the tables of a scene through one ledger, None where refused."""
    from toolkit.disclosure import release
    from toolkit.errors import DisclosureError

    found: list[np.ndarray | None] = []
    with tempfile.TemporaryDirectory() as folder:
        for asked in scene.asked:
            table = counted(scene.world, asked)
            given = as_asked(scene.world, asked)
            by = [name for name in table.columns if name in {*asked.by, "language"}]
            start = time.perf_counter()
            try:
                released = release(given, ledger=Path(folder) / "ledger.jsonl")
            except DisclosureError:
                found.append(None)
                outcome.release_s += time.perf_counter() - start
                continue
            outcome.release_s += time.perf_counter() - start
            outcome.withheld = frozenset(tuple(sorted(key)) for key in released.withheld)
            shown = shown_of(table, released.to_frame(), by)
            found.append(shown)
            if len(scene.asked) > 1:
                alone = shown_of(table, release(given).to_frame(), by)
                outcome.more_hidden += int(np.isnan(shown).sum() - np.isnan(alone).sum())
    return found


def primary_only(scene: Scene) -> list[np.ndarray | None]:
    """Return the tables with no more hidden than the cells that are too small by themselves."""
    tables = [counted(scene.world, asked) for asked in scene.asked]
    return [np.where(unsafe(one), np.nan, one["n_ads"].to_numpy(float)) for one in tables]


def layers_of(
    scene: Scene, shown: list[np.ndarray | None], judge: Judge, outcome: Outcome
) -> tuple[pd.DataFrame, list[Layer]]:
    """Return the atoms and all that a reader knows of them."""
    given = [asked for asked, one in zip(scene.asked, shown, strict=True) if one is not None]
    everything = atoms(scene)
    layers = []
    for asked, one in zip(scene.asked, shown, strict=True):
        outcome.tables += 1
        if one is None:
            outcome.refused += 1
            continue
        table = cells_of(scene, asked, everything, judge)
        layers.append(released_layer(asked, table, one, everything, judge))
        small = judge.unsafe(table)
        outcome.primary += int(small.sum())
        outcome.hidden += int(layers[-1].target.sum())
        outcome.shown_unsafe += int((small & ~np.isnan(one)).sum())
    if layers and scene.margins != "none":
        margins, outcome.taken_back = known_margins(
            scene, layers[0], everything, judge, outcome.withheld
        )
        layers += margins
    return everything, layers + difference_layers(
        replace(scene, asked=tuple(given)), everything, judge
    )


def run(
    scene: Scene,
    shown: list[np.ndarray | None] | None = None,
    judge: Judge = OURS,
    limit: int | None = None,
    *,
    people: bool = False,
) -> Outcome:
    """Release one scene, unless ``shown`` is given, and attack it."""
    outcome = Outcome(scene.kind)
    shown = release_all(scene, outcome) if shown is None else shown
    start = time.perf_counter()
    everything, layers = layers_of(scene, shown, judge, outcome)
    if not layers:
        return outcome
    found = attack(build(everything, layers, people=people), limit=limit)
    starts = np.cumsum([0, *(len(layer.table) for layer in layers)])
    place = np.searchsorted(starts, found["cell"], side="right") - 1
    found["layer"] = [layers[one].name for one in place]
    small = np.concatenate([judge.unsafe(layer.table) for layer in layers])
    found["primary"] = small[found["cell"]]
    implied = found["layer"].isin(["margin", "difference"])
    given = found["exact"] | found["below"]
    cells = found[~implied]
    outcome.exact, outcome.below = int(cells["exact"].sum()), int(cells["below"].sum())
    outcome.exact_primary = int((cells["exact"] & cells["primary"]).sum())
    outcome.implied, outcome.implied_given = int(implied.sum()), int((implied & given).sum())
    outcome.unanswered = int(found["open"].sum())
    outcome.attack_s = time.perf_counter() - start
    where = f"{scene.kind}, seed {scene.world.seed}"
    outcome.leaks = [_leak(where, row, layers, starts) for _, row in found[given].iterrows()]
    return outcome


def _leak(where: str, row: pd.Series, layers: list[Layer], starts: np.ndarray) -> str:
    """Return one line about a number that was given away; the corpus is invented."""
    place = int(np.searchsorted(starts, row["cell"], side="right") - 1)
    layer, cell = layers[place], int(row["cell"] - starts[place])
    key = " ".join(str(layer.table[name].iloc[cell]) for name in layer.by)
    known = (
        f"= {row['low']:.0f}" if row["exact"] else f"in {abs(row['low']):.0f}..{row['high']:.0f}"
    )
    kind = "primary" if row["primary"] else "complementary"
    return f"{where}: {layer.name} [{key}] {known}, {kind}, threshold {layer.threshold[cell]}"


def summary(outcomes: Iterable[Outcome]) -> pd.DataFrame:
    """Return one row per kind of scene, and all of them together."""
    rows = pd.DataFrame([vars(one) for one in outcomes]).drop(columns=["leaks", "withheld"])
    rows.insert(1, "scenes", 1)
    table = rows.groupby("kind", sort=False).sum()
    together = table.sum().to_frame("all").T
    table = pd.concat([table, together]).infer_objects()
    table.insert(5, "ratio", table["hidden"] / table["primary"])
    counts = table.columns.drop(["ratio", "release_s", "attack_s"])
    return table.astype(dict.fromkeys(counts, int)).round(2)


def report(title: str, outcomes: list[Outcome], *, most: int) -> None:
    """Print the table of all kinds and each number given away."""
    leaks = [leak for one in outcomes for leak in one.leaks]
    print(f"\n== {title}")
    with pd.option_context("display.width", 220, "display.max_columns", 30):
        print(summary(outcomes).to_string())
    print(
        f"{len(leaks)} numbers given away" + (f", the first {most}:" if len(leaks) > most else "")
    )
    print("\n".join(leaks[:most]))


def measure(departements: int, platforms: int, months: int, seed: int) -> dict[str, float]:
    """Return time, overhead and memory of one release of such a size, and what an attack finds."""
    cells = departements * platforms * months
    world = invent(
        seed,
        ads=min(600_000, cells * ADS_PER_CELL),
        departements=departements,
        platforms=platforms,
        months=max(months, 2),
    )
    by = ("departement", "platform", "month")[: 2 + (months > 1)]
    scene = Scene("size", world, (Asked(by),), "columns")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcome = Outcome("size")
    shown = release_all(scene, outcome)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = outcome.release_s
    if cells > ATTACKED_CELLS:
        layers_of(replace(scene, margins="none"), shown, OURS, outcome)
        outcome.unanswered = outcome.hidden
    else:
        outcome = run(scene, shown, limit=LIMIT)
    return {
        "rows": float(len(shown[0])) if shown[0] is not None else 0.0,
        "ads": float(len(world.ads)),
        "primary": outcome.primary,
        "hidden": outcome.hidden,
        "ratio": outcome.hidden / max(outcome.primary, 1),
        "seconds": seconds,
        "peak_mib": after / 1024,
        "added_mib": (after - before) / 1024,
        "exact": outcome.exact,
        "below": outcome.below,
        "unanswered": outcome.unanswered,
        "attack_s": outcome.attack_s,
    }


def growth(seed: int, sizes: Iterable[tuple[int, int, int]]) -> None:
    """Print time and overhead against size, each in a process of its own."""
    rows = []
    for size in sizes:
        text = ",".join(map(str, size))
        command = [sys.executable, __file__, "--one", text, "--seed", str(seed)]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        rows.append({"size": text, **json.loads(out)})
    table = pd.DataFrame(rows)
    slope = np.polyfit(np.log(table["rows"]), np.log(table["seconds"]), 1)[0]
    print("\n== time and overhead against size: départements, platforms, months")
    print(table.round(2).to_string(index=False))
    print(f"seconds grow as rows to the power {slope:.2f}")


def acro(python: Path, seed: int, tables: int) -> None:
    """Attack what ACRO lets out of the same ads and groupings."""
    wanted = [
        scene
        for scene in [*scenes(seed, tables), *tempus_scenes()]
        if not any(asked.by == ("all",) for asked in scene.asked)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder, jobs = Path(name), []
        for number, scene in enumerate(wanted):
            for place, asked in enumerate(scene.asked):
                rows = scene.world.mentions if asked.wording else scene.world.ads
                rows = rows if asked.only is None else rows[asked.only(rows)]
                path = folder / f"{number}-{place}.parquet"
                rows[[*asked.by, "weight"]].to_parquet(path, index=False)
                jobs.append({"path": str(path), "by": list(asked.by)})
        (folder / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
        script = Path(__file__).with_name("disclosure_acro.py")
        start = time.perf_counter()
        subprocess.run([str(python), str(script), str(folder)], check=True, cwd=folder)
        print(f"\nACRO took {time.perf_counter() - start:.0f} s for {len(jobs)} tables")
        outcomes = []
        for number, scene in enumerate(wanted):
            cells = functools.partial(cells_of, scene, everything=atoms(scene), judge=ACRO)
            shown = [
                acro_shown(cells(asked), asked, folder / f"{number}-{place}.out")
                for place, asked in enumerate(scene.asked)
            ]
            outcomes.append(run(scene, list(shown), ACRO))
    report("ACRO, threshold 10, suppress=True", outcomes, most=20)


def acro_shown(table: pd.DataFrame, asked: Asked, path: Path) -> np.ndarray | None:
    """Return the numbers that ACRO prints, in order of the table; None when it took too long."""
    if not path.exists():
        return None
    by = list(asked.by)
    printed = pd.read_parquet(path).assign(state="counted")
    return shown_of(table, printed.astype(dict.fromkeys(by, str)), by)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--quick", action="store_true", help="60 tables, small sizes, not the real table"
    )
    parser.add_argument("--acro", type=Path, help="a Python in which ACRO is installed")
    parser.add_argument("--most", type=int, default=40, help="how many leaks to print")
    parser.add_argument("--people", action="store_true", help="use advertisers and texts too")
    parser.add_argument("--naive", action="store_true", help="also attack tables as counted")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        size = [int(part) for part in options.one.split(",")]
        print(json.dumps(measure(size[0], size[1], size[2], options.seed)))
        return
    number = 60 if options.quick else options.tables
    wanted = list(scenes(options.seed, number))
    wanted += [] if options.quick else tempus_scenes()
    outcomes = [run(scene, people=options.people) for scene in wanted]
    report("toolkit", outcomes, most=options.most)
    if options.naive:
        naive = [run(scene, primary_only(scene)) for scene in wanted if "tempus" not in scene.kind]
        report("only the cells that are too small themselves are hidden", naive, most=0)
    if options.acro:
        acro(options.acro, options.seed, number)
    growth(options.seed, SIZES[:3] if options.quick else SIZES)


if __name__ == "__main__":
    main()
