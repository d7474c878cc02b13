"""Write files beside, then rename: a reader never meets half a file."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pandas as pd

from toolkit.errors import OutputFileError, ResidualIdentifierError
from toolkit.schema import CORPUS, check
from toolkit.text.opaque import as_texts


def write_text_file(path: str | Path, content: str) -> Path:
    """Write a text file whole or not at all.

    Parameters
    ----------
    path : str or pathlib.Path
        The file; its folder is made when missing.
    content : str
        What it will hold, as UTF-8.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    OutputFileError
        When the folder cannot be written to or the disk is full; the old file, if any, stays.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_text_file(Path(folder, "note.txt"), "bonjour").name
    'note.txt'
    """
    target = Path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(content, encoding="utf-8", newline="")
        beside.replace(target)
    except OSError as error:
        raise OutputFileError(
            f"file {target.name!r}",
            rule=f"could not be written ({error.strerror})",
            remedy="choose a folder you may write to, with free space",
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return target


def write_corpus(corpus: pd.DataFrame, path: str | Path) -> Path:
    """Write a pseudonymised corpus to a CSV file for further work on the same computer.

    It does not make the corpus shareable: masked texts stay personal data. Raw ads are refused,
    because only a corpus has the columns that pseudonymising makes.

    Parameters
    ----------
    corpus : pandas.DataFrame
        A corpus, see ``schema.CORPUS``; without quarantined rows.
    path : str or pathlib.Path
        A CSV file.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ResidualIdentifierError
        When the table holds quarantined rows.
    TableError
        When the table is not a corpus.
    OutputFileError
        When the file cannot be written.

    Examples
    --------
    >>> write_corpus(pd.DataFrame({"text": []}), "x.csv")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.TableError: table 'corpus': missing columns ...
    """
    check(corpus, CORPUS)
    if bool(corpus["quarantined"].any()):
        raise ResidualIdentifierError(
            "corpus",
            value=int(corpus["quarantined"].sum()),
            rule="quarantined rows may still hold a contact",
            remedy="write Anonymised.corpus, and read the quarantine apart",
        )
    plain = corpus.assign(text=as_texts(corpus))
    buffer = io.StringIO()
    plain.to_csv(buffer, index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return write_text_file(path, buffer.getvalue())
