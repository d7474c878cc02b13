from tests.review.small_corpus import annotated
from toolkit.review import agreement, invented_codes, measured_precision, review_sample

WORDING = "de passage ici"


def _sampled(tmp_path):
    texts = [f"annonce {i} {WORDING if i % 2 else 'bonjour'}" for i in range(120)]
    found = [(i, "MOV.TOURING", "asserted", WORDING) for i in range(1, 120, 2)]
    corpus = annotated(texts, found)
    sample = review_sample(
        corpus, 80, indicators=["MOV.TOURING"], reason="essai", out=tmp_path / "codage"
    )
    return corpus, sample


def test_the_codes_allow_all_that_comes_after(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    corpus, sample = _sampled(tmp_path)
    codes = invented_codes(corpus, sample, seed=3)
    assert len(codes) == 80 * 2
    assert codes.equals(invented_codes(corpus, sample, seed=3))
    assert not codes.equals(invented_codes(corpus, sample, seed=4))
    kappa = agreement(codes).iloc[0]
    assert 0.5 < kappa["kappa"] <= 1
    precision = measured_precision(codes, sample.key, corpus).iloc[0]
    assert 0.7 < precision["precision"] <= 1
