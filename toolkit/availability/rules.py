"""How rules rewrite a sentence: a pattern over its letters, and what is made of a match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from toolkit.availability.tokens import Sentence

Made = tuple[str, list[Any]]
# an action receives the match over the letters and the values behind them; None leaves them
Action = Callable[[re.Match[str], list[Any]], Made | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a letter without which it cannot apply, a pattern, an action or one letter."""

    needs: str
    pattern: re.Pattern[str]
    action: Action | str


def rule(needs: str, pattern: str, action: Action | str) -> Rule:
    """Return a rule, its pattern compiled."""
    return Rule(needs, re.compile(pattern), action)


def _rewrite(sentence: Sentence, given: Rule, first: re.Match[str]) -> None:
    """Replace each match of one rule, from the first on."""
    letters: list[str] = []
    values: list[Any] = []
    last, action = 0, given.action
    match: re.Match[str] | None = first
    while match is not None:
        start, end = match.span()
        made = (
            (action, [()] * len(action))
            if isinstance(action, str)
            else action(match, sentence.values[start:end])
        )
        if made is not None:
            letters += (sentence.letters[last:start], made[0])
            values += sentence.values[last:start]
            values += made[1]
            last = end
        match = given.pattern.search(sentence.letters, max(end, start + 1))
    if last:
        letters.append(sentence.letters[last:])
        sentence.letters, sentence.values = "".join(letters), values + sentence.values[last:]


def drop(sentence: Sentence, unwanted: frozenset[str]) -> None:
    """Drop some letters with their values."""
    pairs = zip(sentence.letters, sentence.values, strict=True)
    kept = [(letter, value) for letter, value in pairs if letter not in unwanted]
    if len(kept) < len(sentence.values):
        sentence.letters = "".join([letter for letter, _ in kept])
        sentence.values = [value for _, value in kept]


def apply(sentence: Sentence, rules: Iterable[Rule]) -> None:
    """Apply rules to a sentence, one after the other."""
    for given in rules:
        letters = sentence.letters
        if given.needs in letters and (match := given.pattern.search(letters)) is not None:
            _rewrite(sentence, given, match)
