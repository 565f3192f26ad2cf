"""PDF and DOCX, opened again with other libraries than those that made them."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pypdf
import pytest
from defusedxml.ElementTree import fromstring
from docx.oxml.ns import qn
from PIL import Image

from hotspots.brief import pdf
from hotspots.brief.papers import write_briefs
from hotspots.brief.pdf import pdf_of, picture_of
from hotspots.brief.word import docx_of
from hotspots.errors import InternalError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from docx.document import Document

    from hotspots.brief import AreaBrief
    from hotspots.release import Release, ReleasedHotspot

EAST, WEST = "E05000001", "E05000002"
PATHS = re.compile(rb"/home/|/work/|/usr/|/tmp/|[A-Z]:\\\\|site-packages")


@pytest.fixture
def brief(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> AreaBrief:
    return make_brief(make_hotspot(), make_hotspot("Arcade", hotspot_id="arcade"))


def words_of(data: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(data))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def squeezed(text: str) -> str:
    """Without spaces: a PDF has words where it has room, and breaks long ones."""
    return "".join(text.split())


def test_a_pdf_says_all_on_one_page(brief: AreaBrief) -> None:
    data = pdf_of(brief)
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) == 1
    words = words_of(data)
    for text in (
        *("Area brief: East ward", brief.period, "Do not use after 30 June 2022", "Arcade"),
        *("OFFICIAL-SENSITIVE", "SYNTHETIC DATA", "Young people", "5 to 9", "call 999"),
        *("Only public places are named.", brief.digest, "Ward source", "Page 1 of 1"),
    ):
        assert text in words


def test_a_pdf_is_tagged_in_english_with_a_title_and_no_author(brief: AreaBrief) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(brief)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    about = reader.metadata
    assert about is not None
    assert about.title == "Area brief: East ward, 1 January 2021 to 30 June 2021"
    assert (about.author, about.subject) == (None, None)
    kinds = {node.get("/S") for node in _nodes(root["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/Figure"} <= kinds
    alternatives = [node["/Alt"] for node in _nodes(root["/StructTreeRoot"]) if "/Alt" in node]
    assert alternatives == [brief.map_text]


def _nodes(node: Any) -> list[Any]:  # noqa: ANN401 - a PDF's tree is of no type
    below = node.get("/K", [])
    children = below if isinstance(below, list) else [below]
    found = [child.get_object() for child in children if hasattr(child, "get_object")]
    inner = [one for one in found if isinstance(one, dict) and "/S" in one]
    return [*inner, *(deeper for one in inner for deeper in _nodes(one))]


def test_a_pdf_of_many_places_goes_on_with_its_headings(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    places = (make_hotspot(f"Place {number}", hotspot_id=str(number)) for number in range(120))
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(make_brief(*places)))).pages
    assert len(pages) > 2
    assert "Kind of place" in pages[1].extract_text()
    assert "OFFICIAL-SENSITIVE" in pages[1].extract_text()


def test_hostile_text_is_set_as_it_is(hostile: AreaBrief) -> None:
    in_pdf = squeezed(words_of(pdf_of(hostile)))
    in_docx = squeezed(_all_text(opened(docx_of(hostile))))
    for place in hostile.places:
        assert squeezed(place.name) in in_docx
        if place.name.isascii():
            assert squeezed(place.name)[:40] in in_pdf


def test_an_empty_area_has_files_without_a_table(make_brief: Callable[..., AreaBrief]) -> None:
    empty = make_brief(banner="")
    assert "No place in this area is shown." in words_of(pdf_of(empty))
    document = opened(docx_of(empty))
    assert document.tables == []
    assert empty.lead in _all_text(document)


def test_times_have_a_column_in_both(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    timed = make_hotspot(first_month="2021-01", last_month="2021-02")
    brief = make_brief(timed, make_hotspot("Arcade", hotspot_id="arcade"))
    for words in (words_of(pdf_of(brief)), _all_text(opened(docx_of(brief)))):
        assert "January to February 2021" in words
        assert "Not shown" in words


def test_a_word_document_has_headings_a_table_and_a_described_map(brief: AreaBrief) -> None:
    document = opened(docx_of(brief))
    headings = [
        (one.style.name, one.text)
        for one in document.paragraphs
        if one.style is not None and (one.style.name or "").startswith("Heading")
    ]
    assert headings == [
        ("Heading 1", "Area brief: East ward"),
        ("Heading 2", "Places in this area"),
        ("Heading 2", "Who to call"),
        ("Heading 2", "What is not shown, and why"),
    ]
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["No.", "Place", "Kind of place", "Episodes", "Young people"]
    assert rows[2] == ["2", "Arcade", "transport", "20", "5 to 9"]
    properties = table.rows[0]._tr.trPr
    assert properties is not None
    assert properties.find(qn("w:tblHeader")) is not None
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr") == brief.map_text
    section = document.sections[0]
    assert section.header.paragraphs[0].text == section.footer.paragraphs[0].text
    assert section.header.paragraphs[0].text == "OFFICIAL-SENSITIVE"


def test_a_word_document_has_a_title_and_no_author(brief: AreaBrief) -> None:
    data = docx_of(brief)
    about = opened(data).core_properties
    assert about.title == "Area brief: East ward, 1 January 2021 to 30 June 2021"
    nobody = (about.author, about.last_modified_by, about.comments, about.keywords)
    assert nobody == ("", "", "", "")
    assert not [name for name in parts_of(data) if "thumbnail" in name]
    for name, part in parts_of(data).items():
        if name.endswith((".xml", ".rels")):
            root: Element = fromstring(part)
            assert root is not None


def test_no_file_tells_where_or_when_it_was_made(brief: AreaBrief) -> None:
    data = docx_of(brief)
    for part in (pdf_of(brief), picture_of(brief), *parts_of(data).values()):
        assert not PATHS.search(part)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_brief_is_the_same_bytes_in_another_program(brief: AreaBrief) -> None:
    for kind, made in (("pdf", pdf_of(brief)), ("docx", docx_of(brief))):
        command = [sys.executable, "-m", "hotspots.brief.papers", kind]
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=brief.to_bytes(), capture_output=True, check=True
        )
        assert done.stdout == made


def test_the_picture_is_the_map(brief: AreaBrief) -> None:
    picture = Image.open(io.BytesIO(picture_of(brief)))
    assert picture.size == (1250, 833)
    colours = picture.convert("RGB").getcolors(maxcolors=1_000_000) or []
    assert (0xD2, 0xE2, 0xF1) in {colour for _, colour in colours}  # the area's own blue


def test_every_area_has_its_four_files_and_twice_the_same(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    wards: dict[str, Any],
    tmp_path: Path,
) -> None:
    release = make_release(make_hotspot())
    paths = write_briefs(release, tmp_path / "one", wards=wards)
    assert [path.relative_to(tmp_path / "one").as_posix() for path in paths] == [
        f"{code}/brief.{form}" for code in (EAST, WEST) for form in ("html", "json", "pdf", "docx")
    ]
    again = write_briefs(release, tmp_path / "two", wards=wards)
    assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in again]
    assert b"Bus Station" not in (tmp_path / "one" / WEST / "brief.html").read_bytes()


def test_a_code_that_would_leave_the_folder_is_refused(
    make_release: Callable[..., Release], wards: dict[str, Any], tmp_path: Path
) -> None:
    wards["features"][1]["properties"]["WD24CD"] = "../../elsewhere"
    with pytest.raises(StoreError, match="area's code"):
        write_briefs(make_release(), tmp_path / "areas", wards=wards)
    assert list(tmp_path.rglob("*")) == []


def test_a_folder_that_cannot_be_written_is_told(
    make_release: Callable[..., Release], wards: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "areas").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        write_briefs(make_release(), tmp_path / "areas", wards=wards)


def test_without_its_fonts_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf._fonts.cache_clear()
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    with pytest.raises(InternalError, match="matplotlib"):
        pdf._fonts()


def test_a_picture_of_several_pages_is_an_error(
    brief: AreaBrief, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf.typst, "compile", lambda *_, **__: [b"", b""])
    with pytest.raises(InternalError, match="more than one page"):
        picture_of(brief)


def _all_text(document: Document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])
