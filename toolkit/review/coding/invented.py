"""Codes of coders who do not exist, to practise on an invented corpus."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.counting import Annotated
from toolkit.review.sampling.samples import ReviewSample
from toolkit.schema import CODES, check

# how often a wording that was hit, or not, is there for a person
_PRESENT_WHEN_HIT, _PRESENT_WHEN_NOT = 0.9, 0.02
# how often a coder slips, and is not sure
_SLIPS, _UNSURE = 0.03, 0.01


def invented_codes(annotated: Annotated, sample: ReviewSample, *, seed: int = 0) -> pd.DataFrame:
    """Return the codes that invented coders give to a sample, to practise what comes after.

    They read nothing: a code is drawn from what the rules hit, with slips. It says nothing of the
    rules, nor of any text; a study's codes come from people, through ``read_codes``.

    Parameters
    ----------
    annotated : Annotated
        The corpus that the sample was drawn from.
    sample : ReviewSample
        What ``review_sample`` returned.
    seed : int
        The same seed gives the same codes.

    Returns
    -------
    pandas.DataFrame
        See ``schema.CODES``.

    Examples
    --------
    >>> invented_codes.__name__
    'invented_codes'
    """
    generator = np.random.default_rng(seed)
    asserted = annotated.spans[annotated.spans["status"].eq("asserted")]
    hits = set(zip(asserted["ad_id"], asserted["indicator"], strict=True))
    cells = sample.key[["item", "ad_id"]].merge(
        pd.DataFrame({"indicator": list(sample.indicators)}), how="cross"
    )
    hit = np.array([pair in hits for pair in zip(cells["ad_id"], cells["indicator"], strict=True)])
    there = generator.random(len(cells)) < np.where(hit, _PRESENT_WHEN_HIT, _PRESENT_WHEN_NOT)
    parts = []
    for coder in sample.coders:
        slips = generator.random(len(cells)) < _SLIPS
        code = np.where(there ^ slips, "present", "absent")
        code = np.where(generator.random(len(cells)) < _UNSURE, "unsure", code)
        parts.append(cells[["item", "indicator"]].assign(coder=coder, code=code))
    codes = pd.concat(parts, ignore_index=True)[["item", "coder", "indicator", "code"]]
    return check(codes.astype("str"), CODES)
