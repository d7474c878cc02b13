"""Lines without a place: at most one false place per 200, in five languages."""

from pathlib import Path

import pandas as pd
import pytest

from toolkit.territory import find_places

LINES = pd.read_csv(Path(__file__).with_name("neutral_lines.tsv"), sep="\t", dtype=str, quoting=3)


def test_the_file_holds_two_hundred_lines_in_five_languages():
    counts = LINES["language"].value_counts()
    assert counts.to_dict() == dict.fromkeys(["fr", "en", "es", "pt", "ro"], 40)
    assert LINES["text"].is_unique


@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_at_most_one_false_place_in_two_hundred_lines(change):
    found = find_places([change(text) for text in LINES["text"]])
    assert len(found) <= 1, found
