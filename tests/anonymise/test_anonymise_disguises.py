"""Contacts in disguise, one mechanism a line, and lines that only look like them."""

from pathlib import Path

import pytest

from tests.anonymise.adversary import phone
from tests.anonymise.marks import unmark
from toolkit.anonymise import find_identifiers, mask
from toolkit.anonymise.doubts import doubts

LINES = Path(__file__).parent / "lines"


def _lines(name):
    written = (LINES / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in written if line and not line.startswith("#")]


def _leaks(text, spans):
    """Return the spans of which a letter or digit is left."""
    hidden = set()
    for start, end in find_identifiers([text])[["start", "end"]].itertuples(index=False):
        hidden.update(range(start, end))
    return [
        text[start:end]
        for _, start, end in spans
        if any(text[at].isalnum() and at not in hidden for at in range(start, end))
    ]


@pytest.mark.parametrize("line", _lines("disguised.txt"))
def test_it_is_masked_whole(line):
    text, spans = unmark(line)
    assert spans
    assert _leaks(text, spans) == []


@pytest.mark.parametrize("line", _lines("known_limits.txt"))
@pytest.mark.xfail(strict=True)
def test_it_is_not_masked_yet(line):
    text, spans = unmark(line)
    assert _leaks(text, spans) == []


@pytest.mark.parametrize("text", _lines("clean.txt"))
def test_it_is_left_alone(text):
    assert mask([text]) == [text]
    assert doubts(text) == ()


def test_mechanisms_in_any_combination():
    """Separator, digit form, split and language drawn at random: what is left stays under 2 %."""
    drawn = [phone(seed) for seed in range(600)]
    leaking = [seen for text, span, seen in drawn if _leaks(text, [("PHONE", *span)])]
    assert len(leaking) <= 12, leaking
