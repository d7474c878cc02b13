"""Series by month, in small panels, and their dated changes of level."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.figures.figure import INK, Figure, finish, require_safe
from toolkit.figures.months import (
    Months,
    ads_shown,
    draw_months,
    finish_axes,
    month_lines,
    month_notes,
    months_of,
    panels_for,
)
from toolkit.messages import format_month, format_number, format_percent, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAMED = 2
_ONE = ""
_BAND = "#DDDDDD"


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
        # what the title tells of comes first: slides have room for little more
        caption = [
            message("trends.caption_breaks", lang=lang),
            *caption,
            _visible(shown, found, lang),
        ]
    caption += month_notes(shown, lang)
    return {
        "title": _title(shown, found, lang),
        "alt": " ".join(alt),
        "caption": " ".join(part for part in caption if part),
    }


def _visible(shown: Months, found: pd.DataFrame, lang: str) -> str:
    """Return how small a fall would have been seen in each series."""
    known = found.drop_duplicates(shown.column)
    return visible_falls(known[known["smallest_visible"].notna()], shown, lang)


def visible_falls(known: pd.DataFrame, shown: Months, lang: str) -> str:
    """Return how small a fall would have been seen, series by series.

    Parameters
    ----------
    known : pandas.DataFrame
        One row per series, with ``smallest_visible``.
    shown : Months
        The series.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        A sentence, nothing without a series.

    Examples
    --------
    >>> frame = pd.DataFrame({"platform": ["p"], "smallest_visible": [0.7]})
    >>> visible_falls(frame, Months(frame, "platform", [], ["p"], {"p": "P"}, "n_ads"), "en")
    'Smallest fall that would have been seen four times in five: P 30%.'
    """
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
