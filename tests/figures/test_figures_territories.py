import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from tests.analysis.territories import ADS, CODES, counted, shares_of
from toolkit.figures import maps
from toolkit.figures.maps import SHADES, _class_names, _classes

NAMES = tk.departements().set_index("code")["name"].to_dict()


def hidden_and_unknown():
    """Return counts of which one département and the ads without one are hidden."""
    codes, ads = [*CODES, "2A", "unknown"], [*ADS, 5, 6]
    return counted(codes, ads, advertisers=[*(n // 3 for n in ADS), 3, 2])


def outlier():
    ads = list(ADS)
    ads[CODES.index("67")] = 9_000
    return counted(ads=ads)


@pytest.fixture(scope="module")
def drawn():
    return tk.figures.departement_map(tk.release(tk.rates(hidden_and_unknown())), labels=NAMES)


def test_hidden_departements_and_hidden_ads_without_one_are_told_apart(drawn):
    frame = drawn.table.to_frame()
    places = frame[frame["departement"].ne("unknown")]
    number = int(places["state"].eq("suppressed").sum())
    assert drawn.table.n_hidden == number + 1
    assert f"{number} département" in drawn.caption
    assert "sans département est masqué aussi" in drawn.caption
    counts = tk.figures.departement_map(tk.release(hidden_and_unknown()))
    assert f"{number} sont masqués" in counts.title
    assert "sans département est masqué aussi" in counts.caption


def test_the_title_of_a_map_is_a_finding():
    table = tk.release(tk.rates(outlier()))
    french = tk.figures.departement_map(table, labels=NAMES)
    assert "1 des 10 départements montrés s’écarte" in french.title
    assert "Bas-Rhin (67) au-dessus" in french.title
    english = tk.figures.departement_map(table, labels=NAMES, lang="en")
    assert "1 of the 10 départements shown differs from the whole beyond chance" in english.title


def test_the_title_says_when_nothing_differs():
    people = tk.departements().set_index("code").loc[list(CODES), "population"]
    alike = tk.rates(counted(ads=[int(n / 10_000) for n in people]))
    assert "aucun des 10" in tk.figures.departement_map(tk.release(alike)).title
    few = tk.rates(counted(CODES[:3], ADS[:3]))
    assert (
        "trop peu de départements montrés (3)" in tk.figures.departement_map(tk.release(few)).title
    )


def test_words_of_a_map(drawn):
    assert "COG 2026, populations telles que livrées dans le paquet" in drawn.caption
    assert "Contours indicatifs" in drawn.caption
    assert "ce n’est pas une prévalence" in drawn.caption
    codes = re.findall(r"\((\w+)\)", drawn.alt)
    assert codes == sorted(codes)
    assert "(2A)" not in drawn.alt
    assert not re.search(r"victime|danger|hotspot|suspect", drawn.caption + drawn.alt)


def test_a_map_of_shares_is_in_percents():
    figure = tk.figures.departement_map(
        tk.release(shares_of(CODES, [n // 4 for n in ADS], ADS)), labels=NAMES
    )
    assert "Part des annonces" in figure.title
    assert "Nord (59)\u00a0: 24,9\u00a0%" in figure.alt
    assert "populations" not in figure.caption


def test_a_zero_is_dotted_on_a_map_of_rates(monkeypatch):
    seen, draw = [], maps._draw
    monkeypatch.setattr(maps, "_draw", lambda *args: (seen.append(args[2:]), draw(*args))[1])
    table = counted([*CODES, "48"], [*ADS, 0], advertisers=[*(n // 3 for n in ADS), 0])
    tk.figures.departement_map(tk.release(tk.rates(table)))
    fills, hatches = seen[0]
    assert hatches == {"48": maps._ZERO}
    assert set(fills) == set(CODES)


@pytest.mark.parametrize("whole", [True, False])
def test_every_number_has_a_class_and_every_class_a_number(whole):
    random = np.random.default_rng(3)
    for size in (1, 2, 5, 40):
        values = random.integers(1, 900, size) if whole else random.gamma(2, 9, size)
        numbers = pd.Series(values).astype(float)
        edges = _classes(numbers, whole=whole)
        fills = {str(code): SHADES[int(np.searchsorted(edges, n))] for code, n in numbers.items()}
        classes = _class_names(fills, numbers, str)
        assert {shade for shade, _ in classes} == set(fills.values())
        ends = [float(end) for _, words in classes for end in words.split(" – ")]
        assert ends == sorted(ends)
        assert (ends[0], ends[-1]) == (numbers.min(), numbers.max())
        assert all(one < other for one, other in pairwise(edges))


def test_shades_are_told_apart_in_grey():
    def light(shade):
        red, green, blue = (int(shade[n : n + 2], 16) for n in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    steps = [light(one) - light(other) for one, other in pairwise(SHADES)]
    assert min(steps) > 20


def test_a_funnel_names_what_is_beyond_chance_and_ranks_nothing():
    figure = tk.figures.funnel(tk.funnel(tk.rates(outlier())), labels=NAMES)
    assert "Bas-Rhin (67) au-dessus" in figure.title
    assert "l’ordre des départements ne veut rien dire" in figure.caption
    assert "phi" in figure.caption
    assert re.findall(r"\((\w\w)\)\u00a0:", figure.alt) == sorted(CODES)
    assert "Annonces ≠ personnes" in figure.caption


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("choice", ["none", "additive", "multiplicative"])
def test_funnels_of_rates_and_shares_are_drawn(choice, lang):
    tables = (tk.rates(outlier()), shares_of(CODES, [n // 4 for n in ADS], ADS))
    for table in tables:
        figure = tk.figures.funnel(tk.funnel(table, overdispersion=choice), lang=lang)
        assert figure.png.startswith(b"\x89PNG")


def test_a_funnel_without_limits_says_so():
    figure = tk.figures.funnel(tk.funnel(tk.rates(counted(CODES[:4], ADS[:4]))))
    assert "trop peu de départements montrés (4)" in figure.title


def test_a_funnel_of_one_language():
    table = pd.concat(
        [
            shares_of(CODES, [n // k for n in ADS], ADS).assign(written_language=name)
            for name, k in (("fr", 2), ("ro", 4))
        ]
    )
    figure = tk.figures.funnel(tk.funnel(table, where={"written_language": "ro"}))
    assert "Part des annonces" in figure.title


def test_hidden_numbers_are_in_no_words():
    figure = tk.figures.funnel(tk.funnel(tk.rates(hidden_and_unknown())), labels=NAMES)
    assert "2A" not in figure.alt
    assert "unknown" not in figure.alt
    page = figure.table.to_html()
    assert "masqué" in page
    assert "Annonceurs distincts pour 100\u202f000 habitants" in page


def test_only_funnels_are_drawn_as_funnels():
    with pytest.raises(tk.ToolkitError, match="position"):
        tk.figures.funnel(tk.release(tk.rates(counted())))
