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
    ):
        assert heading in words
    assert "SYNTHETIC" in words
    assert "Found before, on the same ground." in words
    assert "13 place texts wait in review.xlsx" in words
    book = openpyxl.load_workbook(inside / "weekly-pack.xlsx")
    assert len(book.sheetnames) == 6  # the notes, and a sheet for each table
    assert all(sheet.freeze_panes for sheet in book.worksheets[1:])
    assert {path.parent.name for path in out.rglob("weekly-pack.*")} == {"inside"}


def test_a_week_of_nothing_is_a_pack_all_the_same(out: Path, cli: Callable[..., Result]) -> None:
    done = cli("pack", "weekly", "--as-of", "2019-01-31", "--out", out)
    assert done.exit_code == 0, done.output
    words = _words(out / "inside" / "weekly-pack.docx")
    assert "0 young people have no return recorded." in words
