"""Read ads from a file as researchers get it; rows that cannot be used are kept and explained."""

from __future__ import annotations

import html
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import pandas as pd

from toolkit.corpus.formats import open_parts
from toolkit.corpus.platform_names import platform_name
from toolkit.errors import InputFileError, OptionError
from toolkit.schema import ADS
from toolkit.text.folding import fold
from toolkit.text.opaque import opaque_series
from toolkit.writing import write_text_file

ROWS_IN_A_PART = 20_000
_OPTIONAL = ("platform", "posted_at", "place", "advertiser_ref")


@dataclass(frozen=True)
class AdsPart:
    """Some rows of a file: the ads that can be used, and the rows that cannot, with a reason."""

    ads: pd.DataFrame
    rejected: pd.DataFrame

    def __repr__(self) -> str:
        """Return sizes only."""
        return f"AdsPart({len(self.ads)} ads, {len(self.rejected)} rejected rows)"


@cache
def _headings() -> dict[str, list[str]]:
    """Return the headings under which each column is met."""
    source = resources.files("toolkit.corpus") / "columns.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def read_platform(platform: str | Path) -> dict[str, object]:
    """Read a platform card: how the columns of one source map onto the ads table.

    Parameters
    ----------
    platform : str or pathlib.Path
        The name of a card of the toolkit, or the path of a TOML file.

    Returns
    -------
    dict
        ``name`` and ``columns``.

    Raises
    ------
    OptionError
        When there is no such card.

    Examples
    --------
    >>> read_platform("petites_annonces")["name"]
    'Petites Annonces'
    """
    folder = resources.files("toolkit.corpus") / "platforms"
    own = folder / f"{platform}.toml"
    if str(platform).endswith(".toml") and Path(platform).is_file():
        return tomllib.loads(Path(platform).read_text(encoding="utf-8"))
    if own.is_file():
        return tomllib.loads(own.read_text(encoding="utf-8"))
    known = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir())
    raise OptionError(
        "platform",
        value=str(platform),
        rule=f"must be a TOML file or one of {', '.join(known)}",
        remedy="copy a platform card and name your own columns in it",
    )


def _key(heading: object) -> str:
    """Return a heading as it is compared."""
    return fold(str(heading)).strip().strip("\ufeff").replace(" ", "_").replace("-", "_")


def _mapping(
    headings: list[str], path: Path, card: Mapping[str, object], columns: Mapping[str, str] | None
) -> dict[str, str]:
    """Return which heading of the file feeds which column of the ads table."""
    asked = {**_as_mapping(card.get("columns")), **(columns or {})}
    keys = {_key(heading): heading for heading in reversed(headings)}
    found: dict[str, str] = {}
    for column, names in _headings().items():
        candidates = [asked[column]] if column in asked else names
        match = next((keys[_key(name)] for name in candidates if _key(name) in keys), None)
        if match is not None:
            found[column] = match
        elif column in asked:
            raise InputFileError(
                f"file {path.name!r}",
                value=asked[column],
                rule=f"has no such column; it has {', '.join(headings)}",
                remedy=f'name the right one: columns={{"{column}": "..."}}',
            )
    if "text" not in found:
        raise InputFileError(
            f"file {path.name!r}",
            rule=f"needs a column of texts; it has {', '.join(headings)}",
            remedy='name it: columns={"text": "..."}, or write a platform card',
        )
    return found


def _as_mapping(value: object) -> dict[str, str]:
    """Return a TOML table as text to text."""
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, Mapping) else {}


def _clean(values: pd.Series) -> pd.Series:
    """Return values as text without outer spaces; empty ones missing."""
    texts = values.map(lambda value: None if value is None or value != value else str(value))
    texts = texts.astype("str").str.strip()
    return texts.where(texts != "")


def _dates(values: pd.Series) -> pd.Series:
    """Return days from ISO dates, French dates, or dates that a workbook already typed."""
    texts = _clean(values)
    iso = pd.to_datetime(texts.str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
    french = pd.to_datetime(texts.str.slice(0, 10), format="%d/%m/%Y", errors="coerce")
    short = pd.to_datetime(texts.str.slice(0, 8), format="%d/%m/%y", errors="coerce")
    return iso.fillna(french).fillna(short).astype("datetime64[s]")


def _texts(values: pd.Series) -> list[str | None]:
    """Return texts with HTML entities read; missing ones stay missing."""
    found = [None if value is None or value != value else str(value) for value in values]
    return [html.unescape(text) if text and "&" in text else text for text in found]


def _part(raw: pd.DataFrame, found: Mapping[str, str], name: str | None) -> AdsPart:
    """Turn raw rows into ads and rejected rows."""
    part = pd.DataFrame({"_line": raw["_line"].astype("int64")}, index=raw.index)
    for column in ("ad_id", *_OPTIONAL):
        source = raw[found[column]] if column in found else pd.Series(None, raw.index, dtype=object)
        part[column] = _dates(source) if column == "posted_at" else _clean(source)
    part["ad_id"] = part["ad_id"].fillna("line-" + part["_line"].astype("str"))
    part["platform"] = part["platform"].fillna(name or "unknown").map(platform_name)
    texts = pd.Series(_texts(raw[found["text"]]), index=raw.index, dtype=object)
    empty = texts.map(lambda text: text is None or not text.strip()).astype(bool)
    stated = raw[found["posted_at"]] if "posted_at" in found else None
    undated = part["posted_at"].isna() & (_clean(stated).notna() if stated is not None else False)
    reason = raw["_reason"].astype(object).where(raw["_reason"].notna(), None)
    reason = reason.mask(reason.isna() & empty, "empty_text")
    reason = reason.mask(reason.isna() & undated, "unreadable_date")
    usable = reason.isna()
    ads = part[usable].drop(columns="_line")
    ads.insert(3, "text", opaque_series(texts[usable], index=ads.index))
    rejected = pd.DataFrame(
        {
            "line": part["_line"],
            "ad_id": part["ad_id"],
            "reason": reason.astype("str"),
            "text": opaque_series(texts),
        }
    )[~usable]
    return AdsPart(ads[[c.name for c in ADS.columns]], rejected)


def read_ads_in_parts(
    path: str | Path,
    *,
    platform: str | Path | None = None,
    columns: Mapping[str, str] | None = None,
    rows: int = ROWS_IN_A_PART,
) -> Iterator[AdsPart]:
    """Read a file of ads a part at a time, so that a large one never fills the memory.

    It does not mask anything: what it yields is raw. A repeated ``ad_id`` is rejected the second
    time, across parts.

    Parameters
    ----------
    path : str or pathlib.Path
        CSV (any usual encoding and separator), XLSX, JSONL or Parquet.
    platform : str or pathlib.Path, optional
        A platform card: its name or its path.
    columns : mapping, optional
        Ads column to column of the file, over the card and the usual headings.
    rows : int
        Rows in a part.

    Yields
    ------
    AdsPart
        ``ads`` (see ``schema.ADS``) and ``rejected`` (line, ad_id, reason, text).

    Raises
    ------
    InputFileError
        When the file cannot be read or has no column of texts.

    Examples
    --------
    >>> sum(len(part.ads) for part in read_ads_in_parts("data_samples/ads_small_raw.csv")) > 100
    True
    """
    source = Path(path)
    card = read_platform(platform) if platform is not None else {}
    found: dict[str, str] | None = None
    seen: set[str] = set()
    for raw in open_parts(source, rows=rows):
        if found is None:
            headings = [str(name) for name in raw.columns if not str(name).startswith("_")]
            found = _mapping(headings, source, card, columns)
        complete = raw.reindex(columns=[*dict.fromkeys(found.values()), "_line", "_reason"])
        part = _part(complete, found, str(card["name"]) if "name" in card else None)
        yield _without_repeats(part, seen)
    if found is None:
        raise InputFileError(
            f"file {source.name!r}", rule="must hold at least one row", remedy="export it again"
        )


def _without_repeats(part: AdsPart, seen: set[str]) -> AdsPart:
    """Move ads whose identifier was met before to the rejected rows."""
    identifiers = part.ads["ad_id"]
    repeated = identifiers.duplicated() | identifiers.isin(seen)
    seen.update(identifiers)
    if not repeated.any():
        return part
    moved = part.ads.loc[repeated, ["ad_id", "text"]].assign(reason="repeated_ad_id")
    moved.insert(0, "line", pd.Series(0, index=moved.index))
    return AdsPart(part.ads[~repeated], pd.concat([part.rejected, moved], ignore_index=True))


def read_ads(
    path: str | Path,
    *,
    platform: str | Path | None = None,
    columns: Mapping[str, str] | None = None,
    record: str | Path | None = None,
) -> pd.DataFrame:
    """Read the ads of a file into one table.

    It does not mask anything and does not drop anything silently: rows that cannot be used are
    counted by reason in ``result.attrs["rejected"]`` and written beside the file when ``record``
    names a folder.

    Parameters
    ----------
    path : str or pathlib.Path
        CSV (any usual encoding and separator), XLSX, JSONL or Parquet.
    platform : str or pathlib.Path, optional
        A platform card: its name or its path.
    columns : mapping, optional
        Ads column to column of the file.
    record : str or pathlib.Path, optional
        A CSV file where the rejected rows (line, ad_id, reason; never the text) are written.

    Returns
    -------
    pandas.DataFrame
        Ads, see ``schema.ADS``.

    Raises
    ------
    InputFileError
        When the file cannot be read, has no column of texts or no usable row.

    Examples
    --------
    >>> ads = read_ads("data_samples/ads_small_raw.csv")
    >>> list(ads.columns)
    ['ad_id', 'platform', 'posted_at', 'text', 'place', 'advertiser_ref']
    """
    parts = list(read_ads_in_parts(path, platform=platform, columns=columns))
    ads = pd.concat([part.ads for part in parts], ignore_index=True)
    rejected = pd.concat([part.rejected for part in parts], ignore_index=True)
    if record is not None:
        write_rejected(rejected, record)
    if ads.empty:
        reasons = ", ".join(sorted(set(rejected["reason"])))
        raise InputFileError(
            f"file {Path(path).name!r}",
            rule=f"has no usable row ({len(rejected)} rejected: {reasons})",
            remedy="check the columns named with columns={...}",
        )
    ads.attrs["rejected"] = rejected["reason"].value_counts().to_dict()
    return ads


def write_rejected(rejected: pd.DataFrame, path: str | Path) -> None:
    """Write why rows were rejected, without their texts.

    Parameters
    ----------
    rejected : pandas.DataFrame
        Columns ``line``, ``ad_id``, ``reason``.
    path : str or pathlib.Path
        A CSV file.

    Raises
    ------
    OutputFileError
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> rejected = pd.DataFrame({"line": [2], "ad_id": ["a"], "reason": ["empty_text"]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_rejected(rejected, Path(folder, "rejected.csv"))
    """
    columns = rejected[["line", "ad_id", "reason"]]
    write_text_file(path, columns.to_csv(index=False, lineterminator="\n"))
