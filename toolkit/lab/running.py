"""Run one notebook with other parameters, and write it as a page that may leave."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import toolkit.errors as errors
from toolkit.export.checking import refuse_found
from toolkit.export.judging import Watch
from toolkit.export.stripping import read_notebook_file, stripped
from toolkit.export.web import notebook_page
from toolkit.lab.notebooks import drop_text_outputs
from toolkit.lab.parameters import (
    parameters_cell,
    set_parameters,
    with_found_files,
    without_folders,
)
from toolkit.lab.refusing import NotebookError
from toolkit.messages import check_language
from toolkit.writing import write_bytes_file

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager
    from nbformat import NotebookNode

# cells that put texts on the screen, for people who read them there
READING = "reading"
# cells that a rule may refuse for want of advertisers or of periods: Jupyter goes on after them
MAY_REFUSE = "raises-exception"
MINUTES = 10
_KERNEL = "python3"
# a kernel says on standard error that it speaks without encryption, to this computer alone
_ONLY_ERRORS = ("--log-level=40",)


def find_notebook(name: str, folder: Path) -> Path:
    """Return the notebook of a number, or of a path.

    Parameters
    ----------
    name : str
        ``"04"``, ``"4"``, or the path of a notebook.
    folder : pathlib.Path
        Where numbered notebooks lie.

    Returns
    -------
    pathlib.Path
        The notebook.

    Raises
    ------
    NotebookError
        When there is none, or several of that number.

    Examples
    --------
    >>> find_notebook("0", Path("notebooks")).name
    '00_prise_en_main.ipynb'
    """
    if Path(name).suffix == ".ipynb" and Path(name).is_file():
        return Path(name)
    numbered = {path.stem.split("_")[0]: path for path in sorted(folder.glob("[0-9]*_*.ipynb"))}
    found = numbered.get(name.zfill(2))
    if found is None:
        raise NotebookError("unknown", given=name, names=", ".join(numbered) or "–")
    return found


def run_notebook(
    notebook: NotebookNode,
    *,
    folder: Path,
    reading: bool = False,
    kernel: KernelManager | None = None,
    lang: str = "fr",
) -> NotebookNode:
    """Run a notebook from its first cell to its last, in a kernel of its own.

    It changes no file, and runs no cell that puts texts on the screen (tag ``reading``) unless
    asked to: nobody would read them, and the journal would say that somebody did. A cell that may
    be refused (tag ``raises-exception``) then shows the refusal, and the notebook goes on.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook, which is not changed.
    folder : pathlib.Path
        Where it runs.
    reading : bool
        Run these cells too.
    kernel : jupyter_client.KernelManager, optional
        A kernel that runs already, and goes on.
    lang : str
        Language of refusals, where the kernel is started here.

    Returns
    -------
    nbformat.NotebookNode
        With outputs, without those that show texts.

    Raises
    ------
    NotebookError
        When a cell stops; the message holds what the toolkit said, and nothing of another error,
        which could quote an ad.

    Examples
    --------
    >>> from nbformat import v4
    >>> run_notebook(v4.new_notebook(), folder=Path()).cells
    []
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    run = deepcopy(notebook)
    if not run.cells:
        return run
    client: Any = NotebookClient(
        run,
        km=kernel,
        kernel_name=_KERNEL,
        timeout=60 * MINUTES,
        extra_arguments=list(_ONLY_ERRORS),
        skip_cells_with_tag="" if reading else READING,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute(env={**os.environ, "ATELIER_LANG": lang})
    except CellExecutionError as error:
        raise _stopped(run, error) from error
    except (CellTimeoutError, DeadKernelError) as error:
        key = "too_long" if isinstance(error, CellTimeoutError) else "kernel_died"
        raise NotebookError(key, minutes=MINUTES) from error
    finally:
        if kernel is not None and client.kc is not None:
            # the kernel goes on, this conversation with it does not
            client.kc.stop_channels()
    _keep_refusals(run)
    return _as_notebook(drop_text_outputs(run))


def _keep_refusals(run: NotebookNode) -> None:
    """Write what a rule refused as a sentence; anything else that went wrong stops the notebook."""
    for number, cell in enumerate(run.cells, 1):
        for output in cell.get("outputs", ()):
            if output.output_type != "error":
                continue
            if not _is_refusal(output.ename):
                raise NotebookError("stopped", cell=number, said=output.ename)
            words = f'<p class="refusal">{html.escape(_said_in(output))}</p>'
            output.clear()
            output.update(output_type="display_data", metadata={}, data={"text/html": words})


def _is_refusal(name: str) -> bool:
    """Tell whether an error is one that the toolkit raises on purpose."""
    return isinstance(getattr(errors, name, None), type)


def _said_in(output: Any) -> str:  # noqa: ANN401 - as stored
    """Return what an error of the toolkit shows in a notebook."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", " ".join(output.traceback)).strip()


def _as_notebook(content: Any) -> NotebookNode:  # noqa: ANN401 - nested dictionaries
    """Return the content of a notebook as nbformat knows it."""
    import nbformat

    library: Any = nbformat
    notebook: NotebookNode = library.from_dict(content)
    return notebook


def _stopped(run: NotebookNode, error: Any) -> NotebookError:  # noqa: ANN401 - of nbclient
    """Return what may be said of a cell that stopped."""
    failed = [
        (number, output)
        for number, cell in enumerate(run.cells, 1)
        for output in cell.get("outputs", ())
        if output.output_type == "error"
    ]
    number, output = failed[0] if failed else (0, None)
    said = _said_in(output) if output and _is_refusal(error.ename) else str(error.ename)
    return NotebookError("stopped", cell=number, said=said.rstrip("."))


def write_notebook(
    path: Path, out: Path, *, given: Mapping[str, str], folder: Path, lang: str = "fr"
) -> Path:
    """Run a notebook with other parameters and write the page that a team may share.

    Of its outputs the page keeps released tables, figures and the trace, and it is scanned as by
    ``check_files`` before it is written: on a find there is no page.

    Parameters
    ----------
    path : pathlib.Path
        The notebook, which is not changed.
    out : pathlib.Path
        The HTML page.
    given : mapping of str to str
        Parameters, as for ``set_parameters``; those that name a file of the current folder are
        found there.
    folder : pathlib.Path
        Where it runs.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    pathlib.Path
        The page.

    Raises
    ------
    NotebookError
        As ``set_parameters`` and ``run_notebook``.
    DisclosureError
        When the scan finds something.
    InputFileError, OutputFileError
        When a file cannot be read or written.

    Examples
    --------
    >>> write_notebook(Path("a.ipynb"), Path("a.docx"), given={}, folder=Path())
    Traceback (most recent call last):
        ...
    toolkit.lab.refusing.NotebookError: notebook: The page would be called “a.docx”. What to do: \
Give it a name that ends in .html.
    """
    check_language(lang)
    if out.suffix.casefold() not in (".html", ".htm"):
        raise NotebookError("no_page", given=out.name)
    notebook = read_notebook_file(path)
    cell = parameters_cell(notebook)
    typed = cell.source
    cell.source = set_parameters(typed, with_found_files(given, Path.cwd()))
    run = run_notebook(notebook, folder=folder, lang=lang)
    parameters_cell(run).source = set_parameters(typed, without_folders(given))
    page = notebook_page(stripped(run, lang), lang)
    refuse_found(out.name, page, Watch())
    return write_bytes_file(out, page)
