"""Where a pattern stands on the line of a text, and what else must stand near it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolkit.indicators.patterns import Pattern

# how many words may stand between two wordings that belong together
REACH = 8


class Found(NamedTuple):
    """Where a pattern stands on a line, and what it skipped."""

    start: int
    end: int
    gaps: tuple[tuple[int, int], ...] = ()


def verify(pattern: Pattern, line: str, place: int) -> Found | None:
    """Return what a pattern matches at a place of a line, None where it does not stand there."""
    match = pattern.expression.match(line, place)
    return match and _together(line, pattern, match)


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
