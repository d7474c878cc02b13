"""Nothing stands in the folder of a diagnostic that the scan did not see, and let pass."""

import base64
import io
import re
from dataclasses import replace
from functools import partial

import pandas as pd
import pytest
from PIL import Image

import toolkit as tk
from tests.export.planted import CONTACTS, PATH, png, released, written_png
from toolkit import figures
from toolkit.errors import DisclosureError, OutputFileError
from toolkit.export.checking import refuse_found
from toolkit.export.judging import Watch
from toolkit.export.spreadsheets import csv_bytes
from toolkit.figures.bare import DRAWN, png_chunks
from toolkit.report import Diagnostic, Section, limits_statement, write_diagnostic

_write = partial(
    write_diagnostic, write_table=csv_bytes, check=partial(refuse_found, watch=Watch())
)


@pytest.fixture(scope="module")
def drawn():
    return figures.trend(released("2025-01", "2025-02", by="month"))


def _diagnostic(drawn, *, trace="x", **changes):
    parts = {
        "key": "month",
        "title": "Un titre",
        "paragraphs": ("Des mots.",),
        "figure": drawn,
        "table": drawn.table,
        "labels": {},
    }
    section = Section(**{**parts, **changes})
    limits = limits_statement(lang="fr")
    return Diagnostic("fr", "Diagnostic", "Sous-titre", (section,), limits, (("Fait le", trace),))


def _everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


PLANTED = {
    "label of a table": lambda f, s: {"labels": {"2025-01": f"Un {s}"}},
    "name in a table": lambda f, s: {"table": released(f"Un {s}", "Deux")},
    "title": lambda f, s: {"title": f"Un {s}"},
    "paragraph": lambda f, s: {"paragraphs": (f"Un {s}",)},
    "words of a figure": lambda f, s: {"figure": replace(f, alt=f"Un {s}")},
    "chunk of a picture": lambda f, s: {"figure": replace(f, png=written_png(s))},
    "tail of a picture": lambda f, s: {"figure": replace(f, png=png(tail=s.encode()))},
    "name of a file": lambda f, s: {"figure": replace(f, name=s.replace("/", "_"))},
    "trace": lambda f, s: {"trace": s},
}


@pytest.mark.parametrize("secret", CONTACTS[:2])
@pytest.mark.parametrize("place", PLANTED)
def test_a_find_anywhere_leaves_no_file_and_the_earlier_diagnostic(drawn, tmp_path, place, secret):
    planted = _diagnostic(drawn, **PLANTED[place](drawn, secret))
    with pytest.raises(DisclosureError, match="scan") as caught:
        _write(planted, out=tmp_path / "new" / "out")
    assert list(tmp_path.iterdir()) == []
    _write(_diagnostic(drawn), out=tmp_path / "out")
    before = _everything(tmp_path)
    with pytest.raises(DisclosureError, match="scan"):
        _write(planted, out=tmp_path / "out")
    assert _everything(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert secret not in str(caught.value)
    assert "export to '." in str(caught.value)
    assert re.search(r"\((identifier|metadata|hidden)\)", str(caught.value))


def test_a_path_of_this_computer_is_a_find_too(drawn, tmp_path):
    with pytest.raises(DisclosureError, match=r"\(path\)"):
        _write(_diagnostic(drawn, trace=PATH), out=tmp_path / "out")


def test_every_file_is_given_to_the_check_as_it_will_stand(drawn, tmp_path):
    seen = {}
    write_diagnostic(
        _diagnostic(drawn), out=tmp_path / "out", write_table=csv_bytes, check=seen.__setitem__
    )
    stood = _everything(tmp_path / "out")
    assert {p.relative_to(tmp_path / "out").as_posix(): c for p, c in stood.items()} == seen
    assert len(seen) == 6
    assert tk.check_files(tmp_path / "out").to_numpy().tolist() == []


def test_a_file_that_is_not_what_was_scanned_stays(drawn, tmp_path, monkeypatch):
    _write(_diagnostic(drawn), out=tmp_path / "out")
    before = _everything(tmp_path)
    write = type(tmp_path).write_bytes
    monkeypatch.setattr(type(tmp_path), "write_bytes", lambda self, c: write(self, c + b"x"))
    with pytest.raises(OutputFileError, match="not what was scanned"):
        _write(_diagnostic(drawn), out=tmp_path / "out")
    monkeypatch.undo()
    assert _everything(tmp_path) == before


def test_pictures_hold_nothing_beside_what_is_drawn(drawn, tmp_path):
    _write(_diagnostic(drawn), out=tmp_path / "out")
    page = (tmp_path / "out" / "rapport.html").read_text(encoding="utf-8")
    slides = (tmp_path / "out" / "presentation.html").read_text(encoding="utf-8")
    assert all(found in slides for found in re.findall("base64,([A-Za-z0-9+/=]+)", page))
    inside = [base64.b64decode(found) for found in re.findall("base64,([A-Za-z0-9+/=]+)", page)]
    assert inside == [drawn.png]
    (beside,) = [path.read_bytes() for path in (tmp_path / "out" / "figures").glob("*.png")]
    for picture in (drawn.png, beside):
        assert {kind for kind, _ in png_chunks(picture)} <= DRAWN


def test_a_picture_that_leaves_alone_carries_its_words(drawn):
    alone = drawn.files("Corpus : 900 annonces.")
    with (
        Image.open(io.BytesIO(drawn.png)) as bare,
        Image.open(io.BytesIO(alone[f"{drawn.name}.png"])) as worded,
    ):
        assert worded.width == bare.width
        assert worded.height > bare.height + 100
    assert alone[f"{drawn.name}.txt"].decode().endswith("Corpus : 900 annonces.\n")


def test_no_cell_of_a_table_is_a_formula(drawn, tmp_path):
    _write(_diagnostic(drawn, table=released("=1+1", "Deux")), out=tmp_path / "out")
    content = (tmp_path / "out" / "tables" / "month.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(io.BytesIO(content), dtype=str)
    assert table["platform"].tolist() == ["'=1+1", "Deux"]
