"""One door to the detector, so that it can change: eldc, or eld where eldc has no wheel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from toolkit.language.known import detector_codes

# languages that score below the fifth do not change the answer
BEST = 5
# names that our model has under one code
_SAME = {"nb": "no", "nn": "no", "id": "ms"}


class Detector(NamedTuple):
    """A detector: its name, the code of each of its languages, text to its best with scores."""

    name: str
    codes: dict[str, str]
    rank: Callable[[str], dict[str, float]]


@cache
def detector() -> Detector:
    """Return the detector of this computer.

    Returns
    -------
    Detector
        eldc where it is installed, eld elsewhere.

    Examples
    --------
    >>> scores = detector().rank("bonjour tout le monde")
    >>> max(scores, key=scores.get)
    'fr'
    """
    try:
        return eldc_detector()
    except ImportError:
        return eld_detector()


def _coded(names: Iterable[str]) -> dict[str, str]:
    """Return the code of each language of a detector."""
    codes = _SAME | detector_codes()
    return {name: codes.get(name, name) for name in names}


def eldc_detector() -> Detector:
    """Return a detector made of eldc.

    Returns
    -------
    Detector
        Scores are eldc's own, 0 to 1; no score for a text in no language.

    Raises
    ------
    ImportError
        When eldc is not installed.

    Examples
    --------
    >>> scores = eldc_detector().rank("good morning my friends")
    >>> max(scores, key=scores.get)
    'en'
    """
    import eldc

    eldc.init()
    instance = eldc.instance()
    instance.set_scores(BEST)

    def rank(text: str) -> dict[str, float]:
        scores: dict[str, float] = instance.detect_details(text).scores
        return scores

    return Detector("eldc", _coded(eldc.LANGUAGES), rank)


def eld_detector() -> Detector:
    """Return a detector made of eld, eldc's sibling in plain Python: slower, and less often right.

    Returns
    -------
    Detector
        Scores are eld's own, 0 to 1; no score for a text in no language.

    Raises
    ------
    ImportError
        When eld is not installed.

    Examples
    --------
    >>> scores = eld_detector().rank("good morning my friends")
    >>> max(scores, key=scores.get)
    'en'
    """
    from eld import LanguageDetector
    from eld.languageData import languageData

    found = LanguageDetector()

    def rank(text: str) -> dict[str, float]:
        scores: dict[str, float] = found.detect(text).scores()
        return dict(list(scores.items())[:BEST])

    return Detector("eld", _coded(languageData.lang_codes.values()), rank)
