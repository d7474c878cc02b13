"""Score the codebook on labelled lines, by language and indicator.

``python benchmarks/recall.py LINES.jsonl [...] [--write]`` reads lines with ``lang``, ``text``,
``expected`` (must be asserted) and ``absent`` (must not be). ``--write`` keeps the figures that
reports quote: use it only with lines of an author who taught the codebook nothing.
"""

from __future__ import annotations

import argparse
import datetime
import json
from collections import Counter
from pathlib import Path

MEASURED = Path(__file__).parent.parent / "toolkit" / "indicators" / "codebook_recall.toml"
NUMBERS = ("n_expected", "n_found", "n_absent", "n_false")
HEAD = "# Made by benchmarks/recall.py, on lines whose author nobody who writes patterns has read."
Cells = dict[tuple[str, str], Counter[str]]


def score(lines: list[dict[str, object]], statuses: set[str]) -> Cells:
    """Return the numbers of each language and indicator."""
    from toolkit.indicators import find_indicators, load_codebook

    book = load_codebook()
    spans = find_indicators([str(line["text"]) for line in lines], book)
    spans = spans[spans["status"].isin(statuses)]
    found = set(zip(spans["row"], spans["indicator"], strict=True))
    numbers: Cells = {}
    for row, line in enumerate(lines):
        for key, total, hits in (
            ("expected", "n_expected", "n_found"),
            ("absent", "n_absent", "n_false"),
        ):
            for indicator in line[key]:  # type: ignore[attr-defined]
                if indicator not in book.ids:
                    continue
                cell = numbers.setdefault((str(line["lang"]), indicator), Counter())
                cell[total] += 1
                cell[hits] += (row, indicator) in found
    return numbers


def summed(numbers: Cells, place: int) -> dict[str, Counter[str]]:
    """Return the numbers by language (0) or by indicator (1)."""
    sums: dict[str, Counter[str]] = {}
    for key, cell in numbers.items():
        sums.setdefault(key[place], Counter()).update(cell)
    return dict(sorted(sums.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = [
        json.loads(line)
        for file in options.files
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    numbers = score(lines, {"asserted"})
    with_doubts = score(lines, {"asserted", "uncertain"})
    for name, table in (("asserted", numbers), ("asserted or uncertain", with_doubts)):
        total = sum(table.values(), Counter())
        recall = total["n_found"] / max(total["n_expected"], 1)
        false = total["n_false"] / max(total["n_absent"], 1)
        print(f"{name}: recall {recall:.3f} of {total['n_expected']}, false {false:.3f}")
    for place in (0, 1):
        for key, cell in summed(numbers, place).items():
            print(f"{key:22}", *(f"{name} {cell[name]:4}" for name in NUMBERS))
    if options.write:
        today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
        text = [HEAD, f"measured_on = {today}"]
        for code, cell in summed(numbers, 0).items():
            text += ["", f"[languages.{code}]", *(f"{name} = {cell[name]}" for name in NUMBERS)]
        MEASURED.write_text("\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
