"""A week of days and hours: a tile for each band, shaded by how many say they can be reached."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.figures.figure import FAINT, INK, Figure, canvas, finish, require_safe
from toolkit.figures.tiles import SHADES
from toolkit.language.known import language_name
from toolkit.messages import format_number, format_percent, message
from toolkit.messages.weeks import format_hour_band, format_weekday

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas
    from matplotlib.patches import Rectangle

# white words from the fourth shade on
_EDGES = (0.10, 0.20, 0.35, 0.50)
_WHITE_FROM = 3
_HOURS_IN_A_DAY, _TICK = 24, 3
_GAP = 0.06
_LANGUAGE = "written_language"

_Weeks = list[tuple[str | None, pd.DataFrame]]


class _Finding(NamedTuple):
    """The hours that stand out, none where none do, and from where to where shares go."""

    band: str | None
    low: float
    high: float


def availability_week(
    safe: SafeTable, *, lang: str = "fr", labels: Mapping[str, str] | None = None
) -> Figure:
    """Draw when advertisers say that they can be reached: days down, hours across.

    It shows shares of advertisers, nobody in particular. Hidden tiles are hatched, a zero is
    dotted, what was not collected or not measured is blank. With languages there is one week for
    each of which something may be shown.

    Parameters
    ----------
    safe : SafeTable
        What ``outreach_windows`` estimated, released.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Other names of languages than the toolkit's.

    Returns
    -------
    Figure
        The title names the hours that stand out from all others by more than half an interval, if
        they follow each other.

    Raises
    ------
    DisclosureError
        When the table was not released or holds no week.

    Examples
    --------
    >>> availability_week([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_safe(safe, "weekday", "hour_band", "estimate", "n_total_advertisers")
    frame = table.to_frame()
    by_language = _LANGUAGE in frame.columns
    weeks: _Weeks = [(None, frame)]
    if by_language:
        parts = frame.groupby(_LANGUAGE, sort=False)
        weeks = [(str(code), part) for code, part in parts if part["estimate"].notna().any()]
    codes = [code for code, _ in weeks if code is not None]
    names = {code: language_name(code, lang=lang) for code in codes} | dict(labels or {})
    drawing = _drawn(weeks, names, lang)
    said = _language_texts(weeks, names, lang) if by_language else _texts(frame, lang)
    name = "availability_languages" if by_language else "availability"
    return finish(drawing, name, said, table, lang)


def _drawn(weeks: _Weeks, names: Mapping[str, str], lang: str) -> Canvas:
    """Return the drawing of some weeks, two side by side where there are several."""
    across = 1 if len(weeks) < 2 else 2
    down = max(-(-len(weeks) // across), 1)
    days = max([part["weekday"].nunique() for _, part in weeks], default=1)
    drawing = canvas(9, 1.0 + down * (0.7 + (0.42 if across == 1 else 0.3) * days))
    grid = drawing.subplots(down, across, squeeze=False).ravel()
    for axes, (code, part) in zip(grid, weeks, strict=False):
        _week(axes, part, lang, size=9 if across == 1 else 7)
        if code is not None:
            number = format_number(float(part["n_total_advertisers"].dropna().max()), lang=lang)
            title = message("figures.week_panel", lang=lang, name=names[code], n=number)
            axes.set_title(title, fontsize=10, loc="left", color=INK)
    for axes in grid[len(weeks) :]:
        axes.set_axis_off()
    _key(drawing, lang)
    return drawing


def _week(axes: Axes, part: pd.DataFrame, lang: str, *, size: int) -> None:
    """Draw one week."""
    days = list(dict.fromkeys(part["weekday"]))
    for row in part.to_dict("records"):
        first, last = _hours(str(row["hour_band"]))
        _tile(axes, (first, last, days.index(row["weekday"])), row, lang, size)
    ticks = range(0, _HOURS_IN_A_DAY + 1, _TICK)
    hours = [format_hour_band(f"{hour}h-{hour}h", lang=lang).split("–")[0] for hour in ticks]
    axes.set_xticks(list(ticks), [hour.strip() for hour in hours], fontsize=size)
    axes.set_xticks(range(_HOURS_IN_A_DAY + 1), minor=True)
    axes.set_yticks(
        range(len(days)), [format_weekday(day, lang=lang) for day in days], fontsize=size
    )
    axes.set_xlim(0, _HOURS_IN_A_DAY)
    axes.set_ylim(len(days) - 0.5, -0.5)
    axes.xaxis.tick_top()
    axes.tick_params(which="minor", top=True, bottom=False, length=2, color=FAINT)
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)


def _tile(
    axes: Axes, place: tuple[int, int, int], row: Mapping[Hashable, object], lang: str, size: int
) -> None:
    """Draw one cell in the way of its state; nothing where nothing was counted."""
    first, last, down = place
    words, colour = "", INK
    if row["state"] == "suppressed":
        box = _box((first, last, down), "hidden")
    elif pd.isna(row["estimate"]):  # type: ignore[call-overload]
        return
    elif row["estimate"] == 0:
        box, words, colour = _box(place, "zero"), message("figures.week_zero", lang=lang), FAINT
    else:
        share = float(str(row["estimate"]))
        step = sum(share >= edge for edge in _EDGES)
        box = _box(place, "share")
        box.set_facecolor(SHADES[step])
        words = format_percent(share, lang=lang, decimals=0)
        colour = "white" if step >= _WHITE_FROM else INK
    axes.add_patch(box)
    middle = ((first + last) / 2, down)
    axes.text(*middle, words, ha="center", va="center", fontsize=size, color=colour)


def _box(place: tuple[int, int, int], kind: str) -> Rectangle:
    """Return the box of a state, told apart without colour."""
    from matplotlib.patches import Rectangle

    first, last, down = place
    box = Rectangle((first + _GAP, down - 0.44), last - first - 2 * _GAP, 0.88, facecolor="white")
    if kind == "hidden":
        box.set(edgecolor=FAINT, hatch="////", linewidth=0.4)
    elif kind == "zero":
        box.set(edgecolor=FAINT, linestyle=":", linewidth=1.2)
    else:
        box.set(linewidth=0)
    return box


def _key(drawing: Canvas, lang: str) -> None:
    """Say below the weeks what hatches, dots and blanks are."""
    boxes = [_box((0, 1, 0), "hidden"), _box((0, 1, 0), "zero"), _box((0, 1, 0), "blank")]
    kinds = ("hidden", "zero", "blank")
    drawing.legend(
        boxes,
        [message(f"figures.week_key_{kind}", lang=lang) for kind in kinds],
        loc="outside lower center",
        ncols=3,
        fontsize=8,
        frameon=False,
        labelcolor=INK,
    )


def _hours(band: str) -> tuple[int, int]:
    """Return the hours at which a band starts and ends."""
    first, last = (int(hour.removesuffix("h")) for hour in band.split("-"))
    return first, last


def _finding(frame: pd.DataFrame) -> _Finding:
    """Return the hours that stand out from all others by more than their own uncertainty."""
    shown = frame[frame["estimate"].notna()].astype({"estimate": "float64"})
    if shown.empty:
        return _Finding(None, np.nan, np.nan)
    means = shown.groupby("hour_band")["estimate"].mean().sort_index()
    best = shown[shown["hour_band"].eq(str(means.idxmax()))]
    half = float((best["high"].astype(float) - best["low"].astype(float)).mean()) / 2
    top = means[means >= means.max() - half].index
    hours = [_hours(str(band)) for band in top]
    together = all(a[1] == b[0] for a, b in itertools.pairwise(hours))
    band = f"{hours[0][0]}h-{hours[-1][1]}h" if together and len(top) < len(means) else None
    told = shown if band is None else shown[shown["hour_band"].isin(top)]
    return _Finding(band, float(told["estimate"].min()), float(told["estimate"].max()))


def week_finding(frame: pd.DataFrame, lang: str) -> str:
    """Return the finding of one week in words.

    Parameters
    ----------
    frame : pandas.DataFrame
        What may be seen of a week.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The hours that stand out, or that none do.

    Examples
    --------
    >>> week_finding(pd.DataFrame({"estimate": [None]}), "en")
    'No cell can be shown'
    """
    found = _finding(frame)
    if np.isnan(found.low):
        return message("figures.week_title_none", lang=lang)
    low, high = (format_percent(share, lang=lang, decimals=0) for share in (found.low, found.high))
    same = "_same" if low == high else ""
    if found.band is None:
        return message(f"figures.week_title_flat{same}", lang=lang, low=low, high=high)
    band = format_hour_band(found.band, lang=lang)
    if same:
        return message("figures.week_title_top_same", lang=lang, band=band, low=low)
    kind = "each" if frame["weekday"].str.isdigit().all() else "groups"
    rows = message(f"figures.week_rows_{kind}", lang=lang)
    return message("figures.week_title_top", lang=lang, band=band, low=low, high=high, rows=rows)


def _numbers(frame: pd.DataFrame, lang: str) -> dict[str, str]:
    """Return confidence and the widest half interval, as a caption says them."""
    width = (frame["high"] - frame["low"]).astype("float64")
    half = 50 * float(width.max()) if width.notna().any() else float("nan")
    confidence = format_percent(float(frame["confidence"].iloc[0]), lang=lang, decimals=0)
    return {"confidence": confidence, "half": format_number(half, lang=lang)}


def _texts(frame: pd.DataFrame, lang: str) -> dict[str, str]:
    """Return finding, alternative text and caption of one week."""
    lines = [message("figures.week_alt", lang=lang)]
    for day, part in frame.groupby("weekday", sort=False):
        cells = ", ".join(_cell(row, lang) for row in part.to_dict("records"))
        name = format_weekday(str(day), lang=lang)
        lines.append(message("figures.week_line", lang=lang, day=name, cells=cells))
    if frame["estimate"].isna().all():
        caption = message("figures.week_caption_none", lang=lang)
        return {"title": week_finding(frame, lang), "alt": " ".join(lines), "caption": caption}
    totals = {
        key: format_number(float(frame[name].astype("float64").max()), lang=lang)
        for key, name in (("n", "n_total_advertisers"), ("ads", "n_total"))
    }
    caption = message("figures.week_caption", lang=lang, **totals, **_numbers(frame, lang))
    return {"title": week_finding(frame, lang), "alt": " ".join(lines), "caption": caption}


def _cell(row: Mapping[Hashable, object], lang: str) -> str:
    """Return one cell in words."""
    share = row["estimate"]
    if row["state"] == "suppressed":
        words = message("figures.week_hidden", lang=lang)
    else:
        missing = bool(pd.isna(share))  # type: ignore[call-overload]
        words = "–" if missing else format_percent(float(str(share)), lang=lang, decimals=0)
    band = format_hour_band(str(row["hour_band"]), lang=lang)
    return message("figures.week_cell", lang=lang, band=band, share=words)


def _language_texts(weeks: _Weeks, names: Mapping[str, str], lang: str) -> dict[str, str]:
    """Return finding, alternative text and caption of the weeks of some languages."""
    tops, lines = [], []
    for code, part in weeks:
        name, band = names[str(code)], _finding(part).band
        kind, shown = ("flat", "") if band is None else ("top", format_hour_band(band, lang=lang))
        tops.append(message(f"figures.week_language_{kind}", lang=lang, name=name, band=shown))
        lines.append(
            message("figures.week_line", lang=lang, day=name, cells=week_finding(part, lang))
        )
    caption = message("figures.week_caption_none", lang=lang)
    if weeks:
        numbers = _numbers(pd.concat([part for _, part in weeks]), lang)
        caption = message("figures.week_caption_languages", lang=lang, **numbers)
    first = "; ".join(tops) + "." if tops else ""
    first = first.replace("; ", "\u202f; ") if lang == "fr" else first
    return {
        "title": message(
            "figures.week_title_languages", lang=lang, n=len(weeks), first=first
        ).strip(),
        "alt": " ".join([message("figures.week_alt", lang=lang), *lines]),
        "caption": caption,
    }
