"""Turn counts and statistics into a table that may leave."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.disclosure.asking import question_of, with_total
from toolkit.disclosure.lattice import Key, build_lattice
from toolkit.disclosure.ledger import Earlier, read_ledger, write_ledger
from toolkit.disclosure.memory import remember
from toolkit.disclosure.protecting import protect
from toolkit.disclosure.rules import Rules, load_rules
from toolkit.disclosure.safe_table import SafeTable
from toolkit.disclosure.suppression import POSSIBLE_MINORITY, Mask, is_counted, unsafe
from toolkit.errors import DisclosureError, TableError
from toolkit.schema import grouping_columns

# columns that would bring a table back to single ads, people or small places
_NEVER = ("ad_id", "row", "text", "advertiser", "template", "posted_at", "date", "day", "place")
_NOT_WITH_MINORITY = ("month", "hour_band", "platform")


def release(
    table: pd.DataFrame | SafeTable,
    *,
    ledger: str | Path | None = None,
    rules: Rules | None = None,
) -> SafeTable:
    """Return a table that may be shown: small cells hidden, and what would give them back.

    Without a ledger it does not compare with other releases: two overlapping tables of one corpus
    can be subtracted from each other by a patient reader. Counts from elsewhere, without
    advertisers or texts, need more ads in each cell, and the table says so.

    Parameters
    ----------
    table : pandas.DataFrame or SafeTable
        Counts or statistics; all columns that the contracts do not name are groupings.
    ledger : str or pathlib.Path, optional
        A JSON Lines file that keeps what was released from one corpus. A new release is compared
        with all of it, and hides more, or is refused, where it would give a number away.
    rules : Rules, optional
        Thresholds, at least as strict as the toolkit's.

    Returns
    -------
    SafeTable
        What may leave.

    Raises
    ------
    DisclosureError
        When the groupings are too fine to be released at all.
    TableError
        When the table has no grouping or no count.

    Examples
    --------
    >>> counts = pd.DataFrame({"month": ["2025-01", "2025-02"], "n_ads": [40, 5]})
    >>> release(counts).to_frame()["state"].tolist()
    ['suppressed', 'suppressed']
    """
    if isinstance(table, SafeTable):
        return table
    chosen = rules if rules is not None else load_rules()
    by = _check_groupings(table)
    frame = table.reset_index(drop=True)
    if "state" not in frame.columns:
        frame["state"] = "counted"
    earlier = read_ledger(Path(ledger)) if ledger is not None else ()
    hidden, withheld, because = _protected(frame, by, chosen, earlier)
    frame["state"] = frame["state"].mask(pd.Series(hidden), "suppressed").astype("str")
    safe = SafeTable(frame, chosen, withheld=withheld, because=because)
    if ledger is not None:
        write_ledger(Path(ledger), safe)
    return safe


def _protected(
    frame: pd.DataFrame, by: list[str], rules: Rules, earlier: tuple[Earlier, ...]
) -> tuple[Mask, frozenset[Key], tuple[str, ...]]:
    """Return which rows to hide, which sums must stay unpublished, and the releases that ask it."""
    hidden = unsafe(frame, rules)
    rows = is_counted(frame)
    if not rows.any():
        return hidden, frozenset(), ()
    counted = frame[rows].reset_index(drop=True)
    lattice = build_lattice(counted, by)
    asked = question_of(counted, lattice, rules)
    told = remember(earlier, lattice, asked)
    # everybody knows how many ads a corpus has, unless that alone would give a cell away
    for question in (with_total(told.question, lattice), told.question):
        found = protect(lattice, question, hidden[rows] | told.hidden, told.withheld)
        if not len(found.given_away):
            break
    if len(found.given_away):
        raise DisclosureError(
            "table",
            rule=f"{len(found.given_away)} hidden cell(s) follow from what was released before: "
            + (", ".join(told.releases) or "its own totals"),
            remedy="count again with coarser groupings, or the selection of that release",
        )
    hidden[rows] = found.hidden
    sums = np.flatnonzero(found.withheld).tolist()
    return hidden, frozenset(lattice.keys(sums)), told.because


def _check_groupings(table: pd.DataFrame) -> list[str]:
    """Return the grouping columns of a table that is coarse enough."""
    if "n_ads" not in table.columns or not len(table.columns):
        raise TableError(
            "table", rule="needs a column n_ads", remedy="bring it in with tk.as_counts"
        )
    by = grouping_columns(table)
    if not by or table.duplicated(by).any():
        raise TableError(
            "table",
            rule="needs grouping columns that name each row once",
            remedy="pass what tk.count, tk.shares or tk.as_counts returned",
        )
    numeric = [n for n in by if not pd.api.types.is_string_dtype(table[n].dtype)]
    never = [name for name in by if name in _NEVER or name == "commune"]
    if never or numeric:
        raise DisclosureError(
            "groupings",
            value=[*never, *numeric],
            rule="group by text columns such as month, platform, language or departement only",
            remedy="count again with coarser groupings",
        )
    _check_minority(table, by)
    return by


def _check_minority(table: pd.DataFrame, by: list[str]) -> None:
    """Refuse indicators of possible minority below département and quarter."""
    if "indicator" not in by:
        return
    minor = table["indicator"].astype("str").str.startswith(POSSIBLE_MINORITY).any()
    fine = [name for name in by if name in _NOT_WITH_MINORITY]
    if minor and (fine or len(by) > 3):
        raise DisclosureError(
            "groupings",
            value=fine or by,
            rule="possible minority is published by département and quarter at the finest",
            remedy="leave these groupings out, or leave the family possible_minority out",
        )
