"""Turn counts and statistics into a table that may leave."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path

import pandas as pd

from toolkit.disclosure.rules import Rules, load_rules
from toolkit.disclosure.safe_table import SafeTable
from toolkit.disclosure.suppression import POSSIBLE_MINORITY, complementary, unsafe
from toolkit.errors import DisclosureError, OutputFileError, TableError
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

    It does not compare with other releases: two overlapping tables of one corpus can still be
    subtracted from each other by a patient reader. Counts from elsewhere, without advertisers or
    texts, need more ads in each cell, and the table says so.

    Parameters
    ----------
    table : pandas.DataFrame or SafeTable
        Counts or statistics; all columns that the contracts do not name are groupings.
    ledger : str or pathlib.Path, optional
        A JSON Lines file that keeps what was released: columns, numbers of cells, fingerprint.
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
    hidden = complementary(frame, by, unsafe(frame, chosen), chosen)
    frame["state"] = frame["state"].mask(pd.Series(hidden), "suppressed").astype("str")
    safe = SafeTable(frame, chosen)
    if ledger is not None:
        _write_ledger(Path(ledger), safe)
    return safe


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


def _write_ledger(path: Path, safe: SafeTable) -> None:
    """Add one line to the ledger."""
    content = safe.to_frame().to_csv(index=False).encode()
    line = {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "by": list(safe.by),
        "cells": len(safe.to_frame()),
        "hidden": safe.n_hidden,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    try:
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")
    except OSError as error:
        raise OutputFileError(
            f"ledger {path.name!r}",
            rule=f"could not be written ({error.strerror})",
            remedy="choose a folder you may write to",
        ) from error
