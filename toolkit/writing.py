"""Write files beside, then rename: a reader never meets half a file."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from toolkit.errors import OutputFileError


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
    return write_bytes_file(path, content.encode("utf-8"))


def write_bytes_file(path: str | Path, content: bytes) -> Path:
    """Write a file whole or not at all.

    Parameters
    ----------
    path : str or pathlib.Path
        The file; its folder is made when missing.
    content : bytes
        What it will hold.

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
    >>> write_bytes_file.__name__
    'write_bytes_file'
    """
    target = Path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        raise OutputFileError(
            f"file {target.name!r}",
            rule=f"could not be written ({error.strerror})",
            remedy="choose a folder you may write to, with free space",
        ) from error
    finally:
        # where the folder is a file there is nothing to remove, and the error above is the answer
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return target


def write_exactly(path: Path, content: bytes) -> None:
    """Write a file and read it again; it stands under its name meanwhile.

    Parameters
    ----------
    path : pathlib.Path
        The file, in a folder that exists.
    content : bytes
        What it must hold.

    Raises
    ------
    OSError
        When it cannot be written, or holds anything else.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_exactly(Path(folder, "note.txt"), b"bonjour")
    """
    path.write_bytes(content)
    if path.read_bytes() != content:
        raise OSError(5, "what was written is not what was scanned")
