"""Cut texts into clauses, with and without punctuation, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from toolkit.indicators.cues import before_table, find_cues
from toolkit.indicators.plain import BREAKS
from toolkit.indicators.reading import Reading
from toolkit.text.folding import fold

# a longer stretch is cut at commas, then where a clause begins, then anywhere
LONGEST, LONGEST_PART, SHORTEST = 12, 7, 3
_OPENINGS = (
    "self_subject",
    "reader_subject",
    "clause",
    "main_clause",
    "terminator",
    "hypothetical",
)
_SIGNS = re.compile(r"[^\w\s',+%/-]|_")

# first word, one past the last word
Words = tuple[int, int]


def split_clauses(reading: Reading) -> list[Words]:
    """Return the clauses of one text in their order; together they hold every word once.

    It knows no grammar: it cuts at ends of sentences, and cuts what is longer than twelve words at
    commas, then before words that begin a clause, then after twelve words.

    Parameters
    ----------
    reading : Reading
        The text.

    Returns
    -------
    list of tuple of int
        First word, and one past the last word; breaks around a clause are left out.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> split_clauses(Reading("Bonjour. Je suis ici, merci !", Spelling([])))
    [(0, 1), (2, 7)]
    """
    sentences = _between(reading.tokens, (0, len(reading.tokens)), ".")
    return [clause for sentence in sentences for clause in _cut(reading, sentence, LONGEST)]


def with_parts(reading: Reading, clause: Words) -> list[Words]:
    """Return a clause, and its parts of seven words at most when it is longer.

    A wording beside other words is told better without them, and a long one better whole.

    Parameters
    ----------
    reading : Reading
        The text.
    clause : tuple of int
        From ``split_clauses``.

    Returns
    -------
    list of tuple of int
        The clause first.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> said = Reading("Le quartier est calme et je pars dimanche soir", Spelling([]))
    >>> with_parts(said, (0, 9))
    [(0, 9), (0, 5), (5, 9)]
    """
    parts = _cut(reading, clause, LONGEST_PART)
    return [clause] if len(parts) == 1 else [clause, *parts]


def _cut(reading: Reading, span: Words, longest: int) -> list[Words]:
    """Return a span, or its parts of so many words at most."""
    tokens = reading.tokens
    clauses: list[Words] = []
    for piece in _at_commas(tokens, span, longest):
        for part in _at_openings(tokens, piece, _openings(reading, piece, longest)):
            clauses += _in_even_parts(tokens, part, longest)
    return [_trimmed(tokens, clause) for clause in clauses]


def _between(tokens: Sequence[str], span: Words, mark: str) -> Iterator[Words]:
    """Yield the stretches between marks that hold a word."""
    first = span[0]
    for at in range(*span):
        if tokens[at] == mark:
            yield from _with_words(tokens, (first, at))
            first = at + 1
    yield from _with_words(tokens, (first, span[1]))


def _with_words(tokens: Sequence[str], span: Words) -> list[Words]:
    """Return the span when it holds a word."""
    return [span] if _size(tokens, span) else []


def _size(tokens: Sequence[str], span: Words) -> int:
    """Return the number of words of a span."""
    return sum(tokens[at] not in BREAKS for at in range(*span))


def _trimmed(tokens: Sequence[str], span: Words) -> Words:
    """Return a span without the breaks at its ends."""
    first, last = span
    while tokens[first] in BREAKS:
        first += 1
    while tokens[last - 1] in BREAKS:
        last -= 1
    return first, last


def _at_commas(tokens: Sequence[str], span: Words, longest: int) -> list[Words]:
    """Return a span, or its parts between commas when it is long; short parts stay joined."""
    if _size(tokens, span) <= longest:
        return [span]
    parts: list[Words] = []
    for part in _between(tokens, span, ","):
        short = parts and min(_size(tokens, parts[-1]), _size(tokens, part)) < SHORTEST
        if short and _size(tokens, (parts[-1][0], part[1])) <= longest:
            parts[-1] = (parts[-1][0], part[1])
        else:
            parts.append(part)
    return parts


def _openings(reading: Reading, piece: Words, longest: int) -> list[int]:
    """Return where clauses begin inside a long piece."""
    if _size(reading.tokens, piece) <= longest:
        return []
    cues = find_cues(reading.tokens, *piece, before_table(), reading.language)
    return [start for kind, start, _ in cues if kind in _OPENINGS]


def _at_openings(tokens: Sequence[str], piece: Words, openings: Sequence[int]) -> Iterator[Words]:
    """Yield the parts of a piece that begin like clauses, none of them very short."""
    first, last = piece
    for at in openings:
        if min(_size(tokens, (first, at)), _size(tokens, (at, last))) >= SHORTEST:
            yield first, at
            first = at
    yield first, last


def _in_even_parts(tokens: Sequence[str], span: Words, longest: int) -> Iterator[Words]:
    """Yield a span in even parts of so many words at most."""
    words = [at for at in range(*span) if tokens[at] not in BREAKS]
    parts = -(-len(words) // longest)
    cuts = [words[len(words) * part // parts] for part in range(1, parts)]
    yield from zip([span[0], *cuts], [*cuts, span[1]], strict=True)


def clause_text(reading: Reading, clause: Words) -> str:
    """Return what an encoder reads of a clause: folded, without emoji and other signs.

    Parameters
    ----------
    reading : Reading
        The text.
    clause : tuple of int
        From ``split_clauses``.

    Returns
    -------
    str
        The clause, the same for capitals, accents and spaces of any kind.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> clause_text(Reading("J'AI  le temps, été 😀 comme hiver", Spelling([])), (0, 8))
    "j'ai le temps, ete comme hiver"
    """
    start, end = reading.offsets(*clause)
    return plain_clause(reading.text[start:end])


def plain_clause(text: str) -> str:
    """Return a clause as an encoder reads it.

    Parameters
    ----------
    text : str
        A clause.

    Returns
    -------
    str
        Folded words, apostrophes, commas, digits and their signs.

    Examples
    --------
    >>> plain_clause("Étudiante…  [TEL] +30 €")
    'etudiante tel +30'
    """
    composed = unicodedata.normalize("NFC", text)
    return " ".join(_SIGNS.sub(" ", fold(composed)).split())
