"""The links between ads of one advertiser or of one text, by the name that a codebook gives."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.indicators.ages.links import find_ages_apart, find_several_persons
from toolkit.indicators.linked.link_types import (
    DATED,
    SAFE,
    Finder,
    Link,
    Needs,
    as_hits,
    has_needed,
)

SAME_TIME_DAYS = 31
# a text that so many advertisers of one platform share comes from the platform
MANY_ADVERTISERS = 20
# so few characters are the same by chance
SHORT_TEXT = 60
# Paris and the départements around it are one town
PARIS = ("75", "92", "93", "94")


def find_shared_templates(ads: pd.DataFrame, ages: pd.DataFrame) -> pd.DataFrame:
    """Find the ads whose text, nearly the same, is posted by several advertisers.

    It is ``uncertain`` for a text that a platform seems to have written, shared by many advertisers
    of one platform, and for a very short one. One person with two contacts looks the same.

    Parameters
    ----------
    ads : pandas.DataFrame
        ``template``, ``advertiser``, ``platform``, ``quarantined``, ``n_characters``.
    ages : pandas.DataFrame
        Not used.

    Returns
    -------
    pandas.DataFrame
        ``row``, ``status``, and 0 and 0 for the place: the link, not a wording.

    Examples
    --------
    >>> ads = pd.DataFrame({"template": [4, 4, 5], "advertiser": [1, 2, 3], "platform": "p",
    ...                     "quarantined": False, "n_characters": 300})
    >>> find_shared_templates(ads, None)["row"].tolist()
    [0, 1]
    """
    del ages
    known = ads.assign(_row=np.arange(len(ads)))[has_needed(ads, LINKS["template"].needs)]
    by = known.groupby("template")
    advertisers = by["advertiser"].transform("nunique")
    stock = advertisers.ge(MANY_ADVERTISERS) & by["platform"].transform("nunique").eq(1)
    short = by["n_characters"].transform("max").lt(SHORT_TEXT)
    status = pd.Series(np.where(stock | short, "uncertain", "asserted"), index=known.index)
    shared = advertisers.ge(2)
    return as_hits(known.loc[shared, "_row"], status[shared])


def find_several_places(ads: pd.DataFrame, ages: pd.DataFrame) -> pd.DataFrame:
    """Find the ads of one advertiser that are in several départements within a month.

    It says nothing of a journey: an ad may be posted ahead, or for several places at once. Paris
    and its neighbours are one place; other neighbours are not.

    Parameters
    ----------
    ads : pandas.DataFrame
        ``advertiser``, ``posted_at``, ``departement``, ``quarantined``.
    ages : pandas.DataFrame
        Not used.

    Returns
    -------
    pandas.DataFrame
        ``row``, ``status``, and 0 and 0 for the place: the link, not a wording.

    Examples
    --------
    >>> ads = pd.DataFrame({"advertiser": [1, 1], "departement": ["59", "2A"], "quarantined": False,
    ...                     "posted_at": pd.to_datetime(["2025-01-10", "2025-01-20"])})
    >>> find_several_places(ads, None)["row"].tolist()
    [0, 1]
    """
    del ages
    known = ads.assign(_row=np.arange(len(ads)))[has_needed(ads, LINKS["places"].needs)]
    place = known["departement"].astype("str").replace(dict.fromkeys(PARIS, PARIS[0]))
    known = known.assign(_place=place).sort_values(["advertiser", "posted_at", "_place"])
    other = known["advertiser"].ne(known["advertiser"].shift()).fillna(True)
    # a stay: ads of one advertiser in one place, one after the other
    stay = (other | known["_place"].ne(known["_place"].shift())).cumsum()
    stays = known.groupby(stay).agg(
        advertiser=("advertiser", "first"), first=("posted_at", "min"), last=("posted_at", "max")
    )
    by = stays.groupby("advertiser")
    left, coming = by["last"].shift(), by["first"].shift(-1)
    days = known["posted_at"].to_numpy()
    since = pd.Series(days - left.reindex(stay).to_numpy(), index=known.index).dt.days
    until = pd.Series(coming.reindex(stay).to_numpy() - days, index=known.index).dt.days
    near = since.le(SAME_TIME_DAYS) | until.le(SAME_TIME_DAYS)
    return as_hits(known.loc[near, "_row"], "asserted")


def _where(needs: Needs, column: str) -> Finder:
    """Return what finds the ads that have all that is needed and where a column is true."""

    def find(ads: pd.DataFrame, ages: pd.DataFrame) -> pd.DataFrame:
        del ages
        return as_hits(np.flatnonzero(has_needed(ads, needs) & ads[column].eq(True)), "asserted")

    return find


def _other_language(ads: pd.DataFrame, ages: pd.DataFrame) -> pd.DataFrame:
    """Find the ads that are surely in another language than the site they are on."""
    del ages
    sure = has_needed(ads, LINKS["site_language"].needs)
    return as_hits(np.flatnonzero(sure & ads["language"].ne(ads["site_language"])), "asserted")


_PLACED: Needs = (*DATED, ("departement", ()))
_OBSCURED: Needs = (("contact_obscured", ()),)
LINKS = {
    "ages": Link(find_ages_apart, DATED, reads_ages=True),
    "persons": Link(find_several_persons, DATED, reads_ages=True),
    "template": Link(find_shared_templates, (*SAFE, ("template", ()))),
    "places": Link(find_several_places, _PLACED),
    "contact_obscured": Link(_where(_OBSCURED, "contact_obscured"), _OBSCURED),
    "site_language": Link(_other_language, (("language_status", ("sure",)), ("language", ()))),
}
