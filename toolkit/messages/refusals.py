"""What an error says to a reader who does not read English: its sentence, found by its rule."""

import re
import tomllib
from functools import cache
from importlib import resources

from toolkit.errors import ToolkitError
from toolkit.messages.catalogue import catalogue, message

_QUOTED = re.compile(r"'([^']*)'")


@cache
def _patterns(table: str) -> dict[str, re.Pattern[str]]:
    """Return one table of patterns by the keys of their sentences."""
    source = resources.files("toolkit.messages") / "refusals.toml"
    known = tomllib.loads(source.read_text(encoding="utf-8"))[table]
    return {key: re.compile(pattern) for key, pattern in known.items()}


def rules() -> dict[str, re.Pattern[str]]:
    """Return the pattern of each rule that the catalogue can say.

    Returns
    -------
    dict of str to re.Pattern
        Key of the section ``refusal`` to what the rule of an error begins with.

    Examples
    --------
    >>> rules()["few_templates"].match("none is used by 11 distinct advertisers")["k"]
    '11'
    """
    return _patterns("rules")


def refusal_words(error: ToolkitError, lang: str) -> str:
    """Return what is wrong and what to do, in the language of a reader.

    An error that the catalogue cannot say keeps its English words, behind a sentence that says so.

    Parameters
    ----------
    error : ToolkitError
        The error.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        Two sentences or more.

    Examples
    --------
    >>> empty = ToolkitError("period", value="May", rule="must be a month as text", remedy="mend")
    >>> refusal_words(empty, "fr").split(". ")[1]
    'Écrivez par exemple 2025-07.'
    """
    if lang == "en":
        return str(error)
    matches = ((key, pattern.match(error.rule)) for key, pattern in rules().items())
    key, found = next(((key, match) for key, match in matches if match), ("other", None))
    if found is None:
        return message("refusal.other", lang=lang, said=str(error))
    quoted = _QUOTED.search(error.name)
    value = _value_words(error.value)
    values = {
        "name": quoted[1] if quoted else error.name,
        "value": catalogue(lang).get(f"working.any_{value}", value),
        **found.groupdict(),
    }
    told = _patterns("remedies").get(key)
    if told is not None and (advised := told.search(error.remedy)):
        values |= advised.groupdict()
    keys = (f"refusal.{key}", f"refusal.{key}_remedy")
    return " ".join(message(one, lang=lang, **values) for one in keys if one in catalogue(lang))


def _value_words(value: object) -> str:
    """Return the value that was met, as a reader writes it."""
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
