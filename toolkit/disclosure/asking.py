"""What a table asks of its protection: what every hidden number must be able to be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.disclosure.auditing import Question
from toolkit.disclosure.suppression import least_ads, numbers_of, support, unsafe

if TYPE_CHECKING:
    from toolkit.disclosure.lattice import Lattice, Numbers
    from toolkit.disclosure.rules import Rules

# a large number that is hidden must not be known to a tenth
_SLACK = 1.1


def question_of(frame: pd.DataFrame, lattice: Lattice, rules: Rules) -> Question:
    """Return what the rows of a table need to be able to reach, as far as a reader knows.

    A hidden count must be able to reach what would be shown: its threshold and, where one or two
    advertisers have too much of it, so much that they no longer have. A hidden share must be able
    to leave enough ads on the other side.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows that hold a number.
    lattice : Lattice
        Their sums.
    rules : Rules
        The thresholds.

    Returns
    -------
    Question
        Numbers for each row and each sum.
    """
    ads, least = numbers_of(frame, "n_ads"), least_ads(frame, rules)
    bad = unsafe(frame, rules)
    high = np.maximum(np.maximum(least, np.ceil(_SLACK * ads)), _undominated(frame, rules))
    others = numbers_of(frame, "n_total") - ads
    enough = np.maximum(least, rules.min_others)
    low = np.where(others < enough, ads + others - enough, -np.inf)
    few_others = bad & (others < enough)
    # a share of everybody is hidden for the few others only, an empty one for its few ads
    only_others = few_others & ~unsafe(frame.drop(columns="n_total", errors="ignore"), rules)
    high = np.where(only_others, np.inf, high)
    high = np.where(ads == 0, 1.0, high)
    needed = _needed(lattice, least)
    alone = _without_support(frame, rules)
    return Question(
        ads=ads,
        least=np.minimum(ads, 1.0),
        high=np.where(bad, high, np.inf),
        low=np.where(few_others & (ads > 0), np.maximum(low, np.minimum(ads, 1.0)), -np.inf),
        strength=np.nan_to_num(support(frame, rules)),
        needed=needed,
        apart=np.concatenate([least_difference(frame, rules), _needed(lattice, alone)]),
        known=np.zeros(len(ads) + lattice.members.shape[0], dtype=bool),
    )


def least_difference(frame: pd.DataFrame, rules: Rules) -> Numbers:
    """Return by how many ads another selection must differ from each row at least.

    Nobody counts the advertisers of a difference: it needs as many ads as a row without
    advertisers, and so many that the largest advertisers of the row cannot be most of it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics.
    rules : Rules
        The thresholds.

    Returns
    -------
    numpy.ndarray
        One number per row.

    Examples
    --------
    >>> from toolkit.disclosure.rules import Rules
    >>> table = pd.DataFrame({"n_ads": [100, 100], "top1_share": [0.1, 0.3]})
    >>> least_difference(table, Rules()).tolist()
    [33.0, 60.0]
    """
    return np.maximum(_without_support(frame, rules), _undominated(frame, rules))


def _undominated(frame: pd.DataFrame, rules: Rules) -> Numbers:
    """Return how many ads the largest advertisers of each row may be a part of."""
    ads = numbers_of(frame, "n_ads")
    largest = np.nan_to_num(numbers_of(frame, "top1_share")) * ads / rules.top1_share
    two = np.nan_to_num(numbers_of(frame, "top2_share")) * ads / rules.top2_share
    return np.asarray(np.ceil(np.maximum(largest, two)))


def _without_support(frame: pd.DataFrame, rules: Rules) -> Numbers:
    """Return how many ads each row would need if only they were counted."""
    bare = frame.drop(columns=["n_advertisers", "n_templates"], errors="ignore")
    return least_ads(bare, rules)


def with_total(asked: Question, lattice: Lattice) -> Question:
    """Return a question in which the reader knows the number of all ads.

    Parameters
    ----------
    asked : Question
        What the rows need.
    lattice : Lattice
        Their sums.

    Returns
    -------
    Question
        The same, the total known.
    """
    if lattice.total is None:
        return asked
    known = asked.known.copy()
    known[lattice.n_rows + lattice.total] = True
    return replace(asked, known=known)


def _needed(lattice: Lattice, least: Numbers) -> Numbers:
    """Return how many ads each sum needs: as many as the least demanding of its rows."""
    if not lattice.members.shape[0]:
        return np.empty(0)
    most = lattice.members.multiply(1 / least[None, :]).max(axis=1).toarray().ravel()
    return np.asarray(1 / most)
