"""How a wording is said: asserted, negated, quoted, of another person, in the past, as an if."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

WINDOW = 6
_BREAK = re.compile(r"[.!?;\n]")
_QUOTED = re.compile(r'"[^"\n]{1,120}"')

Word = tuple[str, int, int]


@cache
def context_words() -> dict[str, frozenset[str]]:
    """Return the word lists of the context, by name.

    Returns
    -------
    dict
        Name to words.

    Examples
    --------
    >>> "sans" in context_words()["negations"]
    True
    """
    source = resources.files("toolkit.indicators") / "context.toml"
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in lists.items()}


def words_before(
    folded: str, words: Sequence[Word], first: int, *, window: int = WINDOW
) -> list[str]:
    """Return the words just before a wording, back to the end of the sentence before.

    Parameters
    ----------
    folded : str
        The folded text.
    words : sequence of tuple
        Its words with their places.
    first : int
        The first word of the wording.
    window : int
        How many words at most.

    Returns
    -------
    list of str
        The nearest words last.

    Examples
    --------
    >>> from toolkit.indicators.patterns import split_words
    >>> text = "merci. je n ai pas de manager"
    >>> words_before(text, split_words(text), 6)
    ['je', 'n', 'ai', 'pas', 'de']
    """
    found: list[str] = []
    for position in range(first - 1, max(first - 1 - window, -1), -1):
        word, _, end = words[position]
        if _BREAK.search(folded[end : words[position + 1][1]]):
            break
        if word in context_words()["terminators"]:
            break
        found.append(word)
    return found[::-1]


def status_of(
    folded: str, words: Sequence[Word], span: tuple[int, int], *, negation_internal: bool
) -> str:
    """Return how a wording is said.

    Parameters
    ----------
    folded : str
        The folded text.
    words : sequence of tuple
        Its words with their places.
    span : tuple of int
        First word, and one past the last word.
    negation_internal : bool
        The wording holds its own negation, which does not count.

    Returns
    -------
    str
        One of ``schema.STATUSES``.

    Examples
    --------
    >>> from toolkit.indicators.patterns import split_words
    >>> text = "je n ai pas de manager"
    >>> status_of(text, split_words(text), (5, 6), negation_internal=False)
    'negated'
    """
    lists = context_words()
    start, end = words[span[0]][1], words[span[1] - 1][2]
    if any(q.start() <= start and end <= q.end() for q in _QUOTED.finditer(folded)):
        return "quoted"
    before = words_before(folded, words, span[0])
    negated = [
        w
        for i, w in enumerate(before)
        if w in lists["negations"]
        and not (i + 1 < len(before) and before[i + 1] in lists["not_negations"])
    ]
    if negated and not negation_internal:
        return "negated"
    if before and before[0] in lists["hypothetical"]:
        return "hypothetical"
    if any(word in lists["past"] for word in before):
        return "past"
    if names_a_relative(before):
        return "other_person"
    return "asserted"


def names_a_relative(before: Sequence[str]) -> bool:
    """Tell whether words name somebody's relative: "ma fille", or "fiica mea" in Romanian.

    Parameters
    ----------
    before : sequence of str
        Words before a wording.

    Returns
    -------
    bool
        True when a possessive stands beside a relative.

    Examples
    --------
    >>> names_a_relative(["ma", "fille", "a"]), names_a_relative(["une", "fille", "de"])
    (True, False)
    """
    lists = context_words()
    return any(
        {a, b} & lists["possessives"] and {a, b} & lists["other_person"]
        for a, b in pairwise(before)
    )
