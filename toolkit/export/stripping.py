"""Notebooks without what their maker left in them; of their outputs, what was released."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputFileError
from toolkit.messages import LANGUAGES
from toolkit.messages.catalogue import catalogue
from toolkit.review.showing.texts import OUTPUT_MARK

if TYPE_CHECKING:
    from nbformat import NotebookNode

_CAPTION = re.compile(r"<caption[^<>]*>(.*?)</caption>", re.DOTALL)
_FIGCAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
_BRACES = re.compile(r"\\\{\w+\\\}")
# tags of cells whose code is for readers: what was chosen, and invented examples
UNFOLDED = ("parameters", "example")
# tags of cells that showed more than a page holds: what was not released, texts on the screen
WITHHELD, ON_SCREEN = "withheld", "reading"
_KEPT_TAGS = (*UNFOLDED, WITHHELD, ON_SCREEN)
# words that the toolkit writes itself, without any element in them
_WORDS = re.compile(
    r'<dl class="(?:trace|note)"[^<>]*>(?:<dt[^<>]*>[^<]*</dt><dd[^<>]*>[^<]*</dd>)+</dl>'
    r'|<p class="refusal">[^<]*</p>'
)
_WIDGET = "application/vnd.jupyter.widget-view+json"


def _library() -> Any:  # noqa: ANN401 - most of its functions have no types
    """Return nbformat."""
    import nbformat

    return nbformat


@cache
def _explanations() -> re.Pattern[str]:
    """Return what the explanation of a released table begins with, in all languages."""
    names = ("disclosure.hidden", "disclosure.nothing_hidden", "disclosure.no_cell")
    texts = [catalogue(lang)[name] for lang in LANGUAGES for name in names]
    forms = (r"[\d\s.,]+".join(_BRACES.split(re.escape(text))) for text in texts)
    return re.compile("|".join(forms))


def is_released(shown: str) -> bool:
    """Tell whether the HTML of an output is that of a released table, a figure, a note or a trace.

    The first two carry a sentence of the toolkit that says what was hidden; nothing else is known
    to be safe. It does not compare numbers: the scan of the whole file follows.

    Parameters
    ----------
    shown : str
        HTML.

    Returns
    -------
    bool
        False for any other table, picture or text.

    Examples
    --------
    >>> is_released("<table><tr><td>4</td></tr></table>")
    False
    """
    if _WORDS.fullmatch(shown):
        return True
    captions = _CAPTION.findall(shown) + _FIGCAPTION.findall(shown)
    if len(captions) != 1 or shown.count("<table") + shown.count("<figure") != 1:
        return False
    words = html.unescape(_TAGS.sub("", captions[0]))
    return bool(_explanations().search(words))


def _html_of(output: Any) -> str:  # noqa: ANN401 - as stored
    """Return the HTML of an output, empty where there is none or where it shows texts of ads."""
    if output.get("metadata", {}).get(OUTPUT_MARK):
        return ""
    shown = output.get("data", {}).get("text/html", "")
    return "".join(shown) if isinstance(shown, list) else str(shown)


def _released(cell: Any) -> list[str]:  # noqa: ANN401 - as stored
    """Return what a page keeps of the outputs of a cell."""
    return [text for text in map(_html_of, cell.get("outputs", ())) if is_released(text)]


def _is_seen(output: Any) -> bool:  # noqa: ANN401 - as stored
    """Tell whether somebody who ran the cell read something: no progress bar, no warning."""
    shown = output.get("data", {})
    return bool(shown and _WIDGET not in shown) or output.get("name") == "stdout"


def read_notebook_file(path: Path) -> NotebookNode:
    """Read a notebook.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    nbformat.NotebookNode
        Of version 4, whole.

    Raises
    ------
    InputFileError
        When it cannot be read.

    Examples
    --------
    >>> read_notebook_file(Path("nowhere.ipynb"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.InputFileError: notebook 'nowhere.ipynb': cannot be read. What to do: ...
    """
    library = _library()
    try:
        given: NotebookNode = library.reads(path.read_text(encoding="utf-8"), as_version=4)
        library.validate(given)
    except (OSError, ValueError, KeyError, library.ValidationError) as error:
        raise InputFileError(
            f"notebook {path.name!r}", rule="cannot be read", remedy="open it in JupyterLab first"
        ) from error
    return given


def stripped(notebook: NotebookNode, lang: str) -> NotebookNode:
    """Return a notebook without metadata, and of its outputs the released tables and figures.

    Everything else that was printed is left out: a printed text may be that of an ad, a printed
    number may be small. Sources are kept as they are and scanned afterwards.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook, which is not changed.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    nbformat.NotebookNode
        Of version 4.

    Examples
    --------
    >>> from nbformat import v4
    >>> stripped(v4.new_notebook(cells=[v4.new_markdown_cell("mot")]), "fr").cells[0].source
    'mot'
    """
    library = _library()
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}, "lang": lang}
    kept_of: NotebookNode = library.v4.new_notebook(metadata=metadata)
    for number, cell in enumerate(notebook.cells, 1):
        tags = [tag for tag in cell.metadata.get("tags", ()) if tag in _KEPT_TAGS]
        released = _released(cell)
        seen = sum(map(_is_seen, cell.get("outputs", ())))
        if len(released) < seen and not set(tags) & {ON_SCREEN, WITHHELD}:
            tags.append(WITHHELD)
        kept = {
            "id": f"cell-{number}",
            "source": cell.source,
            "metadata": {"tags": tags} if tags else {},
        }
        if cell.cell_type == "code":
            outputs = [
                library.v4.new_output("display_data", data={"text/html": text}) for text in released
            ]
            kept_of.cells.append(library.v4.new_code_cell(**{**kept, "outputs": outputs}))
        elif cell.cell_type == "markdown":
            new = library.v4.new_markdown_cell(**kept)
            if cell.get("attachments"):
                new["attachments"] = cell.attachments
            kept_of.cells.append(new)
        else:
            kept_of.cells.append(library.v4.new_raw_cell(**kept))
    return kept_of


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """Return a notebook as a file.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook.

    Returns
    -------
    bytes
        JSON.

    Examples
    --------
    >>> from nbformat import v4
    >>> notebook_bytes(v4.new_notebook()).startswith(b"{")
    True
    """
    text: str = _library().writes(notebook)
    return text.encode("utf-8") + b"\n"
