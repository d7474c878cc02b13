"""The sections of a diagnostic: what is counted, released and drawn, and how to read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from toolkit import figures
from toolkit.analysis import (
    OutreachBands,
    clustered_rates,
    clustered_shares,
    compare_territories,
    funnel,
    languages_needed,
    staffing_plan,
    staffing_reading,
    stated_availability,
)
from toolkit.analysis.outreach.windows import readable_outreach_windows
from toolkit.analysis.template_sharing import readable_shared_templates
from toolkit.analysis.trends.breaks import readable_breaks
from toolkit.counting import Annotated, count
from toolkit.disclosure import SafeTable, release_together
from toolkit.figures import Figure
from toolkit.messages import message
from toolkit.pipeline.changes import change_facts
from toolkit.pipeline.facts import evidence, sensitivity, side_by_side
from toolkit.pipeline.labels import labels_of
from toolkit.pipeline.missing import not_shown
from toolkit.pipeline.summing import summary
from toolkit.pipeline.unseen import unseen, unseen_facts
from toolkit.pipeline.vocabulary import largest_platform_terms, vocabulary_words
from toolkit.report import Facts, Section

_EVENINGS = OutreachBands(edges=(18, 21, 24))
_SHIFTS = 2
# what cannot be shown stands before the first of these that there is
_AFTER_NOT_SHOWN = ("sensitivity", "limits")
Tables = Mapping[str, SafeTable]


@dataclass(frozen=True)
class _Plan:
    """What a section counts, what it says, how it is drawn, and the words for its labels."""

    key: str
    counts: Callable[[Annotated], pd.DataFrame] | None = None
    readings: tuple[str, ...] = ()
    labels: str = ""
    draw: Callable[..., Figure] | None = None
    empty: str = "nothing"
    words: Callable[..., Iterable[str]] | None = None
    # made of what another section shows, and of nothing else
    derived: tuple[str, Callable[[SafeTable], SafeTable]] | None = None
    facts: Callable[[Tables, Annotated, str], Facts | None] | None = None
    # what is drawn with it, where that can be shown
    beside: str = ""
    # without facts there is nothing to say
    optional: bool = False
    on_slides: bool = True


def make_sections(
    annotated: Annotated,
    *,
    lang: str = "fr",
    ledger: str | Path | None = None,
    corpus: str = "",
    precision: pd.DataFrame | None = None,
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
    precision : pandas.DataFrame, optional
        What ``measured_precision`` returned.

    Returns
    -------
    tuple of Section
        What stands out, what could not be seen, platforms, territory, availability, languages,
        indicators, shared texts, vocabulary, what cannot be shown, what other choices would
        change, limits: in the order of the page. Départements are put side by side where there
        are several.

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
    facts = {p.key: p.facts(tables, annotated, lang) for p in _PLANS if p.facts is not None}
    facts["evidence"] = evidence(tables["indicator"], annotated.codebook, precision, lang)
    several = int(tables["territory"].to_frame()["state"].eq("counted").sum()) > 1
    plans = [
        plan
        for plan in _PLANS
        if (several or plan.key != "comparison") and (facts.get(plan.key) or not plan.optional)
    ]
    sections = [_section(plan, tables, facts.get(plan.key), annotated, lang) for plan in plans]
    silent = not_shown([s for s in sections if s.is_hidden], annotated, lang)
    if silent is not None:
        place = next(n for n, s in enumerate(sections) if s.key in _AFTER_NOT_SHOWN)
        sections.insert(place, silent)
    return tuple(sections)


def _section(
    plan: _Plan, tables: Tables, facts: Facts | None, annotated: Annotated, lang: str
) -> Section:
    """Return a section, with its figure when there is something to draw."""
    table = tables.get(plan.key)
    start = Section(
        key=plan.key,
        title=message(f"diagnostic.{plan.key}", lang=lang),
        paragraphs=_said(plan.readings, lang),
        table=table,
        facts=facts,
        on_slides=plan.on_slides,
    )
    if table is None:
        return start
    labels = labels_of(plan.labels, annotated, table, lang)
    unread = _unread(table, plan.empty)
    if unread is not None:
        return replace(start, labels=labels, paragraphs=_said((unread,), lang))
    said = plan.words(table, lang=lang) if plan.words is not None else ()
    beside = {"changes": tables[plan.beside]} if plan.beside else {}
    figure = plan.draw(table, lang=lang, labels=labels, **beside) if plan.draw is not None else None
    return replace(start, labels=labels, figure=figure, paragraphs=(*said, *start.paragraphs))


def _said(readings: tuple[str, ...], lang: str) -> tuple[str, ...]:
    """Return paragraphs of the catalogue."""
    return tuple(message(f"diagnostic.{reading}", lang=lang) for reading in readings)


def _unread(table: SafeTable, empty: str) -> str | None:
    """Return what is said in place of numbers, None where there are some to read."""
    frame = table.to_frame()
    if "position" in frame.columns:
        return None if frame["position"].notna().any() else empty
    shown = frame["state"].eq("counted")
    if not shown.any():
        return empty
    # zeros beside hidden cells would be drawn as if nothing were there
    zeros = frame.loc[shown, "n_ads"].eq(0).all() and not shown.all()
    return "zeros" if zeros else None


def _platforms(annotated: Annotated) -> pd.DataFrame:
    """Count ads by month and platform."""
    return count(annotated, by=["platform", "month"])


def _months(
    table: SafeTable, *, changes: SafeTable, lang: str, labels: Mapping[str, str]
) -> Figure:
    """Draw ads by month and platform, with the changes of level where they can be shown."""
    if _unread(changes, "nothing") is not None:
        return figures.trend(table, lang=lang, labels=labels)
    return figures.monthly_series(table, changes=changes, lang=lang, labels=labels)


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


def _unseen_facts(tables: Tables, _annotated: Annotated, lang: str) -> Facts | None:
    """Return what is missing with a row for each platform."""
    return unseen_facts(tables["unseen"], lang)


def _change_facts(tables: Tables, _annotated: Annotated, lang: str) -> Facts | None:
    """Return when each platform changed level, and what could not have been seen."""
    return change_facts(tables["change"], lang)


_PLANS = (
    _Plan("summary", readings=("summary_reading",), facts=summary),
    _Plan("unseen", unseen, ("unseen_reading", "unseen_caution"), "missing", facts=_unseen_facts),
    _Plan(
        "platform",
        _platforms,
        ("platform_reading", "platform_caution"),
        draw=_months,
        beside="change",
    ),
    _Plan(
        "change",
        readable_breaks,
        ("change_reading", "change_caution"),
        "change",
        empty="change_short",
        facts=_change_facts,
    ),
    _Plan(
        "territory",
        _territory,
        ("territory_reading", "territory_rate_reading"),
        "departement",
        figures.departement_map,
    ),
    _Plan(
        "territory_funnel",
        None,
        ("territory_funnel_reading", "territory_funnel_caution"),
        "departement",
        figures.funnel,
        empty="territory_funnel_few",
        derived=("territory", funnel),
    ),
    _Plan(
        "comparison",
        None,
        ("comparison_reading", "comparison_caution"),
        "departement",
        empty="comparison_few",
        derived=("territory", compare_territories),
        facts=side_by_side,
    ),
    _Plan(
        "availability",
        readable_outreach_windows,
        ("availability_reading", "availability_caution"),
        "week",
        figures.availability_week,
        empty="availability_missing",
    ),
    _Plan("availability_said", stated_availability, ("availability_said_reading",), "said"),
    _Plan(
        "staffing",
        _evenings,
        ("staffing_reading",),
        "plan",
        empty="staffing_missing",
        words=staffing_reading,
    ),
    _Plan(
        "language",
        _languages,
        ("language_reading", "language_unknown"),
        "language",
        figures.languages,
    ),
    _Plan(
        "language_territory",
        _languages_by_territory,
        ("language_territory_reading",),
        "language_and_departement",
        figures.languages_by_departement,
    ),
    _Plan("language_need", _languages_needed, ("language_need_reading",), "departement"),
    _Plan(
        "indicator",
        _indicators,
        ("indicator_reading", "indicator_strength"),
        "indicator",
        figures.indicators,
    ),
    _Plan("evidence", readings=("evidence_reading", "evidence_caution"), optional=True),
    _Plan(
        "template",
        readable_shared_templates,
        ("template_reading", "template_caution"),
        "shared_text",
        figures.template_timeline,
        empty="template_none",
    ),
    _Plan(
        "vocabulary",
        largest_platform_terms,
        ("vocabulary_reading", "vocabulary_caution"),
        draw=figures.distinctive_terms,
        empty="vocabulary_none",
        words=vocabulary_words,
        on_slides=False,
    ),
    _Plan("sensitivity", readings=("sensitivity_reading",), facts=sensitivity, optional=True),
    _Plan("limits", readings=tuple(f"limits_{number}" for number in range(1, 7))),
)
