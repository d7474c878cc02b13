import csv

import pandas as pd
import pytest

from toolkit.errors import InputFileError, OptionError
from toolkit.review import leak_rate, leak_sample
from toolkit.text.opaque import opaque_series


@pytest.fixture
def corpus():
    n = 30
    return pd.DataFrame(
        {
            "ad_id": [f"secret{i}" for i in range(n)],
            "platform": "Un",
            "posted_at": pd.Timestamp("2025-01-01"),
            "advertiser": pd.array([1] * n, dtype="Int64"),
            "contact_obscured": False,
            "quarantined": [False] * 29 + [True],
        }
    ).assign(text=opaque_series([f"texte {i} [TEL]" for i in range(29)] + ["caché"]))


def _tick(path, answers):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    for row, answer in zip(rows[1:], answers, strict=True):
        row[2] = answer
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)


def test_a_sample_is_drawn_ticked_and_read(corpus, tmp_path):
    journal = tmp_path / "journal.csv"
    path = leak_sample(corpus, 20, reason="taux de fuite", out=tmp_path / "s.csv", journal=journal)
    written = path.read_text(encoding="utf-8-sig")
    assert "secret" not in written
    assert "caché" not in written
    assert journal.read_text(encoding="utf-8").splitlines()[1].endswith("taux de fuite,20")
    # a French spreadsheet saves with semicolons
    _tick(path, ["oui"] + ["non"] * 19)
    rate = leak_rate(path).iloc[0]
    assert (rate["n_ads"], rate["n_leaks"], rate["estimate"]) == (20, 1, 0.05)
    # Wilson, from the published formula
    assert rate["low"] == pytest.approx(0.00888, abs=1e-4)
    assert rate["high"] == pytest.approx(0.23613, abs=1e-4)


def test_no_leak_still_has_an_upper_limit(corpus, tmp_path):
    path = leak_sample(
        corpus, 29, reason="essai", out=tmp_path / "s.csv", journal=tmp_path / "j.csv"
    )
    _tick(path, ["non"] * 29)
    rate = leak_rate(path).iloc[0]
    assert rate["estimate"] == 0
    assert 0.05 < rate["high"] < 0.15


def test_what_is_not_ticked_is_refused(corpus, tmp_path):
    path = leak_sample(
        corpus, 3, reason="essai", out=tmp_path / "s.csv", journal=tmp_path / "j.csv"
    )
    _tick(path, ["oui", "", "peut-être"])
    with pytest.raises(InputFileError, match="2 text"):
        leak_rate(path)


@pytest.mark.parametrize("options", [{"n": 0}, {"n": 401}, {"reason": " "}])
def test_it_refuses(corpus, tmp_path, options):
    with pytest.raises(OptionError):
        leak_sample(
            corpus,
            **{"n": 3, "reason": "essai", **options},
            out=tmp_path / "s.csv",
            journal=tmp_path / "j.csv",
        )
    assert list(tmp_path.iterdir()) == []
