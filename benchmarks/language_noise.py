"""Noise for measuring language identification, written apart from the noise of the training.

Each function takes a text, its language and a seeded generator.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

SHORT_FRENCH = {
    **{"c'est": "c", "pour": "pr", "vous": "vs", "nous": "ns", "avec": "av", "dans": "ds"},
    **{"toujours": "tjs", "beaucoup": "bcp", "quand": "qd", "que": "q", "qui": "ki", "est": "e"},
    **{"les": "lé", "des": "dé", "et": "é", "mais": "mé", "pas": "pa"},
}
DECORATION = (
    "😘",
    "🌹",
    "📞 06 00 00 00 00",
    "80€",
    "💖✨",
    "@exemple_00",
    "24h/24",
    "www.exemple.test",
)
Noise = Callable[[str, str, random.Random], str]


def lower(text: str, _code: str, _random: random.Random) -> str:
    """Lower case."""
    return text.lower()


def upper(text: str, _code: str, _random: random.Random) -> str:
    """Capitals."""
    return text.upper()


def accents(text: str, _code: str, _random: random.Random) -> str:
    """Accents dropped."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")


def typing(text: str, _code: str, generator: random.Random) -> str:
    """One typing error in fifteen characters: left out, doubled, exchanged."""
    letters = list(text)
    for _ in range(max(1, len(letters) // 15)):
        places = [place for place, letter in enumerate(letters[:-1]) if letter.isalpha()]
        if not places:
            break
        place, kind = generator.choice(places), generator.randrange(3)
        if kind == 0:
            del letters[place]
        elif kind == 1:
            letters.insert(place, letters[place])
        else:
            letters[place : place + 2] = letters[place : place + 2][::-1]
    return "".join(letters)


def decorated(text: str, _code: str, generator: random.Random) -> str:
    """Emoji, a price, a contact put between the words."""
    words = text.split()
    for choice in (DECORATION, ("😀", "⭐⭐", "150€", "10h-20h")):
        words.insert(generator.randint(0, len(words)), generator.choice(choice))
    return " ".join(words)


def bold(text: str, _code: str, _random: random.Random) -> str:
    """Mathematical bold letters."""
    shift = {ord("a") + n: 0x1D41A + n for n in range(26)}
    return text.translate(shift | {ord("A") + n: 0x1D400 + n for n in range(26)})


def short(text: str, code: str, generator: random.Random) -> str:
    """Text message spelling in French; elsewhere lower case without accents."""
    if code != "fr":
        return accents(text.lower(), code, generator)
    return " ".join(SHORT_FRENCH.get(word.lower(), word) for word in text.split())


def several(text: str, code: str, generator: random.Random) -> str:
    """Accents dropped, typing errors and decoration together."""
    plain = typing(accents(text, code, generator), code, generator)
    return decorated(plain, code, generator)


KINDS: dict[str, Noise] = {
    "lower": lower,
    "upper": upper,
    "accents": accents,
    "typing": typing,
    "decorated": decorated,
    "bold": bold,
    "short": short,
    "several": several,
}


def noisy(text: str, code: str, kind: str, seed: str) -> str:
    """Return a text with one kind of noise."""
    generator = random.Random(f"{seed}{kind}")  # noqa: S311 - reproducible, not secret
    return KINDS[kind](text, code, generator)
