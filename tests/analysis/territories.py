"""Invented counts of départements, each with the support that a release asks for."""

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

CODES = ("13", "31", "33", "34", "35", "44", "59", "67", "69", "75")
ADS = (246, 134, 216, 195, 183, 221, 843, 68, 341, 322)


def counted(codes=CODES, ads=ADS, *, advertisers=None, **extra):
    """Return counts in which every advertiser posts three ads, unless told otherwise."""
    table = pd.DataFrame({"departement": list(codes), "n_ads": pd.array(ads, dtype="Int64")})
    people = [max(n // 3, min(n, 1)) for n in ads] if advertisers is None else advertisers
    table["n_advertisers"] = pd.array(people, dtype="Int64")
    table["n_templates"] = table["n_advertisers"]
    table["top1_share"] = pd.array([0.1] * len(table), dtype="Float64")
    table["top2_share"] = pd.array([0.2] * len(table), dtype="Float64")
    return table.assign(**extra, state="counted")


def shares_of(codes, ads, totals):
    """Return shares of independent ads with Wilson limits."""
    low, high = proportion_confint(np.array(ads), np.array(totals), method="wilson")
    table = counted(codes, ads, advertisers=list(ads), n_total=pd.array(totals, dtype="Int64"))
    values = {"estimate": np.array(ads) / np.array(totals), "low": low, "high": high}
    return table.assign(**values, confidence=0.95, statistic="share", method="Wilson")
