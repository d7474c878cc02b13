"""Rebuild the word lists of the anonymiser from Faker (MIT), spaCy (MIT) and the gazetteer.

Run it as ``python tools/make_words.py FOLDER`` where FOLDER holds an unpacked Faker wheel.
"""

import csv
import importlib
import re
import sys
from pathlib import Path

from toolkit.text.folding import fold

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "toolkit" / "anonymise" / "words"
GAZETTEER = ROOT / "toolkit" / "territory" / "gazetteer"
NAME_LOCALES = [
    "fr_FR",
    "fr_BE",
    "fr_CH",
    "fr_CA",
    "fr_DZ",
    "es_ES",
    "es_MX",
    "es_AR",
    "es_CO",
    "es_CL",
    "pt_PT",
    "pt_BR",
    "ro_RO",
    "it_IT",
    "en_US",
    "en_GB",
    "en_NG",
    "en_KE",
    "yo_NG",
    "ig_NG",
    "ha_NG",
    "tw_GH",
    "pl_PL",
    "de_DE",
    "hu_HU",
    "cs_CZ",
    "sk_SK",
    "hr_HR",
    "tr_TR",
    "nl_NL",
    "bg_BG",
    "ru_RU",
    "uk_UA",
    "ar_AA",
]
WORD_LOCALES = ["fr_FR", "en_US", "es_ES", "it_IT", "de_DE", "pl_PL", "ru_RU"]
STOP_LANGUAGES = ["fr", "en", "es", "pt", "ro", "it", "de", "pl", "bg", "sq", "ru", "ar"]
# a town this large is read as a place unless a cue says that it is somebody
FEWEST_INHABITANTS = 5_000
# smaller ones share their names with too many persons
FEWEST_IN_A_TOWN = 2_000
_WORD = re.compile(r"[^\W\d_]+")


def first_names() -> set[str]:
    """Return the folded single-word first names of all locales."""
    found = set()
    for locale in NAME_LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in ("first_names", "first_names_female", "first_names_male"):
            listed = getattr(provider, attribute, ())
            # some locales compute the joint list
            found |= {fold(name) for name in listed} if not isinstance(listed, property) else set()
    return {name for name in found if _WORD.fullmatch(name) and len(name) > 2}


def common_words() -> set[str]:
    """Return folded everyday words of several languages."""
    found = set()
    for locale in WORD_LOCALES:
        words = importlib.import_module(f"faker.providers.lorem.{locale}").Provider.word_list
        found |= {fold(word) for word in words}
    for language in STOP_LANGUAGES:
        module = importlib.import_module(f"spacy.lang.{language}.stop_words")
        found |= {fold(word) for word in module.STOP_WORDS}
    return {word for word in found if _WORD.fullmatch(word) and len(word) > 1}


def place_words() -> set[str]:
    """Return the folded one-word names of communes, départements and régions."""
    found = set()
    for name in ("communes_cog2026", "departements_cog2026", "regions_cog2026"):
        with (GAZETTEER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if int(row.get("population") or FEWEST_INHABITANTS) >= FEWEST_INHABITANTS:
                    found.add(fold(row["name"]))
    return found


def place_names() -> set[str]:
    """Return the folded names of towns, départements and régions: none is a person."""
    found = set()
    for name in ("communes_cog2026", "departements_cog2026", "regions_cog2026", "foreign_places"):
        with (GAZETTEER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if int(row.get("population") or FEWEST_IN_A_TOWN) >= FEWEST_IN_A_TOWN:
                    found.add(fold(row["name"]).replace("-", " "))
    return found


def main() -> None:
    """Write the lists."""
    sys.path.insert(0, sys.argv[1])
    TARGET.mkdir(exist_ok=True)
    words, places, names = common_words(), place_words(), first_names()
    rows = [(name, "cue" if name in words | places else "alone") for name in sorted(names)]
    with (TARGET / "first_names.csv").open("w", encoding="utf-8", newline="\n") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([("name", "use"), *rows])
    towns = "\n".join(sorted(place_names()))
    (TARGET / "places.txt").write_text(f"{towns}\n", encoding="utf-8", newline="\n")
    listed = "\n".join(sorted(words))
    (TARGET / "common_words.txt").write_text(f"{listed}\n", encoding="utf-8", newline="\n")
    print(len(rows), sum(use == "cue" for _, use in rows), len(words))


if __name__ == "__main__":
    main()
