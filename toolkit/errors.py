"""The errors a user can meet: what was wrong, with which value, by which rule, the remedy."""

import os
import textwrap
from importlib import import_module
from typing import Any

# Jupyter breaks longer lines in the middle of words
_LINE = 88


class ToolkitError(Exception):
    """Base of all errors raised on purpose; it never carries the text of an ad.

    Parameters
    ----------
    name : str
        The thing that is wrong (a file, a column, an option).
    value : object, optional
        The value met; left out of the message when None.
    rule : str
        What is expected.
    remedy : str
        What to do now.

    Examples
    --------
    >>> print(ToolkitError("k", value=3, rule="must be at least 11", remedy="leave it out"))
    k: got 3; must be at least 11. What to do: leave it out.
    """

    def __init__(self, name: str, *, value: object = None, rule: str, remedy: str) -> None:
        self.name, self.value, self.rule, self.remedy = name, value, rule, remedy
        got = "" if value is None else f"got {value!r}; "
        super().__init__(f"{name}: {got}{rule.rstrip('.')}. What to do: {remedy.rstrip('.')}.")

    def words(self, lang: str) -> str:
        """Return the error for a reader, in their language where the catalogue knows its rule.

        Parameters
        ----------
        lang : str
            ``"fr"`` or ``"en"``.

        Returns
        -------
        str
            What is wrong and what to do.
        """
        # the catalogue stands above this module: it is asked when somebody reads, not before
        catalogue: Any = import_module("toolkit.messages.refusals")
        return str(catalogue.refusal_words(self, lang))

    def _render_traceback_(self) -> list[str]:
        """Return what Jupyter shows of it: sentences, not the lines of the library."""
        words = self.words("en" if os.environ.get("ATELIER_LANG") == "en" else "fr")
        return ["\n".join(textwrap.wrap(words, _LINE, break_on_hyphens=False))]


class InputFileError(ToolkitError):
    """A file cannot be read, or holds nothing that can be used."""


class OutputFileError(ToolkitError):
    """A result cannot be written; nothing half-written is left behind."""


class TableError(ToolkitError):
    """A table does not have the columns or the values that its contract asks for."""


class OptionError(ToolkitError):
    """An option of a function has a value outside its list or range."""


class CodeError(ToolkitError):
    """A territory code is not text, or is unknown."""


class RecordError(ToolkitError):
    """The processing record is missing, incomplete or past its retention date."""


class KeyFileError(ToolkitError):
    """A key file is missing, open to others, expired, or in a place where it may not be."""


class CodebookError(ToolkitError):
    """An indicator file breaks the rules of the codebook."""


class ResidualIdentifierError(ToolkitError):
    """A corpus that should hold no identifier still holds some."""


class OpaqueTextError(ToolkitError):
    """Something tried to look at, compare, save or copy out ad text."""


class DisclosureError(ToolkitError):
    """A result could be turned back into a person, and does not leave."""


class GivenAwayError(DisclosureError):
    """What was released before gives away a cell of a new table, and nothing can protect it."""
