"""A funnel: each territory beside the limits that chance leaves to one of its size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.territories.funnels import LEVELS, funnel_limits, whole_of
from toolkit.analysis.territories.overdispersion import CHOICES
from toolkit.analysis.territories.shown_territories import (
    TERRITORIES,
    Territories,
    shown_territories,
)
from toolkit.counting.proportions import Numbers
from toolkit.disclosure import SafeTable
from toolkit.disclosure.estimate_words import column_words, headings, rate_decimals
from toolkit.disclosure.statistic_names import rate_of
from toolkit.figures.figure import (
    COLOURS,
    FAINT,
    INK,
    Figure,
    canvas,
    finish,
    percent_axis,
    require_safe,
    say_nothing,
)
from toolkit.messages import format_number, format_percent, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# beyond chance, at its limit, within it: told apart by form and filling, in grey print too
_MARKS = {"998": ("D", COLOURS[0], 7), "95": ("o", "#9CC3DE", 6), "": ("o", "white", 6)}
# dashes: four points drawn, three left out
_DASHES: dict[str, tuple[float, tuple[float, ...]]] = {"95": (0, (4, 3)), "998": (0, ())}
_NAMED, _MOST_CODES, _MOST_NAMES = 4, 30, 12
# points: the inside of the axes, half a dot, and where words may stand beside a dot
_ROOM, _DOT = np.array([460.0, 215.0]), 4.0
_SPOTS = ((7, 0), (-7, 0), (0, 10), (0, -10), (6, 9), (-6, 9), (6, -9), (-6, -9))
_WIDE = 8
_PHI = re.compile(r"phi ([\d.]+)")


def funnel(safe: SafeTable, *, lang: str = "fr", labels: Mapping[str, str] | None = None) -> Figure:
    """Draw each territory shown by its size, with the limits of chance around the whole.

    It ranks nothing and names only territories beyond the 99.8 % limits, in the order of codes.

    Parameters
    ----------
    safe : SafeTable
        What ``tk.funnel`` returned.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Names of the territories.

    Returns
    -------
    Figure
        Without limits where too few territories are shown.

    Raises
    ------
    DisclosureError
        When the table was not released or is no funnel.

    Examples
    --------
    >>> funnel([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_safe(safe, "position", "target", "estimate")
    frame = table.to_frame()
    rate = rate_of(frame)
    # what else the rows are grouped by is the same in all of them
    others = [name for name in table.by if name != _territory(frame)] if len(frame) else []
    where = {name: str(frame[name].iloc[0]) for name in others}
    shown = shown_territories(table, unit=rate[0] if rate else None, where=where)
    drawing = canvas(9, 4.9)
    axes = drawing.subplots()
    if frame["target"].notna().any():
        _draw_limits(axes, shown, lang)
    if shown.used.any():
        _draw_dots(axes, shown)
        _dress(axes, shown, lang)
        _name_dots(axes, shown, labels or {})
    else:
        axes.set_axis_off()
        say_nothing(axes, message("figures.funnel_nothing", lang=lang))
    return finish(drawing, "funnel", _texts(shown, labels or {}, lang), table, lang)


def finding(frame: pd.DataFrame, labels: Mapping[str, str], lang: str) -> str:
    """Return which territories of a funnel differ from the whole beyond chance, in a sentence.

    Parameters
    ----------
    frame : pandas.DataFrame
        What may be seen of a funnel.
    labels : mapping
        Names of the territories.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        Names in the order of codes; that none differs, or that too few are shown, where it is so.

    Examples
    --------
    >>> frame = pd.DataFrame({"departement": ["59"], "statistic": "share", "estimate": 0.2,
    ...                       "position": None})
    >>> finding(frame, {}, "en")
    'Share of ads: too few départements shown (1) to tell what is beyond chance'
    """
    rate = rate_of(frame)
    what = message(f"unit.{rate[0] if rate else 'share'}", lang=lang)
    placed = frame[frame["position"].notna()]
    if placed.empty:
        number = int(frame["estimate"].notna().sum())
        return message("figures.funnel_few", lang=lang, what=what, n=number)
    outside = placed[placed["position"].str.endswith("_998")]
    names = [
        message(f"figures.funnel_name_{position.partition('_')[0]}", lang=lang, name=name)
        for name, position in zip(
            _names(outside, labels)[:_NAMED], outside["position"], strict=False
        )
    ]
    if len(outside) > _NAMED:
        names.append(message("figures.funnel_more", lang=lang, n=len(outside) - _NAMED))
    key = "some" if len(outside) else "none"
    values = {"n": len(placed), "k": len(outside), "names": ", ".join(names)}
    return message(f"figures.funnel_{key}", lang=lang, what=what, **values)


def _names(frame: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    """Return the names of territories with their codes."""
    codes = frame[_territory(frame)]
    return [f"{labels[code]} ({code})" if code in labels else str(code) for code in codes]


def _territory(frame: pd.DataFrame) -> str:
    """Return the column of the territories."""
    return next(str(name) for name in (*TERRITORIES, *frame.columns) if name in frame)


def _size_words(shown: Territories) -> str:
    """Return which words name the size of a territory."""
    return "figures.funnel_ads" if shown.unit == "share" else "figures.funnel_inhabitants"


def _draw_limits(axes: Axes, shown: Territories, lang: str) -> None:
    """Draw the whole, and the limits of chance for all sizes between the smallest and largest."""
    method = str(shown.frame["method"].iloc[0])
    whole = whole_of(shown, next((name for name in CHOICES if name in method), "none"))
    size = shown.size[shown.used]
    grid = np.geomspace(size.min() * 0.9, size.max() * 1.1, 200)
    for level, confidence in LEVELS.items():
        limits = funnel_limits(grid, whole, confidence=confidence)
        for place, values in enumerate(limits):
            name = message(f"figures.funnel_{level}", lang=lang) if place else None
            (line,) = axes.plot(grid, values * shown.per, color=FAINT, linewidth=1.2, label=name)
            line.set_linestyle(_DASHES[level])
    target = _number(shown, whole.target * shown.per, lang)
    words = message("figures.funnel_target", lang=lang, target=target)
    axes.axhline(whole.target * shown.per, color=INK, linewidth=2, label=words)


def _number(shown: Territories, value: float, lang: str) -> str:
    """Return an estimate as the table writes it."""
    if shown.unit == "share":
        return format_percent(value, lang=lang)
    return format_number(value, lang=lang, decimals=rate_decimals(shown.frame))


def _level(row: pd.Series) -> str:
    """Return the level of the limits that a territory is beyond, nothing within them."""
    position = "" if pd.isna(row["position"]) else str(row["position"])
    return position.rpartition("_")[2] if "_" in position else ""


def _draw_dots(axes: Axes, shown: Territories) -> None:
    """Draw one dot per territory."""
    for size, (_, row) in zip(
        shown.size[shown.used], shown.frame[shown.used].iterrows(), strict=True
    ):
        marker, colour, width = _MARKS[_level(row)]
        (dot,) = axes.plot(size, float(row["estimate"]), marker=marker, markersize=width)
        dot.set(color=colour, markeredgecolor=COLOURS[0])


def _name_dots(axes: Axes, shown: Territories, labels: Mapping[str, str]) -> None:
    """Name the territories beyond chance, give the codes of the others where there is room."""
    used = shown.frame[shown.used]
    few = len(used) <= _MOST_CODES
    names = _names(used, labels)
    # data to points, whatever the layout makes of the margins
    to_axes = axes.transScale + axes.transLimits
    estimates = used["estimate"].to_numpy(dtype="float64", na_value=np.nan)
    points = to_axes.transform(np.column_stack([shown.size[shown.used], estimates])) * _ROOM
    taken = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in points]
    # the names of those beyond chance choose first
    levels = [_level(row) for _, row in used.iterrows()]
    for place in sorted(range(len(used)), key=lambda number: levels[number] != "998"):
        beyond = levels[place] == "998"
        if not (beyond or few):
            continue
        named = beyond or len(used) <= _MOST_NAMES
        words = names[place] if named else str(used[shown.by].iloc[place])
        font = 9.0 if beyond else 8.5 if named else 7.5
        spot = _free_spot(points[place], len(words) * font * 0.6, font, taken)
        if spot is None and not beyond:
            continue
        dx, dy = spot or _SPOTS[0]
        axes.annotate(
            words,
            (shown.size[shown.used][place], estimates[place]),
            (dx, dy),
            textcoords="offset points",
            fontsize=font,
            color=INK if beyond else FAINT,
            ha=_side(dx),
            va="center",
            # a limit that passes behind is not read as a stroke through the code
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )


def _side(dx: float) -> str:
    """Return how words stand that begin so many points from a dot."""
    return "left" if dx > 0 else "right" if dx < 0 else "center"


def _free_spot(
    point: Numbers, width: float, height: float, taken: list[tuple[float, float, float, float]]
) -> tuple[float, float] | None:
    """Return where the words of a dot touch no dot and no other words, and take that place."""
    for dx, dy in _SPOTS:
        left = {"left": 0.0, "right": -width, "center": -width / 2}[_side(dx)]
        x, y = point[0] + dx + left, point[1] + dy - height / 2
        box = (x, y, x + width, y + height)
        inside = x >= 0 and y >= 0 and box[2] <= _ROOM[0] and box[3] <= _ROOM[1]
        free = all(
            box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1]
            for other in taken
        )
        if inside and free:
            taken.append(box)
            return dx, dy
    return None


def _dress(axes: Axes, shown: Territories, lang: str) -> None:
    """Name the axes and write their numbers."""
    sizes = shown.size[shown.used]
    if len(sizes) and sizes.max() > _WIDE * sizes.min():
        axes.set_xscale("log")
        low, high = sizes.min() * 0.85, sizes.max() * 1.35
        steps = [base * 10**power for power in range(1, 9) for base in (1, 2, 5)]
        axes.set_xticks([step for step in steps if low <= step <= high])
        axes.minorticks_off()
        axes.set_xlim(low, high)
    else:
        axes.margins(x=0.12)
    axes.xaxis.set_major_formatter(lambda value, _: format_number(value, lang=lang))
    if shown.unit == "share":
        percent_axis(axes.yaxis, lang)
    else:
        axes.yaxis.set_major_formatter(
            lambda value, _: format_number(
                value, lang=lang, decimals=0 if value >= 1 or value == 0 else 1
            )
        )
    axes.set_ylim(bottom=0)
    axes.set_xlabel(message(_size_words(shown), lang=lang), fontsize=9)
    axes.set_ylabel(headings(shown.frame, ["estimate"], lang)[0], fontsize=9)
    axes.tick_params(labelsize=9)
    axes.spines[["top", "right"]].set_visible(False)
    if axes.get_legend_handles_labels()[0]:
        # above the axes, where no limit can pass through it
        legend = axes.legend(fontsize=8.5, frameon=False, ncols=3, loc="lower right")
        legend.set_bbox_to_anchor((1.0, 1.0))


def _texts(shown: Territories, labels: Mapping[str, str], lang: str) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    used = shown.frame[shown.used]
    lines = [
        message("figures.funnel_line", lang=lang, name=name, estimate=value, position=position)
        for name, value, position in zip(
            _names(used, labels),
            column_words(used, "estimate", lang),
            column_words(used, "position", lang),
            strict=True,
        )
    ]
    outside = int(used["position"].fillna("").str.endswith("_998").sum())
    alt = message("figures.funnel_alt", lang=lang, inside=len(used) - outside, outside=outside)
    caption = [message("figures.funnel_caption", lang=lang)]
    method = str(shown.frame["method"].iloc[0]) if len(shown.frame) else ""
    phi = _PHI.search(method)
    if phi is not None:
        kind = next((name for name in CHOICES if name in method), "calm")
        number = format_number(float(phi[1]), lang=lang, decimals=1)
        caption.append(message(f"figures.funnel_{kind}", lang=lang, phi=number))
    return {
        "title": finding(shown.frame, labels, lang),
        "alt": f"{alt} {'. '.join(lines)}.",
        "caption": " ".join(caption),
    }
