"""Some rows of a released table, chosen by what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.disclosure.estimate_words import headings
from toolkit.disclosure.wording import table_element
from toolkit.errors import CodeError, DisclosureError, OptionError
from toolkit.indicators import load_codebook
from toolkit.language import language_name
from toolkit.messages import check_language, format_month, format_number, message
from toolkit.messages.weeks import format_hour_band, format_weekday
from toolkit.territory import departements

MOST_ROWS = 120
_WIDE, _LEFT = 'style="min-width: min(100%, 45em)"', 'style="text-align: left"'
_UNKNOWN = "unknown"


@dataclass(frozen=True, repr=False)
class Excerpt:
    """Rows of a released table; what was hidden stays hidden, and the note says so."""

    table: SafeTable
    where: Mapping[str, str] = field(default_factory=dict)
    lang: str = "fr"

    def __repr__(self) -> str:
        """Return the rows as text."""
        return f"{self.words().to_string(index=False)}\n{self.note()}"

    def words(self) -> pd.DataFrame:
        """Return the rows as text for readers, groupings by their names.

        Returns
        -------
        pandas.DataFrame
            As ``SafeTable.words``.
        """
        shown = self.table.words(self.lang)
        kept = _rows(self.table, self.where)
        shown = shown[kept].reset_index(drop=True)
        for name in self.table.by:
            labels = {value: label_of(name, value, self.lang) for value in shown[name].unique()}
            shown[name] = shown[name].map(labels).astype("str")
        return shown

    @property
    def is_empty(self) -> bool:
        """Tell whether no row is about what was chosen."""
        return not _rows(self.table, self.where).any()

    @property
    def is_hidden(self) -> bool:
        """Tell whether no number of any row may be shown."""
        kept = _rows(self.table, self.where)
        return bool(kept.any() and self.table.to_frame()["state"][kept].eq("suppressed").all())

    def note(self) -> str:
        """Return how many rows are shown, and what was hidden in the whole table.

        Returns
        -------
        str
            A few sentences.
        """
        n = int(_rows(self.table, self.where).sum())
        shown, cells = (
            format_number(number, lang=self.lang)
            for number in (min(n, MOST_ROWS), self.table.n_cells)
        )
        key = "explore.rows" if n <= MOST_ROWS else "explore.first_rows"
        said = message(key, lang=self.lang, n=shown, cells=cells)
        nothing = [message("explore.hidden", lang=self.lang)] if self.is_hidden else []
        return " ".join([*nothing, said, self.table.note(self.lang)])

    def _repr_html_(self) -> str:
        """Return the rows as one table, with the note as its caption."""
        words = self.words().head(MOST_ROWS)
        if self.is_hidden:
            # one word for each row says it, eight make a wall
            words = words[[*self.table.by, "n_ads"]]
        heads = headings(self.table.to_frame(), words.columns, self.lang)
        shown = table_element(self.note(), heads, words, labels=len(self.table.by))
        # in JupyterLab a caption is in the middle, and as narrow as a table of two columns
        return shown.replace("<table><caption>", f"<table {_WIDE}><caption {_LEFT}>", 1)


def _rows(table: SafeTable, where: Mapping[str, str]) -> pd.Series:
    """Return which rows of a table are about something."""
    frame = table.to_frame()
    kept = pd.Series(True, index=frame.index)
    for name, value in where.items():
        kept &= frame[name].astype("str").eq(value)
    return kept


@cache
def _names(kind: str, lang: str) -> dict[str, str]:
    """Return the names of all départements or indicators by their codes."""
    if kind == "departement":
        known = departements()
        pairs = zip(known["code"], known["name"], strict=True)
        return {code: f"{name} ({code})" for code, name in pairs}
    book = load_codebook(include_experimental=True)
    return {entry.id: entry.label[lang] for entry in book}


def label_of(name: str, value: str, lang: str = "fr") -> str:
    """Return how readers call a value of a grouping.

    Parameters
    ----------
    name : str
        The grouping, such as ``departement``.
    value : str
        Its value, such as ``"59"``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The value itself where it has no other name.

    Examples
    --------
    >>> label_of("departement", "59"), label_of("platform", "Kiosque 9")
    ('Nord (59)', 'Kiosque 9')
    """
    if value == _UNKNOWN:
        return message("value.unknown", lang=lang)
    if name == "reach":
        return _reach(value, lang)
    if name == "availability":
        return message(f"availability.{value.replace(' ', '_')}", lang=lang)
    if (name, value) == ("to_platform", "anywhere"):
        return message("explore.anywhere", lang=lang)
    if name in ("departement", "indicator"):
        return _names(name, lang).get(value, value)
    words = {
        "month": format_month,
        "language": language_name,
        "written_language": language_name,
        "weekday": format_weekday,
        "hour_band": format_hour_band,
    }
    return words[name](value, lang=lang) if name in words else value


def _reach(value: str, lang: str) -> str:
    """Return how readers call how far a text goes."""
    what, _, band = value.partition(" ")
    key = f"reach.{what}" if value[-1].isdigit() or value.endswith("+") else None
    if key is None:
        key, band = f"reach.{value.replace(' ', '_')}", ""
    return message(key, lang=lang, band=band)


def _labels(table: SafeTable, name: str) -> list[str]:
    """Return the first labels of a grouping, without what is not known."""
    return sorted(set(table.to_frame()[name].astype("str")) - {_UNKNOWN})[:8]


def check_released(table: object) -> SafeTable:
    """Return a released table; refuse anything else.

    Parameters
    ----------
    table : object
        What was given.

    Returns
    -------
    SafeTable
        The same object.

    Raises
    ------
    DisclosureError
        When it was not released.

    Examples
    --------
    >>> check_released([4])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: got 'list'; only released tables are shown. ...
    """
    if not isinstance(table, SafeTable):
        raise DisclosureError(
            "table",
            value=type(table).__name__,
            rule="only released tables are shown",
            remedy="pass it to tk.release first",
        )
    return table


def excerpt(
    table: SafeTable, *, where: Mapping[str, str] | None = None, lang: str = "fr"
) -> Excerpt:
    """Return the rows of a released table that are about something, such as one département.

    Groupings are called by their names, in the language of the reader.

    It counts nothing anew and shows nothing that the table does not: hidden cells stay hidden. It
    chooses by groupings only, never by a number, and keeps the order of the table.

    Parameters
    ----------
    table : SafeTable
        A released table.
    where : mapping of str to str, optional
        Grouping to value: ``{"departement": "59"}``; by default all rows.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Excerpt
        Displays at most 120 rows.

    Raises
    ------
    DisclosureError
        When the table was not released.
    CodeError
        When a value is no text.
    OptionError
        When the table has no such grouping, or no row of such a value.

    Examples
    --------
    >>> from toolkit.disclosure import release
    >>> counts = pd.DataFrame({"departement": ["59", "62"], "n_ads": [140, 90]})
    >>> excerpt(release(counts), where={"departement": "59"}, lang="en").words()
      departement n_ads
    0   Nord (59)   140
    """
    check_language(lang)
    safe = check_released(table)
    chosen = dict(where or {})
    for name, value in chosen.items():
        if not isinstance(value, str):
            raise CodeError(
                name, value=value, rule="must be text", remedy=f'write {{"{name}": "{value}"}}'
            )
        if name not in safe.by or not _rows(safe, {name: value}).any():
            known = safe.by if name not in safe.by else _labels(safe, name)
            raise OptionError(
                "where",
                value=value if name in safe.by else name,
                rule=f"must be in the table, such as {', '.join(map(str, known))}",
                remedy="choose one of these, or count again with this grouping",
            )
    return Excerpt(safe, chosen, lang)
