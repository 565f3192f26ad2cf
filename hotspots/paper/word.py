"""A paper as a Word document: real headings, tables, pictures with a text alternative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Mm

from hotspots.document import Bars, Bullets, Grid
from hotspots.paper.bars import picture_of
from hotspots.wordfile import (
    add_banner,
    add_list,
    add_picture,
    add_table,
    new_document,
    packed,
    small,
)

if TYPE_CHECKING:
    from docx.document import Document as Word

    from hotspots.document import Block, Document

_PICTURE_HEIGHT = Mm(58)


def docx_of(document: Document) -> bytes:
    """The paper as a DOCX on A4; the same paper gives the same bytes."""
    word = new_document(document.title, classification=document.classification, day=document.day)
    add_banner(word, document.banner)
    word.add_heading(document.title, level=1)
    word.add_paragraph(document.about)
    for section in document.sections:
        word.add_heading(section.heading, level=2)
        for block in section.blocks:
            _add(word, block)
    for line in (*document.foot, f"Digest {document.digest}"):
        small(word.add_paragraph(line))
    return packed(word)


def _add(word: Word, block: Block) -> None:
    match block:
        case Bullets():
            add_list(word, block.lines)
        case Grid():
            word.add_paragraph(block.caption).paragraph_format.keep_with_next = True
            add_table(word, block.head, block.rows)
            word.add_paragraph()
        case Bars():
            picture = picture_of(block, "png")
            add_picture(
                word, picture, name="Chart", in_words=block.in_words, height=_PICTURE_HEIGHT
            )
            small(word.add_paragraph(block.caption))
        case _:
            word.add_paragraph(block)
