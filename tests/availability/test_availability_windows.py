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


@pytest.mark.parametrize(("language", "text", "windows"), lines("stated.txt"))
def test_windows_are_as_stated(language, text, windows):
    assert stated(find_availability([text])) == expected(windows)


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


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(alphabet="0123456789hà-/:lundi sam soir€24", max_size=40), max_size=3))
def test_any_text_is_read_and_minutes_are_in_the_day(texts):
    found = find_availability(texts)
    assert found["row"].isin(range(len(texts))).all()
    assert found["start_minute"].dropna().between(0, 1440).all()
    assert found["end_minute"].dropna().between(0, 1440).all()
