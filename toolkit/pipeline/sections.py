"""The sections of a diagnostic: what is counted, released and drawn, and how to read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit import figures
from toolkit.analysis import clustered_shares, languages_needed
from toolkit.analysis.template_sharing import readable_shared_templates
from toolkit.counting import Annotated, count
from toolkit.disclosure import SafeTable, release_together
from toolkit.figures import Figure
from toolkit.figures.timelines import timeline_labels
from toolkit.language import language_name
from toolkit.messages import message
from toolkit.report import Section
from toolkit.territory import departements

_BANDS = ("night", "morning", "afternoon", "evening")
_UNKNOWN = "unknown"
_Labels = Callable[[Annotated, SafeTable, str], Mapping[str, str]]


@dataclass(frozen=True)
class _Plan:
    """What a section counts, what it says, how it is drawn, and the words for its labels."""

    key: str
    counts: Callable[[Annotated], pd.DataFrame]
    readings: tuple[str, ...]
    labels: _Labels
    draw: Callable[..., Figure] | None = None
    empty: str = "nothing"


def make_sections(
    annotated: Annotated,
    *,
    lang: str = "fr",
    ledger: str | Path | None = None,
    corpus: str = "",
) -> tuple[Section, ...]:
    """Return the sections of a diagnostic, each from released tables only.

    It keeps no table that was not released. No table gives away what another hides.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    lang : str
        ``"fr"`` or ``"en"``.
    ledger, corpus
        As for ``release``.

    Returns
    -------
    tuple of Section
        Platforms, languages, indicators, territory, availability, shared texts, in the
        order of the page.

    Examples
    --------
    >>> make_sections.__name__
    'make_sections'
    """
    titles = {plan.key: message(f"diagnostic.{plan.key}", lang=lang) for plan in _PLANS}
    counted = {titles[plan.key]: plan.counts(annotated) for plan in _PLANS}
    tables = release_together(counted, ledger=ledger, corpus=corpus)
    return tuple(_section(plan, tables[titles[plan.key]], annotated, lang) for plan in _PLANS)


def _section(plan: _Plan, table: SafeTable, annotated: Annotated, lang: str) -> Section:
    """Return a section, with its figure when there is something to draw."""
    labels = {**plan.labels(annotated, table, lang), **_unknown(lang)}
    has_numbers = bool((table.to_frame()["state"] == "counted").any())
    readings = plan.readings if has_numbers else (plan.empty,)
    figure = None
    if has_numbers and plan.draw is not None:
        figure = plan.draw(table, lang=lang, labels=labels)
    return Section(
        key=plan.key,
        title=message(f"diagnostic.{plan.key}", lang=lang),
        paragraphs=tuple(message(f"diagnostic.{reading}", lang=lang) for reading in readings),
        figure=figure,
        table=table,
        labels=labels,
    )


def _unknown(lang: str) -> dict[str, str]:
    """Return the word for what an ad does not say."""
    return {_UNKNOWN: message("value.unknown", lang=lang)}


def _no_labels(_annotated: Annotated, _table: SafeTable, _lang: str) -> dict[str, str]:
    """Return nothing: the labels are read as they are."""
    return {}


def _language_labels(_annotated: Annotated, table: SafeTable, lang: str) -> dict[str, str]:
    """Return the names of the languages of a table."""
    codes = table.to_frame()["written_language"].unique()
    return {code: language_name(code, lang=lang) for code in codes}


def _departement_labels(_annotated: Annotated, _table: SafeTable, _lang: str) -> dict[str, str]:
    """Return the names of the départements."""
    known = departements()
    return dict(zip(known["code"], known["name"], strict=True))


def _language_and_departement_labels(
    annotated: Annotated, table: SafeTable, lang: str
) -> dict[str, str]:
    """Return the names of languages and départements."""
    places = _departement_labels(annotated, table, lang)
    return places | _language_labels(annotated, table, lang)


def _indicator_labels(annotated: Annotated, _table: SafeTable, lang: str) -> dict[str, str]:
    """Return the names of the indicators, each with its strength."""
    return {
        indicator.id: f"{indicator.label[lang]} "
        f"({message(f'strength.{indicator.strength}', lang=lang)})"
        for indicator in annotated.codebook
    }


def _band_labels(_annotated: Annotated, _table: SafeTable, lang: str) -> dict[str, str]:
    """Return the names of the parts of the day."""
    return {band: message(f"band.{band}", lang=lang) for band in _BANDS}


def _platforms(annotated: Annotated) -> pd.DataFrame:
    """Count ads by month and platform."""
    return count(annotated, by=["platform", "month"])


def _languages(annotated: Annotated) -> pd.DataFrame:
    """Estimate the share of each language, the unknown part included."""
    return clustered_shares(annotated, by=["written_language"])


def _languages_by_territory(annotated: Annotated) -> pd.DataFrame:
    """Estimate the share of each language in each département."""
    by = ["departement", "written_language"]
    return clustered_shares(annotated, by=by, within=["departement"])


def _languages_needed(annotated: Annotated) -> pd.DataFrame:
    """Count how many languages answer nine ads in ten of each département."""
    return languages_needed(annotated, by=["departement"])


def _indicators(annotated: Annotated) -> pd.DataFrame:
    """Estimate the share of ads in which each wording is asserted."""
    return clustered_shares(annotated, by=["indicator"])


def _territory(annotated: Annotated) -> pd.DataFrame:
    """Count ads by département."""
    return count(annotated, by=["departement"])


def _availability(annotated: Annotated) -> pd.DataFrame:
    """Estimate the share of ads whose stated hours touch each part of the day."""
    return clustered_shares(annotated, by=["hour_band"])


def _shared_texts(annotated: Annotated) -> pd.DataFrame:
    """Count the ads of each widely shared text over time, as finely as may be shown."""
    return readable_shared_templates(annotated)


def _shared_text_labels(_annotated: Annotated, table: SafeTable, lang: str) -> dict[str, str]:
    """Return the words for the texts, which have a number and no name."""
    return timeline_labels(table, lang)


_PLANS = (
    _Plan(
        "platform",
        _platforms,
        ("platform_reading", "platform_caution"),
        _no_labels,
        figures.trend,
    ),
    _Plan(
        "language",
        _languages,
        ("language_reading", "language_unknown"),
        _language_labels,
        figures.languages,
    ),
    _Plan(
        "language_territory",
        _languages_by_territory,
        ("language_territory_reading",),
        _language_and_departement_labels,
        figures.languages_by_departement,
    ),
    _Plan("language_need", _languages_needed, ("language_need_reading",), _departement_labels),
    _Plan(
        "indicator",
        _indicators,
        ("indicator_reading", "indicator_strength"),
        _indicator_labels,
        figures.indicators,
    ),
    _Plan(
        "territory",
        _territory,
        ("territory_reading",),
        _departement_labels,
        figures.departement_map,
    ),
    _Plan(
        "availability",
        _availability,
        ("availability_reading",),
        _band_labels,
        empty="availability_missing",
    ),
    _Plan(
        "template",
        _shared_texts,
        ("template_reading", "template_caution"),
        _shared_text_labels,
        figures.template_timeline,
        empty="template_none",
    ),
)
