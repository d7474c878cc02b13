"""Numbers that say where: postcodes, arrondissements, département numbers with a cue."""

from __future__ import annotations

import re

from toolkit.territory.matching import is_refused
from toolkit.territory.names import CITIES, Index, Name, arrondissement
from toolkit.territory.reading_state import Item, Reading
from toolkit.territory.tables import cues, departement_codes, words
from toolkit.territory.wording import ROMAN

_NUMBER = re.compile(r"^(?:\d\d|97[1-46]|\d[.]\d)$")
_ROMAN = re.compile(r"(?<=[ivx])(?:e|eme|er|ieme)$")
_MONEY = ("€", "$", "%", "£", "°")
_HIDDEN = "\x00"
_LARGEST_DAY = 31
_LINKS = {"/", "-", ",", "&", "+", "–", "|", "."}
_LINKING = {"et", "ou", "le", "du", "dans", "and", "or", "y", "e", "si", "the", "el", "sur"}
_DIGITS = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_SPOKEN = {word: digit for digit, word in enumerate(_DIGITS)}
_ANYWHERE = Name("departement", ())


def departement_of(number: str) -> str | None:
    """Return the code written by a number, when it is one."""
    code = number.replace(".", "")
    return code if code in departement_codes() else None


def number_at(reading: Reading, position: int) -> tuple[str, int] | None:
    """Return a département number written at a position, and its end; never one with a unit."""
    if not 0 <= position < len(reading.words) or position in reading.placed:
        return None
    word = reading.words[position]
    if not word[:1].isdecimal():
        return None
    after = reading.word(position + 1)
    if word in {"2", "20"} and after in {"a", "b"} and not reading.gap(position):
        return "2" + after.upper(), position + 2
    if not _NUMBER.match(word) or _HIDDEN in reading.gap(position):
        return None
    gap = reading.gap(position).strip()
    if gap[:1] in _MONEY or _has_unit(reading, position) or _is_date(reading, position):
        return None
    before = reading.word(position - 1)
    # "je chausse du 38"
    before = reading.word(position - 2) if before == "du" and position > 1 else before
    if before in words("noun_before") and not reading.gap(position - 1).strip().endswith("("):
        return None
    return word, position + 1


def _has_unit(reading: Reading, position: int) -> bool:
    """Tell whether a number is an hour, an age, a price or a measure."""
    gap, after = reading.gap(position), reading.word(position + 1)
    if after not in words("unit"):
        return False
    glued = not gap
    if after in {"a", "b", "c", "d", "y", "o", "e", "x", "m", "s"} and not glued:
        return after in {"m", "x", "e"} and gap == " "
    return gap.strip()[:1] not in (")", "]", ",", "-", "/", "\n", "&", ".", ":", ";", "!", "|")


def _is_date(reading: Reading, position: int) -> bool:
    """Tell whether a number is a part of a date or of an hour: 12/04, 3.05, 10:30."""
    gap, before = reading.gap(position), reading.gap(position - 1)
    here = reading.words[position]
    for mark, other in ((gap, reading.word(position + 1)), (before, reading.word(position - 1))):
        if mark == ":" and other.isdecimal():
            return True
        if mark in {"/", "."} and other.isdecimal() and len(other) <= 2 and len(here) == 2:
            low = min(int(here), int(other)) <= 12 and max(int(here), int(other)) <= _LARGEST_DAY
            if low:
                return True
    return False


def read_postcodes(reading: Reading, places: Index) -> None:
    """Read five-digit postcodes, also cut as "33 000" or followed by CEDEX."""
    for position in [p for p in reading.hits if reading.words[p][0].isdecimal()]:
        got = _postcode_at(reading, position, places)
        if got is None:
            continue
        codes, span = got
        item = Item(*span, _ANYWHERE)
        if is_refused(reading, item):
            continue
        found = sorted({places.departement.get(code, code) for code in codes})
        reading.known.update(found)
        if len(codes) == 1 and len(codes[0]) == 5:
            reading.add(span, "commune", codes[0], "postcode", confidence=0.99)
        elif len(found) == 1:
            communes = tuple(code for code in codes if len(code) == 5)
            reading.add(span, "departement", found[0], "postcode", communes, confidence=0.98)
        else:
            reading.add(span, "commune", None, "postcode", codes, confidence=0.5)


def _postcode_at(
    reading: Reading, position: int, places: Index
) -> tuple[tuple[str, ...], tuple[int, int]] | None:
    """Return the communes (or the département) of a postcode, and the words it takes."""
    word, after = reading.words[position], reading.word(position + 1)
    noun = reading.word(position - 1)
    if reading.gap(position).strip()[:1] in _MONEY or noun in {"code", "ref", "reference", "siret"}:
        return None
    if len(word) == 5:
        if any(
            item.name.kind == "foreign" and position in (item.start - 1, item.end)
            for item in reading.items
        ):
            return None
        if word in places.postcodes:
            return places.postcodes[word], (position, position + 1)
        return _special_postcode(reading, position)
    spaced = (
        len(word) == 2
        and len(after) == 3
        and after.isdecimal()
        and reading.gap(position) in {" ", ".", "\u00a0"}
    )
    if spaced and word + after in places.postcodes and not _has_unit(reading, position + 1):
        codes = places.postcodes[word + after]
        held = {places.departement[code] for code in codes}
        beside = any(
            not held.isdisjoint(places.departement.get(code, "") for code in item.name.codes)
            for item in reading.items
            if item.start in (position + 2, position + 3) or item.end in (position, position - 1)
        )
        money = reading.gap(position + 1).strip()[:1] in _MONEY
        if not money and (
            beside
            or reading.cue_before(position, "departement_number", "place_before")
            or reading.structured
            or len(reading.words) == 2
        ):
            return codes, (position, position + 2)
    return None


def _special_postcode(
    reading: Reading, position: int
) -> tuple[tuple[str, ...], tuple[int, int]] | None:
    """Return the département of a CEDEX code, which no commune owns."""
    word = reading.words[position]
    near = [reading.word(place) for place in range(position - 2, position + 4)]
    code = word[:3] if word.startswith("97") else word[:2]
    code = {"20": "2A" if word < "20200" else "2B"}.get(code, code)
    beside = any(position in (item.start - 1, item.end) for item in reading.items)
    if code in departement_codes() and ("cedex" in near or beside):
        return (code,), (position, position + 1)
    return None


def neighbour(reading: Reading, start: int, end: int) -> tuple[str, int] | None:
    """Return the département number written beside a name."""
    if reading.word(end) in words("following") and reading.gap(end - 1) == " ":
        end += reading.word(end + 1)[:1].isdecimal()
    gap = reading.gap(end - 1)
    place = end
    if reading.word(end) in {"dans", "dept", "departement", "dpt"} and reading.joined(end - 1):
        place = end + 1 + (reading.word(end + 1) in {"le", "du"})
        gap = ""
    if not gap.strip(" (-/,:[|–_\u00a0#") and (got := number_at(reading, place)):
        code = departement_of(got[0])
        return (code, got[1]) if code else None
    before = number_at(reading, start - 1) or (number_at(reading, start - 2) if start > 1 else None)
    if before and before[1] == start and not reading.gap(start - 1).strip(" ()-/,:|–"):
        code = departement_of(before[0])
        return (code, end) if code else None
    return None


def _arrondissement_number(reading: Reading, position: int) -> tuple[int, int, bool] | None:
    """Return the number of an arrondissement, its end, and whether it is written as one."""
    word, after = reading.word(position), reading.word(position + 1)
    end = position + 1
    ordinal = bool(word) and after in words("ordinal") and len(reading.gap(position)) <= 1
    if word.isdecimal() and len(word) <= 2:
        number = int(word)
        if after in words("unit") and not ordinal and _has_unit(reading, position):
            return None
        if after in words("month") or _is_date(reading, position):
            return None
    else:
        number = ROMAN.get(_ROMAN.sub("", word), 0)
        ordinal = ordinal or bool(_ROMAN.search(word))
    end += after in words("ordinal") and ordinal
    if reading.word(end) in words("arrondissement_word") and reading.joined(end - 1):
        end, ordinal = end + 1, True
    return (number, end, ordinal) if 1 <= number <= 20 else None


def read_arrondissement(reading: Reading, start: int, end: int, city: str) -> bool:
    """Read "Paris 18", "Lyon 3e", "Paris dans le XIe", "18e arr de Paris"."""
    if city not in CITIES:
        return False
    place, gap = end, reading.gap(end - 1).strip(" (,:-/|–")
    while (
        reading.word(place) in {"dans", "le", "arrondissement", "arr", "centre"} and place < end + 3
    ):
        place += 1
    got = None if gap else _arrondissement_number(reading, place)
    plain = place == end and reading.gap(end - 1).strip(" (") == ""
    if got and (got[2] or plain) and (code := arrondissement(city, got[0])):
        reading.add((start, got[1]), "commune", code, "arrondissement", confidence=0.97)
        return True
    back = start - 1
    while back > 0 and reading.word(back) in {"de", "a", "arr", "arrondissement", "sur"} | words(
        "ordinal"
    ):
        back -= 1
    got = _arrondissement_number(reading, back) if back >= max(0, start - 4) else None
    if got and got[2] and got[1] >= start - 1 and (code := arrondissement(city, got[0])):
        reading.add((back, end), "commune", code, "arrondissement", confidence=0.97)
        return True
    return False


def read_lone_arrondissements(reading: Reading, places: Index) -> None:
    """Read "18e arrondissement", "dans le 11e" beside a known city, and "p18"."""
    del places
    cities = [city for city in CITIES if _city_departement(city) in reading.known]
    for position in reading.hits:
        word = reading.words[position]
        if position in reading.placed or not (word.isdecimal() and len(word) <= 2):
            continue
        got = _arrondissement_number(reading, position)
        if got is None:
            continue
        number, end, ordinal = got
        letter = reading.word(position - 1)
        if letter in {"p", "par"} and not reading.gap(position - 1) and not ordinal:
            if position not in reading.used and (code := arrondissement("75056", number)):
                reading.add((position - 1, end), "commune", code, "arrondissement")
            continue
        stated = any(
            reading.word(p) in words("arrondissement_word") for p in range(position + 1, end)
        )
        if stated or (ordinal and cities and reading.cue_before(position, "departement_number")):
            _lone(reading, (position, end), number, cities)


def _city_departement(city: str) -> str:
    """Return the département of a city that has arrondissements."""
    return city[:2]


def _lone(reading: Reading, span: tuple[int, int], number: int, cities: list[str]) -> None:
    """Record an arrondissement whose city is said elsewhere, or not at all."""
    possible = [code for city in (cities or CITIES) if (code := arrondissement(city, number))]
    if len(possible) == 1:
        reading.add(span, "commune", possible[0], "arrondissement")
    elif possible:
        reading.add(span, "commune", None, "arrondissement", tuple(possible), confidence=0.4)


def read_departement_numbers(reading: Reading, *, numbered: bool) -> None:
    """Read département numbers that carry a cue, then those written in words."""
    for position in reading.hits if numbered else ():
        if position in reading.placed or not reading.words[position][0].isdecimal():
            continue
        got = number_at(reading, position) or _split_number(reading, position)
        code = departement_of(got[0]) if got else None
        if not got or not code or is_refused(reading, Item(position, got[1], _ANYWHERE)):
            continue
        if _is_cued(reading, position, got, code):
            reading.known.add(code)
            reading.add((position, got[1]), "departement", code, "departement_number")
    _read_spoken(reading)


def _split_number(reading: Reading, position: int) -> tuple[str, int] | None:
    """Return "9-3" or "9 3" written after "le", as one number."""
    first, second = reading.words[position], reading.word(position + 1)
    cut = reading.gap(position) in {"-", " ", ".", "–", ".."}
    article = reading.word(position - 1) in {"le", "du", "dans"}
    if cut and article and len(first) == len(second) == 1 and second.isdecimal():
        return first + second, position + 2
    return None


def _is_cued(reading: Reading, position: int, got: tuple[str, int], code: str) -> bool:
    """Tell whether what stands around a number says that it is a département."""
    end = got[1]
    before, after = reading.gap(position - 1), reading.gap(end - 1)
    number = int(code) if code.isdecimal() else 100
    if reading.structured or reading.cue_before(position, "departement_number"):
        return True
    split = end - position == 2 and code.isdecimal()
    if split or ("." in got[0] and reading.word(position - 1) in {"le", "du", "dans"}):
        return True
    if before.rstrip(" ").endswith(("(", "[")) and after.lstrip(" ").startswith((")", "]")):
        unit = reading.word(position - 1)
        return unit not in words("unit") or unit in {"a", "de", "le", "la", "d"}
    ahead = (tuple(reading.words[end : end + 1]), tuple(reading.words[end : end + 2]))
    if reading.joined(end - 1) and not cues()["after_number_pairs"].isdisjoint(ahead):
        return True
    compass = reading.word(end) in words("compass") or (
        reading.word(position - 1) in words("compass") and before == " "
    )
    if compass and (reading.joined(end - 1) or end == len(reading.words)):
        return True
    if _chained(reading, position):
        return True
    if _is_pair(reading, end, code):
        return True
    way = not words("on_the_way").isdisjoint(reading.words[max(0, position - 8) : position])
    if number > _LARGEST_DAY and not way and reading.cue_before(position, "weak_number"):
        return reading.word(position - 1) != "no" or number >= 59
    return _listed_numbers(reading, position)


def _is_pair(reading: Reading, end: int, code: str) -> bool:
    """Tell whether the two Corsican codes are said together: "2A et 2B"."""
    linked = reading.word(end) in {"et", "ou"}
    other = number_at(reading, end + linked)
    return not code.isdecimal() and other is not None and other[0] in {"2A", "2B"}


def _chained(reading: Reading, position: int) -> bool:
    """Tell whether a number goes on a list of accepted département numbers."""
    place = position - 1
    linked = reading.gap(place).strip() in _LINKS
    while place >= position - 3 and reading.word(place) in _LINKING:
        place, linked = place - 1, True
    if place not in reading.placed or not linked or reading.broken(position - 1):
        return False
    rule = reading.found[reading.placed[place]].rule
    return rule in {"departement_number", "departement_name", "name_and_number"}


def _listed_numbers(reading: Reading, position: int) -> bool:
    """Tell whether a number begins a list that only départements could make: 77/91/94."""
    found: list[int] = []
    place = position
    while (got := number_at(reading, place)) and (code := departement_of(got[0])):
        found.append(int(code) if code.isdecimal() else 100)
        gap = reading.gap(got[1] - 1)
        place = got[1]
        if gap.strip() not in {"/", "-", ",", "&", "+", "–", "|", "•"}:
            break
    different = len(set(found)) == len(found) >= 2
    high = sum(number > _LARGEST_DAY for number in found)
    odd = any(number % 5 for number in found)
    whole = reading.gap(place - 1)[:1] not in {"h", ":"} and not reading.word(place)[:1].isdecimal()
    return different and odd and whole and (high == len(found) or (high >= 2 and len(found) >= 3))


def _read_spoken(reading: Reading) -> None:
    """Read "le neuf trois", "dans le six neuf", "9 cube"."""
    said = reading.words
    for position in [at for at, word in enumerate(said) if at and word in _SPOKEN]:
        first, second = said[position], reading.word(position + 1)
        if second not in _SPOKEN or position in reading.placed or not reading.joined(position):
            continue
        code = f"{_SPOKEN[first]}{_SPOKEN[second]}"
        led = said[position - 1] in {"le", "du"}
        if not led and not reading.cue_before(position, "departement_number"):
            continue
        if departement_of(code) and (reading.word(position + 2),) not in cues()["unit"]:
            reading.known.add(code)
            reading.add((position, position + 2), "departement", code, "departement_number")
