"""The week of hours: every state drawn in its own way, and the finding said in words."""

import itertools

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from toolkit import figures
from toolkit.analysis.outreach.week import OutreachBands
from toolkit.disclosure import release
from toolkit.errors import DisclosureError
from toolkit.figures import week

NBSP = "\u00a0"


def table(shares, *, days=("1", "2"), edges=(9, 12, 18, 24), language=None):
    """Return a week of 200 advertisers: shares by band, the same every day; None: not measured."""
    rows = []
    bands = [band for _, band in OutreachBands(edges=edges, days=((1,),)).cells()]
    for day in days:
        for band, share in zip(bands, shares, strict=True):
            n = 0 if share is None else round(200 * share)
            rows.append({"weekday": day, "hour_band": band, "estimate": share, "n_advertisers": n})
    found = pd.DataFrame(rows).astype({"estimate": "Float64"})
    found["low"], found["high"] = found["estimate"] * 0.9, found["estimate"] * 1.1
    state = found["estimate"].isna().map({True: "not_measured", False: "counted"}).astype("str")
    found = found.assign(confidence=0.95, statistic="share", method="m", n_total=400, state=state)
    found = found.assign(n_total_advertisers=200, n_ads=2 * found["n_advertisers"])
    found = found.assign(n_templates=found["n_advertisers"], top1_share=0.02, top2_share=0.04)
    if language is not None:
        found.insert(0, "written_language", language)
    return found


def test_every_state_is_drawn_in_its_own_way(monkeypatch):
    seen = {}
    tile = week._tile

    def noted(axes, place, row, lang, size):
        before = len(axes.patches), len(axes.texts)
        tile(axes, place, row, lang, size)
        boxes = axes.patches[before[0] :]
        looks = [(box.get_hatch(), box.get_linestyle(), box.get_linewidth()) for box in boxes]
        zero = row["state"] == "counted" and row["estimate"] == 0
        kind = "zero" if zero else row["state"]
        words = [text.get_text() for text in axes.texts[before[1] :]]
        seen.setdefault(kind, set()).add((tuple(looks), "".join(words) != ""))

    monkeypatch.setattr(week, "_tile", noted)
    shares = (0.4, 0.02, 0.0, None, 0.3)
    figures.availability_week(release(table(shares, edges=(0, 6, 9, 12, 18, 24))))
    assert set(seen) == {"counted", "suppressed", "zero", "not_measured"}
    assert all(len(looks) == 1 for looks in seen.values())
    assert len(set.union(*seen.values())) == 4
    # nothing where nothing was measured; no number where one is hidden
    assert seen["not_measured"] == {((), False)}
    assert not next(iter(seen["suppressed"]))[1]


FINDINGS = {
    "one band stands out": (
        (0.1, 0.5, 0.2),
        "Mostly 12:00–18:00: 50% of the advertisers who state hours",
    ),
    "two bands that follow": ((0.1, 0.5, 0.48), "Mostly 12:00–24:00: 48% to 50% of"),
    "two bands apart": ((0.5, 0.1, 0.49), "No part of the day stands out: 10% to 50%"),
    "all alike": ((0.3, 0.3, 0.3), "No part of the day stands out: 30% of"),
    "nothing shown": ((0.01, 0.02, 0.01), "No cell can be shown"),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_the_title_is_the_finding(name):
    shares, words = FINDINGS[name]
    figure = figures.availability_week(release(table(shares)), lang="en")
    assert figure.title.startswith(words)


def test_the_words_say_what_is_counted_and_what_is_not():
    figure = figures.availability_week(release(table((0.1, 0.5, 0.01))))
    told = f"Surtout 12{NBSP}h – 18{NBSP}h{NBSP}: 50{NBSP}% des annonceurs qui disent leurs heures"
    assert figure.title == told
    for words in ("chacun compté une fois", "n’est pas être indisponible", "Annonces ≠ personnes"):
        assert words in figure.caption
    assert f"(n{NBSP}={NBSP}200, 400 annonces)" in figure.caption
    assert f"lundi{NBSP}: 9{NBSP}h – 12{NBSP}h 10{NBSP}%" in figure.alt
    assert "masqué" in figure.alt
    assert figure.png.startswith(b"\x89PNG")
    # a share of the hidden cell is nowhere
    assert f" 1{NBSP}%" not in figure.alt


def test_a_week_for_each_language_of_which_something_may_be_shown():
    parts = [
        table((0.1, 0.5, 0.2), language="fr"),
        table((0.4, 0.1, 0.2), language="ro"),
        table((0.01, 0.01, 0.01), language="es"),
        table((None, None, None), language="zh"),
    ]
    figure = figures.availability_week(release(pd.concat(parts, ignore_index=True)), lang="en")
    assert figure.name == "availability_languages"
    assert figure.title.startswith("By written language: 2 languages can be shown.")
    assert "Romanian: mostly 9:00–12:00" in figure.title
    assert "Spanish" not in figure.title + figure.alt
    named = figures.availability_week(
        release(pd.concat(parts, ignore_index=True)), labels={"ro": "the other one"}
    )
    assert "the other one" in named.title
    nothing = figures.availability_week(release(parts[2]), lang="en")
    assert nothing.title == "By written language: 0 languages can be shown."


def test_groups_of_days_have_names():
    figure = figures.availability_week(release(table((0.1, 0.5, 0.2), days=("1-5", "6-7"))))
    assert "du lundi au vendredi" in figure.alt
    assert "du samedi au dimanche" in figure.alt


def test_only_released_weeks_are_drawn():
    with pytest.raises(DisclosureError):
        figures.availability_week(table((0.1, 0.5, 0.2)))
    with pytest.raises(DisclosureError, match="weekday"):
        figures.availability_week(release(pd.DataFrame({"month": ["2025-01"], "n_ads": [90]})))


def test_shades_are_told_apart_in_grey():
    from matplotlib.colors import to_rgb

    greys = [
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), to_rgb(s), strict=True))
        for s in week.SHADES
    ]
    assert all(a - b > 0.1 for a, b in itertools.pairwise(greys))
    assert isinstance(week._box((0, 3, 1), "zero"), Rectangle)
