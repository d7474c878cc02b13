"""How much less ads, and the texts read among them, tell because one advertiser posts many."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.shares.redrawing import UnitSums, effective_ads
from toolkit.analysis.shares.unit_sums import indicator_sums
from toolkit.counting.proportions import Estimate, Numbers, share
from toolkit.counting.validated import as_floats
from toolkit.errors import TableError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from toolkit.counting import Annotated

_SEED = 0
_BY_CODE = ("flagged_present", "flagged_absent", "unflagged_present", "unflagged_absent")


class Reposts(NamedTuple):
    """What reposts leave of each cell, one number per cell.

    ``number`` is how many independent ads tell as much as those of the cell, ``even`` how many
    advertisers of equal size would be as uneven. ``met`` is the number of ads of its own advertiser
    that an ad meets, itself among them, in the ads that the validation stands for: all, those hit,
    those not hit.
    """

    number: Numbers
    even: Numbers
    met: Numbers
    met_hit: Numbers
    met_unhit: Numbers


def reposts_of(cells: UnitSums, validated: UnitSums) -> Reposts:
    """Return what reposts leave of each cell, from the ads of each unit.

    Parameters
    ----------
    cells, validated : UnitSums
        The ads counted, and those that the validation stands for, one column per cell in both.

    Returns
    -------
    Reposts
        One number per cell.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> ads = csr_array(np.eye(2, dtype=int)[[0] * 5 + [1] * 15] * 10)
    >>> sums = UnitSums(ads, csr_array(np.full((20, 1), 10)), np.zeros(2, dtype=int), np.ones(1))
    >>> reposts_of(sums, sums).met.tolist()
    [10.0, 10.0]
    """
    found = effective_ads(cells, seed=_SEED)
    whole = cells.whole.astype("float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        even = whole.sum(axis=0) ** 2 / whole.power(2).sum(axis=0)
    total = whole.sum(axis=0)[cells.denominator]
    inside = validated.inside.astype("float64")
    beside = validated.whole.astype("float64")[:, validated.denominator]
    met = (_met(beside), _met(inside), _met(beside - inside))
    return Reposts(np.fmin(found.number, total), even[cells.denominator], *met)


def _met(ads: csr_array) -> Numbers:
    """Return the average number of ads of its unit that an ad meets, 1 where there is none."""
    total, squares = ads.sum(axis=0), ads.power(2).sum(axis=0)
    found: Numbers = np.divide(squares, total, out=np.ones(len(total)), where=total > 0)
    return found


def known_reposts(
    annotated: Annotated, found: pd.DataFrame, groups: tuple[list[str], list[str]]
) -> Reposts:
    """Return what reposts leave of each cell, from the corpus that was counted.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    found : pandas.DataFrame
        What ``join_validation`` returned.
    groups : tuple of list
        The grouping columns of the counts, and those of the validation.

    Returns
    -------
    Reposts
        One number per cell.

    Raises
    ------
    TableError
        When the counts are not those of this corpus.
    """
    names, own = groups
    sums = indicator_sums(annotated, found[names], names)
    numbers = (sums.inside.sum(axis=0), sums.whole.sum(axis=0)[sums.denominator])
    for name, counted in zip(("n_ads", "n_total"), numbers, strict=True):
        told = as_floats(found, name)
        if not np.array_equal(told[~np.isnan(told)], counted[~np.isnan(told)]):
            raise TableError(
                "counts",
                value=name,
                rule="must be those of the annotated corpus",
                remedy="pass the corpus that tk.count counted, and all that it counted",
            )
    keys = ["indicator", *own]
    populations = found[keys].drop_duplicates().reset_index(drop=True)
    place = found[keys].merge(populations.assign(_place=range(len(populations))), on=keys)["_place"]
    validated = indicator_sums(annotated, populations, keys)
    rows = place.to_numpy()
    spread = UnitSums(
        validated.inside[:, rows], validated.whole, validated.denominator[rows], validated.distinct
    )
    return reposts_of(sums, spread)


def told_reposts(found: pd.DataFrame) -> Reposts:
    """Return the most that reposts may leave out, from what a table of counts tells of its hits.

    The ads hit tell for all: the advertisers of the others are not in the table. Between the two
    largest advertisers and the number of them, sizes are taken as uneven as they can be; a cell
    without hits takes the most uneven of the table.

    Parameters
    ----------
    found : pandas.DataFrame
        ``schema.COUNTS`` with ``n_total``.

    Returns
    -------
    Reposts
        One number per cell.

    Examples
    --------
    >>> row = {"n_ads": 80, "n_total": 1000, "n_advertisers": 80, "n_templates": 80}
    >>> cells = pd.DataFrame([row]).assign(top1_share=1 / 80, top2_share=2 / 80)
    >>> [float(x[0].round(6)) for x in told_reposts(cells)[:3]]
    [1000.0, 1000.0, 1.0]
    """
    met = told_met(found)
    even = as_floats(found, "n_total") / met
    return Reposts(even, even, met, met, met)


def told_met(found: pd.DataFrame) -> Numbers:
    """Return the most ads of its own advertiser that an ad of each cell can meet.

    Parameters
    ----------
    found : pandas.DataFrame
        See ``schema.COUNTS``.

    Returns
    -------
    numpy.ndarray
        One number per cell, 1 where each ad is alone; cells without ads have the largest.

    Examples
    --------
    >>> told_met(pd.DataFrame({"n_ads": [10], "n_advertisers": [3], "n_templates": [9],
    ...     "top1_share": [0.5], "top2_share": [0.8]})).tolist()
    [3.8]
    """
    ads, advertisers, texts = (
        as_floats(found, name) for name in ("n_ads", "n_advertisers", "n_templates")
    )
    units = np.where(np.nan_to_num(advertisers) > 0, advertisers, texts)
    units = np.where(units > 0, np.fmin(units, ads), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.round(as_floats(found, "top1_share") * ads, 6)
        second = np.round(as_floats(found, "top2_share") * ads, 6) - first
        # where the largest are unknown, one has all that the others leave
        first = np.where(np.isnan(first), ads - units + 1, first)
        second = np.where(np.isnan(second), np.fmin(1, ads - first), second)
        rest, others = np.fmax(ads - first - second, 0), np.fmax(np.nan_to_num(units) - 2, 0)
        # as many of the others as can be are as large as the second, and the rest have one ad
        more = np.fmax(rest - others, 0)
        met = (first**2 + second**2 + rest + more * np.fmin(second, more + 1)) / ads
    met = np.where(ads > 0, np.fmax(np.round(met, 9), 1), np.nan)
    known = met[~np.isnan(met)]
    found_met: Numbers = np.where(np.isnan(met), known.max() if len(known) else 1.0, met)
    return found_met


def hit_shares(found: pd.DataFrame, reposts: Reposts, *, confidence: float) -> Estimate:
    """Estimate the share of ads hit, on the number of ads that reposts leave.

    Parameters
    ----------
    found : pandas.DataFrame
        ``n_ads`` and ``n_total``.
    reposts : Reposts
        Of these cells.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Estimate
        Clopper-Pearson limits, those of the ads themselves where each advertiser has one.

    Notes
    -----
    Effective numbers in Clopper-Pearson limits (Korn and Graubard 1998).

    Examples
    --------
    >>> ads = pd.DataFrame({"n_ads": [80], "n_total": [1000], "n_advertisers": [80],
    ...     "n_templates": [80], "top1_share": [1 / 80], "top2_share": [2 / 80]})
    >>> [float(x[0].round(4)) for x in hit_shares(ads, told_reposts(ads), confidence=0.95)]
    [0.08, 0.0639, 0.0986]
    """
    hits, total = (np.nan_to_num(as_floats(found, name)) for name in ("n_ads", "n_total"))
    number = np.nan_to_num(reposts.number)
    # an exact number of hits where nothing is discounted
    alone = number == total
    value = np.divide(hits, total, out=np.zeros(len(total)), where=total > 0)
    return share(np.where(alone, hits, value * number), number, confidence=confidence)


def read_texts(found: pd.DataFrame, reposts: Reposts) -> pd.DataFrame:
    """Return the cells with the numbers of texts read that reposts leave.

    Copies are taken to be hit alike and coded alike: where one text of an advertiser was read,
    each other tells nothing new. How many others there are follows from the part of all ads that
    was read. Ads coded present are taken to be reposted as those hit, the others as those not hit.

    Parameters
    ----------
    found : pandas.DataFrame
        What ``join_validation`` returned.
    reposts : Reposts
        Of these cells.

    Returns
    -------
    pandas.DataFrame
        The same columns; numbers are no longer whole.

    Examples
    --------
    >>> read_texts(pd.DataFrame(), Reposts(*[np.ones(0)] * 5))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    KeyError: 'n_population'
    """
    population = as_floats(found, "n_population")
    hit = as_floats(found, "n_flagged_population")
    read = np.sum([as_floats(found, f"n_{name}") for name in _BY_CODE], axis=0)
    left = {
        "n_effective_flagged": (hit, reposts.met_hit),
        "n_effective_unflagged": (population - hit, reposts.met_unhit),
        "n_effective_population": (population, reposts.met),
    }
    numbers = {
        name: as_floats(found, name) * _left(as_floats(found, name), size, met)
        for name, (size, met) in left.items()
    }
    for name in _BY_CODE:
        met = reposts.met_hit if name.endswith("present") else reposts.met_unhit
        numbers[f"n_{name}"] = as_floats(found, f"n_{name}") * _left(read, population, met)
    return found.assign(**numbers)


def _left(read: Numbers, size: Numbers, met: Numbers) -> Numbers:
    """Return the part of what texts tell that is left when copies of some were read too."""
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.fmin(read / size, 1)
    found: Numbers = 1 / (1 + np.nan_to_num(part) * (met - 1))
    return found
