"""Files of Office with nothing of their maker: fixed dates, fixed order, title and language."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
_FIXED = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc='
    '"http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "<dc:language>{language}</dc:language></cp:coreProperties>"
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    '"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_DROPPED = re.compile(r"docProps/(thumbnail.*|custom\.xml)|ppt/printerSettings/.*")
_DROPPED_LINK = re.compile(
    rb"<Relationship\b[^>]*(?:thumbnail|printerSettings|custom-properties)[^>]*/>"
)
_DROPPED_TYPE = re.compile(rb"<Override\b[^>]*docProps/custom\.xml[^>]*/>")
# the date that the template of the slides was made
_DATE = re.compile(rb"<a:t>\d{1,2}/\d{1,2}/\d{2,4}</a:t>")


def properties(title: str, lang: str) -> dict[str, bytes]:
    """Return the properties of a document: title and language, and nothing else.

    Parameters
    ----------
    title : str
        The title.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    dict
        Member to content.

    Examples
    --------
    >>> b"creator" in properties("Titre", "fr")["docProps/core.xml"]
    False
    """
    core = _CORE.format(title=escape(title), language=LOCALES[lang])
    return {"docProps/core.xml": core.encode(), "docProps/app.xml": _APP.encode()}


def repack(content: bytes, replaced: Mapping[str, bytes]) -> bytes:
    """Return a file of Office whose bytes depend on what it says alone.

    Thumbnails, printers' settings and properties of their own are left out. It does not look for
    authors within the content.

    Parameters
    ----------
    content : bytes
        The file as a library wrote it.
    replaced : mapping
        Members to write instead.

    Returns
    -------
    bytes
        The same document; the same input gives the same bytes.

    Examples
    --------
    >>> stream = io.BytesIO()
    >>> with zipfile.ZipFile(stream, "w") as archive:
    ...     archive.writestr("docProps/core.xml", "who")
    >>> repack(stream.getvalue(), {"docProps/core.xml": b"x"}).count(b"who")
    0
    """
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = [name for name in old.namelist() if not _DROPPED.fullmatch(name)]
        for name in sorted(names, key=lambda entry: (entry != _FIRST, entry)):
            data = replaced.get(name, old.read(name))
            if name.endswith(".rels"):
                data = _DROPPED_LINK.sub(b"", data)
            elif name == _FIRST:
                data = _DROPPED_TYPE.sub(b"", data)
            elif name.startswith("ppt/slide"):
                data = _DATE.sub(b"<a:t></a:t>", data)
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.create_system, entry.external_attr = 0, 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return stream.getvalue()
