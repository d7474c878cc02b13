"""The table of a comparison of two sides: one row per term, on the side where it is commoner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.multiplicity import adjusted_p_values
from toolkit.analysis.vocabulary.association import signed_g2, specificity
from toolkit.analysis.vocabulary.contrasting import Contrast, Mask, Members, Places, contrast
from toolkit.analysis.vocabulary.reading import Terms, term_support
from toolkit.disclosure import load_rules
from toolkit.errors import OptionError
from toolkit.schema import STATISTICS, check

if TYPE_CHECKING:
    from scipy.sparse import csr_array

STATISTIC = "log odds ratio"
METHOD = "Monroe's log odds by advertiser or text, each once; Benjamini-Hochberg"
FEW_TEXTS = "few distinct texts"


class Sides(NamedTuple):
    """The grouping column, the labels of the two sides, and which ads are of either."""

    column: str
    first: str
    second: str
    is_first: Mask
    is_second: Mask


def members_of(ads: pd.DataFrame) -> Members:
    """Return who wrote each ad and which text it copies, as numbers from nought.

    Parameters
    ----------
    ads : pandas.DataFrame
        See ``ads_in_cells``.

    Returns
    -------
    Members
        One number per ad.

    Examples
    --------
    >>> members_of(pd.DataFrame({"_unit": [8, 3, 8], "_template": [5, 5, 6]})).units.tolist()
    [0, 1, 0]
    """
    units, texts = (pd.factorize(ads[name])[0].astype("int64") for name in ("_unit", "_template"))
    return Members(units, texts)


def compare_terms(read: Terms, ads: pd.DataFrame, sides: Sides, confidence: float) -> pd.DataFrame:
    """Compare the terms of two sides.

    All terms that enough advertisers of the two sides together use are compared, and corrected for.
    Those are returned that enough advertisers use on the side where the term is commoner.

    Parameters
    ----------
    read : Terms
        The terms of a corpus.
    ads : pandas.DataFrame
        Its ads, see ``ads_in_cells``.
    sides : Sides
        Which ads are compared.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        See ``distinctive_terms``.

    Raises
    ------
    OptionError
        When a side has fewer than 11 advertisers.
    """
    members, uses = members_of(ads), read.uses()
    known = bool(ads["_advertiser"].notna().any())
    least = load_rules().k_terms
    _check_sides(ads, sides, least)
    both = sides.is_first | sides.is_second
    writers = _writers(ads, known=known)
    tested = np.flatnonzero(_users(uses, writers, both) >= least)
    kept = uses[:, tested]
    found = contrast(kept, members, sides.is_first, sides.is_second)
    table = _measures(found, confidence).assign(
        n_compared=len(tested), number=tested, low_side=found.value < 0
    )
    many = (
        np.where(
            table["low_side"],
            _users(kept, writers, sides.is_second),
            _users(kept, writers, sides.is_first),
        )
        >= least
    )
    return _with_support(table[many], read, ads, sides, known=known)


def _check_sides(ads: pd.DataFrame, sides: Sides, least: int) -> None:
    """Refuse a side of too few advertisers, or texts where none is known."""
    for label, inside in ((sides.first, sides.is_first), (sides.second, sides.is_second)):
        if ads.loc[inside, "_unit"].nunique() < least:
            raise OptionError(
                sides.column,
                value=label,
                rule=f"a side needs at least {least} advertisers in this language",
                remedy="widen the territory or the period, or compare larger groups",
            )


def _writers(ads: pd.DataFrame, *, known: bool) -> Places:
    """Return the number of the advertiser of each ad, of its text where none is known, else -1."""
    return pd.factorize(ads["_advertiser" if known else "_template"])[0].astype("int64")


def _users(uses: csr_array, writers: Places, inside: Mask) -> Places:
    """Return how many use each term."""
    from scipy.sparse import csr_array

    rows = np.flatnonzero(inside & (writers >= 0))
    shape = (int(writers.max(initial=-1)) + 1, len(writers))
    table = csr_array((np.ones(len(rows)), (writers[rows], rows)), shape=shape)
    found: Places = np.diff((table @ uses).tocsc().indptr).astype("int64")
    return found


def _measures(found: Contrast, confidence: float) -> pd.DataFrame:
    """Return estimate, interval, p-values and the two older measures of each term."""
    from scipy.stats import norm

    half = float(norm.ppf((1 + confidence) / 2)) * found.error
    p_value = 2 * norm.sf(np.abs(found.value) / found.error)
    corrected = adjusted_p_values(p_value)
    users = found.first + found.second
    table = pd.DataFrame(
        {
            "estimate": found.value,
            "low": found.value - half,
            "high": found.value + half,
            "p_value": p_value,
            "p_adjusted": corrected,
            "g2": signed_g2(found.first, found.second, found.n_first, found.n_second),
            "specificity": specificity(
                found.first, users, found.n_first, found.n_first + found.n_second
            ),
        },
        dtype="Float64",
    )
    table["differs"] = pd.Series(corrected <= 1 - confidence, dtype="boolean")
    return table.assign(confidence=confidence, statistic=STATISTIC, method=METHOD)


def _with_support(
    table: pd.DataFrame, read: Terms, ads: pd.DataFrame, sides: Sides, *, known: bool
) -> pd.DataFrame:
    """Return the rows with the ads behind each term on the side where it is commoner."""
    parts = []
    for low_side, label, other, inside in (
        (False, sides.first, sides.second, sides.is_first),
        (True, sides.second, sides.first, sides.is_second),
    ):
        part = table[table["low_side"].eq(low_side)].reset_index(drop=True)
        rows = np.flatnonzero(inside)
        chosen = part.pop("number").to_numpy(dtype="int64")
        counted = term_support(ads.iloc[rows], read.uses()[rows], read.names, chosen, known=known)
        names = pd.DataFrame({"term": counted.pop("term"), sides.column: label}, dtype="str")
        part = part.assign(compared_with=other, n_total=len(rows))
        parts.append(pd.concat([names, part, counted], axis=1))
    joined = pd.concat(parts, ignore_index=True).drop(columns="low_side")
    few = joined["n_templates"].lt(load_rules().k_templates).fillna(False).astype(bool)
    joined["caution"] = pd.Series(np.where(few, FEW_TEXTS, ""), dtype="str")
    # the interval of what one or two texts hold is too narrow: nothing is said of it
    joined["differs"] = joined["differs"].mask(few)
    order = joined["estimate"].to_numpy(dtype="float64")
    ordered = joined.iloc[np.lexsort((joined["term"], -order))].reset_index(drop=True)
    return check(ordered.astype({"n_total": "Int64", "n_compared": "Int64"}), STATISTICS)
