"""How far near-duplicate texts reach, and widely shared ones over time: groups, never people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.counting.counts import fill_cells, measure_cells
from toolkit.counting.groupings import ads_in_cells
from toolkit.counting.periods import SHOWN_PERIODS, UNKNOWN, complete_periods
from toolkit.disclosure import load_rules, release
from toolkit.errors import OptionError
from toolkit.indicators.linked.links import SHORT_TEXT
from toolkit.schema import COUNTS, SUPPORT, check
from toolkit.text.opaque import texts_in_parts

if TYPE_CHECKING:
    from toolkit.counting import Annotated

MODEL, OTHER, LEFT_OUT = "modèle", "autres textes", "textes laissés de côté"
APART, FEWER = "set apart", "fewer advertisers"
# a text of so many of the advertisers of one platform, and of no other, is the platform's
_NEARLY_ALL = 0.5
# below so many shown cells a picture is mostly hatched
_MOSTLY = 0.5
_DIMENSIONS = {
    "advertisers": "_linked",
    "departements": "departement",
    "platforms": "platform",
    "months": "month",
}
# the first number of each band, and what it is called
_BANDS = {1: "1", 2: "2-4", 5: "5-10", 11: "11+"}


def template_reach(annotated: Annotated) -> dict[str, pd.DataFrame]:
    """Count ads by how many advertisers, places, sites and months their near-duplicates reach.

    It names no text and no advertiser, and copies are no proof of an organisation: a text may be
    copied. One table for each dimension, for all count the same ads: in one table their sums would
    mean nothing, and what one hides another would tell. ``release_together`` takes them as they are
    and protects each with the others in view.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``advertisers``, ``departements``, ``platforms``, ``months``, each with ``reach`` (``"months
        2-4"``) and the columns of ``schema.COUNTS``; the rows add up to the corpus. ``set apart``:
        texts of at least ``k_advertisers`` advertisers that are a platform's own wording (those of
        half of its advertisers, and of no other platform) or very short; how many they are stands
        in ``n_templates``. Where no advertiser is known, what needs them is ``not_measured``.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": list("abc"), "platform": "p", "language": "fr",
    ...     "departement": ["59", "62", "59"], "posted_at": pd.Timestamp("2025-01-02"),
    ...     "advertiser": [1, 2, 3], "template": [0, 0, 1], "quarantined": False})
    >>> reach = template_reach(SimpleNamespace(corpus=corpus))["departements"]
    >>> reach.loc[reach["n_ads"] > 0, ["reach", "n_ads", "n_advertisers"]]
                  reach  n_ads  n_advertisers
    0    departements 1      1              1
    1  departements 2-4      2              2
    """
    ads = _linked_ads(annotated, "month")
    texts = _texts(annotated, ads)
    known = bool(ads["_advertiser"].notna().any())
    found = {}
    for dimension in _DIMENSIONS:
        labels = [f"{dimension} {band}" for band in _BANDS.values()]
        steps = np.searchsorted(list(_BANDS), texts[dimension], side="right") - 1
        reach = pd.Series(np.array(labels)[steps], index=texts.index, dtype="str")
        unknown = f"{dimension} {UNKNOWN}"
        reach = reach.mask(texts[dimension].eq(0), unknown).mask(texts["apart"], APART)
        placed = ads.assign(reach=ads["_template"].map(reach).astype("str"))
        rows = pd.DataFrame({"reach": [*labels, unknown, APART]}, dtype="str")
        cells = rows.merge(measure_cells(placed, ["reach"]), on="reach", how="left")
        needs = [APART, *(labels if dimension == "advertisers" else [])]
        silent = cells["reach"].isin(needs) & ~pd.Series(known, index=cells.index)
        state = pd.Series("counted", index=cells.index, dtype="str").mask(silent, "not_measured")
        found[dimension] = _as_counts(cells.assign(state=state), ["reach"], known=known)
    return found


def shared_templates(annotated: Annotated, *, period: str = "month") -> pd.DataFrame:
    """Count, over time, the ads of each text that at least ``k_advertisers`` advertisers share.

    It shows no text, no advertiser and no text of fewer advertisers, and is no proof of an
    organisation: a text may be copied, sold with a site, or brought together with others by stock
    sentences. Models are numbered by distinct advertisers, then by first appearance, so that
    another corpus may give a text another number. What they leave of the corpus stands in two more
    rows, so that ``release`` sees all that could be subtracted.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    period : str
        ``month``, ``quarter`` or ``year``.

    Returns
    -------
    pandas.DataFrame
        ``reach`` (as in ``template_reach``, so that the two are protected together), ``model``
        (``"modèle 1"``; ``"textes laissés de côté 2"``, a platform's own wordings and very short
        texts, with their number; ``"autres textes"``), the period, and ``schema.COUNTS``. Periods
        are completed: zero where one of the platforms of a model was collected, else
        ``not_collected``. No row where no text is shared so widely, or no advertiser is known.

    Raises
    ------
    OptionError
        When the period is none.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": [str(n) for n in range(13)], "platform": list("pq") * 6 +
    ...     ["p"], "language": "fr", "departement": "59", "posted_at": pd.Timestamp("2025-01-02"),
    ...     "advertiser": range(13), "template": [0] * 12 + [1], "quarantined": False})
    >>> shared = shared_templates(SimpleNamespace(corpus=corpus))
    >>> shared[["model", "month", "n_ads", "n_advertisers"]]
               model    month  n_ads  n_advertisers
    0       modèle 1  2025-01     12             12
    1  autres textes  2025-01      1              1
    """
    if period not in SHOWN_PERIODS:
        raise OptionError(
            "period",
            value=period,
            rule=f"must be one of {', '.join(SHOWN_PERIODS)}",
            remedy='write period="month"',
        )
    ads = _linked_ads(annotated, period)
    texts = _texts(annotated, ads)
    wide = texts[texts["advertisers"].ge(load_rules().k_advertisers)]
    shared = wide[~wide["apart"]].sort_values(
        ["advertisers", "first", "row"], ascending=[False, True, True]
    )
    by = ["reach", "model", period]
    names = [f"{MODEL} {number}" for number in range(1, len(shared) + 1)]
    left_out = f"{LEFT_OUT} {int(wide['apart'].sum())}"
    model = pd.Series(names, index=shared.index, dtype="str").reindex(texts.index)
    model = model.mask(texts["apart"], left_out).fillna(OTHER)
    reach = model.map({OTHER: FEWER, left_out: APART}).fillna(f"advertisers {_BANDS[11]}")
    placed = ads.assign(
        model=ads["_template"].map(model).astype("str"),
        reach=ads["_template"].map(reach).astype("str"),
    )
    # without a model, all other texts are all ads: that table is another one
    placed = placed if names else placed.iloc[:0]
    cells = complete_periods(measure_cells(placed, by), by).reset_index(drop=True)
    cells["state"] = _states(cells, placed, period)
    ranks = {name: rank for rank, name in enumerate([*names, left_out, OTHER])}
    order = cells["model"].map(ranks).astype("float64")
    ordered = cells.assign(_order=order).sort_values(["_order", period], ignore_index=True)
    return _as_counts(ordered, by, known=True)


def readable_shared_templates(annotated: Annotated) -> pd.DataFrame:
    """Count shared texts by the finest period at which most of their numbers may be shown.

    It releases nothing: what other tables ask to be hidden may hide more.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.

    Returns
    -------
    pandas.DataFrame
        As ``shared_templates``; without rows where no number of a model may be shown by year.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": [str(n) for n in range(24)], "platform": list("pq") * 12,
    ...     "language": "fr", "departement": "59", "advertiser": range(24), "template": 0,
    ...     "posted_at": pd.to_datetime(["2025-01-02", "2025-02-02", "2025-03-02"] * 8),
    ...     "quarantined": False})
    >>> readable_shared_templates(SimpleNamespace(corpus=corpus))[["quarter", "n_ads"]]
       quarter  n_ads
    0  2025-Q1     24
    """
    best, most = pd.DataFrame(), 0.0
    for period in SHOWN_PERIODS:
        table = shared_templates(annotated, period=period)
        best = table.iloc[:0] if best.empty else best
        model = table["model"].str.startswith(MODEL) & table["n_ads"].gt(0).fillna(False)
        if model.any():
            shown = release(table).to_frame()["state"].eq("counted") & model
            share = shown.sum() / model.sum()
            best, most = (table, share) if share > most else (best, most)
        if most >= _MOSTLY:
            break
    return best


def _linked_ads(annotated: Annotated, period: str) -> pd.DataFrame:
    """Return the ads with what their texts may reach; what is not known is missing."""
    ads = ads_in_cells(annotated, ["platform", "departement", *{"month", period}])
    # a contact read in doubt could tie ads of several advertisers together
    doubtful = annotated.corpus["quarantined"].to_numpy(dtype=bool)
    return ads.assign(_linked=ads["_advertiser"].mask(doubtful), _row=np.arange(len(ads)))


def _texts(annotated: Annotated, ads: pd.DataFrame) -> pd.DataFrame:
    """Return how many advertisers, places, sites and months each text reaches, one row per text."""
    known = ads.replace(UNKNOWN, None)
    columns = {name: (column, "nunique") for name, column in _DIMENSIONS.items()}
    texts = known.groupby("_template").agg(
        **columns, platform=("platform", "first"), first=("month", "min"), row=("_row", "min")
    )
    members = known.groupby("platform")["_linked"].nunique()
    wide = texts["advertisers"].ge(load_rules().k_advertisers)
    most = texts["advertisers"].ge(_NEARLY_ALL * texts["platform"].map(members).astype("float64"))
    own = texts["platforms"].eq(1) & most
    return texts.assign(apart=wide & (own | _are_short(annotated, ads).reindex(texts.index)))


def _are_short(annotated: Annotated, ads: pd.DataFrame) -> pd.Series:
    """Tell which texts are so short that they are the same by chance."""
    if "text" not in annotated.corpus.columns:
        return pd.Series(False, index=ads["_template"].unique(), dtype="bool")
    sizes = [len(text) for part in texts_in_parts(annotated.corpus) for text in part]
    longest = pd.Series(sizes, dtype="int64").groupby(ads["_template"]).max()
    return longest.lt(SHORT_TEXT)


def _states(cells: pd.DataFrame, placed: pd.DataFrame, period: str) -> pd.Series:
    """Return which cells were counted: those in the span of a platform that the model is on."""
    dated = placed[placed[period].ne(UNKNOWN)]
    spans = dated.groupby("platform")[period].agg(["min", "max"]).reset_index()
    on = placed[["model", "platform"]].drop_duplicates().merge(spans, on="platform")
    grid = cells[["model", period]].merge(on, on="model", how="left")
    inside = grid[period].ge(grid["min"]) & grid[period].le(grid["max"])
    seen = inside.fillna(False).astype(bool).groupby([grid["model"], grid[period]]).any()
    keys = pd.MultiIndex.from_frame(cells[["model", period]])
    counted = seen.reindex(keys).to_numpy(dtype=bool) | cells[period].eq(UNKNOWN).to_numpy()
    return pd.Series(np.where(counted, "counted", "not_collected"), index=cells.index, dtype="str")


def _as_counts(cells: pd.DataFrame, by: list[str], *, known: bool) -> pd.DataFrame:
    """Return cells as a table of counts."""
    return check(fill_cells(cells, known=known)[[*by, *SUPPORT, "state"]], COUNTS)
