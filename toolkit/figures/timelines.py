"""Widely shared texts over time: one line for each, a dot for each period."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.figures.figure import COLOURS, FAINT, INK, Figure, canvas, finish, require_safe
from toolkit.messages import format_month, format_number, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_MODELS = 12
# so many periods leave room for a number beside each dot
_ROOM = 12
_TICKS = 8
_LARGEST_DOT, _SMALLEST_DOT = 420.0, 16.0
_PERIODS = ("month", "quarter", "year")
_MODEL = re.compile(r"modèle (\d+)")
_LEFT_OUT = re.compile(r"textes laissés de côté (\d+)")


def template_timeline(
    safe: SafeTable, *, lang: str = "fr", labels: Mapping[str, str] | None = None
) -> Figure:
    """Draw the ads of each widely shared text over time, one line for each.

    It shows no text and joins no dots: between two shown periods there may be a hidden one.

    Parameters
    ----------
    safe : SafeTable
        What ``shared_templates`` counted, released.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Names of the models.

    Returns
    -------
    Figure
        At most twelve models, those of most advertisers; the caption says how many are left out.

    Raises
    ------
    DisclosureError
        When the table was not released or has no model.

    Examples
    --------
    >>> template_timeline([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_safe(safe, "model", "n_ads", "state")
    period = next((name for name in table.by if name in _PERIODS), "month")
    frame = require_safe(table, period).to_frame()
    drawn = frame[frame["model"].str.fullmatch(_MODEL) & frame[period].str.match(r"\d{4}")]
    models = sorted(drawn["model"].unique(), key=lambda name: int(name.split()[-1]))
    periods = sorted(drawn[period].unique())
    names = timeline_labels(table, lang) | dict(labels or {})
    chosen = models[:MOST_MODELS]
    cells = drawn.set_index(["model", period])
    largest = max([float(n) for n in drawn["n_ads"].dropna()], default=0.0)
    drawing = canvas(9, 1.7 + 0.52 * max(len(chosen), 1))
    axes = drawing.subplots()
    for line, model in enumerate(chosen):
        for place, label in enumerate(periods):
            if (model, label) in cells.index:
                numbers = (largest, len(periods))
                _mark(axes, (place, line), cells.loc[(model, label)], numbers, lang)
    ticks = range(0, len(periods), max(1, -(-len(periods) // _TICKS)))
    heads = [_period_words(periods[tick], lang) for tick in ticks]
    axes.set_xticks(list(ticks), heads, fontsize=9)
    axes.set_yticks(range(len(chosen)), [names.get(name, name) for name in chosen], fontsize=10)
    axes.set_xlim(-0.7, max(len(periods), 1) - 0.3)
    axes.set_ylim(max(len(chosen), 1) - 0.4, -0.6)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    _legend(axes, largest, lang)
    said = _texts(table, cells, (models, chosen), names, lang)
    return finish(drawing, "template_timeline", said, table, lang)


def timeline_labels(safe: SafeTable, lang: str) -> dict[str, str]:
    """Return the words for the models and the reaches of a table.

    It numbers nothing anew.

    Parameters
    ----------
    safe : SafeTable
        What ``shared_templates`` or ``template_reach`` counted, released.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    dict of str to str
        Label to words; what is not known keeps its own name.

    Examples
    --------
    >>> from toolkit.disclosure import release
    >>> table = pd.DataFrame({"model": ["modèle 1"], "month": ["2025-01"], "n_ads": [40]})
    >>> timeline_labels(release(table), "en")
    {'modèle 1': 'Model 1'}
    """
    frame, words = safe.to_frame(), {}
    values = {str(v) for name in {"model", "reach"} & set(safe.by) for v in frame[name].unique()}
    for value in sorted(values):
        model, left = _MODEL.fullmatch(value), _LEFT_OUT.fullmatch(value)
        if model:
            words[value] = message("shared.model", lang=lang, n=model[1])
        elif left:
            words[value] = message("shared.left_out", lang=lang, n=left[1])
        elif value in _WORDS:
            words[value] = message(f"shared.{_WORDS[value]}", lang=lang)
        elif " " in value:
            dimension, _, band = value.partition(" ")
            band = message(f"shared.band_{_KEYS[band]}", lang=lang)
            words[value] = message(f"shared.{dimension}", lang=lang, band=band)
    return words


_WORDS = {"autres textes": "other", "set apart": "apart", "fewer advertisers": "fewer"}
_KEYS = {"1": "1", "2-4": "2", "5-10": "5", "11+": "11", "unknown": "unknown"}


def _size(ads: float, largest: float) -> float:
    """Return the area of the dot of some ads."""
    return max(_SMALLEST_DOT, _LARGEST_DOT * ads / max(largest, 1.0))


def _mark(
    axes: Axes, place: tuple[int, int], cell: pd.Series, numbers: tuple[float, int], lang: str
) -> None:
    """Draw one period of one model: dot, empty ring for a zero, hatched box when hidden."""
    from matplotlib.patches import Rectangle

    largest, periods = numbers
    across, down = place
    if cell["state"] in ("counted", "suppressed"):
        # the line says that there was a collection: where there was none it breaks off
        axes.plot(
            [across - 0.5, across + 0.5], [down, down], color="#CCCCCC", linewidth=1, zorder=1
        )
    if cell["state"] == "suppressed":
        half = 0.32 if periods > _ROOM else 0.2
        box = Rectangle((across - half, down - 0.22), 2 * half, 0.44, zorder=2)
        box.set(facecolor="white", edgecolor=FAINT, hatch="//////", linewidth=0.6)
        axes.add_patch(box)
    elif cell["state"] == "counted" and cell["n_ads"] == 0:
        axes.scatter(across, down, s=26, facecolor="white", edgecolor=INK, linewidth=1, zorder=3)
    elif cell["state"] == "counted":
        ads = float(cell["n_ads"])
        axes.scatter(across, down, s=_size(ads, largest), color=COLOURS[0], zorder=3)
        if periods <= _ROOM:
            offset = (_size(ads, largest) ** 0.5 / 2 + 2, 0)
            words = format_number(ads, lang=lang)
            note = axes.annotate(words, place, offset, textcoords="offset points", va="center")
            note.set(fontsize=9, color=INK, zorder=4)
            note.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6})


def _legend(axes: Axes, largest: float, lang: str) -> None:
    """Draw the legend below: the size of dots, zero, hidden, not collected."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    items: list[Line2D | Patch] = []
    for ads in sorted({largest, max(1.0, round(largest / 4))} if largest else ()):
        words = message("figures.timeline_dot", lang=lang, n=format_number(ads, lang=lang))
        dot = Line2D([], [], marker="o", linestyle="", color=COLOURS[0], label=words)
        dot.set_markersize(_size(ads, largest) ** 0.5)
        items.append(dot)
    ring = Line2D([], [], marker="o", linestyle="", markerfacecolor="white", markeredgecolor=INK)
    box = Patch(facecolor="white", edgecolor=FAINT, hatch="//////")
    blank = Patch(facecolor="none", edgecolor="none")
    for item, key in ((ring, "zero"), (box, "hidden_box"), (blank, "absent")):
        item.set_label(message(f"figures.timeline_{key}", lang=lang))
        items.append(item)
    axes.figure.legend(
        handles=items, loc="outside lower center", ncols=5, fontsize=9, frameon=False
    )


def _period_words(label: str, lang: str) -> str:
    """Return a period as readers write it on an axis."""
    year, _, quarter = label.partition("-Q")
    return (
        message("figures.timeline_quarter", lang=lang, q=quarter, year=year) if quarter else label
    )


def _span_words(label: str, lang: str) -> str:
    """Return a period in words."""
    is_month = re.fullmatch(r"\d{4}-\d{2}", label)
    return format_month(label, lang=lang) if is_month else _period_words(label, lang)


def _texts(
    table: SafeTable,
    cells: pd.DataFrame,
    models: tuple[list[str], list[str]],
    names: Mapping[str, str],
    lang: str,
) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    found, chosen = models
    period = next((name for name in table.by if name in _PERIODS), "month")
    each = message(f"figures.timeline_by_{period}", lang=lang)
    lines = [_line(cells.loc[[name]], names.get(name, name), each, lang) for name in chosen]
    shown = [name for name in found if cells.loc[[name], "n_ads"].gt(0).any()]
    kind = "shown" if shown else "hidden"
    k = format_number(table.rules.k_advertisers, lang=lang)
    values = {"n": format_number(len(found), lang=lang), "k": k, "each": each}
    caption = [message("figures.timeline_caption", lang=lang)]
    left = next(filter(None, map(_LEFT_OUT.fullmatch, table.to_frame()["model"])), None)
    if left:
        caption.append(message("figures.timeline_apart", lang=lang, n=left[1]))
    if len(found) > len(chosen):
        n = format_number(len(found) - len(chosen), lang=lang)
        caption.append(message("figures.timeline_left_out", lang=lang, n=n))
    spans = sorted(cells.index.get_level_values(1).unique())
    ends = {"first": spans[0], "last": spans[-1]} if spans else {"first": "–", "last": "–"}
    ends = {key: _span_words(label, lang) for key, label in ends.items()}
    alt = message("figures.timeline_alt", lang=lang, each=each, **ends)
    return {
        "title": message(f"figures.timeline_{kind}", lang=lang, **values),
        "alt": " ".join([alt, *lines]),
        "caption": " ".join(caption),
    }


def _line(cells: pd.DataFrame, name: str, each: str, lang: str) -> str:
    """Return what is shown of one model, in words."""
    counted = cells.loc[cells["n_ads"].gt(0), "n_ads"]
    values = {
        "hidden": int(cells["state"].eq("suppressed").sum()),
        "zero": int(cells["n_ads"].eq(0).sum()),
        "absent": int(cells["state"].eq("not_collected").sum()),
        "low": format_number(counted.min(), lang=lang) if len(counted) else "–",
        "high": format_number(counted.max(), lang=lang) if len(counted) else "–",
    }
    kinds = {0: "line_hidden", 1: "line_one"}
    kind = kinds.get(int(counted.nunique()), "line")
    return message(
        f"figures.timeline_{kind}", lang=lang, name=name, each=each, n=len(counted), **values
    )
