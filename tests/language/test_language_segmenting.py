import pytest

from toolkit.language import identify_language, language_segments

FRENCH = "Bonjour, je suis disponible tous les jours de la semaine."
ROMANIAN = "Vorbesc puțin franceza, vă rog să scrieți în limba mea."
SPANISH = "También hablo español y respondo por la tarde."


@pytest.mark.parametrize(
    ("parts", "languages"),
    [
        ((FRENCH, ROMANIAN), ["fr", "ro"]),
        ((ROMANIAN, FRENCH), ["ro", "fr"]),
        ((FRENCH, SPANISH, FRENCH), ["fr", "es", "fr"]),
        ((FRENCH, "Я доступна каждый день и говорю по русски."), ["fr", "ru"]),
        ((FRENCH, "wallah rani 9rib men la gare w n9dar nhdar bel 3arbia"), ["fr", "ar-Latn"]),
    ],
)
def test_each_switch_is_found_where_it_is(parts, languages):
    text = " ".join(parts)
    found = language_segments([text])
    assert found["language"].tolist() == languages
    assert found["start"].iloc[0] == 0
    assert found["end"].iloc[-1] == len(text)
    assert found["start"].tolist()[1:] == found["end"].tolist()[:-1]
    edge = 0
    for part, start in zip(parts, found["start"], strict=True):
        assert abs(int(start) - edge) <= 6
        edge += len(part) + 1
    assert identify_language([text]).loc[0, "status"] == "mixed"


@pytest.mark.parametrize(
    "text",
    [
        "Good evening, you will find me in Saint-Denis de La Réunion, near the centre of the town.",
        "Hallo, ich bin in Aix-en-Provence, nahe dem Zentrum, jeden Tag von Montag bis Freitag.",
        FRENCH + " Merci et bonne journée à toutes et à tous.",
        "salam, rani 9rib men la gare, n9dar nhdar bel 3arbia, 3ayetli 9bel ma tji",
        "Bonjour, appelez le [TEL] ou écrivez à [COURRIEL], je réponds le soir.",
    ],
)
def test_a_place_or_a_mask_is_no_switch(text):
    assert len(language_segments([text])) == 1


def test_places_are_those_of_the_text_as_given():
    text = FRENCH.replace("é", "e\u0301") + " " + ROMANIAN
    found = language_segments(["Une autre annonce, plus courte que la suivante.", text])
    start = int(found.loc[2, "start"])
    assert abs(start - text.index("Vorbesc")) <= 3
    assert int(found.loc[2, "end"]) == len(text)
