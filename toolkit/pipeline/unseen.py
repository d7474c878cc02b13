"""What could not be seen: by platform, the ads that lack a date, a place, an author or hours."""

from __future__ import annotations

import pandas as pd

from toolkit.counting import Annotated
from toolkit.counting.counts import fill_cells, measure_cells
from toolkit.counting.groupings import ads_in_cells
from toolkit.disclosure import SafeTable, load_rules
from toolkit.messages import format_percent, message
from toolkit.report import Facts
from toolkit.schema import COUNTS, SUPPORT, check

_UNSURE = ("unsure", "undetermined", "other")
MISSING = ("date", "place", "advertiser", "hours", "language", "several_languages", "doubtful")


def unseen(annotated: Annotated) -> pd.DataFrame:
    """Count the ads of each platform that lack something.

    An ad may lack several things. It says nothing of ads that were never collected, nor of
    platforms of fewer than 33 ads.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.

    Returns
    -------
    pandas.DataFrame
        ``platform``, ``missing`` (see ``MISSING``), ``schema.COUNTS`` and ``n_total``. The authors
        of ads without a known one are not counted: texts stand for them.

    Examples
    --------
    >>> unseen.__name__
    'unseen'
    """
    corpus = annotated.corpus.reset_index(drop=True)
    ads = ads_in_cells(annotated, ["platform"])
    lacks = {
        "date": corpus["posted_at"].isna(),
        "place": corpus["departement"].isna(),
        "advertiser": corpus["advertiser"].isna(),
        "hours": ~corpus["ad_id"].isin(annotated.windows["ad_id"]),
        "language": corpus["language_status"].isin(_UNSURE),
        "several_languages": corpus["language_status"].eq("mixed"),
        "doubtful": corpus["quarantined"],
    }
    parts = [ads[flag.to_numpy(dtype=bool)].assign(missing=name) for name, flag in lacks.items()]
    cells = measure_cells(pd.concat(parts, ignore_index=True), ["platform", "missing"])
    totals = ads.groupby("platform").size().rename("n_total").reset_index()
    grid = totals.merge(pd.DataFrame({"missing": MISSING}, dtype="str"), how="cross")
    filled = grid.merge(cells, on=["platform", "missing"], how="left")
    # of a platform with few ads nothing is said, whatever they lack: a zero would tell of each
    thin = filled["n_total"].lt(load_rules().min_ads_without_support)
    filled["state"] = thin.map({True: "not_measured", False: "counted"}).astype("str")
    known = bool(ads["_advertiser"].notna().any())
    filled = fill_cells(filled, known=known)
    filled["n_total"] = filled["n_total"].astype("Int64").mask(thin)
    unnamed = filled["missing"].eq("advertiser") & filled["n_ads"].gt(0)
    filled["n_advertisers"] = filled["n_advertisers"].mask(unnamed)
    return check(filled[["platform", "missing", "n_total", *SUPPORT, "state"]], COUNTS)


def unseen_facts(table: SafeTable, lang: str) -> Facts | None:
    """Return a released table of what is missing with a row for each platform that was measured.

    Parameters
    ----------
    table : SafeTable
        See ``unseen``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Facts or None
        Percents of the ads of the platform; the others are named in the note. None without any.

    Examples
    --------
    >>> unseen_facts.__name__
    'unseen_facts'
    """
    whole = table.to_frame()
    thin = whole["state"].eq("not_measured")
    frame = whole[~thin]
    if not frame["state"].eq("counted").any():
        return None
    share = frame["n_ads"].astype("Float64") / frame["n_total"].astype("Float64")
    words = [
        message(f"states.{state}", lang=lang)
        if pd.isna(value)
        else format_percent(value, lang=lang, decimals=0)
        for value, state in zip(share, frame["state"], strict=True)
    ]
    cells = dict(zip(zip(frame["platform"], frame["missing"], strict=True), words, strict=True))
    heads = (message("report.column_platform", lang=lang), *missing_labels(lang).values())
    rows = tuple(
        (str(name), *(cells[name, missing] for missing in MISSING))
        for name in frame["platform"].unique()
    )
    return Facts(heads, rows, _thin(whole.loc[thin, "platform"], lang))


def _thin(platforms: pd.Series, lang: str) -> str:
    """Return which platforms have too few ads for anything to be said."""
    names = [str(name) for name in platforms.unique()]
    if not names:
        return ""
    least = load_rules().min_ads_without_support
    listed = ", ".join(names)
    return message("missing.thin", lang=lang, least=least, n=len(names), names=listed)


def missing_labels(lang: str) -> dict[str, str]:
    """Return the words for what an ad may lack.

    Parameters
    ----------
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    dict
        Label to words.

    Examples
    --------
    >>> missing_labels("en")["date"]
    'No date'
    """
    return {name: message(f"missing.{name}", lang=lang) for name in MISSING}
