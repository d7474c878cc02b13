"""In which order coders could read what is left of a sample: an order of numbers, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.counting.measured import wanted_indicators
from toolkit.disclosure.suppression import POSSIBLE_MINORITY
from toolkit.errors import OptionError, TableError
from toolkit.messages import check_language, message
from toolkit.review.coding.consensus import agreed_codes
from toolkit.review.sampling.design import MOST_TEXTS
from toolkit.schema import CODES, SAMPLE_KEY, check
from toolkit.text.opaque import as_texts

if TYPE_CHECKING:
    from toolkit.counting import Annotated
    from toolkit.indicators import Indicator
    from toolkit.review.sampling.samples import ReviewSample

MINORITY_FAMILY = "possible_minority"
# with fewer texts of a kind a model learns those texts, not the wording
LEAST_OF_EACH = 5


@dataclass(frozen=True)
class ReadingOrder:
    """The numbers of the texts still to be coded, in an order; no score, and no text."""

    indicator: str
    items: tuple[str, ...]
    n_coded: int
    n_present: int
    lang: str = "fr"

    def __repr__(self) -> str:
        """Return sizes only."""
        return f"ReadingOrder({self.indicator}, {len(self.items)} texts to code)"

    @property
    def how_to_read(self) -> str:
        """Return what the order means, and what must never be read from it."""
        numbers = {"n": self.n_coded, "present": self.n_present}
        return message("reading.order", lang=self.lang, **numbers)


def reading_order(
    annotated: Annotated,
    sample: ReviewSample | pd.DataFrame,
    codes: pd.DataFrame,
    *,
    indicator: str,
    lang: str = "fr",
) -> ReadingOrder:
    """Order what is left of a review sample so that coders meet doubtful wordings first.

    It is never used by anything else of the toolkit, and gives nothing but an order of item
    numbers: no probability, no class, no model. Below 300 texts coded present nothing else could
    be trusted; above, nothing else is offered either. The first texts are
    those on which a model hesitates, not those most likely to hold the wording: that would be a
    ranking by concern. It reads only the texts of one sample (400 at most), learns from its codes,
    and forgets. Possible minority is refused: no model of it is trained here. Texts chosen this way
    are no random sample: see ``ReadingOrder.how_to_read``, and code the whole sample before
    measuring anything.

    Parameters
    ----------
    annotated : Annotated
        The corpus that the sample was drawn from.
    sample : ReviewSample or pandas.DataFrame
        A sample, or its key (see ``schema.SAMPLE_KEY``).
    codes : pandas.DataFrame
        See ``schema.CODES``: what was coded so far. Texts on which coders differ teach nothing.
    indicator : str
        Its identifier in the codebook.
    lang : str
        Language of ``how_to_read``: ``"fr"`` or ``"en"``.

    Returns
    -------
    ReadingOrder
        ``items``: the texts that nobody coded yet for this indicator.

    Raises
    ------
    OptionError
        When the indicator is unknown or of possible minority.
    TableError
        When the sample or the codes do not fit, or too few texts are coded to learn from.

    Notes
    -----
    Uncertainty sampling (Lewis and Gale 1994) with logistic regression on character n-grams; on
    rare classes it finds the borderline cases with far fewer codes than a random order, and what
    it reads is far from representative.

    Examples
    --------
    >>> reading_order(None, pd.DataFrame(), pd.DataFrame(), indicator="AVL.H24", lang="de")
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: lang: got 'de'; must be one of fr, en. What to do: use lang="fr".
    """
    check_language(lang)
    entry = _allowed(annotated, indicator)
    key = _key(sample, annotated.corpus)
    given = check(codes, CODES)
    given = given[given["indicator"].eq(entry.id)]
    known = _known(given, key["item"])
    left = key[~key["item"].isin(given["item"])]
    if not len(left):
        return ReadingOrder(entry.id, (), len(known), int(known.sum()), lang)
    rows = annotated.corpus.set_index("ad_id").loc[[*_ads(key, known.index), *left["ad_id"]]]
    doubt = _doubt(as_texts(rows), known.to_numpy())
    # where the model hesitates as much, the order of the sample stays
    items = left["item"].astype("str").to_numpy()[np.argsort(-doubt, kind="stable")]
    return ReadingOrder(entry.id, tuple(items.tolist()), len(known), int(known.sum()), lang)


def _allowed(annotated: Annotated, indicator: str) -> Indicator:
    """Return the indicator when an order may be made for it."""
    entry = wanted_indicators(annotated, str(indicator))[0]
    if entry.family == MINORITY_FAMILY or entry.id.startswith(POSSIBLE_MINORITY):
        raise OptionError(
            "indicator",
            value=entry.id,
            rule="no model of possible minority is trained, not even to order texts",
            remedy="read the sample in its own order",
        )
    return entry


def _key(sample: ReviewSample | pd.DataFrame, corpus: pd.DataFrame) -> pd.DataFrame:
    """Return the key of a sample of this corpus."""
    key = check(sample if isinstance(sample, pd.DataFrame) else sample.key, SAMPLE_KEY)
    safe = corpus.loc[~corpus["quarantined"].astype(bool), "ad_id"]
    strange = int((~key["ad_id"].isin(safe)).sum()) + int(key["item"].duplicated().sum())
    if strange or len(key) > MOST_TEXTS:
        raise TableError(
            "sample",
            value=f"{len(key)} items, {strange} that do not fit",
            rule=f"must be a review sample of this corpus, {MOST_TEXTS} texts at most",
            remedy="pass what review_sample returned, and the corpus that it was drawn from",
        )
    return key


def _known(given: pd.DataFrame, items: pd.Series) -> pd.Series:
    """Return whether the wording is there, for the items on which coders agree."""
    outside = int((~given["item"].isin(items)).sum())
    agreed = agreed_codes(given, "agreed").dropna(subset=["code"]) if len(given) else given
    known = pd.Series(agreed["code"].eq("present").to_numpy(), index=agreed["item"], dtype=bool)
    fewest = min(int(known.sum()), int((~known).sum()))
    if outside or fewest < LEAST_OF_EACH:
        raise TableError(
            "codes",
            value=f"{outside} of other samples, {int(known.sum())} present of {len(known)} agreed",
            rule=f"must be of this sample, {LEAST_OF_EACH} texts or more coded present and absent",
            remedy="code more texts in the order of the sample",
        )
    return known


def _ads(key: pd.DataFrame, items: pd.Index) -> list[str]:
    """Return the ads of some items, in the order of the items."""
    ads: list[str] = key.set_index("item").loc[items, "ad_id"].astype("str").tolist()
    return ads


def _doubt(texts: Sequence[str], known: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return how much a model hesitates on each text after the coded ones; it is not kept."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    # few positives must not make the model certain of their absence everywhere
    model = LogisticRegression(class_weight="balanced", max_iter=1_000)
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    numbers = grams.fit_transform(texts)
    model.fit(numbers[: len(known)], known)
    distances: npt.NDArray[np.float64] = np.abs(model.decision_function(numbers[len(known) :]))
    return -distances
