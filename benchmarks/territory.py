"""Places: right, wrong and missed towns, and speed, beside dictionary matching in one run.

``python benchmarks/territory.py`` makes ads of about 500 characters from the invented clauses of
the sample corpus and towns written as people write them. The peer ``longest match`` is the method
of flashgeotext and geotext (every known name, longest first, no context), written here in a few
lines over the same gazetteer; flashgeotext itself runs too where it is installed.
"""

from __future__ import annotations

import importlib.util
import random
import time
import tomllib
from collections.abc import Callable
from importlib import resources

from toolkit.territory import find_places
from toolkit.territory.tables import rows
from toolkit.territory.wording import words_of

ADS, LENGTH, SEED = 4_000, 500, 20261201
LANGUAGES = ("fr", "en", "es", "pt", "ro")
# how a town is written, with the département that is meant
WRITTEN = (
    ("Lille", "59"),
    ("st etienne", "42"),
    ("Aix en Provence", "13"),
    ("Paris 18", "75"),
    ("Nice", "06"),
    ("Vienne (38)", "38"),
    ("Marseile", "13"),
    ("33000", "33"),
    ("Lyon 3e", "69"),
    ("Saint-Malo", "35"),
    ("Clermont Ferrand", "63"),
    ("Montreuil 93", "93"),
    ("la part dieu", "69"),
    ("Pau", "64"),
)
Finder = Callable[[list[str]], list[set[str]]]


def ads() -> tuple[list[str], list[str]]:
    """Return texts of about 500 characters and the département each states."""
    drawn = random.Random(SEED)  # noqa: S311
    folder = resources.files("toolkit.samples") / "clauses"
    clauses: dict[str, dict[str, list[str]]] = {
        language: tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
        for language in LANGUAGES
    }
    texts, truth = [], []
    for _ in range(ADS):
        language = drawn.choices(LANGUAGES, (6, 1, 1, 1, 1))[0]
        known = clauses[language]
        town, code = drawn.choice(WRITTEN)
        lines = [drawn.choice(known["greeting"]), drawn.choice(known["place"])]
        kinds = [k for k, v in known.items() if isinstance(v, list) and k != "place"]
        while sum(map(len, lines)) < LENGTH:
            lines.append(
                drawn.choice([c for c in known[drawn.choice(kinds)] if isinstance(c, str)])
            )
        filled = ". ".join(lines)
        for slot, value in (("town", town), ("hour", "10h"), ("until", "20h"), ("price", "90")):
            filled = filled.replace(f"{{{slot}}}", value)
        texts.append(filled.replace("{contact}", "[TEL]"))
        truth.append(code)
    return texts, truth


def by_rules(texts: list[str]) -> list[set[str]]:
    """Return the départements that the toolkit asserts in each text."""
    found: list[set[str]] = [set() for _ in texts]
    for row in find_places(texts).itertuples():
        if isinstance(row.code, str) and row.level != "region":
            size = len(row.code)
            found[row.row].add(row.code if size <= 3 else row.code[: 2 + row.code.startswith("97")])
    return found


def longest_match() -> Finder:
    """Return naive longest match over all commune names, the largest of each name."""
    names: dict[tuple[str, ...], tuple[int, str]] = {}
    for row in rows("communes_cog2026.csv"):
        if row["type"] == "COM":
            entry = (int(row["population"] or 0), row["departement"])
            key = words_of(row["name"])
            names[key] = max(names.get(key, entry), entry)
    longest = max(map(len, names))

    def find(texts: list[str]) -> list[set[str]]:
        found = []
        for text in texts:
            keys, place, held = words_of(text), 0, set()
            while place < len(keys):
                for size in range(min(longest, len(keys) - place), 0, -1):
                    if keys[place : place + size] in names:
                        held.add(names[keys[place : place + size]][1])
                        place += size - 1
                        break
                place += 1
            found.append(held)
        return found

    return find


def flashgeotext_match() -> Finder | None:
    """Return flashgeotext over the same names, where it is installed."""
    if importlib.util.find_spec("flashgeotext") is None:
        return None
    from flashgeotext.geotext import GeoText  # type: ignore[import-not-found]
    from flashgeotext.lookup import LookupData  # type: ignore[import-not-found]

    table = [r for r in rows("communes_cog2026.csv") if r["type"] == "COM"]
    table.sort(key=lambda r: int(r["population"] or 0))
    code = {r["name"]: r["departement"] for r in table}
    reader = GeoText(use_demo_data=False)
    reader.add(LookupData(name="towns", data={name: [name] for name in code}))

    def find(texts: list[str]) -> list[set[str]]:
        return [{code[name] for name in reader.extract(text)["towns"]} for text in texts]

    return find


def main() -> None:
    """Print one line per method."""
    texts, truth = ads()
    find_places(texts[:20])
    print(f"{len(texts)} ads, {sum(map(len, texts)) // len(texts)} characters each")
    methods = {"toolkit": by_rules, "longest match": longest_match()}
    if (peer := flashgeotext_match()) is not None:
        methods["flashgeotext"] = peer
    first = 0.0
    for name, method in methods.items():
        start = time.process_time()
        found = method(texts)
        spent = time.process_time() - start
        first = first or spent
        right = sum(code in held for code, held in zip(truth, found, strict=True))
        wrong = sum(len(held - {code}) for code, held in zip(truth, found, strict=True))
        print(
            f"{name:14} precision {right / max(right + wrong, 1):.3f} recall"
            f" {right / len(texts):.3f}; {len(texts) / spent:,.0f} ads per CPU-second,"
            f" {spent / first:.1f} x the time of the toolkit"
        )


if __name__ == "__main__":
    main()
