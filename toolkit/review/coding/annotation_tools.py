"""Codes read back from what two annotation tools export: doccano and Label Studio."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from toolkit.corpus.formats import detect_encoding
from toolkit.errors import InputFileError, OptionError

# item, coder, indicator, code (empty when not answered)
Code = tuple[str, str, str, str]
# a label that ends so says that the coder is not sure
UNSURE_MARK = " ?"
# item, who annotated, labels ticked (None when the text was passed over)
_Unit = tuple[str, object, set[str] | None]
# what the set-up of Label Studio calls the answers
CHOICES_NAME = "indicators"
_NOBODY = "nobody"
_LABEL_KEYS = ("label", "labels", "entities", "cats")


def label_names(indicators: Iterable[str]) -> list[str]:
    """Return the labels of a project in one of the tools: each indicator, sure and unsure.

    Parameters
    ----------
    indicators : iterable of str
        Identifiers in the codebook.

    Returns
    -------
    list of str
        Two labels per indicator.

    Examples
    --------
    >>> label_names(["A.B"])
    ['A.B', 'A.B ?']
    """
    return [name for one in indicators for name in (one, f"{one}{UNSURE_MARK}")]


def read_tool(
    path: Path,
    kind: str,
    *,
    coder: str | Mapping[str, str] | None,
    indicators: Sequence[str] | None,
) -> list[Code]:
    """Return the codes of one export; a label that is not ticked means absent.

    It does not know whether an unticked text was read at all: export only validated texts.

    Parameters
    ----------
    path : pathlib.Path
        JSON or JSON Lines.
    kind : str
        ``"doccano"``, ``"label_studio"``, or ``"json"`` to tell by the content.
    coder : str, mapping or None
        As in ``read_codes``.
    indicators : sequence of str or None
        Indicators asked.

    Returns
    -------
    list of tuple
        ``item``, ``coder``, ``indicator``, ``code`` (empty for a text that was passed over).

    Raises
    ------
    InputFileError
        When it is no export, an item or a label is missing or unknown, or both labels of an
        indicator are ticked.
    OptionError
        When no indicator is asked.

    Examples
    --------
    >>> read_tool(Path("x.jsonl"), "doccano", coder=None, indicators=None)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: indicators: must name the indicators...
    """
    if not indicators:
        raise OptionError(
            "indicators",
            rule="must name the indicators that the coders were asked for",
            remedy="pass the list given to review_sample",
        )
    objects = _objects(path)
    if kind == "json":
        kind = "label_studio" if any(_is_task(one) for one in objects) else "doccano"
    known = set(label_names(indicators))
    if kind == "label_studio":
        units = _spread(path, [u for one in objects for u in _label_studio_units(one, path, known)])
    else:
        units = [unit for one in objects for unit in _doccano_units(one, path)]
    _refuse_labels(path, units, indicators)
    names = _coder_names(path, {str(who) for _, who, _ in units}, coder)
    return [
        (item, names[str(who)], one, _code(one, ticked))
        for item, who, ticked in units
        for one in indicators
    ]


def _objects(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON array or of JSON Lines."""
    try:
        content = path.read_text(encoding=detect_encoding(path))
        try:
            found = json.loads(content)
        except json.JSONDecodeError:
            # only a line feed ends a line: texts may hold other separators
            found = [json.loads(line) for line in content.split("\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise InputFileError(
            f"file {path.name!r}",
            rule="cannot be read as an export in JSON or JSON Lines",
            remedy="export it again from the tool",
        ) from error
    objects = found if isinstance(found, list) else [found]
    if not objects or not all(isinstance(one, dict) for one in objects):
        raise InputFileError(
            f"file {path.name!r}",
            rule="must hold one object per text",
            remedy="export it again from the tool",
        )
    return objects


def _is_task(found: Mapping[str, Any]) -> bool:
    """Tell whether an object comes from Label Studio."""
    return "annotations" in found or "annotation_id" in found or "annotator" in found


def _item(found: Mapping[str, Any], path: Path) -> str:
    """Return the item of a text: at the top, in the data, or in the metadata."""
    meta = found.get("meta")
    if isinstance(meta, str):
        # older versions of doccano export metadata as text
        with suppress(json.JSONDecodeError):
            meta = json.loads(meta)
    item = found.get("item", meta.get("item") if isinstance(meta, dict) else None)
    if not isinstance(item, str) or not item.strip():
        raise InputFileError(
            f"file {path.name!r}",
            rule="every text must carry its item",
            remedy="import the file of write_for_doccano or write_for_label_studio into the tool",
        )
    return item.strip()


def _doccano_units(found: Mapping[str, Any], path: Path) -> Iterator[_Unit]:
    """Yield the labels of one text: classification, spans, relations, or categories with spans."""
    present = [key for key in _LABEL_KEYS if key in found]
    if not present:
        raise InputFileError(
            f"file {path.name!r}",
            rule="holds texts without labels: it is no export of doccano",
            remedy="export the dataset once it is coded, as JSONL",
        )
    values = [value for key in present for value in _listed(found[key])]
    yield _item(found, path), path.stem, {_doccano_label(value, path) for value in values}


def _listed(value: object) -> list[object]:
    """Return a list from a list, one label, or categories with a truth value."""
    if isinstance(value, dict):
        return [name for name, true in value.items() if true]
    return value if isinstance(value, list) else [value] if value else []


def _doccano_label(value: object, path: Path) -> str:
    """Return the label of a category, of ``[start, end, label]`` or of a span as an object."""
    if isinstance(value, dict):
        value = value.get("label")
    elif isinstance(value, list) and len(value) == 3:
        value = value[2]
    if isinstance(value, str):
        return value
    raise InputFileError(
        f"file {path.name!r}",
        rule="holds labels in a shape that doccano does not export",
        remedy="export the dataset as JSONL",
    )


def _label_studio_units(found: Mapping[str, Any], path: Path, known: set[str]) -> Iterator[_Unit]:
    """Yield each annotation of one task, or the annotation that a JSON-MIN object is."""
    if "annotations" not in found:
        fields = [value for name, value in found.items() if name != CHOICES_NAME]
        # one choice is exported as plain text, like the data of the task
        ticked = {value for value in fields if isinstance(value, str)} & known
        ticked |= {*_ticked(fields), *_ticked(_wrapped(found.get(CHOICES_NAME)), plain=True)}
        yield _item(found, path), _person(found.get("annotator")), ticked
        return
    data = found.get("data")
    item = _item(data if isinstance(data, dict) else {}, path)
    if not found["annotations"]:
        yield item, _NOBODY, None
    for annotation in found["annotations"]:
        who = _person(annotation.get("completed_by"))
        results = [one.get("value") for one in annotation.get("result") or []]
        passed_over = bool(annotation.get("was_cancelled"))
        yield item, who, None if passed_over else set(_ticked(results))


def _ticked(values: Iterable[object], *, plain: bool = False) -> Iterator[str]:
    """Yield the choices and labels of results; comments and the like hold none."""
    for value in values:
        if isinstance(value, list):
            yield from _ticked(value)
        elif isinstance(value, dict):
            for key in ("choices", "labels"):
                yield from (str(name) for name in _listed(value.get(key)))
        elif plain and isinstance(value, str):
            yield value


def _wrapped(value: object) -> list[object]:
    """Return a list from a list or from one value."""
    return value if isinstance(value, list) else [value]


def _spread(path: Path, units: list[_Unit]) -> list[_Unit]:
    """Return the units with each task that nobody annotated given to all who annotated others."""
    people = list(dict.fromkeys(who for _, who, _ in units if who != _NOBODY))
    if not people:
        raise InputFileError(
            f"file {path.name!r}",
            rule="holds no annotation",
            remedy="export the project once it is coded",
        )
    named = [unit for unit in units if unit[1] != _NOBODY]
    return named + [
        (item, who, None) for item, nobody, _ in units if nobody == _NOBODY for who in people
    ]


def _person(who: object) -> object:
    """Return who annotated: a number or an address."""
    return who.get("id", who.get("email")) if isinstance(who, dict) else who


def _refuse_labels(path: Path, units: list[_Unit], indicators: Sequence[str]) -> None:
    """Refuse labels that no indicator has, and both labels of one indicator on one text."""
    known = set(label_names(indicators))
    unknown = sorted({name for _, _, ticked in units for name in (ticked or set()) - known})
    both = [
        item
        for item, _, ticked in units
        if ticked and any({one, f"{one}{UNSURE_MARK}"} <= ticked for one in indicators)
    ]
    for listed, rule, remedy in (
        (unknown, "labels that no indicator has", "ask for all indicators of the project"),
        (both, "texts where sure and unsure are both ticked", "keep one of the two labels"),
    ):
        if listed:
            raise InputFileError(
                f"file {path.name!r}",
                # a label is a short word: longer would be a text that somebody typed
                value=f"{len(listed)} ({', '.join(one[:30] for one in listed[:20])})",
                rule=f"there are {rule}",
                remedy=remedy,
            )


def _code(indicator: str, ticked: set[str] | None) -> str:
    """Return the code of one indicator in one text."""
    if ticked is None:
        return ""
    if f"{indicator}{UNSURE_MARK}" in ticked:
        return "unsure"
    return "present" if indicator in ticked else "absent"


def _coder_names(
    path: Path, people: set[str], coder: str | Mapping[str, str] | None
) -> dict[str, str]:
    """Return the short name of each person who annotated; never an address."""
    if isinstance(coder, str) and len(people) == 1:
        return dict.fromkeys(people, coder)
    given = dict(coder) if isinstance(coder, Mapping) else {}
    unnamed = [who for who in people if who not in given and ("@" in who or who == "None")]
    if isinstance(coder, str) or unnamed:
        raise OptionError(
            "coder",
            value=f"{len(people)} annotator(s) in file {path.name!r}",
            rule="each annotator needs a short name that is no address",
            remedy='write coder={"1": "A", "2": "B"} with their number or address in the tool',
        )
    return {who: given.get(who, who) for who in people}
