"""The development lines, where they are at hand; less is asked than was measured."""

import json
from pathlib import Path

import pytest

from toolkit.anonymise import find_identifiers

DATA = Path("../shared/data")
FILES = ("contacts_dev.jsonl", "contacts_dev2.jsonl")
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (DATA / FILES[0]).exists(), reason="needs ../shared"),
]
LEAST = {"PHONE": 0.95, "EMAIL": 0.92, "HANDLE": 0.88, "NAME": 0.9, "ADDRESS": 0.85, "DOB": 0.9}


def _lines(name):
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", FILES)
def test_recall_and_clean_lines(name):
    lines = _lines(name)
    found = find_identifiers([line["text"] for line in lines])
    by_row = {row: set() for row in range(len(lines))}
    for row, start, end in found[["row", "start", "end"]].itertuples(index=False):
        by_row[row].update(range(start, end))
    whole = {kind: [] for kind in LEAST}
    for row, line in enumerate(lines):
        for span in line["spans"]:
            places = range(span["start"], span["end"])
            masked = all(not line["text"][at].isalnum() or at in by_row[row] for at in places)
            whole.setdefault(span["type"], []).append(masked)
    for kind, least in LEAST.items():
        assert sum(whole[kind]) / len(whole[kind]) >= least, kind
    clean = [row for row, line in enumerate(lines) if not line["spans"]]
    assert sum(bool(by_row[row]) for row in clean) / len(clean) <= 0.02
