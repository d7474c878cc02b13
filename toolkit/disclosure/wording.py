"""What a released table says in words: its cells, what was hidden and why."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.disclosure.estimate_words import column_words, heading, headings
from toolkit.disclosure.lattice import Key
from toolkit.messages import format_number, message

if TYPE_CHECKING:
    from toolkit.disclosure.safe_table import SafeTable

# the 95 % limits of a funnel and the inhabitants are in files only: a page has no room for them
_SHOWN = (
    *("estimate", "low", "high", "lower_998", "upper_998", "position", "p_adjusted", "differs"),
    *("n_total", "n_total_advertisers", "n_ads", "n_advertisers", "n_templates"),
)
# so many sums are named, the others counted
_NAMED = 3
# the class of headings of what rows are about
BY = ' class="by"'


def explanation(table: SafeTable, lang: str, *, working: bool) -> str:
    """Return what was hidden and why, in a few sentences.

    Parameters
    ----------
    table : SafeTable
        A released table.
    lang : str
        ``"fr"`` or ``"en"``.
    working : bool
        Also what only those who work with the corpus need: other releases, sums not to publish.

    Returns
    -------
    str
        The explanation; it holds no hidden number.
    """
    return " ".join(_sentences(table, lang, working=working))


def _sentences(table: SafeTable, lang: str, *, working: bool) -> Iterator[str]:
    """Yield what has to be said of a released table."""

    def say(key: str, **values: object) -> str:
        """Return a sentence of the catalogue."""
        return message(f"disclosure.{key}", lang=lang, **values)

    def number(value: int) -> str:
        """Return a number as readers write it."""
        return format_number(value, lang=lang)

    decided, k = table.decided, number(table.rules.k_advertisers)
    cells = number(table.n_cells)
    if not table.n_cells:
        yield say("no_cell")
    elif table.n_hidden:
        yield say("hidden", n=number(table.n_hidden), cells=cells, k=k)
    else:
        yield say("nothing_hidden", cells=cells, k=k)
    if decided.left_out:
        yield say("left_out", n=number(decided.left_out), k=number(table.rules.k_terms))
    for key, releases in (("earlier", decided.because), ("beside", decided.beside)):
        if releases and working:
            yield say(key, releases="; ".join(releases))
    if decided.named and working:
        named = [_sum_name(key, lang) for key in decided.named[:_NAMED]]
        more = len(decided.named) - len(named)
        rest = [say("more_sums", n=number(more))] if more else []
        yield say("withheld", sums="; ".join([*named, *rest]))
    if decided.round_to:
        yield say("rounded", base=number(decided.round_to))
    if not table.has_support:
        yield say("no_support", least=number(table.rules.min_ads_without_support))
    if decided.override is not None:
        people = f" {message('disclosure.and', lang=lang)} ".join(decided.override.people)
        shown = number(len(decided.override.cells))
        yield say("override", n=shown, people=people, reason=decided.override.reason.rstrip("."))


def _sum_name(key: Key, lang: str) -> str:
    """Return the name of a sum: its groupings and labels, or the total."""
    parts = [f"{heading(name, lang).lower()} {label}" for name, label in key]
    return ", ".join(parts) or message("disclosure.total", lang=lang)


def state_words(table: SafeTable, lang: str) -> pd.Series:
    """Return the state of each row in words, an override among them.

    Parameters
    ----------
    table : SafeTable
        A released table.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    pandas.Series
        Texts.
    """
    state = table.to_frame()["state"]
    words = {name: message(f"disclosure.state_{name}", lang=lang) for name in set(state)}
    anyway = message("disclosure.state_overridden", lang=lang)
    return state.map(words).mask(pd.Series(table.overridden, dtype="bool"), anyway).astype("str")


def cells_in_words(table: SafeTable, lang: str) -> pd.DataFrame:
    """Return a released table as text for readers, each state with its own words.

    Parameters
    ----------
    table : SafeTable
        A released table.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        The grouping columns and numbers, as text.
    """
    frame = table.to_frame()
    words = {
        name: message(f"states.{name}", lang=lang, k=table.rules.k_advertisers)
        for name in ("suppressed", "not_collected", "not_measured")
    }
    labels = frame[list(table.by)]
    shown = labels.astype("str").mask(labels.isna(), words["suppressed"])
    for name in (column for column in _SHOWN if column in frame.columns):
        texts = [
            words.get(state) or text
            for text, state in zip(column_words(frame, name, lang), frame["state"], strict=True)
        ]
        shown[name] = pd.Series(texts, index=shown.index, dtype="str")
    note = f" ({message('disclosure.by_override', lang=lang)})"
    anyway = pd.Series(table.overridden, index=shown.index, dtype="bool")
    shown["n_ads"] = shown["n_ads"].mask(anyway, shown["n_ads"] + note)
    return shown


def page_part(table: SafeTable, lang: str) -> str:
    """Return a released table as HTML, its explanation as caption.

    Parameters
    ----------
    table : SafeTable
        A released table.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        One ``table`` element without script or style.
    """
    words = cells_in_words(table, lang)
    heads = headings(table.to_frame(), words.columns, lang)
    caption = explanation(table, lang, working=True)
    return table_element(caption, heads, words, labels=len(table.by))


def table_element(caption: str, heads: Sequence[str], words: pd.DataFrame, *, labels: int) -> str:
    """Return words as an HTML table, each row headed by what it is about.

    Parameters
    ----------
    caption : str
        What was hidden and why.
    heads : sequence of str
        The headings.
    words : pandas.DataFrame
        The cells as text.
    labels : int
        How many columns, from the first, say what a row is about.

    Returns
    -------
    str
        One ``table`` element without script or style.

    Examples
    --------
    >>> table_element("", ["mois"], pd.DataFrame({"m": ["mai"]}), labels=1)[-56:]
    '<tbody><tr><th scope="row">mai</th></tr></tbody></table>'
    """
    head = "".join(
        f'<th scope="col"{BY if number < labels else ""}>{html.escape(text)}</th>'
        for number, text in enumerate(heads)
    )
    rows = []
    for row in words.itertuples(index=False):
        cells = [html.escape(str(value)) for value in row]
        about = "".join(f'<th scope="row">{cell}</th>' for cell in cells[:labels])
        rows.append(f"<tr>{about}{''.join(f'<td>{cell}</td>' for cell in cells[labels:])}</tr>")
    return (
        f"<table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
