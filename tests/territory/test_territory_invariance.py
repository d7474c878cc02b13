"""The same place, however it is typed; and hard wordings, one rule each."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.territory import find_places

TOWNS = {
    "Saint-Étienne": "42218",
    "Aix-en-Provence": "13001",
    "La Roche-sur-Yon": "85191",
    "Villeneuve-d'Ascq": "59009",
    "Clermont-Ferrand": "63113",
    "Châteauroux": "36044",
    "Bourg-en-Bresse": "01053",
    "Besançon": "25056",
    "Sainte-Maxime": "83115",
    "L'Haÿ-les-Roses": "94038",
}


def plain(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


WAYS = {
    "upper": str.upper,
    "lower": str.lower,
    "no accent": plain,
    "spaces": lambda t: t.replace("-", " ").replace("'", " "),
    "curly": lambda t: t.replace("'", "’"),
    "decomposed": lambda t: unicodedata.normalize("NFD", t),
    "pin": lambda t: f"📍{t}",
    "emoji": lambda t: f"{t}🌸🌸",
    "hashtag": lambda t: f"#{t}",
    "st": lambda t: t.replace("Saint-", "St ").replace("Sainte-", "Ste "),
    "contact": lambda t: f"{t} [TEL]",
    "sentence": lambda t: f"je suis à {t} jusqu'à jeudi",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("town", TOWNS)
def test_a_town_is_the_same_however_it_is_typed(town, way):
    assert find_places([WAYS[way](town)])["code"].tolist() == [TOWNS[town]]


READ = [
    ("Paris 18ème", "75118"),
    ("Paris XVIII", "75118"),
    ("18e arr de Paris", "75118"),
    ("paname 18", "75118"),
    ("Marseille 8e", "13208"),
    ("33 000 Bordeaux", "33063"),
    ("F-75011", "75111"),
    ("Liiiille", "59350"),
    ("saintetienne", "42218"),
    ("SurLyonCeSoir", "69123"),
    ("clermont ferand", "63113"),
    ("Saint-Denis de la Réunion", "97411"),
    ("Olonne sur Mer", "85194"),
    ("Cherbourg-Octeville", "50129"),
    ("Rochelle centre", "17300"),
    ("tout le Var", "83"),
    ("le neuf trois", "93"),
    ("34 et alentours", "34"),
    ("en Bayona hasta el lunes", "64102"),
]


@pytest.mark.parametrize(("text", "code"), READ)
def test_hard_wordings_are_read(text, code):
    assert code in find_places([text])["code"].tolist()


REFUSED = [
    "j'ai quitté Nantes",
    "je ne me déplace pas à Lille",
    "pas de déplacement sur Paris",
    "originaire de Strasbourg",
    "ancienne prof à Toulon",
    "rue de Lille",
    "moutarde de Dijon",
    "no voy a Lyon",
    "not in Marseille",
    "nu merg la Lille",
    "sauf Lens, Lille et Douai",
    "66111 Saarbrücken",
    "Genève, Lausanne",
    "[TEL] 59",
    "bords de Loire",
    "mai ales seara",
]


@pytest.mark.parametrize("text", REFUSED)
def test_refused_places_origins_and_things_are_not_asserted(text):
    assert find_places([text])["code"].isna().all()


AMBIGUOUS = {
    "je suis à Saint-Denis": {"93066", "97411"},
    "secteur 48250": {"48086"},
    "Vitry, proche gare": {"94081", "51649"},
    "à Villeneuve": {"59009", "47323"},
    "hotel roissy": {"77", "93", "95"},
    "à Nogent": {"94052", "60463"},
}


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_homonyms_are_said_to_be_open_with_their_candidates(text):
    found = find_places([text])
    assert found["code"].isna().all()
    assert AMBIGUOUS[text] <= {code for held in found["candidates"] for code in held}


def test_context_settles_a_homonym():
    codes = find_places(["Vitry, RER C", "Clermont dans l'Oise", "Saint-Denis 93"])["code"]
    assert {"94081", "60", "93066"} <= set(codes.dropna())


TYPED = (
    "à sur Paris 18 (93) 33 000 75011 le neuf trois st ste La Lille, [TEL] 06 - / 2a pas sauf"
    " Ré \n 📍 Nice nord arr e XVIII p18 97411 du Var 12h 50€ œ é"
)
WORDS = st.sampled_from(TYPED.split(" "))


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_any_mix_of_cues_is_read_and_offsets_are_valid(text):
    for found in find_places([text]).itertuples():
        assert 0 <= found.start < found.end <= len(text)
        assert found.code != found.code or isinstance(found.code, str)
