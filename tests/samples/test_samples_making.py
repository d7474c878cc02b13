import re
from pathlib import Path

import pandas as pd
import pytest

from toolkit.errors import OptionError
from toolkit.samples import make_sample, write_sample
from toolkit.samples.composing import world

SAMPLE = make_sample()
FOLDER = Path(__file__).parents[2] / "data_samples"


@pytest.mark.parametrize(("name", "ads", "seed"), [("ads", 3000, 2026), ("ads_small", 120, 120)])
def test_the_committed_files_are_what_the_generator_makes(tmp_path, name, ads, seed):
    for path in write_sample(tmp_path, ads=ads, seed=seed, name=name):
        committed = (FOLDER / path.name).read_text(encoding="utf-8")
        assert path.read_text(encoding="utf-8") == committed


def test_contacts_stand_in_ranges_reserved_for_fiction():
    texts = SAMPLE.ads["text"].str.cat(sep="\n")
    numbers = [re.sub(r"\D", "", n) for n in re.findall(r"\b0\d(?:[ .\-/]?\d\d){4}\b", texts)]
    assert len(numbers) > 1500
    assert all(number.startswith(("063998", "019900")) for number in numbers)
    assert set(re.findall(r"@([\w.]+)", texts.lower())) <= {"exemple.fr", "exemple.fr."}
    assert all(".example.org" in link.lower() for link in re.findall(r"https?://\S+", texts, re.I))


def test_shape_and_noise():
    truth = SAMPLE.truth
    assert 0.55 <= truth["language"].eq("fr").mean() <= 0.66
    assert 0.03 <= truth["languages"].str.contains(" ").mean() <= 0.10
    assert {"2A", "974", "59"} <= set(truth["departement"])
    assert truth["departement"].nunique() >= 12
    assert truth["platform"].nunique() == 6
    assert truth["month"].nunique() == 24
    posts = truth["advertiser"].value_counts()
    assert len(posts) > 800
    assert posts.iloc[0] > 50
    assert posts.median() <= 2
    assert truth["near_duplicate"].mean() > 0.3
    assert SAMPLE.ads["ad_id"].duplicated().any()
    assert SAMPLE.ads["posted_at"].eq("").any()


def test_planted_truths_are_there():
    planted, truth = world()["planted"], SAMPLE.truth
    closed = truth[truth["platform"] == planted["closing_platform"]]
    assert closed["month"].max() < planted["closing_month"]
    later = truth[truth["month"] >= planted["closing_month"]]
    assert set(later["advertiser"]) & set(closed["advertiser"])
    shifted = truth[truth["departement"] == planted["shift_departement"]].groupby("month").size()
    before = shifted[shifted.index < planted["shift_month"]].mean()
    assert shifted[shifted.index >= planted["shift_month"]].mean() > 1.3 * before
    new = SAMPLE.ads["text"].str.contains("salon de th", case=False)
    assert truth.loc[new.to_numpy(), "month"].min() >= planted["emerging_month"]
    limited = truth["indicators"].str.contains("LNG.LIMITED")
    french = truth["language"].eq("fr")
    spoken = truth["language"].isin(["en", "es", "pt", "ro"])
    assert limited[spoken].mean() > limited[french].mean()


def test_another_seed_is_another_corpus():
    first, again, other = (make_sample(ads=40, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first.ads, again.ads)
    assert not first.ads["text"].equals(other.ads["text"])
    with pytest.raises(OptionError):
        make_sample(ads=0)
