"""Refusals that users meet are said in French, whatever the English words become."""

import re

import pandas as pd
import pytest

import toolkit as tk
from toolkit.analysis.trends.breaks import breaks
from toolkit.errors import ToolkitError
from toolkit.lab import excerpt
from toolkit.messages.catalogue import catalogue
from toolkit.messages.refusals import refusal_words, rules
from toolkit.report import document_writers
from toolkit.review.sampling.design import SampleDesign, check_request
from toolkit.review.showing.small_numbers import refuse_few_advertisers
from toolkit.territory.codes import check_departements

FEW = pd.DataFrame({"advertiser": [1, 1, 2]})
WEEKS = pd.DataFrame({"period": ["2025-W01", "2025-W02"], "n_ads": [4, 5]})
SAFE = tk.release(pd.DataFrame({"departement": ["01", "59"], "n_ads": [140, 90]}))


def _into(folder):
    (folder / "codes_A.csv").write_text("x", encoding="utf-8")
    check_request(9, SampleDesign("random"), folder)


# what is really raised, by key: a rule that is reworded in English fails here
RAISED = {
    "few_advertisers": lambda _: refuse_few_advertisers(FEW),
    "short_series": lambda _: breaks(WEEKS),
    "not_in_table": lambda _: excerpt(SAFE, where={"departement": "75"}),
    "not_released": lambda _: excerpt(FEW),
    "folder_in_use": _into,
    "document_kind": lambda _: document_writers(["pdf"], lang="fr"),
    "period": lambda _: tk.select(None, period=("2025", "2024")),
    "month": lambda _: tk.emerging_terms(None, since="juin"),
    "code_is_text": lambda _: check_departements([59]),
    "unknown_departement": lambda _: check_departements(["999"]),
    "unknown_indicator": lambda _: tk.load_codebook()["XX.YY"],
    "record_missing": lambda _: tk.anonymise(tk.make_sample(ads=3, seed=1).ads, record=None),
    "file_missing": lambda folder: tk.read_ads(folder / "été.csv"),
    "file_is_folder": lambda folder: tk.read_ads(folder),
    "file_suffix": lambda folder: tk.read_ads(_written(folder / "a.pdf", "x")),
    "file_empty": lambda folder: tk.read_ads(_written(folder / "a.csv", "")),
    "file_no_text": lambda folder: tk.read_ads(_written(folder / "a.csv", "ville,prix\nLille,1\n")),
}


def _written(path, words):
    path.write_text(words, encoding="utf-8")
    return path


@pytest.mark.parametrize("key", RAISED)
def test_a_refusal_is_said_in_french(key, tmp_path):
    with pytest.raises(ToolkitError) as caught:
        RAISED[key](tmp_path)
    error = caught.value
    assert rules()[key].match(error.rule)
    words = error.words("fr")
    assert words.startswith(catalogue("fr")[f"refusal.{key}"].split("{")[0])
    assert "What to do" not in words
    assert words.count(".") >= 2
    assert " ".join(error._render_traceback_()).replace("\n", " ") == words
    assert error.words("en") == str(error)


def test_every_rule_has_its_sentence_and_every_sentence_its_rule():
    for lang in ("fr", "en"):
        said = {k.removeprefix("refusal.") for k in catalogue(lang) if k.startswith("refusal.")}
        assert said == {"other"} | {f"{key}{end}" for key in rules() for end in ("", "_remedy")}
    for key, pattern in rules().items():
        asked = set(re.findall(r"\{(\w+)", catalogue("fr")[f"refusal.{key}"]))
        assert asked <= set(pattern.groupindex) | {"name", "value"}, key


def test_rules_stand_as_the_library_writes_them():
    """Of those that need a corpus to be raised, the English words are looked for in the sources."""
    from pathlib import Path

    root = Path(tk.__file__).parent
    sources = [p.read_text(encoding="utf-8") for p in root.rglob("*.py") if p.name != "refusals.py"]
    joined = re.sub(r'"\s+f?"', "", "\n".join(sources))
    for key, pattern in rules().items():
        plain = re.split(r"\(\?P<\w+>[^)]*\)|\\[dw]\+|\.\*|\(\?:.*?\)|\$|\\[.(]", pattern.pattern)
        longest = re.sub(r"\\(.)", r"\1", max(plain, key=len)).strip()
        assert len(longest) >= 7, key
        assert longest in joined, (key, longest)


def test_what_the_catalogue_does_not_know_keeps_its_english_words():
    odd = ToolkitError("thing", value=3, rule="must be odd", remedy="write 5")
    assert str(odd) in refusal_words(odd, "fr")
    assert refusal_words(odd, "fr") != str(odd)
