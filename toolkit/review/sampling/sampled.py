"""The texts of a sample beside what the rules hit in them, and the ads that they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit.counting.groupings import GROUPINGS, ads_in_cells
from toolkit.counting.measured import wanted_indicators, with_readings
from toolkit.errors import OptionError, TableError
from toolkit.schema import SAMPLE_KEY, SPANS, check

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated

WHOLE = "whole"
_EVEN = 1e-6
# one ad has one value of each
_ONE_VALUE = tuple(name for name in GROUPINGS if name not in ("hour_band", "indicator"))


def check_key(key: pd.DataFrame) -> pd.DataFrame:
    """Return the key when it is one sample of one design, with usable weights.

    Parameters
    ----------
    key : pandas.DataFrame
        See ``schema.SAMPLE_KEY``.

    Returns
    -------
    pandas.DataFrame
        The same rows, ``item`` and ``ad_id`` as text.

    Raises
    ------
    TableError
        When it is not.

    Examples
    --------
    >>> check_key(pd.DataFrame())  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.TableError: table 'sample key': missing columns item, ...
    """
    drawn = check(key, SAMPLE_KEY).reset_index(drop=True)
    weights = pd.to_numeric(drawn["weight"], errors="coerce").astype("float64")
    uneven = drawn["design"].eq("random") & (weights / weights.max() < 1 - _EVEN)
    wrong = drawn["item"].duplicated() | drawn["ad_id"].duplicated() | ~weights.gt(0) | uneven
    if not len(drawn) or len(set(drawn["design"])) > 1 or wrong.any():
        raise TableError(
            "key",
            rule="one design, each item and each ad once, weights above 0 and equal when random",
            remedy="pass the key of one sample as review_sample wrote it",
        )
    return drawn.astype({"item": "str", "ad_id": "str"}).assign(weight=weights)


def check_spans(found: pd.DataFrame | Annotated) -> None:
    """Raise when these are no spans of ads.

    Parameters
    ----------
    found : pandas.DataFrame or Annotated
        Spans, or the corpus as read.

    Raises
    ------
    TableError
        When a column is missing or holds other values.

    Examples
    --------
    >>> check_spans(pd.DataFrame())  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.TableError: table 'spans': missing columns indicator, ...
    """
    spans = check(found if isinstance(found, pd.DataFrame) else found.spans, SPANS)
    if "ad_id" not in spans.columns:
        raise TableError(
            "spans", rule="needs the column ad_id", remedy="pass tk.annotate(corpus).spans"
        )


def sampled_texts(
    drawn: pd.DataFrame, found: pd.DataFrame | Annotated, indicator: str, by: str | None
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Return the drawn texts with what was hit, and the numbers of ads that they stand for.

    Parameters
    ----------
    drawn : pandas.DataFrame
        What ``check_key`` returned.
    found : pandas.DataFrame or Annotated
        Spans, or the corpus as read.
    indicator : str
        Identifier in the codebook.
    by : str, optional
        How texts are grouped.

    Returns
    -------
    tuple
        The key with ``flagged``, the column ``by`` and, when the corpus is known, ``language``
        and ``source``: the advertiser, else the text; and, by group, ``n_flagged_population``,
        ``n_population`` and ``n_effective_population``, or None when only spans are known.

    Raises
    ------
    OptionError
        When the texts cannot be grouped so, or the corpus was not read with the indicator.
    TableError
        When the key is not of this corpus.

    Examples
    --------
    >>> sampled_texts(pd.DataFrame(), pd.DataFrame(), "X", "colour")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: by: got 'colour'; must be a column of the key...
    """
    if not isinstance(found, pd.DataFrame):
        return _of_corpus(drawn, found, indicator, by)
    if by is not None and by not in drawn.columns:
        raise OptionError(
            "by",
            value=by,
            rule="must be a column of the key when only spans are passed",
            remedy="pass the annotated corpus instead of its spans",
        )
    named = drawn if by is None else drawn.astype({by: "str"})
    return named.assign(flagged=named["ad_id"].isin(_hits(found, indicator))), None


def _of_corpus(
    drawn: pd.DataFrame, annotated: Annotated, indicator: str, by: str | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the texts drawn among the ads in which the indicator is measured, and their sizes."""
    if by is not None and by not in _ONE_VALUE:
        raise OptionError(
            "by",
            value=by,
            rule=f"must be one of {', '.join(_ONE_VALUE)}",
            remedy='write by="language"',
        )
    strangers = int((~drawn["ad_id"].isin(annotated.corpus["ad_id"].astype("str"))).sum())
    if strangers:
        raise TableError(
            "key",
            value=f"{strangers} text(s)",
            rule="every text must be an ad of the corpus",
            remedy="pass the corpus that the sample was drawn from",
        )
    group = by or WHOLE
    ads = ads_in_cells(annotated, [group])
    if by is None:
        ads[WHOLE] = WHOLE
    ads, kinds = with_readings(ads, annotated.corpus, wanted_indicators(annotated, indicator))
    ads = ads[ads["_reading"].isin(kinds["_reading"])]
    ads = ads.assign(flagged=ads["_ad_id"].isin(_hits(annotated.spans, indicator)))
    sizes = ads.groupby(group).agg(
        n_flagged_population=("flagged", "sum"), n_population=("flagged", "size")
    )
    sizes["n_effective_population"] = sizes["n_population"]
    beside = ads[["_ad_id", group, "flagged"]].rename(columns={"_ad_id": "ad_id"})
    plain = drawn[[name for name in drawn.columns if name not in (group, "language", "source")]]
    told = beside.assign(language=ads["_language"], source=ads["_unit"])
    read = plain.merge(told, on="ad_id")
    if not len(read):
        raise TableError(
            "key",
            value=indicator,
            rule="no text was drawn among the ads in which this indicator is measured",
            remedy="draw a sample of the languages in which it was tested",
        )
    return read, sizes


def _hits(spans: pd.DataFrame, indicator: str) -> pd.Series:
    """Return the ads in which a wording of the indicator is asserted."""
    hit = spans["status"].eq("asserted") & spans["indicator"].eq(indicator)
    return spans.loc[hit, "ad_id"].astype("str")
