"""One call from a file to a diagnostic."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from toolkit.counting import Annotated, annotate, select
from toolkit.disclosure import load_rules
from toolkit.export.checking import refuse_found
from toolkit.export.judging import Watch
from toolkit.export.slides import deck_bytes
from toolkit.export.spreadsheets import csv_bytes, workbook_bytes
from toolkit.indicators import codebook_recall
from toolkit.language import language_name
from toolkit.messages import check_language, format_month, format_number, format_percent, message
from toolkit.messages.catalogue import catalogue
from toolkit.messages.numbers import format_day
from toolkit.pipeline.preparing import Prepared, prepare
from toolkit.pipeline.sections import make_sections
from toolkit.report import (
    Diagnostic,
    Facts,
    Section,
    check_folder,
    document_writers,
    helpline_section,
    limits_statement,
    read_helplines,
    write_diagnostic,
)
from toolkit.territory import check_departements, departement_name

_IDENTITY = ("rejected", "quarantined", "leaks", "threshold")
_TRACE = (
    *("file", "read", "rejected", "masked", "leaks", "quarantined", "selected", "advertisers"),
    *(
        "chained",
        "templates",
        "threshold",
        "ledger",
        "codebook",
        "places",
        "vintage",
        "retention",
        "versions",
        "made",
    ),
)


def diagnose(
    path_or_corpus: str | Path | pd.DataFrame | Prepared,
    *,
    out: str | Path,
    departements: Sequence[str] | None = None,
    period: tuple[str, str] | None = None,
    lang: str = "fr",
    documents: Sequence[str] = (),
) -> Mapping[str, object]:
    """Write the diagnostic of a territory: report, slides, figures, tables, manifest.

    Several départements are put side by side, by one method. It writes no ad, no contact and no
    count below the thresholds, and keeps no intermediate file. Where the processing record names a
    ledger, what leaves is compared with what left before. Every file is scanned as by
    ``check_files`` before the folder takes its name: on a find none is left, and an earlier
    diagnostic stays. A file ``helplines.toml`` beside the raw file says where to turn, and holds
    the only numbers that the scan lets pass.

    Parameters
    ----------
    path_or_corpus : str, pathlib.Path, pandas.DataFrame or Prepared
        A raw file of ads, with its processing record beside it; what ``prepare`` made of a file
        whose record is elsewhere; or a corpus that was pseudonymised before.
    out : str or pathlib.Path
        The folder to write; an earlier diagnostic there is replaced, anything else is refused.
    departements : sequence of str, optional
        Codes as text: ``["59", "2A"]``; two or more are also compared.
    period : tuple of str, optional
        First and last month: ``("2024-01", "2025-12")``.
    lang : str
        ``"fr"`` or ``"en"``.
    documents : sequence of str
        The same report for those who must edit it: ``"docx"`` for Word (extra ``rapport``),
        ``"odt"`` for LibreOffice; none by default.

    Returns
    -------
    mapping
        The manifest: what was written, with fingerprints.

    Raises
    ------
    ToolkitError
        When the file, the record, the territory, the period or the folder is not usable, or a
        document needs an extra that is not installed; nothing is written then.
    DisclosureError
        When the scan finds something, such as a platform that is called by an address.

    Examples
    --------
    >>> diagnose("data_samples/ads_raw.csv", departements=[59], out="out")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.CodeError: ...
    """
    check_language(lang)
    codes = check_departements(departements) if departements is not None else None
    check_folder(out)
    editable = document_writers(documents, lang=lang)
    prepared = _prepared(path_or_corpus)
    lines = read_helplines(prepared.helplines)
    annotated = annotate(prepared.corpus)
    if codes is not None or period is not None:
        annotated = select(annotated, departements=codes, period=period)
    summary, *sections = make_sections(
        annotated,
        lang=lang,
        ledger=prepared.ledger,
        corpus=prepared.fingerprint or "",
        precision=prepared.precision,
    )
    diagnostic = Diagnostic(
        lang=lang,
        title=message("diagnostic.title", lang=lang),
        subtitle=_subtitle(annotated, codes, lang),
        sections=(
            summary,
            _identity(prepared, annotated, lang),
            *sections,
            helpline_section(lines, lang=lang, checked=prepared.helplines is not None),
        ),
        limits=limits_statement(lang=lang, recall=_recall(lang)),
        trace=_trace(prepared, annotated, lang),
    )
    public = frozenset(line.number for line in lines if line.number)
    check = partial(refuse_found, watch=Watch(public=public))
    book = f"tables/{message('report.workbook', lang=lang)}.xlsx"
    return write_diagnostic(
        diagnostic,
        out=Path(out),
        write_table=csv_bytes,
        check=check,
        beside={"presentation.pptx": deck_bytes, book: _workbook, **editable},
    )


def _prepared(path_or_corpus: str | Path | pd.DataFrame | Prepared) -> Prepared:
    """Return a corpus and what happened on the way to it."""
    if isinstance(path_or_corpus, Prepared):
        return path_or_corpus
    if isinstance(path_or_corpus, pd.DataFrame):
        nothing = path_or_corpus.iloc[:0]
        return Prepared(path_or_corpus, nothing, pd.DataFrame({"reason": []}))
    return prepare(path_or_corpus)


def _workbook(diagnostic: Diagnostic) -> bytes:
    """Return all tables of a diagnostic as one workbook, with their notes."""
    items = [section.figure or section.table for section in diagnostic.sections]
    return workbook_bytes([item for item in items if item is not None], diagnostic.lang)


def _few(annotated: Annotated) -> bool:
    """Tell whether the ads are of too few advertisers for their number to be said."""
    return 0 < annotated.corpus["advertiser"].nunique() < load_rules().k_advertisers


def _identity(prepared: Prepared, annotated: Annotated, lang: str) -> Section:
    """Return what was collected and read: how much, where from, of which months."""
    corpus = annotated.corpus
    columns = {"platforms": "platform", "departements": "departement"}
    few = message("trace.few", lang=lang, k=load_rules().k_advertisers)
    named = {
        key: few if _few(annotated) else format_number(corpus[name].nunique(), lang=lang)
        for key, name in columns.items()
    }
    sizes = _sizes(prepared, annotated, lang)
    rows = (
        *((message(f"trace.{key}", lang=lang), words) for key, words in sizes.items()),
        *((message(f"facts.{key}", lang=lang), words) for key, words in named.items()),
        (message("facts.period", lang=lang), _period(annotated, lang)),
        *(
            (label, words)
            for label, words in _trace(prepared, annotated, lang)
            if label in {message(f"trace.{key}", lang=lang) for key in _IDENTITY}
        ),
    )
    heads = tuple(message(f"facts.{key}", lang=lang) for key in ("what", "value"))
    return Section(
        "identity",
        message("diagnostic.identity", lang=lang),
        (message("diagnostic.identity_reading", lang=lang),),
        facts=Facts(heads, rows),
    )


def _period(annotated: Annotated, lang: str) -> str:
    """Return the first and the last month; nothing of ads of too few advertisers."""
    if _few(annotated):
        return message("trace.few", lang=lang, k=load_rules().k_advertisers)
    months = annotated.corpus["posted_at"].dropna().dt.strftime("%Y-%m")
    if not len(months):
        return message("diagnostic.no_period", lang=lang)
    first, last = (format_month(month, lang=lang) for month in (months.min(), months.max()))
    return f"{first} – {last}"


def _subtitle(annotated: Annotated, codes: Sequence[str] | None, lang: str) -> str:
    """Return how many ads, when and where; where alone when they are of too few advertisers."""
    territory = message("diagnostic.territory_all", lang=lang)
    if codes is not None:
        names = ", ".join(f"{departement_name(code)} ({code})" for code in codes)
        territory = message("diagnostic.territory_some", lang=lang, names=names)
    if _few(annotated):
        k = load_rules().k_advertisers
        return message("diagnostic.subtitle_few", lang=lang, k=k, territory=territory)
    months = annotated.corpus["posted_at"].dropna().dt.strftime("%Y-%m")
    no_period = message("diagnostic.no_period", lang=lang)
    first, last = (
        (format_month(months.min(), lang=lang), format_month(months.max(), lang=lang))
        if len(months)
        else (no_period, no_period)
    )
    n = format_number(len(annotated.corpus), lang=lang)
    return message(
        "diagnostic.subtitle", lang=lang, n=n, first=first, last=last, territory=territory
    )


def _recall(lang: str) -> str:
    """Return the measured recall of the codebook, by language, in words."""
    table = codebook_recall().set_index("language")
    shown = {
        code: {
            name: format_percent(float(row[name]), lang=lang, decimals=0)
            for name in ("estimate", "low", "high")
        }
        for code, row in table.iterrows()
    }
    whole = message("diagnostic.recall", lang=lang, **shown.pop("all"))
    parts = (
        message(
            "diagnostic.recall_language",
            lang=lang,
            name=language_name(str(code), lang=lang),
            **values,
        )
        for code, values in shown.items()
    )
    return f"{whole} ({', '.join(parts)})"


def _trace(prepared: Prepared, annotated: Annotated, lang: str) -> tuple[tuple[str, str], ...]:
    """Return what a reader needs to redo or to doubt the diagnostic."""
    rules = load_rules()
    reasons = prepared.rejected["reason"].value_counts().sort_index()
    threshold = message(
        "trace.threshold_value",
        lang=lang,
        k=rules.k_advertisers,
        top1=format_percent(rules.top1_share, lang=lang, decimals=0),
        top2=format_percent(rules.top2_share, lang=lang, decimals=0),
    )
    packages = ("aller-vers-toolkit", "pandas", "scikit-learn", "matplotlib")
    values = {
        "file": prepared.fingerprint or "–",
        "rejected": ", ".join(_rejected(reason, n, lang) for reason, n in reasons.items()) or "0",
        "masked": _masked(prepared, lang),
        "leaks": _leaks(prepared, lang),
        "quarantined": format_number(len(prepared.quarantine), lang=lang),
        **_sizes(prepared, annotated, lang),
        "chained": format_number(prepared.chained, lang=lang),
        "threshold": threshold,
        "ledger": message(f"trace.ledger_{'kept' if prepared.ledger else 'none'}", lang=lang),
        "codebook": ", ".join(indicator.id for indicator in annotated.codebook),
        "places": _places(annotated, lang),
        "vintage": message("trace.vintage_value", lang=lang),
        "retention": _retention(prepared, lang),
        "versions": ", ".join(f"{name} {version(name)}" for name in packages),
        "made": format_day(datetime.datetime.now(tz=datetime.UTC).date(), lang=lang),
    }
    return tuple((message(f"trace.{key}", lang=lang), values[key]) for key in _TRACE)


def _rejected(reason: object, number: int, lang: str) -> str:
    """Return why some rows were not used, and how many."""
    words = catalogue(lang).get(f"rejected.{reason}", str(reason))
    value = format_number(number, lang=lang)
    return message("report.pair", lang=lang, name=words, value=value)


def _sizes(prepared: Prepared, annotated: Annotated, lang: str) -> dict[str, str]:
    """Return how many lines, ads, advertisers, texts; none for ads of too few advertisers."""
    corpus = annotated.corpus
    counts = {
        "read": prepared.n_read,
        "selected": len(corpus),
        "advertisers": corpus["advertiser"].nunique(),
        "templates": corpus["template"].nunique(),
    }
    k = load_rules().k_advertisers
    if _few(annotated):
        return dict.fromkeys(counts, message("trace.few", lang=lang, k=k))
    words = {name: format_number(n, lang=lang) for name, n in counts.items()}
    # the scan takes any small number in a table for one of advertisers
    few_texts = 0 < counts["templates"] < k
    return words | ({"templates": message("trace.few_texts", lang=lang, k=k)} if few_texts else {})


def _places(annotated: Annotated, lang: str) -> str:
    """Return how often the place column and the text state two départements."""
    if not annotated.places_compared:
        return "–"
    if _few(annotated):
        return message("trace.few", lang=lang, k=load_rules().k_advertisers)
    n, compared = (
        format_number(count, lang=lang)
        for count in (annotated.places_differing, annotated.places_compared)
    )
    return message("trace.places_value", lang=lang, n=n, compared=compared)


def _masked(prepared: Prepared, lang: str) -> str:
    """Return how many identifiers of each type were masked."""
    if prepared.masks is None:
        return "–"
    counted = prepared.masks.groupby("type")["n_masks"].sum().sort_values(ascending=False)
    parts = (
        message(
            "trace.masked_value",
            lang=lang,
            name=message(f"identifier.{kind}", lang=lang),
            n=format_number(n, lang=lang),
        )
        for kind, n in counted.items()
    )
    return ", ".join(parts) or "0"


def _leaks(prepared: Prepared, lang: str) -> str:
    """Return the share of masked texts in which a person still saw a contact."""
    if prepared.leaks is None:
        return message("trace.leaks_not_measured", lang=lang)
    rate = prepared.leaks.iloc[0]
    shown = {name: format_percent(rate[name], lang=lang) for name in ("estimate", "low", "high")}
    n = format_number(rate["n_ads"], lang=lang)
    return message("trace.leaks_value", lang=lang, n=n, **shown)


def _retention(prepared: Prepared, lang: str) -> str:
    """Return until when the corpus may be kept."""
    if prepared.record is None:
        return "–"
    key = "retention_expired" if prepared.record.expired else "retention_value"
    return message(
        f"trace.{key}", lang=lang, date=format_day(prepared.record.retention_until, lang=lang)
    )
