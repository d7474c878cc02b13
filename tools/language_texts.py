"""Collect the texts that the language model learns from: no network, only unpacked wheels.

``language_texts.toml`` names the packages, their versions and licences.
"""

import contextlib
import io
import re
import tomllib
from pathlib import Path

from babel.messages.pofile import read_po

HERE = Path(__file__).parent
SOURCES = tomllib.loads((HERE / "language_texts.toml").read_text(encoding="utf-8"))
# codes of the packages that the list, or the other class, knows under one name
SAME = {"sr": "sh", "hr": "sh", "bs": "sh", "nb": "no", "nn": "no", "id": "ms", "ckb": "ku"}
NOT_TEXT = re.compile(r"%\([^)]*\)[a-z]|%[a-z%]|\{[^}]*\}|<[^>]*>|&\w+;|https?://\S+")
FEWEST_LETTERS = 6


def code_of(name: str) -> str:
    """Return the code of the model for a locale or language name of a package."""
    base = name.split("_")[0]
    return SAME.get(base, base)


def catalogue_texts(folder: Path) -> dict[str, set[str]]:
    """Return the translated strings of every gettext catalogue below a folder."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.glob("**/locale/*/LC_MESSAGES/*.po")):
        texts = found.setdefault(code_of(path.parts[-3]), set())
        with contextlib.redirect_stdout(io.StringIO()), path.open("rb") as file:
            catalogue = read_po(file, ignore_obsolete=True)
        for message in catalogue:
            sources = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            for string in strings:
                if string and not message.fuzzy and string not in sources:
                    texts.add(" ".join(NOT_TEXT.sub(" ", string).split()))
    return found


def english_texts(folder: Path) -> set[str]:
    """Return the source strings of the catalogues, which are English."""
    texts = set()
    for path in sorted(folder.glob("**/locale/fr/LC_MESSAGES/*.po")):
        with contextlib.redirect_stdout(io.StringIO()), path.open("rb") as file:
            for message in read_po(file, ignore_obsolete=True):
                source = message.id[0] if isinstance(message.id, tuple) else message.id
                texts.add(" ".join(NOT_TEXT.sub(" ", source).split()))
    return texts


def sentence_texts(path: Path) -> dict[str, set[str]]:
    """Return the sentences of a file of code, tab, sentence."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        code, _, sentence = line.partition("\t")
        found.setdefault(code_of(code), set()).add(sentence.strip())
    return found


def collect(folder: Path, without: dict[str, set[str]]) -> dict[str, tuple[list[str], list[str]]]:
    """Return, for each language, its sentences and its interface strings, sorted.

    ``without`` holds held-out texts by language: a sentence that contains one is left out.
    """
    sentences: dict[str, set[str]] = {}
    strings: dict[str, set[str]] = {}
    for name, source in SOURCES.items():
        if source["kind"] == "sentences":
            parts, target = sentence_texts(folder / name / source["path"]), sentences
        else:
            parts, target = catalogue_texts(folder / name), strings
            parts["en"] = parts.get("en", set()) | english_texts(folder / name)
        for code, texts in parts.items():
            target.setdefault(code, set()).update(texts)
    return {
        code: (
            sorted(
                text
                for text in sentences.get(code, ())
                if not any(held_out in text for held_out in without.get(code, ()))
            ),
            sorted(
                text
                for text in strings.get(code, ())
                if sum(map(str.isalpha, text)) >= FEWEST_LETTERS
            ),
        )
        for code in sorted(sentences.keys() | strings.keys())
    }
