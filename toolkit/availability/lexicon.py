"""What the words of each language mean when they speak of days and hours."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

from toolkit.text.folding import fold

# one letter per kind of word: sentences become strings of letters that the grammar reads
SECTIONS = {
    "days": "D",
    "short_days": "d",
    "day_groups": "G",
    "loose_day_groups": "w",
    "short_day_groups": "g",
    "parts": "P",
    "loose_parts": "p",
    "relative_parts": "Y",
    "relative_or_part": "r",
    "halves_of_day": "h",
    "clocks": "T",
    "numbers": "N",
    "months": "M",
}
WORDS = {
    "always": "A",
    "nonstop": "a",
    "relative": "R",
    "half": "j",
    "half_past": "J",
    "hours": "o",
    "oclock": "o",
    "clock_follows": "s",
    "range_follows": "~",
    "opens": ">",
    "closes": "<",
    "between": "b",
    "to": "-",
    "to_date": "-",
    "late": "v",
    "until_late": "V",
    "and": "&",
    "except": "e",
    "closed": "e",
    "break": "K",
    "label": "L",
    "quantity": "u",
    "nothing": "#",
    "duration_before": "Q",
    "duration_after": "x",
    "numbered": "n",
    "past": "z",
    "next": "f",
    "including": "k",
    "unit": "U",
    "greeting": "y",
    "article": "i",
    "quarter": "q",
    "quarter_past": "@",
    "onwards": "c",
    "after_only": "e",
    "story": "l",
}
# of several readings the first here is taken, unless the word before asks for another
_PRIORITY = "#GAaYhPTDewgVvJj<>sb-&~kKLNdpRrQMxUnzfiocq@yul"
_TELLING = "DdGgwPpYrhTAaVvJNM"
_PLAIN = "i~u&-sQ"
_TYPO_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Meaning:
    """One reading of a word: its letter, its value, the languages that read it so."""

    letter: str
    value: tuple[int, ...]
    languages: frozenset[str]


@dataclass(slots=True)
class Node:
    """What words mean so far, and which words may follow."""

    meanings: tuple[Meaning, ...] = ()
    next: dict[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases word by word, and the words that numbers need."""

    phrases: dict[str, Node]
    hours: tuple[str, ...]
    days: tuple[str, ...]
    of_number: tuple[str, ...]
    chains: dict[str, dict[str, int]]
    numbered: dict[str, Meaning]
    triggers: frozenset[str]
    last_words: tuple[str, ...]
    date_follows: frozenset[str]
    initials: tuple[str, ...]


def words_of(phrase: str) -> tuple[str, ...]:
    """Return the folded words of a phrase; hyphens and apostrophes part words."""
    return tuple(re.findall(r"[a-z]+|\d+", fold(phrase)))


def _minutes(written: str) -> int:
    """Return minutes after midnight of "18:30"."""
    hour, minute = written.split(":")
    return 60 * int(hour) + int(minute)


def _key(section: str, key: str) -> tuple[int, ...]:
    """Return the value a key of a word list stands for."""
    if ":" in key:
        return tuple(_minutes(part) for part in key.split("-"))
    if section.endswith("day_groups"):
        if "," in key:
            return tuple(int(day) for day in key.split(","))
        first, last = key.split("-")
        return tuple(range(int(first), int(last) + 1))
    if section == "numbers":
        return (60 * int(key),)
    return (int(key),)


def _entries(read: dict[str, Any]) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Yield phrase, letter and value of one language."""
    for section, letter in SECTIONS.items():
        for key, phrases in read.get(section, {}).items():
            for phrase in phrases:
                yield phrase, letter, _key(section, key)
    told = {"to_date": (1,), "closed": (1,), "after_only": (2,)}
    for name, letter in WORDS.items():
        for phrase in read["words"].get(name, []):
            yield phrase, letter, told.get(name, ())


def misspellings(word: str) -> set[str]:
    """Return the words one edit away from a long word."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    found = {a + c + b for a, b in cuts for c in letters}
    found |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    if len(word) > _TYPO_LENGTH:
        found |= {a + b[1:] for a, b in cuts if b}
        found |= {a + c + b[1:] for a, b in cuts if b for c in letters}
    return found


def doubtful_misspellings(word: str) -> set[str]:
    """Return a short name with a letter lost or changed: too often another word to stand alone."""
    if len(word) > _TYPO_LENGTH:
        return set()
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:i], word[i:]) for i in range(1, len(word))]
    return {a + c + b[1:] for a, b in cuts for c in letters} | {a + b[1:] for a, b in cuts}


def _typed(known: dict[tuple[str, ...], list[Meaning]], names: set[str], refused: set[str]) -> None:
    """Add the misspelt forms of some day names that are no words of ours."""
    taken = {words[0] for words in known} | refused
    added: dict[str, list[Meaning]] = defaultdict(list)
    for name in names:
        meaning = next(m for m in known[(name,)] if m.letter == "D")
        for typed in misspellings(name) - taken:
            added[typed].append(meaning)
        weak = replace(meaning, letter="d")
        for typed in doubtful_misspellings(name) - taken - misspellings(name):
            added[typed].append(weak)
    for typed, meanings in added.items():
        if len({meaning.value for meaning in meanings}) == 1:
            known[(typed,)] = meanings[:1]


def _long_names(read: dict[str, dict[str, Any]]) -> set[str]:
    """Return the first name of each day in each language, where it is one long word."""
    firsts = {fold(names[0]) for lists in read.values() for names in lists["days"].values()}
    return {name for name in firsts if len(name) >= _TYPO_LENGTH and name.isalpha()}


def read_languages() -> dict[str, dict[str, Any]]:
    """Return the word lists, one per language: a new language is one more file."""
    folder = resources.files("toolkit.availability") / "words"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return {f.name[:-5]: tomllib.loads(f.read_text(encoding="utf-8")) for f in files}


def _gather(read: dict[str, dict[str, Any]]) -> dict[tuple[str, ...], list[Meaning]]:
    """Return every phrase with its readings; equal readings share their languages."""
    spoken: dict[tuple[tuple[str, ...], str, tuple[int, ...]], set[str]] = defaultdict(set)
    for language, lists in read.items():
        for phrase, letter, value in _entries(lists):
            words = words_of(phrase)
            # names of one or two letters are days only in a chain such as "lu-ve"
            if letter != "d" or len(words[0]) > 2:
                spoken[words, letter, value].add(language)
    found: dict[tuple[str, ...], list[Meaning]] = defaultdict(list)
    for (words, letter, value), languages in spoken.items():
        found[words].append(Meaning(letter, value, frozenset(languages)))
    return found


def _chains(read: dict[str, dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Return the shortest day names of each language."""
    return {
        language: {
            fold(name): int(key)
            for key, names in lists.get("short_days", {}).items()
            for name in names
            if len(name) <= 2
        }
        for language, lists in read.items()
    }


@cache
def lexicon() -> Lexicon:
    """Return the words of all languages, read once per process."""
    read = read_languages()
    known = _gather(read)
    refused = {fold(word) for lists in read.values() for word in _refused(lists)}
    _typed(known, _long_names(read) - refused, refused)
    root = Node()
    for words, meanings in known.items():
        node = root
        for word in words:
            node = node.next.setdefault(word, Node())
        node.meanings = tuple(sorted(meanings, key=lambda m: _PRIORITY.index(m.letter)))
    lists = {
        name: tuple(sorted({fold(w) for lists in read.values() for w in lists["words"][name]}))
        for name in ("hours", "days", "of_number")
    }
    numbered = {
        fold(name): Meaning("d", (int(key),), frozenset({language}))
        for language, spoken in read.items()
        for key, names in spoken.get("numbered_days", {}).items()
        for name in names
    }
    return Lexicon(
        phrases=root.next,
        hours=lists["hours"],
        days=lists["days"],
        of_number=lists["of_number"],
        chains=_chains(read),
        numbered=numbered,
        triggers=_triggers(known),
        last_words=_last_words(read),
        date_follows=frozenset(
            fold(word) for lists in read.values() for word in lists["words"]["date_follows"]
        ),
        initials=tuple(
            "".join(fold(lists["days"][str(day)][0])[0] for day in range(1, 8))
            for lists in read.values()
        ),
    )


def _triggers(known: dict[tuple[str, ...], list[Meaning]]) -> frozenset[str]:
    """Return words: a sentence about days or hours holds one of them, or figures that tell."""
    single = {words[0]: meanings for words, meanings in known.items() if len(words) == 1}

    def rank(word: str) -> tuple[bool, bool, int]:
        letters = {meaning.letter for meaning in single.get(word, [])}
        return bool(letters & set(_TELLING)), not letters & set(_PLAIN), len(word)

    return frozenset(
        max(words, key=rank)
        for words, meanings in known.items()
        if any(meaning.letter in _TELLING for meaning in meanings)
    )


def _last_words(read: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    """Return the words that stand right before figures which are hours."""
    names = ("opens", "closes", "to", "to_date", "between", "clock_follows", "of_number")
    phrases = (p for lists in read.values() for name in names for p in lists["words"].get(name, []))
    return tuple(sorted({words_of(phrase)[-1] for phrase in phrases}))


def _refused(lists: dict[str, Any]) -> list[str]:
    """Return words that look like a misspelt day and are none."""
    return list(lists.get("not_days", {}).get("words", []))
