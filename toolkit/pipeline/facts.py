"""Words made of released tables alone: how sure wordings are, what other choices would change."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd

from toolkit.counting import Annotated
from toolkit.counting.periods import UNKNOWN
from toolkit.disclosure import SafeTable, load_rules
from toolkit.disclosure.estimate_words import column_words, headings
from toolkit.indicators import Codebook
from toolkit.indicators.codebook_files.types import STRENGTHS
from toolkit.language import language_name
from toolkit.messages import format_number, format_percent, message
from toolkit.messages.uncertainty import agreement_words, share_label
from toolkit.pipeline.labels import labels_of
from toolkit.report import Facts
from toolkit.schema import ROLES

Tables = Mapping[str, SafeTable]
# no language of its own: what is written could not be told
_NO_LANGUAGE = ("mixed", "unsure", "other", "undetermined", UNKNOWN)
_STRICTER = (15, 20, 30)
_MOST_SIDES = 12
_PRECISION = ("precision", "precision_low", "precision_high", "n_flagged")


def heads_of(lang: str, *names: str) -> tuple[str, ...]:
    """Return headings of the catalogue.

    Parameters
    ----------
    lang : str
        ``"fr"`` or ``"en"``.
    *names : str
        Keys.

    Returns
    -------
    tuple of str
        The words.

    Examples
    --------
    >>> heads_of("en", "question")
    ('Question',)
    """
    return tuple(message(f"facts.{name}", lang=lang) for name in names)


def shown_rows(table: SafeTable) -> pd.DataFrame:
    """Return the rows of a released table that hold an estimate.

    Parameters
    ----------
    table : SafeTable
        Any.

    Returns
    -------
    pandas.DataFrame
        The rows.

    Examples
    --------
    >>> shown_rows.__name__
    'shown_rows'
    """
    frame = table.to_frame()
    return frame[frame["estimate"].notna()] if "estimate" in frame else frame.iloc[:0]


def commonest(frame: pd.DataFrame) -> pd.Series | None:
    """Return the row of the language of most ads among those shown.

    Parameters
    ----------
    frame : pandas.DataFrame
        See ``shown_rows``.

    Returns
    -------
    pandas.Series or None
        None where no sure language may be shown.

    Examples
    --------
    >>> commonest(pd.DataFrame({"written_language": ["mixed"], "estimate": [0.4]})) is None
    True
    """
    sure = frame[~frame["written_language"].isin(_NO_LANGUAGE)]
    return (
        None
        if sure.empty
        else sure.iloc[int(sure["estimate"].astype("float64").to_numpy().argmax())]
    )


def evidence(
    table: SafeTable, codebook: Codebook, precision: pd.DataFrame | None, lang: str
) -> Facts | None:
    """Return what is known of each wording shown: role, strength of evidence, measured precision.

    It counts no ad. Wordings whose precision was measured are there even where no ad is shown.

    Parameters
    ----------
    table : SafeTable
        Shares of the wordings, released.
    codebook : Codebook
        The indicators that were read.
    precision : pandas.DataFrame or None
        What ``measured_precision`` returned for the whole corpus; not measured without it.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Facts or None
        One row per wording, in the order of the codebook; None where no wording is shown.

    Examples
    --------
    >>> evidence.__name__
    'evidence'
    """
    measured: dict[object, dict[str, float]] = {}
    if precision is not None:
        numbers = precision.set_index("indicator")[list(_PRECISION)]
        measured = {
            name: dict(zip(_PRECISION, map(float, row), strict=True))
            for name, row in zip(numbers.index, numbers.to_numpy(), strict=True)
        }
    frame = table.to_frame()
    told = {*frame.loc[frame["n_ads"].gt(0).fillna(False), "indicator"], *measured}
    rows = tuple(
        (
            entry.label[lang],
            message(f"codebook.role_{entry.role}", lang=lang),
            message(f"strength.{entry.strength}", lang=lang),
            _precision(measured.get(entry.id), lang),
        )
        for entry in codebook
        if entry.id in told
    )
    if not rows:
        return None
    heads = heads_of(lang, "wording", "role", "strength", "precision")
    if measured:
        return Facts(heads, rows)
    # a column of one word would hide what it says
    note = message("facts.no_precision", lang=lang)
    return Facts(heads[:-1], tuple(row[:-1] for row in rows), note)


def _precision(row: Mapping[str, float] | None, lang: str) -> str:
    """Return a measured precision; one that rests on too few texts is not said."""
    if row is None or math.isnan(row["precision"]):
        return message("states.not_measured", lang=lang)
    number, k = row["n_flagged"], load_rules().k_advertisers
    if number < k:
        return message("facts.few_read", lang=lang, k=k)
    values = {
        name: format_percent(row[column], lang=lang, decimals=0)
        for name, column in zip(("estimate", "low", "high"), _PRECISION, strict=False)
    }
    return message("facts.read", lang=lang, n=format_number(number, lang=lang), **values)


def sensitivity(tables: Tables, annotated: Annotated, lang: str) -> Facts | None:
    """Return what other choices would change: threshold, way of counting, role, limits of chance.

    It works on released tables only, so that a laxer threshold cannot be tried.

    Parameters
    ----------
    tables, annotated, lang
        As for ``summary``.

    Returns
    -------
    Facts or None
        What was chosen, what else might be, what changes; None where nothing was shown.

    Examples
    --------
    >>> sensitivity.__name__
    'sensitivity'
    """
    rows = (
        _thresholds(tables, lang),
        _countings(tables["language"], annotated, lang),
        _roles(tables["indicator"], annotated.codebook, lang),
        _chances(tables["territory_funnel"], lang),
    )
    told = tuple(row for row in rows if row is not None)
    heads = heads_of(lang, "choice", "retained", "otherwise", "changes")
    return Facts(heads, told) if told else None


def _thresholds(tables: Tables, lang: str) -> tuple[str, ...] | None:
    """Return how many numbers a stricter threshold would leave."""
    counts = [
        table.to_frame()["n_advertisers"].dropna()
        for name, table in tables.items()
        if name in ("platform", "language", "language_territory", "indicator", "territory")
    ]
    people = pd.concat(counts).astype("float64")
    people = people[people > 0]
    if people.empty:
        return None
    k = load_rules().k_advertisers
    left = ", ".join(
        message(
            "facts.or_at",
            lang=lang,
            k=limit,
            n=format_number(int(people.ge(limit).sum()), lang=lang),
        )
        for limit in _STRICTER
    )
    kept = message("facts.at", lang=lang, k=k, n=format_number(len(people), lang=lang))
    return (message("facts.threshold", lang=lang), kept, left, message("facts.fewer", lang=lang))


def _countings(table: SafeTable, annotated: Annotated, lang: str) -> tuple[str, ...] | None:
    """Return the share of the commonest language among ads, advertisers and texts."""
    name = message("facts.counting", lang=lang)
    row, corpus = commonest(shown_rows(table)), annotated.corpus
    if row is None:
        return None
    wholes = {
        "n_advertisers": corpus["advertiser"].nunique(),
        "n_templates": corpus["template"].nunique(),
    }
    others = {
        kind: float(row[kind]) / whole
        for kind, whole in wholes.items()
        if whole and pd.notna(row[kind])
    }
    said = ", ".join(
        message(f"facts.of_{kind}", lang=lang, share=format_percent(value, lang=lang, decimals=0))
        for kind, value in others.items()
    )
    share = float(row["estimate"])
    percent = format_percent(share, lang=lang, decimals=0)
    language = language_name(row["written_language"], lang=lang)
    kept = message("facts.of_n_ads", lang=lang, share=percent)
    return (
        name,
        message("facts.a_share", lang=lang, name=language, share=kept),
        said or message("states.not_measured", lang=lang),
        agreement_words([share, *others.values()], lang=lang),
    )


def _roles(table: SafeTable, codebook: Codebook, lang: str) -> tuple[str, ...] | None:
    """Return how many of the wordings found have each role, and each strength of evidence."""
    frame = table.to_frame()
    present = set(frame.loc[frame["n_ads"].gt(0).fillna(False), "indicator"])
    found = [entry for entry in codebook if entry.id in present]
    if not found:
        return None
    roles = ((role, sum(entry.role == role for entry in found)) for role in ROLES)
    strengths = ((s, sum(entry.strength == s for entry in found)) for s in STRENGTHS)
    kept = _listed(((message(f"codebook.role_{name}", lang=lang), n) for name, n in roles), lang)
    other = _listed(((message(f"strength.{name}", lang=lang), n) for name, n in strengths), lang)
    return (
        message("facts.codebook", lang=lang),
        kept,
        other,
        message("facts.role_changes", lang=lang),
    )


def _listed(parts: Iterator[tuple[str, int]], lang: str) -> str:
    """Return names and numbers in a row, those of nothing left out."""
    words = [message("report.pair", lang=lang, name=name, value=n) for name, n in parts if n]
    return ", ".join(words)


def _chances(table: SafeTable, lang: str) -> tuple[str, ...] | None:
    """Return how many départements are beyond the limits of chance, by the level of the limits."""
    placed = table.to_frame()["position"].dropna().astype("str")
    name = message("facts.chance", lang=lang)
    if placed.empty:
        return None
    beyond = int(placed.str.endswith("_998").sum())
    wider = int(placed.ne("inside").sum())
    kept = message("facts.beyond", lang=lang, level=format_percent(0.998, lang=lang), n=beyond)
    other = message(
        "facts.beyond", lang=lang, level=format_percent(0.95, lang=lang, decimals=0), n=wider
    )
    same = message(f"facts.{'same' if wider == beyond else 'more_by_chance'}", lang=lang)
    return (name, kept, other, same)


def side_by_side(tables: Tables, annotated: Annotated, lang: str) -> Facts | None:
    """Return départements side by side, by one method.

    It ranks nothing: rows stand in the order of their codes.

    Parameters
    ----------
    tables, annotated, lang
        As for ``summary``.

    Returns
    -------
    Facts or None
        Rate and its reading, commonest language, languages needed; None for more départements
        than a reader takes in.

    Examples
    --------
    >>> side_by_side.__name__
    'side_by_side'
    """
    rates = tables["territory"].to_frame()
    rates = rates[rates["departement"].ne(UNKNOWN)].reset_index(drop=True)
    if len(rates) > _MOST_SIDES:
        return None
    names = labels_of("departement", annotated, tables["territory"], lang)
    read = tables["territory_funnel"].to_frame().set_index("departement")
    needed = tables["language_need"].to_frame().set_index("departement")
    languages = shown_rows(tables["language_territory"])
    hidden = message("states.suppressed", lang=lang)
    rows = []
    for code, rate in zip(rates["departement"], _with_limits(rates, lang), strict=True):
        row = commonest(languages[languages["departement"].eq(code)])
        language = (
            hidden
            if row is None
            else f"{language_name(row['written_language'], lang=lang)}, {_share(row, lang)}"
        )
        rows.append(
            (
                f"{names.get(code, code)} ({code})",
                rate or hidden,
                _cell(read, code, "position", lang),
                language,
                _needed(needed, code, lang),
            )
        )
    unit = headings(rates, ["estimate"], lang)[0]
    heads = heads_of(lang, "departement", "reading", "commonest", "needed")
    return Facts((heads[0], unit, *heads[1:]), tuple(rows))


def _share(row: pd.Series, lang: str) -> str:
    """Return a share in few words."""
    low, high = (float("nan") if pd.isna(row[name]) else row[name] for name in ("low", "high"))
    return share_label(float(row["estimate"]), float(low), float(high), lang=lang)


def _with_limits(frame: pd.DataFrame, lang: str) -> list[str]:
    """Return estimates with their limits, nothing where they are hidden."""
    between = message("report.between", lang=lang)
    parts = zip(*(column_words(frame, n, lang) for n in ("estimate", "low", "high")), strict=True)
    known = frame["estimate"].notna()
    return [
        f"{e} [{a}{between}{b}]" if k else "" for (e, a, b), k in zip(parts, known, strict=True)
    ]


def _needed(frame: pd.DataFrame, code: str, lang: str) -> str:
    """Return how many languages a département needs, with their limits."""
    words = _cell(frame, code, "estimate", lang)
    row = frame[frame.index == code]
    if row.empty or row["low"].isna().any() or row["estimate"].isna().any():
        return words
    low, high = (column_words(row, name, lang)[0] for name in ("low", "high"))
    return f"{words} [{low}{message('report.between', lang=lang)}{high}]"


def _cell(frame: pd.DataFrame, code: str, name: str, lang: str) -> str:
    """Return a number or a reading of a département in words."""
    row = frame[frame.index == code]
    if row.empty:
        return message("states.not_measured", lang=lang)
    if pd.isna(row[name].iloc[0]):
        state = row["state"].iloc[0]
        return message(f"states.{state}", lang=lang) if state == "suppressed" else "–"
    return column_words(row, name, lang)[0]
