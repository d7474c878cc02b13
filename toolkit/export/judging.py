"""Why the pieces of a file may not leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from toolkit.export.evidence import contacts_in, has_path, logins, whole_words
from toolkit.export.grids import grid_problems, says_small_count
from toolkit.export.pieces import Grid, Piece, Problem, Text, at

# so many spaces make a cell a sentence
_SPACES = 2
# no count of ads has more figures
_LONGEST_COUNT = 7


@dataclass(frozen=True)
class Watch:
    """What may be in no file: account names of this computer, words given by the user; what may."""

    logins: frozenset[str] = field(default_factory=logins)
    forbidden: frozenset[str] = frozenset()
    # numbers of helplines that are published on purpose, each as the whole of a cell; short ones
    # look like counts, and raise no alarm
    public: frozenset[str] = frozenset()


def _cells(grid: Grid) -> Iterable[Text]:
    """Yield the cells of a table as texts."""
    for row, cells in enumerate(grid.rows, 1):
        for column, cell in enumerate(cells, 1):
            if len(cell) > 1:
                place = at(at(grid.place, grid.unit, row), "column", column)
                yield Text(place, cell, "prose" if cell.count(" ") >= _SPACES else "cell")


def _without(grid: Grid, public: frozenset[str]) -> Grid:
    """Return a table without the cells that hold a public number and nothing else."""
    if not public:
        return grid
    rows = (tuple("" if cell.strip() in public else cell for cell in row) for row in grid.rows)
    return grid._replace(rows=tuple(rows))


def judge(pieces: Iterable[Piece], watch: Watch) -> list[Problem]:
    """Return what is wrong in the pieces of a file, in their order, each place and reason once.

    It reads no picture: what is drawn in one is left to the eye.

    Parameters
    ----------
    pieces : iterable of Piece
        What a reader found.
    watch : Watch
        Names and words that may be nowhere.

    Returns
    -------
    list of Problem
        Without any of the words that were found.

    Examples
    --------
    >>> judge([Text((), "écrire à nom@exemple.fr")], Watch())
    [Problem(place=(), reason='identifier')]
    """
    found: list[Problem] = []
    texts: list[Text] = []
    public = frozenset(number for number in watch.public if len(number) > _LONGEST_COUNT)
    for piece in pieces:
        if isinstance(piece, Problem):
            found.append(piece)
        elif isinstance(piece, Text) and piece.words.strip() in public:
            continue
        elif isinstance(piece, Grid):
            seen = _without(piece, public)
            found += grid_problems(seen)
            texts += _cells(seen)
        else:
            texts.append(piece)
    names, words = whole_words(watch.logins), whole_words(watch.forbidden)
    for text, held in zip(texts, contacts_in(texts), strict=True):
        tests = {
            "identifier": held,
            "small_number": text.kind == "prose" and says_small_count(text.words),
            "path": has_path(text.words),
            "login": bool(names and names.search(text.words)),
            "forbidden": bool(words and words.search(text.words)),
        }
        found += [Problem(text.place, reason) for reason, holds in tests.items() if holds]
    return list(dict.fromkeys(found))
