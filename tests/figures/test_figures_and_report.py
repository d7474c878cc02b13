import re
from functools import partial
from html.parser import HTMLParser

import pandas as pd
import pytest

from toolkit import figures
from toolkit.analysis import shares
from toolkit.analysis.shares.clustered import METHOD
from toolkit.disclosure import release
from toolkit.errors import DisclosureError, OutputFileError
from toolkit.export.checking import refuse_found
from toolkit.export.judging import Watch
from toolkit.export.spreadsheets import csv_bytes
from toolkit.figures import maps
from toolkit.figures.figure import percent_axis
from toolkit.report import Diagnostic, Section, limits_statement, write_diagnostic

_write = partial(
    write_diagnostic, write_table=csv_bytes, check=partial(refuse_found, watch=Watch())
)

SUPPORT = {"n_advertisers": 40, "n_templates": 40, "top1_share": 0.1, "top2_share": 0.2}


def _released(by, ads, **extra):
    table = pd.DataFrame({**by, "n_ads": pd.array(ads, dtype="Int64")}).assign(**SUPPORT, **extra)
    small = table["n_ads"].lt(20).fillna(False)
    table.loc[small, ["n_advertisers", "n_templates"]] = 3
    table.loc[table["n_ads"].eq(0).fillna(False), ["n_advertisers", "n_templates"]] = 0
    return table.assign(state="counted")


@pytest.fixture(scope="module")
def drawn():
    months = [f"2025-{m:02d}" for m in range(1, 7)]
    platform = {"platform": ["Un"] * 6 + ["Deux"] * 6, "month": months * 2}
    counts = [101, 113, 127, 131, 137, 149, 61, 67, 71, 73, 5, 7]
    language = shares(_released({"language": ["fr", "ro", "es"]}, [811, 97, 53]))
    indicator = _released({"indicator": ["A.B", "C.D"]}, [83, 0], n_total=900)
    places = {"departement": ["59", "2A", "974", "75", "33"]}
    return {
        "trend": figures.trend(release(_released(platform, counts))),
        "language": figures.languages(release(language), labels={"ro": "roumain"}),
        "indicator": figures.indicators(release(shares(indicator))),
        "map": figures.departement_map(release(_released(places, [211, 5, 7, 157, 89]))),
    }


def test_each_figure_says_its_numbers_in_words(drawn):
    assert "127" in drawn["trend"].alt
    assert "roumain" in drawn["language"].alt
    assert "9,2" in drawn["indicator"].alt
    assert "211" in drawn["map"].alt
    for figure in drawn.values():
        assert figure.title
        assert "Annonces ≠ personnes" in figure.caption
        assert "<img alt=" in figure._repr_html_()


@pytest.mark.parametrize(
    ("method", "confidence", "words"),
    [
        ("Wilson", 0.95, ("95\u00a0%", "suppose les annonces indépendantes")),
        (METHOD, 0.9, ("90\u00a0%", "tirage des annonceurs")),
        ("another", 0.95, ("intervalle à 95\u00a0%.",)),
        (["Wilson", METHOD, METHOD], 0.95, ("trait et crochets\u00a0: son intervalle",)),
    ],
)
def test_the_caption_says_what_the_interval_is(method, confidence, words):
    table = shares(_released({"language": ["fr", "ro", "es"]}, [811, 97, 53]))
    figure = figures.languages(release(table.assign(method=method, confidence=confidence)))
    for word in words:
        assert word in figure.caption
    assert ("indépendantes" in figure.caption) == (method == "Wilson")


def test_ads_advertisers_and_texts_are_said_side_by_side():
    counts = _released({"language": ["fr", "ro"]}, [811, 97])
    figure = figures.languages(release(shares(counts)), lang="en")
    assert "811 ads, 40 distinct advertisers, 40 distinct texts." in figure.alt
    unknown = counts.assign(n_advertisers=pd.array([None, None], dtype="Int64"))
    assert "811 ads." in figures.languages(release(shares(unknown)), lang="en").alt


def test_pictures_carry_no_metadata(drawn):
    for figure in drawn.values():
        assert figure.png.startswith(b"\x89PNG")
        for chunk in (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"matplotlib", b"Matplotlib"):
            assert chunk not in figure.png


def test_hidden_numbers_are_in_no_words(drawn):
    trend = drawn["trend"]
    # two small cells, one more so that their sum is enough, and a partner in each month
    assert trend.table.n_hidden == 6
    assert not re.search(r"\bde 5 à|\b7 annonces", trend.alt)
    assert drawn["map"].table.n_hidden == 3
    assert "2A" not in drawn["map"].alt


def test_on_a_map_hidden_zero_and_absent_are_told_apart(monkeypatch):
    drawn_with = []
    draw = maps._draw

    def seen(axes, codes, fills, hatches):
        drawn_with.append((fills, hatches))
        draw(axes, codes, fills, hatches)

    monkeypatch.setattr(maps, "_draw", seen)
    places = {"departement": ["59", "2A", "974", "75", "33", "13"]}
    figures.departement_map(release(_released(places, [211, 5, 7, 157, 89, 0])))
    fills, hatches = drawn_with[0]
    assert not set(fills) & set(hatches)
    assert hatches["13"] != hatches["2A"]
    assert hatches["2A"] == hatches["974"]
    assert "69" not in {**fills, **hatches}


@pytest.mark.parametrize("name", ["trend", "languages", "indicators", "departement_map"])
def test_only_released_tables_are_drawn(name):
    with pytest.raises(DisclosureError, match="release"):
        getattr(figures, name)(pd.DataFrame({"month": ["2025-01"], "n_ads": [50]}))


def test_english_figures(drawn):
    english = figures.languages(drawn["language"].table, lang="en")
    assert english.title.startswith("Most frequent written language among those shown: French")
    assert "Ads ≠ people" in english.caption


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def _diagnostic(drawn, lang="fr", limits=None):
    sections = tuple(
        Section(name, f"Titre {name} <b>", ("Un paragraphe.",), figure, figure.table)
        for name, figure in drawn.items()
    )
    limits = limits_statement(lang=lang) if limits is None else limits
    return Diagnostic(lang, "Diagnostic", "Sous-titre", sections, limits, (("Fait le", "x"),))


def test_the_page_is_accessible_and_needs_nothing_else(drawn, tmp_path):
    manifest = _write(_diagnostic(drawn), out=tmp_path / "out")
    html = (tmp_path / "out" / "rapport.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(html)
    names = [tag for tag, _ in page.tags]
    assert page.tags[0] == ("html", {"lang": "fr"})
    assert names.count("h1") == 1
    assert names.count("img") == 4
    assert "script" not in names
    for tag, attributes in page.tags:
        if tag == "img":
            assert len(attributes["alt"]) > 20
            assert attributes["src"].startswith("data:image/png;base64,")
        assert not attributes.get("href", "#").startswith("http")
    assert names.count("caption") == 4
    assert "Titre trend &lt;b&gt;" in html
    assert set(manifest["files"]) >= {"rapport.html", "tables/map.csv", "figures/map.png"}


def test_no_report_without_its_limits(drawn, tmp_path):
    with pytest.raises(DisclosureError, match="limits"):
        _write(_diagnostic(drawn, limits=" "), out=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_earlier_report(drawn, tmp_path, monkeypatch):
    out = tmp_path / "out"
    _write(_diagnostic(drawn), out=out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("toolkit.disclosure.safe_table.SafeTable.to_csv", full)
    with pytest.raises(OutputFileError, match="No space left"):
        _write(_diagnostic(drawn), out=out)
    after = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert before == after
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_it_replaces_a_diagnostic_and_nothing_else(drawn, tmp_path):
    out = tmp_path / "out"
    for lang in ("fr", "en"):
        _write(_diagnostic(drawn, lang=lang), out=out)
    assert (out / "report.html").exists()
    assert not (out / "rapport.html").exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "these.docx").write_text("x", encoding="utf-8")
    with pytest.raises(OutputFileError, match="not a diagnostic"):
        _write(_diagnostic(drawn), out=other)
    assert [path.name for path in other.iterdir()] == ["these.docx"]


def test_languages_by_departement_shows_and_hides():
    cells = {
        "departement": ["2A"] * 3 + ["59"] * 3 + ["75"] * 3,
        "written_language": ["fr", "ro", "mixed"] * 3,
    }
    counts = _released(cells, [300, 7, 9, 811, 97, 53, 700, 80, 60])
    table = release(shares(counts, within=["departement"]))
    figure = figures.languages_by_departement(table)
    assert "Nord\u00a0: français 84,4" in figure.alt
    assert "Corse" not in figure.alt
    assert "roumain" not in figure.alt
    large = _released(cells, [300, 70, 90, 811, 97, 53, 700, 80, 60])
    english = figures.languages_by_departement(
        release(shares(large, within=["departement"])), lang="en"
    )
    assert "Nord: French 84.4%, Romanian 10.1%, several languages 5.5%." in english.alt


def test_what_is_no_sure_language_stands_below():
    counts = _released({"written_language": ["mixed", "fr", "ro"]}, [500, 311, 97])
    figure = figures.languages(release(shares(counts)))
    assert (
        figure.alt.index("français")
        < figure.alt.index("roumain")
        < figure.alt.index("plusieurs langues")
    )
    assert "celles montrées\u00a0: français, " in figure.title


def test_a_share_that_is_hardly_known_is_named_by_its_limits_only():
    table = shares(_released({"language": ["fr", "ro"]}, [811, 97]))
    wide = table.assign(low=[0.35, 0.02], high=[0.97, 0.2])
    figure = figures.languages(release(wide))
    assert "entre 35\u00a0% et 97\u00a0%, trop incertain pour un chiffre" in figure.title
    assert "89" not in figure.title


def test_a_wording_of_no_ad_is_told_and_takes_no_room():
    counts = _released({"indicator": ["A.B", "C.D", "E.F"]}, [83, 0, 0], n_total=900)
    figure = figures.indicators(release(shares(counts)))
    assert "1 lue dans des annonces et montrée, 0 masquée, 2 lues nulle part" in figure.title
    assert "2 formulations ne sont lues dans aucune annonce" in figure.caption
    assert "C.D" not in figure.alt


def test_no_two_numbers_of_an_axis_of_shares_read_the_same():
    from matplotlib.figure import Figure as Canvas

    for high in (0.008, 0.03, 0.12, 0.49, 1):
        axes = Canvas().subplots()
        percent_axis(axes.xaxis, "fr")
        axes.set_xlim(-high / 3, high)
        written = [axes.xaxis.get_major_formatter()(place, 0) for place in axes.get_xticks()]
        assert len(set(written)) == len(written) > 2
