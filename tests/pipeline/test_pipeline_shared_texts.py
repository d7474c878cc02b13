"""The section on shared texts: a planted one is drawn, and without one the page says why not."""

import re
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


def page(raw, folder, lang="fr"):
    """Return the page of a diagnostic."""
    record = (SAMPLES / "processing_record.yaml").read_text(encoding="utf-8")
    (folder / "processing_record.yaml").write_text(record, encoding="utf-8")
    raw.to_csv(folder / "ads.csv", index=False)
    manifest = tk.diagnose(folder / "ads.csv", out=folder / "out", lang=lang)
    return (folder / "out" / str(manifest["report"])).read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_planted_text_of_many_advertisers_is_drawn(raw, tmp_path):
    planted = raw.index[:88]
    raw.loc[planted, "text"] = [WORDING.format(number) for number in range(88)]
    raw.loc[planted, "advertiser_ref"] = ""
    raw.loc[planted, "posted_at"] = ["2025-01-10", "2025-02-10"] * 44
    raw.loc[planted, "platform"] = ["Rue Claire", "Le Babillard"] * 44
    html = page(raw, tmp_path)
    assert html.count('id="template"') == 1
    part = html.partition('id="template"')[2].partition("</section>")[0]
    assert "partagé par au moins 11 annonceurs distincts" in part
    assert "ce n’est pas une preuve d’organisation" in part
    assert "<img" in part
    assert "Modèle 1" in part
    assert "Aucun effectif" not in part
    for secret in ("invalinda", "06 39 98", "au fond de la"):
        assert secret not in part


@pytest.mark.parametrize(
    ("lang", "title", "needed", "said"),
    [
        ("fr", "Textes partagés", "un texte repris par 11 annonceurs", "n’est pas ne rien trouver"),
        ("en", "Shared texts", "a text", "is not finding nothing"),
    ],
)
def test_without_one_the_page_says_what_it_would_take(raw, tmp_path, lang, title, needed, said):
    html = page(raw.head(200), tmp_path, lang)
    assert 'id="template"' not in html
    (row,) = re.findall(rf'<th scope="row">{title}</th><td>([^<]*)</td>', html)
    assert needed in row
    assert said in html
