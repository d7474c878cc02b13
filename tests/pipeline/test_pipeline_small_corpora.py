"""A diagnostic is written of what a small team may have, however little it says."""

import shutil

import pandas as pd
import pytest

import toolkit as tk

ADS = pd.read_csv("data_samples/ads_small_raw.csv", dtype="str")
CORPORA = {
    "one ad": ADS.head(1),
    # half a year in which some platforms have weeks, and no ad in them
    "thirty ads": ADS.head(30),
    "one text": ADS.assign(text=ADS["text"].iloc[3]),
    "half of the texts empty": ADS.assign(text=ADS["text"].where(ADS.index % 2 == 0, "")),
}


@pytest.mark.filterwarnings("ignore::toolkit.anonymise.linking.LinkageWarning")
@pytest.mark.parametrize("name", CORPORA)
def test_a_small_corpus_gives_a_diagnostic(name, tmp_path):
    shutil.copy("data_samples/processing_record.yaml", tmp_path)
    CORPORA[name].to_csv(tmp_path / "ads.csv", index=False)
    manifest = tk.diagnose(tmp_path / "ads.csv", out=tmp_path / "out")
    assert (tmp_path / "out" / "rapport.html").stat().st_size > 10_000
    assert manifest["files"]
