"""One catalogue for all that an end user reads; each TOML file of a language adds its keys."""

import tomllib
from functools import cache
from importlib import resources

from toolkit.errors import OptionError, ToolkitError
from toolkit.messages.agreement import agree

LANGUAGES = ("fr", "en")


def check_language(lang: str) -> str:
    """Return ``lang`` when the catalogue speaks it.

    Parameters
    ----------
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The same value.

    Raises
    ------
    OptionError
        When the catalogue has no such language.

    Examples
    --------
    >>> check_language("fr")
    'fr'
    """
    if lang not in LANGUAGES:
        raise OptionError(
            "lang",
            value=lang,
            rule=f"must be one of {', '.join(LANGUAGES)}",
            remedy='use lang="fr"',
        )
    return lang


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Return all messages of one language, ``section.key`` to text.

    Parameters
    ----------
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    dict
        The messages.

    Examples
    --------
    >>> catalogue("fr").keys() == catalogue("en").keys()
    True
    """
    check_language(lang)
    found: dict[str, str] = {}
    folder = resources.files("toolkit.messages") / lang
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            for section, messages in tomllib.loads(entry.read_text(encoding="utf-8")).items():
                found |= {f"{section}.{key}": text for key, text in messages.items()}
    return found


def message(key: str, *, lang: str = "fr", **values: object) -> str:
    """Return the message ``key`` with its values filled in.

    It does not format numbers: pass text made by ``format_number``. Where the message holds
    ``{n|ad|ads}``, the word agrees with ``n``.

    Parameters
    ----------
    key : str
        ``section.key`` of the catalogue.
    lang : str
        ``"fr"`` (default) or ``"en"``.
    **values : object
        What the braces of the message ask for.

    Returns
    -------
    str
        The message.

    Raises
    ------
    ToolkitError
        When the catalogue has no such key.

    Examples
    --------
    >>> message("states.suppressed", lang="en", k=11)
    'hidden'
    """
    messages = catalogue(lang)
    if key not in messages:
        raise ToolkitError(
            "message",
            value=key,
            rule="must be a key of the catalogue",
            remedy=f"add it to messages/{lang}",
        )
    return agree(messages[key], values, lang).format(**values)
