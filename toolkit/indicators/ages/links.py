"""Ages given under one contact: those that no birthday explains, and those of several persons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.indicators.linked.link_types import DATED, as_hits, has_needed

# after this silence a number may have been given to somebody else
MOST_SILENT_DAYS = 180
# a year more or less is a birthday
FREE_YEARS, DAYS_IN_A_YEAR = 1, 365
# a text may be so many years out of date
LATE_YEARS = 2
# so many ages under one contact are those of several persons
SEVERAL_AGES = 3


def _runs(ads: pd.DataFrame) -> pd.DataFrame:
    """Return the dated ads of known advertisers: row, run (ads without a long silence), day."""
    needed = has_needed(ads, DATED)
    known = ads[needed]
    found = pd.DataFrame(
        {
            "row": np.flatnonzero(needed),
            "advertiser": known["advertiser"].to_numpy(dtype="int64"),
            "day": known["posted_at"].to_numpy(),
            "template": known["template"].to_numpy() if "template" in known else pd.NA,
            "several_persons": known["several_persons"].to_numpy(dtype=bool),
        }
    ).sort_values(["advertiser", "day"], kind="stable", ignore_index=True)
    other = found["advertiser"].ne(found["advertiser"].shift())
    silent = found["day"].diff().dt.days.gt(MOST_SILENT_DAYS)
    return found.assign(run=(other | silent).cumsum())


def _unexplained(said: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of ages of a run that no birthday explains: run, age, other, sure.

    The first day of an age counts, as a text may stay for years: an age that rises more slowly than
    birthdays do is a text kept as it was. A pair is ``sure`` where texts out of date do not explain
    it either.
    """
    given = said[["run", "age", "first"]].drop_duplicates()
    pairs = given.merge(given.rename(columns={"age": "other", "first": "later"}), on="run")
    years = (pairs["later"] - pairs["first"]).dt.days / DAYS_IN_A_YEAR
    pairs = pairs[years.ge(0)]
    change = pairs["other"] - pairs["age"]
    # what is left of a rise once the birthdays are taken away; a fall has none
    left = change.where(change.lt(0), change - years - 1)
    unexplained = change.abs().gt(FREE_YEARS) & (left.ge(0) | change.lt(0))
    sure = left.ge(LATE_YEARS) | left.lt(-LATE_YEARS)
    return pairs.assign(sure=sure).loc[unexplained, ["run", "age", "other", "sure"]]


def _of_both(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the ages of pairs, whichever side they are on: run, age, sure in one pair or more."""
    others = pairs[["run", "other", "sure"]].rename(columns={"other": "age"})
    both = pd.concat([pairs[["run", "age", "sure"]], others])
    return both.groupby(["run", "age"])["sure"].any().reset_index()


def _of_several(found: pd.DataFrame) -> pd.Series:
    """Return the runs with so many ages, each years apart, that they are of several persons."""
    found = found[found["sure"]]
    given = found[["run", "age", "first"]].drop_duplicates()
    begun = given.groupby("run")["first"].transform("min")
    # the age that the same person had when the first of these ages was given
    given["then"] = given["age"] - (given["first"] - begun).dt.days / DAYS_IN_A_YEAR
    given = given.sort_values(["run", "then"])
    apart = given.groupby("run")["then"].diff().gt(LATE_YEARS)
    counted = apart.groupby(given["run"]).sum() + 1
    return pd.Series(counted.index[counted.ge(SEVERAL_AGES)])


def _side_by_side(said: pd.DataFrame, pairs: pd.DataFrame) -> pd.Series:
    """Return the runs where two such ages were posted in the same days, each in its own texts."""
    spans = said.groupby(["run", "age"], as_index=False)["day"].agg(["min", "max"])
    both = (
        pairs[pairs["sure"]]
        .merge(spans, on=["run", "age"])
        .merge(spans.rename(columns={"age": "other"}), on=["run", "other"], suffixes=("", "_other"))
    )
    together = both["min"].le(both["max_other"]) & both["min_other"].le(both["max"])
    texts = said.dropna(subset="template")[["run", "age", "template"]].drop_duplicates()
    shared = texts.merge(texts.rename(columns={"age": "other"}), on=["run", "template"])
    keys = ["run", "age", "other"]
    one_text = pd.MultiIndex.from_frame(both[keys]).isin(pd.MultiIndex.from_frame(shared[keys]))
    return both.loc[together & ~one_text, "run"]


@dataclass(frozen=True)
class _Read:
    """Runs of ads, their ages that do not fit together, and what may explain these.

    ``several`` are the runs that show several persons, ``side_by_side`` those with two ages that
    are of two persons, or of one person with two profiles.
    """

    runs: pd.DataFrame
    found: pd.DataFrame
    several: pd.Series
    side_by_side: pd.Series


def _read_ages(ads: pd.DataFrame, ages: pd.DataFrame) -> _Read:
    """Return what the ages of each run say."""
    runs = _runs(ads)
    said = ages.merge(runs, on="row")
    said["first"] = said.groupby(["advertiser", "age"])["day"].transform("min")
    pairs = _unexplained(said)
    found = said.merge(_of_both(pairs), on=["run", "age"])
    of_an_ad = said.groupby(["run", "row"])["age"].agg(["min", "max"]).reset_index()
    in_one_ad = of_an_ad.loc[(of_an_ad["max"] - of_an_ad["min"]).gt(LATE_YEARS), "run"]
    several = pd.concat([in_one_ad, _of_several(found)]).astype("int64")
    return _Read(runs, found, several, _side_by_side(said, pairs))


def find_ages_apart(ads: pd.DataFrame, ages: pd.DataFrame) -> pd.DataFrame:
    """Find the stated ages of one advertiser that no birthday explains.

    It is ``uncertain`` where texts two years out of date would explain it, and where something
    shows several persons under the contact: they say so, an ad or the run of ads gives ages for
    them, or two ages run side by side in texts of their own. After half a year of silence a number
    may have another holder: ages across it are not compared. Texts left older still are mistaken
    for other ages: see ``benchmarks/linked_ages.py``.

    Parameters
    ----------
    ads : pandas.DataFrame
        ``advertiser``, ``posted_at``, ``template``, ``quarantined``, ``several_persons``.
    ages : pandas.DataFrame
        See ``find_stated_ages``; ``row`` is the position in ``ads``.

    Returns
    -------
    pandas.DataFrame
        ``row``, ``status``, ``start``, ``end`` of each such age.

    Examples
    --------
    >>> ads = pd.DataFrame({"advertiser": [1, 1], "quarantined": False, "several_persons": False,
    ...                     "posted_at": pd.to_datetime(["2025-01-10", "2025-03-10"])})
    >>> ages = pd.DataFrame({"row": [0, 1], "age": [22, 27], "start": 5, "end": 11})
    >>> find_ages_apart(ads, ages)["status"].tolist()
    ['asserted', 'asserted']
    """
    read = _read_ages(ads, ages)
    found = read.found
    worded = read.runs.loc[read.runs["several_persons"], "advertiser"]
    shown = found["run"].isin(pd.concat([read.several, read.side_by_side]))
    doubtful = ~found["sure"] | shown | found["advertiser"].isin(worded)
    status = np.where(doubtful, "uncertain", "asserted")
    return as_hits(found["row"], status, start=found["start"], end=found["end"])


def find_several_persons(ads: pd.DataFrame, ages: pd.DataFrame) -> pd.DataFrame:
    """Find the ads of an advertiser whose ads give the ages of several persons.

    It counts nobody: names are masked, and several départements or platforms show no second person.
    Two ages more than two years apart in one ad, or three in a run of ads, are asserted; two that
    run side by side, each in its own texts, may be one person's two profiles and are
    ``uncertain``. A wrong link between contacts looks the same.

    Parameters
    ----------
    ads, ages : pandas.DataFrame
        As for ``find_ages_apart``.

    Returns
    -------
    pandas.DataFrame
        All ads of the run; ``start`` and ``end`` are those of an age, 0 and 0 without one.

    Examples
    --------
    >>> ads = pd.DataFrame({"advertiser": [1], "quarantined": False, "several_persons": False,
    ...                     "posted_at": pd.to_datetime(["2025-01-10"])})
    >>> ages = pd.DataFrame({"row": [0, 0], "age": [22, 27], "start": [5, 30], "end": [11, 36]})
    >>> len(find_several_persons(ads, ages))
    2
    """
    read = _read_ages(ads, ages)
    runs = read.runs[read.runs["run"].isin(pd.concat([read.several, read.side_by_side]))]
    found = runs.merge(ages, on="row", how="left").fillna({"start": 0, "end": 0})
    status = np.where(found["run"].isin(read.several), "asserted", "uncertain")
    return as_hits(found["row"], status, start=found["start"], end=found["end"])
