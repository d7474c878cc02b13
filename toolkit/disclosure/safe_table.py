"""A table that cannot be built while it holds a disclosive cell."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NoReturn

import numpy as np
import pandas as pd

from toolkit.disclosure.asking import question_of
from toolkit.disclosure.auditing import given_away, small_sums
from toolkit.disclosure.decisions import Decisions
from toolkit.disclosure.lattice import Key, Lattice, build_lattice
from toolkit.disclosure.rounding import rounded
from toolkit.disclosure.rules import Rules
from toolkit.disclosure.suppression import Mask, is_counted, rare_terms, unsafe
from toolkit.disclosure.wording import cells_in_words, explanation, page_part, state_words
from toolkit.disclosure.workbook import table_workbook
from toolkit.errors import DisclosureError
from toolkit.schema import grouping_columns
from toolkit.writing import write_bytes_file, write_text_file

# what a hidden row still says: how it was counted, nothing of what
_KEPT = ("state", "statistic", "method", "confidence", "population", "vintage")
# they tell rows apart and are results: a hidden row has none
_FOUND = ("at", "at_low", "at_high")


class SafeTable:
    """A released table: small cells hidden, and with them what would give them back.

    It cannot be changed, added up or subtracted: sums of hidden cells mean nothing. ``to_frame``
    gives a copy of what may be seen.

    Parameters
    ----------
    table : pandas.DataFrame
        Counts or statistics with all support columns; rows to hide have the state ``suppressed``
        and still hold their numbers, so that the table can check that enough is hidden.
    rules : Rules
        The thresholds.
    decided : Decisions, optional
        Sums that must not be published beside it, earlier releases for which more was hidden,
        rounding, an override.

    Raises
    ------
    DisclosureError
        When a row that would be shown is disclosive, or gives a hidden one away.

    Examples
    --------
    >>> SafeTable(pd.DataFrame({"month": ["2025-01"], "n_ads": [4], "state": ["counted"]}), Rules())
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: 1 cell(s) would give small numbers away. What to do: \
pass the table to tk.release.
    """

    __slots__ = ("_frame", "by", "decided", "has_support", "n_hidden", "overridden", "rules")

    _frame: pd.DataFrame
    by: tuple[str, ...]
    decided: Decisions
    has_support: bool
    n_hidden: int
    overridden: tuple[bool, ...]
    rules: Rules

    def __init__(
        self, table: pd.DataFrame, rules: Rules, *, decided: Decisions | None = None
    ) -> None:
        beside = decided if decided is not None else Decisions()
        by = grouping_columns(table)
        hidden = table["state"].eq("suppressed").to_numpy(dtype=bool)
        anyway = beside.shown_anyway(table, by)
        counted = table.assign(state=table["state"].mask(hidden, "counted"))
        missing = int((unsafe(counted, rules) & ~hidden & ~anyway).sum())
        missing += int(rare_terms(table, rules).sum())
        missing = missing or _given_away(counted, by, hidden, rules, beside.withheld)
        if missing:
            raise DisclosureError(
                "table",
                rule=f"{missing} cell(s) would give small numbers away",
                remedy="pass the table to tk.release",
            )
        shown = table.drop(columns=[n for n in ("top1_share", "top2_share") if n in table])
        labels = set(by) - set(_FOUND)
        for name in (column for column in shown.columns if column not in (*labels, *_KEPT)):
            shown[name] = shown[name].mask(hidden)
        if beside.round_to is not None:
            shown = rounded(shown, beside.round_to, rules)
        known = [n for n in ("n_advertisers", "n_templates") if n in table]
        numbers = is_counted(counted)
        # a table without any number was counted by no rule
        supported = bool(not numbers.any() or table.loc[numbers, known].notna().to_numpy().any())
        values = {
            "_frame": shown.reset_index(drop=True),
            "by": tuple(by),
            "decided": beside,
            "has_support": supported,
            "n_hidden": int(hidden.sum()),
            "overridden": tuple((anyway & ~hidden).tolist()),
            "rules": rules,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @property
    def n_cells(self) -> int:
        """Return how many cells the table has, hidden ones among them."""
        return len(self._frame)

    @property
    def because(self) -> tuple[str, ...]:
        """Return the earlier releases for which more was hidden."""
        return self.decided.because

    @property
    def withheld(self) -> frozenset[Key]:
        """Return the sums over groupings that must not be published beside it."""
        return self.decided.withheld

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse any change."""
        raise DisclosureError(
            f"SafeTable.{name}", rule="a released table is frozen", remedy="release another table"
        )

    def _refuse(self, *_: object) -> NoReturn:
        """Refuse arithmetic."""
        raise DisclosureError(
            "SafeTable",
            rule="released tables are not added, subtracted or measured: hidden cells mean nothing",
            remedy="count again with other groupings, then release",
        )

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __truediv__ = __len__ = _refuse

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of what may be seen.

        Returns
        -------
        pandas.DataFrame
            The grouping columns, numbers (NA where hidden) and ``state``.
        """
        return self._frame.copy()

    def explain(self, lang: str = "fr") -> str:
        """Return what was hidden and why, for those who work with the corpus.

        It names the other releases for which more was hidden, and the sums not to be published.

        Parameters
        ----------
        lang : str
            ``"fr"`` or ``"en"``.

        Returns
        -------
        str
            The explanation.
        """
        return explanation(self, lang, working=True)

    def note(self, lang: str = "fr") -> str:
        """Return what was hidden and why, for readers: it goes below every figure and table.

        Parameters
        ----------
        lang : str
            ``"fr"`` or ``"en"``.

        Returns
        -------
        str
            A few sentences, an override among them.
        """
        return explanation(self, lang, working=False)

    def words(self, lang: str = "fr") -> pd.DataFrame:
        """Return the table as text for readers, each state with its own words.

        Parameters
        ----------
        lang : str
            ``"fr"`` or ``"en"``.

        Returns
        -------
        pandas.DataFrame
            The grouping columns and numbers, as text.
        """
        return cells_in_words(self, lang)

    def to_csv(self, path: str | Path, *, lang: str = "fr") -> Path:
        """Write the table for a spreadsheet; hidden cells are empty and their state says so.

        Parameters
        ----------
        path : str or pathlib.Path
            The file.
        lang : str
            Language of the column ``state_words``.

        Returns
        -------
        pathlib.Path
            The file.
        """
        frame = self.to_frame()
        frame["state_words"] = state_words(self, lang)
        return write_text_file(path, "\ufeff" + frame.to_csv(index=False, lineterminator="\n"))

    def to_excel(self, path: str | Path, *, lang: str = "fr") -> Path:
        """Write the table as a workbook, with what was hidden and why below it.

        It holds no formula, author, date or picture.

        Parameters
        ----------
        path : str or pathlib.Path
            The file.
        lang : str
            ``"fr"`` or ``"en"``.

        Returns
        -------
        pathlib.Path
            The file.
        """
        return write_bytes_file(path, table_workbook(self, lang))

    def to_html(self, *, lang: str = "fr") -> str:
        """Return the table as HTML, with what was hidden and why as its caption.

        Parameters
        ----------
        lang : str
            ``"fr"`` or ``"en"``.

        Returns
        -------
        str
            One ``table`` element.
        """
        return page_part(self, lang)

    def __repr__(self) -> str:
        """Return the published view."""
        return f"{self.words('fr').to_string(index=False)}\n{self.explain()}"

    def _repr_html_(self) -> str:
        """Return the published view for a notebook."""
        return self.to_html()


def _given_away(
    counted: pd.DataFrame, by: list[str], hidden: Mask, rules: Rules, withheld: frozenset[Key]
) -> int:
    """Return how many hidden rows a reader who knows all other sums can bound too closely."""
    rows = is_counted(counted)
    if not hidden.any() or not rows.any():
        return 0
    frame = counted[rows].reset_index(drop=True)
    lattice = build_lattice(frame, by)
    asked = question_of(frame, lattice, rules)
    unknown = withheld_sums(lattice, withheld) | small_sums(lattice, asked)
    return len(given_away(lattice, asked, hidden[rows], unknown))


def withheld_sums(lattice: Lattice, keys: Collection[Key]) -> Mask:
    """Return which sums of a table are among some that must not be published.

    Parameters
    ----------
    lattice : Lattice
        The sums.
    keys : collection of tuple
        Groupings and labels.

    Returns
    -------
    numpy.ndarray
        One boolean per sum.
    """
    n = lattice.members.shape[0]
    if not keys:
        return np.zeros(n, dtype=bool)
    return np.fromiter((key in keys for key in lattice.keys(range(n))), dtype=bool, count=n)
