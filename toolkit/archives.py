"""Office files with nothing of their maker: fixed dates, fixed order, title and language."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
_FIXED = (1980, 1, 1, 0, 0, 0)
# where readers look first, and a member that is read without being unpacked
_FIRST = "[Content_Types].xml"
_KIND = "mimetype"
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
_OPEN_TEXT = "application/vnd.oasis.opendocument.text"
_OPEN_META = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
    '"urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc='
    '"http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta>'
    "<dc:title>{title}</dc:title><dc:language>{language}</dc:language></office:meta></office:document-meta>"
)
_OPEN_LIST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest='
    '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">{entries}'
    "</manifest:manifest>"
)
_OPEN_ENTRY = '<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
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
    kept = {}
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        for name in (name for name in old.namelist() if not _DROPPED.fullmatch(name)):
            data = replaced.get(name, old.read(name))
            if name.endswith(".rels"):
                data = _DROPPED_LINK.sub(b"", data)
            elif name == _FIRST:
                data = _DROPPED_TYPE.sub(b"", data)
            elif name.startswith("ppt/slide"):
                data = _DATE.sub(b"<a:t></a:t>", data)
            kept[name] = data
    return _packed(kept)


def open_package(members: Mapping[str, bytes], title: str, lang: str) -> bytes:
    """Return a text document of OpenDocument whose bytes depend on what it says alone.

    Its properties are title and language, and nothing else. It does not look for authors within
    the content.

    Parameters
    ----------
    members : mapping
        ``content.xml``, ``styles.xml`` and pictures in PNG.
    title : str
        The title.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    bytes
        ODT.

    Examples
    --------
    >>> open_package({}, "Titre", "fr")[38:77]
    b'application/vnd.oasis.opendocument.text'
    """
    meta = _OPEN_META.format(title=escape(title), language=LOCALES[lang])
    whole = {**members, "meta.xml": meta.encode()}
    kinds = {"/": _OPEN_TEXT} | {
        name: "image/png" if name.endswith(".png") else "text/xml" for name in sorted(whole)
    }
    entries = "".join(_OPEN_ENTRY.format(name=escape(n), kind=kind) for n, kind in kinds.items())
    listed = _OPEN_LIST.format(entries=entries).encode()
    return _packed({**whole, _KIND: _OPEN_TEXT.encode(), "META-INF/manifest.xml": listed})


def _packed(members: Mapping[str, bytes]) -> bytes:
    """Return members in one order, with one date and no trace of a system."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for name in sorted(members, key=lambda entry: (entry not in (_FIRST, _KIND), entry)):
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.create_system, entry.external_attr = 0, 0
            entry.compress_type = zipfile.ZIP_STORED if name == _KIND else zipfile.ZIP_DEFLATED
            new.writestr(entry, members[name])
    return stream.getvalue()
