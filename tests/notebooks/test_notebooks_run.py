"""Every notebook runs, keeps no text, and gives a page that may leave and that all can read."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbformat import v4

from tests.notebooks.planted_corpus import N_SMALL, SMALL_NAME, planted_in, write_planted
from toolkit.export.checking import check_content
from toolkit.export.judging import Watch
from toolkit.export.stripping import stripped
from toolkit.export.web import notebook_page
from toolkit.lab.parameters import parameters_cell, set_parameters
from toolkit.lab.running import READING, run_notebook
from toolkit.review.showing.texts import OUTPUT_MARK

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
FROM_NOTHING = f"""%reset -f
import sys
sys.path.append({str(HERE)!r})
import reading_once
reading_once.install()"""
REASON = 'reason="lecture de contrôle"'
WIDTHS = {"laptop": 1280, "phone": 390}

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore:.*zmq.*:RuntimeWarning"
)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """One kernel for all: a corpus and a model are read once, names are not kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        manager = AsyncKernelManager(kernel_name="python3")
        run_sync(manager.start_kernel)(extra_arguments=["--log-level=40"], cwd=str(ROOT))
        yield manager
        run_sync(manager.shutdown_kernel)(now=True)


@pytest.fixture(scope="module")
def browser():
    found = [path for name in BROWSERS if (path := shutil.which(name))]
    if not found:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # root in a container has no sandbox
        opened = playwright.chromium.launch(executable_path=found[0], args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    source = ROOT / "data_samples" / "ads_raw.csv"
    return write_planted(source, tmp_path_factory.mktemp("corpus") / "ads.csv")


def _prepared(path, out, corpus):
    """Return a notebook that writes into a folder of the test, and starts without a name."""
    notebook = nbformat.read(path, as_version=4)
    cell = parameters_cell(notebook)
    cell.source = set_parameters(cell.source, {"sortie": str(out), "fichier": str(corpus)})
    for other in notebook.cells:
        journal = f"{REASON}, journal={str(out.parent / 'journal.csv')!r}"
        other.source = other.source.replace(REASON, journal)
    notebook.cells.insert(0, v4.new_code_cell(FROM_NOTHING))
    return notebook


def _check_in_browser(browser, page_file):
    """Refuse what axe calls serious, and a page that runs over the side of a screen."""
    from axe_playwright_python.sync_playwright import Axe

    for width in WIDTHS.values():
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(page_file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width == WIDTHS["laptop"]:
            found = Axe().run(page).response
            assert not [(v["id"], v["impact"], len(v["nodes"])) for v in found["violations"]]
        page.close()


def _tells_the_few(page):
    """Return the rows of tables that name the small département and say its number."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    told = f"<td>{N_SMALL}</td>"
    return [row for row in rows if SMALL_NAME in row and told in row]


LEAKS = """from toolkit.text.opaque import as_texts
texts = [text for text in as_texts(annotated.corpus) if "zircobeluga" in text]
print(texts[0])"""


@pytest.mark.slow
def test_what_is_planted_is_seen_where_a_notebook_shows_it(kernel, tmp_path):
    few = write_planted(ROOT / "data_samples" / "ads_small_raw.csv", tmp_path / "ads.csv")
    notebook = _prepared(NOTEBOOKS[11], tmp_path / "out", few)
    kept = [cell for cell in notebook.cells if cell.cell_type == "code"][:4]
    notebook.cells = [*kept, v4.new_code_cell(LEAKS)]
    run = run_notebook(notebook, folder=ROOT, kernel=kernel)
    assert planted_in(json.dumps(run, ensure_ascii=False)) == ["zircobeluga"]
    assert planted_in(notebook_page(stripped(run, "fr"), "fr").decode()) == ["zircobeluga"]
    run.cells[-1].source = "print(texts[0])"
    # the page drops what was printed; it would keep what is typed
    assert planted_in(notebook_page(stripped(run, "fr"), "fr").decode()) == []
    assert _tells_the_few(f"<tr><th>{SMALL_NAME} (23)</th><td>{N_SMALL}</td></tr>")
    for secret in ("Zélibette", "06 39-98.77 66", "canaricompte4"):
        assert planted_in(f"<p>{secret}</p>")


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_its_page_may_leave(path, kernel, browser, corpus, tmp_path):
    out = tmp_path / "out"
    run = run_notebook(_prepared(path, out, corpus), folder=ROOT, reading=True, kernel=kernel)
    run.cells.pop(0)
    code = [cell for cell in run.cells if cell.cell_type == "code"]
    assert sum(bool(cell.outputs) for cell in code) >= 4
    reading = [cell for cell in code if READING in cell.metadata.get("tags", [])]
    # what they showed was dropped as the lab drops it
    assert all(not cell.outputs for cell in reading)
    assert OUTPUT_MARK not in str(run)
    assert not reading or (tmp_path / "journal.csv").exists()
    cell = parameters_cell(run)
    cell.source = set_parameters(cell.source, {"sortie": "out/essai", "fichier": "annonces.csv"})
    # no notebook stops, and on three thousand ads no rule has to be told
    assert "refusal" not in json.dumps(run)
    page = notebook_page(stripped(run, "fr"), "fr")
    # nothing planted in the ads comes out, of what the lab would save or of the page
    assert planted_in(json.dumps(run, ensure_ascii=False)) == []
    assert planted_in(page.decode()) == []
    assert not _tells_the_few(page.decode())
    # it is counted and hidden, not left out
    assert SMALL_NAME in page.decode() or not path.stem.startswith("11")
    assert not check_content("page.html", page.replace(str(tmp_path).encode(), b""), Watch())
    assert b'<html lang="fr">' in page
    assert b'<dl class="trace"' in page
    words = page.decode()
    assert words.count("<img alt=") == words.count("<img") >= words.count("<figure")
    if browser is not None:
        page_file = tmp_path / "page.html"
        page_file.write_bytes(page)
        _check_in_browser(browser, page_file)
