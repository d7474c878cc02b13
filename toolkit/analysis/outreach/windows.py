"""When, and in which languages, advertisers say that they can be reached: shares of advertisers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from toolkit.analysis.outreach.stating import (
    ALWAYS_OPEN,
    HOURS_ARE_READ_IN,
    SAID,
    STATED,
    check_confidence,
    counted_by,
    of_territory,
    stating_ads,
)
from toolkit.analysis.outreach.week import WEEK_AND_WEEKEND, OutreachBands, covered_cells
from toolkit.counting.counts import fill_cells, measure_cells
from toolkit.disclosure import load_rules, release
from toolkit.disclosure.suppression import unsafe
from toolkit.schema import STATISTICS, SUPPORT, check

if TYPE_CHECKING:
    from toolkit.counting import Annotated

_BY = ["weekday", "hour_band"]
_WHOLE = "_whole"
_METHOD = "Wilson, one voice for each {unit}"
# from fine to coarse: below so many shown cells a picture is mostly hatched
_MOSTLY = 0.5
_COARSER = (
    OutreachBands(),
    OutreachBands(edges=(0, 6, 12, 18, 24)),
    OutreachBands(edges=(0, 6, 12, 18, 24), days=WEEK_AND_WEEKEND),
)


class _Cells(NamedTuple):
    """Rows to be estimated, their groups, the ads inside each row, and those of each group."""

    rows: pd.DataFrame
    by: list[str]
    group: list[str]
    inside: pd.DataFrame
    whole: pd.DataFrame


def outreach_windows(
    annotated: Annotated,
    *,
    territory: Sequence[str] | None = None,
    languages: bool = True,
    bands: OutreachBands | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate when, and in which languages, advertisers say that they can be reached.

    Each cell is a share of the advertisers who state hours, each counted once however often they
    post; where no advertiser is known the text stands for it. Not stating hours is not being
    unavailable: see ``stated_availability`` for how many do not, are always open, or give dates
    only. It gives no address, contact or ad, and still has to pass ``release``; tables of several
    territories, or of several bands, are to be released with one ledger.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    territory : sequence of str, optional
        Codes of départements as text; by default all ads.
    languages : bool
        One week for each written language, of the advertisers who state hours in it.
    bands : OutreachBands, optional
        Days, hours, and when stated hours cover a cell; by default three hours of each day.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        ``weekday`` (``"1"`` is Monday), ``hour_band`` (``"18h-21h"``), ``written_language`` where
        asked for, and ``schema.STATISTICS`` with ``n_total``, ads that state days or hours, and
        ``n_total_advertisers``, who wrote them. ``not_measured`` in a language in which hours are
        not read. With ``bands.always_open`` all rows are ``suppressed`` where so few are always
        open that a subtraction would tell how many.

    Raises
    ------
    CodeError
        When a département is not text or is unknown.
    OptionError
        When an option is out of range, or no ad is left.

    Notes
    -----
    Wilson (1927) on advertisers: with one voice each, drawing them again is drawing from a
    binomial. Coverage: ``benchmarks/outreach.py``.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": list("abc"), "language": "ro", "language_status": "sure",
    ...     "advertiser": [1, 2, 2], "template": [0, 1, 1]})
    >>> windows = pd.DataFrame({"ad_id": list("abc"), "day": [4, 6, 6], "start_minute": 1080,
    ...     "end_minute": 1260, "always_open": False})
    >>> found = outreach_windows(SimpleNamespace(corpus=corpus, windows=windows))
    >>> found.loc[found["n_ads"] > 0, ["weekday", "hour_band", "estimate", "n_ads"]]
       weekday hour_band  estimate  n_ads
    30       4   18h-21h       0.5      1
    46       6   18h-21h       0.5      2
    """
    check_confidence(confidence)
    week = bands if bands is not None else OutreachBands()
    chosen = of_territory(annotated, territory)
    ads = stating_ads(chosen).assign(**{_WHOLE: "whole"})
    group = ["written_language"] if languages else [_WHOLE]
    wanted = [STATED, *([ALWAYS_OPEN] if week.always_open else [])]
    whole = ads[ads["said"].isin(wanted) & ads["_weekly"]]
    cells = _Cells(
        _grid(ads, group, week), [*_BY, *group], group, cells_of_ads(chosen, whole, week), whole
    )
    found = _estimated(cells, counted_by(ads), confidence=confidence)
    unread = ads.groupby(group)["_read"].any()
    states = found[group[0]].map(unread).map({True: "counted", False: "not_measured"}).astype("str")
    found = _without_numbers(found.assign(state=states), states.eq("not_measured"))
    if week.always_open:
        few = _few_always_open(whole, group)
        told = found[group[0]].isin(few) & found["state"].eq("counted")
        found["state"] = found["state"].mask(told, "suppressed")
        found = _without_numbers(found, told)
    return check(found.drop(columns=_WHOLE, errors="ignore"), STATISTICS)


def cells_of_ads(annotated: Annotated, ads: pd.DataFrame, bands: OutreachBands) -> pd.DataFrame:
    """Return one row per ad and cell of the week that it covers, always-open ads in every cell.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    ads : pandas.DataFrame
        Some of ``stating_ads``.
    bands : OutreachBands
        The cells.

    Returns
    -------
    pandas.DataFrame
        The ads with ``weekday`` and ``hour_band``.

    Examples
    --------
    >>> cells_of_ads.__name__
    'cells_of_ads'
    """
    windows = annotated.windows
    always = ads["_ad_id"].isin(set(windows.loc[windows["always_open"].astype(bool), "ad_id"]))
    covered = covered_cells(windows, bands).rename(columns={"ad_id": "_ad_id"})
    grid = pd.DataFrame(bands.cells(), columns=_BY, dtype="str")
    parts = [ads[~always].merge(covered, on="_ad_id"), ads[always].merge(grid, how="cross")]
    return pd.concat(parts, ignore_index=True)


def stated_availability(
    annotated: Annotated,
    *,
    territory: Sequence[str] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate the share of advertisers who say when they can be reached, and who do not.

    Not stating it is not being unavailable. Each advertiser is in one group: always open, else
    hours, else days without hours (or all hours of some days), else dates or "tomorrow" only, else
    nothing; apart, those whose language the reader of hours does not know.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    territory : sequence of str, optional
        Codes of départements as text; by default all ads.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        ``availability`` and ``schema.STATISTICS``: shares of all advertisers, with all their ads.

    Raises
    ------
    CodeError
        When a département is not text or is unknown.
    OptionError
        When an option is out of range, or no ad is left.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": list("abc"), "language": "ro", "language_status": "sure",
    ...     "advertiser": [1, 2, 2], "template": [0, 1, 1]})
    >>> windows = pd.DataFrame({"ad_id": ["a"], "day": [4], "start_minute": 1080,
    ...     "end_minute": 1260, "always_open": False})
    >>> found = stated_availability(SimpleNamespace(corpus=corpus, windows=windows))
    >>> found.loc[found["n_ads"] > 0, ["availability", "estimate", "n_ads"]]
       availability  estimate  n_ads
    1  hours stated       0.5      1
    4    not stated       0.5      2
    """
    check_confidence(confidence)
    ads = stating_ads(of_territory(annotated, territory)).assign(**{_WHOLE: "whole"})
    ads = ads.rename(columns={"said": "availability"})
    rows = pd.DataFrame({"availability": SAID, _WHOLE: "whole"}, dtype="str")
    cells = _Cells(rows, ["availability", _WHOLE], [_WHOLE], ads, ads)
    found = _estimated(cells, counted_by(ads), confidence=confidence)
    return check(found.assign(state="counted").drop(columns=_WHOLE), STATISTICS)


def readable_outreach_windows(annotated: Annotated) -> pd.DataFrame:
    """Estimate the week of all languages on the finest grid of which most may be shown.

    It releases nothing: what other tables ask to be hidden may hide more.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.

    Returns
    -------
    pandas.DataFrame
        As ``outreach_windows``, by three hours of each day, else six, else six hours of the week
        and of the weekend; the last where most of none may be shown.

    Examples
    --------
    >>> readable_outreach_windows.__name__
    'readable_outreach_windows'
    """
    for bands in _COARSER:
        found = outreach_windows(annotated, languages=False, bands=bands)
        state = release(found).to_frame()["state"]
        if state.eq("counted").mean() >= _MOSTLY:
            break
    return found


def _grid(ads: pd.DataFrame, group: list[str], bands: OutreachBands) -> pd.DataFrame:
    """Return all rows: the groups of the corpus, each with a whole week."""
    groups = ads[group].drop_duplicates().sort_values(group, key=_reading_order)
    week = pd.DataFrame(bands.cells(), columns=_BY, dtype="str")
    rows = groups.merge(week, how="cross") if len(groups) else week.assign(**{group[0]: "whole"})
    return rows[[*group, *_BY]].reset_index(drop=True)


def _reading_order(labels: pd.Series) -> pd.Series:
    """Return what languages are sorted by: those in which hours are read first."""
    ranks = {code: str(rank) for rank, code in enumerate(HOURS_ARE_READ_IN)}
    return labels.replace(ranks)


def _estimated(cells: _Cells, unit: str, *, confidence: float) -> pd.DataFrame:
    """Return shares of advertisers for some rows, with what they rest on."""
    from statsmodels.stats.proportion import proportion_confint

    rows, known = cells.rows, bool(cells.whole["_advertiser"].notna().any())
    measured = rows.merge(measure_cells(cells.inside, cells.by), on=cells.by, how="left")
    filled = fill_cells(measured.assign(state="counted"), known=known)
    voices = cells.inside.groupby(cells.by)["_unit"].nunique().rename("voices").reset_index()
    number = rows.merge(voices, on=cells.by, how="left")["voices"].fillna(0).to_numpy(dtype=float)
    of_group = cells.whole.groupby(cells.group)
    ads, total = (
        rows[cells.group[0]].map(of_group[name].nunique()).fillna(0).astype("Int64")
        for name in ("_ad_id", "_unit")
    )
    some = total.gt(0).to_numpy(dtype=bool)
    size = total.to_numpy(dtype="float64")[some]
    low, high = proportion_confint(number[some], size, alpha=1 - confidence, method="wilson")
    found = rows.copy()
    for name, values in (("estimate", number[some] / size), ("low", low), ("high", high)):
        found[name] = pd.Series(values, index=rows.index[some], dtype="Float64").reindex(rows.index)
    method = _METHOD.format(unit=unit)
    found = found.assign(confidence=confidence, statistic="share", method=method)
    found = found.assign(n_total=ads, n_total_advertisers=total)
    found[list(SUPPORT)] = filled[list(SUPPORT)]
    return found


def _few_always_open(whole: pd.DataFrame, group: list[str]) -> set[str]:
    """Return the groups of which so few are always open that their number may not be told."""
    always = whole[whole["said"].eq(ALWAYS_OPEN)]
    if always.empty:
        return set()
    cells = measure_cells(always, group)
    known = always["_advertiser"].notna().any()
    cells = cells if known else cells.drop(columns="n_advertisers")
    return set(cells.loc[unsafe(cells, load_rules()), group[0]])


def _without_numbers(found: pd.DataFrame, which: pd.Series) -> pd.DataFrame:
    """Return the table with some rows that hold no number."""
    empty = found.copy()
    totals = ("n_total", "n_total_advertisers")
    for name in ("estimate", "low", "high", *totals, *SUPPORT):
        empty[name] = empty[name].mask(which)
    return empty
