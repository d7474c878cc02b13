from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.trends import displacement, migration
from toolkit.errors import OptionError


def _series(transfer, *, weeks=60, seed=0, drift=0.0):
    random = np.random.default_rng(seed)
    after = np.arange(weeks) >= weeks // 2
    market = np.exp(random.normal(0, 0.1, weeks))
    means = {
        "closed": 80 * market * ~after,
        "other": (60 + 80 * transfer * after) * market * np.exp(drift * np.arange(weeks)),
        "control": 150 * market,
    }
    labels = [f"{2021 + week // 52}-W{week % 52 + 1:02}" for week in range(weeks)]
    return pd.concat(
        pd.DataFrame({"platform": name, "period": labels, "n_ads": random.poisson(mean)})
        for name, mean in means.items()
    ), labels[weeks // 2]


@pytest.mark.parametrize("transfer", [0.0, 0.4, 0.8])
def test_a_transfer_is_recovered(transfer):
    series, at = _series(transfer, seed=2)
    asked = {"closed": "closed", "control": ["control"], "at": at}
    usual, sure = (
        displacement(series, **asked, confidence=level).gains.set_index("platform").loc["other"]
        for level in (0.95, 0.999)
    )
    # one seed in twenty falls outside the usual interval
    assert sure["low"] < transfer < sure["high"]
    assert usual["high"] - usual["low"] < 0.5


def test_platforms_that_went_alike_are_seldom_told_apart():
    told = 0
    for seed in range(12):
        series, at = _series(0.4, seed=seed)
        before = displacement(series, closed="closed", control=["control"], at=at).before
        told += int(before.set_index("platform").loc["other", "told_from_one"])
    assert told <= 3


def test_a_platform_that_grew_before_is_told():
    series, at = _series(0.0, drift=0.03)
    before = displacement(series, closed="closed", control=["control"], at=at).before
    assert before.set_index("platform").loc["other", "told_from_one"]


@pytest.mark.parametrize(
    ("closed", "control"), [("nowhere", ["control"]), ("closed", []), ("closed", ["closed"])]
)
def test_platforms_that_cannot_be_compared_are_refused(closed, control):
    series, at = _series(0.5)
    with pytest.raises(OptionError, match="closed, control"):
        displacement(series, closed=closed, control=control, at=at)


def test_a_closure_at_the_edge_is_refused():
    series, _ = _series(0.5)
    with pytest.raises(OptionError, match="8 whole periods"):
        displacement(series, closed="closed", control=["control"], at="2021-W03")


def _corpus():
    texts = range(40)
    before = pd.DataFrame({"platform": "p", "posted_at": "2025-03-10", "template": texts})
    same = pd.DataFrame({"platform": "q", "posted_at": "2025-03-11", "template": range(5)})
    after = pd.DataFrame({"platform": "q", "posted_at": "2025-04-10", "template": range(15)})
    corpus = pd.concat([before, same, after], ignore_index=True)
    return SimpleNamespace(
        corpus=corpus.assign(
            posted_at=pd.to_datetime(corpus["posted_at"]),
            ad_id=[str(n) for n in range(len(corpus))],
            language="fr",
            advertiser=corpus["template"] + 100,
        )
    )


def test_only_what_is_new_there_counts_as_reappearing():
    found = migration(_corpus(), at="2025-04-01").set_index(["from_platform", "to_platform"])
    row = found.loc[("p", "q")]
    assert (row["n_moved"], row["n_units"], row["n_ads"]) == (10, 40, 10)
    assert row["low"] < row["estimate"] == 0.25 < row["high"]
    assert found.loc[("q", "p"), "n_moved"] == 0


def test_advertisers_are_followed_only_as_numbers():
    found = migration(_corpus(), at="2025-04-01", of="advertisers")
    assert not set(found.columns) & {"advertiser", "unit", "template"}
    assert found["n_advertisers"].max() == 10


@pytest.mark.parametrize("option", [{"of": "people"}, {"days": 0}, {"at": "spring"}])
def test_options_that_mean_nothing_are_refused(option):
    with pytest.raises(OptionError):
        migration(_corpus(), **{"at": "2025-04-01", **option})


def test_a_closure_that_is_no_day_is_refused_as_such():
    series, _ = _series(0.5)
    with pytest.raises(OptionError, match="a period or a day"):
        displacement(series, closed="closed", control=["control"], at="spring")
