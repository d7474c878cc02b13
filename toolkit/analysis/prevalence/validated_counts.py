"""Counts joined with the validation that corrects them: estimates and cautions, cell by cell."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.analysis.prevalence.correcting import (
    corrected_share,
    double_sampled_share,
    lang_reiczigel,
)
from toolkit.analysis.shares.reposts import Reposts, hit_shares, read_texts
from toolkit.counting.proportions import Estimate, Numbers
from toolkit.counting.validated import (
    VALIDATION,
    as_floats,
    error_rates,
    read_shares,
    validation_groups,
)
from toolkit.errors import OptionError, TableError
from toolkit.schema import COUNTS, check, grouping_columns

Flags = NDArray[np.bool_]
METHODS = {
    "own": "double sampling, limits recovered from Clopper-Pearson",
    "carried": "Rogan-Gladen, limits recovered from Clopper-Pearson",
    "lang_reiczigel": "Rogan-Gladen, Lang-Reiczigel",
    "shared": "Rogan-Gladen of both groups, limits recovered from Clopper-Pearson",
    "apart": "corrected shares measured apart, limits recovered from theirs",
}
# methods that take recall and false alarms to be what they were in other ads
CARRIED = frozenset(METHODS[name] for name in ("carried", "lang_reiczigel", "shared"))
_CELLS = ("flagged_present", "flagged_absent", "unflagged_present", "unflagged_absent")
_FEW, _FEW_ADVERTISERS = 30, 10
_MANY_EXCLUDED = 0.1
_LANGUAGES = ("language", "written_language")


def join_validation(
    counts: pd.DataFrame, validation: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    """Return the counts with the validation of each, and their grouping columns.

    It does not estimate: cells without a validation of their own group have none.

    Parameters
    ----------
    counts : pandas.DataFrame
        See ``schema.COUNTS``, with ``indicator`` and ``n_total``.
    validation : pandas.DataFrame
        See ``counting.validated.VALIDATION``.

    Returns
    -------
    tuple
        One row per cell, in the order of the counts; the grouping columns.

    Raises
    ------
    TableError, OptionError
        As in ``prevalence``.

    Examples
    --------
    >>> join_validation(pd.DataFrame(), pd.DataFrame())  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.TableError: table 'validation': missing columns indicator, ...
    """
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


def own_cells(found: pd.DataFrame, groups: list[str], validation: pd.DataFrame) -> Flags:
    """Tell which cells hold the very ads that the validation was drawn from.

    It compares groupings and numbers of ads; it cannot know whether the ads are the same.

    Parameters
    ----------
    found : pandas.DataFrame
        What ``join_validation`` returned.
    groups : list of str
        The grouping columns of the counts.
    validation : pandas.DataFrame
        The validation.

    Returns
    -------
    numpy.ndarray
        One truth value per cell.

    Examples
    --------
    >>> found = pd.DataFrame({"n_population": [1000.0, 1000.0], "n_total": [990, 90],
    ...     "n_effective_population": 1000.0, "n_excluded": 0,
    ...     **{f"n_{name}": 100 for name in _CELLS}})
    >>> own_cells(found, ["indicator"], pd.DataFrame({"indicator": ["X"]})).tolist()
    [True, False]
    """
    same = set(validation_groups(validation)) == set(groups) - {"indicator"}
    size = as_floats(found, "n_population")
    read = np.sum([as_floats(found, f"n_{name}") for name in (*_CELLS, "excluded")], axis=0)
    total = as_floats(found, "n_total")
    # where the ads are only estimated from the sample, three standard errors are left
    guessed = as_floats(found, "n_effective_population") < size
    with np.errstate(divide="ignore", invalid="ignore"):
        slack = np.where(guessed, 3 * size / np.sqrt(read), 0.0)
        near = np.abs(size - total) <= 0.02 * total + slack
    found_own: Flags = near & same
    return found_own


def _coded(found: pd.DataFrame) -> tuple[dict[str, Numbers], Numbers, Numbers]:
    """Return the coded texts of each cell by hit and code, those present and those absent."""
    cells = {name: np.nan_to_num(as_floats(found, f"n_{name}")) for name in _CELLS}
    present = cells["flagged_present"] + cells["unflagged_present"]
    return cells, present, cells["flagged_absent"] + cells["unflagged_absent"]


def cell_estimates(
    found: pd.DataFrame,
    own: Flags,
    reposts: Reposts,
    *,
    confidence: float,
    interval: str,
) -> Estimate:
    """Return the estimate of each cell, NaN where there is none.

    Parameters
    ----------
    found : pandas.DataFrame
        What ``join_validation`` returned.
    own : numpy.ndarray
        What ``own_cells`` returned.
    reposts : Reposts
        What reposts leave of each cell.
    confidence : float
        Between 0 and 1.
    interval : str
        ``"recovered"`` or ``"lang_reiczigel"``.

    Returns
    -------
    Estimate
        One per cell; limits mean nothing where there is no value.
    """
    hit, read = hit_shares(found, reposts, confidence=confidence), read_texts(found, reposts)
    if interval == "lang_reiczigel":
        return _closed(found, read, reposts, confidence)
    filled = read.assign(
        **{name: read[name].fillna(0) for name in ("n_effective_flagged", "n_effective_unflagged")}
    )
    carried = corrected_share(hit, *error_rates(filled, confidence=confidence))
    double = double_sampled_share(hit, *read_shares(filled, confidence=confidence))
    return Estimate(
        *(np.where(own, one, other) for one, other in zip(double, carried, strict=True))
    )


def _closed(
    found: pd.DataFrame, read: pd.DataFrame, reposts: Reposts, confidence: float
) -> Estimate:
    """Return the published closed form where its claims hold, on the numbers that are left."""
    hits, total = (np.nan_to_num(as_floats(found, name)) for name in ("n_ads", "n_total"))
    cells, present, absent = _coded(read)
    number = np.nan_to_num(reposts.number)
    part = np.divide(hits, total, out=np.zeros(len(total)), where=total > 0)
    closed = lang_reiczigel(
        (np.where(number == total, hits, part * number), number),
        (cells["flagged_present"], present),
        (cells["unflagged_absent"], absent),
        confidence=confidence,
    )
    _, *texts = _coded(found)
    claimed = (texts[0] >= _FEW) & (texts[1] >= _FEW) & found["design"].eq("random").to_numpy()
    return Estimate(np.where(claimed, closed.value, np.nan), closed.low, closed.high)


def cell_cautions(
    found: pd.DataFrame,
    own: Flags,
    estimate: Estimate,
    interval: str,
) -> NDArray[np.object_]:
    """Return, per cell, the codes of what forbids or weakens its estimate.

    Parameters
    ----------
    found : pandas.DataFrame
        What ``join_validation`` returned.
    own : numpy.ndarray
        What ``own_cells`` returned.
    estimate : Estimate
        What ``cell_estimates`` returned.
    interval : str
        ``"recovered"`` or ``"lang_reiczigel"``.

    Returns
    -------
    numpy.ndarray
        Codes joined by commas; their words are in the catalogue, under ``prevalence``.
    """
    cells, present, absent = _coded(found)
    read = present + absent
    with np.errstate(divide="ignore", invalid="ignore"):
        recall, false_alarm = error_rates(found, confidence=0.95)
    validated = found["design"].notna().to_numpy()
    excluded = np.nan_to_num(as_floats(found, "n_excluded"))
    both = (present > 0) & (absent > 0)
    hit = cells["flagged_present"] + cells["flagged_absent"]
    one_side = (hit == 0) | (hit == read)
    closed = interval == "lang_reiczigel"
    rules: tuple[tuple[str, Flags], ...] = (
        ("not_validated", ~validated),
        ("one_side_unread", validated & np.isnan(estimate.value) & one_side),
        ("no_present_read", validated & ~own & (present == 0)),
        ("no_absent_read", validated & ~own & (absent == 0)),
        ("no_better_than_chance", validated & both & (recall.value <= false_alarm.value)),
        ("not_random", validated & closed & found["design"].ne("random").to_numpy()),
        ("few_present", validated & (present > 0) & (present < _FEW)),
        ("few_absent", validated & closed & (absent < _FEW)),
        ("recall_differs", found["recall_differs"].fillna(False).to_numpy(dtype=bool)),
        ("many_excluded", validated & (excluded > _MANY_EXCLUDED * (read + excluded))),
    )
    codes = [[code for code, where in rules if where[row]] for row in range(len(found))]
    return np.array([",".join(names) for names in codes], dtype=object)


def repost_cautions(
    codes: NDArray[np.object_], reposts: Reposts, estimate: Estimate, *, known: bool
) -> NDArray[np.object_]:
    """Return the codes with those of what weakens an interval because ads are reposted.

    Parameters
    ----------
    codes : numpy.ndarray
        What ``cell_cautions`` returned.
    reposts : Reposts
        What reposts leave of each cell.
    estimate : Estimate
        What ``cell_estimates`` returned.
    known : bool
        Whether the advertisers of all ads are known, or only those of the ads hit.

    Returns
    -------
    numpy.ndarray
        Codes joined by commas.

    Examples
    --------
    >>> few = Reposts(*(np.array([x]) for x in (8.0, 8.0, 5.0, 5.0, 5.0)))
    >>> part = Estimate(*(np.array([x]) for x in (0.5, 0.1, 0.9)))
    >>> repost_cautions(np.array(["few_present"], dtype=object), few, part, known=True).tolist()
    ['few_present,few_advertisers']
    """
    given = ~np.isnan(estimate.value)
    rules = (
        ("few_advertisers", given & (reposts.even < _FEW_ADVERTISERS)),
        ("advertisers_guessed", given & (not known)),
    )
    added = [[code for code, where in rules if where[row]] for row in range(len(codes))]
    both = [",".join([*filter(None, [one]), *more]) for one, more in zip(codes, added, strict=True)]
    return np.array(both, dtype=object)


def texts_read(found: pd.DataFrame) -> pd.Series:
    """Return how many coded texts stand behind each cell.

    Parameters
    ----------
    found : pandas.DataFrame
        What ``join_validation`` returned.

    Returns
    -------
    pandas.Series
        Whole numbers, NA without validation.

    Examples
    --------
    >>> texts_read(pd.DataFrame({f"n_{name}": [2] for name in _CELLS})).tolist()
    [8]
    """
    return sum((found[f"n_{name}"].astype("Int64") for name in _CELLS), pd.Series(0, found.index))
