"""How few advertisers are too few: for texts on screen, and for the numbers beside them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.disclosure import load_rules
from toolkit.disclosure.suppression import unsafe
from toolkit.errors import OptionError


def refuse_few_advertisers(ads: pd.DataFrame, *, fewest: int = 0, name: str = "selection") -> None:
    """Raise when ads come from so few advertisers that reading them would single somebody out.

    It cannot tell how the ads were chosen, only how many advertisers are behind them. Ads without
    a known advertiser count by themselves: 33 of them, with 11 distinct texts where copies are
    known, are enough.

    Parameters
    ----------
    ads : pandas.DataFrame
        ``advertiser``, and ``template`` where copies were looked for.
    fewest : int
        Distinct advertisers asked for, 11 when less; the other numbers grow with it.
    name : str
        What the ads are, for the error.

    Raises
    ------
    OptionError
        When there are too few.

    Examples
    --------
    >>> refuse_few_advertisers(pd.DataFrame({"advertiser": [4] * 90}))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: selection: must come from at least 11 distinct advertisers, ...
    """
    rules = load_rules()
    needed = max(fewest, rules.k_advertisers)
    least_ads = -(-rules.min_ads_without_support * needed // rules.k_advertisers)
    if ads["advertiser"].nunique() >= needed:
        return
    unknown = ads[ads["advertiser"].isna()]
    texts = unknown["template"].nunique() if "template" in ads.columns else needed
    if len(unknown) >= least_ads and texts >= needed:
        return
    raise OptionError(
        name,
        rule=f"must come from at least {needed} distinct advertisers, or {least_ads} ads where "
        "they are unknown: fewer would single somebody out",
        remedy="widen the territory or the period, or read a review sample of the whole corpus",
    )


def too_small(counts: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which rows of counts of indicators hold numbers that stay hidden on screen.

    It hides what ``release`` would hide of a row by itself; it does not hide a second row so that
    a difference cannot be taken, which is why what it leaves is for the screen only.

    Parameters
    ----------
    counts : pandas.DataFrame
        See ``schema.COUNTS``, with ``indicator`` and ``n_total``.

    Returns
    -------
    numpy.ndarray
        One boolean per row; never where nothing was counted.

    Examples
    --------
    >>> row = {"n_ads": 12, "n_advertisers": 12, "n_templates": 12, "n_total": 90,
    ...        "top1_share": 0.1, "top2_share": 0.2}
    >>> too_small(pd.DataFrame([{**row, "indicator": i} for i in ("AVL.H24", "MIN.X")])).tolist()
    [False, True]
    """
    return unsafe(counts, load_rules())
