"""How many languages an outreach team needs to answer most ads of a territory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.counting import count
from toolkit.counting.groupings import ads_in_cells, check_groupings
from toolkit.errors import OptionError
from toolkit.schema import STATISTICS, SUPPORT, check

if TYPE_CHECKING:
    from toolkit.counting import Annotated

_DRAWS = 1_000
_DRAWS_AT_ONCE = 50
# an ad in several languages can be answered in its main one
_CLEAR = ("sure", "mixed")
_NONE = "none"


def languages_needed(
    annotated: Annotated,
    *,
    by: Sequence[str] = ("departement",),
    reach: float = 0.9,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Estimate how many languages are needed to answer a share of the ads of each cell.

    It names no language: shares by ``written_language`` do. Ads whose language is not sure count
    among those to reach, and no language reaches them: where they are too many, there is no
    estimate. Whole advertisers are drawn again for the interval, or texts where no advertiser is
    known, for the ads of one are in one language.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    by : sequence of str
        Groupings: any of ``count``'s but indicator, hour_band and the languages.
    reach : float
        Share of the ads to be answered, between 0 and 1.
    confidence : float
        Between 0 and 1.
    seed : int
        Of the draws.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``: ``estimate`` is a number of languages; none where the ads in a
        sure language are too few to reach the share, or in a draw of the interval.

    Raises
    ------
    OptionError
        When an option is out of range or a grouping cannot be used.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": list("abcd"), "platform": "p", "language": list("xxxy"),
    ...     "language_status": "sure", "advertiser": range(4), "template": range(4)})
    >>> needed = languages_needed(SimpleNamespace(corpus=corpus), by=["platform"], reach=0.7)
    >>> needed[["platform", "estimate"]].to_numpy().tolist()
    [['p', 1.0]]
    """
    names = check_groupings(list(by))
    taken = {"indicator", "hour_band", *(name for name in names if "language" in name)} & set(names)
    if taken or not 0 < reach < 1 or not 0 < confidence < 1:
        raise OptionError(
            "by, reach, confidence",
            value=(names, reach, confidence),
            rule="by names places, platforms or periods; 0 < reach < 1; 0 < confidence < 1",
            remedy='write for example by=["departement"], reach=0.9',
        )
    ads = ads_in_cells(annotated, [*names, "language_status"])
    ads["_answer"] = ads["_language"].where(ads["language_status"].isin(_CLEAR)).fillna(_NONE)
    counts = count(annotated, by=names)
    cells = dict(list(ads.groupby(names if len(names) > 1 else names[0])))
    rows = []
    for key in counts[names].itertuples(index=False, name=None):
        cell = cells.get(key if len(names) > 1 else key[0])
        rows.append((pd.NA,) * 3 if cell is None else _estimates(cell, reach, confidence, seed))
    numbers = pd.DataFrame(rows, columns=["estimate", "low", "high"], dtype="Float64")
    result = pd.concat([counts[names], numbers], axis=1).assign(
        confidence=confidence,
        statistic=f"languages needed to answer {reach:.0%} of the ads",
        method=f"bootstrap by advertiser or text, {_DRAWS} draws",
    )
    result[list(SUPPORT)] = counts[list(SUPPORT)]
    return check(result.assign(state=counts["state"]), STATISTICS)


def _estimates(
    cell: pd.DataFrame, reach: float, confidence: float, seed: int
) -> tuple[object, object, object]:
    """Return the number of languages of one cell, with its interval."""
    table = pd.crosstab(cell["_unit"].fillna(-1), cell["_answer"])
    # pseudonyms are drawn anew each time: the order of advertisers may not decide an interval
    table = table.sort_values(list(table.columns))
    clear = table.drop(columns=_NONE, errors="ignore").to_numpy()
    sizes = table.to_numpy().sum(axis=1)
    estimate = _needed(clear.sum(axis=0)[None], sizes.sum()[None], reach)[0]
    if np.isnan(estimate):
        return pd.NA, pd.NA, pd.NA
    draws = _redrawn(clear, sizes, reach, seed)
    if np.isnan(draws).mean() > (1 - confidence) / 2:
        return estimate, float(np.nanmin(draws)), pd.NA
    known = np.where(np.isnan(draws), np.inf, draws)
    tails = ((1 - confidence) / 2, (1 + confidence) / 2)
    low, high = np.quantile(known, tails, method="inverted_cdf")
    return estimate, float(low), float(high)


def _redrawn(
    clear: NDArray[np.int64], sizes: NDArray[np.int64], reach: float, seed: int
) -> NDArray[np.float64]:
    """Return the number of languages in each draw of as many advertisers."""
    random = np.random.default_rng(seed)
    even = np.full(len(sizes), 1 / len(sizes))
    draws = []
    for start in range(0, _DRAWS, _DRAWS_AT_ONCE):
        times = random.multinomial(len(sizes), even, size=min(_DRAWS_AT_ONCE, _DRAWS - start))
        draws.append(_needed(times @ clear, times @ sizes, reach))
    return np.concatenate(draws)


def _needed(ads: NDArray[np.int64], totals: NDArray[np.int64], reach: float) -> NDArray[np.float64]:
    """Return, for each row of ads by language, how many languages reach the share; else NaN."""
    if ads.shape[1] == 0:
        return np.full(len(totals), np.nan)
    reached = np.cumsum(-np.sort(-ads, axis=1), axis=1) >= reach * totals[:, None]
    numbers = reached.argmax(axis=1) + 1.0
    return np.where(reached.any(axis=1), numbers, np.nan)
