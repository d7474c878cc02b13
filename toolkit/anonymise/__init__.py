"""From raw ads to a pseudonymised corpus: contacts masked, advertisers linked without identity."""

from toolkit.anonymise.detectors import find_identifiers
from toolkit.anonymise.gate import refuse_residue, residual_identifiers
from toolkit.anonymise.keys import destroy_key, new_key, read_key
from toolkit.anonymise.linking import LinkageWarning, Linker, resolve_advertisers
from toolkit.anonymise.masking import Anonymised, anonymise, mask
from toolkit.anonymise.record import (
    ProcessingRecord,
    RetentionWarning,
    read_record,
    write_new_record,
)

__all__ = [
    "Anonymised",
    "LinkageWarning",
    "Linker",
    "ProcessingRecord",
    "RetentionWarning",
    "anonymise",
    "destroy_key",
    "find_identifiers",
    "mask",
    "new_key",
    "read_key",
    "read_record",
    "refuse_residue",
    "residual_identifiers",
    "resolve_advertisers",
    "write_new_record",
]
