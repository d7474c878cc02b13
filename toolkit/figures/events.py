"""Before and after an event: what was counted beside what a model expected without it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.disclosure.suppression import numbers_of
from toolkit.figures.figure import (
    COLOURS,
    FAINT,
    INK,
    Figure,
    canvas,
    finish,
    percent_axis,
    require_safe,
)
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
from toolkit.figures.series import joined, ratio_words, visible_falls
from toolkit.messages import format_month, format_number, format_percent, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MODEL = ("expected", "without_event", "without_low", "without_high")
_RATIOS = ("rate_ratio", "ratio_of_rate_ratios")
_ALL = "all"


def before_and_after(
    safe: SafeTable,
    effects: SafeTable,
    *,
    at: str,
    lang: str = "fr",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Draw monthly counts around an event, with what a model expected had it not happened.

    It draws no model where a month of the series is hidden, and does not say that the event is the
    cause.

    Parameters
    ----------
    safe : SafeTable
        From ``release_before_and_after``.
    effects : SafeTable
        ``by_month`` of the effects, released.
    at : str
        Month of the event (``2025-03``).
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Names of the series.

    Returns
    -------
    Figure
        The title gives the ratio of each series, or says that no change can be told.

    Raises
    ------
    DisclosureError
        When a table was not released or lacks a column.

    Examples
    --------
    >>> before_and_after([], [], at="2025-03")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_safe(safe, *_MODEL)
    found = require_safe(effects, "estimate", "statistic").to_frame()
    shown = months_of(table, labels or {})
    drawing, panels = panels_for(shown)
    for place, panel in enumerate(panels[: len(shown.chosen)]):
        draw_months(panel, shown, place, lang)
        _draw_model(panel, shown.part(shown.chosen[place]), place, lang)
        if at in shown.months:
            panel.axvline(shown.months.index(at), color=INK, linewidth=1, linestyle=":")
    finish_axes(panels, shown)
    handles, names = panels[0].get_legend_handles_labels()
    if handles:
        drawing.legend(
            handles, names, loc="outside lower center", ncols=2, frameon=False, fontsize=9
        )
    found = found[found["statistic"].isin(_RATIOS)]
    found = found.assign(**{shown.column: found.get(shown.column, "")})
    found = found[found[shown.column].isin(shown.chosen)]
    return finish(drawing, "before_and_after", _event_texts(shown, found, at, lang), table, lang)


def _draw_model(panel: Axes, part: pd.DataFrame, place: int, lang: str) -> None:
    """Draw what a model expects, with and without the event."""
    expected, without, low, high = (numbers_of(part, name) for name in _MODEL)
    places = np.arange(len(part))
    panel.fill_between(places, low, high, color="#CCCCCC", alpha=0.6, linewidth=0, zorder=0)
    words = [message(f"trends.event_{name}", lang=lang) for name in ("expected", "without")]
    panel.plot(places, expected, color=COLOURS[place], linewidth=3, alpha=0.35, label=words[0])
    panel.plot(places, without, color=INK, linewidth=1.4, linestyle="--", label=words[1])
    known = high[~np.isnan(high)]
    if len(known):
        panel.set_ylim(0, max(panel.get_ylim()[1], float(known.max()) * 1.05))


def _event_texts(shown: Months, found: pd.DataFrame, at: str, lang: str) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    month = format_month(at, lang=lang)
    findings, words, confidence = [], [], 0.95
    for row in found[found["estimate"].notna()].to_dict("records"):
        told = not row["low"] <= 1 <= row["high"]
        key, confidence = "event_effect" if told else "event_none", float(row["confidence"])
        said = {"name": shown.names[row[shown.column]], "month": month, **ratio_words(row, lang)}
        words.append(message(f"trends.{key}", lang=lang, **said))
        findings += [words[-1]] * told
    if len(words) == 1:
        findings = words
    if not findings:
        key = "event_quiet" if words else "event_empty"
        findings = [message(f"trends.{key}", lang=lang, month=month, n=len(words))]
    level = format_percent(confidence, lang=lang, decimals=0)
    caption = message(
        "trends.event_caption", lang=lang, ads=ads_shown(shown, lang), confidence=level
    )
    alt = [message("trends.event_alt", lang=lang, month=month), *month_lines(shown, lang)]
    alt += [f"{word}." for word in words]
    return {
        "title": joined(findings, lang),
        "alt": " ".join(alt),
        "caption": " ".join([caption, *_unseen(shown, found, lang), *month_notes(shown, lang)]),
    }


def _unseen(shown: Months, found: pd.DataFrame, lang: str) -> list[str]:
    """Return how small a fall would have been seen, where no change is told."""
    if "smallest_visible" not in found.columns:
        return []
    quiet = found["estimate"].notna() & found["low"].le(1) & found["high"].ge(1)
    known = found[quiet & found["smallest_visible"].notna()]
    words = visible_falls(known, shown, lang)
    return [words] if words else []


def displacement(
    gains: SafeTable,
    *,
    closed: str,
    control: str,
    before: pd.DataFrame | None = None,
    lang: str = "fr",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Draw which part of a closed platform's volume the others gained, with its interval.

    It follows nobody.

    Parameters
    ----------
    gains : SafeTable
        ``gains`` of ``displacement``, released.
    closed, control : str
        Names of the closed platform and of those it was compared with.
    before : pandas.DataFrame, optional
        ``before`` of ``displacement``: platforms whose comparison does not hold are named.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Names of platforms.

    Returns
    -------
    Figure
        The title names gains that are told from zero, or says that there is none.

    Raises
    ------
    DisclosureError
        When the table was not released or lacks a column.

    Examples
    --------
    >>> displacement([], closed="a", control="c")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_safe(gains, "platform", "estimate", "low", "high")
    frame = table.to_frame()
    names = {_ALL: message("trends.gain_all", lang=lang)} | dict(labels or {})
    rows = frame.to_dict("records")
    drawing = canvas(9, 1.4 + 0.45 * max(len(rows), 1))
    axes = drawing.subplots()
    axes.axvline(0, color=FAINT, linewidth=1)
    for place, row in enumerate(rows):
        if pd.isna(row["estimate"]):
            axes.text(0, place, " –", va="center", color=FAINT)
            continue
        axes.plot([row["low"], row["high"]], [place, place], color=COLOURS[0], linewidth=2.5)
        marker = "D" if row["platform"] == _ALL else "o"
        axes.plot([row["estimate"]], [place], marker=marker, color=COLOURS[0], markersize=8)
    axes.set_yticks(range(len(rows)), [names.get(r["platform"], r["platform"]) for r in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    percent_axis(axes.xaxis, lang)
    axes.set_xlabel(message("trends.gain_axis", lang=lang, closed=closed))
    axes.spines[["top", "right"]].set_visible(False)
    texts = _gain_texts(frame, names, (closed, control, lang))
    failing = [] if before is None else list(before.loc[before["told_from_one"], "platform"])
    failing = [names.get(name, name) for name in failing if name in set(frame["platform"])]
    if failing:
        words = message("trends.gain_before", lang=lang, names=", ".join(failing))
        texts["caption"] += f" {words}"
    return finish(drawing, "displacement", texts, table, lang)


def _gain_words(
    row: Mapping[Hashable, float], names: Mapping[str, str], key: str, how: tuple[str, str]
) -> str:
    """Return a gain in a sentence."""
    closed, lang = how
    edges = {
        name: format_percent(float(row[column]), lang=lang, decimals=0)
        for name, column in (("share", "estimate"), ("low", "low"), ("high", "high"))
    }
    name = names.get(str(row["platform"]), str(row["platform"]))
    return message(f"trends.{key}", lang=lang, name=name, closed=closed, **edges)


def _gain_texts(
    frame: pd.DataFrame, names: Mapping[str, str], how: tuple[str, str, str]
) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    closed, control, lang = how
    known = frame[frame["estimate"].notna()]
    parts = known[known["platform"].ne(_ALL)]
    told = parts[parts["low"].gt(0)].to_dict("records")
    findings = [_gain_words(row, names, "gain_some", (closed, lang)) for row in told]
    lines = [
        _gain_words(row, names, "gain_row", (closed, lang)) for row in known.to_dict("records")
    ]
    confidence = format_percent(float(frame["confidence"].max()), lang=lang, decimals=0)
    ads = format_number(int(parts["n_ads"].sum()), lang=lang)
    none = message("trends.gain_none", lang=lang, closed=closed)
    return {
        "title": joined(findings, lang) if findings else none,
        "alt": " ".join([message("trends.gain_alt", lang=lang, closed=closed), *lines]),
        "caption": message(
            "trends.gain_caption", lang=lang, control=control, confidence=confidence, ads=ads
        ),
    }
