"""Misspelt names of the larger towns: one letter off, two in long names, or the same sound."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

_SOUNDS = (
    (re.compile(r"eau[xts]?|aux?|ault?|ot$"), "o"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"qu|q|ck|c(?=[aoulr])|kh"), "k"),
    (re.compile(r"[cç](?=[eiy])|z|ss"), "s"),
    (re.compile(r"y"), "i"),
    (re.compile(r"h"), ""),
    (re.compile(r"m(?=[bp])"), "n"),
    (re.compile(r"(?<=n)t(?=p)"), ""),
    (re.compile(r"ai|ei"), "e"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"an|am|em"), "en"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=..)(?:es?|[stxdz])$"), ""),
)
_SHORTEST = 5
# no name that is looked for through its misspellings is longer
_LONGEST = 24
_LONG = 8


def sound_of(word: str) -> str:
    """Return a word as it sounds, roughly, to a French ear."""
    for pattern, written in _SOUNDS:
        word = pattern.sub(written, word)
    return word


class Speller:
    """The words of the names of large towns, each found again from its misspellings."""

    def __init__(self, targets: Mapping[str, int], ordinary: Iterable[str]) -> None:
        self.populations = dict(targets)
        self.ordinary = frozenset(ordinary)
        self.by_letter: dict[str, list[str]] = defaultdict(list)
        self.by_sound: dict[str, list[str]] = defaultdict(list)
        for word in targets:
            self.by_letter[word[0]].append(word)
            self.by_sound[sound_of(word)].append(word)

    def nearest(self, word: str) -> str | None:
        """Return the word of a large town that this one misspells, if one is close."""
        if not _SHORTEST <= len(word) <= _LONGEST or word in self.ordinary:
            return None
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        close = process.extract(
            word, self.by_letter.get(word[0], ()), scorer=OSA.distance, score_cutoff=2, limit=8
        )
        kept = {
            name: distance for name, distance, _ in close if self._accepts(word, name, distance)
        }
        for name in self.by_sound.get(sound_of(word), ()) if len(word) > _SHORTEST else ():
            if (distance := OSA.distance(word, name)) <= 3:
                kept[name] = distance
        if not kept:
            return None
        least = min(kept.values())
        return max((name for name in kept if kept[name] == least), key=self._weight)

    def _weight(self, name: str) -> int:
        """Return the inhabitants behind a word."""
        return self.populations[name]

    @staticmethod
    def _accepts(word: str, name: str, distance: float) -> bool:
        """Tell whether a name is close enough: two letters off only in long names."""
        if distance <= 1:
            return len(name) >= _SHORTEST
        return len(name) >= _LONG and word[:3] == name[:3]
