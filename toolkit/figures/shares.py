"""Shares with their intervals, as dots on a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.disclosure import SafeTable
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
from toolkit.language.known import UNCLEAR, language_name
from toolkit.messages import format_number, format_percent, message
from toolkit.messages.uncertainty import share_label, share_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# the words that tk.shares and tk.clustered_shares put in the column "method"
_INDEPENDENT, _BY_ADVERTISER = "Wilson", "by advertiser"
# letters of a name beside an axis
_LONG = 38


def languages(
    safe: SafeTable, *, lang: str = "fr", labels: Mapping[str, str] | None = None
) -> Figure:
    """Draw the share of each language with its interval.

    It says nothing of origins: the language is that of the text.

    Parameters
    ----------
    safe : SafeTable
        Shares grouped by ``written_language`` or ``language``.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Other names of the languages than the toolkit's.

    Returns
    -------
    Figure
        The largest share first; below, in grey, what is not one sure language.

    Raises
    ------
    DisclosureError
        When the table was not released or holds no shares.

    Examples
    --------
    >>> languages([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_safe(safe, "estimate")
    column = "written_language" if "written_language" in table.by else "language"
    codes = require_safe(table, column).to_frame()[column]
    names = {code: language_name(code, lang=lang) for code in codes} | dict(labels or {})
    return _dots(table, column, lang, names)


def indicators(
    safe: SafeTable, *, lang: str = "fr", labels: Mapping[str, str] | None = None
) -> Figure:
    """Draw the share of ads in which each wording is asserted, with its interval.

    It adds no indicators up and ranks no ad: each line is a share of a corpus.

    Parameters
    ----------
    safe : SafeTable
        Shares grouped by ``indicator``.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Names of the indicators.

    Returns
    -------
    Figure
        In the order of the codebook, families together; a wording that is in no ad is counted in
        the caption.

    Raises
    ------
    DisclosureError
        When the table was not released or holds no shares.

    Examples
    --------
    >>> indicators([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    return _dots(require_safe(safe, "indicator", "estimate"), "indicator", lang, labels or {})


def _dots(table: SafeTable, column: str, lang: str, labels: Mapping[str, str]) -> Figure:
    """Draw one line per row: dot and interval, or the words of its state."""
    ranked = "language" in column
    whole = table.to_frame()
    # what was read nowhere would fill the picture; of nothing but zeros a zero is the finding
    drawn = ranked | whole["n_ads"].ne(0).fillna(True) | bool(whole["n_ads"].eq(0).all())
    frame = whole[drawn]
    if ranked:
        frame = frame.assign(unclear=frame[column].isin((*UNCLEAR, "unknown"))).sort_values(
            ["unclear", "estimate"], ascending=[True, False], na_position="last", kind="stable"
        )
    names = [labels.get(value, value) for value in frame[column]]
    words = table.words(lang)["estimate"].reindex(frame.index)
    words = words.where(
        frame["estimate"].isna(), [_label(row, lang) for _, row in frame.iterrows()]
    )
    drawing = canvas(9, 1.1 + (0.3 if ranked else 0.46) * len(frame))
    axes = drawing.subplots()
    for place, (_, row) in enumerate(frame.iterrows()):
        colour = FAINT if ranked and row["unclear"] else COLOURS[0]
        _draw_row(axes, (place, colour), row, words.iloc[place])
    heads = names if ranked else [_two_lines(name) for name in names]
    axes.set_yticks(range(len(frame)), heads, fontsize=9)
    axes.set_ylim(len(frame) - 0.4, -0.6)
    highest = frame["high"].dropna().max() if frame["high"].notna().any() else 0.0
    axes.set_xlim(0, min(1.0, 1.2 * float(highest or 0.1)) if len(frame) else 1)
    axes.set_xlabel(message("figures.axis_share", lang=lang), fontsize=9)
    percent_axis(axes.xaxis, lang)
    axes.grid(axis="x", color="#E5E5E5", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    name = "language" if ranked else column
    said = _texts(frame, name, names, lang)
    if not ranked:
        said |= _wordings(whole, said["caption"], len(whole) - len(frame), lang)
    return finish(drawing, name, said, table, lang)


def _label(row: pd.Series, lang: str) -> str:
    """Return what stands beside a dot: no number where the interval is too wide for one."""
    if pd.isna(row["estimate"]):
        return ""
    return share_label(*(float(row[name]) for name in ("estimate", "low", "high")), lang=lang)


def _two_lines(name: str) -> str:
    """Return a long name with what is in brackets below it."""
    return name.replace(" (", "\n(", 1) if len(name) > _LONG else name


def _wordings(whole: pd.DataFrame, caption: str, left: int, lang: str) -> dict[str, str]:
    """Return how many wordings are shown, hidden, and in no ad, as title and caption."""
    zero = whole["n_ads"].eq(0).fillna(False)
    shown = int((whole["estimate"].notna() & ~zero).sum())
    numbers = {"shown": shown, "zero": int(zero.sum()), "hidden": int(whole["n_ads"].isna().sum())}
    if left:
        caption = f"{caption} {message('figures.indicator_zero', lang=lang, n=left)}"
    return {
        "title": message("figures.indicator_title", lang=lang, **numbers),
        "caption": caption,
    }


def _draw_row(axes: Axes, line: tuple[int, str], row: pd.Series, words: str) -> None:
    """Draw the dot and interval of one row; hatched where it is hidden, empty where unknown."""
    place, colour = line
    hidden = bool(pd.isna(row["estimate"]))
    edge = 0.006 if hidden else float(row["high"])
    if hidden:
        (mark,) = axes.barh(place, edge, height=0.6, color="white", linewidth=0.4)
        # what was not measured is no hidden number: an empty dotted box
        if row["state"] == "suppressed":
            mark.set(edgecolor=FAINT, hatch="////")
        else:
            mark.set(edgecolor=FAINT, linestyle=":")
    else:
        axes.plot([row["low"], row["high"]], [place, place], color=colour, linewidth=2)
        axes.plot(row["estimate"], place, marker="o", markersize=6, color=colour)
    axes.annotate(
        words,
        (edge, place),
        (6, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color=FAINT if hidden else INK,
    )


def _texts(frame: pd.DataFrame, column: str, names: list[str], lang: str) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    lines, shown = [], frame["estimate"].notna().to_numpy()
    for name, visible, (_, row) in zip(names, shown, frame.iterrows(), strict=True):
        if visible:
            values = {
                key: format_percent(float(row[key]), lang=lang)
                for key in ("estimate", "low", "high")
            }
            values |= _support(row, lang)
            key = "figures.share_line_support" if "texts" in values else "figures.share_line"
            lines.append(message(key, lang=lang, name=name, **values))
    return {
        "title": _commonest(frame, names, lang) if column == "language" else "",
        "alt": " ".join([message(f"figures.{column}_alt", lang=lang), *lines]),
        "caption": _interval(frame, lang),
    }


def _commonest(frame: pd.DataFrame, names: list[str], lang: str) -> str:
    """Return the language of most ads among those shown, in words that say how sure it is."""
    sure = frame["estimate"].notna() & ~frame["unclear"]
    if not sure.any():
        return message("figures.language_title_none", lang=lang)
    place = int(sure.to_numpy().argmax())
    row = frame.iloc[place]
    share = share_words(*(float(row[name]) for name in ("estimate", "low", "high")), lang=lang)
    return message("figures.language_title", lang=lang, name=names[place], share=share)


def _support(row: pd.Series, lang: str) -> dict[str, str]:
    """Return how many ads, distinct advertisers and distinct texts a share rests on."""
    columns = {"n": "n_ads", "advertisers": "n_advertisers", "texts": "n_templates"}
    known = row.reindex(list(columns.values()))
    told = columns if known.notna().all() else {"n": "n_ads"}
    return {key: format_number(float(known[name]), lang=lang) for key, name in told.items()}


def _interval(frame: pd.DataFrame, lang: str) -> str:
    """Return what the intervals are, where all are made in one way."""
    ways = frame.reindex(columns=["method", "confidence"]).drop_duplicates()
    if len(ways) != 1 or ways.isna().any(axis=None):
        return message("figures.interval", lang=lang)
    method, confidence = ways.iloc[0]
    kind = "independent" if method == _INDEPENDENT else "stated"
    kind = "advertisers" if _BY_ADVERTISER in method else kind
    shown = format_percent(float(confidence), lang=lang, decimals=0)
    return message(f"figures.interval_{kind}", lang=lang, confidence=shown)
