"""Programs: what their comments, texts and long numbers say."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator

from toolkit.export.pieces import Piece, Place, Text, at

_MAGIC = re.compile(r"^[ \t]*[!%?].*$", re.MULTILINE)


def read_code(code: str, place: Place = ()) -> Iterator[Piece]:
    """Yield what a program says: its comments, texts and long numbers; names are left.

    Code that does not parse is read as a text, for it may be anything.

    Parameters
    ----------
    code : str
        Python, with the magics of a notebook.
    place : tuple
        Where it lies.

    Yields
    ------
    Text
        At their lines.

    Examples
    --------
    >>> [piece.words for piece in read_code("x = 'mot'  # note")]
    ['mot', '# note']
    """
    for number, line in enumerate(code.splitlines(), 1):
        if _MAGIC.match(line):
            yield Text(at(place, "line", number), line, "code")
    try:
        tokens = _tokens(_MAGIC.sub("", code))
    except (tokenize.TokenError, SyntaxError, ValueError):
        yield Text(at(place, "line", 1), code, "meta")
        return
    said = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", -1)}
    for token in tokens:
        where = at(place, "line", token.start[0])
        if token.type in said:
            yield Text(where, _unquoted(token.string), "code")
        elif token.type in (tokenize.NUMBER, tokenize.NAME, tokenize.ERRORTOKEN):
            digits = re.sub(r"\D", "", token.string)
            if len(digits) > 8:
                yield Text(where, digits, "cell")


def _tokens(python: str) -> list[tokenize.TokenInfo]:
    """Return the parts of a program that parses, and warn of nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ast.parse(python)
        return list(tokenize.generate_tokens(io.StringIO(python).readline))


def _unquoted(token: str) -> str:
    """Return the value of a text in a program."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = ast.literal_eval(token) if token[:1] != "#" else token
    except (ValueError, SyntaxError):
        return token
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
