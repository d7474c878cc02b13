"""Lines without a place: at most one false place per 200, in five languages."""

from pathlib import Path

import pandas as pd
import pytest

from toolkit.territory import find_places

HERE = Path(__file__).parent
LINES = pd.read_csv(HERE / "neutral_lines.tsv", sep="\t", dtype=str, quoting=3)
# dishes, wines, first names, scores, buses, doors, and plain everyday sentences
THINGS = pd.read_csv(HERE / "neutral_things.tsv", sep="\t", dtype=str, quoting=3)


def test_the_file_holds_two_hundred_lines_in_five_languages():
    counts = LINES["language"].value_counts()
    assert counts.to_dict() == dict.fromkeys(["fr", "en", "es", "pt", "ro"], 40)
    assert LINES["text"].is_unique


@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_at_most_one_false_place_in_two_hundred_lines(change):
    found = find_places([change(text) for text in LINES["text"]])
    assert len(found) <= 1, found


@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_things_called_after_places_are_no_places(change):
    found = find_places([change(text) for text in THINGS["text"]])
    assert len(found) == 0, found


@pytest.mark.xfail(strict=True, reason="a town in a saying or a title is read as a town")
@pytest.mark.parametrize(
    "text", ["Brest ou rien, disait mon grand-père marin", "París era una fiesta, buen libro"]
)
def test_towns_in_sayings_and_titles(text):
    assert len(find_places([text])) == 0
