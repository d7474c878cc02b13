"""The language of each text, with a confidence and a status that says when it is not known."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from toolkit.language.backend import Guess, detector
from toolkit.language.cleaning import clean, count_letters
from toolkit.language.segmenting import Segment, segments_of
from toolkit.text.opaque import as_texts

FEWEST_LETTERS = 3
SURE = 0.9
# logistic regression of "right" on lead, log10 letters and agreement, fitted on 1,530 development
# lines that are external to eldc (words, pairs and sentences of Lingua's test data)
_LEAD, _LENGTH, _AGREEMENT, _CONSTANT = 6.81, 4.44, 0.53, -4.10


def _confidence(guess: Guess, letters: int) -> float:
    """Return how likely it is that the best language of the list is right."""
    agrees = 1.0 if guess.anywhere == guess.language else 0.0
    weight = _CONSTANT + _LEAD * guess.margin + _LENGTH * math.log10(letters)
    return 1 / (1 + math.exp(-(weight + _AGREEMENT * agrees)))


def _judge(guess: Guess, letters: int, segments: list[Segment]) -> tuple[str | None, float, str]:
    """Return language, confidence and status of one text."""
    if letters < FEWEST_LETTERS or guess.language is None:
        return None, 0.0, "undetermined"
    confidence = _confidence(guess, letters)
    outside = guess.anywhere is not None and guess.anywhere != guess.language
    if outside and letters >= 12 and guess.margin < 0.25:
        return guess.anywhere, confidence, "other"
    if len({language for *_, language in segments}) > 1:
        return guess.language, confidence, "mixed"
    return guess.language, confidence, "sure" if confidence >= SURE else "unsure"


def identify_language(texts: Any) -> pd.DataFrame:  # noqa: ANN401 - texts, a column or a table
    """Return the language in which each text is written.

    It says nothing of a nationality or an origin, and does not know romanised scripts.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        The texts, masked or not.

    Returns
    -------
    pandas.DataFrame
        One row per text: ``language`` (code of the list, another code when the status is other,
        NA), ``confidence`` (0 to 1), ``status`` (sure, unsure, other, mixed, undetermined).

    Examples
    --------
    >>> identify_language(["Bonjour, je reçois à Lille cet été", "80 € 😀"])["status"].tolist()
    ['sure', 'undetermined']
    """
    return read_languages(texts)[0]


def language_segments(texts: Any) -> pd.DataFrame:  # noqa: ANN401 - texts, a column or a table
    """Return the stretches of each text by language.

    It switches between sentences only, never inside one, and gives no stretch to a text in which
    no sentence is certain.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        The texts.

    Returns
    -------
    pandas.DataFrame
        ``row``, ``start``, ``end`` (characters of the given text), ``language``.

    Examples
    --------
    >>> text = "Bonjour, je reçois à Lille cet été. Bună ziua, vorbesc puțin franceza, vă rog."
    >>> language_segments([text])["language"].tolist()
    ['fr', 'ro']
    """
    return read_languages(texts)[1]


def read_languages(texts: Any) -> tuple[pd.DataFrame, pd.DataFrame]:  # noqa: ANN401 - as above
    """Return the language of each text and its stretches by language, reading each text once.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        The texts.

    Returns
    -------
    tuple of pandas.DataFrame
        As ``identify_language``, and as ``language_segments``.

    Examples
    --------
    >>> [len(table) for table in read_languages(["Bonjour, je reçois à Lille cet été"])]
    [1, 1]
    """
    detect = detector()
    found, stretches = [], []
    for row, text in enumerate(as_texts(texts)):
        words = clean(text)
        letters = count_letters(words)
        guess = detect(words) if letters >= FEWEST_LETTERS else Guess(None, 0.0, 0.0, None)
        segments = segments_of(text)
        found.append(_judge(guess, letters, segments))
        stretches += [(row, *segment) for segment in segments]
    table = pd.DataFrame(found, columns=["language", "confidence", "status"])
    places = pd.DataFrame(stretches, columns=["row", "start", "end", "language"])
    return (
        table.astype({"language": "str", "confidence": "float64", "status": "str"}),
        places.astype({"row": "int64", "start": "int64", "end": "int64", "language": "str"}),
    )
