import pickle
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review.small_corpus import BOOK, annotated
from toolkit.disclosure import load_rules
from toolkit.errors import OpaqueTextError, OptionError, OutputFileError
from toolkit.review import show_templates
from toolkit.review.showing.texts import OUTPUT_MARK

K = load_rules().k_advertisers
MINOR = load_rules().k_possible_minority
BOTH = "Je reçois dans un lieu calme"


@pytest.fixture
def read(tmp_path):
    def call(study, n=3, **options):
        return show_templates(
            study, n, **{"reason": "relecture", "journal": tmp_path / "j.csv", **options}
        )

    return call


class _Page(HTMLParser):
    """Collects the words of each item."""

    def __init__(self):
        super().__init__()
        self.items, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "li"
        if tag == "li":
            self.items.append("")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "li"

    def handle_data(self, data):
        if self.inside:
            self.items[-1] += data


def _items(shown):
    page = _Page()
    page.feed(shown._repr_mimebundle_()[0]["text/html"])
    return page.items


def _study(texts, **columns):
    return annotated(texts, **{"template": [7] * len(texts), **columns})


def test_fixed_words_are_plain_and_slots_shaded(read, tmp_path):
    study = _study([f"{BOTH}. Dès {n + 8}h, merci." for n in range(K)])
    shown = read(study)
    assert _items(shown) == [f"{BOTH}. Dès [heure], merci."]
    data, metadata = shown._repr_mimebundle_()
    assert '<span class="slot"><bdi>[heure]</bdi></span>' in data["text/html"]
    assert metadata[OUTPUT_MARK]
    assert data["text/plain"] == repr(shown) == "ShownTemplates(1 templates)"
    journal = (tmp_path / "j.csv").read_text(encoding="utf-8")
    assert journal.splitlines()[1].endswith("relecture (templates),1")
    with pytest.raises(OpaqueTextError):
        pickle.dumps(shown)
    assert _items(read(study, lang="en")) == [f"{BOTH}. Dès [hour], merci."]


SHOWN = [
    # a value that enough advertisers wrote, one that they did not
    (
        ["je suis à Lille ce soir"] * K + ["je suis à Lyon ce soir"] * (K - 1),
        ["je suis à [nom ou lieu\u00a0: Lille] ce soir"],
    ),
    (
        ["je suis à Lille ce soir"] * (K - 1) + ["je suis à Lyon ce soir"] * (K - 1),
        ["je suis à [nom ou lieu] ce soir"],
    ),
    # a sentence of too few advertisers
    (
        [f"{BOTH}. Je suis Rose."] * (K - 1) + [f"{BOTH}."] * K,
        [f"{BOTH}."],
    ),
    # a word that one advertiser has changed
    (
        [BOTH] * K + ["Je reçois dans un endroit calme"],
        ["Je reçois dans un [mots\u00a0: lieu] calme"],
    ),
    # identical copies
    (["Bonjour <b>à</b> tous [TEL] !"] * K, ["Bonjour b à b tous [TEL] !"]),
]


@pytest.mark.parametrize(("texts", "items"), SHOWN)
def test_only_what_enough_advertisers_wrote_is_shown(read, texts, items):
    assert _items(read(_study(texts))) == items


def test_a_sentence_mostly_written_by_one_advertiser_stays_hidden(read):
    texts = [f"{BOTH}. Je suis Rose {'!' * n}" for n in range(40)] + [f"{BOTH}."] * K
    study = _study(texts, advertiser=pd.array([0] * 40 + list(range(1, K + 1)), dtype="Int64"))
    assert _items(read(study)) == [f"{BOTH}."]


def test_a_fixed_word_of_one_advertiser_is_hidden(read):
    texts = [f"je suis Rose ici ce soir {'!' * n}" for n in range(9)] + ["je suis ici ce soir"] * K
    study = _study(texts, advertiser=pd.array([0] * 9 + list(range(1, K + 1)), dtype="Int64"))
    assert _items(read(study)) == ["je suis […] ici ce soir"]


@pytest.mark.parametrize(
    "columns",
    [
        {"advertiser": pd.array([0] * 30 + list(range(1, K - 1)) + [None] * 20, dtype="Int64")},
        {"template": range(30 + K - 2 + 20)},
    ],
)
def test_templates_of_few_advertisers_are_never_shown(read, tmp_path, columns):
    texts = [BOTH] * (30 + K - 2 + 20)
    with pytest.raises(OptionError, match="would single somebody out"):
        read(_study(texts, **columns))
    assert not (tmp_path / "j.csv").exists()


def test_quarantined_ads_count_for_nothing(read):
    others = [f"autre texte numéro {n}" for n in range(K)]
    study = _study(
        [BOTH] * K + others,
        template=[7] * K + list(range(10, 10 + K)),
        quarantined=[True] + [False] * (2 * K - 1),
    )
    with pytest.raises(OptionError, match="would single somebody out"):
        read(study)


def test_wordings_of_a_possible_minority_need_more_advertisers(read):
    entry = next(e for e in BOOK if e.family == "possible_minority" and e.linked is None)
    found = [(0, entry.id, "asserted", "calme")]
    few = annotated([BOTH] * (MINOR - 1), found, template=[7] * (MINOR - 1))
    with pytest.raises(OptionError, match="would single somebody out"):
        read(few)
    assert _items(read(annotated([BOTH] * MINOR, found, template=[7] * MINOR))) == [BOTH]


def test_the_widest_come_in_the_order_of_the_corpus(read):
    texts = [f"{word} et merci à tous" for word in ("un", "deux", "trois") for _ in range(30)]
    template = [1] * 30 + [2] * 30 + [3] * 30
    advertiser = [n % (K + more) for more in range(3) for n in range(30)]
    study = _study(texts, template=template, advertiser=pd.array(advertiser, dtype="Int64"))
    assert [item.split()[0] for item in _items(read(study, 2))] == ["deux", "trois"]


def test_nothing_says_where_a_template_comes_from(read):
    study = _study([f"{BOTH}. Dès {n + 8}h." for n in range(K)], platform="Plateforme")
    item = _items(read(study))[0]
    assert not [word for word in ("secret", "Plateforme", "2025", "59") if word in item]
    assert not re.search(r"\d", item)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"reason": " "}, OptionError),
        ({"lang": "de"}, OptionError),
        ({"n": 0}, OptionError),
        ({"n": 11}, OptionError),
        ({"journal": "no/such/folder/j.csv"}, OutputFileError),
    ],
)
def test_wrong_options_are_refused(read, options, error):
    with pytest.raises(error):
        read(_study([BOTH] * K), **options)


VALUES = ["Lille", "Rose", "8h", "le soir", "12", "deux mots", ""]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(VALUES), st.integers(0, 15)), min_size=1, max_size=60))
def test_no_value_of_few_advertisers_is_ever_shown(tmp_path_factory, pairs):
    pairs += [("Metz", 100 + n) for n in range(K)]
    study = _study(
        [f"je suis à {value} ce soir" for value, _ in pairs],
        advertiser=pd.array([advertiser for _, advertiser in pairs], dtype="Int64"),
    )
    journal = tmp_path_factory.mktemp("j") / "j.csv"
    item = _items(show_templates(study, reason="essai", journal=journal))[0]
    for value in filter(None, VALUES):
        if len({advertiser for said, advertiser in pairs if said == value}) < K:
            assert value not in item.replace("le soir", "" if value == "le soir" else "le soir")
