"""Score the masking on the lines of each author, strictly: every letter and digit of a span.

Run it as ``python benchmarks/anonymise_authors.py``. The lines are invented, by authors who had not
seen the tool; ``tests/anonymise/lines/authors/README.md`` says which were read to build it.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.anonymise.marks import AUTHORS, author_lines, score

COLUMNS = ("PHONE", "EMAIL", "HANDLE", "URL", "ADDRESS", "NAME", "leaking", "touched")


def main() -> None:
    """Print one row per author."""
    print("| author | lines | " + " | ".join(COLUMNS) + " | lines/CPU-s |")
    print("|---" * (len(COLUMNS) + 3) + "|")
    for path in sorted(AUTHORS.glob("*.tsv")):
        lines = author_lines(path.stem)
        start = time.process_time()
        found = score(lines)
        speed = len(lines) / (time.process_time() - start)
        cells = " | ".join(f"{found.get(column, float('nan')):.3f}" for column in COLUMNS)
        print(f"| {path.stem} | {len(lines)} | {cells} | {speed:,.0f} |")


if __name__ == "__main__":
    main()
