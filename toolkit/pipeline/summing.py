"""What stands out of a diagnostic, in words that say how sure it is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd

from toolkit.counting import Annotated
from toolkit.disclosure import SafeTable
from toolkit.figures.funnels import finding
from toolkit.figures.week import week_finding
from toolkit.language import language_name
from toolkit.messages import format_number, message
from toolkit.messages.uncertainty import share_words
from toolkit.pipeline.changes import change_words
from toolkit.pipeline.facts import commonest, heads_of, shown_rows
from toolkit.pipeline.labels import labels_of
from toolkit.report import Facts

Tables = Mapping[str, SafeTable]
Answers = Iterator[tuple[str, str | None]]


def summary(tables: Tables, annotated: Annotated, lang: str) -> Facts:
    """Return what stands out of a diagnostic, in words that say how sure it is.

    It adds no number to those of the released tables, and judges nobody. Questions without an
    answer are named together.

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
    answers = dict(_answers(tables, annotated, lang))
    rows = [(_say(key, lang), words) for key, words in answers.items() if words is not None]
    silent = [_say(key, lang) for key, words in answers.items() if words is None]
    if silent:
        rows.append((_say("q_silent", lang), _say("a_silent", lang, names=_listed(silent))))
    hidden = sum(table.n_hidden for table in tables.values())
    cells = sum(table.n_cells for table in tables.values())
    values = {"n": format_number(hidden, lang=lang), "cells": format_number(cells, lang=lang)}
    rows.append((_say("q_hidden", lang), _say("a_hidden", lang, **values)))
    return Facts(heads_of(lang, "question", "answer"), tuple(rows))


def _say(key: str, lang: str, **values: object) -> str:
    """Return words of the catalogue."""
    return message(f"facts.{key}", lang=lang, **values)


def _listed(names: list[str]) -> str:
    """Return questions as parts of a sentence."""
    return ", ".join(name[:1].lower() + name[1:] for name in names)


def _answers(tables: Tables, annotated: Annotated, lang: str) -> Answers:
    """Yield what is asked, and what may be said: None for nothing."""
    yield "q_language", _language(tables["language"], lang)
    said = shown_rows(tables["availability_said"])
    hours = said[said["availability"].eq("hours stated")]
    yield "q_hours", None if hours.empty else _share(hours.iloc[0], lang)
    week = tables["availability"].to_frame()
    told = "estimate" in week and week["estimate"].gt(0).fillna(False).any()
    yield "q_when", week_finding(week, lang) if told else None
    funnel = tables["territory_funnel"]
    placed = funnel.to_frame()["position"].notna().any()
    places = labels_of("departement", annotated, funnel, lang)
    yield "q_territory", finding(funnel.to_frame(), places, lang) if placed else None
    counted = tables["change"].to_frame()["state"].eq("counted").any()
    yield "q_change", change_words(tables["change"], lang) if counted else None
    present = int(shown_rows(tables["indicator"])["n_ads"].gt(0).sum())
    number = format_number(present, lang=lang)
    yield "q_indicator", _say("a_indicator", lang, n=number) if present else None


def _language(table: SafeTable, lang: str) -> str | None:
    """Return the commonest language and its share."""
    row = commonest(shown_rows(table))
    if row is None:
        return None
    name = language_name(row["written_language"], lang=lang)
    return _say("a_share", lang, name=name, share=_share(row, lang))


def _share(row: pd.Series, lang: str) -> str:
    """Return a share in words."""
    low, high = (math.nan if pd.isna(row[name]) else row[name] for name in ("low", "high"))
    return share_words(float(row["estimate"]), low, high, lang=lang)
