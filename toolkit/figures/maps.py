"""A map of départements, with the overseas ones and those around Paris in frames of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.figures.figure import FAINT, INK, Figure, canvas, finish, require_safe
from toolkit.messages import format_number, message
from toolkit.territory.outlines import departement_outlines

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OVERSEAS = {
    "971": "Guadeloupe",
    "972": "Martinique",
    "973": "Guyane",
    "974": "La Réunion",
    "976": "Mayotte",
}
AROUND_PARIS = ("75", "92", "93", "94")
# one hue from light to dark, told apart in grey print
SHADES = ("#DCE9F2", "#A9CBE2", "#6BA3CB", "#2F74A8", "#0B3C66")
# a hidden number and a zero are neither blank nor like one another
_HIDDEN, _ZERO = "//////", "..."


def departement_map(
    safe: SafeTable, *, lang: str = "fr", labels: Mapping[str, str] | None = None
) -> Figure:
    """Draw counts by département: hatched where hidden, dotted where zero, blank where absent.

    It draws no point and no place below the département; outlines are indicative.

    Parameters
    ----------
    safe : SafeTable
        Counts grouped by ``departement``.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Names of the départements.

    Returns
    -------
    Figure
        The map.

    Raises
    ------
    DisclosureError
        When the table was not released or has no département.

    Examples
    --------
    >>> departement_map([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_safe(safe, "departement", "n_ads")
    frame = table.to_frame()
    frame = frame[frame["departement"].isin(list(departement_outlines()))]
    counts = frame.set_index("departement")["n_ads"].dropna().astype(float)
    hidden = frame.loc[frame["state"] == "suppressed", "departement"].tolist()
    zeros = counts.index[counts.eq(0)].tolist()
    hatches = dict.fromkeys(hidden, _HIDDEN) | dict.fromkeys(zeros, _ZERO)
    counts = counts[counts.gt(0)]
    edges = _classes(counts)
    fills = {
        str(code): SHADES[int(np.searchsorted(edges, n, side="left"))] for code, n in counts.items()
    }
    drawing = canvas(9, 7.6)
    main = drawing.add_axes((0.14, 0.02, 0.70, 0.96))
    drawing.set_layout_engine("none")
    inside = [code for code in departement_outlines() if code not in OVERSEAS]
    _draw(main, inside, fills, hatches)
    for place, (code, name) in enumerate(OVERSEAS.items()):
        frame_axes = drawing.add_axes((0.01, 0.80 - 0.17 * place, 0.13, 0.13))
        _draw(frame_axes, [code], fills, hatches)
        frame_axes.set_title(name, fontsize=8, color=INK)
    around = drawing.add_axes((0.80, 0.72, 0.19, 0.18))
    _draw(around, AROUND_PARIS, fills, hatches)
    around.set_title(message("figures.map_paris", lang=lang), fontsize=8, color=INK)
    _legend(main, edges, counts, zero=bool(zeros), lang=lang)
    return finish(drawing, "map", _texts(frame, hidden, labels or {}, lang), table, lang)


def _classes(counts: pd.Series) -> list[float]:
    """Return the upper edges of at most five classes, by quantiles of the distinct counts."""
    if counts.empty:
        return []
    levels = np.quantile(counts.unique(), [0.2, 0.4, 0.6, 0.8])
    return sorted({float(round(level)) for level in levels})


def _draw(
    axes: Axes, codes: Sequence[str], fills: Mapping[str, str], hatches: Mapping[str, str]
) -> None:
    """Draw the outlines of some départements."""
    from matplotlib.patches import Polygon

    for code in codes:
        for ring in departement_outlines()[code]:
            style = {"facecolor": fills.get(code, "white"), "edgecolor": FAINT, "linewidth": 0.4}
            if code in hatches:
                style |= {"hatch": hatches[code], "facecolor": "white"}
            axes.add_patch(Polygon(ring, closed=True, **style))
    axes.autoscale_view()
    rings = [ring for code in codes for ring in departement_outlines()[code]]
    latitude = float(np.mean([ring[:, 1].mean() for ring in rings]))
    axes.set_aspect(1 / np.cos(np.radians(latitude)))
    axes.set_axis_off()


def _legend(axes: Axes, edges: list[float], counts: pd.Series, *, zero: bool, lang: str) -> None:
    """Draw the legend: zero where there is one, classes, hidden, absent."""
    from matplotlib.patches import Patch

    items = []
    low = counts.min() if len(counts) else 0
    for place, high in enumerate([*edges, counts.max()] if len(counts) else []):
        text = f"{format_number(low, lang=lang)} – {format_number(high, lang=lang)}"
        text = format_number(low, lang=lang) if high == low else text
        if high >= low:
            items.append(Patch(facecolor=SHADES[place], edgecolor=FAINT, label=text))
            low = high + 1
    states = {"states.zero": _ZERO} if zero else {}
    states |= {"figures.map_hidden": _HIDDEN, "figures.map_absent": ""}
    items += [
        Patch(
            facecolor="white",
            edgecolor=FAINT,
            hatch=hatch,
            label=message(key, lang=lang),
        )
        for key, hatch in states.items()
    ]
    title = message("figures.map_legend", lang=lang)
    axes.legend(
        handles=items,
        title=title,
        loc="lower left",
        fontsize=9,
        frameon=False,
        bbox_to_anchor=(-0.02, 0.0),
        alignment="left",
    )


def _texts(
    frame: pd.DataFrame, hidden: Sequence[str], labels: Mapping[str, str], lang: str
) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    shown = frame[frame["n_ads"].notna()].sort_values("n_ads", ascending=False, kind="stable")
    lines = [
        f"{labels.get(code, code)} ({code}) : {format_number(n, lang=lang)}"
        for code, n in zip(shown["departement"], shown["n_ads"], strict=True)
    ]
    values = {"n": len(shown), "hidden": len(hidden)}
    return {
        "title": message("figures.map_title", lang=lang, **values),
        "alt": message("figures.map_alt", lang=lang, lines=" ; ".join(lines) or "–", **values),
        "caption": message("figures.map_caption", lang=lang),
    }
