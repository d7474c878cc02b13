"""Shares with Wilson intervals, on what counts tell of their advertisers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.analysis.shares.redrawing import wilson
from toolkit.analysis.shares.reposts import told_met
from toolkit.errors import OptionError, TableError
from toolkit.schema import COUNTS, STATISTICS, SUPPORT, check, grouping_columns

METHOD = "Wilson on effective ads, from the advertisers or texts that counts tell"


def shares(
    counts: pd.DataFrame, *, within: Sequence[str] | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """Estimate the share of each cell with an interval that counts the advertisers of its ads.

    It does not hide anything. What the counts tell of the advertisers of a cell, or of its texts
    where no advertiser is known, stands for the whole denominator, taken as uneven as it can be;
    where each ad is alone in its advertiser this is Wilson's interval. Where an advertiser
    outside the cell posts many ads it is too short: ``clustered_shares`` looks at the ads.

    Parameters
    ----------
    counts : pandas.DataFrame
        See ``schema.COUNTS``; with a column ``n_total`` that is the denominator.
    within : sequence of str, optional
        Grouping columns whose total is the denominator; by default the whole table.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``; no estimate where nothing was counted or the denominator is 0.

    Raises
    ------
    OptionError
        When an option cannot be used with this table.
    TableError
        When cells were already hidden, or a count exceeds its denominator.

    Notes
    -----
    Wilson (1927), on effective ads (Korn and Graubard 1998). Coverage is measured in
    ``benchmarks/clustered_shares.py``.

    Examples
    --------
    >>> table = pd.DataFrame({"month": ["2025-01"], "n_ads": [20], "n_total": [100],
    ...     "n_advertisers": [12], "n_templates": [15], "top1_share": [0.1], "top2_share": [0.2]})
    >>> shares(table)[["estimate", "low", "high"]].round(3).to_numpy().tolist()
    [[0.2, 0.116, 0.323]]
    """
    from scipy.special import ndtri

    check(counts, COUNTS)
    groups = grouping_columns(counts)
    unusable = within is not None and ("n_total" in counts or not set(within) <= set(groups))
    if unusable or not 0 < confidence < 1:
        raise OptionError(
            "within, confidence",
            value=(within, confidence),
            rule="within names grouping columns of a table without n_total; 0 < confidence < 1",
            remedy="leave them out",
        )
    found = counts.reset_index(drop=True)
    state = found["state"] if "state" in found else pd.Series("counted", index=found.index)
    counted = state.eq("counted")
    ads = found["n_ads"].astype("Int64").where(counted)
    if "n_total" in found:
        total = found["n_total"].astype("Int64").where(counted)
    else:
        keys = [found[name] for name in within] if within else pd.Series(0, index=found.index)
        total = ads.groupby(keys).transform("sum").astype("Int64").where(counted)
    if state.eq("suppressed").any() or ads.gt(total).fillna(False).any():
        raise TableError(
            "counts",
            rule="must be unsuppressed counts, none larger than its denominator",
            remedy="pass what count returned",
        )
    usable = (total.gt(0) & ads.notna()).fillna(False).astype(bool)
    number, size = (x[usable].to_numpy(dtype="float64") for x in (ads, total))
    met = told_met(found)[usable]
    quantile = np.full(len(size), ndtri((1 + confidence) / 2))
    estimate = wilson(number / size, size / met, quantile)
    result = found[groups].copy()
    for name, values in zip(("estimate", "low", "high"), estimate, strict=True):
        estimates = pd.Series(values, index=found.index[usable], dtype="Float64")
        result[name] = estimates.reindex(found.index)
    result = result.assign(confidence=confidence, statistic="share", method=METHOD, n_total=total)
    result[list(SUPPORT)] = found[list(SUPPORT)]
    return check(result.assign(state=state.astype("str")), STATISTICS)
