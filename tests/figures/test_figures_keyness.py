"""Words on two sides: what is drawn, and what the title says of it."""

import pandas as pd
import pytest

import toolkit as tk
from toolkit.errors import DisclosureError
from toolkit.schema import STATISTICS, check


def released(*rows, column="platform"):
    """Return a released comparison of (term, side, estimate, differs)."""
    table = pd.DataFrame(rows, columns=["term", column, "estimate", "differs"])
    other = {"p": "others", "others": "p", "since 2025-07": "before 2025-07"}
    columns = {
        "low": table["estimate"] - 0.6,
        "high": table["estimate"] + 0.6,
        "compared_with": table[column].map(other | {"before 2025-07": "since 2025-07"}),
        "confidence": 0.95,
        "statistic": "log odds ratio",
        "method": "m",
        "n_total": 300,
        "n_compared": 80,
        "n_ads": 60,
        "n_advertisers": 40,
        "n_templates": 50,
        "top1_share": 0.1,
        "top2_share": 0.2,
        "state": "counted",
    }
    table["differs"] = table["differs"].astype("boolean")
    return tk.release(check(table.assign(**columns), STATISTICS))


SOME = [
    ("atelier", "p", 2.0, True),
    ("verger", "p", 1.2, True),
    ("bateau", "others", -1.5, True),
    ("calme", "p", 0.2, False),
    ("piano", "others", -0.3, None),
]


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("fr", "3 mots distinguent «\u00a0P\u00a0» et «\u00a0les autres\u00a0»"),
        ("en", "3 words tell “P” and “the others” apart: “atelier”, “bateau”, “verger”"),
    ],
)
def test_the_title_is_what_was_found(lang, title):
    figure = tk.figures.distinctive_terms(released(*SOME), lang=lang, labels={"p": "P"})
    assert figure.title.startswith(title)
    assert figure.png.startswith(b"\x89PNG")
    for word in ("atelier", "verger", "bateau", "40"):
        assert word in figure.alt
    assert "calme" not in figure.alt
    assert "piano" not in figure.alt
    assert "80" in figure.caption
    assert "300" in figure.caption


def test_the_odds_ratio_is_told_for_the_side_of_the_word():
    alt = tk.figures.distinctive_terms(released(*SOME), lang="en").alt
    assert "bateau: odds ratio 4.5 [2.5; 8.2] for “the others”" in alt


def test_where_nothing_differs_the_title_says_so():
    quiet = [(term, side, value, False) for term, side, value, _ in SOME]
    figure = tk.figures.distinctive_terms(released(*quiet), lang="en", period="2025")
    assert figure.title == "No detectable difference of vocabulary between “p” and “the others”"
    assert figure.caption.startswith("Period: 2025.")


def test_periods_are_told_in_words():
    rows = [("neuf", "since 2025-07", 1.5, True), ("ancien", "before 2025-07", -1.5, True)]
    title = tk.figures.distinctive_terms(released(*rows, column="period"), lang="en").title
    assert title.startswith("2 words tell “since July 2025” and “before July 2025” apart")


def test_many_words_are_counted_and_the_surest_drawn():
    rows = [(f"mot{n}", "p", 1 + n / 10, True) for n in range(20)]
    figure = tk.figures.distinctive_terms(released(*rows), lang="en")
    assert figure.title.startswith("20 words tell")
    assert "8 more words" in figure.caption
    assert "mot19" in figure.alt
    assert "mot7:" not in figure.alt


def test_only_released_comparisons_are_drawn():
    with pytest.raises(DisclosureError):
        tk.figures.distinctive_terms(pd.DataFrame({"term": ["a"]}))
    with pytest.raises(DisclosureError):
        tk.figures.distinctive_terms(
            tk.release(pd.DataFrame({"month": ["2025-01"], "n_ads": [90]}))
        )
