"""Word documents that a council officer can paste from: real headings, lists and tables.

python-docx writes the parts; the archive is then packed again, without the moment of
writing and without what its template brings along (an author, a thumbnail).
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.table import _Row
    from docx.text.paragraph import Paragraph

_THUMBNAIL = "/thumbnail"
# The oldest moment that a ZIP archive can hold: the same one every time.
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o600 << 16
_SMALL_PT = 7.5


def new_document(title: str, *, classification: str, day: date) -> Document:
    """An A4 document marked on every page, in English, without an author; `day` dates it."""
    document = docx.Document()
    _set_properties(document, title, classification, day)
    _set_page(document, classification)
    return document


def add_banner(document: Document, banner: str) -> None:
    """The mark of synthetic data, in the middle; nothing where there is none."""
    if banner:
        centred(document.add_paragraph()).add_run(banner).bold = True


def add_list(document: Document, lines: Sequence[str]) -> None:
    """A bulleted list."""
    for line in lines:
        document.add_paragraph(line, style="List Bullet").paragraph_format.space_after = Pt(1)


def add_table(document: Document, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table whose headings are repeated on each page, and read out with each cell."""
    table = document.add_table(rows=len(rows) + 1, cols=len(head), style="Table Grid")
    # Row by row: to ask a table for its row of some number goes through all of them.
    for at, (row, words) in enumerate(zip(table.rows, (head, *rows), strict=True)):
        for cell, text in zip(row.cells, words, strict=True):
            cell.paragraphs[0].add_run(text).bold = at == 0
        if at == 0:
            _repeat(row)


def add_picture(
    document: Document, picture: bytes, *, name: str, in_words: str, height: Length
) -> None:
    """A PNG in the middle, with its text alternative."""
    paragraph = centred(document.add_paragraph())
    placed = paragraph.add_run().add_picture(io.BytesIO(picture), height=height)
    described = placed._inline.docPr  # noqa: SLF001 - python-docx has no other way to a text alternative
    described.set("name", name)
    described.set("descr", in_words)


def centred(paragraph: Paragraph) -> Paragraph:
    """The paragraph, in the middle."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def small(paragraph: Paragraph) -> None:
    """Set it in small print."""
    for run in paragraph.runs:
        run.font.size = Pt(_SMALL_PT)


def packed(document: Document) -> bytes:
    """The file's bytes; the same document gives the same ones."""
    first, last = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(last, "w") as archive:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=_NO_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else it says on what kind of system it was made
            entry.external_attr = _REGULAR_FILE
            archive.writestr(entry, made.read(name))
    return last.getvalue()


def _set_properties(document: Document, title: str, classification: str, day: date) -> None:
    properties = document.core_properties
    properties.title = title
    properties.language = "en-GB"
    properties.category = classification
    for name in ("author", "last_modified_by", "comments", "keywords", "subject"):
        setattr(properties, name, "")
    properties.created = properties.modified = datetime.combine(day, time())
    properties.revision = 1
    related = document.part.package.rels
    for name in [key for key, one in related.items() if one.reltype.endswith(_THUMBNAIL)]:
        del related[name]


def _set_page(document: Document, classification: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(18)
    section.header_distance = section.footer_distance = Mm(8)
    for part in (section.header, section.footer):
        centred(part.paragraphs[0]).add_run(classification).bold = True
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(9.5)
    normal.paragraph_format.space_after = Pt(3)
    for name, size in (("Heading 1", 18), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.paragraph_format.space_before = Pt(6)
        # The theme's font would win over the name.
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _repeat(row: _Row) -> None:
    """Mark the row as the headings."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no other way
