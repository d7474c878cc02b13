"""What leaves, what is refused, and that a refusal leaves the disk as it was."""

import base64
import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import v4
from pptx import Presentation

import toolkit as tk
from tests.export.planted import CONTACTS, PATH, notebook, png, printed, released, written_png
from toolkit import figures
from toolkit.disclosure import SafeTable
from toolkit.errors import DisclosureError, InputFileError, OptionError, OutputFileError
from toolkit.export.stripping import is_released
from toolkit.figures.figure import Figure

WHERE = {".csv": "table", ".xlsx": "table", ".html": "table", ".png": "figure", ".pptx": "figure"}


def _drawn(*names, **changes):
    parts = {
        "name": "essai",
        "title": "Un titre",
        "caption": "Comment lire.",
        "alt": "Deux points.",
        "png": png(),
        "table": released(*(names or ("Un", "Deux"))),
    }
    return Figure(**{**parts, **changes})


def _things(*names, **changes):
    return {"table": released(*(names or ("Un", "Deux"))), "figure": _drawn(*names, **changes)}


def _content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def ran(tmp_path):
    table = released("Un", "Deux")
    shown = v4.new_output("execute_result", data={"text/html": table._repr_html_()})
    cells = [
        v4.new_markdown_cell("# Un *titre*\n\nDes mots."),
        v4.new_code_cell("table", outputs=[shown], metadata={"execution": {"x": "2025"}}),
        printed("3 annonces"),
    ]
    (tmp_path / "source").mkdir()
    path = tmp_path / "source" / "carnet.ipynb"
    path.write_bytes(notebook(*cells, papermill={"input_path": PATH}, authors=[{"name": "X"}]))
    return path


@pytest.mark.parametrize("suffix", WHERE)
def test_the_same_input_gives_the_same_bytes(tmp_path, suffix):
    for folder in ("a", "b"):
        tk.export(_things()[WHERE[suffix]], tmp_path / folder / f"x{suffix}")
    assert _content(tmp_path / "a") == _content(tmp_path / "b")
    assert len(tk.check_files(tmp_path)) == 0


@pytest.mark.parametrize("suffix", [".ipynb", ".html"])
def test_a_notebook_leaves_the_same_twice(tmp_path, ran, suffix):
    first = tk.export(ran, tmp_path / f"x{suffix}").read_bytes()
    assert tk.export(str(ran), tmp_path / f"y{suffix}").read_bytes() == first
    if suffix == ".ipynb":
        # what left may leave again, unchanged
        assert tk.export(tmp_path / "x.ipynb", tmp_path / "z.ipynb").read_bytes() == first
    assert b"3 annonces" not in first
    assert b"Deux" in first
    assert b"authors" not in first


def test_a_picture_leaves_with_its_words_and_nothing_else(tmp_path):
    carrying = _drawn(png=written_png(CONTACTS[0]) + b"more")
    path = tk.export(carrying, tmp_path / "carte.png")
    assert path.read_bytes() == png()
    assert sorted(_content(tmp_path)) == ["carte.png", "carte.txt"]
    assert "Deux points." in (tmp_path / "carte.txt").read_text(encoding="utf-8")


def test_slides_can_be_read_aloud_and_edited(tmp_path):
    long = released(*(f"P{n:02d}" for n in range(1, 31)))
    path = tk.export([_drawn(), long], tmp_path / "x.pptx")
    deck = Presentation(str(path))
    assert len(deck.slides) == 1 + 3
    first, second = deck.slides[0], deck.slides[1]
    assert first.shapes.title.text == "Un titre"
    assert "Comment lire." in [s.text_frame.text for s in first.shapes if s.has_text_frame]
    descriptions = [s._element.xpath(".//p:cNvPr")[0].get("descr") for s in first.shapes]
    assert "Deux points." in descriptions
    table = next(shape.table for shape in second.shapes if shape.has_table)
    assert [cell.text for cell in table.rows[0].cells][:2] == ["Plateforme", "Annonces"]
    assert second.shapes.title.text.endswith("(1/3)")
    assert deck.core_properties.author == ""
    assert deck.core_properties.title == "Figures et tableaux"
    assert deck.core_properties.language == "fr-FR"
    assert 'lang="fr-FR"' in zipfile.ZipFile(path).read("ppt/slides/slide1.xml").decode()


def test_a_workbook_holds_numbers_and_says_how_to_read_them(tmp_path):
    path = tk.export([_drawn(), released("Un")], tmp_path / "x.xlsx", lang="en")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["1 Un titre", "2 Platform"]
    rows = list(book["2 Platform"].values)
    assert rows[0][:2] == ("Platform", "Ads")
    assert rows[1][:2] == ("Un", 100)
    assert book["1 Un titre"]["A1"].value == "Un titre"
    assert b"creator" not in zipfile.ZipFile(path).read("docProps/core.xml")
    assert (book.properties.title, book.properties.language) == ("Figures and tables", "en-GB")


FORMULAS = ["=1+1", "+1 mot", "-1 mot", "@ mot", "=cmd|' /C calc'!A0", "\t=1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_text_becomes_a_formula(tmp_path, formula):
    table = released(formula, "Deux")
    lines = tk.export(table, tmp_path / "x.csv").read_text(encoding="utf-8-sig")
    assert f"'{formula}" in lines
    book = openpyxl.load_workbook(tk.export(table, tmp_path / "x.xlsx"))
    cell = book.active["A2"]
    assert cell.value.strip() == formula.strip()
    assert cell.data_type == "s"


def test_negative_numbers_stay_numbers(tmp_path):
    table = released("-0.5", "Deux")
    assert "\n-0.5," in tk.export(table, tmp_path / "x.csv").read_text(encoding="utf-8-sig")


NEVER = {
    "a DataFrame": pd.DataFrame({"month": ["2025-01"], "n_ads": [50]}),
    "a Series": pd.Series([1, 2]),
    "a number": 3,
    "nothing": None,
    "a list of frames": [pd.DataFrame()],
    "an empty list": [],
    "a path that is no notebook": "ads.csv",
    "bytes": b"x",
    "a figure on a frame": Figure("a", "a", "a", "a", png(), pd.DataFrame()),
}


@pytest.mark.parametrize("name", NEVER)
def test_what_was_not_released_stays(tmp_path, name):
    for suffix in (".csv", ".xlsx", ".html", ".pptx", ".png", ".ipynb"):
        with pytest.raises(DisclosureError, match="release") as caught:
            tk.export(NEVER[name], tmp_path / f"x{suffix}")
        assert caught.value.remedy
    assert not _content(tmp_path)


@pytest.mark.parametrize("suffix", [".svg", ".gph", ".pkl", ".parquet", ".pdf", ".docx", ""])
def test_other_types_are_refused(tmp_path, ran, suffix):
    for thing in (*_things().values(), list(_things().values()), ran):
        with pytest.raises(OptionError, match="only") as caught:
            tk.export(thing, tmp_path / f"x{suffix}")
        assert caught.value.remedy.startswith("write ")
    assert not _content(tmp_path)


@settings(max_examples=40, deadline=None)
@given(
    suffix=st.sampled_from(sorted(WHERE)),
    secret=st.sampled_from([*CONTACTS, PATH]),
    place=st.sampled_from(["title", "caption", "alt", "table"]),
    before=st.one_of(st.none(), st.binary(max_size=40)),
)
def test_a_refused_export_leaves_no_file(tmp_path_factory, suffix, secret, place, before):
    folder = tmp_path_factory.mktemp("refused")
    if WHERE[suffix] == "table" or place == "table":
        thing = _things(f"Plateforme {secret}", "Deux")[WHERE[suffix]]
        # a picture leaves without the table behind it, and is tried through its words
        thing = _drawn(title=f"Un {secret}") if suffix in (".png", ".pptx") else thing
    else:
        thing = _drawn(**{place: f"Un {secret} deux"})
    target = folder / f"x{suffix}"
    if before is not None:
        target.write_bytes(before)
        target.with_suffix(".txt").write_bytes(before)
    kept = _content(folder)
    with pytest.raises(DisclosureError, match="scan") as caught:
        tk.export(thing, target)
    assert _content(folder) == kept
    assert secret not in str(caught.value)
    assert caught.value.remedy


def test_a_notebook_that_names_somebody_stays(tmp_path):
    source = tmp_path / "a.ipynb"
    source.write_bytes(notebook(v4.new_markdown_cell(f"Appeler {CONTACTS[0]}")))
    kept = _content(tmp_path)
    for suffix in (".ipynb", ".html"):
        with pytest.raises(DisclosureError, match=r"identifier"):
            tk.export(source, tmp_path / f"b{suffix}")
    assert _content(tmp_path) == kept


def test_a_notebook_is_not_written_over_itself(ran):
    before = ran.read_bytes()
    with pytest.raises(OptionError, match="itself"):
        tk.export(ran, ran)
    assert ran.read_bytes() == before


def test_a_broken_notebook_says_so(tmp_path):
    (tmp_path / "a.ipynb").write_text("{", encoding="utf-8")
    for name in ("a.ipynb", "missing.ipynb"):
        with pytest.raises(InputFileError, match="JupyterLab"):
            tk.export(tmp_path / name, tmp_path / "b.ipynb")


def test_a_broken_picture_stays(tmp_path):
    with pytest.raises(DisclosureError, match="no whole PNG"):
        tk.export(_drawn(png=png()[:-6]), tmp_path / "a.png")
    assert not _content(tmp_path)


def test_a_refused_export_makes_no_folder(tmp_path):
    with pytest.raises(DisclosureError):
        tk.export(released(CONTACTS[0]), tmp_path / "new" / "a.csv")
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_is_what_was_scanned(tmp_path, monkeypatch):
    path = tk.export(released("Un"), tmp_path / "a.csv")
    before = path.read_bytes()
    read = type(path).read_bytes
    monkeypatch.setattr(type(path), "read_bytes", lambda self: read(self) + b"x")
    with pytest.raises(OutputFileError, match="not what was scanned"):
        tk.export(released("Deux"), path)
    monkeypatch.undo()
    assert _content(tmp_path) == {"a.csv": before}


def test_a_full_disk_leaves_the_earlier_file(tmp_path, monkeypatch):
    path = tk.export(released("Un"), tmp_path / "a.csv")
    before = path.read_bytes()

    def full(self, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OutputFileError, match="No space left"):
        tk.export(released("Deux"), path)
    assert _content(tmp_path) == {"a.csv": before}


def test_a_folder_of_the_same_name_is_left(tmp_path):
    (tmp_path / "a.png").mkdir()
    with pytest.raises(OutputFileError, match="folder"):
        tk.export(_drawn(), tmp_path / "a.png")
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_an_unknown_language_is_refused(tmp_path):
    with pytest.raises(OptionError, match="lang"):
        tk.export(released("Un"), tmp_path / "a.csv", lang="de")


def test_only_what_says_what_was_hidden_counts_as_released():
    table = released("Un", "Deux")
    assert isinstance(table, SafeTable)
    assert is_released(table._repr_html_())
    months = released("2025-01", "2025-02", by="month")
    drawn = figures.trend(months)
    assert is_released(drawn._repr_html_())
    frame = pd.DataFrame({"n_ads": [4]})
    for shown in (
        frame._repr_html_(),
        table._repr_html_() + frame._repr_html_(),
        "<p>texte</p>",
        f'<img src="data:image/png;base64,{base64.b64encode(png()).decode()}">',
        "",
    ):
        assert not is_released(shown)


def test_hidden_cells_are_written_as_hidden(tmp_path):
    table = pd.DataFrame({"platform": ["Un", "Deux", "Trois"], "n_ads": [100, 90, 3]})
    support = {"n_advertisers": [40, 40, 3], "n_templates": [40, 40, 3]}
    shares = {"top1_share": 0.1, "top2_share": 0.2, "state": "counted"}
    safe = tk.release(table.astype({"n_ads": "Int64"}).assign(**support, **shares))
    assert safe.n_hidden
    book = openpyxl.load_workbook(tk.export(safe, tmp_path / "a.xlsx"))
    rows = {row[0]: row for row in book.active.values}
    assert rows["Trois"][1] is None
    assert "masqué" in rows["Trois"]
    assert "<td>masqué</td>" in tk.export(safe, tmp_path / "a.html").read_text(encoding="utf-8")
    assert not len(tk.check_files(tmp_path))


def test_a_page_is_whole_and_carries_no_program(tmp_path):
    page = tk.export([_drawn(), released("Un")], tmp_path / "a.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in page
    assert 'alt="Deux points."' in page
    assert page.count("<caption>") == 2
    for never in ("<script", "http:", "https:", "generator", "<!--"):
        assert never not in page


def test_zip_dates_are_fixed(tmp_path):
    for suffix in (".xlsx", ".pptx"):
        path = tk.export([_drawn()], tmp_path / f"a{suffix}")
        archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {0}
