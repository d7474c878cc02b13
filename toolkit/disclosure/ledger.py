"""What was released from a corpus before, kept in a file beside it."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.disclosure.decisions import Override
from toolkit.disclosure.lattice import Key, build_lattice, cell_keys
from toolkit.errors import InputFileError, OutputFileError

# what a ledger keeps of a row beside its groupings
_NUMBERS = {"n_ads": "Float64", "state": "str", "apart": "Float64"}


@dataclass(frozen=True)
class Earlier:
    """One release: its groupings, what it showed and what must stay unpublished.

    ``rows`` are the groupings, ``n_ads`` (missing where hidden), ``state`` and ``apart``, by how
    many ads another selection must differ; ``totals`` what its denominators tell of other cells;
    ``title`` says what it is a part of; ``corpus`` is the fingerprint of what was counted.
    ``number`` and ``date`` say where it stands in the ledger; without them it is a table of the
    same document.
    """

    by: tuple[str, ...]
    rows: pd.DataFrame
    withheld: frozenset[Key]
    totals: Mapping[Key, float]
    title: str = ""
    corpus: str = ""
    number: int = 0
    date: str = ""

    @property
    def name(self) -> str:
        """Return how a reader finds it again."""
        words = self.title or " × ".join(self.by)
        return f"{self.number} ({self.date}, {words})" if self.number else words

    @cached_property
    def told(self) -> tuple[dict[Key, float], set[Key]]:
        """Return the numbers that it showed or let follow, and the cells it kept unknown."""
        counted = self.rows[self.rows["state"].isin(("counted", "suppressed"))]
        if counted.empty:
            return dict(self.totals), set()
        lattice = build_lattice(counted.reset_index(drop=True), self.by)
        ads = counted["n_ads"].to_numpy(dtype=float, na_value=np.nan)
        hidden = np.isnan(ads)
        broken = np.concatenate([hidden, lattice.members @ hidden.astype(float) > 0])
        values = np.concatenate([ads, lattice.members @ np.nan_to_num(ads)])
        numbers: dict[Key, float] = dict(self.totals)
        kept = {tuple(sorted(key)) for key in self.withheld}
        for cell, key in enumerate(cell_keys(lattice)):
            if not broken[cell]:
                numbers[key] = float(values[cell])
            elif cell < len(ads):
                kept.add(key)
        return numbers, kept


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
    rows = pd.DataFrame(line["rows"], columns=[*by, *_NUMBERS])
    rows = rows.astype({**dict.fromkeys(by, "str"), **_NUMBERS})
    withheld = frozenset(map(_key, line["withheld"]))
    totals = {_key(key): float(value) for key, value in line.get("totals", [])}
    title, corpus = str(line.get("title", "")), str(line.get("corpus", ""))
    return Earlier(by, rows, withheld, totals, title, corpus, number, str(line["date"]))


def _key(pairs: list[list[str]]) -> Key:
    """Return a key as it was written."""
    return tuple((str(name), str(label)) for name, label in pairs)


def write_ledger(path: Path, releases: Sequence[tuple[Earlier, Override | None]]) -> None:
    """Add releases to a ledger: what they show, and the sums that must stay unpublished.

    It keeps no number that is hidden. Where numbers were rounded it keeps them exact, as a patient
    reader may come near them: it is no file that leaves.

    Parameters
    ----------
    path : pathlib.Path
        A JSON Lines file.
    releases : sequence of tuple
        Each with what people decided against the rule, if anything.

    Raises
    ------
    OutputFileError
        When the file cannot be written.

    Examples
    --------
    >>> write_ledger.__name__
    'write_ledger'
    """
    lines = (json.dumps(_line(*release), ensure_ascii=False) + "\n" for release in releases)
    try:
        with path.open("a", encoding="utf-8") as stream:
            stream.write("".join(lines))
    except OSError as error:
        raise OutputFileError(
            f"ledger {path.name!r}",
            rule=f"could not be written ({error.strerror})",
            remedy="choose a folder you may write to",
        ) from error


def _line(release: Earlier, override: Override | None) -> dict[str, object]:
    """Return what a ledger says of a release."""
    line = {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "title": release.title,
        "corpus": release.corpus,
        "by": list(release.by),
        "cells": len(release.rows),
        "hidden": int(release.rows["state"].eq("suppressed").sum()),
        "sha256": hashlib.sha256(release.rows.to_csv(index=False).encode()).hexdigest(),
        "rows": [[_plain(value) for value in row] for row in release.rows.itertuples(index=False)],
        "withheld": sorted([list(map(list, key)) for key in release.withheld]),
        "totals": sorted([[list(map(list, key)), n] for key, n in release.totals.items()]),
    }
    if override is None:
        return line
    decided = {"cells": list(override.cells), "people": list(override.people)}
    return line | {"override": decided | {"reason": override.reason}}


def _plain(value: object) -> str | int | None:
    """Return a value that JSON can hold."""
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return value if isinstance(value, str) else int(value)  # type: ignore[call-overload]
