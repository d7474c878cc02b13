"""Compose the text of one invented ad, and dress it as people write."""

from __future__ import annotations

import random
import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from toolkit.text.folding import fold

# a list of the grammar, by its name
_LIST = re.compile(r"<(\w+)>")
_EMOJI = ("😀", "🌸", "✨", "☕", "🎵")


@cache
def world() -> dict[str, Any]:
    """Return the invented world: platforms, towns, rates and planted truths.

    Returns
    -------
    dict
        The content of ``world.toml``.

    Examples
    --------
    >>> world()["months"]
    24
    """
    source = resources.files("toolkit.samples") / "world.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def clauses(language: str) -> dict[str, Any]:
    """Return the neutral clauses of a language.

    Parameters
    ----------
    language : str
        A code of ``world.toml``.

    Returns
    -------
    dict
        Theme to clauses.

    Examples
    --------
    >>> "greeting" in clauses("fr")
    True
    """
    source = resources.files("toolkit.samples") / "clauses" / f"{language}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def write_contact(draw: random.Random, number: int) -> str:
    """Write a contact from ranges reserved for fiction, in one of many ways.

    Parameters
    ----------
    draw : random.Random
        Where chance comes from.
    number : int
        The advertiser: the same number gives the same contact, in other writings.

    Returns
    -------
    str
        A phone, an e-mail, a link or a handle.

    Examples
    --------
    >>> write_contact(random.Random(1), 7) != ""
    True
    """
    last = f"{number % 10_000:04d}"
    kind = number % 10
    # from 1001 on: "contact247" would say round the clock, "annonce18" an age
    if kind == 7:
        return f"contact{number + 1000}@exemple.fr"
    if kind == 8:
        return f"https://annonce{number + 1000}.example.org"
    if kind == 9:
        return f"insta : exemple_{number}"
    pairs = (
        ["06", "39", "98", last[:2], last[2:]] if kind else ["01", "99", "00", last[:2], last[2:]]
    )
    return draw.choice((" ", ".", "-", "", " ", "/")).join(pairs)


def own_sentences(draw: random.Random, language: str, number: int) -> list[str]:
    """Return sentences that an author makes alone, each about something else.

    Parameters
    ----------
    draw : random.Random
        Where chance comes from.
    language : str
        The language of the ad.
    number : int
        How many; no more than the language has patterns of.

    Returns
    -------
    list of str
        Sentences: two authors seldom write the same one.

    Examples
    --------
    >>> len(own_sentences(random.Random(1), "fr", 3))
    3
    """
    own = clauses(language)["own"]
    patterns = draw.sample(own["sentences"], min(number, len(own["sentences"])))
    return [
        _LIST.sub(lambda name: str(draw.choice(own["words"][name.group(1)])), pattern)
        for pattern in patterns
    ]


def compose(draw: random.Random, language: str, town: str, asked: list[str]) -> list[str]:
    """Return the sentences of one ad, contact left as ``{contact}``.

    Some are stock sentences that many ads share, the others are of this author alone.

    Parameters
    ----------
    draw : random.Random
        Where chance comes from.
    language : str
        The language of the ad.
    town : str
        Where; ``"{town}"`` leaves it to be filled in.
    asked : list of str
        Indicators whose wording it says.

    Returns
    -------
    list of str
        Sentences.

    Examples
    --------
    >>> len(compose(random.Random(1), "fr", "Lille", [])) > 4
    True
    """
    words = clauses(language)
    start = draw.randint(8, 14)
    filled = {"town": town, "hour": start, "until": draw.randint(start + 3, 23)}
    filled["price"] = draw.choice((50, 60, 80, 100, 120))
    parts = [draw.choice(words["greeting"]), draw.choice(words["place"])]
    if draw.random() < 0.6:
        parts.append(draw.choice(words["hours"]))
    parts += [words["indicators"][name] for name in asked]
    told = draw.sample(words["filler"], draw.randint(0, 2))
    told += own_sentences(draw, language, draw.randint(2, 3))
    parts += draw.sample(told, len(told))
    if words["price"] and draw.random() < 0.5:
        parts.append(draw.choice(words["price"]))
    if draw.random() < 0.92:
        parts.append(draw.choice(words["contact"]))
    parts.append(draw.choice(words["closing"]))
    return [
        part.replace("{contact}", "\0").format(**filled).replace("\0", "{contact}")
        for part in parts
    ]


def dress(draw: random.Random, sentences: list[str], language: str) -> str:
    """Write sentences as people do: accents lost, capitals, short spelling, emoji.

    Parameters
    ----------
    draw : random.Random
        Where chance comes from.
    sentences : list of str
        The ad, with its contact.
    language : str
        Short spelling is for French only.

    Returns
    -------
    str
        The text.

    Examples
    --------
    >>> "Bonjour" in dress(random.Random(5), ["Bonjour", "merci"], "en")
    True
    """
    joined = draw.choice((". ", ". ", ".\n", " ! ", ". ")).join(sentences)
    chance = draw.random()
    if chance < 0.10:
        joined = fold(joined)
    elif chance < 0.14:
        joined = joined.upper()
    elif chance < 0.19 and language == "fr":
        short = world()["sms"]
        joined = " ".join(short.get(word.lower(), word) for word in joined.split(" "))
    if draw.random() < 0.25:
        joined = f"{draw.choice(_EMOJI)} {joined} {draw.choice(_EMOJI)}"
    return joined
