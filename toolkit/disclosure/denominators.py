"""What the denominators of shares tell: the number of all ads of a place or a month."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.disclosure.hierarchy import adds_up
from toolkit.disclosure.lattice import Key, sorted_key
from toolkit.disclosure.suppression import numbers_of


def denominator_cells(frame: pd.DataFrame, by: Sequence[str]) -> list[Key]:
    """Return the cell whose ads each row has as its denominator.

    The share of a language in a département tells how many ads the département has. Indicators are
    looked for in fewer ads than all: their denominator comes near that cell, and counts as it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts or statistics.
    by : sequence of str
        Its groupings.

    Returns
    -------
    list of tuple
        Groupings and labels; nothing for a row without denominator, or where all ads are it.

    Examples
    --------
    >>> table = pd.DataFrame({"departement": ["59", "59", "62"], "language": ["fr", "ro", "fr"],
    ...                       "n_ads": [40, 20, 80], "n_total": [60, 60, 90]})
    >>> denominator_cells(table, ["departement", "language"])
    [(('departement', '59'),), (('departement', '59'),), (('departement', '62'),)]
    """
    totals = numbers_of(frame, "n_total")
    told = ~np.isnan(totals)
    if not told.any():
        return [()] * len(frame)
    chosen = _groupings_of(frame[told], by)
    labels = frame[list(chosen)].astype("str").itertuples(index=False, name=None)
    return [
        sorted_key(chosen, row) if known else () for row, known in zip(labels, told, strict=True)
    ]


def _groupings_of(frame: pd.DataFrame, by: Sequence[str]) -> tuple[str, ...]:
    """Return the fewest groupings that a denominator depends on, hours and indicators aside."""
    additive = [name for name in by if adds_up(name)]
    several = [name for name in by if not adds_up(name)]
    for size in range(len(additive)):
        for chosen in itertools.combinations(additive, size):
            names = [*chosen, *several]
            totals = frame.groupby(names)["n_total"] if names else frame["n_total"]
            if int(np.max(totals.nunique())) <= 1:
                return chosen
    return tuple(additive)
