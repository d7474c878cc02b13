"""Which words are typical of one platform, territory or period beside all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.analysis.outreach.stating import check_confidence
from toolkit.analysis.vocabulary.comparing import Sides, compare_terms
from toolkit.analysis.vocabulary.reading import Terms, as_terms
from toolkit.counting.periods import UNKNOWN
from toolkit.errors import OptionError

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.counting import Annotated

OTHERS = "others"
ACROSS = ("platform", "departement", "month", "quarter", "year")


def distinctive_terms(
    annotated: Annotated | Terms, *, across: str, value: str, confidence: float = 0.95
) -> pd.DataFrame:
    """Compare the words of one group of ads with those of all others, advertisers counted once.

    A typical word says nothing of anybody, nor why it is there: a platform's form, a translation or
    a text that many copy may explain it. It compares no languages and gives no ad for a word.
    Nobody is counted for posting again: an advertiser counts once on each side, with the share of
    its distinct texts that hold the word.

    Parameters
    ----------
    annotated : Annotated or Terms
        A corpus read once (its French ads), or what ``terms`` returned.
    across : str
        ``platform``, ``departement``, ``month``, ``quarter`` or ``year``.
    value : str
        The group, such as the name of a platform; the others are all other known ones.
    confidence : float
        Of the intervals; the false discovery rate is 1 less it.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``. ``term``; the column ``across`` with the side on which the term
        is commoner (``value`` or ``"others"``), of which the ads, advertisers and texts are those
        that use it; ``estimate``: log odds ratio of ``value`` over the others, natural logarithm;
        ``p_value``, ``p_adjusted`` and ``differs`` for all ``n_compared`` terms together; ``g2``
        and ``specificity`` (Lafon), with the sign of the estimate; ``caution`` where fewer than
        11 distinct texts hold the term: it is not said whether it differs. Only terms of 11
        advertisers or more on that side.

    Raises
    ------
    OptionError
        When the grouping or value is not one, or a side has fewer than 11 advertisers.

    Notes
    -----
    Monroe, Colaresi and Quinn (2008); see ``contrast`` and ``docs/methods_vocabulary.md``. The
    error rates are measured in ``benchmarks/vocabulary.py``.

    Examples
    --------
    >>> distinctive_terms(None, across="language", value="ro")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: across: got 'language'; must be one of platform, ...
    """
    check_confidence(confidence)
    if across not in ACROSS:
        raise OptionError(
            "across",
            value=across,
            rule=f"must be one of {', '.join(ACROSS)}",
            remedy='write across="platform"',
        )
    read = as_terms(annotated)
    ads = read.ads([across])
    groups = ads[across]
    first, known = groups.eq(str(value)), groups.ne(UNKNOWN)
    if value == UNKNOWN or not first.any():
        raise OptionError(
            "value",
            value=value,
            rule=f"must be a {across} of the ads that were read, as text",
            remedy="see tk.count(annotated, by=[...]) for those of the corpus",
        )
    inside = first.to_numpy(dtype=bool)
    sides = Sides(across, str(value), OTHERS, inside, known.to_numpy(dtype=bool) & ~inside)
    return compare_terms(read, ads, sides, confidence)
