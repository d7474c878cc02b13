"""Changes of shares may leave beside the shares only where both sides may."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from toolkit.disclosure import SafeTable, release_together
from toolkit.errors import TableError
from toolkit.schema import grouping_columns


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

    A change beside one share tells the other. What left before is known from the ledger only.

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
    names = [name for name in grouping_columns(changes) if name not in ("reference", "group")]
    by = grouping_columns(shares)
    if len(by) != len(names) + 1 or not set(names) < set(by):
        raise TableError(
            "shares",
            value=by,
            rule=f"is grouped by {', '.join(names)} and what tells both sides apart",
            remedy="estimate them with tk.clustered_shares by these groupings",
        )
    # the shares go first: a change of a hidden one is then hidden
    both = {"shares": shares, "changes": changes}
    safe = release_together(both, ledger=ledger, corpus=corpus)
    return ReleasedChanges(safe["changes"], safe["shares"])
