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


def _made(given: Rule, match: re.Match[str], values: list[Any]) -> Made | None:
    """Return what a rule makes of one match."""
    if isinstance(given.action, str):
        return given.action, [()] * len(given.action)
    return given.action(match, values)


def _rewrite(sentence: Sentence, given: Rule) -> None:
    """Replace each match of one rule."""
    letters: list[str] = []
    values: list[Any] = []
    last = 0
    for match in given.pattern.finditer(sentence.letters):
        start, end = match.span()
        made = _made(given, match, sentence.values[start:end])
        if made is not None:
            letters += (sentence.letters[last:start], made[0])
            values += sentence.values[last:start]
            values += made[1]
            last = end
    if last:
        letters.append(sentence.letters[last:])
        sentence.letters, sentence.values = "".join(letters), values + sentence.values[last:]


def apply(sentence: Sentence, rules: Iterable[Rule]) -> None:
    """Apply rules to a sentence, one after the other."""
    for given in rules:
        if given.needs in sentence.letters:
            _rewrite(sentence, given)
