import importlib.util
import random
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from toolkit.duplicates import group_templates
from toolkit.text.folding import fold

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def corpora():
    name = "duplicates_corpora"
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks/duplicates_corpora.py")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules[name]


LEAST = [
    ("easy", "shared", False, 0.995),
    ("medium", "shared", False, 0.99),
    ("medium", "invented", False, 0.99),
    ("medium", "shared", True, 0.95),
    ("medium", "invented", True, 0.95),
    ("hard", "invented", True, 0.9),
]


@pytest.mark.parametrize(("level", "words", "stock", "least"), LEAST)
def test_planted_copies_are_found_and_no_group_is_a_chain(corpora, level, words, stock, least):
    corpus = corpora.make(2_000, level, seed=21, words=words, stock=stock)
    found = group_templates(corpus.texts)
    assert adjusted_rand_score(corpus.groups, found) >= least
    largest = max(corpus.groups.count(group) for group in set(corpus.groups))
    assert np.bincount(found).max() <= 1.1 * largest


def test_the_order_of_the_texts_does_not_matter(corpora):
    texts = corpora.make(600, "medium", seed=4, stock=True).texts
    found = group_templates(texts)
    order = list(range(len(texts)))
    random.Random(5).shuffle(order)
    shuffled = group_templates([texts[i] for i in order])
    assert adjusted_rand_score(found[order], shuffled) == 1.0


def _changed(text, corpora):
    words = text.split()
    return {
        "accents": fold(text),
        "typo": text.replace(words[3], words[3][:-1] + "zz", 1),
        "stock": text + " Merci de téléphoner la veille.",
        "capitals": text.upper(),
        "numbers": "".join("9" if c.isdigit() else c for c in text),
        "emoji": text + " 🌸🌸",
    }


@pytest.mark.parametrize("change", ["accents", "typo", "stock", "capitals", "numbers", "emoji"])
def test_a_small_change_does_not_move_an_ad(corpora, change):
    corpus = corpora.make(600, "easy", seed=6)
    group = max(set(corpus.groups), key=corpus.groups.count)
    row = corpus.groups.index(group)
    texts = [*corpus.texts, _changed(corpus.texts[row], corpora)[change]]
    found = group_templates(texts)
    assert found[-1] == found[row]


def test_an_unrelated_ad_with_two_stock_sentences_does_not_join(corpora):
    corpus = corpora.make(600, "medium", seed=7, stock=True)
    stock = " ".join(corpus.texts[corpus.groups.index(3)].split(".")[:2])
    own = "mon chat regarde les bateaux passer sur le canal tous les matins de printemps"
    found = group_templates([*corpus.texts, f"{own}. {stock}. Il dort ensuite jusqu'au soir"])
    assert (found == found[-1]).sum() == 1


SAME = [
    ("Bonjour à tous et à bientôt chez moi", "BONJOUR A TOUS ET A BIENTOT CHEZ MOI !!!"),
    ("Appelez le [TEL] pour 80 € ce soir", "Appelez le [TEL] pour 100 € ce soir"),
    ("😀😀", "😀😀"),
    ("مرحبا بكم في مدينتنا الجميلة", "مرحبا بكم في مدينتنا الجميلة"),
    ("我今天晚上在家里等你来", "我今天晚上在家里等你来吧"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_but_for_dress(one, other):
    assert group_templates([one, "tout autre chose ici aujourd'hui", other]).tolist() == [0, 1, 0]


def test_names_every_fourth_word_hide_no_copy():
    draw = random.Random(8)
    letters = "bcdfglmnprst"
    names = [a + "a" + b + "o" + c for a in letters for b in letters for c in letters]
    said = draw.sample([a + "e" + b + "i" for a in letters for b in letters], 45)
    template = " ".join(
        f"{one} {two} {three} {{}}" for one, two, three in zip(*[iter(said)] * 3, strict=True)
    )
    copies = [template.format(*draw.sample(names, 15)) for _ in range(40)]
    others = [" ".join(draw.sample(names, 60)) for _ in range(200)]
    found = group_templates([*copies, *others])
    assert (found[:40] == found[0]).sum() >= 36
    assert np.bincount(found).max() <= 40


ALONE = [["", ""], ["bonjour", "bonsoir"], ["😀", "❤"], [None, " "], ["12", "13"], ["...", "!!"]]


@pytest.mark.parametrize("texts", ALONE)
def test_short_or_empty_texts_stay_alone(texts):
    assert group_templates(texts).tolist() == [0, 1]


def test_no_text_at_all():
    assert group_templates([]).tolist() == []


def test_a_text_of_five_thousand_words_and_one_of_one():
    long = " ".join(f"mot{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}" for n in range(5_000))
    assert group_templates([long, "bonjour", long.upper() + " fin"]).tolist() == [0, 1, 0]


def test_many_copies_cost_no_more_than_reading_them():
    start = time.process_time()
    assert group_templates(["bonjour à tous et à toutes ici"] * 50_000).max() == 0
    assert time.process_time() - start < 20


def test_many_near_copies_of_one_text_are_no_quadratic_work():
    draw = random.Random(3)
    words = [
        "le",
        "salon",
        "est",
        "calme",
        "et",
        "la",
        "lumière",
        "douce",
        "toute",
        "la",
        "journée",
        "en",
        "semaine",
    ]
    names = [f"{a}{b}{c}" for a in "bcdfg" for b in "aeiou" for c in "lmnrst"]
    texts = [" ".join([*words, draw.choice(names), draw.choice(names)]) for _ in range(6_000)]
    start = time.process_time()
    assert np.bincount(group_templates(texts)).max() > 5_900
    assert time.process_time() - start < 30


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(), max_size=8))
def test_any_texts_have_a_group_from_zero(texts):
    found = group_templates(texts)
    assert len(found) == len(texts)
    assert sorted(set(found.tolist())) == list(range(len(set(found.tolist()))))
