"""The journal of reading: when texts were read, why, how many."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

from toolkit.errors import OptionError, OutputFileError

JOURNAL = "journal_de_lecture.csv"


def check_reason(reason: str, *, example: str = "lecture de contrôle") -> str:
    """Return why texts are read, without the spaces around it.

    It does not judge the reason.

    Parameters
    ----------
    reason : str
        A few words.
    example : str
        A reason that the error suggests.

    Returns
    -------
    str
        The words.

    Raises
    ------
    OptionError
        When it is empty.

    Examples
    --------
    >>> check_reason(" lecture de contrôle ")
    'lecture de contrôle'
    """
    if not reason.strip():
        raise OptionError(
            "reason",
            rule="must say why texts are read",
            remedy=f'write reason="{example}"',
        )
    return reason.strip()


def write_journal(path: Path, reason: str, number: int) -> None:
    """Add one line to the journal: the date, why, how many; never a text.

    Parameters
    ----------
    path : pathlib.Path
        A CSV file, made when missing.
    reason : str
        Why texts are read.
    number : int
        How many.

    Raises
    ------
    OutputFileError
        When it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_journal(Path(folder, "j.csv"), "essai", 3)
    ...     len(Path(folder, "j.csv").read_text(encoding="utf-8").splitlines())
    2
    """
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    try:
        new = not path.exists()
        with path.open("a", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            if new:
                writer.writerow(["date", "reason", "n_texts"])
            writer.writerow([today, reason, number])
    except OSError as error:
        raise OutputFileError(
            f"journal {path.name!r}",
            rule=f"could not be written ({error.strerror})",
            remedy="choose a file in a folder you may write to: journal=...",
        ) from error
