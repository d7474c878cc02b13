"""Turn counts and statistics into tables that may leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from toolkit.disclosure.admitting import admit
from toolkit.disclosure.asking import least_difference
from toolkit.disclosure.decisions import Decisions, Override
from toolkit.disclosure.denominators import denominator_cells
from toolkit.disclosure.differences import refuse_told, without_hidden_sides
from toolkit.disclosure.ledger import Earlier, read_ledger, write_ledger
from toolkit.disclosure.rounding import check_base
from toolkit.disclosure.rules import Rules, load_rules
from toolkit.disclosure.safe_table import SafeTable
from toolkit.disclosure.settling import Asked, settle
from toolkit.disclosure.suppression import numbers_of, rare_terms
from toolkit.errors import DisclosureError, GivenAwayError


def release(
    table: pd.DataFrame | SafeTable,
    *,
    ledger: str | Path | None = None,
    rules: Rules | None = None,
    round_to: int | None = None,
    override: Override | None = None,
    corpus: str = "",
) -> SafeTable:
    """Return a table that may be shown: small cells hidden, and what would give them back.

    Without a ledger it does not compare with other releases: two overlapping tables of one corpus
    can be subtracted from each other by a patient reader. Counts from elsewhere, without
    advertisers or texts, need more ads in each cell, and the table says so. Words and n-grams of
    too few advertisers are left out with their row, for they are themselves text of ads.

    Parameters
    ----------
    table : pandas.DataFrame or SafeTable
        Counts or statistics; all columns that the contracts do not name are groupings.
    ledger : str or pathlib.Path, optional
        A JSON Lines file that keeps what was released from one corpus. A new release is compared
        with all of it, and hides more, or is refused, where it would give a number away.
    rules : Rules, optional
        Thresholds, at least as strict as the toolkit's.
    round_to : int, optional
        Round counts to multiples of it, and shares to whole percents.
    override : Override, optional
        Cells that two named people decided to show, and why; it needs a ledger.
    corpus : str
        The fingerprint of what was counted, for the ledger. Releases of another fingerprint are
        compared all the same: a corpus with one more month has another one.

    Returns
    -------
    SafeTable
        What may leave.

    Raises
    ------
    DisclosureError
        When the groupings are too fine to be released at all, when what was released before gives
        a number away, or when an override has no ledger.
    OptionError
        When the base of rounding is not one.
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
    if override is not None and ledger is None:
        raise DisclosureError(
            "override", rule="is written to a ledger", remedy="pass ledger=, and keep that file"
        )
    asked = _asked(ledger, rules, check_base(round_to), corpus)
    safe, entry = _released(table, replace(asked, override=override), "")
    if ledger is not None:
        write_ledger(Path(ledger), [(entry, override)])
    return safe


def release_together(
    tables: Mapping[str, pd.DataFrame],
    *,
    ledger: str | Path | None = None,
    rules: Rules | None = None,
    round_to: int | None = None,
    corpus: str = "",
) -> dict[str, SafeTable]:
    """Return the tables of one document, none of which gives away a hidden cell of another.

    Each is protected with those before it in view, and where that is not possible before them; all
    are written to the ledger, or none.

    Parameters
    ----------
    tables : mapping
        Title, as readers know the table, to counts or statistics.
    ledger, rules, round_to, corpus
        As for ``release``.

    Returns
    -------
    dict
        Title to released table, in the same order.

    Raises
    ------
    ToolkitError
        As for ``release``.

    Examples
    --------
    >>> months = pd.DataFrame({"month": ["2025-01", "2025-02"], "n_ads": [400, 5]})
    >>> year = pd.DataFrame({"year": ["2025"], "n_ads": [405]})
    >>> safe = release_together({"By month": months, "By year": year})
    >>> [table.n_hidden for table in safe.values()]
    [2, 0]
    """
    asked = _asked(ledger, rules, check_base(round_to), corpus)
    order = list(tables)
    done = _in_order(tables, order, asked)
    if ledger is not None:
        write_ledger(Path(ledger), [(done[title][1], None) for title in order])
    return {title: done[title][0] for title in tables}


def _in_order(
    tables: Mapping[str, pd.DataFrame], order: list[str], asked: Asked
) -> dict[str, tuple[SafeTable, Earlier]]:
    """Return the tables of a document; a table that the others give away goes before them."""
    moved: set[str] = set()
    while True:
        done: dict[str, tuple[SafeTable, Earlier]] = {}
        for title in order:
            entries = (entry for _, entry in done.values())
            known = replace(asked, earlier=(*asked.earlier, *entries))
            try:
                done[title] = _released(tables[title], known, title)
            except GivenAwayError:
                if title in moved or title == order[0]:
                    raise
                moved.add(title)
                order.remove(title)
                order.insert(0, title)
                break
        else:
            return done


def _asked(
    ledger: str | Path | None, rules: Rules | None, round_to: int | None, corpus: str
) -> Asked:
    """Return how tables are to be released."""
    earlier = read_ledger(Path(ledger)) if ledger is not None else ()
    return Asked(rules if rules is not None else load_rules(), earlier, round_to, None, corpus)


def _released(table: pd.DataFrame, asked: Asked, title: str) -> tuple[SafeTable, Earlier]:
    """Return a table that may be shown, and what a ledger keeps of it."""
    by = admit(table, asked.rules)
    rare = rare_terms(table, asked.rules)
    frame = table[~rare].reset_index(drop=True)
    if "state" not in frame.columns:
        frame["state"] = "counted"
    frame = without_hidden_sides(frame, by, asked.earlier)
    decided = Decisions(left_out=int(rare.sum()), round_to=asked.round_to, override=asked.override)
    hidden, decided = settle(frame, by, asked, decided)
    refuse_told(frame, by, hidden, asked.earlier)
    frame["state"] = frame["state"].mask(pd.Series(hidden), "suppressed").astype("str")
    safe = SafeTable(frame, asked.rules, decided=decided)
    totals = {
        key: float(total)
        for key, total, gone in zip(
            denominator_cells(frame, by), numbers_of(frame, "n_total"), hidden, strict=True
        )
        if key and not gone
    }
    rows = frame[[*by, "n_ads", "state"]]
    gone = pd.Series(hidden)
    rows = rows.assign(
        n_ads=rows["n_ads"].astype("Float64").mask(gone),
        apart=pd.Series(least_difference(frame, asked.rules)).mask(gone),
    )
    return safe, Earlier(tuple(by), rows, decided.withheld, totals, title, asked.corpus)
