"""Files of every kind with one secret in one place each; all secrets are invented."""

import base64
import io
import json
import struct
import zipfile
import zlib

import nbformat
import pandas as pd
from nbformat import v4
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from pptx import Presentation
from pptx.util import Inches

from toolkit.disclosure import release

CANARY, LOGIN = "zircobeluga", "canarilogin"
# written in two parts: no file of the repository names a folder of one machine
PATH, WINDOWS = "/" + "home/canari/annonces.csv", "C:" + "\\Users\\canari\\a.csv"
CONTACTS = (
    "06 39 98 12 34",
    "canari.secret@exemple.fr",
    "https://canari-secret.example.org/x",
    "insta : canari_lola",
)
REASONS = {
    CANARY: "forbidden",
    LOGIN: "login",
    PATH: "path",
    WINDOWS: "path",
    **dict.fromkeys(CONTACTS, "identifier"),
}
SUPPORT = {"n_advertisers": 40, "n_templates": 40, "top1_share": 0.1, "top2_share": 0.2}


def released(*names, ads=100, by="platform"):
    """Return a released table with one row a name."""
    table = pd.DataFrame({by: list(names), "n_ads": range(ads, ads + len(names))})
    return release(table.astype({"n_ads": "Int64"}).assign(**SUPPORT, state="counted"))


def png(*chunks, tail=b""):
    """Return a picture of one point, with more chunks."""
    own = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        *chunks,
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    ]
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in own
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed) + tail


def written_png(secret):
    """Return a picture with a secret beside it."""
    return png((b"tEXt", b"Comment\0" + secret.encode("latin-1")))


def jpeg(marker, data):
    """Return the skeleton of a JPEG with one segment."""
    segment = bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data
    scan = b"\xff\xda\x00\x04\x00\x00\x12\x34"
    return b"\xff\xd8" + segment + scan + b"\xff\xd9"


def page(body, head=""):
    """Return a page."""
    return f'<!doctype html><html lang="fr"><head>{head}</head><body>{body}</body></html>'.encode()


def uri(content):
    """Return a picture as an address."""
    return "data:image/png;base64," + base64.b64encode(content).decode()


def notebook(*cells, **metadata):
    """Return a notebook as a file."""
    return nbformat.writes(v4.new_notebook(cells=list(cells), metadata=metadata)).encode()


def ran(**data):
    """Return a code cell with one output; ``__`` stands for the slash of a type."""
    forms = {kind.replace("__", "/"): shown for kind, shown in data.items()}
    return v4.new_code_cell("1", outputs=[v4.new_output("display_data", data=forms)])


def printed(text):
    """Return a code cell that printed a text."""
    return v4.new_code_cell("1", outputs=[v4.new_output("stream", text=text)])


def workbook(change):
    """Return a workbook with a change made to it."""
    book = Workbook()
    book.properties.creator = None
    book.active.append(["mois", "note"])
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(**state):
    def change(book, secret):
        sheet = book.create_sheet("autre")
        sheet["B2"] = secret
        for name, value in state.items():
            setattr(sheet, name, value)

    return change


def _hide_column(book, secret):
    book.active["D4"] = secret
    book.active.column_dimensions["D"].hidden = True


def _hide_row(book, secret):
    book.active["D4"] = secret
    book.active.row_dimensions[4].hidden = True


def _comment(book, secret):
    book.active["A1"].comment = Comment(secret, "x")


def _defined(book, secret):
    book.defined_names["note"] = DefinedName("note", attr_text=f'"{secret}"')


def _footer(book, secret):
    book.active.oddFooter.left.text = secret


def _formula(book, secret):
    book.active["A3"] = f'=CONCATENATE("{secret}";"")'


def slides(change):
    """Return slides with a change made to them, without the author of the template."""
    deck = Presentation()
    deck.core_properties.author = ""
    change(deck, deck.slides.add_slide(deck.slide_layouts[5]))
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _slide_text(deck, slide, secret):
    slide.shapes.title.text = secret


def _slide_runs(deck, slide, secret):
    words = slide.shapes.title.text_frame.paragraphs[0]
    for part in (secret[:4], secret[4:9], secret[9:]):
        words.add_run().text = part


def _slide_table(deck, slide, secret):
    place = (Inches(n) for n in (1, 1, 4, 1))
    slide.shapes.add_table(1, 2, *place).table.cell(0, 1).text = secret


def _slide_alt(deck, slide, secret):
    picture = slide.shapes.add_picture(io.BytesIO(png()), 0, 0)
    picture._element.nvPicPr.cNvPr.set("descr", secret)


def _slide_picture(deck, slide, secret):
    slide.shapes.add_picture(io.BytesIO(written_png(secret)), 0, 0)


def _slide_notes(deck, slide, secret):
    slide.notes_slide.notes_text_frame.text = secret


def _slide_hidden(deck, slide, secret):
    slide.shapes.title.text = secret
    slide._element.set("show", "0")


def _deck_property(name):
    def change(deck, slide, secret):
        setattr(deck.core_properties, name, secret)

    return change


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(body="", **members):
    """Return a text document: a body, and more members (``__`` stands for a slash)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {_W}>{body}</w:document>")
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return stream.getvalue()


_OPEN = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}


def open_text(body="", pictures=None, **members):
    """Return a text document of LibreOffice: a body, pictures, and the bodies of more members."""
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in _OPEN.items())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, content in {"content": body, **members}.items():
            archive.writestr(
                f"{name}.xml", f"<office:document {spaces}>{content}</office:document>"
            )
        for name, content in (pictures or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()


def _said(words):
    return f"<text:p>{words}</text:p>"


def _printer(words):
    return f'<config:config-item config:name="PrinterName">{words}</config:config-item>'


def _run(words, tag="t", before=""):
    return f"<w:p><w:r>{before}<w:{tag}>{words}</w:{tag}></w:r></w:p>"


def _split(words):
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in (words[:5], words[5:]))
    return f"<w:p>{runs}</w:p>"


def _part(words, root):
    return f"<w:{root} {_W}>{_run(words)}</w:{root}>"


_CORE = "<p:coreProperties xmlns:p='urn:p'><p:{0}>{1}</p:{0}></p:coreProperties>"


def _xlsx(change):
    return lambda secret: workbook(lambda book: change(book, secret))


def _pptx(change):
    return lambda secret: slides(lambda deck, slide: change(deck, slide, secret))


def _set(name):
    return lambda book, secret: setattr(book.properties, name, secret)


def _cell(book, secret):
    book.active["B2"] = secret


SITES = {
    "txt": (".txt", lambda s: f"Un.\n\nDeux {s} trois.".encode()),
    "txt in UTF-16": (".txt", lambda s: f"Un {s}".encode("utf-16")),
    "md": (".md", lambda s: f"# Titre\n\nDeux {s} trois.".encode()),
    "md table": (".md", lambda s: f"| a | b |\n|---|---|\n| 1 | {s} |".encode()),
    "md comment": (".md", lambda s: f"Un <!-- {s} -->".encode()),
    "md code": (".md", lambda s: f"Un `x = '{s}'` deux".encode()),
    "md picture": (".md", lambda s: f"![x]({uri(written_png(s))})".encode()),
    "json": (".json", lambda s: json.dumps({"a": [{"b": s}]}).encode()),
    "json key": (".json", lambda s: json.dumps({s: 1}).encode()),
    "json lines": (".jsonl", lambda s: f'{{"a": 1}}\n{json.dumps({"a": s})}'.encode()),
    "yaml": (".yaml", lambda s: f"a:\n  - {json.dumps(s)}\n".encode()),
    "yaml comment": (".yml", lambda s: f"a: 1  # {s}\n".encode()),
    "csv": (".csv", lambda s: f'a;b\n1;"{s}"\n'.encode()),
    "csv heading": (".csv", lambda s: f'"{s}",b\n1,2\n'.encode()),
    "tsv": (".tsv", lambda s: f"a\tb\n1\t{s}\n".encode("cp1252")),
    "html": (".html", lambda s: page(f"<p>Un {s} deux</p>")),
    "html in tags": (".html", lambda s: page(f"<p>{s[:4]}<b>{s[4:7]}</b><i>{s[7:]}</i></p>")),
    "html entity": (".html", lambda s: page(f"<p>&#{ord(s[0])};{s[1:]}</p>")),
    "html cell": (".html", lambda s: page(f"<table><tr><td>{s}</td></tr></table>")),
    "html alt": (".html", lambda s: page(f'<img alt="{s}">')),
    "html attribute": (".html", lambda s: page(f'<p data-x="{s}">a</p>')),
    "html comment": (".html", lambda s: page(f"<!-- {s} -->")),
    "html script": (".html", lambda s: page(f"<script>let a = ['{s}']</script>")),
    "html json": (".html", lambda s: page(f'<script type="application/json">"{s}"</script>')),
    "html hidden": (".html", lambda s: page(f'<p style="display: none">{s}</p>')),
    "html style": (".html", lambda s: page("", f'<style>p::after {{ content: "{s}" }}</style>')),
    "html title": (".html", lambda s: page("", f"<title>{s}</title>")),
    "html meta": (".html", lambda s: page("", f'<meta name="description" content="{s}">')),
    "html picture": (".html", lambda s: page(f'<img alt="x" src="{uri(written_png(s))}">')),
    "html background": (
        ".html",
        lambda s: page(f"<p style=\"background: url('{uri(written_png(s))}')\">a</p>"),
    ),
    "ipynb text": (".ipynb", lambda s: notebook(v4.new_markdown_cell(f"Un {s}"))),
    "ipynb raw": (".ipynb", lambda s: notebook(v4.new_raw_cell(f"Un {s}"))),
    "ipynb code": (".ipynb", lambda s: notebook(v4.new_code_cell(f"a = {s!r}"))),
    "ipynb note": (".ipynb", lambda s: notebook(v4.new_code_cell(f"a = 1  # {s}"))),
    "ipynb magic": (".ipynb", lambda s: notebook(v4.new_code_cell(f"!cat '{s}'"))),
    "ipynb printed": (".ipynb", lambda s: notebook(printed(f"Un {s}\n"))),
    "ipynb plain": (".ipynb", lambda s: notebook(ran(text__plain=s, text__html="<p>a</p>"))),
    "ipynb html": (".ipynb", lambda s: notebook(ran(text__html=f"<p>{s}</p>"))),
    "ipynb markdown": (".ipynb", lambda s: notebook(ran(text__markdown=f"*{s}*"))),
    "ipynb json": (".ipynb", lambda s: notebook(ran(application__json={"a": s}))),
    "ipynb picture": (
        ".ipynb",
        lambda s: notebook(ran(image__png=base64.b64encode(written_png(s)).decode())),
    ),
    "ipynb error": (
        ".ipynb",
        lambda s: notebook(
            v4.new_code_cell(
                "1",
                outputs=[v4.new_output("error", ename="E", evalue=s, traceback=[f"\x1b[31m{s}"])],
            )
        ),
    ),
    "ipynb metadata": (".ipynb", lambda s: notebook(papermill={"input_path": s})),
    "ipynb kernel": (
        ".ipynb",
        lambda s: notebook(kernelspec={"name": "python3", "display_name": f"Python ({s})"}),
    ),
    "ipynb cell metadata": (".ipynb", lambda s: notebook(v4.new_code_cell("1", metadata={"a": s}))),
    "ipynb attachment": (
        ".ipynb",
        lambda s: notebook(
            v4.new_markdown_cell(
                "a",
                attachments={"a.png": {"image/png": base64.b64encode(written_png(s)).decode()}},
            )
        ),
    ),
    "xlsx": (".xlsx", _xlsx(_cell)),
    "xlsx hidden sheet": (".xlsx", _xlsx(_sheet(sheet_state="veryHidden"))),
    "xlsx hidden column": (".xlsx", _xlsx(_hide_column)),
    "xlsx hidden row": (".xlsx", _xlsx(_hide_row)),
    "xlsx comment": (".xlsx", _xlsx(_comment)),
    "xlsx name": (".xlsx", _xlsx(_defined)),
    "xlsx footer": (".xlsx", _xlsx(_footer)),
    "xlsx formula": (".xlsx", _xlsx(_formula)),
    "xlsx author": (".xlsx", _xlsx(_set("creator"))),
    "xlsx last author": (".xlsx", _xlsx(_set("lastModifiedBy"))),
    "xlsx keywords": (".xlsx", _xlsx(_set("keywords"))),
    "pptx": (".pptx", _pptx(_slide_text)),
    "pptx in runs": (".pptx", _pptx(_slide_runs)),
    "pptx table": (".pptx", _pptx(_slide_table)),
    "pptx alt": (".pptx", _pptx(_slide_alt)),
    "pptx picture": (".pptx", _pptx(_slide_picture)),
    "pptx notes": (".pptx", _pptx(_slide_notes)),
    "pptx hidden slide": (".pptx", _pptx(_slide_hidden)),
    "pptx author": (".pptx", _pptx(_deck_property("author"))),
    "pptx subject": (".pptx", _pptx(_deck_property("subject"))),
    "docx": (".docx", lambda s: document(_run(s))),
    "docx in runs": (".docx", lambda s: document(_split(s))),
    "docx deleted": (".docx", lambda s: document(f"<w:del>{_run(s, 'delText')}</w:del>")),
    "docx hidden": (".docx", lambda s: document(_run(s, before="<w:rPr><w:vanish/></w:rPr>"))),
    "docx header": (".docx", lambda s: document(word__header1=_part(s, "hdr"))),
    "docx comment": (".docx", lambda s: document(word__comments=_part(s, "comments"))),
    "docx note": (".docx", lambda s: document(word__footnotes=_part(s, "footnotes"))),
    "docx author": (".docx", lambda s: document(docProps__core=_CORE.format("creator", s))),
    "docx company": (".docx", lambda s: document(docProps__app=_CORE.format("Company", s))),
    "docx property": (".docx", lambda s: document(docProps__custom=_CORE.format("a", s))),
    "odt": (".odt", lambda s: open_text(_said(s))),
    "odt in spans": (
        ".odt",
        lambda s: open_text(_said(f"{s[:4]}<text:span>{s[4:9]}</text:span>{s[9:]}")),
    ),
    "odt heading": (".odt", lambda s: open_text(f"<text:h>{s}</text:h>")),
    "odt cell": (
        ".odt",
        lambda s: open_text(
            f"<table:table><table:table-header-rows><table:table-row><table:table-cell>{_said(s)}"
            "</table:table-cell></table:table-row></table:table-header-rows></table:table>"
        ),
    ),
    "odt deleted": (
        ".odt",
        lambda s: open_text(
            f"<text:tracked-changes><text:changed-region><text:deletion>{_said(s)}"
            "</text:deletion></text:changed-region></text:tracked-changes>"
        ),
    ),
    "odt hidden": (
        ".odt",
        lambda s: open_text(_said(f'<text:hidden-text text:string-value="{s}"/>')),
    ),
    "odt comment": (
        ".odt",
        lambda s: open_text(_said(f"Un<office:annotation>{_said(s)}</office:annotation>")),
    ),
    "odt alt": (
        ".odt",
        lambda s: open_text(_said(f"<draw:frame><svg:desc>{s}</svg:desc></draw:frame>")),
    ),
    "odt link": (".odt", lambda s: open_text(_said(f'<text:a xlink:href="{s}">ici</text:a>'))),
    "odt footer": (".odt", lambda s: open_text(styles=f"<style:footer>{_said(s)}</style:footer>")),
    "odt picture": (".odt", lambda s: open_text(pictures={"Pictures/a.png": written_png(s)})),
    "odt author": (".odt", lambda s: open_text(meta=f"<dc:creator>{s}</dc:creator>")),
    "odt property": (
        ".odt",
        lambda s: open_text(meta=f'<meta:user-defined meta:name="a">{s}</meta:user-defined>'),
    ),
    "odt printer": (".odt", lambda s: open_text(settings=_printer(s))),
    "png text": (".png", written_png),
    "png packed": (
        ".png",
        lambda s: png((b"zTXt", b"a\0\0" + zlib.compress(s.encode("latin-1")))),
    ),
    "png international": (".png", lambda s: png((b"iTXt", b"a\0\0\0fr\0\0" + s.encode()))),
    "png exif": (".png", lambda s: png((b"eXIf", b"MM\0*" + s.encode()))),
    "png tail": (".png", lambda s: png(tail=s.encode())),
    "jpeg comment": (".jpg", lambda s: jpeg(0xFE, s.encode())),
    "jpeg exif": (".jpeg", lambda s: jpeg(0xE1, b"Exif\0\0" + s.encode("utf-16-le"))),
}
