"""How each indicator works in a corpus: where it can be read, how, by which pattern, with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.counting import count
from toolkit.counting.groupings import ads_in_cells
from toolkit.counting.measured import wanted_indicators, with_readings
from toolkit.disclosure import load_rules
from toolkit.messages import message
from toolkit.review.showing.small_numbers import refuse_few_advertisers, too_small
from toolkit.schema import SPANS, STATUSES, check

if TYPE_CHECKING:
    from toolkit.counting import Annotated
    from toolkit.indicators.codebook_files.types import Indicator

# origin is never joined to a concern
NEVER_JOINED = "ethnicity"
_SUPPORT = ("n_ads", "n_advertisers", "n_templates", "top1_share", "top2_share")
_DECIMALS = 2


def indicator_health(annotated: Annotated) -> pd.DataFrame:
    """Describe how each indicator works in a corpus, one row each, sorted by identifier.

    It does not say which ads, nor rank indicators: there is no score, and no order but the
    alphabet. Numbers that rest on fewer than 11 advertisers (20 for possible minority), or mostly
    on one, are hidden by the rule of ``release``, and no option shows them. It is a working table
    all the same: only single rows are protected, so a number is published through ``count`` and
    ``release``, and ``release`` refuses this table. Patterns are named by their place in the
    codebook, never quoted: they would serve to search.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.

    Returns
    -------
    pandas.DataFrame
        ``indicator``, ``role``, ``strength``, ``languages_tested``; ``n_read`` (ads in which it
        could be read), ``n_not_measured`` (ads in a language in which it was not tested, or
        without what a link needs), ``coverage`` (share of ads read); ``n_ads`` and
        ``n_advertisers`` (asserted), ``share`` (of ``n_read``); ``n_negated`` and so on (ads with
        a hit of that status); ``n_patterns`` (patterns behind asserted hits), ``top_pattern``
        (language and place in the codebook, or the extractor), ``top_pattern_share`` (of asserted
        hits); ``overlap`` (the indicator most often asserted in the same ads) and ``jaccard`` (ads
        with both of ads with either, 0 to 1); ``state`` (counted, suppressed, not_measured).
        Shares have two decimals.

    Raises
    ------
    OptionError
        When the selection comes from too few advertisers, or there is no codebook.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> indicator_health(SimpleNamespace(codebook=None, corpus=None))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: indicator: must be in the codebook ...
    """
    entries = sorted(wanted_indicators(annotated, None), key=lambda entry: entry.id)
    corpus = annotated.corpus
    refuse_few_advertisers(corpus)
    counts = count(annotated, by=["indicator"]).set_index("indicator", drop=False)
    hits = _hits(annotated, entries)
    table = _described(entries).join(counts[["n_total", "n_ads", "n_advertisers", "state"]])
    table.insert(5, "n_not_measured", len(corpus) - table["n_total"])
    table.insert(6, "coverage", (table["n_total"] / len(corpus)).round(_DECIMALS))
    hidden = pd.Series(too_small(counts), index=counts.index)
    shares = counts["n_ads"] / counts["n_total"].where(counts["n_total"] > 0)
    table["share"] = shares.round(_DECIMALS)
    numbers = ["n_ads", "n_advertisers", "share"]
    table[numbers] = table[numbers].mask(hidden)
    unshown = hidden | table["state"].ne("counted")
    table = table.join(_statuses(hits, counts)).join(_patterns(hits, entries, unshown))
    table = table.join(_overlaps(hits, counts, entries))
    table["state"] = table.pop("state").mask(hidden, "suppressed").astype("str")
    return table.rename(columns={"n_total": "n_read"}).reset_index(drop=True)


def health_reading(*, lang: str = "fr") -> str:
    """Return how to read the table of ``indicator_health``.

    It does not look at any table.

    Parameters
    ----------
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        A few sentences.

    Examples
    --------
    >>> "no order is a ranking" in health_reading(lang="en")
    True
    """
    rules = load_rules()
    k, minor = rules.k_advertisers, rules.k_possible_minority
    return message("reading.health", lang=lang, k=k, k_minor=minor)


def _described(entries: list[Indicator]) -> pd.DataFrame:
    """Return what the codebook says of each indicator."""
    rows = [(e.id, e.role, e.strength, " ".join(e.languages_tested)) for e in entries]
    names = ["indicator", "role", "strength", "languages_tested"]
    return pd.DataFrame(rows, columns=names, dtype="str").set_index("indicator", drop=False)


def _hits(annotated: Annotated, entries: list[Indicator]) -> pd.DataFrame:
    """Return the hits in ads in which their indicator is measured, with who wrote the ads."""
    ads, measured = with_readings(ads_in_cells(annotated, []), annotated.corpus, entries)
    spans = check(annotated.spans, SPANS)[["ad_id", "indicator", "status", "pattern"]]
    found = spans.astype("str").merge(ads.rename(columns={"_ad_id": "ad_id"}), on="ad_id")
    return found.merge(measured, on=["indicator", "_reading"])


def _support(hits: pd.DataFrame, by: list[str], *, known: bool) -> pd.DataFrame:
    """Return distinct ads, advertisers and texts of each group, and its largest advertisers."""
    ads = hits.drop_duplicates([*by, "ad_id"])
    groups = ads.groupby(by)
    found = groups.agg(
        n_ads=("ad_id", "size"),
        n_advertisers=("_advertiser", "nunique"),
        n_templates=("_template", "nunique"),
    )
    sizes = ads.groupby([*by, "_unit"]).size().sort_values(ascending=False)
    for name, largest in (("top1_share", 1), ("top2_share", 2)):
        found[name] = sizes.groupby(level=by).head(largest).groupby(level=by).sum()
        found[name] = found[name] / found["n_ads"]
    found["n_advertisers"] = found["n_advertisers"].astype("Float64")
    if not known:
        found["n_advertisers"] = pd.NA
    return found


def _statuses(hits: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return the ads with each status but the asserted one, hidden where they are too few."""
    known = bool(counts["n_advertisers"].notna().any())
    others = [status for status in STATUSES if status != "asserted"]
    grid = pd.MultiIndex.from_product([counts.index, others], names=["indicator", "status"])
    cells = _support(hits, ["indicator", "status"], known=known).reindex(grid)
    cells[list(_SUPPORT)] = cells[list(_SUPPORT)].astype("Float64").fillna(0)
    cells = cells.reset_index()
    cells["n_total"] = cells["indicator"].map(counts["n_total"]).astype("Float64")
    if not known:
        cells["n_advertisers"] = pd.NA
    # where nothing was read, zero ads of zero are hidden as well
    cells["shown"] = cells["n_ads"].mask(too_small(cells)).astype("Int64")
    parts = {str(name): part for name, part in cells.groupby("status")}
    return pd.DataFrame({f"n_{s}": parts[s].set_index("indicator")["shown"] for s in others})


def _patterns(hits: pd.DataFrame, entries: list[Indicator], unshown: pd.Series) -> pd.DataFrame:
    """Return how many patterns stand behind asserted hits, and the share of the largest."""
    asserted = hits[hits["status"].eq("asserted")]
    sizes = asserted.groupby(["indicator", "pattern"]).size().rename("size").reset_index()
    sizes = sizes.sort_values(["size", "pattern"], ascending=[False, True])
    groups = sizes.groupby("indicator")
    largest = groups.first()
    found = pd.DataFrame({"n_patterns": groups.size().astype("Int64")})
    places = {e.id: _places(e) for e in entries}
    found["top_pattern"] = pd.Series(
        {i: places[str(i)].get(p, p) for i, p in largest["pattern"].items()}, dtype="str"
    )
    shares = largest["size"].astype("Float64") / groups["size"].sum()
    found["top_pattern_share"] = shares.round(_DECIMALS)
    found = found.reindex(unshown.index)
    found["n_patterns"] = found["n_patterns"].fillna(0)
    return found.mask(unshown)


def _places(entry: Indicator) -> dict[str, str]:
    """Return the place of each pattern in the codebook: its language and its number there."""
    places: dict[str, str] = {}
    for language, patterns in entry.patterns:
        for number, pattern in enumerate(patterns, 1):
            places.setdefault(pattern, f"{language} {number}")
    return places


def _overlaps(hits: pd.DataFrame, counts: pd.DataFrame, entries: list[Indicator]) -> pd.DataFrame:
    """Return, for each indicator, the one most often asserted in the same ads."""
    joined = [e.id for e in entries if e.family != NEVER_JOINED]
    asserted = hits[hits["status"].eq("asserted") & hits["indicator"].isin(joined)]
    ads = asserted.drop_duplicates(["ad_id", "indicator"])
    other = ads[["ad_id", "indicator"]].rename(columns={"indicator": "overlap"})
    pairs = ads.merge(other, on="ad_id")
    pairs = pairs[pairs["indicator"] != pairs["overlap"]]
    known = bool(counts["n_advertisers"].notna().any())
    cells = _support(pairs, ["indicator", "overlap"], known=known).reset_index()
    sizes = ads.groupby("indicator").size()
    one, two = (cells[name].map(sizes).astype("float64") for name in ("indicator", "overlap"))
    shares = (cells["n_ads"] / (one + two - cells["n_ads"])).astype("Float64")
    cells["jaccard"] = shares.round(_DECIMALS)
    # few ads with both, or few with one only, would tell of somebody
    smaller = cells.assign(n_total=np.fmin(one, two))
    swapped = smaller.assign(indicator=cells["overlap"])
    cells = cells[~(too_small(smaller) | too_small(swapped))]
    cells = cells.sort_values(["jaccard", "overlap"], ascending=[False, True])
    best = cells.groupby("indicator")[["overlap", "jaccard"]].first()
    return best.reindex(counts.index)
