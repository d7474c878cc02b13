from pathlib import Path

import pytest
from typer.testing import CliRunner

from toolkit.cli import app
from toolkit.indicators import find_indicators, load_codebook
from toolkit.indicators.codebook_files.loading import check_codebook_files
from toolkit.indicators.codebook_files.reference import describe_indicator, reference_page
from toolkit.indicators.linked.examples import write_groups

BOOK = load_codebook(include_experimental=True)
FOLDER = Path("toolkit/indicators/codebook")
FAMILIES_IN_CONTEXT = {"movement", "price", "availability", "language", "remote_acts", "ethnicity"}
RUN = CliRunner()


@pytest.mark.parametrize("indicator", [i for i in BOOK if not i.linked], ids=lambda i: i.id)
def test_every_language_has_its_examples_and_counter_examples(indicator):
    for listed in (dict(indicator.examples), dict(indicator.counter_examples)):
        assert len(listed["fr"]) >= 4
        assert all(len(listed[language]) >= 2 for language in ("en", "es", "pt", "ro"))
    assert set(indicator.languages_tested) == {"fr", "en", "es", "pt", "ro"}
    assert indicator.patterns or indicator.extractor


def test_roles_hold_what_the_notes_say():
    for indicator in BOOK:
        if indicator.family in FAMILIES_IN_CONTEXT or indicator.strength == "contested":
            assert indicator.role == "context"
        if indicator.id.startswith("PRO."):
            assert indicator.role == "protective"
            assert "cancel" in indicator.use + " ".join(indicator.harms)
        if indicator.family in {"possible_minority", "ethnicity"}:
            assert indicator.min_cell == 20


def test_origin_is_off_by_default():
    assert "ETH.EMPHASIS" not in load_codebook().ids
    assert BOOK["ETH.EMPHASIS"].experimental


def test_a_protective_wording_cancels_no_concern():
    text = "Indépendante, sans agence. Ils gardent mon passeport."
    found = find_indicators([text], BOOK)
    asserted = set(found.loc[found["status"] == "asserted", "indicator"])
    assert {"PRO.INDEPENDENT", "CTL.CONSTRAINT"} <= asserted


def test_the_reference_page_is_fresh():
    page = Path("docs/codebook.md").read_text(encoding="utf-8")
    assert page == reference_page(BOOK), "run: atelier codebook docs"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_keeps_search_wordings_to_the_files(lang):
    page = reference_page(BOOK, lang=lang)
    for indicator in BOOK:
        assert f"## {indicator.id}" in page
        assert all(p not in page for _, listed in indicator.patterns for p in listed if "|" in p)
        section = page.split(f"## {indicator.id}\n")[1].split("\n## ")[0]
        kept = indicator.family in {"possible_minority", "ethnicity"}
        texts = [f"{code}: {text}" for code, listed in indicator.examples for text in listed]
        first = (texts or write_groups(indicator.linked_examples))[0]
        assert (f"- {first}" in section) is not kept


def test_one_indicator_is_shown_whole():
    shown = describe_indicator(BOOK["CTL.DEBT"])
    for said in (*BOOK["CTL.DEBT"].harms, *dict(BOOK["CTL.DEBT"].patterns)["ro"]):
        assert said in shown


def test_every_indicator_of_the_toolkit_passes_its_own_examples():
    assert set(check_codebook_files().values()) == {None}


def test_every_file_of_a_folder_is_checked(tmp_path):
    text = (FOLDER / "mov_touring.yaml").read_text(encoding="utf-8")
    (tmp_path / "right.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(text.replace("harms:", "harm:"), encoding="utf-8")
    (tmp_path / "worse.yaml").write_text(text.replace("role: context", "role: x"), encoding="utf-8")
    found = check_codebook_files(tmp_path)
    assert found["right.yaml"] is None
    assert "wrong.yaml:" in found["wrong.yaml"]
    assert "worse.yaml:3" in found["worse.yaml"]
    told = RUN.invoke(app, ["codebook", "check", str(tmp_path)])
    assert told.exit_code == 1
    assert "wrong.yaml" in told.output
    assert "worse.yaml" in told.output


def test_an_empty_folder_is_refused(tmp_path):
    assert RUN.invoke(app, ["codebook", "check", str(tmp_path)]).exit_code == 1


def test_the_command_lists_shows_and_writes(tmp_path):
    assert RUN.invoke(app, ["codebook", "check"]).exit_code == 0
    listed = RUN.invoke(app, ["codebook", "list"]).output
    assert all(identifier in listed for identifier in BOOK.ids)
    shown = RUN.invoke(app, ["codebook", "show", "ctl.debt"]).output
    assert shown.startswith("CTL.DEBT")
    assert RUN.invoke(app, ["codebook", "show", "NO.SUCH"]).exit_code == 1
    page = tmp_path / "page.md"
    assert RUN.invoke(app, ["codebook", "docs", "--out", str(page), "--lang", "fr"]).exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("# Le livre de codes")
