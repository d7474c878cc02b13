"""A corpus of invented texts, annotated by hand: what each test needs and nothing else."""

import pandas as pd

from toolkit.counting import Annotated
from toolkit.indicators import load_codebook
from toolkit.schema import ANNOTATED, SPANS, check
from toolkit.text.opaque import opaque_series

BOOK = load_codebook()
EMPTY = pd.DataFrame()


def ads(texts, **columns):
    """Return an annotated corpus, one advertiser an ad unless ``columns`` say otherwise."""
    n = len(texts)
    table = pd.DataFrame(
        {
            "ad_id": pd.Series([f"secret{i}" for i in range(n)], dtype="str"),
            "platform": "Un",
            "posted_at": pd.Timestamp("2025-01-01"),
            "advertiser": pd.array(range(n), dtype="Int64"),
            "contact_obscured": False,
            "quarantined": False,
            "language": "fr",
            "language_confidence": 0.9,
            "language_status": "sure",
            "departement": "59",
            "commune": "59350",
            "place_status": "stated",
            "template": range(n),
        }
    ).assign(**columns)
    return check(table.assign(text=opaque_series(texts)), ANNOTATED)


def annotated(texts, found=(), *, codebook=BOOK, **columns):
    """Return a corpus that was read; ``found`` holds (row, indicator, status, wording)."""
    roles = {entry.id: entry.role for entry in codebook}
    rows = []
    for row, indicator, status, wording, *pattern in found:
        start = texts[row].index(wording)
        place = (start, start + len(wording))
        name = pattern[0] if pattern else wording
        rows.append((f"secret{row}", indicator, roles[indicator], status, *place, name))
    names = ["ad_id", "indicator", "role", "status", "start", "end", "pattern"]
    spans = pd.DataFrame(rows, columns=names).astype(
        dict.fromkeys(names, "str") | {"start": "int64", "end": "int64"}
    )
    return Annotated(ads(texts, **columns), check(spans, SPANS), EMPTY, EMPTY, codebook)
