"""Cut a text into words, around what may be a place: everything else is passed over."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

from toolkit.territory.names import Index, Name
from toolkit.territory.reading_state import Reading
from toolkit.territory.tables import Cue, cues, rows, words
from toolkit.territory.wording import PIECE, key_of

_PLACEHOLDER = re.compile(r"\[[A-Z_]+\]")
_HIDDEN = "\x00"
_DULL, _DIGITS, _ANCHOR = 0, 1, 2
_PLACE, _NUMBER, _WORD = 1, 2, 3
_MOST = 400_000
_VILLAGE = 2_000
_TOWN, _CITY = 10_000, 50_000
_STRETCHED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(?<=..)([^s])\1$")
_DEMONYM = re.compile(r"(?:n|s|t)?(?:ais|ois|ien|ain|ite)(?:e?s?|n?es?)$")
_MAYBE = re.compile(r"\d\d$|97\d$|\d[.]\d$|\d$")
_NUMBER_CUES = ("departement_number", "weak_number", "compass", "place_before")
# how far around a place its cues are looked for, in characters
_BACK, _AHEAD = 75, 60


def _is_careful(name: Name, key: Cue) -> bool:
    """Tell whether a wording is the name of a commune that needs a cue."""
    return (
        len(key) <= 2
        and bool(name.care)
        and not name.rare
        and name.kind == "commune"
        and not name.heads
    )


class Lexicon(dict[str, tuple[str, int]]):
    """Written word to the key it is looked up by and what it may be; learns as it reads."""

    def __init__(self, places: Index) -> None:
        super().__init__()
        self.places = places
        self.misspelt: set[str] = set()
        self.after_towns = {
            word for word in words("following") | words("place_noun") if len(word) > 3
        }
        self.with_cedilla = {
            key_of(word)
            for row in rows("communes_cog2026.csv")
            if "ç" in row["name"]
            for word, _ in PIECE.findall(row["name"])
        }
        # how many inhabit the largest place whose rarest word this is, where care is asked for
        self.careful = {
            word: max(places.names[key].population for _, key in held)
            for word, held in places.anchors.items()
            if all(_is_careful(places.names[key], key) for _, key in held)
        }

    def __missing__(self, word: str) -> tuple[str, int]:
        """Learn one word."""
        if len(self) > _MOST:
            self.clear()
        key = key_of(word)
        kind = _DIGITS if key[0].isdecimal() else _ANCHOR if key in self.places.anchors else _DULL
        if "çon" in word and key not in self.with_cedilla:
            kind = _DULL
        elif kind == _DULL and key not in self.places.known and len(key) > 3:
            near, stretched = self._glued(key), True
            if near is None:
                near, stretched = self._near(key)
            if near:
                self.misspelt.update(() if stretched else (word,))
                key, kind = near, _ANCHOR
        if kind == _ANCHOR and word.islower() and self.careful.get(key, _VILLAGE) < _VILLAGE:
            kind = _DULL
        self[word] = (key, kind)
        return self[word]

    def _glued(self, key: str) -> str | None:
        """Return the town that a word runs together with what follows: "lillecentre"."""
        names = self.places.names
        for size in range(len(key) - 4, 4, -1):
            name = names.get((key[:size],))
            if name is None or name.kind != "commune" or name.care or name.population < _TOWN:
                continue
            rest = key[size:]
            large = size > 6 and name.population >= _CITY and len(rest) > 6
            if rest in self.after_towns or (rest,) in names or self._glued(rest):
                return key[:size]
            return key[:size] if large and not _DEMONYM.match(rest) else None
        return None

    def _near(self, key: str) -> tuple[str | None, bool]:
        """Return the word of a place that an unknown word stretches or misspells, and which."""
        squeezed = _STRETCHED.sub(r"\1\1", key)
        for written in (squeezed, _STRETCHED.sub(r"\1", key), _DOUBLED.sub(r"\1", key)):
            if written != key and written in self.places.anchors:
                return written, True
        return self.places.speller.nearest(squeezed), False


def _edges(chunk: str) -> str:
    """Return a chunk without the signs around it."""
    return chunk.strip(".,;:!?()[]\"'«»-/|")


class Chunks(dict[str, int]):
    """What stands between two spaces, and whether it may hold a place; learns as it reads."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self.lexicon = lexicon
        last = {cue[-1] for name in _NUMBER_CUES for cue in cues()[name]}
        self.before_numbers = frozenset(last | {"et", "ou"})
        self.units = words("unit") - {"a", "b", "le", "la", "l", "de"}
        self.before_words = frozenset(
            cue[-1] for name in ("place_before", "arrival") for cue in cues()[name]
        ) - {"de", "la", "d", "no", "na", "du"}
        self.after_words = words("following") | words("after_number")
        self.after_words |= words("after_place") | words("soon")
        self.beside: dict[str, set[str]] = {}
        for word, held in lexicon.places.anchors.items():
            if word in lexicon.places.common:
                self.beside[word] = {
                    key[near]
                    for place, key in held
                    for near in (place - 1, place + 1)
                    if 0 <= near < len(key)
                }
        self.after_numbers = words("compass") | words("arrondissement_word") | words("after_number")

    def __missing__(self, chunk: str) -> int:
        """Learn one chunk."""
        if len(self) > _MOST:
            self.clear()
        kinds = [(word, *self.lexicon[word]) for word, _ in PIECE.findall(chunk)]
        numbers = [key for _, key, kind in kinds if kind == _DIGITS]
        anchors = [word for word, _, kind in kinds if kind == _ANCHOR]
        common = len(kinds) == 1 and kinds[0][1] in self.beside and anchors == [kinds[0][0]]
        if common and kinds[0][0].islower() and kinds[0][0].isascii():
            found = _WORD
        elif anchors or any(len(n) == 5 for n in numbers):
            found = _PLACE
        elif len(kinds) > 1 and self._is_measure([key for _, key, _ in kinds]) and "(" not in chunk:
            found = _DULL
        elif any(_MAYBE.match(number) for number in numbers):
            found = _PLACE if len(numbers) > 1 or "(" in chunk or len(kinds) > 1 else _NUMBER
        else:
            found = _NUMBER if any(key in words("digits") for _, key, _ in kinds) else _DULL
        self[chunk] = found
        return found

    def _is_measure(self, keys: list[str]) -> bool:
        """Tell whether every number of a chunk is an hour, a price or a size: "10h30"."""
        return keys[0].isdecimal() and keys[1] in self.units and len(keys) <= 3

    def _is_named(self, chunks: list[str], place: int) -> bool:
        """Tell whether the chunks around an ordinary word could make it a part of a name."""
        word = self.lexicon[_edges(chunks[place])][0]
        before = key_of(_edges(chunks[place - 1]).split("'")[-1]) if place else ""
        last = place + 1 == len(chunks)
        after = key_of(_edges(chunks[place + 1])) if not last else ""
        beside = self.beside.get(word)
        if beside is None:
            return True
        if before in beside or after in beside or "l" in beside or "d" in beside:
            return True
        alone = (word,) in self.lexicon.places.names
        if not alone:
            return False
        parted = chunks[place][-1] in ",/:" or (place > 0 and chunks[place - 1][-1] in ",/:|>")
        listed = not before or parted or after[:1].isdecimal() or before[-1:].isdecimal()
        return listed or last or before in self.before_words or after in self.after_words

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Return where the chunks of a text stand that may hold a place."""
        chunks = text.split()
        if len(chunks) == 2 and text[:1].isdecimal():
            return [(0, len(text))]
        found: list[tuple[int, int]] = []
        position = 0
        for place, kind in enumerate(map(self.__getitem__, chunks)):
            if not kind or (kind == _NUMBER and not self._is_cued(chunks, place)):
                continue
            if kind == _WORD and not self._is_named(chunks, place):
                continue
            chunk = chunks[place]
            size = len(chunk)
            position = text.find(chunk, position)
            while position > 0 and not text[position - 1].isspace():
                position = text.find(chunk, position + 1)
            found.append((position, position + size))
            position += size
        return found

    def _is_cued(self, chunks: list[str], place: int) -> bool:
        """Tell whether the chunks around a number could make it a place."""
        before = key_of(chunks[place - 1].strip("(:'")) if place else ""
        after = key_of(chunks[place + 1].strip(".,;:!)")) if place + 1 < len(chunks) else ""
        if after in self.units and chunks[place][-1].isdecimal():
            return False
        return before in self.before_numbers or after in self.after_numbers


def plain_text(text: str) -> tuple[str, list[int] | None]:
    """Return a text without placeholders and combining marks, and where its characters stood."""
    if "[" in text:
        text = _PLACEHOLDER.sub(lambda match: _HIDDEN * len(match.group()), text)
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text, None
    kept = [i for i, character in enumerate(text) if not unicodedata.combining(character)]
    return "".join(text[i] for i in kept), kept


def _windows(text: str, hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches of a text around its hits, cut at spaces."""
    found: list[tuple[int, int]] = []
    for start, end in hits:
        first = text.find(" ", start - _BACK) + 1 if start > _BACK else 0
        last = text.find(" ", end + _AHEAD)
        last = len(text) if last < 0 else last
        first = min(first, start) or 0
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def cut(text: str, chunks: Chunks, *, structured: bool = False) -> Reading | None:
    """Cut a text into words, around what may be a place; nothing when nothing may be."""
    selected = [(0, len(text))] if structured else chunks.hits(text)
    windows = _windows(text, selected)
    raw: list[str] = []
    gaps: list[str] = ["\n"]
    starts: list[int] = []
    for first, last in windows:
        part = text[first:last]
        pieces = PIECE.findall(part)
        if not pieces:
            continue
        lengths = [len(word) + len(gap) for word, gap in pieces]
        lead = len(part) - sum(lengths)
        gaps[-1] += part[:lead]
        starts += accumulate(lengths[:-1], initial=first + lead)
        raw += [word for word, _ in pieces]
        gaps += [gap for _, gap in pieces]
        gaps[-1] += "\n"
    if not raw:
        return None
    learnt = [chunks.lexicon[word] for word in raw]
    # inside a window only the chunks that were chosen may hold a place
    firsts = [first for first, _ in selected]
    hits = [
        place
        for place, entry in enumerate(learnt)
        if entry[1] and starts[place] < selected[bisect_right(firsts, starts[place]) - 1][1]
    ]
    reading = Reading(text, structured, raw, gaps, [entry[0] for entry in learnt], hits, starts)
    reading.upper = text.isupper()
    return reading
