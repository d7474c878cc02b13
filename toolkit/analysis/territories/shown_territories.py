"""The territories of a released table: what is compared is what anybody may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.territories.rates import UNITS
from toolkit.counting.periods import UNKNOWN
from toolkit.counting.proportions import Numbers
from toolkit.disclosure import SafeTable, release
from toolkit.disclosure.statistic_names import rate_of
from toolkit.errors import OptionError, TableError
from toolkit.schema import grouping_columns

_PREFERRED = ("advertisers", "texts", "ads")
TERRITORIES = ("departement", "region", "commune")


class Territories(NamedTuple):
    """Rows of a released table, and the numbers of those that can be compared.

    ``events`` are counted on ``size``: inhabitants for a rate, ads (or as many independent ones as
    the interval amounts to) for a share. Both are NaN where a row is not compared.
    """

    frame: pd.DataFrame
    by: str
    unit: str
    per: int
    events: Numbers
    size: Numbers

    @property
    def used(self) -> np.ndarray:
        """Return which rows are compared."""
        return np.asarray(~np.isnan(self.events))


def shown_territories(
    table: pd.DataFrame | SafeTable,
    *,
    unit: str | None = None,
    where: Mapping[str, str] | None = None,
) -> Territories:
    """Return what may be seen of rates or shares of territories, ready to be compared.

    A table that was not released is, first: no hidden number takes part in what is said of the
    others, nor can it be worked out from there.

    Parameters
    ----------
    table : pandas.DataFrame or SafeTable
        What ``rates``, ``clustered_rates``, ``shares`` or ``clustered_shares`` returned, or
        ``release`` of it.
    unit : str, optional
        What is counted for a rate: ``"advertisers"`` where they are known, else ``"texts"``, else
        ``"ads"``, which one advertiser may post by the hundred.
    where : mapping, optional
        Grouping to label, where a territory has several rows.

    Returns
    -------
    Territories
        Rows in the order of their codes.

    Raises
    ------
    TableError
        When a row is no rate and no share, or a territory has several rows.
    OptionError
        When the unit is none, or is not known.

    Examples
    --------
    >>> from toolkit.analysis.territories.rates import rates
    >>> counts = pd.DataFrame({"departement": ["59", "62"], "n_ads": [585, 216]})
    >>> found = shown_territories(rates(counts))
    >>> found.unit, found.events.tolist()
    ('ads', [585.0, 216.0])
    """
    frame = release(table).to_frame()
    for name, label in (where or {}).items():
        if name not in frame.columns or not frame[name].eq(label).any():
            raise OptionError(
                "where",
                value=(name, label),
                rule="must be a grouping of the table and one of its labels",
                remedy="read them in the table that release returned",
            )
        frame = frame[frame[name].eq(label)]
    by = _territory(frame, tuple(where or {}))
    frame = frame.sort_values(by, ignore_index=True)
    known = frame["estimate"].notna() & frame[by].ne(UNKNOWN)
    rate = rate_of(frame)
    if rate is None:
        events, size = _effective_shares(frame)
        chosen, per = "share", 1
    else:
        chosen, per = _unit(frame[known], unit), rate[1]
        events, size = (_numbers(frame, name) for name in (UNITS[chosen], "population"))
    usable = known.to_numpy(dtype=bool) & ~np.isnan(events) & ~np.isnan(size) & (size > 0)
    return Territories(
        frame,
        by,
        chosen,
        per,
        np.where(usable, events, np.nan),
        np.where(usable, size, np.nan),
    )


def _territory(frame: pd.DataFrame, fixed: tuple[str, ...]) -> str:
    """Return the grouping that names territories, when each has one row."""
    groups = [name for name in grouping_columns(frame) if name not in fixed]
    by = next((name for name in TERRITORIES if name in groups), (groups or [""])[0])
    kinds = set(frame["statistic"]) if "statistic" in frame.columns else set()
    if len(kinds) > 1 or (rate_of(frame) is None and kinds != {"share"}):
        raise TableError(
            "table",
            value=", ".join(sorted(map(str, kinds))),
            rule="must hold rates or shares of territories",
            remedy="pass what tk.rates or tk.clustered_shares returned",
        )
    if not by or frame[by].duplicated().any():
        raise TableError(
            "table",
            value=", ".join(groups),
            rule="has several rows for a territory",
            remedy='choose one, for example where={"written_language": "ro"}',
        )
    return by


def _unit(frame: pd.DataFrame, unit: str | None) -> str:
    """Return what is counted: what was asked for, or what depends least on copies."""
    known = [name for name in _PREFERRED if frame[UNITS[name]].notna().all()]
    if unit is None:
        return known[0]
    if unit not in known:
        raise OptionError(
            "unit",
            value=unit,
            rule=f"must be one of {', '.join(UNITS)}, and known for each territory",
            remedy="leave it out",
        )
    return unit


def _numbers(frame: pd.DataFrame, name: str) -> Numbers:
    """Return a column as floats."""
    column = frame[name].astype("Float64")
    values: Numbers = np.asarray(column.to_numpy(dtype="float64", na_value=np.nan))
    return values


def _effective_shares(frame: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """Return ads in the cell and in all, as many as would give the interval of each share.

    A Wilson interval tells its number: it is that of ads where they are independent, fewer where
    the limits know of advertisers.
    """
    from scipy.special import ndtri

    share, low, high = (_numbers(frame, name) for name in ("estimate", "low", "high"))
    z = ndtri((1 + _numbers(frame, "confidence")) / 2)
    width, spread = (high - low) ** 2, share * (1 - share)
    # with w = z²/n the squared width is (4pqw + w²) / (1 + w)²
    half = 2 * spread - width
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = width / (half + np.sqrt(half**2 + width * (1 - width)))
        size = z**2 / weight
    return share * size, size
