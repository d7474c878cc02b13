"""Scan what is about to leave: any folder of notebooks, tables, figures and slides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

import pandas as pd

from toolkit.errors import DisclosureError, InputFileError
from toolkit.export.judging import Watch, judge
from toolkit.export.pieces import Problem, at, place_words
from toolkit.export.reading import read_file
from toolkit.messages import check_language, message

COLUMNS = ("file", "place", "reason", "words")
_HISTORIES = (".git", ".hg", ".svn")
_LARGEST = 200 << 20
_SHOWN = 3


def _files(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Yield the files of a folder in order, and folders that keep old versions."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name in _HISTORIES:
            yield path, "history"
        elif path.is_symlink() and path.is_dir():
            yield path, "unknown_type"
        elif path.is_dir():
            yield from _files(path)
        else:
            yield path, None


def check_content(name: str, content: bytes, watch: Watch) -> list[Problem]:
    """Return what is wrong in a file.

    Parameters
    ----------
    name : str
        Its name.
    content : bytes
        The file.
    watch : Watch
        Names and words that may be nowhere.

    Returns
    -------
    list of Problem
        Empty when it may leave.

    Examples
    --------
    >>> check_content("a.txt", b"sans rien", Watch())
    []
    """
    return judge(read_file(name, content), watch)


def refuse_found(name: str, content: bytes, watch: Watch) -> None:
    """Refuse a file in which the scan finds something.

    It repeats none of the words found, and neither the name of the file.

    Parameters
    ----------
    name : str
        Its name; the ending says its type.
    content : bytes
        The file.
    watch : Watch
        Names and words that may be nowhere.

    Raises
    ------
    DisclosureError
        With the first places and their reasons.

    Examples
    --------
    >>> refuse_found("a.txt", "écrire à nom@exemple.fr".encode(), Watch())
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: export to '.txt': got 'line 1 (identifier)'; a file leaves \
only when the scan of what was written finds nothing. What to do: take out what stands there \
(tk.check_files says why), then export again.
    """
    found = check_content(name, content, watch)
    if not found:
        return
    places = [
        f"{place_words(problem.place, lang='en')} ({problem.reason})" for problem in found[:_SHOWN]
    ]
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    raise DisclosureError(
        f"export to {PurePath(name).suffix!r}",
        value=f"{'; '.join(places)}{more}",
        rule="a file leaves only when the scan of what was written finds nothing",
        remedy="take out what stands there (tk.check_files says why), then export again",
    )


def _check_file(path: Path, watch: Watch) -> list[Problem]:
    """Return what is wrong in a file of the disk."""
    try:
        if path.stat().st_size > _LARGEST:
            return [Problem((), "unreadable")]
        return check_content(path.name, path.read_bytes(), watch)
    except OSError:
        return [Problem((), "unreadable")]


def _named(path: Path, base: Path, *, several: bool) -> str:
    """Return how a file is called in the table: as it was given, never from the root."""
    given = base.name if base.is_absolute() else base.as_posix()
    if path == base:
        return given
    inside = path.relative_to(base).as_posix()
    return f"{given}/{inside}" if several else inside


def _in_words(problem: Problem, lang: str) -> tuple[str, str, str]:
    """Return place, reason and sentence of a problem."""
    words = message(f"export.reason_{problem.reason}", lang=lang)
    return place_words(problem.place, lang=lang), problem.reason, words


def _given(path: str | Path | Sequence[str | Path]) -> list[Path]:
    """Return the paths that were given, each of which must exist."""
    given = [path] if isinstance(path, str | Path) else list(path)
    missing = [Path(entry).name for entry in given if not Path(entry).exists()]
    if missing or not given:
        raise InputFileError(
            "path",
            value=missing[0] if missing else None,
            rule="must be a file or a folder that exists",
            remedy="give the folder that you are about to send",
        )
    return [Path(entry) for entry in given]


def check_files(
    path: str | Path | Sequence[str | Path],
    *,
    lang: str = "fr",
    forbidden: Iterable[str] = (),
) -> pd.DataFrame:
    """Scan files before they leave, and say what stands in them that may not.

    Notebooks, HTML, CSV, XLSX, PPTX, DOCX, ODT, PNG, JPEG, text, Markdown, JSON and YAML are read
    with all that they hold beside their content; any other type is refused. It does not look at
    what is drawn in a picture, does not compare tables with one another (``release`` does), and
    cannot tell a sentence of an ad without contact from another sentence. It changes no file, and
    its table quotes nothing of what it found.

    Parameters
    ----------
    path : str, pathlib.Path or a sequence of them
        Files and folders.
    lang : str
        ``"fr"`` or ``"en"``.
    forbidden : iterable of str
        More words that may be in no file, such as the name of a shelter.

    Returns
    -------
    pandas.DataFrame
        ``file`` within its folder, ``place`` in words, ``reason`` a stable code, ``words`` a
        sentence. No row when everything may leave.

    Raises
    ------
    InputFileError
        When a path does not exist.

    Examples
    --------
    >>> check_files("nowhere")
    Traceback (most recent call last):
        ...
    toolkit.errors.InputFileError: path: got 'nowhere'; must be a file or a folder that exists. \
What to do: give the folder that you are about to send.
    """
    check_language(lang)
    watch = Watch(forbidden=frozenset(map(str, forbidden)))
    bases = _given(path)
    rows: list[tuple[str, str, str, str]] = []
    for base in bases:
        listed = _files(base) if base.is_dir() else iter([(base, None)])
        for number, (file, refused) in enumerate(listed, 1):
            found = [Problem((), refused)] if refused else _check_file(file, watch)
            name = _named(file, base, several=len(bases) > 1)
            # a name that holds a contact is not repeated
            if any(problem.place == at((), "name") for problem in found):
                name = message("export.nameless", lang=lang, n=number, suffix=file.suffix)
            rows += [(name, *_in_words(problem, lang)) for problem in found]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
