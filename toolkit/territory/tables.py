"""The files of the gazetteer: rows as text, cue lists as tuples of words."""

import csv
import tomllib
from functools import cache
from importlib import resources

Cue = tuple[str, ...]


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one gazetteer file, every cell as text."""
    path = resources.files("toolkit.territory") / "gazetteer" / name
    header, *cells = csv.reader(path.read_text(encoding="utf-8").splitlines())
    return [dict(zip(header, row, strict=True)) for row in cells]


@cache
def cues() -> dict[str, frozenset[Cue]]:
    """Return the cue lists, each cue as a tuple of folded words."""
    path = resources.files("toolkit.territory") / "gazetteer" / "cues.toml"
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: frozenset(tuple(cue.split()) for cue in found) for key, found in lists.items()}


@cache
def any_cue(*names: str) -> frozenset[Cue]:
    """Return the cues of several lists together."""
    return frozenset().union(*(cues()[name] for name in names))


@cache
def words(name: str) -> frozenset[str]:
    """Return a cue list whose cues are single words."""
    return frozenset(cue[0] for cue in cues()[name] if len(cue) == 1)


@cache
def departement_codes() -> frozenset[str]:
    """Return the 101 codes."""
    return frozenset(r["code"] for r in rows("departements_cog2026.csv") if r["zone"] != "com")


@cache
def departements_by_region() -> dict[str, tuple[str, ...]]:
    """Return the départements of each région."""
    found: dict[str, list[str]] = {}
    for row in rows("departements_cog2026.csv"):
        if row["zone"] != "com":
            found.setdefault(row["region"], []).append(row["code"])
    return {code: tuple(held) for code, held in found.items()}
