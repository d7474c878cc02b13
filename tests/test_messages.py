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
