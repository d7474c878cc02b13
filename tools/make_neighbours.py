"""Rebuild the neighbours of the départements: ``python tools/make_neighbours.py``.

Two are neighbours when their outlines share a stretch, not only a point. The simplified outlines
lose two short borders, which are added by hand; every département was compared by hand with the
list of its neighbours. Islands and Guyane have none, the two of Corsica have each other.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import combinations, pairwise
from pathlib import Path

from toolkit.territory.outlines import departement_outlines

TARGET = (
    Path(__file__).resolve().parents[1] / "toolkit/analysis/territories/departement_neighbours.csv"
)
# near the Donon, and at the confluence of Verdon and Durance: shorter than the simplification
BY_HAND = {("54", "67"), ("83", "84")}


def pairs() -> list[tuple[str, str]]:
    """Return each pair once, in the order of the codes."""
    stretches: dict[frozenset[tuple[float, ...]], set[str]] = defaultdict(set)
    for code, rings in departement_outlines().items():
        for ring in rings:
            points = [tuple(map(float, point.round(3))) for point in ring]
            for one, other in pairwise(points):
                stretches[frozenset((one, other))].add(code)
    found = {pair for codes in stretches.values() for pair in combinations(sorted(codes), 2)}
    return sorted(found | BY_HAND)


def main() -> None:
    """Write the file."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "neighbour"))
        writer.writerows(pairs())
    print(TARGET.name, len(pairs()), "pairs")


if __name__ == "__main__":
    main()
