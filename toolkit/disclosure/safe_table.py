"""A table that cannot be built while it holds a disclosive cell."""

from __future__ import annotations

import html
from collections.abc import Collection
from pathlib import Path
from typing import NoReturn

import numpy as np
import pandas as pd

from toolkit.disclosure.asking import question_of
from toolkit.disclosure.auditing import given_away, small_sums
from toolkit.disclosure.lattice import Key, Lattice, build_lattice
from toolkit.disclosure.rules import Rules
from toolkit.disclosure.suppression import Mask, is_counted, unsafe
from toolkit.errors import DisclosureError
from toolkit.messages import format_number, format_percent, message
from toolkit.schema import SUPPORT, grouping_columns
from toolkit.writing import write_text_file

_NUMBERS = ("estimate", "low", "high", "n_total", "n_ads", "n_advertisers", "n_templates")
_SHARES = ("estimate", "low", "high")


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
    withheld : frozenset, optional
        Sums over groupings that must not be published beside it.
    because : tuple of str, optional
        Earlier publications for which more was hidden.

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

    __slots__ = ("_frame", "_has_support", "because", "by", "n_hidden", "rules", "withheld")

    _frame: pd.DataFrame
    _has_support: bool
    because: tuple[str, ...]
    by: tuple[str, ...]
    n_hidden: int
    rules: Rules
    withheld: frozenset[Key]

    def __init__(
        self,
        table: pd.DataFrame,
        rules: Rules,
        *,
        withheld: frozenset[Key] = frozenset(),
        because: tuple[str, ...] = (),
    ) -> None:
        by = grouping_columns(table)
        hidden = table["state"].eq("suppressed").to_numpy(dtype=bool)
        counted = table.assign(state=table["state"].mask(hidden, "counted"))
        missing = int((unsafe(counted, rules) & ~hidden).sum())
        missing = missing or _given_away(counted, by, hidden, rules, withheld)
        if missing:
            raise DisclosureError(
                "table",
                rule=f"{missing} cell(s) would give small numbers away",
                remedy="pass the table to tk.release",
            )
        shown = table.drop(columns=[n for n in ("top1_share", "top2_share") if n in table])
        for name in (*_NUMBERS, *SUPPORT):
            if name in shown.columns:
                shown[name] = shown[name].mask(hidden)
        known = [n for n in ("n_advertisers", "n_templates") if n in table]
        supported = bool(table.loc[is_counted(counted), known].notna().to_numpy().any())
        values = {
            "_frame": shown.reset_index(drop=True),
            "_has_support": supported,
            "because": because,
            "by": tuple(by),
            "n_hidden": int(hidden.sum()),
            "rules": rules,
            "withheld": withheld,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

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
        """Return what was hidden and why, in a sentence or two.

        Parameters
        ----------
        lang : str
            ``"fr"`` or ``"en"``.

        Returns
        -------
        str
            The explanation.
        """
        n = format_number(self.n_hidden, lang=lang)
        cells = format_number(len(self._frame), lang=lang)
        key = "hidden" if self.n_hidden else "nothing_hidden"
        text = message(f"disclosure.{key}", lang=lang, n=n, cells=cells, k=self.rules.k_advertisers)
        if self.because:
            releases = "; ".join(self.because)
            text = f"{text} {message('disclosure.earlier', lang=lang, releases=releases)}"
        if self._has_support:
            return text
        least = self.rules.min_ads_without_support
        return f"{text} {message('disclosure.no_support', lang=lang, least=least)}"

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
        k = self.rules.k_advertisers
        state = self._frame["state"]
        words = {
            name: message(f"states.{name}", lang=lang, k=k)
            for name in ("suppressed", "not_collected", "not_measured")
        }
        shown = self._frame[list(self.by)].astype("str")
        kinds = set(self._frame["statistic"]) if "statistic" in self._frame.columns else set()
        shares = _SHARES if kinds <= {"share"} else ()
        for name in (column for column in _NUMBERS if column in self._frame.columns):
            write = format_percent if name in shares else format_number
            texts = [
                words.get(s) or ("–" if pd.isna(value) else write(float(value), lang=lang))
                for value, s in zip(self._frame[name], state, strict=True)
            ]
            shown[name] = pd.Series(texts, index=shown.index, dtype="str")
        return shown

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
        words = {s: message(f"disclosure.state_{s}", lang=lang) for s in set(frame["state"])}
        frame["state_words"] = frame["state"].map(words)
        return write_text_file(path, "\ufeff" + frame.to_csv(index=False, lineterminator="\n"))

    def __repr__(self) -> str:
        """Return the published view."""
        return f"{self.words('fr').to_string(index=False)}\n{self.explain()}"

    def _repr_html_(self) -> str:
        """Return the published view for a notebook."""
        words = self.words("fr")
        head = "".join(f'<th scope="col">{html.escape(str(n))}</th>' for n in words.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(str(v))}</td>" for v in row) + "</tr>"
            for row in words.itertuples(index=False)
        )
        caption = html.escape(self.explain())
        return (
            f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )


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
