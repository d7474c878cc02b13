"""Ads of each advertiser, or of each text where no advertiser is known, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.shares.redrawing import UnitSums
from toolkit.counting.groupings import ads_in_cells
from toolkit.counting.measured import asserted_ads, wanted_indicators, with_readings
from toolkit.counting.periods import UNKNOWN

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from toolkit.counting import Annotated

_AD = ["_ad_id", "_unit", "_template"]


def plain_sums(
    annotated: Annotated, counts: pd.DataFrame, names: list[str], within: list[str]
) -> UnitSums:
    """Return the ads of each unit by cell, and by group of the denominators.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    counts : pandas.DataFrame
        One row per cell, with its grouping columns as text.
    names : list of str
        The groupings of the cells, without ``indicator``.
    within : list of str
        Those of them that name the denominators.

    Returns
    -------
    UnitSums
        Cells in the order of ``counts``.
    """
    ads = ads_in_cells(annotated, names).assign(_whole="whole")
    if "hour_band" in names:
        ads = ads[ads["hour_band"].ne(UNKNOWN)]
    keys = [*within, "_whole"]
    whole = ads.drop_duplicates([*keys, "_ad_id"])
    return _sums(counts.assign(_whole="whole"), (ads, names), (whole, keys))


def indicator_sums(annotated: Annotated, counts: pd.DataFrame, names: list[str]) -> UnitSums:
    """Return the ads of each unit by cell, and by those in which an indicator could be found.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    counts : pandas.DataFrame
        One row per cell, with its grouping columns as text.
    names : list of str
        The groupings of the cells, ``indicator`` among them.

    Returns
    -------
    UnitSums
        Cells in the order of ``counts``.
    """
    others = [name for name in names if name != "indicator"]
    ads = ads_in_cells(annotated, others).assign(_whole="whole")
    wanted = wanted_indicators(annotated, None)
    ads, measured = with_readings(ads, annotated.corpus, wanted)
    hits = asserted_ads(annotated.spans, ads).merge(measured, on=["indicator", "_reading"])
    # many indicators are measured in the same ads: one denominator for all of them
    kinds = measured.groupby("indicator")["_reading"].agg(lambda kind: str(sorted(kind)))
    # an indicator measured in no ad has a denominator of none
    cells = counts.assign(_whole="whole", _readings=counts["indicator"].map(kinds).fillna("none"))
    readings = measured.assign(_readings=measured["indicator"].map(kinds))
    readings = readings[["_reading", "_readings"]].drop_duplicates()
    keys = [*others, "_readings", "_whole"]
    return _sums(cells, (hits, names), (ads.merge(readings, on="_reading"), keys))


def _sums(
    counts: pd.DataFrame,
    inside: tuple[pd.DataFrame, list[str]],
    whole: tuple[pd.DataFrame, list[str]],
) -> UnitSums:
    """Return sums by unit of two tables of ads, each with the columns that name its cells."""
    (ads, names), (all_ads, keys) = inside, whole
    units = pd.Index(all_ads["_unit"].fillna(-1).unique())
    cells = counts[names].assign(_cell=range(len(counts)))
    group = counts.groupby(keys).ngroup()
    groups = counts[keys].assign(_cell=group).drop_duplicates()
    placed = all_ads[[*keys, *_AD]].merge(groups, on=keys)
    texts = placed.drop_duplicates(["_cell", "_unit", "_template"]).groupby("_cell").size()
    return UnitSums(
        _by_unit(ads[[*names, "_unit"]].merge(cells, on=names), units, len(cells)),
        _by_unit(placed, units, len(groups)),
        group.to_numpy(dtype="int64"),
        texts.reindex(range(len(groups)), fill_value=0).to_numpy(dtype="float64"),
    )


def _by_unit(ads: pd.DataFrame, units: pd.Index, cells: int) -> csr_array:
    """Return the number of ads of each unit in each cell."""
    from scipy.sparse import coo_array

    rows = units.get_indexer(pd.Index(ads["_unit"].fillna(-1)))
    ones = np.ones(len(ads), dtype="int64")
    # the sum of what falls on the same place
    return coo_array((ones, (rows, ads["_cell"].to_numpy())), shape=(len(units), cells)).tocsr()
