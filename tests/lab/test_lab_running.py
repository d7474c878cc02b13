"""One notebook with other parameters, its page, and what is said when it cannot be."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import v4, write

import toolkit as tk
from toolkit.errors import CodeError, DisclosureError, InputFileError, OptionError
from toolkit.export.stripping import is_released, stripped
from toolkit.export.web import notebook_page
from toolkit.lab.listing import list_notebooks
from toolkit.lab.parameters import (
    parameters_cell,
    read_parameters,
    set_parameters,
    with_found_files,
    without_folders,
)
from toolkit.lab.refusing import NotebookError
from toolkit.lab.running import MAY_REFUSE, find_notebook, run_notebook, write_notebook
from toolkit.lab.tracing import trace
from toolkit.messages.catalogue import catalogue

SOURCE = """# Les seules lignes à changer
DEPARTEMENT = "59"  # « été »
LANGUES = ["fr", "ro"]
SOIREES = 2
PART = 0.9"""
COUNTS = pd.DataFrame(
    {"departement": ["01", "59", "62"], "month": "2025-01", "n_ads": [140, 90, 5]}
)


def _notebook(*sources, source=SOURCE):
    cells = [v4.new_code_cell(source, metadata={"tags": ["parameters"]})]
    return v4.new_notebook(cells=[*cells, *map(v4.new_code_cell, sources)])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"departement": "01"}, ("DEPARTEMENT", "01")),
        ({"DEPARTEMENT": "2A"}, ("DEPARTEMENT", "2A")),
        ({"langues": "fr, es"}, ("LANGUES", ["fr", "es"])),
        ({"langues": ""}, ("LANGUES", [])),
        ({"soirees": "03"}, ("SOIREES", 3)),
        ({"part": "0,8"}, ("PART", 0.8)),
    ],
)
def test_a_value_keeps_the_type_of_the_one_it_replaces(given, expected):
    name, value = expected
    changed = read_parameters(set_parameters(SOURCE, given))
    assert changed[name] == value
    assert type(changed[name]) is type(value)
    others = {k: v for k, v in read_parameters(SOURCE).items() if k != name}
    assert {k: v for k, v in changed.items() if k != name} == others


@settings(deadline=None)
@given(st.text(max_size=20), st.text(max_size=9))
def test_any_text_stays_as_it_was_typed(text, other):
    changed = set_parameters(SOURCE, {"departement": text})
    assert read_parameters(changed)["DEPARTEMENT"] == text
    again = set_parameters(changed, {"departement": other})
    assert read_parameters(again)["DEPARTEMENT"] == other
    assert again.split("\n")[1].endswith("  # « été »")


@pytest.mark.parametrize(
    ("key", "source", "given"),
    [
        ("unknown_parameter", SOURCE, {"ville": "Lille"}),
        ("no_number", SOURCE, {"soirees": "deux"}),
        ("parameters_plain", "A = open('x')", {}),
        ("parameters_plain", "import os", {}),
        ("parameters_plain", "A = (", {}),
    ],
)
def test_what_cannot_be_set_is_said_in_french(key, source, given):
    with pytest.raises(NotebookError) as caught:
        set_parameters(source, given)
    assert caught.value.key == key
    words = caught.value.words("fr")
    assert words != caught.value.words("en")
    assert words.count(".") >= 2


def test_every_refusal_says_what_to_do_in_both_languages():
    for lang in ("fr", "en"):
        keys = {k.removeprefix("notebook.") for k in catalogue(lang) if k.startswith("notebook.")}
        remedies = {key.removesuffix("_remedy") for key in keys if key.endswith("_remedy")}
        assert len(remedies) >= 9
        assert remedies <= keys


def test_files_are_found_and_folders_are_not_shown(tmp_path):
    (tmp_path / "été.csv").write_text("", encoding="utf-8")
    found = with_found_files({"fichier": "été.csv", "departement": "01"}, tmp_path)
    assert found == {"fichier": str((tmp_path / "été.csv").resolve()), "departement": "01"}
    assert without_folders(found) == {"fichier": "été.csv", "departement": "01"}


def test_a_notebook_has_one_cell_of_parameters_and_a_number(tmp_path):
    with pytest.raises(NotebookError, match="needs one"):
        parameters_cell(v4.new_notebook())
    with pytest.raises(NotebookError, match="no notebook"):
        find_notebook("99", Path("notebooks"))
    assert find_notebook("4", Path("notebooks")).name.startswith("04_")
    write(_notebook(), tmp_path / "03_sans_encadre.ipynb")
    with pytest.raises(NotebookError, match="no whole box"):
        list_notebooks(tmp_path)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_page_is_written_with_what_was_typed_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    folder = tmp_path / "dossier à l’essai"
    folder.mkdir()
    table = COUNTS.to_dict(orient="list")
    notebook = _notebook(
        "import pandas as pd\nimport toolkit as tk",
        f"frame = pd.DataFrame({table!r})\nprint('canari imprimé')\nframe",
        'tk.excerpt(tk.release(frame), where={"departement": DEPARTEMENT})',
    )
    notebook.cells.insert(1, v4.new_markdown_cell("# Une question ?"))
    notebook.cells.append(v4.new_code_cell("1 / 0", metadata={"tags": ["reading"]}))
    write(notebook, folder / "essai.ipynb")
    before = (folder / "essai.ipynb").read_bytes()
    given = {"departement": "01"}
    page = write_notebook(
        folder / "essai.ipynb", folder / "page.html", given=given, folder=tmp_path
    )
    words = page.read_text(encoding="utf-8")
    assert '<html lang="fr">' in words
    assert "<title>Une question ?</title>" in words
    assert "DEPARTEMENT = &#34;01&#34;" in words or "DEPARTEMENT = &quot;01&quot;" in words
    assert "Ain (01)" in words
    assert words.count("canari imprimé") == 1, "the code is shown, what it printed is not"
    assert not len(tk.check_files(page))
    assert (folder / "essai.ipynb").read_bytes() == before
    for bad, key, said in (
        ("tk.release([1])\n", "stopped", "AttributeError"),
        ('raise ValueError("06 39 98 12 34")', "stopped", "ValueError"),
        (
            'from toolkit.errors import CodeError\nraise CodeError("departement", value=59, '
            'rule="must be text", remedy="write it")',
            "stopped",
            "must be text",
        ),
    ):
        with pytest.raises(NotebookError) as caught:
            run_notebook(_notebook(f"import toolkit as tk\n{bad}"), folder=tmp_path)
        assert caught.value.key == key
        assert said in caught.value.words("fr")
        assert "06 39" not in str(caught.value)
        assert "cellule 2" in caught.value.words("fr")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_step_that_a_rule_refuses_says_so_in_french_and_the_rest_goes_on(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    few = "tk.excerpt(tk.release(pd.DataFrame({'month': ['2025-01'], 'n_ads': [90]}))"
    notebook = _notebook(
        "import pandas as pd\nimport toolkit as tk",
        f"{few}, where={{'month': '2031-01'}})",
        f"{few})",
    )
    notebook.cells[2].metadata["tags"] = [MAY_REFUSE]
    for lang, said in (("fr", "n’est pas dans ce tableau"), ("en", "must be in the table")):
        run = run_notebook(notebook, folder=tmp_path, lang=lang)
        refused, after = run.cells[2].outputs, run.cells[3].outputs
        assert len(refused) == len(after) == 1
        assert said in refused[0].data["text/html"]
        assert is_released(refused[0].data["text/html"])
        assert "Traceback" not in str(run)
    page = notebook_page(stripped(run, "fr"), "fr").decode()
    assert '<p class="refusal">' in page
    # what no rule refused stops it, whatever the tag says, and is not quoted
    notebook.cells[2].source = "raise ValueError('06 39 98 12 34')"
    with pytest.raises(NotebookError) as caught:
        run_notebook(notebook, folder=tmp_path)
    assert "ValueError" in caught.value.words("fr")
    assert "06 39" not in str(caught.value)


def test_an_excerpt_shows_no_more_than_its_table():
    safe = tk.release(COUNTS)
    whole, one = tk.excerpt(safe), tk.excerpt(safe, where={"departement": "62"})
    assert whole.words()["departement"].tolist()[0] == "Ain (01)"
    assert one.words()["n_ads"].tolist() == ["masqué"]
    assert "masquée" in one.note()
    assert "5" not in one.words()["n_ads"].to_string(index=False)
    with pytest.raises(CodeError, match="must be text"):
        tk.excerpt(safe, where={"departement": 1})
    for where in ({"departement": "75"}, {"commune": "x"}):
        with pytest.raises(OptionError, match="must be in the table"):
            tk.excerpt(safe, where=where)
    with pytest.raises(DisclosureError, match="released tables"):
        tk.excerpt(COUNTS)


def test_the_explorer_takes_released_tables_only_and_keeps_to_them():
    safe = tk.release(COUNTS)
    for wrong in (COUNTS, {"a": safe, "b": COUNTS}, {"a": safe.to_frame()}):
        with pytest.raises(DisclosureError, match="released tables"):
            tk.explore(wrong)
    with pytest.raises(OptionError, match="no table"):
        tk.explore({})
    screen = tk.explore(safe)
    assert "<table" in screen._repr_mimebundle_()["text/html"]
    screen.choices["departement"].value = "Ain (01)"
    assert screen.chosen.words()["n_ads"].tolist() == ["140"]
    screen.choices["departement"].value = "<b>ailleurs"
    assert "&lt;b&gt;ailleurs" in screen._shown.value
    assert "<table" not in screen._shown.value
    assert tk.explore({"t": safe}, lang="en").choices["month"].options == ("January 2025",)


def test_a_trace_names_neither_the_file_nor_a_small_number(tmp_path):
    source = tmp_path / "noms.csv"
    source.write_text("x", encoding="utf-8")
    few = pd.DataFrame({"ad_id": list("abc"), "advertiser": [1, 2, 3]})
    words = repr(trace(source, few))
    assert "masqué" in words
    assert "noms" not in words
    many = pd.DataFrame({"ad_id": range(40), "advertiser": range(40)})
    assert ("Annonceurs distincts (pseudonymes)", "40") in trace(source, many).rows
    with pytest.raises(InputFileError, match="cannot be read"):
        trace(tmp_path / "absent.csv")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("99",), "Il n’y a pas de carnet"),
        (("04", "--set", "departement"), "--set departement=59"),
        (("04", "--set", "ville=Lille"), "DEPARTEMENT"),
        (("04", "--out", "page.docx"), ".html"),
    ],
)
def test_the_command_refuses_in_french(arguments, said, tmp_path):
    command = [sys.executable, "-m", "toolkit.cli", "notebook", *arguments]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, check=False)
    words = done.stderr.decode("utf-8")
    assert done.returncode == 1
    assert said in words
    assert words.startswith("Erreur")
    assert not list(tmp_path.iterdir())
