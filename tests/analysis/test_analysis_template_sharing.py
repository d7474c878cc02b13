"""How far texts reach: planted corpora, and what must never come out of them."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from toolkit.analysis.template_sharing import readable_shared_templates
from toolkit.errors import OptionError
from toolkit.figures.timelines import timeline_labels
from toolkit.text.opaque import opaque_series

DIMENSIONS = ["advertisers", "departements", "platforms", "months"]
LONG = "un texte inventé, assez long pour ne pas être le même par hasard, numéro "


def shared(n_advertisers, template, **same):
    """Return one ad for each of some advertisers that post one text."""
    numbers = range(1000 * template, 1000 * template + n_advertisers)
    return [{"advertiser": number, "template": template, **same} for number in numbers]


def spread(ads, **values):
    """Return ads with values dealt out in turn."""
    return [
        {**ad, **{name: listed[place % len(listed)] for name, listed in values.items()}}
        for place, ad in enumerate(ads)
    ]


def alone(number, **same):
    """Return ads of advertisers who each have a text of their own."""
    return [{"advertiser": 90000 + n, "template": 90000 + n, **same} for n in range(number)]


def read(ads):
    """Return a corpus as if it had been annotated."""
    base = {"platform": "Un", "departement": "59", "posted_at": "2025-01-10", "language": "fr"}
    rows = [{**base, "quarantined": False, **ad} for ad in ads]
    corpus = pd.DataFrame(rows, columns=[*base, "quarantined", "advertiser", "template"])
    corpus["posted_at"] = pd.to_datetime(corpus["posted_at"])
    corpus["advertiser"] = corpus["advertiser"].astype("Int64")
    corpus["template"] = corpus["template"].astype("int64")
    corpus["ad_id"] = [f"A{number:06d}" for number in range(len(corpus))]
    return SimpleNamespace(corpus=corpus, codebook=None)


def twelve():
    """Return 12 advertisers of one text on two platforms in three départements, among others."""
    ads = spread(shared(12, 1), platform=["Un", "Deux"], departement=["59", "62", "75"])
    return ads + spread(alone(80), platform=["Un", "Deux"])


def models(table):
    """Return the names of the models of a table."""
    names = dict.fromkeys(table["model"])
    return [name for name in names if name.startswith("modèle")]


def test_twelve_advertisers_of_one_text_are_shown():
    annotated = read(twelve())
    table = tk.shared_templates(annotated)
    assert table["model"].tolist() == ["modèle 1", "autres textes"]
    safe = tk.release(table)
    assert safe.n_hidden == 0
    assert safe.to_frame()["n_ads"].tolist() == [12, 80]
    assert safe.to_frame()["n_advertisers"].tolist() == [12, 80]


def test_twelve_advertisers_reach_three_departements_and_two_platforms():
    reach = tk.template_reach(read(twelve()))
    assert list(reach) == DIMENSIONS
    ads = {name: table.set_index("reach")["n_ads"] for name, table in reach.items()}
    assert ads["advertisers"]["advertisers 11+"] == 12
    assert ads["departements"]["departements 2-4"] == 12
    assert ads["platforms"]["platforms 2-4"] == 12
    assert ads["months"]["months 1"] == 92
    for table in reach.values():
        assert table["n_ads"].sum() == 92
        assert tk.release(table).by == ("reach",)


def test_ten_advertisers_are_never_shown():
    annotated = read(shared(10, 1) + spread(alone(80), platform=["Un", "Deux"]))
    assert tk.shared_templates(annotated).empty
    safe = tk.release(tk.template_reach(annotated)["advertisers"]).to_frame().set_index("reach")
    assert safe.loc["advertisers 5-10", "state"] == "suppressed"
    # and they do not follow from the others
    assert (safe["state"] == "suppressed").sum() > 1


def test_a_text_of_half_a_platform_and_no_other_is_left_out_and_counted():
    own = shared(40, 1, platform="Un") + alone(30, platform="Un")
    # 40 of the 110 advertisers of a platform are not half of them
    fewer = read(own + spread(shared(20, 2), platform=["Un", "Deux"]) + shared(30, 3))
    assert models(tk.shared_templates(fewer)) == ["modèle 1", "modèle 2", "modèle 3"]
    annotated = read([*own, *spread(shared(20, 2), platform=["Un", "Deux"])])
    table = tk.shared_templates(annotated)
    names = ["modèle 1", "textes laissés de côté 1", "autres textes"]
    assert table["model"].tolist() == names
    assert table["n_ads"].tolist() == [20, 40, 30]
    reach = tk.template_reach(annotated)
    for each in reach.values():
        apart = each.set_index("reach").loc["set apart"]
        assert (apart["n_ads"], apart["n_templates"]) == (40, 1)


def test_a_text_on_two_platforms_is_never_a_platforms_own():
    ads = spread(shared(40, 1), platform=["Un", "Deux"])
    assert models(tk.shared_templates(read(ads))) == ["modèle 1"]


def test_a_very_short_text_is_the_same_by_chance():
    annotated = read(twelve())
    texts = [f"{LONG} {number}" for number in annotated.corpus["template"]]
    long = annotated.corpus.assign(text=opaque_series(texts))
    assert models(tk.shared_templates(SimpleNamespace(corpus=long))) == ["modèle 1"]
    short = annotated.corpus.assign(text=opaque_series([text[:20] for text in texts]))
    assert tk.shared_templates(SimpleNamespace(corpus=short)).empty
    reach = tk.template_reach(SimpleNamespace(corpus=short))["months"].set_index("reach")
    assert reach.loc["set apart", "n_ads"] == 12


def test_unknown_advertisers_share_nothing():
    ads = [{**ad, "advertiser": None} for ad in twelve()]
    annotated = read(ads)
    table = tk.shared_templates(annotated)
    assert table.empty
    assert tk.release(table).n_cells == 0
    reach = tk.template_reach(annotated)
    advertisers = reach["advertisers"].set_index("reach")
    assert advertisers.loc["advertisers unknown", "n_ads"] == 92
    assert advertisers.loc["advertisers 1", "state"] == "not_measured"
    assert reach["platforms"].set_index("reach").loc["platforms 2-4", "n_ads"] == 12
    tk.release_together(reach)


def test_an_advertiser_read_in_doubt_links_nothing():
    ads = [{**ad, "quarantined": ad["template"] == 1} for ad in twelve()]
    assert tk.shared_templates(read(ads)).empty


@pytest.mark.parametrize("ads", [[], [{"advertiser": 1, "template": 0}], alone(40)])
def test_no_shared_text_gives_a_table_without_rows_that_may_be_released(ads):
    annotated = read(ads)
    table = tk.shared_templates(annotated)
    assert table.empty
    assert table.columns[:3].tolist() == ["reach", "model", "month"]
    assert tk.release(table).n_cells == 0
    assert list(tk.release_together(tk.template_reach(annotated))) == DIMENSIONS


def test_periods_are_completed_with_zeros_and_with_what_was_not_collected():
    dates = ["2025-01-05", "2025-03-05"]
    ads = spread(shared(48, 1, platform="Un"), posted_at=dates)
    ads += spread(shared(40, 2), platform=["Un", "Deux"], posted_at=dates[:1])
    ads += spread(alone(200, platform="Trois"), posted_at=["2024-12-05", "2025-06-05"])
    ads += alone(60, platform="Un")
    table = tk.shared_templates(read(ads)).set_index(["model", "month"])
    assert table.loc[("modèle 1", "2025-02"), ["n_ads", "state"]].tolist() == [0, "counted"]
    assert table.loc[("modèle 1", "2025-06"), "state"] == "not_collected"
    assert table.loc[("modèle 1", "2024-12"), "n_ads"] is pd.NA
    assert table.loc[("autres textes", "2025-05"), ["n_ads", "state"]].tolist() == [0, "counted"]
    years = tk.shared_templates(read(ads), period="year")
    assert set(years["year"]) == {"2024", "2025"}


def test_ads_without_a_date_keep_their_row():
    ads = spread(shared(40, 1), posted_at=["2025-01-05", None], platform=["Un", "Deux"])
    table = tk.shared_templates(read(ads))
    assert table["month"].tolist() == ["2025-01", "unknown"]
    assert table["state"].eq("counted").all()


def test_models_are_numbered_by_advertisers_then_by_first_appearance():
    later = shared(20, 1, posted_at="2025-02-01")
    sooner, larger = shared(20, 2), shared(30, 3, posted_at="2025-03-01")
    ads = spread(later + sooner + larger, platform=["Un", "Deux", "Trois"])
    for order in (ads, ads[::-1]):
        table = tk.shared_templates(read(order))
        seen = table[table["n_ads"].gt(0)].set_index("model")["month"]
        assert seen["modèle 1"] == "2025-03"
        assert seen["modèle 2"] == "2025-01"
        assert seen["modèle 3"] == "2025-02"


def test_a_wrong_period_is_explained():
    with pytest.raises(OptionError, match="What to do"):
        tk.shared_templates(read(twelve()), period="week")


def test_the_band_of_the_models_is_that_of_the_threshold():
    assert tk.load_rules().k_advertisers == 11
    annotated = read(twelve())
    labels = set(tk.template_reach(annotated)["advertisers"]["reach"])
    assert set(tk.shared_templates(annotated)["reach"]) - {"fewer advertisers"} <= labels


def test_what_one_table_hides_the_others_do_not_tell():
    # a text of ten advertisers is hidden among the reaches, and with it that of the models
    ads = spread(shared(40, 1), platform=["Un", "Deux"]) + shared(10, 2)
    ads += spread(alone(300), platform=["Un", "Deux"], departement=["59", "62"])
    annotated = read(ads)
    tables = {**tk.template_reach(annotated), "models": tk.shared_templates(annotated)}
    safe = {title: table.to_frame() for title, table in tk.release_together(tables).items()}
    hidden = safe["advertisers"].set_index("reach")["state"] == "suppressed"
    assert hidden["advertisers 5-10"]
    assert hidden["advertisers 11+"]
    assert (safe["models"]["state"] == "suppressed").all()
    # alone, the table of models would give the ten away
    assert tk.release(tables["models"]).n_hidden == 0


def test_a_wording_set_apart_is_hidden_in_all_dimensions_or_in_none():
    ads = shared(30, 1, platform="Un") + alone(20, platform="Un") + shared(8, 2, platform="Deux")
    ads += spread(alone(200), platform=["Deux", "Trois"], departement=["59", "62"])
    safe = tk.release_together(tk.template_reach(read(ads)))
    states = [
        table.to_frame().set_index("reach").loc["set apart", "state"] for table in safe.values()
    ]
    assert len(set(states)) == 1


def test_the_finest_period_that_may_mostly_be_shown_is_chosen():
    def over(months):
        dates = [f"2025-{month:02d}-05" for month in months]
        ads = spread(shared(24, 1), platform=["Un", "Deux"], posted_at=dates)
        return read(ads + spread(alone(600), platform=["Un", "Deux"], posted_at=dates))

    for months, period in (((1, 2), "month"), ((1, 2, 3), "quarter"), ((1, 4, 7), "year")):
        found = readable_shared_templates(over(months))
        assert period in found.columns
        assert models(found) == ["modèle 1"]


def test_without_a_number_that_may_be_shown_there_is_no_row():
    # one advertiser has most of the ads of the text
    ads = shared(12, 1) + [{"advertiser": 1000, "template": 1}] * 40
    annotated = read(spread(ads + alone(200), platform=["Un", "Deux"]))
    assert models(tk.shared_templates(annotated)) == ["modèle 1"]
    assert readable_shared_templates(annotated).empty
    assert readable_shared_templates(read(alone(30))).empty
    assert readable_shared_templates(read([])).columns[:2].tolist() == ["reach", "model"]


PLANTED = st.lists(
    st.tuples(st.integers(1, 30), st.integers(1, 3), st.integers(1, 3), st.integers(1, 4)),
    min_size=1,
    max_size=5,
)


@settings(max_examples=20, deadline=None)
@given(PLANTED, st.integers(0, 60))
def test_nothing_small_is_shown_and_all_adds_up(groups, others):
    ads = alone(others)
    for template, (number, platforms, places, months) in enumerate(groups):
        ads += spread(
            shared(number, template),
            platform=["Un", "Deux", "Trois"][:platforms],
            departement=["59", "62", "75"][:places],
            posted_at=[f"2025-0{month}-03" for month in range(1, months + 1)],
        )
    annotated = read(ads)
    table = tk.shared_templates(annotated)
    tables = {**tk.template_reach(annotated), "models": table}
    for title, counts in tables.items():
        assert counts["n_ads"].sum() in ({len(ads)} if title != "models" else {0, len(ads)})
        shown = tk.release(counts).to_frame()
        shown = shown[shown["n_ads"].gt(0).fillna(False).astype(bool)]
        assert shown["n_advertisers"].ge(11).all()
    assert len(models(table)) <= sum(number >= 11 for number, *_ in groups)
    tk.release_together(tables)


def test_no_advertiser_no_text_and_no_template_number_in_any_table():
    annotated = read(twelve())
    secret = f"{LONG} zircobeluga"
    corpus = annotated.corpus.assign(
        advertiser=annotated.corpus["advertiser"] + 7_000_000,
        template=annotated.corpus["template"] + 8_000_000,
        text=opaque_series([secret] * len(annotated.corpus)),
    )
    annotated = SimpleNamespace(corpus=corpus, codebook=None)
    tables = {**tk.template_reach(annotated), "models": tk.shared_templates(annotated)}
    refused = set(tk.load_rules().refused_groupings)
    for counts in (*tables.values(), *(tk.release(table).to_frame() for table in tables.values())):
        assert not refused & set(counts.columns)
        written = counts.to_csv()
        for secrets in (corpus["advertiser"], corpus["template"], corpus["ad_id"]):
            assert not [value for value in secrets if str(value) in written]
        assert "zircobeluga" not in written
        # never one row for each advertiser
        assert len(counts) < 10


def test_every_label_has_words_in_both_languages():
    annotated = read(twelve() + shared(30, 3, platform="Quatre"))
    tables = {**tk.template_reach(annotated), "models": tk.shared_templates(annotated)}
    for safe in tk.release_together(tables).values():
        frame = safe.to_frame()
        values = set(frame["reach"]) | set(frame.get("model", frame["reach"]))
        for lang in ("fr", "en"):
            words = timeline_labels(safe, lang)
            assert set(words) == values
            assert len(set(words.values())) >= len(values) - 1
    assert np.all([table["n_ads"].sum() == 122 for table in tables.values()])
