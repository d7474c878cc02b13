"""Acts bought at a distance: what share of advertisers offers them, and whether it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.shares.redrawing import UnitSums, wilson
from toolkit.analysis.shares.unit_sums import indicator_sums
from toolkit.analysis.trends.changed_shares import changes_table, compared, share_gaps
from toolkit.counting import count
from toolkit.counting.periods import PERIODS, UNKNOWN
from toolkit.errors import OptionError
from toolkit.messages import message
from toolkit.schema import STATISTICS, SUPPORT, check

if TYPE_CHECKING:
    from toolkit.counting import Annotated

FAMILY = "remote_acts"
METHOD = "Wilson, each advertiser once"
CHANGE_METHOD = "Newcombe, each advertiser once, those on both sides as one"


def remote_acts(
    annotated: Annotated, *, by: Sequence[str] = ("quarter",), confidence: float = 0.95
) -> pd.DataFrame:
    """Estimate the share of advertisers who offer an act at a distance, for advocacy.

    It is a context, no sign of anything and no offence: see ``remote_acts_note``. It says nothing
    of how often such acts take place, nor of those who offer them elsewhere. What rules miss is
    missing: correct it with ``prevalence_changes`` where a sample was read.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once, with a codebook that holds the family ``remote_acts``.
    by : sequence of str
        As for ``count``, without indicators and hours: ``["month"]``, ``["platform"]``. Ads
        without a date are left out where a period is named.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``, one row per cell: advertisers (texts where none is known) with an
        ad that asserts it, of ``n_total_advertisers`` with an ad in which it could be found. Each
        counts once in a cell, however often it posts.

    Raises
    ------
    OptionError
        When the codebook holds no such indicator, or a grouping cannot be used.

    Notes
    -----
    Wilson (1927): advertisers are taken as independent of each other.

    Examples
    --------
    >>> remote_acts.__name__
    'remote_acts'
    """
    one, indicator = _as_one(annotated)
    if isinstance(by, str) or not by or {"hour_band", "indicator"} & set(by):
        raise OptionError(
            "by",
            value=by,
            rule="lists groupings other than indicators and hours",
            remedy='write for example by=["quarter"]',
        )
    names = [*by, "indicator"]
    counts = count(one, by=list(by), indicator=indicator)
    dated = [name for name in by if name in PERIODS]
    undated = counts[dated].isin([UNKNOWN]).any(axis=1)
    counts = counts[~undated].reset_index(drop=True)
    sums = indicator_sums(one, counts, names)
    once = _once(sums)
    inside = np.asarray(once.inside.sum(axis=0), dtype="float64")
    whole = np.asarray(once.whole.sum(axis=0), dtype="float64")[once.denominator]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = wilson(inside / whole, whole, np.full(len(whole), _quantile(confidence)))
    counted = counts["state"].eq("counted")
    usable = counted & (whole > 0)
    result = counts[names].copy()
    for name, values in zip(("estimate", "low", "high"), found, strict=True):
        result[name] = pd.Series(values, dtype="Float64").where(usable)
    result = result.assign(
        confidence=confidence,
        statistic="share",
        method=METHOD,
        n_total=counts["n_total"].where(counted),
        n_total_advertisers=pd.Series(whole).astype("Int64").where(counted),
    )
    result[list(SUPPORT)] = counts[list(SUPPORT)]
    return check(result.assign(state=counts["state"]), STATISTICS)


def remote_acts_changes(
    annotated: Annotated,
    *,
    between: Mapping[str, tuple[str, str]],
    by: Sequence[str] = (),
    collected: pd.DataFrame | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate by how many points the share of advertisers who offer such acts differs.

    It does not say why: ``caution`` tells where the collection differs. An advertiser of both sides
    is the same one there.

    Parameters
    ----------
    annotated : Annotated
        As for ``remote_acts``.
    between : mapping
        A grouping and two of its labels: ``{"year": ("2024", "2025")}``; the second less the first.
    by : sequence of str
        Groupings within which both are compared; none for the corpus as a whole.
    collected : pandas.DataFrame, optional
        As for ``share_changes``.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        As of ``share_changes``, with ``smallest_visible``. It leaves beside ``remote_acts`` of the
        same groupings and the two sides, by ``release_share_changes``.

    Raises
    ------
    OptionError
        As for ``share_changes`` and ``remote_acts``.

    Notes
    -----
    Newcombe (1998) on advertisers, with the correlation of both sides: see ``share_changes``.

    Examples
    --------
    >>> remote_acts_changes.__name__
    'remote_acts_changes'
    """
    one, indicator = _as_one(annotated)
    pairs = compared(one, by=by, between=between, indicator=indicator)
    found = share_gaps(_once(pairs.sums), pairs.size, confidence)
    table = changes_table(one, pairs, found, collected=collected, confidence=confidence)
    return table.assign(method=CHANGE_METHOD)


def remote_acts_note(*, lang: str = "fr") -> str:
    """Return what the toolkit's sources say of the law, as of which date, and who must check it.

    It is no legal advice.

    Parameters
    ----------
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The note.

    Examples
    --------
    >>> "21-82.283" in remote_acts_note()
    True
    """
    return message("remote.note", lang=lang)


def _as_one(annotated: Annotated) -> tuple[Annotated, str]:
    """Return a corpus in which the family is one indicator, and the name of it."""
    family = [entry for entry in annotated.codebook or () if entry.family == FAMILY]
    if not family:
        raise OptionError(
            "annotated",
            value="codebook",
            rule=f"holds an indicator of the family {FAMILY}",
            remedy="annotate with tk.load_codebook(), or with a codebook of yours that has one",
        )
    # where languages differ, only what all were tested in
    name = min(family, key=lambda entry: (len(entry.languages_tested), entry.id)).id
    found = annotated.spans["indicator"].isin([entry.id for entry in family])
    spans = annotated.spans[found].assign(indicator=name)
    return replace(annotated, spans=spans), name


def _once(sums: UnitSums) -> UnitSums:
    """Return sums in which each unit counts once in each cell."""
    inside, whole = (part.sign() for part in (sums.inside, sums.whole))
    units = np.asarray(whole.sum(axis=0), dtype="float64")
    return UnitSums(inside, whole, sums.denominator, units)


def _quantile(confidence: float) -> float:
    """Return the normal quantile of a confidence between 0 and 1."""
    from scipy.special import ndtri

    if not 0 < confidence < 1:
        raise OptionError(
            "confidence", value=confidence, rule="is between 0 and 1", remedy="leave it out"
        )
    return float(ndtri((1 + confidence) / 2))
