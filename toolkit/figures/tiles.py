"""Two groupings crossed: a tile for each cell, shaded by its share, hatched where hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.figures.figure import FAINT, INK, Figure, canvas, finish, require_safe
from toolkit.language.known import UNCLEAR, language_name
from toolkit.messages import format_percent, message
from toolkit.territory.codes import departements

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# one hue from light to dark, told apart in grey print; white words from the third on
SHADES = ("#EEF4F9", "#C7DDEC", "#6BA3CB", "#2F74A8", "#0B3C66")
_EDGES = (0.05, 0.15, 0.30, 0.60)
_WHITE_FROM = 3
# so many names stand side by side without a slant
_LEVEL = 7


def languages_by_departement(
    safe: SafeTable, *, lang: str = "fr", labels: Mapping[str, str] | None = None
) -> Figure:
    """Draw the share of each written language in each département.

    It compares cells, not people: a hatched tile is hidden, an empty one has no ad. Départements
    and languages of which nothing may be shown are left to the table.

    Parameters
    ----------
    safe : SafeTable
        Shares grouped by ``departement`` and ``written_language``, within ``departement``.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Other names of départements and languages than the toolkit's.

    Returns
    -------
    Figure
        Rows in the order of the codes, the most frequent language on the left.

    Raises
    ------
    DisclosureError
        When the table was not released or lacks a column.

    Examples
    --------
    >>> languages_by_departement([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_safe(safe, "departement", "written_language", "estimate")
    frame = table.to_frame()
    names = {code: language_name(code, lang=lang) for code in frame["written_language"]}
    known = departements()
    names |= dict(zip(known["code"], known["name"], strict=True)) | dict(labels or {})
    shown = frame[frame["estimate"].notna() & frame["n_ads"].gt(0)]
    rows = sorted(shown["departement"].unique())
    ads = shown.groupby("written_language")["n_ads"].sum()
    columns = list(ads.sort_values(ascending=False, kind="stable").index)
    drawing = canvas(9, 1.4 + 0.36 * max(len(rows), 1))
    axes = drawing.subplots()
    cells = frame.set_index(["departement", "written_language"])
    for place, row in enumerate(rows):
        for column, language in enumerate(columns):
            if (row, language) in cells.index:
                _tile(axes, (column, place), cells.loc[(row, language)], lang)
    axes.set_xlim(-0.5, max(len(columns), 1) - 0.5)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    heads = [names.get(code, code) for code in columns]
    axes.set_xticks(range(len(columns)), heads, fontsize=9)
    if len(columns) > _LEVEL:
        axes.set_xticks(range(len(columns)), heads, fontsize=9, rotation=30, ha="left")
    axes.set_yticks(range(len(rows)), [names.get(code, code) for code in rows], fontsize=9)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return finish(drawing, "language_territory", _texts(shown, rows, names, lang), table, lang)


def _tile(axes: Axes, place: tuple[int, int], cell: pd.Series, lang: str) -> None:
    """Draw one cell."""
    from matplotlib.patches import Rectangle

    corner = (place[0] - 0.47, place[1] - 0.44)
    if pd.isna(cell["estimate"]):
        hidden = Rectangle(corner, 0.94, 0.88, facecolor="white", edgecolor=FAINT, hatch="////")
        hidden.set_linewidth(0.4)
        axes.add_patch(hidden)
        return
    share = float(cell["estimate"])
    step = sum(share >= edge for edge in _EDGES)
    axes.add_patch(Rectangle(corner, 0.94, 0.88, facecolor=SHADES[step], linewidth=0))
    words = format_percent(share, lang=lang, decimals=0)
    colour = "white" if step >= _WHITE_FROM else INK
    axes.text(*place, words, ha="center", va="center", fontsize=9, color=colour)


def _title(shown: pd.DataFrame, rows: list[str], names: Mapping[str, str], lang: str) -> str:
    """Return whether one sure language is the most frequent of those shown everywhere."""
    sure = shown[~shown["written_language"].isin(UNCLEAR)].astype({"estimate": "float64"})
    tops = sure.loc[sure.groupby("departement")["estimate"].idxmax(), "written_language"]
    if tops.empty:
        return message("figures.tile_title_none", lang=lang)
    kind = "_several" if len(set(tops)) > 1 else "_one" if len(rows) == 1 else ""
    top = names.get(tops.iloc[0], tops.iloc[0])
    place = names.get(rows[0], rows[0])
    return message(f"figures.tile_title{kind}", lang=lang, n=len(tops), name=top, place=place)


def _texts(
    shown: pd.DataFrame, rows: list[str], names: Mapping[str, str], lang: str
) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    lines = []
    for code in rows:
        cells = shown[shown["departement"].eq(code)].sort_values("estimate", ascending=False)
        shares = ", ".join(
            f"{names.get(language, language)} {format_percent(float(share), lang=lang)}"
            for language, share in zip(cells["written_language"], cells["estimate"], strict=True)
        )
        name = names.get(code, code)
        lines.append(message("figures.tile_line", lang=lang, name=name, shares=shares))
    return {
        "title": _title(shown, rows, names, lang),
        "alt": " ".join([message("figures.tile_alt", lang=lang), *lines]),
        "caption": message("figures.tile_caption", lang=lang),
    }
