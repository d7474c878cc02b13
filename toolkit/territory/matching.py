"""Find the known wordings of a text, longest first, and what their surroundings say of them."""

from __future__ import annotations

from toolkit.territory.cutting import Lexicon
from toolkit.territory.names import CUED, FREE, STRICT, Index
from toolkit.territory.reading_state import Item, Reading
from toolkit.territory.tables import cues, words
from toolkit.territory.wording import key_of

NONE, WEAK, STRONG = 0, 1, 2
_SEPARATING = frozenset(",;:|-–—/.(\n!?>)•&+=→[")
_MARKS = frozenset("📍📌@🏠🗺🚩🏡🏙")
_LINE_STARTS = _MARKS | {"\n", "|", "•"}
_TOWN = 20_000
_MIDDLE = 15_000
_SMALL_TOWN = 5_000
_LARGE_VILLAGE = 8_000
_VILLAGE = 2_000
_ORIGINS = (["d", "origine"], ["de", "origen"], ["de", "origem"], ["de", "naissance"])
_LIST_WORDS = {"et", "ou", "and", "or", "y", "e", "si", "puis", "sau", "ensuite", "to", "a", "then"}


def find_items(reading: Reading, places: Index, lexicon: Lexicon) -> None:
    """Find the wordings, each word in one of them only."""
    found: list[tuple[int, int]] = []
    keys, size = reading.words, len(reading.words)
    for hit in reading.hits:
        for offset, length, alike in places.shapes.get(keys[hit], ()):
            start, end = hit - offset, hit - offset + length
            if start < 0 or end > size or tuple(keys[start:end]) not in alike:
                continue
            if all(reading.joined(place) for place in range(start, end - 1)):
                found.append((start, end))
    care = {span: places.names[tuple(keys[slice(*span)])].care for span in found}
    found.sort(key=lambda span: (span[0] - span[1], care[span], span[0]))
    for start, end in found:
        if reading.used.isdisjoint(range(start, end)):
            reading.used.update(range(start, end))
            written = [word for word in reading.raw[start:end] if word in lexicon.misspelt]
            doubtful = end - start == 1 and any(key_of(word) in places.rare for word in written)
            name = places.names[tuple(keys[start:end])]
            reading.items.append(Item(start, end, name, bool(written), doubtful))
    reading.items.sort(key=lambda item: item.start)


def care_of(reading: Reading, item: Item) -> int:
    """Return the care that a wording asks for, as it is written here."""
    if reading.structured:
        return FREE
    whole = item.end - item.start == len(reading.words)
    if whole and item.name.population >= _VILLAGE and reading.text.strip()[-1:] not in {"!", "?"}:
        return CUED if item.misspelt and len(reading.words[0]) < 7 else FREE
    accented = item.end - item.start <= 2 and not reading.raw[item.end - 1].isascii()
    care = item.name.accented if accented else item.name.care
    if item.misspelt:
        shortest = min(len(reading.words[place]) for place in range(item.start, item.end))
        alone = item.end - item.start == 1
        care = max(care, CUED) if alone and shortest < 7 else care
        care = STRICT if item.doubtful else care
    return care


def is_listed(reading: Reading, start: int, end: int) -> bool:
    """Tell whether the place before or after, in a list, was accepted."""
    for step, edge in ((-1, start - 1), (1, end)):
        other = edge
        gap = reading.gap(start - 1 if step < 0 else end - 1).strip()
        if reading.word(edge) in _LIST_WORDS:
            other = edge + step
            gap = gap or ","
        if (other in reading.placed or other in reading.abroad) and gap[:1] in {
            ",",
            "-",
            "/",
            "–",
            "—",
            ">",
            "&",
            "+",
            "•",
            "→",
            "|",
        }:
            return True
    return False


def _begins_line(reading: Reading, start: int) -> bool:
    """Tell whether a word stands at the beginning of a line."""
    return start == 0 or not _LINE_STARTS.isdisjoint(reading.gap(start - 1))


def evidence(reading: Reading, item: Item) -> int:
    """Return how much the words around a wording say that it is a place."""
    start, end = item.start, item.end
    before, after = reading.gap(start - 1), reading.gap(end - 1)
    if not _MARKS.isdisjoint(before) or reading.cue_before(start, "place_before"):
        return STRONG
    accented = start > 0 and reading.raw[start - 1] in {"à", "À"} and reading.joined(start - 1)
    if accented:
        return STRONG
    linked = reading.word(end) in {"et", "and", "y", "e", "si", "ses"}
    follows = reading.joined(end - 1) and reading.word(end + linked) in words("following")
    noun = after.strip()[:1] in _SEPARATING and any(
        reading.word(place) in words("place_noun") for place in range(end, end + 2)
    )
    heading = _begins_line(reading, start)
    if follows or (noun and (heading or reading.capital(end - 1))):
        return STRONG
    if reading.cue_before(start, "arrival"):
        large = (
            item.name.population >= _SMALL_TOWN
            or item.name.rare
            or reading.words[start - 1]
            in {
                "a",
                "au",
                "aux",
            }
        )
        return WEAK if large else NONE
    alone = after.strip()[:1] in _SEPARATING or end == len(reading.words)
    alone = alone or reading.word(end) in words("after_place") | words("soon")
    return WEAK if heading and alone else NONE


def is_person(reading: Reading, item: Item) -> bool:
    """Tell whether an ordinary name heads a text as a first name does: "Nancy, 25 ans"."""
    number, unit = reading.word(item.end), reading.word(item.end + 1)
    return (
        item.end - item.start == 1
        and number.isdecimal()
        and unit in words("year_unit")
        and _begins_line(reading, item.start)
    )


def _is_surname(reading: Reading, item: Item) -> bool:
    """Tell whether the name of a saint follows another name: "Roland Saint-Martin"."""
    before = item.start - 1
    return (
        reading.words[item.start] in {"saint", "sainte"}
        and before >= 0
        and reading.joined(before)
        and reading.capital(before)
        and before not in reading.placed
        and not _begins_line(reading, before)
        and not reading.cue_before(item.start, "place_before", "arrival")
    )


def accepts(reading: Reading, item: Item) -> bool:
    """Tell whether a wording is taken for a place where nothing else settles it."""
    care = care_of(reading, item)
    if care == FREE:
        return True
    if is_person(reading, item) or _is_surname(reading, item):
        return False
    strength = evidence(reading, item)
    capital = any(reading.capital(place) for place in range(item.start, item.end))
    large = item.name.population >= _TOWN
    if item.name.population >= _MIDDLE and _opens(reading, item):
        return True
    if care == CUED:
        if item.misspelt and capital and item.name.care == FREE:
            return len(reading.words[item.start]) > 5
        if capital:
            return strength >= WEAK or (
                large and (not _begins_line(reading, item.start) or _closes(reading, item))
            )
        if strength == WEAK and _begins_line(reading, item.start):
            return item.name.population >= _SMALL_TOWN or (
                bool(item.name.heads) and item.end - item.start == 2
            )
        return strength == STRONG and (item.name.population >= _VILLAGE or item.name.rare)
    if capital and item.name.population >= _VILLAGE:
        listed = is_listed(reading, item.start, item.end)
        return strength == STRONG or (strength == WEAK and _points(reading, item)) or listed
    if _is_foreign_word(reading, item):
        return True
    return strength == STRONG and item.name.population >= _LARGE_VILLAGE and _closes(reading, item)


def _is_foreign_word(reading: Reading, item: Item) -> bool:
    """Tell whether a word of another language than the text's stands after "à", "sur" or "en"."""
    start, word = item.start, reading.words[item.start]
    if item.end - start > 1 or not reading.joined(start - 1):
        return False
    before = reading.words[start - 1]
    french = not words("french_words").isdisjoint(reading.words[max(0, start - 6) : start + 4])
    if word in words("words_of_other_languages"):
        return before in {"sur", "vers"} or (before in {"a", "pour"} and french)
    foreign = before in {"en", "em", "in", "la"} and word in words("words_of_french_only")
    return foreign and not french and _closes(reading, item)


def _opens(reading: Reading, item: Item) -> bool:
    """Tell whether a text begins with this name, then a greeting or another place."""
    start, end = item.start, item.end
    if start - 2 in reading.refused and reading.words[start - 1] in {"pour", "to", "para"}:
        return True
    if not _begins_line(reading, start) or reading.words[start] in words("first_names"):
        return False
    if reading.word(end) in words("after_place") and reading.joined(end - 1):
        return True
    linked = reading.word(end) in _LIST_WORDS and reading.joined(end - 1)
    if linked:
        return end + 1 in reading.placed or end + 1 in reading.abroad
    return end in reading.abroad and reading.gap(end - 1).strip() in {",", "/", "-", "&", "+"}


def _points(reading: Reading, item: Item) -> bool:
    """Tell whether an ordinary word with a capital comes after ``à``, ``in`` or ``en``."""
    return reading.cue_before(item.start, "arrival") and item.name.population >= _TOWN


def _closes(reading: Reading, item: Item) -> bool:
    """Tell whether a clause ends after a wording, so that it is no adjective."""
    after = reading.gap(item.end - 1).strip()[:1] in _SEPARATING
    word = reading.word(item.end)
    return (
        after
        or item.end == len(reading.words)
        or word in _LIST_WORDS
        or word in words("following")
        or word in words("after_place")
        or word in words("soon")
        or word
        in {
            "sauf",
            "hors",
            "excepte",
            "uniquement",
            "seulement",
            "jusque",
            "until",
            "hasta",
            "pour",
            "jusqu",
            "dispo",
            "ce",
            "cette",
            "des",
            "du",
            "depuis",
            "avec",
            "demain",
        }
        or word.isdecimal()
    )


def is_refused(reading: Reading, item: Item) -> bool:
    """Tell whether a text denies a place, leaves it, comes from it or names a thing after it."""
    start, end = item.start, item.end
    if reading.structured:
        return False
    if start - 1 in reading.refused and _continues(reading, start - 1):
        return True
    if start - 2 in reading.refused and reading.word(start - 1) in {
        "et",
        "ou",
        "ni",
        "and",
        "or",
        "y",
        "e",
        "si",
    }:
        return True
    if reading.cue_before(start, "refused") or _called_after(reading, start):
        return True
    if reading.word(end) in words("things_after") and reading.joined(end - 1):
        return True
    if reading.word(end) in words("nouns_that_negate") and not reading.broken(end - 1):
        return True
    if (
        reading.word(end) in {"no", "nao", "nu"}
        and not reading.gap(end - 1).strip()
        and reading.gap(end).strip()
    ):
        return True
    after = (
        reading.word(end) in {"originally", "natale"} or reading.words[end : end + 2] in _ORIGINS
    )
    return after or _negated(reading, start) or _studied(reading, start)


def _studied(reading: Reading, start: int) -> bool:
    """Tell whether a past trade or a diploma is what the place belongs to."""
    for place in range(start - 1, max(-1, start - 7), -1):
        if not reading.joined(place):
            return False
        if reading.words[place] in words("past"):
            return True
    return False


def _continues(reading: Reading, position: int) -> bool:
    """Tell whether a list goes on after a word."""
    return reading.gap(position).strip() in {",", "/", "-", "&", "+"}


def _called_after(reading: Reading, start: int) -> bool:
    """Tell whether a street or a thing bears the name."""
    place = start - 1
    direct = cues()["colour"] | cues()["dishes"]
    if place >= 0 and reading.joined(place) and (reading.words[place],) in direct:
        return True
    steps = 0
    while place >= 0 and steps < 2 and reading.joined(place):
        if reading.words[place] not in {"de", "d", "du", "des", "la", "l", "les"}:
            break
        place, steps = place - 1, steps + 1
    return (
        steps > 0
        and place >= 0
        and reading.joined(place)
        and (reading.words[place],) in cues()["called_after"]
    )


def _negated(reading: Reading, start: int) -> bool:
    """Tell whether a negation reaches the name through words of travelling only."""
    negations, travelling = words("negations"), words("travelling")
    for place in range(start - 1, max(-1, start - 9), -1):
        if not reading.joined(place):
            return False
        word = reading.words[place]
        if word in negations:
            if word == "plus" and reading.word(place - 1) in {"en", "de"}:
                return False
            return not (word in {"no", "plus", "sans"} and place == start - 1 and word != "no")
        if word not in travelling:
            return False
    return False
