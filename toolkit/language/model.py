"""Our own language model: a linear model of hashed n-grams, read from arrays and JSON."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toolkit.language.ngrams import BITS, Grams

FOLDER = "model"


class Model(NamedTuple):
    """The classes of the model, a weight for each n-gram and class, a constant for each class."""

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    constants: NDArray[np.float32]
    # for each detector, how it is weighed against the model: see pooling
    pooling: dict[str, dict[str, dict[str, float]]]


@cache
def load_model() -> Model:
    """Return the model that comes with the toolkit.

    Returns
    -------
    Model
        ``weights`` has one row for each hashed n-gram.

    Examples
    --------
    >>> "ar-Latn" in load_model().classes
    True
    """
    folder = resources.files("toolkit.language") / FOLDER
    card = json.loads((folder / "language_ngrams.json").read_text(encoding="utf-8"))
    with resources.as_file(folder / "language_ngrams.npz") as path:
        arrays = np.load(path, allow_pickle=False)
        steps, largest, constants = arrays["steps"], arrays["largest"], arrays["constants"]
    roots = steps.astype(np.float32) / 127
    weights = roots * np.abs(roots) * largest
    return Model(tuple(card["classes"]), weights, constants, card["pooling"])


def word_scores(grams: Grams, model: Model) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return the summed weights of the n-grams of each word, and how many it has.

    Parameters
    ----------
    grams : Grams
        The n-grams of a batch.
    model : Model
        The model.

    Returns
    -------
    tuple of numpy.ndarray
        Words × classes, and n-grams of each word.

    Examples
    --------
    >>> from toolkit.language.ngrams import grams_of
    >>> scores, counts = word_scores(grams_of(["le soir"]), load_model())
    >>> scores.shape[0], counts.tolist()
    (2, [8, 18])
    """
    from scipy.sparse import csr_array

    counts = np.bincount(grams.word, minlength=len(grams.text))
    ends = np.concatenate([[0], np.cumsum(counts)])
    ones = np.ones(len(grams.feature), dtype=np.float32)
    table = csr_array((ones, grams.feature, ends), shape=(len(grams.text), 1 << BITS))
    return table @ model.weights, counts


def log_chances(
    sums: NDArray[np.float32], counts: NDArray[np.int64], model: Model
) -> NDArray[np.float32]:
    """Return the log probability of each class for stretches of text.

    Parameters
    ----------
    sums : numpy.ndarray
        Stretches × classes: ``word_scores`` added up over the words of each stretch.
    counts : numpy.ndarray
        N-grams of each stretch.
    model : Model
        The model.

    Returns
    -------
    numpy.ndarray
        Stretches × classes, natural logarithm.

    Examples
    --------
    >>> from toolkit.language.ngrams import grams_of
    >>> model = load_model()
    >>> scores, counts = word_scores(grams_of(["bonjour"]), model)
    >>> model.classes[log_chances(scores, counts, model).argmax()]
    'fr'
    """
    logits = sums / np.sqrt(np.maximum(counts, 1))[:, None] + model.constants
    logits -= logits.max(axis=1, keepdims=True)
    chances: NDArray[np.float32] = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return chances.astype(np.float32)
