"""The difference of two corrected shares, between two groups or periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.prevalence.correcting import corrected_difference, difference
from toolkit.analysis.prevalence.validated_counts import (
    METHODS,
    cell_cautions,
    cell_estimates,
    join_validation,
    own_cells,
    repost_cautions,
    texts_read,
)
from toolkit.analysis.shares.reposts import hit_shares, known_reposts, read_texts, told_reposts
from toolkit.counting.proportions import Estimate
from toolkit.counting.validated import as_floats, error_rates, validation_groups
from toolkit.errors import OptionError, TableError
from toolkit.schema import STATISTICS, SUPPORT, check

if TYPE_CHECKING:
    from toolkit.counting import Annotated

_SMALLEST = ("n_ads", "n_advertisers", "n_templates")


def prevalence_difference(
    counts: pd.DataFrame,
    validation: pd.DataFrame,
    *,
    across: str,
    between: tuple[str, str],
    annotated: Annotated | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate how the share of ads that carry an indicator as coded differs between two groups.

    It explains nothing: a difference may come from collection, reposts or other wordings. Unless
    the validation is by ``across``, recall and false alarms are taken as the same in both groups,
    and what the rules invent cancels out. The interval counts advertisers, not copies; those who
    post in both groups are counted as if they were others in each.

    Parameters
    ----------
    counts : pandas.DataFrame
        As in ``prevalence``; the two groups share no ad.
    validation : pandas.DataFrame
        As in ``prevalence``.
    across : str
        A grouping column of the counts, such as ``month`` or ``platform``.
    between : tuple of str
        Two of its values: the second minus the first.
    annotated : Annotated, optional
        As in ``prevalence``.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``, one row for each group left when ``across`` is gone; the support
        is that of the weaker cell. Also ``told_from_zero``, ``n_validated`` and ``caution``.

    Raises
    ------
    OptionError
        When ``across`` or a value of ``between`` is not in the counts, or as in ``prevalence``.
    TableError
        As in ``prevalence``.

    Notes
    -----
    See ``correcting.corrected_difference``; Newcombe (1998), Zou and Donner (2008).

    Examples
    --------
    >>> prevalence_difference(pd.DataFrame({"month": ["2025-01"]}), pd.DataFrame(),
    ...     across="year", between=("2024", "2025"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: across: got 'year'; must be a grouping column ...
    """
    known = set(counts[across].astype("str")) if across in counts.columns else set()
    if across == "indicator" or len(set(between)) != 2 or not set(between) <= known:
        raise OptionError(
            "across",
            value=across,
            rule="must be a grouping column of the counts that holds both values of between",
            remedy='write for example across="month", between=("2025-01", "2025-02")',
        )
    if not 0 < confidence < 1:
        raise OptionError(
            "confidence", value=confidence, rule="must be between 0 and 1", remedy="leave it out"
        )
    found, groups = join_validation(counts, validation)
    own = own_cells(found, groups, validation)
    apart = across in validation_groups(validation)
    by = groups, validation_groups(validation)
    reposts = known_reposts(annotated, found, by) if annotated else told_reposts(found)
    estimate = cell_estimates(found, own, reposts, confidence=confidence, interval="recovered")
    cautions = cell_cautions(found, own & apart, estimate, "recovered")
    hit = hit_shares(found, reposts, confidence=confidence)
    # what was read is left at the numbers that reposts leave
    cells = read_texts(found, reposts).assign(
        caution=repost_cautions(cautions, reposts, estimate, known=annotated is not None),
        n_validated=texts_read(found),
        **dict(zip(("estimate", "low", "high"), estimate, strict=True)),
        **dict(zip(("_hit", "_hit_low", "_hit_high"), hit, strict=True)),
    )
    left = [name for name in groups if name != across]
    first, second = (_pick(cells, across, value, left) for value in between)
    return _differences(first, second, left, (apart, confidence))


def _pick(cells: pd.DataFrame, across: str, value: str, left: list[str]) -> pd.DataFrame:
    """Return the cells of one value, by the groups that are left."""
    kept = cells[cells[across].astype("str").eq(value)]
    return kept.set_index(left, drop=False)


def _differences(
    first: pd.DataFrame, second: pd.DataFrame, left: list[str], how: tuple[bool, float]
) -> pd.DataFrame:
    """Return one row per pair of cells."""
    apart, confidence = how
    pairs = first.index.intersection(second.index)
    one, two = first.loc[pairs].reset_index(drop=True), second.loc[pairs].reset_index(drop=True)
    found = _gap(one, two, apart, confidence)
    counted = one["state"].eq("counted") & two["state"].eq("counted")
    counted &= one["n_total"].gt(0).fillna(False) & two["n_total"].gt(0).fillna(False)
    usable = counted.to_numpy(dtype=bool) & ~np.isnan(found.value)
    if counted.any() and not usable.any():
        raise TableError(
            "validation",
            value=", ".join(sorted(set(",".join([*one["caution"], *two["caution"]]).split(",")))),
            rule="allows no estimate of any difference",
            remedy="code more texts, in a sample stratified by hit when cases are rare",
        )
    result = one[left].copy()
    for name, values in zip(("estimate", "low", "high"), found, strict=True):
        result[name] = pd.Series(values, dtype="Float64").where(usable)
    told = result["low"].gt(0) | result["high"].lt(0)
    read = one["n_validated"] + (two["n_validated"] if apart else 0)
    result = result.assign(
        confidence=confidence,
        statistic="difference of shares",
        method=METHODS["apart" if apart else "shared"],
        n_total=(one["n_total"] + two["n_total"]).where(counted),
        told_from_zero=told.astype("boolean").where(usable),
        n_validated=read.where(usable),
        caution=[_union(*codes) for codes in zip(one["caution"], two["caution"], strict=True)],
    )
    for name in SUPPORT:
        beside = pd.concat([one[name], two[name]], axis=1)
        weaker = beside.min(axis=1) if name in _SMALLEST else beside.max(axis=1)
        result[name] = weaker.where(beside.notna().all(axis=1))
    state = one["state"].where(one["state"].ne("counted"), two["state"]).astype("str")
    return check(result.assign(state=state), STATISTICS)


def _gap(one: pd.DataFrame, two: pd.DataFrame, apart: bool, confidence: float) -> Estimate:
    """Return second minus first, with validations of their own or a shared one."""
    if apart:
        parts = [
            Estimate(*(as_floats(cells, name) for name in ("estimate", "low", "high")))
            for cells in (one, two)
        ]
        found = difference(*parts)
        unknown = np.isnan(parts[0].value) | np.isnan(parts[1].value)
        return Estimate(np.where(unknown, np.nan, found.value), found.low, found.high)
    before, after = (
        Estimate(*(as_floats(cells, name) for name in ("_hit", "_hit_low", "_hit_high")))
        for cells in (one, two)
    )
    recall, false_alarm = error_rates(one, confidence=confidence)
    return corrected_difference(before, after, recall, false_alarm)


def _union(first: str, second: str) -> str:
    """Return the codes of two lists, each once, in order."""
    return ",".join(dict.fromkeys(code for code in f"{first},{second}".split(",") if code))
