"""Shares of ads, with intervals that know that one advertiser posts many ads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.redrawing import DRAWS, UnitSums, redrawn_shares
from toolkit.counting import count
from toolkit.counting.groupings import ads_in_cells
from toolkit.counting.measured import asserted_ads, wanted_indicators, with_readings
from toolkit.counting.periods import UNKNOWN
from toolkit.errors import OptionError
from toolkit.schema import STATISTICS, SUPPORT, check

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from toolkit.counting import Annotated

METHOD = f"Wilson on effective ads: bootstrap by advertiser or text, {DRAWS:,} draws"
_AD = ["_ad_id", "_unit", "_template"]


def clustered_shares(
    annotated: Annotated,
    *,
    by: Sequence[str],
    within: Sequence[str] = (),
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Estimate the share of each cell with an interval that counts advertisers, not copies.

    Whole advertisers are drawn again, or texts where no advertiser is known: a hundred copies of
    one text tell hardly more than one. It hides nothing, and says nothing of ads that were not
    collected. Where a few advertisers post most ads the interval is wide, and wider than it need
    be when the ads of one differ.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    by : sequence of str
        As for ``count``. With ``indicator`` the denominator is the ads in which it could be found;
        with ``hour_band`` it is the ads that state hours, and there is no ``unknown`` row.
    within : sequence of str
        Some of the groupings, whose total is the denominator; by default the whole corpus. Not
        with ``indicator``: there each cell of the other groupings has its own.
    confidence : float
        Between 0 and 1.
    seed : int
        Of the draws. The order of ads and the numbers of advertisers play no part.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``, with ``n_total``; no estimate where nothing was counted or the
        denominator is 0.

    Raises
    ------
    OptionError
        When an option cannot be used.

    Notes
    -----
    See ``redrawing``; coverage is measured in ``benchmarks/clustered_shares.py``.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": [str(n) for n in range(400)], "platform": ["p", "q"] * 200,
    ...     "language": "fr", "advertiser": [n % 40 for n in range(400)], "template": range(400)})
    >>> found = clustered_shares(SimpleNamespace(corpus=corpus), by=["platform"])
    >>> found[["platform", "estimate", "low", "high"]].round(2).to_numpy().tolist()
    [['p', 0.5, 0.35, 0.65], ['q', 0.5, 0.35, 0.65]]
    """
    names, inner = _checked(by, within, confidence)
    counts = count(annotated, by=by)
    if "hour_band" in names and "indicator" not in names:
        # an ad that states no hours is in no band, nor is it in the denominator
        counts = counts[counts["hour_band"].ne(UNKNOWN)].reset_index(drop=True)
    sums = (
        _indicator_sums(annotated, counts, names)
        if "indicator" in names
        else _plain_sums(annotated, counts, names, inner)
    )
    estimates = redrawn_shares(sums, confidence=confidence, seed=seed)
    total = pd.Series(np.asarray(sums.whole.sum(axis=0))[sums.denominator], dtype="Int64")
    counted = counts["state"].eq("counted")
    usable = counted & total.gt(0).astype(bool)
    result = counts[names].copy()
    for name, values in zip(("estimate", "low", "high"), estimates, strict=True):
        result[name] = pd.Series(values, dtype="Float64").where(usable)
    result = result.assign(
        confidence=confidence, statistic="share", method=METHOD, n_total=total.where(counted)
    )
    result[list(SUPPORT)] = counts[list(SUPPORT)]
    return check(result.assign(state=counts["state"]), STATISTICS)


def _checked(
    by: Sequence[str], within: Sequence[str], confidence: float
) -> tuple[list[str], list[str]]:
    """Return the groupings as lists when they can be used together."""
    names, inner = [*by], [*within]
    foreign = isinstance(within, str) or not set(inner) <= set(names)
    if foreign or (inner and "indicator" in names) or not 0 < confidence < 1:
        raise OptionError(
            "within, confidence",
            value=(within, confidence),
            rule="within names groupings of by, none with indicator; 0 < confidence < 1",
            remedy="leave them out",
        )
    return names, inner


def _plain_sums(
    annotated: Annotated, counts: pd.DataFrame, names: list[str], within: list[str]
) -> UnitSums:
    """Return the ads of each unit by cell, and by group of the denominators."""
    ads = ads_in_cells(annotated, names).assign(_whole="whole")
    if "hour_band" in names:
        ads = ads[ads["hour_band"].ne(UNKNOWN)]
    keys = [*within, "_whole"]
    whole = ads.drop_duplicates([*keys, "_ad_id"])
    return _sums(counts.assign(_whole="whole"), (ads, names), (whole, keys))


def _indicator_sums(annotated: Annotated, counts: pd.DataFrame, names: list[str]) -> UnitSums:
    """Return the ads of each unit by cell, and by those in which an indicator could be found."""
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
