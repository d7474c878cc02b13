"""A small screen to look through released tables: choose a territory, a period, an indicator."""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from toolkit.disclosure import SafeTable
from toolkit.errors import OptionError
from toolkit.lab.excerpts import Excerpt, check_released, label_of
from toolkit.messages import check_language, message

if TYPE_CHECKING:
    from ipywidgets import Dropdown  # type: ignore[import-untyped]

_ALL = ""
_WIDE = {"width": "34em", "max_width": "100%"}


class Explorer:
    """The screen; it holds released tables only, and needs neither mouse nor network.

    Lists are those of the browser: Tab goes from one to the next, arrows and letters choose.

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
        label = message("explore.table", lang=lang)
        self.title = self._list(label, [(title, title) for title in self._tables])
        self.choices: dict[str, Dropdown] = {}
        self._lists, self._shown = widgets.VBox(), widgets.HTML()
        self.screen = widgets.VBox([self.title, self._lists, self._shown])
        self.title.observe(self._change_table, names="value")
        self._change_table(None)

    def _list(self, label: str, options: list[tuple[str, str]]) -> Dropdown:
        """Return a list to choose from."""
        import ipywidgets as widgets

        layout = widgets.Layout(**_WIDE)
        style = {"description_width": "9em"}
        return widgets.Dropdown(description=label, options=options, layout=layout, style=style)

    def _change_table(self, _: object) -> None:
        """Offer the values of the table that was chosen."""
        from toolkit.disclosure.estimate_words import heading

        table = self._tables[self.title.value]
        frame = table.to_frame()
        every = (message("explore.all", lang=self._lang), _ALL)
        self.choices = {}
        for name in table.by:
            values = frame[name].astype("str").unique()
            named = partial(label_of, name, lang=self._lang)
            options = [every, *((named(value), value) for value in values)]
            self.choices[name] = self._list(heading(name, self._lang), options)
            self.choices[name].observe(self._show, names="value")
        self._lists.children = tuple(self.choices.values())
        self._show(None)

    @property
    def chosen(self) -> Excerpt:
        """Return the rows that are shown."""
        where = {name: choice.value for name, choice in self.choices.items()}
        where = {name: value for name, value in where.items() if value != _ALL}
        return Excerpt(self._tables[self.title.value], where, self._lang)

    def _show(self, _: object) -> None:
        """Show the rows that were chosen; a screen reader says that they changed."""
        rows = self.chosen
        page = rows._repr_html_()
        if rows.is_empty:
            page = f"<p>{html.escape(message('explore.nothing', lang=self._lang))}</p>"
        self._shown.value = f'<div role="status" class="aller-vers-explorer">{page}</div>'

    def __repr__(self) -> str:
        """Return how many tables there are."""
        return f"Explorer({len(self._tables)} released tables)"

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, Any] | tuple[dict[str, Any], dict[str, Any]]:
        """Return the screen, and the rows themselves for where there is none."""
        del include, exclude
        view = self.screen._repr_mimebundle_()
        return {**view, "text/plain": repr(self), "text/html": self.chosen._repr_html_()}


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
