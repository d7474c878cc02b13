"""The processing record: no raw ad is masked without saying why, until when and by whom."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path

from toolkit.errors import OutputFileError, RecordError
from toolkit.writing import write_text_file

_REMEDY = "write one with `atelier new-record`, fill it in, and pass its path as record=..."


class RetentionWarning(UserWarning):
    """The retention date of a corpus has passed."""


@dataclass(frozen=True)
class ProcessingRecord:
    """Why a corpus is processed, on which basis, until when, by whom.

    ``ledger`` names the file beside the corpus that keeps what was released from it.
    """

    purpose: str
    legal_basis: str
    dpia_reference: str
    retention_until: datetime.date
    responsible: str
    ledger: str = ""

    @property
    def expired(self) -> bool:
        """Tell whether the retention date has passed."""
        return datetime.datetime.now(tz=datetime.UTC).date() > self.retention_until


def read_record(
    record: ProcessingRecord | Mapping[str, str] | str | Path | None,
) -> ProcessingRecord:
    """Read a processing record.

    It does not judge what the record says: that is for the data protection officer.

    Parameters
    ----------
    record : ProcessingRecord, mapping, str or pathlib.Path
        The record, or its YAML file.

    Returns
    -------
    ProcessingRecord
        The record; a passed retention date warns.

    Raises
    ------
    RecordError
        Naming every entry that is missing, empty or not a date.

    Examples
    --------
    >>> read_record("data_samples/processing_record.yaml").expired
    False
    """
    if not isinstance(record, ProcessingRecord):
        record = _parse(_entries(record))
    if record.expired:
        warnings.warn(
            f"the retention date of this corpus passed on {record.retention_until}: "
            "it should be destroyed",
            RetentionWarning,
            stacklevel=3,
        )
    return record


def _entries(record: Mapping[str, str] | str | Path | None) -> Mapping[str, object]:
    """Return the entries of a record as text."""
    import yaml

    if record is None:
        raise RecordError(
            "processing record", rule="raw ads are not read without one", remedy=_REMEDY
        )
    if isinstance(record, Mapping):
        return record
    path = Path(record)
    if not path.is_file():
        raise RecordError(
            f"processing record {path.name!r}", rule="the file must exist", remedy=_REMEDY
        )
    # every value stays text: a date or a reference such as 01 is not to be converted
    entries = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader builds text only
    return entries if isinstance(entries, dict) else {}


def _parse(entries: Mapping[str, object]) -> ProcessingRecord:
    """Return a record from entries that are all there."""
    names = [field.name for field in fields(ProcessingRecord) if field.name != "ledger"]
    empty = [name for name in names if not str(entries.get(name) or "").strip()]
    if empty:
        raise RecordError(
            "processing record",
            rule=f"these entries are missing or empty: {', '.join(empty)}",
            remedy=_REMEDY,
        )
    texts = {name: str(entries[name]).strip() for name in names}
    try:
        until = datetime.date.fromisoformat(texts.pop("retention_until"))
    except ValueError as error:
        raise RecordError(
            "processing record: retention_until",
            rule="must be a date such as 2027-12-31",
            remedy="write year, month and day with hyphens",
        ) from error
    ledger = str(entries.get("ledger") or "").strip()
    return ProcessingRecord(retention_until=until, ledger=ledger, **texts)


def write_new_record(path: str | Path) -> Path:
    """Write a commented record to fill in.

    It never overwrites a file.

    Parameters
    ----------
    path : str or pathlib.Path
        A YAML file.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    OutputFileError
        When the file exists or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_new_record(Path(folder, "record.yaml")).name
    'record.yaml'
    """
    target = Path(path)
    if target.exists():
        raise OutputFileError(
            f"file {target.name!r}", rule="exists already", remedy="choose another name"
        )
    template = resources.files("toolkit.anonymise") / "new_record.yaml"
    return write_text_file(target, template.read_text(encoding="utf-8"))
