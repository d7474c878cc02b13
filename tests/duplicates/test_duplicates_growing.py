import pytest
from sklearn.metrics import adjusted_rand_score

from tests.duplicates.test_duplicates_grouping import corpora  # noqa: F401 - a fixture
from toolkit.duplicates import TemplateGroups, group_templates
from toolkit.errors import InputFileError


def test_a_new_month_keeps_the_numbers_and_finds_the_copies(corpora, tmp_path):  # noqa: F811
    corpus = corpora.make(2_400, "medium", seed=12)
    groups = TemplateGroups()
    first = groups.update(corpus.texts[:1_200])
    assert first.tolist() == group_templates(corpus.texts[:1_200]).tolist()
    kept = TemplateGroups.load(groups.save(tmp_path / "groups.npz"))
    second = kept.update(corpus.texts[1_200:])
    assert len(kept) == 2_400
    assert kept.groups[1_200:].tolist() == second.tolist()
    assert adjusted_rand_score(corpus.groups, kept.groups) >= 0.98
    assert (kept.groups[:1_200] == first).mean() >= 0.98
    assert groups.update(corpus.texts[1_200:]).tolist() == second.tolist()


def test_the_same_month_again_changes_nothing(corpora):  # noqa: F811
    texts = corpora.make(300, "medium", seed=13).texts
    groups = TemplateGroups()
    first = groups.update(texts)
    assert groups.update(texts).tolist() == first.tolist()
    assert groups.update([]).tolist() == []


def test_no_text_is_kept(tmp_path):
    groups = TemplateGroups()
    groups.update(["bonjour canari secret", "bonjour à tous"])
    assert "canari" not in repr(groups)
    assert b"canari" not in groups.save(tmp_path / "g.npz").read_bytes()


@pytest.mark.parametrize("content", [b"", b"PK", b"text"])
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "g.npz"
    path.write_bytes(content)
    with pytest.raises(InputFileError, match="no groups"):
        TemplateGroups.load(path)
