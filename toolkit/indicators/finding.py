"""Find the wordings of a codebook in texts; every hit keeps its status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from toolkit.indicators.ages.finding import EXTRACTORS, find_ages
from toolkit.indicators.anchors import TEXTS_AT_ONCE, Anchors, Match
from toolkit.indicators.codebook_files.types import Codebook
from toolkit.indicators.codebook_files.verifying import Found
from toolkit.indicators.context import Manner, skips_denial, status_of
from toolkit.indicators.cues import cue_words
from toolkit.indicators.numbers import number_words
from toolkit.indicators.patterns import compile_pattern
from toolkit.indicators.plain import BREAKS
from toolkit.indicators.reading import Reading
from toolkit.indicators.spelling import Spelling
from toolkit.text.opaque import as_texts

Hit = tuple[str, str, int, int, str]
_Span = tuple[int, int, str, Found]
_Modified = tuple[int, int, str]


class Matcher:
    """The compiled patterns of a codebook and where to look for them; built once per process."""

    def __init__(self, codebook: Codebook) -> None:
        sources = {(i.id, p, "") for i in codebook for _, listed in i.patterns for p in listed}
        sources |= {(i.id, p, status) for i in codebook for status, ps in i.modifiers for p in ps}
        patterns = [compile_pattern(p, indicator=i, status=s) for i, p, s in sorted(sources)]
        self._extractors = [(i.id, i.extractor) for i in codebook if i.extractor is not None]
        self._anchors = Anchors(patterns)
        self._manners = {
            i.id: Manner(
                i.negation_internal,
                legal_counts=i.role == "concern",
                asks_reader=i.family == "movement",
            )
            for i in codebook
        }
        self.spelling = Spelling(
            {word for pattern in patterns for word in pattern.literals},
            cues=cue_words() | {word for words in number_words() for word in words},
            tolerant={word for pattern in patterns for word in pattern.tolerant},
        )

    def find(self, text: str) -> list[Hit]:
        """Return the hits of one text: indicator, status, start, end, pattern."""
        [(_, hits)] = self.read([text])
        return hits

    def read(self, texts: Iterable[str]) -> Iterator[tuple[Reading, list[Hit]]]:
        """Yield each text made ready, with its hits; texts are read many at once."""
        texts = iter(texts)
        while some := [Reading(text, self.spelling) for text in islice(texts, TEXTS_AT_ONCE)]:
            for reading, matches in zip(some, self._anchors.find(some), strict=True):
                yield reading, self._hits(reading, matches)

    def _hits(self, reading: Reading, matches: Iterable[Match]) -> list[Hit]:
        """Return the hits of one text among what its patterns matched."""
        spans: dict[str, list[_Span]] = {}
        modified: dict[str, list[_Modified]] = {}
        for pattern, match in matches:
            a, b = reading.index(match.start), reading.index(match.end)
            if pattern.status:
                modified.setdefault(pattern.indicator, []).append((a, b, pattern.status))
            else:
                spans.setdefault(pattern.indicator, []).append((a, b, pattern.source, match))
        hits = [
            self._hit(reading, identifier, span, modified.get(identifier, ()))
            for identifier, found in spans.items()
            for span in self._chosen(reading, identifier, found)
        ]
        ages = find_ages(reading) if self._extractors else ()
        for identifier, name in self._extractors if ages else ():
            hits += [
                (
                    identifier,
                    _modify(status, (a, b), modified.get(identifier, ())),
                    *reading.offsets(a, b),
                    f"extractor:{name}",
                )
                for a, b, status in EXTRACTORS[name](reading, ages)
            ]
        return sorted(hits, key=lambda hit: (hit[2], hit[0]))

    def _chosen(self, reading: Reading, identifier: str, found: list[_Span]) -> list[_Span]:
        """Return the spans that do not overlap: the longest, unless it skips a negation."""
        if len(found) == 1:
            return found
        tokens, manner = reading.tokens, self._manners[identifier]

        def order(span: _Span) -> tuple[bool, int, int, str]:
            """Return minus the number of words, breaks left out, then the place."""
            first, last, source, match = span
            words = last - first - sum(token in BREAKS for token in tokens[first:last])
            denied = skips_denial(reading, manner, (first, last, _gaps(reading, match)))
            return denied, -words, first, source

        kept: list[_Span] = []
        for span in sorted(found, key=order):
            if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
                kept.append(span)
        return kept

    def _hit(
        self, reading: Reading, identifier: str, span: _Span, modifiers: Iterable[_Modified]
    ) -> Hit:
        """Return a wording and how it is said, by its context and its indicator's modifiers."""
        first, last, source, found = span
        manner = self._manners[identifier]
        said = status_of(reading, (first, last), manner, _gaps(reading, found))
        status = _modify(said, (first, last), modifiers)
        return identifier, status, *reading.offsets(first, last), source


def _modify(status: str, place: tuple[int, int], modifiers: Iterable[_Modified]) -> str:
    """Return the status that a modifier gives to an asserted wording that it overlaps."""
    if status not in ("asserted", "uncertain"):
        return status
    first, last = place
    return next((said for a, b, said in modifiers if a < last and first < b), status)


def _gaps(reading: Reading, found: Found) -> list[tuple[int, int]]:
    """Return the words that the gaps of a pattern skipped."""
    return [(reading.index(a), reading.index(b)) for a, b in found.gaps]


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
    rows: list[int] = []
    hits: list[Hit] = []
    for row, (_, found) in enumerate(reader.read(as_texts(texts_or_corpus))):
        hits += found
        rows += [row] * len(found)
    return as_spans(rows, hits, texts_or_corpus, codebook)


def as_spans(
    rows: Sequence[int],
    hits: Sequence[Hit],
    texts_or_corpus: Any,  # noqa: ANN401 - as above
    codebook: Codebook,
) -> pd.DataFrame:
    """Return hits as a table of spans, by ad when a corpus was given.

    Parameters
    ----------
    rows : sequence of int
        The position of the text of each hit.
    hits : sequence of tuple
        Indicator, status, start, end, pattern.
    texts_or_corpus : sequence of str, pandas.Series or pandas.DataFrame
        What was read.
    codebook : Codebook
        The indicators, for their roles.

    Returns
    -------
    pandas.DataFrame
        See ``schema.SPANS``.

    Examples
    --------
    >>> as_spans([], [], [], Codebook(())).empty
    True
    """
    table = _table(rows, hits, {indicator.id: indicator.role for indicator in codebook})
    if isinstance(texts_or_corpus, pd.DataFrame) and "ad_id" in texts_or_corpus.columns:
        identifiers = texts_or_corpus["ad_id"].iloc[table["row"].to_numpy()].to_numpy()
        table = table.drop(columns="row")
        table.insert(0, "ad_id", pd.Series(identifiers, index=table.index, dtype="str"))
    return table


def _table(rows: Sequence[int], hits: Sequence[Hit], roles: dict[str, str]) -> pd.DataFrame:
    """Return hits as a table of spans, column by column."""
    indicators, statuses, starts, ends, patterns = zip(*hits, strict=True) if hits else [()] * 5
    columns = {
        "row": np.array(rows, dtype="int64"),
        "indicator": pd.array(indicators, dtype="str"),
        "role": pd.array([roles[name] for name in indicators], dtype="str"),
        "status": pd.array(statuses, dtype="str"),
        "start": np.array(starts, dtype="int64"),
        "end": np.array(ends, dtype="int64"),
        "pattern": pd.array(patterns, dtype="str"),
    }
    return pd.DataFrame(columns)
