"""What must not change the wordings found: dress, spacing, emoji, towns and first names."""

import re
import unicodedata
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.indicators import load_codebook
from toolkit.indicators.finding import matcher

BOOK = load_codebook()
TEXTS = sorted(
    {
        text
        for indicator in BOOK
        for _, listed in (*indicator.examples, *indicator.counter_examples)
        for text in listed
    }
)
TOWNS = ["Rennes", "Lyon", "Lille", "Nantes", "Toulouse", "Dijon", "Metz", "Bordeaux", "Marseille"]
LISTED_TOWNS = ["Nice", "Strasbourg", "Montpellier", "Angers", "Brest", "Rouen", "Caen", "Grenoble"]
OTHER_TOWNS = ["Pau", "Sète", "Saint-Étienne", "Le Havre", "Vienne", "Foix", "Fresnes", "Antibes"]
NAMES = ["Karim", "Tony", "Clara", "Ana", "Maria", "Andrei", "Marc", "Léa", "Sofia", "João"]
# this indicator names the towns that it knows
NAMED_PLACES = {"MOV.MULTI_CITY"}
OTHER_NAMES = ["Inès", "Marine", "Bogdan", "Carlos", "Lucas", "Élodie", "Rosa", "Hélène"]


def _found(texts):
    """Return the indicators of each text, read many at once."""
    kept = ("asserted", "uncertain")
    return [{hit[0] for hit in hits if hit[1] in kept} for _, hits in matcher(BOOK).read(texts)]


@cache
def _found_plain():
    return _found(TEXTS)


def _without_accents(text):
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")


def _swapped(text, olds, news, shift):
    for number, old in enumerate(olds):
        text = re.sub(rf"\b{old}\b", news[(number + shift) % len(news)], text)
    return text


DRESSES = {
    "upper": str.upper,
    "lower": str.lower,
    "no accents": _without_accents,
    "decomposed": lambda t: unicodedata.normalize("NFD", t),
    "curly": lambda t: t.replace("'", "’"),
    "straight": lambda t: t.replace("’", "'"),
    "backtick": lambda t: t.replace("'", "`").replace("’", "´"),
    "apostrophe as space": lambda t: t.replace("'", " ").replace("’", " "),
    "wide": lambda t: t.replace(" ", "   "),
    "no-break": lambda t: t.replace(" ", "\u00a0"),
    "tabs": lambda t: t.replace(" ", "\t"),
    "ends": lambda t: f"  {t}\n",
    "emoji": lambda t: f"😀 {t.replace(' ', ' ✨ ')} ❤️",
    "emoji glued": lambda t: t.replace(" ", " 👩🏽‍💻"),
    "invisible": lambda t: t.replace("e", "e\u200b"),
    "masked": lambda t: f"{t}\n[TEL]",
}


@pytest.mark.parametrize("dress", DRESSES)
def test_dress_changes_nothing(dress):
    found = _found(map(DRESSES[dress], TEXTS))
    both = zip(TEXTS, found, _found_plain(), strict=True)
    assert [text for text, changed, plain in both if changed != plain] == []


@pytest.mark.parametrize("shift", range(8))
@pytest.mark.parametrize(("towns", "apart"), [(LISTED_TOWNS, set()), (OTHER_TOWNS, NAMED_PLACES)])
def test_towns_and_first_names_change_nothing(shift, towns, apart):
    def swap(text):
        return _swapped(_swapped(text, TOWNS, towns, shift), NAMES, OTHER_NAMES, shift)

    both = zip(TEXTS, _found(map(swap, TEXTS)), _found_plain(), strict=True)
    assert [text for text, changed, plain in both if changed - apart != plain - apart] == []


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(TEXTS), st.lists(st.sampled_from(sorted(DRESSES)), min_size=2, max_size=4))
def test_dresses_worn_together_change_nothing(text, dresses):
    changed = text
    for dress in dresses:
        changed = DRESSES[dress](changed)
    assert _found([changed]) == [_found_plain()[TEXTS.index(text)]]
