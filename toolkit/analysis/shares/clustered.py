"""Shares of ads, with intervals that know that one advertiser posts many ads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.shares.redrawing import DRAWS, redrawn_shares
from toolkit.analysis.shares.unit_sums import indicator_sums, plain_sums
from toolkit.counting import count
from toolkit.counting.periods import UNKNOWN
from toolkit.errors import OptionError
from toolkit.schema import STATISTICS, SUPPORT, check

if TYPE_CHECKING:
    from toolkit.counting import Annotated

METHOD = f"Wilson on effective ads: bootstrap by advertiser or text, {DRAWS:,} draws"


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
        indicator_sums(annotated, counts, names)
        if "indicator" in names
        else plain_sums(annotated, counts, names, inner)
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
