import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.language.cleaning import SEPARATOR, blank_signs, clean_texts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("𝐁𝐨𝐧𝐣𝐨𝐮𝐫 [TEL] 80€ 😀 à Lille", "bonjour à lille"),
        ("C’est L'ÉTÉ", "c'est l'été"),
        ("'guillemets' d'été'", "guillemets d'été"),
        ("3lach ma jitich, 9albi", "3lach ma jitich 9albi"),
        ("7j sur 7, 2h ou 30min, 24h/24, 100e", "sur ou"),
        ("ecris a nom@exemple.fr ou www.exemple.test", "ecris a ou"),
        ("省還有14個", "省還有 個"),
        ("❤️100❤️ 1️⃣", ""),
        ("e\u0301te\u0301", "été"),
        ("", ""),
    ],
)
def test_only_words_are_left(text, words):
    assert clean_texts([text]) == [words]


@given(st.lists(st.text(), max_size=4))
def test_blanking_keeps_the_length_of_each_text(texts):
    blanked = blank_signs(texts)
    parts = blanked.split(SEPARATOR) if texts else []
    assert [len(part) for part in parts] == [len(text) for text in texts]


@given(st.lists(st.text(), max_size=4))
def test_cleaning_twice_changes_nothing_more(texts):
    once = clean_texts(texts)
    assert len(once) == len(texts)
    assert clean_texts(once) == once
