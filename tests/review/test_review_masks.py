import pandas as pd
import pytest

from toolkit.anonymise import anonymise
from toolkit.corpus import read_ads
from toolkit.errors import TableError
from toolkit.review import masking_report

RECORD = "data_samples/processing_record.yaml"


@pytest.fixture(scope="module")
def done():
    return anonymise(read_ads("data_samples/ads_raw.csv"), record=RECORD)


def test_masks_add_up_by_type_and_language(done):
    report = masking_report(done.corpus, done.masks)
    kept = done.masks[done.masks["ad_id"].isin(done.corpus["ad_id"])]
    whole = report[(report["type"] == "all") & (report["language"] == "all")].iloc[0]
    assert whole["n_masks"] == kept["n_masks"].sum()
    assert whole["n_ads"] == kept["ad_id"].nunique()
    assert whole["n_read"] == len(done.corpus)
    one = report[report["type"] == "PHONE"]
    parts = one[one["language"] != "all"]
    assert parts["n_masks"].sum() == one.loc[one["language"] == "all", "n_masks"].item()
    assert {"fr", "es"} <= set(parts["language"])
    assert report["share"].between(0, 1).all()


def test_rare_languages_are_told_together(done):
    few = done.corpus.head(40)
    report = masking_report(few, done.masks)
    counted = report[(report["type"] == "all") & ~report["language"].isin(["all", "others"])]
    assert (counted.loc[counted["language"] != "undetermined", "n_read"] >= 10).all()
    assert not set(few["ad_id"]) & set(report.astype("str").to_numpy().ravel())


def test_only_a_corpus_is_taken(done):
    with pytest.raises(TableError):
        masking_report(pd.DataFrame({"text": []}), done.masks)
