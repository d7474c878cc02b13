"""Territory is a result: no rule takes a town, a station or a street for a person."""

import pytest

from toolkit.anonymise import mask

TOWNS = [
    "Montpellier",
    "Marseille",
    "Aix-en-Provence",
    "Saint-Denis",
    "Lyon",
    "Le Mans",
    "Bordeaux",
    "Cannes",
    "Clermont-Ferrand",
    "Nantes",
    "Ajaccio",
    "Fort-de-France",
    "Barcelona",
    "Lisboa",
    "București",
    "Timișoara",
    "Manchester",
    "Bruxelles",
]
FRAMES = [
    "Contact {}, réponse rapide",
    "Message {} ce soir",
    "Appelez {} et environs",
    "Je suis à {} jusqu'à dimanche",
    "{}, centre ville, calme",
    "Bisous de {}",
    "De passage à {} puis à Lille",
    "Je reçois à {} près de la gare",
    "Une amie à {}",
    "Merci {}",
    "sunt in {} pana duminica",
    "estoy en {} esta semana",
]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("town", TOWNS)
def test_a_town_stays(frame, town):
    text = frame.format(town)
    assert mask([text]) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Salon à deux pas de la rue Victor Hugo, vitrine bleue",
        "près de l'avenue Jean Jaurès, métro Jean Macé",
        "langa strada Mihai Viteazul, in spatele bisericii Sfantul Nicolae",
        "arrêt Saint-Antoine, église Sainte-Marthe",
        "cerca de la plaza Dolores",
    ],
)
def test_what_bears_a_name_on_the_map_stays(text):
    assert mask([text]) == [text]


@pytest.mark.parametrize("name", ["Nancy", "Florence", "Lourdes"])
def test_a_person_who_is_named_like_a_town_is_masked(name):
    assert mask([f"je m'appelle {name}"]) == ["je m'appelle [NOM]"]
