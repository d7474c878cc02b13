"""Every table that travels through the toolkit, and each of its columns, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import TableError

if TYPE_CHECKING:
    import pandas as pd

STATES = ("counted", "not_collected", "not_measured", "suppressed")
STATUSES = (
    "asserted",
    "negated",
    "quoted",
    "client",
    "other_person",
    "legal",
    "duration",
    "hypothetical",
    "past",
    "uncertain",
)
LANGUAGE_STATUSES = ("sure", "unsure", "other", "undetermined", "mixed")
PLACE_STATUSES = ("stated", "ambiguous", "unknown")
SLOT_KINDS = ("price", "hour", "number", "mask", "name", "words")
CODES_GIVEN = ("present", "absent", "unsure")
ROLES = ("concern", "context", "protective")
# beside the 95 % and 99.8 % limits of a funnel
POSITIONS = ("below_998", "below_95", "inside", "above_95", "above_998")
SUPPORT = ("n_ads", "n_advertisers", "n_templates", "top1_share", "top2_share")
IDENTIFIER_TYPES = (
    "PHONE",
    "EMAIL",
    "HANDLE",
    "URL",
    "NAME",
    "ADDRESS",
    "DOB",
    "BANK",
    "PLATE",
    "CRYPTO",
    "ID_DOC",
)


@dataclass(frozen=True)
class Column:
    """One column: name, kind of values, what it holds, and whether it may be absent or empty.

    Kinds: ``text`` (opaque), ``string``, ``integer``, ``number``, ``boolean``, ``date``.
    """

    name: str
    kind: str
    meaning: str
    required: bool = True
    nullable: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A named contract: what one row is and which columns it has; others may travel along."""

    name: str
    row: str
    columns: tuple[Column, ...]


ADS = Table(
    "ads",
    "an ad as collected",
    (
        Column("ad_id", "string", "identifier in the source"),
        Column("platform", "string", "name of the platform"),
        Column("posted_at", "date", "day of publication", nullable=True),
        Column("text", "text", "the raw text, opaque"),
        Column("place", "string", "place as given by the platform", nullable=True),
        Column("advertiser_ref", "string", "the platform's own account name", nullable=True),
    ),
)

_CORPUS_COLUMNS = (
    Column("ad_id", "string", "new random identifier, unrelated to the source"),
    Column("platform", "string", "name of the platform"),
    Column("posted_at", "date", "day of publication, shown by month", nullable=True),
    Column("text", "text", "the masked text, opaque"),
    Column("place", "string", "place as given by the platform", required=False, nullable=True),
    Column("advertiser", "integer", "pseudonymous number, of this corpus only", nullable=True),
    Column("contact_obscured", "boolean", "a contact was written against machines"),
    Column("quarantined", "boolean", "kept apart: a contact may remain"),
)
CORPUS = Table("corpus", "an ad without identifiers", _CORPUS_COLUMNS)

ANNOTATED = Table(
    "annotated corpus",
    "an ad without identifiers, read",
    (
        *_CORPUS_COLUMNS,
        Column("language", "string", "language of the text", nullable=True),
        Column("language_confidence", "number", "calibrated probability, 0 to 1", nullable=True),
        Column("language_status", "string", "how sure", allowed=LANGUAGE_STATUSES),
        Column("departement", "string", "département code as text", nullable=True),
        Column("commune", "string", "commune code as text", nullable=True),
        Column("place_status", "string", "how the place was read", allowed=PLACE_STATUSES),
        Column("template", "integer", "near-duplicate group, own number when alone"),
    ),
)

SPANS = Table(
    "spans",
    "one wording found",
    (
        Column("ad_id", "string", "the ad", required=False),
        Column("row", "integer", "position of the text when texts were given", required=False),
        Column("indicator", "string", "identifier in the codebook"),
        Column("role", "string", "role of the indicator", allowed=ROLES),
        Column("status", "string", "how it is said", allowed=STATUSES),
        Column("start", "integer", "first character; 0 for a link between ads, no wording"),
        Column("end", "integer", "one past the last character; 0 for a link"),
        Column("pattern", "string", "the pattern, extractor:… or linked:… that found it"),
    ),
)

SEGMENTS = Table(
    "segments",
    "one stretch in one language",
    (
        Column("ad_id", "string", "the ad", required=False),
        Column("row", "integer", "position of the text when texts were given", required=False),
        Column("start", "integer", "first character"),
        Column("end", "integer", "one past the last character"),
        Column("language", "string", "its language"),
    ),
)

WINDOWS = Table(
    "windows",
    "one stated availability",
    (
        Column("ad_id", "string", "the ad", required=False),
        Column("row", "integer", "position of the text when texts were given", required=False),
        # whole numbers held as float64, so that what is not stated stays plain NaN
        Column("day", "number", "ISO day 1 to 7; NaN for a dated or relative one", nullable=True),
        Column("date", "string", "ISO date, or --MM-DD without a year", nullable=True),
        Column("start_minute", "number", "minutes after midnight", nullable=True),
        Column("end_minute", "number", "minutes; not after start means next day", nullable=True),
        Column("always_open", "boolean", "stated as round the clock, every day"),
    ),
)

SLOTS = Table(
    "slots",
    "one place of one text that varies within its group of near-duplicates",
    (
        Column("row", "integer", "position of the text"),
        Column("group", "integer", "near-duplicate group of the text"),
        Column("slot", "integer", "number in the group: the same place has it in every text"),
        Column("start", "integer", "first character"),
        Column("end", "integer", "one past the last character"),
        Column("kind", "string", "what most of its values are by their form", allowed=SLOT_KINDS),
    ),
)

WORDINGS = Table(
    "wordings",
    "one group of two near-duplicate texts or more",
    (
        Column("group", "integer", "near-duplicate group"),
        Column("n_ads", "integer", "texts of the group, copies counted"),
        Column("n_texts", "integer", "distinct texts of the group"),
        Column("wording", "text", "sentences that half of the texts have, slots as […]; opaque"),
    ),
)

SAMPLE_KEY = Table(
    "sample key",
    "one text drawn for coders; it stays with the researcher",
    (
        Column("item", "string", "number that coders see"),
        Column("ad_id", "string", "the ad"),
        Column("design", "string", "how it was drawn", allowed=("random", "stratified")),
        Column("stratum", "string", "what it was drawn from"),
        Column("weight", "number", "ads of the corpus that it stands for"),
    ),
)

CODES = Table(
    "codes",
    "what one coder says of one indicator in one text",
    (
        Column("item", "string", "number that coders see"),
        Column("coder", "string", "a short name chosen for the study"),
        Column("indicator", "string", "identifier in the codebook"),
        Column("code", "string", "is the wording there", allowed=CODES_GIVEN),
    ),
)

COUNTS = Table(
    "counts",
    "one cell",
    (
        Column("n_ads", "integer", "ads in the cell", nullable=True),
        Column(
            "n_advertisers", "integer", "distinct known advertisers; NA if unknown", nullable=True
        ),
        Column("n_templates", "integer", "distinct texts; NA if unknown", nullable=True),
        Column("top1_share", "number", "share of the largest advertiser", nullable=True),
        Column("top2_share", "number", "share of the two largest", nullable=True),
        Column("state", "string", "zero is a counted 0", required=False, allowed=STATES),
    ),
)

STATISTICS = Table(
    "statistics",
    "one estimate",
    (
        Column("estimate", "number", "the estimate", nullable=True),
        Column("low", "number", "lower limit", nullable=True),
        Column("high", "number", "upper limit", nullable=True),
        Column("confidence", "number", "confidence of the interval"),
        Column("statistic", "string", "what is estimated"),
        Column("method", "string", "how the interval is made"),
        Column("n_total", "integer", "ads in the denominator", required=False, nullable=True),
        Column(
            "n_total_advertisers",
            "integer",
            "denominator of a share of advertisers, or of texts where none is known",
            required=False,
            nullable=True,
        ),
        Column("n_validated", "integer", "texts read by coders", required=False, nullable=True),
        Column("told_from_zero", "boolean", "the interval excludes zero", False, nullable=True),
        Column("caution", "string", "why an estimate is missing or weak", required=False),
        Column("population", "number", "inhabitants of a rate", False, nullable=True),
        Column("vintage", "string", "of which year these are", required=False, nullable=True),
        Column("target", "number", "value of the whole", required=False, nullable=True),
        *(
            Column(f"{side}_{level}", "number", "limit of chance around the target", False, True)
            for level in ("95", "998")
            for side in ("lower", "upper")
        ),
        Column("position", "string", "beside these limits", False, True, POSITIONS),
        Column("compared_with", "string", "the other territories", False, nullable=True),
        Column("n_compared", "integer", "how many these are", required=False, nullable=True),
        Column("p_value", "number", "of no difference", required=False, nullable=True),
        Column("p_adjusted", "number", "for all comparisons", required=False, nullable=True),
        Column("differs", "boolean", "beyond chance, all compared", False, nullable=True),
        Column("smallest_visible", "number", "estimate that would be seen", False, True),
        Column("smallest_rise", "number", "the same for a rise", False, nullable=True),
        Column("n_moved", "integer", "texts or advertisers seen elsewhere later", False, True),
        Column("n_units", "integer", "of how many", required=False, nullable=True),
        Column("coverage", "string", "complete, partial or none", required=False, nullable=True),
        Column("changed", "boolean", "other collection than before", False, nullable=True),
        Column("collection", "string", "given or inferred", required=False, nullable=True),
        Column("expected", "number", "ads that a model expects", required=False, nullable=True),
        Column("without_event", "number", "had nothing happened", required=False, nullable=True),
        *(
            Column(f"without_{side}", "number", "limit of that", False, nullable=True)
            for side in ("low", "high")
        ),
        *(
            Column(f"{name}_part", "number", "of a series, on its scale", False, nullable=True)
            for name in ("trend", "season", "rest")
        ),
        Column("trend_count", "number", "the trend as a count", required=False, nullable=True),
        Column("season_ratio", "number", "what the season makes of it", False, nullable=True),
        Column("weeks_judged", "integer", "weeks with history enough", False, nullable=True),
        Column("weeks_above", "integer", "of these, above what is usual", False, nullable=True),
        Column("g2", "number", "G² of a term, signed", required=False, nullable=True),
        Column("specificity", "number", "Lafon's index of a term, signed", False, nullable=True),
        Column("burst_first", "string", "first month of a term's burst", False, nullable=True),
        Column("burst_last", "string", "last month of a term's burst", False, nullable=True),
        Column("burst_weight", "number", "what the burst explains", False, nullable=True),
        *COUNTS.columns,
    ),
)


def grouping_columns(table: pd.DataFrame) -> list[str]:
    """Return the columns of a counts or statistics table that say which cell a row is.

    Parameters
    ----------
    table : pandas.DataFrame
        Counts or statistics.

    Returns
    -------
    list of str
        Its columns that neither contract names.

    Examples
    --------
    >>> import pandas as pd
    >>> grouping_columns(pd.DataFrame({"month": ["2025-01"], "n_ads": [12]}))
    ['month']
    """
    known = {column.name for column in STATISTICS.columns}
    return [str(name) for name in table.columns if name not in known]


def check(table: pd.DataFrame, contract: Table) -> pd.DataFrame:
    """Return ``table`` when it keeps its contract.

    It changes nothing and says nothing about the extra columns. All failures are collected by
    pandera before one error names them; values are never part of the error.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.
    contract : Table
        One of the contracts of this module.

    Returns
    -------
    pandas.DataFrame
        The same object.

    Raises
    ------
    TableError
        When columns are missing or hold values that the contract does not allow.

    Examples
    --------
    >>> import pandas as pd
    >>> check(pd.DataFrame({"row": [0]}), SEGMENTS)
    Traceback (most recent call last):
        ...
    toolkit.errors.TableError: table 'segments': missing columns start, end, language. What to do: \
pass the table that the previous step returned.
    """
    absent = [c.name for c in contract.columns if c.required and c.name not in table.columns]
    problems = [f"missing columns {', '.join(absent)}"] if absent else _failures(table, contract)
    if problems:
        raise TableError(
            f"table {contract.name!r}",
            rule="; ".join(problems),
            remedy="pass the table that the previous step returned",
        )
    return table


def _failures(table: pd.DataFrame, contract: Table) -> list[str]:
    """Return one sentence per column whose values break the contract."""
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

    present = [c for c in contract.columns if c.name in table.columns and c.kind != "text"]
    schema = pa.DataFrameSchema(
        {
            c.name: pa.Column(
                nullable=c.nullable, checks=[pa.Check.isin(c.allowed)] if c.allowed else None
            )
            for c in present
        }
    )
    try:
        schema.validate(table[[c.name for c in present]], lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases.groupby("column").size()
        meanings = {c.name: c for c in present}
        return [_failure(meanings[str(name)], int(number)) for name, number in cases.items()]
    return []


def _failure(column: Column, number: int) -> str:
    """Return what a column asks for, and how many rows break it."""
    asked = f"one of {', '.join(column.allowed)}" if column.allowed else "no empty value"
    return f"column {column.name!r}: {number} row(s) break the rule ({asked})"
