"""Which slides a diagnostic has."""

from tests.export.planted import png, released
from toolkit.figures.figure import Figure
from toolkit.report import Diagnostic, Facts, Section, limits_statement
from toolkit.report.deck import ROWS, make_deck


def _deck(*sections):
    trace = (("Fait le", "2026-12-01"),)
    return make_deck(Diagnostic("fr", "Titre", "900 annonces", sections, limits_statement(), trace))


def _drawn(title):
    return Figure("essai", title, "Comment lire.", "Deux points.", png(), released("Un"))


def test_a_long_table_goes_on_and_says_where_the_rest_is():
    names = [f"P{number:02d}" for number in range(40)]
    deck = _deck(Section("long", "Long", ("Lire.",), table=released(*names)))
    pages = [slide for slide in deck if slide.key == "long"]
    assert [len(slide.table.rows) for slide in pages] == [ROWS] * 3
    assert pages[-1].foot == "4 autres lignes sont dans tables/long.csv."


def test_every_slide_says_the_limits_and_two_have_never_one_title():
    deck = _deck(
        Section("a", "Carte", (), figure=_drawn("Un constat")),
        Section("b", "Entonnoir", (), figure=_drawn("Un constat")),
    )
    assert [slide.title for slide in deck[1:3]] == ["Un constat", "Entonnoir"]
    assert all("ne prouvent ni la traite" in slide.notes[-1] for slide in deck)


def test_words_of_ads_stay_in_the_report():
    deck = _deck(Section("words", "Mots", (), figure=_drawn("Mot"), on_slides=False))
    assert [slide.key for slide in deck] == ["cover", "recommendations", "trace"]


def test_facts_stand_as_a_table_of_words():
    deck = _deck(Section("facts", "Faits", (), facts=Facts(("Quoi", "Valeur"), (("un", "deux"),))))
    assert deck[1].table.facts
    assert deck[1].table.rows == (("un", "deux"),)
