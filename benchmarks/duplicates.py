"""Group near-duplicates of invented corpora whose groups are known, beside other systems.

``python benchmarks/duplicates.py [--sizes 2000 10000 100000] [--seeds 1] [--peers PYTHON]``
prints one table a size: how well each method finds the groups, what it takes, and how well the
toolkit finds the slots. ``--peers`` is the Python of an environment with datasketch, rensa,
sparse-dot-topn and scikit-learn; what it lacks is left out and said. ``--call module:function``
adds any callable that takes texts and returns groups. ``--growth`` runs the toolkit alone up to a
million texts, ``--update`` adds a month to a corpus. Each method runs in a process of its own, and
the making of texts is never counted.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))
from duplicates_corpora import LEVELS, Corpus, make
from duplicates_peers import METHODS, NOT_INSTALLED

RUNNER = Path(__file__).with_name("duplicates_peers.py")
PEERS = [name for name in METHODS if name not in ("toolkit", "exact")]
GROWING = (1_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
# the exponent of growth is taken between these
GROWTH_FROM, GROWTH_TO = 10_000, 1_000_000
UPDATED = 100_000
# larger corpora have no slots looked at: their groups are no larger, and there is nothing to learn
SLOTS_UP_TO = 10_000
QUICK = 300


class Kind(NamedTuple):
    """One kind of corpus."""

    level: str
    words: str
    stock: bool

    def __str__(self) -> str:
        """Return its name."""
        return f"{self.level} {self.words}{' stock' if self.stock else ''}"

    def made(self, number: int, seed: int) -> Corpus:
        """Return a corpus of this kind."""
        return make(number, self.level, seed=seed, words=self.words, stock=self.stock)


class Task(NamedTuple):
    """A corpus in a file, and what was asked."""

    corpus: Corpus
    path: Path
    options: argparse.Namespace


KINDS = [Kind(*one) for one in itertools.product(LEVELS, ("shared", "invented"), (False, True))]

GROWN = (Kind("medium", "invented", False), Kind("medium", "shared", False))


def scores(truth: Sequence[int], found: Sequence[int]) -> dict[str, float]:
    """Return the adjusted Rand index, each lone text its own group, and pairs right and found."""
    table = pd.DataFrame({"truth": truth, "found": found}).value_counts().to_numpy()
    pairs = [_pairs(table), _pairs(np.bincount(truth)), _pairs(np.bincount(_numbers(found)))]
    both, wanted, given = pairs
    chance = wanted * given / max(len(truth) * (len(truth) - 1) / 2, 1)
    middle = (wanted + given) / 2
    return {
        "ARI": (both - chance) / (middle - chance) if middle != chance else 1.0,
        "pairs P": both / given if given else 1.0,
        "pairs R": both / wanted if wanted else 1.0,
        "biggest": int(np.bincount(_numbers(found)).max()),
        "true": int(np.bincount(truth).max()),
    }


def _pairs(sizes: np.ndarray) -> float:
    """Return how many pairs lie in groups of these sizes."""
    return float((sizes.astype(float) * (sizes - 1) / 2).sum())


def _numbers(found: Sequence[int]) -> np.ndarray:
    """Return groups numbered from 0."""
    return np.unique(found, return_inverse=True)[1]


def slot_f1(corpus: Corpus, groups: Sequence[int]) -> float:
    """Return the F1 of the words that lie in slots, over the texts that truly have copies."""
    from toolkit.duplicates import template_slots

    table = template_slots(corpus.texts, groups).slots
    given: dict[int, set[int]] = {}
    for row, start, end in table[["row", "start", "end"]].itertuples(index=False):
        given.setdefault(row, set()).update(_words(corpus.texts[row], start, end))
    sizes = np.bincount(corpus.groups)
    right = wrong = missed = 0
    for row, (text, spans) in enumerate(zip(corpus.texts, corpus.slots, strict=True)):
        if sizes[corpus.groups[row]] < 2:
            continue
        truth = set(itertools.chain.from_iterable(_words(text, *span) for span in spans))
        found = given.get(row, set())
        right += len(truth & found)
        wrong += len(found - truth)
        missed += len(truth - found)
    return 2 * right / max(2 * right + wrong + missed, 1)


def _words(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where the words of a stretch begin."""
    at = start
    for word in text[start:end].split():
        at = text.index(word, at)
        yield at
        at += len(word)


def written(corpus: Corpus, folder: Path) -> Path:
    """Write the texts, one a line."""
    path = folder / "texts.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(text) + "\n" for text in corpus.texts)
    return path


def ran(method: str, path: Path, *, python: str = sys.executable, limit: int) -> dict[str, Any]:
    """Run one method in its own process; what it took, or why there is nothing."""
    out = path.with_suffix(".out")
    out.unlink(missing_ok=True)
    command = [python, str(RUNNER), method, str(path), str(out)]
    try:
        done = subprocess.run(command, check=False, timeout=limit, capture_output=True, text=True)
    except subprocess.TimeoutExpired:
        return {"why": f"not finished in {limit} s"}
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"ended with code {done.returncode}"])[-1]
        return {"why": f"not installed ({last})" if done.returncode == NOT_INSTALLED else last}
    return json.loads(out.read_text(encoding="utf-8"))


def compared(task: Task, kind: str) -> Iterator[dict[str, Any]]:
    """Yield a row of the table for each method that ran."""
    corpus, path, options = task
    peers = (options.only or PEERS) if options.peers else []
    ours = 0.0
    for method in ["toolkit", "exact", *peers, *options.call]:
        python = str(options.peers) if method in PEERS else sys.executable
        found = ran(method, path, python=python, limit=options.limit)
        if "why" in found:
            print(f"{kind}: {method} left out: {found['why']}", flush=True)
            continue
        ours = ours or found["cpu"]
        row = {"corpus": kind, "method": method, **scores(corpus.groups, found["groups"])}
        row |= {"CPU s": found["cpu"], "x toolkit": found["cpu"] / ours, "MiB": found["added"]}
        if method == "toolkit" and len(corpus.texts) <= SLOTS_UP_TO:
            row["slot F1, true groups"] = slot_f1(corpus, corpus.groups)
            row["slot F1, found groups"] = slot_f1(corpus, found["groups"])
        yield row


def table_of_size(number: int, options: argparse.Namespace) -> None:
    """Print the table of one size."""
    rows: list[dict[str, Any]] = []
    for kind, seed in itertools.product(options.kinds, options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            corpus = kind.made(number, seed)
            name = f"{kind}, seed {seed}" if len(options.seeds) > 1 else str(kind)
            rows += compared(Task(corpus, written(corpus, Path(folder)), options), name)
    print(f"\n== {number:,} texts, seeds {options.seeds}")
    shown(pd.DataFrame(rows))


def shown(table: pd.DataFrame) -> None:
    """Print a table, few digits, nothing where nothing was measured."""
    table = table.round({"CPU s": 2, "x toolkit": 2, "MiB": 0, "peak MiB": 0, "wall s": 2})
    print(table.round(3).astype(object).fillna("").to_string(index=False), flush=True)


def growth(options: argparse.Namespace) -> None:
    """Print what the toolkit takes as the corpus grows, and whether its groups stay right."""
    for kind in [kind for kind in GROWN if kind in options.kinds]:
        rows = []
        for number in [size for size in GROWING if size <= options.up_to]:
            corpus = kind.made(number, options.seeds[0])
            with tempfile.TemporaryDirectory() as folder:
                found = ran("toolkit", written(corpus, Path(folder)), limit=3_600)
            if "why" in found:
                print(f"{kind}, {number:,} texts: {found['why']}")
                continue
            took = {"CPU s": found["cpu"], "wall s": found["wall"], "peak MiB": found["peak"]}
            right = scores(corpus.groups, found["groups"])
            rows.append({"texts": number, **took, "MiB": found["added"], **right})
            print(f"{kind}: {number:,} texts done", file=sys.stderr, flush=True)
        print(f"\n== growth, {kind}, seed {options.seeds[0]}")
        table = pd.DataFrame(rows)
        shown(table)
        ends = table[table["texts"].isin([GROWTH_FROM, GROWTH_TO])]
        if len(ends) == 2:
            grown = math.log(ends["CPU s"].iloc[1] / ends["CPU s"].iloc[0])
            print(f"exponent: {grown / math.log(GROWTH_TO / GROWTH_FROM):.3f}")


def update(options: argparse.Namespace) -> None:
    """Print what a new month takes, and what doing all again does."""
    rows = []
    for kind, seed in itertools.product(options.kinds, options.seeds):
        corpus = kind.made(round(options.updated * 1.1), seed)
        with tempfile.TemporaryDirectory() as folder:
            path = written(corpus, Path(folder))
            for method, said in (("toolkit", "all again"), ("update", "the month alone")):
                found = ran(method, path, limit=3_600)
                if "why" in found:
                    print(f"{kind}: {said}: {found['why']}")
                    continue
                took = {"CPU s": found["cpu"], "wall s": found["wall"], "MiB": found["added"]}
                right = scores(corpus.groups, found["groups"])
                rows.append({"corpus": f"{kind}, seed {seed}", "what": said, **took, **right})
    print(f"\n== a month added to {options.updated:,} texts")
    shown(pd.DataFrame(rows))


def asked() -> argparse.Namespace:
    """Return what was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 10_000, 100_000])
    parser.add_argument("--seeds", "--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--kinds", nargs="+", choices=[str(one) for one in KINDS], metavar="KIND")
    parser.add_argument("--peers", type=Path, help="a Python in which the peers are installed")
    parser.add_argument("--only", nargs="+", default=[], choices=PEERS, help="these peers only")
    parser.add_argument("--call", nargs="+", default=[], help="module:function, texts to groups")
    parser.add_argument("--limit", type=int, default=600, help="seconds given to a method")
    parser.add_argument("--growth", action="store_true", help="the toolkit alone, growing")
    parser.add_argument("--up-to", type=int, default=GROWING[-1], help="largest size of --growth")
    parser.add_argument("--update", action="store_true", help="a month added to a corpus")
    parser.add_argument("--updated", type=int, default=UPDATED, help="the corpus of --update")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} texts, no peers")
    options = parser.parse_args()
    options.kinds = [one for one in KINDS if not options.kinds or str(one) in options.kinds]
    if options.quick:
        options.sizes, options.peers = [QUICK], None
        options.up_to, options.updated = GROWING[0], QUICK
    return options


def main() -> None:
    options = asked()
    if options.growth:
        growth(options)
    if options.update:
        update(options)
    if not (options.growth or options.update):
        for number in options.sizes:
            table_of_size(number, options)


if __name__ == "__main__":
    main()
