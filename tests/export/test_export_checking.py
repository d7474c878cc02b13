"""What the scan says of files, what it leaves alone, and what it does not know."""

import csv
import io
import pickle
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import v4
from typer.testing import CliRunner

import toolkit as tk
from tests.export.planted import (
    SITES,
    document,
    notebook,
    open_text,
    page,
    png,
    printed,
    ran,
    slides,
    workbook,
)
from toolkit.cli import app
from toolkit.errors import InputFileError, OptionError
from toolkit.export.checking import check_content
from toolkit.export.evidence import contacts_in
from toolkit.export.judging import Watch
from toolkit.export.pieces import Text
from toolkit.messages.catalogue import catalogue

RUN = CliRunner()
SUPPORT = ["n_ads", "n_advertisers", "n_templates", "n_total"]
LABELS = [
    text
    for lang in ("fr", "en")
    for key, text in catalogue(lang).items()
    if key.removeprefix("report.column_") in SUPPORT
]


def _reasons(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = tk.check_files(path)
    path.unlink()
    return found


def _csv(rows, separator=","):
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(rows)
    return stream.getvalue()


def _table(rows):
    lines = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table>{lines}</table>"


def _sheet(rows):
    return workbook(lambda book: [book.active.append(row) for row in rows])


def _deck(rows):
    def change(deck, slide):
        table = slide.shapes.add_table(len(rows), len(rows[0]), 0, 0, 9999, 9999).table
        for n, row in enumerate(rows):
            for m, value in enumerate(row):
                table.cell(n, m).text = str(value)

    return slides(change)


def _frame(rows):
    return pd.DataFrame(rows[1:], columns=rows[0])


TABLES = {
    "csv": (".csv", _csv),
    "csv with semicolons": (".csv", lambda rows: _csv(rows, ";")),
    "tsv": (".tsv", lambda rows: _csv(rows, "\t")),
    "html": (".html", lambda rows: page(_table(rows))),
    "pandas html": (".html", lambda rows: page(_frame(rows).to_html())),
    "xlsx": (".xlsx", _sheet),
    "xlsx below a title": (".xlsx", lambda rows: _sheet([["Titre"], [], *rows])),
    "pptx": (".pptx", _deck),
    "ipynb html": (".ipynb", lambda rows: notebook(ran(text__html=_table(rows)))),
    "ipynb plain": (".ipynb", lambda rows: notebook(ran(text__plain=repr(_frame(rows))))),
    "ipynb printed": (".ipynb", lambda rows: notebook(printed(_frame(rows).to_string()))),
    "md": (".md", lambda rows: "\n".join("| " + " | ".join(map(str, r)) + " |" for r in rows)),
    "json": (".json", lambda rows: _frame(rows).to_json(orient="records")),
    "json by column": (".json", lambda rows: _frame(rows).to_json()),
}


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("name", SUPPORT)
def test_a_small_number_is_found_in_any_table(tmp_path, kind, name):
    suffix, build = TABLES[kind]
    for value, small in ((1, True), (10, True), (11, False), (0, False), (1742, False)):
        found = _reasons(tmp_path, f"a{suffix}", build([["mois", name], ["2025-01", value]]))
        assert ("small_number" in set(found["reason"])) is small, value
        assert not found["words"].str.contains(str(value)).any()


@pytest.mark.parametrize("label", LABELS)
def test_the_labels_of_reports_are_known(tmp_path, label):
    rows = [["Mois", label], ["mars 2025", "4"], ["avril 2025", "1\u202f742"], ["mai", "1,742"]]
    found = _reasons(tmp_path, "a.html", page(_table(rows)))
    assert found["place"].tolist() == ["tableau 1, ligne 2, colonne 2"]


def test_a_count_may_stand_at_the_left(tmp_path):
    found = _reasons(tmp_path, "a.csv", _csv([["n_ads", 40, 4], ["estimate", 0.1, 4]]))
    assert found["place"].tolist() == ["ligne 1, colonne 3"]


def test_a_word_of_a_table_is_no_heading(tmp_path):
    method = "odds of the word by advertiser, each once, compared"
    rows = [["term", "method", "n_ads", "n_advertisers"]]
    rows += [[word, method, 534, 214] for word in ("annonce", "annonces", "texte")]
    assert _reasons(tmp_path, "a.csv", _csv(rows)).empty
    rows.append(["annonces", method, 534, 4])
    assert _reasons(tmp_path, "a.csv", _csv(rows))["place"].tolist() == ["ligne 5, colonne 4"]


def test_a_count_that_is_also_a_short_public_number_is_a_count():
    from toolkit.export.judging import Watch, judge
    from toolkit.export.pieces import Grid, Text

    rows = (("n_ads", "n_advertisers", "n_templates"), ("45", "17", "1"))
    assert judge([Grid((), rows)], Watch(public=frozenset({"17"}))) == []
    small = (("n_ads", "n_advertisers"), ("45", "4"))
    assert judge([Grid((), small)], Watch(public=frozenset({"4"})))
    assert judge([Text((), "01 23 45 67 89")], Watch(public=frozenset({"01 23 45 67 89"}))) == []


def test_possible_minority_asks_for_more(tmp_path):
    rows = [["indicator", "n_ads"], ["MIN.SCHOOL_REF", 15], ["AVL.H24", 15]]
    assert len(_reasons(tmp_path, "a.csv", _csv(rows))) == 1
    plain = _frame(rows).to_string()
    assert len(_reasons(tmp_path, "a.txt", plain)) == 1


def test_few_texts_beside_enough_advertisers_are_no_small_number(tmp_path):
    rows = [["n_advertisers", "n_templates"], [19, 3], [9, 40], ["", 3]]
    found = _reasons(tmp_path, "a.csv", _csv(rows))
    assert found["place"].tolist() == ["ligne 3, colonne 1", "ligne 4, colonne 2"]


@pytest.mark.parametrize("day", ["2025-03-12", "12/03/2025", "2025-03-12 10:00:00"])
def test_a_day_is_too_fine(tmp_path, day):
    assert set(_reasons(tmp_path, "a.csv", _csv([["date"], [day]]))["reason"]) == {"day"}
    book = _sheet([["date"], [pd.Timestamp("2025-03-12").to_pydatetime()]])
    assert set(_reasons(tmp_path, "a.xlsx", book)["reason"]) == {"day"}
    assert not len(_reasons(tmp_path, "a.csv", _csv([["date"], ["2025-03"], ["mars 2025"]])))


def test_texts_and_numbers_of_ads_are_no_columns(tmp_path):
    text = "Un texte inventé qui est bien plus long que quarante signes."
    rows = [["ad_id", "text", "advertiser"], ["A000001", text, 12]]
    found = _reasons(tmp_path, "a.csv", _csv(rows))
    assert found["reason"].tolist() == ["ad_link", "ad_text", "ad_link"]


def test_a_dictionary_of_columns_is_no_table_of_ads(tmp_path):
    rows = [["colonne", "sens"], ["ad_id", "numéro"], ["text", "ce que dit une annonce" * 3]]
    assert not len(_reasons(tmp_path, "a.csv", _csv(rows)))


def test_a_number_that_lost_its_zero_is_found(tmp_path):
    assert set(_reasons(tmp_path, "a.xlsx", _sheet([["a"], [639981234]]))["reason"]) == {
        "identifier"
    }


REFUSED = {
    "a.svg": (b"<svg/>", "svg"),
    "a.gph": (b"x", "svg"),
    "a.pdf": (b"%PDF-1.7", "pdf"),
    "a.pkl": (pickle.dumps(1), "unknown_type"),
    "a.parquet": (b"PAR1", "unknown_type"),
    "a.npy": (b"x", "unknown_type"),
    "a.joblib": (b"x", "unknown_type"),
    "a.zip": (b"PK", "unknown_type"),
    "a": (b"x", "unknown_type"),
    ".DS_Store": (b"x", "unknown_type"),
    "a.csv": (b"a\0b", "unreadable"),
    "a.json": (b"{", "unreadable"),
    "a.yaml": (b"a: [", "unreadable"),
    "a.ipynb": (b'{"nbformat": 3}', "unreadable"),
    "b.ipynb": (b'{"nbformat": 4, "cells": [3]}', "unreadable"),
    "a.xlsx": (b"PK", "unreadable"),
    "b.xlsx": (slides(lambda deck, slide: None), "unreadable"),
    "a.pptx": (document(), "unreadable"),
    "a.docx": (b"", "unreadable"),
    "a.odt": (document(), "unreadable"),
    "b.odt": (open_text(**{"META-INF/manifest": "<encryption-data/>"}), "unreadable"),
    "a.png": (png()[:40], "unreadable"),
    "b.png": (b"GIF89a", "unreadable"),
    "a.jpg": (b"\xff\xd8\xff", "unreadable"),
    "deep.json": (b"[" * 100_000, "unreadable"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused(tmp_path, name):
    content, reason = REFUSED[name]
    assert reason in set(_reasons(tmp_path, name, content)["reason"])


def _shown_texts():
    data, mark = {"text/html": "<ol><li>mot</li></ol>"}, {"aller_vers_texts": True}
    return v4.new_code_cell("1", outputs=[v4.new_output("display_data", data=data, metadata=mark)])


@settings(max_examples=150, deadline=None)
@given(
    site=st.sampled_from(sorted(SITES)),
    cut=st.floats(0, 1),
    noise=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=6),
)
def test_no_broken_file_stops_the_scan(site, cut, noise):
    suffix, build = SITES[site]
    content = bytearray(build("un mot"))
    for place, value in noise:
        content[int(place * len(content))] = value
    if not noise:
        content = content[: int(cut * len(content))]
    found = check_content(f"a{suffix}", bytes(content), Watch(frozenset()))
    assert isinstance(found, list)


HIDDEN = {
    "texts on screen": (".ipynb", notebook(_shown_texts()), "ad_text"),
    "inline svg": (".html", page("<svg><path d='M0'/></svg>"), "svg"),
    "svg picture": (".html", page('<img alt="" src="data:image/svg+xml;base64,PA==">'), "svg"),
    "a program": (".html", page("<script>1</script>"), "script"),
    "an event": (".html", page('<p onclick="a()">a</p>'), "script"),
    "a frame": (".html", page("<iframe></iframe>"), "embedded"),
    "an object": (".html", page("<object></object>"), "embedded"),
    "a file in a link": (".html", page('<a href="data:text/csv,a">a</a>'), "embedded"),
    "a hidden field": (".html", page('<input type="hidden" value="a">'), "hidden"),
    "a template": (".html", page("<template>a</template>"), "hidden"),
    "a hidden class": (".html", page("", "<style>.a { display:none }</style>"), "hidden"),
    "an author": (".html", page("", '<meta name="author" content="A">'), "metadata"),
    "svg output": (".ipynb", notebook(ran(**{"image/svg+xml": "<svg/>"})), "svg"),
    "a widget": (".ipynb", notebook(widgets={"a": {"state": {}}}), "hidden"),
    "plotly": (".ipynb", notebook(ran(application__vnd="{}")), "output_form"),
    "timing": (
        ".ipynb",
        notebook(v4.new_code_cell("1", metadata={"execution": {"iopub": "x"}})),
        "metadata",
    ),
    "an embedded workbook": (".docx", document(word__embeddings__a="x"), "embedded"),
    "pivot data": (".docx", document(xl__pivotCache__a="x"), "embedded"),
    "a comment": (".odt", open_text("<office:annotation/>"), "hidden"),
    "a tracked change": (".odt", open_text("<text:changed-region/>"), "hidden"),
    "a hidden section": (".odt", open_text('<text:section text:display="none"/>'), "hidden"),
    "a hidden style": (
        ".odt",
        open_text(styles='<style:text-properties text:display="none"/>'),
        "hidden",
    ),
    "a hidden row": (
        ".odt",
        open_text('<table:table-row table:visibility="collapse"/>'),
        "hidden",
    ),
    "a number behind a cell": (
        ".odt",
        open_text('<table:table-cell office:value="3"><text:p>masqué</text:p></table:table-cell>'),
        "hidden",
    ),
    "an embedded object": (".odt", open_text("<draw:object/>"), "embedded"),
    "a program of an office": (".odt", open_text(**{"Basic/a": "x"}), "embedded"),
    "a drawing": (".odt", open_text(pictures={"Pictures/a.svg": b"<svg/>"}), "svg"),
    "an editor": (".odt", open_text(meta="<dc:creator>A</dc:creator>"), "metadata"),
    "a first page": (".odt", open_text(pictures={"Thumbnails/thumbnail.png": png()}), "metadata"),
    "a printer": (
        ".odt",
        open_text(settings='<config:config-item config:name="PrinterName">A</config:config-item>'),
        "metadata",
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_not_seen_is_refused(tmp_path, name):
    suffix, content, reason = HIDDEN[name]
    assert reason in set(_reasons(tmp_path, f"a{suffix}", content)["reason"])


def test_a_print_style_hides_nothing_from_the_screen(tmp_path):
    style = "<style>@media print { nav { display: none; } }</style>"
    assert not len(_reasons(tmp_path, "a.html", page("<p>a</p>", style)))


def test_what_an_office_writes_of_itself_hides_nothing(tmp_path):
    shown = "<table:table-cell office:value='0.585'><text:p>58,5\u00a0%</text:p></table:table-cell>"
    stream = io.BytesIO(open_text(shown))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("Configurations2/toolbar/a.xml", "")
    assert not len(_reasons(tmp_path, "a.odt", stream.getvalue()))


def test_xml_that_unfolds_is_refused(tmp_path):
    stream = io.BytesIO(workbook(lambda book: None))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/comments9.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert "unreadable" in set(_reasons(tmp_path, "a.xlsx", stream.getvalue())["reason"])


def test_the_author_and_the_thumbnail_of_a_template_are_found(tmp_path):
    from pptx import Presentation

    stream = io.BytesIO()
    Presentation().save(stream)
    found = _reasons(tmp_path, "a.pptx", stream.getvalue())
    places = " ".join(found.loc[found["reason"] == "metadata", "place"])
    assert "docProps/core.xml" in places
    assert "thumbnail" in places


PUBLISHED = [
    "1\u202f234 annonces, 12\u202f345\u202f678 habitants.",
    "français\u202f: 58,8\u00a0% [57,0\u00a0%\u202f; 60,6\u00a0%], 1\u202f742 annonces.",
    "0,0\u00a0% [0,0\u00a0%\u202f; 0,2\u00a0%], 0 annonces.",
    "CTL.THIRD_PERSON, MIN.AGE_STATED_LT18, SRV.NO_LIMITS, RMT.LIVE",
    "0.5881161377446, 0.16578512396694216",
    "856f875179242989f120df65c34c6cdb1fbba78d00f951f7943e97d72ad88d33",
    "Intervalle de Wilson à 95 %, test de Farrington, courbe de Lorenz.",
    "tables/language_need.csv, notebooks/02_langues.ipynb, README.md",
    "written_language, n_advertisers, state_words, not_collected",
    "Départements 59, 2A, 974\u202f; codes 59350, 2A004, 97411.",
    "De janvier 2024 à décembre 2025, 24h/24 et 7j/7, entre 18 h et 22 h 30.",
    "Voir https://www.insee.fr/fr/statistiques et github.com/pandas-dev/pandas.",
    "doi:10.1080/23322705.2024.2349447, arXiv 1712.00846",
    "Appeler le 119, le 3919 ou le 17.",
    "La rue de la ville, au numéro vert.",
    "Trois langues sur dix, une annonce sur deux, sept fois sur huit.",
    "aller-vers-toolkit 0.1.0, pandas 3.1.1, scikit-learn 1.9.1, matplotlib 3.11.2",
    "752, 93, 26, 606, 174, 752",
    "[58 335 162 43 35 30]",
    "2025-11 966 2025-12 940 2026-01 816",
    "Départements 07, 21, 26, 90, 63, 70.",
    "commune 64637, 8786 habitants",
    "2026-11-30T19:37:44Z, 2026-11-30 19:37",
    "@jupyter-widgets/controls, IPY_MODEL_608c52fe1ce1c478e036828257add431",
    "a3f5b7c9-1d2e-4f60-8a9b-0c1d2e3f4a5b",
    "_Toc183456789, __RefHeading___Toc2451_1234567890",
    "6:00–9:00 hidden, 9:00–12:00 31%, 12:00–15:00 59%. Tuesday: 0:00–3:00 hidden, 3:00–6:00 3%",
]


@pytest.mark.parametrize("words", PUBLISHED)
def test_published_words_raise_no_alarm(words):
    kinds = ("prose", "meta", "code", "cell")
    assert contacts_in([Text((), words, kind) for kind in kinds]) == [False] * 4


CONTACT = [
    "06, 39, 98, 12, 34",
    "600 000 123",
    "33 639 98 12 34",
    "12\u00a0% au 06 39 98 12 34",
    "966 annonces en 2025-11 06 39 98 12 34",
    "06.39.98.12.34",
    "+33 6 39 98 12 34",
    "zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
    "canari (arobase) exemple point fr",
    "www.canari-secret.example.org",
    "canari-secret.example.org",
    "@canari_lola",
    "snap : canari.lola",
    "FR76 3000 6000 0112 3456 7890 189",
    "je m'appelle Sabrina",
    "12 rue des Lilas",
]


@pytest.mark.parametrize("words", CONTACT)
def test_contacts_are_still_contacts(words):
    assert contacts_in([Text((), f"Texte : {words} merci")]) == [True]


@pytest.mark.xfail(strict=True, reason="known limits of the scan")
@pytest.mark.parametrize(
    "words",
    [
        "Sabrina",
        "le premier chiffre est zéro, puis six, ensuite trente-neuf",
        "mon nom se lit à l'envers",
        "en bas de la rue, porte 208",
    ],
)
def test_what_the_scan_does_not_see(words):
    assert contacts_in([Text((), words)]) == [True]


@pytest.mark.xfail(strict=True, reason="each cell is read by itself")
def test_a_number_over_several_cells(tmp_path):
    rows = [["a", "b", "c", "d", "e"], ["06", "39", "98", "12", "34"]]
    assert len(_reasons(tmp_path, "a.csv", _csv(rows)))


@pytest.mark.parametrize(
    ("words", "small"),
    [
        ("Deux\u00a0: 7\u00a0annonces en mars.", True),
        ("10 annonceurs distincts", True),
        ("4 distinct ads, 3 advertisers", True),
        ("11 annonceurs, 0 annonce, 1\u202f007 annonces, 2,5 annonces", False),
        ("moins de 5 annonceurs, au moins 3 annonces, fewer than 9 ads, < 6 annonces", False),
        ("de 67 à 73 annonces par mois", False),
    ],
)
def test_a_small_count_in_a_sentence(tmp_path, words, small):
    files = {
        "a.txt": words,
        "a.html": page(f'<img alt="{words.replace("<", "&lt;")}">'),
        "a.pptx": slides(lambda deck, slide: setattr(slide.shapes.title, "text", words)),
    }
    for name, content in files.items():
        found = set(_reasons(tmp_path, name, content)["reason"])
        assert ("small_number" in found) is small, name


CODE = [
    "os.chdir(Path(tk.__file__).parents[1])",
    "sorted(path.name for path in sample.folder.iterdir())",
    "@dataclass\nclass A:\n    b: int = 12345678",
    'SORTIE = "out/prise_en_main"\nFICHE = "data_samples/processing_record.yaml"',
    "%matplotlib inline\nfiche.label['fr'], tk.count(annotated, by=['month'])",
    "re.compile('\\d+')",
]
SAID = [
    "x = 'appeler le 06 39 98 12 34'",
    "tel = 639981234",
    "tel_0639981234 = 1",
    "appelez moi au 06 39 98 12 34",
    "# voir https://canari-secret.example.org/x",
    "!curl https://canari-secret.example.org/x",
    "f'{a} canari.secret@exemple.fr'",
]


@pytest.mark.parametrize("code", CODE)
def test_programs_raise_no_alarm(tmp_path, code):
    shown = code.replace("&", "&amp;").replace("<", "&lt;")
    files = {
        "a.ipynb": notebook(v4.new_code_cell(code)),
        "a.md": f"Un exemple :\n\n```python\n{code}\n```\n",
        "a.html": page(f"<p>Un</p><pre><code>{shown}</code></pre>"),
    }
    for name, content in files.items():
        assert not len(_reasons(tmp_path, name, content)), name


@pytest.mark.parametrize("code", SAID)
def test_programs_can_say_contacts(tmp_path, code):
    files = {
        "a.ipynb": notebook(v4.new_code_cell(code)),
        "a.md": f"Un exemple :\n\n```python\n{code}\n```\n",
        "a.html": page(f"<p>Un</p><pre><code>{code}</code></pre>"),
    }
    for name, content in files.items():
        assert set(_reasons(tmp_path, name, content)["reason"]) == {"identifier"}, name


def test_folders_keep_their_order_and_old_versions_are_one_line(tmp_path):
    for name in ("b/c.svg", "a.svg", ".git/objects/x", "b/.ipynb_checkpoints/d.svg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = tk.check_files(tmp_path)
    assert found["file"].tolist() == [".git", "a.svg", "b/.ipynb_checkpoints/d.svg", "b/c.svg"]
    assert found["reason"].tolist() == ["history", "svg", "svg", "svg"]
    assert tk.check_files([tmp_path / "b", tmp_path / "a.svg"])["file"].tolist() == [
        "b/.ipynb_checkpoints/d.svg",
        "b/c.svg",
        "a.svg",
    ]


def test_the_scan_changes_nothing_and_says_the_same_twice(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"n_ads\n4\n")
    first = tk.check_files(tmp_path)
    assert first.equals(tk.check_files(tmp_path))
    assert (tmp_path / "a.csv").read_bytes() == b"n_ads\n4\n"
    assert list(first.columns) == ["file", "place", "reason", "words"]
    english = tk.check_files(tmp_path, lang="en")
    assert english["reason"].equals(first["reason"])
    assert english["place"].tolist() == ["row 2, column 1"]


def test_an_empty_answer_has_its_columns(tmp_path):
    (tmp_path / "a.txt").write_text("Rien.", encoding="utf-8")
    found = tk.check_files(tmp_path)
    assert list(found.columns) == ["file", "place", "reason", "words"]
    assert found.empty


def test_wrong_calls_say_what_to_do(tmp_path):
    for path in (tmp_path / "missing", []):
        with pytest.raises(InputFileError) as caught:
            tk.check_files(path)
        assert caught.value.remedy
    with pytest.raises(OptionError):
        tk.check_files(tmp_path, lang="de")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_reason_has_its_sentence_and_remedy(lang):
    sentences = [t for key, t in catalogue(lang).items() if key.startswith("export.reason_")]
    assert len(sentences) == 18
    own = ("export.reason_forbidden",)
    for key, text in catalogue(lang).items():
        if key.startswith("export.reason_") and key not in own:
            assert ":" in text


def test_the_notebooks_and_texts_of_the_repository_are_clean():
    found = tk.check_files(["notebooks", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"])
    assert found.to_numpy().tolist() == []


def test_the_command_says_one_line_a_finding(tmp_path):
    (tmp_path / "a.txt").write_text("Rien.", encoding="utf-8")
    clean = RUN.invoke(app, ["check", str(tmp_path)])
    assert clean.exit_code == 0
    assert "Rien trouvé" in clean.output
    (tmp_path / "b.csv").write_text("n_ads\n4\n7\n", encoding="utf-8")
    found = RUN.invoke(app, ["check", str(tmp_path / "a.txt"), str(tmp_path / "b.csv")])
    assert found.exit_code == 1
    lines = found.output.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("b.csv · ligne 2, colonne 1 · small_number")
    assert "Constats : 2" in lines[-1].replace("\u00a0", " ").replace("\u202f", " ")


def test_the_command_refuses_what_does_not_exist(tmp_path):
    missing = RUN.invoke(app, ["check", str(tmp_path / "missing")])
    assert missing.exit_code == 1
    assert "Donnez le dossier" in missing.output


def test_the_command_speaks_english(tmp_path):
    import os
    import subprocess
    import sys

    (tmp_path / "a.svg").write_bytes(b"x")
    done = subprocess.run(
        [sys.executable, "-m", "toolkit.cli", "check", str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "ATELIER_LANG": "en", "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 1
    assert "carries its data" in done.stdout


def test_the_hook_hands_over_files():
    import yaml

    with open(".pre-commit-hooks.yaml", encoding="utf-8") as stream:  # noqa: PTH123 - as pre-commit
        (hook,) = yaml.safe_load(stream)
    assert hook["entry"] == "atelier check"
    assert "pass_filenames" not in hook


def test_a_workbook_of_others_is_read_whole(tmp_path):
    path = tmp_path / "a.xlsx"
    frame = pd.DataFrame({"mois": ["2025-01"], "n_ads": [4]})
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        frame.to_excel(writer, sheet_name="un", index=False)
        frame.to_excel(writer, sheet_name="deux", index=False)
    assert openpyxl.load_workbook(path).sheetnames == ["un", "deux"]
    found = tk.check_files(path)
    assert found["place"].tolist() == [
        "feuille 1, ligne 2, colonne 2",
        "feuille 2, ligne 2, colonne 2",
    ]
