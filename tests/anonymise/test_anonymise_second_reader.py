"""What the learned second reader promises, whatever it has learnt."""

import itertools
import json
import random
from importlib import resources

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.anonymise import adversary
from tests.anonymise.marks import AUTHORS, author_lines
from tests.anonymise.test_anonymise import RECORD
from toolkit.anonymise import anonymise, find_identifiers, mask
from toolkit.anonymise.detectors import find_in, find_in_view
from toolkit.anonymise.doubts import doubts
from toolkit.anonymise.masking import PLACEHOLDERS
from toolkit.anonymise.reader import words as reader_words
from toolkit.anonymise.reader.features import BITS, bags_of, features_of, pieces_of, sums_of_pieces
from toolkit.anonymise.reader.reading import read_again, read_all, still_shows
from toolkit.anonymise.reader.table import table_of
from toolkit.anonymise.reader.tokens import KINDS, MASKS, tokens_of
from toolkit.anonymise.reader.weights import likely_kinds, load_weights
from toolkit.anonymise.seeing import view_of

FILES = resources.files("toolkit.anonymise") / "words"
# what the rules cannot read, from what authors taught: here in other words
ADDED = {
    "dis-le tout haut : zéro sis trant nèf katrévendizwit ven sink douz": "PHONE",
    "📧 lune🔵claire⚪at⚪exemple⚪point⚪com sans les ronds": "EMAIL",
}
CLEAN = [
    "30 min 50, 45 min 70, 1h 90, 1h30 130, 2h 160, pas de négociation",
    "tarifs : 80/120/200/300, nuit 600, acompte de 20 %",
    "j'ai 24 ans, 1m68, 55 kg, taille 38, yeux verts",
    "ouvert de 10h à 20h, le dimanche de 14h30 à 18h",
    "disponible du 3 au 9 novembre, puis du 12/12 au 20/12",
    "je reçois à Aix-en-Provence, Lyon 3 et Saint-Étienne",
    "entre las seis y las ocho, treinta euros la hora",
    "two rooms, 550 a month, ten minutes from the station",
    "das sete às nove, quarenta euros, fecha ao domingo",
    "de luni pana vineri intre 9 si 17, 150 lei ora",
    "pas d'insta ni de téléphone, écrivez par le bouton du site",
]
PIECES = st.sampled_from(
    ["06", "39", "puis", "zéro", "trant nèf", "insta", "lune_claire", "arobase", "point", "com"]
) | st.sampled_from(
    ["[TEL]", "[COMPTE]", "80", "€", "⚪", "at", "exemple", ",", "(", "le mot", "snap", "Belle"]
)


def test_masks_are_those_of_masking():
    assert {written.lower(): kind for kind, written in PLACEHOLDERS.items()} == MASKS


@pytest.mark.parametrize(("text", "kind"), ADDED.items())
def test_it_reads_what_the_rules_do_not(text, kind):
    rules = find_in_view(view_of(text))
    added = [hit for hit in find_in(text) if hit not in rules]
    assert kind in {hit.type for hit in added}
    assert all(hit.obscured for hit in added if hit.type in {"PHONE", "EMAIL"})


@pytest.mark.parametrize("text", CLEAN)
def test_clean_lines_stay(text):
    assert mask([text]) == [text]
    assert not doubts(text)


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=16), st.sampled_from([" ", "", " , ", "\n"]))
def test_masking_twice_changes_nothing(pieces, gap):
    once = mask([gap.join(pieces)])
    assert mask(once) == once


def test_masking_what_people_wrote_twice_changes_nothing():
    texts = [text for name in "cgkmn" for _, text, _ in author_lines(name)]
    texts += [adversary.phone(seed)[0] for seed in range(200)]
    once = mask(texts)
    assert mask(once) == once


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=40), st.lists(PIECES, max_size=8))
def test_the_rules_stay_and_spans_are_inside(noise, pieces):
    view = view_of(noise + " ".join(pieces) + noise)
    rules = find_in_view(view)
    found = read_again(view, rules)
    assert set(rules) <= set(found)
    assert all(0 <= hit.start < hit.end <= len(view.given) for hit in found)
    assert all(hit.end <= after.start for hit, after in itertools.pairwise(found))
    assert {hit.type for hit in found if hit not in rules} <= set(KINDS[1:-1])


def test_a_text_is_read_alike_in_any_batch():
    texts = [text for _, text, _ in author_lines("n")]
    shuffled = random.Random(5).sample(range(len(texts)), len(texts))
    whole = mask(texts)
    assert mask([texts[at] for at in shuffled]) == [whole[at] for at in shuffled]
    assert [mask([text])[0] for text in texts[:40]] == whole[:40]


def test_what_is_read_once_is_not_read_otherwise_later():
    view = view_of("dis-le : zéro sis trant nèf, ou sur insta le mot lune")
    first = read_again(view, [])
    shown = still_shows(view)
    assert read_again(view, []) == first
    assert still_shows(view) == shown == still_shows(view_of(view.given))


def test_texts_are_read_together_as_they_are_read_alone():
    texts = [*ADDED, "", "[TEL]", "é" * 40, *CLEAN, "💋 !!", *(t for _, t, _ in author_lines("n"))]
    views = [view_of(text) for text in texts]
    rules = [find_in_view(view) for view in views]
    alone = [read_again(view_of(text), found) for text, found in zip(texts, rules, strict=True)]
    assert read_all(views, rules) == alone
    read_all(views, [[] for _ in views])
    assert [*map(still_shows, views)] == [still_shows(view_of(text)) for text in texts]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=8))
def test_pieces_are_summed_as_they_are_listed(words):
    weights = load_weights().packed
    sums = sums_of_pieces([word or "-" for word in words], weights)
    listed = [weights[pieces_of(word or "-")].sum(axis=0) for word in words]
    assert (sums == np.array(listed)).all()


def test_only_words_of_the_lists_are_kept_from_one_text_to_the_next():
    mask(["sur insta : lunevelours19, ou 0639981234, demande Zorbulette"])
    kept = {*reader_words._kept(), *load_weights().kept}
    assert "insta" in kept
    assert kept - {reader_words.NO_WORD} <= reader_words.shipped_words()


def test_texts_without_words_are_read():
    assert mask(["", "💋 !!", "[TEL]"]) == ["", "💋 !!", "[TEL]"]
    assert not still_shows(view_of(""))


def test_likelihoods_add_up_and_masks_are_nothing():
    view = view_of("tel 06 39 98 12 34 ou insta lune")
    tokens = tokens_of(view, find_in_view(view))
    likely = likely_kinds(table_of(tokens), load_weights())
    assert np.allclose(likely.sum(axis=1), 1)
    assert all(likely[at, 0] == 1 for at, token in enumerate(tokens) if token.mask)


def test_features_are_inside_their_tables():
    view = view_of("Écris à lune⚪at⚪exemple 06")
    tokens = tokens_of(view, [])
    features = [
        features_of(table_of(tokens)).ravel(),
        *(pieces_of(token.word) for token in tokens),
    ]
    assert min(map(np.min, features)) >= 0
    assert max(map(np.max, features)) < 1 << BITS
    assert bags_of(table_of(tokens))[0].max() < load_weights().bag.size


def test_what_it_adds_is_masked_and_counted_but_links_nothing():
    text = next(iter(ADDED))
    ads = pd.DataFrame(
        {
            "ad_id": ["a", "b"],
            "platform": ["x", "x"],
            "posted_at": pd.to_datetime(["2024-01-01", "2024-01-02"]),
            "text": [text, text],
            "place": [None, None],
            "advertiser_ref": [None, None],
        }
    ).astype({"place": "str", "advertiser_ref": "str"})
    made = anonymise(ads, record=RECORD)
    table = pd.concat([made.corpus, made.quarantine])
    assert made.masks["type"].tolist() == ["PHONE", "PHONE"]
    assert table["advertiser"].isna().all()
    assert table["contact_obscured"].all()


def test_what_it_learnt_is_small_and_names_its_lines():
    told = json.loads((FILES / "second_reader.json").read_text(encoding="utf-8"))
    size = len((FILES / "second_reader.npz").read_bytes())
    assert size < 1_000_000
    authors = {path.stem for path in AUTHORS.glob("*.tsv")}
    # nobody reads the author "o": not even a program that learns
    assert "o" in authors
    assert "o" not in told["trained_on"]
    assert "Learned" in (FILES / "second_reader.md").read_text(encoding="utf-8")
    weights = load_weights()
    assert (weights.words == np.round(weights.words)).all()
    assert abs(weights.words).max() <= 127


def test_identifiers_are_a_table_with_both_readers():
    found = find_identifiers([*ADDED, "tarif 80"])
    assert set(found["row"]) == {0, 1}
