"""A picture with its words: what a file that travels alone has to say."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.figures.bare import bare_png

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

# points of a picture, and the height of a line as a part of its letters
_MARGIN, _TITLE, _CAPTION, _LINE = 24, 32, 23, 1.35
_INK, _GREY = "#222222", "#444444"


def worded_png(png: bytes, title: str, caption: str) -> bytes:
    """Return a picture with its finding above and its caption below.

    It changes nothing of the picture itself.

    Parameters
    ----------
    png : bytes
        The picture.
    title, caption : str
        The words.

    Returns
    -------
    bytes
        A PNG as wide, without metadata.

    Examples
    --------
    >>> worded_png.__name__
    'worded_png'
    """
    from PIL import Image, ImageDraw

    with Image.open(io.BytesIO(png)) as opened:
        picture, density = opened.convert("RGB"), opened.info.get("dpi", (72, 72))
    room = picture.width - 2 * _MARGIN
    head, foot = _font("DejaVuSans-Bold", _TITLE), _font("DejaVuSans", _CAPTION)
    above, below = _lines(title, head, room), _lines(caption, foot, room)
    top = _high(above, _TITLE)
    size = (picture.width, top + picture.height + _high(below, _CAPTION))
    whole = Image.new("RGB", size, "white")
    whole.paste(picture, (0, top))
    pen = ImageDraw.Draw(whole)
    for number, line in enumerate(above):
        place = (_MARGIN, _MARGIN // 2 + number * _TITLE * _LINE)
        pen.text(place, line, fill=_INK, font=head)
    for number, line in enumerate(below):
        place = (_MARGIN, top + picture.height + _MARGIN // 2 + number * _CAPTION * _LINE)
        pen.text(place, line, fill=_GREY, font=foot)
    buffer = io.BytesIO()
    whole.save(buffer, format="png", dpi=density)
    return bare_png(buffer.getvalue())


def _font(name: str, size: int) -> FreeTypeFont:
    """Return a font of the drawings."""
    import matplotlib as mpl
    from PIL import ImageFont

    return ImageFont.truetype(Path(mpl.get_data_path(), "fonts", "ttf", f"{name}.ttf"), size)


def _high(lines: list[str], size: int) -> int:
    """Return how high some lines are, with the space around them."""
    return round(len(lines) * size * _LINE) + _MARGIN if lines else 0


def _lines(words: str, font: FreeTypeFont, room: int) -> list[str]:
    """Return words in lines that fit, never broken at a space that does not break."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line]
