"""Show a few masked texts to a person, and keep a journal of why."""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pandas as pd

from toolkit.errors import OpaqueTextError, OptionError
from toolkit.messages import check_language, message
from toolkit.review.showing.highlighting import STYLE, Wording, highlighted
from toolkit.review.showing.journal import JOURNAL, check_reason, write_journal
from toolkit.review.showing.small_numbers import refuse_few_advertisers
from toolkit.schema import ANNOTATED, CORPUS, SPANS, check
from toolkit.text.opaque import as_texts

if TYPE_CHECKING:
    from toolkit.counting import Annotated

MOST_TEXTS = 10
# the mark by which a saved notebook loses these outputs
OUTPUT_MARK = "aller_vers_texts"


class OnScreen(ABC):
    """Masked texts that a notebook displays and does not keep when the lab saves it."""

    @abstractmethod
    def _page(self) -> str:
        """Return the HTML to display."""

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, bool]]:
        """Return the texts for the screen, marked so that saving drops them."""
        del include, exclude
        page = f'{STYLE}<div class="aller-vers">{self._page()}</div>'
        return {"text/html": page, "text/plain": repr(self)}, {OUTPUT_MARK: True}

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: the texts are for the screen."""
        raise OpaqueTextError(
            "text", rule="what is on screen is not saved", remedy="show a few texts again"
        )


@dataclass(frozen=True, repr=False)
class Shown(OnScreen):
    """A few masked texts on screen; its repr says how many."""

    _texts: tuple[str, ...]
    lang: str = "fr"
    # one sequence per text; empty when the corpus was not annotated
    _wordings: tuple[tuple[Wording, ...], ...] = field(default=())

    def __repr__(self) -> str:
        """Return how many texts there are."""
        return f"Shown({len(self._texts)} masked texts)"

    def _page(self) -> str:
        """Return the texts as a numbered list, below what the reader has to know."""
        wordings = self._wordings or ((),) * len(self._texts)
        keys = ("review.shown", "reading.lines") if self._wordings else ("review.shown",)
        notes = "".join(
            f'<p class="note">{html.escape(message(k, lang=self.lang))}</p>' for k in keys
        )
        items = "".join(
            f'<li><div dir="auto">{highlighted(text, found, lang=self.lang)}</div></li>'
            for text, found in zip(self._texts, wordings, strict=True)
        )
        return f"{notes}<ol>{items}</ol>"


def show(
    corpus: pd.DataFrame | Annotated,
    n: int = 3,
    *,
    reason: str,
    journal: str | Path = JOURNAL,
    lang: str = "fr",
) -> Shown:
    """Show a few masked texts drawn at random, and write why in the journal.

    It does not search: no text, contact, advertiser or indicator can be asked for, and no
    advertiser is read twice. The journal holds the date, the reason and the number of texts, never
    a text. A corpus that was annotated
    comes with the wordings found in it underlined and named: solid where asserted, dashed where
    negated, quoted or said of somebody else. Links between ads are not shown: they would tell of
    an advertiser.

    Parameters
    ----------
    corpus : pandas.DataFrame or Annotated
        See ``schema.CORPUS``, or a corpus read once.
    n : int
        How many texts, 1 to 10.
    reason : str
        Why they are read, in a few words.
    journal : str or pathlib.Path
        A CSV file that grows by one line.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Shown
        Displays the texts in a notebook.

    Raises
    ------
    OptionError
        When ``n`` is out of range, the reason is empty, or the ads come from fewer than 11
        advertisers (33 ads where they are unknown).
    OutputFileError
        When the journal cannot be written; then no text is shown.

    Examples
    --------
    >>> show(pd.DataFrame(), 3, reason="")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: reason: ...
    """
    why = check_reason(reason)
    check_language(lang)
    if not 1 <= n <= MOST_TEXTS:
        raise OptionError(
            "n", value=n, rule=f"must be 1 to {MOST_TEXTS}", remedy="read a few texts at a time"
        )
    if isinstance(corpus, pd.DataFrame):
        annotated, table = None, check(corpus, CORPUS)
    else:
        annotated, table = corpus, check(corpus.corpus, ANNOTATED)
    safe = table[~table["quarantined"].astype(bool)]
    refuse_few_advertisers(safe)
    drawn = _drawn(safe, n)
    found = () if annotated is None else _wordings(annotated, drawn["ad_id"], lang)
    write_journal(Path(journal), why, len(drawn))
    return Shown(tuple(as_texts(drawn)), lang, found)


def _drawn(ads: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return some ads at random, one of each known advertiser at most."""
    mixed = ads["advertiser"].reset_index(drop=True).sample(frac=1)
    kept = mixed[~mixed.duplicated() | mixed.isna()]
    return ads.iloc[kept.index[:n].to_numpy()]


def _wordings(
    annotated: Annotated, identifiers: pd.Series, lang: str
) -> tuple[tuple[Wording, ...], ...]:
    """Return what was found in each text; a link between ads is no wording."""
    labels = {entry.id: entry.label.get(lang, entry.id) for entry in annotated.codebook}
    spans = check(annotated.spans, SPANS)
    wanted = spans[spans["ad_id"].isin(identifiers) & spans["end"].gt(spans["start"])]
    columns = ["ad_id", "start", "end", "indicator", "status"]
    by_ad: dict[str, list[Wording]] = {}
    for ad, start, end, indicator, status in wanted[columns].itertuples(index=False):
        label = labels.get(indicator, indicator)
        by_ad.setdefault(ad, []).append(Wording(int(start), int(end), label, status))
    return tuple(tuple(by_ad.get(ad, ())) for ad in identifiers)
