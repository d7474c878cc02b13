"""Two detectors, one probability: a log-linear pool of the detector and our own model."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toolkit.language.backend import Detector
from toolkit.language.cleaning import letters_in

# a language that our model never learnt can still be the detector's
_NEVER_LEARNT = -6.0


class Weights(NamedTuple):
    """How much each of the two counts; the first number, and what each e-fold of letters adds."""

    model: float
    model_length: float
    detector: float
    detector_length: float
    unranked: float
    unknown: float


class Weighing(NamedTuple):
    """Weights for texts in plain Latin letters, which may have lost accents, and for others."""

    plain: Weights
    marked: Weights

    def rows(self, plain: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the weights of each text, one column for each."""
        return np.where(plain, np.array(self.plain)[:, None], np.array(self.marked)[:, None])


class Pool(NamedTuple):
    """The classes of both, and where the answers of each go."""

    classes: tuple[str, ...]
    learnt: int
    known: NDArray[np.bool_]
    # class of each language of the detector, by its name there
    column: dict[str, int]
    weighing: Weighing


def make_pool(model_classes: tuple[str, ...], codes: dict[str, str], weighing: Weighing) -> Pool:
    """Return the classes of the model, then those that only the detector knows.

    Parameters
    ----------
    model_classes : tuple of str
        Classes of our model.
    codes : dict
        Code of each language of the detector.
    weighing : Weighing
        See ``Weighing``.

    Returns
    -------
    Pool
        ``known`` marks what the detector may answer.

    Examples
    --------
    >>> even = Weights(1, 0, 1, 0, 0, 0)
    >>> names = {"hr": "sh", "fi": "fi"}
    >>> pool = make_pool(("sh", "ru-Latn"), names, Weighing(even, even))
    >>> pool.classes, pool.known.tolist(), pool.column
    (('sh', 'ru-Latn', 'fi'), [True, False, True], {'hr': 0, 'fi': 2})
    """
    answered = set(codes.values())
    classes = (*model_classes, *sorted(answered - set(model_classes)))
    position = {code: number for number, code in enumerate(classes)}
    known = np.array([code in answered for code in classes])
    column = {name: position[code] for name, code in codes.items()}
    return Pool(classes, len(model_classes), known, column, weighing)


def ranked(texts: list[str], detector: Detector, pool: Pool) -> NDArray[np.float32]:
    """Return the detector's score of each class, NaN where it gave none.

    Parameters
    ----------
    texts : list of str
        Cleaned texts.
    detector : Detector
        The computer's.
    pool : Pool
        See ``make_pool``.

    Returns
    -------
    numpy.ndarray
        Texts × classes.

    Examples
    --------
    >>> from toolkit.language.backend import detector
    >>> even = Weights(1, 0, 1, 0, 0, 0)
    >>> pool = make_pool((), detector().codes, Weighing(even, even))
    >>> pool.classes[np.nanargmax(ranked(["bonjour tout le monde"], detector(), pool))]
    'fr'
    """
    answers = [detector.rank(text) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(answer) for answer in answers])
    columns = [pool.column[name] for answer in answers for name in answer]
    values = [score for answer in answers for score in answer.values()]
    table = np.full((len(texts), len(pool.classes)), np.nan, dtype=np.float32)
    # backwards: the best score of a class that has two names is the first, and stays
    table[rows[::-1], columns[::-1]] = values[::-1]
    return table


def chances(
    learnt: NDArray[np.float32], scores: NDArray[np.float32], texts: list[str], pool: Pool
) -> NDArray[np.float64]:
    """Return the probability of each class.

    Parameters
    ----------
    learnt : numpy.ndarray
        Texts × classes of the model: log probabilities.
    scores : numpy.ndarray
        Texts × classes of the pool: see ``ranked``.
    texts : list of str
        The cleaned texts.
    pool : Pool
        See ``make_pool``.

    Returns
    -------
    numpy.ndarray
        Texts × classes of the pool; rows sum to 1.

    Examples
    --------
    >>> even = Weights(1, 0, 1, 0, 0, 0)
    >>> pool = make_pool(("fr", "en"), {"fr": "fr", "en": "en"}, Weighing(even, even))
    >>> scores = np.array([[np.nan, 0.9]], dtype="float32")
    >>> chances(np.log([[0.5, 0.5]]), scores, ["good evening"], pool).round(2).tolist()
    [[0.29, 0.71]]
    """
    plain = np.array([text.isascii() for text in texts])
    letters = np.array([letters_in(text) for text in texts])
    length = np.log(np.maximum(letters, 1))[:, None]
    weights = Weights(*(row[:, None] for row in pool.weighing.rows(plain)))
    own = np.full(scores.shape, _NEVER_LEARNT)
    own[:, : pool.learnt] = learnt
    theirs = np.where(np.isnan(scores), weights.unranked, scores)
    said = (weights.detector + weights.detector_length * length) * theirs
    total = (weights.model + weights.model_length * length) * own
    total += np.where(pool.known, said, weights.unknown)
    total -= total.max(axis=1, keepdims=True)
    powers = np.exp(total)
    result: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return result
