"""Parts of a corpus that do not overlap, by what was found, and how many texts to draw in each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import OptionError

NO_HIT = "no_hit"
ASSERTED, OTHER_STATUS = "asserted", "not_asserted"
# fewer would leave a stratum without any measure of its own spread
FEWEST_TEXTS = 2
# rules miss wordings where they found nothing: a third of the reading goes there
SHARE_WITHOUT_HIT = 1 / 3


def strata(identifiers: pd.Series, spans: pd.DataFrame, indicators: Sequence[str]) -> pd.Series:
    """Return the one stratum of each ad: what was found of the rarest indicator, or nothing.

    It ranks no ad: a stratum says which wording was found, and serves to draw at random in it.

    Parameters
    ----------
    identifiers : pandas.Series
        ``ad_id`` of each ad.
    spans : pandas.DataFrame
        See ``schema.SPANS``, with ``ad_id``.
    indicators : sequence of str
        Identifiers in the codebook.

    Returns
    -------
    pandas.Series
        ``"<indicator> asserted"``, ``"<indicator> not_asserted"`` or ``"no_hit"``, on the index of
        ``identifiers``. An asserted wording goes before any other status.

    Examples
    --------
    >>> found = pd.DataFrame({"ad_id": ["a"], "indicator": ["A.B"], "status": ["negated"]})
    >>> strata(pd.Series(["a", "b"]), found, ["A.B"]).tolist()
    ['A.B not_asserted', 'no_hit']
    """
    stratum = pd.Series(NO_HIT, index=identifiers.index, dtype="str")
    found = spans[spans["indicator"].isin(indicators)]
    # the rarest is written last, and asserted ones after all others
    for asserted in (False, True):
        kind = found[(found["status"] == "asserted") == asserted]
        ads = {one: set(kind.loc[kind["indicator"] == one, "ad_id"]) for one in indicators}
        for one in sorted(indicators, key=lambda name: (-len(ads[name]), name)):
            name = f"{one} {ASSERTED if asserted else OTHER_STATUS}"
            stratum = stratum.mask(identifiers.isin(ads[one]), name)
    return stratum


def allocate(sizes: pd.Series, n: int) -> pd.Series:
    """Return how many texts to draw in each stratum.

    It looks at sizes only. One stratum takes all. A third goes to the ads without a hit, the rest
    is shared equally; what a small stratum cannot give is shared among the others.

    Parameters
    ----------
    sizes : pandas.Series
        Ads by stratum.
    n : int
        Texts in all, at most the ads.

    Returns
    -------
    pandas.Series
        Texts by stratum; they add up to ``n``.

    Raises
    ------
    OptionError
        When ``n`` is too small to draw two texts in each stratum.

    Examples
    --------
    >>> allocate(pd.Series({"A.B asserted": 4, "A.B not_asserted": 50, "no_hit": 900}), 60).tolist()
    [4, 28, 28]
    """
    least = sizes.clip(upper=FEWEST_TEXTS) if len(sizes) > 1 else sizes.clip(upper=1)
    if n < int(least.sum()):
        raise OptionError(
            "n",
            value=n,
            rule=f"{len(sizes)} strata need at least {int(least.sum())} texts",
            remedy="ask for more texts or for fewer indicators",
        )
    without = (sizes.index == NO_HIT).astype("float64")
    hits = max(len(sizes) - without.sum(), 1)
    wanted = without * SHARE_WITHOUT_HIT + (1 - without) * (1 - SHARE_WITHOUT_HIT) / hits
    most, drawn = sizes.to_numpy(), least.to_numpy().copy()
    # one text at a time to the stratum that is furthest below its share
    for _ in range(n - int(drawn.sum())):
        drawn[np.where(drawn < most, drawn / wanted, np.inf).argmin()] += 1
    return pd.Series(drawn, index=sizes.index)


def draw_by_stratum(
    stratum: pd.Series, n: int, generator: np.random.Generator
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Draw at random in each stratum, and mix what was drawn: an order must not tell a stratum.

    Parameters
    ----------
    stratum : pandas.Series
        The one stratum of each row.
    n : int
        Rows in all, at most those there are.
    generator : numpy.random.Generator
        The same state draws the same rows.

    Returns
    -------
    tuple of numpy.ndarray
        The positions drawn, in random order, and how many rows each stands for.

    Examples
    --------
    >>> rows = pd.Series(["A.B asserted", "no_hit", "no_hit", "A.B asserted"])
    >>> places, weights = draw_by_stratum(rows, 4, np.random.default_rng(1))
    >>> sorted(places.tolist()), weights.tolist()
    ([0, 1, 2, 3], [1.0, 1.0, 1.0, 1.0])
    """
    sizes = stratum.value_counts().sort_index()
    shares = allocate(sizes, n)
    chosen = [
        generator.choice(np.flatnonzero(stratum == name), size=int(number), replace=False)
        for name, number in shares.items()
    ]
    order = generator.permutation(np.concatenate(chosen))
    weights = stratum.iloc[order].map(sizes / shares)
    return order, weights.to_numpy(dtype="float64")
