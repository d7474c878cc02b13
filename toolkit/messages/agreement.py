"""A word agrees with its number: one rule for all messages, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

# {n|ad|ads}: the first form for one, the second for several
_FORMS = re.compile(r"\{(\w+)\|([^|{}]*)\|([^|{}]*)\}")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_SEPARATORS = {"fr": str.maketrans(",", ".", "\u202f\u00a0 "), "en": str.maketrans("", "", ",")}


def agree(text: str, values: Mapping[str, object], lang: str) -> str:
    """Return a message whose words agree with their numbers.

    French has the singular below two, zero and 1,5 included; English for one only. What is no
    number takes the plural.

    Parameters
    ----------
    text : str
        A message; ``{n|ad|ads}`` is one of two forms, by the value of ``n``.
    values : mapping
        The values of the message: numbers, or text made by ``format_number``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The message, its other braces as they were.

    Examples
    --------
    >>> agree("{n} {n|annonce|annonces}", {"n": "1,5"}, "fr")
    '{n} annonce'
    >>> agree("{n} {n|ad|ads}", {"n": 0}, "en")
    '{n} ads'
    """

    def chosen(found: re.Match[str]) -> str:
        """Return the form that agrees."""
        written = str(values[found[1]]).translate(_SEPARATORS[lang])
        number = float(written) if _NUMBER.fullmatch(written) else 2.0
        single = abs(number) < 2 if lang == "fr" else number == 1
        return found[2] if single else found[3]

    return _FORMS.sub(chosen, text)
