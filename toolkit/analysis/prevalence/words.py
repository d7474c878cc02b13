"""How to read a corrected share, in French or in English."""

from __future__ import annotations

import pandas as pd

from toolkit.analysis.prevalence.validated_counts import CARRIED
from toolkit.errors import TableError
from toolkit.messages import check_language, format_number, format_percent, message

_NEEDED = (
    "estimate",
    "low",
    "high",
    "confidence",
    "method",
    "n_validated",
    "caution",
    "state",
)
_SMALL = 0.01


def prevalence_reading(table: pd.DataFrame, *, lang: str = "fr") -> pd.Series:
    """Say in words what each corrected share is, and what it is not.

    It draws no conclusion: a share that cannot be told from zero is said to be so. Ads,
    advertisers and texts are told side by side where the table has them.

    Parameters
    ----------
    table : pandas.DataFrame
        What ``prevalence`` or ``prevalence_difference`` returned.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    pandas.Series
        One text per row.

    Raises
    ------
    TableError
        When the table is no table of corrected shares.

    Examples
    --------
    >>> row = {"estimate": 0.04, "low": 0.0, "high": 0.08, "confidence": 0.95, "state": "counted",
    ...     "n_validated": 250, "caution": "", "statistic": "share", "method": "double sampling"}
    >>> prevalence_reading(pd.DataFrame([row]), lang="en")[0]
    'About 4.0% of the ads carry this indicator as people code it: between 0.0% and 8.0% (95% \
interval; 250 texts read). This share cannot be told from zero. These are ads, not persons: it is \
no number of victims.'
    """
    check_language(lang)
    absent = [name for name in _NEEDED if name not in table.columns]
    if absent:
        raise TableError(
            "table",
            rule=f"must be corrected shares; missing {', '.join(absent)}",
            remedy="pass what prevalence returned",
        )
    texts = [_words(row, lang) for _, row in table.iterrows()]
    return pd.Series(texts, index=table.index, dtype="str", name="reading")


def _words(row: pd.Series, lang: str) -> str:
    """Return the text of one row."""
    if row["state"] != "counted":
        return message("prevalence.not_counted", lang=lang)
    cautions = [
        message(f"prevalence.{code}", lang=lang) for code in str(row["caution"]).split(",") if code
    ]
    people = message("prevalence.people", lang=lang)
    if pd.isna(row["estimate"]):
        return " ".join([message("prevalence.no_estimate", lang=lang), *cautions])
    values = {name: float(row[name]) for name in ("estimate", "low", "high")}
    decimals = 2 if max(abs(value) for value in values.values()) < _SMALL else 1
    kind = "difference" if row["statistic"] == "difference of shares" else "share"
    # a difference of percents is told in points
    written = {
        n: format_percent(v, lang=lang, decimals=decimals)
        if kind == "share"
        else format_number(100 * v, lang=lang, decimals=decimals)
        for n, v in values.items()
    }
    text = message(
        f"prevalence.{kind}",
        lang=lang,
        confidence=format_percent(float(row["confidence"]), lang=lang, decimals=0),
        n=format_number(float(row["n_validated"]), lang=lang),
        **written,
    )
    zero = values["low"] <= 0 <= values["high"]
    parts = [
        text,
        *_support(row, kind, lang),
        *([message(f"prevalence.{kind}_zero", lang=lang)] if zero else []),
    ]
    if row["method"] in CARRIED:
        parts.append(message("prevalence.carried", lang=lang))
    return " ".join([*parts, *cautions, people])


def _support(row: pd.Series, kind: str, lang: str) -> list[str]:
    """Return the sentence of ads, advertisers and texts; none where the table has none."""
    numbers = {"ads": "n_ads", "total": "n_total", "texts": "n_templates"}
    if any(pd.isna(row.get(name)) for name in numbers.values()):
        return []
    unknown = pd.isna(row.get("n_advertisers"))
    if not unknown:
        numbers["advertisers"] = "n_advertisers"
    written = {key: format_number(float(row[name]), lang=lang) for key, name in numbers.items()}
    name = "support" if kind == "share" else "support_difference"
    return [message(f"prevalence.{name}{'_unknown' if unknown else ''}", lang=lang, **written)]
