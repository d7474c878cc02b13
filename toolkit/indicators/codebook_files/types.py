"""What an indicator and a codebook are: frozen, comparable, readable."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.errors import CodebookError

STRENGTHS = (
    "tested_for",
    "tested_null",
    "tested_against",
    "expert_consensus",
    "practice_only",
    "contested",
)
Texts = tuple[tuple[str, tuple[str, ...]], ...]
# one text by language of the reader
Said = tuple[tuple[str, str], ...]
# the language of what reads no wording, and so can be found in any
ANY_LANGUAGE = "any"
# an invented ad as column and value, several of them, and such groups by language
InventedAd = tuple[tuple[str, str], ...]
Groups = tuple[tuple[str, tuple[tuple[InventedAd, ...], ...]], ...]


@dataclass(frozen=True)
class Indicator:
    """One wording to look for, with why, what it is not, and what harm its count can do."""

    id: str
    family: str
    role: str
    strength: str
    labels: Said
    definitions: Said
    # by language of the reader
    not_this: Texts
    # source, what it found, and whether its page was read
    evidence: tuple[tuple[str, Said, str], ...]
    patterns: Texts
    extractor: str | None
    negation_internal: bool
    examples: Texts
    counter_examples: Texts
    harms: Texts
    use: str
    min_cell: int
    languages_tested: tuple[str, ...]
    next_review: datetime.date
    experimental: bool = False
    # how a wording is said where another wording stands around it: status to patterns
    modifiers: Texts = ()
    # what links ads, the columns that an ad needs for it, and groups of ads in place of texts
    linked: str | None = None
    needs: tuple[tuple[str, tuple[object, ...]], ...] = ()
    linked_examples: Groups = ()
    linked_counter_examples: Groups = ()

    @property
    def label(self) -> dict[str, str]:
        """Return the label by language of the reader."""
        return dict(self.labels)

    def __repr__(self) -> str:
        """Return the identifier and the role."""
        return f"Indicator({self.id}, {self.role}, {self.strength})"


@dataclass(frozen=True)
class Codebook:
    """The indicators of a study, in the order of their identifiers."""

    indicators: tuple[Indicator, ...]

    def __iter__(self) -> Iterator[Indicator]:
        """Go through the indicators."""
        return iter(self.indicators)

    def __len__(self) -> int:
        """Return the number of indicators."""
        return len(self.indicators)

    def __getitem__(self, identifier: str) -> Indicator:
        """Return one indicator by its identifier."""
        for indicator in self.indicators:
            if indicator.id == identifier:
                return indicator
        raise CodebookError(
            "indicator",
            value=identifier,
            rule=f"must be one of {', '.join(self.ids)}",
            remedy="check the spelling, or load more families",
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the identifiers."""
        return tuple(indicator.id for indicator in self.indicators)

    def __repr__(self) -> str:
        """Return the identifiers."""
        return f"Codebook({len(self)} indicators: {', '.join(self.ids)})"
