"""Which slides a diagnostic has."""

import io

import pandas as pd
from PIL import Image

from tests.export.planted import released
from toolkit.disclosure import release
from toolkit.figures.figure import Figure
from toolkit.report import Diagnostic, Facts, Section, limits_statement
from toolkit.report.deck import ROWS, make_deck
from toolkit.report.parts import report_parts
from toolkit.report.writing import render


def _table(ads, people):
    rows = {"platform": ["Un", "Deux", "Trois"], "n_ads": ads, "n_advertisers": people}
    frame = pd.DataFrame({**rows, "n_templates": people}).astype({"n_ads": "Int64"})
    return release(frame.assign(top1_share=0.1, top2_share=0.2, state="counted"))


def _deck(*sections):
    trace = (("Fait le", "2026-12-01"),)
    return make_deck(Diagnostic("fr", "Titre", "900 annonces", sections, limits_statement(), trace))


def _drawn(title, high=60):
    buffer = io.BytesIO()
    Image.new("RGB", (100, high)).save(buffer, format="png")
    return Figure(
        "essai", title, "Comment lire.", "Deux points.", buffer.getvalue(), released("Un")
    )


def test_a_long_table_goes_on_and_says_where_the_rest_is():
    names = [f"P{number:02d}" for number in range(40)]
    deck = _deck(Section("long", "Long", ("Lire.",), table=released(*names)))
    pages = [slide for slide in deck if slide.key == "long"]
    assert [len(slide.table.rows) for slide in pages] == [ROWS] * 3
    assert pages[-1].foot == f"{40 - 3 * ROWS} autres lignes sont dans tables/long.csv."


def test_no_last_row_stands_alone():
    names = [f"P{number:02d}" for number in range(ROWS + 1)]
    deck = _deck(Section("long", "Long", (), table=released(*names)))
    sizes = [len(slide.table.rows) for slide in deck if slide.key == "long"]
    assert len(sizes) == 2
    assert max(sizes) - min(sizes) <= 1


def test_one_row_of_numbers_is_said_as_its_sentence():
    deck = _deck(Section("one", "Un", ("Une phrase.", "Une mise en garde."), table=released("Un")))
    assert deck[1].words == ("Une phrase.",)
    assert deck[1].table is None


def test_a_picture_that_is_too_high_becomes_a_table_without_its_zeros():
    table = _table([100, 0, 90], [40, 0, 40])
    deck = _deck(Section("high", "Haut", (), figure=_drawn("Constat", high=100), table=table))
    assert [row[0] for row in deck[1].table.rows] == ["Un", "Trois"]
    assert deck[1].foot == "1 ligne à zéro est dans tables/high.csv."


def test_what_shows_nothing_has_no_slide_and_no_part():
    hidden = Section("none", "Rien", ("Rien ici.",), table=_table([3, 4, 5], [2, 2, 2]))
    assert hidden.is_hidden
    assert [slide.key for slide in _deck(hidden)] == ["cover", "recommendations", "trace"]
    whole = Diagnostic("fr", "Titre", "900 annonces", (hidden,), limits_statement(), ())
    assert report_parts(whole) == ()
    assert "Rien ici" not in render(whole)


def test_a_figure_says_on_its_slide_what_it_is_of():
    deck = _deck(Section("a", "Carte", (), figure=_drawn("Un constat")))
    assert deck[1].foot == "Comment lire. Corpus\u00a0: 900 annonces."


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
