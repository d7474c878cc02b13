"""Lines by authors who had not seen the tool; less is asked than was measured, never more leaks."""

import pytest

from tests.anonymise.marks import AUTHORS, author_lines, score

# author: least recall of phones, most lines that leak a contact, most clean lines touched
LEAST = {
    "c": (0.88, 0.08, 0.04),
    "d": (0.95, 0.06, 0.05),
    "e": (0.80, 0.18, 0.05),
    "f": (0.78, 0.22, 0.20),
    "g": (0.88, 0.08, 0.04),
    "h": (0.94, 0.06, 0.06),
    "i": (0.57, 0.32, 0.06),
    "j": (0.77, 0.28, 0.09),
    "k": (0.91, 0.08, 0.04),
    "l": (0.91, 0.08, 0.03),
    "m": (0.82, 0.14, 0.07),
    "n": (0.84, 0.12, 0.11),
    "o": (0.86, 0.13, 0.08),
    "p": (0.99, 0.11, 0.01),
    "q": (0.99, 0.04, 0.03),
    "r": (0.93, 0.10, 0.07),
}


def test_every_author_is_scored():
    assert {path.stem for path in AUTHORS.glob("*.tsv")} == set(LEAST)


@pytest.mark.parametrize("author", LEAST)
def test_an_author_is_read_no_worse_than_before(author):
    phones, leaking, touched = LEAST[author]
    found = score(author_lines(author))
    assert found["PHONE"] >= phones
    assert found["leaking"] <= leaking
    assert found["touched"] <= touched
