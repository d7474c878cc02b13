"""Texts and advertisers of one platform that appear on another later: counts, never a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit.analysis.shares.redrawing import wilson
from toolkit.analysis.trends.readying import event_day
from toolkit.counting.counts import measure_cells
from toolkit.counting.groupings import ads_in_cells
from toolkit.errors import OptionError
from toolkit.schema import STATISTICS, check

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated

_UNITS = {"texts": "_template", "advertisers": "_advertiser"}
_ANYWHERE = "anywhere"
METHOD = "Wilson"


def migration(
    annotated: Annotated,
    *,
    at: str,
    of: str = "texts",
    days: int = 90,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Tell which part of each platform's texts, or advertisers, appear newly on another later.

    It does not say that anybody moved: a text may be copied, and one who writes anew is not seen.
    Read the row of a platform that closed beside those of the others, which show what is usual.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    at : str
        A day, or the period that begins with it.
    of : str
        ``texts`` (near-duplicate groups) or ``advertisers``.
    days : int
        Length of the time before, and of the time after.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``: ``from_platform``, ``to_platform`` (``anywhere`` in one row of
        each). The estimate is the share of those seen on the first before that day that are seen on
        the second after it and were not before; the support is their ads on the first.
        ``n_moved`` and ``n_units`` are the two numbers, ``n_total`` all ads on the first.

    Raises
    ------
    OptionError
        When an option cannot be used.

    Notes
    -----
    Wilson (1927), each text or advertiser once.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> dates = pd.to_datetime(["2025-03-01", "2025-03-02", "2025-04-05"])
    >>> corpus = pd.DataFrame({"ad_id": ["a", "b", "c"], "platform": ["p", "p", "q"],
    ...     "posted_at": dates, "language": "fr", "advertiser": [1, 2, 1], "template": [0, 1, 0]})
    >>> found = migration(SimpleNamespace(corpus=corpus), at="2025-04-01")
    >>> found[["from_platform", "to_platform", "estimate"]].to_numpy().tolist()
    [['p', 'anywhere', 0.5], ['p', 'q', 0.5]]
    """
    day = event_day(at)
    if of not in _UNITS or days < 1 or not 0 < confidence < 1:
        raise OptionError(
            "of, days, confidence",
            value=(of, days, confidence),
            rule=f"of is one of {', '.join(_UNITS)}, days 1 or more, and "
            "confidence between 0 and 1",
            remedy='write for example of="texts", days=90',
        )
    ads = ads_in_cells(annotated, ["platform"]).assign(unit=lambda table: table[_UNITS[of]])
    away = pd.to_datetime(annotated.corpus["posted_at"]).reset_index(drop=True) - day
    span = pd.Timedelta(days=days)
    before = ads[(away >= -span) & (away < pd.Timedelta(0)) & ads["unit"].notna()]
    after = ads[(away >= pd.Timedelta(0)) & (away < span) & ads["unit"].notna()]
    seen = before[["unit", "platform"]].drop_duplicates()
    later = after[["unit", "platform"]].drop_duplicates()
    new = later.merge(seen, how="left", indicator=True)
    new = new[new["_merge"].eq("left_only")].drop(columns="_merge")
    return check(_table(before, seen, new, confidence), STATISTICS)


def _table(
    before: pd.DataFrame, seen: pd.DataFrame, new: pd.DataFrame, confidence: float
) -> pd.DataFrame:
    """Return one row per pair of platforms, and one per platform for all the others."""
    from scipy.special import ndtri

    starts = seen.rename(columns={"platform": "from_platform"})
    pairs = starts.merge(new.rename(columns={"platform": "to_platform"}), on="unit")
    anywhere = pairs[["unit", "from_platform"]].drop_duplicates().assign(to_platform=_ANYWHERE)
    moved = pd.concat([anywhere, pairs[["unit", "from_platform", "to_platform"]]])
    targets = sorted({*new["platform"], *seen["platform"]})
    grid = starts[["from_platform"]].drop_duplicates()
    grid = grid.merge(
        pd.DataFrame({"to_platform": [_ANYWHERE, *targets]}, dtype="str"), how="cross"
    )
    grid = grid[grid["from_platform"].ne(grid["to_platform"])]
    for name, rows in (("n_units", starts), ("n_total", before)):
        sizes = rows.rename(columns={"platform": "from_platform"}).groupby("from_platform").size()
        grid = grid.merge(sizes.rename(name).reset_index())
    keys = ["from_platform", "to_platform"]
    number = moved.groupby(keys).size().rename("n_moved").reset_index()
    cells = before.rename(columns={"platform": "from_platform"}).merge(
        moved, on=["unit", "from_platform"]
    )
    table = grid.merge(number, how="left").merge(measure_cells(cells, keys), how="left")
    numbers = ["n_moved", "n_ads", "n_advertisers", "n_templates"]
    table[numbers] = table[numbers].fillna(0).astype("Int64")
    units = table["n_units"].to_numpy(dtype="float64")
    moved_share = table["n_moved"].to_numpy(dtype="float64") / units
    found = wilson(moved_share, units, ndtri((1 + confidence) / 2))
    for name, values in zip(("estimate", "low", "high"), found, strict=True):
        table[name] = values
    constants = {"confidence": confidence, "statistic": "share", "method": METHOD}
    table = table.assign(**constants, state="counted")  # type: ignore[arg-type]
    return table.sort_values(keys, ignore_index=True)
