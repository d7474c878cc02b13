"""The page that opens first: every notebook with its question, level and time, from its own box."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from toolkit.lab.refusing import NotebookError
from toolkit.messages import message

PAGE = "README.md"
FIELDS = ("But", "Pour qui", "Durée", "Niveau", "Données", "Ce que ce carnet ne dit pas")
_FIELD = re.compile(r"\*\*(?P<name>[^*]+)\*\*\s*:\s*(?P<words>.*?)(?=\s+·\s+\*\*|\n|$)")
_ENGLISH = re.compile(r"^\*In English: (?P<words>.+)\*$", re.MULTILINE)


@dataclass(frozen=True)
class Box:
    """What the first cell of a notebook says of it."""

    question: str
    fields: dict[str, str]
    english: str


def read_box(words: str) -> Box:
    r"""Read the first cell of a notebook.

    Parameters
    ----------
    words : str
        Markdown: a question, the fields in bold, a line in English.

    Returns
    -------
    Box
        Fields that are not there are missing.

    Examples
    --------
    >>> read_box("# Qui lit ?\n\n**But** : lire. · **Durée** : 5 minutes.").fields["Durée"]
    '5 minutes'
    """
    fields = {f["name"].strip(): f["words"].strip().rstrip(".") for f in _FIELD.finditer(words)}
    english = _ENGLISH.search(words)
    question = words.lstrip().splitlines()[0].removeprefix("# ").strip() if words.strip() else ""
    return Box(question, fields, english["words"] if english else "")


def list_notebooks(folder: Path, *, lang: str = "fr") -> str:
    """Return the page of a folder of notebooks.

    It lists notebooks whose names begin with a number, in the order of their names.

    Parameters
    ----------
    folder : pathlib.Path
        Where the notebooks lie.
    lang : str
        Language of what stands around; the boxes are quoted as they are.

    Returns
    -------
    str
        Markdown.

    Raises
    ------
    NotebookError
        When a notebook has no box.

    Examples
    --------
    >>> list_notebooks(Path("notebooks")).splitlines()[0]
    '# Les carnets'
    """
    said = {
        key: message(f"notebook.list_{key}", lang=lang)
        for key in ("title", "intro", "heads", "command", "generated", "english")
    }
    rows, english = [], []
    for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
        box = read_box("".join(first["source"]))
        if not {"Niveau", "Durée"} <= box.fields.keys():
            raise NotebookError("no_box", given=path.name, names=", ".join(FIELDS))
        number = path.stem.split("_")[0]
        shown = [box.fields[name] for name in ("Niveau", "Durée")]
        rows.append(f"| {number} | [{box.question}]({path.name}) | {' | '.join(shown)} |")
        english.append(f"- {number}: {box.english}")
    table = [said["heads"], "|---|---|---|---|", *rows]
    last = [f"## {said['english']}", "", *english, "", f"*{said['generated']}*", ""]
    return "\n".join(
        [f"# {said['title']}", "", said["intro"], "", *table, "", said["command"], "", *last]
    )
