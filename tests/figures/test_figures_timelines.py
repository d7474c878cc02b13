"""The timeline of shared texts: every state drawn in its own way, and said in words."""

import pandas as pd
import pytest

from toolkit import figures
from toolkit.disclosure import release
from toolkit.errors import DisclosureError
from toolkit.figures import timelines

SUPPORT = {"n_templates": 1, "top1_share": 0.05, "top2_share": 0.1}
APART = "textes laissés de côté 2"


def table(numbers, period="month", periods=("2025-01", "2025-02", "2025-03", "2025-04")):
    """Return counts of models by period: a number, 0, or None where nothing was collected."""
    rows = [
        {"reach": "advertisers 11+", "model": model, period: label, "n_ads": n}
        for model, listed in numbers.items()
        for label, n in zip(periods, listed, strict=True)
    ]
    found = pd.DataFrame(rows).assign(**SUPPORT).astype({"n_ads": "Int64"})
    found["n_advertisers"] = (found["n_ads"] // 3).astype("Int64")
    absent = found["n_ads"].isna()
    return found.assign(state=absent.map({True: "not_collected", False: "counted"}).astype("str"))


@pytest.fixture
def safe():
    numbers = {
        "modèle 1": [120, 150, 0, None],
        "modèle 2": [60, 30, 90, 31],
        "modèle 3": [60, 32, 90, 29],
        APART: [400, 300, 300, 300],
        "autres textes": [900, 900, 900, 900],
    }
    return release(table(numbers))


def test_every_state_is_drawn_in_its_own_way(safe, monkeypatch):
    seen = []
    mark = timelines._mark

    def noted(axes, place, cell, numbers, lang):
        before = {name: len(getattr(axes, name)) for name in ("lines", "patches", "collections")}
        mark(axes, place, cell, numbers, lang)
        drawn = {name: len(getattr(axes, name)) - n for name, n in before.items()}
        faces = [tuple(c.get_facecolor()[0]) for c in axes.collections[before["collections"] :]]
        seen.append((cell["state"], cell["n_ads"], drawn, faces))

    monkeypatch.setattr(timelines, "_mark", noted)
    figures.template_timeline(safe)
    looks = {}
    for state, n, drawn, faces in seen:
        kind = "zero" if state == "counted" and n == 0 else state
        looks.setdefault(kind, set()).add((tuple(drawn.values()), tuple(faces)))
    assert set(looks) == {"counted", "zero", "suppressed", "not_collected"}
    assert all(len(each) == 1 for each in looks.values())
    assert len(set.union(*looks.values())) == 4
    assert looks["not_collected"] == {((0, 0, 0), ())}
    # neither what was left out nor the other texts are drawn
    assert len(seen) == 12


def test_the_words_tell_the_finding_and_the_limits(safe):
    figure = figures.template_timeline(safe)
    nbsp = "\u00a0"
    assert figure.title == "3 textes sont partagés par au moins 11 annonceurs distincts"
    assert f"Modèle 1{nbsp}: de 120 à 150" in figure.alt
    assert "ce n’est pas une preuve d’organisation" in figure.caption
    assert f"très courts{nbsp}: 2." in figure.caption
    assert "Annonces ≠ personnes" in figure.caption
    assert "de janvier 2025 à avril 2025" in figure.alt
    for words in ("à zéro", "masquées", "non collectées"):
        assert words in figure.alt
    assert figure.png.startswith(b"\x89PNG")
    english = figures.template_timeline(safe, lang="en", labels={"modèle 1": "the first"})
    assert english.title == "3 texts are shared by at least 11 distinct advertisers"
    assert "the first: from" in english.alt
    assert "no proof of an organisation" in english.caption
    assert "modèle" not in english.title + english.alt


def test_hidden_numbers_are_in_no_words(safe):
    frame = safe.to_frame()
    hidden = frame["state"].eq("suppressed")
    assert hidden.sum() >= 4
    figure = figures.template_timeline(safe)
    for number in (29, 30, 31, 32):
        assert f" {number} annonces" not in figure.alt
        assert f"de {number} à" not in figure.alt


def test_when_no_number_may_be_shown_the_title_says_so():
    few = {"modèle 1": [14, 15, 13, 12], "autres textes": [900, 900, 900, 900]}
    figure = figures.template_timeline(release(table(few)))
    assert "aucun effectif ne peut être montré par mois" in figure.title
    assert "aucun effectif montré" in figure.alt


def test_a_table_without_models_is_drawn_empty():
    figure = figures.template_timeline(release(table({"autres textes": [900, 900, 900, 900]})))
    assert figure.title.startswith("0 texte est partagé")


@pytest.mark.parametrize(
    ("period", "labels", "words"),
    [
        ("quarter", ("2024-Q4", "2025-Q1"), "T4 2024 à T1 2025"),
        ("year", ("2024", "2025"), "2024 à 2025"),
    ],
)
def test_quarters_and_years(period, labels, words):
    counts = table({"modèle 1": [120, 150]}, period=period, periods=labels)
    assert words in figures.template_timeline(release(counts)).alt


def test_at_most_twelve_models_are_drawn_in_the_order_of_their_numbers():
    many = {f"modèle {number}": [99, 99, 99, 99] for number in range(1, 16)}
    figure = figures.template_timeline(release(table(many)))
    assert figure.caption.count("non dessinés mais dans le tableau\u00a0: 3.") == 1
    assert figure.alt.index("Modèle 2") < figure.alt.index("Modèle 10")
    assert "Modèle 13" not in figure.alt


def test_only_released_tables_are_drawn():
    with pytest.raises(DisclosureError, match="release"):
        figures.template_timeline(table({"modèle 1": [99, 99, 99, 99]}))
    other = release(table({"modèle 1": [99, 99, 99, 99]}).drop(columns=["model", "reach"]))
    with pytest.raises(DisclosureError, match="lacks columns"):
        figures.template_timeline(other)
