"""Report and slides as a reader opens them: at two widths, by keyboard, on paper, in Office."""

import re
import shutil
import subprocess

import pytest
from pptx import Presentation

import toolkit as tk

pytestmark = pytest.mark.browser
CANARY = "zircobeluga"
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
        arguments = ["--no-sandbox", "--disable-smooth-scrolling"]
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=["fr", "en"])
def report(request, written_diagnostic):
    name = {"fr": "rapport.html", "en": "report.html"}[request.param]
    return written_diagnostic(request.param) / name


@pytest.fixture(scope="module")
def slides(report):
    return report.with_name("presentation.html")


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


@pytest.mark.parametrize("what", ["report", "slides"])
@pytest.mark.parametrize("device", WIDTHS)
def test_nothing_runs_over_the_side(request, report, open_at, device, what):
    page = open_at(request.getfixturevalue(what), WIDTHS[device])
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[device]


@pytest.mark.parametrize("what", ["report", "slides"])
@pytest.mark.parametrize("device", WIDTHS)
def test_axe_finds_no_violation(request, report, open_at, device, what):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(open_at(request.getfixturevalue(what), WIDTHS[device])).response
    assert not [(v["id"], v["impact"], len(v["nodes"])) for v in found["violations"]]
    assert len(found["passes"]) > 15


@pytest.mark.parametrize("what", ["report", "slides"])
def test_it_asks_nothing_of_the_network_or_the_disk(request, report, browser, what):
    path = request.getfixturevalue(what)
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    page.close()
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]


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
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) <= 26
    page.emulate_media(media="print")
    # a table that is folded on the screen is named by its file on paper
    hidden = "tables => tables.filter(table => table.offsetHeight === 0).length"
    assert page.locator("table").evaluate_all(hidden) == page.locator("details").count()
    assert page.locator("details").count() == page.locator(".where:visible").count() > 0
    for where in page.locator(".where").all():
        assert (report.parent / where.inner_text().split(":")[-1].strip()).is_file()


def _is_shown(page, number):
    top = f"document.getElementById('s{number}').getBoundingClientRect().top"
    page.wait_for_function(f"Math.abs({top}) < 2", timeout=20_000)


def test_keys_move_from_slide_to_slide(slides, open_at):
    page = open_at(slides, WIDTHS["laptop"])
    last = page.locator("section").count()
    moves = [("ArrowDown", 2), ("PageDown", 3), ("Space", 4), ("ArrowUp", 3), ("PageUp", 2)]
    for key, number in [*moves, ("End", last), ("Home", 1)]:
        page.keyboard.press(key)
        _is_shown(page, number)
    assert page.locator("script").count() == 0


def test_links_lead_to_the_neighbours_and_sections(report, slides, open_at):
    page = open_at(slides, WIDTHS["phone"])
    page.locator("#s1 nav a").click()
    page.wait_for_function("location.hash === '#s2'")
    assert page.locator("section nav a").count() == 2 * page.locator("section").count() - 2
    page = open_at(report, WIDTHS["phone"])
    assert page.locator("#comparison").count() == page.locator("#helplines").count() == 1
    for link in page.locator("nav a").all():
        assert page.locator(link.get_attribute("href")).count() == 1


def test_a_slide_is_as_high_as_the_screen_and_a_page(slides, open_at, tmp_path):
    page = open_at(slides, WIDTHS["laptop"])
    number = page.locator("section").count()
    heights = page.locator("section").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert set(heights) == {900}
    inner = "all => all.filter(one => one.scrollHeight > one.clientHeight + 1).length"
    assert page.locator(".what").evaluate_all(inner) == 0
    page.set_viewport_size({"width": 1366, "height": 768})
    assert page.locator(".what").evaluate_all(inner) == 0
    printed = tmp_path / "slides.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) == number


def _frames(shape):
    if shape.has_table:
        return [cell.text_frame for row in shape.table.rows for cell in row.cells]
    return [shape.text_frame] if shape.has_text_frame else []


def test_what_stands_out_comes_before_the_contents(report, open_at):
    page = open_at(report, WIDTHS["laptop"])
    order = (
        "[...document.querySelectorAll('.limits, section, nav')].map(e => e.className || e.tagName)"
    )
    assert page.evaluate(order)[:3] == ["limits", "SECTION", "NAV"]
    assert page.locator("section").first.locator("#summary").count() == 1
    finding = page.locator("figure .finding").first
    assert finding.bounding_box()["y"] < page.locator("figure img").first.bounding_box()["y"]


def test_the_deck_has_titles_words_for_pictures_tables_and_notes(report):
    deck = Presentation(str(report.with_name("presentation.pptx")))
    limits = "ne prouvent ni la traite" if report.name == "rapport.html" else "neither trafficking"
    kinds = set()
    for slide in deck.slides:
        assert slide.shapes.title.text
        assert limits in slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            kinds.add(shape.shape_type)
            if shape.has_table or hasattr(shape, "image"):
                described = shape._element.xpath(".//p:cNvPr")[0].get("descr")
                assert len(described) > 10
    sizes = {
        run.font.size.pt
        for slide in deck.slides
        for shape in slide.shapes
        for frame in _frames(shape)
        for paragraph in frame.paragraphs
        for run in paragraph.runs
    }
    assert min(sizes) >= 14
    assert len(kinds) == 4
    assert deck.core_properties.author == deck.core_properties.last_modified_by == ""


def test_office_opens_the_deck(report, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice is found")
    deck = report.with_name("presentation.pptx")
    place = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = [
        office,
        place,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(deck),
    ]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "presentation.pdf").read_bytes())
    assert len(pages) == len(Presentation(str(deck)).slides)


def test_nothing_that_leaves_holds_a_word_of_an_ad(report):
    assert len(tk.check_files(report.parent, forbidden=[CANARY])) == 0
    for path in report.parent.rglob("*"):
        assert path.is_dir() or CANARY.encode() not in path.read_bytes()
    assert len(list(report.parent.rglob("*.xlsx"))) == 1
