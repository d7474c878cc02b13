from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from toolkit import figures
from toolkit.analysis.trends import by_month, release_seasonal_parts, seasonal_parts
from toolkit.counting import count_series
from toolkit.disclosure import release
from toolkit.errors import DisclosureError

GIVEN = pd.DataFrame({"platform": ["p", "q"], "first_day": "2023-01-01", "last_day": "2024-12-31"})


@pytest.fixture(scope="module")
def months():
    """Return two years of two platforms: p with a season, q without."""
    days = pd.date_range("2023-01-01", "2024-12-31")
    angle = 2 * np.pi * np.arange(len(days)) / 365.25
    random, parts = np.random.default_rng(3), []
    for name, size in (("p", 0.6), ("q", 0.0)):
        number = random.poisson(5 * np.exp(size * np.sin(angle)))
        parts.append(pd.DataFrame({"platform": name, "posted_at": days.repeat(number)}))
    table = pd.concat(parts, ignore_index=True)
    number = np.arange(len(table))
    columns = {"ad_id": number.astype(str), "advertiser": number, "template": number}
    annotated = SimpleNamespace(corpus=table.assign(language="fr", **columns))
    return count_series(annotated, by=["platform"], every="month", collected=GIVEN)


@pytest.mark.parametrize(("lang", "words"), [("fr", "une saison"), ("en", "a season")])
def test_the_title_tells_the_season_that_is_told(months, lang, words):
    found = seasonal_parts(months)
    safe = release_seasonal_parts(found, months)
    seasons = release(by_month(found.seasons))
    figure = figures.seasonal_parts(safe, seasons=seasons, lang=lang)
    assert figure.title.startswith("p")
    assert words in figure.title
    assert "q" not in figure.title
    untold = figures.seasonal_parts(safe, lang=lang).title
    assert ("non testée" if lang == "fr" else "not tested") in untold


def test_a_quiet_series_says_so(months):
    rows = months.periods[months.periods["platform"].eq("q")]
    quiet = months._replace(periods=rows, support=months.support.tail(1))
    found = seasonal_parts(quiet)
    safe = release_seasonal_parts(found, quiet)
    title = figures.seasonal_parts(safe, seasons=release(by_month(found.seasons))).title
    assert title.startswith("Aucune saison détectable")


def test_a_table_without_parts_is_refused(months):
    with pytest.raises(DisclosureError, match="lacks columns"):
        figures.seasonal_parts(release(by_month(months)))
