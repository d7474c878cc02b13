import importlib.util
import random
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.duplicates import group_templates, template_slots
from toolkit.duplicates.slot_places import vary
from toolkit.duplicates.slot_spelling import corrections, is_spelling_variant
from toolkit.duplicates.slot_words import kind_in_text, words_of
from toolkit.errors import TableError
from toolkit.schema import SLOTS, WORDINGS, check
from toolkit.text.opaque import OpaqueTextDtype, as_texts, opaque_series

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def corpora():
    name = "duplicates_corpora"
    spec = importlib.util.spec_from_file_location(name, ROOT / f"benchmarks/{name}.py")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules[name]


def said(texts, groups=None):
    """Return what each slot of each text says, and the wordings."""
    found = template_slots(texts, [0] * len(texts) if groups is None else groups)
    check(found.slots, SLOTS)
    check(found.wordings, WORDINGS)
    values = [[] for _ in texts]
    for row, start, end in found.slots[["row", "start", "end"]].itertuples(index=False):
        values[row].append(texts[row][start:end])
    return values, as_texts(found.wordings["wording"])


BOTH = "je reçois dans un lieu calme"
VARY = [
    # a town, an hour, a price
    (["Je suis à Lille ce soir", "Je suis à Lyon ce soir"], [["Lille"], ["Lyon"]]),
    (["dès 8h30 à la gare", "dès 21h à la gare"], [["8h30"], ["21h"]]),
    (["dès 8 h 30 à la gare", "dès 21:15 à la gare"], [["8 h 30"], ["21:15"]]),
    (["le tarif est de 80€ ici", "le tarif est de 120 € ici"], [["80€"], ["120"]]),
    # several words for one
    (
        ["Je viens de Villeneuve d’Ascq ce soir", "Je viens de Lille ce soir"],
        [["Villeneuve d’Ascq"], ["Lille"]],
    ),
    # two slots next to each other
    (
        ["présente lundi 8h à la gare", "présente jeudi 9h à la gare"],
        [["lundi", "8h"], ["jeudi", "9h"]],
    ),
    # sentences in another order
    (
        [f"Je suis à Lille ce soir. {BOTH}.", f"{BOTH} ! Je suis à Lyon ce soir"],
        [["Lille"], ["Lyon"]],
    ),
    # stops lost
    (
        [f"Je suis à Lille ce soir. {BOTH}. à bientôt", f"Je suis à Lyon ce soir {BOTH} à bientôt"],
        [["Lille"], ["Lyon"]],
    ),
    # a header that is a slot alone
    ([f"Lille\n{BOTH}\nà bientôt", f"Lyon\n{BOTH}\nà bientôt"], [["Lille"], ["Lyon"]]),
    # other scripts
    (["مرحبا بكم في باريس اليوم", "مرحبا بكم في ليون اليوم"], [["باريس"], ["ليون"]]),
    (["сегодня я в городе Лилль", "сегодня я в городе Париж"], [["Лилль"], ["Париж"]]),
    (["[TEL] demandez Rose merci", "[MAIL] demandez Rose merci"], [["[TEL]"], ["[MAIL]"]]),
]


@pytest.mark.parametrize(("texts", "values"), VARY)
def test_what_varies_is_a_slot(texts, values):
    assert said(texts)[0] == values


FIXED = [
    # dress and spelling
    ["Où êtes-vous à midi ?", "OU ETES VOUS A MIDI"],
    ["le quartier est calme", "le quariter est calme"],
    ["un rendez vous ce soir", "un rendezvous ce soir"],
    ["à bientôt chez moi 😀", "à bientôt ✨ chez moi !!"],
    # a sentence added, a sentence lost
    [f"{BOTH}. À bientôt. Il y a du thé.", f"{BOTH}. À bientôt."],
    [f"{BOTH}. Le bus passe devant. À bientôt.", f"{BOTH}. Il y a du thé. À bientôt."],
    # the same value everywhere
    ["dès 8h à Lille", "Dès 8h à Lille !"],
    # one edit among many texts
    [*(f"{BOTH} {'!' * n}" for n in range(9)), "je reçois dans un endroit calme"],
    # a passing phrase of two texts among many
    [
        *(f"{BOTH}. à bientôt {'!' * n}" for n in range(8)),
        f"{BOTH}. Je prends le bus de Lille. à bientôt",
        f"{BOTH}. Je prends le bus de Lyon. à bientôt",
    ],
    ["😀😀", "❤"],
    ["", " "],
    ["bonjour", "bonjour"],
]


@pytest.mark.parametrize("texts", FIXED)
def test_what_is_fixed_or_passing_is_no_slot(texts):
    assert not any(said(texts)[0])


def test_the_wording_is_what_they_share():
    texts = ["Bonjour ! Je suis à Lille. Il y a du thé.", "Bonjour ! Je suis à Lyon."]
    assert said(texts)[1] == ["Bonjour ! Je suis à […]."]
    three = ["😀 Dès 8h à Lille.", "Dès 9h à Lyon.", "Dès 9h à Metz."]
    assert said(three)[1] == ["Dès […] à […]."]


def test_wordings_are_counted_and_opaque():
    found = template_slots(["a b c", "a b c", "a b d", "seul"], [4, 4, 4, 9])
    assert found.wordings[["group", "n_ads", "n_texts"]].values.tolist() == [[4, 3, 2]]
    assert found.wordings["wording"].dtype == OpaqueTextDtype()
    assert "[…]" not in repr(found) + repr(found.wordings)
    assert found.slots["row"].tolist() == [0, 1, 2]
    assert found.slots["slot"].tolist() == [0, 0, 0]


KINDS = [
    ("je suis à Lille ce soir", "Lille", "name"),
    ("je suis à LILLE ce soir", "LILLE", "words"),
    ("dès 8h30 ce soir", "8h30", "hour"),
    ("pour 80 euros", "80", "price"),
    ("pour 80€ net", "80€", "price"),
    ("à 5 minutes", "5", "number"),
    ("appelez le [TEL] vite", "[TEL]", "mask"),
    ("le lundi seulement", "lundi", "words"),
]


@pytest.mark.parametrize(("text", "value", "kind"), KINDS)
def test_kinds_are_told_by_form(text, value, kind):
    start = text.index(value)
    assert kind_in_text(text, start, start + len(value), first=False) == kind


def test_groups_are_checked():
    for groups in ([0], [0, 0, 0], [0.5, 1.0], ["a", "b"], [[0, 0]]):
        with pytest.raises(TableError, match="one whole number per text"):
            template_slots(["a", "b"], groups)
    assert template_slots([], []).slots.empty
    assert len(template_slots(["a"], np.array([3])).wordings) == 0


def test_columns_and_tables_give_the_same():
    texts = ["Je suis à Lille ce soir", "Je suis à Lyon ce soir", "seul"]
    one = template_slots(texts, [0, 0, 1])
    for form in (opaque_series(texts), pd.DataFrame({"text": opaque_series(texts)})):
        pd.testing.assert_frame_equal(template_slots(form, pd.Series([0, 0, 1])).slots, one.slots)


def test_spellings():
    assert is_spelling_variant("rendez vous", "rendezvous")
    for one, other in [("8h", "9h"), ("lola", "lina"), ("nina", "lina"), ("le", "la")]:
        assert not is_spelling_variant(one, other)
    assert corrections(Counter({"lundi": 4, "jeudi": 3}), 7) == {}
    assert not vary(Counter({"calme": 20, "tranquille": 1}))


def _tokens(text, spans):
    words = words_of(text)
    return {
        start
        for start, end in zip(words.starts, words.ends, strict=True)
        if any(start < last and first < end for first, last in spans)
    }


def _f1(corpus, groups):
    found = template_slots(corpus.texts, groups).slots
    spans = [[] for _ in corpus.texts]
    for row, start, end in found[["row", "start", "end"]].itertuples(index=False):
        spans[row].append((start, end))
    sizes = Counter(corpus.groups)
    right = guessed = true = 0
    for text, group, wanted, given_spans in zip(
        corpus.texts, corpus.groups, corpus.slots, spans, strict=True
    ):
        if sizes[group] > 1:
            truth, guess = _tokens(text, wanted), _tokens(text, given_spans)
            right, guessed, true = (
                right + len(truth & guess),
                guessed + len(guess),
                true + len(truth),
            )
    return 2 * right / (guessed + true)


@pytest.mark.parametrize("stock", [False, True])
@pytest.mark.parametrize("words", ["shared", "invented"])
@pytest.mark.parametrize("level", ["easy", "medium", "hard"])
def test_planted_slots_are_found(corpora, level, words, stock):
    corpus = corpora.make(600, level, seed=5, words=words, stock=stock)
    assert _f1(corpus, corpus.groups) >= 0.85


def test_planted_slots_are_found_in_the_groups_of_the_toolkit(corpora):
    corpus = corpora.make(600, "medium", seed=6)
    assert _f1(corpus, group_templates(corpus.texts)) >= 0.85


def test_the_order_of_the_texts_does_not_matter(corpora):
    corpus = corpora.make(300, "hard", seed=7, stock=True)
    order = list(range(300))
    random.Random(8).shuffle(order)
    one = template_slots(corpus.texts, corpus.groups)
    other = template_slots([corpus.texts[i] for i in order], [corpus.groups[i] for i in order])
    moved = other.slots.assign(row=np.array(order)[other.slots["row"]])
    moved = moved.sort_values(["row", "start"], ignore_index=True)
    pd.testing.assert_frame_equal(moved, one.slots)
    assert as_texts(one.wordings["wording"]) == as_texts(other.wordings["wording"])


def test_many_copies_cost_no_more_than_reading_them():
    start = time.process_time()
    found = template_slots(["bonjour à tous et à toutes ici"] * 50_000, [0] * 50_000)
    assert found.wordings["n_ads"].tolist() == [50_000]
    assert time.process_time() - start < 5


def test_a_large_group_costs_in_proportion():
    texts = [f"Je suis à ville{n} ce soir. {BOTH}. Il y a du thé numéro {n}." for n in range(5_000)]
    start = time.process_time()
    found = template_slots(texts, [0] * 5_000)
    assert found.slots["row"].value_counts().eq(2).all()
    assert time.process_time() - start < 20


def test_a_large_group_of_unrelated_texts_costs_in_proportion():
    draw = random.Random(10)
    texts = [
        " ".join("".join(draw.choices("abcdefghijklmno", k=7)) for _ in range(30))
        for _ in range(3_000)
    ]
    start = time.process_time()
    assert template_slots(texts, [0] * 3_000).slots.empty
    assert time.process_time() - start < 20


def test_long_texts():
    draw = random.Random(9)
    words = ["".join(draw.choices("abcdefghij", k=6)) for _ in range(5_000)]
    texts = [" ".join([*words[:3_000], town, *words[3_000:]]) for town in ("Lille", "Lyon")]
    start = time.process_time()
    assert said(texts)[0] == [["Lille"], ["Lyon"]]
    assert time.process_time() - start < 10


PIECES = st.sampled_from(
    [
        "à Lille",
        "Lyon",
        "8h30",
        "12",
        "80 €",
        ". ",
        "!",
        "\n",
        "😀",
        "[TEL]",
        "bonjour",
        "le",
        "مرحبا",
        "น้ำ",
    ]
)
TEXTS = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=12).map(" ".join))


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(TEXTS, st.integers(0, 2)), max_size=9))
def test_slots_lie_inside_their_text_and_never_overlap(pairs):
    texts, groups = [text for text, _ in pairs], [group for _, group in pairs]
    slots = template_slots(texts, np.array(groups, dtype=np.int64)).slots
    assert not slots.duplicated(["row", "slot"]).any()
    last = {}
    for row, group, _, start, end, _ in slots.itertuples(index=False):
        assert last.get(row, 0) <= start < end <= len(texts[row])
        assert group == groups[row]
        last[row] = end
    assert slots["row"].is_monotonic_increasing
