"""Compare what reads stated days and hours: this toolkit, a naive pattern, dateparser, in one run.

dateparser is no requirement of the toolkit: install it beside it, or its lines are left out.
``python benchmarks/availability.py [--ads 2000]`` reads the invented lines of the tests; each ad
is one of them between neutral sentences, about 500 characters. Times are CPU seconds, one process.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.availability.stated_windows import WEEK, expected, lines, minutes, stated
from toolkit.availability import find_availability

Said = tuple[set[object], set[str]]
BEFORE = (
    "Le quartier est calme, proche des commerces et du tramway, avec un parking gratuit. "
    "Merci de laisser un message avec votre prénom. Comptez 50 euros et 25 minutes. "
)
AFTER = (
    ". L'immeuble a un ascenseur et une cour plantée. Les langues parlées sont le français et "
    "l'anglais. La boulangerie du coin est excellente, le parc est grand, la bibliothèque aussi. "
    "On trouve tout à côté, et le tramway mène au centre sans changer de ligne."
)
NAMES = "lun|mar|mer|jeu|ven|sam|dim", "mon|tue|wed|thu|fri|sat|sun"
RANGE = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?\s*(?:-|à|a|to|/)\s*(\d{1,2})\s*[h:]\s*(\d{2})?")


def naive(texts: list[str]) -> list[Said]:
    """Return what the pattern that people write finds: "9h30 - 18h" and the names of days."""
    found: list[Said] = []
    for text in texts:
        lowered = text.lower()
        days = {
            number
            for names in NAMES
            for number, name in enumerate(names.split("|"), 1)
            if re.search(rf"\b{name}", lowered)
        }
        said: set[object] = set()
        for a, b, c, d in RANGE.findall(lowered):
            start, end = 60 * int(a) + int(b or 0), 60 * int(c) + int(d or 0)
            if start < 1440 and end <= 1440:
                for day in days or WEEK:
                    said |= minutes(day, start, end)
        found.append((said, set()))
    return found


def dateparser_search(texts: list[str]) -> list[Said]:
    """Return the times and dates that dateparser finds: two times of a text are a range."""
    from dateparser.search import search_dates

    found: list[Said] = []
    for text in texts:
        hits = search_dates(text, languages=["fr", "en", "es", "pt", "ro"]) or []
        times = [60 * at.hour + at.minute for words, at in hits if re.search(r"\d", words)]
        said: set[object] = set()
        if len(times) == 2:
            for day in WEEK:
                said |= minutes(day, *times)
        found.append((said, set()))
    return found


def toolkit(texts: list[str]) -> list[Said]:
    """Return what the toolkit finds."""
    rows: dict[int, pd.DataFrame] = dict(iter(find_availability(texts).groupby("row")))
    return [stated(rows[row]) if row in rows else (set(), set()) for row in range(len(texts))]


def quality(read: Callable[[list[str]], list[Said]]) -> tuple[float, float, float]:
    """Return exact answers, the F1 of minutes, and false windows on lines that state nothing."""
    wanted = [expected(line[2]) for line in lines("stated.txt")]
    got = read([line[1] for line in lines("stated.txt")])
    both = sum(len(a[0] & b[0]) for a, b in zip(got, wanted, strict=True))
    said = sum(len(a[0]) for a in got) + sum(len(b[0]) for b in wanted)
    false = [bool(a[0] or a[1]) for a in read([line[1] for line in lines("unstated.txt")])]
    exact = sum(a == b for a, b in zip(got, wanted, strict=True)) / len(wanted)
    return exact, 2 * both / said, sum(false) / len(false)


def seconds(read: Callable[[list[str]], object], ads: list[str]) -> float:
    """Return CPU seconds, after a first call that loads the words."""
    read(ads[:2])
    start = time.process_time()
    read(ads)
    return time.process_time() - start


def main() -> None:
    """Print one line per system."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ads", type=int, default=2_000)
    count = parser.parse_args().ads
    draw = random.Random(1)  # noqa: S311 - a draw of lines, no secret
    said = [line[1] for line in lines("stated.txt")]
    ads = [BEFORE + draw.choice(said) + AFTER for _ in range(count)]
    silent = [BEFORE + AFTER for _ in range(count)]
    own = count / seconds(find_availability, ads)
    print(f"{sum(map(len, ads)) / count:.0f} characters an ad")
    print(
        f"toolkit, ads that state nothing: {count / seconds(find_availability, silent):.0f} ads/s"
    )
    systems = {"toolkit": toolkit, "naive": naive}
    if find_spec("dateparser"):
        systems["dateparser"] = dateparser_search
    for name, read in systems.items():
        exact, f1, false = quality(read)
        some = ads if name != "dateparser" else ads[:40]
        speed = own if name == "toolkit" else len(some) / seconds(read, some)
        print(
            f"{name}: exact {exact:.3f}, F1 {f1:.3f}, false {false:.3f}, {speed:.1f} ads/s", end=""
        )
        print(f", {own / speed:.2f} times the toolkit's CPU")


if __name__ == "__main__":
    main()
