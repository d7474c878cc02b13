"""What the rules miss, measured on passages that people coded; invented texts only."""

import csv
import pickle

import numpy as np
import pandas as pd
import pytest

from tests.review.small_corpus import ads
from toolkit.counting.annotating import Annotated
from toolkit.errors import CodebookError, OpaqueTextError, OptionError, TableError
from toolkit.indicators import find_indicators, load_codebook
from toolkit.messages.catalogue import catalogue
from toolkit.review.coding.files import read_codes
from toolkit.review.measuring.recall import audited_recall, proposed_wordings
from toolkit.review.sampling import recall_audit as drawing
from toolkit.review.sampling.recall_audit import AuditDesign, recall_audit
from toolkit.review.sampling.samples import read_sample_key

BOOK = load_codebook()
ASKED = "VUL.HOUSING"
FOUND, DENIED = "Je suis sans logement", "Je ne suis pas sans logement"
LACKING, RARE = "Cette semaine la gare me sert de toit", "Mon toit c'est la gare du nord"
ORDINARY = "Le quartier est calme"


class StubReader:
    """It is near to every clause that speaks of a station."""

    def read(self, clauses, *, share):
        return [[ASKED] if "gare" in clause.text else [] for clause in clauses]


@pytest.fixture(autouse=True)
def stub(monkeypatch):
    asked = []
    monkeypatch.setattr(
        drawing, "paraphrase_reader", lambda *given: asked.append(given) or StubReader()
    )
    return asked


def corpus_of(texts, **columns):
    named = {
        "ad_id": [f"secretad{i}" for i in range(len(texts))],
        "platform": "plateforme-secrete",
        "posted_at": pd.Timestamp("2025-01-07"),
    }
    corpus = ads(texts, **(named | columns))
    spans = find_indicators(corpus, BOOK)
    return Annotated(corpus, spans, pd.DataFrame(), pd.DataFrame(), BOOK)


TEXTS = [
    *[f"{FOUND}. {ORDINARY} {i}." for i in range(12)],
    *[f"{DENIED}. Bonjour {i}." for i in range(6)],
    *[f"{LACKING}. Merci {i}." for i in range(14)],
    f"{RARE}. Bienvenue.",
    *[f"{ORDINARY} rue {i}. Au plaisir." for i in range(40)],
]


@pytest.fixture(scope="module")
def annotated():
    return corpus_of(TEXTS)


def draw(annotated, tmp_path, n=40, indicator=ASKED, **options):
    design = AuditDesign(seed=3, journal=tmp_path / "journal.csv", **options)
    return recall_audit(
        annotated, indicator, n, reason="essai", out=tmp_path / "audit", design=design
    )


def code_all(sample, says):
    """Fill in the sheets as two coders who agree."""
    for coder in sample.coders:
        path = sample.folder / f"codes_{coder}.csv"
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(text.splitlines(), delimiter=";"))
        filled = [rows[0], *([row[0], row[1], says(row[1])] for row in rows[1:])]
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(filled)
    return read_codes([sample.folder / f"codes_{coder}.csv" for coder in sample.coders])


def says_housing(text):
    return "oui" if text in (FOUND, LACKING, RARE) else "non"


def test_strata_weights_and_what_coders_see(annotated, tmp_path):
    sample = draw(annotated, tmp_path)
    key = sample.key
    assert set(key["stratum"]) == {"asserted", "not_asserted", "near", "no_hit"}
    clauses = sum(text.count(".") for text in TEXTS)
    assert key["weight"].sum() == pytest.approx(clauses)
    assert key["n_drawn"].sum() == 40
    sizes = key.groupby("stratum")["weight"].sum()
    assert sizes[["asserted", "not_asserted", "near"]].tolist() == pytest.approx([12, 6, 15])
    assert (key["asserted"] == (key["stratum"] == "asserted")).all()
    for path in sample.folder.iterdir():
        content = path.read_bytes().decode("utf-8", errors="ignore")
        assert not any(word in content for word in ("secretad", "plateforme", "no_hit", "near;"))
    sheet = (sample.folder / "codes_A.csv").read_text(encoding="utf-8-sig")
    assert len(sheet.splitlines()) == len(key) + 1
    assert LACKING in sheet
    assert "essai" in (tmp_path / "journal.csv").read_text(encoding="utf-8")


def test_a_copied_passage_is_read_once(annotated, tmp_path):
    key = draw(annotated, tmp_path).key
    asserted = key[key["stratum"] == "asserted"]
    assert len(asserted) == 1
    assert asserted["n_drawn"].item() > 1
    assert key["item"].is_unique


def test_a_census_finds_the_true_recall(annotated, tmp_path):
    everything = sum(text.count(".") for text in TEXTS)
    sample = draw(annotated, tmp_path, n=everything)
    sample.write_key(tmp_path / "key.csv")
    codes = code_all(sample, says_housing)
    result = audited_recall(codes, read_sample_key(tmp_path / "key.csv"))
    assert result["estimate"].item() == pytest.approx(12 / (12 + 15))
    assert result["low"].item() < 12 / 27 < result["high"].item()
    assert result["n_passages"].item() == everything
    assert "passage" in result["reading"].item()


@pytest.mark.parametrize("kind", ["stratified", "random"])
def test_possible_minority_is_drawn_at_random_and_never_near(annotated, tmp_path, stub, kind):
    sample = draw(annotated, tmp_path, indicator="MIN.FIRST_18", kind=kind)
    assert set(sample.key["stratum"]) == {"all"}
    assert set(sample.key["design"]) == {"random"}
    assert stub == []


def test_wordings_of_possible_minority_are_never_listed(annotated, tmp_path):
    sample = draw(annotated, tmp_path, indicator="MIN.FIRST_18")
    codes = code_all(sample, lambda _: "oui")
    with pytest.raises(OptionError, match="never listed"):
        proposed_wordings(codes, sample.key, annotated, reason="essai", journal=tmp_path / "j.csv")


def test_a_random_design_needs_no_encoder(annotated, tmp_path, stub):
    sample = draw(annotated, tmp_path, n=120, kind="random")
    assert stub == []
    result = audited_recall(code_all(sample, says_housing), sample.key)
    assert result["design"].item() == "random"
    assert 0 < result["low"].item() < result["estimate"].item() < result["high"].item() < 1


def test_common_wordings_are_shown_and_rare_ones_held_back(annotated, tmp_path):
    sample = draw(annotated, tmp_path, n=140)
    codes = code_all(sample, says_housing)
    found = proposed_wordings(
        codes, sample.key, annotated, reason="essai", journal=tmp_path / "j.csv"
    )
    assert len(found) == 1
    assert found.n_held_back == 1
    page = found._repr_mimebundle_()[0]["text/html"]
    assert "la gare me sert de toit" in page
    assert "nord" not in page
    assert "gare" not in repr(found)
    with pytest.raises(OpaqueTextError):
        pickle.dumps(found)


def test_copies_of_few_advertisers_are_held_back(tmp_path):
    few = corpus_of(
        TEXTS,
        advertiser=pd.array(
            [i % 10 for i in range(18)] + [20 + i % 10 for i in range(15)] + list(range(40, 80)),
            dtype="Int64",
        ),
    )
    sample = draw(few, tmp_path, n=140)
    codes = code_all(sample, says_housing)
    found = proposed_wordings(codes, sample.key, few, reason="essai", journal=tmp_path / "j.csv")
    assert (len(found), found.n_held_back) == (0, 2)


def test_quarantined_ads_and_languages_not_tested_are_left_out(tmp_path):
    n = len(TEXTS)
    corpus = corpus_of(
        TEXTS,
        quarantined=[i % 2 == 0 for i in range(n)],
        language=["it" if i % 5 == 0 else "fr" for i in range(n)],
    )
    key = draw(corpus, tmp_path, n=30).key
    rows = key["ad_id"].str.removeprefix("secretad").astype(int)
    assert (rows % 2 == 1).all()
    assert (rows % 5 != 0).all()
    assert set(key["language"]) == {"fr"}


BAD = [
    ({"reason": " "}, OptionError, "reason"),
    ({"n": 0}, OptionError, "n"),
    ({"n": 399}, OptionError, "passages that may be read"),
    ({"indicator": "NO.SUCH"}, CodebookError, "NO.SUCH"),
    ({"few": True}, OptionError, "advertisers"),
]


@pytest.mark.parametrize(("change", "error", "word"), BAD)
def test_what_cannot_be_drawn_is_refused_and_leaves_nothing(
    annotated, tmp_path, change, error, word
):
    source = annotated
    if change.get("few"):
        source = corpus_of(TEXTS, advertiser=pd.array([1] * len(TEXTS), dtype="Int64"))
    with pytest.raises(error, match=word):
        recall_audit(
            source,
            change.get("indicator", ASKED),
            change.get("n", 30),
            reason=change.get("reason", "essai"),
            out=tmp_path / "audit",
            design=AuditDesign(journal=tmp_path / "j.csv"),
        )
    assert list(tmp_path.iterdir()) == []


def made(present, drawn, sizes):
    """Return key and codes of an audit in which so many of the passages drawn are present."""
    keys, codes = [], []
    for stratum, (yes, n, size) in zip(
        ("asserted", "near", "no_hit"), zip(present, drawn, sizes, strict=True), strict=True
    ):
        items = [f"{stratum}{i}" for i in range(n)]
        keys.append(
            pd.DataFrame(
                {
                    "item": items,
                    "ad_id": items,
                    "design": "stratified",
                    "stratum": stratum,
                    "weight": size / n,
                    "language": "fr",
                    "asserted": stratum == "asserted",
                    "n_drawn": 1,
                    "start": 0,
                    "end": 9,
                }
            )
        )
        said = ["present"] * yes + ["absent"] * (n - yes)
        codes.append(pd.DataFrame({"item": items, "coder": "A", "indicator": ASKED, "code": said}))
    return pd.concat(codes, ignore_index=True), pd.concat(keys, ignore_index=True)


def test_what_was_never_read_is_in_the_interval():
    result = audited_recall(*made((40, 0, 0), (40, 40, 60), (200, 100, 20_000)))
    assert result["estimate"].item() == 1
    assert result["low"].item() < 0.25
    assert "{" not in result["reading"].item()
    more = audited_recall(*made((40, 0, 0), (40, 40, 6_000), (200, 100, 20_000)))
    assert more["low"].item() > 0.8


def test_nothing_present_is_not_measured():
    result = audited_recall(*made((0, 0, 0), (20, 20, 20), (50, 50, 900)), lang="en")
    assert result["estimate"].isna().item()
    assert result[["low", "high"]].to_numpy().tolist() == [[0, 1]]
    assert "not measured" in result["reading"].item()


@pytest.mark.parametrize(
    ("sizes", "truth"),
    [((500, 800, 20_000), (475, 240, 40)), ((60, 100, 9_000), (50, 10, 0))],
)
def test_the_interval_covers_the_truth(sizes, truth):
    generator = np.random.default_rng(7)
    drawn, recall = (30, 40, 60), truth[0] / sum(truth)
    covered = 0
    for _ in range(150):
        present = [
            generator.hypergeometric(yes, size - yes, n)
            for yes, size, n in zip(truth, sizes, drawn, strict=True)
        ]
        result = audited_recall(*made(present, drawn, sizes))
        covered += result["low"].item() <= recall <= result["high"].item()
    assert covered / 150 >= 0.94


WRONG = [
    (lambda codes, key: (codes, key.drop(columns="n_drawn")), "one audit"),
    (lambda codes, key: (codes.replace("near0", "stranger"), key), "one audit"),
    (lambda codes, key: (codes[~codes["item"].str.startswith("near")], key), "every stratum"),
    (lambda codes, key: (codes, pd.concat([key, key])), "one audit"),
]


@pytest.mark.parametrize(("change", "word"), WRONG)
def test_codes_and_key_that_do_not_belong_together_are_refused(change, word):
    codes, key = change(*made((9, 2, 0), (10, 10, 10), (20, 20, 900)))
    with pytest.raises(TableError, match=word):
        audited_recall(codes, key)


def test_the_words_are_the_same_in_both_languages():
    words = {lang: {k for k in catalogue(lang) if k.startswith("audit.")} for lang in ("fr", "en")}
    assert words["fr"] == words["en"] != set()
