"""Open each file format in parts: raw rows, a part at a time, never the whole file at once."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from toolkit.errors import InputFileError

# enough to see every accented letter that a file uses, little enough to be read at once
_SAMPLE_BYTES = 1_000_000
_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
}


def open_parts(path: Path, *, rows: int) -> Iterator[pd.DataFrame]:
    """Yield the rows of a file, at most ``rows`` at a time, every value as text or missing.

    It does not rename or check columns. A row whose shape is wrong comes with its reason in the
    column ``_reason``. The column ``_line`` holds the row's number in the file, from 1.

    Parameters
    ----------
    path : pathlib.Path
        CSV, TSV, XLSX, JSONL or Parquet, told by the suffix.
    rows : int
        Rows in a part.

    Yields
    ------
    pandas.DataFrame
        The columns of the file, plus ``_line`` and ``_reason``.

    Raises
    ------
    InputFileError
        When the file is missing, empty, or not what its suffix says.

    Examples
    --------
    >>> next(open_parts(Path("nowhere.csv"), rows=10))
    Traceback (most recent call last):
        ...
    toolkit.errors.InputFileError: file 'nowhere.csv': the file must exist. What to do: check the \
name and the folder.
    """
    kind = _kind(path)
    readers = {"csv": _csv_parts, "xlsx": _xlsx_parts, "jsonl": _jsonl_parts}
    if kind == "parquet":
        yield from _parquet_parts(path, rows)
        return
    pending: list[dict[str, object]] = []
    for row in readers[kind](path):
        pending.append(row)
        if len(pending) == rows:
            yield _frame(pending)
            pending = []
    if pending:
        yield _frame(pending)


def _kind(path: Path) -> str:
    """Return the format of a file that exists and is not empty."""
    name = f"file {path.name!r}"
    if not path.exists():
        raise InputFileError(
            name, rule="the file must exist", remedy="check the name and the folder"
        )
    if path.is_dir():
        raise InputFileError(name, rule="must be a file, not a folder", remedy="name one file")
    if path.suffix.lower() not in _SUFFIXES:
        raise InputFileError(
            name,
            value=path.suffix,
            rule=f"the suffix must be one of {', '.join(sorted(_SUFFIXES))}",
            remedy="save the table as CSV or XLSX",
        )
    if path.stat().st_size == 0:
        raise InputFileError(name, rule="the file must not be empty", remedy="export it again")
    return _SUFFIXES[path.suffix.lower()]


def _frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Return rows as a table of objects, before any typing."""
    return pd.DataFrame(rows, dtype=object)


def detect_encoding(path: Path) -> str:
    """Return the encoding of a text file, judged on its first million bytes.

    Parameters
    ----------
    path : pathlib.Path
        A text file.

    Returns
    -------
    str
        The name of a Python codec.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.csv")
    ...     _ = path.write_bytes("texte;é".encode("cp1252"))
    ...     detect_encoding(path)
    'cp1252'
    """
    from charset_normalizer import from_bytes

    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE_BYTES)
    if sample.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        # the sample may end inside a character
        sample[: sample.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(sample, cp_isolation=["cp1252", "cp1250", "latin-1", "utf-16"]).best()
        found = best.encoding if best is not None else "cp1252"
        # Excel saves Western European tables as cp1252, a superset of what latin-1 is used for
        return "cp1252" if found in {"latin_1", "iso8859_1", "cp1250"} else found
    return "utf-8"


def _separator(path: Path, encoding: str) -> str:
    """Return the separator that the first line uses most."""
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        header = stream.readline()
    counts = {mark: header.count(mark) for mark in (";", ",", "\t", "|")}
    return max(counts, key=lambda mark: counts[mark])


def _csv_parts(path: Path) -> Iterator[dict[str, object]]:
    """Yield the rows of a CSV file."""
    encoding = detect_encoding(path)
    with path.open("rb") as raw:
        binary = b"\x00" in raw.read(4096)
    if binary and not encoding.startswith("utf-16"):
        raise InputFileError(
            f"file {path.name!r}", rule="must be text, and it is binary", remedy="export it as CSV"
        )
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        reader = csv.reader(stream, delimiter=_separator(path, encoding))
        header = next(reader, [])
        for cells in reader:
            if not cells:
                continue
            row: dict[str, object] = dict(zip(header, cells, strict=False))
            row["_line"] = reader.line_num
            row["_reason"] = None if len(cells) == len(header) else "wrong_number_of_cells"
            yield row


def _xlsx_parts(path: Path) -> Iterator[dict[str, object]]:
    """Yield the rows of the first sheet of a workbook."""
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError) as error:
        raise InputFileError(
            f"file {path.name!r}", rule="must be an Excel workbook", remedy="save it again as XLSX"
        ) from error
    try:
        rows = workbook.worksheets[0].iter_rows(values_only=True)
        header = [str(cell) if cell is not None else "" for cell in next(rows, ())]
        for line, cells in enumerate(rows, 2):
            if any(cell is not None for cell in cells):
                yield {
                    **dict(zip(header, cells, strict=False)),
                    "_line": line,
                    "_reason": None,
                }
    finally:
        workbook.close()


def _jsonl_parts(path: Path) -> Iterator[dict[str, object]]:
    """Yield the objects of a JSON Lines file; a line that is no object comes with its reason."""
    with path.open(encoding=detect_encoding(path), errors="replace") as stream:
        for line, text in enumerate(stream, 1):
            if not text.strip():
                continue
            try:
                found = json.loads(text)
            except json.JSONDecodeError:
                found = None
            if isinstance(found, dict):
                yield {**found, "_line": line, "_reason": None}
            else:
                yield {"_line": line, "_reason": "not_a_json_object"}


def _parquet_parts(path: Path, rows: int) -> Iterator[pd.DataFrame]:
    """Yield the row groups of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        source = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise InputFileError(
            f"file {path.name!r}", rule="must be a Parquet file", remedy="export it again"
        ) from error
    with source:
        line = 1
        for batch in source.iter_batches(batch_size=rows):
            part = batch.to_pandas().astype(object)
            yield part.assign(_line=range(line, line + len(part)), _reason=None)
            line += len(part)
