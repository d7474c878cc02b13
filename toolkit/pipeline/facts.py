"""Words made of released tables alone: what stands out, how sure it is, what else would change."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd

from toolkit.counting import Annotated
from toolkit.counting.periods import UNKNOWN
from toolkit.disclosure import SafeTable, load_rules
from toolkit.disclosure.estimate_words import column_words, headings
from toolkit.figures.funnels import finding
from toolkit.indicators import Codebook
from toolkit.indicators.codebook_files.types import STRENGTHS
from toolkit.language import language_name
from toolkit.messages import format_number, format_percent, message
from toolkit.messages.uncertainty import agreement_words, difference_words, share_words
from toolkit.pipeline.labels import labels_of
from toolkit.report import Facts
from toolkit.schema import ROLES

Tables = Mapping[str, SafeTable]
# no language of its own: what is written could not be told
_NO_LANGUAGE = ("mixed", "unsure", "other", "undetermined", UNKNOWN)
_STRICTER = (15, 20, 30)
_MOST_SIDES = 12
_PRECISION = ("precision", "precision_low", "precision_high", "n_flagged")


def _heads(lang: str, *names: str) -> tuple[str, ...]:
    """Return headings of the catalogue."""
    return tuple(message(f"facts.{name}", lang=lang) for name in names)


def _shown(table: SafeTable) -> pd.DataFrame:
    """Return the rows of a released table that hold an estimate."""
    frame = table.to_frame()
    return frame[frame["estimate"].notna()] if "estimate" in frame else frame.iloc[:0]


def _commonest(frame: pd.DataFrame) -> pd.Series | None:
    """Return the row of the language of most ads, None where none may be shown."""
    sure = frame[~frame["written_language"].isin(_NO_LANGUAGE)]
    return (
        None
        if sure.empty
        else sure.iloc[int(sure["estimate"].astype("float64").to_numpy().argmax())]
    )


def _share(row: pd.Series, lang: str) -> str:
    """Return a share in words."""
    low, high = (float("nan") if pd.isna(row[name]) else row[name] for name in ("low", "high"))
    return share_words(float(row["estimate"]), float(low), float(high), lang=lang)


def summary(tables: Tables, annotated: Annotated, lang: str) -> Facts:
    """Return what stands out of a diagnostic, in words that say how sure it is.

    It adds no number to those of the released tables, and judges nobody.

    Parameters
    ----------
    tables : mapping
        Section to released table.
    annotated : Annotated
        The corpus, for names.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Facts
        A question and what may be said, in each row.

    Examples
    --------
    >>> summary.__name__
    'summary'
    """
    return Facts(_heads(lang, "question", "answer"), tuple(_summed_up(tables, annotated, lang)))


def _summed_up(tables: Tables, annotated: Annotated, lang: str) -> Iterator[tuple[str, str]]:
    """Yield questions and answers."""

    def say(key: str, **values: object) -> str:
        """Return words of the catalogue."""
        return message(f"facts.{key}", lang=lang, **values)

    row = _commonest(_shown(tables["language"]))
    language = (
        say("hidden")
        if row is None
        else say(
            "a_share",
            name=language_name(row["written_language"], lang=lang),
            share=_share(row, lang),
        )
    )
    yield say("q_language"), language
    said = _shown(tables["availability_said"])
    hours = said[said["availability"].eq("hours stated")]
    yield say("q_hours"), say("hidden") if hours.empty else _share(hours.iloc[0], lang)
    funnel = tables["territory_funnel"]
    places = labels_of("departement", annotated, funnel, lang)
    yield say("q_territory"), finding(funnel.to_frame(), places, lang)
    yield say("q_change"), _change_words(tables["change"].to_frame(), lang)
    indicators = _shown(tables["indicator"])
    present = int(indicators["n_ads"].gt(0).sum())
    key = "a_indicator" if present else "a_indicator_none"
    yield say("q_indicator"), say(key, n=format_number(present, lang=lang))
    hidden = sum(table.n_hidden for table in tables.values())
    cells = sum(table.n_cells for table in tables.values())
    values = {"n": format_number(hidden, lang=lang), "cells": format_number(cells, lang=lang)}
    yield say("q_hidden"), say("a_hidden", **values)


def _change_words(changes: pd.DataFrame, lang: str) -> str:
    """Return on how many platforms the level changes; a hidden one may have changed too."""
    if changes.empty:
        return difference_words(None, lang=lang)
    found = changes.loc[changes["estimate"].notna(), "platform"].nunique()
    if found:
        words = difference_words(True, lang=lang)
        return message("facts.a_change", lang=lang, n=found, words=words)
    hidden = changes["state"].ne("counted").any()
    return difference_words(None if hidden else False, lang=lang)


def evidence(codebook: Codebook, precision: pd.DataFrame | None, lang: str) -> Facts:
    """Return what is known of each wording: role, strength of the evidence, measured precision.

    It counts no ad.

    Parameters
    ----------
    codebook : Codebook
        The indicators that were read.
    precision : pandas.DataFrame or None
        What ``measured_precision`` returned for the whole corpus; not measured without it.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Facts
        One row per indicator, in the order of the codebook.

    Examples
    --------
    >>> from toolkit.indicators import load_codebook
    >>> evidence(load_codebook(), None, "en").rows[0]
    ('Stated as available round the clock', 'context', 'field practice', 'not measured')
    """
    measured: dict[object, dict[str, float]] = {}
    if precision is not None:
        numbers = precision.set_index("indicator")[list(_PRECISION)]
        measured = {
            name: dict(zip(_PRECISION, map(float, row), strict=True))
            for name, row in zip(numbers.index, numbers.to_numpy(), strict=True)
        }
    rows = (
        (
            entry.label[lang],
            message(f"codebook.role_{entry.role}", lang=lang),
            message(f"strength.{entry.strength}", lang=lang),
            _precision(measured.get(entry.id), lang),
        )
        for entry in codebook
    )
    return Facts(_heads(lang, "wording", "role", "strength", "precision"), tuple(rows))


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


def sensitivity(tables: Tables, annotated: Annotated, lang: str) -> Facts:
    """Return what other choices would change: threshold, way of counting, role, limits of chance.

    It works on released tables only, so that a laxer threshold cannot be tried.

    Parameters
    ----------
    tables, annotated, lang
        As for ``summary``.

    Returns
    -------
    Facts
        What was chosen, what else might be, what changes.

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
    return Facts(_heads(lang, "choice", "retained", "otherwise", "changes"), rows)


def _thresholds(tables: Tables, lang: str) -> tuple[str, ...]:
    """Return how many numbers a stricter threshold would leave."""
    counts = [
        table.to_frame()["n_advertisers"].dropna()
        for name, table in tables.items()
        if name in ("platform", "language", "language_territory", "indicator", "territory")
    ]
    people = pd.concat(counts).astype("float64")
    people = people[people > 0]
    k = load_rules().k_advertisers
    left = ", ".join(
        message(
            "facts.at", lang=lang, k=limit, n=format_number(int(people.ge(limit).sum()), lang=lang)
        )
        for limit in _STRICTER
    )
    kept = message("facts.at", lang=lang, k=k, n=format_number(len(people), lang=lang))
    return (message("facts.threshold", lang=lang), kept, left, message("facts.fewer", lang=lang))


def _countings(table: SafeTable, annotated: Annotated, lang: str) -> tuple[str, ...]:
    """Return the share of the commonest language among ads, advertisers and texts."""
    name = message("facts.counting", lang=lang)
    row, corpus = _commonest(_shown(table)), annotated.corpus
    if row is None:
        hidden = message("states.suppressed", lang=lang)
        return (name, hidden, hidden, agreement_words([], lang=lang))
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


def _roles(table: SafeTable, codebook: Codebook, lang: str) -> tuple[str, ...]:
    """Return how many of the wordings found have each role, and each strength of evidence."""
    frame = table.to_frame()
    present = set(frame.loc[frame["n_ads"].gt(0).fillna(False), "indicator"])
    found = [entry for entry in codebook if entry.id in present]
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
    return ", ".join(words) or "–"


def _chances(table: SafeTable, lang: str) -> tuple[str, ...]:
    """Return how many départements are beyond the limits of chance, by the level of the limits."""
    placed = table.to_frame()["position"].dropna().astype("str")
    name = message("facts.chance", lang=lang)
    if placed.empty:
        none = message("facts.too_few_places", lang=lang)
        return (name, none, none, difference_words(None, lang=lang))
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
    languages = _shown(tables["language_territory"])
    hidden = message("states.suppressed", lang=lang)
    rows = []
    for code, rate in zip(rates["departement"], _with_limits(rates, lang), strict=True):
        row = _commonest(languages[languages["departement"].eq(code)])
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
                _cell(needed, code, "estimate", lang),
            )
        )
    unit = headings(rates, ["estimate"], lang)[0]
    heads = _heads(lang, "departement", "reading", "commonest", "needed")
    return Facts((heads[0], unit, *heads[1:]), tuple(rows))


def _with_limits(frame: pd.DataFrame, lang: str) -> list[str]:
    """Return estimates with their limits, nothing where they are hidden."""
    between = message("report.between", lang=lang)
    parts = zip(*(column_words(frame, n, lang) for n in ("estimate", "low", "high")), strict=True)
    known = frame["estimate"].notna()
    return [
        f"{e} [{a}{between}{b}]" if k else "" for (e, a, b), k in zip(parts, known, strict=True)
    ]


def _cell(frame: pd.DataFrame, code: str, name: str, lang: str) -> str:
    """Return a number or a reading of a département in words."""
    row = frame[frame.index == code]
    if row.empty:
        return message("states.not_measured", lang=lang)
    if pd.isna(row[name].iloc[0]):
        state = row["state"].iloc[0]
        return message(f"states.{state}", lang=lang) if state == "suppressed" else "–"
    return column_words(row, name, lang)[0]
