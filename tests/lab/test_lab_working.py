"""Tables for the screen in the reader's words, notes a page may carry, refusals in French."""

import pandas as pd
import pytest
from nbformat import v4

import toolkit as tk
from toolkit.errors import OptionError
from toolkit.export.checking import check_content
from toolkit.export.judging import Watch
from toolkit.export.stripping import is_released, stripped
from toolkit.export.web import notebook_page
from toolkit.text.opaque import OpaqueTextArray

TEXT = "Texte inventé, canari zircobeluga."


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("share", 0.25, "25\u00a0%"),
        ("estimate", 0.02, "2\u00a0%"),
        ("estimate", None, "–"),
        ("kappa", 0.4722, "0,47"),
        ("n_ads", 1200, "1\u202f200"),
        ("holds", False, "non"),
        ("period", "2025-03", "mars 2025"),
        ("posted_at", pd.Timestamp("2025-03-02"), "02/03/2025"),
        ("start_minute", 1350.0, "22\u00a0h\u00a030"),
        ("day", 5.0, "vendredi"),
        ("language", "ar-Latn", "arabe en lettres latines"),
        ("language", "others", "les autres"),
        ("indicator", "AVL.H24", "Disponibilité annoncée jour et nuit"),
        ("role", "concern", "préoccupation"),
        ("strength", "expert_consensus", "avis d’experts"),
        ("status", "other_person", "dit d’une autre personne"),
        ("platform", "Kiosque, le 9", "Kiosque, le 9"),
        ("name_fr", "serbe, croate ou bosnien", "serbe, croate ou bosnien"),
        ("caution", "few_present,many_excluded", None),
        ("by", ["departement", "month"], "département, mois"),
        ("advertiser_ref", "", "–"),
    ],
)
def test_a_cell_is_said_in_the_words_of_readers(column, value, said):
    shown = tk.working_table(pd.DataFrame({column: [value]})).words[column].iloc[0]
    assert said is None or shown == said
    assert "_" not in shown


def test_a_ratio_is_no_percent():
    ratios = pd.DataFrame({"statistic": ["odds ratio"], "estimate": [2.0], "low": [1.25]})
    assert tk.working_table(ratios, columns=["estimate", "low"]).words.iloc[0].tolist() == [
        "2",
        "1,25",
    ]


def test_no_text_is_shown_and_nothing_found_is_one_sentence():
    for texts in (OpaqueTextArray._from_sequence([TEXT]), [TEXT]):
        page = tk.working_table(pd.DataFrame({"text": texts}))._repr_html_()
        assert f"texte de {len(TEXT)} signes" in page
        assert "zircobeluga" not in page
    empty = tk.working_table({})
    assert empty._repr_html_() == "<p>Aucune ligne\u00a0: rien de tel n’a été trouvé.</p>"
    long = tk.working_table(pd.DataFrame({"n_ads": range(60)}), rows=3)
    assert long.note().startswith("3 premières lignes, sur 60.")
    assert "<th" in long._repr_html_()
    with pytest.raises(OptionError, match="must be columns of the table"):
        tk.working_table(pd.DataFrame({"n_ads": [1]}), columns=["text"])


def test_a_working_table_stays_off_the_page_and_a_note_is_on_it():
    table = tk.working_table(pd.DataFrame({"platform": ["Kiosque 9"], "n_ads": [3]}))
    counts = pd.DataFrame({"month": ["2025-01", "2025-02"], "n_ads": [140, 90]})
    released = tk.release(counts)
    entry = tk.load_codebook()["CTL.INTERMEDIARY"]
    notes = [tk.note(one) for one in (released, entry, "remote_acts")]
    assert not is_released(table._repr_html_())
    assert all(is_released(one._repr_html_()) for one in notes)
    assert "juriste" in repr(notes[2])
    for wrong in (counts, TEXT, ["a"]):
        with pytest.raises(OptionError, match="must be a released table"):
            tk.note(wrong)
    shown = [v4.new_output("display_data", {"text/html": one._repr_html_()}) for one in notes]
    kept_back = [v4.new_output("display_data", {"text/html": table._repr_html_()})]
    cells = [
        v4.new_code_cell("a", outputs=shown),
        v4.new_code_cell("b", outputs=kept_back),
        v4.new_code_cell("c", metadata={"tags": ["reading"]}),
        v4.new_code_cell("d"),
    ]
    page = notebook_page(stripped(v4.new_notebook(cells=cells), "fr"), "fr").decode()
    assert page.count('<dl class="note"') == 3
    assert page.count("sans le publier reste dans le carnet ouvert") == 1
    assert page.count("à l’écran seulement") == 1
    assert "Kiosque 9" not in page


def test_what_is_wholly_hidden_is_one_word_a_row():
    safe = tk.release(
        pd.DataFrame({"departement": ["01", "59"], "n_ads": [4, 5], "n_advertisers": [2, 2]})
    )
    page = tk.excerpt(safe)._repr_html_()
    assert page.count("<td>masqué</td>") == 2
    assert "Rien ne peut être montré ici" in page
    assert is_released(page)


def test_a_note_passes_the_check_of_files_that_leave():
    notes = [tk.note("remote_acts"), *(tk.note(entry) for entry in tk.load_codebook())]
    cells = [
        v4.new_code_cell("a", outputs=[v4.new_output("display_data", {"text/html": one})])
        for one in (note._repr_html_() for note in notes)
    ]
    page = notebook_page(stripped(v4.new_notebook(cells=cells), "fr"), "fr")
    assert page.count(b'<dl class="note"') == len(notes)
    assert not check_content("page.html", page, Watch())


def test_an_empty_released_table_stays_on_the_page():
    none = pd.DataFrame({"month": ["2025-01"], "n_ads": [40]}).iloc[:0]
    safe = tk.release(none)
    assert not safe.n_cells
    assert is_released(safe.to_html())
    assert is_released(tk.excerpt(safe)._repr_html_())
