"""A sample of ads for two coders who work blind: texts to them, the key to the researcher."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import OptionError
from toolkit.review.sampling.design import SampleDesign, check_request
from toolkit.review.sampling.folder import coder_files, write_folder
from toolkit.review.sampling.samples import ReviewSample
from toolkit.review.sampling.sheets import readable
from toolkit.review.sampling.strata import draw_by_stratum, strata
from toolkit.review.showing.journal import check_reason, write_journal
from toolkit.review.showing.small_numbers import refuse_few_advertisers
from toolkit.schema import ANNOTATED, SAMPLE_KEY, check
from toolkit.text.opaque import as_texts

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated


def review_sample(
    annotated: Annotated,
    n: int,
    *,
    indicators: Sequence[str],
    reason: str,
    out: str | Path,
    design: str | SampleDesign = "random",
) -> ReviewSample:
    """Draw ads for coders who work blind, and write their sheets and a coding guide.

    It does not show coders what was found, where an ad comes from, or how it was drawn: they get
    a number, the masked text, and an empty column per indicator, each coder in another order. Each
    coder's file goes to that coder alone.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once; quarantined ads are never drawn.
    n : int
        How many texts, 1 to 400, at most as many as there are ads.
    indicators : sequence of str
        Identifiers in the codebook, the columns to fill in.
    reason : str
        Why texts are read; it goes to the journal.
    out : str or pathlib.Path
        The coders' folder; it must not exist or be empty, so that no filled sheet is lost.
    design : str or SampleDesign
        ``"random"``, ``"stratified"``, or a design with coders, seed, language and journal.

    Returns
    -------
    ReviewSample
        ``key`` (see ``schema.SAMPLE_KEY``, and ``language`` to compare recall; keep it with
        ``write_key``) and ``folder``, with
        ``codes_A.csv``, ``codes_A.xlsx``, one pair per coder, and the guide.

    Raises
    ------
    OptionError
        When an option is out of range, an indicator links ads, the folder already holds something,
        or the corpus comes from fewer than 11 advertisers (33 ads where they are unknown).
    CodebookError
        When an indicator is not in the codebook.
    OutputFileError
        When the folder cannot be written; nothing half-written is left.

    Notes
    -----
    ``random`` is simple random sampling without replacement; the ad is the unit. A text that was
    copied may be drawn more than once: to refuse a second copy would make copied ads rarer in the
    sample than in the corpus, and every share of ads would be wrong. ``stratified`` cuts the
    corpus into parts that do not overlap: the ads where an indicator has an asserted wording, those
    where it has a wording in another status, and those where nothing was found; with several
    indicators an ad belongs to the rarest one found in it. A third of the texts is drawn where
    nothing was found, the rest is shared equally. ``weight`` is the size of the stratum over
    the texts drawn from it (Horvitz and Thompson 1952): weights add up to the eligible ads.

    Examples
    --------
    >>> review_sample(None, 9, indicators=["A.B"], reason="", out="x")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: reason: must say why texts are read...
    """
    plan = SampleDesign(kind=design) if isinstance(design, str) else design
    folder, why = Path(out).absolute(), check_reason(reason)
    check_request(n, plan, folder)
    corpus = check(annotated.corpus, ANNOTATED)
    asked = _asked(annotated, indicators)
    eligible = corpus[~corpus["quarantined"].astype(bool)].reset_index(drop=True)
    refuse_few_advertisers(eligible, name="corpus")
    if n > len(eligible):
        raise OptionError(
            "n",
            value=n,
            rule=f"the corpus has {len(eligible)} ads that may be read",
            remedy=f"ask for at most {len(eligible)}",
        )
    generator = np.random.default_rng(plan.seed)
    drawn = _draw(eligible, annotated.spans, n, plan, asked, generator)
    items = tuple(f"T{number:03d}" for number in range(1, n + 1))
    texts = [readable(text, lang=plan.lang) for text in as_texts(eligible.iloc[drawn.index])]
    columns = [*(column.name for column in SAMPLE_KEY.columns), "language"]
    key = check(drawn.assign(item=items)[columns], SAMPLE_KEY).reset_index(drop=True)
    book = [annotated.codebook[one] for one in asked]
    files = coder_files(plan, book, items, texts, generator)
    write_journal(Path(plan.journal), why, n)
    return ReviewSample(key.reset_index(drop=True), write_folder(folder, files), plan.coders, asked)


def _asked(annotated: Annotated, indicators: Sequence[str]) -> tuple[str, ...]:
    """Return the indicators asked, each known and once."""
    listed = (indicators,) if isinstance(indicators, str) else tuple(dict.fromkeys(indicators))
    if not listed:
        raise OptionError(
            "indicators",
            rule="must name at least one indicator",
            remedy="take identifiers from the codebook: annotated.codebook.ids",
        )
    asked = [annotated.codebook[one] for one in listed]
    for one in asked:
        if one.linked is not None:
            raise OptionError(
                "indicators",
                value=one.id,
                rule="links ads and cannot be coded in one text",
                remedy="leave it out; indicator_health says what it counts",
            )
    return tuple(one.id for one in asked)


def _draw(
    eligible: pd.DataFrame,
    spans: pd.DataFrame,
    n: int,
    plan: SampleDesign,
    asked: tuple[str, ...],
    generator: np.random.Generator,
) -> pd.DataFrame:
    """Return the ads drawn in random order, with stratum and weight; the index is their place."""
    if plan.kind == "random":
        stratum = pd.Series("all", index=eligible.index, dtype="str")
    else:
        stratum = strata(eligible["ad_id"], spans, asked)
    order, weight = draw_by_stratum(stratum, n, generator)
    columns = {
        "ad_id": eligible["ad_id"].astype("str"),
        "stratum": stratum,
        "language": eligible["language"].astype("str").fillna("undetermined"),
    }
    drawn = pd.DataFrame(columns).iloc[order]
    return drawn.assign(design=plan.kind, weight=weight)
