"""`hotspots pack board`: the two versions of one paper, from the demo's register."""

from __future__ import annotations

import io
import re
import shutil
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from .conftest import Done

PERIOD = ("--from", "2021-01-01", "--to", "2021-06-30")


@pytest.fixture
def out(demo: Done, tmp_path: Path) -> Path:
    """A copy of the demo's folder: entries in the ledger are for good."""
    return shutil.copytree(demo.out, tmp_path / "out")


def _words(path: Path) -> str:
    opened = docx.Document(io.BytesIO(path.read_bytes()))
    cells = (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(one.text for one in opened.paragraphs), *cells))


def test_the_exact_paper_has_the_figures_of_4_7_and_the_shared_one_does_not(
    out: Path, cli: Callable[..., Result]
) -> None:
    done = cli("pack", "board", "--audience", "partner", "--out", out, *PERIOD)
    assert done.exit_code == 0, done.output
    inside, shared = _words(out / "inside" / "board-paper.docx"), (out / "partner")
    for sentence in (
        "245 episodes by 25 young people",
        "180 episodes are by 11 young people in own residential homes",
        "164 of the 245 episodes (66.9 %)",
        "6 episodes are by 2 young people in foster care",
        "16 episodes are by 3 young people",
    ):
        assert sentence in inside
    told = _words(shared / "board-paper.docx")
    assert "Derby Bus Station" in told
    assert "Rollerworld" in inside
    assert "Rollerworld" not in told
    assert "164" not in told
    assert "Foster care: not shown." in told
    page = (shared / "board-paper.html").read_text("utf-8")
    for text in (inside, told, page):
        assert "SYNTHETIC" in text
    figures = {int(n) for n in re.findall(r"(?<![\w.])\d+(?= episodes)", told)}
    assert all(number % 5 == 0 for number in figures)


def test_the_same_paper_again_is_no_news(out: Path, cli: Callable[..., Result]) -> None:
    command = ("pack", "board", "--audience", "brief", "--out", out, *PERIOD)
    assert cli(*command).exit_code == 0
    before = (out / "brief" / "board-paper.docx").read_bytes()
    assert cli(*command).exit_code == 0
    assert (out / "brief" / "board-paper.docx").read_bytes() == before


def test_a_period_that_was_not_published_has_no_shared_paper(
    out: Path, cli: Callable[..., Result]
) -> None:
    done = cli("pack", "board", "--out", out, "--from", "2021-01-01", "--to", "2021-03-31")
    assert done.exit_code != 0
    assert "Publish that period first" in str(done.exception)


def test_the_weekly_pack_is_for_the_inside_and_in_three_forms(
    out: Path, cli: Callable[..., Result]
) -> None:
    done = cli("pack", "weekly", "--as-of", "2021-06-30", "--out", out)
    assert done.exit_code == 0, done.output
    inside = out / "inside"
    words = _words(inside / "weekly-pack.docx")
    for heading in (
        "1 Numbers and frequency",
        "2 Missing now, and risks",
        "3 Missing again and again",
        "4 Hot spots: new, changed, gone",
        "5 Return interviews due",
        "6 Places that need a look",
        "7 Places: reviews due and overdue",
    ):
        assert heading in words
    assert "SYNTHETIC" in words
    assert "Found before, on the same ground." in words
    assert "13 place texts wait in review.xlsx" in words
    book = openpyxl.load_workbook(inside / "weekly-pack.xlsx")
    assert "Reviews of places: 1 overdue, 0 due within four weeks" in words
    assert "Lidl Alvaston" in words
    assert len(book.sheetnames) == 7  # the notes, and a sheet for each table
    assert all(sheet.freeze_panes for sheet in book.worksheets[1:])
    assert {path.parent.name for path in out.rglob("weekly-pack.*")} == {"inside"}


def test_a_week_of_nothing_is_a_pack_all_the_same(out: Path, cli: Callable[..., Result]) -> None:
    done = cli("pack", "weekly", "--as-of", "2019-01-31", "--out", out)
    assert done.exit_code == 0, done.output
    words = _words(out / "inside" / "weekly-pack.docx")
    assert "0 young people have no return recorded." in words


def test_the_residential_pack_is_by_type_of_home_and_goes_with_the_board_s(
    out: Path, cli: Callable[..., Result]
) -> None:
    for kind in ("residential", "board", "residential"):
        done = cli("pack", kind, "--audience", "partner", "--out", out, *PERIOD)
        assert done.exit_code == 0, done.output
    inside = _words(out / "inside" / "residential-pack.docx")
    told = _words(out / "partner" / "residential-pack.docx")
    page = (out / "partner" / "residential-pack.html").read_text("utf-8")
    assert "245 episodes by 25 young people" in inside
    assert "With 3 or more" in inside
    for text in (told, page):
        assert "SYNTHETIC" in text
        assert "about 245 episodes by about 25 young people" in text
        assert "With 3 or more" not in text
        assert "Rollerworld" not in text
    opened = docx.Document(io.BytesIO((out / "partner" / "residential-pack.docx").read_bytes()))
    rows = {row.cells[0].text: [c.text for c in row.cells[1:]] for row in opened.tables[0].rows}
    assert rows["Foster care"] == ["not shown"] * 4
    assert rows["Own residential"] == ["180", "10", "85", "10"]


def test_a_residential_pack_takes_a_published_period(out: Path, cli: Callable[..., Result]) -> None:
    period = ("--from", "2021-01-01", "--to", "2021-03-31")
    done = cli("pack", "residential", "--out", out, *period)
    assert "Publish that period first" in str(done.exception)
