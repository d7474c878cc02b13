"""A second reader for what rules miss: clauses near an indicator's examples, to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import pandas as pd

from toolkit.indicators.clauses import clause_text, split_clauses, with_parts
from toolkit.indicators.codebook_files.types import Codebook
from toolkit.indicators.finding import Hit, as_spans, matcher
from toolkit.indicators.paraphrasing.encoder import LANGUAGES_READ, Encoder, load_encoder
from toolkit.indicators.paraphrasing.reading import MARKED, Clause, ParaphraseReader, as_clause
from toolkit.text.opaque import as_texts

PATTERN, STATUS = "second_reader", "uncertain"
CLAUSES_IN_A_PART = 4_096
FEWEST_WORDS = 3


@dataclass(frozen=True)
class Place:
    """Where a clause stands, and what the rules found in it: in any status, and asserted."""

    row: int
    start: int
    end: int
    text: str
    # what the second reader takes, whole and in parts; nothing when it does not read this clause
    readable: tuple[Clause, ...]
    matched: frozenset[str]
    asserted: frozenset[str]


def find_paraphrases(
    texts_or_corpus: Any,  # noqa: ANN401 - texts, a column or a table
    codebook: Codebook,
    *,
    encoder: Encoder | None = None,
) -> pd.DataFrame:
    """Find clauses that resemble an indicator's examples and that no rule matched.

    It counts nothing: each row is ``uncertain``, offered to a person who reads, and ``count`` takes
    ``asserted`` wordings only. It gives no number by which ads or clauses could be ranked. It never
    looks for the families possible_minority and ethnicity, and no option changes that: a trained
    model that finds minors is not made here. Where nothing is found nothing is proved.

    Parameters
    ----------
    texts_or_corpus : sequence of str, pandas.Series or pandas.DataFrame
        Texts, or a corpus; texts whose language (column ``language``, else told from their small
        words) is not French, English, Spanish or Portuguese are not read: not measured.
    codebook : Codebook
        The indicators to look for; what is learnt comes from their examples.
    encoder : Encoder, optional
        By default the one of the extra ``paraphrase``.

    Returns
    -------
    pandas.DataFrame
        See ``schema.SPANS``, in the order of the texts: ``status`` is always ``uncertain`` and
        ``pattern`` always ``second_reader``; ``start`` and ``end`` hold the whole clause.

    Raises
    ------
    MissingEncoderError
        When the extra is not installed and no encoder is given.

    Notes
    -----
    One support vector machine per indicator (Cortes and Vapnik 1995) on sentence vectors (Yang et
    al. 2020) and on the cues of the context layer, learnt in memory from the codebook's examples
    and counter-examples and from invented paraphrases (``toolkit/indicators/paraphrases``). The
    bar is where one counter-example in twenty is marked when its idea was held out. Clauses that
    are quoted, or said in a manner (denied, past, of another person) that the examples do not
    show, are not offered.

    Examples
    --------
    >>> from toolkit.indicators import load_codebook
    >>> book = load_codebook(families=["vulnerability"])
    >>> find_paraphrases(["Je dors dans la gare"], book)  # doctest: +SKIP
    """
    reader = paraphrase_reader(codebook, encoder)
    nearest = NearClauses(reader, MARKED)
    rows: list[int] = []
    hits: list[Hit] = []
    for part in in_parts(places(texts_or_corpus, codebook)):
        for place, indicators in zip(part, nearest.read(part), strict=True):
            rows += [place.row] * len(indicators)
            hits += [(one, STATUS, place.start, place.end, PATTERN) for one in indicators]
    return as_spans(rows, hits, texts_or_corpus, codebook)


def places(texts_or_corpus: Any, codebook: Codebook) -> Iterator[Place]:  # noqa: ANN401 - as above
    """Yield every clause of some texts, in their order.

    Parameters
    ----------
    texts_or_corpus : sequence of str, pandas.Series or pandas.DataFrame
        Texts, or a corpus.
    codebook : Codebook
        The indicators.

    Yields
    ------
    Place
        A clause; the second reader takes it when it has at least three words, is not quoted and
        is in a language that it reads.

    Examples
    --------
    >>> found = places(["Bonjour à tous. Ici."], Codebook(()))
    >>> [(place.start, place.end, len(place.readable)) for place in found]
    [(0, 14, 1), (16, 19, 0)]
    """
    reader = matcher(codebook)
    texts = as_texts(texts_or_corpus)
    languages = _languages(texts_or_corpus, len(texts))
    read_texts = zip(reader.read(texts), languages, strict=True)
    for row, ((reading, hits), language) in enumerate(read_texts):
        known = reading.language() if language is None else language
        for words in split_clauses(reading):
            start, end = reading.offsets(*words)
            inside = [hit for hit in hits if hit[2] < end and start < hit[3]]
            read = with_parts(reading, words) if known in ("", *LANGUAGES_READ) else []
            taken = [as_clause(reading, part) for part in read if part[1] - part[0] >= FEWEST_WORDS]
            yield Place(
                row,
                start,
                end,
                text=clause_text(reading, words),
                readable=tuple(clause for clause in taken if clause is not None),
                matched=frozenset(hit[0] for hit in inside),
                asserted=frozenset(hit[0] for hit in inside if hit[1] == "asserted"),
            )


def _languages(texts_or_corpus: Any, size: int) -> list[str | None]:  # noqa: ANN401 - as above
    """Return the known language of each text, None where nobody identified it."""
    if isinstance(texts_or_corpus, pd.DataFrame) and "language" in texts_or_corpus.columns:
        column = texts_or_corpus["language"]
        return [
            str(code) if known else None for code, known in zip(column, column.notna(), strict=True)
        ]
    return [None] * size


def in_parts(found: Iterator[Place]) -> Iterator[list[Place]]:
    """Yield clauses by the thousands, so that few vectors are held at once.

    Parameters
    ----------
    found : iterator of Place
        From ``places``.

    Yields
    ------
    list of Place
        The next ones, in the same order.

    Examples
    --------
    >>> list(in_parts(iter([])))
    []
    """
    while part := list(islice(found, CLAUSES_IN_A_PART)):
        yield part


class NearClauses:
    """Clauses read by the second reader, each distinct one once; its memory ends with it."""

    def __init__(self, reader: ParaphraseReader, share: float) -> None:
        self._reader, self._share = reader, share
        self._known: dict[Clause, Sequence[str]] = {}

    def read(self, part: Sequence[Place]) -> list[list[str]]:
        """Return the indicators that each clause is near to and that no rule matched in it.

        Parameters
        ----------
        part : sequence of Place
            Clauses.

        Returns
        -------
        list of list of str
            Identifiers for each clause, in the same order.
        """
        clauses = (clause for place in part for clause in place.readable)
        new = list(dict.fromkeys(clause for clause in clauses if clause not in self._known))
        self._known.update(zip(new, self._reader.read(new, share=self._share), strict=True))
        return [self._near(place) for place in part]

    def _near(self, place: Place) -> list[str]:
        """Return the indicators of one clause, each once."""
        near = (one for clause in place.readable for one in self._known[clause])
        return [one for one in dict.fromkeys(near) if one not in place.matched]


def paraphrase_reader(codebook: Codebook, encoder: Encoder | None = None) -> ParaphraseReader:
    """Return the second reader of a codebook; with the default encoder it is learnt once.

    Parameters
    ----------
    codebook : Codebook
        The indicators.
    encoder : Encoder, optional
        By default the one of the extra ``paraphrase``.

    Returns
    -------
    ParaphraseReader
        It lives in memory; it is neither shipped nor saved.

    Raises
    ------
    MissingEncoderError
        When the extra is not installed and no encoder is given.

    Examples
    --------
    >>> paraphrase_reader(Codebook(()))  # doctest: +SKIP
    """
    return _learnt(codebook) if encoder is None else ParaphraseReader(codebook, encoder)


@lru_cache(maxsize=2)
def _learnt(codebook: Codebook) -> ParaphraseReader:
    """Return the reader of a codebook with the default encoder."""
    return ParaphraseReader(codebook, load_encoder())
