"""A secret planted anywhere in any file is found, and none that an ad holds gets into a file."""

import base64
import io
import re
import zipfile
import zlib
from pathlib import Path

import pandas as pd
import pytest
from nbformat import v4

import toolkit as tk
from tests.export.planted import CANARY, CONTACTS, LOGIN, REASONS, SITES, notebook, printed
from toolkit.anonymise import LinkageWarning
from toolkit.pipeline import prepare

SAMPLES = Path("data_samples")


@pytest.fixture(autouse=True)
def _account(monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: LOGIN)


@pytest.mark.parametrize("site", SITES)
def test_a_secret_is_found_wherever_it_stands(site, tmp_path):
    suffix, build = SITES[site]
    for number, secret in enumerate(REASONS):
        (tmp_path / f"{number}{suffix}").write_bytes(build(secret))
    found = tk.check_files(tmp_path, forbidden=[CANARY])
    for number, (secret, reason) in enumerate(REASONS.items()):
        here = found[found["file"] == f"{number}{suffix}"]
        assert reason in set(here["reason"]), f"{secret} gives {set(here['reason'])}"
        # what was found is never repeated
        assert not found.map(lambda cell, secret=secret: secret in cell).to_numpy().any()


@pytest.mark.parametrize("site", SITES)
def test_the_same_file_without_a_secret_says_less(site, tmp_path):
    suffix, build = SITES[site]
    (tmp_path / f"a{suffix}").write_bytes(build("un mot"))
    found = tk.check_files(tmp_path, forbidden=[CANARY])
    assert not set(found["reason"]) & {"identifier", "login", "path", "forbidden", "unreadable"}


def test_a_file_is_not_called_by_a_name_that_holds_a_secret(tmp_path):
    for name in ("06 39 98 12 34.txt", f"{CANARY}.txt", f"rapport_{LOGIN}.txt", "lettre.txt"):
        (tmp_path / name).write_text("Rien.", encoding="utf-8")
    found = tk.check_files(tmp_path, forbidden=[CANARY])
    assert len(found) == 3
    assert set(found["reason"]) == {"identifier", "forbidden", "login"}
    words = " ".join(found.to_numpy().ravel())
    for secret in ("06 39", CANARY, LOGIN):
        assert secret not in words


def _bytes_of(path):
    """Yield all that a file holds: as stored, members unpacked, pictures of pages decoded."""
    content = path.read_bytes()
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                yield entry.filename.encode()
                yield archive.read(entry)
    for packed in re.findall(rb"base64,([A-Za-z0-9+/=]+)", content):
        yield base64.b64decode(packed)


@pytest.fixture(scope="module")
def leaving(tmp_path_factory):
    """Export every kind of thing into every kind of file, from ads that hold the secrets."""
    folder = tmp_path_factory.mktemp("leaving")
    raw = pd.read_csv(SAMPLES / "ads_raw.csv", dtype=str).head(1200)
    for number, row in enumerate(raw.index):
        raw.loc[row, "text"] = f"{raw.loc[row, 'text']} {CANARY} {CONTACTS[number % 4]}"
    record = (SAMPLES / "processing_record.yaml").read_text(encoding="utf-8")
    (folder / "processing_record.yaml").write_text(record, encoding="utf-8")
    raw.to_csv(folder / "ads.csv", index=False)
    with pytest.warns(LinkageWarning):
        annotated = tk.annotate(prepare(folder / "ads.csv").corpus)
    safe = tk.release(tk.count(annotated, by=["platform", "month"]))
    languages = tk.release(tk.shares(tk.count(annotated, by=["written_language"])))
    trend, shares = tk.figures.trend(safe), tk.figures.languages(languages)
    shown = [
        v4.new_output("display_data", data={"text/html": thing._repr_html_(), "text/plain": "x"})
        for thing in (safe, trend)
    ]
    cells = [
        v4.new_markdown_cell("# Lecture"),
        printed(f"{CANARY} {' '.join(CONTACTS)}"),
        v4.new_code_cell("safe", outputs=shown),
        v4.new_code_cell(
            "tk.show(corpus, 1)",
            outputs=[v4.new_output("display_data", data={"text/html": f"<ol><li>{CANARY}</ol>"})],
        ),
    ]
    (folder / "ran.ipynb").write_bytes(notebook(*cells, papermill={"input_path": "/" + "home/x"}))
    out = folder / "out"
    for suffix in (".csv", ".xlsx", ".html"):
        tk.export(safe, out / f"table{suffix}")
    for suffix in (".png", ".html", ".pptx"):
        tk.export(trend, out / f"figure{suffix}")
    for suffix in (".pptx", ".xlsx", ".html"):
        tk.export([trend, safe, shares, languages], out / f"all{suffix}", lang="fr")
    for suffix in (".ipynb", ".html"):
        tk.export(folder / "ran.ipynb", out / f"notebook{suffix}")
    return out


def test_nothing_of_an_ad_is_in_any_byte_that_leaves(leaving):
    files = sorted(path for path in leaving.iterdir())
    assert len(files) == 12
    secrets = [CANARY, "39 98 12", "0639981234", "canari"]
    for path in files:
        for content in _bytes_of(path):
            for secret in secrets:
                for code in ("utf-8", "utf-16-le"):
                    assert secret.encode(code) not in content, path.name


def test_what_leaves_passes_the_check(leaving):
    assert tk.check_files(leaving).to_numpy().tolist() == []


def test_no_maker_is_in_any_byte_that_leaves(leaving):
    makers = (b"canny", b"openpyxl", b"python-pptx", b"Matplotlib", b"lastModifiedBy", b"creator>")
    times = re.compile(rb"20[2-9]\d-\d\d-\d\dT\d\d")
    for path in leaving.iterdir():
        for content in _bytes_of(path):
            assert not [maker for maker in makers if maker.lower() in content.lower()], path.name
            assert not times.search(content), path.name
            assert b"thumbnail" not in content


def test_of_a_notebook_only_what_was_released_is_kept(leaving):
    kept = (leaving / "notebook.ipynb").read_text(encoding="utf-8")
    assert kept.count('"output_type"') == 2
    assert "papermill" not in kept
    page = (leaving / "notebook.html").read_text(encoding="utf-8")
    assert page.count("<table>") == 1
    assert page.count("<figure>") == 1
    assert '<html lang="fr">' in page
    assert "<script" not in page


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_diagnostic_of_the_toolkit_passes_the_check(written_diagnostic, lang):
    out = written_diagnostic(lang)
    assert tk.check_files(out, lang=lang).to_numpy().tolist() == []
    # and the raw ads beside it do not
    reasons = set(tk.check_files(out.with_name("ads.csv"))["reason"])
    assert {"ad_text", "ad_link", "day", "identifier"} <= reasons


def test_a_text_chunk_that_unpacks_without_end_is_cut(tmp_path):
    from tests.export.planted import png

    bomb = zlib.compress(b"a" * (1 << 24))
    (tmp_path / "a.png").write_bytes(png((b"zTXt", b"a\0\0" + bomb)))
    assert tk.check_files(tmp_path)["reason"].tolist() == ["metadata"]
