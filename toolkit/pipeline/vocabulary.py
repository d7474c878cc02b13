"""The words that tell the largest platform from the others, where they can be told."""

from __future__ import annotations

import pandas as pd

from toolkit.analysis import distinctive_terms, terms
from toolkit.analysis.vocabulary.reading import FRENCH
from toolkit.counting import Annotated
from toolkit.disclosure import SafeTable
from toolkit.errors import OptionError
from toolkit.messages import format_number, message
from toolkit.schema import SUPPORT

_TEXTS = ("term", "platform", "statistic", "method", "compared_with", "caution", "state")
_NUMBERS = ("estimate", "low", "high", "confidence", "p_value", "p_adjusted", "n_compared")


def largest_platform_terms(annotated: Annotated) -> pd.DataFrame:
    """Compare the French words of the platform of most advertisers with those of the others.

    Only words that differ beyond chance are kept: the others are nobody's vocabulary. Words are
    taken as written, for dictionary forms need a model that is slow to load.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.

    Returns
    -------
    pandas.DataFrame
        As ``distinctive_terms``; without rows where nothing differs, or nothing can be compared.

    Examples
    --------
    >>> largest_platform_terms.__name__
    'largest_platform_terms'
    """
    corpus = annotated.corpus
    french = corpus["language"].eq(FRENCH) & corpus["language_status"].eq("sure")
    sizes = corpus[french.fillna(False)].groupby("platform")["advertiser"].nunique()
    if len(sizes) < 2:
        return _no_terms()
    try:
        read = terms(annotated, lemmas=False)
        found = distinctive_terms(read, across="platform", value=str(sizes.idxmax()))
    except OptionError:  # a side has too few advertisers
        return _no_terms()
    kept = found[found["differs"].fillna(False).astype(bool)].reset_index(drop=True)
    return kept if len(kept) else _no_terms()


def _no_terms() -> pd.DataFrame:
    """Return a table without rows."""
    columns = {name: pd.Series(dtype="str") for name in _TEXTS}
    columns |= {name: pd.Series(dtype="Float64") for name in (*_NUMBERS, *SUPPORT)}
    return pd.DataFrame(columns).assign(differs=pd.Series(dtype="boolean"))


def vocabulary_words(table: SafeTable, *, lang: str) -> tuple[str, ...]:
    """Return how many words were compared.

    Parameters
    ----------
    table : SafeTable
        What ``largest_platform_terms`` returned, released.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    tuple of str
        One sentence.

    Examples
    --------
    >>> vocabulary_words.__name__
    'vocabulary_words'
    """
    number = format_number(float(table.to_frame()["n_compared"].max()), lang=lang)
    return (message("diagnostic.vocabulary_compared", lang=lang, n=number),)
