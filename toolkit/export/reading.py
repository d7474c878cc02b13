"""Which reader takes which file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import PurePath

from toolkit.export.documents import read_document, read_slides
from toolkit.export.notebooks import read_markdown, read_notebook
from toolkit.export.open_documents import read_open_document
from toolkit.export.pages import read_page
from toolkit.export.pictures import read_picture
from toolkit.export.pieces import Piece, Problem, Text, at
from toolkit.export.plain import decoded, read_csv, read_json, read_text, read_yaml
from toolkit.export.sheets import read_workbook

_TEXTS: dict[str, Callable[[str], Iterator[Piece]]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".html": read_page,
    ".htm": read_page,
    ".ipynb": read_notebook,
    ".json": read_json,
    ".jsonl": read_json,
    ".md": read_markdown,
    ".txt": read_text,
    ".yaml": read_yaml,
    ".yml": read_yaml,
}
_BYTES: dict[str, Callable[[bytes], Iterator[Piece]]] = {
    ".docx": read_document,
    ".jpeg": read_picture,
    ".jpg": read_picture,
    ".odt": read_open_document,
    ".png": read_picture,
    ".pptx": read_slides,
    ".xlsx": read_workbook,
}
# what readers, ours and those of Python, raise on a file that is not what its ending says
_BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError),
    *(RuntimeError, TypeError, ValueError, csv.Error),
)
# files that carry data which no reader sees whole
_REFUSED = {".svg": "svg", ".gph": "svg", ".pdf": "pdf"}


def read_file(name: str, content: bytes) -> list[Piece]:
    """Return what a file holds: its words, its tables, and what is refused at once.

    A type without a reader is refused, and so is a file that its reader cannot read to the end.

    Parameters
    ----------
    name : str
        Its name; the ending says its type.
    content : bytes
        The file.

    Returns
    -------
    list of Piece
        See the readers.

    Examples
    --------
    >>> [piece.reason for piece in read_file("a.pkl", b"") if isinstance(piece, Problem)]
    ['unknown_type']
    """
    stem, suffix = PurePath(name).stem, PurePath(name).suffix.casefold()
    found: list[Piece] = [Text(at((), "name"), stem, "meta")]
    if " " not in stem:
        found.append(Text(at((), "name"), stem.replace("_", " ").replace("-", " "), "meta"))
    try:
        if suffix in _TEXTS:
            found += _TEXTS[suffix](decoded(content))
        elif suffix in _BYTES:
            found += _BYTES[suffix](content)
        else:
            found.append(Problem((), _REFUSED.get(suffix, "unknown_type")))
    except _BROKEN:
        # what was read stays, and says more than that the rest could not be
        found.append(Problem((), "unreadable"))
    return found
