"""What a link between ads is, what it asks of an ad, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Rows = pd.Series | npt.NDArray[np.int64]
Needs = tuple[tuple[str, tuple[object, ...]], ...]
Finder = Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]
# a contact read in doubt could tie ads of several advertisers together
SAFE: Needs = (("quarantined", (False,)), ("advertiser", ()))
DATED: Needs = (*SAFE, ("posted_at", ()))


@dataclass(frozen=True)
class Link:
    """How ads are linked, what an ad must have to be linked at all, and whether ages are read."""

    find: Finder
    needs: Needs
    reads_ages: bool = False


def has_needed(ads: pd.DataFrame, needs: Needs) -> pd.Series:
    """Tell which ads have all that a link asks for.

    It does not tell whether they are linked: an ad without it is not measured, which is not zero.

    Parameters
    ----------
    ads : pandas.DataFrame
        Any columns of ``schema.ANNOTATED``.
    needs : tuple
        Column and the values that will do; any known value where none is named.

    Returns
    -------
    pandas.Series
        One boolean per ad.

    Examples
    --------
    >>> has_needed(pd.DataFrame({"advertiser": [1, None]}), (("advertiser", ()),)).tolist()
    [True, False]
    """
    found = pd.Series(True, index=ads.index)
    for column, values in needs:
        if column not in ads.columns:
            return pd.Series(False, index=ads.index)
        found &= ads[column].isin(values) if values else ads[column].notna()
    return found


def as_hits(rows: Rows, status: object, *, start: object = 0, end: object = 0) -> pd.DataFrame:
    """Return rows of ads as hits; without a wording the place is 0 and 0.

    It does not say which ads are linked to which.

    Parameters
    ----------
    rows : pandas.Series or numpy.ndarray
        Positions of ads.
    status : object
        One status for all, or one for each.
    start, end : object
        Places of wordings, likewise.

    Returns
    -------
    pandas.DataFrame
        ``row``, ``status``, ``start``, ``end``, each hit once, sorted.

    Examples
    --------
    >>> as_hits(pd.Series([3, 3]), "asserted").to_numpy().tolist()
    [[3, 'asserted', 0, 0]]
    """
    found = pd.DataFrame({"row": rows, "status": status, "start": start, "end": end})
    kinds = {"row": "int64", "status": "str", "start": "int64", "end": "int64"}
    return found.drop_duplicates().sort_values(["row", "start"], ignore_index=True).astype(kinds)
