"""A reader of clauses that learns, on the machine, what a codebook's examples have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.indicators.clauses import Words, clause_text, with_parts
from toolkit.indicators.codebook_files.types import Codebook
from toolkit.indicators.context import is_quoted
from toolkit.indicators.cues import before_table, find_cues
from toolkit.indicators.finding import matcher
from toolkit.indicators.paraphrasing.encoder import BATCH, Encoder, Vectors, encode_distinct
from toolkit.indicators.paraphrasing.lines import Line, is_left_out, learning_lines
from toolkit.indicators.reading import Reading

# shares of held-out counter-examples that may be marked, for reading and for the recall audit
MARKED, NEAR = 0.05, 0.20
FOLDS = 5
# manners of saying that an indicator's examples must show so many times before a clause may
FEWEST_ALIKE = 3
_MANNERS = ("negation", "past", "reported", "client", "other_person", "hypothetical")
_SUBJECTS = ("owner", "own", "reader_subject", "self_subject", "clause")
_CUES = (*_MANNERS, *_SUBJECTS, "legal", "restriction", "pseudo")
# chosen by cross-validation on invented lines: weight of the cues, reach and firmness
_CUE_WEIGHT, _REACH, _FIRMNESS = 0.3, 0.6, 10.0
# lines nearer than this are one idea, and are held out together
_SAME_IDEA = 0.45
# beyond every possible decision
_NEVER = -1e9

Decisions = NDArray[np.float64]


@dataclass(frozen=True)
class Clause:
    """A clause as the reader takes it: what is encoded, and how it is said."""

    text: str
    cues: tuple[str, ...]


def as_clause(reading: Reading, words: Words) -> Clause | None:
    """Return a clause ready to be read, or nothing when its second half is a quotation.

    Parameters
    ----------
    reading : Reading
        The text.
    words : tuple of int
        From ``clauses.split_clauses``.

    Returns
    -------
    Clause or None
        Its plain text and the cues of the context layer in it.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> as_clause(Reading("Je ne pars pas", Spelling([])), (0, 4)).cues
    ('negation', 'self_subject')
    """
    if is_quoted(reading, sum(words) // 2, words[1]):
        return None
    cues = find_cues(reading.tokens, *words, before_table(), reading.language)
    kinds = {"negation" if kind.startswith("negation") else kind for kind, _, _ in cues}
    return Clause(clause_text(reading, words), tuple(sorted(kinds & set(_CUES))))


class ParaphraseReader:
    """What was learnt from a codebook; it gives indicators for clauses, never a number."""

    def __init__(self, codebook: Codebook, encoder: Encoder) -> None:
        lines = learning_lines(codebook)
        said = {one for line in lines for one in line.present}
        self.indicators = tuple(i.id for i in codebook if not is_left_out(i) and i.id in said)
        self._encoder = encoder
        self._spelling = matcher(codebook).spelling
        parts = [self._with_parts(line) for line in lines]
        clauses = [clause for listed in parts for clause in listed]
        owners = np.repeat(np.arange(len(lines)), [len(listed) for listed in parts])
        wholes = np.searchsorted(owners, np.arange(len(lines)))
        features = self._features(clauses)
        self._lines = features[wholes]
        kernel = _kernel(features, self._lines)
        present = _table([line.present for line in lines], self.indicators)
        said_so = [clauses[whole].cues for whole in wholes.tolist()]
        self._allowed = [
            {kind for kind in _MANNERS if _times(kind, said_so, own) >= FEWEST_ALIKE}
            for own in present.T
        ]
        self._weights, self._offsets = _learn(kernel[wholes], present)
        decisions = _held_out(kernel, owners, present, _folds(self._lines))
        self._silence(decisions, clauses)
        absent = _table([line.absent for line in lines], self.indicators)
        self._bars = _bars(decisions, owners, absent)

    def _with_parts(self, line: Line) -> list[Clause]:
        """Return a line as one clause, then its parts."""
        reading = Reading(line.text, self._spelling)
        spans = with_parts(reading, (0, len(reading.tokens)))
        found = [as_clause(reading, span) or Clause(line.text, ()) for span in spans]
        return list(dict.fromkeys(found))

    def _features(self, clauses: Sequence[Clause]) -> Vectors:
        """Return what is known of each clause: its meaning, and the cues in it."""
        meaning = encode_distinct([clause.text for clause in clauses], self._encoder)
        cues = np.array([[kind in clause.cues for kind in _CUES] for clause in clauses])
        return np.hstack([meaning, _CUE_WEIGHT * cues])

    def _silence(self, decisions: Decisions, clauses: Sequence[Clause]) -> None:
        """Set aside the indicators that are never said in the manner of a clause."""
        for column, allowed in enumerate(self._allowed):
            refused = {*_MANNERS} - allowed
            rows = [row for row, clause in enumerate(clauses) if refused & {*clause.cues}]
            decisions[rows, column] = _NEVER

    def read(self, clauses: Sequence[Clause], *, share: float = MARKED) -> Iterator[list[str]]:
        """Yield, for each clause, the indicators whose examples it resembles.

        Parameters
        ----------
        clauses : sequence of Clause
            Distinct ones, in any order.
        share : float
            ``MARKED``, or ``NEAR`` for what a recall audit shows to coders.

        Yields
        ------
        list of str
            Identifiers in the order of the codebook; mostly none.
        """
        for at in range(0, len(clauses), BATCH):
            part = clauses[at : at + BATCH]
            kernel = _kernel(self._features(part), self._lines)
            decisions = kernel @ self._weights + self._offsets
            self._silence(decisions, part)
            for row in decisions > self._bars[share]:
                yield [self.indicators[column] for column in np.flatnonzero(row)]


def _table(named: Sequence[frozenset[str]], indicators: Sequence[str]) -> NDArray[np.bool_]:
    """Return one row per line, one column per indicator."""
    return np.array([[i in names for i in indicators] for names in named], dtype=np.bool_)


def _times(kind: str, cues: Sequence[tuple[str, ...]], own: NDArray[np.bool_]) -> int:
    """Return how many lines of an indicator are said in a manner."""
    return sum(kind in cues[row] for row in np.flatnonzero(own).tolist())


def _folds(lines: Vectors) -> NDArray[np.int64]:
    """Return which lines are held out together: those of one idea always are."""
    from sklearn.cluster import AgglomerativeClustering

    # a row of zeros has no direction
    meaning = lines[:, : -len(_CUES)] + 1e-9
    ideas = AgglomerativeClustering(
        n_clusters=None, distance_threshold=_SAME_IDEA, metric="cosine", linkage="average"
    ).fit_predict(meaning)
    found: NDArray[np.int64] = np.random.default_rng(0).permutation(ideas.max() + 1)[ideas] % FOLDS
    return found


def _held_out(
    kernel: Vectors,
    owners: NDArray[np.int64],
    present: NDArray[np.bool_],
    folds: NDArray[np.int64],
) -> Decisions:
    """Return the decision on each clause of a line by a reader that never saw its idea."""
    wholes = np.searchsorted(owners, np.arange(len(present)))
    decisions = np.full((len(kernel), present.shape[1]), _NEVER)
    for number in range(FOLDS):
        test, train = np.flatnonzero(folds[owners] == number), np.flatnonzero(folds != number)
        if len(test) and len(train):
            weights, offsets = _learn(kernel[np.ix_(wholes[train], train)], present[train])
            decisions[test] = kernel[np.ix_(test, train)] @ weights + offsets
    return decisions


def _bars(
    decisions: Decisions, owners: NDArray[np.int64], absent: NDArray[np.bool_]
) -> dict[float, float]:
    """Return where to stop, so that so many held-out counter-examples are marked, no more."""
    # a line is marked when it is marked whole or in part
    highest = np.full(absent.shape, _NEVER)
    np.maximum.at(highest, owners, decisions)
    refused = highest[absent]
    if not len(refused):
        # without any counter-example nothing is known: nothing is marked
        return dict.fromkeys((MARKED, NEAR), -_NEVER)
    return {
        share: float(np.quantile(refused, 1 - share, method="higher")) for share in (MARKED, NEAR)
    }


def _kernel(left: Vectors, right: Vectors) -> Vectors:
    """Return how alike clauses are, from 0 to 1."""
    from sklearn.metrics.pairwise import rbf_kernel

    found: Vectors = rbf_kernel(left, right, gamma=_REACH)
    return found


def _learn(kernel: Vectors, present: NDArray[np.bool_]) -> tuple[Vectors, Vectors]:
    """Return the weight of each line for each indicator, and where each one stands without any.

    A support vector machine per indicator, present against all other lines, classes balanced.
    """
    from sklearn.svm import SVC

    weights = np.zeros((len(kernel), present.shape[1]))
    offsets = np.full(present.shape[1], _NEVER)
    for column, own in enumerate(present.T):
        # an idea that stood in one fold only has no example left
        if own.any() and not own.all():
            machine = SVC(C=_FIRMNESS, kernel="precomputed", class_weight="balanced")
            machine.fit(kernel, own)
            weights[machine.support_, column] = machine.dual_coef_[0]
            offsets[column] = machine.intercept_[0]
    return weights, offsets
