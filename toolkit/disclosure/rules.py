"""The thresholds of publication: read from one commented file, never laxer than it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from toolkit.errors import DisclosureError, InputFileError


@cache
def _packaged() -> dict[str, dict[str, Any]]:
    """Return the rules of the toolkit with their reasons."""
    import yaml

    source = resources.files("toolkit.disclosure") / "rules.yaml"
    found: dict[str, dict[str, Any]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Rules:
    """The thresholds of publication; values laxer than the toolkit's cannot be made.

    Examples
    --------
    >>> Rules(k_advertisers=3)
    Traceback (most recent call last):
        ...
    toolkit.errors.DisclosureError: rule 'k_advertisers': got 3; a study may be stricter than \
11, never laxer. What to do: leave it out.
    """

    k_advertisers: int = 11
    top1_share: float = 0.5
    top2_share: float = 0.9
    k_templates: int = 11
    min_ads_without_support: int = 33
    k_possible_minority: int = 20

    def __post_init__(self) -> None:
        """Refuse a value that is laxer than the packaged one."""
        for field in fields(self):
            value, limit = getattr(self, field.name), _packaged()[field.name]["value"]
            higher = _packaged()[field.name]["stricter"] == "higher"
            if (value < limit) if higher else (value > limit):
                raise DisclosureError(
                    f"rule {field.name!r}",
                    value=value,
                    rule=f"a study may be stricter than {limit}, never laxer",
                    remedy="leave it out",
                )


def load_rules(path: str | Path | None = None) -> Rules:
    """Return the thresholds of the toolkit, made stricter by a study's own file.

    It never makes anything laxer.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        A YAML file: rule name to value, or to a mapping with ``value``.

    Returns
    -------
    Rules
        The thresholds.

    Raises
    ------
    DisclosureError
        When a value is laxer, or a name is unknown.
    InputFileError
        When the file is not a mapping.

    Examples
    --------
    >>> load_rules().k_advertisers
    11
    """
    import yaml

    values: dict[str, Any] = {name: entry["value"] for name, entry in _packaged().items()}
    if path is not None:
        source = Path(path)
        asked = yaml.safe_load(source.read_text(encoding="utf-8")) if source.exists() else None
        if not isinstance(asked, dict):
            raise InputFileError(
                f"rules {source.name!r}", rule="must map rules to values", remedy="see rules.yaml"
            )
        unknown = sorted(set(asked) - set(values))
        if unknown:
            raise DisclosureError(
                "rules", value=unknown[0], rule="is no rule of the toolkit", remedy="see rules.yaml"
            )
        for name, entry in asked.items():
            values[name] = entry["value"] if isinstance(entry, dict) else entry
    return Rules(**values)
