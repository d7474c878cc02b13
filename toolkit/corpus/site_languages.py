"""The language that each platform is written in, as its card or the study says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

import pandas as pd

from toolkit.corpus.platform_names import platform_name
from toolkit.errors import OptionError

DEFAULT_SITE_LANGUAGE = "fr"
_CODE = re.compile(r"[a-z]{2,3}")


@cache
def _of_cards() -> dict[str, str]:
    """Return the language of each site that has a card in the toolkit."""
    folder = resources.files("toolkit.corpus") / "platforms"
    files = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    cards = (tomllib.loads(file.read_text(encoding="utf-8")) for file in files)
    return {str(c["name"]): str(c.get("language", DEFAULT_SITE_LANGUAGE)) for c in cards}


def site_languages(platforms: pd.Series, *, own: Mapping[str, str] | None = None) -> pd.Series:
    """Return the language of the site of each ad.

    It does not read any ad: a site that neither the study nor a card of the toolkit names is taken
    to be in French.

    Parameters
    ----------
    platforms : pandas.Series
        Names of platforms.
    own : mapping of str to str, optional
        Platform to the code of its language, over the cards.

    Returns
    -------
    pandas.Series
        Codes of languages.

    Raises
    ------
    OptionError
        When a language is not written as a code.

    Examples
    --------
    >>> site_languages(pd.Series(["Petites Annonces", "Notices"]), own={"Notices": "en"}).tolist()
    ['fr', 'en']
    """
    known = _of_cards() | {platform_name(name): code for name, code in (own or {}).items()}
    for code in known.values():
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            raise OptionError(
                "site_languages",
                value=code,
                rule="must be the code of a language, such as fr or en",
                remedy='write for example {"Notices": "en"}',
            )
    return platforms.map(known).fillna(DEFAULT_SITE_LANGUAGE).astype("str")
