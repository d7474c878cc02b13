"""Write a diagnostic whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from toolkit.disclosure import SafeTable
from toolkit.errors import OutputFileError
from toolkit.messages import message
from toolkit.report.content import Diagnostic
from toolkit.report.parts import report_parts
from toolkit.report.presenting import render_slides
from toolkit.report.templating import page_from
from toolkit.writing import write_exactly

MANIFEST = "manifest.json"
WriteTable = Callable[[SafeTable, str], bytes]
Check = Callable[[str, bytes], None]
# what is made of a whole diagnostic in one file, beside its report
Beside = Mapping[str, Callable[[Diagnostic], bytes]]
_REPORTS = {"fr": "rapport", "en": "report"}
SLIDES = "presentation.html"


def report_name(lang: str, suffix: str) -> str:
    """Return the name of the file of a report.

    Parameters
    ----------
    lang : str
        ``"fr"`` or ``"en"``.
    suffix : str
        Its type.

    Returns
    -------
    str
        The name.

    Examples
    --------
    >>> report_name("fr", "html")
    'rapport.html'
    """
    return f"{_REPORTS[lang]}.{suffix}"


def render(diagnostic: Diagnostic) -> str:
    """Return the report as one page that needs nothing else.

    It holds no script and refers to no other file.

    Parameters
    ----------
    diagnostic : Diagnostic
        What to write.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> "The limits." in render(Diagnostic("en", "Title", "12 ads", (), "The limits.", ()))
    True
    """
    parts = [
        {**vars(part), "picture": base64.b64encode(part.figure.png).decode() if part.figure else ""}
        for part in report_parts(diagnostic)
    ]
    return page_from("diagnostic.html.j2", diagnostic.lang, d=diagnostic, sections=parts)


def _contents(diagnostic: Diagnostic, write_table: WriteTable, beside: Beside) -> dict[str, bytes]:
    """Return every file of a diagnostic but its manifest."""
    contents = {
        report_name(diagnostic.lang, "html"): render(diagnostic).encode(),
        SLIDES: render_slides(diagnostic).encode(),
    }
    corpus = message("report.corpus", lang=diagnostic.lang, corpus=diagnostic.subtitle)
    for section in diagnostic.sections:
        if section.table is not None:
            contents[f"tables/{section.key}.csv"] = write_table(section.table, diagnostic.lang)
        files = section.figure.files(corpus) if section.figure is not None else {}
        contents |= {f"figures/{name}": content for name, content in files.items()}
    return contents | {name: write(diagnostic) for name, write in beside.items()}


def _manifest(diagnostic: Diagnostic, contents: Mapping[str, bytes]) -> dict[str, object]:
    """Return what is in the folder of a diagnostic, with fingerprints."""
    return {
        "kind": "aller-vers diagnostic",
        "report": report_name(diagnostic.lang, "html"),
        "slides": SLIDES,
        "lang": diagnostic.lang,
        "trace": dict(diagnostic.trace),
        "files": {name: hashlib.sha256(contents[name]).hexdigest() for name in sorted(contents)},
    }


def _fill(contents: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a diagnostic into a new folder."""
    folder.mkdir(parents=True)
    for name in ("tables", "figures"):
        (folder / name).mkdir()
    for name, content in contents.items():
        write_exactly(folder / name, content)


def check_folder(out: str | Path) -> Path:
    """Refuse, before the work begins, a folder that could not be written at its end.

    It writes nothing, and cannot foresee a disk that fills up.

    Parameters
    ----------
    out : str or pathlib.Path
        The folder; it may be missing, empty, or hold an earlier diagnostic.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    OutputFileError
        When it holds anything else, or may not be written to.

    Examples
    --------
    >>> check_folder("toolkit")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OutputFileError: folder 'toolkit': holds something that is not a diagnostic...
    """
    out = Path(out)
    earlier = out / MANIFEST
    empty = not out.exists() or (out.is_dir() and not any(out.iterdir()))
    ours = earlier.is_file() and "aller-vers diagnostic" in earlier.read_text(encoding="utf-8")
    if not (empty or ours):
        raise OutputFileError(
            f"folder {out.name!r}",
            rule="holds something that is not a diagnostic",
            remedy="choose a new folder",
        )
    standing = next(folder for folder in out.absolute().parents if folder.exists())
    if not standing.is_dir() or not os.access(standing, os.W_OK):
        raise OutputFileError(
            f"folder {out.name!r}",
            rule=f"could not be written (no write access to {standing.name!r})",
            remedy="choose a folder you may write to",
        )
    return out


def write_diagnostic(
    diagnostic: Diagnostic,
    *,
    out: str | Path,
    write_table: WriteTable,
    check: Check,
    beside: Beside | None = None,
) -> dict[str, object]:
    """Write report, slides, tables, figures and manifest into a folder, whole or not at all.

    It never writes into a folder that holds anything but an earlier diagnostic, and nothing
    reaches the disk before every file, the manifest too, was given to ``check``.

    Parameters
    ----------
    diagnostic : Diagnostic
        What to write.
    out : str or pathlib.Path
        The folder.
    write_table : callable
        ``write_table(table, lang)`` returns a released table as the bytes of a CSV file.
    check : callable
        ``check(name, content)`` is given the name of each file within the folder and its bytes;
        it raises DisclosureError where the file may not leave, and returns nothing else.
    beside : mapping of str to callable, optional
        More files of the whole diagnostic: name within the folder to ``write(diagnostic)``, which
        returns its bytes.

    Returns
    -------
    dict
        The manifest: ``report``, ``files`` with their fingerprints, ``trace``.

    Raises
    ------
    OutputFileError
        When the folder cannot be written; what was there stays.
    DisclosureError
        When ``check`` refuses a file; what was there stays.

    Examples
    --------
    >>> write_diagnostic.__name__
    'write_diagnostic'
    """
    target = Path(out)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    try:
        check_folder(target)
        contents = _contents(diagnostic, write_table, beside or {})
        manifest = _manifest(diagnostic, contents)
        contents[MANIFEST] = f"{json.dumps(manifest, ensure_ascii=False, indent=2)}\n".encode()
        for name, content in contents.items():
            check(name, content)
        _fill(contents, part)
        if target.exists():
            target.replace(old)
        part.replace(target)
    except OSError as error:
        raise OutputFileError(
            f"folder {target.name!r}",
            rule=f"could not be written ({error.strerror})",
            remedy="choose a folder you may write to, with free space",
        ) from error
    finally:
        # also after Ctrl-C between the two renames
        if old.exists() and not target.exists():
            old.replace(target)
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return manifest
