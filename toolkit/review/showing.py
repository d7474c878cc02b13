"""Show a few masked texts to a person, and keep a journal of why."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from toolkit.errors import OptionError
from toolkit.messages import message
from toolkit.review.journal import JOURNAL, write_journal
from toolkit.schema import CORPUS, check
from toolkit.text.opaque import as_texts

MOST_TEXTS = 10
# the mark by which a saved notebook loses these outputs
OUTPUT_MARK = "aller_vers_texts"


@dataclass(frozen=True)
class Shown:
    """A few masked texts on screen; a notebook does not keep them when it is saved by the lab."""

    _texts: tuple[str, ...] = field(repr=False)
    lang: str = "fr"

    def __repr__(self) -> str:
        """Return how many texts there are."""
        return f"Shown({len(self._texts)} masked texts)"

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, bool]]:
        """Return the texts for the screen, marked so that saving drops them."""
        del include, exclude
        items = "".join(f"<li>{html.escape(text)}</li>" for text in self._texts)
        note = html.escape(message("review.shown", lang=self.lang))
        page = f"<p>{note}</p><ol>{items}</ol>"
        return {"text/html": page, "text/plain": repr(self)}, {OUTPUT_MARK: True}


def show(
    corpus: pd.DataFrame,
    n: int = 3,
    *,
    reason: str,
    journal: str | Path = JOURNAL,
    lang: str = "fr",
) -> Shown:
    """Show a few masked texts drawn at random, and write why in the journal.

    It does not search: no text, contact, advertiser or indicator can be asked for. The journal
    holds the date, the reason and the number of texts, never a text.

    Parameters
    ----------
    corpus : pandas.DataFrame
        See ``schema.CORPUS``.
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
        When ``n`` is out of range or the reason is empty.
    OutputFileError
        When the journal cannot be written; then no text is shown.

    Examples
    --------
    >>> show(pd.DataFrame(), 3, reason="")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: reason: ...
    """
    if not reason.strip():
        raise OptionError(
            "reason",
            rule="must say why texts are read",
            remedy='write reason="lecture de contrôle"',
        )
    if not 1 <= n <= MOST_TEXTS:
        raise OptionError(
            "n", value=n, rule=f"must be 1 to {MOST_TEXTS}", remedy="read a few texts at a time"
        )
    check(corpus, CORPUS)
    safe = corpus[~corpus["quarantined"].astype(bool)]
    drawn = safe.sample(min(n, len(safe)))
    write_journal(Path(journal), reason.strip(), len(drawn))
    return Shown(tuple(as_texts(drawn)), lang)
