"""The invented lines that the second reader learns from, on the machine, each time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from toolkit.indicators.codebook_files.types import Codebook, Indicator
from toolkit.indicators.finding import matcher
from toolkit.indicators.paraphrasing.encoder import LANGUAGES_READ

_FOUND = ("asserted", "uncertain")
# argued in docs: no model that finds minors is made, nor one that finds an origin
LEFT_OUT_FAMILIES = frozenset({"possible_minority", "ethnicity"})
_LEFT_OUT_PREFIXES = ("MIN.", "ETH.")


@dataclass(frozen=True)
class Line:
    """One invented line, the indicators that it says, and those that it only resembles."""

    text: str
    present: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()


def is_left_out(indicator: Indicator) -> bool:
    """Tell whether the second reader never looks for an indicator, whatever a study asks.

    Parameters
    ----------
    indicator : Indicator
        An entry of a codebook.

    Returns
    -------
    bool
        True for the families possible_minority and ethnicity, told by family or identifier.

    Examples
    --------
    >>> from toolkit.indicators import load_codebook
    >>> is_left_out(load_codebook()["MIN.FIRST_18"]), is_left_out(load_codebook()["CTL.DEBT"])
    (True, False)
    """
    return indicator.family in LEFT_OUT_FAMILIES or indicator.id.startswith(_LEFT_OUT_PREFIXES)


@cache
def _written() -> tuple[Line, ...]:
    """Return the lines of the toolkit's files, which go beyond what the rules find."""
    return tuple(line for language in LANGUAGES_READ for line in _of_language(language))


def _of_language(language: str) -> Iterator[Line]:
    """Yield the lines of one language."""
    source = resources.files("toolkit.indicators") / "paraphrases" / f"{language}.toml"
    content: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    yield from (Line(text) for text in content["ordinary"])
    for identifier, texts in content["present"].items():
        yield from (Line(text, present=frozenset({identifier})) for text in texts)
    for identifier, texts in content["absent"].items():
        yield from (Line(text, absent=frozenset({identifier})) for text in texts)


def learning_lines(codebook: Codebook) -> tuple[Line, ...]:
    """Return what the second reader of a codebook learns from, and nothing read in an ad.

    Examples of one indicator are what another one is not, unless the rules find it there.

    Parameters
    ----------
    codebook : Codebook
        The indicators of a study, with their examples and counter-examples.

    Returns
    -------
    tuple of Line
        The codebook's lines, then the toolkit's own paraphrases of its indicators.

    Examples
    --------
    >>> from toolkit.indicators import load_codebook
    >>> lines = learning_lines(load_codebook(families=["vulnerability"]))
    >>> next(line for line in lines if line.text == "Je suis enceinte.").present
    frozenset({'VUL.PREGNANCY'})
    """
    known = frozenset(codebook.ids)
    present: dict[str, set[str]] = {}
    absent: dict[str, set[str]] = {}
    for indicator in codebook:
        for listed, said in ((indicator.examples, present), (indicator.counter_examples, absent)):
            kept = (texts for language, texts in listed if language in LANGUAGES_READ)
            for text in (text for texts in kept for text in texts):
                said.setdefault(text, set()).add(indicator.id)
    for line in _written():
        present.setdefault(line.text, set()).update(line.present & known)
        absent.setdefault(line.text, set()).update(line.absent & known)
    texts = list(dict.fromkeys([*present, *absent]))
    lines = []
    for text, (_, found) in zip(texts, matcher(codebook).read(texts), strict=True):
        refused = frozenset(absent.get(text, ()))
        hits = {hit[0] for hit in found if hit[1] in _FOUND}
        lines.append(Line(text, frozenset(present.get(text, set()) | hits - refused), refused))
    return tuple(lines)
