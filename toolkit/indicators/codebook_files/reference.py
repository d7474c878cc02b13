"""The codebook in words: one indicator whole, and the reference page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.indicators.codebook_files.types import Codebook, Indicator, Texts
from toolkit.indicators.linked.examples import write_groups
from toolkit.messages import message

# wordings of these families guide a search: they stay out of slides and exports
_WITHOUT_EXAMPLES = ("possible_minority", "ethnicity")


def _say(key: str, lang: str, **values: object) -> str:
    """Return a line of the codebook's catalogue."""
    return message(f"codebook.{key}", lang=lang, **values)


def _facts(indicator: Indicator, lang: str) -> Iterator[tuple[str, str]]:
    """Yield what is said of an indicator in one line, with its name."""
    yield "role", _say(f"role_{indicator.role}", lang)
    yield "strength", indicator.strength
    yield "family", indicator.family
    yield "definition", dict(indicator.definitions)[lang]


def _last_facts(indicator: Indicator) -> Iterator[tuple[str, str]]:
    """Yield the rules for the use of an indicator, with their names."""
    yield "use", indicator.use
    yield "min_cell", str(indicator.min_cell)
    yield "languages", ", ".join(indicator.languages_tested)
    yield "next_review", indicator.next_review.isoformat()


def _lists(indicator: Indicator, lang: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what is said of an indicator in several lines, with its name."""
    yield "not_this", dict(indicator.not_this)[lang]
    found = [
        (_say("item", lang, name=source, value=dict(finding)[lang]), f"verified_{verified}")
        for source, finding, verified in indicator.evidence
    ]
    yield "evidence", [f"{text} ({_say(verified, lang)})" for text, verified in found]
    yield "harms", dict(indicator.harms)[lang]


def _by_language(texts: Texts) -> list[str]:
    """Return texts with the code of their language."""
    return [f"{language}: {text}" for language, listed in texts for text in listed]


def _examples(indicator: Indicator) -> list[tuple[str, list[str]]]:
    """Return examples and counter-examples, texts or groups of ads, with their names."""
    linked = (indicator.linked_examples, indicator.linked_counter_examples)
    texts = (indicator.examples, indicator.counter_examples)
    names = ("examples", "counter_examples")
    return [
        (name, [*_by_language(own), *write_groups(groups)])
        for name, own, groups in zip(names, texts, linked, strict=True)
    ]


def describe_indicator(indicator: Indicator, *, lang: str = "fr") -> str:
    """Return one indicator whole, patterns and examples included, for a terminal.

    Parameters
    ----------
    indicator : Indicator
        The indicator.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        Lines of text.

    Examples
    --------
    >>> from toolkit.indicators import load_codebook
    >>> text = describe_indicator(load_codebook()["MOV.TOURING"], lang="en")
    >>> text.splitlines()[0]
    'MOV.TOURING: Stay announced as temporary'
    """
    lines = [_say("item", lang, name=indicator.id, value=indicator.label[lang])]
    if indicator.experimental:
        lines.append(_say("experimental", lang))
    lines += [
        _say("item", lang, name=_say(key, lang), value=text)
        for key, text in (*_facts(indicator, lang), *_last_facts(indicator))
    ]
    listed = [
        *_lists(indicator, lang),
        *_examples(indicator),
        ("patterns", _by_language(indicator.patterns)),
        ("modifiers", _by_language(indicator.modifiers)),
    ]
    for key, texts in listed:
        if texts:
            lines += ["", _say(key, lang), *(f"  - {text}" for text in texts)]
    if indicator.extractor:
        lines += ["", _say("extractor", lang, name=indicator.extractor)]
    if indicator.linked:
        lines += ["", _say("linked", lang, name=indicator.linked)]
    return "\n".join(lines)


def _section(indicator: Indicator, lang: str) -> Iterator[str]:
    """Yield the lines of the reference page on one indicator."""
    yield f"## {indicator.id}"
    yield ""
    yield f"**{indicator.label[lang]}.** {dict(indicator.definitions)[lang]}"
    yield ""
    if indicator.experimental:
        yield from (_say("experimental", lang), "")
    if indicator.linked:
        yield from (_say("linked", lang, name=indicator.linked), "")
    facts = [fact for fact in _facts(indicator, lang) if fact[0] != "definition"]
    for key, text in (*facts, *_last_facts(indicator)):
        yield f"- {_say('item', lang, name=_say(key, lang), value=text)}"
    listed = list(_lists(indicator, lang))
    if indicator.family not in _WITHOUT_EXAMPLES:
        listed += _examples(indicator)
    for key, texts in listed:
        yield from ("", f"**{_say(key, lang)}**", "", *(f"- {text}" for text in texts))
    yield ""


def reference_page(codebook: Codebook, *, lang: str = "en") -> str:
    """Return the reference page of a codebook, in Markdown.

    It prints no pattern, and no example of the families whose wordings stay out of exports.

    Parameters
    ----------
    codebook : Codebook
        The indicators, experimental ones included if they are to be documented.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The page.

    Examples
    --------
    >>> from toolkit.indicators import load_codebook
    >>> page = reference_page(load_codebook(roles=["protective"]))
    >>> page.splitlines()[0]
    '# The codebook of indicators'
    """
    lines = [f"# {_say('title', lang)}", "", _say("generated", lang), "", _say("intro", lang), ""]
    lines += [_say("table_head", lang), "|---|---|---|---|"]
    lines += [
        f"| {i.id} | {_say(f'role_{i.role}', lang)} | {i.strength} | {i.label[lang]} |"
        for i in codebook
    ]
    lines.append("")
    for indicator in codebook:
        lines += _section(indicator, lang)
    return "\n".join(lines)
