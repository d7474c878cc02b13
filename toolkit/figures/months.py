"""Panels of months: what each state looks like, and what words say of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.counting.proportions import Numbers
from toolkit.disclosure import SafeTable
from toolkit.disclosure.suppression import numbers_of
from toolkit.figures.figure import (
    COLOURS,
    FAINT,
    MARKERS,
    canvas,
    panel_title,
    percent_axis,
    require_one_series,
    require_safe,
    say_nothing,
)
from toolkit.messages import format_month, format_number, format_percent, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

MOST_SERIES = 6
_ONE = ""
_GREY = "#EEEEEE"


class Months(NamedTuple):
    """Series of a table: months of all, the chosen series and their names, what is drawn."""

    frame: pd.DataFrame
    column: str
    months: list[str]
    chosen: list[str]
    names: dict[str, str]
    value: str

    def part(self, name: str) -> pd.DataFrame:
        """Return the rows of a series, one per month."""
        rows = self.frame[self.frame[self.column].eq(name)].set_index("month")
        found = rows.reindex(self.months)
        found["state"] = found["state"].fillna("not_collected")
        return found

    def span(self, lang: str) -> dict[str, str]:
        """Return the first and last month in words."""
        ends = (self.months[0], self.months[-1]) if self.months else (None, None)
        words = [format_month(month, lang=lang) if month else "–" for month in ends]
        return dict(zip(("first", "last"), words, strict=True))


def months_of(safe: SafeTable, labels: Mapping[str, str]) -> Months:
    """Return the series of a released table by month.

    Parameters
    ----------
    safe : SafeTable
        Grouped by ``month``, and by one more column for the series.
    labels : mapping
        Names of the series.

    Returns
    -------
    Months
        The largest six.

    Raises
    ------
    DisclosureError
        When it was not released, or has no month.

    Examples
    --------
    >>> months_of([], {})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_one_series(require_safe(safe, "month", "n_ads"), beside="month")
    frame = table.to_frame()
    frame = frame[frame["month"].str.fullmatch(r"\d{4}-\d{2}").fillna(False)]
    column = next((name for name in table.by if name != "month"), "series")
    frame = frame if column in frame.columns else frame.assign(**{column: _ONE})
    sizes = frame.groupby(column)["n_ads"].sum().sort_values(ascending=False, kind="stable")
    chosen = [str(name) for name in sizes.index[:MOST_SERIES]]
    names = {name: labels.get(name, name) or "–" for name in chosen}
    value = "estimate" if "estimate" in frame.columns else "n_ads"
    return Months(frame, column, sorted(frame["month"].unique()), chosen, names, value)


def panels_for(shown: Months) -> tuple[Canvas, list[Axes]]:
    """Return a drawing with a panel for each series, two side by side.

    Parameters
    ----------
    shown : Months
        The series.

    Returns
    -------
    tuple
        The drawing and its panels.

    Examples
    --------
    >>> frame = pd.DataFrame({"month": []})
    >>> len(panels_for(Months(frame, "platform", [], ["p", "q", "r"], {}, "n_ads"))[1])
    3
    """
    number = max(len(shown.chosen), 1)
    rows = (number + 1) // 2
    drawing = canvas(9, 0.9 + 1.7 * rows)
    grid = drawing.subplots(rows, min(2, number), sharex=True, squeeze=False).ravel()
    for panel in grid[number:]:
        panel.set_visible(False)
    return drawing, list(grid[:number])


def draw_months(panel: Axes, shown: Months, place: int, lang: str) -> None:
    """Draw the months of one series, each state in its own way.

    Parameters
    ----------
    panel : matplotlib.axes.Axes
        Where.
    shown : Months
        The series.
    place : int
        Which of the chosen ones.
    lang : str
        ``"fr"`` or ``"en"``.

    Examples
    --------
    >>> draw_months.__name__
    'draw_months'
    """
    name = shown.chosen[place]
    part = shown.part(name)
    values = numbers_of(part, shown.value)
    colour, marker = COLOURS[place], MARKERS[place]
    places = np.arange(len(part))
    if {"low", "high"} <= set(part.columns):
        low, high = numbers_of(part, "low"), numbers_of(part, "high")
        panel.fill_between(places, low, high, color=colour, alpha=0.2, linewidth=0)
    panel.plot(places, values, color=colour, linewidth=1.4, zorder=3)
    partial = part["coverage"].eq("partial") if "coverage" in part else part["state"].eq("")
    hollow = partial.fillna(False).to_numpy(dtype=bool)
    for chosen, fill in ((~hollow, colour), (hollow, "white")):
        (dots,) = panel.plot(places[chosen], values[chosen], color=colour, zorder=4)
        dots.set(marker=marker, markersize=5, linestyle="none", markerfacecolor=fill)
    top = max([value for value in values if value == value], default=1.0) or 1.0
    _draw_states(panel, part, top, lang)
    panel.set_ylim(0, top * 1.18)
    panel_title(panel, shown.names[name])
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(labelsize=9)
    if shown.value == "estimate":
        percent_axis(panel.yaxis, lang)
    else:
        count_axis(panel, values[~np.isnan(values)], lang)


def _draw_states(panel: Axes, part: pd.DataFrame, top: float, lang: str) -> None:
    """Draw hidden months, gaps, and where the collection may have changed."""
    for at, state in enumerate(part["state"]):
        if state == "suppressed":
            box = panel.bar(at, top * 0.12, width=0.9, color="white", edgecolor=FAINT, hatch="////")
            box[0].set_linewidth(0.4)
        elif state != "counted":
            panel.axvspan(at - 0.5, at + 0.5, color=_GREY, linewidth=0)
    if "changed" not in part.columns:
        return
    # the first and last months of a corpus are seldom whole: their hollow marks say so
    inside = part["changed"].fillna(False).to_numpy(dtype=bool)[2:-1]
    for edge in np.flatnonzero(inside) + 1.5:
        panel.axvline(edge, color=FAINT, linestyle=":", linewidth=1.2)
        words = message("trends.changed", lang=lang)
        side = "left" if edge < len(part) / 2 else "right"
        panel.text(edge, top * 1.12, f" {words} ", fontsize=7, color=FAINT, va="top", ha=side)


def count_axis(panel: Axes, known: Numbers, lang: str) -> None:
    """Write whole numbers beside a panel of counts, and why where there is none.

    Parameters
    ----------
    panel : matplotlib.axes.Axes
        Where.
    known : numpy.ndarray
        The numbers that are shown.
    lang : str
        ``"fr"`` or ``"en"``.

    Examples
    --------
    >>> count_axis.__name__
    'count_axis'
    """
    from matplotlib.ticker import MaxNLocator

    panel.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, min_n_ticks=1))
    panel.yaxis.set_major_formatter(lambda value, _: format_number(value, lang=lang))
    if not len(known):
        say_nothing(panel, message("figures.trend_nothing", lang=lang))
    elif not known.any():
        panel.set_yticks([0])


def month_and_year(month: str) -> str:
    """Return a month as both languages write it in digits.

    Parameters
    ----------
    month : str
        ``"2025-07"``.

    Returns
    -------
    str
        Digits.

    Examples
    --------
    >>> month_and_year("2025-07")
    '07/2025'
    """
    year, _, number = month.partition("-")
    return f"{number}/{year}"


def finish_axes(panels: list[Axes], shown: Months) -> None:
    """Write a few months below the panels.

    Parameters
    ----------
    panels : list of matplotlib.axes.Axes
        The panels.
    shown : Months
        The series.

    Examples
    --------
    >>> finish_axes([], Months(pd.DataFrame(), "platform", [], [], {}, "n_ads"))
    """
    ticks = list(range(0, len(shown.months), max(1, len(shown.months) // 4)))
    for panel in panels:
        panel.set_xlim(-0.7, len(shown.months) - 0.3)
        panel.set_xticks(ticks, [month_and_year(shown.months[tick]) for tick in ticks])


def month_lines(shown: Months, lang: str) -> list[str]:
    """Return each series in words, for those who do not see it.

    Parameters
    ----------
    shown : Months
        The series.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    list of str
        A sentence per series.

    Examples
    --------
    >>> month_lines(Months(pd.DataFrame(), "platform", [], [], {}, "n_ads"), "en")
    []
    """
    lines = []
    for name in shown.chosen:
        part = shown.part(name)
        values = numbers_of(part, shown.value)
        known = values[~np.isnan(values)]
        if not len(known):
            lines.append(message("trends.line_hidden", lang=lang, name=shown.names[name]))
            continue
        percent = shown.value == "estimate"
        write = format_percent if percent else format_number
        low, high = (write(float(edge), lang=lang) for edge in (known.min(), known.max()))
        states = part["state"].value_counts()
        gaps = {
            "hidden": int(states.get("suppressed", 0)),
            "gaps": int(states.get("not_collected", 0)),
        }
        words = {"name": shown.names[name], "n": len(known), "low": low, "high": high}
        lines.append(message("trends.line", lang=lang, **words, **gaps))
    return lines


def month_notes(shown: Months, lang: str) -> list[str]:
    """Return what a caption says of months: size, intervals, how days of collection are known.

    Parameters
    ----------
    shown : Months
        The series.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    list of str
        Sentences.

    Examples
    --------
    >>> month_notes.__name__
    'month_notes'
    """
    notes = []
    if "collection" not in shown.frame or shown.frame["collection"].ne("given").any():
        notes.append(message("trends.caption_inferred", lang=lang))
    left = shown.frame[shown.column].nunique() - len(shown.chosen)
    if left:
        notes.append(message("trends.left_out", lang=lang, n=left))
    return notes


def ads_shown(shown: Months, lang: str) -> str:
    """Return how many ads the drawn months hold.

    Parameters
    ----------
    shown : Months
        The series.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The number.

    Examples
    --------
    >>> frame = pd.DataFrame({"platform": ["p"], "n_ads": [1200]})
    >>> ads_shown(Months(frame, "platform", [], ["p"], {}, "n_ads"), "en")
    '1,200'
    """
    drawn = shown.frame[shown.frame[shown.column].isin(shown.chosen)]
    return format_number(int(drawn["n_ads"].fillna(0).sum()), lang=lang)
