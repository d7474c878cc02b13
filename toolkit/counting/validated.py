"""What texts read by people say of the rules: the table of a validation, and the rules' errors."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.counting.proportions import (
    Estimate,
    Numbers,
    complement,
    share,
    share_of_sources,
)
from toolkit.schema import Column, Table

VALIDATION = Table(
    "validation",
    "one indicator of one population, rules beside people",
    (
        Column("indicator", "string", "identifier in the codebook"),
        Column("design", "string", "how it was drawn", allowed=("random", "stratified")),
        Column("n_flagged_present", "integer", "hit by a rule, coded present"),
        Column("n_flagged_absent", "integer", "hit by a rule, coded absent"),
        Column("n_unflagged_present", "integer", "not hit, coded present"),
        Column("n_unflagged_absent", "integer", "not hit, coded absent"),
        Column("n_excluded", "integer", "drawn, without an agreed code"),
        Column("n_flagged_population", "number", "ads of the population that are hit"),
        Column("n_population", "number", "ads of the population"),
        Column("n_effective_population", "number", "effective number behind the share of hits"),
        Column("precision", "number", "weighted share present among hit", nullable=True),
        Column("omission", "number", "weighted share present among not hit", nullable=True),
        Column("n_effective_flagged", "number", "effective number among hit"),
        Column("n_effective_unflagged", "number", "effective number among not hit"),
        Column("recall_differs", "boolean", "between languages; NA if unknown", nullable=True),
    ),
)


def validation_groups(validation: pd.DataFrame) -> list[str]:
    """Return the columns of a validation that name populations.

    Parameters
    ----------
    validation : pandas.DataFrame
        See ``VALIDATION``.

    Returns
    -------
    list of str
        Columns that the contract does not name.

    Examples
    --------
    >>> validation_groups(pd.DataFrame({"indicator": ["X"], "language": ["fr"]}))
    ['language']
    """
    known = {column.name for column in VALIDATION.columns}
    return [str(name) for name in validation.columns if name not in known]


def read_shares(validation: pd.DataFrame, *, confidence: float) -> tuple[Estimate, Estimate]:
    """Return the share coded present among ads that are hit, and among those that are not.

    They belong to the population that was drawn from: another with fewer cases has others.

    Parameters
    ----------
    validation : pandas.DataFrame
        See ``VALIDATION``.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of Estimate
        Precision and omission, one per row.

    Notes
    -----
    Effective numbers in Clopper-Pearson limits (Korn and Graubard 1998).

    Examples
    --------
    >>> table = pd.DataFrame({"precision": [0.5], "omission": [0.1],
    ...     "n_effective_flagged": [10.0], "n_effective_unflagged": [50.0]})
    >>> [round(float(part.low[0]), 3) for part in read_shares(table, confidence=0.95)]
    [0.187, 0.033]
    """
    parts = []
    for name, number in (("precision", "flagged"), ("omission", "unflagged")):
        effective = as_floats(validation, f"n_effective_{number}")
        present = np.nan_to_num(as_floats(validation, name)) * effective
        parts.append(share(present, effective, confidence=confidence))
    return parts[0], parts[1]


def error_rates(validation: pd.DataFrame, *, confidence: float) -> tuple[Estimate, Estimate]:
    """Return recall and false-alarm rate: they may be carried to another share of cases.

    A simple random sample gives them directly; one stratified by hit gives them through the share
    of hits in the population.

    Parameters
    ----------
    validation : pandas.DataFrame
        See ``VALIDATION``.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of Estimate
        Share hit among ads coded present, and among ads coded absent.

    Examples
    --------
    >>> table = pd.DataFrame({"design": ["random"], "n_flagged_present": [8],
    ...     "n_unflagged_present": [2], "n_flagged_absent": [0], "n_unflagged_absent": [90]})
    >>> [float(part.value[0]) for part in error_rates(table, confidence=0.95)]
    [0.8, 0.0]
    """
    random = validation["design"].eq("random").to_numpy()
    numbers = {
        name: as_floats(validation, f"n_{name}")
        for name in ("flagged_present", "flagged_absent", "unflagged_present", "unflagged_absent")
    }
    direct = [
        share(
            numbers[f"flagged_{code}"],
            numbers[f"flagged_{code}"] + numbers[f"unflagged_{code}"],
            confidence=confidence,
        )
        for code in ("present", "absent")
    ]
    if random.all():
        return direct[0], direct[1]
    hits = as_floats(validation, "n_flagged_population") / as_floats(validation, "n_population")
    effective = as_floats(validation, "n_effective_population")
    whole = share(hits * effective, effective, confidence=confidence)
    precision, omission = read_shares(validation, confidence=confidence)
    through = (
        share_of_sources(whole, precision, omission),
        share_of_sources(whole, complement(precision), complement(omission)),
    )
    chosen = [
        Estimate(*(np.where(random, one, other) for one, other in zip(first, second, strict=True)))
        for first, second in zip(direct, through, strict=True)
    ]
    return chosen[0], chosen[1]


def as_floats(table: pd.DataFrame, name: str) -> Numbers:
    """Return a column as floats, NaN where it is empty.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.
    name : str
        A column of numbers.

    Returns
    -------
    numpy.ndarray
        One number per row.

    Examples
    --------
    >>> as_floats(pd.DataFrame({"n": pd.array([1, pd.NA], dtype="Int64")}), "n").tolist()
    [1.0, nan]
    """
    column = table[name].astype("Float64")
    found: Numbers = np.asarray(column.to_numpy(dtype="float64", na_value=np.nan))
    return found
