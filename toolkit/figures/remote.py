"""Shares of advertisers who offer an act at a distance, by period or platform."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.errors import DisclosureError
from toolkit.figures.figure import COLOURS, FAINT, INK, Figure, canvas, finish, require_safe
from toolkit.messages import format_number, format_percent, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_PANELS = 6
_PERIODS = ("month", "quarter", "year")
_POINTS = 100
_GREY = "#EEEEEE"
_ROOM = 12
_TALL = 0.06
# below it an axis needs tenths of a percent
_SMALL = 0.05


class _Shares(NamedTuple):
    """Rows of a table, the grouping along the axis, that of the panels, labels and panels."""

    frame: pd.DataFrame
    across: str
    beside: str
    labels: list[str]
    panels: list[str]
    names: Mapping[str, str]

    def name(self, label: str) -> str:
        """Return the words for a label."""
        return self.names.get(label, label)


def remote_acts(
    safe: SafeTable,
    *,
    changes: SafeTable | None = None,
    lang: str = "fr",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Draw the share of advertisers who offer an act at a distance, with the note on the law.

    It joins no dots, and looks for no change itself: without ``changes`` the title says none.

    Parameters
    ----------
    safe : SafeTable
        ``remote_acts`` by one or two groupings, released.
    changes : SafeTable, optional
        ``remote_acts_changes`` of the corpus as a whole, released.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Names of platforms and others.

    Returns
    -------
    Figure
        A panel for each label of the second grouping, at most six.

    Raises
    ------
    DisclosureError
        When a table was not released, or is grouped otherwise.

    Examples
    --------
    >>> remote_acts([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    from matplotlib.ticker import MaxNLocator

    table = require_safe(safe, "indicator", "estimate", "n_total_advertisers")
    shown = _shares(table, labels or {})
    number = max(len(shown.panels), 1)
    rows = (number + 1) // 2
    drawing = canvas(9, 1.1 + 2.3 * rows)
    grid = drawing.subplots(rows, min(2, number), sharex=True, sharey=True, squeeze=False).ravel()
    top = max([float(value) for value in shown.frame["high"].dropna()], default=0.1) * 1.1
    for place, panel in enumerate(grid):
        if place >= len(shown.panels):
            panel.set_visible(False)
            continue
        _panel(panel, shown, (shown.panels[place], place), top)
        panel.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
        panel.yaxis.set_major_formatter(
            lambda value, _: format_percent(value, lang=lang, decimals=int(top < _SMALL))
        )
    return finish(drawing, "remote_acts", _texts(shown, _change(changes), lang), table, lang)


def _shares(table: SafeTable, labels: Mapping[str, str]) -> _Shares:
    """Return what is drawn: periods along the axis, or else the first grouping."""
    by = [name for name in table.by if name != "indicator"]
    if len(by) not in (1, 2):
        raise DisclosureError(
            "table",
            value=list(table.by),
            rule="is grouped by one or two groupings",
            remedy='release tk.remote_acts(…, by=["quarter"])',
        )
    across = next((name for name in by if name in _PERIODS), by[0])
    beside = next((name for name in by if name != across), "panel")
    frame = table.to_frame()
    frame = frame if beside in frame.columns else frame.assign(**{beside: ""})
    sizes = frame.groupby(beside)["n_ads"].sum().sort_values(ascending=False, kind="stable")
    panels = [str(name) for name in sizes.index[:MOST_PANELS]]
    return _Shares(frame, across, beside, sorted(frame[across].unique()), panels, labels)


def _change(changes: SafeTable | None) -> dict[Hashable, object] | None:
    """Return the one change of a table, when it may be shown."""
    if changes is None:
        return None
    frame = require_safe(changes, "reference", "group", "estimate", "told_from_zero").to_frame()
    rows = frame[frame["estimate"].notna()].to_dict("records")
    return rows[0] if len(rows) == 1 else None


def _panel(panel: Axes, shown: _Shares, named: tuple[str, int], top: float) -> None:
    """Draw one panel: a dot and its interval for each label, or what its state looks like."""
    name, place = named
    frame = shown.frame
    cells = frame[frame[shown.beside].eq(name)].set_index(shown.across).reindex(shown.labels)
    for at, row in enumerate(cells.to_dict("records")):
        if pd.notna(row["estimate"]):
            panel.plot([at, at], [row["low"], row["high"]], color=COLOURS[place], linewidth=2)
            panel.plot(at, row["estimate"], marker="o", markersize=6, color=COLOURS[place])
        elif row["state"] == "suppressed":
            panel.bar(at, top * _TALL, width=0.6, color="white", edgecolor=FAINT, hatch="////")
        elif row["state"] == "not_measured":
            panel.bar(at, top * _TALL, width=0.6, fill=False, edgecolor=FAINT, linestyle=":")
        else:
            panel.axvspan(at - 0.5, at + 0.5, color=_GREY, linewidth=0)
    heads = [shown.name(label) for label in shown.labels]
    step = max(1, len(heads) // _ROOM)
    slanted = max((len(head) for head in heads), default=0) > _ROOM
    panel.set_xticks(range(0, len(heads), step), heads[::step], fontsize=8)
    panel.tick_params(axis="x", rotation=20 if slanted else 0)
    panel.set_ylim(0, top)
    panel.set_xlim(-0.6, len(heads) - 0.4)
    panel.set_title(shown.name(name), loc="left", fontsize=11, color=INK)
    panel.spines[["top", "right"]].set_visible(False)


def _texts(shown: _Shares, change: Mapping[Hashable, object] | None, lang: str) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    left = shown.frame[shown.beside].nunique() - len(shown.panels)
    confidence = format_percent(float(shown.frame["confidence"].max()), lang=lang, decimals=0)
    caption = [message("remote.caption", lang=lang, confidence=confidence)]
    if left > 0:
        caption.append(message("remote.left_out", lang=lang, n=left))
    caption.append(message("remote.note_short", lang=lang))
    lines = [_line(row, shown, lang) for row in shown.frame.to_dict("records")]
    return {
        "title": _title(shown, change, lang),
        "alt": " ".join([message("remote.alt", lang=lang), *lines]),
        "caption": " ".join(caption),
    }


def _title(shown: _Shares, change: Mapping[Hashable, object] | None, lang: str) -> str:
    """Return the finding: a change that is told, that none is, or between what shares lie."""
    if change is not None:
        sides = {key: shown.name(str(change[key])) for key in ("reference", "group")}
        told = str(change["told_from_zero"]) == "True"
        numbers = {
            key: _signed(float(str(change[name])), lang)
            for key, name in (("points", "estimate"), ("low", "low"), ("high", "high"))
        }
        return message(f"remote.{'changed' if told else 'quiet'}", lang=lang, **sides, **numbers)
    known = shown.frame["estimate"].dropna().astype("float64")
    if known.empty:
        return message("remote.nothing", lang=lang)
    low, high = (format_percent(float(edge), lang=lang) for edge in (known.min(), known.max()))
    cells = {"n": len(known), "cells": len(shown.frame)}
    key = "remote.range" if low != high else "remote.one"
    return message(key, lang=lang, low=low, high=high, **cells)


def _signed(share: float, lang: str) -> str:
    """Return a difference in points, with its sign."""
    sign = "+" if share > 0 else ""
    return sign + format_number(_POINTS * share, lang=lang, decimals=1)


def _line(row: Mapping[Hashable, float], shown: _Shares, lang: str) -> str:
    """Return one cell in words."""
    parts = [shown.name(str(row[name])) for name in (shown.beside, shown.across) if row[name]]
    name = ", ".join(parts)
    if pd.isna(row["estimate"]):
        return message("remote.line_hidden", lang=lang, name=name)
    shares = {
        key: format_percent(float(row[key]), lang=lang) for key in ("estimate", "low", "high")
    }
    numbers = {
        key: format_number(float(row[column]), lang=lang)
        for key, column in (
            ("n", "n_advertisers"),
            ("total", "n_total_advertisers"),
            ("ads", "n_ads"),
        )
    }
    return message("remote.line", lang=lang, name=name, **shares, **numbers)
