"""Decide what each wording means: what is written beside it, the rest of the text, population."""

from __future__ import annotations

from toolkit.territory.matching import accepts, care_of, evidence, is_listed, is_person, is_refused
from toolkit.territory.names import CUED, FREE, STRICT, Index, region_departements
from toolkit.territory.numbers import neighbour, read_arrondissement
from toolkit.territory.reading_state import Item, Reading
from toolkit.territory.tables import words

_DOMINANT = 0.8
_LARGE = 10_000
_VILLAGE = 2_000


def read_item(reading: Reading, item: Item, places: Index) -> bool:
    """Resolve one wording by itself; False when it has to wait for what else the text says."""
    kind = item.name.kind
    if kind in {"none", "foreign"} and not item.name.heads:
        if kind == "foreign":
            reading.abroad.update(range(item.start, item.end))
        return True
    if is_refused(reading, item):
        reading.refused.update(range(item.start, item.end))
        return True
    if kind == "context":
        reading.context.update(item.name.codes)
        return True
    if kind.startswith("region"):
        return _read_region(reading, item)
    if kind == "departement":
        return _read_departement(reading, item, places)
    district = kind.startswith(("cue ", "demonym "))
    if district and (_read_district(reading, item) or not item.name.heads):
        return True
    return _read_beside(reading, item, places)


def _read_region(reading: Reading, item: Item) -> bool:
    """Read the name of a région, of today or of before 2016."""
    if care_of(reading, item) and not _is_region(reading, item):
        return True
    group = region_departements(item.name)
    number = neighbour(reading, item.start, item.end)
    if number and number[0] in group:
        reading.known.add(number[0])
        span = (item.start, max(item.end, number[1]))
        reading.add(span, "departement", number[0], "name_and_number", confidence=0.97)
        return True
    code = item.name.codes[0] if item.name.kind == "region" else None
    reading.context.update(group)
    reading.add((item.start, item.end), "region", code, "region", group)
    return True


def _is_region(reading: Reading, item: Item) -> bool:
    """Tell whether a word that is also a first name or an adjective stands for the région."""
    article = reading.word(item.start - 1) in {"la", "en"} or reading.words[item.start] == "la"
    capital = reading.capital(item.end - 1)
    return (capital and not is_person(reading, item)) or (article and item.start > 0)


def _read_district(reading: Reading, item: Item) -> bool:
    """Read a district or a demonym, which needs its own word before it; False without it."""
    use, level = item.name.kind.split(" ")
    before = "district_before" if use == "cue" else "demonym_before"
    if not reading.cue_before(item.start, before):
        return False
    code = item.name.codes[0]
    reading.known.add(code[:2] if level == "commune" else code)
    reading.add((item.start, item.end), level, code, "alias", confidence=0.8)
    return True


def _read_departement(reading: Reading, item: Item, places: Index) -> bool:
    """Read the name of a département, or of the commune that bears the same name."""
    start, end, name = item.start, item.end, item.name
    code, communes = name.codes[0], name.heads
    number = neighbour(reading, start, end)
    held = [c for c in communes if number and places.departement[c] == number[0]]
    if number and (held or number[0] == code):
        reading.known.add(number[0])
        level, found = ("commune", held[0]) if held else ("departement", code)
        span = (start, max(end, number[1]))
        reading.add(span, level, found, "name_and_number", confidence=0.97)
        return True
    if _is_river(reading, start) or _owns(reading, item, places):
        return True
    if _continues_departements(reading, start) and not reading.structured:
        reading.known.add(code)
        reading.add((start, end), "departement", code, "departement_name")
        return True
    village = not any(places.populations[commune] >= _VILLAGE for commune in communes)
    alone = not communes or (reading.structured and village)
    if not alone and _is_town(reading, item):
        return False
    if name.care == FREE or reading.structured or _is_departement(reading, item):
        if not alone and not reading.cue_before(start, "departement_article"):
            return False
        reading.known.add(code)
        reading.add((start, end), "departement", code, "departement_name")
        return True
    return False


def _owns(reading: Reading, item: Item, places: Index) -> bool:
    """Read "Seyssel Ain": a commune, then the name of its département; False when it is not so."""
    for other in reading.items:
        if other.end != item.start or other.name.kind != "commune" or other.start in reading.placed:
            continue
        code = item.name.codes[0]
        held = [c for c in other.name.codes if places.departement.get(c) == code]
        if held and not reading.gap(item.start - 1).strip(" -(/,") and not other.misspelt:
            best = max(held, key=places.populations.__getitem__)
            reading.known.add(code)
            reading.add((other.start, item.end), "commune", best, "name_and_context")
            return True
    return False


def _continues_departements(reading: Reading, start: int) -> bool:
    """Tell whether a name goes on a list of départements: "Gers, Landes"."""
    place = start - 1 - (reading.word(start - 1) in {"et", "ou", "la", "le", "les", "l"})
    if place not in reading.placed or reading.broken(place):
        return False
    parted = place < start - 1 or reading.gap(place).strip() in {",", "/", "-", "&", "+"}
    return parted and reading.found[reading.placed[place]].level == "departement"


def _precedes_departement(reading: Reading, end: int) -> bool:
    """Tell whether the next of a list is a département: "Lot, Gers"."""
    place = end + (reading.word(end) in {"et", "ou"})
    found = reading.placed.get(place)
    return found is not None and reading.found[found].level == "departement"


def _is_river(reading: Reading, start: int) -> bool:
    """Tell whether a name is that of a river: "bords de Loire", "vue sur la Garonne"."""
    place = start - 1
    while place >= max(0, start - 3) and reading.joined(place):
        if reading.words[place] in words("river_noun"):
            return True
        if reading.words[place] not in words("river_middle"):
            return False
        place -= 1
    return False


def _is_town(reading: Reading, item: Item) -> bool:
    """Tell whether "à", "sur" or a gare points to the town and not to the département."""
    article = reading.word(item.start - 1) in words("article_before") or reading.words[
        item.start
    ] in {"la", "l"}
    return (
        evidence(reading, item) > 0
        and not article
        and not reading.cue_before(item.start, "departement_article")
    )


def _is_departement(reading: Reading, item: Item) -> bool:
    """Tell whether a name that is also a word stands for the département."""
    start, end = item.start, item.end
    code = item.name.codes[0]
    capital = reading.capital(end - 1)
    compass = reading.words[end - 1] == "nord"
    if reading.cue_before(start, "departement_article"):
        followed = reading.word(end) in {"de", "du", "d", "des"} and reading.joined(end - 1)
        if compass:
            return capital and not followed
        return capital or (code not in words("lower_departements") and not followed)
    if not capital:
        return False
    if is_listed(reading, start, end) or (code == "974" and start > 0):
        return True
    if compass:
        return reading.word(start - 1) == "le" and reading.word(end) not in {"de", "du", "d"}
    inside = reading.word(start - 1) in words("article_before") or reading.words[start] in {
        "la",
        "l",
    }
    return inside and start > 0


def _read_beside(reading: Reading, item: Item, places: Index) -> bool:
    """Read a commune by the number written beside it."""
    start, end, name = item.start, item.end, item.name
    if name.codes and read_arrondissement(reading, start, end, name.codes[0]):
        reading.known.add(places.departement[name.codes[0]])
        return True
    number = neighbour(reading, start, end)
    district = name.kind.startswith("cue ")
    choices = name.heads if district else (*name.codes, *name.heads)
    held = [code for code in choices if number and places.departement.get(code) == number[0]]
    if number and held and (district or name.kind == "commune"):
        best = max(held, key=lambda code: (code in name.codes, places.populations[code]))
        reading.known.add(number[0])
        span = (start, max(end, number[1]))
        rule = "misspelling" if item.misspelt else "name_and_number"
        reading.add(span, "commune", best, rule, confidence=0.97)
        return True
    return False


def is_plain(item: Item) -> bool:
    """Tell whether a wording means one place and nothing else."""
    name = item.name
    return name.kind == "commune" and len(name.codes) == 1 and not name.heads and not item.misspelt


def settle(reading: Reading, item: Item, places: Index) -> None:
    """Resolve a wording by what else the text says, then by population, else say so."""
    span, name = (item.start, item.end), item.name
    choices = tuple(code for code in (*name.codes, *name.heads) if code in places.departement)
    care = care_of(reading, item)
    if name.kind == "foreign" or name.kind.startswith("cue "):
        choices, care = name.heads, max(care, CUED)
    elif name.kind == "departement":
        choices = (*name.heads, *name.codes)
    if name.kind == "departement" and not name.heads:
        capital = reading.capital(item.end - 1)
        if (capital or _precedes_departement(reading, item.end)) and is_listed(reading, *span):
            reading.add(span, "departement", name.codes[0], "departement_name")
        return
    around = reading.known | reading.context
    held = [code for code in choices if _departement(code, places) in around]
    if held and (care == FREE or _fits(reading, item, care)):
        _settle_known(reading, item, held, places)
        return
    if name.kind == "foreign" or not choices or not accepts(reading, item):
        return
    rule = "misspelling" if item.misspelt else "name" if name.population else "alias"
    confidence = 0.6 if item.misspelt else 0.9 if len(choices) == 1 else 0.8
    best = dominant(item, choices, places)
    if best is not None:
        level = "commune" if len(best) == 5 else "departement"
        reading.add(span, level, best, rule, confidence=confidence)
        return
    found = {_departement(code, places) for code in choices}
    if len(found) == 1:
        reading.add(span, "departement", found.pop(), "homonyms", choices, confidence=0.8)
    else:
        reading.add(span, "commune", None, "homonyms", choices, confidence=0.3)


def _fits(reading: Reading, item: Item, care: int) -> bool:
    """Tell whether an ordinary word may be a place of a département named in the text."""
    if accepts(reading, item):
        return True
    capital = reading.capital(item.end - 1)
    inhabited = item.name.population >= (_VILLAGE if care == STRICT else 0)
    listed = is_listed(reading, item.start, item.end)
    return capital and inhabited and (listed or evidence(reading, item) > 0) and item.start > 0


def _settle_known(reading: Reading, item: Item, held: list[str], places: Index) -> None:
    """Record a wording that a département of the text settles, or narrows."""
    exact = [code for code in held if code in item.name.codes] or held
    found = {_departement(code, places) for code in exact}
    span = (item.start, item.end)
    rule = "misspelling" if item.misspelt else "name_and_context"
    best = max(exact, key=lambda code: places.populations.get(code, 0))
    total = sum(places.populations.get(code, 0) for code in exact) or 1
    if len(found) == 1 or places.populations.get(best, 0) >= _DOMINANT * total:
        level = "commune" if len(best) == 5 else "departement"
        reading.add(span, level, best, rule)
    else:
        reading.add(span, "commune", None, "homonyms", tuple(exact), confidence=0.4)


def _departement(code: str, places: Index) -> str:
    """Return the département of a commune; a département is its own."""
    return places.departement.get(code, code)


def dominant(item: Item, choices: tuple[str, ...], places: Index) -> str | None:
    """Return the place that clearly dominates the others of its name, by inhabitants."""
    name = item.name
    if len(choices) == 1:
        return choices[0]
    if name.kind == "departement":
        return None
    people = places.populations
    total = sum(people[code] for code in choices) or 1
    best = max(choices, key=people.__getitem__)
    if best not in name.codes and not name.kind.startswith("cue "):
        known = max((people[code] for code in name.codes), default=0)
        large = people[best] >= max(0.9 * total, _LARGE, 20 * known)
        return best if large else None
    # a district's own code is that of a département, which has no entry
    exact = sum(people.get(code, 0) for code in name.codes) or 1
    rival = max((people[code] for code in name.heads), default=0)
    whole = not (item.end - item.start == 2 and bool(name.heads))
    if whole and people[best] >= 0.9 * exact and people[best] >= max(2 * rival, _VILLAGE):
        return best
    return best if people[best] >= _DOMINANT * total else None
