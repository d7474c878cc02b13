"""What is common to files of Office: their members, properties, pictures and links."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from toolkit.export.pictures import read_picture
from toolkit.export.pieces import Piece, Place, Problem, Text, at, word_list

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LARGEST = 200 << 20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def local(name: str) -> str:
    """Return a name of XML without its namespace.

    Parameters
    ----------
    name : str
        Tag or attribute.

    Returns
    -------
    str
        The bare name.

    Examples
    --------
    >>> local("{urn:x}title")
    'title'
    """
    return name.rsplit("}", 1)[-1]


def parse(content: bytes) -> Element:
    """Return the root of an XML member; entities and other traps are refused.

    Parameters
    ----------
    content : bytes
        The member.

    Returns
    -------
    xml.etree.ElementTree.Element
        The root.

    Raises
    ------
    ValueError
        When it is no XML, or declares entities.

    Examples
    --------
    >>> parse(b"<a><b/></a>").tag
    'a'
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(content)
    except ParseError as error:
        raise ValueError("no XML") from error
    return root


class Members:
    """The members of a file of Office, unpacked when asked for."""

    def __init__(self, content: bytes) -> None:
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(content))
            self.names = [item.filename for item in self.zip.infolist() if not item.is_dir()]
            size = sum(item.file_size for item in self.zip.infolist())
        except (zipfile.BadZipFile, OSError, RuntimeError) as error:
            raise ValueError("no file of Office") from error
        if size > _LARGEST or len(set(self.names)) < len(self.names):
            raise ValueError("too large, or members of the same name")

    def __getitem__(self, name: str) -> bytes:
        """Return a member."""
        try:
            return self.zip.read(name)
        except (KeyError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise ValueError("a member is missing, broken or locked") from error

    def like(self, pattern: str) -> list[str]:
        """Return the members whose whole name is like a pattern, 2 before 10."""
        found = [name for name in self.names if re.fullmatch(pattern, name)]
        return sorted(found, key=lambda name: [int(n) for n in re.findall(r"\d+", name)])

    def targets(self, name: str) -> dict[str, str]:
        """Return the relations of a member: identifier to the name of a member."""
        folder, _, base = name.rpartition("/")
        member = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        if member not in self.names:
            return {}
        found = {}
        for link in parse(self[member]):
            target = link.get("Target", "")
            parts = [] if target.startswith("/") else folder.split("/")
            for part in target.strip("/").split("/"):
                parts = parts[:-1] if part == ".." else [*parts, part]
            found[link.get("Id", "")] = "/".join(part for part in parts if part)
        return found


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return one pattern for a list of members."""
    return re.compile("|".join(f"(?:{entry})" for entry in sorted(word_list("office", name))))


def _properties(members: Members, name: str, place: Place) -> Iterator[Piece]:
    """Yield what the properties of a document say, and of whom."""
    if name.endswith("custom.xml"):
        yield Problem(place, "metadata")
    for entry in parse(members[name]).iter():
        words = (entry.text or "").strip()
        if not words:
            continue
        yield Text(place, words, "meta")
        personal = local(entry.tag).casefold() in word_list("office", "personal")
        if personal and words.casefold() not in word_list("office", "programs"):
            yield Problem(place, "metadata")


def _links(members: Members, name: str, place: Place) -> Iterator[Piece]:
    """Yield where a document leads outside itself."""
    for link in parse(members[name]):
        if link.get("TargetMode") == "External":
            yield Text(place, link.get("Target", ""), "prose")


def spoken(root: Element, place: Place) -> Iterator[Text]:
    """Yield the words of any XML, and the attributes that a reader may meet.

    Parameters
    ----------
    root : xml.etree.ElementTree.Element
        A part of a document.
    place : tuple
        Where it lies.

    Yields
    ------
    Text
        As metadata.

    Examples
    --------
    >>> [text.words for text in spoken(parse(b'<a descr="une carte"><b>mot</b></a>'), ())]
    ['une carte', 'mot']
    """
    for entry in root.iter():
        for name, value in entry.attrib.items():
            if local(name) in word_list("office", "spoken") and len(value) > 3:
                yield Text(place, value, "meta")
        for words in (entry.text, entry.tail):
            if words and len(words.strip()) > 1:
                yield Text(place, words, "meta")


def read_drawn(members: Members, name: str, place: Place) -> Iterator[Piece]:
    """Yield what a picture of a document holds beside what is drawn; other drawings are refused.

    Parameters
    ----------
    members : Members
        A file of Office.
    name : str
        The member.
    place : tuple
        Where it lies.

    Yields
    ------
    Piece
        Texts and problems.

    Examples
    --------
    >>> read_drawn.__name__
    'read_drawn'
    """
    if not name.casefold().endswith((".png", ".jpg", ".jpeg")):
        yield Problem(place, "svg" if name.casefold().endswith(".svg") else "embedded")
    else:
        yield from read_picture(members[name], place)


def read_common(members: Members, read_elsewhere: set[str]) -> Iterator[Piece]:
    """Yield what stands beside the content: properties, pictures, links, members of other kinds.

    Parameters
    ----------
    members : Members
        A file of Office.
    read_elsewhere : set of str
        Members that the caller reads itself.

    Yields
    ------
    Piece
        Texts and problems.

    Examples
    --------
    >>> read_common.__name__
    'read_common'
    """
    if members.zip.comment:
        yield Text((), members.zip.comment.decode("utf-8", "replace"), "meta")
        yield Problem((), "metadata")
    for number, name in enumerate(members.names, 1):
        known = bool(_pattern("members").fullmatch(name))
        place = at((), "member", name if known and len(name) < 60 else number)
        if _pattern("hidden").fullmatch(name):
            yield Problem(place, "hidden")
        if not known:
            yield Text(place, name, "meta")
            yield Problem(place, "embedded")
        elif name.startswith("docProps/thumbnail"):
            yield Problem(place, "metadata")
            yield from read_picture(members[name], place)
        elif name.startswith("docProps/"):
            yield from _properties(members, name, place)
        elif name.endswith(".rels"):
            yield from _links(members, name, place)
        elif "/media/" in name:
            yield from read_drawn(members, name, place)
        elif name not in read_elsewhere:
            yield from spoken(parse(members[name]), place)


def paragraph(entry: Element) -> str:
    """Return the words of a paragraph, its runs joined.

    Parameters
    ----------
    entry : xml.etree.ElementTree.Element
        ``a:p`` or ``w:p``.

    Returns
    -------
    str
        The words, deleted ones too.

    Examples
    --------
    >>> paragraph(parse(b"<p><r><t>06 39</t></r><r><t> 98</t></r></p>"))
    '06 39 98'
    """
    kept = []
    for part in entry.iter():
        kind = local(part.tag)
        if kind in ("t", "delText", "instrText"):
            kept.append(part.text or "")
        elif kind in ("br", "tab"):
            kept.append(" ")
    return "".join(kept)
