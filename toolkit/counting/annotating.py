"""Read a corpus once: language, indicators, places, availability and copies, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from toolkit.anonymise import refuse_residue
from toolkit.availability import find_availability
from toolkit.corpus.site_languages import site_languages as languages_of_sites
from toolkit.duplicates import group_templates
from toolkit.errors import OptionError
from toolkit.indicators import Codebook, find_indicators, load_codebook
from toolkit.indicators.ages.stated import find_stated_ages
from toolkit.indicators.codebook_files.loading import with_needed
from toolkit.indicators.linked.finding import find_linked, reads_ages
from toolkit.language import read_languages
from toolkit.messages import message
from toolkit.schema import ANNOTATED, CORPUS, check
from toolkit.territory import assign_departement, check_departements
from toolkit.text.opaque import texts_in_parts

TEXTS_IN_A_PART = 2_000
_EVENTS = ("spans", "segments", "windows")
# where the places stand among what is read of a part
_LOCATED = 2


@dataclass(frozen=True)
class Annotated:
    """A corpus read once, with what was found in it; its repr shows sizes only."""

    corpus: pd.DataFrame
    spans: pd.DataFrame
    segments: pd.DataFrame
    windows: pd.DataFrame
    codebook: Codebook
    # of the whole corpus: ads whose column and text state a place, and where the two differ
    places_compared: int = 0
    places_differing: int = 0

    def __repr__(self) -> str:
        """Return sizes only."""
        found = ", ".join(f"{len(getattr(self, name))} {name}" for name in _EVENTS)
        return f"Annotated({len(self.corpus)} ads, {found})"


def annotate(
    corpus: pd.DataFrame,
    *,
    codebook: Codebook | None = None,
    jobs: int = 1,
    site_languages: Mapping[str, str] | None = None,
) -> Annotated:
    """Read every text of a corpus: language, indicators, places, availability, copies.

    It does not judge an ad: what it finds are wordings, each with its status, and links between
    ads, which need the whole corpus: annotate it whole, then ``select``. A corpus in which an
    identifier remains is refused before anything is read.

    Parameters
    ----------
    corpus : pandas.DataFrame
        See ``schema.CORPUS``.
    codebook : Codebook, optional
        The indicators to look for; by default all that are not experimental.
    jobs : int
        Processes that share the reading.
    site_languages : mapping of str to str, optional
        Platform to the code of the language of its site, where it is not French.

    Returns
    -------
    Annotated
        ``corpus`` (see ``schema.ANNOTATED``), ``spans``, ``segments``, ``windows``, ``codebook``.

    Raises
    ------
    ResidualIdentifierError
        When a text still holds an identifier.
    TableError
        When the table is not a corpus.

    Examples
    --------
    >>> annotate(pd.DataFrame({"ad_id": ["a"]}))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.TableError: table 'corpus': missing columns ...
    """
    check(corpus, CORPUS)
    refuse_residue(corpus)
    if jobs < 1:
        raise OptionError("jobs", value=jobs, rule="must be 1 or more", remedy="leave it out")
    book = codebook if codebook is not None else load_codebook()
    sites = languages_of_sites(corpus["platform"].reset_index(drop=True), own=site_languages)
    languages, segments, located, spans, windows, ages = _read_all(corpus, with_needed(book), jobs)
    read = corpus.reset_index(drop=True).assign(
        language=languages["language"].to_numpy(),
        language_confidence=languages["confidence"].to_numpy(),
        language_status=languages["status"].to_numpy(),
        departement=located["departement"].to_numpy(),
        commune=located["commune"].to_numpy(),
        place_status=located["place_status"].to_numpy(),
        template=group_templates(corpus),
    )
    with_sites = check(read, ANNOTATED).assign(site_language=sites)
    linked = find_linked(with_sites, book, spans=spans, ages=ages)
    kept = spans[spans["indicator"].isin(book.ids)]
    found = pd.concat(_with_rows((kept, linked)), ignore_index=True)
    compared, differing = (located.attrs[name] for name in ("compared", "disagreements"))
    return Annotated(read, found, segments, windows, book, compared, differing)


def _by_ad(table: pd.DataFrame, identifiers: pd.Series) -> pd.DataFrame:
    """Return events with the identifier of their ad in place of its position."""
    found = table.drop(columns="row")
    found.insert(0, "ad_id", identifiers.take(table["row"].to_numpy(dtype="int64")).to_numpy())
    return found


def _read_part(
    identifiers: pd.Series, texts: list[str], places: list[object], codebook: Codebook
) -> tuple[pd.DataFrame, ...]:
    """Run every reader on some texts."""
    languages, segments = read_languages(texts)
    located = assign_departement(texts, places=places)
    spans = _by_ad(find_indicators(texts, codebook), identifiers)
    windows = _by_ad(find_availability(texts), identifiers)
    ages = _by_ad(find_stated_ages(texts if reads_ages(codebook) else []), identifiers)
    return languages, _by_ad(segments, identifiers), located, spans, windows, ages


def _parts(corpus: pd.DataFrame) -> Iterator[tuple[pd.Series, list[str], list[object]]]:
    """Yield identifiers, texts and stated places, a part at a time."""
    texts = texts_in_parts(corpus, size=TEXTS_IN_A_PART) if len(corpus) else iter([[]])
    for number, part in enumerate(texts):
        rows = corpus.iloc[number * TEXTS_IN_A_PART :][: len(part)]
        stated = rows["place"].tolist() if "place" in rows.columns else [None] * len(part)
        yield rows["ad_id"].astype("str"), part, stated


def _read_all(corpus: pd.DataFrame, codebook: Codebook, jobs: int) -> list[pd.DataFrame]:
    """Run every reader on all texts, part by part, and join the parts."""
    from tqdm.auto import tqdm

    number = max(-(-len(corpus) // TEXTS_IN_A_PART), 1)
    said, unit = message("progress.reading"), message("progress.part")
    shown = tqdm(_parts(corpus), total=number, desc=said, unit=unit, disable=None)
    if jobs == 1:
        results = [_read_part(*part, codebook) for part in shown]
    else:
        from joblib import Parallel, delayed

        work = delayed(_read_part)
        results = Parallel(n_jobs=jobs)(work(*part, codebook) for part in shown)
    joined = [
        pd.concat(_with_rows(tables), ignore_index=True) for tables in zip(*results, strict=True)
    ]
    located = [part[_LOCATED].attrs for part in results]
    joined[_LOCATED].attrs = {name: sum(part[name] for part in located) for name in located[0]}
    return joined


def _with_rows(tables: tuple[pd.DataFrame, ...]) -> list[pd.DataFrame]:
    """Return the tables that have rows, or one empty table with the right columns."""
    return [table for table in tables if len(table)] or [tables[0]]


def select(
    annotated: Annotated,
    *,
    departements: Sequence[str] | None = None,
    period: tuple[str, str] | None = None,
) -> Annotated:
    """Keep the ads of some départements and months, with what was found in them.

    It selects by territory and time only: there is no selection by text, contact or advertiser.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    departements : sequence of str, optional
        Codes as text: ``["59", "2A"]``.
    period : tuple of str, optional
        First and last month, both kept: ``("2024-01", "2025-12")``.

    Returns
    -------
    Annotated
        The same tables with fewer rows.

    Raises
    ------
    CodeError
        When a code is not text or is unknown.
    OptionError
        When the period is no pair of months, or no ad is left.

    Examples
    --------
    >>> select(None, period=("2025", "2024"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: period: got ('2025', '2024'); must be two months ...
    """
    if period is not None and not _is_period(period):
        raise OptionError(
            "period",
            value=period,
            rule='must be two months in order, such as ("2024-01", "2025-12")',
            remedy="write year and month with a hyphen",
        )
    corpus = annotated.corpus
    kept = pd.Series(True, index=corpus.index)
    if departements is not None:
        kept &= corpus["departement"].isin(check_departements(departements))
    if period is not None:
        months = corpus["posted_at"].dt.strftime("%Y-%m")
        kept &= months.ge(period[0]) & months.le(period[1])
    if not kept.any():
        raise OptionError(
            "selection",
            rule="no ad of the corpus is in this territory and period",
            remedy="widen the départements or the period",
        )
    chosen = corpus[kept].reset_index(drop=True)
    identifiers = set(chosen["ad_id"])
    events = {name: getattr(annotated, name) for name in _EVENTS}
    return replace(
        annotated,
        corpus=chosen,
        **{
            name: table[table["ad_id"].isin(identifiers)].reset_index(drop=True)
            for name, table in events.items()
        },
    )


def _is_period(period: object) -> bool:
    """Tell whether this is a pair of ordered ISO months."""
    if not isinstance(period, tuple) or len(period) != 2:
        return False
    parsed = pd.to_datetime(pd.Series(period, dtype="object"), format="%Y-%m", errors="coerce")
    lengths = all(isinstance(month, str) and len(month) == 7 for month in period)
    return bool(lengths and parsed.notna().all() and period[0] <= period[1])
