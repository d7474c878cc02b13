"""The examples of a linked indicator: a few invented ads, written in its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from toolkit.errors import CodebookError
from toolkit.indicators.ages.stated import find_stated_ages
from toolkit.indicators.codebook_files.types import (
    ANY_LANGUAGE,
    Codebook,
    Groups,
    Indicator,
    InventedAd,
)
from toolkit.indicators.linked.finding import find_in_ads
from toolkit.indicators.linked.links import LINKS

# what an invented ad is where its file does not say otherwise
_USUAL = {
    "advertiser": "",
    "platform": "A",
    "posted_at": "",
    "departement": "",
    "language": "fr",
    "language_status": "sure",
    "site_language": "fr",
    "template": "",
    "contact_obscured": "false",
    "quarantined": "false",
    "several_persons": "false",
    "n_characters": "400",
    "text": "",
}
_NUMBERS = ("advertiser", "template", "n_characters")
_TRUTHS = ("contact_obscured", "quarantined", "several_persons")


def read_groups(entry: Mapping[str, Sequence[Sequence[Mapping[str, str]]]]) -> Groups:
    """Return groups of invented ads by language, from what a file holds.

    Parameters
    ----------
    entry : mapping
        Language to groups, each a list of ads, each a column-to-value mapping.

    Returns
    -------
    tuple
        The same, frozen.

    Raises
    ------
    CodebookError
        When an ad has a column that is none.

    Examples
    --------
    >>> read_groups({"any": [[{"contact_obscured": "true"}]]})
    (('any', (((('contact_obscured', 'true'),),),)),)
    """
    found = tuple(
        (language, tuple(tuple(tuple(ad.items()) for ad in group) for group in groups))
        for language, groups in entry.items()
    )
    names = {column for _, groups in found for group in groups for ad in group for column, _ in ad}
    for name in sorted(names - set(_USUAL)):
        raise CodebookError(
            "example", value=name, rule="is no column of an invented ad", remedy="mend its spelling"
        )
    # a date or a number that cannot be read is a ValueError, here rather than later
    as_ads([ad for _, groups in found for group in groups for ad in group])
    return found


def as_ads(group: Sequence[InventedAd]) -> pd.DataFrame:
    """Return invented ads as a table that links can read.

    Parameters
    ----------
    group : sequence of tuple
        Ads, each a sequence of columns and values.

    Returns
    -------
    pandas.DataFrame
        One row per ad, in order; what is not said is as usual, or unknown.

    Examples
    --------
    >>> as_ads(((("advertiser", "7"),),))[["advertiser", "quarantined"]].to_numpy().tolist()
    [[7, False]]
    """
    written = pd.DataFrame([_USUAL | dict(ad) for ad in group], dtype="str")
    ads = written.where(written != "")
    numbers = {name: pd.to_numeric(ads[name]).astype("Int64") for name in _NUMBERS}
    truths = {name: ads[name].eq("true") for name in _TRUTHS}
    days = pd.to_datetime(ads["posted_at"], format="%Y-%m-%d")
    return ads.assign(**numbers, **truths, posted_at=days, ad_id=ads.index.astype("str"))


def statuses(indicator: Indicator, groups: Sequence[Sequence[InventedAd]]) -> list[set[str]]:
    """Return the statuses with which a linked indicator is found in groups of invented ads.

    Parameters
    ----------
    indicator : Indicator
        A linked indicator.
    groups : sequence of sequence of tuple
        Groups of ads that have nothing to do with each other.

    Returns
    -------
    list of set of str
        One set per group, empty where it is not found.

    Examples
    --------
    >>> from toolkit.indicators import load_codebook
    >>> group = ((("contact_obscured", "true"),),)
    >>> statuses(load_codebook()["CON.OBSCURED"], [group])
    [{'asserted'}]
    """
    ads = as_ads([ad for group in groups for ad in group])
    number = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    # all groups are read at once: each has its own advertisers and texts
    for name in ("advertiser", "template"):
        ads[name] = ads[name] + number * (ads[name].max(skipna=True) + 1)
    found = find_in_ads(ads, Codebook((indicator,)), ages=find_stated_ages(ads["text"]))
    group_of = pd.Series(number, index=ads["ad_id"])
    hits = set(zip(group_of[found["ad_id"]], found["status"], strict=True))
    return [{status for at, status in hits if at == place} for place in range(len(groups))]


def broken_example(indicator: Indicator) -> tuple[str, str] | None:
    """Return the first example of a linked indicator that fails, and what was expected.

    A counter-example may be found as ``uncertain``: this is how a doubt is shown.

    Parameters
    ----------
    indicator : Indicator
        A linked indicator.

    Returns
    -------
    tuple of str or None
        The key of the file and the rule; None where all examples hold.

    Examples
    --------
    >>> from toolkit.indicators import load_codebook
    >>> broken_example(load_codebook()["CON.OBSCURED"]) is None
    True
    """
    reads = indicator.linked is not None and LINKS[indicator.linked].reads_ages
    if (ANY_LANGUAGE in indicator.languages_tested) is reads:
        rule = "must name languages" if reads else f"must be {ANY_LANGUAGE}: no wording is read"
        return "languages_tested", rule
    for key, groups, wanted in (
        ("examples", indicator.linked_examples, True),
        ("counter_examples", indicator.linked_counter_examples, False),
    ):
        named = [(f"{c}: group {n}", g) for c, gs in groups for n, g in enumerate(gs, 1)]
        found = statuses(indicator, [group for _, group in named])
        for (name, _), said in zip(named, found, strict=True):
            if ("asserted" in said) is not wanted:
                return key, f"{name} must {'' if wanted else 'not '}be asserted"
    return None


def write_groups(groups: Groups) -> list[str]:
    """Return groups of invented ads as lines to read.

    Parameters
    ----------
    groups : tuple
        Language to groups.

    Returns
    -------
    list of str
        One line per group.

    Examples
    --------
    >>> write_groups((("any", (((("advertiser", "1"), ("template", "4")),),)),))
    ['any: advertiser 1, template 4']
    """
    return [
        f"{language}: " + " / ".join(", ".join(f"{k} {v}" for k, v in ad) for ad in group)
        for language, listed in groups
        for group in listed
    ]
