"""In which ads each indicator could be found at all: elsewhere it is not measured, never zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit.errors import OptionError
from toolkit.indicators.codebook_files.types import ANY_LANGUAGE, Indicator
from toolkit.indicators.linked.link_types import has_needed

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated


def wanted_indicators(annotated: Annotated, indicator: str | None) -> list[Indicator]:
    """Return the indicators to count: one, or all those of the codebook.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    indicator : str, optional
        The identifier of one indicator.

    Returns
    -------
    list of Indicator
        At least one.

    Raises
    ------
    OptionError
        When the corpus was not read with this indicator.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> wanted_indicators(SimpleNamespace(codebook=None), "AVL.H24")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: indicator: got 'AVL.H24'; must be in the codebook ...
    """
    entries = [] if annotated.codebook is None else list(annotated.codebook)
    wanted = [entry for entry in entries if indicator in (None, entry.id)]
    if not wanted:
        raise OptionError(
            "indicator",
            value=indicator,
            rule="must be in the codebook that the corpus was read with",
            remedy="annotate the corpus with a codebook that holds it",
        )
    return wanted


def with_readings(
    ads: pd.DataFrame, corpus: pd.DataFrame, wanted: list[Indicator]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return ads with the kind of reading they allow, and in which kinds each indicator counts.

    Two ads are of one kind when they are in the same language and have the same things known that
    links need: there are few kinds, however many ads and indicators there are.

    Parameters
    ----------
    ads : pandas.DataFrame
        See ``ads_in_cells``.
    corpus : pandas.DataFrame
        See ``schema.ANNOTATED``.
    wanted : list of Indicator
        The indicators.

    Returns
    -------
    tuple of pandas.DataFrame
        The ads with ``_reading``, and ``indicator``, ``_reading``: one row for each kind in which
        an indicator is measured.

    Examples
    --------
    >>> from toolkit.indicators import load_codebook
    >>> book = load_codebook(families=["organisation"])
    >>> corpus = pd.DataFrame({"ad_id": ["a", "b"], "advertiser": [1, None], "template": [1, 2],
    ...                        "quarantined": False})
    >>> ads = pd.DataFrame({"_ad_id": ["a", "b"], "_language": ["fr", "zh"]})
    >>> _, measured = with_readings(ads, corpus, [book["ORG.SHARED_TEMPLATE"]])
    >>> len(measured)
    1
    """
    needs = sorted({entry.needs for entry in wanted}, key=repr)
    identifiers = corpus["ad_id"].astype("str")
    # an ad in no known language is read by what reads no wording only
    kinds = pd.DataFrame({"language": ads["_language"].fillna(ANY_LANGUAGE)})
    for number, needed in enumerate(needs):
        kinds[number] = ads["_ad_id"].isin(identifiers[has_needed(corpus, needed)])
    read = ads.assign(_reading=kinds.groupby(list(kinds.columns)).ngroup())
    distinct = kinds.assign(_reading=read["_reading"]).drop_duplicates()
    rows = [
        (entry.id, kind["_reading"])
        for kind in distinct.to_dict("records")
        for entry in wanted
        if kind[needs.index(entry.needs)]
        and (ANY_LANGUAGE in entry.languages_tested or kind["language"] in entry.languages_tested)
    ]
    measured = pd.DataFrame(rows, columns=["indicator", "_reading"])
    return read, measured.astype({"indicator": "str", "_reading": "int64"})


def asserted_ads(spans: pd.DataFrame, ads: pd.DataFrame) -> pd.DataFrame:
    """Return the ads once for each indicator that is asserted in them.

    It does not look at whether the indicator is measured there.

    Parameters
    ----------
    spans : pandas.DataFrame
        See ``schema.SPANS``, with ``ad_id``.
    ads : pandas.DataFrame
        See ``ads_in_cells``.

    Returns
    -------
    pandas.DataFrame
        The columns of ``ads`` and ``indicator``.

    Examples
    --------
    >>> spans = pd.DataFrame({"ad_id": ["a", "a", "b"], "indicator": ["X", "X", "X"],
    ...                       "status": ["asserted", "asserted", "negated"]})
    >>> asserted_ads(spans, pd.DataFrame({"_ad_id": ["a", "b"]}))
      _ad_id indicator
    0      a         X
    """
    said = spans.loc[spans["status"].eq("asserted"), ["ad_id", "indicator"]].astype("str")
    return ads.merge(said.drop_duplicates().rename(columns={"ad_id": "_ad_id"}), on="_ad_id")
