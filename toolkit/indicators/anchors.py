"""Where patterns may stand: one pass for their most telling words, a check around each of them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from toolkit.indicators.patterns import PREFIX, Pattern, Step
from toolkit.indicators.reading import BREAKS, Reading

_ALWAYS = ""
# how many words may stand between two wordings that belong together
REACH = 8
_Words = frozenset[str]
# words of which the text must hold one, more of such, how many words may stand before the anchor,
# words that the pattern may begin with, the pattern
_Entry = tuple[_Words, tuple[_Words, ...], int, _Words | None, Pattern]


class Found(NamedTuple):
    """Where a pattern stands on a line, and what it skipped."""

    start: int
    end: int
    gaps: tuple[tuple[int, int], ...] = ()


class Anchors:
    """The telling words of many patterns, looked for together; built once per process."""

    def __init__(self, patterns: Sequence[Pattern], *, others: Iterable[str] = ()) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation

        # the other words come first, so that their number tells them apart
        listed: dict[str, list[_Entry]] = {word: [] for word in others}
        self._others = len(listed)
        shared = Counter(s for p in patterns for step in p.steps for s in set(step.strings()))
        for pattern in patterns:
            before, strings = pattern.anchor(shared)
            needed, *rest = _needed(pattern, strings)
            rest += [w for other in pattern.others for w in _needed(other, ()) if w != {_ALWAYS}]
            entry = (needed, tuple(rest), before, _listed(pattern.steps[0]), pattern)
            # one slot may name a word twice
            for string in dict.fromkeys(strings):
                listed.setdefault(string, []).append(entry)
        self._entries = [tuple(entries) for entries in listed.values()]
        self._automaton = AhoCorasick(list(listed), implementation=Implementation.ContiguousNFA)

    def find(self, reading: Reading) -> tuple[list[tuple[Pattern, Found]], list[int]]:
        """Return the verified matches on the line of a text, and where the other words begin."""
        line, words = reading.line, {_ALWAYS, *reading.tokens}
        found: list[tuple[Pattern, Found]] = []
        others: list[int] = []
        # a pattern met through two of its words is the same match
        tried: set[tuple[int, int]] = set()
        for which, start, _ in self._automaton.find_matches_as_indexes(line, overlapping=True):
            if which < self._others:
                others.append(start)
            for needed, rest, before, first_words, pattern in self._entries[which]:
                # most patterns stop here: the text does not hold their other words
                if needed.isdisjoint(words):
                    continue
                if rest and not all(map(words.intersection, rest)):
                    continue
                for place in _places(line, start, before, first_words) if before else (start + 1,):
                    match = pattern.expression.match(line, place)
                    if match and (id(pattern), place) not in tried:
                        tried.add((id(pattern), place))
                        whole = _together(line, pattern, match)
                        if whole is not None:
                            found.append((pattern, whole))
        return found, others


def _found(match: re.Match[str]) -> Found:
    """Return what one expression matched."""
    groups = range(1, (match.re.groups or 0) + 1)
    gaps = (match.span(group) for group in groups)
    return Found(match.start(), match.end(), tuple((a, b) for a, b in gaps if a < b))


def _together(line: str, pattern: Pattern, match: re.Match[str]) -> Found | None:
    """Return a match with the other wordings of its pattern, None where one is not near."""
    if not pattern.others:
        return _found(match)
    first, last = _near(line, match.start(), match.end())
    parts = [_found(match)]
    for other in pattern.others:
        near = [
            part
            for part in _everywhere(other, line, first, last)
            if all(part.end <= taken.start or taken.end <= part.start for taken in parts)
        ]
        if not near:
            return None
        parts.append(min(near, key=lambda part: (_apart(part, parts[0]), part.start)))
    return _joined(parts)


def _everywhere(pattern: Pattern, line: str, first: int, last: int) -> Iterator[Found]:
    """Yield what a pattern matches from each word of a part of a line."""
    match = pattern.anywhere.search(line, first, last)
    while match:
        yield _found(match)
        match = pattern.anywhere.search(line, match.start() + 1, last)


def _near(line: str, start: int, end: int) -> tuple[int, int]:
    """Return how far around a wording others may stand: some words, within the sentence."""
    for word in _reached(line[:start].split()[::-1]):
        start -= len(word) + 1
    for word in _reached(line[end:].split()):
        end += len(word) + 1
    return start, end


def _reached(words: Sequence[str]) -> list[str]:
    """Return the first words, up to the end of the sentence; commas do not count."""
    found: list[str] = []
    for word in words:
        if word == "." or sum(w != "," for w in found) == REACH:
            break
        found.append(word)
    return found


def _apart(part: Found, first: Found) -> int:
    """Return how many characters stand between two wordings."""
    return max(part.start - first.end, first.start - part.end)


def _joined(parts: Sequence[Found]) -> Found:
    """Return several wordings as one, what stands between them being a gap."""
    ordered = sorted(parts)
    between = [(a.end, b.start) for a, b in itertools.pairwise(ordered) if a.end < b.start]
    gaps = sorted([*between, *(gap for part in ordered for gap in part.gaps)])
    return Found(ordered[0].start, ordered[-1].end, tuple(gaps))


def _is_class(word: str) -> bool:
    """Tell whether a word of a pattern stands for words that are not listed."""
    return word.endswith(PREFIX) or word.startswith("@")


def _listed(step: Step) -> _Words | None:
    """Return the words that a step may begin with, None where they cannot be listed."""
    words = frozenset(choice[0] for choice in step.choices)
    return None if not words or any(map(_is_class, words)) else words


def _telling(step: Step) -> _Words | None:
    """Return the longest word of each wording of a step, None where one has no word listed."""
    listed = [[word for word in choice if not _is_class(word)] for choice in step.choices]
    return frozenset(max(words, key=len) for words in listed) if listed and all(listed) else None


def _needed(pattern: Pattern, anchor: Sequence[str]) -> list[_Words]:
    """Return the words of the steps beside the anchor, the most telling step first."""
    told = [
        words
        for step in pattern.steps
        if not step.optional and (words := _telling(step)) is not None
        # the anchor has been seen already
        if not all(f" {word} " in anchor for word in words)
    ]
    # a pattern that needs nothing more needs what every text holds
    return sorted(told, key=lambda words: -min(map(len, words))) or [frozenset((_ALWAYS,))]


def _places(line: str, start: int, words: int, first_words: _Words | None) -> Sequence[int]:
    """Return where a pattern may begin: its first words, at an anchor or before it."""
    place, places = start, []
    end = line.find(" ", start + 1)
    while place >= 0:
        word = line[place + 1 : end]
        if word not in BREAKS:
            if first_words is None or word in first_words:
                places.append(place + 1)
            words -= 1
            if words < 0:
                break
        place, end = line.rfind(" ", 0, place), place
    return places
