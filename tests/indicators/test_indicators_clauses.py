"""Texts cut into clauses: every word once, in order, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.indicators.clauses import (
    LONGEST,
    LONGEST_PART,
    clause_text,
    plain_clause,
    split_clauses,
    with_parts,
)
from toolkit.indicators.plain import BREAKS
from toolkit.indicators.reading import Reading
from toolkit.indicators.spelling import Spelling

PLAIN = Spelling([])


def cut(text):
    reading = Reading(text, PLAIN)
    return [clause_text(reading, clause) for clause in split_clauses(reading)]


CUT = [
    ("Je reçois en ville. Merci de téléphoner !", ["je recois en ville", "merci de telephoner"]),
    ("Calme, propre, discret", ["calme, propre, discret"]),
    ("", []),
    ("...", []),
    (
        "je suis installée depuis longtemps dans un quartier calme mais je pars dimanche soir",
        [
            "je suis installee depuis longtemps dans un quartier calme",
            "mais je pars dimanche soir",
        ],
    ),
    (
        "Bonjour à toutes et à tous, la rue est facile à trouver, le parking est gratuit",
        ["bonjour a toutes et a tous", "la rue est facile a trouver", "le parking est gratuit"],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), CUT)
def test_clauses(text, wanted):
    assert cut(text) == wanted


WORDS = st.sampled_from(
    ["je", "pas", "et", "mais", "vous", "ville", "17", ",", ".", "!", "[TEL]", "été", "😀", "’"]
)


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_every_word_is_in_one_clause_and_in_order(text):
    reading = Reading(text, PLAIN)
    clauses = split_clauses(reading)
    inside = [at for clause in clauses for at in range(*clause)]
    assert inside == sorted(set(inside))
    words = {at for at, token in enumerate(reading.tokens) if token not in BREAKS}
    assert words <= set(inside)
    for first, last in clauses:
        held = [token for token in reading.tokens[first:last] if token not in BREAKS]
        assert 1 <= len(held) <= LONGEST
        assert reading.tokens[first] not in BREAKS
        assert reading.tokens[last - 1] not in BREAKS


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_the_parts_of_a_clause_stay_inside_it(text):
    reading = Reading(text, PLAIN)
    for clause in split_clauses(reading):
        whole, *parts = with_parts(reading, clause)
        assert whole == clause
        for first, last in parts:
            assert clause[0] <= first < last <= clause[1]
            assert sum(token not in BREAKS for token in reading.tokens[first:last]) <= LONGEST_PART


@pytest.mark.parametrize(
    "text",
    ["JE SUIS ÉTUDIANTE", "je  suis étudiante", "je suis e\u0301tudiante", "je suis 😀 étudiante"],
)
def test_capitals_accents_spaces_and_emoji_change_nothing(text):
    assert plain_clause(text) == "je suis etudiante"
