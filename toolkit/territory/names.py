"""The index of names: each known wording, found by its rarest word, with what it may mean."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from toolkit.territory.spelling import Speller
from toolkit.territory.tables import (
    Cue,
    cues,
    departement_codes,
    departements_by_region,
    rows,
    words,
)
from toolkit.territory.wording import ARTICLES, without_article, words_of

FREE, CUED, STRICT = 0, 1, 2
_CITY = 50_000
_SURE = 8_000
_TOWN = 10_000
_VILLAGE = 2_000
CITIES = {"75056": (751, 20), "69123": (6938, 9), "13055": (132, 16)}
_TIERS = {"ordinary": CUED, "very_ordinary": STRICT}


@dataclass(frozen=True, slots=True)
class Name:
    """What one wording may mean, and how much care it asks for."""

    kind: str
    codes: tuple[str, ...]
    heads: tuple[str, ...] = ()
    care: int = FREE
    accented: int = FREE
    population: int = 0
    # a name that is no ordinary word, and asks for care only because the place is small
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """Everything the reader looks up."""

    names: dict[Cue, Name]
    anchors: dict[str, tuple[tuple[int, Cue], ...]]
    # the same by where the word stands in how many words: one look finds all names of a shape
    shapes: dict[str, tuple[tuple[int, int, frozenset[Cue]], ...]]
    populations: dict[str, int]
    departement: dict[str, str]
    postcodes: dict[str, tuple[str, ...]]
    known: frozenset[str]
    rare: frozenset[str]
    common: frozenset[str]
    speller: Speller


@dataclass(frozen=True, slots=True)
class Ordinary:
    """Words that mean something else than a place."""

    tier: dict[str, int]
    accented: dict[str, int]
    inside: frozenset[str]
    resembling: frozenset[str]
    rare: frozenset[str]

    def has(self, word: str) -> bool:
        """Tell whether a word of a name also means something else."""
        return word in self.tier or word in self.inside or word in words("connectors")

    @classmethod
    def read(cls) -> "Ordinary":
        """Read the list of ordinary words."""
        found = rows("ordinary_words.csv")
        named = [r for r in found if r["use"] in _TIERS]
        return cls(
            {r["word"]: _TIERS[r["use"]] for r in named},
            {r["word"]: _TIERS.get(r["accented"], FREE) for r in named},
            frozenset(r["word"] for r in found if r["use"] == "inside"),
            frozenset(r["word"] for r in found if r["use"] == "resembles"),
            frozenset(r["word"] for r in found if r["use"] == "rare"),
        )


def _care(key: Cue, population: int, ordinary: Ordinary) -> tuple[int, int]:
    """Return the care a commune name asks for, without and with its accents."""
    bare = without_article(key)
    if len(bare) == 1:
        tier = ordinary.tier.get(bare[0], STRICT if bare[0] in ordinary.inside else FREE)
        accented = ordinary.accented.get(bare[0], tier)
        if len(bare) < len(key) and population >= _SURE and tier < STRICT:
            return FREE, FREE
        least = CUED if population < _VILLAGE or len(bare[0]) < 4 else FREE
        return max(tier, least), max(accented, least)
    if key in cues()["saints_days"]:
        return CUED, CUED
    if len(bare) > 2 and not words("connectors").isdisjoint(bare[1:-1]):
        return FREE, FREE
    if population < _VILLAGE and all(ordinary.has(word) for word in bare):
        care = STRICT if len(bare) == 2 and bare[0] not in {"saint", "sainte"} else CUED
        return care, care
    care = CUED if population < 300 and len(bare) == 2 else FREE
    return care, care


def _wordings(key: Cue, population: int) -> list[Cue]:
    """Return a name and the ways it is written: after ``à``, without its article, in one word."""
    found = [key]
    contracted = {"le": ("au", "du"), "les": ("aux", "des")}.get(key[0], ())
    if population >= _VILLAGE:
        found += [(form, *key[1:]) for form in contracted]
    if key[0] in ARTICLES and len(key) > 1 and (len(key) > 2 or population >= _SURE):
        found.append(key[1:])
    joined = "".join(key)
    if population >= _TOWN and len(key) > 1 and len(joined) >= 6:
        found.append((joined,))
    return found


def _heads_of(key: Cue, population: int, ordinary: Ordinary) -> list[Cue]:
    """Return the beginnings under which a longer name is commonly shortened."""
    connectors = words("connectors")
    article, bare = (key[:1], key[1:]) if key[0] in ARTICLES else ((), key)
    if bare and bare[0] in {"saint", "sainte"}:
        return [bare[:2]] if len(bare) > 2 else []
    if len(bare) < 2 or len(bare[0]) < 4 or not (bare[1] in connectors or population >= _SURE):
        return []
    if bare[0] in ordinary.inside or ordinary.tier.get(bare[0]) == STRICT:
        return [(*article, bare[0])] if article and population >= _SURE else []
    if not article:
        return [bare[:1]]
    return [bare[:1], (*article, bare[0])] if population >= _SURE else [(*article, bare[0])]


def _commune_names(
    communes: list[dict[str, str]], former: list[dict[str, str]], ordinary: Ordinary
) -> dict[Cue, Name]:
    """Return every wording of every commune, those of merged ones included."""
    exact: dict[Cue, list[tuple[str, int]]] = defaultdict(list)
    heads: dict[Cue, list[tuple[str, int]]] = defaultdict(list)
    for commune in communes:
        key, people = words_of(commune["name"]), int(commune["population"] or 0)
        for wording in _wordings(key, people):
            exact[wording].append((commune["code"], people))
        for head in _heads_of(key, people, ordinary):
            heads[head].append((commune["code"], people))
    current = {code for held in exact.values() for code, _ in held}
    for row in former:
        key = words_of(row["name"])
        for wording in {key, key[1:] if len(key) > 2 and key[0] in ARTICLES else key}:
            if wording and wording not in exact and row["current"] in current:
                exact[wording].append((row["current"], 0))
    names = {}
    for key in exact.keys() | heads.keys():
        held, short = exact.get(key, []), heads.get(key, [])
        codes = tuple(dict.fromkeys(code for code, _ in held))
        largest = max(people for _, people in held + short)
        care, accented = _care(key, largest, ordinary)
        others = tuple(code for code, _ in short if code not in codes)
        bare = without_article(key)
        rare = not all(map(ordinary.has, bare)) and len("".join(bare)) >= 4
        names[key] = Name("commune", codes, others, care, accented, largest, rare)
    return names


def _other_names() -> dict[Cue, Name]:
    """Return the wordings of départements, régions, nicknames and foreign towns."""
    names: dict[Cue, Name] = {}
    for region in rows("regions_cog2026.csv"):
        if region["zone"] == "metro":
            names[words_of(region["name"])] = Name("region", (region["code"],))
    names["grand", "est"] = Name("region", ("44",), care=CUED)
    bare = words("bare_departements")
    for row in rows("departements_cog2026.csv"):
        if row["code"] in departement_codes() and row["code"] != "75":
            key = words_of(row["name"])
            care = CUED if len(without_article(key)) == 1 and row["code"] not in bare else FREE
            names[key] = Name("departement", (row["code"],), care=care)
            if key[0] == "la":
                names[key] = Name("departement", (row["code"],), care=CUED)
                names[key[1:]] = Name("departement", (row["code"],), care=CUED)
    for row in rows("foreign_places.csv"):
        names[words_of(row["name"])] = Name("foreign", ())
    for row in rows("aliases.csv"):
        kind, codes = row["level"], tuple(row["codes"].split())
        care = {"free": FREE, "capital": CUED}.get(row["use"], STRICT)
        if row["use"] in {"cue", "demonym"}:
            kind = f"{row['use']} {kind}"
        names[words_of(row["alias"])] = Name(kind, codes, care=care)
    return names


def _anchors(names: Iterable[Cue], ordinary: Ordinary) -> dict[str, tuple[tuple[int, Cue], ...]]:
    """Return, for the rarest word of each name, where it stands in that name."""
    every = list(names)
    frequent = Counter(word for key in every for word in set(key))
    found: dict[str, list[tuple[int, Cue]]] = defaultdict(list)
    for key in every:
        rank = [(w in ordinary.inside, w in ordinary.tier, frequent[w], -len(w)) for w in key]
        place = min(range(len(key)), key=rank.__getitem__)
        found[key[place]].append((place, key))
    return {word: tuple(held) for word, held in found.items()}


def _shapes(
    anchors: dict[str, tuple[tuple[int, Cue], ...]],
) -> dict[str, tuple[tuple[int, int, frozenset[Cue]], ...]]:
    """Return the names of each word by the place of the word and the number of words."""
    found = {}
    for word, held in anchors.items():
        alike: dict[tuple[int, int], set[Cue]] = defaultdict(set)
        for place, key in held:
            alike[place, len(key)].add(key)
        found[word] = tuple((*shape, frozenset(keys)) for shape, keys in alike.items())
    return found


def _speller(names: dict[Cue, Name], ordinary: Ordinary) -> Speller:
    """Return the finder of misspelt names of large towns."""
    targets: dict[str, int] = defaultdict(int)
    for key, name in names.items():
        if name.kind == "commune" and name.codes and name.population >= _TOWN:
            for word in set(key):
                short = len(word) < (5 if len(key) == 1 or name.population >= _CITY else 6)
                alone = word in ordinary.inside or ordinary.tier.get(word) == STRICT
                if not short and not (alone and (len(key) == 1 or len(word) < 7)):
                    targets[word] = max(targets[word], name.population)
    known = {word for key in names for word in key}
    return Speller(targets, ordinary.resembling | ordinary.inside | ordinary.tier.keys() | known)


@cache
def index() -> Index:
    """Return the index of all names, built once."""
    ordinary = Ordinary.read()
    everything = [
        r for r in rows("communes_cog2026.csv") if r["departement"] in departement_codes()
    ]
    communes = [r for r in everything if r["type"] == "COM"]
    populations = {r["code"]: int(r["population"] or 0) for r in everything}
    names = _commune_names(communes, rows("communes_former_cog2026.csv"), ordinary)
    speller = _speller(names, ordinary)
    for key, other in _other_names().items():
        same = names.get(key)
        # sixteen communes bear the name of a département, some a foreign town: they stay behind
        keep = same.codes if same and other.kind in {"departement", "foreign"} else ()
        if same and other.kind.startswith("cue "):
            keep = (*same.codes, *same.heads)
        people = same.population if same and keep else 0
        care = same.care if same and other.kind.startswith("cue ") else other.care
        names[key] = Name(other.kind, other.codes, keep, care, care, people)
        if other.kind == "commune":
            held = sum(populations[code] for code in other.codes)
            names[key] = Name("commune", other.codes, (), other.care, other.care, held)
    postcodes: dict[str, list[str]] = defaultdict(list)
    for row in everything:
        if row["code"] not in CITIES:
            for postcode in row["postcodes"].split():
                postcodes[postcode].append(row["code"])
    anchors = _anchors(names, ordinary)
    return Index(
        names=names,
        anchors=anchors,
        shapes=_shapes(anchors),
        populations=populations,
        departement={r["code"]: r["departement"] for r in everything},
        postcodes={code: tuple(found) for code, found in postcodes.items()},
        known=frozenset(word for key in names for word in key),
        rare=ordinary.rare,
        common=ordinary.inside | ordinary.tier.keys(),
        speller=speller,
    )


def region_departements(name: Name) -> tuple[str, ...]:
    """Return the départements that the name of a région stands for."""
    return departements_by_region()[name.codes[0]] if name.kind == "region" else name.codes


def arrondissement(city: str, number: int) -> str | None:
    """Return the code of one arrondissement of Paris, Lyon or Marseille."""
    base, last = CITIES.get(city, (0, 0))
    if not 1 <= number <= last:
        return None
    return f"{base}{number}" if city == "69123" else f"{base}{number:02d}"
