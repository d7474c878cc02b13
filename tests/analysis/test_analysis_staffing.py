"""What some hours a week would reach: the best plan, its price, and the sentence that tells it."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from tests.analysis.weeks import corpus_of, invented, window
from toolkit.analysis.outreach.staffing import (
    FOLDS,
    best_plan,
    chosen_coverage,
    given_coverage,
)
from toolkit.analysis.outreach.staffing_words import language_words, plan_words
from toolkit.analysis.outreach.week import OutreachBands
from toolkit.errors import OptionError, TableError

EVENINGS = OutreachBands(edges=(18, 21, 24))


@pytest.fixture(scope="module")
def known():
    """Return 40 who state Thursday, 30 Saturday in Romanian, 20 Monday night, 10 both first."""
    thursday, saturday = window(4, 18, 21), window(6, 18, 21)
    ads = [{"windows": [thursday]}] * 40
    ads += [{"windows": [saturday], "language": "ro"}] * 30
    ads += [{"windows": [window(1, 21, 24)], "language": "es"}] * 20
    ads += [{"windows": [thursday, saturday]}] * 10
    return corpus_of([{**ad, "advertiser": n} for n, ad in enumerate(ads)])


def test_a_plan_by_hand_is_the_union(known):
    shifts = [(4, "18h-21h"), (6, "18h-21h")]
    found = tk.staffing_plan(known, shifts=shifts).iloc[0]
    assert found["estimate"] == 0.8
    assert (found["low"], found["high"]) == (0.7, 0.9)
    assert found["plan"] == "4 18h-21h; 6 18h-21h"
    assert found["n_total_advertisers"] == found["n_ads"] == 100
    french = tk.staffing_plan(known, shifts=shifts, languages=["fr"]).iloc[0]
    assert french["estimate"] == 0.5
    assert french["team_languages"] == "fr"
    both = tk.staffing_plan(known, shifts=shifts, languages=["ro", "fr"]).iloc[0]
    assert (both["estimate"], both["team_languages"]) == (0.8, "fr+ro")


def test_the_best_two_are_found_and_named(known):
    found = tk.staffing_plan(known, shifts=2, bands=EVENINGS).iloc[0]
    assert found["plan"] == "4 18h-21h; 6 18h-21h"
    assert found["estimate"] == 0.8
    assert "corrected by" in found["method"]


def test_what_would_tell_of_few_is_hidden(known):
    for shifts in ([(2, "18h-21h")], 3):
        found = tk.staffing_plan(known, shifts=shifts, bands=EVENINGS).iloc[0]
        assert found["state"] == "suppressed"
        assert found[["estimate", "low", "high", "n_ads", "n_total_advertisers"]].isna().all()
    few = corpus_of([{"advertiser": n, "windows": [window(4, 18, 21)]} for n in range(9)])
    found = tk.staffing_plan(few, shifts=2)
    assert found["plan"].tolist() == ["none"]
    assert set(tk.release(found).to_frame()["state"]) == {"suppressed"}


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 7))
def test_small_plans_are_the_best_of_all(seed, shifts, cells):
    voices = np.random.default_rng(seed).random((15, cells)) < 0.3
    reached = voices[:, list(best_plan(voices, shifts))].any(axis=1).sum()
    number = min(shifts, cells)
    most = max(
        voices[:, list(plan)].any(axis=1).sum()
        for plan in itertools.combinations(range(cells), number)
    )
    assert reached == most


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10**6))
def test_large_plans_come_near_the_best(seed):
    voices = np.random.default_rng(seed).random((40, 56)) < 0.1
    plan = best_plan(voices, 3)
    pairs = best_plan(voices, 2)
    reached = voices[:, list(plan)].any(axis=1).sum()
    assert len(plan) == 3
    assert reached >= (1 - 1 / math.e) * min(3 * voices.sum(axis=0).max(), 40) or (
        reached >= voices[:, list(pairs)].any(axis=1).sum()
    )


def test_choosing_on_noise_is_corrected():
    random = np.random.default_rng(0)
    found = [chosen_coverage(random.random((60, 14)) < 0.3, 2, confidence=0.95) for _ in range(25)]
    truth = 1 - 0.7**2
    assert np.mean([one.seen for one in found]) > truth + 0.08
    assert np.mean([one.corrected for one in found]) == pytest.approx(truth, abs=0.03)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 10**6))
def test_the_order_of_advertisers_plays_no_part(seed):
    random = np.random.default_rng(seed)
    voices = random.random((FOLDS + 11, 5)) < 0.4
    first = chosen_coverage(voices, 2, confidence=0.95)
    assert chosen_coverage(random.permutation(voices), 2, confidence=0.95) == first
    plan = best_plan(voices, 2)
    assert first.seen == given_coverage(voices, plan, confidence=0.95).seen
    assert first.low <= first.corrected <= first.high


@pytest.mark.parametrize(
    "options",
    [
        {"shifts": 0},
        {"shifts": 8},
        {"shifts": True},
        {"shifts": []},
        {"shifts": "4 18h-21h"},
        {"shifts": [(4, "18h-22h")]},
        {"shifts": [(8, "18h-21h")]},
        {"shifts": [4]},
        {"languages": []},
        {"languages": "fr"},
        {"languages": ["xx"]},
        {"confidence": 1},
    ],
)
def test_a_wrong_option_is_refused(known, options):
    with pytest.raises(OptionError, match="What to do"):
        tk.staffing_plan(known, **options)


def test_no_number_is_exact():
    found = tk.staffing_plan(invented(5, 200), shifts=2)
    for name in ("estimate", "low", "high"):
        assert round(float(found[name].iloc[0]) * 20, 6).is_integer()


def test_the_sentence(known):
    plan = tk.release(tk.staffing_plan(known, shifts=2, languages=["fr", "ro"], bands=EVENINGS))
    french, english = (tk.staffing_reading(plan, lang=lang)[0] for lang in ("fr", "en"))
    assert french.replace("\u00a0", " ").startswith(
        "Deux soirées par semaine (jeudi 18 h – 21 h, samedi 18 h – 21 h), en français et en "
        "roumain, joindraient probablement 65 % à 90 % des annonceurs qui disent leurs heures."
    )
    assert "la part est corrigée de ce choix" in french
    assert "non une promesse de réponse" in french
    assert english.startswith("Two evenings a week (Thursday 18:00–21:00, Saturday 18:00–21:00), ")
    assert "would reach probably 65% to 90% of the advertisers" in english


ROW = {
    "plan": "4 09h-12h",
    "team_languages": "all",
    "estimate": 0.4,
    "low": 0.35,
    "high": 0.5,
    "confidence": 0.95,
    "method": "Clopper-Pearson, one voice for each advertiser; bands given",
    "n_total_advertisers": 100,
    "n_ads": 300,
    "state": "counted",
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {},
            "One morning a week (Thursday 9:00–12:00), in all written languages, would reach about",
        ),
        ({"high": 0.65}, "probably 35% to 65%"),
        ({"low": 0.2, "high": 0.6}, "perhaps 20% to 60%"),
        ({"low": 0.2, "high": 0.6}, "too wide to prefer one plan"),
        ({"plan": "4 09h-12h; 5 18h-21h"}, "Two shifts a week"),
        ({"plan": "4 13h-18h"}, "One afternoon"),
        ({"plan": "4 00h-06h; 5 00h-06h"}, "Two nights"),
        ({"state": "suppressed", "estimate": None}, "cannot be estimated"),
        ({}, "given, not chosen"),
    ],
)
def test_how_sure_it_is_said_follows_from_the_interval(change, words):
    assert words in tk.staffing_reading(pd.DataFrame([{**ROW, **change}]), lang="en")[0]


def test_words_of_plans_and_languages():
    assert plan_words("none", "fr") == "–"
    assert language_words("fr+ro+es", "en") == "in French, Romanian and Spanish"
    with pytest.raises(TableError, match="staffing_plan"):
        tk.staffing_reading(pd.DataFrame({"plan": ["4 18h-21h"]}))
