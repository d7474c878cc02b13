"""The one way out: released tables, figures and notebooks into files that hold nothing else."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from toolkit.disclosure import SafeTable
from toolkit.errors import DisclosureError, OptionError, OutputFileError
from toolkit.export.checking import refuse_found
from toolkit.export.judging import Watch
from toolkit.export.slides import slides_bytes
from toolkit.export.spreadsheets import csv_bytes, workbook_bytes
from toolkit.export.stripping import notebook_bytes, read_notebook_file, stripped
from toolkit.export.views import Item
from toolkit.export.web import notebook_page, page_bytes
from toolkit.figures.bare import bare_png
from toolkit.figures.figure import Figure
from toolkit.messages import check_language
from toolkit.writing import write_exactly

_TABLE = (".csv", ".xlsx", ".html")
_FIGURE = (".png", ".html", ".pptx")
_SEVERAL = (".pptx", ".xlsx", ".html")
_NOTEBOOK = (".ipynb", ".html")


def _is_notebook(thing: object) -> bool:
    """Tell whether a thing is the path of a notebook."""
    return isinstance(thing, str | Path) and Path(thing).suffix.casefold() == ".ipynb"


def _endings(thing: object) -> tuple[str, ...]:
    """Return the files that a thing may go into; refuse what may go into none."""
    if isinstance(thing, Sequence) and not isinstance(thing, str | bytes):
        items = list(thing)
        wrong = [item for item in items if not isinstance(item, SafeTable | Figure)]
        if not items or wrong:
            _refuse(wrong[0] if wrong else thing)
        tables, several = [i for i in items if isinstance(i, Figure)], _SEVERAL
        for figure in tables:
            _endings(figure)
        return several
    if isinstance(thing, Figure):
        if not isinstance(thing.table, SafeTable):
            _refuse(thing.table)
        return _FIGURE
    if isinstance(thing, SafeTable):
        return _TABLE
    if not _is_notebook(thing):
        _refuse(thing)
    return _NOTEBOOK


def _refuse(thing: object) -> None:
    """Refuse what was not released."""
    raise DisclosureError(
        "thing",
        value=type(thing).__name__,
        rule="only released tables, figures drawn from them, lists of both, and paths of notebooks "
        "leave",
        remedy="pass a table to tk.release first, and draw it with tk.figures",
    )


def _made(thing: object, target: Path, lang: str) -> dict[Path, bytes]:
    """Return the files of a thing and their content."""
    suffix = target.suffix.casefold()
    if isinstance(thing, str | Path):
        notebook = stripped(read_notebook_file(Path(thing)), lang)
        page = notebook_page(notebook, lang) if suffix == ".html" else notebook_bytes(notebook)
        return {target: page}
    if isinstance(thing, Figure) and suffix == ".png":
        _, words = thing.files().values()
        return {target.with_suffix(".txt"): words, target: bare_png(thing.png)}
    items: list[Item] = [thing] if isinstance(thing, SafeTable | Figure) else list(thing)  # type: ignore[call-overload]  # seen by _endings
    if suffix == ".csv":
        return {target: csv_bytes(items[0], lang)}  # type: ignore[arg-type]  # a table alone is written as CSV
    writers = {".xlsx": workbook_bytes, ".html": page_bytes, ".pptx": slides_bytes}
    return {target: writers[suffix](items, lang)}


def _write(files: dict[Path, bytes]) -> None:
    """Scan, write beside, read again, rename: what is refused never reaches the disk."""
    for path, content in files.items():
        refuse_found(path.name, content, Watch())
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    try:
        for path, content in files.items():
            if path.is_dir():
                raise IsADirectoryError(21, "is a folder")
            path.parent.mkdir(parents=True, exist_ok=True)
            write_exactly(beside[path], content)
        for path, part in beside.items():
            part.replace(path)
    except OSError as error:
        raise OutputFileError(
            f"file {next(reversed(files)).name!r}",
            rule=f"could not be written ({error.strerror})",
            remedy="choose a folder you may write to, with free space",
        ) from error
    finally:
        for part in beside.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def export(thing: object, path: str | Path, *, lang: str = "fr") -> Path:
    """Write a released table, a figure, several of them, or a notebook into a file that may leave.

    Nothing of the maker goes with it: no author, account, path, date, timing or thumbnail; the
    same input gives the same bytes. The file is scanned as by ``check_files`` before it takes its
    name: on a find no file is left, and one that stood there stays. There is no way around the
    scan. Of a notebook's outputs only released tables and figures are kept. It does not judge what
    is drawn in a picture, nor compare with what was exported before.

    Parameters
    ----------
    thing : SafeTable, Figure, sequence of both, str or pathlib.Path
        What leaves: a table into CSV, XLSX or HTML; a figure into PNG (its words beside, as TXT),
        HTML or PPTX; several into PPTX, XLSX or HTML; the path of a notebook into IPYNB or HTML.
    path : str or pathlib.Path
        The file; its ending says the type.
    lang : str
        ``"fr"`` or ``"en"``; a figure keeps the language it was drawn in.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    DisclosureError
        When the thing was not released, or the scan finds something.
    OptionError
        When the thing does not go into such a file, or an extra is missing.
    InputFileError
        When a notebook cannot be read.
    OutputFileError
        When the file cannot be written.

    Examples
    --------
    >>> export([], "x.html")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: thing: got 'list'; only released tables, figures ...
    """
    check_language(lang)
    target, endings = Path(path), _endings(thing)
    if target.suffix.casefold() not in endings:
        raise OptionError(
            "path",
            value=target.suffix,
            rule=f"this goes into {', '.join(endings)} only: other types carry data or metadata",
            remedy=f"write {target.stem + endings[0]!r}",
        )
    if isinstance(thing, str | Path) and target.exists() and target.samefile(thing):
        raise OptionError(
            "path",
            value=target.name,
            rule="must not be the notebook itself, whose outputs would be lost",
            remedy="choose another name",
        )
    try:
        files = _made(thing, target, lang)
    except ValueError as error:
        raise DisclosureError(
            "figure", rule="its picture is no whole PNG", remedy="draw it again with tk.figures"
        ) from error
    _write(files)
    return target
