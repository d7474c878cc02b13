import pytest

from toolkit.indicators import codebook_recall


def test_the_figures_add_up_and_have_intervals():
    table = codebook_recall().set_index("language")
    parts = table.drop(index="all")
    for name in ("n_expected", "n_found", "n_absent", "n_false"):
        assert parts[name].sum() == table.loc["all", name]
    assert set(parts.index) == {"fr", "en", "es", "pt", "ro"}
    assert (table["low"] < table["estimate"]).all()
    assert (table["estimate"] < table["high"]).all()
    assert table["estimate"].equals(table["n_found"] / table["n_expected"])


def test_a_wider_confidence_gives_a_wider_interval():
    narrow, wide = codebook_recall(confidence=0.8), codebook_recall(confidence=0.99)
    assert (wide["low"] < narrow["low"]).all()
    assert wide["confidence"].unique() == pytest.approx([0.99])
