"""How far coders agree on the same texts, indicator by indicator."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.errors import OptionError, TableError
from toolkit.messages import check_language, message
from toolkit.review.measuring.agreement_measures import (
    MEASURES,
    Numbers,
    Patterns,
    measure,
    patterns,
)
from toolkit.schema import CODES, CODES_GIVEN, check

UNSURE = ("category", "missing", "absent", "present")
_DRAWS = 1_000
_NONE = -1


def agreement(
    codes: pd.DataFrame,
    *,
    unsure: str = "category",
    confidence: float = 0.95,
    seed: int = 0,
    lang: str = "fr",
) -> pd.DataFrame:
    """Measure how far coders agree on each indicator, with bootstrap intervals over texts.

    It does not say who is right, and tells no coder from another. For a rare indicator raw
    agreement and negative agreement are high whatever happens: read positive agreement. What is
    undefined is NA, with its reason. It knows no advertiser: where copies of one text were coded,
    its limits are too narrow.

    Parameters
    ----------
    codes : pandas.DataFrame
        See ``schema.CODES``; a coder may leave texts out.
    unsure : str
        What ``unsure`` is: ``"category"`` (default, an answer of its own: two coders agree on it
        only together), ``"missing"`` (left out, which flatters agreement), ``"absent"`` or
        ``"present"``.
    confidence : float
        Between 0 and 1.
    seed : int
        Of the 1,000 draws of texts.
    lang : str
        Language of ``reason``: ``"fr"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        One row per indicator: ``indicator``, ``n_coders``, ``n_texts`` (coded by two or more, the
        base of all but kappa), ``n_all`` (coded by all), ``n_unsure`` (codes), ``present`` (share
        of the codes of these texts), then ``raw_agreement``, ``kappa`` (Cohen, two coders only,
        texts coded by both), ``alpha`` (Krippendorff, nominal), ``positive_agreement``
        (2a / (2a + b + c) for two coders) and ``negative_agreement``, each with ``_low`` and
        ``_high``; ``confidence``, ``unsure``, ``method``, ``reason`` (why something is NA).

    Raises
    ------
    TableError
        When a coder codes an indicator twice in a text, or there is no second coder.
    OptionError
        When an option is out of range.

    Notes
    -----
    Measures: see ``agreement_measures``. Percentile bootstrap over texts, all codes of a text
    drawn together. A limit is NA where a measure is undefined in more draws than one tail holds,
    or is the same in every draw: nothing varied, so the draws cannot tell.

    Examples
    --------
    >>> codes = pd.DataFrame({"item": ["1", "1", "2", "2", "3", "3"], "coder": ["A", "B"] * 3,
    ...     "indicator": "CTL.DEBT", "code": ["present"] * 3 + ["absent"] * 3})
    >>> agreement(codes)[["n_texts", "raw_agreement", "positive_agreement"]].round(3)
       n_texts  raw_agreement  positive_agreement
    0        3          0.667               0.667
    """
    _check_options(unsure, confidence)
    check_language(lang)
    table = _read(codes)
    rows = [
        _row(str(name), part, (unsure, confidence, seed, lang))
        for name, part in table.groupby("indicator", sort=True)
    ]
    result = pd.DataFrame(rows)
    numbers = [name for name in result.columns if name.startswith((*MEASURES, "present"))]
    return result.astype(dict.fromkeys(numbers, "Float64"))


def disagreements(codes: pd.DataFrame) -> pd.DataFrame:
    """List the codes of the texts on which coders differ, to be discussed.

    It holds item numbers only, in their order: no text, no ad, no ranking. ``unsure`` differs from
    the two other codes.

    Parameters
    ----------
    codes : pandas.DataFrame
        See ``schema.CODES``.

    Returns
    -------
    pandas.DataFrame
        See ``schema.CODES``: the rows whose item and indicator have more than one code.

    Raises
    ------
    TableError
        When the table is not one of codes.

    Examples
    --------
    >>> codes = pd.DataFrame({"item": ["10", "10", "9", "9"], "coder": ["A", "B"] * 2,
    ...     "indicator": "CTL.DEBT", "code": ["present", "absent", "unsure", "present"]})
    >>> disagreements(codes)[["item", "code"]].to_numpy().tolist()
    [['9', 'unsure'], ['9', 'present'], ['10', 'present'], ['10', 'absent']]
    """
    table = _read(codes, need_two=False)
    numbers = table.groupby(["item", "indicator"])["code"].transform("nunique")
    kept = table[numbers.gt(1)]
    order = kept.assign(_size=kept["item"].str.len())
    order = order.sort_values(["_size", "item", "indicator", "coder"], kind="stable")
    return kept.loc[order.index].reset_index(drop=True)


def _check_options(unsure: str, confidence: float) -> None:
    """Refuse options out of range."""
    if unsure not in UNSURE or not 0 < confidence < 1:
        raise OptionError(
            "unsure, confidence",
            value=(unsure, confidence),
            rule=f"unsure must be one of {', '.join(UNSURE)}; 0 < confidence < 1",
            remedy='leave them out, or write unsure="missing"',
        )


def _read(codes: pd.DataFrame, *, need_two: bool = True) -> pd.DataFrame:
    """Return the four columns as text, each coder once per item and indicator."""
    names = [column.name for column in CODES.columns]
    table = check(codes, CODES)[names].reset_index(drop=True).astype("str")
    double = int(table.duplicated(["item", "coder", "indicator"]).sum())
    if double or (need_two and table["coder"].nunique() < 2):
        raise TableError(
            "codes",
            value=f"{double} double code(s), {table['coder'].nunique()} coder(s)",
            rule="two coders or more, each with one code per item and indicator",
            remedy="give each coder another name, and keep one file of each",
        )
    return table


def _row(
    indicator: str, table: pd.DataFrame, options: tuple[str, float, int, str]
) -> dict[str, object]:
    """Return the measures of one indicator."""
    unsure, confidence, seed, lang = options
    given = table["code"]
    if unsure != "category":
        given = given.mask(given.eq("unsure"), None if unsure == "missing" else unsure)
    numbers = given.map({code: n for n, code in enumerate(CODES_GIVEN)}).fillna(_NONE).astype(int)
    wide = table.assign(code=numbers).pivot_table(
        index="item", columns="coder", values="code", aggfunc="first"
    )
    matrix = wide.fillna(_NONE).to_numpy(dtype="int64")
    n_given = (matrix != _NONE).sum(axis=1)
    found = patterns(matrix, n_values=len(CODES_GIVEN) if unsure == "category" else 2)
    values = measure(found, found.texts[None])
    limits = _limits(found, confidence, seed)
    base = matrix[n_given > 1]
    row: dict[str, object] = {
        "indicator": indicator,
        "n_coders": matrix.shape[1],
        "n_texts": len(base),
        "n_all": int((n_given == matrix.shape[1]).sum()),
        "n_unsure": int(table["code"].eq("unsure").sum()),
        "present": float((base == 0).sum() / (base != _NONE).sum()) if len(base) else pd.NA,
    }
    for name in MEASURES:
        row |= _cells(name, float(values[name][0]), limits[name])
    reasons = _reasons(row, matrix.shape[1], lang)
    return row | {
        "confidence": confidence,
        "unsure": unsure,
        "method": f"percentile bootstrap over texts, {_DRAWS} draws",
        "reason": " ".join(reasons),
    }


def _cells(name: str, value: float, limits: tuple[object, object]) -> dict[str, object]:
    """Return a measure and its limits, NA where it is undefined."""
    if np.isnan(value):
        return {name: pd.NA, f"{name}_low": pd.NA, f"{name}_high": pd.NA}
    return {name: value, f"{name}_low": limits[0], f"{name}_high": limits[1]}


def _limits(found: Patterns, confidence: float, seed: int) -> dict[str, tuple[object, object]]:
    """Return percentile limits of each measure over draws of texts."""
    random = np.random.default_rng(seed)
    total = int(found.texts.sum())
    draws: NDArray[np.int64] = random.multinomial(total, found.texts / total, size=_DRAWS)
    return {name: _tails(drawn, confidence) for name, drawn in measure(found, draws).items()}


def _tails(drawn: Numbers, confidence: float) -> tuple[object, object]:
    """Return two quantiles; NA where too few draws are defined or none differs."""
    tail = (1 - confidence) / 2
    defined = drawn[~np.isnan(drawn)]
    if 1 - len(defined) / len(drawn) > tail or np.ptp(defined) == 0:
        return pd.NA, pd.NA
    low, high = np.quantile(defined, (tail, 1 - tail))
    return float(low), float(high)


def _reasons(row: dict[str, object], n_coders: int, lang: str) -> list[str]:
    """Return why measures or limits are NA, in words."""
    keys = []
    if n_coders > 2:
        keys.append("kappa_two_coders")
    elif row["kappa"] is pd.NA:
        keys.append("kappa_undefined")
    for name in ("raw_agreement", "alpha", "positive_agreement", "negative_agreement"):
        if row[name] is pd.NA:
            keys.append(f"{name}_undefined")
    unbounded = any(row[n] is not pd.NA and row[f"{n}_low"] is pd.NA for n in MEASURES)
    keys += ["no_limits"] if unbounded else []
    return [message(f"agreement.{key}", lang=lang) for key in keys]
