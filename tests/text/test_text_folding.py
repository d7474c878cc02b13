from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.folding import fold, fold_batch

ANY_TEXT = st.text(alphabet=st.characters(codec=None, min_codepoint=0, max_codepoint=0x10FFFF))


@given(ANY_TEXT)
def test_folding_keeps_length(text):
    assert len(fold(text)) == len(text)


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.lists(ANY_TEXT, max_size=5))
def test_a_batch_is_each_text(texts):
    assert fold_batch(texts) == [fold(text) for text in texts]


def test_no_script_is_lost():
    for text in ("добрый день", "مرحبا", "你好吗", "γειά", "გამარჯობა"):
        assert fold(text).strip()
        assert len(set(fold(text))) > 2
