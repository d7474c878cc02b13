"""Differences between two cells: beside one of them a difference tells the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from toolkit.disclosure.attack import Mask
from toolkit.disclosure.ledger import Earlier
from toolkit.errors import GivenAwayError

SIDES = ("reference", "group")
_Cells = dict[tuple[str, ...], bool]
# what a hidden row keeps beside its labels
_KEPT = ("confidence", "n_compared")


def of_hidden_sides(frame: pd.DataFrame, by: Sequence[str], earlier: Sequence[Earlier]) -> Mask:
    """Tell which differences are between cells of which an earlier release hides one or both.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table to be released.
    by : sequence of str
        Its groupings.
    earlier : sequence of Earlier
        From the ledger, or of the same document.

    Returns
    -------
    numpy.ndarray
        One boolean per row; all False for a table that holds no differences.

    Examples
    --------
    >>> rows = pd.DataFrame({"year": ["2024", "2025"], "n_ads": [40.0, np.nan],
    ...                      "state": ["counted", "suppressed"]})
    >>> frame = pd.DataFrame({"reference": ["2024"], "group": ["2025"]})
    >>> of_hidden_sides(frame, SIDES, [Earlier(("year",), rows, frozenset(), {})]).tolist()
    [True]
    """
    found = np.zeros(len(frame), dtype=bool)
    names = [name for name in by if name not in SIDES]
    for release in earlier if set(SIDES) <= set(by) else ():
        cells = _cells(release, names)
        for side in SIDES if cells else ():
            found |= [not cells.get(row, True) for row in _labels(frame, [*names, side])]
    return found


def without_hidden_sides(
    frame: pd.DataFrame, by: Sequence[str], earlier: Sequence[Earlier]
) -> pd.DataFrame:
    """Return a table with the differences that would tell a hidden cell already hidden.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table to be released, with ``state``.
    by : sequence of str
        Its groupings.
    earlier : sequence of Earlier
        From the ledger, or of the same document.

    Returns
    -------
    pandas.DataFrame
        The same rows; nothing of a hidden one is left but its labels.

    Examples
    --------
    >>> frame = pd.DataFrame({"year": ["2024"], "n_ads": [40], "state": "counted"})
    >>> without_hidden_sides(frame, ["year"], []).equals(frame)
    True
    """
    told = of_hidden_sides(frame, by, earlier)
    if not told.any():
        return frame
    kept = {*by, *_KEPT}
    numbers = [
        name for name in frame.select_dtypes(["number", "bool", "boolean"]) if name not in kept
    ]
    gone = pd.Series(told, index=frame.index)
    hidden = frame.assign(state=frame["state"].mask(gone, "suppressed").astype("str"))
    return hidden.assign(**{str(name): frame[name].mask(gone) for name in numbers})


def refuse_told(
    frame: pd.DataFrame, by: Sequence[str], hidden: Mask, earlier: Sequence[Earlier]
) -> None:
    """Refuse a table of which a shown cell and an earlier difference tell a hidden cell.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table to be released.
    by : sequence of str
        Its groupings.
    hidden : numpy.ndarray
        Its hidden rows.
    earlier : sequence of Earlier
        From the ledger, or of the same document.

    Raises
    ------
    GivenAwayError
        Naming the earlier release.

    Examples
    --------
    >>> rows = pd.DataFrame({"reference": ["2024"], "group": ["2025"], "n_ads": 40.0})
    >>> change = Earlier(SIDES, rows.assign(state="counted"), frozenset(), {}, "Change")
    >>> frame = pd.DataFrame({"year": ["2024", "2025"]})
    >>> refuse_told(frame, ["year"], np.array([False, True]), [change])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.GivenAwayError: table: 1 hidden cell(s) follow from a difference ...
    """
    if set(SIDES) <= set(by):
        return
    for release in earlier:
        names = [name for name in release.by if name not in SIDES]
        across = [name for name in by if name not in names]
        if not set(SIDES) <= set(release.by) or len(across) != 1 or len(by) != len(names) + 1:
            continue
        shown = dict(zip(_labels(frame, [*names, *across]), ~hidden, strict=True))
        rows = release.rows[release.rows["n_ads"].notna()]
        ends = [map(shown.get, _labels(rows, [*names, side])) for side in SIDES]
        told = sum({one, two} == {True, False} for one, two in zip(*ends, strict=True))
        if told:
            raise GivenAwayError(
                "table",
                rule=f"{told} hidden cell(s) follow from a difference that was released before: "
                f"{release.name}",
                remedy="release both together: tk.release_together, or tk.release_share_changes",
            )


def _cells(release: Earlier, names: Sequence[str]) -> _Cells:
    """Return whether the cells of a release that differences can be of were shown."""
    across = [name for name in release.by if name not in names]
    if len(across) != 1 or len(release.by) != len(names) + 1 or set(across) & set(SIDES):
        return {}
    shown = release.rows["n_ads"].notna() | release.rows["state"].ne("suppressed")
    return dict(zip(_labels(release.rows, [*names, *across]), shown, strict=True))


def _labels(frame: pd.DataFrame, names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Return the labels of the rows of a table as text."""
    found: Iterator[tuple[str, ...]] = (
        frame[list(names)].astype("str").itertuples(index=False, name=None)
    )
    return found
