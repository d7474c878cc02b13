"""How precise and complete the rules are, measured on texts that people coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.counting.validated import VALIDATION, error_rates, read_shares, validation_groups
from toolkit.errors import OptionError, TableError
from toolkit.messages import check_language, message
from toolkit.review.coding.consensus import agreed_codes, check_consensus
from toolkit.review.sampling.sampled import WHOLE, check_key, check_spans, sampled_texts
from toolkit.schema import check

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated

_CELLS = ("flagged_present", "flagged_absent", "unflagged_present", "unflagged_absent")
_FEW = 30
_MANY_EXCLUDED = 0.1
_DIFFERENT = 0.05


def validation(
    codes: pd.DataFrame,
    key: pd.DataFrame,
    spans: pd.DataFrame | Annotated,
    *,
    indicator: str | None = None,
    by: str | None = None,
    consensus: str = "agreed",
) -> pd.DataFrame:
    """Cross what the rules hit with what people coded, for each indicator and group.

    It holds counts only: no ad and no item. Given the corpus that was read, it stands for the ads
    in which the indicator is measured, as ``count`` does; given spans alone, for all ads of the
    key, whatever their language.

    Parameters
    ----------
    codes : pandas.DataFrame
        See ``schema.CODES``.
    key : pandas.DataFrame
        See ``schema.SAMPLE_KEY``, of one design; the weights of a group add up to its ads.
    spans : Annotated or pandas.DataFrame
        The corpus that the sample was drawn from, as read; or its spans with ``ad_id`` (see
        ``schema.SPANS``). An ad is hit when a wording is asserted in it.
    indicator : str, optional
        One of the coded indicators; by default all.
    by : str, optional
        A grouping of ``count``, such as ``language``, one row per value; with spans alone, a column
        of ``key``.
    consensus : str
        Which code a text has when several coders read it: ``"agreed"`` (default, all gave the
        same; else the text is excluded and counted) or ``"majority"``. ``unsure`` is no code.

    Returns
    -------
    pandas.DataFrame
        See ``counting.validated.VALIDATION``, with the column of ``by``.

    Raises
    ------
    OptionError
        When the indicator was not coded or not read, or ``by`` cannot group the texts.
    TableError
        When key and codes do not belong together, the key mixes designs or its weights are wrong,
        or a stratified sample leaves out the ads that are not hit.

    Examples
    --------
    >>> codes = pd.DataFrame({"item": list("1234"), "coder": "A", "indicator": "CTL.DEBT",
    ...     "code": ["present", "absent", "present", "absent"]})
    >>> key = pd.DataFrame({"item": list("1234"), "ad_id": list("abcd"), "design": "random",
    ...     "stratum": "all", "weight": 25.0})
    >>> spans = pd.DataFrame({"ad_id": ["a", "b"], "indicator": "CTL.DEBT", "role": "concern",
    ...     "status": ["asserted", "negated"], "start": 0, "end": 4, "pattern": "p"})
    >>> validation(codes, key, spans)[["n_flagged_present", "n_unflagged_present"]]
       n_flagged_present  n_unflagged_present
    0                  1                    1
    """
    return _crossed(codes, key, spans, indicator=indicator, by=by, consensus=consensus)[0]


def _crossed(
    codes: pd.DataFrame,
    key: pd.DataFrame,
    spans: pd.DataFrame | Annotated,
    *,
    indicator: str | None = None,
    by: str | None = None,
    consensus: str = "agreed",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what ``validation`` returns, and how many copies the texts of each row hold."""
    check_spans(spans)
    drawn = check_key(key)
    agreed = agreed_codes(codes, check_consensus(consensus))
    known = sorted(agreed["indicator"].unique())
    _check_coded(agreed, drawn, indicator)
    rows: list[dict[str, object]] = []
    copies: list[dict[str, object]] = []
    for name in known if indicator is None else [indicator]:
        read, sizes = sampled_texts(drawn, spans, name, by)
        own = agreed.loc[agreed["indicator"].eq(name), ["item", "code"]]
        read = read.merge(own, on="item", how="left")
        parts = [(WHOLE, read)] if by is None else list(read.groupby(by, sort=True))
        for value, part in parts:
            row = {"indicator": name} | ({} if by is None else {by: str(value)})
            if sizes is not None:
                ads = sizes.loc[str(value)].to_dict().items()
                row |= {str(number): float(of_ads) for number, of_ads in ads}
            rows.append(_cross(part) | row | {"recall_differs": _recall_differs(part, by)})
            copies.append(_copies(part))
            _check_both_kinds(rows[-1], by)
    table = pd.DataFrame(rows).astype({"recall_differs": "boolean"})
    return check(table, VALIDATION), pd.DataFrame(copies, index=table.index)


def _check_coded(agreed: pd.DataFrame, drawn: pd.DataFrame, indicator: str | None) -> None:
    """Refuse an indicator that nobody coded, and codes of other texts than those drawn."""
    known = sorted(agreed["indicator"].unique())
    if indicator is not None and indicator not in known:
        raise OptionError(
            "indicator",
            value=indicator,
            rule=f"must be one that was coded: {', '.join(known)}",
            remedy="code it first, or choose another",
        )
    strangers = int((~agreed["item"].isin(drawn["item"])).sum())
    if strangers:
        raise TableError(
            "codes",
            value=f"{strangers} code(s)",
            rule="every item must be in the key of the sample",
            remedy="pass the key that was written with this sample",
        )


def measured_precision(
    codes: pd.DataFrame,
    key: pd.DataFrame,
    spans: pd.DataFrame | Annotated,
    *,
    by: str | None = None,
    confidence: float = 0.95,
    lang: str = "fr",
) -> pd.DataFrame:
    """Measure precision and recall of the rules on texts that people coded.

    It says how well a wording is found, not what the wording means. Texts on which coders differ
    are excluded and counted: settle them first. Given the corpus, limits count advertisers: texts
    of one advertiser, or copies of one text, tell as much as one. From spans alone each text
    counts as if it stood alone.

    Parameters
    ----------
    codes, key, spans : pandas.DataFrame
        As in ``validation``.
    by : str, optional
        As in ``validation``.
    confidence : float
        Between 0 and 1.
    lang : str
        Language of ``reading``: ``"fr"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        One row per indicator and group: ``precision`` (share coded present among ads hit) and
        ``recall`` (share hit among ads coded present), each with ``_low``, ``_high`` and its
        number of texts ``n_flagged`` and ``n_present``; ``n_coded``, ``n_advertisers`` (distinct
        ones, or texts, among those coded; NA from spans alone), ``n_excluded``, ``design``,
        ``confidence``, ``method`` and ``reading``. NA where there is no such text.

    Raises
    ------
    OptionError, TableError
        As in ``validation``.

    Notes
    -----
    Random sample: Clopper and Pearson (1934), for Wilson's limits hold a recall measured on two or
    three texts in 88 of 100 samples only. Stratified: weighted; the same on effective numbers for
    precision (Korn and Graubard 1998), recall through Bayes' rule with the errors of its parts
    (Zou and Donner 2008). Copies: Kish's effective number of the weights of each advertiser, as if
    its texts were always hit and coded alike.

    Examples
    --------
    >>> codes = pd.DataFrame({"item": list("1234"), "coder": "A", "indicator": "CTL.DEBT",
    ...     "code": ["present", "absent", "present", "absent"]})
    >>> key = pd.DataFrame({"item": list("1234"), "ad_id": list("abcd"), "design": "random",
    ...     "stratum": "all", "weight": 25.0})
    >>> spans = pd.DataFrame({"ad_id": ["a"], "indicator": "CTL.DEBT", "role": "concern",
    ...     "status": ["asserted"], "start": 0, "end": 4, "pattern": "p"})
    >>> measured_precision(codes, key, spans)[["precision", "precision_low", "recall"]].round(3)
       precision  precision_low  recall
    0        1.0          0.025     0.5
    """
    if not 0 < confidence < 1:
        raise OptionError(
            "confidence", value=confidence, rule="must be between 0 and 1", remedy="leave it out"
        )
    check_language(lang)
    table, copies = _crossed(codes, key, spans, by=by)
    numbers = {name: table[f"n_{name}"] for name in _CELLS}
    flagged = numbers["flagged_present"] + numbers["flagged_absent"]
    present = numbers["flagged_present"] + numbers["unflagged_present"]
    result = table[["indicator", *validation_groups(table), "design"]].assign(
        n_coded=sum(numbers.values()),
        n_advertisers=copies["n_advertisers"].astype("Int64"),
        n_excluded=table["n_excluded"],
        n_flagged=flagged,
        n_present=present,
    )
    left = _without_copies(table, copies)
    measures = {
        "precision": (read_shares(left, confidence=confidence)[0], flagged),
        "recall": (error_rates(left, confidence=confidence)[0], present),
    }
    for name, (found, size) in measures.items():
        for suffix, values in zip(("", "_low", "_high"), found, strict=True):
            limits = pd.Series(values, index=result.index, dtype="Float64")
            result[f"{name}{suffix}"] = limits.where(size.gt(0))
    random = table["design"].eq("random").to_numpy()
    method = np.where(random, "Clopper-Pearson", "weighted, limits recovered from Clopper-Pearson")
    result = result.assign(confidence=confidence, method=method)
    return result.assign(reading=[_reading(row, lang) for _, row in result.iterrows()])


def _cross(read: pd.DataFrame) -> dict[str, object]:
    """Return the cells of one population."""
    flagged, present = read["flagged"], read["code"].eq("present")
    coded = read["code"].notna()
    row: dict[str, object] = {"design": read["design"].iloc[0]}
    for cell, kept in zip(
        _CELLS,
        (
            flagged & present,
            flagged & ~present & coded,
            ~flagged & present,
            ~flagged & ~present & coded,
        ),
        strict=True,
    ):
        row[f"n_{cell}"] = int(kept.sum())
    row["n_excluded"] = int((~coded).sum())
    row["n_flagged_population"] = float(read.loc[flagged, "weight"].sum())
    row["n_population"] = float(read["weight"].sum())
    # strata drawn by hit know how many ads are hit; others only estimate it
    mixed = read.groupby("stratum")["flagged"].nunique().gt(1).any()
    known = row["design"] == "stratified" and not mixed
    row["n_effective_population"] = row["n_population"] if known else _effective(read["weight"])
    for name, number, part in (
        ("precision", "flagged", flagged & coded),
        ("omission", "unflagged", ~flagged & coded),
    ):
        weights = read.loc[part, "weight"]
        among = float(weights[present[part]].sum() / weights.sum()) if len(weights) else np.nan
        row |= {name: among, f"n_effective_{number}": _effective(weights)}
    return row


def _copies(read: pd.DataFrame) -> dict[str, object]:
    """Return how many coded texts of each kind tell as much as one, and from how many they come."""
    coded = read[read["code"].notna()]
    present = coded["code"].eq("present")
    kinds = {
        "flagged": coded[coded["flagged"]],
        "unflagged": coded[~coded["flagged"]],
        "present": coded[present],
        "absent": coded[~present],
    }
    if "source" not in read.columns:
        return dict.fromkeys(kinds, 1.0) | {"n_advertisers": pd.NA}
    found: dict[str, object] = {"n_advertisers": coded["source"].nunique()}
    for name, texts in kinds.items():
        alone = _effective(texts.groupby("source")["weight"].sum())
        found[name] = _effective(texts["weight"]) / alone if alone else 1.0
    return found


def _without_copies(table: pd.DataFrame, copies: pd.DataFrame) -> pd.DataFrame:
    """Return a validation with the numbers that are left when copies tell nothing new."""
    effective = {f"n_effective_{name}": name for name in ("flagged", "unflagged")}
    coded = {f"n_{cell}": cell.partition("_")[2] for cell in _CELLS}
    return table.assign(
        **{column: table[column] / copies[kind] for column, kind in (effective | coded).items()}
    )


def _check_both_kinds(row: dict[str, object], by: str | None) -> None:
    """Refuse a stratified sample of hits alone; a group without others only has no estimate."""
    if by is None and row["design"] == "stratified" and not row["n_effective_unflagged"]:
        raise TableError(
            "key",
            rule="a stratified sample needs coded ads that are not hit: they tell what is missed",
            remedy="draw a sample with both, or a random one",
        )


def _effective(weights: pd.Series) -> float:
    """Return Kish's effective number: how many texts of equal weight tell as much."""
    return float(weights.sum() ** 2 / (weights**2).sum()) if len(weights) else 0.0


def _recall_differs(read: pd.DataFrame, by: str | None) -> object:
    """Tell whether one language is hit more or less often than the others; NA if unknown."""
    from scipy.stats import fisher_exact

    if "language" not in read.columns or by in ("language", "written_language"):
        return pd.NA
    present = read[read["code"].eq("present")]
    languages = present["language"].dropna().unique()
    if len(languages) < 2:
        return pd.NA
    for language in languages:
        own = present["language"].eq(language)
        table = pd.crosstab(own, present["flagged"]).reindex(columns=[False, True], fill_value=0)
        # Bonferroni: each language is compared with all others
        if fisher_exact(table.to_numpy()).pvalue < _DIFFERENT / len(languages):
            return True
    return False


def _reading(row: pd.Series, lang: str) -> str:
    """Return what weakens the measures of one row, in words."""
    keys = []
    for number, name in (("n_flagged", "precision"), ("n_present", "recall")):
        if row[number] == 0:
            keys.append(f"{name}_none")
        elif row[number] < _FEW:
            keys.append(f"{name}_few")
    if row["n_excluded"] > _MANY_EXCLUDED * (row["n_coded"] + row["n_excluded"]):
        keys.append("many_excluded")
    values = {name: int(row[name]) for name in ("n_flagged", "n_present", "n_excluded")}
    return " ".join(message(f"measuring.{key}", lang=lang, **values) for key in keys)
