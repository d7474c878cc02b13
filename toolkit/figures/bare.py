"""A PNG that holds its picture and nothing else."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"
# what a picture needs to be drawn as it was meant
DRAWN = frozenset(
    {
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD"),
        *(b"pHYs", b"cICP", b"hIST"),
    }
)


def png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG, and what follows its end under an empty name.

    It does not look at the pixels.

    Parameters
    ----------
    content : bytes
        A PNG.

    Yields
    ------
    tuple of bytes
        Name and data.

    Raises
    ------
    ValueError
        When it is broken.

    Examples
    --------
    >>> list(png_chunks(PNG))
    Traceback (most recent call last):
        ...
    ValueError: no end
    """
    place = len(PNG)
    while place + 12 <= len(content):
        (size,) = struct.unpack(">I", content[place : place + 4])
        kind, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + size]
        end = place + 12 + size
        if end > len(content) or zlib.crc32(kind + data) != int.from_bytes(content[end - 4 : end]):
            raise ValueError("broken chunk")
        yield kind, data
        place = end
        if kind == b"IEND":
            if place < len(content):
                yield b"", content[place:]
            return
    raise ValueError("no end")


def bare_png(content: bytes) -> bytes:
    """Return a PNG that holds its picture and nothing else.

    The pixels are not changed, nor looked at.

    Parameters
    ----------
    content : bytes
        A PNG.

    Returns
    -------
    bytes
        The same, without text, dates, profiles, and whatever followed its end.

    Raises
    ------
    ValueError
        When it is no PNG, or broken.

    Examples
    --------
    >>> bare_png(b"GIF89a")
    Traceback (most recent call last):
        ...
    ValueError: no PNG
    """
    if not content.startswith(PNG):
        raise ValueError("no PNG")
    kept = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in png_chunks(content)
        if kind in DRAWN
    ]
    return PNG + b"".join(kept)
