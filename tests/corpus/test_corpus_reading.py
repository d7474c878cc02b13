import json

import pandas as pd
import pytest

from toolkit.corpus import read_ads, read_ads_in_parts, write_corpus
from toolkit.errors import InputFileError, OptionError, OutputFileError, TableError
from toolkit.text.opaque import as_texts
from toolkit.writing import write_text_file

ROWS = [
    ("a1", "Site Un", "2025-03-02", "Bonjour, reçoit à Lille l'après-midi", "Lille"),
    ("a2", "Site Un", "2025-03-09", "Disponible 7j/7, à bientôt ; merci", "Roubaix"),
    ("a3", "Site Deux", "2025-04-01", 'Elle dit "oui"\nsur deux lignes', None),
]
COLUMNS = ["ad_id", "platform", "posted_at", "text", "place"]


@pytest.fixture
def frame():
    return pd.DataFrame(ROWS, columns=COLUMNS)


def _as_excel_saves_it(frame, path):
    french = frame.rename(
        columns={
            "ad_id": "Identifiant",
            "platform": "Plateforme",
            "posted_at": "Date de publication",
            "text": "Texte",
            "place": "Ville",
        }
    )
    french["Date de publication"] = [f"{d[8:]}/{d[5:7]}/{d[:4]}" for d in frame["posted_at"]]
    french.to_csv(path, sep=";", index=False, encoding="cp1252", lineterminator="\r\n")


def _as_jsonl(frame, path):
    rows = frame.assign(text=frame["text"].str.replace("'", "&#39;").str.replace("é", "&eacute;"))
    lines = [json.dumps(row) for row in rows.to_dict("records")]
    path.write_text("\n".join(lines).replace("NaN", "null"), encoding="utf-8")


WRITERS = {
    "ads.csv": lambda f, p: f.to_csv(p, index=False),
    "bom.csv": lambda f, p: f.to_csv(p, index=False, encoding="utf-8-sig"),
    "utf16.csv": lambda f, p: f.to_csv(p, index=False, encoding="utf-16"),
    "tab.tsv": lambda f, p: f.to_csv(p, index=False, sep="\t"),
    "excel.csv": _as_excel_saves_it,
    "ads.xlsx": lambda f, p: f.assign(posted_at=pd.to_datetime(f["posted_at"])).to_excel(
        p, index=False
    ),
    "ads.jsonl": _as_jsonl,
    "ads.parquet": lambda f, p: f.to_parquet(p),
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_ads_come_out_of_every_format(frame, tmp_path, name):
    path = tmp_path / name
    WRITERS[name](frame, path)
    ads = read_ads(path)
    assert as_texts(ads) == frame["text"].tolist()
    assert ads["ad_id"].tolist() == ["a1", "a2", "a3"]
    assert ads["posted_at"].dt.strftime("%Y-%m-%d").tolist() == frame["posted_at"].tolist()
    assert ads["platform"].tolist() == frame["platform"].tolist()
    assert ads["place"].isna().tolist() == [False, False, True]


def test_a_platform_card_names_foreign_columns(tmp_path):
    path = tmp_path / "listings.parquet"
    pd.DataFrame(
        {"listing_id": ["7"], "listing_body": ["bonjour"], "listing_date": ["2025-01-02"]}
    ).assign(listing_city="Lyon", seller="s1").to_parquet(path)
    ads = read_ads(path, platform="petites_annonces")
    assert ads.loc[0, "platform"] == "Petites Annonces"
    assert as_texts(ads) == ["bonjour"]
    with pytest.raises(OptionError, match="platform card"):
        read_ads(path, platform="nulle_part")


def test_columns_can_be_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("n;corps\n1;bonjour\n", encoding="utf-8")
    assert as_texts(read_ads(path, columns={"text": "corps", "ad_id": "n"})) == ["bonjour"]
    with pytest.raises(InputFileError, match="has no such column; it has n, corps"):
        read_ads(path, columns={"text": "body"})
    with pytest.raises(InputFileError, match="needs a column of texts"):
        read_ads(path)


def test_rejected_rows_are_counted_kept_and_explained(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "id,date,text\n1,2025-01-01,bonjour\n1,2025-01-01,encore\n2,2025-01-01,\n"
        "3,le mois dernier,merci\n4,2025-01-01,un,deux\n5,2025-01-02,salut\n",
        encoding="utf-8",
    )
    reasons = {
        "repeated_ad_id": 1,
        "empty_text": 1,
        "unreadable_date": 1,
        "wrong_number_of_cells": 1,
    }
    ads = read_ads(path, record=tmp_path / "rejected.csv")
    assert ads["ad_id"].tolist() == ["1", "5"]
    assert ads.attrs["rejected"] == reasons
    kept = pd.read_csv(tmp_path / "rejected.csv")
    assert list(kept.columns) == ["line", "ad_id", "reason"]
    assert len(kept) == 4
    (part,) = read_ads_in_parts(path)
    assert len(part.ads) + len(part.rejected) == 6


def test_parts_are_the_whole(tmp_path):
    path = tmp_path / "a.csv"
    lines = [f"{i},texte numéro {i}" for i in range(25)]
    path.write_text("id,text\n" + "\n".join([*lines, "3,une répétition"]), encoding="utf-8")
    parts = list(read_ads_in_parts(path, rows=10))
    assert [len(part.ads) for part in parts] == [10, 10, 5]
    assert parts[-1].rejected["reason"].tolist() == ["repeated_ad_id"]


WRONG = {
    "nowhere.csv": (None, "must exist"),
    "empty.csv": (b"", "must not be empty"),
    "header.csv": (b"id,text\n", "at least one row"),
    "image.png": (b"\x89PNG", "suffix"),
    "fake.xlsx": (b"not a workbook", "Excel workbook"),
    "fake.parquet": (b"not a table", "Parquet"),
    "fake.csv": (b"\x00\x01\x02\x00" * 50, "binary"),
    "blank.csv": (b"id,text\n1,\n2, \n", "no usable row"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_a_clear_error(tmp_path, name):
    content, rule = WRONG[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputFileError, match=rule):
        read_ads(tmp_path / name)


def test_a_folder_is_a_clear_error(tmp_path):
    with pytest.raises(InputFileError, match="not a folder"):
        read_ads(tmp_path)


def test_long_texts_are_whole(tmp_path):
    path = tmp_path / "a.csv"
    text = "mot " * 50_000
    path.write_text(f"id,text\n1,{text}end\n", encoding="utf-8")
    assert as_texts(read_ads(path)) == [f"{text}end"]


def test_raw_ads_cannot_be_written_as_a_corpus(frame, tmp_path):
    path = tmp_path / "ads.csv"
    frame.to_csv(path, index=False)
    with pytest.raises(TableError):
        write_corpus(read_ads(path), tmp_path / "corpus.csv")
    assert not (tmp_path / "corpus.csv").exists()


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")

    def full(self, *args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OutputFileError, match="No space left"):
        write_text_file(target, "new")
    monkeypatch.undo()
    assert target.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
