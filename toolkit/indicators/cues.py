"""The cues of five languages: which words change how a wording is said, and where they stand."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import resources

from toolkit.text.folding import fold

LANGUAGES = ("fr", "en", "es", "pt", "ro")
_BEFORE = (
    *("negation_clause", "negation_noun", "negation_strong", "pseudo", "terminator", "joiner"),
    *("self_subject", "clause", "coordinator", "hypothetical", "past", "reported", "legal"),
    *("client", "restriction", "main_clause", "owner", "own", "reader_subject", "concord"),
)
_AFTER = ("after_negation", "after_bare", "past_after", "coordinator", "predicate")
# so short a word is a word of another language too
_SHORT = 3

# kind of cue, first word, one past the last word
Cue = tuple[str, int, int]
# the other words of the phrase, its kind, and the only language in which it counts
_Entry = tuple[tuple[str, ...], str, str]
Table = dict[str, list[_Entry]]


@cache
def word_lists(language: str) -> dict[str, frozenset[str]]:
    """Return the lists of one language, by name.

    Parameters
    ----------
    language : str
        Its code.

    Returns
    -------
    dict
        Name to words and phrases.

    Examples
    --------
    >>> "sans" in word_lists("fr")["negation_noun"]
    True
    """
    source = resources.files("toolkit.indicators") / "context_cues" / f"{language}.toml"
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    return {name: frozenset(fold(word) for word in words) for name, words in lists.items()}


def _phrases(language: str, kind: str) -> Iterator[str]:
    """Yield the phrases of a kind; a relative is a possessive and a noun."""
    lists = word_lists(language)
    if kind != "other_person":
        yield from lists.get(kind, ())
        return
    for owner in lists["possessive"]:
        yield from (f"{owner} {noun}" for noun in lists["relative"])


def _build(kinds: Sequence[str]) -> Table:
    """Return phrases by their first word, the longest first."""
    table: Table = {}
    for language in LANGUAGES:
        ambiguous = word_lists(language)["ambiguous"]
        for kind in kinds:
            for phrase in sorted(_phrases(language, kind)):
                first, *rest = phrase.split()
                only = language if phrase in ambiguous or len(phrase) <= _SHORT else ""
                entry = (tuple(rest), kind, only)
                if entry not in table.setdefault(first, []):
                    table[first].append(entry)
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def before_table() -> Table:
    """Return the cues that count before a wording.

    Returns
    -------
    dict
        First word to phrases.

    Examples
    --------
    >>> any(kind == "negation_noun" for _, kind, _ in before_table()["sans"])
    True
    """
    table = _build((*_BEFORE, "other_person"))
    table.setdefault(",", []).append(((), "comma", ""))
    return table


@cache
def after_table() -> Table:
    """Return the cues that count after a wording.

    Returns
    -------
    dict
        First word to phrases.

    Examples
    --------
    >>> any(kind == "after_negation" for _, kind, _ in after_table()["abstenerse"])
    True
    """
    return _build(_AFTER)


@cache
def cue_words() -> frozenset[str]:
    """Return every word of every cue, so that none is taken for a slip of another word.

    Returns
    -------
    frozenset of str
        The words.

    Examples
    --------
    >>> "hesitez" in cue_words()
    True
    """
    phrases = (p for code in LANGUAGES for listed in word_lists(code).values() for p in listed)
    return frozenset(word for phrase in phrases for word in phrase.split())


@cache
def _markers() -> dict[str, tuple[str, ...]]:
    """Return the languages that each small word belongs to."""
    words = {word for code in LANGUAGES for word in word_lists(code)["markers"]}
    return {w: tuple(c for c in LANGUAGES if w in word_lists(c)["markers"]) for w in words}


def language_of(tokens: Sequence[str]) -> str:
    """Return the language that most small words belong to, "" when two are close.

    It serves to read cues that are words of two languages, such as "no" and "si", nothing else.

    Parameters
    ----------
    tokens : sequence of str
        The words of a text.

    Returns
    -------
    str
        A code, or nothing.

    Examples
    --------
    >>> language_of("atendo no meu apartamento com calma".split()), language_of(["paris"])
    ('pt', '')
    """
    table = _markers()
    counts = dict.fromkeys(LANGUAGES, 0)
    for token in tokens:
        for language in table.get(token, ()):
            counts[language] += 1
    (first, best), (second, _) = sorted(((n, c) for c, n in counts.items()), reverse=True)[:2]
    return best if first > second else ""


def find_cues(
    tokens: Sequence[str], first: int, last: int, table: Table, language: Callable[[], str]
) -> list[Cue]:
    """Return the cues among some words, the longest where two begin together.

    Parameters
    ----------
    tokens : sequence of str
        The words of a text.
    first, last : int
        Where to look, ``last`` being one past the last word.
    table : dict
        From ``before_table`` or ``after_table``.
    language : callable
        Gives the language of the text, or nothing; asked only for words of two languages.

    Returns
    -------
    list of tuple
        Kind, first word, one past the last word.

    Examples
    --------
    >>> words = "je ne fais pas seulement ca".split()
    >>> [cue[0] for cue in find_cues(words, 0, 6, before_table(), lambda: "fr")]
    ['self_subject', 'negation_clause', 'pseudo']
    """
    found: list[Cue] = []
    at = first
    while at < last:
        size = 1
        for rest, kind, only in table.get(tokens[at], ()):
            if len(rest) + 1 < size:
                break
            end = at + 1 + len(rest)
            if end > last or (rest and tuple(tokens[at + 1 : end]) != rest):
                continue
            if not only or language() in ("", only):
                size = end - at
                found.append((kind, at, end))
        at += size
    return found
