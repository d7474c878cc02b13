"""Indicators across ads: the links, what else explains them, and what is not measured."""

import datetime
import inspect
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from toolkit.corpus.site_languages import site_languages
from toolkit.counting import annotate, count, select
from toolkit.disclosure import release
from toolkit.errors import CodebookError, DisclosureError, OptionError
from toolkit.indicators import load_codebook
from toolkit.indicators.ages.stated import find_stated_ages
from toolkit.indicators.linked.examples import as_ads, statuses
from toolkit.indicators.linked.finding import find_in_ads
from toolkit.indicators.linked.links import LINKS, MANY_ADVERTISERS
from toolkit.schema import ANNOTATED, SPANS, check
from toolkit.text.opaque import opaque_series

BOOK = load_codebook()
LINKED = [indicator for indicator in BOOK if indicator.linked]
FOLDER = Path("toolkit/indicators/codebook")
SHAPE = ["fr", "en", "es", "pt", "ro"]


def _ads(*rows, columns="advertiser posted_at text"):
    names = columns.split()
    return as_ads([tuple(zip(names, map(str, row), strict=True)) for row in rows])


def _find(ads, *, ages=None):
    found = find_stated_ages(ads["text"]) if ages is None else ages
    return find_in_ads(ads, BOOK, ages=found)


def _hits(ads, identifier, *, status="asserted", ages=None):
    found = _find(ads, ages=ages)
    kept = found["indicator"].eq(identifier) & found["status"].eq(status)
    return set(found.loc[kept, "ad_id"])


# ---- the files


def test_each_link_has_its_indicator():
    assert {indicator.linked for indicator in LINKED} == set(LINKS)
    assert {indicator.id for indicator in LINKED} == {
        "CON.OBSCURED",
        "LNG.MISMATCH",
        "MIN.AGE_INCONSISTENT",
        "MOV.SEVERAL_PLACES",
        "ORG.SHARED_CONTACT",
        "ORG.SHARED_TEMPLATE",
    }


@pytest.mark.parametrize("indicator", LINKED, ids=lambda i: i.id)
def test_examples_are_enough(indicator):
    reads = LINKS[indicator.linked].reads_ages
    for groups in (indicator.linked_examples, indicator.linked_counter_examples):
        listed = dict(groups)
        assert len(listed["fr" if reads else "any"]) >= 4
        assert set(listed) == set(SHAPE if reads else ["any"])
        assert all(len(listed[code]) >= 2 for code in listed)
    assert list(indicator.languages_tested) == (SHAPE if reads else ["any"])


CASES = [
    (indicator, group, wanted)
    for indicator in LINKED
    for groups, wanted in (
        (indicator.linked_examples, True),
        (indicator.linked_counter_examples, False),
    )
    for _, listed in groups
    for group in listed
]


@pytest.mark.parametrize(("indicator", "group", "wanted"), CASES)
def test_the_order_of_ads_changes_nothing(indicator, group, wanted):
    one, turned = statuses(indicator, [group, group[::-1]])
    assert ("asserted" in one) is wanted
    assert turned == one


@pytest.mark.parametrize(("indicator", "group", "wanted"), CASES)
def test_ads_of_others_change_nothing(indicator, group, wanted):
    alone = as_ads(group)
    other = (("advertiser", "99"), ("template", "99"), ("posted_at", "2025-01-11"))
    others = [
        (*other, ("departement", "33"), ("text", "J'ai 50 ans.")),
        (("text", "J'ai 60 ans."),),
    ]
    more = as_ads([*group, *others])
    found = _find(more)
    kept = found[found["ad_id"].isin(alone["ad_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, _find(alone))
    assert ("asserted" in set(kept.loc[kept["indicator"].eq(indicator.id), "status"])) is wanted


BROKEN = {
    "unknown link": ("linked: places", "linked: persons_and_places", "linked|must be one of"),
    "two means": ("linked: places", "linked: places\nextractor: age", "only one"),
    "unknown column": ("departement: '69'", "phone: '69'", "no column of an invented ad"),
    "no date": ("posted_at: '2025-02-09'", "posted_at: February", "wrong shape"),
    "languages": ("- any\nreview", "- fr\nreview", "must be any"),
    "example": ("departement: '13'", "departement: '59'", "any: group 1 must be asserted"),
    "counter-example": ("departement: '92'", "departement: '93'\n      x", "must be YAML"),
    "counter": ("departement: '92'", "departement: '59'", "any: group 2 must not be asserted"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_line(tmp_path, name):
    old, new, rule = BROKEN[name]
    text = (FOLDER / "mov_several_places.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "own.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CodebookError, match=rule) as caught:
        load_codebook(tmp_path)
    assert "own.yaml:" in str(caught.value)


# ---- stated ages

AGES = {
    "J'ai 22 ans": [22],
    "Je suis une femme de trente ans": [30],
    "jeune femme de 29 ans, hommes de plus de 35 ans": [29],
    "J'ai 18 ans": [18],
    "Léa, vingt-deux ans": [22],
    "bientôt 18 ans": [],
    "Je suis mineure": [],
    "Interdit aux moins de 18 ans": [],
    "Ma fille a 12 ans": [],
    "Installée ici depuis 15 ans": [],
    "J'ai 20 ans d'expérience": [],
    "22 photos, 15 km, 80 euros": [],
    "": [],
}


@pytest.mark.parametrize("text", AGES)
def test_only_ages_of_the_person_presented_are_read(text):
    found = find_stated_ages([text])
    assert found["age"].tolist() == AGES[text]
    for start, end in found[["start", "end"]].itertuples(index=False):
        assert text[start:end].split()[0][0].isalnum()


# ---- ages under one contact


def _day(number):
    return datetime.date(2022, 1, 1) + datetime.timedelta(number)


def _age(born, day):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@settings(deadline=None, max_examples=60)
@given(
    st.dates(datetime.date(1970, 1, 1), datetime.date(2003, 12, 31)),
    st.lists(st.integers(0, 1_400), min_size=2, max_size=12),
    st.data(),
)
def test_a_birthday_never_fires(born, numbers, data):
    days = [_day(number) for number in sorted(numbers)]
    # each text is right on its first day, and some are posted again later
    old = [data.draw(st.sampled_from(days[: place + 1])) for place in range(len(days))]
    values = [_age(born, day) for day in [*days, *old]]
    ads = _ads(*[(1, day, "") for day in [*days, *days]])
    ages = pd.DataFrame({"row": range(len(ads)), "age": values, "start": 0, "end": 6})
    for name in ("ages", "persons"):
        assert LINKS[name].find(ads, ages).empty


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "3", ""]),
            st.sampled_from(["2024-01-05", "2024-02-05", "2024-11-05", "2025-06-05", ""]),
            st.sampled_from(["", "J'ai 22 ans.", "J'ai 23 ans.", "J'ai 30 ans.", "Am 40 de ani."]),
            st.sampled_from(["", "1", "2", "3"]),
            st.sampled_from(["", "59", "75", "92", "2A"]),
            st.sampled_from(["true", "false", "false", "false"]),
        ),
        min_size=1,
        max_size=14,
    ),
    st.randoms(use_true_random=False),
)
def test_shuffling_ads_changes_nothing(rows, draw):
    columns = "advertiser posted_at text template departement several_persons"
    ads = _ads(*rows, columns=columns)
    order = list(range(len(ads)))
    draw.shuffle(order)
    shuffled = ads.iloc[order].reset_index(drop=True)
    by = ["ad_id", "indicator", "start"]
    one, other = (f.sort_values(by, ignore_index=True) for f in (_find(ads), _find(shuffled)))
    pd.testing.assert_frame_equal(one, other)
    check(one, SPANS)
    # an ad is asserted to show one person of two ages, or several persons, never both
    said = one[one["status"].eq("asserted")].groupby("indicator")["ad_id"].agg(set)
    assert not said.get("MIN.AGE_INCONSISTENT", set()) & said.get("ORG.SHARED_CONTACT", set())


def test_the_span_is_the_age():
    ads = _ads((1, "2025-01-10", "Bonjour. J'ai 22 ans."), (1, "2025-03-10", "J'ai 27 ans."))
    found = _find(ads)
    assert found[["start", "end"]].to_numpy().tolist() == [[14, 20], [5, 11]]
    assert set(found["pattern"]) == {"linked:ages"}
    assert set(found["role"]) == {"concern"}


def test_only_the_ads_that_give_such_an_age_are_found():
    ads = _ads(
        (1, "2025-01-10", "J'ai 22 ans."),
        (1, "2025-02-10", "Bonjour à tous."),
        (1, "2025-03-10", "J'ai 27 ans."),
        (2, "2025-03-10", "J'ai 27 ans."),
    )
    assert _hits(ads, "MIN.AGE_INCONSISTENT") == {"0", "2"}


# years apart on the same day, and two months later
APART = {
    (22, 23, 0): None,
    (22, 24, 0): "uncertain",
    (22, 25, 0): "asserted",
    (22, 25, 60): "uncertain",
    (22, 26, 60): "asserted",
    (24, 22, 60): "uncertain",
    (25, 22, 60): "asserted",
    (23, 22, 60): None,
}


@pytest.mark.parametrize("case", APART)
def test_a_birthday_and_a_text_out_of_date_are_told_apart(case):
    one, other, days = case
    rows = [(1, _day(0), f"J'ai {one} ans.", 1), (1, _day(days), f"J'ai {other} ans.", 1)]
    ads = _ads(*rows, columns="advertiser posted_at text template")
    for status in ("asserted", "uncertain"):
        wanted = {"0", "1"} if APART[case] == status else set()
        assert _hits(ads, "MIN.AGE_INCONSISTENT", status=status) == wanted


SILENCES = {180: {"0", "1"}, 181: set()}


@pytest.mark.parametrize("days", SILENCES)
def test_after_a_long_silence_a_number_may_be_somebody_elses(days):
    ads = _ads((1, _day(0), "J'ai 40 ans."), (1, _day(days), "J'ai 22 ans."))
    assert _hits(ads, "MIN.AGE_INCONSISTENT") == SILENCES[days]


def test_an_old_text_posted_again_is_no_other_age():
    texts = ("J'ai 22 ans.", "J'ai 23 ans.", "J'ai 24 ans.", "J'ai 22 ans.")
    days = (_day(0), _day(300), _day(600), _day(620))
    rows = [(1, day, text) for day, text in zip(days, texts, strict=True)]
    assert _hits(_ads(*rows), "MIN.AGE_INCONSISTENT") == set()


DOUBTS = {
    "they say so": [(1, 0, "J'ai 22 ans.", "1", "true"), (1, 30, "J'ai 27 ans.", "2", "false")],
    "elsewhere": [
        (1, 0, "J'ai 22 ans.", "1", "false"),
        (1, 30, "J'ai 27 ans.", "2", "false"),
        (1, 800, "Bonjour.", "3", "true"),
    ],
    "three ages": [
        (1, d, f"J'ai {a} ans.", str(d), "false") for d, a in ((0, 22), (9, 27), (18, 35))
    ],
    "in one ad": [
        (1, 0, "J'ai 22 ans. Je suis une femme de 35 ans.", "1", "false"),
        (1, 30, "J'ai 22 ans.", "2", "false"),
    ],
    "side by side": [
        (1, 0, "J'ai 22 ans.", "1", "false"),
        (1, 10, "J'ai 27 ans.", "2", "false"),
        (1, 20, "J'ai 22 ans.", "1", "false"),
    ],
}


@pytest.mark.parametrize("name", DOUBTS)
def test_several_persons_make_it_uncertain(name):
    rows = [(who, _day(day), *rest) for who, day, *rest in DOUBTS[name]]
    ads = _ads(*rows, columns="advertiser posted_at text template several_persons")
    assert _hits(ads, "MIN.AGE_INCONSISTENT") == set()
    assert len(_hits(ads, "MIN.AGE_INCONSISTENT", status="uncertain")) >= 1
    shown = name in ("three ages", "in one ad")
    assert (_hits(ads, "ORG.SHARED_CONTACT") == set(ads["ad_id"])) is shown
    doubt = _hits(ads, "ORG.SHARED_CONTACT", status="uncertain")
    assert doubt == (set(ads["ad_id"]) if name == "side by side" else set())


def test_one_text_whose_age_changes_is_one_person():
    rows = [(1, _day(day), f"J'ai {age} ans.", 1) for day, age in ((0, 22), (10, 27), (20, 22))]
    ads = _ads(*rows, columns="advertiser posted_at text template")
    assert _hits(ads, "MIN.AGE_INCONSISTENT") == {"0", "1", "2"}
    assert _hits(ads, "ORG.SHARED_CONTACT") == set()


def test_all_ads_of_a_shared_contact_are_found_with_or_without_a_wording():
    ads = _ads(
        (1, _day(0), "J'ai 22 ans. Je suis une femme de 35 ans."), (1, _day(9), "Bonjour à tous.")
    )
    found = _find(ads)
    found = found[found["indicator"].eq("ORG.SHARED_CONTACT")]
    assert found["ad_id"].tolist() == ["0", "0", "1"]
    assert found[["start", "end"]].to_numpy().tolist()[-1] == [0, 0]


# ---- texts, places, languages


def _spread(number, platforms, characters=400):
    rows = [(1, i, platforms[i % len(platforms)], characters) for i in range(number)]
    return _ads(*rows, columns="template advertiser platform n_characters")


TEMPLATES = {
    "two": (_spread(2, "A"), "asserted"),
    "just under": (_spread(MANY_ADVERTISERS - 1, "A"), "asserted"),
    "boilerplate of one platform": (_spread(MANY_ADVERTISERS, "A"), "uncertain"),
    "many on two platforms": (_spread(MANY_ADVERTISERS, "AB"), "asserted"),
    "a greeting": (_spread(2, "A", 20), "uncertain"),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_text_of_several_advertisers(name):
    ads, status = TEMPLATES[name]
    assert _hits(ads, "ORG.SHARED_TEMPLATE", status=status) == set(ads["ad_id"])


PLACES = {
    "a month": ([(0, "59"), (31, "13")], {"0", "1"}),
    "more than a month": ([(0, "59"), (32, "13")], set()),
    "Paris and around": ([(0, "75"), (1, "93"), (2, "92"), (3, "94")], set()),
    "from Paris": ([(0, "75"), (1, "93"), (2, "69")], {"0", "1", "2"}),
    "only the near ones": ([(0, "59"), (100, "59"), (110, "13"), (300, "13")], {"1", "2"}),
    "the same day": ([(0, "59"), (0, "13"), (0, "59")], {"0", "1", "2"}),
    "unknown": ([(0, "59"), (1, ""), (2, "59")], set()),
}


@pytest.mark.parametrize("name", PLACES)
def test_several_places_at_a_time(name):
    listed, wanted = PLACES[name]
    ads = _ads(*[(1, _day(d), p) for d, p in listed], columns="advertiser posted_at departement")
    assert _hits(ads, "MOV.SEVERAL_PLACES") == wanted


def test_sites_are_french_unless_the_study_says_so():
    platforms = pd.Series(["Petites Annonces", "Notices", "Ailleurs"])
    assert site_languages(platforms, own={"Notices": "en"}).tolist() == ["fr", "en", "fr"]
    with pytest.raises(OptionError, match="site_languages"):
        site_languages(platforms, own={"Notices": "english"})


# ---- a whole corpus

TEXTS = (
    "Bonjour, je reçois au calme dans le centre de la ville. J'ai 22 ans.",
    "Bonsoir à tous, un moment de détente près de la gare. J'ai 27 ans.",
    "Une annonce de détente à la campagne, sur rendez-vous le matin seulement.",
    "Une annonce de détente à la campagne, sur rendez-vous le matin seulement !",
    "Hola, atiendo por la tarde en un piso tranquilo cerca del centro de la ciudad.",
)


def _corpus(texts=TEXTS, advertisers=(1, 1, 2, 3, 4)):
    size = len(texts)
    return pd.DataFrame(
        {
            "ad_id": [f"x{i}" for i in range(size)],
            "platform": pd.Series(["Site"] * size, dtype="str"),
            "posted_at": pd.to_datetime(["2025-01-10"] * (size - 1) + ["2025-02-10"]),
            "text": opaque_series(texts),
            "place": pd.Series(["59", "69", "59", "59", "59"][:size], dtype="str"),
            "advertiser": pd.array(advertisers, dtype="Int64"),
            "contact_obscured": [False] * (size - 1) + [True],
            "quarantined": False,
        }
    ).assign(
        posted_at=lambda t: t["posted_at"].mask(t["ad_id"].eq("x1"), pd.Timestamp("2025-02-01"))
    )


@pytest.fixture(scope="module")
def read():
    return annotate(_corpus())


FOUND = {
    "MIN.AGE_INCONSISTENT": {"x0", "x1"},
    "ORG.SHARED_CONTACT": set(),
    "ORG.SHARED_TEMPLATE": {"x2", "x3"},
    "MOV.SEVERAL_PLACES": {"x0", "x1"},
    "CON.OBSCURED": {"x4"},
    "LNG.MISMATCH": {"x4"},
}


@pytest.mark.parametrize("identifier", FOUND)
def test_a_corpus_is_read_and_counted(read, identifier):
    spans = read.spans[read.spans["indicator"].eq(identifier)]
    assert set(spans["ad_id"]) == FOUND[identifier]
    counts = count(read, by=["platform"], indicator=identifier)
    assert counts["n_ads"].tolist() == [len(FOUND[identifier])]
    assert counts["state"].tolist() == ["counted"]
    check(read.spans, SPANS)


def test_distinct_advertisers_are_counted(read):
    counts = count(read, by=["indicator"]).set_index("indicator")
    assert counts.loc["MIN.AGE_INCONSISTENT", "n_advertisers"] == 1
    assert counts.loc["ORG.SHARED_TEMPLATE", "n_advertisers"] == 2


def test_selecting_does_not_compute_again(read):
    kept = select(read, departements=["69"])
    assert set(kept.spans.loc[kept.spans["indicator"].eq("MIN.AGE_INCONSISTENT"), "ad_id"]) == {
        "x1"
    }
    whole = read.spans[read.spans["ad_id"].isin(kept.corpus["ad_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept.spans, whole)


def test_parts_of_the_work_do_not_matter(read, monkeypatch):
    monkeypatch.setattr("toolkit.counting.annotating.TEXTS_IN_A_PART", 2)
    again = annotate(_corpus())
    by = ["ad_id", "indicator", "start"]
    one, other = (a.spans.sort_values(by, ignore_index=True) for a in (read, again))
    pd.testing.assert_frame_equal(one, other)


def test_without_an_advertiser_it_is_not_measured_never_zero():
    corpus = _corpus(advertisers=[None] * 5)
    counts = count(annotate(corpus), by=["indicator"]).set_index("indicator")
    for identifier in FOUND:
        unknown = identifier not in ("CON.OBSCURED", "LNG.MISMATCH")
        assert (counts.loc[identifier, "state"] == "not_measured") is unknown
        assert pd.isna(counts.loc[identifier, "n_ads"]) is unknown


NEEDED = {
    "quarantined": ("quarantined", True, ["MIN.AGE_INCONSISTENT", "ORG.SHARED_TEMPLATE"]),
    "no date": ("posted_at", pd.NaT, ["MIN.AGE_INCONSISTENT", "MOV.SEVERAL_PLACES"]),
}


@pytest.mark.parametrize("name", NEEDED)
def test_ads_without_what_a_link_needs_are_not_below_the_line(name):
    column, value, identifiers = NEEDED[name]
    corpus = _corpus()
    corpus.loc[0, column] = value
    counts = count(annotate(corpus), by=["indicator"]).set_index("indicator")
    for identifier in identifiers:
        whole = count(annotate(_corpus()), by=["indicator"]).set_index("indicator")
        assert counts.loc[identifier, "n_total"] == whole.loc[identifier, "n_total"] - 1


def test_an_unsure_language_is_not_below_the_line(read):
    unsure = read.corpus.assign(language_status="unsure")
    counts = count(type(read)(unsure, read.spans, None, read.windows, BOOK), by=["indicator"])
    state = counts.set_index("indicator").loc["LNG.MISMATCH", "state"]
    assert state == "not_measured"


def test_an_agency_is_known_whatever_the_codebook():
    texts = (*TEXTS[:2], "Nous sommes deux amies, nous partageons l'appartement.")
    corpus = _corpus(texts, advertisers=(1, 1, 1))
    found = annotate(corpus, codebook=load_codebook(families=["possible_minority"])).spans
    assert set(found["indicator"]) == {"MIN.AGE_INCONSISTENT"}
    assert set(found["status"]) == {"uncertain"}


def test_other_sites_have_their_language():
    found = annotate(_corpus(), site_languages={"Site": "es"}).spans
    assert set(found.loc[found["indicator"].eq("LNG.MISMATCH"), "ad_id"]) == {
        "x0",
        "x1",
        "x2",
        "x3",
    }


def test_a_corpus_is_not_changed():
    corpus = _corpus()
    before = corpus.copy()
    annotate(corpus)
    assert corpus.equals(before)


# ---- abuse stories


def test_no_link_can_be_listed(read):
    assert list(read.spans.columns) == [c.name for c in SPANS.columns if c.name != "row"]
    added = {"place", *(c.name for c in ANNOTATED.columns)}
    assert set(read.corpus.columns) == added
    assert not {name for name in dir(tk) if "link" in name or name.startswith("find_stated")}
    for function in (count, select, annotate):
        asked = set(inspect.signature(function).parameters)
        assert asked <= {
            "annotated",
            "by",
            "indicator",
            "departements",
            "period",
            "corpus",
            "codebook",
            "jobs",
            "site_languages",
        }


@pytest.mark.parametrize("name", ["advertiser", "template", "ad_id", "run"])
def test_ads_of_one_advertiser_or_text_cannot_be_asked_for(read, name):
    with pytest.raises(OptionError):
        count(read, by=[name], indicator="MIN.AGE_INCONSISTENT")


def test_ages_that_differ_leave_by_departement_and_quarter_at_the_finest(read):
    counts = count(read, by=["departement", "month"], indicator="MIN.AGE_INCONSISTENT")
    with pytest.raises(DisclosureError):
        release(counts)
    safe = release(count(read, by=["departement"], indicator="MIN.AGE_INCONSISTENT"))
    assert "counted" not in set(safe.to_frame()["state"])
