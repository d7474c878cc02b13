import random
import re
from pathlib import Path

import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

import toolkit as tk
from toolkit.disclosure import load_rules
from toolkit.errors import OptionError
from toolkit.samples import make_sample, write_sample
from toolkit.samples.composing import clauses, own_sentences, world

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


def _pairs(*groups):
    """Count the pairs of ads that are together in all of these groups."""
    sizes = pd.concat(groups, axis=1).value_counts()
    return (sizes * (sizes - 1) / 2).sum()


def test_near_duplicates_of_the_sample_are_those_that_were_made():
    ads = SAMPLE.ads.reset_index(drop=True)
    written = ads["text"].ne("")
    true = SAMPLE.truth.reset_index(drop=True).loc[written, "template"]
    found = tk.group_templates(ads.loc[written, "text"])
    found = pd.Series(found, index=true.index, name="found")
    assert adjusted_rand_score(true, found) > 0.95
    assert _pairs(true, found) / _pairs(found) > 0.95
    assert found.value_counts().iloc[0] <= 1.1 * true.value_counts().iloc[0]


def test_four_texts_are_shared_widely_and_for_long():
    texts = SAMPLE.truth.groupby("template")[["advertiser", "departement", "platform", "month"]]
    shared = texts.nunique().query("advertiser > 1")
    assert len(shared) == len(world()["shared_texts"]) == 4
    assert shared["advertiser"].min() >= 16
    assert shared["departement"].min() >= 5
    assert shared["platform"].min() >= 4
    assert shared["month"].min() >= 6
    copies = SAMPLE.truth["template"].isin(shared.index)
    assert SAMPLE.ads.loc[copies, "posted_at"].ne("").all()
    contacts = SAMPLE.ads.loc[copies & SAMPLE.ads["text"].ne(""), "text"]
    assert contacts.str.contains(r"06.?39.?98|01.?99.?00|ex[ae]mpl", case=False).all()
    # enough advertisers in each quarter for a number to be shown
    quarter = pd.PeriodIndex(SAMPLE.truth.loc[copies, "month"], freq="M").asfreq("Q")
    cells = SAMPLE.truth[copies].groupby(["template", quarter])["advertiser"].nunique()
    assert cells.min() > load_rules().k_advertisers
    # the ads of each are in the months in which it was copied
    for told in world()["shared_texts"]:
        of_language = SAMPLE.truth[SAMPLE.truth["language"].eq(told["language"])]
        copies = of_language[of_language["template"].isin(shared.index)]
        inside = copies.groupby("template")["month"].agg(["min", "max"])
        assert ((inside["min"] >= told["first"]) & (inside["max"] <= told["last"])).any()


def test_the_steps_and_gaps_of_platforms_are_there():
    planted, truth = world()["planted"], SAMPLE.truth
    stepped = truth[truth["platform"] == planted["step_platform"]].groupby("month").size()
    before = stepped[stepped.index < planted["step_month"]].mean()
    assert stepped[stepped.index >= planted["step_month"]].mean() > 1.4 * before
    days = SAMPLE.ads.loc[SAMPLE.ads["platform"] == planted["gap_platform"], "posted_at"]
    assert not days.between(planted["gap_first"], planted["gap_last"]).any()
    assert (days < planted["gap_first"]).any()
    assert (days > planted["gap_last"]).any()


@pytest.mark.parametrize("language", world()["languages"])
def test_every_list_of_the_grammar_exists_and_is_used(language):
    own = clauses(language)["own"]
    asked = set(re.findall(r"<(\w+)>", " ".join(own["sentences"])))
    assert asked == set(own["words"])
    assert all(len(set(words)) == len(words) >= 4 for words in own["words"].values())
    made = own_sentences(random.Random(3), language, 99)
    assert len(made) == len(own["sentences"])
    assert not any(sign in " ".join(made) for sign in "<>{}")
