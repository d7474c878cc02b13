"""Series by month: small panels with gaps, hidden months, and dated changes of level."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.figures.figure import (
    COLOURS,
    FAINT,
    INK,
    MARKERS,
    Figure,
    canvas,
    finish,
    require_safe,
)
from toolkit.messages import format_month, format_number, format_percent, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

MOST_SERIES = 6
_NAMED = 2
_ONE = ""
_BAND, _GREY = "#DDDDDD", "#EEEEEE"


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


def monthly_series(
    safe: SafeTable,
    *,
    changes: SafeTable | None = None,
    lang: str = "fr",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Draw counts or shares by month, one panel per series, and their changes of level.

    It draws no line through a month that is hidden or was not collected, and looks for no change
    itself: without ``changes`` the title says so.

    Parameters
    ----------
    safe : SafeTable
        ``by_month(count_series(…, every="month"))``, released; or shares by ``month``.
    changes : SafeTable, optional
        ``by_month(breaks(…))`` of the same series counted by week, released.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Names of the series.

    Returns
    -------
    Figure
        At most six series, the largest.

    Raises
    ------
    DisclosureError
        When a table was not released or lacks a column.

    Examples
    --------
    >>> monthly_series([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    shown = months_of(safe, labels or {})
    found = None
    if changes is not None:
        require_safe(changes, "at", "at_low", "at_high", "estimate", "smallest_visible")
        found = changes.to_frame()
        found = found.assign(**{shown.column: found.get(shown.column, _ONE)})
        found = found[found[shown.column].isin(shown.chosen)]
    drawing, panels = panels_for(shown)
    for place, name in enumerate(shown.chosen):
        own = None if found is None else found[found[shown.column].eq(name)]
        if own is not None:
            _draw_changes(panels[place], shown, own)
        draw_months(panels[place], shown, place, lang)
    finish_axes(panels, shown)
    return finish(drawing, "monthly_series", _texts(shown, found, lang), require_safe(safe), lang)


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
    table = require_safe(safe, "month", "n_ads")
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
    drawing = canvas(9, 1.0 + 2.2 * rows)
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
    values = numbers(part, shown.value)
    colour, marker = COLOURS[place], MARKERS[place]
    places = np.arange(len(part))
    if {"low", "high"} <= set(part.columns):
        low, high = numbers(part, "low"), numbers(part, "high")
        panel.fill_between(places, low, high, color=colour, alpha=0.2, linewidth=0)
    panel.plot(places, values, color=colour, linewidth=1.4, zorder=3)
    partial = part["coverage"].eq("partial") if "coverage" in part else part["state"].eq("")
    hollow = partial.fillna(False).to_numpy(dtype=bool)
    for chosen, fill in ((~hollow, colour), (hollow, "white")):
        (dots,) = panel.plot(places[chosen], values[chosen], color=colour, zorder=4)
        dots.set(marker=marker, markersize=5, linestyle="none", markerfacecolor=fill)
    top = max([value for value in values if value == value], default=1.0) or 1.0
    for at, state in enumerate(part["state"]):
        if state == "suppressed":
            box = panel.bar(at, top * 0.12, width=0.9, color="white", edgecolor=FAINT, hatch="////")
            box[0].set_linewidth(0.4)
        elif state != "counted":
            panel.axvspan(at - 0.5, at + 0.5, color=_GREY, linewidth=0)
    if "changed" in part.columns:
        for edge in np.flatnonzero(part["changed"].fillna(False).to_numpy(dtype=bool)) - 0.5:
            panel.axvline(edge, color=FAINT, linestyle=":", linewidth=1.2)
            words = message("trends.changed", lang=lang)
            panel.text(edge + 0.1, top * 1.12, words, fontsize=7, color=FAINT, va="top")
    panel.set_ylim(0, top * 1.18)
    panel.set_title(shown.names[name], loc="left", fontsize=11, color=INK)
    percent = shown.value == "estimate"
    panel.yaxis.set_major_formatter(
        lambda value, _: (
            format_percent(value, lang=lang, decimals=0)
            if percent
            else format_number(value, lang=lang)
        )
    )
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(labelsize=9)


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
        panel.set_xticks(ticks, [shown.months[tick] for tick in ticks])


def numbers(frame: pd.DataFrame, name: str) -> np.ndarray:
    """Return a column as floats, NaN where it is empty.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table.
    name : str
        The column.

    Returns
    -------
    numpy.ndarray
        One number per row.

    Examples
    --------
    >>> numbers(pd.DataFrame({"n": [1, None]}), "n").tolist()
    [1.0, nan]
    """
    return np.asarray(frame[name].astype("Float64").to_numpy(dtype="float64", na_value=np.nan))


def _draw_changes(panel: Axes, shown: Months, found: pd.DataFrame) -> None:
    """Draw the date of each change, and its limits."""
    places = {month: place for place, month in enumerate(shown.months)}
    for row in found[found["at"].isin(places)].to_dict("records"):
        low, high = (places.get(row[name], places[row["at"]]) for name in ("at_low", "at_high"))
        panel.axvspan(low - 0.5, high + 0.5, color=_BAND, linewidth=0, zorder=0)
        panel.axvline(places[row["at"]], color=INK, linewidth=1.2, zorder=1)


def _changes_in_words(shown: Months, found: pd.DataFrame, lang: str) -> list[str]:
    """Return each change in words."""
    return [
        message(
            "trends.broken",
            lang=lang,
            name=shown.names[row[shown.column]],
            month=format_month(row["at"], lang=lang),
            **ratio_words(row, lang),
        )
        for row in found[found["estimate"].notna()].to_dict("records")
    ]


def ratio_words(row: Mapping[Hashable, float], lang: str) -> dict[str, str]:
    """Return a ratio and its limits with two decimals.

    Parameters
    ----------
    row : mapping
        ``estimate``, ``low``, ``high``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    dict
        ``ratio``, ``low``, ``high``.

    Examples
    --------
    >>> ratio_words({"estimate": 1.8, "low": 1.5, "high": 2.1}, "en")
    {'ratio': '1.80', 'low': '1.50', 'high': '2.10'}
    """
    names = {"ratio": "estimate", "low": "low", "high": "high"}
    return {key: format_number(row[name], lang=lang, decimals=2) for key, name in names.items()}


def joined(words: list[str], lang: str, *, most: int = _NAMED) -> str:
    """Return some findings as one sentence, the last ones as a number.

    Parameters
    ----------
    words : list of str
        Findings.
    lang : str
        ``"fr"`` or ``"en"``.
    most : int
        How many are said.

    Returns
    -------
    str
        The sentence.

    Examples
    --------
    >>> joined(["a", "b", "c"], "en")
    'a; b; 1 more'
    """
    left = len(words) - most
    parts = words[:most] + ([message("trends.more", lang=lang, n=left)] if left > 0 else [])
    return ("\u202f; " if lang == "fr" else "; ").join(parts)


def _title(shown: Months, found: pd.DataFrame | None, lang: str) -> str:
    """Return the finding."""
    span, number = shown.span(lang), len(shown.chosen)
    if not shown.frame[shown.value].notna().any():
        return message("trends.nothing", lang=lang)
    if found is None:
        return message("trends.untested", lang=lang, n=number, **span)
    words = _changes_in_words(shown, found, lang)
    if words:
        return joined(words, lang)
    return message(
        "trends.quiet_one" if number == 1 else "trends.quiet", lang=lang, n=number, **span
    )


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
        A sentence per series of which something may be shown.

    Examples
    --------
    >>> month_lines(Months(pd.DataFrame(), "platform", [], [], {}, "n_ads"), "en")
    []
    """
    lines = []
    for name in shown.chosen:
        part = shown.part(name)
        values = numbers(part, shown.value)
        known = values[~np.isnan(values)]
        if not len(known):
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


def _texts(shown: Months, found: pd.DataFrame | None, lang: str) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    alt = [message("trends.alt", lang=lang, **shown.span(lang)), *month_lines(shown, lang)]
    caption = [message("trends.caption", lang=lang, ads=ads_shown(shown, lang))]
    if {"low", "high"} <= set(shown.frame.columns):
        confidence = format_percent(float(shown.frame["confidence"].max()), lang=lang, decimals=0)
        caption.append(message("trends.caption_interval", lang=lang, confidence=confidence))
    if found is not None:
        words = _changes_in_words(shown, found, lang)
        if words:
            names = joined(words, lang, most=len(words))
            alt.append(message("trends.line_breaks", lang=lang, names=names))
        caption += [message("trends.caption_breaks", lang=lang), _visible(shown, found, lang)]
    caption += month_notes(shown, lang)
    return {
        "title": _title(shown, found, lang),
        "alt": " ".join(alt),
        "caption": " ".join(part for part in caption if part),
    }


def _visible(shown: Months, found: pd.DataFrame, lang: str) -> str:
    """Return how small a fall would have been seen in each series."""
    known = found.drop_duplicates(shown.column)
    known = known[known["smallest_visible"].notna()]
    words = [
        message(
            "trends.visible_one",
            lang=lang,
            name=shown.names[row[shown.column]],
            percent=format_percent(1 - row["smallest_visible"], lang=lang, decimals=0),
        )
        for row in known.to_dict("records")
    ]
    if not words:
        return ""
    return message("trends.visible", lang=lang, names=joined(words, lang, most=len(words)))
