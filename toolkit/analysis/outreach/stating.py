"""What advertisers say of when they can be reached: each in one group, each counted once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.analysis.outreach.week import is_weekly, is_whole_day
from toolkit.counting.groupings import ads_in_cells
from toolkit.errors import OptionError

if TYPE_CHECKING:
    from toolkit.counting import Annotated

# languages in which the reader of hours knows the words; figures alone are not enough elsewhere
HOURS_ARE_READ_IN = ("fr", "en", "es", "pt", "ro")
ALWAYS_OPEN, STATED, DAYS_ONLY = "always open", "hours stated", "days without hours"
DATED_ONLY, NOT_STATED, NOT_READ = "dates only", "not stated", "language not read"
# an advertiser whose ads say several of these is in the first
SAID = (ALWAYS_OPEN, STATED, DAYS_ONLY, DATED_ONLY, NOT_STATED, NOT_READ)
_UNITS = {
    (True, False): "advertiser",
    (False, True): "text, no advertiser being known",
    (True, True): "advertiser, or text where none is known",
}


def of_territory(annotated: Annotated, territory: Sequence[str] | str | None) -> Annotated:
    """Return the ads of some départements, or all of them.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    territory : sequence of str, optional
        Codes of départements as text.

    Returns
    -------
    Annotated
        The same tables, with fewer rows.

    Raises
    ------
    CodeError
        When a code is not text or is unknown.
    OptionError
        When no ad is left.

    Examples
    --------
    >>> of_territory("all ads", None)
    'all ads'
    """
    if territory is None:
        return annotated
    from toolkit.counting import select
    from toolkit.territory import check_departements

    return select(annotated, departements=check_departements(territory))


def check_confidence(confidence: float) -> float:
    """Return a confidence when it is one.

    Parameters
    ----------
    confidence : float
        Between 0 and 1.

    Returns
    -------
    float
        The same.

    Raises
    ------
    OptionError
        For anything else.

    Examples
    --------
    >>> check_confidence(0.95)
    0.95
    """
    if not 0 < confidence < 1:
        raise OptionError(
            "confidence", value=confidence, rule="must be between 0 and 1", remedy="write 0.95"
        )
    return confidence


def stating_ads(annotated: Annotated) -> pd.DataFrame:
    """Return each ad with what its advertiser says of hours in all ads together.

    It does not say that who states no hours is not available. Where no advertiser is known the text
    stands for it. Ads in a language in which hours are not read say nothing either way.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.

    Returns
    -------
    pandas.DataFrame
        See ``groupings.ads_in_cells``, with ``written_language``, ``_read`` (its language is one in
        which hours are read), ``_weekly`` (it states days or hours of an ordinary week, or that
        they are always open) and ``said``: one of ``SAID``, the same for all ads of an advertiser.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": ["a", "b"], "language": "fr", "language_status": "sure",
    ...     "advertiser": [1, 2], "template": [0, 1]})
    >>> windows = pd.DataFrame({"ad_id": ["b"], "day": [1], "start_minute": [600],
    ...     "end_minute": [900], "always_open": False})
    >>> stating_ads(SimpleNamespace(corpus=corpus, windows=windows))["said"].tolist()
    ['not stated', 'hours stated']
    """
    ads = ads_in_cells(annotated, ["written_language", "language_status"])
    known = ads["written_language"].isin(HOURS_ARE_READ_IN)
    ads["_read"] = known | ads["language_status"].ne("sure")
    windows = annotated.windows
    names = windows["ad_id"].astype("str")
    always = windows["always_open"].astype(bool)
    weekly = is_weekly(windows)
    whole = is_whole_day(windows)
    kinds = {
        ALWAYS_OPEN: always,
        STATED: weekly & ~whole,
        DAYS_ONLY: weekly,
        DATED_ONLY: windows["day"].isna(),
    }
    ads["said"], ads["_unit"] = NOT_READ, ads["_unit"].astype("int64")
    ads["_weekly"] = ads["_ad_id"].isin(set(names[always | weekly])) & ads["_read"]
    read = set(ads.loc[ads["_read"], "_unit"])
    ads["said"] = ads["said"].mask(ads["_unit"].isin(read), NOT_STATED)
    # the strongest last
    for kind, which in reversed(kinds.items()):
        found = ads["_ad_id"].isin(set(names[which])) & ads["_read"]
        ads["said"] = ads["said"].mask(ads["_unit"].isin(set(ads.loc[found, "_unit"])), kind)
    return ads.astype({"said": "str"})


def counted_by(ads: pd.DataFrame) -> str:
    """Return what is counted once: advertisers, texts, or both.

    Parameters
    ----------
    ads : pandas.DataFrame
        See ``stating_ads``.

    Returns
    -------
    str
        In words, for the column ``method``.

    Examples
    --------
    >>> counted_by(pd.DataFrame({"_advertiser": [1, 1]}))
    'advertiser'
    """
    known = ads["_advertiser"].notna()
    return _UNITS.get((bool(known.any()), bool((~known).any())), "advertiser")
