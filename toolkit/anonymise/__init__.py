"""From raw ads to a pseudonymised corpus: contacts masked, advertisers linked without identity."""

from toolkit.anonymise.detectors import find_identifiers
from toolkit.anonymise.gate import refuse_residue, residual_identifiers
from toolkit.anonymise.linking import Linker, resolve_advertisers
from toolkit.anonymise.masking import Anonymised, anonymise, mask
from toolkit.anonymise.record import (
    ProcessingRecord,
    RetentionWarning,
    read_record,
    write_new_record,
)

__all__ = [
    "Anonymised",
    "Linker",
    "ProcessingRecord",
    "RetentionWarning",
    "anonymise",
    "find_identifiers",
    "mask",
    "read_record",
    "refuse_residue",
    "residual_identifiers",
    "resolve_advertisers",
    "write_new_record",
]
