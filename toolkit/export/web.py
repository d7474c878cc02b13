"""HTML pages that need nothing else, carry no program and hide nothing."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.export.stripping import ON_SCREEN, UNFOLDED, WITHHELD
from toolkit.export.views import Item, title_of, view
from toolkit.figures.bare import bare_png
from toolkit.figures.figure import Figure
from toolkit.messages import message

if TYPE_CHECKING:
    from nbformat import NotebookNode

_HEADING = re.compile(r"^#{1,2} +(.+)$", re.MULTILINE)
_MARKS = re.compile(r"[*_`]")
# tags of cells that ``stripped`` left without outputs, and what the page says there
_ASIDES = {WITHHELD: "withheld", ON_SCREEN: "on_screen"}
_ANCHOR = re.compile(r'<a class="anchor-link"[^>]*>.*?</a>', re.DOTALL)


def _render(title: str, lang: str, **parts: object) -> bytes:
    """Fill the template."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("toolkit.export"), autoescape=True, undefined=StrictUndefined
    )
    footer = message("report.footer", lang=lang)
    page = environment.get_template("page.html.j2")
    return page.render(title=title, lang=lang, footer=footer, **parts).encode("utf-8")


def page_bytes(items: Sequence[Item], lang: str) -> bytes:
    """Return figures and released tables as a page.

    Parameters
    ----------
    items : sequence of SafeTable and Figure
        One or more; of a figure, the table behind it follows.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    bytes
        HTML, with the pictures in it.

    Examples
    --------
    >>> page_bytes([], "fr").count(b"<script")
    0
    """
    parts = [
        {
            "figure": item if isinstance(item, Figure) else None,
            "picture": base64.b64encode(bare_png(item.png)).decode()
            if isinstance(item, Figure)
            else "",
            "view": view(item.table, item.lang) if isinstance(item, Figure) else view(item, lang),
        }
        for item in items
    ]
    return _render(title_of(items, lang), lang, parts=parts, cells=[])


def notebook_title(notebook: NotebookNode, lang: str) -> str:
    """Return the first heading of a notebook, without its marks.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        A general title where there is no heading.

    Examples
    --------
    >>> from nbformat import v4
    >>> notebook_title(v4.new_notebook(cells=[v4.new_markdown_cell("# Un *titre*")]), "fr")
    'Un titre'
    """
    for cell in notebook.cells:
        found = _HEADING.search(cell.source) if cell.cell_type == "markdown" else None
        if found:
            return _MARKS.sub("", found[1]).strip()
    return message("export.title_notebook", lang=lang)


def _aside(tag: str, lang: str) -> str:
    """Return what is said where a cell showed what the page does not hold."""
    return html.escape(message(f"export.{_ASIDES[tag]}", lang=lang))


def _output(shown: str, number: int, lang: str) -> str:
    """Return an output; a table that is wider than the screen is reached by the keyboard."""
    if "<table" not in shown:
        return shown
    label = html.escape(message("export.at_table", lang=lang, value=number), quote=True)
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{shown}</div>'


def notebook_page(notebook: NotebookNode, lang: str) -> bytes:
    """Return a stripped notebook as a page.

    It needs a notebook that ``stripped`` returned, and shows formulas as they are typed. The code
    of a cell is folded under a word: a team reads first what it shows.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    bytes
        HTML.

    Examples
    --------
    >>> from nbformat import v4
    >>> b"<p>mot</p>" in notebook_page(v4.new_notebook(cells=[v4.new_markdown_cell("mot")]), "fr")
    True
    """
    from markupsafe import Markup
    from nbconvert.filters import markdown2html

    cells: list[str] = []
    folded = html.escape(message("export.code", lang=lang))
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cells.append(_ANCHOR.sub("", str(markdown2html(cell.source))))
        elif cell.source.strip():
            code = f'<pre tabindex="0"><code>{html.escape(cell.source)}</code></pre>'
            fold = f"<details><summary>{folded}</summary>{code}</details>"
            cells.append(code if set(cell.metadata.get("tags", ())) & set(UNFOLDED) else fold)
        for output in cell.get("outputs", ()):
            number = 1 + sum('class="scroll"' in cell for cell in cells)
            cells.append(_output(output.data["text/html"], number, lang))
        said = [tag for tag in cell.metadata.get("tags", ()) if tag in _ASIDES]
        cells += [f'<p class="aside">{_aside(tag, lang)}</p>' for tag in said]
    shown = [Markup(cell) for cell in cells]  # noqa: S704 - scanned before it leaves
    return _render(notebook_title(notebook, lang), lang, parts=[], cells=shown)
