"""A brief as a Word document that a council officer can paste from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Mm

from hotspots.brief.pdf import picture_of
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
    from docx.document import Document

    from hotspots.brief.content import AreaBrief, PlaceLine


def docx_of(brief: AreaBrief) -> bytes:
    """The brief as a DOCX on A4; the same brief gives the same bytes."""
    document = new_document(
        f"{brief.title}, {brief.period}", classification=brief.classification, day=brief.last
    )
    _add_head(document, brief)
    add_picture(document, picture_of(brief), name="Map", in_words=brief.map_text, height=Mm(78))
    _add_places(document, brief)
    _add_follow_up(document, brief)
    document.add_heading("Who to call", level=2)
    add_list(document, brief.contacts)
    document.add_heading("What is not shown, and why", level=2)
    add_list(document, brief.notices)
    for text in (*brief.attribution, brief.foot):
        small(document.add_paragraph(text))
    return packed(document)


def _add_head(document: Document, brief: AreaBrief) -> None:
    add_banner(document, brief.banner)
    document.add_heading(brief.title, level=1)
    about = document.add_paragraph("Places linked to missing episodes, ")
    about.add_run(brief.period).bold = True
    about.add_run(f". For {brief.readers}. ")
    about.add_run(f"Do not use after {brief.expiry}").bold = True
    about.add_run(": ask for a newer one.")


def _add_places(document: Document, brief: AreaBrief) -> None:
    document.add_heading(brief.heading, level=2)
    document.add_paragraph(brief.lead)
    if not brief.places:
        return
    heads = ["No.", "Place", "Kind of place", "Episodes", "Young people"]
    if brief.has_when:
        heads.append("When")
    rows = [_words(place, has_when=brief.has_when) for place in brief.places]
    add_table(document, heads, rows)
    if brief.when:
        small(document.add_paragraph(brief.when))


def _add_follow_up(document: Document, brief: AreaBrief) -> None:
    if not (brief.follow_up or brief.former):
        return
    document.add_heading("Which way it goes, and what is being done", level=2)
    for name, text in brief.follow_up:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(name).bold = True
        line.add_run(f". {text}")
    if brief.former:
        add_list(document, (brief.former,))


def _words(place: PlaceLine, *, has_when: bool) -> list[str]:
    kind = f"{place.kind}, {place.where}" if place.where else place.kind
    words = [str(place.number), place.name, kind, place.episodes, place.children]
    return [*words, place.when or "Not shown"] if has_when else words
