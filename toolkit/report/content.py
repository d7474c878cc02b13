"""What a diagnostic holds: sections of released tables, words beside them, limits, trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.disclosure import SafeTable, load_rules
from toolkit.errors import DisclosureError
from toolkit.figures import Figure
from toolkit.messages import message


@dataclass(frozen=True)
class Facts:
    """Words beside words, such as where to call; it holds no count that was not released."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Section:
    """One question of a diagnostic: how to read it, its figure and the table behind it."""

    key: str
    title: str
    paragraphs: tuple[str, ...]
    figure: Figure | None = None
    table: SafeTable | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    facts: Facts | None = None
    # words of ads stay in the report, where they are read beside their cautions
    on_slides: bool = True

    @property
    def shows_numbers(self) -> bool:
        """Tell whether its table shows a number that is no zero."""
        if self.table is None:
            return False
        frame = self.table.to_frame()
        return bool((frame["state"].eq("counted") & frame["n_ads"].gt(0)).any())

    @property
    def is_hidden(self) -> bool:
        """Tell whether it has a table of which nothing may be shown: it needs no place then."""
        held = self.figure is not None or self.facts is not None or self.shows_numbers
        return self.table is not None and not held


@dataclass(frozen=True)
class Diagnostic:
    """A whole diagnostic, ready to be written; there is none without its limits statement."""

    lang: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    limits: str
    trace: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        """Refuse what could be written without its limits, whatever it is written into."""
        if not self.limits.strip():
            raise DisclosureError(
                "diagnostic",
                rule="nothing leaves without its limits",
                remedy="pass limits_statement()",
            )


def limits_statement(*, lang: str = "fr", recall: str | None = None) -> str:
    """Return the statement without which no report leaves.

    Parameters
    ----------
    lang : str
        ``"fr"`` or ``"en"``.
    recall : str, optional
        The measured recall by language, in words; not measured by default.

    Returns
    -------
    str
        The statement.

    Examples
    --------
    >>> limits_statement().startswith("Ces comptages décrivent des formulations")
    True
    """
    measured = recall or message("states.not_measured", lang=lang)
    return message("report.limits", lang=lang, recall=measured, k=load_rules().k_advertisers)
