"""The report for those who must edit it: which formats there are, and what writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from types import MappingProxyType

from toolkit.errors import OptionError, ToolkitError
from toolkit.report.content import Diagnostic
from toolkit.report.open_document import open_document_bytes
from toolkit.report.word import word_bytes
from toolkit.report.writing import report_name

DOCUMENTS: Mapping[str, Callable[[Diagnostic], bytes]] = MappingProxyType(
    {"docx": word_bytes, "odt": open_document_bytes}
)
# what a format needs beyond the toolkit: the module, and the package that brings it
_NEEDS = {"docx": ("docx", "python-docx")}


class MissingWriterError(ToolkitError):
    """The report is asked for in a format, and the optional package that writes it is missing."""


def document_writers(
    documents: Iterable[str] | str, *, lang: str
) -> dict[str, Callable[[Diagnostic], bytes]]:
    """Return what writes a report as text documents; refuse before the work begins.

    It writes nothing.

    Parameters
    ----------
    documents : str or iterable of str
        ``"docx"`` for Word, ``"odt"`` for LibreOffice, or both.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    dict of str to callable
        Name of a file to ``write(diagnostic)``, which returns its bytes.

    Raises
    ------
    OptionError
        When a format is unknown.
    MissingWriterError
        When the extra ``rapport`` is not installed; ``"odt"`` needs none.

    Examples
    --------
    >>> list(document_writers(["odt"], lang="fr"))
    ['rapport.odt']
    >>> document_writers(["pdf"], lang="fr")
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: documents: got 'pdf'; is no format of a report to be edited (docx, \
odt). What to do: write documents=["docx"].
    """
    given = [documents] if isinstance(documents, str) else list(documents)
    for kind in given:
        if kind not in DOCUMENTS:
            raise OptionError(
                "documents",
                value=kind,
                rule=f"is no format of a report to be edited ({', '.join(DOCUMENTS)})",
                remedy='write documents=["docx"]',
            )
        module, package = _NEEDS.get(kind, ("", ""))
        if module and find_spec(module) is None:
            raise MissingWriterError(
                "documents",
                value=kind,
                rule=f"is written by the package {package}, which is not installed",
                remedy='run: pip install "aller-vers-toolkit[rapport]"; on a machine without '
                f"internet, run elsewhere: pip download --no-deps {package}, copy the wheel (one "
                "for all systems) and run: pip install --no-index --no-deps FILE; "
                'or ask for "odt", which Word opens too and which needs nothing',
            )
    return {report_name(lang, kind): DOCUMENTS[kind] for kind in given}
