"""Read French places in texts, by rules in a fixed order; what stays doubtful is said so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pandas as pd

from toolkit.territory.names import (
    ROMAN,
    TOKEN,
    Index,
    Mention,
    Name,
    arrondissement,
    cues,
    departement_codes,
    index,
    key_of,
    nearest,
)
from toolkit.text.folding import fold
from toolkit.text.opaque import as_texts

COLUMNS = ["row", "start", "end", "level", "code", "confidence", "rule", "candidates"]
_PLACEHOLDER = re.compile(r"\[[A-Z]+\]")
_NUMBER = re.compile(r"^(?:\d\d|97[1-46]|\d[.]\d)$")
_DOMINANT = 0.8


@dataclass
class Reading:
    """One text while it is read: its words, which are used, what was found."""

    text: str
    structured: bool
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    names: list[tuple[int, int, Name, bool]] = field(default_factory=list)
    found: list[Mention] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def cue_before(self, position: int, cue: str) -> bool:
        """Tell whether the words just before a position are one of the cues."""
        lists = cues()[cue]
        return any(
            tuple(self.words[max(0, position - size) : position]) in lists
            for size in range(1, 4)
            if size <= position
        )

    def word(self, position: int) -> str:
        """Return the word at a position, or nothing."""
        return self.words[position] if 0 <= position < len(self.words) else ""

    def gap(self, position: int) -> str:
        """Return what stands between a word and the next one."""
        if position == -1 and self.starts:
            return self.text[: self.starts[0]]
        if position == len(self.words) - 1 and self.ends:
            return self.text[self.ends[-1] :] + "\n"
        if not 0 <= position < len(self.words) - 1:
            return "\n"
        return self.text[self.ends[position] : self.starts[position + 1]]

    def add(
        self,
        span: tuple[int, int],
        level: str,
        code: str | None,
        confidence: float,
        rule: str,
        candidates: tuple[str, ...] = (),
    ) -> None:
        """Record a place over words ``span[0]`` to ``span[1]`` (left out)."""
        start, end = self.starts[span[0]], self.ends[span[1] - 1]
        self.used.update(range(*span))
        self.found.append(Mention(start, end, level, code, confidence, rule, candidates))


def _cut(text: str, structured: bool) -> Reading:
    """Cut a text into words, placeholders left out."""
    clear = _PLACEHOLDER.sub(lambda match: "\n" * len(match.group()), text)
    reading = Reading(clear, structured)
    for match in TOKEN.finditer(fold(clear)):
        reading.words.append(key_of(match.group()))
        reading.starts.append(match.start())
        reading.ends.append(match.end())
    return reading


def _join_names(reading: Reading, places: Index) -> None:
    """Find the longest known wording at each position."""
    position, words = 0, reading.words
    while position < len(words):
        best: tuple[int, Name] | None = None
        most = min(places.longest.get(words[position], 0), len(words) - position)
        for size in range(most, 0, -1):
            name = places.names.get(tuple(words[position : position + size]))
            if name is not None:
                best = (size, name)
                break
        for size in (2, 1):
            head = tuple(words[position : position + size])
            if best is None and head in places.heads:
                best = (len(head), Name("commune", (), 0, True))
        if best is None:
            position += 1
            continue
        end = position + best[0]
        if any(n in reading.text[reading.starts[position] : reading.ends[end - 1]] for n in "\n,;"):
            end, best = position + 1, None
        if best is not None:
            reading.names.append((position, end, best[1], _cued(reading, position, end)))
            reading.used.update(range(position, end))
        position = end


def _cued(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a name is written with a capital after a cue, or alone as a heading."""
    if reading.structured:
        return True
    first = reading.text[reading.starts[end - 1]]
    if not first.isupper() or reading.text.isupper():
        return False
    if reading.cue_before(start, "arrival") or (reading.word(end),) in cues()["following"]:
        return True
    return (
        start == 0 and len(reading.words) > end and reading.gap(end - 1).lstrip()[:1] in (",", ":")
    )


def _departement_of(number: str) -> str | None:
    """Return the code written by a number, when it is one."""
    code = number.replace(".", "")
    return code if code in departement_codes() else None


def _number_at(reading: Reading, position: int) -> tuple[str, int] | None:
    """Return a département number written at a position, and its end; never one with a unit."""
    if not 0 <= position < len(reading.words) or position in reading.used:
        return None
    word, after = reading.word(position), reading.word(position + 1)
    if word in {"2"} and after in {"a", "b"} and reading.gap(position) == "":
        return word + after.upper(), position + 2
    if not _NUMBER.match(word):
        return None
    unit = (after,) in cues()["unit"] or reading.gap(position).strip()[:1] in ("€", "$", "%")
    linked = reading.gap(position).strip()[:1] in (")", "]", ",", "-", "/", "\n", "&", ".")
    dated = reading.gap(position).strip()[:1] == "/" and after.isdigit()
    if (unit and not linked) or dated:
        return None
    if (reading.word(position - 1),) in cues()["noun_before"]:
        return None
    return word, position + 1


def _neighbour(reading: Reading, start: int, end: int) -> tuple[str, int] | None:
    """Return the département number written beside a name."""
    if len(reading.gap(end - 1).strip(" (-/,:[")) == 0 and (got := _number_at(reading, end)):
        code = _departement_of(got[0])
        return (code, got[1]) if code else None
    before = _number_at(reading, start - 1)
    if before and before[1] == start and not reading.gap(start - 1).strip(" ()-/,:"):
        code = _departement_of(before[0])
        return (code, end) if code else None
    return None


def _postcodes(reading: Reading, places: Index) -> None:
    """Read five-digit postcodes."""
    for position, word in enumerate(reading.words):
        codes = places.postcodes.get(word, ()) if len(word) == 5 else ()
        if not codes or reading.gap(position).strip()[:1] == "€":
            continue
        found = sorted({places.departement[code] for code in codes})
        reading.known.update(found)
        span = (position, position + 1)
        if len(codes) == 1:
            reading.add(span, "commune", codes[0], 0.99, "postcode")
        elif len(found) == 1:
            reading.add(span, "departement", found[0], 0.98, "postcode", codes)
        else:
            reading.add(span, "commune", None, 0.5, "postcode", codes)


def _arrondissement(reading: Reading, start: int, end: int, city: str) -> bool:
    """Read "Paris 18", "Lyon 3e", "Paris XIe"; True when the number was one."""
    word, after = reading.word(end), reading.word(end + 1)
    ordinal = (after,) in cues()["ordinal"]
    roman = re.sub(r"(?<=[ivx])(?:e|eme|er)$", "", word)
    if word.isdigit() and len(word) <= 2:
        number = int(word)
        if (after,) in cues()["unit"] and not ordinal:
            return False
    else:
        number = ROMAN.get(roman, 0)
    code = arrondissement(city, number)
    if code is None or reading.gap(end - 1).strip(" ("):
        return False
    reading.add((start, end + 1 + ordinal), "commune", code, 0.97, "arrondissement")
    return True


def _read_departement(reading: Reading, item: tuple[int, int, Name, bool], places: Index) -> None:
    """Read the name of a département, or of the commune that bears the same name."""
    start, end, name, cued = item
    code, communes = name.codes[0], name.codes[1:]
    number = _neighbour(reading, start, end)
    held = [c for c in communes if number and places.departement[c] == number[0]]
    capital = reading.text[reading.starts[start]].isupper()
    if number and held:
        reading.known.add(number[0])
        reading.add((start, max(end, number[1])), "commune", held[0], 0.97, "name_and_number")
    elif (
        not name.common
        or reading.structured
        or (capital and reading.cue_before(start, "departement_article"))
    ):
        reading.known.add(code)
        reading.add((start, end), "departement", code, 0.9, "departement_name")
    elif cued and communes:
        reading.add((start, end), "commune", None, 0.3, "homonyms", (*communes, code))


def _read_name(reading: Reading, item: tuple[int, int, Name, bool], places: Index) -> bool:
    """Resolve one name; False when it has to wait for what else the text says."""
    start, end, name, _ = item
    if name.kind == "foreign" or reading.cue_before(start, "refused"):
        return True
    if name.kind.startswith("region"):
        group = places.region_departements.get(name.codes[0], name.codes)
        code = name.codes[0] if name.kind == "region" else None
        reading.add((start, end), "region", code, 0.9, "region", group)
        return True
    if name.kind == "departement":
        _read_departement(reading, item, places)
        return True
    if name.codes and _arrondissement(reading, start, end, name.codes[0]):
        return True
    number = _neighbour(reading, start, end)
    choices = _choices(reading, start, end, name, places)
    if number:
        held = [code for code in choices if places.departement[code] == number[0]]
        if held:
            best = max(held, key=lambda code: (code in name.codes, places.populations[code]))
            reading.known.add(number[0])
            reading.add((start, max(end, number[1])), "commune", best, 0.97, "name_and_number")
            return True
    return False


def _choices(reading: Reading, start: int, end: int, name: Name, places: Index) -> tuple[str, ...]:
    """Return every commune that a wording may mean, exact names first."""
    heads = places.heads.get(tuple(reading.words[start:end]), ())
    return (*name.codes, *(code for code in heads if code not in name.codes))


def _settle(reading: Reading, item: tuple[int, int, Name, bool], places: Index) -> None:
    """Resolve a commune name by what else the text says, then by population, else say so."""
    start, end, name, cued = item
    span, choices = (start, end), _choices(reading, start, end, name, places)
    held = [code for code in choices if places.departement[code] in reading.known]
    if held and (not name.common or cued):
        best = max(held, key=lambda code: (code in name.codes, places.populations[code]))
        reading.add(span, "commune", best, 0.9, "name_and_context")
        return
    if name.common and not cued:
        return
    total = sum(places.populations[code] for code in choices) or 1
    best = max(choices, key=lambda code: places.populations[code])
    if best in name.codes and places.populations[best] / total >= _DOMINANT:
        reading.add(span, "commune", best, 0.9 if len(choices) == 1 else 0.8, "name")
        return
    found = {places.departement[code] for code in choices}
    if len(found) == 1:
        reading.add(span, "departement", found.pop(), 0.8, "homonyms", choices)
    else:
        reading.add(span, "commune", None, 0.3, "homonyms", choices)


def _numbers(reading: Reading) -> None:
    """Read département numbers that carry a cue."""
    for position in range(len(reading.words)):
        got = _number_at(reading, position)
        code = _departement_of(got[0]) if got else None
        if not got or not code:
            continue
        before, after = reading.gap(position - 1), reading.gap(got[1] - 1)
        bracketed = before.rstrip(" ").endswith("(") and after.lstrip(" ").startswith(")")
        compass = (reading.word(got[1]),) in cues()["compass"]
        dotted = "." in got[0] and reading.word(position - 1) == "le"
        chained = any(
            m.rule == "departement_number" and 0 < reading.starts[position] - m.end < 8
            for m in reading.found
        )
        cued = reading.cue_before(position, "departement_number")
        if bracketed or compass or dotted or chained or cued or reading.structured:
            reading.known.add(code)
            reading.add((position, got[1]), "departement", code, 0.9, "departement_number")


def _misspellings(reading: Reading, places: Index) -> None:
    """Read the one-word misspellings of large communes."""
    for position, word in enumerate(reading.words):
        if position in reading.used or len(word) < 6:
            continue
        name = nearest(word, places)
        if name and not reading.cue_before(position, "refused"):
            item = (position, position + 1, places.names[(name,)], True)
            before = len(reading.found)
            _settle(reading, item, places)
            for place in range(before, len(reading.found)):
                old = reading.found[place]
                reading.found[place] = Mention(
                    old.start, old.end, old.level, old.code, 0.6, "misspelling", old.candidates
                )


def read_places(text: str, *, structured: bool = False) -> list[Mention]:
    """Return the places of one text; ``structured`` waives the cues that a sentence needs.

    It does not say which place matters most; that is for ``assign_departement``.

    Parameters
    ----------
    text : str
        One text, or one value of a place column.
    structured : bool
        Whether the value is a place and nothing else.

    Returns
    -------
    list of Mention
        In the order of the text.

    Examples
    --------
    >>> [mention.code for mention in read_places("de passage à Lille")]
    ['59350']
    """
    places = index()
    reading = _cut(text, structured)
    _postcodes(reading, places)
    _join_names(reading, places)
    waiting = [item for item in reading.names if not _read_name(reading, item, places)]
    _numbers(reading)
    plain = [i for i in waiting if len(i[2].codes) == 1 and not i[2].common]
    for item in plain:
        _settle(reading, item, places)
    for mention in reading.found:
        if mention.level == "commune" and mention.code:
            reading.known.add(places.departement[mention.code])
        elif mention.level == "region":
            reading.known.update(mention.candidates)
    for item in waiting:
        if item not in plain and not reading.cue_before(item[0], "refused"):
            _settle(reading, item, places)
    _misspellings(reading, places)
    return sorted(reading.found, key=lambda mention: mention.start)


def find_places(texts: object) -> pd.DataFrame:
    """Find the French places that texts state.

    It does not locate persons: a place offered, passed through or near is a place. A homonym
    that nothing settles keeps an empty code and all its candidates; foreign towns give nothing.

    Parameters
    ----------
    texts : sequence of str, Series or DataFrame with a ``text`` column
        Texts; offsets are those of the given text.

    Returns
    -------
    pandas.DataFrame
        ``row``, ``start``, ``end``, ``level`` (commune, departement, region), ``code`` (text, NA
        when ambiguous), ``confidence`` (0 to 1, a rank of rules and not a probability),
        ``rule`` and ``candidates`` (list of codes: communes, or the départements of a région).

    Examples
    --------
    >>> find_places(["Drancy (93) ou Lyon 3e"])[["level", "code", "rule"]].values.tolist()
    [['commune', '93029', 'name_and_number'], ['commune', '69383', 'arrondissement']]
    """
    rows = [
        (row, m.start, m.end, m.level, m.code, m.confidence, m.rule, list(m.candidates))
        for row, text in enumerate(as_texts(texts))
        for m in read_places(text)
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    kinds = {"row": "int64", "start": "int64", "end": "int64", "confidence": "float64"}
    return table.astype(kinds | {"level": "str", "code": "str", "rule": "str"})
