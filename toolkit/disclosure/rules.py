"""The thresholds of publication: read from one commented file, never laxer than it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from toolkit.errors import DisclosureError, InputFileError

_PERIODS = ("month", "quarter", "year")


@cache
def _packaged() -> dict[str, dict[str, Any]]:
    """Return the rules of the toolkit with their reasons."""
    import yaml

    source = resources.files("toolkit.disclosure") / "rules.yaml"
    found: dict[str, dict[str, Any]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return found


@cache
def _tuples() -> dict[str, tuple[str, ...]]:
    """Return the lists of the packaged rules."""
    return {n: tuple(e["value"]) for n, e in _packaged().items() if isinstance(e["value"], list)}


def _is_as_strict(value: object, limit: object, stricter: str) -> bool:
    """Tell whether a value is of the kind of a limit, and as strict or stricter."""
    if isinstance(limit, list):
        return isinstance(value, tuple) and set(limit) <= set(value)
    if isinstance(limit, str):
        return value in _PERIODS and _PERIODS.index(str(value)) >= _PERIODS.index(limit)
    if not isinstance(value, int | float) or not isinstance(limit, int | float):
        return False
    return value >= limit if stricter == "higher" else value <= limit


@dataclass(frozen=True)
class Rules:
    """The thresholds of publication; values laxer than the toolkit's cannot be made.

    ``rules.yaml`` gives the reason and the source of each.

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
    min_others: int = 11
    k_possible_minority: int = 20
    not_with_possible_minority: tuple[str, ...] = field(
        default_factory=lambda: _tuples()["not_with_possible_minority"]
    )
    min_inhabitants: int = 5000
    not_with_commune: tuple[str, ...] = field(default_factory=lambda: _tuples()["not_with_commune"])
    k_terms: int = 11
    term_groupings: tuple[str, ...] = field(default_factory=lambda: _tuples()["term_groupings"])
    finest_period: str = "month"
    refused_groupings: tuple[str, ...] = field(
        default_factory=lambda: _tuples()["refused_groupings"]
    )
    refused_statistics: tuple[str, ...] = field(
        default_factory=lambda: _tuples()["refused_statistics"]
    )

    def __post_init__(self) -> None:
        """Refuse a value that is laxer than the packaged one."""
        for rule in fields(self):
            value, packaged = getattr(self, rule.name), _packaged()[rule.name]
            limit = packaged["value"]
            if not _is_as_strict(value, limit, packaged["stricter"]):
                raise DisclosureError(
                    f"rule {rule.name!r}",
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
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Rules(**values | lists)


def steps_to(rules: Rules) -> tuple[Rules, ...]:
    """Return rules from the toolkit's to stricter ones, one advertiser more at a time.

    What each step hides stays hidden in the next, so that a study that asks for more
    advertisers never shows more. It orders no other rules than these.

    Parameters
    ----------
    rules : Rules
        A study's own.

    Returns
    -------
    tuple of Rules
        The toolkit's first, the study's last; one where they are the same.

    Examples
    --------
    >>> [step.k_advertisers for step in steps_to(Rules(k_advertisers=13, k_templates=13))]
    [11, 12, 13]
    """
    steps = [Rules()]
    for k in range(steps[0].k_advertisers, rules.k_advertisers + 1):
        steps.append(replace(rules, k_advertisers=k, k_templates=min(k, rules.k_templates)))
    return tuple(dict.fromkeys([*steps, rules]))
