import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from toolkit.language.ngrams import BITS, LONGEST, grams_of

WORDS = st.lists(st.text("abcdé", min_size=1, max_size=7), min_size=1, max_size=5)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=4)


def expected_count(word):
    padded = f" {word} "
    spans = ((a, b) for a in range(len(padded)) for b in range(a + 1, a + 1 + LONGEST))
    return sum(b <= len(padded) and padded[a:b] != " " for a, b in spans)


@given(TEXTS)
def test_every_gram_of_every_word_is_counted_once(texts):
    grams = grams_of(texts)
    words = " ".join(texts).split(" ")
    assert np.bincount(grams.word).tolist() == [expected_count(word) for word in words]
    assert grams.text.tolist() == [n for n, text in enumerate(texts) for _ in text.split(" ")]
    assert grams.feature.min() >= 0
    assert grams.feature.max() < 1 << BITS


@given(TEXTS)
def test_a_text_has_the_same_grams_alone_as_in_a_batch(texts):
    together = grams_of(texts)
    owner = together.text[together.word]
    for number, text in enumerate(texts):
        alone = grams_of([text]).feature
        assert together.feature[owner == number].tolist() == alone.tolist()
