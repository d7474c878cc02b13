"""Figures of trends: gaps drawn as such, findings from the numbers, nothing hidden told."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from toolkit import figures
from toolkit.analysis import clustered_shares
from toolkit.analysis.trends import (
    breaks,
    by_month,
    displacement,
    interruption,
    release_before_and_after,
    release_share_changes,
    share_changes,
)
from toolkit.counting import count_series
from toolkit.disclosure import release
from toolkit.errors import DisclosureError

LANGS = ("fr", "en")


def _corpus(numbers, *, seed=0):
    """Return a year and a half of ads: numbers of each platform by day, before and after July."""
    random = np.random.default_rng(seed)
    days = pd.date_range("2024-01-01", "2025-06-29")
    parts = []
    for name, (before, after) in numbers.items():
        mean = np.where(days >= "2024-07-01", after, before)
        parts.append(
            pd.DataFrame({"platform": name, "posted_at": days.repeat(random.poisson(mean))})
        )
    table = pd.concat(parts, ignore_index=True)
    number = np.arange(len(table))
    tongue = np.where(random.random(len(table)) < 0.3, "ro", "fr")
    return SimpleNamespace(
        corpus=table.assign(
            ad_id=number.astype(str),
            language=tongue,
            language_status="sure",
            advertiser=number % 700,
            template=number,
        )
    )


@pytest.fixture(scope="module")
def corpus():
    return _corpus({"p": (6, 3), "q": (5, 5)})


@pytest.fixture(scope="module")
def quiet():
    return _corpus({"p": (6, 6)}, seed=1)


def _shown(corpus):
    """Return released months and breaks."""
    weeks, months = (count_series(corpus, by=["platform"], every=e) for e in ("week", "month"))
    return release(by_month(months)), release(by_month(breaks(weeks)))


@pytest.mark.parametrize("lang", LANGS)
def test_a_change_of_level_is_the_title(corpus, lang):
    months, found = _shown(corpus)
    drawn = figures.monthly_series(months, changes=found, lang=lang)
    assert drawn.title.startswith("p")
    said = {"fr": "niveau multiplié par 0,", "en": "level multiplied by 0."}
    assert said[lang] in drawn.title
    assert drawn.title.endswith("2024")
    assert "q" not in drawn.title
    assert "2024-W" not in drawn.alt + drawn.caption + drawn.title


@pytest.mark.parametrize(("lang", "words"), [("fr", "Aucun changement"), ("en", "No detectable")])
def test_a_quiet_series_says_so_and_what_it_would_have_shown(quiet, lang, words):
    months, found = _shown(quiet)
    drawn = figures.monthly_series(months, changes=found, lang=lang)
    assert drawn.title.startswith(words)
    assert "%" in drawn.caption


def test_without_a_search_the_title_says_so(quiet):
    drawn = figures.monthly_series(_shown(quiet)[0])
    assert "non recherchés" in drawn.title
    assert "inférée" in drawn.caption


def test_a_series_of_the_whole_is_drawn(quiet):
    months = count_series(quiet, every="month")
    assert figures.monthly_series(release(by_month(months))).png


def test_shares_by_month_have_their_interval(quiet):
    shares = clustered_shares(quiet, by=["written_language", "month"], within=["month"])
    drawn = figures.monthly_series(release(shares), lang="en")
    assert "Band: 95% interval" in drawn.caption.replace("\u00a0", "")


def test_before_and_after_says_what_it_found(corpus, quiet):
    titles = []
    for one in (corpus, quiet):
        weeks, months = (count_series(one, by=["platform"], every=e) for e in ("week", "month"))
        found = interruption(weeks, at="2024-07-01")
        safe = release_before_and_after(found, months)
        effects = release(by_month(found.effects))
        drawn = figures.before_and_after(safe, effects, at="2024-07")
        assert drawn.png
        titles.append(drawn.title)
    assert titles[0].startswith("p\u00a0: × 0,")
    assert "aucun changement détectable" in titles[1]


def test_gains_of_a_closure_and_none():
    titles = []
    for gained in (4, 9):
        corpus = _corpus({"a": (6, 0), "b": (4, gained), "c": (8, 8)}, seed=3)
        weeks = count_series(corpus, by=["platform"])
        found = displacement(weeks, closed="a", control=["c"], at="2024-07-01")
        safe = release(found.gains)
        drawn = figures.displacement(safe, closed="a", control="c", before=found.before, lang="en")
        titles.append(drawn.title)
    assert titles[0] == "No detectable displacement from a"
    assert titles[1].startswith("b gained")


@pytest.fixture(scope="module")
def changed(corpus):
    years = {"year": ("2024", "2025")}
    shares = clustered_shares(corpus, by=["platform", "year"], within=["year"])
    changes = share_changes(corpus, by=["platform"], between=years)
    return release_share_changes(changes, shares)


@pytest.mark.parametrize("lang", LANGS)
def test_a_dumbbell_names_what_is_told_from_zero(changed, lang):
    drawn = figures.share_changes(changed.changes, changed.shares, lang=lang)
    assert "points" in drawn.title
    assert drawn.table is changed.changes


def test_a_dumbbell_says_that_there_is_no_difference(corpus):
    years = {"year": ("2024", "2025")}
    by = ["written_language"]
    changes = release(share_changes(corpus, by=by, between=years))
    shares = release(clustered_shares(corpus, by=[*by, "year"], within=["year"]))
    assert "Aucune différence" in figures.share_changes(changes, shares).title


def test_shares_of_something_else_are_refused(corpus, changed):
    other = release(clustered_shares(corpus, by=["written_language"]))
    with pytest.raises(DisclosureError, match="grouped as the changes"):
        figures.share_changes(changed.changes, other)
