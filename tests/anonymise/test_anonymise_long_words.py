"""A word of thousands of letters is read in no time, and its number is still found."""

import pytest

from toolkit.anonymise import find_identifiers

NUMBER = "zerosixtrenteneufquatrevingtdixhuitdouzetrentequatre"


@pytest.mark.parametrize("word", ["x" * 5000, "sixa" * 1250, "abcd" * 20])
def test_a_long_word_without_a_number_ends(word):
    assert find_identifiers([word]).empty


def test_a_number_in_a_long_word_is_found():
    found = find_identifiers(["blabla" * 300 + NUMBER + "fin" * 300])
    assert found[["type", "start", "end"]].values.tolist() == [["PHONE", 1800, 1800 + len(NUMBER)]]
