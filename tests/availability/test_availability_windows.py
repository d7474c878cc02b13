import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.availability.stated_windows import expected, lines, stated
from toolkit.availability import find_availability

ALL = [1, 2, 3, 4, 5, 6, 7]
EXAMPLES = [
    ("dispo 11h-20h", ALL, {(660, 1200)}),
    ("du jeudi au samedi de 16h à 23h", [4, 5, 6], {(960, 1380)}),
    ("tlj sauf samedi", [1, 2, 3, 4, 5, 7], {(0, 1440)}),
    ("après 17h30 en semaine", [1, 2, 3, 4, 5], {(1050, 1440)}),
    ("jusqu'à 22h30", ALL, {(0, 1350)}),
    ("21h à 5h", ALL, {(1260, 300)}),
    ("mardi et dimanche soir", [2, 7], {(1080, 1380)}),
    ("8h-17h, coupure 12h-13h", ALL, {(480, 720), (780, 1020)}),
    ("Thu-Sun, 3pm-11pm", [4, 5, 6, 7], {(900, 1380)}),
    ("martes y jueves", [2, 4], {(0, 1440)}),
    ("das 11h às 20h30", ALL, {(660, 1230)}),
    ("de marți până sâmbătă", [2, 3, 4, 5, 6], {(0, 1440)}),
]
SILENT = [
    "70 la demi-heure",
    "45 min",
    "31 ans",
    "depuis 6 mois",
    "confirmer 2h avant",
    "3h de train",
    "bonne journée",
    "réponse sous 24h",
    "rayon 20-25 km",
    "1 hour 120",
    "una hora 120",
    "18h",
]


@pytest.mark.parametrize(("text", "days", "hours"), EXAMPLES)
def test_examples(text, days, hours):
    found = find_availability([text])
    assert sorted(found["day"].unique()) == days
    assert set(zip(found["start_minute"], found["end_minute"], strict=True)) == hours


@pytest.mark.parametrize("language", ["fr", "en", "es", "pt", "ro"])
def test_windows_are_as_stated(language):
    spoken = [line[1:] for line in lines("stated.txt") if line[0] == language]
    found = read_all([text for text, _ in spoken])
    pairs = zip(spoken, found, strict=True)
    assert [line for line, got in pairs if got != expected(line[1])] == []


@pytest.mark.parametrize("text", SILENT)
def test_prices_ages_and_durations_are_not_hours(text):
    assert len(find_availability([text])) == 0


def test_round_the_clock_is_told_apart_from_every_day():
    assert find_availability(["24h/24 7j/7"])["always_open"].all()
    assert not find_availability(["7j/7"])["always_open"].any()


def test_dates_are_written_out():
    assert find_availability(["du 10 au 12 novembre"])["date"].tolist() == [
        "--11-10",
        "--11-11",
        "--11-12",
    ]


def test_a_relative_day_has_hours_and_no_day():
    found = find_availability(["demain matin"])
    assert found["day"].isna().all()
    assert found[["start_minute", "end_minute"]].to_numpy().tolist() == [[360, 720]]


STATED, UNSTATED = lines("stated.txt"), lines("unstated.txt")
WRITTEN = {
    "upper case": str.upper,
    "no accents": lambda text: "".join(
        c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)
    ),
    "accents apart": lambda text: unicodedata.normalize("NFD", text),
    "emoji": lambda text: f"\U0001f338\u2728 {text} \U0001f60a",
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "two spaces": lambda text: text.replace(" ", "  "),
    "dashes": lambda text: re.sub(r"(?<=\w)-(?=\w)", "\u2013", text),
    "curly apostrophes": lambda text: text.replace("'", "\u2019"),
    "a masked number before": lambda text: f"[TEL] {text}",
    "a masked number after": lambda text: f"{text} [TEL]",
    "sentences around": lambda text: (
        f"Le quartier est calme et proche du tramway. {text}. Le parking est gratuit."
    ),
    "English sentences around": lambda text: (
        f"The flat is quiet and close to shops. {text}. Thank you for reading."
    ),
    "numbers around": lambda text: f"Comptez 50 euros. {text}. J'ai 25 ans, 3e \u00e9tage.",
    "lines around": lambda text: f"Bonjour !\n{text}\nTel: [TEL]",
}


def read_all(texts):
    found = find_availability(texts)
    return [stated(found[found["row"].eq(row)]) for row in range(len(texts))]


def test_there_are_enough_examples():
    assert len(STATED) >= 150
    assert len(UNSTATED) >= 200


def test_nothing_is_read_where_nothing_is_stated():
    found = find_availability([text for _, text in UNSTATED])
    assert [UNSTATED[row] for row in found["row"].unique()] == []


@pytest.mark.parametrize("written", WRITTEN)
def test_the_way_of_writing_does_not_matter(written):
    texts = [text for _, text, _ in STATED]
    changed = read_all([WRITTEN[written](text) for text in texts])
    pairs = zip(texts, changed, (expected(windows) for _, _, windows in STATED), strict=True)
    assert [text for text, got, wanted in pairs if got != wanted] == []


@pytest.mark.parametrize("written", WRITTEN)
def test_nothing_stated_stays_so_in_any_writing(written):
    found = find_availability([WRITTEN[written](text) for _, text in UNSTATED])
    assert [UNSTATED[row] for row in found["row"].unique()] == []


PIECES = [text for _, text, *_ in STATED + UNSTATED]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=6), st.sampled_from([" ", ", ", ". ", "\n", ""]))
def test_any_mixture_gives_well_formed_windows(pieces, link):
    check(find_availability([link.join(pieces)]), 1)


def check(found, size):
    assert list(found.columns) == [
        "row",
        "day",
        "date",
        "start_minute",
        "end_minute",
        "always_open",
    ]
    assert found["row"].isin(range(size)).all()
    assert found["day"].dropna().isin(ALL).all()
    assert found["start_minute"].dropna().between(0, 1439).all()
    assert found["end_minute"].dropna().between(0, 1440).all()
    assert not (found["day"].notna() & found["date"].notna()).any()
    assert found.loc[found["start_minute"].isna(), "date"].notna().all()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(alphabet="0123456789hà-/:lundi sam soir€24", max_size=40), max_size=3))
def test_any_text_is_read_and_minutes_are_in_the_day(texts):
    check(find_availability(texts), len(texts))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=3))
def test_any_characters_are_read(texts):
    check(find_availability(texts), len(texts))
