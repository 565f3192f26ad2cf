"""A brief as a Word document that a council officer can paste from: real headings and tables.

python-docx writes the parts; the archive is then packed again, without the moment of
writing and without what its template brings along (an author, a thumbnail).
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from hotspots.brief.pdf import picture_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Row
    from docx.text.paragraph import Paragraph

    from hotspots.brief.content import AreaBrief, PlaceLine

_THUMBNAIL = "/thumbnail"
# The oldest moment that a ZIP archive can hold: the same one every time.
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o600 << 16


def docx_of(brief: AreaBrief) -> bytes:
    """The brief as a DOCX on A4; the same brief gives the same bytes."""
    document = docx.Document()
    _set_properties(document, brief)
    _set_page(document, brief)
    _add_head(document, brief)
    _add_map(document, brief)
    _add_places(document, brief)
    document.add_heading("Who to call", level=2)
    _add_list(document, brief.contacts)
    document.add_heading("What is not shown, and why", level=2)
    _add_list(document, brief.notices)
    for text in (*brief.attribution, f"Ward {brief.code}. Digest {brief.digest}"):
        _small(document.add_paragraph(text))
    return _packed(document)


def _set_properties(document: Document, brief: AreaBrief) -> None:
    moment = datetime.combine(brief.last, time())
    properties = document.core_properties
    properties.title = f"{brief.title}, {brief.period}"
    properties.language = "en-GB"
    properties.category = brief.classification
    for name in ("author", "last_modified_by", "comments", "keywords", "subject"):
        setattr(properties, name, "")
    properties.created = properties.modified = moment
    properties.revision = 1
    related = document.part.package.rels
    for name in [key for key, one in related.items() if one.reltype.endswith(_THUMBNAIL)]:
        del related[name]


def _set_page(document: Document, brief: AreaBrief) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(18)
    section.header_distance = section.footer_distance = Mm(8)
    for part in (section.header, section.footer):
        _centred(part.paragraphs[0]).add_run(brief.classification).bold = True
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


def _add_head(document: Document, brief: AreaBrief) -> None:
    if brief.banner:
        _centred(document.add_paragraph()).add_run(brief.banner).bold = True
    document.add_heading(brief.title, level=1)
    about = document.add_paragraph("Places linked to missing episodes, ")
    about.add_run(brief.period).bold = True
    about.add_run(f". For {brief.readers}. ")
    about.add_run(f"Do not use after {brief.expiry}").bold = True
    about.add_run(": ask for a newer one.")


def _add_map(document: Document, brief: AreaBrief) -> None:
    paragraph = _centred(document.add_paragraph())
    picture = paragraph.add_run().add_picture(io.BytesIO(picture_of(brief)), height=Mm(78))
    described = picture._inline.docPr  # noqa: SLF001 - python-docx has no other way to a text alternative
    described.set("name", "Map")
    described.set("descr", brief.map_text)


def _add_places(document: Document, brief: AreaBrief) -> None:
    document.add_heading("Places in this area", level=2)
    document.add_paragraph(brief.lead)
    if not brief.places:
        return
    heads = ["No.", "Place", "Kind of place", "Episodes", "Young people"]
    if brief.has_when:
        heads.append("When")
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    _fill(table.rows[0], heads, is_bold=True)
    _repeat(table.rows[0])
    for place in brief.places:
        _fill(table.add_row(), _words(place, has_when=brief.has_when))
    if brief.when:
        _small(document.add_paragraph(brief.when))


def _words(place: PlaceLine, *, has_when: bool) -> list[str]:
    words = [str(place.number), place.name, place.kind, place.episodes, place.children]
    return [*words, place.when or "Not shown"] if has_when else words


def _fill(row: _Row, words: list[str], *, is_bold: bool = False) -> None:
    for cell, text in zip(row.cells, words, strict=True):
        cell.paragraphs[0].add_run(text).bold = is_bold


def _repeat(row: _Row) -> None:
    """Mark the row as the headings: repeated on each page, and read out with each cell."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no other way


def _add_list(document: Document, lines: tuple[str, ...]) -> None:
    for line in lines:
        document.add_paragraph(line, style="List Bullet").paragraph_format.space_after = Pt(1)


def _centred(paragraph: Paragraph) -> Paragraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _small(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        run.font.size = Pt(7.5)


def _packed(document: Document) -> bytes:
    first, last = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(last, "w") as packed:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=_NO_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else it says on what kind of system it was made
            entry.external_attr = _REGULAR_FILE
            packed.writestr(entry, made.read(name))
    return last.getvalue()
