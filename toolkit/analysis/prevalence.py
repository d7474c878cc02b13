"""The share of ads that carry an indicator as people code it, behind what the rules hit."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.analysis.correcting import corrected_share, double_sampled_share, lang_reiczigel
from toolkit.counting.proportions import Estimate, share
from toolkit.counting.validated import (
    VALIDATION,
    as_floats,
    error_rates,
    read_shares,
    validation_groups,
)
from toolkit.errors import OptionError, TableError
from toolkit.schema import COUNTS, STATISTICS, SUPPORT, check, grouping_columns

Flags = NDArray[np.bool_]
INTERVALS = ("recovered", "lang_reiczigel")
_METHODS = {
    "own": "double sampling, limits recovered from Clopper-Pearson",
    "carried": "Rogan-Gladen, limits recovered from Clopper-Pearson",
    "lang_reiczigel": "Rogan-Gladen, Lang-Reiczigel",
}
_CELLS = ("flagged_present", "flagged_absent", "unflagged_present", "unflagged_absent")
_FEW = 30
_MANY_EXCLUDED = 0.1
_LANGUAGES = ("language", "written_language")


def prevalence(
    counts: pd.DataFrame,
    validation: pd.DataFrame,
    *,
    confidence: float = 0.95,
    interval: str = "recovered",
) -> pd.DataFrame:
    """Estimate the share of ads that carry an indicator as coded, corrected for the rules' errors.

    It says nothing of persons, and is no prevalence of victims: only how many ads people would
    code present. Ads of one advertiser are taken as independent, which they are not.

    Where the validation is that of the very ads of a cell (the same groupings, or the whole
    corpus), what people found among the ads hit and not hit is used. Elsewhere, for parts of the
    validated corpus such as months, recall and false alarms are carried over: that they are the
    same in each part is an assumption.

    Parameters
    ----------
    counts : pandas.DataFrame
        What ``tk.count`` returned with an indicator: see ``schema.COUNTS``, with ``indicator`` and
        ``n_total``.
    validation : pandas.DataFrame
        What ``tk.validation`` returned, from a random or a weighted stratified sample; in one row,
        or by columns that group the counts too.
    confidence : float
        Between 0 and 1.
    interval : str
        ``"recovered"`` (default), or ``"lang_reiczigel"``: the published closed form, everywhere
        carried over, for random samples with thirty ads or more of each code.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``; also ``told_from_zero`` (False when the interval holds 0: the
        share cannot be told from zero), ``n_validated`` and ``caution``: why there is no
        estimate, or what weakens it. ``prevalence_reading`` says it in words.

    Raises
    ------
    TableError
        When the tables are no counts or no validation, cells are hidden, the validation is by
        groups that the counts do not have, or allows no estimate at all: no ad coded present, or
        rules that hit those ads no more than others.
    OptionError
        When the validation is of other indicators, or recall differs between languages and the
        counts are by language: validate by language then.

    Notes
    -----
    Double sampling: Tenenbein (1970). Carried over: Rogan and Gladen (1978). Limits: Zou and
    Donner (2008) on Clopper-Pearson limits; Lang and Reiczigel (2014). Their coverage is measured
    in ``benchmarks/prevalence.py``.

    Examples
    --------
    >>> counts = pd.DataFrame({"indicator": ["X"], "n_ads": [80], "n_total": [1000],
    ...     "n_advertisers": [60], "n_templates": [70], "top1_share": [0.1], "top2_share": [0.2]})
    >>> validated = pd.DataFrame({"indicator": ["X"], "design": ["random"],
    ...     "n_flagged_present": [18], "n_flagged_absent": [6], "n_unflagged_present": [4],
    ...     "n_unflagged_absent": [272], "n_excluded": [0], "n_flagged_population": [80.0],
    ...     "n_population": [1000.0], "n_effective_population": [300.0], "precision": [0.75],
    ...     "omission": [0.0145], "n_effective_flagged": [24.0], "n_effective_unflagged": [276.0],
    ...     "recall_differs": pd.array([pd.NA], dtype="boolean")})
    >>> prevalence(counts, validated)[["estimate", "low", "high"]].round(3).to_numpy().tolist()
    [[0.073, 0.05, 0.101]]
    """
    if interval not in INTERVALS or not 0 < confidence < 1:
        raise OptionError(
            "interval, confidence",
            value=(interval, confidence),
            rule=f"interval must be one of {', '.join(INTERVALS)}; 0 < confidence < 1",
            remedy="leave them out",
        )
    found, groups = _join(counts, validation)
    own = _is_own(found, groups, validation) & (interval == "recovered")
    estimate = _estimates(found, own, confidence, interval)
    cautions = _cautions(found, own, estimate, interval)
    counted = found["state"].eq("counted").to_numpy() & found["n_total"].gt(0).to_numpy(dtype=bool)
    usable = counted & ~np.isnan(estimate.value) & found["design"].notna().to_numpy()
    if counted.any() and not usable.any():
        raise TableError(
            "validation",
            value=", ".join(sorted(set(",".join(cautions[counted]).split(",")))),
            rule="allows no estimate for any cell",
            remedy="code more texts, in a sample stratified by hit when cases are rare",
        )
    result = found[groups].copy()
    for name, values in zip(("estimate", "low", "high"), estimate, strict=True):
        result[name] = pd.Series(values, index=found.index, dtype="Float64").where(usable)
    kinds = np.where(own, "own", "carried" if interval == "recovered" else interval)
    result = result.assign(
        confidence=confidence,
        statistic="share",
        method=pd.Series(kinds, index=found.index).map(_METHODS).astype("str"),
        n_total=found["n_total"].where(counted),
        told_from_zero=result["low"].gt(0).astype("boolean").where(usable),
        n_validated=_validated(found).where(usable),
        caution=np.where(counted, cautions, ""),
    )
    result[list(SUPPORT)] = found[list(SUPPORT)]
    return check(result.assign(state=found["state"].astype("str")), STATISTICS)


def _join(counts: pd.DataFrame, validation: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the counts with the validation of each, and their grouping columns."""
    check(validation, VALIDATION)
    check(counts, COUNTS)
    groups = grouping_columns(counts)
    if "indicator" not in groups or "n_total" not in counts.columns:
        raise TableError(
            "counts",
            rule="must be counts of an indicator, with n_total",
            remedy='pass tk.count(annotated, by=["month"], indicator="CTL.DEBT")',
        )
    table = counts.reset_index(drop=True).assign(
        **{name: counts[name].astype("Int64").to_numpy() for name in ("n_ads", "n_total")}
    )
    if "state" not in table.columns:
        table["state"] = "counted"
    above = table["n_ads"].gt(table["n_total"]).fillna(False).any()
    if table["state"].eq("suppressed").any() or above:
        raise TableError(
            "counts",
            rule="must be unsuppressed counts, none larger than its denominator",
            remedy="pass what count returned",
        )
    own = _check_groups(table, validation, groups)
    keys = ["indicator", *own]
    named = validation.astype(dict.fromkeys(keys, "str"))
    return table.astype(dict.fromkeys(keys, "str")).merge(named, on=keys, how="left"), groups


def _check_groups(table: pd.DataFrame, validation: pd.DataFrame, groups: list[str]) -> list[str]:
    """Return the groups of the validation when it may serve these counts."""
    own = validation_groups(validation)
    others = set(table["indicator"].astype("str")) - set(validation["indicator"].astype("str"))
    if others:
        raise OptionError(
            "validation",
            value=", ".join(sorted(others)),
            rule="must be of the counted indicators: errors are never those of another",
            remedy="code these indicators in a random sample and pass its validation",
        )
    double = validation.duplicated(["indicator", *own]).any()
    if not set(own) <= set(groups) or double:
        raise TableError(
            "validation",
            value=", ".join(own),
            rule="each group once, and by columns that group the counts too: recall may differ",
            remedy="count by these columns too, or validate all ads together",
        )
    differs = validation["recall_differs"].fillna(False).astype(bool)
    if differs.any() and set(_LANGUAGES) & set(groups):
        raise OptionError(
            "validation",
            value=", ".join(validation.loc[differs, "indicator"].astype("str")),
            rule="recall differs between languages, so that they cannot share one",
            remedy='pass tk.validation(..., by="language")',
        )
    return own


def _is_own(found: pd.DataFrame, groups: list[str], validation: pd.DataFrame) -> Flags:
    """Tell which cells hold the very ads that the validation was drawn from."""
    same = set(validation_groups(validation)) == set(groups) - {"indicator"}
    size = as_floats(found, "n_population")
    read = np.sum([as_floats(found, f"n_{name}") for name in (*_CELLS, "excluded")], axis=0)
    total = as_floats(found, "n_total")
    # the ads of a group are themselves estimated from the sample, within three standard errors
    with np.errstate(divide="ignore", invalid="ignore"):
        near = np.abs(size - total) <= 0.02 * total + 3 * size / np.sqrt(read)
    found_own: Flags = near & same
    return found_own


def _estimates(
    found: pd.DataFrame,
    own: Flags,
    confidence: float,
    interval: str,
) -> Estimate:
    """Return the estimate of each cell, NaN where there is none."""
    hits, total = (np.nan_to_num(as_floats(found, name)) for name in ("n_ads", "n_total"))
    cells = {name: np.nan_to_num(as_floats(found, f"n_{name}")) for name in _CELLS}
    if interval == "lang_reiczigel":
        present = cells["flagged_present"] + cells["unflagged_present"]
        absent = cells["flagged_absent"] + cells["unflagged_absent"]
        closed = lang_reiczigel(
            (hits, total),
            (cells["flagged_present"], present),
            (cells["unflagged_absent"], absent),
            confidence=confidence,
        )
        claimed = (present >= _FEW) & (absent >= _FEW) & found["design"].eq("random").to_numpy()
        return Estimate(np.where(claimed, closed.value, np.nan), closed.low, closed.high)
    filled = found.assign(
        **{name: found[name].fillna(0) for name in ("n_effective_flagged", "n_effective_unflagged")}
    )
    hit = share(hits, total, confidence=confidence)
    carried = corrected_share(hit, *error_rates(filled, confidence=confidence))
    double = double_sampled_share(hit, *read_shares(filled, confidence=confidence))
    return Estimate(
        *(np.where(own, one, other) for one, other in zip(double, carried, strict=True))
    )


def _cautions(
    found: pd.DataFrame,
    own: Flags,
    estimate: Estimate,
    interval: str,
) -> NDArray[np.object_]:
    """Return, per cell, the codes of what forbids or weakens its estimate."""
    cells = {name: np.nan_to_num(as_floats(found, f"n_{name}")) for name in _CELLS}
    present = cells["flagged_present"] + cells["unflagged_present"]
    absent = cells["flagged_absent"] + cells["unflagged_absent"]
    read = present + absent
    with np.errstate(divide="ignore", invalid="ignore"):
        recall, false_alarm = error_rates(found, confidence=0.95)
    validated = found["design"].notna().to_numpy()
    excluded = np.nan_to_num(as_floats(found, "n_excluded"))
    closed = interval == "lang_reiczigel"
    rules: tuple[tuple[str, Flags], ...] = (
        ("not_validated", ~validated),
        ("no_hit_read", validated & own & np.isnan(estimate.value)),
        ("no_present_read", validated & ~own & (present == 0)),
        ("no_better_than_chance", validated & (present > 0) & ~(recall.value > false_alarm.value)),
        ("not_random", validated & closed & found["design"].ne("random").to_numpy()),
        ("few_present", validated & (present > 0) & (present < _FEW)),
        ("few_absent", validated & closed & (absent < _FEW)),
        ("recall_differs", found["recall_differs"].fillna(False).to_numpy(dtype=bool)),
        ("many_excluded", validated & (excluded > _MANY_EXCLUDED * (read + excluded))),
    )
    codes = [[code for code, where in rules if where[row]] for row in range(len(found))]
    return np.array([",".join(names) for names in codes], dtype=object)


def _validated(found: pd.DataFrame) -> pd.Series:
    """Return how many coded texts stand behind each cell."""
    return sum((found[f"n_{name}"].astype("Int64") for name in _CELLS), pd.Series(0, found.index))
