"""The ages that texts give the person they present, for what is computed across ads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from toolkit.indicators.ages.finding import find_ages
from toolkit.indicators.ages.holders import holder_of
from toolkit.indicators.cues import cue_words
from toolkit.indicators.numbers import Age, number_words
from toolkit.indicators.reading import Reading
from toolkit.indicators.spelling import Spelling
from toolkit.text.opaque import as_texts

_ADULT = 18
COLUMNS = ("row", "age", "start", "end")


@cache
def _spelling() -> Spelling:
    """Return how words are read where only ages are looked for."""
    return Spelling([], cues=cue_words() | {word for words in number_words() for word in words})


def find_stated_ages(texts: Any) -> pd.DataFrame:  # noqa: ANN401 - texts, a column or a table
    """Find the ages from 10 to 99 that texts give the person they present.

    It does not say whose age an unclear number is: only ages that are asserted are kept, so that
    those of clients, relatives, notices, stays and the past are left out. An age may be false.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        The texts, masked or not.

    Returns
    -------
    pandas.DataFrame
        ``row`` (position of the text), ``age`` (years), ``start`` and ``end`` (characters).

    Examples
    --------
    >>> find_stated_ages(["J'ai 22 ans, hommes de plus de 30 ans"]).to_numpy().tolist()
    [[0, 22, 5, 11]]
    """
    rows = [
        (row, age.value, *reading.offsets(age.first, age.last))
        for row, text in enumerate(as_texts(texts))
        for reading, age in _own_ages(text)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="int64")


def _own_ages(text: str) -> Iterator[tuple[Reading, Age]]:
    """Yield the ages of the person presented in one text."""
    reading = Reading(text, _spelling())
    for age in find_ages(reading):
        # eighteen still to come is no age yet, and a minority without a number is none
        coming = age.value == _ADULT and holder_of(reading, age) == "asserted"
        if age.minor or coming:
            continue
        # eighteen itself is read apart: whose it is does not hang on the number
        if holder_of(reading, replace(age, value=_ADULT - 1)) == "asserted":
            yield reading, age
