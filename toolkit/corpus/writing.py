"""Write a pseudonymised corpus for further work on the same computer."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd

from toolkit.errors import ResidualIdentifierError
from toolkit.schema import CORPUS, check
from toolkit.text.opaque import as_texts
from toolkit.writing import write_text_file


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
