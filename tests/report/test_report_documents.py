"""The report for those who edit it: the same words and tables, read aloud, with nobody's name."""

import html
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from hashlib import sha256

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import toolkit as tk
from tests.export.planted import CONTACTS, png, released, written_png
from toolkit import figures
from toolkit.cli import app
from toolkit.errors import DisclosureError, OptionError
from toolkit.export.checking import check_content, refuse_found
from toolkit.export.judging import Watch
from toolkit.export.pieces import Grid, Text
from toolkit.export.reading import read_file
from toolkit.report import Diagnostic, Facts, Section, document_writers, limits_statement
from toolkit.report.documents import DOCUMENTS, MissingWriterError
from toolkit.report.shown import column_widths

pytest.importorskip("docx")
CANARY = "zircobeluga"
KINDS = sorted(DOCUMENTS)
NAMES = {"fr": "rapport", "en": "report"}
# a PDF with its structure, which LibreOffice makes on demand
_READ_ALOUD = 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}'
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_ODF = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
_TEXT, _TABLE, _STYLE = (_ODF.format(name) for name in ("text", "table", "style"))
_SVG, _FO = _ODF.format("svg-compatible"), _ODF.format("xsl-fo-compatible")


@pytest.fixture(scope="module")
def drawn():
    return figures.trend(released("2025-01", "2025-02", by="month"))


@pytest.fixture(scope="module")
def small(drawn):
    facts = Facts(("Quoi", "Valeur"), (("un  & deux", "<trois>"),), "Une note.")
    sections = (
        Section("one", "Un titre", ("Des mots.", "D’autres."), figure=drawn, table=drawn.table),
        Section("two", "Des faits", ("Lire.",), facts=facts),
    )
    return Diagnostic(
        "fr", "Titre", "Sous-titre", sections, limits_statement(), (("Fait le", "x"),)
    )


def _members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _roots(content):
    """Yield the members that say something, parsed."""
    for name, data in _members(content).items():
        if name.endswith(".xml"):
            yield name, fromstring(data)


def _body(content):
    members = _members(content)
    name = "word/document.xml" if "word/document.xml" in members else "content.xml"
    return fromstring(members[name])


def _headings(content):
    body = _body(content)
    if body.tag == f"{_W}document":
        found = (p for p in body.iter(f"{_W}p") if p.find(f"{_W}pPr/{_W}pStyle") is not None)
        kept = (p for p in found if p.find(f"{_W}pPr/{_W}pStyle").get(f"{_W}val") == "Heading1")
        return ["".join(part.text or "" for part in p.iter(f"{_W}t")) for p in kept]
    return ["".join(entry.itertext()) for entry in body.iter(f"{_TEXT}h")]


def _described(content):
    body = _body(content)
    if body.tag == f"{_W}document":
        return [shape.get("descr") for shape in body.iter(f"{_DRAWING}docPr")]
    return [entry.text for entry in body.iter(f"{_SVG}desc")]


def _grids(name, content):
    return [
        tuple(tuple(" ".join(cell.split()) for cell in row) for row in piece.rows)
        for piece in read_file(name, content)
        if isinstance(piece, Grid)
    ]


# what every document is


@pytest.mark.parametrize("limits", ["", " \n"])
def test_there_is_no_diagnostic_without_its_limits(small, limits):
    with pytest.raises(DisclosureError, match="nothing leaves without its limits"):
        replace(small, limits=limits)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_diagnostic_gives_the_same_bytes_and_no_date(small, kind):
    content = DOCUMENTS[kind](small)
    assert DOCUMENTS[kind](small) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
    assert not re.search(rb"20[12]\d-\d\d-\d\dT", b"".join(_members(content).values()))


@pytest.mark.parametrize("kind", KINDS)
def test_its_properties_are_its_title_and_its_language(small, kind):
    name = {"docx": "docProps/core.xml", "odt": "meta.xml"}[kind]
    said = fromstring(_members(DOCUMENTS[kind](small))[name])
    kept = {entry.tag.rpartition("}")[2]: entry.text for entry in said.iter() if entry.text}
    assert kept == {"title": "Titre", "language": "fr-FR"}


@pytest.mark.parametrize("kind", KINDS)
def test_no_member_says_who_or_what_made_it(small, kind):
    members = _members(DOCUMENTS[kind](small))
    assert not [name for name in members if re.search("thumb|custom|print|rdf|Config", name)]
    content = b" ".join(members.values())
    for maker in (b"python-docx", b"LibreOffice", b"rsid", b"creator", b"generator"):
        assert maker not in content


@pytest.mark.parametrize("kind", KINDS)
def test_words_are_kept_whole_and_as_they_are(small, kind):
    content = DOCUMENTS[kind](small)
    said = " ".join(
        piece.words for piece in read_file(f"a.{kind}", content) if isinstance(piece, Text)
    )
    for words in (
        "Titre",
        "Sous-titre",
        "D’autres.",
        "un",
        "& deux",
        "<trois>",
        "Une note.",
        "Fait le x",
    ):
        assert words in said
    assert "ne prouvent ni la traite" in said
    assert _headings(content) == [
        *("Un titre", "Des faits", "Préconisations"),
        *("Annexe\u00a0: les nombres", "Fiche de traçabilité"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_style_is_defined_and_every_link_leads_somewhere(small, kind):
    used, defined, links, marks = set(), set(), [], set()
    for _, root in _roots(DOCUMENTS[kind](small)):
        for entry in root.iter():
            tag = entry.tag.rpartition("}")[2]
            values = {name.rpartition("}")[2]: value for name, value in entry.attrib.items()}
            if tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
                used.add(values["val"])
            used |= {values[key] for key in ("style-name", "parent-style-name") if key in values}
            if tag == "style":
                defined.add(values.get("styleId", values.get("name")))
            if tag in ("bookmarkStart", "bookmark"):
                marks.add(values["name"])
            links += [
                values[key]
                for key in ("anchor", "href")
                if key in values and tag in ("a", "hyperlink")
            ]
    assert used <= defined
    assert len(links) == 5
    assert {link.removeprefix("#") for link in links} == marks


def test_cells_are_as_wide_as_the_page_and_a_heading_gives_way_before_a_cell():
    rows = [("Annonceurs distincts", "Lecture"), ("1", "rien au-delà du hasard")]
    first, second = column_widths(rows, room=36, letter=1, gap=2)
    assert (first, second) == pytest.approx((12, 24))


@settings(deadline=None)
@given(
    st.integers(1, 11).flatmap(
        lambda n: st.lists(
            st.lists(st.text("ab ", max_size=30), min_size=n, max_size=n), min_size=1
        )
    ),
    st.floats(10, 500),
)
def test_columns_fill_the_room_whatever_they_hold(rows, room):
    widths = column_widths(rows, room=room, letter=1.3, gap=3)
    assert sum(widths) == pytest.approx(room)
    assert min(widths) > 0


# what may not leave

PLANTED = {
    "title": lambda d, s: replace(d, title=f"Un {s}"),
    "paragraph": lambda d, s: _with(d, paragraphs=(f"Un {s}",)),
    "name in a table": lambda d, s: _with(d, table=released(f"Un {s}", "Deux")),
    "words of a figure": lambda d, s: _with(d, figure=replace(d.sections[0].figure, alt=f"Un {s}")),
    "trace": lambda d, s: replace(d, trace=(("Fait", s),)),
}


def _with(diagnostic, **changes):
    first, *others = diagnostic.sections
    return replace(diagnostic, sections=(replace(first, **changes), *others))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLANTED)
def test_the_scan_refuses_a_contact_wherever_it_stands(small, kind, place):
    name, watch = f"rapport.{kind}", Watch()
    assert check_content(name, DOCUMENTS[kind](small), watch) == []
    for secret in CONTACTS[:2]:
        with pytest.raises(DisclosureError, match=r"\(identifier\)") as caught:
            refuse_found(name, DOCUMENTS[kind](PLANTED[place](small, secret)), watch)
        assert secret not in str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_picture_only_what_is_drawn_is_kept(small, kind):
    for picture in (written_png(CANARY), png(tail=CANARY.encode())):
        figure = replace(small.sections[0].figure, png=picture)
        members = _members(DOCUMENTS[kind](_with(small, figure=figure)))
        assert not [name for name, data in members.items() if CANARY.encode() in data]


# asking for it


def test_an_unknown_format_is_refused_before_the_work_begins(tmp_path):
    for wrong in (["pdf"], "pdf", ["docx", "doc"]):
        with pytest.raises(OptionError, match="to be edited \\(docx, odt\\)"):
            tk.diagnose("data_samples/ads_raw.csv", out=tmp_path / "out", documents=wrong)
    asked = ["diagnose", "data_samples/ads_raw.csv", "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(app, [*asked, "--document", "pdf"]).exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_word_is_refused_with_the_remedy(tmp_path, monkeypatch):
    monkeypatch.setattr("toolkit.report.documents.find_spec", lambda name: None)
    with pytest.raises(MissingWriterError, match=r'pip install "aller-vers-toolkit\[rapport\]"'):
        tk.diagnose("data_samples/ads_raw.csv", out=tmp_path / "out", documents=["odt", "docx"])
    assert list(tmp_path.iterdir()) == []
    assert list(document_writers("odt", lang="en")) == ["report.odt"]
    assert document_writers((), lang="fr") == {}


# beside a whole report


@pytest.fixture(scope="module", params=["fr", "en"])
def folder(request, written_diagnostic):
    return written_diagnostic(request.param)


@pytest.fixture(scope="module")
def lang(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["lang"]


@pytest.fixture(scope="module")
def page(folder, lang):
    return (folder / f"{NAMES[lang]}.html").read_text(encoding="utf-8")


@pytest.fixture(params=KINDS)
def document(request, folder, lang):
    path = folder / f"{NAMES[lang]}.{request.param}"
    return path.name, path.read_bytes()


def test_it_has_the_headings_words_and_tables_of_the_page(document, page):
    name, content = document
    titles = [html.unescape(title) for title in re.findall(r"<h2[^>]*>(.*?)</h2>", page)]
    said = _headings(content)
    # the tables that the page folds are an annex, before the trace
    assert said[:-2] + said[-1:] == titles
    assert sorted(_grids(name, content)) == sorted(_grids("page.html", page.encode()))
    said = [p.words for p in read_file(name, content) if isinstance(p, Text) and p.kind == "prose"]
    paragraphs = [html.unescape(words) for words in re.findall(r"<p>([^<]+)</p>", page)]
    place = -1
    for words in paragraphs[1:-2]:
        place = said.index(words, place + 1)


def test_what_is_hidden_in_the_report_is_said_alike(document, page):
    name, content = document
    words = "masqué" if name.startswith("rapport") else "hidden"
    cells = [cell for grid in _grids(name, content) for row in grid for cell in row]
    assert cells.count(words) == sum(
        row.count(words) for grid in _grids("page.html", page.encode()) for row in grid
    )
    assert cells.count(words) > 100


def test_every_picture_has_its_words(document, page):
    described = [html.unescape(alt) for alt in re.findall(r'<img [^>]*alt="([^"]*)"', page)]
    assert _described(document[1]) == described
    assert min(map(len, described)) > 40


def test_headings_of_tables_are_repeated_and_no_row_is_cut(document):
    body = _body(document[1])
    if body.tag == f"{_W}document":
        tables = list(body.iter(f"{_W}tbl"))
        lines = [line.find(f"{_W}trPr") for table in tables for line in table.iter(f"{_W}tr")]
        assert all(line.find(f"{_W}cantSplit") is not None for line in lines)
        first = [table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader") for table in tables]
        named = [table.find(f"{_W}tblPr/{_W}tblCaption") for table in tables]
    else:
        tables = list(body.iter(f"{_TABLE}table"))
        first = [table.find(f"{_TABLE}table-header-rows") for table in tables]
        named = [table.find(f"{_TABLE}title") for table in tables]
    assert tables
    assert None not in first
    assert None not in named


def test_it_is_in_the_language_of_its_words(document, lang):
    members = _members(document[1])
    styles = fromstring(members.get("word/styles.xml") or members["styles.xml"])
    found = {entry.get(f"{_W}val") for entry in styles.iter(f"{_W}lang")} | {
        f"{entry.get(f'{_FO}language')}-{entry.get(f'{_FO}country')}"
        for entry in styles.iter(f"{_STYLE}text-properties")
        if entry.get(f"{_FO}language")
    }
    assert found == {{"fr": "fr-FR", "en": "en-GB"}[lang]}


def test_nothing_of_an_ad_is_in_it_and_the_manifest_knows_it(document, folder):
    name, content = document
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"][name] == sha256(content).hexdigest()
    assert check_content(name, content, Watch(forbidden=frozenset({CANARY}))) == []
    assert not [member for member, data in _members(content).items() if CANARY.encode() in data]


@pytest.mark.slow
def test_office_opens_it_and_prints_what_a_screen_reader_reads(document, lang, tmp_path):
    name, content = document
    if shutil.which("lowriter") is None:
        pytest.skip("no LibreOffice Writer is found")
    if (lang, name[-3:]) not in (("fr", "ocx"), ("en", "odt")):
        pytest.skip("each format once")
    (tmp_path / name).write_bytes(content)
    call = [
        *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
        *("--convert-to", _READ_ALOUD, "--outdir", str(tmp_path), str(tmp_path / name)),
    ]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    printed = next(tmp_path.glob("*.pdf")).read_bytes()
    assert 10 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 40

    def tags(name):
        return len(re.findall(rb"/S\s*/" + name + rb"(?![\w#])", printed))

    headings, pictures = len(_headings(content)), len(_described(content))
    assert (tags(b"H1"), tags(b"TOCI"), tags(b"Figure")) == (headings, headings, pictures)
    assert len(re.findall(rb"/Alt\s*[(<]", printed)) >= pictures
    grids = _grids(name, content)
    assert (tags(b"Table"), tags(b"TH")) == (len(grids), sum(len(grid[0]) for grid in grids))
