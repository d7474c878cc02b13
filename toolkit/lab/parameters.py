"""The one cell of a notebook that is edited: its parameters, and how the command sets them."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.lab.refusing import NotebookError

if TYPE_CHECKING:
    from nbformat import NotebookNode

TAG = "parameters"


def parameters_cell(notebook: NotebookNode) -> NotebookNode:
    """Return the cell that is tagged ``parameters``.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook.

    Returns
    -------
    nbformat.NotebookNode
        The cell itself, not a copy.

    Raises
    ------
    NotebookError
        When there is not exactly one.

    Examples
    --------
    >>> from nbformat import v4
    >>> cell = v4.new_code_cell("A = 1", metadata={"tags": ["parameters"]})
    >>> parameters_cell(v4.new_notebook(cells=[cell])).source
    'A = 1'
    """
    tagged = [c for c in notebook.cells if TAG in c.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise NotebookError("parameters_cell", n=len(tagged))
    cell: NotebookNode = tagged[0]
    return cell


def read_parameters(source: str) -> dict[str, object]:
    """Return the parameters of a cell and their values, in order.

    Parameters
    ----------
    source : str
        Assignments of plain values, one a line.

    Returns
    -------
    dict of str to object
        Name to value.

    Raises
    ------
    NotebookError
        When the cell holds anything else.

    Examples
    --------
    >>> read_parameters('DEPARTEMENT = "01"  # un seul')
    {'DEPARTEMENT': '01'}
    """
    return {name: ast.literal_eval(node.value) for name, node in _assigned(source).items()}


def _assigned(source: str) -> dict[str, ast.Assign]:
    """Return the assignments of a cell by the names that they set."""
    found = {}
    try:
        for node in ast.parse(source).body:
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                raise NotebookError("parameters_plain")
            ast.literal_eval(node.value)
            found[node.targets[0].id] = node
    except (SyntaxError, ValueError) as error:
        raise NotebookError("parameters_plain") from error
    return found


def set_parameters(source: str, given: Mapping[str, str]) -> str:
    """Return the cell with other values; each keeps the type of the value it replaces.

    A text stays as it was typed: ``"01"`` is no number. Values of a list are parted by commas.

    Parameters
    ----------
    source : str
        The cell, as for ``read_parameters``.
    given : mapping of str to str
        Name, in capitals or not, to value.

    Returns
    -------
    str
        The cell; comments stay.

    Raises
    ------
    NotebookError
        When there is no such parameter, or a number is wanted and none was given.

    Examples
    --------
    >>> set_parameters('DEPARTEMENT = "59"  # un seul', {"departement": "01"})
    'DEPARTEMENT = "01"  # un seul'
    """
    nodes = _assigned(source)
    # as Python splits them: a text may hold other ends of lines
    lines = source.split("\n")
    for name, text in given.items():
        node = nodes.get(name.upper())
        if node is None:
            raise NotebookError("unknown_parameter", parameter=name, names=", ".join(nodes))
        value = _typed(name.upper(), text, ast.literal_eval(node.value))
        _put(lines, node.value, value)
        nodes = _assigned("\n".join(lines))
    return "\n".join(lines)


def _put(lines: list[str], old: ast.expr, value: object) -> None:
    """Write a value where another stood."""
    first, last = old.lineno - 1, (old.end_lineno or old.lineno) - 1
    # columns of the parser are bytes
    head = lines[first].encode()[: old.col_offset].decode()
    tail = lines[last].encode()[old.end_col_offset :].decode()
    lines[first : last + 1] = [f"{head}{_written(value)}{tail}"]


def _typed(name: str, text: str, old: object) -> object:
    """Return a value of the type of another."""
    if isinstance(old, list | tuple):
        return [part.strip() for part in text.split(",") if part.strip()]
    if isinstance(old, int | float):
        try:
            return type(old)(text.replace(",", "."))
        except ValueError as error:
            raise NotebookError("no_number", parameter=name, given=text) from error
    return text


def _written(value: object) -> str:
    """Return a value as a notebook writes it."""
    return json.dumps(value, ensure_ascii=False)


def with_found_files(given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return the parameters with whole paths for those that name a file of a folder.

    A notebook works from the folder of the toolkit, whoever calls it works elsewhere.

    Parameters
    ----------
    given : mapping of str to str
        As typed.
    folder : pathlib.Path
        Where they were typed.

    Returns
    -------
    dict of str to str
        The same names.

    Examples
    --------
    >>> with_found_files({"departement": "01"}, Path("nowhere"))
    {'departement': '01'}
    """
    return {
        name: str((folder / text).resolve()) if text and (folder / text).is_file() else text
        for name, text in given.items()
    }


def without_folders(given: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters as a page may show them: of a path that starts at a root, its name.

    Parameters
    ----------
    given : mapping of str to str
        As typed.

    Returns
    -------
    dict of str to str
        The same names.

    Examples
    --------
    >>> without_folders({"departement": "01", "fichier": "sous/a.csv"})
    {'departement': '01', 'fichier': 'sous/a.csv'}
    """
    return {
        name: Path(text).name if Path(text).is_absolute() else text for name, text in given.items()
    }
