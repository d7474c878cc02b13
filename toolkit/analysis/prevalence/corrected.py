"""The share of ads that carry an indicator as people code it, behind what the rules hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.prevalence.validated_counts import (
    METHODS,
    cell_cautions,
    cell_estimates,
    join_validation,
    own_cells,
    repost_cautions,
    texts_read,
)
from toolkit.analysis.shares.reposts import known_reposts, told_reposts
from toolkit.counting.validated import validation_groups
from toolkit.errors import OptionError, TableError
from toolkit.schema import STATISTICS, SUPPORT, check

if TYPE_CHECKING:
    from toolkit.counting import Annotated

INTERVALS = ("recovered", "lang_reiczigel")


def prevalence(
    counts: pd.DataFrame,
    validation: pd.DataFrame,
    *,
    annotated: Annotated | None = None,
    confidence: float = 0.95,
    interval: str = "recovered",
) -> pd.DataFrame:
    """Estimate the share of ads that carry an indicator as coded, corrected for the rules' errors.

    It says nothing of persons, and is no prevalence of victims: only how many ads people would
    code present. The interval counts advertisers, or texts where no advertiser is known, and not
    copies; it supposes that advertisers are independent of each other.

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
        rules that hit those ads no more than others; when the counts are not those of the corpus.
    OptionError
        When the validation is of other indicators, or recall differs between languages and the
        counts are by language: validate by language then.

    Notes
    -----
    Double sampling: Tenenbein (1970). Carried over: Rogan and Gladen (1978). Limits: Zou and
    Donner (2008) on Clopper-Pearson limits; Lang and Reiczigel (2014). Both are put on effective
    numbers (Korn and Graubard 1998): of ads, by drawing whole advertisers again; of texts read, as
    if copies were always coded alike. Their coverage is measured in ``benchmarks/prevalence.py``
    and ``benchmarks/prevalence_reposts.py``.

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
    [[0.073, 0.042, 0.114]]
    """
    if interval not in INTERVALS or not 0 < confidence < 1:
        raise OptionError(
            "interval, confidence",
            value=(interval, confidence),
            rule=f"interval must be one of {', '.join(INTERVALS)}; 0 < confidence < 1",
            remedy="leave them out",
        )
    found, groups = join_validation(counts, validation)
    own = own_cells(found, groups, validation) & (interval == "recovered")
    by = groups, validation_groups(validation)
    reposts = known_reposts(annotated, found, by) if annotated else told_reposts(found)
    estimate = cell_estimates(found, own, reposts, confidence=confidence, interval=interval)
    cautions = cell_cautions(found, own, estimate, interval)
    cautions = repost_cautions(cautions, reposts, estimate, known=annotated is not None)
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
        method=pd.Series(kinds, index=found.index).map(METHODS).astype("str"),
        n_total=found["n_total"].where(counted),
        told_from_zero=result["low"].gt(0).astype("boolean").where(usable),
        n_validated=texts_read(found).where(usable),
        caution=np.where(counted, cautions, ""),
    )
    result[list(SUPPORT)] = found[list(SUPPORT)]
    return check(result.assign(state=found["state"].astype("str")), STATISTICS)
