"""The language of each text, with a confidence and a status that says when it is not known."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.language.cleaning import compose
from toolkit.language.known import ROMANISED, detector_codes
from toolkit.language.reading import Reading, read_batch, readers
from toolkit.language.segmenting import find_switches
from toolkit.text.opaque import as_texts

# one sure answer in a hundred is wrong on noisy stretches of 3 to 8 words
SURE = 0.7
# languages that neither reader knows look most like a romanised one
SURE_ROMANISED = 0.9
# languages outside the list are rare: a text is in one of them when that is clear
OTHER = 0.7
TEXTS_AT_ONCE = 1_000

Answer = tuple[str | None, float, str]
Stretch = tuple[int, int, str]


class Listed(NamedTuple):
    """Where the classes stand: those that may be answered, and the others."""

    classes: tuple[str, ...]
    answers: NDArray[np.int64]
    others: NDArray[np.int64]


@cache
def listed_in(classes: tuple[str, ...]) -> Listed:
    """Return which classes are of the list.

    Parameters
    ----------
    classes : tuple of str
        Classes of the pool.

    Returns
    -------
    Listed
        A romanised language of the list is of the list.

    Examples
    --------
    >>> listed_in(("fr", "ru-Latn", "fi")).others.tolist()
    [2]
    """
    known = set(detector_codes().values())
    inside = np.array([code.removesuffix(ROMANISED) in known for code in classes])
    return Listed(classes, np.flatnonzero(inside), np.flatnonzero(~inside))


def _languages(reading: Reading, listed: Listed) -> list[Answer]:
    """Return language, confidence and status of each readable text, as if none were mixed."""
    chances = reading.chances
    best = listed.answers[chances[:, listed.answers].argmax(axis=1)]
    inside = chances[np.arange(len(best)), best]
    others = chances[:, listed.others]
    outside = others.sum(axis=1)
    found: list[Answer] = []
    for number, (answer, chance, elsewhere) in enumerate(zip(best, inside, outside, strict=True)):
        if elsewhere > max(OTHER, chance):
            code = listed.classes[listed.others[others[number].argmax()]]
            found.append((code, float(elsewhere), "other"))
        else:
            code = listed.classes[answer]
            least = SURE_ROMANISED if code.endswith(ROMANISED) else SURE
            found.append((code, float(chance), "sure" if chance >= least else "unsure"))
    return found


def _read_part(texts: list[str]) -> tuple[list[Answer], list[tuple[int, Stretch]]]:
    """Return the answers and the stretches of a part of the texts."""
    using = readers()
    composed = [compose(text) for text in texts]
    reading = read_batch(composed, using)
    listed = listed_in(using.pool.classes)
    switches = find_switches(reading, using, listed.answers)
    answers: list[Answer] = [(None, 0.0, "undetermined")] * len(texts)
    stretches: list[tuple[int, Stretch]] = []
    for number, answer in enumerate(_languages(reading, listed)):
        row = int(reading.rows[number])
        code, chance, status = answer
        answers[row] = (code, chance, "mixed") if number in switches else answer
        places: list[Stretch] = []
        if number in switches:
            runs = switches[number]
            starts = [int(reading.starts[reading.first_word[number] + run.start]) for run in runs]
            cuts = [0, *starts[1:], len(composed[row])]
            codes = [listed.classes[run.position] for run in runs]
            places = list(zip(cuts[:-1], cuts[1:], codes, strict=True))
        elif status == "sure" and code is not None:
            places = [(0, len(composed[row]), code)]
        stretches += [(row, _as_given(texts[row], place)) for place in places]
    return answers, stretches


def _as_given(text: str, place: Stretch) -> Stretch:
    """Return a place in a composed text as a place in the text as given."""
    start, end, code = place
    return _offset(text, start), _offset(text, end), code


def _offset(text: str, composed: int) -> int:
    """Return the offset in a given text of an offset in its composed form."""
    total = len(compose(text))
    if total == len(text):
        return composed
    if composed >= total:
        return len(text)
    low, high = composed, len(text)
    while low < high:
        middle = (low + high) // 2
        if len(compose(text[:middle])) < composed:
            low = middle + 1
        else:
            high = middle
    return low


def identify_language(texts: Any) -> pd.DataFrame:  # noqa: ANN401 - texts, a column or a table
    """Return the language in which each text is written.

    It says nothing of a nationality or an origin. Russian, Ukrainian, Bulgarian, Arabic, Persian,
    Greek, Georgian or Armenian in Latin letters are answered as ``ru-Latn``, ``ar-Latn``…

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        The texts, masked or not.

    Returns
    -------
    pandas.DataFrame
        One row per text: ``language`` (code of the list, another code when the status is other,
        NA), ``confidence`` (calibrated probability, 0 to 1), ``status`` (sure, unsure, other,
        mixed, undetermined).

    Examples
    --------
    >>> identify_language(["Bonjour, je reçois à Lille cet été", "80 € 😀"])["status"].tolist()
    ['sure', 'undetermined']
    """
    return read_languages(texts)[0]


def language_segments(texts: Any) -> pd.DataFrame:  # noqa: ANN401 - texts, a column or a table
    """Return the stretches of each text by language.

    It does not see a switch of one or two words, and gives no stretch to a text whose language
    is not sure.

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


def _parts(texts: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield some texts at a time, with the position of the first."""
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        yield start, texts[start : start + TEXTS_AT_ONCE]


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
    found: list[Answer] = []
    stretches: list[tuple[int, int, int, str]] = []
    for first, part in _parts(list(as_texts(texts))):
        answers, places = _read_part(part)
        found += answers
        stretches += [(first + row, *place) for row, place in places]
    table = pd.DataFrame(found, columns=["language", "confidence", "status"])
    runs = pd.DataFrame(stretches, columns=["row", "start", "end", "language"])
    return (
        table.astype({"language": "str", "confidence": "float64", "status": "str"}),
        runs.astype({"row": "int64", "start": "int64", "end": "int64", "language": "str"}),
    )
