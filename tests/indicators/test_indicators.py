import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import CodebookError
from toolkit.indicators import find_indicators, load_codebook
from toolkit.indicators.codebook_files.loading import ExpiredReviewWarning, _packaged
from toolkit.schema import SPANS, STATUSES, check
from toolkit.text.opaque import opaque_series

BOOK = load_codebook()
SOURCE = {
    file.name: file.read_text(encoding="utf-8")
    for file in __import__("pathlib").Path("toolkit/indicators/codebook").glob("*.yaml")
}
CASES = [
    (indicator.id, text, wanted)
    for indicator in BOOK
    for texts, wanted in ((indicator.examples, True), (indicator.counter_examples, False))
    for _, listed in texts
    for text in listed
]


def _asserted(text):
    found = find_indicators([text], BOOK)
    return set(found.loc[found["status"].isin(["asserted", "uncertain"]), "indicator"])


@pytest.mark.parametrize(("identifier", "text", "wanted"), CASES)
def test_examples_and_counter_examples(identifier, text, wanted):
    assert (identifier in _asserted(text)) is wanted


@pytest.mark.parametrize(("identifier", "text", "wanted"), CASES)
@pytest.mark.parametrize("change", [str.upper, str.lower, lambda t: f"😀 {t} 😀 [TEL]"])
def test_dress_changes_nothing(identifier, text, wanted, change):
    assert (identifier in _asserted(change(text))) is wanted


def test_the_codebook_is_complete():
    assert len(BOOK) >= 10
    for indicator in BOOK:
        assert indicator.evidence
        assert indicator.harms
        assert set(indicator.label) == {"fr", "en"}
        if indicator.family in {"movement", "price", "availability", "language", "remote_acts"}:
            assert indicator.role == "context"
    assert not [identifier for identifier in BOOK.ids if identifier.startswith("ETH")]
    assert BOOK["MIN.FIRST_18"].min_cell == 20


BROKEN = {
    "no evidence": ("evidence:\n", "proof:\n", "is no key"),
    "no harms": ("harms:\n  fr:", "harms: []\nx_harms:\n  fr:", "is no key"),
    "empty harms": ("harms:\n", "harms: ''\nnot_this_either:\n", "is no key"),
    "role": ("role: context", "role: suspicion", "must be one of"),
    "strength": ("strength: tested_against", "strength: obvious", "must be one of"),
    "spanning": ("- seulement cette semaine", "- tournee|en route~~", "one word"),
    "gap first": ("- seulement cette semaine", "- '*2 semaine'", "must begin with a word"),
    "not YAML": ("- seulement cette semaine", "- 'seulement' semaine", "must be YAML"),
    "example": ("De passage à Rennes du 3 au 6 mai.", "Bonjour à Rennes.", "must be found"),
    "counter": ("Installée ici depuis 15 ans.", "De passage ici.", "must not be found"),
    "review": ("next: '2027-05-23'", "next: bientôt", "wrong shape"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_line(tmp_path, name):
    old, new, rule = BROKEN[name]
    text = SOURCE["mov_touring.yaml"]
    assert old in text
    (tmp_path / "own.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CodebookError, match=rule) as caught:
        load_codebook(tmp_path)
    assert "own.yaml:" in str(caught.value)


def test_missing_keys_are_named(tmp_path):
    lines = SOURCE["mov_touring.yaml"].splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if line.startswith("harms:"))
    stop = next(i for i, line in enumerate(lines) if line.startswith("use:"))
    (tmp_path / "own.yaml").write_text("".join(lines[:start] + lines[stop:]), encoding="utf-8")
    with pytest.raises(CodebookError, match="harms is missing"):
        load_codebook(tmp_path)


def test_a_study_may_add_and_replace_and_late_reviews_warn(tmp_path):
    text = SOURCE["mov_touring.yaml"].replace("MOV.TOURING", "MOV.OWN")
    late = text.replace("next: '2027-05-23'", "next: '2020-01-01'")
    (tmp_path / "own.yaml").write_text(late, encoding="utf-8")
    with pytest.warns(ExpiredReviewWarning, match=r"MOV\.OWN"):
        book = load_codebook(tmp_path)
    assert len(book) == len([i for i in _packaged() if not i.experimental]) + 1


def test_codes_stay_text(tmp_path):
    text = SOURCE["mov_touring.yaml"].replace("use: ", "use: no\nx: ").replace("x: ", "# ")
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    assert load_codebook(tmp_path)["MOV.TOURING"].use == "no"


STATUS = {
    "Je n'ai pas de manager, ni notre responsable.": ("CTL.INTERMEDIARY", "negated"),
    'Il a dit "contactez mon manager" hier.': ("CTL.INTERMEDIARY", "quoted"),
    "Ma fille a 16 ans.": ("MIN.AGE_STATED_LT18", "other_person"),
    "J'ai 16 ans d'expérience.": ("MIN.AGE_STATED_LT18", "duration"),
    "no manager, but my boss answers": ("CTL.INTERMEDIARY", "asserted"),
    "pas seulement moi : mon manager répond": ("CTL.INTERMEDIARY", "asserted"),
}


@pytest.mark.parametrize("text", STATUS)
def test_every_hit_keeps_its_status(text):
    identifier, status = STATUS[text]
    found = find_indicators([text], BOOK)
    assert status in set(found.loc[found["indicator"] == identifier, "status"])


def test_a_corpus_gives_ad_ids_and_is_not_changed():
    corpus = pd.DataFrame({"ad_id": ["x", "y"], "text": opaque_series(["rien", "De passage ici"])})
    before = corpus.copy()
    spans = check(find_indicators(corpus, BOOK), SPANS)
    assert spans["ad_id"].tolist() == ["y"]
    assert corpus.equals(before)
    assert "passage ici" not in repr(spans)


@settings(deadline=None)
@given(st.lists(st.text() | st.sampled_from([c[1] for c in CASES]), max_size=3))
def test_spans_lie_inside_their_text(texts):
    found = find_indicators(texts, BOOK)
    assert set(found["status"]) <= set(STATUSES)
    for row, start, end in found[["row", "start", "end"]].itertuples(index=False):
        assert 0 <= start < end <= len(texts[row])


def test_a_pattern_that_is_no_text_is_a_wrong_shape(tmp_path):
    source = SOURCE["mov_touring.yaml"].replace("patterns:\n  fr:\n", "patterns:\n  fr:\n  - [a]\n")
    (tmp_path / "own.yaml").write_text(source, encoding="utf-8")
    with pytest.raises(CodebookError, match="wrong shape"):
        load_codebook(tmp_path)


def test_a_folder_without_indicators_is_refused(tmp_path):
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(CodebookError, match="yaml"):
            load_codebook(folder)
