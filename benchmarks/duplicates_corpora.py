"""Invented corpora of near-duplicate texts whose groups and slots are known.

Three levels of noise, and a stock mode in which unrelated ads share whole sentences. Every text is
invented and neutral: a stay, a room, hours, a price.
"""

from __future__ import annotations

import itertools
import random
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_WORDS = tomllib.loads(
    Path(__file__).with_name("duplicates_words.toml").read_text(encoding="utf-8")
)
_SLOTS: dict[str, list[str]] = _WORDS["slots"]
_LETTERS = "abcdefghijklmnopqrstuvwxyzéèàç"


@dataclass(frozen=True)
class Level:
    """How much a copy differs from the text it was made of."""

    typos: float = 0.0
    moved: float = 0.0
    bare: float = 0.0
    reordered: float = 0.0
    emoji: float = 0.0


LEVELS = {
    "easy": Level(),
    "medium": Level(typos=0.01, moved=0.15, bare=0.15, emoji=0.4),
    "hard": Level(typos=0.03, moved=0.35, bare=0.3, reordered=0.2, emoji=0.6),
}


@dataclass
class Corpus:
    """Texts, the group of each (each lone text has its own), and the slots of each."""

    texts: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    slots: list[list[tuple[int, int]]] = field(default_factory=list)


Piece = tuple[str, bool]


class Maker:
    """Makes corpora; the same seed gives the same one."""

    def __init__(
        self, level: str, *, seed: int, words: str = "shared", stock: bool = False
    ) -> None:
        self._draw = random.Random(f"{level} {seed} {words} {stock}")  # noqa: S311 - a corpus that can be made again, no secret
        self._level, self._words = LEVELS[level], words
        self._stock = [self._sentence(slotted=False) for _ in range(40)] if stock else []
        self._made = [self._word() for _ in range(6_000)] if words == "invented" else []

    def _word(self) -> str:
        """Return an invented word."""
        return "".join(self._draw.choices(_LETTERS, k=self._draw.randint(3, 9)))

    def _sentence(self, *, slotted: bool) -> str:
        """Return a sentence, with slots where they are asked for."""
        choose = self._draw.choice
        if slotted:
            return (
                f"{choose(_WORDS['slotted'])} {choose(_WORDS['middles'])}"
                if self._draw.random() < 0.5
                else choose(_WORDS["slotted"])
            )
        parts = [choose(_WORDS["openings"]), choose(_WORDS["middles"]), choose(_WORDS["middles"])]
        return " ".join(parts[self._draw.randint(0, 1) : self._draw.randint(2, 3)])

    def _invented(self) -> str:
        """Return a sentence of invented words with a slot now and then."""
        words = self._draw.choices(self._made, k=self._draw.randint(5, 11))
        if self._draw.random() < 0.5:
            kind = self._draw.choice(list(_SLOTS))
            words[self._draw.randrange(len(words))] = f"{{{kind}}}"
        return " ".join(words)

    def template(self) -> list[str]:
        """Return the sentences of a new text."""
        number = self._draw.randint(4, 8)
        if self._words == "invented":
            return [self._invented() for _ in range(number)]
        inner = [self._sentence(slotted=self._draw.random() < 0.4) for _ in range(number)]
        return [*inner, self._draw.choice(_WORDS["endings"])]

    def copy(self, template: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
        """Return a text made of a template, and its slots."""
        draw, level = self._draw, self._level
        sentences = list(template)
        if draw.random() < level.moved:
            if draw.random() < 0.5 and len(sentences) > 3:
                sentences.pop(draw.randrange(len(sentences)))
            else:
                extra = self._invented() if self._made else self._sentence(slotted=False)
                sentences.insert(draw.randrange(len(sentences)), extra)
        if draw.random() < level.reordered:
            draw.shuffle(sentences)
        if self._stock and draw.random() < 0.6:
            for _ in range(draw.randint(1, 3)):
                sentences.insert(draw.randrange(len(sentences) + 1), draw.choice(self._stock))
        pieces = list(itertools.chain.from_iterable(self._pieces(s) for s in sentences))
        if draw.random() < level.emoji:
            pieces.insert(draw.randrange(len(pieces) + 1), (draw.choice(_WORDS["emoji"]), False))
        if draw.random() < level.bare:
            pieces = [(_bare(text), slot) for text, slot in pieces]
        return self._joined(pieces)

    def _pieces(self, sentence: str) -> list[Piece]:
        """Return the words of a sentence, slots filled, with typos."""
        found: list[Piece] = []
        for word in sentence.split():
            if word.startswith("{"):
                found.append((self._draw.choice(_SLOTS[word[1:-1]]), True))
            elif self._draw.random() < self._level.typos * len(word) / 5 and len(word) > 3:
                found.append((self._typo(word), False))
            else:
                found.append((word, False))
        found[0] = (found[0][0][:1].upper() + found[0][0][1:], found[0][1])
        last, slot = found[-1]
        return [
            *found[:-1],
            (last, slot),
            (self._draw.choice("..!") if self._draw.random() < 0.3 else ".", False),
        ]

    def _typo(self, word: str) -> str:
        """Return a word with one letter gone, doubled or swapped."""
        at = self._draw.randrange(1, len(word) - 1)
        kind = self._draw.randrange(3)
        if kind == 0:
            return word[:at] + word[at + 1 :]
        if kind == 1:
            return word[:at] + word[at] + word[at:]
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    @staticmethod
    def _joined(pieces: Sequence[Piece]) -> tuple[str, list[tuple[int, int]]]:
        """Return a text and where its slots are."""
        text, slots = "", []
        for word, slot in pieces:
            if text and word not in (".", "!"):
                text += " "
            if slot:
                slots.append((len(text), len(text) + len(word)))
            text += word
        return text, slots

    def corpus(self, number: int, *, largest: int = 60) -> Corpus:
        """Return a corpus: half of the texts alone, the others in groups of 2 to ``largest``."""
        made = Corpus()
        draw, group = self._draw, 0
        sizes = range(2, largest + 1)
        weights = list(itertools.accumulate(size**-1.5 for size in sizes))
        left = number
        while left:
            lone = draw.random() < 0.88
            size = 1 if lone else min(left, draw.choices(sizes, cum_weights=weights)[0])
            template = self.template()
            for _ in range(size):
                text, slots = self.copy(template)
                made.texts.append(text)
                made.groups.append(group)
                made.slots.append(slots)
            left -= size
            group += 1
        order = list(range(number))
        draw.shuffle(order)
        return Corpus(
            [made.texts[i] for i in order],
            [made.groups[i] for i in order],
            [made.slots[i] for i in order],
        )


def _bare(text: str) -> str:
    """Return a text without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def make(
    number: int, level: str = "medium", *, seed: int = 1, words: str = "shared", stock: bool = False
) -> Corpus:
    """Return a corpus of ``number`` texts."""
    return Maker(level, seed=seed, words=words, stock=stock).corpus(number)
