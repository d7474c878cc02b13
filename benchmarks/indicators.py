"""Compare the matcher with what most people write, on the same texts and codebook, in one run.

``python benchmarks/indicators.py [--texts 3000] [--sample FILE.csv]`` prints ads per
CPU second of one process for: reading the texts from Parquet, folding alone, the matcher with its
contexts, one ``re`` alternation, and a loop of compiled regular expressions. The peers look for the
same patterns without any context, and are given folded texts for free.
"""

from __future__ import annotations

import argparse
import io
import re
import time
from collections.abc import Callable
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "data_samples" / "ads_raw.csv"
# a loop of expressions is slow: it reads a part of the texts
LOOP_TEXTS = 150


def texts_of(path: Path, size: int) -> list[str]:
    import pandas as pd

    texts = pd.read_csv(path)["text"].dropna().tolist()
    return (texts * (size // len(texts) + 1))[:size]


def expressions_of() -> list[str]:
    """Return each pattern of the codebook as a regular expression on folded text."""
    from toolkit.indicators import load_codebook
    from toolkit.indicators.patterns import compile_pattern

    book = load_codebook()
    sources = {(i.id, p) for i in book for _, listed in i.patterns for p in listed}
    sources |= {(i.id, p) for i in book for _, listed in i.modifiers for p in listed}
    # wordings in any order are as many expressions, the edge of a clause is left out
    parts = sorted({(i, part.strip("^$ ")) for i, p in sources for part in p.split(" & ")})
    found = []
    for identifier, source in parts:
        expression = compile_pattern(source, indicator=identifier).expression.pattern
        # groups have no use here, and spaces stand for anything between words
        bare = expression.replace("((?:", "(?:(?:").replace("[.,] ", r"[^\w]+").replace(", ", ",")
        found.append(r"\b" + bare.replace(" ", r"\W+"))
    return found


def speed(read: Callable[[list[str]], object], texts: list[str]) -> float:
    """Return texts per CPU second, the best of three."""
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        read(texts)
        best = max(best, len(texts) / max(time.process_time() - start, 1e-9))
    return best


def from_parquet(texts: list[str]) -> Callable[[list[str]], object]:
    """Return a reader of the texts from a Parquet file in memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.table({"text": texts}), file)
    return lambda _: pq.read_table(io.BytesIO(file.getvalue()))["text"].to_pylist()


def main() -> None:
    from toolkit.indicators import find_indicators, load_codebook
    from toolkit.text.folding import fold_batch

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=3_000)
    parser.add_argument("--sample", type=Path, default=SAMPLE)
    options = parser.parse_args()
    texts = texts_of(options.sample, options.texts)
    folded = fold_batch(texts)
    book = load_codebook()
    expressions = expressions_of()
    compiled = [re.compile(expression) for expression in expressions]
    together = re.compile("|".join(expressions))
    find_indicators(texts[:50], book)
    rows = {
        "reading Parquet": speed(from_parquet(texts), texts),
        "folding alone": speed(fold_batch, texts),
        "this matcher, with contexts": speed(lambda t: find_indicators(t, book), texts),
        "one alternation": speed(
            lambda t: [list(together.finditer(x)) for x in t], folded[:LOOP_TEXTS]
        ),
        "loop of expressions": speed(
            lambda t: [list(c.finditer(x)) for x in t for c in compiled], folded[:LOOP_TEXTS]
        ),
    }
    ours = rows["this matcher, with contexts"]
    mean = sum(map(len, texts)) / len(texts)
    print(f"{len(texts)} texts of {mean:.0f} characters, {len(expressions)} patterns")
    for name, value in rows.items():
        print(f"{name:30} {value:12,.0f} ads/CPU-s   x{ours / value:.3g}")


if __name__ == "__main__":
    main()
