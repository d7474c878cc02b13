"""Find the wordings of a codebook in texts; every hit keeps its status."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from toolkit.indicators.ages import EXTRACTORS
from toolkit.indicators.codebook_types import Codebook
from toolkit.indicators.context import status_of
from toolkit.indicators.patterns import Pattern, compile_pattern, match_from, split_words
from toolkit.text.folding import fold
from toolkit.text.opaque import as_texts

# prefixes are looked up by their first letters
_STEM = 3

Hit = tuple[str, str, int, int, str]


class Matcher:
    """The compiled patterns of a codebook, indexed by their first word; built once per process."""

    def __init__(self, codebook: Codebook) -> None:
        self._by_word: dict[str, list[Pattern]] = {}
        self._by_stem: dict[str, list[Pattern]] = {}
        self._internal = {i.id: i.negation_internal for i in codebook}
        self._extractors = [(i.id, i.extractor) for i in codebook if i.extractor is not None]
        sources = {(i.id, p) for i in codebook for _, listed in i.patterns for p in listed}
        for identifier, source in sorted(sources):
            pattern = compile_pattern(fold(source), indicator=identifier)
            for word in pattern.steps[0].words:
                self._by_word.setdefault(word, []).append(pattern)
            for prefix in pattern.steps[0].prefixes:
                self._by_stem.setdefault(prefix[:_STEM], []).append(pattern)

    def find(self, text: str) -> list[Hit]:
        """Return the hits of one text: indicator, status, start, end, pattern."""
        folded = fold(text)
        words = split_words(folded)
        plain = [word for word, _, _ in words]
        spans: dict[str, list[tuple[int, int, str]]] = {}
        for at, word in enumerate(plain):
            for pattern in (*self._by_word.get(word, ()), *self._by_stem.get(word[:_STEM], ())):
                end = match_from(pattern.steps, plain, at)
                if end is not None:
                    spans.setdefault(pattern.indicator, []).append((at, end, pattern.source))
        hits = [
            (
                identifier,
                status_of(folded, words, (a, b), negation_internal=self._internal[identifier]),
                words[a][1],
                words[b - 1][2],
                source,
            )
            for identifier, found in spans.items()
            for a, b, source in _longest(found)
        ]
        for identifier, name in self._extractors:
            hits += [
                (identifier, s, a, b, f"extractor:{name}") for a, b, s in EXTRACTORS[name](folded)
            ]
        return sorted(hits, key=lambda hit: (hit[2], hit[0]))


def _longest(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the longest hits of one indicator that do not overlap."""
    kept: list[tuple[int, int, str]] = []
    for a, b, source in sorted(found, key=lambda f: (f[0] - f[1], f[0], f[2])):
        if all(b <= c or d <= a for c, d, _ in kept):
            kept.append((a, b, source))
    return kept


@lru_cache(maxsize=8)
def matcher(codebook: Codebook) -> Matcher:
    """Return the matcher of a codebook, built once.

    Parameters
    ----------
    codebook : Codebook
        The indicators.

    Returns
    -------
    Matcher
        The compiled patterns.

    Examples
    --------
    >>> matcher(Codebook(())).find("bonjour")
    []
    """
    return Matcher(codebook)


def find_indicators(texts_or_corpus: Any, codebook: Codebook) -> pd.DataFrame:  # noqa: ANN401 - texts, a column or a table
    """Find the wordings of a codebook in texts.

    It judges no ad and no person, and ranks nothing: a hit is a wording to read, with its status.
    Negated, quoted or other people's wordings are kept with that status.

    Parameters
    ----------
    texts_or_corpus : sequence of str, pandas.Series or pandas.DataFrame
        Texts, or a corpus.
    codebook : Codebook
        The indicators to look for.

    Returns
    -------
    pandas.DataFrame
        See ``schema.SPANS``: with ``ad_id`` when a corpus was given, with ``row`` otherwise.

    Examples
    --------
    >>> from toolkit.indicators import load_codebook
    >>> spans = find_indicators(["De passage à Rennes"], load_codebook())
    >>> spans[["indicator", "status"]].to_numpy().tolist()
    [['MOV.TOURING', 'asserted']]
    """
    reader = matcher(codebook)
    rows = [
        (row, *hit)
        for row, text in enumerate(as_texts(texts_or_corpus))
        for hit in reader.find(text)
    ]
    columns = ["row", "indicator", "status", "start", "end", "pattern"]
    table = pd.DataFrame(rows, columns=columns)
    roles = {indicator.id: indicator.role for indicator in codebook}
    table.insert(2, "role", table["indicator"].map(roles))
    kinds = {"row": "int64", "start": "int64", "end": "int64"}
    table = table.astype(kinds | dict.fromkeys(("indicator", "role", "status", "pattern"), "str"))
    if isinstance(texts_or_corpus, pd.DataFrame) and "ad_id" in texts_or_corpus.columns:
        identifiers = texts_or_corpus["ad_id"].iloc[table["row"].to_numpy()].to_numpy()
        table = table.drop(columns="row")
        table.insert(0, "ad_id", pd.Series(identifiers, index=table.index, dtype="str"))
    return table
