import dataclasses
import pickle

import pandas as pd
import pytest

from tests.review.small_corpus import BOOK, annotated
from toolkit.errors import OpaqueTextError, OptionError, OutputFileError, TableError
from toolkit.indicators import Codebook
from toolkit.review.showing.concordance import (
    CONTEXT,
    MOST_LINES,
    MOST_LINES_POSSIBLE_MINORITY,
    concordance,
)
from toolkit.review.showing.texts import OUTPUT_MARK

WORDS = "de passage"
TEXT = f"Bonjour, je suis {WORDS} en ville [TEL]"


def _study(n=40, indicator="MOV.TOURING", status="asserted", **columns):
    return annotated([TEXT] * n, [(i, indicator, status, WORDS) for i in range(n)], **columns)


@pytest.fixture
def read(tmp_path):
    def call(study, indicator="MOV.TOURING", **options):
        options = {"reason": "relecture", "journal": tmp_path / "j.csv", **options}
        return concordance(study, indicator, **options)

    return call


def _html(found):
    return found._repr_mimebundle_()[0]["text/html"]


def test_lines_are_masked_aligned_journaled_and_not_kept(read, tmp_path):
    found = read(_study())
    data, metadata = found._repr_mimebundle_()
    html = data["text/html"]
    assert html.count("<tr>") == MOST_LINES + 1
    assert html.count('<th scope="col"') == 3
    assert f"<mark>{WORDS}</mark>" in html
    assert metadata[OUTPUT_MARK]
    assert data["text/plain"] == repr(found) == "Concordance(MOV.TOURING, 20 lines)"
    journal = (tmp_path / "j.csv").read_text(encoding="utf-8")
    assert journal.splitlines()[1].endswith("relecture (MOV.TOURING),20")
    with pytest.raises(OpaqueTextError):
        pickle.dumps(found)
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.indicator = "AVL.H24"


def test_nothing_says_where_a_line_comes_from(read):
    html = _html(read(_study(platform="Plateforme", departement="59")))
    lines = html[html.index("<table") :]
    assert not [x for x in ("secret", "Plateforme", "2025", "59") if x in lines]


def test_one_line_per_advertiser_and_per_copied_text(read):
    advertisers = pd.array([1] * 30 + list(range(2, 12)), dtype="Int64")
    assert "11 lines" in repr(read(_study(advertiser=advertisers)))
    copied = list(range(8)) + [9] * 32
    assert "9 lines" in repr(read(_study(template=copied)))


def test_the_order_means_nothing(read):
    texts = [f"mot{i:02d} {WORDS}" for i in range(15)]
    study = annotated(texts, [(i, "MOV.TOURING", "asserted", WORDS) for i in range(15)])
    orders = {tuple(line.before for line in read(study)._lines) for _ in range(6)}
    assert len(orders) > 1
    assert all(sorted(order) == sorted(x[:5] for x in texts) for order in orders)


def test_quarantine_is_never_read(read):
    study = _study(quarantined=[True] * 25 + [False] * 15)
    assert "15 lines" in repr(read(study))
    with pytest.raises(OptionError):
        read(_study(quarantined=[True] * 30 + [False] * 10))


@pytest.mark.parametrize("hits", [0, 1, 10, 11])
def test_a_wording_of_few_advertisers_is_not_shown(read, tmp_path, hits):
    study = annotated([TEXT] * 60, [(i, "MOV.TOURING", "asserted", WORDS) for i in range(hits)])
    if hits == 11:
        assert "11 lines" in repr(read(study))
        return
    with pytest.raises(OptionError, match=r"hits of MOV\.TOURING.*at least 11"):
        read(study)
    assert not (tmp_path / "j.csv").exists()


@pytest.mark.parametrize(
    ("indicator", "needed"), [("MIN.FIRST_18", 20), ("VUL.PREGNANCY", 20), ("CTL.DEBT", 11)]
)
def test_sensitive_wordings_need_more_advertisers(read, indicator, needed):
    found = read(_study(needed, indicator), indicator)
    most = MOST_LINES_POSSIBLE_MINORITY if indicator.startswith("MIN.") else needed
    assert len(found._lines) == min(most, MOST_LINES)
    with pytest.raises(OptionError, match=f"at least {needed}"):
        read(_study(needed - 1, indicator), indicator)


def test_an_own_codebook_is_no_search_engine(read):
    """An own entry with a laxer smallest cell still needs eleven advertisers who say it."""
    own = dataclasses.replace(BOOK["MOV.TOURING"], id="OWN.X", min_cell=1)
    found = [(i, "OWN.X", "asserted", WORDS) for i in range(10)]
    with pytest.raises(OptionError, match="at least 11"):
        read(annotated([TEXT] * 60, found, codebook=Codebook((own,))), "OWN.X")
    minor = dataclasses.replace(BOOK["MIN.FIRST_18"], min_cell=1)
    found = [(i, "MIN.FIRST_18", "asserted", WORDS) for i in range(19)]
    with pytest.raises(OptionError, match="at least 20"):
        read(annotated([TEXT] * 60, found, codebook=Codebook((minor,))), "MIN.FIRST_18")


def test_languages_not_tested_are_not_read(read):
    with pytest.raises(OptionError):
        read(_study(language="zh"))


def test_other_statuses_are_named(read):
    html = _html(read(_study(status="negated"), statuses=["negated", "asserted"]))
    assert '<mark class="other">' in html
    assert "nié" in html
    assert "negated" in _html(read(_study(status="negated"), statuses=["negated"], lang="en"))
    with pytest.raises(OptionError):
        read(_study(status="negated"))


def test_scripts_from_right_to_left_have_their_own_table(read):
    arabic = "مرحبا، أنا في زيارة إلى المدينة"
    texts = [TEXT] * 12 + [arabic] * 6
    found = [(i, "MOV.TOURING", "asserted", WORDS) for i in range(12)]
    found += [(i, "MOV.TOURING", "asserted", "زيارة") for i in range(12, 18)]
    html = _html(read(annotated(texts, found)))
    assert html.index('<table dir="ltr">') < html.index('<table dir="rtl">')
    assert html.index("زيارة") > html.index('<table dir="rtl">')


def test_the_context_is_short_and_cut_between_words(read):
    text = "début " + "mots " * 40 + WORDS + " suite" * 40
    study = annotated([text] * 12, [(i, "MOV.TOURING", "asserted", WORDS) for i in range(12)])
    line = read(study)._lines[0]
    assert line.before.startswith("…mots")
    assert line.after.endswith("suite…")
    assert max(len(line.before), len(line.after)) <= CONTEXT + 1
    assert set(line.before[1:].split()) == {"mots"}
    assert set(line.after[:-1].split()) == {"suite"}


@pytest.mark.parametrize(
    ("indicator", "options"),
    [
        ("MOV.TOURING", {"reason": ""}),
        ("MOV.TOURING", {"lang": "de"}),
        ("MOV.TOURING", {"statuses": "asserted"}),
        ("MOV.TOURING", {"statuses": []}),
        ("MOV.TOURING", {"statuses": ["certain"]}),
        ("0600000000", {}),
        ("de passage", {}),
        (None, {}),
        ("ORG.SHARED_CONTACT", {}),
    ],
)
def test_it_refuses(read, tmp_path, indicator, options):
    with pytest.raises(OptionError):
        read(_study(), indicator, **options)
    assert not (tmp_path / "j.csv").exists()


def test_no_indicator_is_not_any_indicator(read):
    study = _study(indicator=BOOK.ids[0])
    assert read(study, BOOK.ids[0]).indicator == BOOK.ids[0]
    with pytest.raises(OptionError, match="codebook"):
        read(study, None)


def test_without_a_journal_nothing_is_shown(read, tmp_path):
    with pytest.raises(OutputFileError):
        read(_study(), journal=tmp_path / "absent" / "j.csv")


def test_spans_of_another_corpus_are_refused(read):
    study = _study()
    shifted = study.spans.assign(end=study.spans["end"] + 100)
    with pytest.raises(TableError, match="outside"):
        read(dataclasses.replace(study, spans=shifted))
