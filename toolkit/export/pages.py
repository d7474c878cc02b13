"""HTML: what a page says, and all that it holds without saying it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

from toolkit.export.code import read_code
from toolkit.export.pictures import read_picture
from toolkit.export.pieces import Grid, Piece, Place, Problem, Text, at, word_list

_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d])"
    r"|(?<![-\w])opacity\s*:\s*0(?![.\d])|content-visibility\s*:\s*hidden",
    re.IGNORECASE,
)
_PRINT = re.compile(r"@media\s+print\s*\{(?:[^{}]|\{[^{}]*\})*\}", re.IGNORECASE)
_STRINGS = re.compile(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'", re.DOTALL)
_DATA = re.compile(r"data:[\w.+-]*(?:/[\w.+-]+)?[;,][^\s'\")]*", re.IGNORECASE)
# what tells a name of a program from a word
_NAMES = re.compile(r"[._(=/]")
_CELLS, _VOID = {"td", "th"}, {"area", "base", "br", "col", "hr", "img", "input", "link", "meta"}


def _embedded(address: str, place: Place) -> Iterator[Piece]:
    """Yield what a data: address carries."""
    head, _, body = address.partition(",")
    kind = head[5:].split(";")[0].strip().casefold()
    if kind not in ("image/png", "image/jpeg"):
        yield Problem(place, "svg" if "svg" in kind else "embedded")
        return
    try:
        packed = head.casefold().endswith(";base64")
        raw = unquote_to_bytes(body)
        content = base64.b64decode(b"".join(raw.split()), validate=True) if packed else raw
    except (ValueError, binascii.Error):
        yield Problem(place, "unreadable")
    else:
        yield from read_picture(content, at(place, "picture", kind.removeprefix("image/")))


class _Reader(HTMLParser):
    """Walks through a page and keeps pieces."""

    def __init__(self, place: Place) -> None:
        super().__init__(convert_charrefs=True)
        self.place, self.found = place, list[Piece]()
        self._words, self._since = list[str](), place
        self._tables = list[list[list[str]]]()
        self._cell: list[str] | None = None
        self._inside, self._pre = "", False
        self._code: list[str] | None = None

    def _here(self) -> Place:
        """Return the line that is being read."""
        return at(self.place, "line", self.getpos()[0])

    def flush(self) -> None:
        """End the words of a block."""
        words = "".join(self._words)
        if words.strip():
            self.found.append(Text(self._since, words))
        self._words = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read an element and its attributes."""
        if tag not in word_list("html", "inline"):
            self.flush()
        values = {name: value or "" for name, value in attrs}
        self._refuse(tag, values)
        for name, value in values.items():
            self._attribute(tag, name, value)
        if tag == "table":
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif tag in _CELLS and self._tables:
            if not self._tables[-1]:
                self._tables[-1].append([])
            self._close_cell()
            self._cell = []
        elif tag == "code":
            self._code = []
        self._pre = tag == "pre" or (tag == "code" and self._pre)
        self._inside = tag if tag in ("script", "style") else ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read an element that ends at once; HTML closes none but the void ones this way."""
        self.handle_starttag(tag, attrs)
        if tag in _VOID:
            self._inside = ""

    def _refuse(self, tag: str, values: dict[str, str]) -> None:
        """Note an element that can carry what is not seen."""
        where = self._here()
        if tag == "svg" or tag == "math":
            self.found += [Problem(where, "svg")] if tag == "svg" else []
        elif tag in word_list("html", "carriers"):
            self.found.append(Problem(where, "embedded"))
        elif tag == "script":
            self.found.append(Problem(where, "script"))
        hidden = "hidden" in values or values.get("type", "").casefold() == "hidden"
        unseen = tag in word_list("html", "unseen") or bool(_UNSEEN.search(values.get("style", "")))
        if hidden or unseen:
            self.found.append(Problem(where, "hidden"))
        named = values.get("name", values.get("property", "")).casefold()
        if tag == "meta" and "author" in named and values.get("content", "").strip():
            self.found.append(Problem(where, "metadata"))

    def _attribute(self, tag: str, name: str, value: str) -> None:
        """Read one attribute."""
        where = at(self._here(), "attribute", name if name.isascii() and len(name) < 20 else "?")
        if name.startswith("on"):
            self.found.append(Problem(where, "script"))
        for address in _DATA.findall(value):
            self.found += _embedded(address, where)
        value = _DATA.sub("", value)
        if name == "style":
            self._style(value, where)
        layout = name in word_list("html", "layout") and len(value) < 80
        local = name in ("href", "id") and value.startswith("#")
        if value.strip() and not layout and not local:
            kind = (
                "meta" if tag == "meta" or name not in ("alt", "title", "aria-label") else "prose"
            )
            self.found.append(Text(where, value, kind))

    def _style(self, rules: str, place: Place) -> None:
        """Read what a style carries."""
        for address in _DATA.findall(rules):
            self.found += _embedded(address, place)
        bare = _DATA.sub("", rules)
        self.found += [Text(place, string, "meta") for string in _STRINGS.findall(bare)]

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        self._inside = ""
        if tag == "code":
            self._close_code()
        if tag not in word_list("html", "inline"):
            self.flush()
        if tag in _CELLS or tag == "tr":
            self._close_cell()
        if tag == "table" and self._tables:
            self._close_cell()
            rows = tuple(tuple(row) for row in self._tables.pop())
            self.found.append(Grid(self._here_table(), rows))

    def _here_table(self) -> Place:
        """Return the place of the table that ends."""
        number = sum(isinstance(piece, Grid) for piece in self.found) + 1
        return at(self.place, "table", number)

    def _close_cell(self) -> None:
        """End a cell of a table."""
        if self._cell is not None and self._tables:
            self._tables[-1][-1].append("".join(self._cell).strip())
        self._cell = None

    def _close_code(self) -> None:
        """End a piece of code: a program in a block of its own, or words like others in a line."""
        code, self._code = "".join(self._code or ()), None
        if self._pre:
            self.found += read_code(code, self._here())
        elif _NAMES.search(code):
            self.found.append(Text(self._here(), code, "code"))
            self._words.append("…")
        else:
            self._words.append(code)

    def handle_data(self, data: str) -> None:
        """Read words, a style or a program."""
        if self._inside == "script":
            self.found.append(Text(self._here(), data, "code"))
        elif self._inside == "style":
            self._style(data, self._here())
            if _UNSEEN.search(_PRINT.sub("", data)):
                self.found.append(Problem(self._here(), "hidden"))
        else:
            if not self._words:
                self._since = self._here()
            if self._code is not None:
                self._code.append(data)
            else:
                self._words.append(data)
            if self._cell is not None:
                self._cell.append(data)

    def handle_comment(self, data: str) -> None:
        """Read a comment, which nobody sees."""
        if data.strip():
            self.found += [Text(self._here(), data, "prose"), Problem(self._here(), "hidden")]

    def handle_pi(self, data: str) -> None:
        """Read a processing instruction."""
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        """Read a marked section."""
        self.handle_comment(data)


def read_page(words: str, place: Place = ()) -> Iterator[Piece]:
    """Yield what a page holds: words, tables, attributes, comments, pictures, hidden elements.

    It does not work out a layout: what lies under something else, or in its colour, is read as
    any word and not called hidden.

    Parameters
    ----------
    words : str
        HTML, whole or a part.
    place : tuple
        Where it lies.

    Yields
    ------
    Piece
        In the order of the page.

    Examples
    --------
    >>> [piece.reason for piece in read_page("<p hidden>x</p>") if isinstance(piece, Problem)]
    ['hidden']
    """
    reader = _Reader(place)
    reader.feed(words)
    reader.close()
    reader.handle_endtag("code")
    reader.flush()
    yield from reader.found
    for rows in reader._tables:  # a table that is never closed
        yield Grid(place, tuple(tuple(row) for row in rows))
