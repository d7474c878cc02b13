"""What was released from a corpus before, kept in a file beside it."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.disclosure.lattice import Key
from toolkit.errors import InputFileError, OutputFileError

if TYPE_CHECKING:
    from toolkit.disclosure.safe_table import SafeTable


@dataclass(frozen=True)
class Earlier:
    """One release: when, its groupings, what it showed and what must stay unpublished."""

    number: int
    date: str
    by: tuple[str, ...]
    rows: pd.DataFrame
    withheld: frozenset[Key]

    @property
    def name(self) -> str:
        """Return how a reader finds it again."""
        return f"{self.number} ({self.date}, {' × '.join(self.by)})"


def read_ledger(path: Path) -> tuple[Earlier, ...]:
    """Return the releases that a ledger keeps, none where there is no file yet.

    Parameters
    ----------
    path : pathlib.Path
        A JSON Lines file.

    Returns
    -------
    tuple of Earlier
        In their order.

    Raises
    ------
    InputFileError
        When a line cannot be read: a ledger that is not whole protects nobody.

    Examples
    --------
    >>> read_ledger(Path("nowhere.jsonl"))
    ()
    """
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    try:
        return tuple(_earlier(number, json.loads(line)) for number, line in enumerate(lines, 1))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputFileError(
            f"ledger {path.name!r}",
            rule="holds a line that is no release",
            remedy="take the last whole copy of it: without it nothing more can be released",
        ) from error


def _earlier(number: int, line: dict[str, Any]) -> Earlier:
    """Return one line of a ledger."""
    by = tuple(line["by"])
    rows = pd.DataFrame(line["rows"], columns=[*by, "n_ads", "state"])
    rows = rows.astype({**dict.fromkeys(by, "str"), "n_ads": "Float64", "state": "str"})
    keys = (tuple((str(n), str(label)) for n, label in key) for key in line["withheld"])
    return Earlier(number, str(line["date"]), by, rows, frozenset(keys))


def write_ledger(path: Path, safe: SafeTable) -> None:
    """Add a release to a ledger: what it shows, and the sums that must stay unpublished.

    It keeps no number that is hidden.

    Parameters
    ----------
    path : pathlib.Path
        A JSON Lines file.
    safe : SafeTable
        The release.

    Raises
    ------
    OutputFileError
        When the file cannot be written.

    Examples
    --------
    >>> write_ledger.__name__
    'write_ledger'
    """
    frame = safe.to_frame()
    rows = frame[[*safe.by, "n_ads", "state"]]
    line = {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "by": list(safe.by),
        "cells": len(frame),
        "hidden": safe.n_hidden,
        "sha256": hashlib.sha256(frame.to_csv(index=False).encode()).hexdigest(),
        "rows": [[_plain(value) for value in row] for row in rows.itertuples(index=False)],
        "withheld": sorted([list(map(list, key)) for key in safe.withheld]),
    }
    try:
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError as error:
        raise OutputFileError(
            f"ledger {path.name!r}",
            rule=f"could not be written ({error.strerror})",
            remedy="choose a folder you may write to",
        ) from error


def _plain(value: object) -> str | int | None:
    """Return a value that JSON can hold."""
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return value if isinstance(value, str) else int(value)  # type: ignore[call-overload]


def sorted_key(names: Sequence[str], labels: Sequence[object]) -> Key:
    """Return groupings and labels in the order of the names of groupings.

    Parameters
    ----------
    names : sequence of str
        Groupings.
    labels : sequence
        Their labels.

    Returns
    -------
    tuple
        Pairs.

    Examples
    --------
    >>> sorted_key(["platform", "month"], ["p", "2025-01"])
    (('month', '2025-01'), ('platform', 'p'))
    """
    return tuple(sorted((name, str(label)) for name, label in zip(names, labels, strict=True)))
