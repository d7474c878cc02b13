"""Numbers that are published on purpose: those of the list, as whole cells, and no others."""

import re
from functools import partial
from pathlib import Path

import pytest

from toolkit.errors import DisclosureError, InputFileError
from toolkit.export.checking import refuse_found
from toolkit.export.judging import Watch
from toolkit.export.slides import deck_bytes
from toolkit.export.spreadsheets import csv_bytes
from toolkit.report import (
    Diagnostic,
    Section,
    helpline_section,
    limits_statement,
    read_helplines,
    write_diagnostic,
)

OURS, OTHER = "01 23 45 67 89", "01 23 45 67 88"


@pytest.fixture
def given_list(tmp_path):
    path = tmp_path / "helplines.toml"
    line = f'[[line]]\nnumber = "{OURS}"\nfr = "Permanence"\nen = "Desk"\n'
    path.write_text(line, encoding="utf-8")
    return path


def _write(folder, lines, *more):
    section = helpline_section(lines, lang="fr", checked=True)
    diagnostic = Diagnostic("fr", "T", "S", (section, *more), limits_statement(), ())
    public = frozenset(line.number for line in lines)
    return write_diagnostic(
        diagnostic,
        out=folder,
        write_table=csv_bytes,
        check=partial(refuse_found, watch=Watch(public=public)),
        beside={"presentation.pptx": deck_bytes},
    )


def test_the_toolkits_own_list_is_short_numbers_still_to_be_checked():
    lines = read_helplines()
    assert all(re.fullmatch(r"\d{2,4}|", line.number) for line in lines)
    for lang in ("fr", "en"):
        rows = helpline_section(lines, lang=lang, checked=False).facts.rows
        assert {state for _, _, state in rows} <= {
            *("à vérifier", "à compléter", "to be checked", "to be filled in")
        }


def test_a_number_of_the_list_passes_the_scan_and_no_other(given_list, tmp_path):
    lines = read_helplines(given_list)
    assert "presentation.pptx" in _write(tmp_path / "out", lines)["files"]
    assert OURS in (tmp_path / "out" / "rapport.html").read_text(encoding="utf-8")
    for words in (OTHER, f"appeler le {OURS}"):
        with pytest.raises(DisclosureError, match="identifier"):
            _write(tmp_path / "new", lines, Section("more", "Titre", (words,)))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "words", ["[[line]]\nnumber = 119\nfr = 'a'\nen = 'b'", "[[line]]\nnumber = '1'", "x", ""]
)
def test_a_list_that_is_none_is_refused(tmp_path, words):
    path = tmp_path / "helplines.toml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(InputFileError, match="each \\[\\[line\\]\\] has the texts"):
        read_helplines(path)
    with pytest.raises(InputFileError):
        read_helplines(Path(tmp_path, "missing.toml"))
