"""Changes of shares: both shares of each category on a line, and their difference beside it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from toolkit.disclosure import SafeTable
from toolkit.disclosure.suppression import numbers_of
from toolkit.errors import DisclosureError
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
from toolkit.figures.series import joined
from toolkit.messages import format_month, format_number, format_percent, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POINTS = 100


class _Pair(NamedTuple):
    """What is compared: changes, their categories and names, and the shares of both sides."""

    changes: pd.DataFrame
    column: str
    names: Mapping[str, str]
    shares: pd.DataFrame
    sides: tuple[str, str]
    lang: str

    def side(self, place: int) -> str:
        """Return the name of a side."""
        label = self.sides[place]
        is_month = len(label) == len("2025-03") and label[4:5] == "-" and label[5:].isdigit()
        return format_month(label, lang=self.lang) if is_month else self.names.get(label, label)

    def share(self, category: str, place: int) -> float:
        """Return a share of a side, NaN where it is hidden."""
        rows = self.shares
        found = rows[rows["_side"].eq(self.sides[place]) & rows[self.column].eq(category)]
        values = numbers_of(found, "estimate")
        return float(values[0]) if len(values) else float("nan")


def share_changes(
    changes: SafeTable,
    shares: SafeTable,
    *,
    lang: str = "fr",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Draw the share of each category in two periods or groups, and their difference in points.

    It draws only shares that were released themselves, and ranks nothing: categories are in the
    order of the table.

    Parameters
    ----------
    changes : SafeTable
        What ``share_changes`` estimated for one grouping, released.
    shares : SafeTable
        ``clustered_shares`` of the same grouping within both sides, released with it.
    lang : str
        ``"fr"`` or ``"en"``.
    labels : mapping, optional
        Names of categories and sides.

    Returns
    -------
    Figure
        The title names the differences that are told from zero.

    Raises
    ------
    DisclosureError
        When a table was not released or does not fit.

    Examples
    --------
    >>> share_changes([], [])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: table: ...
    """
    table = require_safe(changes, "reference", "group", "estimate", "told_from_zero")
    pair = _pair(table, require_safe(shares, "estimate"), labels or {}, lang)
    rows = pair.changes.to_dict("records")
    drawing = canvas(9, 1.3 + 0.42 * max(len(rows), 1))
    axes = drawing.subplots()
    for place, row in enumerate(rows):
        _line(axes, place, row, pair)
    axes.set_yticks(range(len(rows)), [_name(row, pair) for row in rows], fontsize=10)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, None)
    percent_axis(axes.xaxis, lang)
    axes.spines[["top", "right"]].set_visible(False)
    for place, marker in enumerate("os"):
        fill = "white" if place == 0 else COLOURS[0]
        axes.scatter(
            [], [], marker=marker, facecolor=fill, edgecolor=COLOURS[0], label=pair.side(place)
        )
    drawing.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=9)
    return finish(drawing, "share_changes", _texts(pair), table, lang)


def _pair(table: SafeTable, shares: SafeTable, labels: Mapping[str, str], lang: str) -> _Pair:
    """Return what is compared, when both tables are of the same categories."""
    frame = table.to_frame()
    column = next((name for name in table.by if name not in ("reference", "group")), "")
    sides = [name for name in shares.by if name != column]
    if not column or column not in shares.by or len(sides) != 1 or len(table.by) != len("abc"):
        raise DisclosureError(
            "shares",
            value=list(shares.by),
            rule="is grouped as the changes are, and by what tells both sides apart",
            remedy='release tk.clustered_shares(…, by=["platform", "year"], within=["year"])',
        )
    ends = (
        (str(frame["reference"].iloc[0]), str(frame["group"].iloc[0])) if len(frame) else ("", "")
    )
    both = shares.to_frame().rename(columns={sides[0]: "_side"})
    return _Pair(frame, column, labels, both, ends, lang)


def _name(row: Mapping[Hashable, object], pair: _Pair) -> str:
    """Return the name of a category."""
    label = str(row[pair.column])
    return pair.names.get(label, label)


def _line(axes: Axes, place: int, row: Mapping[Hashable, object], pair: _Pair) -> None:
    """Draw one category."""
    before, after = (pair.share(str(row[pair.column]), side) for side in (0, 1))
    told = row["told_from_zero"] is True or str(row["told_from_zero"]) == "True"
    colour = COLOURS[0] if told else FAINT
    axes.plot([before, after], [place, place], color=colour, linewidth=2, zorder=1)
    for value, marker, fill in ((before, "o", "white"), (after, "s", colour)):
        axes.scatter(
            [value], [place], marker=marker, facecolor=fill, edgecolor=colour, s=45, zorder=2
        )
    words = "–" if pd.isna(row["estimate"]) else _points(row, pair, "{points} [{low} ; {high}]")  # type: ignore[call-overload]
    weight = "bold" if told else "normal"
    spot = {"xycoords": ("axes fraction", "data"), "va": "center", "annotation_clip": False}
    axes.annotate(words, (1.02, place), fontsize=9, color=INK, fontweight=weight, **spot)  # type: ignore[arg-type]


def _points(row: Mapping[Hashable, object], pair: _Pair, form: str) -> str:
    """Return a difference in points with its limits, signed."""
    values = {}
    for key, name in (("points", "estimate"), ("low", "low"), ("high", "high")):
        number = _POINTS * float(str(row[name]))
        sign = "+" if number > 0 else ""
        values[key] = sign + format_number(number, lang=pair.lang, decimals=1)
    if pair.lang == "fr":
        return form.replace(" ;", "\u202f;").format(**values)
    return form.replace(" ;", ";").format(**values)


def _said(row: Mapping[Hashable, object], pair: _Pair, key: str) -> str:
    """Return a difference in a sentence of the catalogue."""
    name = _name(row, pair)
    if pd.isna(row["estimate"]):  # type: ignore[call-overload]
        return message("trends.gap_hidden", lang=pair.lang, name=name)
    parts = [_points(row, pair, form) for form in ("{points}", "{low}", "{high}")]
    values = dict(zip(("points", "low", "high"), parts, strict=True))
    return message(f"trends.{key}", lang=pair.lang, name=name, **values)


def _texts(pair: _Pair) -> dict[str, str]:
    """Return finding, alternative text and caption."""
    lang = pair.lang
    sides = {"reference": pair.side(0), "group": pair.side(1)}
    rows = pair.changes.to_dict("records")
    told = pair.changes[pair.changes["told_from_zero"].fillna(False).astype(bool)]
    findings = [_said(row, pair, "gap_one") for row in told.to_dict("records")]
    key = "gap_title" if findings else "gap_none"
    if not pair.changes["estimate"].notna().any():
        key = "gap_empty"
    names = joined(findings, lang, most=3)
    confidence = format_percent(float(pair.changes["confidence"].max()), lang=lang, decimals=0)
    sizes = pair.changes["n_ads"].dropna()
    ends = (int(sizes.min()), int(sizes.max())) if len(sizes) else (0, 0)
    low, high = (format_number(number, lang=lang) for number in ends)
    notes = [message("trends.gap_caption", lang=lang, confidence=confidence, low=low, high=high)]
    notes += _unseen(pair)
    cautions = ",".join(pair.changes["caution"].dropna().astype("str"))
    if "collection_differs" in cautions:
        notes.append(message("trends.gap_differs", lang=lang))
    if "collection_inferred" in cautions:
        notes.append(message("trends.caption_inferred", lang=lang))
    lines = [_said(row, pair, "gap_row") for row in rows]
    return {
        "title": message(f"trends.{key}", lang=lang, names=names, **sides),
        "alt": " ".join([message("trends.gap_alt", lang=lang, **sides), *lines]),
        "caption": " ".join(notes),
    }


def _unseen(pair: _Pair) -> list[str]:
    """Return how small a difference would have been seen, where none is told."""
    if "smallest_visible" not in pair.changes.columns:
        return []
    untold = ~pair.changes["told_from_zero"].fillna(True).astype(bool)
    known = pair.changes[untold & pair.changes["smallest_visible"].lt(1).fillna(False)]
    words = []
    for row in known.to_dict("records"):
        points = format_number(_POINTS * float(row["smallest_visible"]), lang=pair.lang, decimals=1)
        values = {"name": _name(row, pair), "points": points}
        words.append(message("trends.gap_visible_one", lang=pair.lang, **values))
    names = joined(words, pair.lang, most=len(words))
    return [message("trends.gap_visible", lang=pair.lang, names=names)] if words else []
