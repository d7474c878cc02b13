"""Rates of ads with an interval that knows that one advertiser posts many ads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.territories.poisson_limits import BYAR_FROM, event_limits
from toolkit.analysis.territories.rates import check_rate_options, rate_table, with_population
from toolkit.counting import count
from toolkit.counting.groupings import ads_in_cells
from toolkit.counting.proportions import Estimate, Numbers

if TYPE_CHECKING:
    from toolkit.counting import Annotated

METHOD = f"by advertiser or text: exact below {BYAR_FROM} effective ads, Byar from {BYAR_FROM}"


def clustered_rates(
    annotated: Annotated,
    *,
    by: str = "departement",
    population: Mapping[str, float] | None = None,
    per: int = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate the rate of ads of each territory with an interval that counts advertisers.

    As ``rates``, and no more a prevalence. Advertisers come independently, or texts where no
    advertiser is known, and all ads of one come with it: a hundred copies are one event. It takes
    the advertisers that were not seen to post as much as those that were: where a few of them post
    most ads, it is still too narrow.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    by : str
        ``departement``, ``commune``, or another grouping of territories with ``population``.
    population : mapping, optional
        As for ``rates``.
    per : int
        Inhabitants of the rate.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        As ``rates``.

    Raises
    ------
    CodeError, OptionError
        As ``rates``.

    Notes
    -----
    A compound Poisson number of ads ``n`` whose advertisers post ``c`` each has the variance
    ``sum(c**2)``; its limits are those of ``n**2 / sum(c**2)`` events, scaled back, as for weighted
    sums of Poisson numbers (Dobson and others 1991; Fay and Feuer 1997). Coverage is measured in
    ``benchmarks/territory_rates.py``.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": [str(n) for n in range(200)], "departement": "59",
    ...     "language": "fr", "advertiser": [n % 20 for n in range(200)], "template": range(200)})
    >>> found = clustered_rates(SimpleNamespace(corpus=corpus))
    >>> found[["departement", "estimate", "low", "high"]].round(1).to_numpy().tolist()
    [['59', 7.6, 4.7, 11.8]]
    """
    check_rate_options(per, confidence, "ads")
    counts = count(annotated, by=[by])
    sizes = ads_in_cells(annotated, [by]).groupby([by, "_unit"], dropna=False).size()
    squares = sizes.pow(2).groupby(level=by).sum().reindex(counts[by]).fillna(0)
    found = with_population(counts, by=by, population=population, per=per, unit="ads")
    ads = np.asarray(found["n_ads"].to_numpy(dtype="float64", na_value=np.nan))
    limits = clustered_limits(ads, np.asarray(squares, dtype="float64"), confidence=confidence)
    scale = per / found["population"].astype("Float64")
    for name, values in zip(("estimate", "low", "high"), limits, strict=True):
        found[name] = pd.Series(values, dtype="Float64") * scale
    return rate_table(found.assign(confidence=confidence, method=METHOD))


def clustered_limits(ads: Numbers, squares: Numbers, *, confidence: float = 0.95) -> Estimate:
    """Return numbers of ads with limits that take the ads of an advertiser as one event.

    Parameters
    ----------
    ads : numpy.ndarray
        Ads of each cell.
    squares : numpy.ndarray
        The squared ads of its advertisers, added up.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Estimate
        The numbers and their limits; those of ``event_limits`` where nobody posts twice.

    Examples
    --------
    >>> found = clustered_limits(np.array([20.0, 20.0]), np.array([20.0, 400.0]))
    >>> [limit.round(1).tolist() for limit in found]
    [[20.0, 20.0], [12.2, 0.5], [30.9, 111.4]]
    """
    # how many ads the advertiser of an ad posts, one where there is no ad
    met = np.divide(squares, ads, out=np.ones(ads.shape), where=ads > 0)
    limits = event_limits(ads / met, confidence=confidence)
    return Estimate(ads, limits.low * met, limits.high * met)
