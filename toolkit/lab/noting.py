"""Sentences of the toolkit that a page may carry: of what was released, or of what is known."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.analysis import prevalence_reading, remote_acts_note, staffing_reading
from toolkit.disclosure import SafeTable
from toolkit.errors import OptionError
from toolkit.indicators.codebook_files.types import Indicator
from toolkit.lab.excerpts import label_of
from toolkit.lab.tracing import listed
from toolkit.messages import check_language, message

_REMOTE_ACTS = "remote_acts"


@dataclass(frozen=True, repr=False)
class Note:
    """Names and sentences; no text of an ad, no number that was not released."""

    rows: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        """Return the lines."""
        return "\n".join(f"{name} : {said}" if name else said for name, said in self.rows)

    def _repr_html_(self) -> str:
        """Return the lines for a notebook."""
        return listed(self.rows, "note")


def note(about: SafeTable | Indicator | str, *, lang: str = "fr") -> Note:
    """Return what the toolkit says of something that may be shown.

    Of a released plan of presence, what it would reach; of released corrected shares, each in
    words; of another released table, what was hidden and why; of an indicator, its sheet in the
    codebook; of ``"remote_acts"``, the legal note. It takes nothing else: no table that was
    counted, no text.

    Parameters
    ----------
    about : SafeTable, Indicator or str
        A released table, an entry of ``load_codebook``, or ``"remote_acts"``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Note
        Displays a list; a page made of the notebook keeps it.

    Raises
    ------
    OptionError
        When nothing is known of it.

    Examples
    --------
    >>> import toolkit as tk
    >>> note(tk.load_codebook()["AVL.H24"], lang="en").rows[0]
    ('Wording', 'Stated as available round the clock (AVL.H24)')
    """
    check_language(lang)
    if isinstance(about, SafeTable):
        return Note(_of_table(about, lang))
    if isinstance(about, Indicator):
        return Note(_of_indicator(about, lang))
    if isinstance(about, str) and about == _REMOTE_ACTS:
        return Note((("", remote_acts_note(lang=lang)),))
    raise OptionError(
        "about",
        value=type(about).__name__,
        rule="must be a released table, an indicator or 'remote_acts'",
        remedy="pass a table to tk.release first",
    )


def _of_table(table: SafeTable, lang: str) -> tuple[tuple[str, str], ...]:
    """Return what is said of a released table, row by row where its rows are sentences."""
    frame = table.to_frame()
    if "plan" in table.by:
        said = staffing_reading(table, lang=lang)
    elif "n_validated" in frame.columns:
        said = prevalence_reading(frame, lang=lang)
    else:
        return (("", table.note(lang)),)
    # a plan says its own evenings and languages
    named = [] if "plan" in table.by else list(table.by)
    labels = frame[named].astype("str")
    names = [
        " · ".join(label_of(str(name), value, lang) for name, value in row.items())
        for row in labels.to_dict("records")
    ]
    return tuple(zip(names, said, strict=True))


def _of_indicator(entry: Indicator, lang: str) -> tuple[tuple[str, str], ...]:
    """Return the sheet of an indicator."""
    between = message("sheet.between", lang=lang)
    sources = between.join(
        message("codebook.item", lang=lang, name=source, value=dict(found)[lang])
        for source, found, _ in entry.evidence
    )
    said = {
        "label": f"{entry.label[lang]} ({entry.id})",
        "role": message(f"codebook.role_{entry.role}", lang=lang),
        "strength": message(f"strength.{entry.strength}", lang=lang),
        "definition": dict(entry.definitions)[lang],
        "not_this": between.join(dict(entry.not_this)[lang]),
        "harms": between.join(dict(entry.harms)[lang]),
        "evidence": sources,
    }
    return tuple((message(f"sheet.{key}", lang=lang), text) for key, text in said.items() if text)
