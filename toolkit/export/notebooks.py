"""Notebooks: every source, output of every kind, and metadata."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any

from toolkit.export.code import read_code
from toolkit.export.pages import read_page
from toolkit.export.pictures import read_picture
from toolkit.export.pieces import Piece, Place, Problem, Text, at, word_list
from toolkit.export.plain import read_text, read_values
from toolkit.review.showing.texts import OUTPUT_MARK

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_NOTEBOOK = ("cells", "metadata", "nbformat", "nbformat_minor")
_CELL = ("source", "metadata", "outputs", "attachments", "execution_count")
_OUTPUT = frozenset({"image/png", "isolated", OUTPUT_MARK})
_SPAN = re.compile(r"```[^\n]*\n(?P<block>.*?)```|`[^`\n]+`", re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z!/?]")
_LINKED = re.compile(r"\(\s*(data:[^)\s]+)")


def _joined(source: object) -> str:
    """Return a text that may be stored as lines."""
    return "".join(map(str, source)) if isinstance(source, list) else str(source or "")


def read_markdown(words: str, place: Place = ()) -> Iterator[Piece]:
    """Yield what a Markdown text says, and what its HTML and addresses carry.

    Parameters
    ----------
    words : str
        Markdown.
    place : tuple
        Where it lies.

    Yields
    ------
    Piece
        Paragraphs, tables, problems.

    Examples
    --------
    >>> [p.reason for p in read_markdown("a <!-- b --> c") if isinstance(p, Problem)]
    ['hidden']
    """
    yield from read_text(_SPAN.sub("`…`", _LINKED.sub("(", words)), place)
    for span in _SPAN.finditer(words):
        line = words.count("\n", 0, span.start()) + 1
        where = at(place, "line", line)
        if span["block"] is None:
            yield Text(where, span[0], "code")
        else:
            yield from read_code(span["block"], where)
    if _TAG.search(words):
        # its words are read above
        for piece in read_page(words, place):
            if isinstance(piece, Problem) or any(key == "attribute" for key, _ in piece.place):
                yield piece
    for address in _LINKED.findall(words):
        yield from read_page(f'<img src="{address}">', place)


def _picture(data: object, place: Place) -> Iterator[Piece]:
    """Yield what a stored picture carries."""
    try:
        content = base64.b64decode("".join(_joined(data).split()), validate=True)
    except (ValueError, binascii.Error):
        yield Problem(place, "unreadable")
    else:
        yield from read_picture(content, place)


def _shown(kind: str, data: Any, place: Place) -> Iterator[Piece]:  # noqa: ANN401 - as stored
    """Yield what one form of an output says."""
    where = at(place, "form", kind if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind) else "?")
    if kind in ("text/plain", "text/latex"):
        yield from read_text(_COLOURS.sub("", _joined(data)), where)
    elif kind == "text/html":
        yield from read_page(_joined(data), where)
    elif kind == "text/markdown":
        yield from read_markdown(_joined(data), where)
    elif kind in ("image/png", "image/jpeg"):
        yield from _picture(data, where)
    elif kind == "application/json":
        yield from read_values(data, where)
    else:
        yield Problem(where, "svg" if "svg" in kind else "output_form")


def read_output(output: dict[str, Any], place: Place = ()) -> Iterator[Piece]:
    """Yield what an output of a notebook says, in each of its forms.

    Parameters
    ----------
    output : dict
        As stored.
    place : tuple
        Where it lies.

    Yields
    ------
    Piece
        Texts, tables, problems.

    Examples
    --------
    >>> [piece.reason for piece in read_output({"data": {"image/svg+xml": ""}})]
    ['svg']
    """
    if "text" in output:
        yield from read_text(_COLOURS.sub("", _joined(output["text"])), place)
    for name in ("ename", "evalue", "traceback"):
        lines = output.get(name, "")
        words = "\n".join(map(str, lines)) if isinstance(lines, list) else str(lines)
        if words:
            yield Text(place, _COLOURS.sub("", words))
    if output.get("metadata", {}).get(OUTPUT_MARK):
        yield Problem(place, "ad_text")
    forms = output.get("data", {})
    # the same table stands beside it, cell by cell
    table = "<table" in _joined(forms.get("text/html", ""))
    for kind, data in forms.items():
        if kind == "text/plain" and table:
            yield from read_text(_joined(data), at(place, "form", kind), table=True)
        else:
            yield from _shown(str(kind), data, place)
    yield from _metadata(output.get("metadata", {}), place, _OUTPUT)


def _metadata(metadata: dict[str, Any], place: Place, kept: frozenset[str]) -> Iterator[Piece]:
    """Yield the words of metadata, and a problem for what a notebook does not need."""
    where = at(place, "metadata")
    for name, value in metadata.items():
        yield from (piece for piece in read_values({name: value}, where))
        if name == "widgets":
            yield Problem(where, "hidden")
        elif name not in kept and value not in ({}, [], "", None):
            yield Problem(where, "metadata")


def _cell(cell: dict[str, Any], place: Place) -> Iterator[Piece]:
    """Yield what a cell holds."""
    source = _joined(cell.get("source", ""))
    readers = {"code": read_code, "markdown": read_markdown}
    yield from readers.get(cell.get("cell_type", ""), read_text)(source, place)
    yield from _metadata(cell.get("metadata", {}), place, word_list("notebook", "cell_kept"))
    yield from read_values({k: v for k, v in cell.items() if k not in _CELL}, at(place, "metadata"))
    for forms in cell.get("attachments", {}).values():
        for kind, data in forms.items():
            yield from _shown(str(kind), data, at(place, "attachment"))
    for number, output in enumerate(cell.get("outputs", ()), 1):
        yield from read_output(output, at(place, "output", number))


def read_notebook(words: str, place: Place = ()) -> Iterator[Piece]:
    """Yield what a notebook holds: sources, outputs in every form, attachments, metadata.

    Parameters
    ----------
    words : str
        The file.
    place : tuple
        Where it lies.

    Yields
    ------
    Piece
        In the order of the cells.

    Raises
    ------
    ValueError
        When it is no notebook of version 4.

    Examples
    --------
    >>> list(read_notebook('{"nbformat": 4, "cells": []}'))
    []
    """
    notebook = json.loads(words)
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4:
        raise ValueError("no notebook of version 4")
    yield from _metadata(notebook.get("metadata", {}), place, word_list("notebook", "kept"))
    yield from read_values({k: v for k, v in notebook.items() if k not in _NOTEBOOK}, place)
    for number, cell in enumerate(notebook.get("cells", ()), 1):
        yield from _cell(cell, at(place, "cell", number))
