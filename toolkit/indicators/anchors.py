"""Where patterns may stand: the words of many texts, laid end to end, are looked up at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toolkit.indicators.codebook_files.verifying import REACH, Found, verify
from toolkit.indicators.patterns import PREFIX, Pattern, Words
from toolkit.indicators.plain import BREAKS
from toolkit.indicators.reading import Reading

# how many texts are looked up at once: the more, the less each costs
TEXTS_AT_ONCE = 20_000
_NUMBER = "@number"
_FIGURES = re.compile(r"\d{1,4}")
# what a corpus may teach before the table begins again
_LIMIT = 50_000
# so much room between two texts that no pattern reaches from one to the next
_ROOM = 1_000
_Places = NDArray[np.int64]
_Wordings = tuple[Words, ...]
# the wordings of one word, and those of several
_Step = tuple[frozenset[str], tuple[Words, ...]]
Match = tuple[Pattern, Found]


class _Frame(NamedTuple):
    """The steps that a text must hold, how far each may stand from the next, and all together."""

    steps: tuple[int, ...]
    telling: tuple[int, ...]
    reaches: tuple[int, ...]
    size: int


class _Classes(dict[str, tuple[str, ...]]):
    """The beginnings and classes of the patterns that a word belongs to; each word learnt once."""

    def __init__(self, prefixes: frozenset[str]) -> None:
        super().__init__()
        self._prefixes = prefixes

    def __missing__(self, word: str) -> tuple[str, ...]:
        """Look up a word that was never met."""
        if len(self) > _LIMIT:
            self.clear()
        sizes = range(1, len(word) + 1)
        found = [p for size in sizes if (p := word[:size] + PREFIX) in self._prefixes]
        if _FIGURES.fullmatch(word):
            found.append(_NUMBER)
        self[word] = tuple(found)
        return self[word]


class Anchors:
    """The words of many patterns, looked for together; built once per process."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        numbers: dict[_Wordings, int] = {}
        self._patterns = list(patterns)
        self._frames = [
            tuple(_frame(part, numbers) for part in (pattern, *pattern.others))
            for pattern in patterns
        ]
        self._by_word = self._most_telling(list(numbers))
        self._steps = [_split(step) for step in numbers]
        words = {word for step in numbers for choice in step for word in choice}
        self._classes = _Classes(frozenset(word for word in words if word.endswith(PREFIX)))

    def _most_telling(self, steps: Sequence[_Wordings]) -> dict[str, list[int]]:
        """Return the patterns by the words of the step that tells most of each."""
        found: dict[str, list[int]] = {}
        for which, (frame, *_) in enumerate(self._frames):
            step = max((steps[number] for number in frame.steps), key=_telling)
            for word in {max(choice, key=_length) for choice in step}:
                found.setdefault(word, []).append(which)
        return found

    def find(self, readings: Sequence[Reading]) -> list[list[Match]]:
        """Return the verified matches on the line of each text."""
        found: list[list[Match]] = [[] for _ in readings]
        texts = _Texts(readings, self._steps, self._classes)
        words = self._by_word.keys() & texts.words
        for which in sorted(set(chain.from_iterable(map(self._by_word.__getitem__, words)))):
            pattern = self._patterns[which]
            for text, place in texts.standing(self._frames[which]):
                match = verify(pattern, readings[text].line, place)
                if match is not None:
                    found[text].append((pattern, match))
        return found


class _Texts:
    """Where words and steps stand in many texts, the breaks left out."""

    def __init__(
        self,
        readings: Sequence[Reading],
        steps: Sequence[_Step],
        classes: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._steps = steps
        self._of_step: dict[int, _Places] = {}
        tokens = [reading.tokens for reading in readings]
        code, codes = _coded(tokens)
        is_word = np.array([word not in BREAKS for word in code], dtype=bool)[codes]
        sizes = np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
        text = np.repeat(np.arange(len(tokens)), sizes)
        self._text = text[is_word]
        self._begin = _begins(code, codes, sizes)[is_word]
        self._places = np.arange(len(self._text)) + self._text * _ROOM
        self._of_word = _by_word(code, codes[is_word], self._places)
        classed: dict[str, list[_Places]] = {}
        for word, where in self._of_word.items():
            for name in classes[word]:
                classed.setdefault(name, []).append(where)
        self._of_word.update((name, _union(wheres)) for name, wheres in classed.items())

    @property
    def words(self) -> Iterable[str]:
        """Return the words of the texts, and the classes of words."""
        return self._of_word.keys()

    def standing(self, frames: Sequence[_Frame]) -> Iterator[tuple[int, int]]:
        """Yield in which text, and where on its line, the first of some frames may stand."""
        first = self._chain(frames[0])
        for frame in frames[1:]:
            if not len(first):
                return
            part = self._chain(frame)
            first = _near(first, part, -(frames[0].size + REACH), REACH + frame.size)
        words = np.searchsorted(self._places, first)
        yield from zip(self._text[words].tolist(), self._begin[words].tolist(), strict=True)

    def _chain(self, frame: _Frame) -> _Places:
        """Return where a frame may begin: its steps stand one after the other, near enough."""
        # the most telling step first: most patterns stop at it or at the next
        if not all(len(self._step(step)) for step in frame.telling):
            return _NOWHERE
        places = [self._of_step[step] for step in frame.steps]
        rarest = min(range(len(places)), key=lambda which: len(places[which]))
        # each step is kept where the one before it, or behind it, was
        for at in range(rarest, len(places) - 1):
            places[at + 1] = _near(places[at + 1], places[at], 1, frame.reaches[at])
        for at in range(len(places) - 1, 0, -1):
            places[at - 1] = _near(places[at - 1], places[at], -frame.reaches[at - 1], -1)
        return places[0]

    def _step(self, step: int) -> _Places:
        """Return where one of the wordings of a step begins."""
        known = self._of_step.get(step)
        if known is None:
            words, others = self._steps[step]
            wheres = [self._of_word[word] for word in words & self._of_word.keys()]
            wheres += [where for wording in others if len(where := self._wording(wording))]
            known = self._of_step[step] = _union(wheres)
        return known

    def _wording(self, wording: Words) -> _Places:
        """Return where words follow each other."""
        places = [self._of_word.get(word) for word in wording]
        where = _NOWHERE if places[0] is None else places[0]
        for after, place in enumerate(places):
            if place is None:
                return _NOWHERE
            if after:
                where = _near(where, place, -after, -after)
        return where


def _coded(tokens: Sequence[Sequence[str]]) -> tuple[list[str], NDArray[np.int32]]:
    """Return the distinct words of some texts, and the number of each word in turn."""
    flat = list(chain.from_iterable(tokens))
    number = {word: which for which, word in enumerate(dict.fromkeys(flat))}
    codes = np.fromiter(map(number.__getitem__, flat), dtype=np.int32, count=len(flat))
    return list(number), codes


def _begins(words: Sequence[str], codes: NDArray[np.int32], sizes: _Places) -> _Places:
    """Return where each word begins on the line of its text."""
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))[codes] + 1
    behind = np.cumsum(lengths)
    firsts = np.cumsum(sizes) - sizes
    before = np.concatenate(([0], behind))[firsts]
    begins: _Places = behind - lengths - np.repeat(before, sizes) + 1
    return begins


def _by_word(words: Sequence[str], codes: NDArray[np.int32], places: _Places) -> dict[str, _Places]:
    """Return where each word stands."""
    ordered = places[np.argsort(codes, kind="stable")]
    ends = np.cumsum(np.bincount(codes, minlength=len(words)))
    return dict(zip(words, np.split(ordered, ends[:-1]), strict=True)) if words else {}


_NOWHERE: _Places = np.empty(0, dtype=np.int64)


def _union(wheres: Sequence[_Places]) -> _Places:
    """Return places of several words in their order."""
    if len(wheres) < 2:
        return wheres[0] if wheres else _NOWHERE
    return _distinct(np.concatenate(wheres))


def _distinct(places: _Places) -> _Places:
    """Return places in their order, each once; numpy.unique takes five times as long."""
    places = np.sort(places, kind="stable")
    return places[np.concatenate(([True], places[1:] != places[:-1]))]


def _near(places: _Places, others: _Places, least: int, most: int) -> _Places:
    """Return the places from ``least`` to ``most`` words behind one of some others."""
    if not len(places) or not len(others):
        return _NOWHERE
    if len(places) <= len(others) * (most - least + 1):
        at = np.searchsorted(others, places - most)
        behind = others[np.minimum(at, len(others) - 1)]
        return places[(places - most <= behind) & (behind <= places - least)]
    wanted = _distinct(np.add.outer(others, np.arange(least, most + 1)).ravel())
    at = np.minimum(np.searchsorted(places, wanted), len(places) - 1)
    kept: _Places = wanted[places[at] == wanted]
    return kept


def _frame(pattern: Pattern, numbers: dict[_Wordings, int]) -> _Frame:
    """Return the steps that a pattern demands, each with its number."""
    steps: list[int] = []
    demanded: list[_Wordings] = []
    reaches: list[int] = []
    size = 0
    for step in pattern.steps:
        longest = step.gap or max(map(len, step.choices))
        size += longest
        if step.gap or step.optional:
            reaches[-1] += longest
            continue
        steps.append(numbers.setdefault(step.choices, len(numbers)))
        demanded.append(step.choices)
        reaches.append(longest)
    told = dict(zip(steps, demanded, strict=True))
    telling = sorted(told, key=lambda number: -_telling(told[number]))
    return _Frame(tuple(steps), tuple(telling), tuple(reaches), size)


def _split(step: _Wordings) -> _Step:
    """Return the wordings of one word apart from those of several."""
    words = frozenset(choice[0] for choice in step if len(choice) == 1)
    return words, tuple(choice for choice in step if len(choice) > 1)


def _telling(step: _Wordings) -> int:
    """Return how much a step tells: as much as the shortest of its longest words."""
    return min(max(map(_length, choice)) for choice in step)


def _length(word: str) -> int:
    """Return how long a word is; a number has no length, for any may stand there."""
    return 0 if word == _NUMBER else len(word)
