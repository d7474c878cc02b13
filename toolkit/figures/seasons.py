"""Trend, season and rest of series by month, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from toolkit.disclosure import SafeTable
from toolkit.disclosure.suppression import numbers_of
from toolkit.figures.figure import (
    COLOURS,
    FAINT,
    Figure,
    canvas,
    finish,
    panel_title,
    require_safe,
)
from toolkit.figures.months import (
    Months,
    ads_shown,
    month_and_year,
    month_lines,
    month_notes,
    months_of,
)
from toolkit.figures.series import joined, ratio_words
from toolkit.messages import format_number, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PARTS = ("trend_count", "season_ratio", "rest_part")
_ONE = ""


def seasonal_parts(
    safe: SafeTable,
    *,
    seasons: SafeTable | None = None,
    lang: str = "fr",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Draw counts with their trend, the season and the rest, one line of panels per series.

    It looks for no season itself: without ``seasons`` the title says so.

    Parameters
    ----------
    safe : SafeTable
        From ``release_seasonal_parts``.
    seasons : SafeTable, optional
        ``by_month`` of the ``seasons`` of ``seasonal_parts``, released.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Names of the series.

    Returns
    -------
    Figure
        At most six series, the largest; a series with a hidden month is drawn without parts.

    Raises
    ------
    DisclosureError
        When a table was not released or lacks a column.

    Examples
    --------
    >>> seasonal_parts([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_safe(safe, *_PARTS)
    shown = months_of(table, labels or {})
    number = max(len(shown.chosen), 1)
    drawing = canvas(9, 1.1 + 1.7 * number)
    grid = drawing.subplots(number, len(_PARTS), sharex=True, squeeze=False)
    for place in range(len(shown.chosen)):
        _line(list(grid[place]), shown, place, lang)
    # on an axis of its own a season that is chance looks as large as one that is not
    for place in (1, 2):
        limits = np.array([panel.get_ylim() for panel in grid[:, place]])
        for panel in grid[:, place]:
            panel.set_ylim(limits[:, 0].min(), limits[:, 1].max())
    for panel, name in zip(grid[0], ("trend", "ratio", "rest"), strict=True):
        words = message(f"seasons.{name}", lang=lang)
        panel.annotate(words, (0.5, 1.16), xycoords="axes fraction", ha="center", fontsize=9)
    ticks = list(range(0, len(shown.months), max(1, len(shown.months) // 3)))
    for panel in grid[-1]:
        panel.set_xticks(ticks, [month_and_year(shown.months[tick]) for tick in ticks], fontsize=8)
    return finish(drawing, "seasonal_parts", _texts(shown, seasons, lang), table, lang)


def _line(panels: list[Axes], shown: Months, place: int, lang: str) -> None:
    """Draw the panels of one series."""
    name = shown.chosen[place]
    part = shown.part(name)
    places, colour = np.arange(len(part)), COLOURS[place]
    counts = numbers_of(part, "n_ads")
    panels[0].plot(places, counts, color=FAINT, marker="o", markersize=3, linestyle="none")
    for panel, column in zip(panels, _PARTS, strict=True):
        panel.plot(places, numbers_of(part, column), color=colour, linewidth=1.6)
        panel.spines[["top", "right"]].set_visible(False)
        panel.tick_params(labelsize=8)
    known = counts[~np.isnan(counts)]
    panels[0].set_ylim(0, max(float(known.max()) if len(known) else 1.0, 1.0) * 1.15)
    panel_title(panels[0], shown.names[name], size=10)
    for panel, level in ((panels[1], 1.0), (panels[2], 0.0)):
        panel.axhline(level, color=FAINT, linewidth=0.8, linestyle=":")
    for panel in panels:
        # counts are whole, ratios and roots are not
        kept = int(panel is not panels[0])
        panel.yaxis.set_major_formatter(_written(lang, kept))


def _written(lang: str, decimals: int) -> Callable[[float, float], str]:
    """Return how the numbers of an axis are written."""

    def write(value: float, _place: float) -> str:
        """Return one number."""
        return format_number(value, lang=lang, decimals=decimals)

    return write


def _texts(shown: Months, seasons: SafeTable | None, lang: str) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    findings = _findings(shown, seasons, lang)
    whole = [shown.names[n] for n in shown.chosen if shown.part(n)["trend_count"].notna().any()]
    alt = [message("seasons.alt", lang=lang, **shown.span(lang)), *month_lines(shown, lang)]
    left = len(shown.chosen) - len(whole)
    caption = [message("seasons.caption", lang=lang, ads=ads_shown(shown, lang))]
    if left:
        caption.append(message("seasons.without", lang=lang, n=left))
    if findings:
        title = joined(findings, lang)
        alt += [f"{words}." for words in findings]
    elif not whole:
        title = message("seasons.nothing", lang=lang)
    else:
        key = "untested" if seasons is None else "quiet"
        title = message(f"seasons.{key}", lang=lang, n=len(whole), **shown.span(lang))
    return {
        "title": title,
        "alt": " ".join(alt),
        "caption": " ".join(caption + month_notes(shown, lang)),
    }


def _findings(shown: Months, seasons: SafeTable | None, lang: str) -> list[str]:
    """Return each season that is told, in words."""
    if seasons is None:
        return []
    frame = require_safe(seasons, "peak", "estimate", "low", "high", "differs").to_frame()
    frame = frame.assign(**{shown.column: frame.get(shown.column, _ONE)})
    frame = frame[frame[shown.column].isin(shown.chosen) & frame["estimate"].notna()]
    frame = frame[frame["differs"].fillna(False).astype(bool)]
    return [
        message(
            "seasons.told",
            lang=lang,
            name=shown.names[row[shown.column]],
            month=message(f"seasons.m{row['peak']}", lang=lang),
            **ratio_words(row, lang),
        )
        for row in frame.to_dict("records")
    ]
