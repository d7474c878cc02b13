"""Read a batch of texts into words, scores and probabilities: what both answers are made of."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toolkit.language.backend import Detector, detector
from toolkit.language.cleaning import SEPARATOR, blank_signs, letters_in, split_blanked
from toolkit.language.model import Model, load_model, log_chances, word_scores
from toolkit.language.ngrams import grams_of
from toolkit.language.pooling import Pool, Weighing, Weights, chances, make_pool, ranked

FEWEST_LETTERS = 3
# from here on, one character is a word
_IDEOGRAPHS = range(0x3400, 0xA000)


class Readers(NamedTuple):
    """Who reads: our model, the computer's detector, and how their answers are pooled."""

    model: Model
    detector: Detector
    pool: Pool


class Reading(NamedTuple):
    """A batch of texts as read; arrays are by readable text, or by word of these."""

    rows: NDArray[np.int64]  # position of each readable text in the batch
    chances: NDArray[np.float64]  # readable texts × classes of the pool
    first_word: NDArray[np.int64]  # of each readable text, and the end of the last
    words: list[str]
    starts: NDArray[np.int64]  # of each word, in its composed text
    scores: NDArray[np.float32]  # words × classes of the model
    counts: NDArray[np.int64]  # n-grams of each word


@cache
def readers() -> Readers:
    """Return the readers of this computer, loaded once.

    Returns
    -------
    Readers
        With eldc, or eld where eldc has no wheel.

    Examples
    --------
    >>> readers().detector.name in {"eldc", "eld"}
    True
    """
    return readers_with(detector())


def readers_with(found: Detector) -> Readers:
    """Return our model beside a given detector.

    Parameters
    ----------
    found : Detector
        One of ``backend``.

    Returns
    -------
    Readers
        With the weights that were fitted for this detector.

    Examples
    --------
    >>> readers_with(detector()).pool.classes[:2]
    ('af', 'ar')
    """
    model = load_model()
    fitted = model.pooling[found.name]
    weighing = Weighing(Weights(**fitted["plain"]), Weights(**fitted["marked"]))
    return Readers(model, found, make_pool(model.classes, found.codes, weighing))


def chances_of(
    stretches: list[str],
    sums: NDArray[np.float32],
    counts: NDArray[np.int64],
    using: Readers,
) -> NDArray[np.float64]:
    """Return the probability of each class for stretches of cleaned text.

    Parameters
    ----------
    stretches : list of str
        Words separated by one blank.
    sums : numpy.ndarray
        Stretches × classes of the model: ``word_scores`` added up over their words.
    counts : numpy.ndarray
        N-grams of each stretch.
    using : Readers
        See ``readers``.

    Returns
    -------
    numpy.ndarray
        Stretches × classes of the pool.

    Examples
    --------
    >>> using = readers()
    >>> sums, counts = word_scores(grams_of(["bonjour"]), using.model)
    >>> using.pool.classes[chances_of(["bonjour"], sums, counts, using).argmax()]
    'fr'
    """
    learnt = log_chances(sums, counts, using.model)
    return chances(learnt, ranked(stretches, using.detector, using.pool), stretches, using.pool)


def read_batch(texts: list[str], using: Readers) -> Reading:
    """Return what the readers make of a batch.

    Parameters
    ----------
    texts : list of str
        Composed texts.
    using : Readers
        See ``readers``.

    Returns
    -------
    Reading
        Texts with fewer than three letters are left out, unless their script writes words in one.

    Examples
    --------
    >>> read_batch(["06", "le soir", "la nuit"], readers()).rows.tolist()
    [1, 2]
    """
    blanked = blank_signs(texts)
    cleaned = split_blanked(blanked, len(texts))
    kept = [row for row, text in enumerate(cleaned) if _is_readable(text)]
    readable = [cleaned[row] for row in kept]
    rows = np.array(kept, dtype=np.int64)
    words = " ".join(readable).split(" ") if readable else []
    sizes = np.array([text.count(" ") + 1 for text in readable], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(sizes)])
    if not readable:
        nothing = np.zeros((0, len(using.pool.classes)))
        scores = np.zeros((0, using.pool.learnt), dtype=np.float32)
        return Reading(rows, nothing, first, words, rows, scores, rows)
    scores, counts = word_scores(grams_of(readable), using.model)
    sums = np.add.reduceat(scores, first[:-1], axis=0)
    found = chances_of(readable, sums, np.add.reduceat(counts, first[:-1]), using)
    return Reading(rows, found, first, words, _word_starts(blanked, rows), scores, counts)


def _is_readable(cleaned: str) -> bool:
    """Tell whether a text has enough letters: three, or one of a script without an alphabet."""
    return letters_in(cleaned) >= FEWEST_LETTERS or any(
        ord(letter) in _IDEOGRAPHS for letter in cleaned
    )


def _word_starts(blanked: str, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each word of the readable texts starts, in its own text."""
    codes = np.frombuffer(blanked.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    separators = codes == ord(SEPARATOR)
    inside = np.concatenate([[False], (codes != ord(" ")) & ~separators])
    starts = np.flatnonzero(inside[1:] & ~inside[:-1])
    text = np.cumsum(separators)[starts]
    origins = np.concatenate([[0], np.flatnonzero(separators) + 1])
    kept = np.isin(text, rows)
    places: NDArray[np.int64] = starts[kept] - origins[text[kept]]
    return places
