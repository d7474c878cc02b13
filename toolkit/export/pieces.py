"""What a reader takes out of a file: texts, tables and problems, each with its place."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

from toolkit.messages import message

Place = tuple[tuple[str, object], ...]


class Text(NamedTuple):
    """Words of a file. Kinds: ``prose`` for readers, ``code``, ``meta`` beside the content."""

    place: Place
    words: str
    kind: str = "prose"


class Grid(NamedTuple):
    """A table as its cells are written, row by row; the place of each is its row and column."""

    place: Place
    rows: tuple[tuple[str, ...], ...]
    unit: str = "row"


class Problem(NamedTuple):
    """Something that is refused whatever it says."""

    place: Place
    reason: str


Piece = Text | Grid | Problem


def at(place: Place, key: str, value: object = "") -> Place:
    """Return a place within a place.

    It takes numbers and technical names only: what a user typed is never part of a place.

    Parameters
    ----------
    place : tuple
        Where it lies.
    key : str
        ``at_…`` of the catalogue ``export``.
    value : object
        Its number or technical name.

    Returns
    -------
    tuple
        The place.

    Examples
    --------
    >>> at((("slide", 2),), "picture", 1)
    (('slide', 2), ('picture', 1))
    """
    return (*place, (key, value))


def place_words(place: Place, *, lang: str = "fr") -> str:
    """Return a place in words.

    Parameters
    ----------
    place : tuple
        See ``at``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The words; ``fichier`` (or ``file``) for the file itself.

    Examples
    --------
    >>> place_words((("slide", 2), ("picture", 1)), lang="en")
    'slide 2, picture 1'
    """
    if not place:
        return message("export.at_file", lang=lang)
    return ", ".join(message(f"export.at_{key}", lang=lang, value=value) for key, value in place)


@cache
def word_list(section: str, name: str) -> frozenset[str]:
    """Return one list of ``words.toml``.

    Parameters
    ----------
    section, name : str
        Where it stands.

    Returns
    -------
    frozenset of str
        Its words.

    Examples
    --------
    >>> "insee.fr" in word_list("hosts", "public")
    True
    """
    source = resources.files("toolkit.export") / "words.toml"
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8"))[section][name])
