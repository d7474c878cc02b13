"""A sample given to an annotation tool: the texts and labels that it imports."""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import quoteattr

from toolkit.review.coding.annotation_tools import CHOICES_NAME, label_names
from toolkit.review.coding.files import read_sheet
from toolkit.review.sampling.samples import ReviewSample, coder_sheet
from toolkit.writing import write_text_file


def write_for_doccano(
    sample: ReviewSample | str | Path, *, coder: str, out: str | Path
) -> tuple[Path, Path]:
    """Write what a doccano project imports: the texts in one coder's order, and the labels.

    It does not reach doccano: import the files by hand into a text classification project that
    allows several labels. Each indicator has two labels, the second one (``ID ?``) for doubts.

    Parameters
    ----------
    sample : ReviewSample, str or pathlib.Path
        A sample, its folder, or the coder's CSV sheet.
    coder : str
        The coder's short name.
    out : str or pathlib.Path
        A folder on this computer.

    Returns
    -------
    tuple of pathlib.Path
        ``doccano_texts.jsonl`` (``text`` and ``item``, which doccano keeps as metadata and
        exports again) and ``doccano_labels.json``.

    Raises
    ------
    OptionError
        When the sample has no such coder.
    OutputFileError
        When the folder cannot be written.

    Examples
    --------
    >>> write_for_doccano("missing", coder="A", out="x")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: coder: got 'A'; has no sheet...
    """
    sheet, _ = read_sheet(coder_sheet(sample, coder))
    rows = [{"text": t, "item": item} for item, t in zip(sheet.items, sheet.texts, strict=True)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    labels = json.dumps([{"text": name} for name in label_names(sheet.indicators)], indent=1)
    return (
        write_text_file(Path(out, "doccano_texts.jsonl"), lines),
        write_text_file(Path(out, "doccano_labels.json"), labels),
    )


def write_for_label_studio(
    sample: ReviewSample | str | Path, *, coder: str, out: str | Path
) -> tuple[Path, Path]:
    """Write what a Label Studio project imports: tasks in one coder's order, and its set-up.

    It does not reach Label Studio: paste the set-up into the project, then import the tasks. Each
    indicator has two choices, the second one (``ID ?``) for doubts.

    Parameters
    ----------
    sample : ReviewSample, str or pathlib.Path
        A sample, its folder, or the coder's CSV sheet.
    coder : str
        The coder's short name.
    out : str or pathlib.Path
        A folder on this computer.

    Returns
    -------
    tuple of pathlib.Path
        ``label_studio_tasks.json`` (``text`` and ``item`` in the data) and
        ``label_studio_setup.xml``.

    Raises
    ------
    OptionError
        When the sample has no such coder.
    OutputFileError
        When the folder cannot be written.

    Examples
    --------
    >>> write_for_label_studio("missing", coder="A", out="x")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: coder: got 'A'; has no sheet...
    """
    sheet, _ = read_sheet(coder_sheet(sample, coder))
    pairs = zip(sheet.items, sheet.texts, strict=True)
    tasks = [{"data": {"text": text, "item": item}} for item, text in pairs]
    names = label_names(sheet.indicators)
    choices = "".join(f"    <Choice value={quoteattr(name)}/>\n" for name in names)
    setup = (
        '<View>\n  <Text name="text" value="$text"/>\n'
        f'  <Choices name="{CHOICES_NAME}" toName="text" choice="multiple">\n'
        f"{choices}  </Choices>\n</View>\n"
    )
    return (
        write_text_file(
            Path(out, "label_studio_tasks.json"), json.dumps(tasks, ensure_ascii=False, indent=1)
        ),
        write_text_file(Path(out, "label_studio_setup.xml"), setup),
    )
