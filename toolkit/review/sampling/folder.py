"""The folder of a sample: the guide and the sheets of each coder, all of them or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import OutputFileError
from toolkit.messages import message
from toolkit.review.sampling.design import SampleDesign
from toolkit.review.sampling.guide import coding_guide
from toolkit.review.sampling.samples import SHEET_PREFIX
from toolkit.review.sampling.sheets import Sheet, csv_content, xlsx_content

if TYPE_CHECKING:
    from toolkit.indicators import Indicator


def coder_files(
    plan: SampleDesign,
    book: Sequence[Indicator],
    items: Sequence[str],
    texts: Sequence[str],
    generator: np.random.Generator,
) -> dict[str, str | bytes]:
    """Return the guide and each coder's sheets, in an order of their own.

    Parameters
    ----------
    plan : SampleDesign
        For whom they are.
    book : sequence of Indicator
        What is coded.
    items, texts : sequence of str
        What coders see of each text.
    generator : numpy.random.Generator
        Mixes the texts.

    Returns
    -------
    dict
        Name of a file to what it holds.

    Examples
    --------
    >>> from toolkit.indicators import load_codebook
    >>> book, random = [load_codebook()["AVL.H24"]], np.random.default_rng(1)
    >>> len(coder_files(SampleDesign(), book, ["T001"], ["bonjour"], random))
    5
    """
    asked = tuple(one.id for one in book)
    labels = tuple(one.label[plan.lang] for one in book)
    files: dict[str, str | bytes] = {
        message("coding.guide_file", lang=plan.lang): coding_guide(book, lang=plan.lang)
    }
    for coder in plan.coders:
        order = generator.permutation(len(items))
        mixed = [(items[at], texts[at]) for at in order]
        sheet = Sheet(tuple(i for i, _ in mixed), tuple(t for _, t in mixed), asked, labels)
        files[f"{SHEET_PREFIX}{coder}.csv"] = csv_content(sheet, {}, lang=plan.lang)
        files[f"{SHEET_PREFIX}{coder}.xlsx"] = xlsx_content(sheet, lang=plan.lang)
    return files


def write_folder(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write all files beside, then rename the folder: coders never meet half a sample.

    Parameters
    ----------
    folder : pathlib.Path
        A new or empty folder.
    files : dict
        See ``coder_files``.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    OutputFileError
        When it cannot be written; nothing is left then.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_folder(Path(folder, "codage"), {"guide.md": "bonjour"}).name
    'codage'
    """
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        beside.mkdir(parents=True)
        for name, content in files.items():
            data = content.encode("utf-8") if isinstance(content, str) else content
            (beside / name).write_bytes(data)
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except OSError as error:
        raise OutputFileError(
            f"folder {folder.name!r}",
            rule=f"could not be written ({error.strerror})",
            remedy="choose a folder you may write to, with free space",
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder
