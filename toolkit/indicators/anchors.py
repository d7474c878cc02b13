"""Where patterns may stand: one pass for their most telling words, a check around each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from toolkit.indicators.patterns import Pattern


class Anchors:
    """The telling words of many patterns, looked for together; built once per process."""

    def __init__(self, patterns: Sequence[Pattern], *, others: Iterable[str] = ()) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation

        # the other words come first, so that their number tells them apart
        listed: dict[str, list[tuple[int, Pattern]]] = {word: [] for word in others}
        self._others = len(listed)
        for pattern in patterns:
            before, strings = pattern.anchor()
            for string in strings:
                entry = (before, pattern)
                # one slot may name a word twice
                if entry not in listed.setdefault(string, []):
                    listed[string].append(entry)
        self._entries = [tuple(entries) for entries in listed.values()]
        self._automaton = AhoCorasick(list(listed), implementation=Implementation.ContiguousNFA)

    def find(self, line: str) -> tuple[list[tuple[Pattern, re.Match[str]]], list[int]]:
        """Return the verified matches on a line of words, and where the other words begin."""
        found: list[tuple[Pattern, re.Match[str]]] = []
        others: list[int] = []
        # a pattern met through two of its words is the same match
        tried: set[tuple[int, int]] = set()
        for which, start, _ in self._automaton.find_matches_as_indexes(line, overlapping=True):
            entries = self._entries[which]
            if which < self._others:
                others.append(start)
            for before, pattern in entries:
                for place in _places(line, start, before) if before else (start + 1,):
                    match = pattern.expression.match(line, place)
                    if match and (id(pattern), place) not in tried:
                        tried.add((id(pattern), place))
                        found.append((pattern, match))
        return found, others


def _places(line: str, start: int, words: int) -> Iterator[int]:
    """Yield where the words at and before an anchor begin, the nearest first."""
    place = start
    yield place + 1
    while words:
        place = line.rfind(" ", 0, place)
        if place < 0:
            return
        if line[place + 1] not in ".,":
            words -= 1
            yield place + 1
