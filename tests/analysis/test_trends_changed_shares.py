from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from toolkit.analysis import clustered_shares
from toolkit.analysis.trends import release_share_changes, share_changes
from toolkit.disclosure import release
from toolkit.errors import OptionError

YEARS = {"year": ("2024", "2025")}


def _corpus(rows):
    table = pd.DataFrame(rows, columns=["advertiser", "year", "language"])
    return SimpleNamespace(
        corpus=table.assign(
            ad_id=[str(n) for n in range(len(table))],
            platform="p",
            posted_at=pd.to_datetime(table["year"].astype(str) + "-06-01"),
            language_status="sure",
            template=range(len(table)),
        )
    )


def _alone(before, after):
    """Return ads of one advertiser each: how many of each language in each year."""
    rows = [
        (year, language)
        for year, numbers in ((2024, before), (2025, after))
        for language, number in numbers.items()
        for _ in range(number)
    ]
    return _corpus([(n, *row) for n, row in enumerate(rows)])


def test_single_ads_have_the_interval_of_newcombe():
    corpus = _alone({"fr": 60, "ro": 40}, {"fr": 90, "ro": 30})
    found = share_changes(corpus, by=["written_language"], between=YEARS)
    row = found.set_index("written_language").loc["fr"]
    limits = confint_proportions_2indep(90, 120, 60, 100, method="newcomb", compare="diff")
    assert row["estimate"] == pytest.approx(0.15)
    assert (row["low"], row["high"]) == pytest.approx(limits, abs=1e-6)
    assert (row["n_ads"], row["n_total"]) == (60, 90)
    assert row["told_from_zero"]


def test_copies_make_an_interval_wider():
    rows = [(who, 2024 + who % 2, "fr" if who % 3 else "ro") for who in range(60)]
    single = share_changes(_corpus(rows), by=["written_language"], between=YEARS)
    copied = share_changes(_corpus(rows * 5), by=["written_language"], between=YEARS)
    widths = [(found["high"] - found["low"]).iloc[0] for found in (single, copied)]
    assert widths[1] > 0.9 * widths[0]


def test_the_same_advertisers_on_both_sides_narrow_it():
    languages = ["fr" if who % 2 else "ro" for who in range(60)]
    kept = [(who, year, languages[who]) for who in range(60) for year in (2024, 2025)] * 3
    apart = [(who + 100 * (year == 2025), year, tongue) for who, year, tongue in kept]
    narrow, wide = (
        share_changes(_corpus(rows), by=["written_language"], between=YEARS)
        for rows in (kept, apart)
    )
    assert (narrow["estimate"] == 0).all()
    assert (narrow["high"] - narrow["low"]).max() < 0.1 * (wide["high"] - wide["low"]).min()


def test_exchanging_the_sides_exchanges_the_limits():
    corpus = _alone({"fr": 60, "ro": 40}, {"fr": 90, "ro": 30})
    there = share_changes(corpus, by=["written_language"], between=YEARS)
    back = share_changes(corpus, by=["written_language"], between={"year": ("2025", "2024")})
    np.testing.assert_allclose(there["low"].astype(float), -back["high"].astype(float))


def test_a_language_seen_on_one_side_only_is_a_zero_on_the_other():
    corpus = _alone({"fr": 60, "ro": 40}, {"fr": 90})
    row = share_changes(corpus, by=["written_language"], between=YEARS).iloc[1]
    assert row["estimate"] == pytest.approx(-0.4)
    assert row["n_ads"] == 0


def test_other_days_of_collection_are_told():
    corpus = _alone({"fr": 60, "ro": 40}, {"fr": 90, "ro": 30})
    given = pd.DataFrame(
        {
            "platform": "p",
            "first_day": ["2024-01-01", "2025-01-01"],
            "last_day": ["2024-12-31", "2025-06-30"],
        }
    )
    found = share_changes(corpus, by=["written_language"], between=YEARS, collected=given)
    assert set(found["caution"]) == {"collection_differs"}
    inferred = share_changes(corpus, by=["written_language"], between=YEARS)
    assert inferred["caution"].str.startswith("collection_inferred").all()


def test_a_change_can_be_released():
    corpus = _alone({"fr": 60, "ro": 40, "es": 4}, {"fr": 90, "ro": 30, "es": 20})
    safe = release(share_changes(corpus, by=["written_language"], between=YEARS)).to_frame()
    assert safe.set_index("written_language").loc["es", "state"] == "suppressed"


def test_a_change_never_tells_a_hidden_share():
    before = {"fr": 60, "ro": 40, "es": 4, "pt": 14}
    corpus = _alone(before, {"fr": 90, "ro": 30, "es": 20, "pt": 13})
    by = ["written_language"]
    changes = share_changes(corpus, by=by, between=YEARS)
    shares = clustered_shares(corpus, by=[*by, "year"], within=["year"])
    found = release_share_changes(changes, shares)
    frame = found.shares.to_frame()
    hidden = set(frame.loc[frame["state"].eq("suppressed"), "written_language"])
    told = found.changes.to_frame().set_index("written_language")["estimate"]
    assert "es" in hidden
    assert told[list(hidden)].isna().all()
    assert told.drop(list(hidden)).notna().all()


@pytest.mark.parametrize(
    "options",
    [
        {"by": [], "between": YEARS},
        {"by": ["year"], "between": YEARS},
        {"by": ["platform"], "between": {"year": ("2024", "2024")}},
        {"by": ["platform"], "between": {"year": ("2024", "2031")}},
        {"by": ["platform"], "between": {**YEARS, "month": ("2024-01", "2024-02")}},
    ],
)
def test_sides_that_cannot_be_compared_are_refused(options):
    with pytest.raises(OptionError):
        share_changes(_alone({"fr": 5}, {"fr": 5}), **options)
