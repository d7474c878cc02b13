"""What the rules miss: passages for coders, drawn near an indicator's wording and everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import OptionError
from toolkit.indicators.paraphrasing.encoder import Encoder
from toolkit.indicators.paraphrasing.finding import NearClauses, in_parts, paraphrase_reader, places
from toolkit.indicators.paraphrasing.lines import is_left_out
from toolkit.indicators.paraphrasing.reading import NEAR
from toolkit.review.sampling.design import SampleDesign, check_request
from toolkit.review.sampling.folder import coder_files, write_folder
from toolkit.review.sampling.samples import ReviewSample
from toolkit.review.sampling.sheets import readable
from toolkit.review.sampling.strata import ASSERTED, NO_HIT, OTHER_STATUS, draw_by_stratum
from toolkit.review.showing.journal import check_reason, write_journal
from toolkit.review.showing.small_numbers import refuse_few_advertisers
from toolkit.schema import ANNOTATED, SAMPLE_KEY, check
from toolkit.text.opaque import as_texts

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated
    from toolkit.indicators import Indicator

# clauses that resemble an indicator's examples and in which no rule found it
NEAR_STRATUM = "near"
AUDIT_COLUMNS = ("language", "asserted", "n_drawn", "start", "end")
WHOLE = "all"


@dataclass(frozen=True)
class AuditDesign(SampleDesign):
    """How passages are drawn: ``"stratified"``, or ``"random"`` everywhere alike.

    Attributes
    ----------
    kind : str
        For possible minority and origin only ``"random"``, whatever is asked.
    encoder : Encoder, optional
        By default the one of the extra ``paraphrase``; ``"random"`` needs none.
    """

    kind: str = "stratified"
    encoder: Encoder | None = None


def recall_audit(
    annotated: Annotated,
    indicator: str,
    n: int,
    *,
    reason: str,
    out: str | Path,
    design: AuditDesign | None = None,
) -> ReviewSample:
    """Draw passages for coders, to measure what the rules miss of one indicator.

    It does not show coders what was found or how a passage was drawn, and it counts nothing. For
    the families possible_minority and ethnicity passages are drawn at random everywhere, never
    near a wording: no model of such wordings is made.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once; quarantined ads, and languages in which the indicator was never tested,
        are left out.
    indicator : str
        An identifier in its codebook.
    n : int
        Passages to draw, 1 to 400; a passage written in several ads may be drawn several times,
        and is then read once.
    reason : str
        Why texts are read; it goes to the journal.
    out : str or pathlib.Path
        The coders' folder; it must not exist or be empty.
    design : AuditDesign, optional
        Coders, seed, language, journal, kind and encoder.

    Returns
    -------
    ReviewSample
        As ``review_sample`` returns it. ``key`` also has ``language``, ``asserted`` (the rules
        count this passage), ``n_drawn``, and ``start`` and ``end`` in the text of the ad; its
        ``weight`` counts passages.

    Raises
    ------
    OptionError
        When an option is out of range, the folder holds something, too few passages or advertisers
        are left, or the indicator reads no wording.
    CodebookError
        When the indicator is not in the codebook.
    MissingEncoderError
        When a stratified design has no encoder.

    Notes
    -----
    The unit is a clause in an ad. Strata: clauses where the indicator is asserted; found in another
    status; near its examples and not found; all others, from which a third is drawn. Simple random
    sampling without replacement in each (Cochran 1977).

    Examples
    --------
    >>> recall_audit(None, "A.B", 9, reason="", out="x")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: reason: must say why texts are read...
    """
    plan, why, folder = design or AuditDesign(), check_reason(reason), Path(out)
    check_request(n, plan, folder)
    entry = annotated.codebook[indicator]
    if not entry.patterns and entry.extractor is None:
        raise OptionError(
            "indicator",
            value=indicator,
            rule="links ads and reads no wording: nothing of it can be missed in a passage",
            remedy="choose an indicator with patterns",
        )
    corpus = check(annotated.corpus, ANNOTATED)
    kept = ~corpus["quarantined"].astype(bool) & corpus["language"].isin(entry.languages_tested)
    eligible = corpus[kept].reset_index(drop=True)
    refuse_few_advertisers(eligible, name="corpus in the languages tested")
    frame = _frame(eligible, annotated, entry, plan)
    drawn = _draw(frame, n, np.random.default_rng(plan.seed))
    stratified = len(frame["stratum"].unique()) > 1
    key = drawn.assign(design="stratified" if stratified else "random")
    texts = as_texts(eligible.iloc[key["row"].to_numpy()])
    passages = [
        readable(text[start:end], lang=plan.lang)
        for text, start, end in zip(texts, key["start"], key["end"], strict=True)
    ]
    order = np.random.default_rng(plan.seed)
    files = coder_files(plan, [entry], tuple(key["item"]), passages, order)
    write_journal(Path(plan.journal), why, len(key))
    columns = [*(column.name for column in SAMPLE_KEY.columns), *AUDIT_COLUMNS]
    key = check(key[columns].reset_index(drop=True), SAMPLE_KEY)
    return ReviewSample(key, write_folder(folder, files), plan.coders, (entry.id,))


def _frame(
    eligible: pd.DataFrame, annotated: Annotated, entry: Indicator, plan: AuditDesign
) -> pd.DataFrame:
    """Return every clause of the ads that may be read, with its stratum."""
    near = None
    if plan.kind == "stratified" and not is_left_out(entry):
        near = NearClauses(paraphrase_reader(annotated.codebook, plan.encoder), NEAR)
    rows = []
    for part in in_parts(places(eligible, annotated.codebook)):
        resembling = near.read(part) if near else [[]] * len(part)
        for place, others in zip(part, resembling, strict=True):
            asserted = entry.id in place.asserted
            stratum = WHOLE
            if near is not None:
                stratum = _stratum(asserted, entry.id in place.matched, entry.id in others)
            rows.append((place.row, place.start, place.end, place.text, asserted, stratum))
    frame = pd.DataFrame(rows, columns=["row", "start", "end", "passage", "asserted", "stratum"])
    return frame.assign(
        ad_id=eligible["ad_id"].astype("str").to_numpy()[frame["row"].to_numpy(dtype="int64")],
        language=eligible["language"].to_numpy()[frame["row"].to_numpy(dtype="int64")],
    )


def _stratum(asserted: bool, matched: bool, near: bool) -> str:
    """Return the one stratum of a clause."""
    if asserted:
        return ASSERTED
    if matched:
        return OTHER_STATUS
    return NEAR_STRATUM if near else NO_HIT


def _draw(frame: pd.DataFrame, n: int, generator: np.random.Generator) -> pd.DataFrame:
    """Return the distinct passages drawn in random order, with weight and number of draws."""
    if n > len(frame):
        raise OptionError(
            "n",
            value=n,
            rule=f"the corpus has {len(frame)} passages that may be read",
            remedy=f"ask for at most {len(frame)}",
        )
    order, weight = draw_by_stratum(frame["stratum"], n, generator)
    drawn = frame.iloc[order].assign(weight=weight)
    groups = drawn.groupby(["stratum", "passage", "asserted"], sort=False)
    first = groups.head(1).set_index(["stratum", "passage", "asserted"])
    totals = groups.agg(n_drawn=("weight", "size"), weight=("weight", "sum"))
    joined = first.drop(columns="weight").join(totals).reset_index()
    return joined.assign(item=[f"T{number:03d}" for number in range(1, len(joined) + 1)])
