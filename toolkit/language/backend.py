"""One door to the detector, so that it can change: eldc, or py3langid where eldc has no wheel."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from toolkit.language.known import detector_codes


class Guess(NamedTuple):
    """The best language within the list, its lead, and the best of all languages."""

    language: str | None
    score: float
    margin: float
    anywhere: str | None


Detector = Callable[[str], Guess]


@cache
def detector() -> Detector:
    """Return the detector of this computer.

    Returns
    -------
    callable
        Cleaned text to ``Guess``.

    Examples
    --------
    >>> detector()("bonjour tout le monde").language
    'fr'
    """
    try:
        return eldc_detector()
    except ImportError:
        return py3langid_detector()


def eldc_detector() -> Detector:
    """Return a detector made of eldc, restricted to the list and free.

    Returns
    -------
    callable
        Cleaned text to ``Guess``; ``score`` is eldc's own, 0 to 1.

    Raises
    ------
    ImportError
        When eldc is not installed.

    Examples
    --------
    >>> eldc_detector()("good morning my friends").language
    'en'
    """
    import eldc

    eldc.init()
    codes = detector_codes()
    restricted, free = eldc.instance(), eldc.instance()
    restricted.set_languages([code for code in codes if code in eldc.LANGUAGES])

    def detect(text: str) -> Guess:
        found = restricted.detect_details(text)
        if found.language == "und":
            return Guess(None, 0.0, 0.0, None)
        best = codes[found.language]
        scores = list(found.scores.items())
        others = [score for code, score in scores[1:] if codes[code] != best]
        top = scores[0][1]
        anywhere = free.detect(text)
        return Guess(best, top, top - max(others, default=0.0), codes.get(anywhere, anywhere))

    return detect


def py3langid_detector() -> Detector:
    """Return a detector made of py3langid, restricted to the list and free.

    Returns
    -------
    callable
        Cleaned text to ``Guess``; ``score`` is a probability.

    Raises
    ------
    ImportError
        When py3langid is not installed.

    Examples
    --------
    >>> py3langid_detector()("good morning my friends").language
    'en'
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    codes = detector_codes()
    restricted = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    free = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    restricted.set_languages([code for code in codes if code in free.nb_classes])

    def detect(text: str) -> Guess:
        ranked = restricted.rank(text)
        best = codes[ranked[0][0]]
        top = float(ranked[0][1])
        others = [float(score) for code, score in ranked[1:] if codes[code] != best]
        anywhere = free.classify(text)[0]
        return Guess(best, top, top - max(others, default=0.0), codes.get(anywhere, anywhere))

    return detect
