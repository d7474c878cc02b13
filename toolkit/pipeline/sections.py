"""The sections of a diagnostic: what is counted, released and drawn, and how to read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit import figures
from toolkit.analysis import (
    OutreachBands,
    clustered_rates,
    clustered_shares,
    funnel,
    languages_needed,
    staffing_plan,
    staffing_reading,
    stated_availability,
)
from toolkit.analysis.outreach import readable_outreach_windows
from toolkit.analysis.staffing_words import plan_words
from toolkit.analysis.template_sharing import readable_shared_templates
from toolkit.analysis.trends.breaks import readable_breaks
from toolkit.counting import Annotated, count
from toolkit.disclosure import SafeTable, release_together
from toolkit.figures import Figure
from toolkit.figures.timelines import timeline_labels
from toolkit.language import language_name
from toolkit.messages import message
from toolkit.messages.weeks import format_hour_band, format_weekday
from toolkit.report import Section
from toolkit.territory import departements

_EVENINGS = OutreachBands(edges=(18, 21, 24))
_SHIFTS = 2
_UNKNOWN = "unknown"
_Labels = Callable[[Annotated, SafeTable, str], Mapping[str, str]]


@dataclass(frozen=True)
class _Plan:
    """What a section counts, what it says, how it is drawn, and the words for its labels."""

    key: str
    counts: Callable[[Annotated], pd.DataFrame] | None
    readings: tuple[str, ...]
    labels: _Labels
    draw: Callable[..., Figure] | None = None
    empty: str = "nothing"
    words: Callable[..., pd.Series] | None = None
    # made of what another section shows, and of nothing else
    derived: tuple[str, Callable[[SafeTable], SafeTable]] | None = None


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
        Platforms, their changes, languages, indicators, territory, availability, evenings, shared
        texts, in the order of the page.

    Examples
    --------
    >>> make_sections.__name__
    'make_sections'
    """
    titles = {plan.key: message(f"diagnostic.{plan.key}", lang=lang) for plan in _PLANS}
    counted = {titles[p.key]: p.counts(annotated) for p in _PLANS if p.counts is not None}
    released = release_together(counted, ledger=ledger, corpus=corpus)
    tables = {plan.key: released[titles[plan.key]] for plan in _PLANS if plan.counts is not None}
    for plan in _PLANS:
        if plan.derived is not None:
            source, derive = plan.derived
            tables[plan.key] = derive(tables[source])
    return tuple(_section(plan, tables[plan.key], annotated, lang) for plan in _PLANS)


def _section(plan: _Plan, table: SafeTable, annotated: Annotated, lang: str) -> Section:
    """Return a section, with its figure when there is something to draw."""
    labels = {**plan.labels(annotated, table, lang), **_unknown(lang)}
    has_numbers = _has_numbers(table)
    readings = plan.readings if has_numbers else (plan.empty,)
    said = plan.words(table, lang=lang) if has_numbers and plan.words is not None else ()
    figure = None
    if has_numbers and plan.draw is not None:
        figure = plan.draw(table, lang=lang, labels=labels)
    return Section(
        key=plan.key,
        title=message(f"diagnostic.{plan.key}", lang=lang),
        paragraphs=(
            *said,
            *(message(f"diagnostic.{reading}", lang=lang) for reading in readings),
        ),
        figure=figure,
        table=table,
        labels=labels,
    )


def _has_numbers(table: SafeTable) -> bool:
    """Tell whether there is something to read: a number, or in a funnel a position."""
    frame = table.to_frame()
    if "position" in frame.columns:
        return bool(frame["position"].notna().any())
    return bool((frame["state"] == "counted").any())


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


def _week_labels(_annotated: Annotated, table: SafeTable, lang: str) -> dict[str, str]:
    """Return the names of days and hour bands."""
    frame = table.to_frame()
    days = {day: format_weekday(day, lang=lang) for day in frame["weekday"].unique()}
    return days | {band: format_hour_band(band, lang=lang) for band in frame["hour_band"].unique()}


def _said_labels(_annotated: Annotated, table: SafeTable, lang: str) -> dict[str, str]:
    """Return the words for what advertisers say of hours."""
    said = table.to_frame()["availability"]
    return {name: message(f"availability.{name.replace(' ', '_')}", lang=lang) for name in said}


def _plan_labels(_annotated: Annotated, table: SafeTable, lang: str) -> dict[str, str]:
    """Return the words for the evenings and languages of a plan."""
    plans = {plan: plan_words(plan, lang) for plan in table.to_frame()["plan"]}
    return plans | {"all": message("staffing.in_all", lang=lang)}


def _change_labels(_annotated: Annotated, _table: SafeTable, lang: str) -> dict[str, str]:
    """Return the words for what was counted, and for no change."""
    return {name: message(f"unit_name.{name}", lang=lang) for name in ("n_ads", "none")}


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
    """Estimate the rate of ads of each département."""
    return clustered_rates(annotated)


def _evenings(annotated: Annotated) -> pd.DataFrame:
    """Estimate the share of advertisers that the two best evenings reach."""
    return staffing_plan(annotated, shifts=_SHIFTS, bands=_EVENINGS)


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
        "change",
        readable_breaks,
        ("change_reading", "change_caution"),
        _change_labels,
        empty="change_short",
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
        ("territory_reading", "territory_rate_reading"),
        _departement_labels,
        figures.departement_map,
    ),
    _Plan(
        "territory_funnel",
        None,
        ("territory_funnel_reading", "territory_funnel_caution"),
        _departement_labels,
        figures.funnel,
        empty="territory_funnel_few",
        derived=("territory", funnel),
    ),
    _Plan(
        "availability",
        readable_outreach_windows,
        ("availability_reading", "availability_caution"),
        _week_labels,
        figures.availability_week,
        empty="availability_missing",
    ),
    _Plan(
        "availability_said",
        stated_availability,
        ("availability_said_reading",),
        _said_labels,
    ),
    _Plan(
        "staffing",
        _evenings,
        ("staffing_reading",),
        _plan_labels,
        empty="staffing_missing",
        words=staffing_reading,
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
