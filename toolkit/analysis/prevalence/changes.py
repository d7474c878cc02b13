"""Corrected shares of several periods or groups, each compared with one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit.analysis.prevalence.difference import prevalence_difference
from toolkit.counting.periods import UNKNOWN
from toolkit.errors import OptionError
from toolkit.schema import STATISTICS, check

if TYPE_CHECKING:
    from toolkit.counting import Annotated

TOGETHER = "all intervals together (Bonferroni)"
_LEAST = 2


def prevalence_changes(
    counts: pd.DataFrame,
    validation: pd.DataFrame,
    *,
    across: str,
    reference: str | None = None,
    annotated: Annotated | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Compare corrected shares of periods or groups with one of them, all intervals together.

    It chooses no period after looking, and explains nothing. Unless the validation is by
    ``across``, the rules are taken to miss and to invent as much in each: that their wordings date
    less well in new ads is not seen. Advertisers are counted, not copies; those of both sides are
    counted as if they were others in each, which widens intervals.

    Parameters
    ----------
    counts : pandas.DataFrame
        What ``tk.count`` returned with an indicator, by ``across`` and any other groupings.
    validation : pandas.DataFrame
        As in ``prevalence``: the sample that people read, with its error.
    across : str
        A period (``month``, ``quarter``, ``year``) or another grouping of the counts.
    reference : str, optional
        The value that the others are compared with; by default the first one that was counted.
    annotated : Annotated, optional
        As in ``prevalence``; without it, reposts are read from the counts.
    confidence : float
        Between 0 and 1, that all intervals of a group hold at once.

    Returns
    -------
    pandas.DataFrame
        See ``prevalence_difference``, with ``reference`` and ``group``: one row per group left and
        other value. It leaves with its levels, by ``release_share_changes``.

    Raises
    ------
    OptionError
        When ``across`` is no grouping of two counted values or more, or the reference is none.
    TableError
        As in ``prevalence``.

    Notes
    -----
    ``prevalence_difference`` at ``1 - (1 - confidence) / m`` for ``m`` comparisons (Bonferroni).
    Coverage is simulated in ``benchmarks/trends.py``.

    Examples
    --------
    >>> prevalence_changes(pd.DataFrame({"month": ["2025-01"], "n_total": [90]}), pd.DataFrame(),
    ...     across="month")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: across: got 'month'; must be a grouping column ...
    """
    labels = _labels(counts, across)
    first = labels[0] if reference is None and labels else str(reference)
    if len(labels) < _LEAST or first not in labels:
        raise OptionError(
            "across, reference" if reference is not None else "across",
            value=across if reference is None else (across, reference),
            rule="must be a grouping column with two counted values or more, the reference among "
            "them",
            remedy='write for example across="quarter", reference="2024-Q1"',
        )
    others = [label for label in labels if label != first]
    level = 1 - (1 - confidence) / len(others)
    parts = []
    for label in others:
        pair = counts[counts[across].astype("str").isin((first, label))]
        found = prevalence_difference(
            pair,
            validation,
            across=across,
            between=(first, label),
            annotated=annotated,
            confidence=level,
        )
        parts.append(found.assign(reference=first, group=label))
    table = pd.concat(parts, ignore_index=True)
    method = table["method"] + f"; {TOGETHER}"
    return check(table.assign(confidence=confidence, method=method), STATISTICS)


def _labels(counts: pd.DataFrame, across: str) -> list[str]:
    """Return the values that can be compared, in order."""
    if across not in counts.columns or across == "indicator":
        return []
    kept = counts[counts["n_total"].fillna(0).gt(0)] if "n_total" in counts.columns else counts
    if "state" in kept.columns:
        kept = kept[kept["state"].eq("counted")]
    return sorted({str(label) for label in kept[across]} - {UNKNOWN})
