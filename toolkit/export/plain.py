"""Text, Markdown, JSON, YAML, CSV: what a reader of plain files meets."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from toolkit.disclosure import load_rules
from toolkit.export.grids import counted_name, is_small, printed_grids, printed_heads
from toolkit.export.pieces import Grid, Piece, Place, Problem, Text, at

_LONG, _BARS = 10**8, 2
_GAP = re.compile(r"\s{2,}")
_BLANK = re.compile(r"\n[ \t]*\n")


def decoded(content: bytes) -> str:
    """Return the text of a file, whichever of the usual codes it is written in.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    str
        The text.

    Raises
    ------
    ValueError
        When it holds bytes that no text holds.

    Examples
    --------
    >>> decoded("été".encode("cp1252"))
    'été'
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if b"\0" in content:
        raise ValueError("no text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_text(words: str, place: Place = (), *, table: bool = False) -> Iterator[Piece]:
    r"""Yield the paragraphs of a text, and the tables printed in it.

    Parameters
    ----------
    words : str
        The text.
    place : tuple
        Where it lies.
    table : bool
        Whether it is known to be a printed table, whatever its headings.

    Yields
    ------
    Piece
        Paragraphs at the line where they begin.

    Examples
    --------
    >>> [piece.place for piece in read_text("un\n\ndeux")]
    [(('line', 1),), (('line', 3),)]
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    start = 0
    for gap in [*_BLANK.finditer(words), None]:
        end = gap.start() if gap else len(words)
        where = at(place, "line", words.count("\n", 0, start) + 1)
        yield from _block(words[start:end], where, printed=table)
        start = gap.end() if gap else end
    yield from printed_grids(place, words)


def _block(words: str, place: Place, *, printed: bool) -> Iterator[Text]:
    """Yield the sentences of a paragraph together, the cells of a table one by one."""
    sentences = list[str]()
    for line in words.split("\n"):
        printed = printed or bool(printed_heads(line))
        # cells between bars are read with their table
        if printed:
            yield from (Text(place, cell, "cell") for cell in _GAP.split(line) if cell.strip())
        elif line.count("|") < _BARS:
            sentences.append(line)
    if any(map(str.strip, sentences)):
        yield Text(place, "\n".join(sentences))


def read_csv(words: str, place: Place = ()) -> Iterator[Piece]:
    r"""Yield a table of text, whatever separates its cells.

    Parameters
    ----------
    words : str
        The file.
    place : tuple
        Where it lies.

    Yields
    ------
    Grid
        One table, each row at its number.

    Examples
    --------
    >>> [grid.rows for grid in read_csv("a;b\n1;2")]
    [(('a', 'b'), ('1', '2'))]
    """
    head = words[:20000].split("\n", 1)[0]
    separator = max(";\t,|", key=head.count)
    rows = csv.reader(io.StringIO(words, newline=""), delimiter=separator)
    yield Grid(place, tuple(tuple(row) for row in rows))


def read_values(values: Any, place: Place = ()) -> Iterator[Piece]:  # noqa: ANN401 - JSON holds anything
    """Yield the texts and counts of nested values: JSON, YAML, metadata.

    A list of records, or of rows, is read as a table too. Values are told by their number, for
    keys may be words of a user.

    Parameters
    ----------
    values : object
        Dicts, lists, texts, numbers.
    place : tuple
        Where they lie.

    Yields
    ------
    Piece
        Texts, tables and problems.

    Examples
    --------
    >>> list(read_values({"n_ads": {"0": 4}}))[-1].reason
    'small_number'
    """
    rules = load_rules()
    for number, (name, value) in enumerate(_leaves(values, ""), 1):
        where = at(place, "value", number)
        if isinstance(value, str):
            if len(value) > 1:
                yield Text(where, value, "cell")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            if counted_name(name) and is_small(value, rules):
                yield Problem(where, "small_number")
            elif isinstance(value, int) and value >= _LONG:
                yield Problem(where, "identifier")
    for records in _records(values):
        names = list(dict.fromkeys(key for record in records for key in record))
        rows = [tuple(_as_cell(record.get(name)) for name in names) for record in records]
        yield Grid(place, (tuple(map(str, names)), *rows))


def _as_cell(value: object) -> str:
    """Return a single value as a cell, nothing for nested ones."""
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _leaves(values: object, name: str) -> Iterator[tuple[str, object]]:
    """Yield keys and single values, each with the nearest key that is no number."""
    if isinstance(values, dict):
        for key, value in values.items():
            yield "", str(key)
            yield from _leaves(value, name if str(key).isdigit() else str(key))
    elif isinstance(values, list | tuple):
        for value in values:
            yield from _leaves(value, name)
    else:
        yield name, values if isinstance(values, int | float | str) else str(values or "")


def _records(values: object) -> Iterator[list[dict[Any, Any]]]:
    """Yield the lists of records among nested values."""
    if isinstance(values, dict):
        for value in values.values():
            yield from _records(value)
    elif isinstance(values, list):
        if values and all(isinstance(value, dict) for value in values):
            yield values
        for value in values:
            yield from _records(value)


def read_json(words: str, place: Place = ()) -> Iterator[Piece]:
    """Yield what a JSON file holds; several values, one a line, are read too.

    Parameters
    ----------
    words : str
        The file.
    place : tuple
        Where it lies.

    Yields
    ------
    Piece
        See ``read_values``.

    Raises
    ------
    ValueError
        When it is no JSON.

    Examples
    --------
    >>> list(read_json('{"lang": "fr"}'))[-1].words
    'fr'
    """
    try:
        values = json.loads(words)
    except ValueError:
        values = [json.loads(line) for line in words.splitlines() if line.strip()]
    yield from read_values(values, place)


def read_yaml(words: str, place: Place = ()) -> Iterator[Piece]:
    """Yield what a YAML file holds, its comments too.

    Parameters
    ----------
    words : str
        The file.
    place : tuple
        Where it lies.

    Yields
    ------
    Piece
        See ``read_values`` and ``read_text``.

    Raises
    ------
    ValueError
        When it is no YAML.

    Examples
    --------
    >>> [piece.reason for piece in read_yaml("n_ads: 3") if isinstance(piece, Problem)]
    ['small_number']
    """
    import yaml

    yield from read_text(words, place)
    try:
        values = list(yaml.safe_load_all(words))
    except yaml.YAMLError as error:
        raise ValueError("no YAML") from error
    yield from read_values(values, place)
