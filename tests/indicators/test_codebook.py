import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from toolkit.cli import app
from toolkit.errors import CodebookError
from toolkit.indicators import find_indicators, load_codebook
from toolkit.indicators.codebook_files.loading import check_codebook_files
from toolkit.indicators.codebook_files.reference import describe_indicator, reference_page
from toolkit.indicators.linked.examples import write_groups
from toolkit.lab.noting import note
from toolkit.review.sampling.guide import coding_guide

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
            assert "cancel" in indicator.use + " ".join(dict(indicator.harms)["en"])
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
    for said in (*dict(BOOK["CTL.DEBT"].harms)["fr"], *dict(BOOK["CTL.DEBT"].patterns)["ro"]):
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


def _for_readers(indicator, lang):
    findings = [dict(found)[lang] for _, found, _ in indicator.evidence]
    return [dict(indicator.not_this)[lang], findings, dict(indicator.harms)[lang]]


@pytest.mark.parametrize("indicator", list(BOOK), ids=lambda i: i.id)
def test_readers_are_told_in_their_language(indicator):
    for french, english in zip(*(_for_readers(indicator, x) for x in ("fr", "en")), strict=True):
        assert len(french) == len(english) > 0
        assert all(text.strip() for text in (*french, *english))
        assert not set(french) & set(english)
        # no apostrophe, quotation mark or bare sign of a typewriter
        assert not [text for text in french if re.search("['\"]| [:;?!%»]|« |\\d[.,]?\\d{3}", text)]


def test_what_french_readers_open_holds_no_english_words():
    opened = [reference_page(BOOK, lang="fr"), coding_guide(BOOK, lang="fr")]
    opened += [describe_indicator(i, lang="fr") for i in BOOK]
    opened += [text for i in BOOK for _, text in note(i, lang="fr").rows]
    said = [t for i in BOOK for texts in _for_readers(i, "en") for t in texts if " " in t]
    # short ones, such as "negated", are looked for as whole lines
    lines = {line.strip("- ") for text in opened for line in text.splitlines()}
    assert len(said) > 100
    assert not lines & set(said)
    findings = [t for i in BOOK for t in _for_readers(i, "en")[1]]
    assert not [t for t in findings if any(t in text for text in opened)]


def _own(folder, **changed):
    entry = yaml.load((FOLDER / "mov_touring.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    text = yaml.safe_dump({**entry, **changed}, allow_unicode=True, sort_keys=False)
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return load_codebook(folder)["MOV.TOURING"]


def test_words_given_once_stand_for_both_languages(tmp_path):
    evidence = [{"source": "Étude", "finding": "un constat", "verified": "page"}]
    own = _own(tmp_path, not_this=["ceci"], harms=["un tort", "deux"], evidence=evidence)
    for lang in ("fr", "en"):
        assert _for_readers(own, lang) == [("ceci",), ["un constat"], ("un tort", "deux")]


@pytest.mark.parametrize("key", ["not_this", "harms", "evidence"])
@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ({"fr": "ceci"}, "must be in fr and en"),
        ({"fr": "ceci", "en": "this", "es": "esto"}, "must be in fr and en"),
        ({"fr": "ceci", "en": ""}, "in each language"),
        ({"fr": "ceci", "en": ["this", ["that"]]}, "in each language"),
    ],
)
def test_words_for_readers_that_a_language_lacks_are_refused(tmp_path, key, words, rule):
    if key == "evidence":
        words = [{"source": "Étude", "finding": words, "verified": "page"}]
    else:
        words = {lang: [text] if isinstance(text, str) else text for lang, text in words.items()}
    with pytest.raises(CodebookError, match=rule) as caught:
        _own(tmp_path, **{key: words})
    assert "own.yaml:" in str(caught.value)


@pytest.mark.parametrize("key", ["not_this", "harms"])
def test_a_sentence_where_a_list_is_due_is_refused(tmp_path, key):
    with pytest.raises(CodebookError, match="a list of texts"):
        _own(tmp_path, **{key: "ceci"})
