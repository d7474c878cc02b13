"""Texts on screen as a reader opens them: two widths, a light and a dark theme, access checked."""

import shutil

import pytest

from tests.review.small_corpus import annotated
from toolkit.review import concordance, show

pytestmark = pytest.mark.browser
WIDTHS = {"laptop": 1280, "phone": 390}
THEMES = {"light": ("#000000de", "#fff"), "dark": ("#ffffffde", "#111")}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
FRENCH = "Je suis de passage à Rennes jusqu’à dimanche, je reçois seule. Appeler le [TEL]."
ARABIC = "مرحبا، أنا في زيارة إلى المدينة حتى يوم الأحد، الاتصال [TEL] من فضلكم"


@pytest.fixture(scope="module")
def browser():
    found = [path for name in BROWSERS if (path := shutil.which(name))]
    if not found:
        pytest.skip("no Chromium is found")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # root in a container has no sandbox
        opened = playwright.chromium.launch(executable_path=found[0], args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    journal = tmp_path_factory.mktemp("reading") / "j.csv"
    texts = [FRENCH] * 15 + [ARABIC] * 5
    found = [(i, "MOV.TOURING", "asserted", "de passage à Rennes") for i in range(15)]
    found += [(i, "MOV.MULTI_CITY", "uncertain", "à Rennes jusqu’à dimanche") for i in range(15)]
    found += [(i, "MOV.TOURING", "negated", "زيارة") for i in range(15, 20)]
    study = annotated(texts, found)
    call = {"reason": "essai", "journal": journal}
    both = ["asserted", "negated"]
    on_screen = {
        "show": show(study, 10, **call),
        "concordance": concordance(study, "MOV.TOURING", statuses=both, **call),
    }
    return {name: x._repr_mimebundle_()[0]["text/html"] for name, x in on_screen.items()}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("device", WIDTHS)
@pytest.mark.parametrize("name", ["show", "concordance"])
def test_it_fits_and_axe_finds_no_violation(browser, pages, name, device, theme):
    from axe_playwright_python.sync_playwright import Axe

    ink, paper = THEMES[theme]
    page = browser.new_page(viewport={"width": WIDTHS[device], "height": 900})
    page.set_content(
        f'<!doctype html><html lang="fr"><title>Lecture</title>'
        f'<body style="color:{ink};background:{paper}"><main><h1>Lecture</h1>{pages[name]}</main>'
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[device]
    found = Axe().run(page).response
    assert not [(v["id"], v["impact"], len(v["nodes"])) for v in found["violations"]]
    assert len(found["passes"]) > 5
    page.close()


def test_a_solid_line_is_told_from_a_dashed_one_without_colour(browser, pages):
    page = browser.new_page()
    page.set_content(pages["concordance"])
    line = "marks => marks.map(mark => getComputedStyle(mark).borderBottomStyle)"
    assert set(page.locator("mark").evaluate_all(line)) == {"solid", "dashed"}
    ways = "tables => tables.map(table => getComputedStyle(table).direction)"
    assert page.locator("table").evaluate_all(ways) == ["ltr", "rtl"]
    page.close()
