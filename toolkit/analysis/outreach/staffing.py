"""How many advertisers a team that is there some hours of the week could answer, in its languages.

A plan chosen on the same advertisers that it is judged by looks better than it is. It is chosen
again without a tenth of the advertisers, and judged by that tenth, over and over.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.analysis.outreach.stating import (
    ALWAYS_OPEN,
    STATED,
    check_confidence,
    counted_by,
    of_territory,
    stating_ads,
)
from toolkit.analysis.outreach.week import OutreachBands
from toolkit.analysis.outreach.windows import cells_of_ads
from toolkit.counting.counts import fill_cells, measure_cells
from toolkit.counting.proportions import share
from toolkit.disclosure import load_rules
from toolkit.errors import OptionError
from toolkit.language.known import language_name
from toolkit.schema import STATISTICS, SUPPORT, check

if TYPE_CHECKING:
    from toolkit.counting import Annotated

ALL_LANGUAGES, NO_PLAN = "all", "none"
BY_HAND = "Clopper-Pearson, one voice for each {unit}; bands given"
BY_DATA = (
    "Clopper-Pearson, one voice for each {unit}; bands chosen on the same data, corrected by "
    "{splits} x {folds}-fold split samples"
)
MOST_SHIFTS = 7
FOLDS, SPLITS = 10, 10
# the choice varies too: limits as if half had chosen and half had judged, measured in benchmarks
_JUDGES = 0.5
# more combinations than this are searched one band after the other
_ALL_TRIED = 2_000
# a plan is one of many questions that could be asked: no answer is exact
_STEP = 0.05
# an ad in several languages can be answered in its main one
_CLEAR = ("sure", "mixed")
Voices = NDArray[np.bool_]
Plan = tuple[int, ...]


class Coverage(NamedTuple):
    """A share of advertisers, as it is seen, corrected for choosing, and its limits."""

    seen: float
    corrected: float
    low: float
    high: float


def staffing_plan(
    annotated: Annotated,
    *,
    shifts: int | Sequence[tuple[int, str]] = 2,
    languages: Sequence[str] | None = None,
    territory: Sequence[str] | None = None,
    bands: OutreachBands | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate which share of advertisers say that they can be reached in some bands of the week.

    It says when they *say* they can be reached, in a language of the team: not that they want to
    be, nor that they answer. Advertisers who do not state hours are in neither number. Estimate and
    limits are rounded to 5 %, limits outward. Bands that fewer than ``k_advertisers`` state are
    never proposed.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    shifts : int or sequence of tuple
        How many bands a week, 1 to 7, to be chosen so that they reach most advertisers; or the
        bands themselves: ``[(4, "18h-21h"), (6, "18h-21h")]``.
    languages : sequence of str, optional
        Codes of the languages that the team answers in; by default any.
    territory : sequence of str, optional
        Codes of départements as text; by default all ads.
    bands : OutreachBands, optional
        As for ``outreach_windows``; ``OutreachBands(edges=(18, 21, 24))`` offers evenings only.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row: ``plan`` (``"4 18h-21h; 6 18h-21h"``), ``team_languages`` (``"fr+ro"``) and
        ``schema.STATISTICS``, whose numbers are of all who state hours. ``suppressed``, without
        numbers, where too few are reached or too few are not.

    Raises
    ------
    CodeError
        When a département is not text or is unknown.
    OptionError
        When an option is out of range, or no ad is left.

    Notes
    -----
    All combinations are tried where they are few, else the best band is added to the best before
    (at least 63 % of the best: Nemhauser, Wolsey and Fisher 1978). Correction: repeated
    cross-validation of the choice. Coverage of the interval: ``benchmarks/outreach.py``.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": [str(n) for n in range(60)], "language": "ro",
    ...     "language_status": "sure", "advertiser": range(60), "template": range(60)})
    >>> windows = pd.DataFrame({"ad_id": corpus["ad_id"], "day": [4, 6, 7] * 20,
    ...     "start_minute": 1080, "end_minute": 1260, "always_open": False})
    >>> plan = staffing_plan(SimpleNamespace(corpus=corpus, windows=windows),
    ...     shifts=[(4, "18h-21h"), (6, "18h-21h")])
    >>> plan[["plan", "estimate", "low", "high"]]
                       plan  estimate  low  high
    0  4 18h-21h; 6 18h-21h      0.65  0.5   0.8
    """
    check_confidence(confidence)
    week = bands if bands is not None else OutreachBands()
    given = _checked(shifts, week)
    spoken = _spoken(languages)
    chosen = of_territory(annotated, territory)
    ads = stating_ads(chosen)
    wanted = [STATED, *([ALWAYS_OPEN] if week.always_open else [])]
    whole = ads[ads["said"].isin(wanted) & ads["_weekly"]]
    voices = _voices(cells_of_ads(chosen, _answered(whole, spoken), week), whole, week)
    if isinstance(given, int):
        enough = np.flatnonzero(voices.sum(axis=0) >= load_rules().k_advertisers)
        plan = tuple(int(enough[place]) for place in best_plan(voices[:, enough], given))
        found = chosen_coverage(voices[:, enough], given, confidence=confidence)
        method = BY_DATA.format(unit=counted_by(ads), splits=SPLITS, folds=FOLDS)
    else:
        plan = given
        found = given_coverage(voices, plan, confidence=confidence)
        method = BY_HAND.format(unit=counted_by(ads))
    names = [" ".join(week.cells()[cell]) for cell in plan]
    labels = {"plan": "; ".join(names) or NO_PLAN, "team_languages": "+".join(spoken or [])}
    labels["team_languages"] = labels["team_languages"] or ALL_LANGUAGES
    return _row(labels, _rounded(found), whole, method, confidence)


def best_plan(voices: Voices, shifts: int) -> Plan:
    """Return the cells that together reach most advertisers.

    All combinations are tried where they are few; among equals the first is taken.

    Parameters
    ----------
    voices : numpy.ndarray
        Advertisers by cells: who says that they can be reached.
    shifts : int
        How many cells.

    Returns
    -------
    tuple of int
        Cells in their order; fewer where there are fewer, or where more reach nobody else.

    Examples
    --------
    >>> best_plan(np.array([[1, 0, 1], [1, 0, 1], [0, 1, 0]], dtype=bool), 2)
    (0, 1)
    """
    cells = voices.shape[1]
    number = min(shifts, cells)
    if not voices.any():
        return ()
    if math.comb(cells, number) > _ALL_TRIED:
        return _greedy(voices, number)
    packed = np.packbits(voices, axis=0).T
    plan: Plan = ()
    most = 0
    for size in range(1, number + 1):
        combinations = np.array(list(itertools.combinations(range(cells), size)))
        together = np.bitwise_or.reduce(packed[combinations], axis=1)
        reached = np.bitwise_count(together).sum(axis=1)
        best = int(reached.argmax())
        if reached[best] <= most:
            break
        plan, most = tuple(int(cell) for cell in combinations[best]), int(reached[best])
    return plan


def _greedy(voices: Voices, shifts: int) -> Plan:
    """Return the best cell, then the one that adds most to it, and so on."""
    plan: list[int] = []
    left = voices
    for _ in range(shifts):
        adds = left.sum(axis=0)
        if not adds.any():
            break
        plan.append(int(adds.argmax()))
        left = left[~left[:, plan[-1]]]
    return tuple(sorted(plan))


def given_coverage(voices: Voices, plan: Plan, *, confidence: float) -> Coverage:
    """Estimate the share of advertisers that some cells reach, the cells being given.

    Parameters
    ----------
    voices : numpy.ndarray
        Advertisers by cells.
    plan : tuple of int
        The cells.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Coverage
        Nothing is corrected; NaN where there is no advertiser.

    Examples
    --------
    >>> found = given_coverage(np.eye(2, dtype=bool), (0,), confidence=0.95)
    >>> [round(float(value), 2) for value in found]
    [0.5, 0.5, 0.01, 0.99]
    """
    reached = int(voices[:, list(plan)].any(axis=1).sum())
    found = share([reached], [len(voices)], confidence=confidence)
    seen = float(found.value[0])
    return Coverage(seen, seen, float(found.low[0]), float(found.high[0]))


def chosen_coverage(voices: Voices, shifts: int, *, confidence: float, seed: int = 0) -> Coverage:
    """Estimate the share of advertisers that the best cells reach, among others than they chose.

    Parameters
    ----------
    voices : numpy.ndarray
        Advertisers by cells.
    shifts : int
        How many cells.
    confidence : float
        Between 0 and 1.
    seed : int
        Of the splits; the order of advertisers plays no part.

    Returns
    -------
    Coverage
        Limits are around the corrected share, those of half as many advertisers, for the choice
        varies too; NaN where there is no advertiser.

    Examples
    --------
    >>> found = chosen_coverage(np.eye(40, dtype=bool), 1, confidence=0.95)
    >>> round(found.seen, 3), found.corrected
    (0.025, 0.0)
    """
    number = len(voices)
    seen = given_coverage(voices, best_plan(voices, shifts), confidence=confidence).seen
    if not number:
        return Coverage(seen, math.nan, 0.0, 1.0)
    # pseudonyms are drawn anew each time: their order may not decide a split
    ordered = voices[np.lexsort(voices.T)] if voices.shape[1] else voices
    random = np.random.default_rng(seed)
    hits = 0
    for _ in range(SPLITS):
        fold = random.permutation(number) % FOLDS
        for part in range(min(FOLDS, number)):
            plan = best_plan(ordered[fold != part], shifts)
            hits += int(ordered[fold == part][:, list(plan)].any(axis=1).sum())
    corrected = hits / (SPLITS * number)
    judges = number * _JUDGES
    found = share([corrected * judges], [judges], confidence=confidence)
    return Coverage(seen, corrected, float(found.low[0]), float(found.high[0]))


def _checked(shifts: object, week: OutreachBands) -> int | Plan:
    """Return how many bands to choose, or the numbers of the cells that were given."""
    if isinstance(shifts, int) and not isinstance(shifts, bool):
        if 1 <= shifts <= MOST_SHIFTS:
            return shifts
    elif isinstance(shifts, Sequence) and not isinstance(shifts, str) and len(shifts):
        cells = {cell: number for number, cell in enumerate(week.cells())}
        pairs = [tuple(map(str, pair)) for pair in shifts if isinstance(pair, Sequence)]
        if len(pairs) == len(shifts) and set(pairs) <= set(cells):
            return tuple(sorted({cells[pair] for pair in pairs if len(pair) == 2}))
    raise OptionError(
        "shifts",
        value=shifts,
        rule=f"must be 1 to {MOST_SHIFTS} bands a week, or a list of days and bands of the week",
        remedy=f"write shifts=2, or shifts=[{week.cells()[0]}]",
    )


def _spoken(languages: object) -> list[str] | None:
    """Return the codes of the languages of a team, each once."""
    if languages is None:
        return None
    codes = list(languages) if isinstance(languages, Sequence) else []
    unknown = [c for c in codes if not isinstance(c, str) or language_name(c) == c]
    if isinstance(languages, str) or not codes or unknown:
        raise OptionError(
            "languages",
            value=languages,
            rule="must be a list of codes that tk.languages() lists",
            remedy='write for example languages=["fr", "ro"]',
        )
    return sorted(dict.fromkeys(codes))


def _answered(ads: pd.DataFrame, spoken: list[str] | None) -> pd.DataFrame:
    """Return the ads that a team can answer."""
    if spoken is None:
        return ads
    return ads[ads["_language"].isin(spoken) & ads["language_status"].isin(_CLEAR)]


def _voices(covered: pd.DataFrame, whole: pd.DataFrame, week: OutreachBands) -> Voices:
    """Return who says that they can be reached when: advertisers by cells of the week."""
    units = pd.Index(whole["_unit"].unique())
    labels = pd.MultiIndex.from_tuples(week.cells())
    voices = np.zeros((len(units), len(labels)), dtype=bool)
    cells = labels.get_indexer(pd.MultiIndex.from_frame(covered[["weekday", "hour_band"]]))
    voices[units.get_indexer(pd.Index(covered["_unit"])), cells] = True
    return voices


def _rounded(found: Coverage) -> Coverage:
    """Return a coverage in steps of five percent, limits outward."""
    ends = (math.floor(found.low / _STEP + 1e-9), math.ceil(found.high / _STEP - 1e-9))
    if math.isnan(found.corrected):
        return found
    near = round(found.corrected / _STEP)
    middle, low, high = (round(steps * _STEP, 2) for steps in (near, *ends))
    return Coverage(found.seen, middle, low, high)


def _row(
    labels: dict[str, str], found: Coverage, whole: pd.DataFrame, method: str, confidence: float
) -> pd.DataFrame:
    """Return one plan as a table; no number where it would tell of a few advertisers."""
    rules, number = load_rules(), whole["_unit"].nunique()
    reached = 0 if math.isnan(found.seen) else round(found.seen * number)
    few = reached < rules.k_advertisers or number - reached < rules.min_others
    row = pd.DataFrame({name: [label] for name, label in labels.items()}, dtype="str")
    cells = measure_cells(whole.assign(plan=labels["plan"]), ["plan"])
    known = bool(whole["_advertiser"].notna().any())
    filled = fill_cells(
        row.merge(cells, on="plan", how="left").assign(state="counted"), known=known
    )
    values = {"estimate": found.corrected, "low": found.low, "high": found.high}
    row = row.assign(**values, confidence=confidence, statistic="share", method=method)
    row["n_total_advertisers"] = number
    row[list(SUPPORT)] = filled[list(SUPPORT)]
    numbers = {**dict.fromkeys(values, "Float64"), "n_total_advertisers": "Int64"}
    row = row.astype(numbers).assign(state="suppressed" if few else "counted")
    if few:
        for name in (*numbers, *SUPPORT):
            row[name] = row[name].mask(row["state"].eq("suppressed"))
    return check(row.astype({"state": "str"}), STATISTICS)
