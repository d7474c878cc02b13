import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import CodeError, TableError
from toolkit.territory import (
    assign_departement,
    check_departements,
    departement_name,
    departements,
    find_places,
    read_place_column,
)
from toolkit.territory.names import index
from toolkit.territory.outlines import departement_outlines

EXAMPLES = [
    ("de passage à Lille", ["59350"]),
    ("paris 18, proche metro", ["75118"]),
    ("Paris XIe", ["75111"]),
    ("lyon 3eme", ["69383"]),
    ("75019 au calme", ["75119"]),
    ("Vienne (38)", ["38544"]),
    ("Laval 53", ["53130"]),
    ("06 Cannes", ["06029"]),
    ("gap05", ["05061"]),
    ("dans le 64 et le 40", ["64", "40"]),
    ("92 nord", ["92"]),
    ("dans la Creuse", []),
    ("dans la Creuse, à Guéret", ["23096"]),
    ("Asnières s/Seine", ["92004"]),
    ("Je reste au Mans", ["72181"]),
    ("à Montpelier", ["34172"]),
    ("Kourou (973)", ["97304"]),
    ("Corte 2B", ["2B096"]),
]
NEUTRAL = [
    "ça n'a pas de sens",
    "au bar de l'hôtel",
    "90 pour une heure",
    "j'ai 31 ans",
    "de 14h à 20h",
    "3e étage porte 12",
    "appel [TEL] sur le 07",
    "savon de Marseille fourni",
    "Bruxelles puis Genève",
    "pas à Lille",
    "pas de sms, réponse dans la journée",
]


def test_the_gazetteer_holds_what_is_known():
    table = departements()
    assert len(table) == 101
    assert table["code"].map(type).eq(str).all()
    assert {"01", "2A", "974"} <= set(table["code"])
    assert index().populations["75056"] == 2_103_778


def test_outlines_cover_the_101_departements():
    outlines = departement_outlines()
    assert set(outlines) == set(departements()["code"])
    for rings in outlines.values():
        assert rings
        assert all(ring.shape[0] >= 4 and np.array_equal(ring[0], ring[-1]) for ring in rings)


@pytest.mark.parametrize(("code", "closest"), [(1, '"01"'), ("1", '"01"'), ("2a", '"2A"')])
def test_codes_that_are_not_text_or_unknown_are_refused(code, closest):
    with pytest.raises(CodeError, match=closest):
        check_departements([code])


def test_good_codes_come_back_unchanged():
    assert check_departements(("01", "2A", "974")) == ("01", "2A", "974")
    assert departement_name("974") == "La Réunion"


@pytest.mark.parametrize(("text", "codes"), [case for case in EXAMPLES if case[1]])
def test_examples(text, codes):
    assert find_places([text])["code"].tolist() == codes


@pytest.mark.parametrize("text", NEUTRAL)
def test_no_place_on_neutral_lines(text):
    assert len(find_places([text])) == 0


def test_a_homonym_without_context_stays_open_with_its_candidates():
    found = find_places(["St-Quentin, rendez-vous"])
    assert found["code"].isna().all()
    assert {"02691", "38449"} <= set(found["candidates"].iloc[0])


def test_a_region_lists_its_departements():
    found = find_places(["partout en Île-de-France"])
    assert found["level"].tolist() == ["region"]
    assert "93" in found["candidates"].iloc[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=3))
def test_any_text_is_read_and_offsets_are_valid(texts):
    for found in find_places(texts).itertuples():
        assert 0 <= found.start < found.end <= len(texts[found.row])


def test_the_place_column_wins_over_the_text():
    table = assign_departement(["je suis à Lille"] * 3, places=["Lyon", "", None])
    assert table["departement"].tolist() == ["69", "59", "59"]


def test_several_departements_are_ambiguous_and_none_is_chosen():
    table = assign_departement(["Lille puis Brest", "rien", "Nantes"])
    assert table["place_status"].tolist() == ["ambiguous", "unknown", "stated"]
    assert table["departement"].isna().tolist() == [True, True, False]


def test_structured_values():
    values = ["59", "Paris 75011", "Creuse", "Hauts-de-Seine", "Sens", pd.NA]
    table = read_place_column(pd.Series(values, dtype="str"))
    assert table["departement"].fillna("-").tolist() == ["59", "75", "23", "92", "89", "-"]


def test_a_place_column_of_another_length_is_refused():
    with pytest.raises(TableError, match="one value per text"):
        assign_departement(["a"], places=["Lyon", "Lille"])
