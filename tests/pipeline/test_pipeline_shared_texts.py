"""The section on shared texts: a planted one is drawn, and without one the page says why not."""

from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk

SAMPLES = Path("data_samples")
WORDING = (
    "Bonjour à tous, le rendez-vous se prend la veille par message et la porte est au fond de la "
    "cour, merci de lire cette annonce invalinda jusqu’au bout avant d’écrire au 06 39 98 {:02d} 17"
)


@pytest.fixture
def raw():
    """Return ads of the sample, without the texts that it plants itself."""
    truth = pd.read_csv(SAMPLES / "ads_truth.csv", dtype=str)
    own = truth.groupby("template")["advertiser"].transform("nunique").eq(1)
    raw = pd.read_csv(SAMPLES / "ads_raw.csv", dtype=str)
    return raw[own].head(900).reset_index(drop=True)


def section(raw, folder, lang="fr"):
    """Return the part of the page on shared texts."""
    record = (SAMPLES / "processing_record.yaml").read_text(encoding="utf-8")
    (folder / "processing_record.yaml").write_text(record, encoding="utf-8")
    raw.to_csv(folder / "ads.csv", index=False)
    manifest = tk.diagnose(folder / "ads.csv", out=folder / "out", lang=lang)
    html = (folder / "out" / str(manifest["report"])).read_text(encoding="utf-8")
    assert html.count('id="template"') == 1
    return html.partition('id="template"')[2].partition("</section>")[0]


@pytest.mark.slow
def test_a_planted_text_of_many_advertisers_is_drawn(raw, tmp_path):
    planted = raw.index[:88]
    raw.loc[planted, "text"] = [WORDING.format(number) for number in range(88)]
    raw.loc[planted, "advertiser_ref"] = ""
    raw.loc[planted, "posted_at"] = ["2025-01-10", "2025-02-10"] * 44
    raw.loc[planted, "platform"] = ["Rue Claire", "Le Babillard"] * 44
    part = section(raw, tmp_path)
    assert "Textes partagés par au moins 11 annonceurs" in part
    assert "ce n’est pas une preuve d’organisation" in part
    assert "<img" in part
    assert "Modèle 1" in part
    assert "Aucun effectif" not in part
    for secret in ("invalinda", "06 39 98", "au fond de la"):
        assert secret not in part


@pytest.mark.parametrize(
    ("lang", "words"),
    [("fr", "Cela ne dit pas que personne ne s’organise"), ("en", "nor the opposite")],
)
def test_without_one_the_page_says_why(raw, tmp_path, lang, words):
    part = section(raw.head(200), tmp_path, lang)
    assert words in part
    assert "<img" not in part
