"""The guide that coders read first: the rule, their rights, and each indicator with examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.language import language_name
from toolkit.messages import check_language, message

if TYPE_CHECKING:
    from toolkit.indicators import Indicator

_CHAPTERS = ("intro", "rule", "answers", "blind", "welfare", "child")


def coding_guide(indicators: Iterable[Indicator], *, lang: str = "fr") -> str:
    """Return the coding guide as Markdown.

    It does not say how strong the evidence of an indicator is, nor its role or its patterns:
    coders would read the texts with them in mind.

    Parameters
    ----------
    indicators : iterable of Indicator
        What coders are asked.
    lang : str
        ``"fr"`` or ``"en"``; examples stay in the language of the ads.

    Returns
    -------
    str
        The guide.

    Raises
    ------
    OptionError
        When the catalogue has no such language.

    Examples
    --------
    >>> coding_guide([], lang="en").splitlines()[0]
    '# Coding guide'
    """
    check_language(lang)
    chapters = [message(f"coding.guide_{name}", lang=lang).strip() for name in _CHAPTERS]
    title = f"# {message('coding.guide_title', lang=lang)}"
    heading = f"## {message('coding.guide_indicators', lang=lang)}"
    entries = ["\n\n".join(_entry(one, lang)) for one in indicators]
    return "\n\n".join([title, *chapters, heading, *entries]) + "\n"


def _entry(indicator: Indicator, lang: str) -> Iterator[str]:
    """Yield the paragraphs of one indicator."""
    definition = dict(indicator.definitions)[lang]
    yield f"### {indicator.id} – {indicator.label[lang]}"
    yield f"**{message('coding.guide_definition', lang=lang)}** – {definition}"
    yield _listed("not_this", dict(indicator.not_this)[lang], lang)
    for name, texts in (
        ("examples", indicator.examples),
        ("counter_examples", indicator.counter_examples),
    ):
        lines = [
            f"{language_name(code, lang=lang)} – {text}" for code, given in texts for text in given
        ]
        yield _listed(name, lines, lang)


def _listed(name: str, lines: Sequence[str], lang: str) -> str:
    """Return a titled list."""
    title = f"**{message(f'coding.guide_{name}', lang=lang)}**"
    return "\n".join([title, "", *(f"- {line}" for line in lines)])
