"""What a table may not hold: small numbers, ads, days; and tables hidden in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.disclosure import Rules, load_rules
from toolkit.export.pieces import Grid, Place, Problem, at, word_list
from toolkit.messages import LANGUAGES, message

_COUNTS = ("n_ads", "n_advertisers", "n_templates", "n_total")
_WEIGHTS = ("count", "advertisers", "texts")
_DAY = re.compile(
    r"(?:(?:19|20)\d\d-[01]\d-[0-3]\d|[0-3]?\d[/.][01]?\d[/.](?:19|20)\d\d)(?:[T ].*)?"
)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d*)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_SENTENCE = 40
_LONG_NUMBER = re.compile(r"\+?\d{9,15}(?:\.0)?")
_COUNTED = re.compile(
    r"(?<!moins )(?<!moins de )(?<!least )(?<!than )(?<!under )(?<!plus de )(?<!most )(?<![<>≥≤=] )"
    r"(?<![\d.,<>≥≤=/\u202f\u00a0\u2013-])(\d{1,3})(?!\d)"
    r"[ \u00a0\u202f](?:annonces?|annonceurs?|annonceuses?|ads?|advertisers?)\b",
    re.IGNORECASE,
)
_MINOR = "MIN."
_RULE = re.compile(r"[\s|:+-]+")


@cache
def _named() -> dict[str, str]:
    """Return the headings that matter, as they are written, to what they announce."""
    kinds = {"n_advertisers": "advertisers", "n_templates": "texts"}
    names: dict[str, str] = {}
    for name in _COUNTS:
        labels = (message(f"report.column_{name}", lang=lang) for lang in LANGUAGES)
        names |= dict.fromkeys(map(_plain, (name, *labels)), kinds.get(name, "count"))
    names |= dict.fromkeys(word_list("tables", "texts"), "text")
    return names | dict.fromkeys(word_list("tables", "links"), "link")


@cache
def _decided() -> tuple[str, ...]:
    """Return how a cell ends in a row that two named people decided to show."""
    states = tuple(message("disclosure.state_overridden", lang=lang) for lang in LANGUAGES)
    notes = tuple(f"({message('disclosure.by_override', lang=lang)})" for lang in LANGUAGES)
    return states + notes


def _plain(cell: str) -> str:
    """Return a heading in lower case with plain spaces."""
    return _SPACES.sub(" ", cell).strip().casefold()


def _value(cell: str) -> float | None:
    """Return the number of a cell, None where it is none."""
    bare = _SPACES.sub("", cell)
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    return float(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else None


def is_small(value: float, rules: Rules, *, minor: bool = False) -> bool:
    """Tell whether a count of people, ads or texts is below the threshold of publication.

    Parameters
    ----------
    value : float
        The count.
    rules : Rules
        The thresholds.
    minor : bool
        For an indicator of possible minority.

    Returns
    -------
    bool
        Never for zero.

    Examples
    --------
    >>> is_small(10, load_rules()), is_small(11, load_rules()), is_small(0, load_rules())
    (True, False, False)
    """
    return 0 < value < (rules.k_possible_minority if minor else rules.k_advertisers)


def says_small_count(words: str) -> bool:
    """Tell whether a sentence gives a small count of ads or advertisers in digits.

    Thresholds (« au moins 3 annonces ») are left; numbers in words are not read.

    Parameters
    ----------
    words : str
        A sentence.

    Returns
    -------
    bool
        True for 1 to one less than the threshold.

    Examples
    --------
    >>> says_small_count("Deux : 7 annonces"), says_small_count("moins de 7 annonces")
    (True, False)
    """
    rules = load_rules()
    return any(is_small(int(found[1]), rules) for found in _COUNTED.finditer(words))


def counted_name(name: str) -> bool:
    """Tell whether a name announces a count of ads, advertisers or texts.

    Parameters
    ----------
    name : str
        A heading, a key.

    Returns
    -------
    bool
        True for the columns of the toolkit and their labels.

    Examples
    --------
    >>> counted_name("Annonceurs distincts"), counted_name("estimate")
    (True, False)
    """
    return _named().get(_plain(name)) in _WEIGHTS


def _cell_problem(kind: str | None, cell: str, needed: int) -> str | None:
    """Return why a cell may not leave under its heading."""
    value = _value(cell)
    if kind in _WEIGHTS and value is not None and 0 < value < needed:
        return "small_number"
    if kind == "text" and len(cell) >= _SENTENCE and " " in cell.strip():
        return "ad_text"
    if kind == "link" and cell.strip():
        return "ad_link"
    if _DAY.fullmatch(cell.strip()):
        return "day"
    # a number that a spreadsheet took for a count: 0639… loses its zero
    return "identifier" if _LONG_NUMBER.fullmatch(_SPACES.sub("", cell)) else None


def grid_problems(grid: Grid) -> Iterator[Problem]:
    """Yield what a table may not hold, each with its row and column.

    Headings count wherever they stand, above or at the left. It cannot tell what a column without
    a known heading counts.

    Parameters
    ----------
    grid : Grid
        The table.

    Yields
    ------
    Problem
        Reasons ``small_number``, ``ad_text``, ``ad_link``, ``day``, ``identifier``.

    Examples
    --------
    >>> grid = Grid((), (("mois", "n_ads"), ("2025-01", "4")))
    >>> [found.place for found in grid_problems(grid)]
    [(('row', 2), ('column', 2))]
    """
    rules, above, begins = load_rules(), dict[int, str](), True
    for row, cells in enumerate(grid.rows, 1):
        heads, left = _headings(cells, begins=begins)
        begins = not any(cells)
        if heads:
            above = heads
            continue
        if _belongs(cells, above):
            left = None
        kinds = {n: left if left and n else above.get(n) for n in range(len(cells))}
        needed = rules.k_advertisers
        if any(cell.startswith(_MINOR) for cell in cells):
            needed = rules.k_possible_minority
        place = at(grid.place, grid.unit, row)
        allowed = any(cell.endswith(_decided()) for cell in cells)
        for column, cell in enumerate(cells):
            spared = allowed or _outweighed(kinds, cells, needed, column)
            kind = None if spared and kinds[column] in _WEIGHTS else kinds[column]
            reason = _cell_problem(kind, cell, needed)
            if reason:
                yield Problem(at(place, "column", column + 1), reason)


def _headings(cells: tuple[str, ...], *, begins: bool) -> tuple[dict[int, str], str | None]:
    """Return the headings of a row that is one, or what the numbers of a row at its right are."""
    found = {n: _named()[_plain(cell)] for n, cell in enumerate(cells) if _plain(cell) in _named()}
    if len(found) == 1 and 0 in found and any(_value(cell) is not None for cell in cells[1:]):
        return {}, found[0]
    # a dictionary of columns names some in its rows: it is no heading of what follows
    if len(found) == 1 and not begins and not set(found.values()) & set(_WEIGHTS):
        return {}, None
    return found, None


def _belongs(cells: tuple[str, ...], above: dict[int, str]) -> bool:
    """Tell whether a row has its numbers under headings: its first cell may be any word then."""
    counted = [n for n, kind in above.items() if kind in _WEIGHTS and n < len(cells)]
    return len(counted) > 1 and all(_value(cells[n]) is not None for n in counted)


def _outweighed(
    kinds: dict[int, str | None], cells: tuple[str, ...], needed: int, column: int
) -> bool:
    """Tell whether a number of distinct texts stands beside enough advertisers, who decide."""
    known = [_value(cells[n]) for n, kind in kinds.items() if kind == "advertisers"]
    return kinds[column] == "texts" and any(value and value >= needed for value in known)


def printed_grids(place: Place, words: str) -> Iterator[Grid]:
    r"""Yield the tables of a plain text: printed by pandas, or with bars as in Markdown.

    A printed table is known by its heading; a table without a heading that matters is left, for
    its cells are read as words.

    Parameters
    ----------
    place : tuple
        Where the text is.
    words : str
        The text.

    Yields
    ------
    Grid
        Rows as lines of the text.

    Examples
    --------
    >>> [grid.rows for grid in printed_grids((), "   n_ads\n0      4")]
    [(('', 'n_ads'), ('0', '4'))]
    """
    lines = words.splitlines()
    if any("|" in line for line in lines):
        yield Grid(place, tuple(_barred(line) for line in lines), "line")
    ends: dict[int, str] = {}
    rows: list[tuple[str, ...]] = []
    for line in lines:
        tokens = [(match.end(), match[0]) for match in re.finditer(r"\S+", line)]
        heads = printed_heads(line)
        if heads:
            ends = dict(heads)
            rows.append(("", *ends.values()))
        elif ends and tokens:
            by_end = dict(tokens)
            first = next((word for _, word in tokens if word.startswith(_MINOR)), tokens[0][1])
            rows.append((first, *(by_end.get(end, "") for end in ends)))
        else:
            rows.append(())
    if ends:
        yield Grid(place, tuple(rows), "line")


def printed_heads(line: str) -> list[tuple[int, str]]:
    """Return the headings that matter in a line of a printed table, each with its end.

    Parameters
    ----------
    line : str
        A line of plain text.

    Returns
    -------
    list of (int, str)
        Empty for a sentence.

    Examples
    --------
    >>> printed_heads("  month  n_ads"), printed_heads("le texte de tous")
    ([(14, 'n_ads')], [])
    """
    tokens = [(match.end(), match[0]) for match in re.finditer(r"\S+", line)]
    return [(end, word) for end, word in tokens if _is_printed_head(line, end, word)]


def _is_printed_head(line: str, end: int, word: str) -> bool:
    """Tell whether a word of a plain text stands like the heading of a printed column."""
    if _plain(word) not in _named():
        return False
    before, bare = line[: end - len(word)], line.strip()
    apart = not before.strip() or before.endswith("  ")
    return word in _COUNTS or (apart and ("  " in bare or bare == word))


def _barred(line: str) -> tuple[str, ...]:
    """Return the cells of a line with bars, none for another line or a rule."""
    if "|" not in line or _RULE.fullmatch(line):
        return ()
    return tuple(cell.strip(" *`") for cell in line.strip().strip("|").split("|"))
