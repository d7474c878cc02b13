import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.analysis import remote_acts, remote_acts_changes, remote_acts_note
from toolkit.counting import Annotated
from toolkit.errors import DisclosureError, OptionError
from toolkit.indicators import load_codebook

BOOK = load_codebook(families=["remote_acts"])
X = next(iter(BOOK)).id
DAYS = pd.to_datetime(["2024-08-15", "2024-11-15", "2025-02-15", "2025-05-15"])


@pytest.fixture(scope="module")
def corpus():
    """Return 400 advertisers in each of four quarters, half of them the year after too.

    One in four offers it in 2024, one in eight in 2025; those who do post five ads.
    """
    rows = []
    for quarter, day in enumerate(DAYS):
        for place in range(400):
            who = place + 200 * quarter
            said = who % (4 if quarter < 2 else 8) == 0
            platform = "p" if who % 3 else "q"
            rows += [(who, day, platform, said)] * (5 if said else 1)
    table = pd.DataFrame(rows, columns=["advertiser", "posted_at", "platform", "said"])
    number = np.arange(len(table))
    columns = {"ad_id": number.astype(str), "template": number, "language": "fr"}
    table = table.assign(**columns, language_status="sure", quarantined=False)
    said = table.loc[table["said"], ["ad_id"]].assign(indicator=X, status="asserted")
    empty = pd.DataFrame()
    return Annotated(table.drop(columns="said"), said, empty, empty, BOOK)


def test_each_advertiser_counts_once_in_a_cell(corpus):
    found = remote_acts(corpus).set_index("quarter")
    counted = found[found["state"].eq("counted") & found["n_ads"].gt(0)]
    assert counted["n_total_advertisers"].tolist() == [400] * 4
    assert counted["n_advertisers"].tolist() == [100, 100, 50, 50]
    assert counted["estimate"].tolist() == [0.25, 0.25, 0.125, 0.125]
    assert counted["n_ads"].tolist() == [500, 500, 250, 250]


def test_the_interval_is_that_of_independent_advertisers(corpus):
    from statsmodels.stats.proportion import proportion_confint

    row = remote_acts(corpus).iloc[0]
    low, high = proportion_confint(100, 400, method="wilson")
    assert (row["low"], row["high"]) == pytest.approx((low, high))


def test_a_change_is_that_of_newcombe_where_nobody_is_on_both_sides(corpus):
    from statsmodels.stats.proportion import confint_proportions_2indep

    found = remote_acts_changes(corpus, between={"quarter": ("2024-Q3", "2025-Q1")}).iloc[0]
    low, high = confint_proportions_2indep(50, 400, 100, 400, method="newcomb")
    assert found["estimate"] == pytest.approx(-0.125)
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=1e-6)
    assert found["told_from_zero"]


def test_advertisers_of_both_sides_are_one(corpus):
    near = remote_acts_changes(corpus, between={"quarter": ("2024-Q3", "2024-Q4")}).iloc[0]
    far = remote_acts_changes(corpus, between={"quarter": ("2024-Q3", "2025-Q1")}).iloc[0]
    assert near["high"] - near["low"] < 0.9 * (far["high"] - far["low"])
    assert not near["told_from_zero"]
    assert 0 < near["smallest_visible"] < 0.125


def test_a_change_leaves_beside_its_shares(corpus):
    changes = remote_acts_changes(corpus, between={"year": ("2024", "2025")})
    safe = tk.release_share_changes(changes, remote_acts(corpus, by=["year"]))
    assert safe.changes.to_frame()["state"].tolist() == ["counted"]


def test_the_family_is_one_indicator_whatever_its_name(corpus):
    more = pd.concat([corpus.spans, corpus.spans.assign(indicator="MOV.TOURING")])
    again = Annotated(corpus.corpus, more, corpus.segments, corpus.windows, BOOK)
    pd.testing.assert_frame_equal(remote_acts(again), remote_acts(corpus))


def test_a_codebook_without_it_and_other_groupings_are_refused(corpus):
    other = load_codebook(families=["movement"])
    without = Annotated(corpus.corpus, corpus.spans, corpus.segments, corpus.windows, other)
    with pytest.raises(OptionError, match="remote_acts"):
        remote_acts(without)
    for by in ("quarter", [], ["indicator"], ["hour_band"]):
        with pytest.raises(OptionError, match="by"):
            remote_acts(corpus, by=by)
    with pytest.raises(OptionError, match="confidence"):
        remote_acts(corpus, confidence=2)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_note_names_its_ruling_its_date_and_a_lawyer(lang):
    note = remote_acts_note(lang=lang)
    assert "21-82.283" in note
    assert "2022" in note
    assert "25" in note
    assert ("juriste" if lang == "fr" else "lawyer") in note


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_figure_says_its_finding_and_the_note(corpus, lang):
    changes = remote_acts_changes(corpus, between={"year": ("2024", "2025")})
    safe = tk.release_share_changes(changes, remote_acts(corpus, by=["year"]))
    quarters = tk.release(remote_acts(corpus))
    told = tk.figures.remote_acts(quarters, changes=safe.changes, lang=lang)
    assert "12" in told.title or "13" in told.title
    assert "21-82.283" in told.caption
    assert "2024-Q3" in told.alt
    plain = tk.figures.remote_acts(quarters, lang=lang)
    assert plain.title != told.title
    near = remote_acts_changes(corpus, between={"quarter": ("2024-Q3", "2024-Q4")})
    quiet = tk.release_share_changes(near, remote_acts(corpus))
    words = tk.figures.remote_acts(quiet.shares, changes=quiet.changes, lang=lang).title
    assert ("aucun changement détectable" if lang == "fr" else "no detectable change") in words


def test_hidden_cells_are_no_numbers_in_a_figure(corpus):
    both = remote_acts(corpus, by=["platform", "quarter"])
    both.loc[both["platform"].eq("q"), "n_advertisers"] = 3
    figure = tk.figures.remote_acts(tk.release(both))
    assert "masqué" in figure.alt
    three = both.assign(language="fr")
    with pytest.raises(DisclosureError, match="one or two groupings"):
        tk.figures.remote_acts(tk.release(three))
