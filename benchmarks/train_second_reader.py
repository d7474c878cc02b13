"""Train the second reader on invented lines, or judge it on authors that it was not trained on.

``python benchmarks/train_second_reader.py`` writes ``toolkit/anonymise/words/second_reader.npz``
and ``.json``, the same at each run. ``python benchmarks/train_second_reader.py judge [AUTHOR …]``
leaves out one author after the other, trains on the rest, thresholds included, and scores the
author. The lines of the author ``o``, whom nobody reads, are in neither.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.anonymise import adversary
from tests.anonymise.marks import AUTHORS, CONTACTS, author_lines, unmark
from toolkit.anonymise.detectors import find_in_view
from toolkit.anonymise.doubts import doubts_of
from toolkit.anonymise.found import Found
from toolkit.anonymise.masking import PLACEHOLDERS, _replace
from toolkit.anonymise.reader import reading as reader
from toolkit.anonymise.reader.features import BITS, BITS_OF_BAG, features_of, pieces_of
from toolkit.anonymise.reader.table import table_of
from toolkit.anonymise.reader.tokens import KINDS, Token, tokens_of
from toolkit.anonymise.reader.weights import NAME
from toolkit.anonymise.seeing import view_of

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "toolkit" / "anonymise" / "words"
UNREAD = "o"
# they teach, generated numbers and ads of few templates less than the rest, but judge nothing
FILLING = {"own": 4.0, "generated": 0.3, "ads": 0.3}
OWN = ("clean.txt", "disguised.txt")
N_GENERATED, N_ADS, FOLDS, ROUNDS, PENALTY = 2_000, 400, 4, 30, 2.0
# share of the clean lines that may be touched, and that may be kept apart
TOUCHED, APART = 0.005, 0.015
WEIGHT_OF_BAG = 0.15
PASSES, HALF = 8, 0.5


Array = npt.NDArray[Any]
Span = tuple[str, int, int]
# features, kinds, and how much they count
Part = tuple[sp.csr_matrix, Array, float]
# what a passage is described by, whether it is a contact, and where it stands
Passage = tuple[Array, bool, Found]
Rows = dict[str, tuple[sp.csr_matrix, Array]]


class Line(NamedTuple):
    """A text, its identifiers, and what the rules found of them."""

    text: str
    spans: list[Span]
    found: list[Found]


def read_lines() -> dict[str, list[Line]]:
    """Return the lines to learn from, by author."""
    lines = {}
    for path in sorted(AUTHORS.glob("*.tsv")):
        if path.stem != UNREAD:
            lines[path.stem] = [(text, spans) for _, text, spans in author_lines(path.stem)]
    own = [(AUTHORS.parent / name).read_text(encoding="utf-8") for name in OWN]
    lines["own"] = [
        unmark(line.replace("\\n", "\n"))
        for line in "\n".join(own).split("\n")
        if line and not line.startswith("#")
    ]
    made = [adversary.phone(seed) for seed in range(N_GENERATED)]
    lines["generated"] = [(text, [("PHONE", *span)]) for text, span, _ in made]
    found = {
        author: [Line(text, spans, find_in_view(view_of(text))) for text, spans in written]
        for author, written in lines.items()
    }
    ads = pd.read_csv(ROOT / "data_samples" / "ads_raw.csv")["text"].dropna()
    # plain contacts, which the rules find: what they found is what is there
    sampled = [(text, find_in_view(view_of(text))) for text in ads.iloc[:: len(ads) // N_ADS]]
    found["ads"] = [Line(text, [hit[:3] for hit in hits], hits) for text, hits in sampled]
    return found


def forget(found: list[Found], draw: random.Random) -> list[Found]:
    """Return what the rules found with some missing or cut: of new authors they find less."""
    kept = []
    for hit in found:
        chance = draw.random()
        if 0.45 <= chance < 0.65:
            cut = draw.randrange(hit.start, hit.end)
            hit = hit._replace(start=cut) if draw.random() < 0.5 else hit._replace(end=cut)
        if chance >= 0.45 and hit.start < hit.end:
            kept.append(hit)
    return kept


def kinds_of(tokens: Sequence[Token], spans: list[Span]) -> Array:
    """Return the number of the kind of each token, and -1 for what is masked already."""
    kinds = np.zeros(len(tokens), dtype=int)
    for at, token in enumerate(tokens):
        for kind, start, end in spans:
            if token.given[0] < end and token.given[1] > start:
                kinds[at] = KINDS.index(kind if kind in KINDS else "OTHER")
        kinds[at] = -1 if token.mask else kinds[at]
    return kinds


def word_rows(lines: list[Line], draw: random.Random) -> tuple[sp.csr_matrix, Array]:
    """Return the features and the kinds of all words, as the rules left them and with more left."""
    rows, columns, kinds, size = [], [], [], 0
    for line in lines:
        view = view_of(line.text)
        for found in (line.found, forget(line.found, draw)):
            tokens = tokens_of(view, found)
            if not tokens:
                continue
            own, pieces = (
                features_of(table_of(tokens)),
                [pieces_of(t.word or "-") for t in tokens],
            )
            places = size + np.arange(len(tokens))
            rows += [places.repeat(own.shape[1]), places.repeat([*map(len, pieces)])]
            columns += [own.ravel(), *pieces]
            kinds.append(kinds_of(tokens, line.spans))
            size += len(tokens)
    at = np.concatenate(rows), np.concatenate(columns)
    table = sp.csr_matrix((np.ones(len(at[0]), np.float32), at), shape=(size, 1 << BITS))
    kinds = np.concatenate(kinds)
    return table[kinds >= 0], kinds[kinds >= 0]


def fit_words(parts: list[Part]) -> tuple[Array, Array]:
    """Return one weight per feature and kind but the first, in whole numbers, and their scales."""
    table = sp.vstack([table for table, _, _ in parts]).tocsr()
    kinds = np.concatenate([kinds for _, kinds, _ in parts])
    share = np.concatenate([np.full(len(kinds), share) for _, kinds, share in parts])
    share = share.astype(np.float32)[:, None]
    turned, size = table.T.tocsr(), (table.shape[1], len(KINDS))
    true = np.eye(len(KINDS), dtype=np.float32)[kinds]

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(size).astype(np.float32)
        scores = table @ weights
        scores -= scores.max(axis=1, keepdims=True)
        total = np.log(np.exp(scores).sum(axis=1, keepdims=True))
        slope = turned @ ((np.exp(scores - total) - true) * share) + PENALTY * weights
        fit = float((((scores - total) * true) * share).sum(dtype=np.float64))
        return PENALTY / 2 * float(flat @ flat) - fit, slope.ravel().astype(np.float64)

    options = {"maxiter": ROUNDS, "maxcor": 8}
    start = np.zeros(size).ravel()
    learnt = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x.reshape(size)
    against = learnt[:, 1:] - learnt[:, :1]
    scales = np.abs(against).max(axis=0) / 127
    return np.round(against / scales).astype(np.float32), scales


def nothing_learnt(words: Array, scales: Array) -> reader.Weights:
    """Return weights with those of words only."""
    passage, bag = np.zeros(1), np.zeros(1 << BITS_OF_BAG, dtype=np.int8)
    return reader.Weights(words, scales, passage, np.zeros(1), bag, 1.0, 1.0, 1.0)


def fit_chance(table: Array, true: Array) -> Array:
    """Return the weights of a chance from numbers; the last stands alone."""
    middle, width = table.mean(axis=0), table.std(axis=0)
    width[width == 0] = 1
    model = LogisticRegression(C=0.3, max_iter=1_000).fit((table - middle) / width, true)
    weights = model.coef_[0] / width
    return np.append(weights, model.intercept_[0] - weights @ middle)


def read_passages(lines: list[Line], weights: reader.Weights) -> list[list[Passage]]:
    """Return the passages of each line that may be contacts."""
    read = []
    for line in lines:
        view = view_of(line.text)
        tokens = tokens_of(view, line.found)
        found: list[Passage] = []
        if tokens:
            kinds = kinds_of(tokens, line.spans)
            likely = reader.likely_kinds(table_of(tokens), weights)
            for one in reader.passages_of(tokens, likely):
                own = kinds[one.first : one.end]
                true = bool(np.mean((own >= 1) & (own < KINDS.index("OTHER"))) >= HALF)
                place = tokens[one.first].given[0], tokens[one.end - 1].given[1]
                found.append((one.described, true, Found(one.kind, *place, False)))
        read.append(found)
    return read


def threshold(chances: Any, share: float) -> float:  # noqa: ANN401 - a list or an array
    """Return above which chance no more than a share of lines stand."""
    ordered = np.sort(chances)[::-1]
    return float(ordered[int(share * len(ordered))])


def shows(line: Line, found: list[Found]) -> bool:
    """Tell whether a contact of a line is not wholly masked."""
    hidden = {at for hit in found for at in range(hit.start, hit.end)}
    return any(
        kind in CONTACTS
        and any(line.text[at].isalnum() and at not in hidden for at in range(start, end))
        for kind, start, end in line.spans
    )


def fit_texts(described: Array, bags: list[Array], true: Array) -> tuple[Array, Array, float]:
    """Return the weights of texts, those of their words in whole numbers, and their scale."""
    middle, width = described.mean(axis=0), described.std(axis=0)
    width[width == 0] = 1
    rows = np.repeat(np.arange(len(bags)), [*map(len, bags)])
    at = rows, np.concatenate(bags)
    values = np.full(len(rows), WEIGHT_OF_BAG)
    bag = sp.csr_matrix((values, at), shape=(len(bags), 1 << BITS_OF_BAG))
    table = sp.hstack([sp.csr_matrix((described - middle) / width), bag]).tocsr()
    model = LogisticRegression(C=0.5, max_iter=1_000).fit(table, true)
    own, of_bag = np.split(model.coef_[0], [described.shape[1]])
    own = own / width
    of_bag = of_bag * WEIGHT_OF_BAG
    scale = float(np.abs(of_bag).max() / 127)
    text = np.append(own, model.intercept_[0] - own @ middle)
    return text, np.round(of_bag / scale).astype(np.int8), scale


def folds_of(authors: list[str]) -> list[list[str]]:
    """Return authors in groups that are left out together."""
    return [authors[first::FOLDS] for first in range(FOLDS)]


def train(lines: dict[str, list[Line]], rows: Rows) -> reader.Weights:
    """Return what is learnt of some authors, thresholds included, judged on authors left out."""
    authors = [author for author in lines if author not in FILLING]
    parts = {name: (*rows[name], FILLING.get(name, 1.0)) for name in lines}
    apart = {}
    for out in folds_of(authors):
        learnt = fit_words([part for name, part in parts.items() if name not in out])
        apart |= dict.fromkeys(out, nothing_learnt(*learnt))
    read = {author: read_passages(lines[author], apart[author]) for author in authors}
    every = [one for author in authors for passages in read[author] for one in passages]
    passage = fit_chance(np.array([one[0] for one in every]), np.array([one[1] for one in every]))
    top = [
        max((reader.chance(one[0], passage) for one in passages), default=0.0)
        for author in authors
        for line, passages in zip(lines[author], read[author], strict=True)
        if not line.spans
    ]
    limit = threshold(top, TOUCHED)
    apart = {
        author: dataclasses.replace(weights, passage=passage, passage_threshold=limit)
        for author, weights in apart.items()
    }
    whole = dataclasses.replace(
        nothing_learnt(*fit_words(list(parts.values()))), passage=passage, passage_threshold=limit
    )
    return with_texts(whole, apart, lines)


def crossed(described: Array, bags: list[Array], true: Array) -> Array:
    """Return the chance of each text, learnt on the others: five groups in turn."""
    chances = np.zeros(len(true))
    group = np.arange(len(true)) * 5 // len(true)
    for out in range(5):
        kept = np.flatnonzero(group != out)
        text, bag, scale = fit_texts(described[kept], [bags[at] for at in kept], true[kept])
        for at in np.flatnonzero(group == out):
            words = float(bag[bags[at]].sum(dtype=int)) * scale
            chances[at] = reader.chance(described[at], text, words)
    return chances


def with_texts(
    whole: reader.Weights, apart: dict[str, reader.Weights], lines: dict[str, list[Line]]
) -> reader.Weights:
    """Return weights with what tells the texts that still show a contact."""
    read: list[tuple[Array, Array, bool, bool]] = []
    draw = random.Random(4)  # noqa: S311 - the same at each run
    for author, weights in apart.items():
        for line in lines[author]:
            found = reader.read_again(view_of(line.text), line.found, weights)
            masked = _replace(line.text, found)
            # more masks say nothing of what is left
            more = " ".join(draw.sample(sorted(PLACEHOLDERS.values()), draw.randint(1, 4)))
            for text in (masked, f"{masked} {more}"):
                view = view_of(text)
                # what is kept apart already teaches nothing
                if tokens_of(view, []) and not doubts_of(view, again=False):
                    told = reader.described_text(view, weights)
                    read.append((*told, shows(line, found), not line.spans))
    described, true, clean = (np.array([one[at] for one in read]) for at in (0, 2, 3))
    bags = [one[1] for one in read]
    chances = crossed(described, bags, true)
    text, bag, scale = fit_texts(described, bags, true)
    limit = threshold(chances[clean], APART)
    return dataclasses.replace(whole, text=text, bag=bag, bag_scale=scale, text_threshold=limit)


def keep_apart(line: Line, found: list[Found], weights: reader.Weights | None) -> bool:
    """Tell whether a text is kept apart once what was found is masked."""
    view = view_of(_replace(line.text, found))
    for _ in range(PASSES):
        found = find_in_view(view)
        found = reader.read_again(view, found, weights) if weights else found
        if not found:
            break
        view = view_of(_replace(view.given, found))
    return bool(
        found or doubts_of(view, again=False) or (weights and reader.still_shows(view, weights))
    )


def judge(lines: list[Line], weights: reader.Weights | None) -> Counter[Any]:
    """Count what is masked of lines: by the rules, and by the reader if weights are given."""
    counted = Counter()
    for line in lines:
        found = line.found
        if weights:
            found = reader.read_again(view_of(line.text), found, weights)
        hidden = {at for hit in found for at in range(hit.start, hit.end)}
        for kind, start, end in line.spans:
            whole = all(at in hidden or not line.text[at].isalnum() for at in range(start, end))
            counted[kind, whole] += 1
        inside = {at for _, start, end in line.spans for at in range(start, end)}
        letters = [at for at, sign in enumerate(line.text) if sign.isalnum()]
        counted["letters"] += len(letters)
        counted["outside"] += sum(at in hidden and at not in inside for at in letters)
        side = "marked" if line.spans else "clean"
        apart, leaks = keep_apart(line, found, weights), shows(line, found)
        counted[side] += 1
        counted[f"{side} apart"] += apart
        counted["leaking"] += leaks
        counted["leaking after"] += leaks and not apart
        counted["touched"] += not line.spans and bool(hidden & set(letters))
    return counted


def row(name: str, counted: Counter[Any]) -> str:
    """Return counts as a row of a table."""
    recall = [
        counted[kind, True] / max(counted[kind, True] + counted[kind, False], 1)
        for kind in ("PHONE", "HANDLE", "EMAIL", "URL", "NAME")
    ]
    shares = [
        counted["leaking"] / counted["marked"],
        counted["leaking after"] / counted["marked"],
        counted["touched"] / counted["clean"],
        counted["clean apart"] / counted["clean"],
        counted["marked apart"] / counted["marked"],
        counted["outside"] / counted["letters"],
    ]
    return f"| {name} | " + " | ".join(f"{value:.3f}" for value in [*recall, *shares]) + " |"


def save(weights: reader.Weights, lines: dict[str, list[Line]]) -> None:
    """Write what was learnt."""
    arrays = {
        field.name: getattr(weights, field.name)
        for field in dataclasses.fields(weights)
        if isinstance(getattr(weights, field.name), np.ndarray)
    }
    arrays["words"] = arrays["words"].astype(np.int8)
    np.savez_compressed(WORDS / f"{NAME}.npz", **arrays)
    texts = "\n".join(line.text for written in lines.values() for line in written)
    told = {
        "weights": {
            name: getattr(weights, name)
            for name in ("bag_scale", "passage_threshold", "text_threshold")
        },
        "trained_on": {name: len(written) for name, written in lines.items()},
        "sha256_of_texts": hashlib.sha256(texts.encode()).hexdigest(),
    }
    (WORDS / f"{NAME}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train and write, or judge."""
    lines = read_lines()
    draw = random.Random(3)  # noqa: S311 - the same at each run
    rows = {name: word_rows(written, draw) for name, written in lines.items()}
    if sys.argv[1:2] != ["judge"]:
        save(train(lines, rows), lines)
        return
    sums = Counter(), Counter()
    for author in sys.argv[2:] or [name for name in lines if len(name) == 1]:
        rest = {name: written for name, written in lines.items() if name != author}
        weights = train(rest, rows)
        for name, own, total in (("rules", None, sums[0]), ("both", weights, sums[1])):
            counted = judge(lines[author], own)
            total.update(counted)
            print(row(f"{author} {name}", counted), flush=True)
    print(row("all rules", sums[0]), row("all both", sums[1]), sep="\n")
    print(json.dumps([{str(key): value for key, value in total.items()} for total in sums]))


if __name__ == "__main__":
    main()
