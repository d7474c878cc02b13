"""One text while it is read: its words, what stands between them, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.territory.names import Name
from toolkit.territory.tables import Cue, any_cue

# what may stand inside a name, or between a cue and what it points to
_JOINING = frozenset(" -'’‘`´./_–—‐‑·\u00a0\u202f\t*\"«»“”#~")
_BREAKING = frozenset(".!?;\n\x00|•()[]")
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Mention:
    """One place found, in characters of the text."""

    start: int
    end: int
    level: str
    code: str | None
    confidence: float
    rule: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A known wording met in a text: words ``start`` to ``end`` (left out)."""

    start: int
    end: int
    name: Name
    misspelt: bool = False
    doubtful: bool = False


class _Joined(dict[str, bool]):
    """Whether what stands between two words leaves them one wording; learns as it reads."""

    def __missing__(self, gap: str) -> bool:
        """Learn one gap."""
        if len(self) > _MOST:
            self.clear()
        self[gap] = _JOINING.issuperset(gap)
        return self[gap]


_JOINED = _Joined()


@dataclass(slots=True)
class Reading:
    """The words of a text, and what the rules have found so far."""

    text: str
    structured: bool
    raw: Sequence[str]
    gaps: list[str]
    words: list[str]
    hits: list[int]
    starts: list[int] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    items: list[Item] = field(default_factory=list)
    placed: dict[int, int] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    abroad: set[int] = field(default_factory=set)
    found: list[Mention] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    context: set[str] = field(default_factory=set)
    upper: bool = False
    leading: dict[int, list[Cue]] = field(default_factory=dict)

    def word(self, position: int) -> str:
        """Return the word at a position, or nothing."""
        return self.words[position] if 0 <= position < len(self.words) else ""

    def gap(self, position: int) -> str:
        """Return what stands after a word; before the first one at -1."""
        return self.gaps[position + 1] if -1 <= position < len(self.words) else "\n"

    def joined(self, position: int) -> bool:
        """Tell whether a word and the next one are of one wording."""
        return 0 <= position < len(self.words) and _JOINED[self.gaps[position + 1]]

    def broken(self, position: int) -> bool:
        """Tell whether a sentence or a bracket ends after a word."""
        return not _BREAKING.isdisjoint(self.gap(position))

    def before(self, position: int) -> list[Cue]:
        """Return the one to four words that lead to a position, unless something parts them."""
        known = self.leading.get(position)
        if known is None:
            known = self.leading[position] = []
            first = max(0, position - 4)
            for place in range(position - 1, first - 1, -1):
                gap = self.gaps[place + 1]
                if not _JOINED[gap] and gap.strip(" ") != ":":
                    break
                known.append(tuple(self.words[place:position]))
        return known

    def cue_before(self, position: int, *lists: str) -> bool:
        """Tell whether the words just before a position are a cue of one of the lists."""
        return not any_cue(*lists).isdisjoint(self.before(position))

    def capital(self, position: int) -> bool:
        """Tell whether a word begins with a capital that means something."""
        return self.raw[position][0].isupper() and not self.upper

    def add(
        self,
        span: tuple[int, int],
        level: str,
        code: str | None,
        rule: str,
        candidates: tuple[str, ...] = (),
        *,
        confidence: float = 0.9,
    ) -> None:
        """Record a place over words ``span[0]`` to ``span[1]`` (left out)."""
        first, last = span[0], span[1] - 1
        end = self.starts[last] + len(self.raw[last])
        for place in range(*span):
            self.used.add(place)
            self.placed[place] = len(self.found)
        self.found.append(
            Mention(self.starts[first], end, level, code, confidence, rule, candidates)
        )
