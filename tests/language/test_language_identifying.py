import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.language import identify_language, language_name, language_segments, languages
from toolkit.language.backend import eld_detector, eldc_detector
from toolkit.language.cleaning import clean_texts
from toolkit.language.reading import read_batch, readers_with
from toolkit.schema import LANGUAGE_STATUSES
from toolkit.text.opaque import opaque_series

SENTENCES = {
    "fr": "Bonjour, je reçois chez moi tous les jours de la semaine, à bientôt.",
    "en": "Good evening, I am available every day of the week in a quiet place.",
    "es": "Buenas tardes, estoy disponible todos los días en un lugar tranquilo.",
    "pt": "Boa tarde, estou disponível todos os dias da semana num lugar calmo.",
    "ro": "Bună ziua, sunt disponibilă în fiecare zi într-un loc liniștit, vă aștept.",
    "it": "Buonasera, sono disponibile tutti i giorni della settimana in un luogo tranquillo.",
    "ru": "Добрый день, я доступна каждый день недели в спокойном месте.",
    "ar": "مساء الخير أنا متاحة كل يوم من أيام الأسبوع في مكان هادئ",
    "zh": "你好，我每天都有空，地方很安静，欢迎联系我。",
    "sh": "Dobar dan, dostupna sam svaki dan u tjednu na mirnom mjestu, vidimo se.",
}


DETECTORS = pytest.mark.parametrize("make", [eldc_detector, eld_detector])


@pytest.mark.parametrize("code", SENTENCES)
@DETECTORS
def test_both_detectors_know_plain_sentences(make, code):
    found = make()
    scores = found.rank(clean_texts([SENTENCES[code]])[0])
    assert found.codes[max(scores, key=scores.get)] == code


@DETECTORS
def test_the_whole_chain_works_on_both_detectors(make):
    using = readers_with(make())
    reading = read_batch(list(SENTENCES.values()), using)
    best = reading.chances.argmax(axis=1)
    assert [using.pool.classes[column] for column in best] == list(SENTENCES)
    assert (reading.chances.max(axis=1) > 0.9).all()
    assert reading.chances.sum(axis=1) == pytest.approx(1)


ROMANISED = {
    "ar-Latn": "salam, rani 9rib men la gare, n9dar nhdar bel 3arbia, 3ayetli 9bel ma tji",
    "ru-Latn": "dobryy den, ya dostupna kazhdyy den nedeli v spokoynom meste",
    "el-Latn": "kalimera, eimai diathesimi kathe mera tis evdomadas se isixo meros",
    "bg-Latn": "dobar den, na razpolozhenie sam vseki den ot sedmitsata na spokoyno myasto",
}


@pytest.mark.parametrize("code", ROMANISED)
def test_romanised_text_is_recognised_as_such(code):
    found = identify_language([ROMANISED[code], ROMANISED[code].upper()])
    assert found["language"].tolist() == [code, code]


@pytest.mark.parametrize("code", [code for code in SENTENCES if code not in ("ru", "ar", "zh")])
def test_latin_text_is_never_called_romanised(code):
    found = identify_language([SENTENCES[code], clean_texts([SENTENCES[code]])[0]])
    assert not found["language"].str.endswith("-Latn").any()


@given(st.sampled_from(sorted(SENTENCES)), st.integers(0, 40))
def test_confidence_grows_out_of_words_not_of_decoration(code, count):
    plain, dressed = SENTENCES[code], "✨" * count + SENTENCES[code] + " 100€" * count
    found = identify_language([plain, dressed])
    assert found["confidence"].nunique() == 1


@pytest.mark.parametrize("code", SENTENCES)
@pytest.mark.parametrize("change", [str, str.upper, lambda t: f"😀 [TEL] {t} 80€ 😀"])
def test_sentences_are_sure_whatever_their_dress(code, change):
    found = identify_language([change(SENTENCES[code])]).loc[0]
    assert (found["language"], found["status"]) == (code, "sure")


@pytest.mark.parametrize("text", ["", " ", "😀😀", "80 € 7/7 24h", "[TEL] [LIEN]", "06", "\u200b"])
def test_no_language_is_undetermined(text):
    found = identify_language([text]).loc[0]
    assert found["status"] == "undetermined"
    assert pd.isna(found["language"])


def test_a_language_outside_the_list_is_not_sure():
    text = "Hyvää päivää, asun Helsingissä ja rakastan lumista talvea ja hiljaisuutta."
    assert identify_language([text]).loc[0, "status"] == "other"


def test_two_languages_are_mixed_and_their_stretches_found():
    text = f"{SENTENCES['fr']} {SENTENCES['ro']}"
    assert identify_language([text]).loc[0, "status"] == "mixed"
    found = language_segments([SENTENCES["fr"], text])
    assert found["row"].tolist() == [0, 1, 1]
    assert found["language"].tolist() == ["fr", "fr", "ro"]
    edge = len(SENTENCES["fr"])
    assert abs(int(found.loc[1, "end"]) - edge) <= 1


def test_the_batch_does_not_matter():
    texts = list(SENTENCES.values())
    together = identify_language(opaque_series(texts))
    backwards = identify_language(texts[::-1])[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(together, backwards)
    alone = pd.concat([identify_language([text]) for text in texts], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)


def test_names():
    assert language_name("sh") == "serbe, croate ou bosnien"
    assert language_name("ar-Latn", lang="en") == "Arabic in Latin letters"
    assert language_name("mixed") == "plusieurs langues"
    assert len(languages()) == 27
    assert set(languages()["interpreters"]) <= {"common", "on_request"}


@settings(deadline=None)
@given(st.lists(st.text(), max_size=4))
def test_any_text_has_a_status_and_stretches_inside_it(texts):
    found = identify_language(texts)
    assert len(found) == len(texts)
    assert set(found["status"]) <= set(LANGUAGE_STATUSES)
    assert found["confidence"].between(0, 1).all()
    for row, start, end, _ in language_segments(texts).itertuples(index=False):
        assert 0 <= start < end <= len(texts[row])
