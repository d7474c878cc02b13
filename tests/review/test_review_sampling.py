import pickle
import re
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.review.small_corpus import ads
from toolkit.counting.annotating import Annotated
from toolkit.errors import (
    CodebookError,
    InputFileError,
    OpaqueTextError,
    OptionError,
    OutputFileError,
    TableError,
)
from toolkit.indicators import load_codebook
from toolkit.messages.catalogue import catalogue
from toolkit.review.coding.files import read_codes, read_sheet
from toolkit.review.coding.session import CodingSession
from toolkit.review.measuring.precision import measured_precision
from toolkit.review.sampling.design import SampleDesign
from toolkit.review.sampling.drawing import review_sample
from toolkit.review.sampling.guide import coding_guide
from toolkit.review.sampling.samples import read_sample_key
from toolkit.review.sampling.strata import allocate, strata

ASKED = ["MOV.TOURING", "CTL.DEBT"]


@pytest.fixture(scope="module")
def annotated():
    n = 120
    corpus = ads(
        ["caché" if i % 20 == 19 else f"=texte {i} [TEL]" for i in range(n)],
        ad_id=[f"secretad{i}" for i in range(n)],
        platform="plateforme-secrete",
        posted_at=pd.Timestamp("2025-01-07"),
        advertiser=pd.array([7654321 + i % 12 for i in range(n)], dtype="Int64"),
        quarantined=[i % 20 == 19 for i in range(n)],
        language=["fr" if i % 3 else None for i in range(n)],
    )
    rows = [
        (f"secretad{i}", one, "context", status, 0, 3, "motif-secret")
        for i in range(n)
        for one, every, status in (
            ("MOV.TOURING", 2, "asserted"),
            ("MOV.TOURING", 3, "negated"),
            ("CTL.DEBT", 15, "asserted"),
        )
        if i % every == 0
    ]
    names = ["ad_id", "indicator", "role", "status", "start", "end", "pattern"]
    book = load_codebook(families=["movement", "third_party_control"])
    return Annotated(
        corpus, pd.DataFrame(rows, columns=names), pd.DataFrame(), pd.DataFrame(), book
    )


@pytest.fixture
def draw(annotated, tmp_path):
    def drawn(n=30, *, kind="random", name="codage", **design):
        plan = SampleDesign(kind=kind, journal=tmp_path / "journal.csv", **design)
        return review_sample(
            annotated, n, indicators=ASKED, reason="double codage", out=tmp_path / name, design=plan
        )

    return drawn


def _everything_in(folder):
    contents = []
    for path in folder.iterdir():
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                contents += [book.read(name).decode("utf-8") for name in book.namelist()]
        else:
            contents.append(path.read_text(encoding="utf-8-sig"))
    return "\n".join(contents)


@pytest.mark.parametrize("kind", ["random", "stratified"])
def test_weights_add_up_to_the_ads_that_may_be_read(draw, annotated, kind):
    key = draw(kind=kind).key
    assert key["weight"].sum() == pytest.approx(114)
    hidden = set(annotated.corpus.loc[annotated.corpus["quarantined"], "ad_id"])
    assert not hidden & set(key["ad_id"])
    assert key["ad_id"].is_unique
    assert set(key["language"]) == {"fr", "undetermined"}
    assert key["item"].tolist() == [f"T{i:03d}" for i in range(1, 31)]


@pytest.mark.parametrize("kind", ["random", "stratified"])
def test_nothing_in_the_folder_says_where_a_text_comes_from(draw, kind):
    sample = draw(kind=kind)
    written = _everything_in(sample.folder)
    secrets = ("secret", "76543", "59350", "2025-01", "caché", "asserted", "no_hit", "openpyxl")
    assert not [word for word in secrets if word in written]
    assert {path.name for path in sample.folder.iterdir()} == {
        "codes_A.csv",
        "codes_A.xlsx",
        "codes_B.csv",
        "codes_B.xlsx",
        "guide_de_codage.md",
    }


def test_coders_get_the_same_texts_in_another_order(draw):
    sample = draw()
    read = {
        path.name: read_sheet(path)
        for path in sample.folder.iterdir()
        if path.suffix in {".csv", ".xlsx"}
    }
    sheets = {name: sheet for name, (sheet, _) in read.items()}
    texts = {name: dict(zip(s.items, s.texts, strict=True)) for name, s in sheets.items()}
    assert texts["codes_A.csv"] == texts["codes_B.csv"] == texts["codes_A.xlsx"]
    assert sheets["codes_A.csv"].items != sheets["codes_B.csv"].items
    assert sheets["codes_A.csv"].items == sheets["codes_A.xlsx"].items
    assert all(sheet.indicators == tuple(ASKED) for sheet in sheets.values())
    assert {code for _, cells in read.values() for code in cells.values()} == {""}
    assert "texte" not in repr(sheets)
    with pytest.raises(OpaqueTextError):
        pickle.dumps(sheets)


def test_the_order_says_nothing_of_the_stratum(draw):
    key = draw(60, kind="stratified", seed=1).key
    places = key.reset_index().groupby("stratum")["index"].agg(["min", "max"])
    # strata laid end to end would not overlap
    assert (places["max"] - places["min"]).min() > 20


def test_the_key_stays_with_the_researcher(draw, tmp_path):
    sample = draw()
    with pytest.raises(OptionError, match="coders' folder"):
        sample.write_key(sample.folder / "cle.csv")
    path = sample.write_key(tmp_path / "a_part" / "cle.csv")
    pd.testing.assert_frame_equal(read_sample_key(path), sample.key)
    assert repr(sample) == "ReviewSample(30 texts, 2 coders, 2 indicators)"
    with pytest.raises(TableError):
        read_sample_key(sample.folder / "codes_A.csv")


def test_a_seed_draws_the_same_again(draw):
    first, second, third = draw(seed=4), draw(seed=4, name="b"), draw(seed=5, name="c")
    pd.testing.assert_frame_equal(first.key, second.key)
    assert first.key["ad_id"].tolist() != third.key["ad_id"].tolist()
    names = [path.name for path in first.folder.glob("*.csv")]
    assert all((first.folder / n).read_bytes() == (second.folder / n).read_bytes() for n in names)


def test_every_ad_is_as_likely_as_any_other(annotated, draw):
    counts = pd.Series(0, index=annotated.corpus["ad_id"])
    for seed in range(40):
        counts[draw(57, seed=seed, name=f"s{seed}").key["ad_id"]] += 1
    eligible = counts[~annotated.corpus["quarantined"].to_numpy()]
    # half of the ads each time: binomial, 40 draws, five standard deviations
    assert eligible.between(20 - 15.9, 20 + 15.9).all()


def test_weighted_shares_find_the_truth_of_the_corpus(annotated, draw):
    found = annotated.spans[annotated.spans["indicator"] == "CTL.DEBT"]["ad_id"]
    eligible = annotated.corpus[~annotated.corpus["quarantined"]]
    truth = eligible["ad_id"].isin(found).mean()
    key = draw(40, kind="stratified", seed=2).key
    weighted = (key["weight"] * key["ad_id"].isin(found)).sum() / key["weight"].sum()
    assert weighted == pytest.approx(truth)
    # unweighted it would be far off: the rare wording is drawn more often
    assert key["ad_id"].isin(found).mean() > 2 * truth


def test_an_ad_is_in_the_stratum_of_its_rarest_wording(annotated):
    stratum = strata(annotated.corpus["ad_id"], annotated.spans, ASKED)
    assert stratum[:5].tolist() == [
        "CTL.DEBT asserted",
        "no_hit",
        "MOV.TOURING asserted",
        "MOV.TOURING not_asserted",
        "MOV.TOURING asserted",
    ]
    assert stratum[30] == "CTL.DEBT asserted"


@given(st.lists(st.integers(1, 200), min_size=1, max_size=6), st.data())
def test_shares_add_up_and_fit(sizes, data):
    names = [f"A.{i} asserted" for i in range(len(sizes) - 1)] + ["no_hit"]
    table = pd.Series(sizes, index=names)
    least = int(table.clip(upper=2).sum())
    n = data.draw(st.integers(least, int(table.sum())))
    drawn = allocate(table, n)
    assert drawn.sum() == n
    assert (drawn <= table).all()
    assert (drawn >= np.minimum(table, 2)).all() or len(sizes) == 1


def test_the_journal_keeps_why_and_no_text(draw, tmp_path):
    draw()
    line = (tmp_path / "journal.csv").read_text(encoding="utf-8").splitlines()[1]
    assert line.endswith("double codage,30")


def test_workbooks_offer_answers_and_name_no_author(draw):
    from openpyxl import load_workbook

    book = load_workbook(draw().folder / "codes_A.xlsx")
    page = book.worksheets[0]
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy
    assert page.freeze_panes == "B2"
    offered = page.data_validations.dataValidation[0]
    assert offered.formula1 == '"oui,non,?"'
    assert str(offered.sqref) == "C2:D31"
    assert page["C1"].value.startswith("MOV.TOURING – ")
    assert page["B2"].data_type == "s"
    assert page["B2"].alignment.wrap_text


def test_a_text_that_looks_like_a_formula_is_not_computed(draw):
    rows = (draw().folder / "codes_A.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert all(row.split(";")[1].startswith("'=texte") for row in rows)


def test_english_sheets_and_guide(draw):
    sample = draw(lang="en")
    first = (sample.folder / "codes_A.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert re.fullmatch(r"number;text;MOV\.TOURING – \w[^;]*;CTL\.DEBT – \w[^;]*", first)
    assert (sample.folder / "coding_guide.md").is_file()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_guide_has_all_that_a_coder_needs(annotated, lang):
    book = [annotated.codebook[one] for one in ASKED]
    guide = coding_guide(book, lang=lang)
    for one in book:
        assert one.label[lang] in guide
        assert dict(one.definitions)[lang] in guide
        given = [*one.examples, *one.counter_examples]
        assert all(text in guide for _, texts in given for text in texts)
        assert all(line in guide for line in dict(one.not_this)[lang])
        # what would colour the reading
        assert one.strength not in guide
    assert all(word in guide for word in ("119", "PHAROS", "**17**", "CRIP", "30 minutes"))
    rule = "coder ce qui est écrit, pas qui est la personne"
    assert (rule in guide) == (lang == "fr")


def test_the_words_of_coding_keep_french_typography():
    words = {key: text for key, text in catalogue("fr").items() if key.startswith("coding.")}
    assert not [key for key, text in words.items() if re.search(r"\w [;!?:](\s|$)", text)]


@pytest.mark.parametrize(
    "change",
    [
        {"n": 0},
        {"n": 401},
        {"n": 115},
        {"reason": " "},
        {"indicators": []},
        {"design": "quota"},
        {"design": SampleDesign(coders=("A",))},
        {"design": SampleDesign(coders=("A", "a"))},
        {"design": SampleDesign(coders=("A", "../B"))},
        {"design": SampleDesign(lang="de")},
        {"n": 5, "design": "stratified"},
    ],
)
def test_it_refuses(annotated, tmp_path, change, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call = {"n": 30, "indicators": ASKED, "reason": "essai", **change}
    with pytest.raises(OptionError):
        review_sample(annotated, out=tmp_path / "s", **call)
    assert list(tmp_path.iterdir()) == []


def test_the_ads_of_one_advertiser_are_not_read_this_way(annotated, tmp_path):
    ads = annotated.corpus
    few = replace(annotated, corpus=ads[ads["advertiser"] == ads["advertiser"].iloc[0]])
    with pytest.raises(OptionError, match="advertisers"):
        review_sample(few, 3, indicators=ASKED, reason="essai", out=tmp_path / "s")
    assert list(tmp_path.iterdir()) == []


def test_from_the_draw_to_measures(annotated, draw):
    sample = draw(60, seed=3)
    wordings = {
        (row.ad_id, row.indicator)
        for row in annotated.spans.itertuples()
        if row.status == "asserted"
    }
    ads = sample.key.set_index("item")["ad_id"]
    for name in sample.coders:
        path = sample.folder / f"codes_{name}.csv"
        session = CodingSession(path, path)
        for _ in range(session.n_texts):
            for one in session.indicators:
                present = (ads[session.item], one) in wordings
                session.answer(one, "present" if present else "absent")
            session.move(1)
    codes = read_codes(sorted(sample.folder.glob("*.csv")))
    assert set(codes["coder"]) == {"A", "B"}
    assert codes.groupby("coder")["item"].nunique().tolist() == [60, 60]
    measured = measured_precision(codes, sample.key, annotated.spans).set_index("indicator")
    assert measured.loc["MOV.TOURING", ["precision", "recall"]].tolist() == [1, 1]


def test_filled_sheets_are_never_overwritten(draw):
    sample = draw()
    before = (sample.folder / "codes_A.csv").read_bytes()
    with pytest.raises(OptionError, match="no filled sheet is lost"):
        draw()
    assert (sample.folder / "codes_A.csv").read_bytes() == before


def test_an_unknown_indicator_is_named(annotated, tmp_path):
    with pytest.raises(CodebookError, match=r"MOV\.NOWHERE"):
        review_sample(annotated, 9, indicators=["MOV.NOWHERE"], reason="x", out=tmp_path / "s")


def test_an_indicator_that_links_ads_is_not_coded(annotated, tmp_path):
    with pytest.raises(OptionError, match=r"MOV\.SEVERAL_PLACES.*links ads"):
        review_sample(
            annotated, 9, indicators=["MOV.SEVERAL_PLACES"], reason="x", out=tmp_path / "s"
        )


def test_without_a_journal_or_a_folder_nothing_is_left(annotated, tmp_path):
    plan = SampleDesign(journal=tmp_path / "absent" / "j.csv")
    ask = {"indicators": ASKED, "reason": "essai"}
    with pytest.raises(OutputFileError):
        review_sample(annotated, 9, **ask, out=tmp_path / "s", design=plan)
    (tmp_path / "file").touch()
    plan = SampleDesign(journal=tmp_path / "j.csv")
    with pytest.raises(OutputFileError):
        review_sample(annotated, 9, **ask, out=tmp_path / "file" / "s", design=plan)
    assert {path.name for path in tmp_path.iterdir()} == {"file", "j.csv"}


def test_a_missing_key_is_an_error():
    with pytest.raises(InputFileError):
        read_sample_key("nowhere.csv")
