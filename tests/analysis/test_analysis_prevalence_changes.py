from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.analysis import prevalence, prevalence_changes, prevalence_difference
from toolkit.analysis.trends import release_share_changes
from toolkit.errors import DisclosureError, OptionError, TableError
from toolkit.indicators import load_codebook

BOOK = load_codebook(families=["movement"])
X = next(iter(BOOK)).id
QUARTERS = ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]


def _counts(hits, total=1000):
    hit = pd.array(hits, dtype="Int64")
    share = 1 / np.maximum(np.asarray(hits), 1)
    names = {"n_ads": hit, "n_advertisers": hit, "n_templates": hit, "n_total": total}
    table = pd.DataFrame({"quarter": QUARTERS[: len(hits)], "indicator": X, **names})
    return table.assign(top1_share=share, top2_share=2 * share, state="counted")


def _validation(a=40, b=10, c=8, d=242, ads=4000):
    n = a + b + c + d
    names = ("flagged_present", "flagged_absent", "unflagged_present", "unflagged_absent")
    row = {f"n_{name}": number for name, number in zip(names, (a, b, c, d), strict=True)}
    row |= {"indicator": X, "design": "random", "n_excluded": 0, "recall_differs": pd.NA}
    row |= {"n_flagged_population": (a + b) / n * ads, "n_population": float(ads)}
    row |= {"n_effective_population": float(n), "precision": a / (a + b), "omission": c / (c + d)}
    row |= {"n_effective_flagged": float(a + b), "n_effective_unflagged": float(c + d)}
    return pd.DataFrame([row]).astype({"recall_differs": "boolean"})


def test_each_period_is_compared_with_the_first_all_together():
    counts, table = _counts([150, 160, 300, 155]), _validation()
    found = prevalence_changes(counts, table, across="quarter").set_index("group")
    assert found.index.tolist() == QUARTERS[1:]
    alone = prevalence_difference(
        counts, table, across="quarter", between=("2024-Q1", "2024-Q3"), confidence=1 - 0.05 / 3
    ).iloc[0]
    assert found.loc["2024-Q3", ["estimate", "low", "high"]].tolist() == pytest.approx(
        alone[["estimate", "low", "high"]].tolist()
    )
    assert found["told_from_zero"].tolist() == [False, True, False]
    assert set(found["confidence"]) == {0.95}


def test_the_error_of_the_validation_is_in_it():
    counts = _counts([150, 300])
    few, many = (
        prevalence_changes(counts, table, across="quarter").iloc[0]
        for table in (_validation(), _validation(400, 100, 80, 2420))
    )
    assert few["high"] - few["low"] > many["high"] - many["low"]


def test_another_reference_turns_the_sign():
    counts, table = _counts([150, 300]), _validation()
    one = prevalence_changes(counts, table, across="quarter").iloc[0]
    other = prevalence_changes(counts, table, across="quarter", reference="2024-Q2").iloc[0]
    assert other["estimate"] == pytest.approx(-one["estimate"])
    assert other["group"] == "2024-Q1"


def test_periods_not_collected_are_left_out():
    counts = _counts([150, 0, 300])
    counts["state"] = ["counted", "not_collected", "counted"]
    counts["n_total"] = pd.array([1000, None, 1000], dtype="Int64")
    found = prevalence_changes(counts, _validation(), across="quarter")
    assert found["group"].tolist() == ["2024-Q3"]


@pytest.fixture(scope="module")
def reposted():
    """Return a corpus of four quarters: 60 advertisers a quarter with ten ads each."""
    number = np.arange(2400)
    advertiser = number // 10
    days = pd.to_datetime([f"2024-{1 + 3 * (n // 600):02}-15" for n in number])
    corpus = pd.DataFrame(
        {
            "ad_id": number.astype(str),
            "platform": np.where(number % 20 < 10, "p", "q"),
            "posted_at": days,
            "language": "fr",
            "language_status": "sure",
            "advertiser": pd.array(advertiser, dtype="Int64"),
            "template": pd.array(number, dtype="Int64"),
            "quarantined": False,
        }
    )
    hit = (advertiser % 4 == 0) | ((advertiser % 4 == 1) & (advertiser >= 180))
    spans = pd.DataFrame({"ad_id": number[hit].astype(str), "indicator": X, "status": "asserted"})
    return SimpleNamespace(corpus=corpus, codebook=BOOK, spans=spans, windows=None)


def test_copies_of_an_advertiser_are_one(reposted):
    counts, table = tk.count(reposted, by=["quarter"], indicator=X), _validation(ads=2400)
    known = prevalence_changes(counts, table, across="quarter", annotated=reposted)
    ads = prevalence_changes(_counts([150, 150, 150, 300], total=600), table, across="quarter")
    width = [(table["high"] - table["low"]).to_numpy(dtype=float) for table in (known, ads)]
    assert (width[0] > 1.5 * width[1]).all()


def test_groups_are_compared_as_periods_are(reposted):
    counts = tk.count(reposted, by=["platform"], indicator=X)
    found = prevalence_changes(counts, _validation(ads=2400), across="platform")
    assert found[["reference", "group"]].to_numpy().tolist() == [["p", "q"]]


def test_changes_leave_beside_their_levels(reposted):
    counts, table = tk.count(reposted, by=["quarter"], indicator=X), _validation(ads=2400)
    levels = prevalence(counts, table, annotated=reposted)
    changes = prevalence_changes(counts, table, across="quarter", annotated=reposted)
    safe = release_share_changes(changes, levels)
    assert safe.changes.to_frame()["estimate"].notna().all()
    hidden = levels.copy()
    hidden.loc[hidden["quarter"].eq("2024-Q2"), "n_advertisers"] = 4
    frame = release_share_changes(changes, hidden).changes.to_frame().set_index("group")
    assert frame.loc["2024-Q2", "state"] == "suppressed"
    assert pd.isna(frame.loc["2024-Q2", "low"])


@pytest.mark.parametrize("across", ["month", "indicator"])
def test_what_cannot_be_compared_is_refused(across):
    with pytest.raises(OptionError, match="two counted values"):
        prevalence_changes(_counts([150, 160]), _validation(), across=across)


def test_an_unknown_reference_is_refused():
    with pytest.raises(OptionError, match="2019-Q1"):
        prevalence_changes(
            _counts([150, 160]), _validation(), across="quarter", reference="2019-Q1"
        )


def test_a_validation_that_tells_nothing_is_refused():
    with pytest.raises((TableError, DisclosureError)):
        prevalence_changes(_counts([150, 160]), _validation(0, 50, 0, 250), across="quarter")
