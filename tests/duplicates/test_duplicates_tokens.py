import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.duplicates.tokens import read_tokens
from toolkit.text.folding import fold

SAME = [
    ("Bonjour à TOUS !", "bonjour a tous"),
    ("l’après-midi", "L'apres midi"),
    ("e\u0301te\u0301", "été"),
    ("appelez [TEL] ou [COURRIEL]", "appelez [LIEN] ou [TEL]"),
    ("👩🏽\u200d🦰", "👩🏽🦰"),
    ("مَرحبا", "مرحبا"),
]
OTHER = [("tel", "[TEL]"), ("abc", "cab"), ("😀", "😁"), ("ab c", "a bc"), ("数字", "字数")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_dress_does_not_count(one, other):
    tokens = read_tokens([one, other])
    assert tokens.marks[tokens.texts == 0].tolist() == tokens.marks[tokens.texts == 1].tolist()


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_words_have_other_marks(one, other):
    tokens = read_tokens([one, other])
    assert tokens.marks[tokens.texts == 0].tolist() != tokens.marks[tokens.texts == 1].tolist()


def test_words_signs_and_numbers_are_told_apart():
    tokens = read_tokens(["de 18h30 à 20 h 😀 80€ 你好"])
    assert tokens.figures.sum() == 3
    assert tokens.signs.sum() == 2
    assert len(tokens.marks) == 10


@settings(deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=6))
def test_texts_read_together_are_as_texts_read_alone(texts):
    together = read_tokens(texts)
    for number, text in enumerate(texts):
        alone, own = read_tokens([text]), together.texts == number
        for one, other in zip(alone, together, strict=True):
            if one is not alone.texts:
                np.testing.assert_array_equal(one, other[own])


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["L"]), min_size=1))
def test_a_letter_of_any_script_makes_a_word(text):
    assert len(read_tokens([text]).marks) >= 1
    assert len(read_tokens([fold(text)]).marks) == len(read_tokens([text]).marks)
