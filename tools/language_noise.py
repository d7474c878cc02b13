"""Make clean sentences look like ads: lost accents, typing errors, short spellings, Latin letters.

Every function takes its own random generator: the same seed gives the same text.
"""

import re
import tomllib
import unicodedata
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parent / "language"
ROMANISATION = tomllib.loads((FOLDER / "romanisation.toml").read_text(encoding="utf-8"))
SHORT_SPELLINGS = tomllib.loads((FOLDER / "short_spellings.toml").read_text(encoding="utf-8"))
# scripts that leave vowels out: a writer puts some of these in
VOWELS = {"ar": "aaiieou", "fa": "aaaeeoo"}
# spellings that writers of romanised Arabic exchange freely
ARABIC_EXCHANGES = [
    *(("ch", "sh"), ("ou", "u"), ("ou", "o"), ("3", "a"), ("3", "e"), ("kh", "5"), ("kh", "7")),
    *(("gh", "8"), ("gh", "4"), ("9", "k"), ("9", "q"), ("7", "h"), ("w", "ou"), ("i", "y")),
    *(("a", "e"), ("e", "a"), ("el ", "l "), ("el ", "al "), ("dj", "j"), ("j", "g"), ("k", "c")),
]
WITHOUT_MARK = str.maketrans({"đ": "d", "ł": "l", "ı": "i", "ø": "o", "æ": "ae", "ß": "ss"})
SERBIAN_LATIN = str.maketrans(
    "абвгдезиклмнопрстуфжчшћђцхј",
    "abvgdeziklmnoprstufžčšćđchj",
) | {ord("љ"): "lj", ord("њ"): "nj", ord("џ"): "dž"}


def without_accents(text: str) -> str:
    """Return a text as a foreign keyboard writes it."""
    letters = unicodedata.normalize("NFD", text.translate(WITHOUT_MARK))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", plain)


def with_typing_errors(text: str, random: Random, rate: float) -> str:
    """Return a text with letters left out, doubled, exchanged or wrong."""
    out: list[str] = []
    letters = iter(text)
    for letter in letters:
        if not letter.isalpha() or random.random() >= rate:
            out.append(letter)
            continue
        kind = random.randrange(4)
        if kind == 1:
            out += [letter, letter]
        elif kind == 2:
            out += [next(letters, ""), letter]
        elif kind == 3:
            out.append(random.choice("abcdefghijklmnopqrstuvwxyz") if letter.isascii() else letter)
    return "".join(out)


def in_short_spelling(text: str, code: str, random: Random) -> str:
    """Return a text as a hurried message writes it."""
    text = text.lower()
    for usual, short in SHORT_SPELLINGS.get(code, {}).items():
        if random.random() < 0.6:
            pattern = rf"\b{re.escape(usual)}\b" if len(usual) > 2 else re.escape(usual)
            text = re.sub(pattern, short, text)
    return text


def perturbed(text: str, code: str, random: Random) -> str:
    """Return a text with one or two kinds of noise."""
    kind = random.random()
    if kind < 0.10:
        return text.upper()
    if kind < 0.18:
        return text.lower()
    if kind < 0.55:
        plain = without_accents(text)
        return with_typing_errors(plain, random, 1 / 25) if random.random() < 0.4 else plain
    if kind < 0.73:
        return with_typing_errors(text, random, 1 / 15)
    if kind < 0.86 and code in SHORT_SPELLINGS:
        return in_short_spelling(text, code, random)
    return with_typing_errors(without_accents(text.lower()), random, 1 / 20)


def _needs_vowel(out: list[str], spelling: str) -> bool:
    """Tell whether two consonants meet."""
    before = out[-1][-1:] if out else ""
    after = spelling[:1]
    return before.isalpha() and before not in "aeiou" and after.isalnum() and after not in "aeiou"


def romanised(text: str, code: str, random: Random) -> str:
    """Return a text of another script in Latin letters, the way one writer would."""
    text = unicodedata.normalize("NFKC", text).lower()
    if code == "el":
        text = without_accents(text).replace("ου", "ou" if random.random() < 0.7 else "ου")
    if code == "hy":
        text = text.replace("ու", "u")
    habit = {letter: random.choice(ways) for letter, ways in ROMANISATION[code].items()}
    vowels = VOWELS.get(code, "") if random.random() < 0.75 else ""
    out: list[str] = []
    for letter in text:
        spelling = "" if unicodedata.combining(letter) else habit.get(letter, letter)
        if vowels and _needs_vowel(out, spelling) and random.random() < 0.62:
            out.append(random.choice(vowels))
        if spelling:
            out.append(spelling)
    latin = "".join(out)
    if code == "ar" and random.random() < 0.5:
        latin = re.sub(r"\bal(?=\w{3})", random.choice(["el ", "l ", "el", "al "]), latin)
    return latin


def varied_arabic(text: str, random: Random) -> str:
    """Return a line of romanised Arabic in another writer's spelling."""
    for usual, other in random.sample(ARABIC_EXCHANGES, 3):
        if random.random() < 0.5:
            text = text.replace(usual, other, -1 if random.random() < 0.6 else 1)
    if random.random() < 0.3:
        text = re.sub(r"[aeiou](?=\w)", lambda m: m[0] if random.random() < 0.75 else "", text)
    return text
