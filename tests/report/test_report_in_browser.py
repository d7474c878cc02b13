"""The report as a reader opens it: in a browser, at two widths, checked for access and printed."""

import re
import shutil
from pathlib import Path

import pytest

import toolkit as tk

pytestmark = pytest.mark.browser
SAMPLES = Path("data_samples")
WIDTHS = {"laptop": 1280, "phone": 390}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def _browser_path():
    found = [path for name in BROWSERS if (path := shutil.which(name))]
    if not found:
        pytest.skip("no Chromium is found")
    return found[0]


@pytest.fixture(scope="module")
def browser():
    path = _browser_path()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # root in a container has no sandbox
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=["fr", "en"])
def report(request, tmp_path_factory):
    out = tmp_path_factory.mktemp("report") / "out"
    source = Path(__file__).resolve().parents[2] / SAMPLES / "ads_raw.csv"
    manifest = tk.diagnose(source, out=out, lang=request.param)
    return out / str(manifest["report"])


@pytest.fixture
def open_at(browser):
    pages = []

    def opened(path, width):
        page = browser.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        page.goto(path.as_uri())
        return page

    yield opened
    for page in pages:
        page.close()


@pytest.mark.parametrize("device", WIDTHS)
def test_nothing_runs_over_the_side(report, open_at, device):
    page = open_at(report, WIDTHS[device])
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[device]


@pytest.mark.parametrize("device", WIDTHS)
def test_axe_finds_no_violation(report, open_at, device):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(open_at(report, WIDTHS[device])).response
    assert not [(v["id"], v["impact"], len(v["nodes"])) for v in found["violations"]]
    assert len(found["passes"]) > 15


def test_it_asks_nothing_of_the_network_or_the_disk(report, browser):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    page.wait_for_load_state("networkidle")
    page.close()
    assert [url for url in asked if not url.startswith("data:")] == [report.as_uri()]


def test_every_figure_has_words_a_table_and_a_picture(report, open_at):
    page = open_at(report, WIDTHS["laptop"])
    figures = page.locator("figure img")
    assert figures.count() == len(list((report.parent / "figures").glob("*.png"))) > 0
    for image in figures.all():
        assert len(image.get_attribute("alt")) > 40
        assert image.evaluate("image => image.naturalWidth") > 600
    assert page.locator("table").count() >= figures.count()
    assert page.locator("h1").count() == 1


def test_it_prints_whole(report, open_at, tmp_path):
    page = open_at(report, WIDTHS["laptop"])
    printed = tmp_path / "report.pdf"
    page.pdf(path=printed, format="A4")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) <= 12
    page.emulate_media(media="print")
    hidden = "tables => tables.filter(table => table.offsetHeight === 0).length"
    assert page.locator("table").evaluate_all(hidden) == 0
