import pandas as pd
import pytest

from toolkit.errors import OptionError, OutputFileError, TableError
from toolkit.review import show
from toolkit.review.showing import OUTPUT_MARK
from toolkit.text.opaque import opaque_series


@pytest.fixture
def corpus():
    n = 6
    return pd.DataFrame(
        {
            "ad_id": [f"x{i}" for i in range(n)],
            "platform": "Un",
            "posted_at": pd.Timestamp("2025-01-01"),
            "advertiser": pd.array([1] * n, dtype="Int64"),
            "contact_obscured": False,
            "quarantined": [False] * 5 + [True],
        }
    ).assign(text=opaque_series([f"texte <b>{i}</b> [TEL]" for i in range(5)] + ["caché"]))


def test_it_shows_masked_texts_and_keeps_why(corpus, tmp_path):
    journal = tmp_path / "journal.csv"
    shown = show(corpus, 2, reason="contrôle", journal=journal)
    data, metadata = shown._repr_mimebundle_()
    assert data["text/html"].count("<li>") == 2
    assert "&lt;b&gt;" in data["text/html"]
    assert metadata[OUTPUT_MARK]
    assert "texte" not in repr(shown)
    assert data["text/plain"] == repr(shown)
    line = journal.read_text(encoding="utf-8").splitlines()[1]
    assert line.endswith("contrôle,2")
    assert "TEL" not in journal.read_text(encoding="utf-8")


def test_quarantine_is_never_shown(corpus, tmp_path):
    shown = show(corpus, 10, reason="contrôle", journal=tmp_path / "j.csv")
    assert "caché" not in shown._repr_mimebundle_()[0]["text/html"]


@pytest.mark.parametrize("options", [{"n": 0}, {"n": 11}, {"reason": " "}])
def test_it_refuses(corpus, tmp_path, options):
    call = {"n": 3, "reason": "contrôle", **options}
    with pytest.raises(OptionError):
        show(corpus, journal=tmp_path / "j.csv", **call)
    assert not (tmp_path / "j.csv").exists()


def test_raw_ads_are_not_shown(corpus, tmp_path):
    raw = corpus.drop(columns=["quarantined", "contact_obscured"])
    with pytest.raises(TableError):
        show(raw, reason="contrôle", journal=tmp_path / "j.csv")


def test_without_a_journal_nothing_is_shown(corpus, tmp_path):
    with pytest.raises(OutputFileError):
        show(corpus, reason="contrôle", journal=tmp_path / "absent" / "j.csv")
