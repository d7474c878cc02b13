"""Counts over time, with gaps and hidden cells drawn as such."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.figures.figure import (
    COLOURS,
    FAINT,
    MARKERS,
    Figure,
    canvas,
    finish,
    panel_title,
    require_one_series,
    require_safe,
)
from toolkit.figures.months import MOST_SERIES, count_axis, month_and_year
from toolkit.messages import format_month, format_number, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ONE = "_one"


def trend(safe: SafeTable, *, lang: str = "fr", labels: Mapping[str, str] | None = None) -> Figure:
    """Draw counts by month, one small panel per series.

    It draws no line through a hidden or uncollected month, and no sum of shown cells.

    Parameters
    ----------
    safe : SafeTable
        Grouped by ``month``, and by one more column for the series.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Names of the series.

    Returns
    -------
    Figure
        At most six series, the largest; the caption says how many are left out.

    Raises
    ------
    DisclosureError
        When the table was not released or has no month.

    Examples
    --------
    >>> trend([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_one_series(require_safe(safe, "month", "n_ads"), beside="month")
    frame = table.to_frame()
    frame = frame[frame["month"].str.match(r"\d{4}-\d{2}$")]
    series = next((name for name in table.by if name != "month"), _ONE)
    frame = frame if series in frame.columns else frame.assign(**{_ONE: ""})
    months = sorted(frame["month"].unique())
    sizes = frame.groupby(series)["n_ads"].sum().sort_values(ascending=False, kind="stable")
    chosen = [str(name) for name in sizes.index[:MOST_SERIES]]
    rows = (len(chosen) + 1) // 2
    drawing = canvas(9, 0.9 + 1.7 * max(rows, 1))
    axes = drawing.subplots(max(rows, 1), min(2, max(len(chosen), 1)), sharex=True, squeeze=False)
    for position, panel in enumerate(axes.flat):
        if position >= len(chosen):
            panel.set_visible(False)
            continue
        part = frame[frame[series] == chosen[position]].set_index("month").reindex(months)
        name = (labels or {}).get(chosen[position], chosen[position])
        _panel(panel, part, (name, position), lang)
    for panel in axes[-1]:
        ticks = range(0, len(months), max(1, len(months) // 4))
        panel.set_xticks(list(ticks), [month_and_year(months[tick]) for tick in ticks])
    return finish(drawing, "trend", _texts(frame, series, chosen, labels or {}, lang), table, lang)


def _panel(panel: Axes, part: pd.DataFrame, named: tuple[str, int], lang: str) -> None:
    """Draw one series."""
    name, position = named
    values = part["n_ads"].astype("Float64").to_numpy(dtype="float64", na_value=float("nan"))
    colour, marker = COLOURS[position], MARKERS[position]
    panel.plot(range(len(part)), values, color=colour, marker=marker, markersize=4, linewidth=1.6)
    known = values[values == values]
    # a panel of zeros still needs a height
    top = max(float(known.max(initial=0.0)), 1.0)
    state = part["state"].fillna("not_collected")
    for place, kind in enumerate(state):
        if kind == "suppressed":
            panel.bar(
                place,
                top * 0.12,
                width=0.9,
                color="white",
                edgecolor=FAINT,
                hatch="////",
                linewidth=0.4,
            )
        elif kind == "not_collected":
            panel.axvspan(place - 0.5, place + 0.5, color="#EEEEEE", linewidth=0)
        elif kind == "not_measured":
            span = panel.axvspan(place - 0.5, place + 0.5, fill=False, linewidth=0.6)
            span.set(edgecolor=FAINT, linestyle=":")
    panel.set_ylim(0, top * 1.15)
    panel.set_xlim(-0.7, len(part) - 0.3)
    panel_title(panel, name)
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(labelsize=9)
    count_axis(panel, known, lang)


def _texts(
    frame: pd.DataFrame,
    series: str,
    chosen: list[str],
    labels: Mapping[str, str],
    lang: str,
) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    shown = frame[frame["n_ads"].notna()]
    months = sorted(frame["month"].unique())
    span = {
        "first": format_month(months[0], lang=lang) if months else "–",
        "last": format_month(months[-1], lang=lang) if months else "–",
    }
    lines = []
    for name in chosen:
        part = shown[shown[series] == name]
        if part.empty:
            continue
        low, high = part["n_ads"].min(), part["n_ads"].max()
        values = {"low": format_number(low, lang=lang), "high": format_number(high, lang=lang)}
        lines.append(
            message(
                "figures.trend_series",
                lang=lang,
                name=labels.get(name, name) or "–",
                n=len(part),
                **values,
            )
        )
    left = frame[series].nunique() - len(chosen)
    numbers = shown.loc[shown["n_ads"].gt(0), "n_ads"]
    ends = {
        key: format_number(value, lang=lang)
        for key, value in (("low", numbers.min()), ("high", numbers.max()))
        if len(numbers)
    }
    found = f"figures.trend_title{'' if ends else '_none'}"
    caption = message("figures.trend_caption", lang=lang)
    if left:
        caption += " " + message("figures.trend_left_out", lang=lang, n=left)
    return {
        "title": message(found, lang=lang, n=frame[series].nunique(), **span, **ends),
        "alt": " ".join([message("figures.trend_alt", lang=lang, **span), *lines]),
        "caption": caption,
    }
