"""The lab as a newcomer opens it: French, offline, in a folder with accents, keeping no text."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from nbformat import v4, write

from toolkit.cli import lab_command

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
TEXT = "Texte inventé, canari zircobeluga."
NAME = "essai exploré.ipynb"
CELLS = (
    "import pandas as pd\n"
    "import toolkit as tk\n"
    "from toolkit.review.showing.texts import Shown\n"
    f"Shown(({TEXT[:14]!r} + {TEXT[14:]!r},))",
    "rows = [(d, m, i, 40 + n) for n, (d, m, i) in enumerate(\n"
    "    (d, m, i) for d in ('59', '62', '01') for m in ('2025-01', '2025-02')\n"
    "    for i in ('MOV.TOURING', 'AVL.H24'))]\n"
    "frame = pd.DataFrame(rows, columns=['departement', 'month', 'indicator', 'n_ads'])\n"
    "months = frame.groupby('month', as_index=False)['n_ads'].sum()\n"
    "tk.explore({'Annonces': tk.release(frame), 'Mois': tk.release(months)})",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("lab") / "Étude n° 1 – été à l’essai"
    where.mkdir()
    shutil.copy(ROOT / "notebooks" / "README.md", where)
    shutil.copy(ROOT / "notebooks" / "00_prise_en_main.ipynb", where)
    cells = [v4.new_code_cell(source) for source in CELLS]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    write(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), where / NAME)
    return where


@pytest.fixture(scope="module")
def server(folder, tmp_path_factory):
    """Start the lab as the command does, with nobody's settings."""
    if not any(map(shutil.which, BROWSERS)):
        pytest.skip("no Chromium is found")
    home = tmp_path_factory.mktemp("home")
    places = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    # root in a container is refused, and two tests may want one port
    options = ["--allow-root", "--ServerApp.port_retries=50"]
    started = subprocess.Popen(
        [*lab_command(folder, browser=False), *options],
        env={**os.environ, **places},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _said(home / "RUNTIME", started)
    finally:
        started.terminate()
        started.wait(30)


def _said(runtime, started):
    """Return what the server wrote of itself, once it listens."""
    for _ in range(240):
        assert started.poll() is None, "the lab did not start"
        for path in runtime.glob("jpserver-*.json"):
            words = path.read_text(encoding="utf-8")
            if words.endswith("}"):
                return json.loads(words)
        time.sleep(0.5)
    raise AssertionError("the lab did not start in two minutes")


@pytest.fixture(scope="module")
def browser(server):
    from playwright.sync_api import sync_playwright

    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        # root in a container has no sandbox
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def open_lab(server, browser):
    pages = []

    def opened(name):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        pages.append(page)
        page.set_default_timeout(45_000)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{server['url']}lab/tree/{quote(name)}?token={server['token']}")
        return page

    asked = []
    yield opened
    for page in pages:
        page.close()
    outside = [url for url in asked if not url.startswith(("data:", "blob:"))]
    assert len(outside) > 20
    # nothing is asked of the network
    assert not [url for url in outside if "localhost" not in url and "127.0.0.1" not in url]


def test_it_opens_in_french_on_the_list_of_notebooks(open_lab):
    page = open_lab("README.md")
    page.get_by_role("menuitem", name="Fichier").wait_for()
    listed = page.locator(".jp-MarkdownViewer")
    listed.get_by_role("heading", name="Les carnets").wait_for()
    assert listed.locator("tbody tr").count() >= 11
    listed.get_by_role("link", name="Que disent les annonces d’un territoire").click()
    page.locator(".jp-Notebook").get_by_role("heading", name="Que disent").wait_for()


def test_the_explorer_is_driven_by_the_keyboard_and_texts_are_not_saved(open_lab, folder):
    page = open_lab(NAME)
    # before its kernel answers a notebook forgets what it is told to run
    page.locator("#jp-main-statusbar").get_by_text("Inactif").wait_for()
    page.locator(".jp-NotebookPanel:visible .jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    page.get_by_text(TEXT).wait_for()
    page.keyboard.press("Shift+Enter")
    fields, rows = page.locator("input[list]"), page.locator(".aller-vers-explorer tr")
    fields.nth(2).wait_for()
    assert rows.count() == 1 + 12
    fields.first.focus()
    _type_until(page, "Nord (59)", 1 + 4)
    assert "Nord (59)" in page.locator(".aller-vers-explorer").inner_text()
    _type_until(page, "janvier 2025", 1 + 2)
    _type_until(page, "Disponibilité annoncée jour et nuit", 1 + 1)
    _check_access(page)
    buttons = page.locator(".widget-toggle-button")
    buttons.first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    fields.nth(1).wait_for(state="detached")
    assert page.locator(".jp-NotebookPanel:visible .jp-CodeCell").count() == 3
    page.keyboard.press("Control+s")
    _saved(folder / NAME)
    assert page.get_by_text(TEXT).count() == 1


def _type_until(page, words, number):
    """Type in the field that has the focus, go to the next one, and wait for so many rows."""
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.wait_for_function(
        "n => document.querySelectorAll('.aller-vers-explorer tr').length === n", arg=number
    )


def _check_access(page):
    """Refuse what axe calls serious in the screen itself."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, {"include": [[".jp-OutputArea-output:has(input[list])"]]}).response
    worst = [v["id"] for v in found["violations"] if v["impact"] in ("serious", "critical")]
    assert not worst


def _saved(path):
    """Wait until the lab has saved, and check what it wrote."""
    for _ in range(60):
        words = path.read_text(encoding="utf-8")
        if '"execution_count": 2' in words:
            break
        time.sleep(0.5)
    notebook = json.loads(words)
    assert not notebook["cells"][0]["outputs"]
    assert notebook["cells"][1]["outputs"]
    assert TEXT not in words
    assert "widgets" not in notebook["metadata"]
    assert not [p for p in path.parent.rglob("*.ipynb") if TEXT in p.read_text(encoding="utf-8")]
