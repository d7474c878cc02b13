"""The house style of the notebooks: a question, a box, one cell to edit, prose around figures."""

import ast
import re
import statistics
from pathlib import Path

import nbformat
import pytest

from toolkit.lab.listing import FIELDS, PAGE, list_notebooks, read_box
from toolkit.lab.parameters import parameters_cell, read_parameters
from toolkit.lab.running import MAY_REFUSE, READING

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
PRELUDE = """import os
from pathlib import Path

import toolkit as tk

os.chdir(Path(tk.__file__).parents[1])"""
SHOWS_TEXTS = re.compile(r"tk\.(show|show_templates|concordance|coder)\(")
LAST = ("## À vérifier à la main", "## Pour la réunion", "## Traçabilité")
SMALLEST_PROSE = 60
# words that name people where texts are meant, or that promise a verdict
NEVER = re.compile(r"\b(suspects?|cibles?|hotspots?|victimes? détectée?s?|détection de victimes)\b")


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def _code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def test_it_opens_with_a_question_and_a_whole_box(notebook):
    first = notebook.cells[0]
    box = read_box(first.source)
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert box.question.endswith("?")
    assert tuple(box.fields) == FIELDS
    assert all(box.fields.values())
    assert re.search(r"\d+ minutes|heure", box.fields["Durée"])
    assert len(box.english) > 30


def test_one_cell_is_edited(notebook):
    cell = parameters_cell(notebook)
    parameters = read_parameters(cell.source)
    assert notebook.cells[1] is cell
    assert cell.source.startswith("# Les seules lignes à changer\n")
    assert len(cell.source.splitlines()) <= 8
    assert {"FICHIER", "FICHE", "SORTIE"} <= parameters.keys()
    assert all(name.isupper() and value is not None for name, value in parameters.items())


def test_cells_are_short_and_define_nothing(notebook):
    sources = [cell.source for cell in _code(notebook)]
    lines = [len(source.splitlines()) for source in sources]
    assert statistics.median(lines) <= 4
    assert max(lines) <= 12
    assert not [s for s in sources if re.search(r"^\s*(def|class|for|while|try)\b|\blambda\b", s)]
    assert PRELUDE in sources
    imported = {n for s in sources for n in re.findall(r"^(?:import|from) (\w+)", s, re.MULTILINE)}
    assert imported <= {"os", "pathlib", "toolkit", "pandas"}


def test_prose_comes_before_a_figure_and_says_after_how_to_read_it(notebook):
    cells = notebook.cells
    shown = [n for n, cell in enumerate(cells) if _shows_figure(cell)]
    for number in shown:
        before, after = cells[number - 1], cells[number + 1]
        assert before.cell_type == "markdown", cells[number].source
        words = re.sub(r"^#+ .*$", "", before.source, flags=re.MULTILINE)
        assert len(words.strip()) >= SMALLEST_PROSE, cells[number].source
        rest = [cell.source for cell in cells[number + 1 : number + 4] if cell.cell_type != "code"]
        assert any("**Comment lire.**" in source for source in rest), cells[number].source
        assert after.cell_type == "markdown" or "tk.excerpt(" in after.source
    assert len(_prose(notebook)) * 2 >= len(_code(notebook))


def _shows_figure(cell):
    """Tell whether a cell ends by displaying a figure."""
    return cell.cell_type == "code" and "tk.figures." in cell.source


def test_it_ends_with_what_people_do(notebook):
    prose = "\n".join(_prose(notebook))
    places = [prose.index(f"\n{heading}") for heading in LAST]
    assert places == sorted(places)
    last = notebook.cells[-1]
    assert last.cell_type == "code"
    assert re.fullmatch(r"tk\.trace\(FICHIER(, \w+)?\)", last.source)
    ends = prose[places[0] : places[2]]
    assert ends.count("\n- ") >= 5


def test_texts_are_read_on_screen_only(notebook):
    for cell in _code(notebook):
        tagged = READING in cell.metadata.get("tags", [])
        assert bool(SHOWS_TEXTS.search(cell.source)) == tagged, cell.source
        assert not tagged or "=" not in cell.source.split("(")[0], "nothing depends on it"


def test_nothing_waits_for_a_step_that_may_be_refused(notebook):
    """On a small corpus a rule refuses it, and the notebook goes on."""
    for cell in _code(notebook):
        if MAY_REFUSE not in cell.metadata.get("tags", []):
            continue
        made = _names(cell.source, ast.Store)
        others = [other for other in _code(notebook) if other is not cell]
        made -= set().union(*(_names(other.source, ast.Store) for other in others))
        assert not [o.source for o in others if made & _names(o.source, ast.Load)], cell.source


def _names(source, context):
    """Return the names that a cell sets or reads."""
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
    return {node.id for node in found if isinstance(node.ctx, context)}


def test_it_is_stored_without_outputs_and_in_plain_french(notebook):
    assert all(not cell.outputs and cell.execution_count is None for cell in _code(notebook))
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    words = re.sub(r"`[^`]*`", "", "\n".join(_prose(notebook)))
    assert not NEVER.search(words)
    # a sign of punctuation is never alone at the head of a line
    assert not re.findall(r"\w+ [;:?!»%](?=\s|$)", words)
    assert "« " not in words
    assert "'" not in words.replace(read_box(notebook.cells[0].source).english, "")


def test_the_page_that_opens_first_is_fresh():
    page = (FOLDER / PAGE).read_text(encoding="utf-8")
    assert page == list_notebooks(FOLDER), "run tools/list_notebooks.py"
    assert all(f"({path.name})" in page for path in NOTEBOOKS)
