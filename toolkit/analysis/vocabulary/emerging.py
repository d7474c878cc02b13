"""Which words advertisers use more since a month than before, and in which months most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.outreach.stating import check_confidence
from toolkit.analysis.vocabulary.bursts import Bursts, find_bursts
from toolkit.analysis.vocabulary.comparing import Sides, compare_terms, members_of
from toolkit.analysis.vocabulary.contrasting import text_weights
from toolkit.analysis.vocabulary.reading import Terms, as_terms
from toolkit.counting.periods import UNKNOWN, labels_between
from toolkit.errors import OptionError
from toolkit.schema import STATISTICS, check

if TYPE_CHECKING:
    from toolkit.counting import Annotated

PERIOD = "period"
SINCE, BEFORE = "since", "before"
_FEWEST_MONTHS = 4


def emerging_terms(
    annotated: Annotated | Terms, *, since: str, confidence: float = 0.95
) -> pd.DataFrame:
    """Compare the words of the months from one on with those of all months before.

    It does not forecast, and a new word is no new practice: a platform that was not collected
    before, or a text in circulation, brings words with it. An advertiser in both periods is known
    to be the same, and copies count for nothing. Choose the months with ``select``; ads without a
    date are not read.

    Parameters
    ----------
    annotated : Annotated or Terms
        A corpus read once (its French ads), or what ``terms`` returned.
    since : str
        The first month of the recent period: ``"2025-07"``.
    confidence : float
        Of the intervals; the false discovery rate is 1 less it.

    Returns
    -------
    pandas.DataFrame
        As ``distinctive_terms``, across ``period``: ``"since 2025-07"`` or ``"before 2025-07"``;
        ``burst_first``, ``burst_last``: the months in which the term is used at twice its usual
        share or more, empty where none is; ``burst_weight``: how much that explains. A burst is a
        place to look, not a test.

    Raises
    ------
    OptionError
        When the month is none, or a side has fewer than 11 advertisers.

    Notes
    -----
    Monroe, Colaresi and Quinn (2008), Kleinberg (2003); see ``contrast`` and ``find_bursts``.

    Examples
    --------
    >>> emerging_terms(None, since="2025")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: since: got '2025'; must be a month ...
    """
    check_confidence(confidence)
    if len(str(since)) != len("2025-07") or pd.isna(
        pd.to_datetime(str(since), format="%Y-%m", errors="coerce")
    ):
        raise OptionError(
            "since", value=since, rule="must be a month as text", remedy='write since="2025-07"'
        )
    read = as_terms(annotated)
    ads = read.ads(["month"])
    months = ads["month"]
    dated = months.ne(UNKNOWN).to_numpy(dtype=bool)
    recent = months.ge(since).to_numpy(dtype=bool) & dated
    sides = Sides(PERIOD, f"{SINCE} {since}", f"{BEFORE} {since}", recent, dated & ~recent)
    table = compare_terms(read, ads, sides, confidence)
    return _with_bursts(table, read, ads, dated)


def _with_bursts(
    table: pd.DataFrame, read: Terms, ads: pd.DataFrame, dated: np.ndarray
) -> pd.DataFrame:
    """Return the table with the strongest burst of each term."""
    known = ads.loc[dated, "month"]
    labels = labels_between(known.min(), known.max(), "month")
    if len(labels) < _FEWEST_MONTHS:
        none = np.full(len(table), -1, dtype="int64")
        found = Bursts(none, none, np.zeros(len(table)))
    else:
        places = {name: number for number, name in enumerate(read.names)}
        found = _bursts(read, ads, dated, labels, [places[term] for term in table["term"]])
    names = np.array([*labels, ""], dtype=object)
    columns = {"burst_first": names[found.first], "burst_last": names[found.last]}
    seen = found.first >= 0
    dates = {n: pd.Series(v, dtype="str").where(seen) for n, v in columns.items()}
    weight = pd.Series(found.weight, dtype="Float64").where(seen)
    return check(table.assign(**dates, burst_weight=weight), STATISTICS)


def _bursts(
    read: Terms, ads: pd.DataFrame, dated: np.ndarray, labels: list[str], chosen: list[int]
) -> Bursts:
    """Return the bursts of some terms, each advertiser counted once over all months together."""
    from scipy.sparse import csr_array

    weights = text_weights(members_of(ads), dated)
    months = pd.Categorical(ads["month"], categories=labels).codes
    rows = np.flatnonzero(dated)
    shape = (len(labels), len(ads))
    by_month = csr_array((weights[rows], (months[rows], rows)), shape=shape)
    uses = np.asarray((by_month @ read.uses()[:, chosen]).todense(), dtype="float64").T
    return find_bursts(uses, np.asarray(by_month.sum(axis=1), dtype="float64").ravel())
