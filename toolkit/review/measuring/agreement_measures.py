"""Measures of agreement as functions of how often each pattern of codes occurs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
MEASURES = ("raw_agreement", "kappa", "alpha", "positive_agreement", "negative_agreement")


class Patterns(NamedTuple):
    """Distinct patterns of codes: how many texts have each, and how many coders gave each code.

    ``values`` has one row per pattern and one column per code (present, absent, then unsure when
    it is a code of its own); ``pairs`` has the codes of the first and the second coder, or nothing
    when there are not two; -1 where a coder gave none.
    """

    texts: NDArray[np.int64]
    values: Numbers
    pairs: NDArray[np.int64] | None


def patterns(codes: NDArray[np.int64], *, n_values: int) -> Patterns:
    """Return the distinct patterns of a table of codes.

    Parameters
    ----------
    codes : numpy.ndarray
        One row per text, one column per coder; -1 where there is none.
    n_values : int
        How many codes there are.

    Returns
    -------
    Patterns
        Patterns and how many texts have each.

    Examples
    --------
    >>> patterns(np.array([[0, 0], [0, 0], [0, 1]]), n_values=2).texts.tolist()
    [2, 1]
    """
    distinct, texts = np.unique(codes, axis=0, return_counts=True)
    values = np.stack([(distinct == code).sum(axis=1) for code in range(n_values)], axis=1)
    pairs = distinct if codes.shape[1] == 2 else None
    return Patterns(texts, values.astype("float64"), pairs)


def measure(found: Patterns, texts: NDArray[np.int64]) -> dict[str, Numbers]:
    """Return each measure for each row of numbers of texts; NaN where it is undefined.

    Parameters
    ----------
    found : Patterns
        The patterns.
    texts : numpy.ndarray
        One row per draw, one column per pattern: how many texts.

    Returns
    -------
    dict of str to numpy.ndarray
        One array per measure.

    Notes
    -----
    Cohen (1960); Krippendorff's nominal alpha (2019); specific agreement for any number of coders
    (Fleiss, Levin and Paik 2003), which is ``2a / (2a + b + c)`` for two.

    Examples
    --------
    >>> found = patterns(np.array([[0, 0], [0, 1], [1, 1], [1, 1]]), n_values=2)
    >>> {name: float(x[0].round(3)) for name, x in measure(found, found.texts[None]).items()}
    {'raw_agreement': 0.75, 'kappa': 0.5, 'alpha': 0.533, 'positive_agreement': 0.667, \
'negative_agreement': 0.8}
    """
    coders = found.values.sum(axis=1)
    pairable = coders > 1
    weights = np.where(pairable, texts, 0).astype("float64")
    coders = np.where(pairable, coders, 2.0)
    agreeing = found.values * (found.values - 1)
    specific = [
        _divide(weights @ agreeing[:, code], weights @ (found.values[:, code] * (coders - 1)))
        for code in (0, 1)
    ]
    pairs = agreeing.sum(axis=1) / (coders * (coders - 1))
    return {
        "raw_agreement": _divide(weights @ pairs, weights.sum(axis=1)),
        "kappa": _kappa(found, texts.astype("float64")),
        "alpha": _alpha(found.values, coders, weights),
        "positive_agreement": specific[0],
        "negative_agreement": specific[1],
    }


def _alpha(values: Numbers, coders: Numbers, weights: Numbers) -> Numbers:
    """Return Krippendorff's nominal alpha; texts with one code weigh nothing."""
    of_each = weights @ values
    total = of_each.sum(axis=1)
    observed = weights @ ((coders**2 - (values**2).sum(axis=1)) / (coders - 1))
    expected = _divide(total**2 - (of_each**2).sum(axis=1), total - 1)
    return 1 - _divide(observed, expected)


def _kappa(found: Patterns, texts: Numbers) -> Numbers:
    """Return Cohen's kappa of two coders over the texts that both coded; else NaN."""
    if found.pairs is None:
        return np.full(len(texts), np.nan)
    both = (found.pairs >= 0).all(axis=1)
    weights, (first, second) = texts[:, both], found.pairs[both].T
    total = weights.sum(axis=1)
    agreed = weights @ (first == second).astype("float64")
    chance = np.zeros(len(texts))
    for code in range(found.values.shape[1]):
        chance += (weights @ (first == code)) * (weights @ (second == code))
    return 1 - _divide(total * (total - agreed), total**2 - chance)


def _divide(top: Numbers, bottom: Numbers) -> Numbers:
    """Divide, NaN where there is nothing to divide by."""
    found: Numbers = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)
    return found
