"""Where to turn: a page from a list that the association checks, or gives."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from toolkit.errors import InputFileError
from toolkit.messages import message
from toolkit.report.content import Facts, Section


@dataclass(frozen=True)
class Helpline:
    """One place to turn to: its name by language, its number or nothing yet."""

    number: str
    fr: str
    en: str


def read_helplines(path: str | Path | None = None) -> tuple[Helpline, ...]:
    """Return the places to turn to.

    It checks no number: the association does.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        A TOML file of the association, with the keys of the toolkit's own list, which is the
        default.

    Returns
    -------
    tuple of Helpline
        In the order of the file.

    Raises
    ------
    InputFileError
        When the file cannot be read, or a line lacks a key.

    Examples
    --------
    >>> [line.number for line in read_helplines()][:2]
    ['119', '17']
    """
    own = resources.files("toolkit.report") / "helplines.toml"
    name = "helplines.toml" if path is None else Path(path).name
    try:
        words = (own if path is None else Path(path)).read_text(encoding="utf-8")
        lines = tomllib.loads(words)["line"]
        return tuple(_line(**line) for line in lines)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputFileError(
            f"file {name!r}",
            rule="is no list of helplines: each [[line]] has the texts number, fr and en",
            remedy="start from toolkit/report/helplines.toml",
        ) from error


def _line(*, number: str, fr: str, en: str) -> Helpline:
    """Return a line of a list, each part of which must be text."""
    if not all(isinstance(part, str) for part in (number, fr, en)):
        raise TypeError("text")
    return Helpline(number.strip(), fr, en)


def helpline_section(lines: tuple[Helpline, ...], *, lang: str, checked: bool) -> Section:
    """Return the page that says where to turn.

    Parameters
    ----------
    lines : tuple of Helpline
        See ``read_helplines``.
    lang : str
        ``"fr"`` or ``"en"``.
    checked : bool
        Whether the association gave the list itself.

    Returns
    -------
    Section
        Without any count.

    Examples
    --------
    >>> helpline_section(read_helplines(), lang="en", checked=False).facts.rows[0]
    ('Child in danger', '119', 'to be checked')
    """

    def say(key: str) -> str:
        """Return words of the page."""
        return message(f"helplines.{key}", lang=lang)

    state = say("given") if checked else say("unchecked")
    rows = tuple(
        (getattr(line, lang), line.number or say("to_fill"), state if line.number else say("fill"))
        for line in lines
    )
    facts = Facts((say("name"), say("number"), say("state")), rows)
    return Section("helplines", say("title"), (say("reading"), say("protocol")), facts=facts)
