"""A sample of ads for two coders who work blind: texts to them, the key to the researcher."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import OptionError, OutputFileError
from toolkit.messages import check_language, message
from toolkit.review.coding_guide import coding_guide
from toolkit.review.coding_sheets import Sheet, csv_content, readable, xlsx_content
from toolkit.review.journal import JOURNAL, write_journal
from toolkit.review.samples import SHEET_PREFIX, ReviewSample
from toolkit.review.showing import check_reason
from toolkit.review.small_numbers import refuse_few_advertisers
from toolkit.review.strata import allocate, strata
from toolkit.schema import ANNOTATED, SAMPLE_KEY, check
from toolkit.text.opaque import as_texts

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated
    from toolkit.indicators import Indicator

MOST_TEXTS = 400
DESIGNS = ("random", "stratified")
_SHORT_NAME = re.compile(r"[A-Za-z0-9_-]{1,20}")


@dataclass(frozen=True)
class SampleDesign:
    """How a sample is drawn and for whom.

    Attributes
    ----------
    kind : str
        ``"random"``, or ``"stratified"`` by what was found for the indicators.
    coders : tuple of str
        Two or more short names chosen for the study, not people's names.
    seed : int, optional
        The same seed draws the same sample from the same corpus.
    lang : str
        Language of sheets and guide.
    journal : str or pathlib.Path
        A CSV file that grows by one line.
    """

    kind: str = "random"
    coders: tuple[str, ...] = ("A", "B")
    seed: int | None = None
    lang: str = "fr"
    journal: str | Path = JOURNAL


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
        When an option is out of range, the folder already holds something, or the corpus comes
        from fewer than 11 advertisers (33 ads where they are unknown).
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
    _check_request(n, plan, folder)
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
    files = _files(plan, book, items, texts, generator)
    write_journal(Path(plan.journal), why, n)
    return ReviewSample(
        key.reset_index(drop=True), _write_folder(folder, files), plan.coders, asked
    )


def _check_request(n: int, plan: SampleDesign, folder: Path) -> None:
    """Refuse what cannot be drawn or written, before anything is read."""
    check_language(plan.lang)
    if not 1 <= n <= MOST_TEXTS:
        raise OptionError(
            "n", value=n, rule=f"must be 1 to {MOST_TEXTS}", remedy="a hundred texts are a start"
        )
    if plan.kind not in DESIGNS:
        raise OptionError(
            "design",
            value=plan.kind,
            rule=f"must be one of {', '.join(DESIGNS)}",
            remedy='use design="random"',
        )
    distinct = {name.casefold() for name in plan.coders}
    short = all(_SHORT_NAME.fullmatch(name) for name in plan.coders)
    if len(plan.coders) < 2 or len(distinct) < len(plan.coders) or not short:
        raise OptionError(
            "coders",
            value=plan.coders,
            rule="must be two or more different short names of letters and digits",
            remedy='write coders=("A", "B")',
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OptionError(
            "out",
            value=folder.name,
            rule="must be a new or empty folder, so that no filled sheet is lost",
            remedy="choose another folder",
        )


def _asked(annotated: Annotated, indicators: Sequence[str]) -> tuple[str, ...]:
    """Return the indicators asked, each known and once."""
    listed = (indicators,) if isinstance(indicators, str) else tuple(dict.fromkeys(indicators))
    if not listed:
        raise OptionError(
            "indicators",
            rule="must name at least one indicator",
            remedy="take identifiers from the codebook: annotated.codebook.ids",
        )
    return tuple(annotated.codebook[one].id for one in listed)


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
    sizes = stratum.value_counts().sort_index()
    shares = allocate(sizes, n)
    places = [
        generator.choice(np.flatnonzero(stratum == name), size=int(number), replace=False)
        for name, number in shares.items()
    ]
    # numbers must not tell the stratum
    order = generator.permutation(np.concatenate(places))
    columns = {
        "ad_id": eligible["ad_id"].astype("str"),
        "stratum": stratum,
        "language": eligible["language"].astype("str").fillna("undetermined"),
    }
    drawn = pd.DataFrame(columns).iloc[order]
    return drawn.assign(
        design=plan.kind, weight=drawn["stratum"].map(sizes / shares).astype("float64")
    )


def _files(
    plan: SampleDesign,
    book: Sequence[Indicator],
    items: Sequence[str],
    texts: Sequence[str],
    generator: np.random.Generator,
) -> dict[str, str | bytes]:
    """Return the guide and each coder's sheets, in an order of their own."""
    asked = tuple(one.id for one in book)
    labels = tuple(one.label[plan.lang] for one in book)
    files: dict[str, str | bytes] = {
        message("coding.guide_file", lang=plan.lang): coding_guide(book, lang=plan.lang)
    }
    for coder in plan.coders:
        order = generator.permutation(len(items))
        mixed = [(items[at], texts[at]) for at in order]
        sheet = Sheet(tuple(i for i, _ in mixed), tuple(t for _, t in mixed), asked, labels)
        files[f"{SHEET_PREFIX}{coder}.csv"] = csv_content(sheet, {}, lang=plan.lang)
        files[f"{SHEET_PREFIX}{coder}.xlsx"] = xlsx_content(sheet, lang=plan.lang)
    return files


def _write_folder(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write all files beside, then rename the folder: coders never meet half a sample."""
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        beside.mkdir(parents=True)
        for name, content in files.items():
            data = content.encode("utf-8") if isinstance(content, str) else content
            (beside / name).write_bytes(data)
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except OSError as error:
        raise OutputFileError(
            f"folder {folder.name!r}",
            rule=f"could not be written ({error.strerror})",
            remedy="choose a folder you may write to, with free space",
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder
