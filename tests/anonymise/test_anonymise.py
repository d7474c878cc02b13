import datetime
import pickle

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.anonymise import (
    Linker,
    RetentionWarning,
    anonymise,
    find_identifiers,
    mask,
    read_record,
    refuse_residue,
    resolve_advertisers,
    write_new_record,
)
from toolkit.errors import (
    OpaqueTextError,
    OutputFileError,
    RecordError,
    ResidualIdentifierError,
    TableError,
)
from toolkit.text.opaque import as_texts, opaque_series

RECORD = {
    "purpose": "essai",
    "legal_basis": "intérêt public",
    "dpia_reference": "01",
    "retention_until": "2031-12-31",
    "responsible": "direction",
}

FOUND = {
    "appelez le [[06 39 98 12 34]] merci": "PHONE",
    "tel[[0639981234]]": "PHONE",
    "[[06.39.98.12.34]]": "PHONE",
    "[[+33 (0)6 39 98 12 34]]": "PHONE",
    "[[0033 6 39 98 12 34]] le soir": "PHONE",
    "[[06-39/98_12 34]]": "PHONE",
    "[[０６ ３９ ９８ １２ ３４]]": "PHONE",
    "[[0️⃣6️⃣3️⃣9️⃣9️⃣8️⃣1️⃣2️⃣3️⃣4]]": "PHONE",
    "[[06💋39💋98💋12💋34]]": "PHONE",
    "call [[+44 7700 900123]]": "PHONE",
    "écrivez à [[nom.prenom@exemple.fr]].": "EMAIL",
    "[[nom (arobase) exemple (point) fr]]": "EMAIL",
    "voir [[https://annonce.example.org/a/b?c=1]]": "URL",
    "voir [[www.exemple.fr]].": "URL",
    "mon site [[exemple.com/moi]]": "URL",
    "insta : [[douce_fleur59]]": "HANDLE",
    "suivez [[@fleur.exemple]]": "HANDLE",
    "telegram [[@exemple_59]]": "HANDLE",
}

UNTOUCHED = [
    "tarif 80 100 150 200 250 300",
    "80€ 30min, 120€ 1h, 200€ 2h",
    "de 10h à 20h, 7j/7 et 24h/24",
    "10h30-12h30 14h00-18h00",
    "j'ai 29 ans, 170 cm, 60 kg, 95",
    "du 03/06/2025 au 10/06/2025",
    "les 12 13 14 15 16 17 18 19 juin",
    "le 12.05.2025",
    "reçoit à Lille 59000 ou Paris 75011",
    "en cas de danger appelez le 17, le 112, le 119 ou le 3919",
    "je suis sur snap et insta, demandez-moi",
    "bonjour, disponible ce soir chez moi... à bientôt",
    "2e étage, code postal 13001",
    "appel vidéo possible sur whatsapp ou telegram",
]


@pytest.mark.parametrize("marked", FOUND)
def test_it_is_found_exactly(marked):
    start, end = marked.index("[["), marked.index("]]") - 2
    text = marked.replace("[[", "").replace("]]", "")
    found = find_identifiers([text])
    assert found[["type", "start", "end"]].to_numpy().tolist() == [[FOUND[marked], start, end]]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_it_stays_untouched(text):
    assert mask([text]) == [text]


DIGITS = st.text("0123456789", min_size=8, max_size=8)
SEPARATORS = st.sampled_from(["", " ", ".", "-", "/", "  ", " . ", "💋", "·"])
AROUND = st.sampled_from(["", "appelez ", "tel:", "bonjour 80€ ", "😀"])


@settings(deadline=None)
@given(DIGITS, SEPARATORS, AROUND, AROUND)
def test_no_french_number_survives_any_separator(digits, separator, before, after):
    number = separator.join(["06", *(digits[i : i + 2] for i in range(0, 8, 2))])
    (masked,) = mask([f"{before}{number} {after}"])
    assert number not in masked
    assert "[TEL]" in masked


@settings(deadline=None)
@given(st.lists(st.text() | st.sampled_from(list(FOUND)), max_size=4))
def test_masking_twice_is_masking_once_and_offsets_are_true(texts):
    once = mask(texts)
    assert mask(once) == once
    for row, _, start, end in find_identifiers(texts).itertuples(index=False):
        assert 0 <= start < end <= len(texts[row])


@pytest.fixture
def ads():
    texts = [
        "appelez le 06 39 98 12 34",
        "au 0639981234 ou nom@exemple.fr",
        "écrivez à NOM@exemple.fr",
        "sans contact",
        "ref 12 345 67",
        None,
    ]
    return pd.DataFrame(
        {
            "ad_id": list("abcdef"),
            "platform": "Un",
            "posted_at": pd.Timestamp("2025-01-01 13:45"),
            "place": ["Lille", "06 39 98 12 34", None, None, None, None],
            "advertiser_ref": None,
        }
    ).assign(text=opaque_series(texts))


def test_a_corpus_has_no_identifier_and_links_advertisers(ads):
    before = as_texts(ads)
    done = anonymise(ads, record=RECORD)
    corpus = done.corpus
    assert as_texts(corpus)[:2] == ["appelez le [TEL]", "au [TEL] ou [COURRIEL]"]
    assert corpus["advertiser"].tolist()[:3] == [corpus["advertiser"][0]] * 3
    assert corpus["advertiser"].isna().tolist()[3]
    assert corpus.loc[1, "place"] == "[TEL]"
    assert not set(corpus["ad_id"]) & set(ads["ad_id"])
    assert (corpus["posted_at"] == pd.Timestamp("2025-01-01")).all()
    assert "advertiser_ref" not in corpus.columns
    assert done.report.set_index("type").loc["PHONE", "n_found"] == 2
    assert as_texts(ads) == before
    assert repr(done) == "Anonymised(6 ads, 0 in quarantine)"
    refuse_residue(corpus)


def test_what_is_doubtful_is_kept_apart(ads):
    doubtful = ads.assign(text=opaque_series([*as_texts(ads)[:5], "dossier 1234567"]))
    done = anonymise(doubtful, record=RECORD)
    assert len(done.quarantine) == 1
    assert done.quarantine["quarantined"].all()
    assert len(done.corpus) + len(done.quarantine) == len(ads)


def test_parts_with_one_linker_link_as_the_whole(ads):
    linker = Linker()
    parts = [anonymise(p, record=RECORD, linker=linker).corpus for p in (ads[:1], ads[1:])]
    corpus = resolve_advertisers(pd.concat(parts, ignore_index=True), linker)
    assert corpus["advertiser"][:3].nunique() == 1


VARIANTS = ["06 39 98 12 34", "0639981234", "+33639981234", "0033 6.39.98.12.34", "０６39 98 12 34"]


@pytest.mark.parametrize("variant", VARIANTS)
def test_variants_of_one_number_are_one_advertiser(variant):
    linker = Linker()
    one, other = linker.add([[("PHONE", VARIANTS[0])], [("PHONE", variant)]])
    assert linker.resolve(pd.Series([one, other])).nunique() == 1


def test_different_numbers_are_never_merged():
    linker = Linker()
    found = linker.add([[("PHONE", f"0639{n:06d}")] for n in range(100_000)])
    assert len(set(found)) == 100_000


def test_the_key_never_leaves():
    linker = Linker()
    assert linker._key.hex() not in repr(linker) + str(linker)
    with pytest.raises(OpaqueTextError):
        pickle.dumps(linker)


def test_two_corpora_cannot_be_compared():
    contacts = [[("PHONE", f"0639981{n:03d}")] for n in range(200)]
    first, second = (
        linker.resolve(pd.Series(linker.add(contacts))).tolist() for linker in (Linker(), Linker())
    )
    assert first != second


def test_the_gate_names_types_and_never_texts(ads):
    corpus = anonymise(ads, record=RECORD).corpus
    leaking = [*as_texts(corpus)[:-1], "mon numéro 0639981234"]
    with pytest.raises(ResidualIdentifierError, match="PHONE") as caught:
        refuse_residue(corpus.assign(text=opaque_series(leaking)))
    assert "0639" not in str(caught.value)


@pytest.mark.parametrize("name", RECORD)
def test_each_missing_entry_is_named(name):
    with pytest.raises(RecordError, match=name):
        read_record({**RECORD, name: " "})


def test_records(tmp_path, ads):
    with pytest.raises(RecordError, match="new-record"):
        anonymise(ads, record=None)
    with pytest.raises(RecordError, match="must exist"):
        read_record(tmp_path / "x.yaml")
    with pytest.raises(RecordError, match="must be a date"):
        read_record({**RECORD, "retention_until": "bientôt"})
    path = write_new_record(tmp_path / "record.yaml")
    with pytest.raises(RecordError, match="purpose"):
        read_record(path)
    with pytest.raises(OutputFileError):
        write_new_record(path)
    assert read_record(RECORD).dpia_reference == "01"
    assert read_record(RECORD).retention_until == datetime.date(2031, 12, 31)


def test_a_passed_retention_date_warns_loudly():
    with pytest.warns(RetentionWarning, match="2020-01-01"):
        record = read_record({**RECORD, "retention_until": "2020-01-01"})
    assert record.expired


def test_bad_input_never_crashes_and_never_leaks(ads):
    odd = ["\ud800 06 39 98 12 34", "e\u0301crivez a\u0300 nom@exemple.fr", "\0 0639981234", b"x"]
    odd += [None, float("nan"), "\u202e06\u202c 39 98 12 34", "", "[TEL]", "\x00" * 50]
    assert not any("3998" in t.replace(" ", "") or "nom@" in t for t in mask(odd))
    long = "bonjour " * 130_000 + "0639981234"
    assert mask([long])[0].endswith("[TEL]")
    with pytest.raises(TableError):
        anonymise(ads.drop(columns="platform"), record=RECORD)
