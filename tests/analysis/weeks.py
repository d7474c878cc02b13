"""Invented weeks: advertisers, their ads, and the hours that these state."""

from types import SimpleNamespace

import numpy as np
import pandas as pd


def window(day=None, start=None, end=None, *, always=False, date=None):
    """Return one window; hours are given in hours."""
    minutes = [None if hour is None else 60 * hour for hour in (start, end)]
    return {
        "day": day,
        "date": date,
        "start_minute": minutes[0],
        "end_minute": minutes[1],
        "always_open": always,
    }


def always_open():
    """Return the windows of an ad that is always open, as the reader gives them."""
    return [window(day, 0, 24, always=True) for day in range(1, 8)]


def corpus_of(ads):
    """Return a corpus read once: advertiser, language and windows of each ad."""
    rows = [
        {
            "ad_id": f"ad{number:04d}",
            "advertiser": ad.get("advertiser"),
            "template": ad.get("template", number),
            "language": ad.get("language", "fr"),
            "language_status": ad.get("status", "sure"),
            "departement": ad.get("departement", "59"),
            "posted_at": pd.Timestamp("2025-01-02"),
            "platform": "p",
        }
        for number, ad in enumerate(ads)
    ]
    found = [
        {"ad_id": f"ad{number:04d}", **one}
        for number, ad in enumerate(ads)
        for one in ad.get("windows", [])
    ]
    columns = ["ad_id", "day", "date", "start_minute", "end_minute", "always_open"]
    numbers = dict.fromkeys(("day", "start_minute", "end_minute"), "float64")
    windows = pd.DataFrame(found, columns=columns).astype({**numbers, "always_open": "bool"})
    corpus = pd.DataFrame(rows)
    corpus["advertiser"] = corpus["advertiser"].astype("Int64")
    return SimpleNamespace(corpus=corpus, windows=windows)


def invented(seed, advertisers, *, languages=("fr", "ro", "es"), reposts=3):
    """Return advertisers who state evenings, afternoons, nights, everything or nothing."""
    random = np.random.default_rng(seed)
    ads = []
    for who in range(advertisers):
        language = str(random.choice(languages, p=[0.6, *[0.4 / (len(languages) - 1)] * 2]))
        kind = random.choice(["evening", "afternoon", "night", "always", "days", "none"])
        days = sorted(random.choice(range(1, 8), size=int(random.integers(1, 6)), replace=False))
        hours = {"evening": (18, 22), "afternoon": (13, 18), "night": (22, 2), "days": (0, 24)}
        windows = [window(int(day), *hours[kind]) for day in days] if kind in hours else []
        windows = always_open() if kind == "always" else windows
        for copy in range(1 + int(random.geometric(1 / reposts))):
            spoken = language if random.random() < 0.9 else "fr"
            text = {"advertiser": who, "template": 100 * who + copy % 2, "language": spoken}
            ads.append({**text, "windows": windows if random.random() < 0.8 else []})
    return corpus_of(ads)
