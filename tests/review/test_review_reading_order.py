import dataclasses

import pandas as pd
import pytest

from tests.review.small_corpus import BOOK, annotated
from toolkit.errors import OptionError, TableError
from toolkit.review.coding.reading_order import LEAST_OF_EACH, ReadingOrder, reading_order
from toolkit.review.sampling.design import MOST_TEXTS
from toolkit.review.sampling.drawing import review_sample

THERE, ELSE = "je suis de passage en ville, semaine {}", "je reçois sur rendez-vous, jour {}"
N = 60


@pytest.fixture(scope="module")
def study():
    return annotated([(THERE if i % 3 == 0 else ELSE).format(i) for i in range(N)])


@pytest.fixture(scope="module")
def key():
    rows = [(f"{i:03d}", f"secret{i}", "random", "all", 1.0) for i in range(N)]
    return pd.DataFrame(rows, columns=["item", "ad_id", "design", "stratum", "weight"])


def _codes(numbers, coder="A", indicator="MOV.TOURING", code=None):
    rows = [
        (f"{i:03d}", coder, indicator, code or ("present" if i % 3 == 0 else "absent"))
        for i in numbers
    ]
    return pd.DataFrame(rows, columns=["item", "coder", "indicator", "code"])


def test_it_orders_what_is_left_and_says_nothing_else(study, key):
    order = reading_order(study, key, _codes(range(30)), indicator="MOV.TOURING")
    assert sorted(order.items) == [f"{i:03d}" for i in range(30, N)]
    assert (order.n_coded, order.n_present) == (30, 10)
    assert repr(order) == "ReadingOrder(MOV.TOURING, 30 texts to code)"
    names = {field.name for field in dataclasses.fields(ReadingOrder)}
    assert names == {"indicator", "items", "n_coded", "n_present", "lang"}
    assert {type(item) for item in order.items} == {str}


def test_what_the_model_hesitates_on_comes_first_not_what_is_most_likely(key):
    texts = [(THERE if i % 3 == 0 else ELSE).format(i) for i in range(N)]
    texts[45] = "je suis de passage en ville, je reçois sur rendez-vous"
    order = reading_order(annotated(texts), key, _codes(range(30)), indicator="MOV.TOURING")
    assert order.items[0] == "045"


def test_the_same_codes_give_the_same_order(study, key):
    call = {"indicator": "MOV.TOURING"}
    assert reading_order(study, key, _codes(range(30)), **call) == reading_order(
        study, key, _codes(range(30)).sample(frac=1, random_state=1), **call
    )


@pytest.mark.parametrize("indicator", ["MIN.FIRST_18", "MIN.AGE_STATED_LT18", "MIN.SCHOOL_REF"])
def test_possible_minority_has_no_order(study, key, indicator):
    codes = _codes(range(30), indicator=indicator)
    with pytest.raises(OptionError, match="possible minority"):
        reading_order(study, key, codes, indicator=indicator)


def test_an_own_indicator_of_that_family_or_name_has_none_either(key):
    from toolkit.indicators import Codebook

    for changes in ({"id": "OWN.X"}, {"id": "MIN.OWN", "family": "movement"}):
        own = dataclasses.replace(BOOK["MIN.FIRST_18"], **changes)
        study = annotated([ELSE] * N, codebook=Codebook((own,)))
        with pytest.raises(OptionError, match="possible minority"):
            reading_order(study, key, _codes(range(30)), indicator=own.id)


def test_too_few_codes_teach_nothing(study, key):
    few = _codes(range(3 * LEAST_OF_EACH - 3))
    assert few["code"].eq("present").sum() == LEAST_OF_EACH - 1
    for codes in (few, few.head(0), _codes(range(30), indicator="AVL.H24")):
        with pytest.raises(TableError, match="in the order of the sample"):
            reading_order(study, key, codes, indicator="MOV.TOURING")


def test_texts_on_which_coders_differ_teach_nothing_and_are_not_left(study, key):
    both = pd.concat([_codes(range(30)), _codes(range(20, 30), coder="B", code="unsure")])
    order = reading_order(study, key, both, indicator="MOV.TOURING")
    assert order.n_coded == 20
    assert len(order.items) == 30


def test_only_a_review_sample_of_this_corpus_is_ordered(study, key):
    codes = _codes(range(30))
    hidden = dataclasses.replace(study, corpus=study.corpus.assign(quarantined=True))
    twice = pd.concat([key, key.head(1)])
    for corpus, sample in (
        (study, key.assign(ad_id="elsewhere")),
        (hidden, key),
        (study, twice),
        (study, pd.concat([key] * 7)),
        (study, key[["item", "ad_id"]]),
    ):
        with pytest.raises(TableError):
            reading_order(corpus, sample, codes, indicator="MOV.TOURING")
    with pytest.raises(TableError, match="other samples"):
        reading_order(study, key.tail(50), codes, indicator="MOV.TOURING")


def test_more_texts_than_a_sample_holds_are_refused():
    texts = [ELSE.format(i) for i in range(MOST_TEXTS + 1)]
    rows = [(f"{i:03d}", f"secret{i}", "random", "all", 1.0) for i in range(len(texts))]
    key = pd.DataFrame(rows, columns=["item", "ad_id", "design", "stratum", "weight"])
    study = annotated(texts)
    with pytest.raises(TableError, match=f"{MOST_TEXTS} texts at most"):
        reading_order(study, key, _codes(range(30)), indicator="MOV.TOURING")
    order = reading_order(study, key.head(MOST_TEXTS), _codes(range(30)), indicator="MOV.TOURING")
    assert len(order.items) == MOST_TEXTS - 30


def test_when_all_is_coded_nothing_is_left(study, key):
    assert reading_order(study, key, _codes(range(N)), indicator="MOV.TOURING").items == ()


def test_a_sample_as_it_is_drawn_is_taken(study, tmp_path):
    from toolkit.review.sampling.design import SampleDesign

    sample = review_sample(
        study,
        40,
        indicators=["MOV.TOURING"],
        reason="essai",
        out=tmp_path / "out",
        design=SampleDesign(journal=tmp_path / "j.csv", seed=1),
    )
    numbers = sample.key["ad_id"].str.removeprefix("secret").astype(int)
    codes = pd.DataFrame(
        {
            "item": sample.key["item"],
            "coder": "A",
            "indicator": "MOV.TOURING",
            "code": ["present" if n % 3 == 0 else "absent" for n in numbers],
        }
    ).head(30)
    order = reading_order(study, sample, codes, indicator="MOV.TOURING")
    assert set(order.items) == set(sample.key["item"].tail(10))


def test_how_to_read_it_warns_of_frequencies(study, key):
    order = reading_order(study, key, _codes(range(30)), indicator="MOV.TOURING")
    assert "31\u00a0%" in order.how_to_read
    english = dataclasses.replace(order, lang="en").how_to_read
    assert "Never read a frequency" in english
    assert "30 coded texts" in english
