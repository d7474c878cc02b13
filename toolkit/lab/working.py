"""A table for those who work with the corpus, in their words: for the screen, never to publish."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from toolkit.disclosure.estimate_words import heading
from toolkit.disclosure.wording import table_element
from toolkit.errors import OptionError
from toolkit.lab.excerpts import label_of
from toolkit.messages import (
    check_language,
    format_month,
    format_number,
    format_percent,
    message,
)
from toolkit.messages.catalogue import catalogue
from toolkit.messages.weeks import format_weekday
from toolkit.text.opaque import OpaqueTextDtype

MOST_ROWS = 40
# numbers between 0 and 1 that readers know as percents
_SHARES = (
    *("share", "confidence", "raw_agreement", "positive_agreement"),
    *("precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high"),
)
# shares too, where nothing says that they are a ratio or a number
_ESTIMATES = ("estimate", "low", "high")
_NO_SHARE = ("statistic", "yearly_ratio")
_MONTHS = ("period", "burst_first", "burst_last")
_MONTH = re.compile(r"\d{4}-\d{2}")
_MINUTES = ("start_minute", "end_minute")
_EMPTY = "–"


@dataclass(frozen=True, repr=False)
class WorkingTable:
    """Rows of a table in words; a page that may leave does not show them."""

    words: pd.DataFrame
    n_rows: int
    lang: str = "fr"

    def __repr__(self) -> str:
        """Return the rows as text."""
        return f"{self.words.to_string(index=False)}\n{self.note()}"

    def note(self) -> str:
        """Return what the table is, and how many of its rows are shown.

        Returns
        -------
        str
            One or two sentences.
        """
        shown = len(self.words)
        if not self.n_rows:
            return message("working.empty", lang=self.lang)
        kind = message("working.note", lang=self.lang)
        if shown == self.n_rows:
            return kind
        counts = {"n": format_number(shown, lang=self.lang), "all": self._all()}
        return f"{message('working.first', lang=self.lang, **counts)} {kind}"

    def _all(self) -> str:
        """Return how many rows the table has."""
        return format_number(self.n_rows, lang=self.lang)

    def _repr_html_(self) -> str:
        """Return the rows as one table, or one sentence where there is none."""
        if not self.n_rows:
            return f"<p>{self.note()}</p>"
        heads = [_head(str(name), self.lang) for name in self.words.columns]
        # a caption would be as narrow as the table
        return f"<p>{self.note()}</p>{table_element('', heads, self.words, labels=1)}"


def working_table(
    table: pd.DataFrame | pd.Series | Mapping[str, int],
    *,
    columns: Sequence[str] | None = None,
    rows: int = MOST_ROWS,
    lang: str = "fr",
) -> WorkingTable:
    """Return a table as people read it: headings, names and numbers in their language.

    It hides nothing and releases nothing: it is for the screen of those who may work with the
    corpus, and a page made of the notebook leaves it out. It shows no text of an ad.

    Parameters
    ----------
    table : pandas.DataFrame, pandas.Series or mapping
        Any table of the toolkit; of a series or a mapping, its labels and values.
    columns : sequence of str, optional
        Which columns, in this order.
    rows : int
        Most rows shown, from the first.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    WorkingTable
        Displays the rows.

    Raises
    ------
    OptionError
        When the table has no such column.

    Examples
    --------
    >>> masks = pd.DataFrame({"type": ["PHONE"], "n_ads": [1200], "share": [0.5]})
    >>> working_table(masks, lang="en").words
                   type  n_ads share
    0  Telephone number  1,200   50%
    """
    check_language(lang)
    frame = _as_frame(table)
    names = list(frame.columns) if columns is None else list(columns)
    unknown = [name for name in names if name not in frame.columns]
    if unknown:
        raise OptionError(
            "columns",
            value=", ".join(map(str, unknown)),
            rule=f"must be columns of the table: {', '.join(map(str, frame.columns))}",
            remedy="choose among these",
        )
    shown = frame[names].head(rows)
    shares = _SHARES if set(_NO_SHARE) & set(frame.columns) else (*_SHARES, *_ESTIMATES)
    words = {name: _column(shown[name], str(name), lang, shares) for name in names}
    return WorkingTable(pd.DataFrame(words), len(frame), lang)


def _as_frame(table: pd.DataFrame | pd.Series | Mapping[str, int]) -> pd.DataFrame:
    """Return labels and values as columns."""
    if isinstance(table, pd.DataFrame):
        return table
    series = table if isinstance(table, pd.Series) else pd.Series(dict(table), dtype="Int64")
    label = str(series.index.name or "reason")
    return pd.DataFrame({label: series.index.astype("str"), "rows": series.to_numpy()})


def _head(name: str, lang: str) -> str:
    """Return the heading of a column."""
    return catalogue(lang).get(f"working.column_{name}") or heading(name, lang)


def _column(values: pd.Series, name: str, lang: str, shares: Sequence[str]) -> list[str]:
    """Return a column in words, a dash where it is empty."""
    if isinstance(values.dtype, OpaqueTextDtype) or name == "text":
        return [message("working.length", lang=lang, n=len(cell)) for cell in values]
    if name in shares:
        return [format_percent(value, lang=lang, decimals=0) for value in values.astype("float64")]
    return [_EMPTY if _is_empty(value) else _cell(value, name, lang) for value in values]


def _is_empty(value: object) -> bool:
    """Tell whether a cell holds nothing."""
    return value is None or value is pd.NA or value is pd.NaT or value == "" or value != value


def _cell(value: object, name: str, lang: str) -> str:
    """Return a value in words."""
    if isinstance(value, bool) or pd.api.types.is_bool(value):
        return message(f"differs.{str(bool(value)).lower()}", lang=lang)
    if pd.api.types.is_number(value):
        return _number(float(value), name, lang)  # type: ignore[arg-type]  # a number, just asked
    if isinstance(value, pd.Timestamp):
        return value.strftime("%d/%m/%Y" if lang == "fr" else "%Y-%m-%d")
    if isinstance(value, list | tuple):
        return ", ".join(_cell(one, name, lang) for one in value)
    # codes stand together without a space, names of several words do not
    parts = [_named(part, name, lang) for part in re.split(r",(?! )", str(value))]
    return ", ".join(parts)


def _named(value: str, name: str, lang: str) -> str:
    """Return what readers call a value of a column."""
    if name in _MONTHS and _MONTH.fullmatch(value):
        return format_month(value, lang=lang)
    if name == "by":
        return heading(value, lang).lower()
    known = catalogue(lang)
    for section in (f"working.{name}_{value}", f"working.any_{value}", f"codebook.{name}_{value}"):
        if section in known:
            return known[section]
    for section in ("strength", "rejected", "reading") if name != "platform" else ():
        if f"{section}.{value}" in known:
            return known[f"{section}.{value}"]
    return label_of(name, value, lang)


def _number(value: float, name: str, lang: str) -> str:
    """Return a number as readers write it."""
    if name in _MINUTES:
        return message("working.hour", lang=lang, h=int(value) // 60, m=f"{int(value) % 60:02}")
    if name == "day":
        return format_weekday(str(int(value)), lang=lang)
    return format_number(value, lang=lang, decimals=0 if value == int(value) else 2)
