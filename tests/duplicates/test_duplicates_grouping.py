import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from toolkit.duplicates import group_templates
from toolkit.duplicates.signatures import normalise
from toolkit.text.folding import fold


def _corpus(groups, seed, stock=()):
    """Return texts and their true groups: slots, typos, lost accents, lost sentences, emoji."""
    draw = random.Random(seed)
    letters = "abcdeéfghiîlmnoprstuvà"
    words = ["".join(draw.choices(letters, k=draw.randint(3, 9))) for _ in range(4000)]
    texts, truth = [], []
    for group in range(groups):
        sentences = [draw.choices(words, k=draw.randint(6, 10)) for _ in range(draw.randint(4, 7))]
        for _ in range(max(1, int(draw.paretovariate(1.1))) if draw.random() < 0.5 else 1):
            kept = [list(sentence) for sentence in sentences]
            if draw.random() < 0.15 and len(kept) > 4:
                kept.pop()
            kept[0][2] = draw.choice(words)
            if stock:
                kept.append(draw.choice(stock))
            text = ". ".join(" ".join(sentence) for sentence in kept)
            if draw.random() < 0.15:
                text = fold(text)
            texts.append(f"{text} {draw.choice(['😀', '❤️', ''])}")
            truth.append(group)
    return texts, truth


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_copies_are_found(seed):
    texts, truth = _corpus(900, seed)
    assert adjusted_rand_score(truth, group_templates(texts)) >= 0.98


def test_stock_sentences_do_not_join_unrelated_texts():
    stock = [f"phrase courante numéro {n} que toutes les annonces reprennent".split() for n in "ab"]
    texts, truth = _corpus(500, 3, stock=stock)
    found = group_templates(texts)
    assert np.bincount(found).max() <= 1.1 * np.bincount(truth).max()
    assert adjusted_rand_score(truth, found) >= 0.95


def test_the_order_of_the_texts_does_not_matter():
    texts, _ = _corpus(200, 4)
    found = group_templates(texts)
    order = list(range(len(texts)))
    random.Random(5).shuffle(order)
    shuffled = group_templates([texts[i] for i in order])
    assert adjusted_rand_score(found[order], shuffled) == 1.0


SAME = [
    ("Bonjour à tous et à bientôt chez moi", "BONJOUR A TOUS ET A BIENTOT CHEZ MOI !!!"),
    ("Appelez le [TEL] pour 80 € ce soir", "Appelez le [TEL] pour 100 € ce soir"),
    ("😀😀", "😀😀"),
    ("مرحبا بكم في مدينتنا الجميلة", "مرحبا بكم في مدينتنا الجميلة"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_but_for_dress(one, other):
    assert group_templates([one, "tout autre chose ici aujourd'hui", other]).tolist() == [0, 1, 0]


@pytest.mark.parametrize("texts", [["", ""], ["bonjour", "bonsoir"], ["😀", "❤"], [None, " "]])
def test_short_or_empty_texts_stay_alone(texts):
    assert group_templates(texts).tolist() == [0, 1]


def test_no_text_at_all():
    assert group_templates([]).tolist() == []


def test_many_copies_cost_no_more_than_reading_them():
    start = time.process_time()
    assert group_templates(["bonjour à tous et à toutes ici"] * 50_000).max() == 0
    assert time.process_time() - start < 20


@given(st.text())
def test_any_script_is_kept(text):
    letters = sum(c.isalpha() for c in text)
    assert letters == 0 or normalise(text)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(), max_size=8))
def test_any_texts_have_a_group_from_zero(texts):
    found = group_templates(texts)
    assert len(found) == len(texts)
    assert sorted(set(found.tolist())) == list(range(len(set(found.tolist()))))
