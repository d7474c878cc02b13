"""What somebody could want of the toolkit and must not get: a story raises or gives nothing."""

import dataclasses
import inspect
import pkgutil
import re
from importlib import import_module

import pandas as pd
import pytest

import toolkit as tk
from tests.review.small_corpus import BOOK, annotated
from toolkit.errors import ToolkitError
from toolkit.review import concordance, indicator_health, reading_order, show
from toolkit.schema import CODES, CORPUS, SAMPLE_KEY, SPANS

QUERIES = {"query", "search", "contact", "phone", "email", "handle", "url", "name", "person"}
QUERIES |= {"advertiser", "ad_id", "ads_ids", "image", "wording", "word", "keyword", "text"}
QUERIES |= {"pattern", "contains", "like", "force", "override"}
SCORES = {"score", "rank", "sort", "sort_by", "order_by", "ascending", "top", "threshold", "weight"}
# the name of a file, of a figure and of what is wrong are no queries
ALLOWED = {("Figure", "name"), ("ToolkitError", "name"), ("write_sample", "name")}
# two named people with a reason, in the ledger and on every output: see test_disclosure_decisions
ALLOWED |= {("release", "override"), ("Decisions", "override")}
WORDS = "de passage"
TEXT = f"Bonjour, je suis {WORDS} en ville [TEL]"


def _callables():
    """Return every public callable: those of tk, and those that each room offers."""
    rooms = [m.name for m in pkgutil.iter_modules(tk.__path__, "toolkit.") if m.ispkg]
    modules = [tk, *(import_module(room) for room in rooms if room != "toolkit.lab")]
    found = {}
    for module in modules:
        for name in getattr(module, "__all__", ()):
            thing = getattr(module, name)
            if callable(thing):
                found[name] = thing
    return found


def _members(thing):
    if not inspect.isclass(thing):
        return [thing]
    methods = [m for name, m in inspect.getmembers(thing, callable) if not name.startswith("_")]
    return [thing, *methods]


CALLABLES = _callables()


def test_the_walk_meets_what_a_notebook_types():
    assert {"show", "find_indicators", "select", "concordance", "release"} <= CALLABLES.keys()


@pytest.mark.parametrize("name", CALLABLES)
def test_nothing_public_takes_a_query_or_a_ranking(name):
    for member in _members(CALLABLES[name]):
        try:
            parameters = set(inspect.signature(member).parameters)
        except ValueError:
            continue
        asked = {p for p in parameters & (QUERIES | SCORES) if (name, p) not in ALLOWED}
        assert not asked, (name, asked)


@pytest.mark.parametrize("table", [CORPUS, SPANS, SAMPLE_KEY, CODES], ids=lambda t: t.name)
def test_no_table_of_ads_has_a_score(table):
    # the weight of a sampled text says how it was drawn, not what it holds
    words = SCORES - {"weight"}
    assert not {column.name for column in table.columns} & words


def _study(n=60, indicator="MOV.TOURING", **columns):
    return annotated([TEXT] * n, [(i, indicator, "asserted", WORDS) for i in range(n)], **columns)


def _narrowed(study, kept):
    """Return what somebody gets who cuts the tables by hand."""
    corpus = study.corpus[kept].reset_index(drop=True)
    spans = study.spans[study.spans["ad_id"].isin(corpus["ad_id"])].reset_index(drop=True)
    return dataclasses.replace(study, corpus=corpus, spans=spans)


def _readers(study, journal, indicator="MOV.TOURING"):
    call = {"reason": "essai", "journal": journal}
    return [
        lambda: show(study, **call),
        lambda: show(study.corpus, **call),
        lambda: concordance(study, indicator, **call),
        lambda: indicator_health(study),
    ]


def test_the_ads_of_one_advertiser_cannot_be_found(tmp_path):
    study = _study(advertiser=pd.array([7] * 40 + list(range(100, 120)), dtype="Int64"))
    one = _narrowed(study, study.corpus["advertiser"].eq(7))
    for read in _readers(one, tmp_path / "j.csv"):
        with pytest.raises(ToolkitError, match="single somebody out"):
            read()
    with pytest.raises(ToolkitError):
        tk.count(study, by=["advertiser"])
    with pytest.raises(TypeError):
        tk.select(study, advertiser=7)
    assert not (tmp_path / "j.csv").exists()


def test_the_youngest_looking_of_a_commune_cannot_be_listed(tmp_path):
    communes = ["59350"] * 15 + ["59512"] * 45
    study = _study(indicator="MIN.FIRST_18", commune=communes)
    with pytest.raises(TypeError):
        tk.select(study, communes=["59350"])
    narrow = _narrowed(study, study.corpus["commune"].eq("59350"))
    with pytest.raises(ToolkitError, match="at least 20"):
        concordance(narrow, "MIN.FIRST_18", reason="essai", journal=tmp_path / "j.csv")
    assert indicator_health(narrow).set_index("indicator").loc["MIN.FIRST_18", "state"] == (
        "suppressed"
    )
    key = pd.DataFrame({"item": ["1"], "ad_id": ["secret1"], "design": "random"})
    codes = pd.DataFrame({"item": ["1"], "coder": "A", "indicator": "MIN.FIRST_18"})
    with pytest.raises(ToolkitError, match="possible minority"):
        reading_order(
            study,
            key.assign(stratum="all", weight=1.0),
            codes.assign(code="present"),
            indicator="MIN.FIRST_18",
        )


def test_ads_cannot_be_ranked_by_their_number_of_indicators(tmp_path):
    texts = ["Bonjour à tous.", f"{TEXT}, je reçois seule, disponible 24h/24", TEXT]
    spans = tk.find_indicators(texts, BOOK)
    columns = {column.name for column in SPANS.columns} - {"ad_id"}
    assert set(spans.columns) == columns
    assert spans["row"].is_monotonic_increasing
    study = _study()
    assert not set(study.corpus.columns) & {"indicator", "n_indicators", *SCORES}
    for reader in (concordance, indicator_health, show):
        assert not set(inspect.signature(reader).parameters) & SCORES
    html = concordance(study, "MOV.TOURING", reason="x", journal=tmp_path / "j.csv")
    page = html._repr_mimebundle_()[0]["text/html"]
    assert not re.search("secret|score|rang", page[page.index("<table") :])


def test_a_wording_or_a_number_is_no_indicator(tmp_path):
    for asked in ("0601020304", "nom", WORDS, "MOV.TOURING|AVL.H24", "%", ""):
        with pytest.raises(ToolkitError):
            concordance(_study(), asked, reason="essai", journal=tmp_path / "j.csv")
    assert not (tmp_path / "j.csv").exists()


def test_a_hidden_number_has_no_option_that_shows_it():
    assert list(inspect.signature(indicator_health).parameters) == ["annotated"]
    study = annotated([TEXT] * 60, [(i, "MOV.TOURING", "asserted", WORDS) for i in range(7)])
    row = indicator_health(study).set_index("indicator").loc["MOV.TOURING"]
    assert 7 not in row.dropna().tolist()
