"""The languages of the list, from one TOML file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import pandas as pd

from toolkit.messages import check_language, message

# what is said of a text instead of one sure language
UNCLEAR = ("mixed", "unsure", "other", "undetermined")
# ending of the code of a language written in the letters of another
ROMANISED = "-Latn"


@cache
def _entries() -> dict[str, dict[str, object]]:
    """Return the entries of the list."""
    source = resources.files("toolkit.language") / "languages.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def detector_codes() -> dict[str, str]:
    """Return the code of the list for each code of the detectors.

    Returns
    -------
    dict
        Detector code to code of the list: ``"hr"`` to ``"sh"``.

    Examples
    --------
    >>> detector_codes()["hr"]
    'sh'
    """
    found: dict[str, str] = {}
    for code, entry in _entries().items():
        names = entry["detector"]
        assert isinstance(names, list)  # noqa: S101 - the file is ours
        found |= {str(name): code for name in names}
    return found


def languages() -> pd.DataFrame:
    """Return the languages of the list.

    Returns
    -------
    pandas.DataFrame
        ``code``, ``name_fr``, ``name_en``, ``scripts`` (space-separated), ``interpreters``
        (common, on_request: our estimate for France, to be asked locally).

    Examples
    --------
    >>> languages().set_index("code").loc["ro", "name_fr"]
    'roumain'
    """
    rows = [
        {
            "code": code,
            "name_fr": entry["fr"],
            "name_en": entry["en"],
            "interpreters": entry["interpreters"],
            "scripts": " ".join(map(str, entry["scripts"])),  # type: ignore[call-overload]  # a list
        }
        for code, entry in _entries().items()
    ]
    return pd.DataFrame(rows).astype("str")


def language_name(code: str, *, lang: str = "fr") -> str:
    """Return the name of a language, or of what is known instead of one.

    Parameters
    ----------
    code : str
        A code of the list, one in Latin letters (``ar-Latn``), or mixed, unsure, other,
        undetermined.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The name; the code itself when it is none of these.

    Examples
    --------
    >>> language_name("pt"), language_name("ar-Latn"), language_name("xx")
    ('portugais', 'arabe en lettres latines', 'xx')
    """
    check_language(lang)
    if code in UNCLEAR:
        return message(f"written.{code}", lang=lang)
    entry = _entries().get(code.removesuffix(ROMANISED))
    if entry is None:
        return code
    name = str(entry[lang])
    return message("written.romanised", lang=lang, name=name) if code.endswith(ROMANISED) else name
