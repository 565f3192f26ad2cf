"""A paper as a page and as a Word document, opened again by other means."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn

from hotspots.document import Bars, Bullets, Document, Grid, Section
from hotspots.errors import InternalError
from hotspots.paper import docx_of, html_of, write_paper

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<script>alert(1)</script>&amp;\u202e${x}{{ 7*7 }}"
BARS = Bars(
    caption="By month", labels=("Jan", "Feb"), heights=(40.0, None), texts=("40", "not shown")
)
GRID = Grid(caption="Two", head=("Name", "Episodes"), rows=(("A", "5"), (HOSTILE, "10")))
PAPER = Document(
    title="Missing",
    about="About it.",
    classification="OFFICIAL-SENSITIVE",
    banner="SYNTHETIC DATA",
    day=date(2021, 6, 30),
    sections=(
        Section(number="4.3", title="Numbers", blocks=("A sentence.", BARS, GRID)),
        Section(number="", title="List", blocks=(Bullets(lines=("One", HOSTILE)),)),
    ),
    foot=("A source.",),
)


def test_a_page_says_all_and_runs_nothing() -> None:
    page = html_of(PAPER)
    for text in ("Missing", "About it.", "4.3 Numbers", "A sentence.", "One", "SYNTHETIC DATA"):
        assert text in page
    assert page.count("OFFICIAL-SENSITIVE") == 2
    assert f'alt="{BARS.in_words}"' in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "49" not in re.sub(r"base64,[^\"]*|[0-9a-f]{64}|#[0-9a-f]{6}", "", page)
    assert "default-src 'none'" in unescape(page)
    assert re.findall(r"(?:src|href)=\"(?!data:)", page) == []


def test_a_word_document_has_headings_tables_and_described_pictures() -> None:
    opened = docx.Document(io.BytesIO(docx_of(PAPER)))
    styles = [(one.style.name, one.text) for one in opened.paragraphs if one.style is not None]
    assert ("Heading 1", "Missing") in styles
    assert ("Heading 2", "4.3 Numbers") in styles
    assert ("Heading 2", "List") in styles
    assert ("List Bullet", "One") in styles
    (table,) = opened.tables
    assert [[cell.text for cell in row.cells] for row in table.rows][:2] == [
        ["Name", "Episodes"],
        ["A", "5"],
    ]
    pictures = list(opened.element.body.iter(qn("wp:docPr")))
    assert [one.get("descr") for one in pictures] == [BARS.in_words]
    assert opened.core_properties.author == ""
    assert opened.core_properties.category == "OFFICIAL-SENSITIVE"


def test_both_are_the_same_bytes_each_time_and_tell_no_path() -> None:
    assert html_of(PAPER) == html_of(PAPER)
    assert docx_of(PAPER) == docx_of(PAPER)
    with zipfile.ZipFile(io.BytesIO(docx_of(PAPER))) as archive:
        for name in archive.namelist():
            assert not re.search(rb"/home/|/usr/|/tmp/|site-packages", archive.read(name)), name


def test_a_thousand_rows_are_no_wait() -> None:
    rows = tuple((f"Place {n}", "5") for n in range(1000))
    long = replace(
        PAPER, sections=(Section(number="", title="Long", blocks=(replace(GRID, rows=rows),)),)
    )
    (table,) = docx.Document(io.BytesIO(docx_of(long))).tables
    assert len(table.rows) == 1001


def test_a_paper_without_banner_has_none() -> None:
    real = replace(PAPER, banner="")
    assert "banner" not in re.sub(r"<style>.*?</style>", "", html_of(real), flags=re.DOTALL)
    words = [one.text for one in docx.Document(io.BytesIO(docx_of(real))).paragraphs]
    assert words[0] == "Missing"


def test_it_is_named_by_its_content() -> None:
    assert len(PAPER.digest) == 64
    assert replace(PAPER, title="Other").digest != PAPER.digest


def test_files_are_written_whole(tmp_path: Path) -> None:
    page, word = write_paper(PAPER, tmp_path / "new", stem="board")
    assert page.read_text("utf-8") == html_of(PAPER)
    assert word.read_bytes() == docx_of(PAPER)
    assert sorted(one.name for one in (tmp_path / "new").iterdir()) == ["board.docx", "board.html"]


def test_rows_and_bars_that_do_not_fit_are_our_mistake() -> None:
    with pytest.raises(InternalError, match="one cell for each heading"):
        Grid(caption="", head=("A",), rows=(("1", "2"),))
    with pytest.raises(InternalError, match="one height and one text"):
        Bars(caption="", labels=("A",), heights=(), texts=("1",))


def test_bars_of_which_none_may_be_shown_are_a_picture_all_the_same() -> None:
    hidden = replace(BARS, heights=(None, None), texts=("not shown", "not shown"))
    paper = replace(PAPER, sections=(Section(number="", title="B", blocks=(hidden,)),))
    assert "data:image/svg+xml" in html_of(paper)
