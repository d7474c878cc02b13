"""Stretches of a text by language, so that a French text with Romanian sentences is a result."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from toolkit.language.cleaning import letters_in
from toolkit.language.known import ROMANISED
from toolkit.language.model import log_chances
from toolkit.language.reading import Readers, Reading, chances_of

FEWEST_WORDS = 6
# a false switch is worse than a missed one: its price, as a logarithm of probability
SWITCH = 3.0
# the word itself counts twice as much as the five words around it
REACH, AROUND = 2, 0.5
FLOOR = -6.0
# where our model sees a second language at all, both readers look again
SUSPECTED, SEEN = 0.25, 0.4
# a stretch stays when it is in its language on its own
CERTAIN, SHORTEST_WORDS, SHORTEST_LETTERS = 0.4, 3, 12
# a romanised language looks like several that are written in Latin letters
CERTAIN_ROMANISED = 0.9
# the name of a place or a street inside a sentence is no switch of language
SHORTEST_INSIDE = 6


Number = TypeVar("Number", np.float32, np.int64)


class Run(NamedTuple):
    """Words of one text in one language: first word, one past the last, class of the pool."""

    start: int
    end: int
    position: int


class _Words(NamedTuple):
    """The words of the texts that may switch, end to end."""

    numbers: list[int]  # readable texts
    first: NDArray[np.int64]  # of each, and the end of the last
    words: list[str]
    scores: NDArray[np.float32]
    counts: NDArray[np.int64]


def around(values: NDArray[Number], text: NDArray[np.int64], reach: int) -> NDArray[Number]:
    """Return, for each word, the sum over the words around it in the same text.

    Parameters
    ----------
    values : numpy.ndarray
        By word, one or two dimensions.
    text : numpy.ndarray
        Text of each word, in order.
    reach : int
        Words on either side.

    Returns
    -------
    numpy.ndarray
        Of the same shape.

    Examples
    --------
    >>> around(np.array([1, 1, 1, 5]), np.array([0, 0, 0, 1]), 1).tolist()
    [2, 3, 2, 5]
    """
    sums = values.copy()
    for step in range(1, min(reach, len(text) - 1) + 1):
        same = text[step:] == text[:-step]
        weight = same if values.ndim == 1 else same[:, None]
        sums[:-step] += values[step:] * weight
        sums[step:] += values[:-step] * weight
    return sums


def best_path(chances: NDArray[np.floating]) -> list[int]:
    """Return the most likely class of each word when each switch has a price (Viterbi).

    Parameters
    ----------
    chances : numpy.ndarray
        Words × classes, log probabilities.

    Returns
    -------
    list of int
        A class for each word.

    Examples
    --------
    >>> best_path(np.log([[0.9, 0.1]] * 4 + [[0.4, 0.6]] + [[0.9, 0.1]] * 4))
    [0, 0, 0, 0, 0, 0, 0, 0, 0]
    """
    total = chances[0].astype(np.float64)
    stay = np.arange(chances.shape[1])
    origins: list[NDArray[np.int64]] = []
    for step in chances[1:]:
        best = int(total.argmax())
        switched = total[best] - SWITCH > total
        origins.append(np.where(switched, best, stay))
        total = np.where(switched, total[best] - SWITCH, total) + step
    path = [int(total.argmax())]
    for origin in reversed(origins):
        path.append(int(origin[path[-1]]))
    return path[::-1]


def find_switches(
    reading: Reading, using: Readers, answers: NDArray[np.int64]
) -> dict[int, list[Run]]:
    """Return the runs of the readable texts that are in more than one language.

    Parameters
    ----------
    reading : Reading
        A batch.
    using : Readers
        Who read it.
    answers : numpy.ndarray
        Positions in the pool of the classes that a stretch may have.

    Returns
    -------
    dict
        Number of the readable text to its runs, two or more.

    Examples
    --------
    >>> from toolkit.language.reading import read_batch, readers
    >>> using = readers()
    >>> answers = np.array([using.pool.classes.index(code) for code in ("fr", "en")])
    >>> text = "je suis chez moi tous les jours and you can come in the evening"
    >>> [run[:2] for run in find_switches(read_batch([text], using), using, answers)[0]]
    [(0, 7), (7, 14)]
    """
    some = _suspected(reading, using, answers)
    if not some.numbers:
        return {}
    alone, windows = (_log_chances(some, reach, using) for reach in (0, REACH))
    found: dict[int, list[Run]] = {}
    for place in range(len(some.numbers)):
        words = slice(some.first[place], some.first[place + 1])
        seen = answers[(windows[words][:, answers] > np.log(SEEN)).any(axis=0)]
        seen = _one_romanised(seen, windows[words], using.pool.classes)
        if len(seen) > 1:
            own, near = (_among(table[words][:, seen]) for table in (alone, windows))
            runs = _runs(seen[best_path(own + AROUND * near)])
            if len(runs) > 1:
                found[place] = runs
    certain = _certain(found, some, using)
    return {some.numbers[place]: runs for place, runs in certain.items()}


def _one_romanised(
    seen: NDArray[np.int64], windows: NDArray[np.float64], classes: tuple[str, ...]
) -> NDArray[np.int64]:
    """Return classes of which one at most is in Latin letters by transcription: the likeliest."""
    romanised = [place for place in seen if classes[place].endswith(ROMANISED)]
    if len(romanised) < 2:
        return seen
    best = max(romanised, key=lambda place: float(windows[:, place].sum()))
    return np.array([place for place in seen if place == best or place not in romanised])


def _suspected(reading: Reading, using: Readers, answers: NDArray[np.int64]) -> _Words:
    """Return the words of the texts in which our model sees more than one language."""
    sizes = np.diff(reading.first_word)
    text = np.repeat(np.arange(len(sizes)), sizes)
    long = np.flatnonzero(sizes[text] >= FEWEST_WORDS)
    own = text[long]
    learnt = answers[answers < using.pool.learnt]
    seen = np.zeros((len(sizes), len(learnt)), dtype=bool)
    for reach in (1, REACH):
        sums = around(reading.scores[long], own, reach)
        counts = around(reading.counts[long], own, reach)
        likely = log_chances(sums, counts, using.model)[:, learnt] > np.log(SUSPECTED)
        word, column = np.nonzero(likely)
        seen[own[word], column] = True
    numbers = np.flatnonzero(seen.sum(axis=1) > 1)
    kept = np.flatnonzero(np.isin(text, numbers))
    return _Words(
        numbers.tolist(),
        np.concatenate([[0], np.cumsum(sizes[numbers])]),
        [reading.words[word] for word in kept],
        reading.scores[kept],
        reading.counts[kept],
    )


def _log_chances(some: _Words, reach: int, using: Readers) -> NDArray[np.float64]:
    """Return what both readers make of each word with those around it."""
    text = np.repeat(np.arange(len(some.numbers)), np.diff(some.first))
    sums, counts = around(some.scores, text, reach), around(some.counts, text, reach)
    stretches = [
        " ".join(some.words[max(start, word - reach) : min(end, word + reach + 1)])
        for start, end in zip(some.first[:-1], some.first[1:], strict=True)
        for word in range(start, end)
    ]
    found: NDArray[np.float64] = np.log(chances_of(stretches, sums, counts, using) + 1e-9)
    return found


def _among(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log probabilities as if there were no other class, none below the floor."""
    result: NDArray[np.float64] = np.maximum(
        chances - np.logaddexp.reduce(chances, axis=1, keepdims=True), FLOOR
    )
    return result


def _runs(path: NDArray[np.int64]) -> list[Run]:
    """Return the runs of equal classes."""
    edges = [0, *(np.flatnonzero(np.diff(path)) + 1).tolist(), len(path)]
    return [Run(a, b, int(path[a])) for a, b in pairwise(edges)]


def _certain(found: dict[int, list[Run]], some: _Words, using: Readers) -> dict[int, list[Run]]:
    """Return the runs that are in their language on their own; their words cover the doubtful."""
    places = [(place, run) for place, runs in found.items() for run in runs]
    if not places:
        return {}
    spans = [slice(some.first[p] + run.start, some.first[p] + run.end) for p, run in places]
    stretches = [" ".join(some.words[span]) for span in spans]
    sums = np.array([some.scores[span].sum(axis=0) for span in spans])
    counts = np.array([some.counts[span].sum() for span in spans])
    chances = chances_of(stretches, sums, counts, using)
    kept: dict[int, list[Run]] = {}
    classes = using.pool.classes
    least = {
        place: CERTAIN_ROMANISED
        if any(classes[run.position].endswith(ROMANISED) for run in runs)
        else CERTAIN
        for place, runs in found.items()
    }
    for (place, run), stretch, row in zip(places, stretches, chances, strict=True):
        words = run.end - run.start
        long = words >= SHORTEST_WORDS and letters_in(stretch) >= SHORTEST_LETTERS
        if not long or row[run.position] < least[place]:
            continue
        _append(kept.setdefault(place, []), run)
    return {place: runs for place, runs in kept.items() if len(runs) > 1}


def _append(runs: list[Run], run: Run) -> None:
    """Add a run, one with the last in the same language or with what a few words part it from."""
    if len(runs) > 1 and runs[-2].position == run.position:
        inside = runs[-1]
        if inside.end - inside.start < SHORTEST_INSIDE:
            runs.pop()
    if runs and runs[-1].position == run.position:
        runs[-1] = runs[-1]._replace(end=run.end)
    else:
        runs.append(run)
