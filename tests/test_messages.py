import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import OptionError, ToolkitError
from toolkit.messages import format_number, format_percent, message
from toolkit.messages.catalogue import catalogue

FRENCH, ENGLISH = catalogue("fr"), catalogue("en")


def test_both_languages_say_the_same_things():
    assert FRENCH.keys() == ENGLISH.keys()


@pytest.mark.parametrize("key", FRENCH)
def test_both_languages_take_the_same_values(key):
    braces = re.compile(r"\{(\w+)")
    assert set(braces.findall(FRENCH[key])) == set(braces.findall(ENGLISH[key]))
    assert ENGLISH[key].strip()


# a count before a word in the plural; thresholds and scales are never below two
COUNTED = re.compile(r"\{(\w+)\}[ \u00a0\u202f]([^\W\d_]+s)\b")
SEVERAL = {"about", "k", "k_minor", "least", "fewest", "per", "base", "minutes"}
NO_PLURALS = {
    "des",
    "dans",
    "après",
    "moins",
    "mois",
    "plus",
    "pas",
    "is",
    "was",
    "as",
    "has",
    "series",
}
# the word goes with a whole that is never one
EXEMPT = {"figures.funnel_none", "figures.funnel_some", "explore.first_rows"}
EXEMPT |= {"needs.scale", "figures.tile_title", "figures.tile_title_several"}
EXEMPT |= {"cli.codebook_wrong", "trace.places_value", "facts.a_hidden", "disclosure.hidden"}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_word_after_a_number_agrees_with_it(lang):
    wrong = {
        key: (name, word)
        for key, text in catalogue(lang).items()
        for name, word in COUNTED.findall(text)
        if name not in SEVERAL and word not in NO_PLURALS and key not in EXEMPT
    }
    assert wrong == {}


def test_french_counts_from_two_and_english_all_but_one():
    said = {
        (lang, n): message("figures.timeline_dot", lang=lang, n=n)
        for lang in ("fr", "en")
        for n in ("0", "1", "2", "1,000")
    }
    assert said["fr", "0"] == "0 annonce"
    assert said["fr", "1"] == "1 annonce"
    assert said["en", "0"] == "0 ads"
    assert said["en", "1"] == "1 ad"
    assert said["en", "1,000"] == "1,000 ads"
    assert message("figures.timeline_dot", n="1\u202f000") == "1\u202f000 annonces"


@given(st.integers(-(10**12), 10**12))
def test_numbers_keep_their_digits(number):
    digits = [c for c in format_number(number) if c.isdigit()]
    assert digits == [c for c in str(number) if c.isdigit()]


def test_french_typography():
    assert format_number(1234567.891, decimals=2) == "1\u202f234\u202f567,89"
    assert format_percent(0.5, decimals=0) == "50\u00a0%"
    assert format_number(float("nan")) == "–"


def test_an_unknown_key_or_language_is_an_error():
    with pytest.raises(ToolkitError):
        message("nowhere.nothing")
    with pytest.raises(OptionError):
        message("states.zero", lang="de")


# what a terminal or a page of code shows has plain spaces
TYPED = ("cli.", "codebook.")
LOOSE = re.compile(r"[\w})»] [:;?!%»](?!\S)|« ")


def test_no_line_begins_with_a_french_colon():
    read = {key: text for key, text in FRENCH.items() if not key.startswith(TYPED)}
    assert [key for key, text in read.items() if LOOSE.search(text)] == []
