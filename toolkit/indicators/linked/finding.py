"""Indicators computed across ads: of one advertiser, of one text, or beside what a site is."""

from __future__ import annotations

import pandas as pd

from toolkit.indicators.ages.stated import COLUMNS as AGE_COLUMNS
from toolkit.indicators.codebook_files.types import Codebook
from toolkit.indicators.linked.links import LINKS
from toolkit.text.opaque import texts_in_parts

SEVERAL_PERSONS = "ORG.MULTI_PERSON"


def reads_ages(codebook: Codebook) -> bool:
    """Tell whether a linked indicator of a codebook compares stated ages.

    Parameters
    ----------
    codebook : Codebook
        The indicators.

    Returns
    -------
    bool
        True when ages have to be read, see ``find_stated_ages``.

    Examples
    --------
    >>> reads_ages(Codebook(()))
    False
    """
    return any(LINKS[i.linked].reads_ages for i in codebook if i.linked is not None)


def find_linked(
    corpus: pd.DataFrame,
    codebook: Codebook,
    *,
    spans: pd.DataFrame,
    ages: pd.DataFrame,
) -> pd.DataFrame:
    """Find the linked indicators of a codebook in a whole corpus that was read.

    It names no advertiser and lists no group: what comes out are rows of ads like any other
    wording's, to be counted. A part of a corpus gives other answers than the whole.

    Parameters
    ----------
    corpus : pandas.DataFrame
        See ``schema.ANNOTATED``; with ``site_language``, the language that its platform is in.
    codebook : Codebook
        The indicators; those that are not linked are left alone.
    spans : pandas.DataFrame
        See ``schema.SPANS``: what was found in the texts, ``ORG.MULTI_PERSON`` included.
    ages : pandas.DataFrame
        ``ad_id``, ``age``, ``start``, ``end``: see ``find_stated_ages``.

    Returns
    -------
    pandas.DataFrame
        See ``schema.SPANS``; ``start`` and ``end`` are both 0 where the finding is a link between
        ads and no wording.

    Examples
    --------
    >>> from toolkit.indicators import load_codebook
    >>> corpus = pd.DataFrame({"ad_id": ["a"], "text": ["…"], "contact_obscured": [True]})
    >>> found = find_linked(corpus, load_codebook(families=["contact"]),
    ...                     spans=pd.DataFrame(columns=["ad_id", "indicator", "status"]),
    ...                     ages=pd.DataFrame(columns=["ad_id", "age", "start", "end"]))
    >>> found[["ad_id", "indicator", "pattern"]].to_numpy().tolist()
    [['a', 'CON.OBSCURED', 'linked:contact_obscured']]
    """
    said = spans["status"].eq("asserted") & spans["indicator"].eq(SEVERAL_PERSONS)
    identifiers = corpus["ad_id"].astype("str").reset_index(drop=True)
    ads = corpus.reset_index(drop=True).assign(
        ad_id=identifiers,
        several_persons=identifiers.isin(spans.loc[said, "ad_id"]),
        n_characters=[len(text) for part in texts_in_parts(corpus) for text in part],
    )
    rows = pd.DataFrame({"ad_id": identifiers, "row": identifiers.index})
    placed = ages.astype({"ad_id": "str"}).merge(rows, on="ad_id")[list(AGE_COLUMNS)]
    return find_in_ads(ads, codebook, ages=placed.astype("int64"))


def find_in_ads(ads: pd.DataFrame, codebook: Codebook, *, ages: pd.DataFrame) -> pd.DataFrame:
    """Find the linked indicators of a codebook in ads that hold all that links ask for.

    Parameters
    ----------
    ads : pandas.DataFrame
        ``ad_id`` and the columns that the links name.
    codebook : Codebook
        The indicators.
    ages : pandas.DataFrame
        See ``find_stated_ages``; ``row`` is the position in ``ads``.

    Returns
    -------
    pandas.DataFrame
        See ``schema.SPANS``.

    Examples
    --------
    >>> find_in_ads(pd.DataFrame({"ad_id": ["a"]}), Codebook(()), ages=pd.DataFrame()).empty
    True
    """
    columns = ["ad_id", "indicator", "role", "status", "start", "end", "pattern"]
    kinds = dict.fromkeys(columns, "str") | {"start": "int64", "end": "int64"}
    parts = [pd.DataFrame(columns=columns).astype(kinds)]
    for indicator in codebook:
        if indicator.linked is None:
            continue
        found = LINKS[indicator.linked].find(ads, ages)
        found["ad_id"] = ads["ad_id"].take(found["row"].to_numpy()).to_numpy()
        found = found.assign(
            indicator=indicator.id, role=indicator.role, pattern=f"linked:{indicator.linked}"
        )
        parts.append(found[columns].astype(kinds))
    return pd.concat(parts, ignore_index=True)
