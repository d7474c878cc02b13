"""What the second reader costs and adds, on labelled lines that it did not learn from.

``python benchmarks/paraphrase.py FILE.jsonl [FILE.jsonl ...] [--sample FILE.csv]`` prints, for each
file and language, recall and false fires of the rules alone (asserted), with their doubts, and with
the second reader; then clauses per CPU second and what it offers on whole ads. Files hold one line
per text: ``text``, ``lang``, ``expected`` (ids that must be there), ``absent`` (ids that must not).
It prints totals only, never a line. Lines that somebody read while writing rules or paraphrases say
nothing: give files of another author. Recall is on short invented lines, not on the world, and the
ordinary lines of the paraphrases were written after seeing what was offered on the sample.
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.indicators import Codebook

SAMPLE = Path(__file__).parent.parent / "data_samples" / "ads_raw.csv"
Found = dict[int, set[str]]


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def by_row(spans: pd.DataFrame, statuses: tuple[str, ...]) -> Found:
    found: Found = collections.defaultdict(set)
    for row, indicator, status in zip(
        spans["row"], spans["indicator"], spans["status"], strict=True
    ):
        if status in statuses:
            found[row].add(indicator)
    return found


def share(successes: int, trials: int) -> str:
    """Return a share with its Wilson limits."""
    from statsmodels.stats.proportion import proportion_confint

    if not trials:
        return "none"
    low, high = proportion_confint(successes, trials, method="wilson")
    return f"{successes / trials:.2f} [{low:.2f}, {high:.2f}] of {trials}"


def totals(rows: list[dict[str, Any]], found: Found, language: str | None) -> str:
    lines = [n for n, row in enumerate(rows) if language in (None, row["lang"])]
    wanted = [(n, one) for n in lines for one in rows[n]["expected"]]
    refused = [(n, one) for n in lines for one in rows[n]["absent"]]
    recall = share(sum(one in found[n] for n, one in wanted), len(wanted))
    fires = share(sum(one in found[n] for n, one in refused), len(refused))
    return f"recall {recall:32} false fires {fires}"


def compare(path: Path, codebook: Codebook) -> None:
    from toolkit.indicators import find_indicators
    from toolkit.indicators.paraphrasing.finding import find_paraphrases

    rows = rows_of(path)
    texts = [row["text"] for row in rows]
    rules, second = find_indicators(texts, codebook), find_paraphrases(texts, codebook)
    asserted, doubts = by_row(rules, ("asserted",)), by_row(rules, ("asserted", "uncertain"))
    offered = by_row(second, ("uncertain",))
    both = {n: doubts[n] | offered[n] for n in range(len(rows))}
    print(f"\n{path.name}: {len(rows)} lines, {len(second) / len(rows):.2f} offers per line")
    for language in (None, *sorted({row["lang"] for row in rows})):
        for name, found in (("asserted", asserted), ("doubts", doubts), ("second", both)):
            print(f"  {language or 'all':4} {name:9} {totals(rows, found, language)}")


def cost(path: Path, codebook: Codebook) -> None:
    import pandas as pd

    from toolkit.indicators.paraphrasing.finding import find_paraphrases, paraphrase_reader, places

    start = time.process_time()
    paraphrase_reader(codebook)
    print(f"\nlearning, once per process: {time.process_time() - start:.1f} CPU-s")
    texts = pd.read_csv(path)["text"].dropna().tolist()
    clauses = [clause for place in places(texts, codebook) for clause in place.readable]
    distinct = len(set(clauses))
    start = time.process_time()
    offered = find_paraphrases(texts, codebook)
    spent = time.process_time() - start
    print(
        f"{path.name}: {len(texts)} ads, {len(clauses)} clauses, {distinct} distinct\n"
        f"  {distinct / spent:,.0f} distinct clauses, {len(clauses) / spent:,.0f} clauses and "
        f"{len(texts) / spent:,.0f} ads per CPU-s\n"
        f"  {1000 * offered['row'].nunique() / len(texts):.0f} of 1,000 ads get an offer to read"
    )


def main() -> None:
    from toolkit.indicators import load_codebook
    from toolkit.indicators.paraphrasing.encoder import LANGUAGES_READ

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--sample", type=Path, default=SAMPLE)
    options = parser.parse_args()
    codebook = load_codebook(include_experimental=True)
    print(f"languages read: {', '.join(LANGUAGES_READ)}; all others are not measured")
    cost(options.sample, codebook)
    for path in options.files:
        compare(path, codebook)


if __name__ == "__main__":
    main()
