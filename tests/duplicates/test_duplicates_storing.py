import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.duplicates.test_duplicates_grouping import corpora  # noqa: F401 - a fixture
from toolkit.duplicates import TemplateGroups, group_templates, storing
from toolkit.duplicates.storing import Numbers
from toolkit.errors import OutputFileError


@pytest.fixture
def on_disk(monkeypatch):
    monkeypatch.setattr(storing, "HELD_IN_MEMORY", 0)


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 255), max_size=9), max_size=9), st.integers(0, 40))
def test_numbers_are_the_same_in_memory_and_in_a_file(parts, limit):
    numbers, wanted = Numbers(np.uint8), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storing, "HELD_IN_MEMORY", limit)
        for part in parts:
            numbers.add(np.array(part, dtype=np.uint8))
            wanted += part
            assert numbers.all().tolist() == wanted
    assert len(numbers) == len(wanted)
    for first in range(len(wanted)):
        assert numbers.part(first, len(wanted)).tolist() == wanted[first:]


def test_a_full_folder_is_said(on_disk, monkeypatch):
    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storing.tempfile, "TemporaryFile", full)
    with pytest.raises(OutputFileError, match="TMPDIR"):
        group_templates(["bonjour à tous"])


def test_groups_are_the_same_in_memory_and_in_files(corpora, monkeypatch):  # noqa: F811
    texts = corpora.make(1_500, "medium", seed=14, stock=True).texts
    held = group_templates(texts)
    monkeypatch.setattr(storing, "HELD_IN_MEMORY", 0)
    assert group_templates(texts).tolist() == held.tolist()


def test_a_new_month_and_a_saved_one_are_the_same_in_files(corpora, monkeypatch, tmp_path):  # noqa: F811
    texts = corpora.make(900, "medium", seed=15).texts
    held = TemplateGroups()
    held.update(texts[:600])
    wanted = held.update(texts[600:]).tolist()
    monkeypatch.setattr(storing, "HELD_IN_MEMORY", 0)
    groups = TemplateGroups()
    groups.update(texts[:600])
    kept = TemplateGroups.load(groups.save(tmp_path / "groups.npz"))
    assert groups.update(texts[600:]).tolist() == wanted
    assert kept.update(texts[600:]).tolist() == wanted


def test_the_order_does_not_matter_in_files(corpora, on_disk):  # noqa: F811
    texts = corpora.make(500, "medium", seed=16).texts
    order = list(range(len(texts)))
    random.Random(6).shuffle(order)
    found = group_templates(texts)
    shuffled = group_templates([texts[i] for i in order])
    pairs = set(zip(found[order].tolist(), shuffled.tolist(), strict=True))
    assert len(pairs) == len(set(found.tolist())) == len(set(shuffled.tolist()))


LONG = " ".join(f"mot{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}" for n in range(5_000))
EDGES = [
    ([], []),
    (["", " ", None], [0, 1, 2]),
    (["bonjour", "bonsoir", "bonjour"], [0, 1, 0]),
    ([LONG, "bonjour", LONG.upper() + " fin"], [0, 1, 0]),
    (["😀😀", "❤", "😀😀"], [0, 1, 0]),
    (["مرحبا بكم في مدينتنا الجميلة", "שלום לכולם", "مَرحبا بكم في مدينتنا الجميلة"], [0, 1, 0]),
]


@pytest.mark.parametrize(("texts", "groups"), EDGES)
def test_edges_in_files(texts, groups, on_disk):
    assert group_templates(texts).tolist() == groups


def test_many_copies_in_files(on_disk):
    assert group_templates(["bonjour à tous et à toutes ici"] * 50_000).max() == 0


@pytest.mark.parametrize("limit", [0, 10**9])
@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_reading_that_ends_half_way_leaves_nothing(limit, error, monkeypatch, tmp_path):
    monkeypatch.setattr(storing, "HELD_IN_MEMORY", limit)
    monkeypatch.setattr(storing.tempfile, "tempdir", str(tmp_path))

    def stopped():
        yield ["une phrase que rien ne retient ici"]
        raise error

    groups = TemplateGroups()
    groups.update(["bonjour à tous et à toutes", "autre"])
    with pytest.raises(error):
        groups._add(stopped())
    assert len(groups) == 2
    found = groups.update(["encore autre chose", "Bonjour à tous et à toutes !"])
    assert found.tolist() == [2, 0]
    assert list(tmp_path.iterdir()) == []
