"""How much was masked, by type and language, and what is kept apart; never an example."""

from __future__ import annotations

import pandas as pd

from toolkit.language import identify_language
from toolkit.schema import CORPUS, check
from toolkit.text.opaque import as_texts

# a language with fewer ads is told with the others
FEWEST_ADS = 10
ALL, OTHERS, UNKNOWN = "all", "others", "undetermined"


def masking_report(corpus: pd.DataFrame, masks: pd.DataFrame) -> pd.DataFrame:
    """Return how much was masked by type and by language.

    It shows no text and no ad, and says nothing of what was missed: that is what ``leak_sample``
    and ``leak_rate`` measure.

    Parameters
    ----------
    corpus : pandas.DataFrame
        See ``schema.CORPUS``; the quarantined rows may be in it.
    masks : pandas.DataFrame
        ``Anonymised.masks``: ``ad_id``, ``type``, ``n_masks``.

    Returns
    -------
    pandas.DataFrame
        ``type`` (``all`` first), ``language`` (ISO 639-1, ``all``, ``others`` for languages of
        fewer than ten ads, ``undetermined``), ``n_masks``, ``n_ads`` (with a mask of this type),
        ``n_read`` (ads in this language), ``share`` (of them with a mask).

    Raises
    ------
    TableError
        When the corpus is not one.

    Examples
    --------
    >>> masking_report(pd.DataFrame(), pd.DataFrame())  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.TableError: table 'corpus': missing columns ...
    """
    check(corpus, CORPUS)
    languages = pd.Series(_languages(corpus), index=corpus["ad_id"].to_numpy(), dtype="str")
    read = languages.value_counts()
    rows = masks.assign(language=masks["ad_id"].map(languages.to_dict())).dropna(
        subset=["language"]
    )
    everything = rows.groupby("ad_id", as_index=False).agg(
        n_masks=("n_masks", "sum"), language=("language", "first")
    )
    rows = pd.concat([rows, everything.assign(type=ALL)], ignore_index=True)
    rows = pd.concat([rows, rows.assign(language=ALL)], ignore_index=True)
    table = rows.groupby(["type", "language"], as_index=False).agg(
        n_masks=("n_masks", "sum"), n_ads=("ad_id", "nunique")
    )
    table["n_read"] = table["language"].map(read).fillna(len(corpus)).astype("int64")
    table["share"] = table["n_ads"] / table["n_read"]
    order = table.assign(a=table["type"] != ALL, b=table["language"] != ALL, c=-table["n_masks"])
    order = order.sort_values(["a", "type", "b", "c", "language"])
    return table.loc[order.index].reset_index(drop=True)


def _languages(corpus: pd.DataFrame) -> list[str]:
    """Return the language of each ad; rare ones together, uncertain ones apart."""
    guessed = identify_language(as_texts(corpus))
    sure = guessed["status"].isin(["sure", "mixed"])
    named = guessed["language"].where(sure, UNKNOWN).astype("str")
    counted = named.map(named.value_counts())
    return named.where((counted >= FEWEST_ADS) | (named == UNKNOWN), OTHERS).tolist()
