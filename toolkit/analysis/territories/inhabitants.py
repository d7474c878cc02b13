"""Inhabitants of territories: read from the gazetteer or given, never invented."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from toolkit.counting.periods import UNKNOWN
from toolkit.errors import CodeError, OptionError
from toolkit.territory.codes import check_departements, commune_inhabitants, departements

PACKAGED = "COG 2026"
GIVEN = "given by the study"
_LEVELS = ("departement", "region", "commune")


def inhabitants_of(
    labels: pd.Series, *, by: str, population: Mapping[str, float] | None
) -> pd.Series:
    """Return the inhabitants of each territory of a column.

    It guesses nothing: a code that it does not know is an error, and ads whose place is not known
    have no inhabitants.

    Parameters
    ----------
    labels : pandas.Series
        Codes, as text; ``"unknown"`` where the place of an ad is not known.
    by : str
        What they are; ``departement``, ``region`` and ``commune`` are in the gazetteer.
    population : mapping, optional
        Code to inhabitants, instead of the gazetteer's; missing where it is known to be missing.

    Returns
    -------
    pandas.Series
        Inhabitants; NA where unknown.

    Raises
    ------
    CodeError
        When a code is not text, or is not among the known ones.
    OptionError
        When the gazetteer has no such territories, or a number is no number of inhabitants.

    Examples
    --------
    >>> inhabitants_of(pd.Series(["59", "unknown"]), by="departement", population=None).tolist()
    [2615635, <NA>]
    """
    whole = labels.map(lambda label: not isinstance(label, str))
    if whole.any():
        # the remedy names the code that was meant
        check_departements(labels[whole].head(1).tolist())
    known = dict(population) if population is not None else _packaged(by)
    codes = [code for code in labels.unique() if code != UNKNOWN]
    unknown = sorted(set(codes) - set(known))
    if unknown:
        if by == "departement" and population is None:
            check_departements(unknown)
        raise CodeError(
            by,
            value=", ".join(unknown),
            rule="has no number of inhabitants",
            remedy="correct the code, or give its inhabitants in population=",
        )
    numbers = pd.Series(
        [known.get(label, pd.NA) for label in labels], index=labels.index, dtype="Float64"
    )
    if (numbers <= 0).any() or np.isinf(numbers.fillna(1).to_numpy(dtype="float64")).any():
        raise OptionError(
            "population",
            value=", ".join(labels[(numbers <= 0).fillna(False).astype(bool)].unique()),
            rule="must be numbers of inhabitants above 0",
            remedy="leave out what is not known: it stays unknown",
        )
    fractions = (numbers % 1).fillna(0).gt(0).any()
    return numbers if fractions else numbers.astype("Int64")


def _packaged(by: str) -> Mapping[str, float]:
    """Return the inhabitants in the gazetteer."""
    if by == "commune":
        return commune_inhabitants()
    table = departements()
    if by == "departement":
        return dict(zip(table["code"], table["population"], strict=True))
    if by == "region":
        regions = table.groupby("region")["population"].sum()
        return dict(zip(regions.index.astype(str), regions.to_numpy(), strict=True))
    raise OptionError(
        "population",
        value=by,
        rule=f"is in the package for {', '.join(_LEVELS)} only",
        remedy="pass population={code: inhabitants}",
    )


def size_classes() -> dict[str, int]:
    """Return the quarter of the départements, by inhabitants, that each is in.

    Returns
    -------
    dict
        Code to 0 (fewest) to 3 (most inhabitants), the 101 départements cut in four.

    Examples
    --------
    >>> classes = size_classes()
    >>> classes["48"], classes["59"], sum(rank == 3 for rank in classes.values())
    (0, 3, 25)
    """
    table = departements()
    ranks = pd.qcut(table["population"], 4, labels=False)
    return {str(code): int(rank) for code, rank in zip(table["code"], ranks, strict=True)}
