"""On three thousand invented ads: what was planted is found, and nothing else is."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk
from toolkit.text.opaque import as_texts

SAMPLES = Path(__file__).parents[2] / "data_samples"
# these texts are not masked: a phone number in slashes may end in 24/24
MOST_FALSE = {"AVL.H24": 1}


@pytest.fixture(scope="module")
def read():
    ads = tk.read_ads(SAMPLES / "ads_raw.csv").reset_index(drop=True)
    truth = pd.read_csv(SAMPLES / "ads_truth.csv", dtype=str, keep_default_na=False)
    # a few identifiers come twice in the file, on purpose
    truth = truth.drop_duplicates("ad_id")
    planted = dict(zip(truth["ad_id"], truth["indicators"].str.split(), strict=True))
    spans = tk.find_indicators(list(as_texts(ads)), tk.load_codebook())
    spans = spans[spans["status"].eq("asserted")].drop_duplicates(["row", "indicator"])
    found = {(int(row), name) for row, name in zip(spans["row"], spans["indicator"], strict=True)}
    wanted = {(row, name) for row, ad in enumerate(ads["ad_id"]) for name in planted[ad]}
    return found, wanted


def test_what_was_planted_is_found(read):
    found, wanted = read
    assert len(wanted) > 1_500
    assert wanted <= found


def test_nothing_else_is_found(read):
    found, wanted = read
    false = Counter(name for _, name in found - wanted)
    assert {name: n for name, n in false.items() if n > MOST_FALSE.get(name, 0)} == {}
