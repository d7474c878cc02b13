"""The sections of a diagnostic: what is counted, released and drawn, and how to read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from toolkit import figures
from toolkit.analysis import languages_needed, shares
from toolkit.counting import Annotated, count
from toolkit.disclosure import SafeTable, release
from toolkit.figures import Figure
from toolkit.language import language_name
from toolkit.messages import message
from toolkit.report import Section
from toolkit.territory import departements

_BANDS = ("night", "morning", "afternoon", "evening")
_UNKNOWN = "unknown"


def make_sections(annotated: Annotated, *, lang: str = "fr") -> tuple[Section, ...]:
    """Return the sections of a diagnostic, each from released tables only.

    It keeps no table that was not released.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    tuple of Section
        Platforms, languages, indicators, territory, availability, in the order of the page.

    Examples
    --------
    >>> make_sections.__name__
    'make_sections'
    """
    makers = (
        _platforms,
        _languages,
        _languages_by_territory,
        _languages_needed,
        _indicators,
        _territory,
        _availability,
    )
    return tuple(maker(annotated, lang) for maker in makers)


def _has_numbers(table: SafeTable) -> bool:
    """Tell whether a released table shows at least one number."""
    return bool((table.to_frame()["state"] == "counted").any())


def _section(
    key: str,
    table: SafeTable,
    readings: tuple[str, ...],
    draw: Callable[..., Figure] | None,
    words: tuple[Mapping[str, str], str],
) -> Section:
    """Return a section, with its figure when there is something to draw."""
    labels, lang = words
    texts = [message(f"diagnostic.{reading}", lang=lang) for reading in readings]
    figure = None
    if not _has_numbers(table):
        texts = [message("diagnostic.nothing", lang=lang)]
    elif draw is not None:
        figure = draw(table, lang=lang, labels=labels)
    return Section(
        key=key,
        title=message(f"diagnostic.{key}", lang=lang),
        paragraphs=tuple(texts),
        figure=figure,
        table=table,
        labels=labels,
    )


def _unknown(lang: str) -> dict[str, str]:
    """Return the word for what an ad does not say."""
    return {_UNKNOWN: message("value.unknown", lang=lang)}


def _platforms(annotated: Annotated, lang: str) -> Section:
    """Ads by month and platform."""
    table = release(count(annotated, by=["platform", "month"]))
    readings = ("platform_reading", "platform_caution")
    return _section("platform", table, readings, figures.trend, (_unknown(lang), lang))


def _language_labels(table: SafeTable, lang: str) -> dict[str, str]:
    """Return the names of the languages of a table."""
    codes = table.to_frame()["written_language"].unique()
    return {code: language_name(code, lang=lang) for code in codes} | _unknown(lang)


def _departement_labels(lang: str) -> dict[str, str]:
    """Return the names of the départements."""
    known = departements()
    return dict(zip(known["code"], known["name"], strict=True)) | _unknown(lang)


def _languages(annotated: Annotated, lang: str) -> Section:
    """Share of each language, the unknown part included."""
    table = release(shares(count(annotated, by=["written_language"])))
    readings = ("language_reading", "language_unknown")
    labels = _language_labels(table, lang)
    return _section("language", table, readings, figures.languages, (labels, lang))


def _languages_by_territory(annotated: Annotated, lang: str) -> Section:
    """Share of each language in each département."""
    counts = count(annotated, by=["departement", "written_language"])
    table = release(shares(counts, within=["departement"]))
    labels = _departement_labels(lang) | _language_labels(table, lang)
    draw, readings = figures.languages_by_departement, ("language_territory_reading",)
    return _section("language_territory", table, readings, draw, (labels, lang))


def _languages_needed(annotated: Annotated, lang: str) -> Section:
    """How many languages answer nine ads in ten of each département."""
    table = release(languages_needed(annotated, by=["departement"]))
    words = (_departement_labels(lang), lang)
    return _section("language_need", table, ("language_need_reading",), None, words)


def _indicators(annotated: Annotated, lang: str) -> Section:
    """Share of ads in which each wording is asserted."""
    table = release(shares(count(annotated, by=["indicator"])))
    labels = {
        indicator.id: f"{indicator.label[lang]} "
        f"({message(f'strength.{indicator.strength}', lang=lang)})"
        for indicator in annotated.codebook
    }
    readings = ("indicator_reading", "indicator_strength")
    return _section("indicator", table, readings, figures.indicators, (labels, lang))


def _territory(annotated: Annotated, lang: str) -> Section:
    """Ads by département."""
    table = release(count(annotated, by=["departement"]))
    words = (_departement_labels(lang), lang)
    return _section("territory", table, ("territory_reading",), figures.departement_map, words)


def _availability(annotated: Annotated, lang: str) -> Section:
    """Share of ads whose stated hours touch each part of the day."""
    counted: pd.DataFrame = count(annotated, by=["hour_band"])
    silent = counted["hour_band"].eq(_UNKNOWN)
    stated = len(annotated.corpus) - int(counted.loc[silent, "n_ads"].sum())
    # an ad may touch several bands: the denominator is the ads that state hours
    bands = counted[~silent].assign(n_total=stated).reset_index(drop=True)
    table = release(shares(bands))
    labels = {band: message(f"band.{band}", lang=lang) for band in _BANDS} | _unknown(lang)
    reading = "availability_reading" if _has_numbers(table) else "availability_missing"
    return _section("availability", table, (reading,), None, (labels, lang))
