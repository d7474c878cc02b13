"""From a raw file to a pseudonymised corpus, a part at a time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.anonymise import (
    Linker,
    ProcessingRecord,
    anonymise,
    read_record,
    resolve_advertisers,
)
from toolkit.corpus import read_ads_in_parts
from toolkit.errors import InputFileError
from toolkit.messages import message
from toolkit.review import leak_rate

RECORD_NAME = "processing_record.yaml"
LEAKS_NAME = "leak_sample.csv"
PRECISION_NAME = "measured_precision.csv"
HELPLINES_NAME = "helplines.toml"
_PRECISION = {"indicator", "n_flagged", "precision", "precision_low", "precision_high"}


@dataclass(frozen=True)
class Prepared:
    """A pseudonymised corpus and what happened on the way; its repr shows sizes only."""

    corpus: pd.DataFrame
    quarantine: pd.DataFrame
    rejected: pd.DataFrame
    fingerprint: str | None = None
    record: ProcessingRecord | None = None
    # contacts beside too many others, and advertisers with too many contacts
    chained: int = 0
    # see Anonymised.masks, and review.leak_rate: None when nobody has read a sample
    masks: pd.DataFrame | None = None
    leaks: pd.DataFrame | None = None
    # what was released from this corpus before, where the record asks for it
    ledger: Path | None = None
    # what measured_precision returned for this corpus, and where the association says to turn
    precision: pd.DataFrame | None = None
    helplines: Path | None = None

    @property
    def n_read(self) -> int:
        """Return how many rows were read."""
        return len(self.corpus) + len(self.quarantine) + len(self.rejected)

    def __repr__(self) -> str:
        """Return sizes only."""
        return (
            f"Prepared({len(self.corpus)} ads, {len(self.quarantine)} in quarantine, "
            f"{len(self.rejected)} rejected rows)"
        )


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, read a block at a time.

    Parameters
    ----------
    path : pathlib.Path
        A file.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> len(fingerprint(Path("data_samples/ads_small_raw.csv")))
    64
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def prepare(path: str | Path, *, record: str | Path | None = None) -> Prepared:
    """Read a raw file, mask it and link its advertisers, a part at a time.

    It never holds the whole raw file: each part is masked before the next is read. The key that
    links advertisers lives in memory for this call only. A ticked ``leak_sample.csv`` beside the
    file gives the leak rate that the diagnostic states, ``measured_precision.csv`` the precision
    of the rules, ``helplines.toml`` where the association says to turn.

    Parameters
    ----------
    path : str or pathlib.Path
        A file of ads, see ``read_ads``.
    record : str or pathlib.Path, optional
        The processing record; by default ``processing_record.yaml`` beside the file.

    Returns
    -------
    Prepared
        ``corpus``, ``quarantine``, ``rejected`` (line, ad_id, reason), ``fingerprint``,
        ``record``, ``chained``, ``masks``, ``leaks``, ``ledger``, ``precision``, ``helplines``.

    Raises
    ------
    InputFileError
        When the file cannot be read, or has no usable row.
    RecordError
        When there is no processing record, or it is incomplete.

    Examples
    --------
    >>> prepare("data_samples/ads_small_raw.csv").n_read
    120
    """
    from tqdm.auto import tqdm

    source = Path(path)
    beside = source.with_name(RECORD_NAME)
    linker = Linker()
    corpora, quarantines, rejected, masks = [], [], [], []
    checked: ProcessingRecord | None = None
    # the file is opened before the record is asked for: a wrong file is the plainer error
    said, unit = message("progress.masking"), message("progress.part")
    for part in tqdm(read_ads_in_parts(source), desc=said, unit=unit, disable=None):
        if checked is None:
            checked = read_record(record or (beside if beside.exists() else None))
        masked = anonymise(part.ads, record=checked, linker=linker)
        corpora.append(masked.corpus)
        quarantines.append(masked.quarantine)
        masks.append(masked.masks)
        rejected.append(part.rejected[["line", "ad_id", "reason"]])
    corpus = pd.concat(corpora, ignore_index=True)
    if corpus.empty:
        raise InputFileError(
            f"file {source.name!r}",
            rule="has no usable row after masking",
            remedy="check its columns, and read the rejected rows with tk.read_ads",
        )
    resolved = resolve_advertisers(corpus, linker)
    ticked = source.with_name(LEAKS_NAME)
    helplines = source.with_name(HELPLINES_NAME)
    return Prepared(
        resolved,
        pd.concat(quarantines, ignore_index=True),
        pd.concat(rejected, ignore_index=True),
        fingerprint(source),
        checked,
        linker.hubs + linker.giants,
        pd.concat(masks, ignore_index=True),
        leak_rate(ticked) if ticked.exists() else None,
        source.with_name(checked.ledger) if checked is not None and checked.ledger else None,
        _read_precision(source.with_name(PRECISION_NAME)),
        helplines if helplines.exists() else None,
    )


def _read_precision(path: Path) -> pd.DataFrame | None:
    """Return what was measured on this corpus before, None where nothing was."""
    if not path.exists():
        return None
    try:
        table = pd.read_csv(path)
        bad = not set(table.columns) >= _PRECISION or table["indicator"].duplicated().any()
    except (ValueError, OSError):
        bad = True
    if bad:
        raise InputFileError(
            f"file {path.name!r}",
            rule=f"has the columns {', '.join(sorted(_PRECISION))}, a row for each indicator",
            remedy="write tk.measured_precision(...).to_csv(path, index=False), without by=",
        )
    return table
