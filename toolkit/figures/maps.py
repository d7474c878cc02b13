"""A map of départements, with the overseas ones and those around Paris in frames of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.territories.funnels import funnel
from toolkit.disclosure import SafeTable
from toolkit.disclosure.estimate_words import column_words, rate_decimals, share_columns
from toolkit.disclosure.statistic_names import rate_of, statistics_of
from toolkit.figures.figure import FAINT, INK, Figure, canvas, finish, require_safe
from toolkit.figures.funnels import finding
from toolkit.messages import format_number, format_percent, message
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
_UNKNOWN = "unknown"
_Write = Callable[[float], str]


def departement_map(
    safe: SafeTable, *, lang: str = "fr", labels: Mapping[str, str] | None = None
) -> Figure:
    """Draw counts, rates or shares: hatched where hidden, dotted where zero, blank where absent.

    It draws no point and no place below the département; outlines are indicative. A map of rates is
    no map of people, and its shades rank nothing: the title says what differs beyond chance, or
    that nothing does.

    Parameters
    ----------
    safe : SafeTable
        Counts, rates (``tk.rates``) or shares, one row per ``departement``.
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
    whole = table.to_frame()
    frame = whole[whole["departement"].isin(list(departement_outlines()))]
    shown = frame[frame["n_ads"].notna()]
    value = "estimate" if statistics_of(frame) else "n_ads"
    numbers = shown.set_index("departement")[value].dropna().astype(float)
    hidden = frame.loc[frame["state"] == "suppressed", "departement"].tolist()
    zeros = shown.loc[shown["n_ads"].eq(0), "departement"].tolist()
    numbers = numbers.drop(zeros, errors="ignore")
    hatches = dict.fromkeys(hidden, _HIDDEN) | dict.fromkeys(zeros, _ZERO)
    edges = _classes(numbers, whole=value == "n_ads")
    fills = {
        str(code): SHADES[int(np.searchsorted(edges, n, side="left"))]
        for code, n in numbers.items()
    }
    drawing = canvas(9, 6.4)
    main = drawing.add_axes((0.19, 0.005, 0.68, 0.99))
    drawing.set_layout_engine("none")
    inside = [code for code in departement_outlines() if code not in OVERSEAS]
    _draw(main, inside, fills, hatches)
    for place, (code, name) in enumerate(OVERSEAS.items()):
        frame_axes = drawing.add_axes((0.005, 0.825 - 0.195 * place, 0.14, 0.135))
        _draw(frame_axes, [code], fills, hatches)
        frame_axes.set_title(name, fontsize=9, color=INK)
    around = drawing.add_axes((0.77, 0.72, 0.225, 0.22))
    _draw(around, AROUND_PARIS, fills, hatches)
    around.set_title(message("figures.map_paris", lang=lang), fontsize=9, color=INK)
    classes = _class_names(fills, numbers, _writer(frame, lang))
    _legend(main, classes, _legend_title(frame, lang), zero=bool(zeros), lang=lang)
    return finish(drawing, "map", _texts(table, labels or {}, lang), table, lang)


def _classes(numbers: pd.Series, *, whole: bool) -> list[float]:
    """Return the upper edges of at most five classes, by quantiles of the distinct numbers."""
    if numbers.empty:
        return []
    levels = np.quantile(numbers.unique(), [0.2, 0.4, 0.6, 0.8])
    if whole:
        return sorted({float(round(level)) for level in levels})
    # two digits are enough to read, and every class keeps its number
    digits = 1 - int(np.floor(np.log10(np.max(levels)))) if np.max(levels) > 0 else 0
    return sorted({float(np.round(level, digits)) for level in levels})


def _class_names(
    fills: Mapping[str, str], numbers: pd.Series, write: _Write
) -> list[tuple[str, str]]:
    """Return the shade and the words of each class: the numbers that are in it, from and to."""
    found = []
    for shade in SHADES:
        inside = numbers[[fills[str(code)] == shade for code in numbers.index]]
        if len(inside):
            low, high = write(float(inside.min())), write(float(inside.max()))
            found.append((shade, low if low == high else f"{low} – {high}"))
    return found


def _writer(frame: pd.DataFrame, lang: str) -> _Write:
    """Return how the numbers of the legend are written."""
    if rate_of(frame) is None and statistics_of(frame) and "estimate" in share_columns(frame):
        return lambda number: format_percent(number, lang=lang)
    decimals = rate_decimals(frame) if statistics_of(frame) else 0
    return lambda number: format_number(number, lang=lang, decimals=decimals)


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


def _legend_title(frame: pd.DataFrame, lang: str) -> str:
    """Return what the shades stand for."""
    rate = rate_of(frame)
    if rate is not None:
        per = format_number(rate[1], lang=lang)
        return message(f"figures.rate_map_legend_{rate[0]}", lang=lang, per=per)
    key = "rate_map_legend_share" if statistics_of(frame) else "map_legend"
    return message(f"figures.{key}", lang=lang)


def _legend(
    axes: Axes, classes: list[tuple[str, str]], title: str, *, zero: bool, lang: str
) -> None:
    """Draw the legend: zero where there is one, classes, hidden, absent."""
    from matplotlib.patches import Patch

    items = [Patch(facecolor=shade, edgecolor=FAINT, label=text) for shade, text in classes]
    states = {"states.zero": _ZERO} if zero else {}
    states |= {"figures.map_hidden": _HIDDEN, "figures.map_absent": ""}
    items += [
        Patch(facecolor="white", edgecolor=FAINT, hatch=hatch, label=message(key, lang=lang))
        for key, hatch in states.items()
    ]
    axes.legend(
        handles=items,
        title=title,
        loc="lower left",
        fontsize=9,
        title_fontsize=9,
        frameon=False,
        bbox_to_anchor=(-0.08, 0.0),
        alignment="left",
    )


def _texts(table: SafeTable, labels: Mapping[str, str], lang: str) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    whole = table.to_frame()
    frame = whole[whole["departement"].isin(list(departement_outlines()))]
    shown = frame[frame["n_ads"].notna()].sort_values("departement")
    hidden = int(frame["state"].eq("suppressed").sum())
    values = {"n": len(shown), "hidden": hidden}
    lines = " ; ".join(_lines(shown, labels, lang)) or "–"
    counts = not statistics_of(frame)
    if counts:
        title = message("figures.map_title", lang=lang, **values)
        alt = message("figures.map_alt", lang=lang, lines=lines, **values)
        caption = [message("figures.map_caption", lang=lang)]
    else:
        title = finding(funnel(table).to_frame(), labels, lang)
        rate = rate_of(frame)
        what = message(f"unit.{rate[0] if rate else 'share'}", lang=lang)
        alt = message("figures.rate_map_alt", lang=lang, what=what, lines=lines, **values)
        key = "rate_map_caption" if rate else "share_map_caption"
        caption = [message(f"figures.{key}", lang=lang, what=what), *_hidden(hidden, lang)]
    caption += _elsewhere(whole, lang)
    return {"title": title, "alt": alt, "caption": " ".join(caption)}


def _hidden(number: int, lang: str) -> list[str]:
    """Return how many départements are hidden."""
    if not number:
        return []
    return [message("figures.map_hidden_count", lang=lang, n=number)]


def _elsewhere(whole: pd.DataFrame, lang: str) -> list[str]:
    """Return what is said of ads without a département: a row that no map has room for."""
    rows = whole[whole["departement"].eq(_UNKNOWN)]
    if rows.empty:
        return []
    if rows["state"].eq("suppressed").all():
        return [message("figures.map_hidden_unknown", lang=lang)]
    number = rows["n_ads"].dropna().sum()
    return [message("figures.map_unknown", lang=lang, n=format_number(number, lang=lang))]


def _lines(shown: pd.DataFrame, labels: Mapping[str, str], lang: str) -> list[str]:
    """Return the number of each département in words, in the order of the codes."""
    names = [(labels.get(code, code), code) for code in shown["departement"]]
    if not statistics_of(shown):
        return [
            f"{name} ({code}) : {format_number(n, lang=lang)}"
            for (name, code), n in zip(names, shown["n_ads"], strict=True)
        ]
    words = [column_words(shown, column, lang) for column in ("estimate", "low", "high")]
    return [
        message("figures.rate_map_line", lang=lang, name=n, code=c, estimate=e, low=low, high=high)
        for (n, c), e, low, high in zip(names, *words, strict=True)
    ]
