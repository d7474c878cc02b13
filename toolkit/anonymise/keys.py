"""A key on disk, for the rare study that must link two collections; it has an end date."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import secrets
from pathlib import Path

from toolkit.errors import KeyFileError
from toolkit.writing import write_text_file

KEY_BYTES = 32
_PRIVATE = 0o600


def new_key(path: str | Path, *, expires: datetime.date) -> Path:
    """Write a new random key into a file that only its owner can read.

    It refuses a place inside a repository, and never overwrites. By default no key is needed: one
    is drawn in memory for each run.

    Parameters
    ----------
    path : str or pathlib.Path
        A file outside any repository.
    expires : datetime.date
        The day from which the key is refused.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    KeyFileError
        When the place is not fit, the file exists, or the date is past.

    Examples
    --------
    >>> new_key("key.json", expires=datetime.date(2031, 12, 31))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.KeyFileError: key file 'key.json': may not lie inside a repository...
    """
    target = Path(path).absolute()
    name = f"key file {target.name!r}"
    if any((folder / ".git").exists() for folder in target.parents):
        raise KeyFileError(
            name, rule="may not lie inside a repository", remedy="choose a private folder elsewhere"
        )
    if target.exists():
        raise KeyFileError(name, rule="exists already", remedy="destroy it first, or choose a name")
    if expires <= _today():
        raise KeyFileError(
            name,
            value=expires.isoformat(),
            rule="must end later than today",
            remedy="choose a date",
        )
    content = {"key": secrets.token_hex(KEY_BYTES), "expires": expires.isoformat()}
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # the file is private before the key is in it
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(content, stream)
    except OSError as error:
        raise KeyFileError(
            name, rule=f"could not be written ({error.strerror})", remedy="choose another folder"
        ) from error
    return target


def read_key(path: str | Path) -> bytes:
    """Return the key of a file that has not expired and that nobody else can read.

    Parameters
    ----------
    path : str or pathlib.Path
        A file from ``new_key``.

    Returns
    -------
    bytes
        32 bytes, for ``Linker(key=...)``.

    Raises
    ------
    KeyFileError
        When the file is missing, damaged, open to others or expired.

    Examples
    --------
    >>> read_key("missing.json")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.KeyFileError: key file 'missing.json': cannot be read...
    """
    source = Path(path)
    name = f"key file {source.name!r}"
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
        key, expires = (
            bytes.fromhex(content["key"]),
            datetime.date.fromisoformat(content["expires"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeyFileError(
            name, rule="cannot be read as a key", remedy="make one with new_key"
        ) from error
    if os.name == "posix" and source.stat().st_mode & 0o077:
        raise KeyFileError(
            name, rule="can be read by others", remedy=f"run: chmod 600 {source.name}"
        )
    if expires <= _today():
        raise KeyFileError(
            name,
            value=expires.isoformat(),
            rule="has expired",
            remedy="destroy it with destroy_key",
        )
    if len(key) != KEY_BYTES:
        raise KeyFileError(
            name, rule=f"must hold {KEY_BYTES} bytes", remedy="make one with new_key"
        )
    return key


def destroy_key(path: str | Path, *, responsible: str) -> Path:
    """Overwrite and delete a key file, and write a certificate beside it.

    It cannot reach copies or backups: the certificate says so.

    Parameters
    ----------
    path : str or pathlib.Path
        A file from ``new_key``, expired or not.
    responsible : str
        Who destroys it.

    Returns
    -------
    pathlib.Path
        The certificate, a text file.

    Raises
    ------
    KeyFileError
        When the file does not exist or cannot be deleted.

    Examples
    --------
    >>> destroy_key("missing.json", responsible="direction")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.KeyFileError: key file 'missing.json': could not be destroyed...
    """
    source = Path(path)
    try:
        content = source.read_bytes()
        with source.open("r+b") as stream:
            stream.write(secrets.token_bytes(len(content)))
            stream.flush()
            os.fsync(stream.fileno())
        source.unlink()
    except OSError as error:
        raise KeyFileError(
            f"key file {source.name!r}",
            rule=f"could not be destroyed ({error.strerror})",
            remedy="check the path and your rights",
        ) from error
    lines = (
        "Certificat de destruction de clé / Key destruction certificate",
        f"Fichier / File: {source.name}",
        f"Empreinte SHA-256 du fichier / of the file: {hashlib.sha256(content).hexdigest()}",
        f"Date: {_today().isoformat()}",
        f"Responsable / Responsible: {responsible}",
        "Les copies et sauvegardes éventuelles ne sont pas couvertes. / Copies and backups, if any,"
        " are not covered.",
    )
    return write_text_file(
        source.with_name(f"{source.stem}-destroyed.txt"), "\n".join(lines) + "\n"
    )


def _today() -> datetime.date:
    """Return the day, in universal time."""
    return datetime.datetime.now(tz=datetime.UTC).date()
