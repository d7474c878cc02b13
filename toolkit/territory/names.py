"""The index of names: each known wording, by its first word, with the places it may mean."""

import csv
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations

from toolkit.text.folding import fold

TOKEN = re.compile(r"\d+(?:[.]\d(?!\d))?|[^\W\d_]+")
_WRITTEN = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "ss": "sous"}
_WRITTEN |= {"s": "sur", "lès": "les", "lez": "les"}
_LARGE = 20_000
_SURE = 10_000
# no name that is looked for through its misspellings is longer
_LONGEST_WORD = 24
_CITIES = {"75056": (751, 20), "69123": (6938, 9), "13055": (132, 16)}

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
ROMAN |= {"x": 10, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14, "xv": 15, "xvi": 16, "xvii": 17}
ROMAN |= {"xviii": 18, "xix": 19, "xx": 20}


@dataclass(frozen=True)
class Name:
    """What one wording may mean, and how much care it asks for."""

    kind: str
    codes: tuple[str, ...]
    population: int = 0
    common: bool = False


@dataclass(frozen=True)
class Mention:
    """One place found, in characters of the text."""

    start: int
    end: int
    level: str
    code: str | None
    confidence: float
    rule: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Index:
    """Everything the reader looks up."""

    names: dict[tuple[str, ...], Name]
    longest: dict[str, int]
    heads: dict[tuple[str, ...], tuple[str, ...]]
    populations: dict[str, int]
    departement: dict[str, str]
    postcodes: dict[str, tuple[str, ...]]
    region_departements: dict[str, tuple[str, ...]]
    deletions: dict[str, tuple[str, ...]]
    blocked: frozenset[str]


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one gazetteer file."""
    path = resources.files("toolkit.territory") / "gazetteer" / name
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@cache
def cues() -> dict[str, frozenset[tuple[str, ...]]]:
    """Return the cue lists, each cue as a tuple of words."""
    path = resources.files("toolkit.territory") / "gazetteer" / "cues.toml"
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: frozenset(tuple(cue.split()) for cue in found) for key, found in lists.items()}


@cache
def departement_codes() -> frozenset[str]:
    """Return the 101 codes."""
    return frozenset(r["code"] for r in rows("departements_cog2026.csv") if r["zone"] != "com")


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, the way the reader cuts a text."""
    return tuple(key_of(word) for word in TOKEN.findall(fold(name)))


def key_of(word: str) -> str:
    """Return the spelling under which a folded word is looked up."""
    return _WRITTEN.get(word, word.replace("œ", "oe").replace("æ", "ae"))


def _variants(words: tuple[str, ...], population: int) -> list[tuple[str, ...]]:
    """Return a name and the ways it is written after ``à`` or without its article."""
    found = [words]
    contracted = {"le": ("au", "du"), "les": ("aux", "des")}.get(words[0], ())
    if population >= _LARGE:
        found += [(form, *words[1:]) for form in contracted]
    if words[0] in {"le", "la", "les", "l"} and len(words) > 2 and population >= _SURE:
        found.append(words[1:])
    return found


def _deletions(word: str) -> set[str]:
    """Return the word with up to two letters taken out."""
    places = range(len(word))
    one = {word[:i] + word[i + 1 :] for i in places}
    two = {word[:i] + word[i + 1 : j] + word[j + 1 :] for i, j in combinations(places, 2)}
    return {word} | one | two


def nearest(word: str, index: Index) -> str | None:
    """Return the large commune whose one-word name this word misspells, if one is close."""
    from rapidfuzz import fuzz

    if not 6 <= len(word) <= _LONGEST_WORD or word in index.blocked:
        return None
    found = {name for cut in _deletions(word) for name in index.deletions.get(cut, ())}
    close = [(fuzz.ratio(word, name), name) for name in found if name[0] == word[0]]
    score, name = max(close, default=(0.0, ""))
    return name if score >= 87 else None


def _heads(communes: list[dict[str, str]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the beginnings under which longer names are commonly shortened."""
    connectors = {cue[0] for cue in cues()["connectors"]}
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for commune in communes:
        words = words_of(commune["name"])
        cut = 2 if words[0] in {"saint", "sainte"} else 1
        if len(words) > cut and (cut == 2 or words[cut] in connectors):
            found[words[:cut]].append(commune["code"])
    return {head: tuple(codes) for head, codes in found.items()}


def _commune_names(communes: list[dict[str, str]], common: set[str]) -> dict[tuple[str, ...], Name]:
    """Return every wording of every commune."""
    found: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for commune in communes:
        words = words_of(commune["name"])
        population = int(commune["population"] or 0)
        for variant in _variants(words, population):
            found[variant].append((commune["code"], population))
    names = {}
    for words, holders in found.items():
        bare = (
            words[1:] if words[0] in {"le", "la", "les", "l", "au", "aux", "du", "des"} else words
        )
        largest = max(population for _, population in holders)
        # a small commune of one or two words is more often a word of the ad than a place
        small = (len(bare) == 1 and largest < _SURE) or (len(words) == 2 and largest < 2000)
        care = small or (len(bare) == 1 and bare[0] in common) or len("".join(bare)) < 3
        names[words] = Name("commune", tuple(code for code, _ in holders), largest, care)
    return names


def _other_names() -> dict[tuple[str, ...], Name]:
    """Return the wordings of départements, régions, nicknames and foreign towns."""
    names: dict[tuple[str, ...], Name] = {}
    bare = {cue[0] for cue in cues()["bare_departements"]}
    for region in rows("regions_cog2026.csv"):
        if region["zone"] == "metro":
            names[words_of(region["name"])] = Name("region", (region["code"],))
    for row in rows("departements_cog2026.csv"):
        if row["zone"] != "com" and row["code"] != "75":
            words = words_of(row["name"])
            care = len(words) == 1 and row["code"] not in bare
            names[words] = Name("departement", (row["code"],), common=care)
            if words[0] == "la":
                names[words[1:]] = Name("departement", (row["code"],))
    for row in rows("foreign_places.csv"):
        names[words_of(row["name"])] = Name("foreign", ())
    for row in rows("aliases.csv"):
        names[words_of(row["alias"])] = Name(row["level"], tuple(row["codes"].split()))
    return names


@cache
def index() -> Index:
    """Return the index of all names, built once."""
    metro = [r["code"] for r in rows("departements_cog2026.csv") if r["zone"] != "com"]
    everything = [r for r in rows("communes_cog2026.csv") if r["departement"] in set(metro)]
    communes = [r for r in everything if r["type"] == "COM"]
    words = rows("common_words.csv")
    regions: dict[str, list[str]] = defaultdict(list)
    for row in rows("departements_cog2026.csv"):
        regions[row["region"]].append(row["code"])
    region_departements = {code: tuple(found) for code, found in regions.items()}
    names = _commune_names(communes, {r["word"] for r in words if r["use"] == "name"})
    singles = {key[0] for key in names if len(key) == 1}
    deletions: dict[str, list[str]] = defaultdict(list)
    for key, name in names.items():
        if len(key) == 1 and len(key[0]) >= 6 and name.population >= _LARGE:
            for cut in _deletions(key[0]):
                deletions[cut].append(key[0])
    for key, other in _other_names().items():
        # sixteen communes bear the name of a département; their codes travel behind its own
        same = names[key].codes if other.kind == "departement" and key in names else ()
        names[key] = Name(other.kind, other.codes + same, other.population, other.common)
    longest: dict[str, int] = {}
    for key in names:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    postcodes: dict[str, list[str]] = defaultdict(list)
    for row in everything:
        if row["code"] not in _CITIES:
            for postcode in row["postcodes"].split():
                postcodes[postcode].append(row["code"])
    blocked = singles | {r["word"] for r in words}
    return Index(
        names=names,
        longest=longest,
        heads=_heads(communes),
        populations={r["code"]: int(r["population"] or 0) for r in everything},
        departement={r["code"]: r["departement"] for r in everything},
        postcodes={code: tuple(found) for code, found in postcodes.items()},
        region_departements=region_departements,
        deletions={cut: tuple(found) for cut, found in deletions.items()},
        blocked=frozenset(blocked),
    )


def arrondissement(city: str, number: int) -> str | None:
    """Return the code of one arrondissement of Paris, Lyon or Marseille."""
    base, last = _CITIES.get(city, (0, 0))
    if not 1 <= number <= last:
        return None
    return f"{base}{number}" if city == "69123" else f"{base}{number:02d}"
