"""A small screen to look through released tables: choose a territory, a period, an indicator."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from toolkit.disclosure import SafeTable
from toolkit.errors import OptionError
from toolkit.lab.excerpts import Excerpt, check_released, label_of
from toolkit.messages import check_language, message

if TYPE_CHECKING:
    from ipywidgets import Combobox  # type: ignore[import-untyped]

_STYLE = """<style>
.aller-vers-explorer caption { text-align: left; max-width: 45em; line-height: 1.4; }
.aller-vers-explorer table { min-width: min(100%, 45em); }
.aller-vers-explorer th { text-align: left; font-weight: 400; padding: .1em 1em .1em 0; }
.aller-vers-explorer thead th { font-weight: 700; }
.aller-vers-explorer td { text-align: right; }
</style>"""
_LAYOUT = {"width": "34em", "max_width": "100%"}


class Explorer:
    """The screen; it holds released tables only, and needs neither mouse nor network.

    Tab goes from one thing to the next. Tables are buttons; groupings are fields to type in, which
    offer what the table holds: JupyterLab takes arrows and letters away from lists, not from them.

    Parameters
    ----------
    tables : mapping of str to SafeTable
        Title to table.
    lang : str
        Language of the screen.
    """

    def __init__(self, tables: Mapping[str, SafeTable], *, lang: str = "fr") -> None:
        import ipywidgets as widgets

        self._tables, self._lang = dict(tables), lang
        self.title = widgets.ToggleButtons(
            options=list(self._tables), style={"button_width": "auto"}, layout={"max_width": "100%"}
        )
        self.choices: dict[str, Combobox] = {}
        self._values: dict[str, dict[str, str]] = {}
        self._fields, self._shown = widgets.VBox(), widgets.HTML()
        help_line = widgets.HTML(_paragraph(message("explore.help", lang=lang)))
        self.screen = widgets.VBox([self.title, help_line, self._fields, self._shown])
        self.title.observe(self._change_table, names="value")
        self._change_table(None)

    def _change_table(self, _: object) -> None:
        """Offer the values of the table that was chosen."""
        import ipywidgets as widgets

        from toolkit.disclosure.estimate_words import heading

        table, lang = self._tables[self.title.value], self._lang
        frame = table.to_frame()
        self.choices, self._values = {}, {}
        for name in table.by:
            values = frame[name].astype("str").unique()
            self._values[name] = {label_of(name, value, lang): value for value in values}
            self.choices[name] = widgets.Combobox(
                description=heading(name, lang),
                options=list(self._values[name]),
                layout=_LAYOUT,
                style={"description_width": "9em"},
            )
            self.choices[name].observe(self._show, names="value")
        self._fields.children = tuple(self.choices.values())
        self._show(None)

    def _typed(self) -> dict[str, str]:
        """Return what was typed, without the fields that are empty."""
        typed = {name: choice.value.strip() for name, choice in self.choices.items()}
        return {name: label for name, label in typed.items() if label}

    @property
    def chosen(self) -> Excerpt:
        """Return the rows that are shown; what is not in a list is not asked for."""
        known = self._values
        where = {n: known[n][label] for n, label in self._typed().items() if label in known[n]}
        return Excerpt(self._tables[self.title.value], where, self._lang)

    def _show(self, _: object) -> None:
        """Show the rows that were chosen; a screen reader says that they changed."""
        rows, known = self.chosen, self._values
        unknown = [label for name, label in self._typed().items() if label not in known[name]]
        if unknown:
            page = _paragraph(message("explore.unknown", lang=self._lang, given=unknown[0]))
        elif rows.is_empty:
            page = _paragraph(message("explore.nothing", lang=self._lang))
        else:
            page = rows._repr_html_()
        shown = f'<div role="status" class="aller-vers-explorer">{page}</div>'
        self._shown.value = f"{_STYLE}{shown}"

    def __repr__(self) -> str:
        """Return how many tables there are."""
        return f"Explorer({len(self._tables)} released tables)"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """Return the screen, and the rows themselves for where there is none."""
        del include, exclude
        view = self.screen._repr_mimebundle_()
        return {**view, "text/plain": repr(self), "text/html": self.chosen._repr_html_()}


def _paragraph(words: str) -> str:
    """Return words as a paragraph."""
    return f"<p>{html.escape(words)}</p>"


def explore(tables: Mapping[str, SafeTable] | SafeTable, *, lang: str = "fr") -> Explorer:
    """Open a screen on which people look through released tables.

    It counts nothing and shows nothing that was not released: a choice picks rows of a table whose
    hidden cells stay hidden. It keeps the order of the tables, and chooses by what rows are about
    (territory, period, indicator), never by a number.

    Parameters
    ----------
    tables : mapping of str to SafeTable, or SafeTable
        Title to released table; best those of one ``release_together``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Explorer
        Displays the screen in a notebook; its ``chosen`` is the excerpt that is shown.

    Raises
    ------
    DisclosureError
        When a table was not released.
    OptionError
        When there is no table.

    Examples
    --------
    >>> explore({"Mois": [4, 7]})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: got 'list'; only released tables are shown. ...
    """
    check_language(lang)
    given = tables if isinstance(tables, Mapping) else {_only_title(lang): tables}
    safe = {str(title): check_released(table) for title, table in given.items()}
    if not safe:
        raise OptionError(
            "tables", rule="holds no table", remedy="pass what tk.release_together returned"
        )
    return Explorer(safe, lang=lang)


def _only_title(lang: str) -> str:
    """Return the title of a table that came alone."""
    return message("explore.table", lang=lang)
