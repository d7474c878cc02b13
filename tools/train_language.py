"""Train the language model: ``python tools/train_language.py FOLDER [--tune LINES.jsonl]``.

FOLDER holds the unpacked wheels that ``language_texts.toml`` names. LINES are labelled lines that
are kept out of the training texts; those external to eldc set how the two detectors are weighed.
The same inputs give the same files.
"""

import argparse
import json
import sys
from pathlib import Path
from random import Random

import numpy as np
from language_noise import (
    ROMANISATION,
    SERBIAN_LATIN,
    perturbed,
    romanised,
    varied_arabic,
    with_typing_errors,
)
from language_texts import SOURCES, collect
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from toolkit.language.cleaning import clean_texts
from toolkit.language.known import languages
from toolkit.language.ngrams import BITS, LONGEST, grams_of

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "toolkit" / "language" / "model"
SEED = 4
FEWEST_TEXTS = 500
# scripts in which a language of the list may be confused with another
SCRIPTS = (
    "LATIN",
    "CYRILLIC",
    "ARABIC",
    "CJK",
    "GREEK",
    "ARMENIAN",
    "GEORGIAN",
    "THAI",
    "HIRAGANA",
)
NO_BLANKS = {"zh", "th", "ja"}
STRENGTH = 100.0
Texts = dict[str, tuple[list[str], list[str]]]


def stretch(text: str, code: str, random: Random) -> str:
    """Return a stretch of a text: mostly 3 to 8 words, at times fewer or more."""
    kind = random.random()
    if code in NO_BLANKS:
        parts, size, glue = list(text), random.choice([2, 4, 8, 12, 16, 30]), ""
    else:
        sizes = (3, 8) if kind < 0.55 else (1, 2) if kind < 0.70 else (9, 25)
        parts, size, glue = text.split(), random.randint(*sizes), " "
    start = random.randrange(max(1, len(parts) - size + 1))
    return glue.join(parts[start : start + size])


def choose(pools: tuple[list[str], list[str]], random: Random) -> str:
    """Return a sentence twice as often as an interface string."""
    sentences, strings = pools
    pool = sentences if sentences and (not strings or random.random() < 0.65) else strings
    return random.choice(pool)


def native(texts: Texts, code: str, count: int, random: Random) -> list[str]:
    """Return stretches of a language in its own script, six in ten of them noisy."""
    out = []
    for _ in range(count):
        text = choose(texts[code], random)
        if code == "sh" and random.random() < 0.3:
            text = text.lower().translate(SERBIAN_LATIN)
        text = stretch(text, code, random)
        out.append(perturbed(text, code, random) if random.random() < 0.6 else text)
    return out


def latin(texts: Texts, code: str, count: int, random: Random) -> list[str]:
    """Return stretches of a language in Latin letters."""
    out = []
    for _ in range(count):
        text = romanised(stretch(choose(texts[code], random), code, random), code, random)
        out.append(with_typing_errors(text, random, 1 / 25) if random.random() < 0.2 else text)
    return out


def arabic_talk(texts: Texts, count: int, random: Random) -> list[str]:
    """Return lines of everyday romanised Arabic, some with a few words of French."""
    path = ROOT / "tools" / "language" / "arabizi.txt"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    out = []
    for _ in range(count):
        words = " ".join(random.sample(lines, random.choice([1, 2, 2, 3]))).split()
        if random.random() < 0.5:
            random.shuffle(words)
        text = varied_arabic(stretch(" ".join(words), "ar", random), random)
        if random.random() < 0.25 and text.count(" ") >= 3:
            french = choose(texts["fr"], random).split()
            text += " " + " ".join(french[: text.count(" ") // 3 + 1])
        text = with_typing_errors(text, random, 1 / 25) if random.random() < 0.2 else text
        out.append(text.upper() if random.random() < 0.15 else text)
    return out


def script_of(text: str) -> str:
    """Return the script of the first letter of a text, as Unicode names it."""
    import unicodedata

    return next((unicodedata.name(c, "?").split()[0] for c in text if c.isalpha()), "?")


def training_texts(texts: Texts, per_language: int) -> tuple[list[str], list[str]]:
    """Return cleaned texts and their classes."""
    random = Random(SEED)  # noqa: S311 - reproducible, not secret
    listed = set(languages()["code"])
    examples: list[str] = []
    classes: list[str] = []

    def add(code: str, found: list[str]) -> None:
        cleaned = [text for text in clean_texts(found) if text]
        examples.extend(cleaned)
        classes.extend([code] * len(cleaned))

    for code, pools in texts.items():
        pool = pools[0] or pools[1]
        enough = sum(map(len, pools)) >= FEWEST_TEXTS and script_of(pool[len(pool) // 2]) in SCRIPTS
        if code in listed or enough:
            count = per_language if code in listed else per_language // 2
            add(code, native(texts, code, count, random))
    for code in ROMANISATION:
        add(f"{code}-Latn", latin(texts, code, per_language * 2 // 3, random))
    add("ar-Latn", arabic_talk(texts, per_language, random))
    return examples, classes


def features(examples: list[str]) -> csr_array:
    """Return the table of n-grams of texts, as the model reads them."""
    grams = grams_of(examples)
    rows = grams.text[grams.word]
    counts = np.bincount(rows, minlength=len(examples))
    values = (1 / np.sqrt(counts[rows])).astype(np.float32)
    ends = np.concatenate([[0], np.cumsum(counts)])
    table = csr_array((values, grams.feature, ends), shape=(len(examples), 1 << BITS))
    table.sum_duplicates()
    return table


def held_out(path: Path | None) -> dict[str, set[str]]:
    """Return the labelled lines that training may not see, by language."""
    kept: dict[str, set[str]] = {}
    if path is not None:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["text"].count(" ") >= 2:
                kept.setdefault(row["lang"], set()).add(row["text"])
    return kept


def main() -> None:
    """Collect, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tune", type=Path)
    parser.add_argument("--texts", type=int, default=8000, help="stretches for each language")
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args()
    examples, classes = training_texts(
        collect(options.folder, held_out(options.tune)), options.texts
    )
    model = LogisticRegression(C=STRENGTH, max_iter=40, tol=1e-3)
    model.fit(features(examples), classes)
    weights = model.coef_.T
    # square roots keep the many small weights apart
    steps = np.sqrt(np.abs(weights) / np.abs(weights).max(axis=0)) * 127
    options.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        options.out / "language_ngrams.npz",
        steps=(np.sign(weights) * np.round(steps)).astype(np.int8),
        largest=np.abs(weights).max(axis=0).astype(np.float32),
        constants=model.intercept_.astype(np.float32),
    )
    card = {
        "classes": list(model.classes_),
        "longest": LONGEST,
        "bits": BITS,
        "texts": len(examples),
        "sources": {
            name: f"{source['version']}, {source['licence']}" for name, source in SOURCES.items()
        },
        "pooling": {},
    }
    path = options.out / "language_ngrams.json"
    path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(examples)} texts, {len(model.classes_)} classes\n")


if __name__ == "__main__":
    main()
