"""Show what the most widely used templates say, and where they vary; never who uses them."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.disclosure import load_rules
from toolkit.duplicates.slots import template_of
from toolkit.errors import OptionError
from toolkit.messages import check_language, message
from toolkit.review.showing.journal import JOURNAL, check_reason, write_journal
from toolkit.review.showing.small_numbers import refuse_few_advertisers
from toolkit.review.showing.template_parts import HIDDEN, Part, parts_of
from toolkit.review.showing.texts import MOST_TEXTS, OnScreen
from toolkit.schema import ANNOTATED, check
from toolkit.text.opaque import as_texts

if TYPE_CHECKING:
    from toolkit.counting import Annotated

MINORITY_FAMILY = "possible_minority"
# the brackets are the sign, the shade repeats it: it holds on dark and on grey paper
STYLE = """<style>
.aller-vers .slot { background: rgba(128, 128, 128, .25); border-radius: .25em; padding: 0 .2em; }
</style>"""


@dataclass(frozen=True, repr=False)
class ShownTemplates(OnScreen):
    """A few templates on screen; its repr says how many."""

    _templates: tuple[tuple[Part, ...], ...]
    lang: str = "fr"

    def __repr__(self) -> str:
        """Return how many templates there are."""
        return f"ShownTemplates({len(self._templates)} templates)"

    def _page(self) -> str:
        """Return the templates as a list, below what the reader has to know."""
        k = load_rules().k_advertisers
        note = html.escape(message("templates.shown", lang=self.lang, k=k))
        items = "".join(
            f'<li><div dir="auto">{"".join(map(self._part, parts))}</div></li>'
            for parts in self._templates
        )
        return f'{STYLE}<p class="note">{note}</p><ul>{items}</ul>'

    def _part(self, part: Part) -> str:
        """Return fixed words as they are, and a slot between brackets."""
        if not part.kind:
            return html.escape(part.text)
        label = "…" if part.kind == HIDDEN else message(f"templates.{part.kind}", lang=self.lang)
        if part.said:
            values = ", ".join(part.said)
            label = message("templates.slot", lang=self.lang, kind=label, values=values)
        return f'<span class="slot"><bdi>[{html.escape(label)}]</bdi></span>'


def show_templates(
    annotated: Annotated,
    n: int = 3,
    *,
    reason: str,
    journal: str | Path = JOURNAL,
    lang: str = "fr",
) -> ShownTemplates:
    """Show the wording of the most widely used templates, their slots shaded, and journal why.

    A template is a text that is posted again and again with other names, prices or hours. It says
    nothing of who posts it: a text may be copied, sold with a site or be the platform's own. It
    does not search, and gives no ad, advertiser, platform, date or number; templates stand in the
    order of the corpus, which is no ranking.

    Only templates of at least 11 distinct known advertisers are shown (20 where the wording of a
    possible minority was found in one of their ads). So is each sentence, each word and each value
    of a slot: what fewer advertisers wrote at that place is a slot with its kind, or ``[…]``.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    n : int
        How many templates, 1 to 10.
    reason : str
        Why they are read, in a few words.
    journal : str or pathlib.Path
        A CSV file that grows by one line.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    ShownTemplates
        Displays the templates in a notebook, which does not keep them.

    Raises
    ------
    OptionError
        When ``n`` is out of range, the reason is empty, or too few advertisers are behind the
        selection or behind every template.
    OutputFileError
        When the journal cannot be written; then nothing is shown.

    Examples
    --------
    >>> show_templates(None, reason="")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: reason: ...
    """
    why = check_reason(reason)
    check_language(lang)
    if not 1 <= n <= MOST_TEXTS:
        raise OptionError(
            "n", value=n, rule=f"must be 1 to {MOST_TEXTS}", remedy="read a few templates at a time"
        )
    corpus = check(annotated.corpus, ANNOTATED)
    safe = corpus[~corpus["quarantined"].astype(bool)]
    refuse_few_advertisers(safe)
    known = safe[safe["advertiser"].notna()]
    fewest = _fewest(annotated, known)
    shown = []
    for template in _widest(known, fewest, n):
        parts = _parts(known[known["template"].eq(template)], int(fewest[template]))
        if any(part.text.strip() for part in parts):
            shown.append(tuple(parts))
    _refuse_none(shown)
    write_journal(Path(journal), f"{why} (templates)", len(shown))
    return ShownTemplates(tuple(shown), lang)


def _fewest(annotated: Annotated, ads: pd.DataFrame) -> pd.Series:
    """Return how many distinct advertisers each template needs before it is shown."""
    rules = load_rules()
    minor = {entry.id for entry in annotated.codebook if entry.family == MINORITY_FAMILY}
    spans = annotated.spans
    concerned = ads["ad_id"].isin(spans.loc[spans["indicator"].isin(minor), "ad_id"])
    strict = concerned.groupby(ads["template"]).any()
    needed = strict.map({True: rules.k_possible_minority, False: rules.k_advertisers})
    return needed.astype("int64").clip(lower=rules.k_advertisers)


def _widest(ads: pd.DataFrame, fewest: pd.Series, n: int) -> list[int]:
    """Return the templates of most advertisers, in the order of the corpus."""
    used = ads.groupby("template")["advertiser"].nunique()
    wide = used[used >= fewest.reindex(used.index)].reset_index()
    chosen = wide.sort_values(["advertiser", "template"], ascending=[False, True]).head(n)
    return sorted(int(template) for template in chosen["template"])


def _parts(ads: pd.DataFrame, fewest: int) -> list[Part]:
    """Return what may be read of the template of some ads."""
    writers: dict[str, set[int]] = {}
    for text, advertiser in zip(as_texts(ads), ads["advertiser"], strict=True):
        writers.setdefault(text, set()).add(int(advertiser))
    texts = sorted(writers)
    advertisers = [frozenset(writers[text]) for text in texts]
    return parts_of(template_of(texts), advertisers, fewest=fewest)


def _refuse_none(shown: Sequence[object]) -> None:
    """Refuse where no template is used widely enough, before the journal is written."""
    if not shown:
        raise OptionError(
            "templates",
            rule=f"none is used by {load_rules().k_advertisers} distinct advertisers or more: "
            "fewer would single somebody out",
            remedy="widen the territory or the period",
        )
