"""A figure: the picture, what it says in words, and the released table behind it."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.disclosure import SafeTable
from toolkit.errors import DisclosureError
from toolkit.figures.bare import bare_png
from toolkit.figures.worded import worded_png
from toolkit.messages import format_percent, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure as Canvas

# Okabe and Ito's colours, told apart by colour-blind readers; no red
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#555555", "#B8860B", "#332288")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h")
INK, FAINT = "#222222", "#767676"
DOTS_PER_INCH = 200
# drawn smaller and shown as large, so that words of nine points are read from a seat
_SCALE = 0.8
# letters that have room above a panel
_TITLE = 32
# so near to a whole percent is one
_WHOLE = 1e-6


@dataclass(frozen=True)
class Figure:
    """A picture with its finding, its caption, its text for those who do not see it, its table."""

    name: str
    title: str
    caption: str
    alt: str
    png: bytes
    table: SafeTable
    lang: str = "fr"

    def __repr__(self) -> str:
        """Return the finding."""
        return f"Figure({self.name}: {self.title})"

    def _repr_html_(self) -> str:
        """Return the figure for a notebook, with its alternative text."""
        picture = base64.b64encode(self.png).decode()
        return (
            f'<figure><img alt="{html.escape(self.alt, quote=True)}" '
            f'src="data:image/png;base64,{picture}" style="max-width:100%">'
            f"<figcaption><strong>{html.escape(self.title)}</strong> "
            f"{html.escape(self.caption)}</figcaption></figure>"
        )

    def files(self, corpus: str = "") -> dict[str, bytes]:
        """Return the picture with its words in it, and as text, by the names of their files.

        Parameters
        ----------
        corpus : str
            What it was made of, for those who see it without the report.

        Returns
        -------
        dict of str to bytes
            The PNG and the text file.
        """
        caption = f"{self.caption} {corpus}".strip()
        words = f"{self.title}\n{self.alt}\n{caption}\n"
        picture = worded_png(self.png, self.title, caption)
        return {f"{self.name}.png": picture, f"{self.name}.txt": words.encode()}

    def save(self, folder: str | Path) -> list[Path]:
        """Write the picture and its alternative text.

        Parameters
        ----------
        folder : str or pathlib.Path
            An existing folder.

        Returns
        -------
        list of pathlib.Path
            The PNG and the text file.
        """
        contents = {Path(folder, name): content for name, content in self.files().items()}
        for path, content in contents.items():
            path.write_bytes(content)
        return list(contents)


def require_safe(table: object, *columns: str) -> SafeTable:
    """Return a released table that has some columns.

    Parameters
    ----------
    table : object
        What a figure was given.
    *columns : str
        The columns that it needs.

    Returns
    -------
    SafeTable
        The same object.

    Raises
    ------
    DisclosureError
        When it was not released, or lacks a column.

    Examples
    --------
    >>> require_safe([1, 2])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: got 'list'; ...
    """
    if not isinstance(table, SafeTable):
        raise DisclosureError(
            "table",
            value=type(table).__name__,
            rule="figures draw released tables only",
            remedy="pass it to tk.release first",
        )
    missing = [name for name in columns if name not in table.to_frame().columns]
    if missing:
        raise DisclosureError(
            "table", value=missing, rule="lacks columns of this figure", remedy="count them"
        )
    return table


def require_one_series(table: SafeTable, *, beside: str) -> SafeTable:
    """Return a released table that counts by one column, and by one more at the most.

    Parameters
    ----------
    table : SafeTable
        A released table.
    beside : str
        The column that is along an axis.

    Returns
    -------
    SafeTable
        The same object.

    Raises
    ------
    DisclosureError
        When it counts by more columns: rows would be drawn over one another.

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.disclosure import release
    >>> counts = pd.DataFrame({"a": ["1"], "b": ["2"], "month": ["2025-01"], "n_ads": [99]})
    >>> require_one_series(release(counts), beside="month")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: got ['a', 'b']; ...
    """
    others = [name for name in table.by if name != beside]
    if len(others) > 1:
        raise DisclosureError(
            "table",
            value=others,
            rule=f"this figure counts by {beside}, and by one more column at the most",
            remedy="count by these two, then release",
        )
    return table


def panel_title(panel: Axes, name: str, *, size: float = 11) -> None:
    """Write the name of a panel above it; a long one is cut, and stands whole in the table.

    Parameters
    ----------
    panel : matplotlib.axes.Axes
        The panel.
    name : str
        Its name.
    size : float
        Points.

    Examples
    --------
    >>> panel = canvas(5, 3).subplots()
    >>> panel_title(panel, "Une plateforme au nom plus long que sa case")
    >>> panel.get_title(loc="left")
    'Une plateforme au nom plus long…'
    """
    short = name if len(name) <= _TITLE else f"{name[: _TITLE - 1].rstrip()}…"
    panel.set_title(short, loc="left", fontsize=size, color=INK)


def say_nothing(panel: Axes, words: str) -> None:
    """Say in a panel that nothing can be drawn in it; its numbers and its frame would mean zero.

    Parameters
    ----------
    panel : matplotlib.axes.Axes
        The panel.
    words : str
        What is said.

    Examples
    --------
    >>> panel = canvas(5, 3).subplots()
    >>> say_nothing(panel, "No month can be shown")
    >>> panel.get_yticks().tolist()
    []
    """
    panel.set_yticks([])
    panel.spines[["top", "right", "left"]].set_visible(False)
    said = panel.text(0.5, 0.5, words, transform=panel.transAxes, fontsize=9.5, color=FAINT)
    said.set(ha="center", va="center")


def canvas(width: float, height: float) -> Canvas:
    """Return an empty figure, apart from any global state.

    Parameters
    ----------
    width, height : float
        Inches at which it is shown; its words stay as large as on a smaller page.

    Returns
    -------
    matplotlib.figure.Figure
        The figure.

    Examples
    --------
    >>> int(canvas(5, 3).get_figwidth())
    4
    """
    from matplotlib.figure import Figure as Canvas

    return Canvas(
        figsize=(_SCALE * width, _SCALE * height), dpi=DOTS_PER_INCH, layout="constrained"
    )


def percent_axis(axis: Axis, lang: str) -> None:
    """Write shares beside an axis at round steps, so that no two of its numbers read the same.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
        The axis.
    lang : str
        ``"fr"`` or ``"en"``.

    Examples
    --------
    >>> percent_axis.__name__
    'percent_axis'
    """
    from matplotlib.ticker import MaxNLocator

    def written(share: float, _place: object) -> str:
        """Return a share, with a decimal where it has one."""
        whole = abs(100 * share - round(100 * share)) < _WHOLE
        return format_percent(share, lang=lang, decimals=0 if whole else 1)

    axis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(written)


def finish(
    drawing: Canvas, name: str, texts: Mapping[str, str], table: SafeTable, lang: str
) -> Figure:
    """Return a drawing as a figure, its picture without metadata.

    Parameters
    ----------
    drawing : matplotlib.figure.Figure
        The drawing.
    name : str
        Name of the file.
    texts : mapping
        ``title``, ``alt`` and ``caption``.
    table : SafeTable
        The table behind it.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Figure
        The figure.

    Examples
    --------
    >>> finish.__name__
    'finish'
    """
    short = message("figures.short_limits", lang=lang)
    caption = " ".join(part for part in (texts["caption"], table.note(lang), short) if part)
    return Figure(name, texts["title"], caption, texts["alt"], _png(drawing), table, lang)


def _png(drawing: Canvas) -> bytes:
    """Return the picture of a drawing."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    # savefig would lay out and draw everything twice
    painted: Any = FigureCanvasAgg(drawing)
    painted.draw()
    buffer = io.BytesIO()
    picture = Image.fromarray(np.asarray(painted.buffer_rgba()))
    picture.convert("RGB").save(buffer, format="png", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return bare_png(buffer.getvalue())
