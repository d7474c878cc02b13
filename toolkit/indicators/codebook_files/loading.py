"""Load a codebook from YAML files that check themselves."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from toolkit.errors import CodebookError
from toolkit.indicators.ages.finding import EXTRACTORS
from toolkit.indicators.codebook_files.types import STRENGTHS, Codebook, Indicator, Said, Texts
from toolkit.indicators.finding import Matcher
from toolkit.indicators.linked.examples import broken_example, read_groups
from toolkit.indicators.linked.finding import SEVERAL_PERSONS, reads_ages
from toolkit.indicators.linked.links import LINKS
from toolkit.indicators.patterns import compile_pattern
from toolkit.messages import LANGUAGES
from toolkit.schema import ROLES, STATUSES

_REQUIRED = (
    "id",
    "family",
    "role",
    "label",
    "definition",
    "not_this",
    "strength",
    "evidence",
    "negation_internal",
    "examples",
    "counter_examples",
    "harms",
    "use",
    "min_cell",
    "languages_tested",
    "review",
)
_OPTIONAL = ("patterns", "extractor", "linked", "modifiers", "experimental")
_MEANS = ("patterns", "extractor", "linked")
_FOUND = ("asserted", "uncertain")


class ExpiredReviewWarning(UserWarning):
    """The review date of an indicator has passed."""


def _line_of(text: str, key: str) -> int:
    """Return the line of a top-level key, 1 when it is missing."""
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if line.startswith(f"{key}:")), 1)


def _read_yaml(name: str, text: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return what a YAML file holds, as text all through, or the error that names its line."""
    import yaml

    # text stays text: 01, no and 22:30 are not to be converted; the compiled loader when built in
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 - this loader builds text only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CodebookError(
            f"{name}:{line}", rule=f"must be YAML ({error.problem})", remedy="mend this line"
        ) from error


def _parse(name: str, text: str, *, try_examples: bool = True) -> Indicator:
    """Return the indicator of one file, or the error that names file and line."""

    def refuse(key: str, rule: str, remedy: str, value: object = None) -> CodebookError:
        place = f"{name}:{_line_of(text, key)}"
        return CodebookError(place, value=value, rule=rule, remedy=remedy)

    entry = _read_yaml(name, text)
    if not isinstance(entry, dict):
        raise refuse("id", "must be a mapping", "start from another indicator file")
    for key in entry:
        if key not in (*_REQUIRED, *_OPTIONAL):
            raise refuse(key, "is no key of an indicator", "remove it or mend its spelling", key)
    for key in _REQUIRED:
        if not entry.get(key):
            raise refuse(key, f"{key} is missing or empty", f"write {key}")
    for key, allowed in (("role", ROLES), ("strength", STRENGTHS)):
        if entry[key] not in allowed:
            raise refuse(key, f"must be one of {', '.join(allowed)}", "choose one", entry[key])
    _check_means(entry, refuse)
    _check_languages(entry, refuse)
    try:
        indicator = _build(entry)
    except CodebookError as error:
        raise refuse("examples", error.rule, error.remedy, error.value) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refuse(
            "id", f"an entry has the wrong shape ({error})", "compare with a file"
        ) from error
    _check_patterns(indicator, refuse)
    if try_examples:
        _check_examples(indicator, refuse)
    return indicator


def _check_means(entry: Mapping[str, Any], refuse: Callable[..., CodebookError]) -> None:
    """Refuse a file that does not say in one known way how its indicator is found."""
    if sum(means in entry for means in _MEANS) != 1:
        rule = "needs patterns, an extractor or a link, and only one"
        raise refuse("patterns", rule, "keep one of them")
    if entry.get("extractor", "age") not in EXTRACTORS:
        raise refuse("extractor", f"must be one of {', '.join(EXTRACTORS)}", "choose one")
    if entry.get("linked", "ages") not in LINKS:
        raise refuse("linked", f"must be one of {', '.join(LINKS)}", "choose one")


def _check_languages(entry: Mapping[str, Any], refuse: Callable[..., CodebookError]) -> None:
    """Refuse words for readers that some languages lack, or that are no text or no list."""
    findings = [e.get("finding") for e in entry["evidence"] if isinstance(e, dict)]
    lists = [(key, entry[key], list) for key in ("not_this", "harms")]
    for key, words, shape in (*lists, *(("evidence", finding, str) for finding in findings)):
        by_language = _in_each_language(words)
        if set(by_language) != set(LANGUAGES):
            rule = f"must be in {' and '.join(LANGUAGES)}, or given once for both"
            raise refuse(key, rule, "write each language once", ", ".join(map(str, by_language)))
        for given in by_language.values():
            texts = given if shape is list and isinstance(given, list) else [given]
            right = isinstance(given, shape) and texts
            if not (right and all(isinstance(text, str) and text.strip() for text in texts)):
                kind = "a list of texts" if shape is list else "a text"
                raise refuse(key, f"must be {kind} in each language, none empty", "write them")


def _in_each_language(words: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever the file holds
    """Return words by language of the reader; those given once stand for each."""
    return words if isinstance(words, dict) else dict.fromkeys(LANGUAGES, words)


def _said(words: Any) -> Said:  # noqa: ANN401 - checked before
    """Return one text by language of the reader."""
    return tuple(_in_each_language(words).items())


def _texts(entry: Mapping[str, Sequence[str]]) -> Texts:
    """Return lists of texts by language."""
    listed = tuple((language, tuple(texts)) for language, texts in entry.items())
    if not all(isinstance(text, str) for _, texts in listed for text in texts):
        raise TypeError("a text or a pattern is not plain text")
    return listed


def _build(entry: Mapping[str, Any]) -> Indicator:
    """Return an indicator from the entries of its file."""
    return Indicator(
        id=entry["id"],
        family=entry["family"],
        role=entry["role"],
        strength=entry["strength"],
        labels=tuple(entry["label"].items()),
        definitions=tuple(entry["definition"].items()),
        not_this=_texts(_in_each_language(entry["not_this"])),
        evidence=tuple(
            (e["source"], _said(e["finding"]), e["verified"]) for e in entry["evidence"]
        ),
        patterns=_texts(entry.get("patterns", {})),
        extractor=entry.get("extractor"),
        negation_internal=entry["negation_internal"] == "true",
        **_examples(entry),
        harms=_texts(_in_each_language(entry["harms"])),
        use=entry["use"],
        min_cell=int(entry["min_cell"]),
        languages_tested=tuple(entry["languages_tested"]),
        next_review=datetime.date.fromisoformat(entry["review"]["next"]),
        experimental=entry.get("experimental") == "true",
        modifiers=_texts(entry.get("modifiers", {})),
    )


def _examples(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return texts, or groups of ads where ads are linked."""
    keys = ("examples", "counter_examples")
    if "linked" not in entry:
        return {key: _texts(entry[key]) for key in keys}
    groups = {f"linked_{key}": read_groups(entry[key]) for key in keys}
    linked = entry["linked"]
    return {"linked": linked, "needs": LINKS[linked].needs} | groups | dict.fromkeys(keys, ())


def _check_patterns(indicator: Indicator, refuse: Callable[..., CodebookError]) -> None:
    """Refuse a modifier that names no status, or a pattern that cannot be compiled."""
    for status, _ in indicator.modifiers:
        if status not in STATUSES or status == "asserted":
            others = ", ".join(s for s in STATUSES if s != "asserted")
            raise refuse("modifiers", f"must be one of {others}", "choose one", status)
    for key in ("patterns", "modifiers"):
        for said, listed in getattr(indicator, key):
            for pattern in listed:
                try:
                    # as the matcher asks for it, which finds it compiled
                    status = said if key == "modifiers" else ""
                    compile_pattern(pattern, indicator=indicator.id, status=status)
                except CodebookError as error:
                    raise refuse(key, error.rule, error.remedy, error.value) from error


def _check_examples(indicator: Indicator, refuse: Callable[..., CodebookError]) -> None:
    """Refuse an indicator that misses its own examples or fires on its counter-examples."""
    if indicator.linked is not None:
        broken = broken_example(indicator)
        if broken is not None:
            raise refuse(broken[0], broken[1], "mend the example, or choose another link")
        return
    reader = Matcher(Codebook((indicator,)))
    for key, wanted in (("examples", True), ("counter_examples", False)):
        for language, texts in getattr(indicator, key):
            for text, (_, hits) in zip(texts, reader.read(texts), strict=True):
                if any(hit[1] in _FOUND for hit in hits) is not wanted:
                    rule = "must be found" if wanted else "must not be found"
                    raise refuse(key, f"{language}: {text!r} {rule}", "mend the patterns")


def _files(path: str | Path | None) -> list[Traversable | Path]:
    """Return the indicator files of a folder, by default the toolkit's, in the order of names."""
    folder = resources.files("toolkit.indicators") / "codebook" if path is None else Path(path)
    listed = folder.iterdir() if folder.is_dir() else ()
    files = sorted((f for f in listed if f.name.endswith(".yaml")), key=lambda f: f.name)
    if not files:
        raise CodebookError(
            str(path), rule="holds no file that ends in .yaml", remedy="give a folder of indicators"
        )
    return files


@cache
def _packaged() -> tuple[Indicator, ...]:
    """Return the indicators of the toolkit; its tests try their examples, no process does."""
    files = ((f.name, f.read_text(encoding="utf-8")) for f in _files(None))
    return tuple(_parse(name, text, try_examples=False) for name, text in files)


def with_needed(codebook: Codebook) -> Codebook:
    """Return a codebook with the indicator that its linked ones need to have been looked for.

    Parameters
    ----------
    codebook : Codebook
        The indicators of a study.

    Returns
    -------
    Codebook
        The same, or with ``ORG.MULTI_PERSON``: without it several persons under one contact would
        pass for one person of several ages.

    Examples
    --------
    >>> with_needed(load_codebook(families=["possible_minority"])).ids[-1]
    'ORG.MULTI_PERSON'
    """
    if SEVERAL_PERSONS in codebook.ids or not reads_ages(codebook):
        return codebook
    return Codebook((*codebook, *(i for i in _packaged() if i.id == SEVERAL_PERSONS)))


def check_codebook_files(path: str | Path | None = None) -> dict[str, str | None]:
    """Load each indicator file of a folder alone, and say what is wrong with it.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        A folder of YAML files, the toolkit's when left out.

    Returns
    -------
    dict
        File name to what is wrong, with file, line and remedy; None where nothing is.

    Raises
    ------
    CodebookError
        When the folder holds no YAML file.

    Examples
    --------
    >>> set(check_codebook_files().values())
    {None}
    """
    found: dict[str, str | None] = {}
    for file in _files(path):
        try:
            _parse(file.name, file.read_text(encoding="utf-8"))
            found[file.name] = None
        except CodebookError as error:
            found[file.name] = str(error)
    return found


def load_codebook(
    path: str | Path | None = None,
    *,
    families: Sequence[str] | None = None,
    roles: Sequence[str] | None = None,
    include_experimental: bool = False,
) -> Codebook:
    """Load the indicators of the toolkit, and a study's own.

    It does not load an indicator without evidence, harms, examples and counter-examples, nor one
    of a study that fails them; ``check_codebook_files`` tries those of the toolkit.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        A folder of YAML files that add to the toolkit's or replace them by id. ``not_this``,
        ``harms`` and the ``finding`` of ``evidence`` are given by language (``fr: …``, ``en: …``),
        or once for both.
    families : sequence of str, optional
        Keep these families only.
    roles : sequence of str, optional
        Keep these roles only: concern, context, protective.
    include_experimental : bool
        Also load indicators marked experimental.

    Returns
    -------
    Codebook
        The indicators.

    Raises
    ------
    CodebookError
        Naming file and line when an indicator breaks a rule, or when nothing is left.

    Examples
    --------
    >>> load_codebook(roles=["protective"]).ids
    ('PRO.CLIENT_AGE', 'PRO.INDEPENDENT', 'PRO.LEGAL_18', 'PRO.NO_MINORS', 'PRO.REFUSAL')
    """
    found = {indicator.id: indicator for indicator in _packaged()}
    if path is not None:
        for file in _files(path):
            own = _parse(file.name, file.read_text(encoding="utf-8"))
            found[own.id] = own
    chosen = tuple(
        indicator
        for _, indicator in sorted(found.items())
        if (families is None or indicator.family in families)
        and (roles is None or indicator.role in roles)
        and (include_experimental or not indicator.experimental)
    )
    if not chosen:
        known = ", ".join(sorted({indicator.family for indicator in found.values()}))
        raise CodebookError(
            "families, roles",
            value=(families, roles),
            rule="leave no indicator",
            remedy=f"choose among the families {known}",
        )
    today = datetime.datetime.now(tz=datetime.UTC).date()
    late = [indicator.id for indicator in chosen if indicator.next_review < today]
    if late:
        warnings.warn(
            f"the review date has passed for {', '.join(late)}", ExpiredReviewWarning, stacklevel=2
        )
    return Codebook(chosen)
