"""Words that tell two groups of ads apart, as bars to the left and right of none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.figures.figure import (
    COLOURS,
    INK,
    Figure,
    canvas,
    finish,
    require_safe,
    say_nothing,
)
from toolkit.messages import format_month, format_number, format_percent, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# on each side; the words after them are in the table
MOST_WORDS = 12
_IN_TITLE = 3
_OTHERS = "others"
_PERIOD = re.compile(r"(since|before) (\d{4}-\d{2})")
_STEPS = np.log([2.0, 4, 10])
# so many that labels do not touch where odds ratios are large
_LARGE_STEPS = np.log([10.0, 100, 1000, 10_000])


class _Sides(NamedTuple):
    """The names of the side on the right and of that on the left."""

    right: str
    left: str


def distinctive_terms(
    safe: SafeTable,
    *,
    lang: str = "fr",
    labels: Mapping[str, str] | None = None,
    period: str = "",
) -> Figure:
    """Draw the words that differ between two groups of ads, with their intervals.

    It draws no word that does not differ beyond chance, all words compared, and says nothing of
    why a word is typical. Colour is not needed: the side tells the groups apart.

    Parameters
    ----------
    safe : SafeTable
        What ``tk.distinctive_terms`` or ``emerging_terms`` returned, released.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Names of the groups.
    period : str
        In words, for the caption.

    Returns
    -------
    Figure
        At most 12 words on each side, those of the surest difference; the title says that there is
        none where none differs.

    Raises
    ------
    DisclosureError
        When the table was not released or holds no comparison of terms.

    Examples
    --------
    >>> distinctive_terms([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_safe(safe, "term", "estimate", "low", "high", "differs", "compared_with")
    frame = table.to_frame()
    column = next(name for name in table.by if name != "term")
    sides = _sides(frame, column, vocabulary_labels(frame[column], lang) | dict(labels or {}), lang)
    differing = frame[frame["differs"].fillna(False).astype(bool) & frame["estimate"].notna()]
    drawn = _surest(differing)
    drawing = canvas(9, 1.6 + 0.34 * max(len(drawn), 2))
    panel = drawing.subplots()
    if len(drawn):
        _draw(panel, drawn, sides, lang)
    else:
        panel.set_axis_off()
        say_nothing(panel, message("figures.keyness_nothing", lang=lang))
    texts = _texts(frame, differing, drawn, sides, lang)
    if period:
        told = message("vocabulary.period", lang=lang, period=period)
        texts["caption"] = f"{told} {texts['caption']}"
    return finish(drawing, "keyness", texts, table, lang)


def vocabulary_labels(values: pd.Series, lang: str) -> dict[str, str]:
    """Return the words for the sides that the toolkit names itself.

    Parameters
    ----------
    values : pandas.Series
        Labels of sides.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    dict
        For ``others``, and for what is since or before a month.

    Examples
    --------
    >>> vocabulary_labels(pd.Series(["since 2025-07"]), "en")["before 2025-07"]
    'before July 2025'
    """
    found = {_OTHERS: message("vocabulary.others", lang=lang)}
    months = {match[2] for value in set(values) if (match := _PERIOD.fullmatch(str(value)))}
    for month in months:
        for when in ("since", "before"):
            said = format_month(month, lang=lang)
            found[f"{when} {month}"] = message(f"vocabulary.{when}", lang=lang, month=said)
    return found


def _sides(frame: pd.DataFrame, column: str, labels: Mapping[str, str], lang: str) -> _Sides:
    """Return the names of the two sides; empty where the table has no row."""
    shown = frame[frame["estimate"].notna()]
    for _, row in shown.iterrows():
        here, there = str(row[column]), str(row["compared_with"])
        right, left = (here, there) if row["estimate"] >= 0 else (there, here)
        known = vocabulary_labels(pd.Series([right, left]), lang) | dict(labels)
        return _Sides(known.get(right, right), known.get(left, left))
    return _Sides("", "")


def _surest(differing: pd.DataFrame) -> pd.DataFrame:
    """Return the words whose interval is farthest from none, on each side; the right one first."""
    nearest = differing[["low", "high"]].astype("float64").abs().min(axis=1)
    ranked = differing.assign(_nearest=nearest).sort_values(
        ["_nearest", "term"], ascending=[False, True]
    )
    right = ranked[ranked["estimate"].gt(0)].head(MOST_WORDS)
    left = ranked[ranked["estimate"].lt(0)].head(MOST_WORDS)
    parts = [part.sort_values("estimate", ascending=False) for part in (right, left)]
    return pd.concat(parts, ignore_index=True)


def _draw(axes: Axes, drawn: pd.DataFrame, sides: _Sides, lang: str) -> None:
    """Draw one bar per word, its name on the other side of none."""
    widest = (
        float(drawn[["low", "high"]].astype("float64").abs().max().max()) if len(drawn) else 1.0
    )
    for place, row in enumerate(drawn.to_dict("records")):
        right = row["estimate"] > 0
        # dark and light, so that a grey print tells them apart; hatching means hidden elsewhere
        axes.barh(place, row["estimate"], height=0.62, color=COLOURS[0 if right else 1])
        axes.plot([row["low"], row["high"]], [place, place], color=INK, linewidth=1.4)
        axes.annotate(
            row["term"],
            (0, place),
            (-6 if right else 6, 0),
            textcoords="offset points",
            ha="right" if right else "left",
            va="center",
            fontsize=10,
            color=INK,
        )
    axes.axvline(0, color=INK, linewidth=1)
    listed = _LARGE_STEPS if widest > 1.5 * _STEPS[-1] else _STEPS
    steps = [step for step in listed if step <= widest * 1.1] or [_STEPS[0]]
    ticks = [*(-step for step in reversed(steps)), 0.0, *steps]
    axes.set_xticks(ticks, [f"× {format_number(np.exp(abs(tick)), lang=lang)}" for tick in ticks])
    edge = max(1.1 * widest, 1.2 * steps[0])
    axes.set_xlim(-edge, edge)
    axes.set_yticks([])
    axes.set_ylim(max(len(drawn), 2) - 0.4, -0.6)
    axes.set_xlabel(message("vocabulary.axis", lang=lang))
    said = [
        message("vocabulary.more", lang=lang, side=name) if name else ""
        for name in (sides.left, sides.right)
    ]
    axes.set_title(said[0], loc="left", fontsize=10, color=INK)
    axes.set_title(said[1], loc="right", fontsize=10, color=INK)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _texts(
    frame: pd.DataFrame, differing: pd.DataFrame, drawn: pd.DataFrame, sides: _Sides, lang: str
) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    named = {"first": sides.right, "second": sides.left}
    lines = [_line(row, sides, lang) for _, row in drawn.iterrows()]
    alt = [message("vocabulary.alt", lang=lang, **named), *lines] if lines else []
    title = _title(differing, drawn, named, lang)
    shown = frame[frame["estimate"].notna()]
    caption = []
    if len(shown):
        totals = shown.assign(_right=shown["estimate"].ge(0)).groupby("_right")["n_total"].max()
        for right, total in totals.items():
            side = sides.right if right else sides.left
            n = format_number(float(total), lang=lang)
            caption.append(message("vocabulary.sides", lang=lang, side=side, n=n))
        first = shown.iloc[0]
        rates = [float(first["confidence"]), 1 - float(first["confidence"])]
        confidence, fdr = (format_percent(rate, lang=lang, decimals=0) for rate in rates)
        compared = format_number(float(first["n_compared"]), lang=lang)
        values = {"confidence": confidence, "fdr": fdr, "compared": compared}
        caption.append(message("vocabulary.caption", lang=lang, **values))
    if len(differing) > len(drawn):
        more = format_number(len(differing) - len(drawn), lang=lang)
        caption.append(message("vocabulary.left_out", lang=lang, n=more))
    return {"title": title, "alt": " ".join(alt) or title, "caption": " ".join(caption)}


def _title(differing: pd.DataFrame, drawn: pd.DataFrame, named: dict[str, str], lang: str) -> str:
    """Return the finding: how many words differ, and the surest of them, or that none does."""
    if drawn.empty:
        key = "title_none_of" if named["first"] else "title_none"
        return message(f"vocabulary.{key}", lang=lang, **(named if named["first"] else {}))
    surest = drawn.sort_values(["_nearest", "term"], ascending=[False, True])["term"]
    words = ", ".join(
        message("vocabulary.word", lang=lang, term=term) for term in surest[:_IN_TITLE]
    )
    key = "title_one" if len(differing) == 1 else "title_some"
    values = {"words": words, **named}
    if len(differing) > 1:
        values["n"] = format_number(len(differing), lang=lang)
    return message(f"vocabulary.{key}", lang=lang, **values)


def _line(said: pd.Series, sides: _Sides, lang: str) -> str:
    """Return a word in one line: odds ratio, interval, side, how many use it."""
    right = float(said["estimate"]) > 0
    sign = 1 if right else -1
    limits = sorted(np.exp(sign * said[["low", "high"]].astype("float64")))
    numbers = dict(zip(("low", "high"), limits, strict=True))
    numbers["estimate"] = float(np.exp(sign * float(said["estimate"])))
    values = {name: format_number(v, lang=lang, decimals=1) for name, v in numbers.items()}
    values |= {"term": str(said["term"]), "side": sides.right if right else sides.left}
    values["n"] = format_number(float(said["n_ads"]), lang=lang)
    if pd.isna(said["n_advertisers"]):
        return message("vocabulary.alt_line_texts", lang=lang, **values)
    values["advertisers"] = format_number(float(said["n_advertisers"]), lang=lang)
    return message("vocabulary.alt_line", lang=lang, **values)
