"""Words that are no vocabulary: grammar, first names, places."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

import numpy as np
import numpy.typing as npt

from toolkit.analysis.vocabulary.cutting import Cut, is_word
from toolkit.anonymise.vocabulary import common_words, first_names, place_names
from toolkit.text.folding import fold

_LONGEST_PLACE = 3
Mask = npt.NDArray[np.bool_]


@cache
def _own(kind: str, language: str) -> frozenset[str]:
    """Return the toolkit's own words of one kind."""
    listed = resources.files("toolkit.analysis.vocabulary") / "left_out.toml"
    words = tomllib.loads(listed.read_text(encoding="utf-8"))[kind]
    return frozenset(words.get(language, "").split())


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the grammar words of a language: spaCy's list, and the toolkit's own additions.

    Parameters
    ----------
    language : str
        Its code.

    Returns
    -------
    frozenset
        Folded words; nothing for a language that spaCy has no list of.

    Examples
    --------
    >>> "dans" in stop_words("fr"), "semaine" in stop_words("fr"), len(stop_words("xx"))
    (True, False, 0)
    """
    own = _own("left_out", language)
    return frozenset(fold(word).strip("'") for word in own.union(_listed_by_spacy(language)))


def _listed_by_spacy(language: str) -> Collection[str]:
    """Return spaCy's list for a language, none where it has none."""
    package = find_spec("spacy")
    if package is None or package.origin is None:
        return ()
    file = Path(package.origin).parent / "lang" / language / "stop_words.py"
    # the file alone: importing its package takes seconds
    words: Collection[str] = run_path(str(file))["STOP_WORDS"] if file.is_file() else ()
    return words


@cache
def _named() -> frozenset[str]:
    """Return first names that are no everyday words, and places of one word."""
    people = {name for name, use in first_names().items() if use == "alone"} - common_words()
    return frozenset(people) | frozenset(name for name in place_names() if " " not in name)


def kept_forms(cut: Cut, language: str, lemmas: dict[str, str]) -> Mask:
    """Tell which forms may be terms.

    It leaves out signs, numbers, masks, stop words, first names and places. A first name that is an
    everyday word stays, and so does one that no list has: a term needs many advertisers anyway.

    Parameters
    ----------
    cut : Cut
        Words of texts.
    language : str
        Its code.
    lemmas : dict
        Form to lemma, where there is one.

    Returns
    -------
    numpy.ndarray
        One boolean per form.

    Examples
    --------
    >>> from toolkit.analysis.vocabulary.cutting import cut_texts
    >>> cut = cut_texts([["Sabrina est à Lille en semaine"]])
    >>> [f for f, kept in zip(cut.spellings, kept_forms(cut, "fr", {})) if kept]
    ['semaine']
    """
    refused = (stop_words(language) | _named()) - _own("kept", language)
    kept = [
        is_word(form) and not {fold(form), fold(lemmas.get(form, form))} & refused
        for form in cut.spellings
    ]
    return np.array(kept, dtype=bool)


def in_places(cut: Cut) -> Mask:
    """Tell which words are a part of the name of a place of two or three words.

    Parameters
    ----------
    cut : Cut
        Words of texts.

    Returns
    -------
    numpy.ndarray
        One boolean per word.

    Examples
    --------
    >>> from toolkit.analysis.vocabulary.cutting import cut_texts
    >>> in_places(cut_texts([["vers Aix en Provence ce soir"]])).tolist()
    [False, True, True, True, False, False]
    """
    found: Mask = np.zeros(len(cut.forms), dtype=bool)
    folded = [fold(form).replace("-", " ") for form in cut.spellings]
    # a form with hyphens may be a whole name
    whole = np.array([" " in form and form in place_names() for form in folded], dtype=bool)
    found |= whole[cut.forms] if len(folded) else found
    begins = {name.partition(" ")[0] for name in place_names() if " " in name}
    starts = np.array([form in begins for form in folded], dtype=bool)
    for size in range(2, _LONGEST_PLACE + 1):
        last = len(cut.forms) - size + 1
        if last <= 0:
            break
        first = np.flatnonzero(starts[cut.forms[:last]])
        first = first[cut.texts[first] == cut.texts[first + size - 1]]
        rows = cut.forms[first[:, None] + np.arange(size)]
        distinct, which = np.unique(rows, axis=0, return_inverse=True)
        named = np.array(
            [" ".join(folded[form] for form in row) in place_names() for row in distinct.tolist()],
            dtype=bool,
        )
        hits = first[named[which.ravel()]] if len(distinct) else first[:0]
        for shift in range(size):
            found[hits + shift] = True
    return found
