import pickle
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.review.small_corpus import annotated
from toolkit.errors import OpaqueTextError, OptionError, OutputFileError, TableError
from toolkit.review import show
from toolkit.review.showing.highlighting import Wording, highlighted
from toolkit.review.showing.texts import OUTPUT_MARK
from toolkit.schema import STATUSES
from toolkit.text.opaque import opaque_series


@pytest.fixture
def corpus():
    n = 14
    return pd.DataFrame(
        {
            "ad_id": [f"x{i}" for i in range(n)],
            "platform": "Un",
            "posted_at": pd.Timestamp("2025-01-01"),
            "advertiser": pd.array(range(n), dtype="Int64"),
            "contact_obscured": False,
            "quarantined": [False] * (n - 1) + [True],
        }
    ).assign(text=opaque_series([f"texte <b>{i}</b> [TEL]" for i in range(n - 1)] + ["caché"]))


class _Nesting(HTMLParser):
    """Reads HTML and fails where elements do not nest."""

    def __init__(self):
        super().__init__()
        self.open, self.words, self.names, self.depths = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "small" in self.open:
            self.names.append(data)
            return
        self.words.append(data)
        self.depths += [self.open.count("mark")] * len(data)


def _read(html):
    reader = _Nesting()
    reader.feed(html)
    assert not reader.open
    return reader


def _html(shown):
    return shown._repr_mimebundle_()[0]["text/html"]


def test_it_shows_masked_texts_and_keeps_why(corpus, tmp_path):
    journal = tmp_path / "journal.csv"
    shown = show(corpus, 2, reason="contrôle", journal=journal)
    data, metadata = shown._repr_mimebundle_()
    assert data["text/html"].count("<li>") == 2
    assert "&lt;b&gt;" in data["text/html"]
    assert "<mark" not in data["text/html"]
    assert metadata[OUTPUT_MARK]
    assert "texte" not in repr(shown)
    assert data["text/plain"] == repr(shown)
    line = journal.read_text(encoding="utf-8").splitlines()[1]
    assert line.endswith("contrôle,2")
    assert "TEL" not in journal.read_text(encoding="utf-8")


def test_quarantine_is_never_shown(corpus, tmp_path):
    for _ in range(20):
        shown = show(corpus, 10, reason="contrôle", journal=tmp_path / "j.csv")
        assert "caché" not in _html(shown)


@pytest.mark.parametrize("options", [{"n": 0}, {"n": 11}, {"reason": " "}, {"lang": "de"}])
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


@pytest.mark.parametrize(
    ("advertisers", "enough"),
    [
        ([1] * 60, False),
        (list(range(10)) * 6, False),
        (list(range(11)) + [0] * 49, True),
        ([None] * 60, True),
        ([None] * 32 + [1] * 28, False),
        ([None] * 33 + [1] * 27, True),
    ],
)
def test_a_selection_of_few_advertisers_is_not_read(corpus, tmp_path, advertisers, enough):
    many = pd.concat([corpus.head(10)] * 6, ignore_index=True)
    many["advertiser"] = pd.array(advertisers, dtype="Int64")
    call = {"reason": "contrôle", "journal": tmp_path / "j.csv"}
    if enough:
        assert repr(show(many, **call)) == "Shown(3 masked texts)"
        return
    with pytest.raises(OptionError, match="single somebody out"):
        show(many, **call)
    assert not (tmp_path / "j.csv").exists()


def test_copies_of_one_text_do_not_make_a_selection_wide(tmp_path):
    study = annotated(["Bonjour"] * 40, advertiser=pd.array([None] * 40, dtype="Int64"), template=1)
    with pytest.raises(OptionError, match="11 distinct advertisers"):
        show(study, reason="contrôle", journal=tmp_path / "j.csv")


def test_no_advertiser_is_read_twice(tmp_path):
    texts = ["beaucoup"] * 200 + [f"peu {i}" for i in range(10)]
    advertisers = pd.array([7] * 200 + list(range(100, 110)), dtype="Int64")
    study = annotated(texts, advertiser=advertisers)
    for _ in range(5):
        html = _html(show(study, 10, reason="contrôle", journal=tmp_path / "j.csv"))
        assert html.count("beaucoup") <= 1
        assert html.count("<li>") == 10


def test_ads_without_a_known_advertiser_are_drawn_too(tmp_path):
    study = annotated(["Bonjour"] * 40, advertiser=pd.array([None] * 40, dtype="Int64"))
    assert "10 masked" in repr(show(study, 10, reason="contrôle", journal=tmp_path / "j.csv"))


def test_wordings_are_underlined_and_named(tmp_path):
    texts = ["De passage à Rennes, je reçois seule <ici>."] * 12
    found = [(i, "MOV.TOURING", "asserted", "De passage") for i in range(12)]
    found += [(i, "PRO.INDEPENDENT", "negated", "je reçois seule") for i in range(12)]
    shown = show(annotated(texts, found), 1, reason="contrôle", journal=tmp_path / "j.csv")
    html = _html(shown)
    assert "<mark>De passage</mark>" in html
    assert '<mark class="other">je reçois seule</mark>' in html
    assert "&lt;ici&gt;" in html
    assert "Présence annoncée comme temporaire\u00a0: affirmé" in html
    assert "Se dit indépendante\u00a0: nié" in html
    english = show(annotated(texts, found), 1, reason="x", lang="en", journal=tmp_path / "j.csv")
    assert "negated" in _html(english)
    assert "secret" not in html


def test_a_link_between_ads_is_not_shown(tmp_path):
    study = annotated(["Bonjour à tous"] * 12, [(0, "ORG.SHARED_CONTACT", "asserted", "")])
    assert "<mark" not in _html(show(study, 10, reason="x", journal=tmp_path / "j.csv"))


def test_what_is_on_screen_is_not_saved(corpus, tmp_path):
    shown = show(corpus, reason="contrôle", journal=tmp_path / "j.csv")
    with pytest.raises(OpaqueTextError):
        pickle.dumps(shown)


def test_no_colour_carries_a_meaning(corpus, tmp_path):
    html = _html(show(corpus, reason="contrôle", journal=tmp_path / "j.csv"))
    colours = re.findall(r"(?:color|background|border[\w-]*): *([^;}]+)", html)
    assert set(colours) <= {
        "none",
        "inherit",
        "dashed",
        "2px solid currentColor",
        "1px solid currentColor",
        ".25em",
    }


def test_a_wording_outside_its_text_is_refused():
    with pytest.raises(TableError, match="outside"):
        highlighted("court", [Wording(2, 9, "x", "asserted")])


@st.composite
def _texts_with_wordings(draw):
    text = draw(st.text(alphabet="ab <>&\"'é\n", min_size=1, max_size=40))
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    found = [
        Wording(a, b, f"<{label}>", status)
        for (a, b), label, status in draw(
            st.lists(
                st.tuples(places, st.sampled_from("xyz"), st.sampled_from(STATUSES)), max_size=6
            )
        )
        if a < b
    ]
    return text, found


@given(_texts_with_wordings())
def test_however_wordings_overlap_the_text_is_whole_and_each_is_named(case):
    text, found = case
    reader = _read(highlighted(text, found, lang="en"))
    kept = set(found)
    assert "".join(reader.words) == text
    assert len(reader.names) == len(kept)
    # each character is underlined once by each wording that it is part of
    assert reader.depths == [sum(w.start <= i < w.end for w in kept) for i in range(len(text))]
