"""The words for the labels of the tables of a diagnostic."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from toolkit.analysis.outreach.staffing_words import plan_words
from toolkit.counting import Annotated
from toolkit.counting.periods import UNKNOWN
from toolkit.disclosure import SafeTable
from toolkit.figures.timelines import timeline_labels
from toolkit.language import language_name
from toolkit.messages import message
from toolkit.messages.weeks import format_hour_band, format_weekday
from toolkit.pipeline.unseen import missing_labels
from toolkit.territory import departements


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
    """Return the names of the indicators, each with its role and strength."""
    return {
        indicator.id: f"{indicator.label[lang]} "
        f"({message(f'codebook.role_{indicator.role}', lang=lang)}, "
        f"{message(f'strength.{indicator.strength}', lang=lang)})"
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


def _shared_text_labels(_annotated: Annotated, table: SafeTable, lang: str) -> dict[str, str]:
    """Return the words for the texts, which have a number and no name."""
    return timeline_labels(table, lang)


def _unseen_labels(_annotated: Annotated, _table: SafeTable, lang: str) -> dict[str, str]:
    """Return the words for what an ad may lack."""
    return missing_labels(lang)


_KINDS: Mapping[str, Callable[[Annotated, SafeTable, str], Mapping[str, str]]] = {
    "language": _language_labels,
    "departement": _departement_labels,
    "language_and_departement": _language_and_departement_labels,
    "indicator": _indicator_labels,
    "week": _week_labels,
    "said": _said_labels,
    "plan": _plan_labels,
    "change": _change_labels,
    "shared_text": _shared_text_labels,
    "missing": _unseen_labels,
}


def labels_of(kind: str, annotated: Annotated, table: SafeTable, lang: str) -> dict[str, str]:
    """Return the words for the labels of a released table.

    Parameters
    ----------
    kind : str
        What its rows are; labels of another kind are read as they are.
    annotated : Annotated
        The corpus, for the names of indicators.
    table : SafeTable
        The table.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    dict
        Label to words, that for what is not known among them.

    Examples
    --------
    >>> labels_of("platform", None, None, "en")
    {'unknown': 'not stated'}
    """
    words = _KINDS[kind](annotated, table, lang) if kind in _KINDS else {}
    return {**words, UNKNOWN: message("value.unknown", lang=lang)}
