"""The scan of files that leave: which contacts it still finds, how often it cries wolf, how fast.

Run it as ``python benchmarks/export_scan.py``. ``find_identifiers`` reads ads, where anything may
be a contact; the scan reads what is published, and asks more of its finds. Both are measured on
the same lines: those of the samples, and development lines of two authors where shared/ is there.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from toolkit.anonymise import find_identifiers, mask  # noqa: E402
from toolkit.export.checking import check_files  # noqa: E402
from toolkit.export.evidence import contacts_in  # noqa: E402
from toolkit.export.pieces import Text  # noqa: E402

SHARED = ROOT.parent / "shared" / "data"
PUBLISHED: dict[str, Callable[[random.Random], str]] = {
    "share": lambda r: f"{100 * r.random():.1f}".replace(".", ",") + "\u00a0%",
    "float": lambda r: f"{r.random():.{r.randint(1, 17)}f}",
    "count": lambda r: f"{r.randint(1, 999999):,}".replace(",", "\u202f"),
    "sentence": lambda r: f"de {r.randint(11, 999)} à {r.randint(11, 9999)} annonces par mois",
    "list": lambda r: ", ".join(str(r.randint(0, 999)) for _ in range(8)),
    "array": lambda r: "[" + " ".join(str(r.randint(0, 999)) for _ in range(6)) + "]",
    "départements": lambda r: ", ".join(f"{r.randint(1, 95):02d}" for _ in range(6)),
    "commune": lambda r: f"{r.randint(1001, 95999):05d}, {r.randint(100, 99999)} habitants",
    "time": lambda r: f"2026-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}T10:{r.randint(10, 59)}Z",
    "digest": lambda r: f"{r.getrandbits(256):064x}",
}


def held(texts: list[str]) -> list[bool]:
    """Tell which texts the scan would refuse."""
    return contacts_in([Text((), text) for text in texts])


def recall(name: str, texts: list[str], has: list[bool]) -> None:
    """Print the share of lines with a contact that detector and scan find."""
    rows, scan = set(find_identifiers(texts)["row"]), held(texts)
    n = sum(has)
    by_detector = sum(h and row in rows for row, h in enumerate(has))
    by_scan = sum(h and s for h, s in zip(has, scan, strict=True))
    clean = [s for h, s in zip(has, scan, strict=True) if not h]
    print(
        f"{name:<14} {n:>5} lines with one: detector {by_detector / n:.3f}, scan {by_scan / n:.3f};"
        f" {sum(clean)} of {len(clean)} others refused"
    )


def alarms(rounds: int) -> None:
    """Print how many published numbers the scan takes for a contact."""
    source = random.Random(2026)  # noqa: S311 - numbers to read, no secret
    for name, make in PUBLISHED.items():
        texts = [make(source) for _ in range(rounds)]
        print(f"{name:<14} {sum(held(texts)):>5} of {rounds} refused")


def speed(rows: int) -> None:
    """Print the time of a table of numbers."""
    source = random.Random(1)  # noqa: S311 - numbers to read, no secret
    table = pd.DataFrame(
        {
            "month": [f"2025-{source.randint(1, 12):02d}" for _ in range(rows)],
            "estimate": [source.random() for _ in range(rows)],
            "n_ads": [source.randint(11, 5000) for _ in range(rows)],
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        table.to_csv(Path(folder, "a.csv"), index=False)
        start = time.perf_counter()
        found = check_files(folder)
        print(f"{rows} rows in {time.perf_counter() - start:.1f} s, {len(found)} findings")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--rows", type=int, default=20000)
    options = parser.parse_args()
    raw = pd.read_csv(ROOT / "data_samples" / "ads_raw.csv", dtype=str)["text"].dropna().tolist()
    rows = set(find_identifiers(raw)["row"])
    recall("samples", raw, [row in rows for row in range(len(raw))])
    print(f"samples masked: {sum(held(mask(raw)))} of {len(raw)} refused")
    for path in sorted(SHARED.glob("contacts_dev*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        recall(path.stem, [line["text"] for line in lines], [bool(line["spans"]) for line in lines])
    alarms(options.rounds)
    speed(options.rows)


if __name__ == "__main__":
    main()
