"""What a notebook command cannot do, in the words of the catalogue."""

from __future__ import annotations

from toolkit.errors import ToolkitError
from toolkit.messages import message


class NotebookError(ToolkitError):
    """A notebook cannot be found, set or run; it says so in the reader's language.

    Parameters
    ----------
    key : str
        Of the section ``notebook`` of the catalogue; what to do stands at ``{key}_remedy``.
    **values : object
        What the messages ask for.

    Examples
    --------
    >>> NotebookError("no_number", parameter="SOIREES", given="deux").words("en")
    'SOIREES is a number, “deux” is none. Write it in figures, as in --set SOIREES=2.'
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.given = key, values
        rule, remedy = self._said("en")
        super().__init__("notebook", rule=rule, remedy=remedy)

    def _said(self, lang: str) -> tuple[str, str]:
        """Return what is wrong, and what to do."""
        keys = (f"notebook.{self.key}", f"notebook.{self.key}_remedy")
        rule, remedy = (message(key, lang=lang, **self.given) for key in keys)
        return rule, remedy

    def words(self, lang: str) -> str:
        """Return what is wrong and what to do.

        Parameters
        ----------
        lang : str
            ``"fr"`` or ``"en"``.

        Returns
        -------
        str
            Two sentences.
        """
        return " ".join(self._said(lang))
