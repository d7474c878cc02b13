"""Weigh the two detectors against each other: ``python tools/pool_language.py LINES.jsonl``.

LINES are labelled lines; only those that neither detector learnt from are used (``src`` is not
``eld``). Six numbers for each detector and each kind of letters are written into the model's JSON.
"""

import argparse
import json
import sys
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
from language_noise import ROMANISATION, perturbed, romanised
from scipy.optimize import minimize

from toolkit.language.backend import Detector, eld_detector, eldc_detector
from toolkit.language.cleaning import clean_texts
from toolkit.language.identifying import listed_in
from toolkit.language.model import Model, load_model, log_chances, word_scores
from toolkit.language.ngrams import grams_of
from toolkit.language.pooling import Weighing, Weights, chances, make_pool, ranked

PATH = Path(__file__).resolve().parents[1] / "toolkit/language/model/language_ngrams.json"
SEED = 11
START = Weights(0.3, 0.08, 13.0, -0.2, 0.1, 5.0)
# texts of one word matter less: nobody writes an ad of one word
SHARES = {"one_word": 0.5, "two_words": 1.0, "short": 2.0, "noisy": 3.0, "sentence": 1.0}
SHARES |= {"outside": 2.0, "romanised": 2.5}


class Lines(NamedTuple):
    """Cleaned texts, their language and what kind each is."""

    texts: list[str]
    languages: list[str]
    kinds: list[str]


def labelled(path: Path) -> Lines:
    """Return the external lines, and noisy and romanised copies of the short ones."""
    random = Random(SEED)  # noqa: S311 - reproducible, not secret
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        bucket, code, text = row["bucket"], row["lang"], row["text"]
        if row["src"] == "eld" or bucket == "no_language":
            continue
        kind = "short" if bucket.startswith("short") else bucket.split("_s")[0]
        rows.append((text, code, kind))
        if kind in {"short", "outside"}:
            noisy = "noisy" if kind == "short" else kind
            rows += [(perturbed(text, code, random), code, noisy) for _ in range(3)]
        if kind in {"short", "sentence"} and code in ROMANISATION:
            rows.append((romanised(text, code, random), f"{code}-Latn", "romanised"))
    cleaned = clean_texts([text for text, _, _ in rows])
    kept = [(text, *row[1:]) for text, row in zip(cleaned, rows, strict=True) if text]
    return Lines(*(list(column) for column in zip(*kept, strict=True)))


def fitted(lines: Lines, model: Model, detector: Detector) -> Weights:
    """Return the weights under which the right answers are most probable."""
    scores, counts = word_scores(grams_of(lines.texts), model)
    words = [text.count(" ") + 1 for text in lines.texts]
    first = np.concatenate([[0], np.cumsum(words)])[:-1]
    learnt = log_chances(
        np.add.reduceat(scores, first, axis=0), np.add.reduceat(counts, first), model
    )
    pool = make_pool(model.classes, detector.codes, Weighing(START, START))
    theirs = ranked(lines.texts, detector, pool)
    outside = np.array([kind == "outside" for kind in lines.kinds])
    others = listed_in(pool.classes).others
    right = np.array(
        [pool.classes.index(code) if code in pool.classes else 0 for code in lines.languages]
    )
    share = np.array([SHARES[kind] / lines.kinds.count(kind) for kind in lines.kinds])

    def loss(numbers: np.ndarray) -> float:
        weights = Weights(*numbers)
        weighed = pool._replace(weighing=Weighing(weights, weights))
        found = chances(learnt, theirs, lines.texts, weighed)
        good = np.where(outside, found[:, others].sum(axis=1), found[np.arange(len(right)), right])
        return float(-(share * np.log(good + 1e-6)).sum() / share.sum())

    result = minimize(loss, START, method="Nelder-Mead", options={"maxiter": 400})
    sys.stdout.write(f"{detector.name}: {len(right)} texts, log loss {result.fun:.4f}\n")
    return Weights(*(round(float(number), 4) for number in result.x))


def part(lines: Lines, *, plain: bool) -> Lines:
    """Return the lines in plain Latin letters, or the others."""
    kept = [row for row in zip(*lines, strict=True) if row[0].isascii() == plain]
    return Lines(*(list(column) for column in zip(*kept, strict=True)))


def main() -> None:
    """Fit both detectors and write the numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", type=Path)
    lines, model = labelled(parser.parse_args().lines), load_model()
    card = json.loads(PATH.read_text(encoding="utf-8"))
    card["pooling"] = {}
    for detector in (eldc_detector(), eld_detector()):
        card["pooling"][detector.name] = {
            name: fitted(part(lines, plain=plain), model, detector)._asdict()
            for name, plain in (("plain", True), ("marked", False))
        }
    PATH.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
