"""How often ages under one contact are mistaken, on invented persons, and how often they are found.

``python benchmarks/linked_ages.py [--persons 2000] [--seed 1]`` prints two tables. In the first,
each advertiser is one person who always writes her true age, in two texts that are brought up to
date now and then: whatever is asserted is a mistake. In the second, a text gives another age from
some day on: what is not asserted is missed or left as a doubt. No text is read; the world is made
up, so this tells what the rule does, nothing about real ads.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

DAYS, BEFORE, TEXTS = 730, 2_000, 2
RENEWED = (90, 180, 365, 730)
ANOTHER = (-8, -5, -3, 3, 5, 8)


def ads_of(draw: np.random.Generator, person: int, renewed: int, another: int) -> pd.DataFrame:
    """Return the ads of one person: day, age as written, text."""
    born = draw.integers(20 * 365, 45 * 365)
    number = draw.integers(1, 12)
    parts = []
    for text in range(TEXTS):
        # the days on which the text was brought up to date, long before the first ad too
        written = np.cumsum(draw.exponential(renewed, 4 * (DAYS + BEFORE) // renewed + 20)) - BEFORE
        written = np.r_[-BEFORE, written]
        days = draw.integers(0, DAYS, number)
        last = written[np.searchsorted(written, days, side="right") - 1]
        ages = ((last + born) / 365.25).astype(int)
        parts.append(pd.DataFrame({"day": days, "age": ages, "template": person * TEXTS + text}))
    found = pd.concat(parts)
    if another:
        found["age"] += another * (found["day"] > draw.integers(DAYS // 4, 3 * DAYS // 4))
    return found.assign(advertiser=person)


def shares(draw: np.random.Generator, persons: int, renewed: int, another: int) -> pd.Series:
    """Return the share of persons of whom each indicator says something, by status."""
    from toolkit.indicators.linked.links import LINKS

    made = [ads_of(draw, person, renewed, another) for person in range(persons)]
    table = pd.concat(made, ignore_index=True)
    ads = table.assign(
        posted_at=pd.Timestamp("2024-01-01") + pd.to_timedelta(table["day"], unit="D"),
        quarantined=False,
        several_persons=False,
    )
    ages = pd.DataFrame({"row": range(len(ads)), "age": ads["age"], "start": 0, "end": 6})
    found = {}
    for name in ("ages", "persons"):
        hits = LINKS[name].find(ads, ages)
        who = ads["advertiser"].to_numpy()[hits["row"]]
        for status in ("asserted", "uncertain"):
            found[name, status] = len(set(who[hits["status"] == status])) / persons
    return pd.Series(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = np.random.default_rng(options.seed)
    true = {days: shares(draw, options.persons, days, 0) for days in RENEWED}
    print("true ages, by days between two renewals of a text: share of persons")
    print(pd.DataFrame(true).T.round(3).to_string())
    other = {years: shares(draw, options.persons, RENEWED[0], years) for years in ANOTHER}
    print("\nanother age from some day on, by years: share of persons")
    print(pd.DataFrame(other).T.round(3).to_string())


if __name__ == "__main__":
    main()
