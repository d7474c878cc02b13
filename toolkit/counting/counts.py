"""Count ads per cell, with the distinct advertisers and texts that each count rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.counting.groupings import ads_in_cells, check_groupings, sort_cells
from toolkit.counting.measured import asserted_ads, wanted_indicators, with_readings
from toolkit.counting.periods import PERIODS, UNKNOWN, complete_periods
from toolkit.schema import COUNTS, SUPPORT, check

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated

_NUMBERS = ("n_ads", "n_advertisers", "n_templates")
_WHOLE = "_whole"


def count(annotated: Annotated, *, by: Sequence[str], indicator: str | None = None) -> pd.DataFrame:
    """Count the ads of each cell, and what the count rests on.

    It does not estimate, hide or rank anything: counts still have to pass ``release``. Ads in a
    language in which an indicator was never tested are not counted for it, neither above nor below
    the line; nor, for a linked indicator, are ads without what the link needs, such as a known
    advertiser: where all are, it is ``not_measured``. With ``hour_band`` or ``indicator`` an ad may
    be in several cells; in all other groupings the cells add up to the corpus.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    by : sequence of str
        Any of platform, week, month, quarter, year, language, language_status, departement,
        commune, hour_band, indicator and written_language: the language where it is sure, else
        mixed, unsure, other or undetermined. With one period, the periods between the first and
        the last are completed: zero inside the span a platform was collected, else
        ``not_collected``.
    indicator : str, optional
        Count only the ads in which this indicator is asserted.

    Returns
    -------
    pandas.DataFrame
        See ``schema.COUNTS``, one row per cell, sorted, with ``state``. With an indicator also the
        column ``indicator`` and ``n_total``, the ads in which it could be found: in a language in
        which it was tested, and with what its link needs.

    Raises
    ------
    OptionError
        When a grouping or an indicator is unknown.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": ["a", "b"], "platform": ["p", "p"], "language": ["fr"] * 2,
    ...                        "advertiser": [1, 2], "template": [0, 1]})
    >>> count(SimpleNamespace(corpus=corpus), by=["platform"])[["platform", "n_ads", "state"]]
      platform  n_ads    state
    0        p      2  counted
    """
    names = check_groupings(by)
    wanted = None
    if indicator is not None or "indicator" in names:
        wanted = wanted_indicators(annotated, indicator)
        names = names if "indicator" in names else [*names, "indicator"]
    others = [name for name in names if name != "indicator"] or [_WHOLE]
    ads = ads_in_cells(annotated, others)
    if others == [_WHOLE]:
        ads[_WHOLE] = "whole"
    known = bool(ads["_advertiser"].notna().any())
    cells = _complete(measure_cells(ads, others), others, known=known)
    columns = [*names, *SUPPORT, "state"]
    if wanted is not None:
        ads, measured = with_readings(ads, annotated.corpus, wanted)
        hits = asserted_ads(annotated.spans, ads).merge(measured, on=["indicator", "_reading"])
        sizes = ads.groupby([*others, "_reading"]).size().rename("n_total").reset_index()
        totals = sizes.merge(measured, on="_reading").groupby([*others, "indicator"])["n_total"]
        found = (measure_cells(hits, [*others, "indicator"]), totals.sum().reset_index())
        cells = _count_indicators(cells, found, [entry.id for entry in wanted], known=known)
        columns.insert(len(names) + 1, "n_total")
    return check(sort_cells(cells[columns], names), COUNTS)


def measure_cells(ads: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return size, distinct advertisers and texts, and dominance of each cell.

    It adds no cell without ads and says nothing of states.

    Parameters
    ----------
    ads : pandas.DataFrame
        See ``ads_in_cells``; a column of ``by`` may be another one, as text.
    by : list of str
        The grouping columns.

    Returns
    -------
    pandas.DataFrame
        The columns of ``by`` and ``schema.SUPPORT``.

    Examples
    --------
    >>> ads = pd.DataFrame({"_ad_id": ["a", "b"], "_advertiser": [1, 1], "_template": [0, 3],
    ...                     "_unit": [2, 2], "month": "2025-01"})
    >>> measure_cells(ads, ["month"])[["month", "n_ads", "n_advertisers", "n_templates"]]
         month  n_ads  n_advertisers  n_templates
    0  2025-01      2              1            2
    """
    cells = ads.groupby(by).agg(
        n_ads=("_ad_id", "size"),
        n_advertisers=("_advertiser", "nunique"),
        n_templates=("_template", "nunique"),
    )
    units = ads.groupby([*by, "_unit"]).size().rename("size").reset_index()
    units = units.sort_values("size", ascending=False, kind="stable")
    place = units.groupby(by).cumcount()
    for column, kept in (("top1_share", 1), ("top2_share", 2)):
        largest = units[place < kept].groupby(by)["size"].sum()
        cells[column] = largest / cells["n_ads"]
    return cells.reset_index()


def _complete(cells: pd.DataFrame, by: list[str], *, known: bool) -> pd.DataFrame:
    """Add the missing periods, each as a counted zero or as not collected."""
    full = complete_periods(cells, by).reset_index(drop=True)
    collected = pd.Series(True, index=full.index)
    periods = [name for name in by if name in PERIODS]
    if len(periods) == 1 and "platform" in by:
        period = periods[0]
        seen = cells[cells[period] != UNKNOWN].groupby("platform")[period]
        # a platform without any date has no span: its edges stay missing text
        edges = [full["platform"].map(e).astype("str") for e in (seen.min(), seen.max())]
        inside = full[period].ge(edges[0]) & full[period].le(edges[1])
        collected = inside.fillna(False).astype(bool) | full[period].eq(UNKNOWN)
    full["state"] = collected.map({True: "counted", False: "not_collected"}).astype("str")
    return fill_cells(full, known=known)


def fill_cells(cells: pd.DataFrame, *, known: bool) -> pd.DataFrame:
    """Write zero where a counted cell is empty, and nothing where nothing was counted.

    It decides no state.

    Parameters
    ----------
    cells : pandas.DataFrame
        ``schema.SUPPORT``, empty where there is no ad, and ``state``.
    known : bool
        Whether any advertiser of the corpus is known.

    Returns
    -------
    pandas.DataFrame
        The same rows.

    Examples
    --------
    >>> cells = pd.DataFrame({name: [None] for name in SUPPORT}).assign(state="counted")
    >>> fill_cells(cells, known=False)[["n_ads", "n_advertisers"]].to_numpy().tolist()
    [[0, <NA>]]
    """
    filled = cells.copy()
    counted = filled["state"].eq("counted")
    for name in _NUMBERS:
        filled[name] = filled[name].astype("Int64").fillna(0).where(counted)
    for name in ("top1_share", "top2_share"):
        filled[name] = filled[name].astype("Float64").where(counted)
    if not known:
        filled["n_advertisers"] = pd.Series(pd.NA, index=filled.index, dtype="Int64")
    return filled


def _count_indicators(
    cells: pd.DataFrame,
    found: tuple[pd.DataFrame, pd.DataFrame],
    identifiers: list[str],
    *,
    known: bool,
) -> pd.DataFrame:
    """Return one row per cell and indicator, zeros included, with its denominator."""
    others = [name for name in cells.columns if name not in (*SUPPORT, "state")]
    by = [*others, "indicator"]
    measures, totals = found
    grid = cells[[*others, "state"]].assign(_present=cells["n_ads"])
    grid = grid.merge(pd.DataFrame({"indicator": identifiers}, dtype="str"), how="cross")
    counts = grid.merge(measures, on=by, how="left").merge(totals, on=by, how="left")
    counted = counts["state"].eq("counted")
    counts["n_total"] = counts["n_total"].astype("Int64").fillna(0).where(counted)
    unread = counted & counts["_present"].gt(0) & counts["n_total"].eq(0)
    counts["state"] = counts["state"].mask(unread.fillna(False).astype(bool), "not_measured")
    return fill_cells(counts, known=known)
