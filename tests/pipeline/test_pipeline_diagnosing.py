"""The whole way, on files that the toolkit did not write, and what must never come out of it."""

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk
from toolkit.anonymise import LinkageWarning
from toolkit.errors import (
    CodeError,
    DisclosureError,
    InputFileError,
    OptionError,
    OutputFileError,
    RecordError,
    ResidualIdentifierError,
    ToolkitError,
)
from toolkit.pipeline import prepare
from toolkit.text.opaque import as_texts, opaque_series

SAMPLES = Path("data_samples")
CANARY = "zircobeluga"
CONTACTS = ["06 39 98 12 34", "canari.secret@exemple.fr", "https://canari-secret.example.org/x"]


@pytest.fixture(scope="module")
def raw():
    return pd.read_csv(SAMPLES / "ads_raw.csv", dtype=str)


@pytest.fixture
def record(tmp_path):
    text = (SAMPLES / "processing_record.yaml").read_text(encoding="utf-8")
    (tmp_path / "processing_record.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def _everything(folder):
    return {path: path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def _holds(content, secret):
    return any(secret.encode(code) in content for code in ("utf-8", "utf-16-le", "cp1252"))


def test_no_contact_and_no_text_in_any_file_that_leaves(raw, record):
    planted = raw.head(1500).copy()
    planted["text"] = planted["text"].fillna("") + f" {CANARY} " + " ".join(CONTACTS)
    planted.to_csv(record / "ads.csv", index=False)
    # the same contacts in all ads: linkage must not follow them
    with pytest.warns(LinkageWarning, match="were not followed"):
        manifest = tk.diagnose(record / "ads.csv", out=record / "out")
    written = _everything(record / "out")
    assert str(manifest["report"]) in {path.name for path in written}
    assert len(written) > 8
    digits = ["0639981234", "06 39 98 12 34"]
    for path, content in written.items():
        for secret in (CANARY, "canari.secret", "canari-secret", *digits):
            assert not _holds(content, secret), path.name
            assert secret not in path.name


def test_no_contact_survives_masking(raw, record):
    planted = raw.head(300).copy()
    planted["text"] = planted["text"].fillna("") + " " + " ".join(CONTACTS)
    planted.to_csv(record / "ads.csv", index=False)
    with pytest.warns(LinkageWarning):
        prepared = prepare(record / "ads.csv")
    joined = " ".join(as_texts(prepared.corpus))
    assert "canari" not in joined
    assert "39 98 12" not in joined
    assert prepared.n_read == 300
    assert prepared.chained == len(CONTACTS)
    assert len(prepared.corpus) > 250


def test_the_gate_refuses_a_corpus_with_a_contact(raw, record):
    raw.head(50).to_csv(record / "ads.csv", index=False)
    corpus = prepare(record / "ads.csv").corpus
    leaking = as_texts(corpus)
    leaking[3] += " 06 39 98 12 34"
    with pytest.raises(ResidualIdentifierError) as caught:
        tk.annotate(corpus.assign(text=opaque_series(leaking, index=corpus.index)))
    assert "39 98" not in str(caught.value)


def test_the_report_says_what_it_is(written_diagnostic):
    out = written_diagnostic("fr")
    html = (out / "rapport.html").read_text(encoding="utf-8")
    assert '<html lang="fr"' in html
    assert "Ils ne prouvent ni la traite" in html
    assert "non mesuré" in html
    assert html.count("<img") == 8
    assert "SHA-256" in html
    stored = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert stored["report"] == "rapport.html"


def test_a_hundred_ads_are_said_to_be_few_and_nothing_more(record):
    samples = pd.read_csv(SAMPLES / "ads_small_raw.csv", dtype=str)
    samples.to_csv(record / "ads.csv", index=False)
    line = '[[line]]\nnumber = "01 23 45 67 89"\nfr = "Permanence"\nen = "Desk"\n'
    (record / "helplines.toml").write_text(line, encoding="utf-8")
    measured = {"indicator": ["AVL.H24", "CON.TRUST"], "n_flagged": [60, 8]}
    measured |= {"precision": 0.8, "precision_low": 0.7, "precision_high": 0.9}
    pd.DataFrame(measured).to_csv(record / "measured_precision.csv", index=False)
    manifest = tk.diagnose(record / "ads.csv", out=record / "out")
    html = (record / "out" / str(manifest["report"])).read_text(encoding="utf-8")
    for words in ("trop incertain pour un chiffre", "Trop peu d’annonceurs distincts pour"):
        assert words in html
    assert "Pas d’écart décelable" not in html
    # what cannot be shown is said once, with what it would take, and takes no section of its own
    assert html.count('<h2 id="not_shown">') == 1
    assert "11 annonceurs distincts par plateforme et par mois" in html
    assert re.search(r"11 annonceurs font environ \d+ annonces", html)
    assert not {'id="platform"', 'id="territory"', 'id="template"'} & set(
        re.findall(r'id="\w+"', html)
    )
    assert html.count("<section") < 13
    assert "01 23 45 67 89" in html
    assert re.search(r"80.% \[70.%...90.%\], 60 textes relus", html)
    assert "non dite\u00a0: moins de 11 textes relus" in html
    assert html.count('<tr><th scope="row">Disponibilité annoncée jour et nuit</th>') == 1
    slides = (record / "out" / "presentation.html").read_text(encoding="utf-8")
    assert "Ce qui ne peut pas être montré" in slides
    assert "0 % des annonceurs" not in html + slides


def test_a_measured_precision_that_is_none_is_refused(raw, record):
    raw.head(60).to_csv(record / "ads.csv", index=False)
    (record / "measured_precision.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputFileError, match="measured_precision"):
        tk.diagnose(record / "ads.csv", out=record / "out")


def test_english_has_no_french_headings(written_diagnostic):
    html = (written_diagnostic("en") / "report.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in html
    for french in ("Formulations repérées", "Langues écrites", "annonces lues", "masqué"):
        assert french not in html


@pytest.mark.parametrize("n", [1, 100])
def test_a_small_corpus_shows_nothing_that_is_small(raw, record, n):
    raw.head(n).to_csv(record / "ads.csv", index=False)
    tk.diagnose(record / "ads.csv", out=record / "out")
    shown = 0
    for path in (record / "out" / "tables").glob("*.csv"):
        table = pd.read_csv(path, dtype=str)
        numbers = pd.to_numeric(table["n_ads"], errors="coerce").dropna()
        assert not ((numbers > 0) & (numbers < 11)).any(), path.name
        shown += len(numbers)
    assert n > 1 or shown == 0 or numbers.eq(0).all()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_number_of_ads_of_few_advertisers_is_nowhere(raw, record, lang):
    raw.head(7).to_csv(record / "ads.csv", index=False)
    tk.diagnose(record / "ads.csv", out=record / "out", lang=lang)
    manifest = json.loads((record / "out" / "manifest.json").read_text(encoding="utf-8"))
    values = list(manifest["trace"].values())
    assert sum("11 " in value and "(" not in value for value in values) >= 4
    html = (record / "out" / manifest["report"]).read_text(encoding="utf-8")
    assert not re.search(r"\b[67] (annonces|ads)", html)
    assert tk.check_files(record / "out").to_numpy().tolist() == []


@pytest.mark.parametrize("planted", ["canari.secret@exemple.fr", "06 39 98 12 34"])
def test_a_contact_in_a_label_leaves_no_file_and_the_earlier_diagnostic(raw, record, planted):
    raw.head(60).to_csv(record / "ads.csv", index=False)
    tk.diagnose(record / "ads.csv", out=record / "out")
    raw.head(60).assign(platform=planted).to_csv(record / "ads.csv", index=False)
    before = _everything(record)
    with pytest.raises(DisclosureError, match=r"identifier\).*scan") as caught:
        tk.diagnose(record / "ads.csv", out=record / "out")
    assert planted not in str(caught.value)
    assert _everything(record) == before
    with pytest.raises(DisclosureError):
        tk.diagnose(record / "ads.csv", out=record / "new")
    assert not (record / "new").exists()


def test_a_new_record_names_a_ledger_that_every_diagnostic_is_compared_with(raw, record):
    raw.head(900).to_csv(record / "ads.csv", index=False)
    with (record / "processing_record.yaml").open("a", encoding="utf-8") as stream:
        stream.write('\nledger: "registre.jsonl"\n')
    first = tk.diagnose(record / "ads.csv", out=record / "one")
    lines = (record / "registre.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 13
    assert first["trace"]["Registre des publications"].startswith("comparé")
    assert (record / "one" / "tables" / "unseen.csv").is_file()
    codes = ["13", "59"]
    tk.diagnose(record / "ads.csv", out=record / "two", departements=codes, lang="en")
    told = json.loads((record / "registre.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert told["corpus"] == json.loads(lines[0])["corpus"]
    assert not list((record / "one").rglob("registre*"))


def test_one_territory_and_period(raw, record):
    raw.to_csv(record / "ads.csv", index=False)
    tk.diagnose(
        record / "ads.csv", out=record / "out", departements=["59"], period=("2024-06", "2025-06")
    )
    assert not (record / "out" / "tables" / "comparison.csv").exists()
    tables = [pd.read_csv(p, dtype=str) for p in (record / "out" / "tables").glob("*.csv")]
    months = pd.concat([t["month"] for t in tables if "month" in t.columns])
    assert months.min() >= "2024-06"
    assert months.max() <= "2025-06"


def test_texts_of_every_kind(record):
    rows = {
        "ad_id": ["a", "b", "c", "d", "e", "f"],
        "text": [
            "mot " * 1250,
            "",
            "Hyvää päivää, asun Helsingissä ja rakastan lumista talvea.",
            "😀😀😀",
            "\u200b\u202e texte à l'envers &amp; entités &eacute;",
            "x" * 5000,
        ],
    }
    pd.DataFrame(rows).to_csv(record / "ads.csv", index=False)
    prepared = prepare(record / "ads.csv")
    assert prepared.rejected["reason"].tolist() == ["empty_text"]
    annotated = tk.annotate(prepared.corpus)
    statuses = dict(zip(range(5), annotated.corpus["language_status"], strict=True))
    assert statuses[1] != "sure"
    assert statuses[2] == "undetermined"


WRONG_CALLS = {
    "département as a number": ({"departements": [59]}, CodeError),
    "unknown département": ({"departements": ["99"]}, CodeError),
    "period": ({"period": ("2025-06", "2024-01")}, OptionError),
    "language": ({"lang": "de"}, OptionError),
    "empty period": ({"period": ("1999-01", "1999-02")}, OptionError),
}


@pytest.mark.parametrize("name", WRONG_CALLS)
def test_a_wrong_call_writes_nothing(record, raw, name):
    options, kind = WRONG_CALLS[name]
    raw.head(60).to_csv(record / "ads.csv", index=False)
    with pytest.raises(kind):
        tk.diagnose(record / "ads.csv", out=record / "out", **options)
    assert not (record / "out").exists()


def test_a_record_kept_elsewhere_goes_through_prepare(raw, record, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    raw.head(7).to_csv(tmp_path / "elsewhere" / "ads.csv", index=False)
    ads = tmp_path / "elsewhere" / "ads.csv"
    with pytest.raises(RecordError):
        tk.diagnose(ads, out=tmp_path / "out")
    prepared = prepare(ads, record=record / "processing_record.yaml")
    manifest = tk.diagnose(prepared, out=tmp_path / "out", documents=["odt"])
    assert "rapport.odt" in manifest["files"]
    assert sorted(path.suffix for path in (tmp_path / "out").glob("rapport.*")) == [".html", ".odt"]


def test_without_a_record_nothing_is_read(raw, tmp_path):
    raw.head(10).to_csv(tmp_path / "ads.csv", index=False)
    with pytest.raises(RecordError):
        tk.diagnose(tmp_path / "ads.csv", out=tmp_path / "out")
    with pytest.raises(InputFileError):
        tk.diagnose(tmp_path / "nothing.csv", out=tmp_path / "out")


def test_a_folder_without_write_access(raw, record, monkeypatch):
    raw.head(60).to_csv(record / "ads.csv", index=False)
    closed = record / "closed"
    closed.mkdir(mode=0o500)
    if os.access(closed, os.W_OK):  # root, and Windows, may write anywhere
        asked = os.access
        monkeypatch.setattr(os, "access", lambda p, mode: Path(p) != closed and asked(p, mode))
    monkeypatch.setattr("toolkit.pipeline.diagnosing.prepare", None)
    with pytest.raises(OutputFileError, match="no write access to 'closed'"):
        tk.diagnose(record / "ads.csv", out=closed / "out")
    assert not list(closed.iterdir())


def test_a_disk_that_fills_up_loses_nothing(raw, record, monkeypatch):
    raw.head(60).to_csv(record / "ads.csv", index=False)
    tk.diagnose(record / "ads.csv", out=record / "out")
    before = _everything(record)

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("toolkit.disclosure.safe_table.SafeTable.to_csv", full)
    with pytest.raises(OutputFileError, match="No space left"):
        tk.diagnose(record / "ads.csv", out=record / "out")
    assert _everything(record) == before


def test_ctrl_c_between_the_two_renames_keeps_the_earlier_report(raw, record, monkeypatch):
    raw.head(60).to_csv(record / "ads.csv", index=False)
    tk.diagnose(record / "ads.csv", out=record / "out")
    before = _everything(record)
    rename = Path.replace

    def interrupted(self, target):
        if self.name.endswith(".part"):
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        tk.diagnose(record / "ads.csv", out=record / "out")
    assert _everything(record) == before


def test_a_file_in_place_of_the_folder(raw, record):
    raw.head(60).to_csv(record / "ads.csv", index=False)
    (record / "out").write_text("kept", encoding="utf-8")
    with pytest.raises(ToolkitError):
        tk.diagnose(record / "ads.csv", out=record / "out")
    assert (record / "out").read_text(encoding="utf-8") == "kept"


def test_ctrl_c_leaves_nothing_half_written(raw, record, monkeypatch):
    raw.head(60).to_csv(record / "ads.csv", index=False)

    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("toolkit.report.writing.write_exactly", interrupted)
    with pytest.raises(KeyboardInterrupt):
        tk.diagnose(record / "ads.csv", out=record / "out")
    assert sorted(p.name for p in record.iterdir()) == ["ads.csv", "processing_record.yaml"]


def test_the_command_ends_by_saying_where_the_report_is(raw, record):
    raw.head(400).to_csv(record / "ads.csv", index=False)
    call = [sys.executable, "-m", "toolkit.cli", "diagnose", str(record / "ads.csv")]
    done = subprocess.run(
        [*call, "--departement", "59", "--out", str(record / "out")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    last = done.stdout.strip().splitlines()[-1]
    assert Path(last.split(" : ")[-1]).is_file()
    wrong = subprocess.run(
        [*call, "--departement", "1", "--out", str(record / "o2")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert wrong.returncode == 1
    assert '"01"' in wrong.stderr or "'01'" in wrong.stderr
    assert "Traceback" not in wrong.stderr


@pytest.mark.shared
def test_real_counts_from_elsewhere():
    source = Path.cwd().parent / "shared" / "data" / "tempus" / "counts.csv"
    if not source.exists():
        pytest.skip("needs ../shared")
    table = pd.read_csv(source)
    counts = tk.as_counts(table, by={"region": "region", "MonthDate": "month"}, n_ads="counts")
    safe = tk.release(counts)
    frame = safe.to_frame()
    assert not frame["n_ads"].dropna().between(1, 32).any()
    assert "33" in safe.explain(lang="en")
    figure = tk.figures.trend(safe)
    assert figure.alt
    assert figure.png.startswith(b"\x89PNG")


def test_hours_are_shares_of_advertisers_who_state_hours(written_diagnostic):
    out = written_diagnostic("fr")
    texts = {"weekday": str, "hour_band": str, "availability": str, "plan": str}
    names = ("availability", "availability_said", "staffing")
    week, said, plan = (pd.read_csv(out / "tables" / f"{name}.csv", dtype=texts) for name in names)
    stated = said.set_index("availability").loc["hours stated"]
    people = round(stated["estimate"] * stated["n_total_advertisers"])
    assert set(week["n_total_advertisers"].dropna()) == {people}
    assert week["weekday"].nunique() in (2, 7)
    assert plan["n_total_advertisers"].tolist() == [people]
    html = (out / "rapport.html").read_text(encoding="utf-8")
    assert "soirées par semaine (" in html
    assert "n’est pas pour autant indisponible" in html


def test_a_leak_sample_that_was_read_is_stated(raw, record):
    raw.head(400).to_csv(record / "ads.csv", index=False)
    corpus = prepare(record / "ads.csv").corpus
    sample = tk.leak_sample(
        corpus, 50, reason="essai", out=record / "leak_sample.csv", journal=record / "j.csv"
    )
    ticked = pd.read_csv(sample, dtype=str).assign(leak=["oui"] + ["non"] * 49)
    ticked.to_csv(sample, index=False)
    manifest = tk.diagnose(record / "ads.csv", out=record / "out")
    html = (record / "out" / str(manifest["report"])).read_text(encoding="utf-8")
    assert "2,0\u00a0% [0,4\u00a0%\u202f; 10,5\u00a0%], 50 textes relus" in html
    assert "téléphones\u00a0: " in html
