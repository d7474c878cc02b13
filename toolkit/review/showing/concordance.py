"""How one indicator is worded: its hits in their context, masked, drawn at random."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.counting.groupings import ads_in_cells
from toolkit.counting.measured import wanted_indicators, with_readings
from toolkit.disclosure import load_rules
from toolkit.errors import OptionError, TableError
from toolkit.messages import check_language, message
from toolkit.review.showing.journal import JOURNAL, check_reason, write_journal
from toolkit.review.showing.small_numbers import refuse_few_advertisers
from toolkit.review.showing.texts import OnScreen
from toolkit.schema import ANNOTATED, SPANS, STATUSES, check
from toolkit.text.opaque import as_texts

if TYPE_CHECKING:
    from toolkit.counting import Annotated
    from toolkit.indicators.codebook_files.types import Indicator

MOST_LINES = 20
MOST_LINES_POSSIBLE_MINORITY = 10
MINORITY_FAMILY = "possible_minority"
# characters on each side: what a reader takes in at once, far less than most texts
CONTEXT = 60
STYLE = """<style>
.aller-vers table { border-collapse: collapse; table-layout: fixed; width: 100%;
  margin: 0 0 1em; font-size: 1em; }
.aller-vers caption { caption-side: top; text-align: start; font-weight: bold; color: inherit;
  padding: 0 0 .5em; }
.aller-vers th, .aller-vers td { padding: .3em .4em; vertical-align: baseline; white-space: normal;
  line-height: 1.5; background: none; border: 0; border-bottom: 1px solid currentColor; }
.aller-vers tr > .before.before { width: 38%; text-align: end; }
.aller-vers tr > .wording.wording { width: 24%; text-align: center; font-weight: bold; }
.aller-vers tr > .after.after { width: 38%; text-align: start; }
.aller-vers td small { font-weight: normal; }
@media (max-width: 40rem) {
  .aller-vers table { font-size: .85em; overflow-wrap: break-word; }
  .aller-vers th, .aller-vers td { padding: .3em .15em; }
  .aller-vers tr > .before.before, .aller-vers tr > .after.after { width: 32%; }
  .aller-vers tr > .wording.wording { width: 36%; }
}
</style>"""


@dataclass(frozen=True)
class Line:
    """One hit in its context, and how it is said."""

    before: str
    wording: str
    after: str
    status: str

    @property
    def right_to_left(self) -> bool:
        """Tell whether the context is written from right to left."""
        kinds = (unicodedata.bidirectional(c) for c in self.wording + self.before + self.after)
        return next((kind in {"R", "AL"} for kind in kinds if kind in {"L", "R", "AL"}), False)


@dataclass(frozen=True, repr=False)
class Concordance(OnScreen):
    """The hits of one indicator on screen; its repr says how many."""

    indicator: str
    label: str
    _lines: tuple[Line, ...]
    lang: str = "fr"
    # the status is named where others than the asserted ones were asked for
    _with_status: bool = field(default=False)

    def __repr__(self) -> str:
        """Return how many lines there are."""
        return f"Concordance({self.indicator}, {len(self._lines)} lines)"

    def _page(self) -> str:
        """Return one table per direction of writing, below what the reader has to know."""
        note = html.escape(message("reading.drawn", lang=self.lang))
        ways = ([x for x in self._lines if x.right_to_left is way] for way in (False, True))
        tables = "".join(self._table(lines) for lines in ways if lines)
        return f'{STYLE}<p class="note">{note}</p>{tables}'

    def _table(self, lines: Sequence[Line]) -> str:
        """Return a table whose columns run in the direction of writing."""
        way = "rtl" if lines[0].right_to_left else "ltr"
        names = ("before", "wording", "after")
        words = {name: html.escape(message(f"reading.{name}", lang=self.lang)) for name in names}
        head = "".join(f'<th scope="col" class="{n}"><bdi>{words[n]}</bdi></th>' for n in names)
        rows = "".join(f"<tr>{self._cells(line)}</tr>" for line in lines)
        caption = message(
            "reading.lines_of", lang=self.lang, label=self.label, id=self.indicator, n=len(lines)
        )
        return (
            f'<table dir="{way}"><caption dir="ltr">{html.escape(caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def _cells(self, line: Line) -> str:
        """Return the three cells of a line."""
        said = html.escape(message(f"reading.{line.status}", lang=self.lang))
        status = f" <small><bdi>{said}</bdi></small>" if self._with_status else ""
        kind = "" if line.status == "asserted" else ' class="other"'
        return (
            f'<td class="before">{html.escape(line.before)}</td>'
            f'<td class="wording"><mark{kind}>{html.escape(line.wording)}</mark>{status}</td>'
            f'<td class="after">{html.escape(line.after)}</td>'
        )


def concordance(
    annotated: Annotated,
    indicator: str,
    *,
    reason: str,
    statuses: Sequence[str] = ("asserted",),
    journal: str | Path = JOURNAL,
    lang: str = "fr",
) -> Concordance:
    """Show how one indicator is worded: hits in their context, at random, masked.

    It does not search: it takes an identifier of the codebook, never words, and gives no ad,
    platform, date, advertiser or order that means anything. At most 20 lines, one per advertiser
    and per copied text, 60 characters on each side; the journal holds why.

    It shows a wording only where enough distinct advertisers use it to be counted: the smallest
    cell of the indicator, never below 11. So a territory chosen until one advertiser is left, or
    an own indicator whose pattern is a name or digits, shows nothing. Rarer wordings are read by
    two coders in a review sample. Possible minority is shown too, because nobody can say what such
    a rule reads without reading it; but 10 lines at most, and only where 20 advertisers or more
    use the wording and the selection: a lone text is never put in front of a reader by it. Worry
    about a child goes to the protocol of the organisation, not through this function.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    indicator : str
        Its identifier in the codebook.
    reason : str
        Why it is read, in a few words.
    statuses : sequence of str
        How the wording is said: any of ``schema.STATUSES``.
    journal : str or pathlib.Path
        A CSV file that grows by one line.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Concordance
        Displays the lines in a notebook, which does not keep them.

    Raises
    ------
    OptionError
        When the indicator is unknown or has no wording, a status is unknown, the reason is empty,
        or too few advertisers are behind the selection or the wording.
    OutputFileError
        When the journal cannot be written; then nothing is shown.

    Notes
    -----
    Keyword in context: Luhn (1960).

    Examples
    --------
    >>> concordance(None, "MOV.TOURING", reason=" ")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: reason: ...
    """
    why = check_reason(reason)
    check_language(lang)
    _check_statuses(statuses)
    # None would mean every indicator
    entry = wanted_indicators(annotated, str(indicator))[0]
    minor = entry.family == MINORITY_FAMILY
    fewest = max(entry.min_cell, load_rules().k_possible_minority if minor else 0)
    hits = _hits(annotated, entry, statuses)
    corpus = annotated.corpus
    refuse_few_advertisers(corpus[~corpus["quarantined"].astype(bool)], fewest=fewest)
    refuse_few_advertisers(hits, fewest=fewest, name=f"hits of {entry.id}")
    mixed = hits.sample(frac=1).drop_duplicates("_unit").drop_duplicates("template")
    drawn = mixed.head(MOST_LINES_POSSIBLE_MINORITY if minor else MOST_LINES)
    rows = corpus.set_index("ad_id").loc[drawn["ad_id"]]
    places = zip(as_texts(rows), drawn["start"], drawn["end"], drawn["status"], strict=True)
    lines = tuple(_line(text, int(start), int(end), said) for text, start, end, said in places)
    write_journal(Path(journal), f"{why} ({entry.id})", len(lines))
    label = entry.label.get(lang, entry.id)
    return Concordance(entry.id, label, lines, lang, set(statuses) != {"asserted"})


def _check_statuses(statuses: Sequence[str]) -> None:
    """Refuse anything but a list of known statuses."""
    if isinstance(statuses, str) or not statuses or not set(statuses) <= set(STATUSES):
        raise OptionError(
            "statuses",
            value=statuses,
            rule=f"must be a list of {', '.join(STATUSES)}",
            remedy='write statuses=["negated"], or leave it out',
        )


def _hits(annotated: Annotated, entry: Indicator, statuses: Sequence[str]) -> pd.DataFrame:
    """Return the hits of one indicator in the ads in which it is measured, with who wrote them."""
    if entry.linked is not None:
        raise OptionError(
            "indicator",
            value=entry.id,
            rule="links ads and has no wording to read",
            remedy="read what it counts with indicator_health",
        )
    corpus = check(annotated.corpus, ANNOTATED)
    spans = check(annotated.spans, SPANS)
    ads, measured = with_readings(ads_in_cells(annotated, []), corpus, [entry])
    kept = corpus.loc[~corpus["quarantined"].astype(bool), ["ad_id", "advertiser", "template"]]
    read = ads[ads["_reading"].isin(measured["_reading"])].rename(columns={"_ad_id": "ad_id"})
    kept = kept.merge(read[["ad_id", "_unit"]], on="ad_id")
    wanted = spans["indicator"].eq(entry.id) & spans["status"].isin(list(statuses))
    found = spans[wanted & spans["end"].gt(spans["start"])]
    return found.merge(kept, on="ad_id")


def _line(text: str, start: int, end: int, status: str) -> Line:
    """Return a hit between its contexts, cut between words and put on one line."""
    if not 0 <= start < end <= len(text):
        raise TableError(
            "table 'spans'",
            rule="a wording lies outside its text",
            remedy="pass what annotate returned, unchanged",
        )
    before, after = text[:start], text[end:]
    if len(before) > CONTEXT:
        before = "…" + _without_piece(before[-CONTEXT - 1 :])
    if len(after) > CONTEXT:
        after = _without_piece(after[CONTEXT::-1])[::-1] + "…"
    one_line = [" ".join(part.split()) for part in (before, text[start:end], after)]
    return Line(one_line[0], one_line[1], one_line[2], status)


def _without_piece(context: str) -> str:
    """Return a context without the piece of a word it begins with; scripts without spaces stay."""
    _, space, rest = context.partition(" ")
    return rest if space else context[1:]
