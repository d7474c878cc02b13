"""Changes of shares may leave beside the shares only where both sides may."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from toolkit.disclosure import SafeTable, release
from toolkit.errors import TableError
from toolkit.schema import SUPPORT, grouping_columns

_NUMBERS = (*SUPPORT, "n_total", "estimate", "low", "high", "told_from_zero", "smallest_visible")


class ReleasedChanges(NamedTuple):
    """Changes, and the shares of both sides, as they may be shown together."""

    changes: SafeTable
    shares: SafeTable


def release_share_changes(
    changes: pd.DataFrame,
    shares: pd.DataFrame,
    *,
    ledger: str | Path | None = None,
    corpus: str = "",
) -> ReleasedChanges:
    """Release the shares of two sides, and changes where both may be shown.

    A change beside one share tells the other. It does not know of shares that left before: release
    both through it, and once.

    Parameters
    ----------
    changes : pandas.DataFrame
        From ``share_changes``.
    shares : pandas.DataFrame
        From ``clustered_shares``: the same groupings, and the one that tells both sides apart.
    ledger, corpus
        As for ``release``.

    Returns
    -------
    ReleasedChanges
        ``changes`` and ``shares``.

    Raises
    ------
    TableError
        When the tables are not of the same groupings.
    DisclosureError
        As for ``release``.

    Examples
    --------
    >>> release_share_changes(pd.DataFrame({"platform": []}), pd.DataFrame())  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.TableError: changes: ...
    """
    if not {"reference", "group"} <= set(changes.columns):
        raise TableError("changes", rule="comes from share_changes", remedy="pass what it returned")
    safe = release(shares, ledger=ledger, corpus=corpus)
    names = [name for name in grouping_columns(changes) if name not in ("reference", "group")]
    across = [name for name in safe.by if name not in names]
    if len(across) != 1 or not set(names) <= set(safe.by):
        raise TableError(
            "shares",
            value=list(safe.by),
            rule=f"is grouped by {', '.join(names)} and what tells both sides apart",
            remedy="estimate them with tk.clustered_shares by these groupings",
        )
    frame = safe.to_frame()
    seen = frame[frame["estimate"].notna() | frame["state"].ne("suppressed")]
    keys = set(seen[[*names, across[0]]].astype("str").itertuples(index=False, name=None))
    whole = {tuple(str(label) for label in row) for row in frame[[*names, across[0]]].to_numpy()}
    told = pd.Series(True, index=changes.index)
    for side in ("reference", "group"):
        rows = changes[[*names, side]].astype("str").itertuples(index=False, name=None)
        # a category without a row has no ad on that side
        told &= pd.Series([row in keys or row not in whole for row in rows], index=changes.index)
    told |= changes["state"].ne("counted")
    # the weaker side's numbers may be those of the hidden share: nothing of the row leaves
    table = changes.assign(state=changes["state"].where(told, "suppressed").astype("str"))
    for name in (name for name in _NUMBERS if name in table.columns):
        table[name] = table[name].where(told)
    kept = release(table, ledger=ledger, corpus=corpus)
    return ReleasedChanges(kept, safe)
