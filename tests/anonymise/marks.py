"""Read lines in which each identifier is marked ⟦TYPE|…⟧, and score what is masked of them."""

import re
from collections import Counter
from pathlib import Path

from toolkit.anonymise import find_identifiers

AUTHORS = Path(__file__).parent / "lines" / "authors"
CONTACTS = {"PHONE", "EMAIL", "HANDLE", "URL"}
MARK = re.compile(r"⟦([A-Z_]+)\|(.*?)⟧", re.DOTALL)


def unmark(line):
    """Return the text of a marked line and its spans."""
    text, spans, last = "", [], 0
    for match in MARK.finditer(line):
        text += line[last : match.start()]
        spans.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        last = match.end()
    return text + line[last:], spans


def author_lines(name):
    """Return the language, the text and the spans of each line of an author."""
    written = (AUTHORS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    parts = (line.split("\t", 3) for line in written if line)
    return [(lang, *unmark(text.replace("\\n", "\n"))) for lang, _, _, text in parts]


def score(lines):
    """Return strict recall by type, and the shares of leaking and of falsely touched lines."""
    found = find_identifiers([text for _, text, _ in lines])
    hidden = {row: set() for row in range(len(lines))}
    for row, start, end in found[["row", "start", "end"]].itertuples(index=False):
        hidden[row].update(range(start, end))
    whole, total, leaking, touched = Counter(), Counter(), 0, 0
    for row, (_, text, spans) in enumerate(lines):
        missed = set()
        for kind, start, end in spans:
            masked = all(not text[at].isalnum() or at in hidden[row] for at in range(start, end))
            total[kind] += 1
            whole[kind] += masked
            missed |= set() if masked else {kind}
        leaking += bool(missed & CONTACTS)
        touched += not spans and any(text[at].isalnum() for at in hidden[row])
    marked = sum(bool(spans) for _, _, spans in lines)
    recall = {kind: whole[kind] / total[kind] for kind in total}
    return recall | {"leaking": leaking / marked, "touched": touched / (len(lines) - marked)}
