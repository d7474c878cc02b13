"""PNG and JPEG: what they carry beside the picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from toolkit.export.pieces import Piece, Place, Problem, Text, at
from toolkit.figures.bare import DRAWN, PNG, png_chunks

_WORDS = {b"tEXt", b"zTXt", b"iTXt"}
_MOST = 1 << 16


def _unpacked(kind: bytes, data: bytes) -> str:
    """Return the words of a text chunk, whichever way it is packed."""
    keyword, _, rest = data.partition(b"\0")
    if kind == b"zTXt":
        rest = zlib.decompressobj().decompress(rest[1:], _MOST)
    elif kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
        rest = zlib.decompressobj().decompress(rest, _MOST) if packed else rest
    code = "utf-8" if kind == b"iTXt" else "latin-1"
    return f"{keyword.decode('latin-1')}: {rest.decode(code, errors='replace')}"


def _read_png(content: bytes, place: Place) -> Iterator[Piece]:
    """Yield what a PNG carries."""
    for kind, data in png_chunks(content):
        if kind in DRAWN or kind == b"iCCP":
            continue
        name = kind.decode("latin-1") if kind.isalpha() else "?"
        where = at(place, "chunk", name) if kind else place
        if kind in _WORDS:
            yield Text(where, _unpacked(kind, data), "meta")
        else:
            yield from _printable(data, where)
        yield Problem(where, "metadata" if kind else "hidden")


def _printable(data: bytes, place: Place) -> Iterator[Text]:
    """Yield the readable stretches of bytes."""
    for code in ("latin-1", "utf-16-le"):
        kept = "".join(c if c.isprintable() else "\n" for c in data[:_MOST].decode(code, "replace"))
        yield from (Text(place, run, "meta") for run in kept.split("\n") if len(run) > 3)


def _read_jpeg(content: bytes, place: Place) -> Iterator[Piece]:
    """Yield what a JPEG carries before its pixels and after its end."""
    start = 2
    while start + 4 <= len(content) and content[start] == 0xFF and content[start + 1] != 0xDA:
        marker = content[start + 1]
        (size,) = struct.unpack(">H", content[start + 2 : start + 4])
        data = content[start + 4 : start + 2 + size]
        # APP1 to APP15 but the colour profile and Adobe's colours, and comments
        plain = data.startswith((b"ICC_PROFILE", b"Adobe"))
        if (0xE1 <= marker <= 0xEF and not plain) or marker == 0xFE:
            where = at(place, "chunk", "COM" if marker == 0xFE else f"APP{marker - 0xE0}")
            yield from _printable(data, where)
            yield Problem(where, "metadata")
        start += 2 + size
    end = content.rfind(b"\xff\xd9")
    if end < 0 or start + 4 > len(content):
        raise ValueError("broken")
    if content[end + 2 :].strip(b"\0"):
        yield from _printable(content[end + 2 :], place)
        yield Problem(place, "hidden")


def read_picture(content: bytes, place: Place = ()) -> Iterator[Piece]:
    """Yield what a PNG or a JPEG carries beside its picture.

    It does not read what is drawn: a number in the picture itself is for the eye.

    Parameters
    ----------
    content : bytes
        The file.
    place : tuple
        Where it lies.

    Yields
    ------
    Piece
        Texts and problems: ``metadata``, ``hidden``, ``unreadable``.

    Examples
    --------
    >>> list(read_picture(b"GIF89a"))
    [Problem(place=(), reason='unreadable')]
    """
    try:
        if content.startswith(PNG):
            yield from _read_png(content, place)
        elif content.startswith(b"\xff\xd8"):
            yield from _read_jpeg(content, place)
        else:
            yield Problem(place, "unreadable")
    except (ValueError, zlib.error, struct.error):
        yield Problem(place, "unreadable")
