"""What was settled is listed and can be taken back, and an old workbook does not undo that."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from hotspots.errors import ParameterError, StoreError
from hotspots.gazetteer import read_gazetteer
from hotspots.report.review import COLUMNS, NOTES_SHEET, SHEET, write_review
from hotspots.resources import data_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

BEFORE, AFTER = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
PLACE = "Derby Bus Station"


def _workbook(path: Path, at: datetime, *texts: str, decision: str = PLACE) -> Path:
    write_review(
        (), path, gazetteer=read_gazetteer(data_path("gazetteer/derby.csv")), exported_at=at
    )
    workbook = load_workbook(path)
    for row, text in enumerate(texts, start=2):
        for heading, value in (("Text", text), ("Decision", decision)):
            column = list(COLUMNS).index(heading) + 1
            cell = workbook[SHEET].cell(row=row, column=column, value=value)
            cell.data_type = "s"
    workbook.save(path)
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def settled(cli: Callable[..., Result], out: Path, tmp_path: Path) -> Path:
    """A workbook written long ago, and settled by it: two texts."""
    path = _workbook(tmp_path / "old.xlsx", BEFORE, "where the busses go", "=made up")
    result = cli("review", "import", path, "--by", "AB", "--out", out)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("2 texts settled.")
    return path


@pytest.mark.usefixtures("settled")
def test_what_was_settled_is_listed(cli: Callable[..., Result], out: Path) -> None:
    lines = cli("review", "list", "--out", out).stdout.splitlines()
    assert lines[0].split("\t") == ["text", "status", "place", "decided_by", "decided_at"]
    assert [line.split("\t")[:4] for line in lines[1:]] == [
        ["'=made up", "located", PLACE, "AB"],
        ["where the busses go", "located", PLACE, "AB"],
    ]


@pytest.mark.usefixtures("settled")
def test_the_list_as_a_csv_holds_no_formula(
    cli: Callable[..., Result], out: Path, tmp_path: Path
) -> None:
    target = tmp_path / "settled.csv"
    result = cli("review", "list", "--out", out, "--csv", target)
    assert result.output == f"2 rows written to {target}\n"
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["text"] for row in rows] == ["'=made up", "where the busses go"]


@pytest.mark.usefixtures("settled")
def test_a_list_that_cannot_be_written_is_one_message(
    cli: Callable[..., Result], out: Path, tmp_path: Path
) -> None:
    result = cli("review", "list", "--out", out, "--csv", tmp_path / "nowhere" / "a.csv")
    assert isinstance(result.exception, StoreError)


@pytest.mark.usefixtures("settled")
def test_forgetting_a_text_forgets_its_equals(cli: Callable[..., Result], out: Path) -> None:
    result = cli("review", "forget", "Where the BUSSES go!", "--by", "CD", "--out", out)
    assert result.output.startswith("1 decisions forgotten.")
    assert "busses" not in cli("review", "list", "--out", out).stdout
    (row,) = cli("review", "list", "--forgotten", "--out", out).stdout.splitlines()[1:]
    assert row.split("\t")[:4] == ["where the busses go", "located", PLACE, "AB"]
    assert row.split("\t")[5] == "CD"


@pytest.mark.usefixtures("settled")
def test_forgetting_what_nobody_settled_is_told(cli: Callable[..., Result], out: Path) -> None:
    result = cli("review", "forget", "made-up words", "--by", "CD", "--out", out)
    assert isinstance(result.exception, ParameterError)
    assert "made-up" not in str(result.exception)


def test_an_old_workbook_does_not_bring_back_what_was_forgotten(
    cli: Callable[..., Result], out: Path, settled: Path
) -> None:
    cli("review", "forget", "where the busses go", "--by", "CD", "--out", out)
    result = cli("review", "import", settled, "--by", "EF", "--out", out)
    assert result.output.startswith("0 texts settled.")
    assert "1 texts stay forgotten" in result.output
    assert "busses" not in cli("review", "list", "--out", out).stdout


@pytest.mark.usefixtures("settled")
def test_a_new_workbook_settles_it_again_and_says_so(
    cli: Callable[..., Result], out: Path, tmp_path: Path
) -> None:
    cli("review", "forget", "where the busses go", "--by", "CD", "--out", out)
    path = _workbook(tmp_path / "new.xlsx", AFTER, "Where the busses go")
    result = cli("review", "import", path, "--by", "EF", "--out", out)
    assert result.output.startswith("1 texts settled.")
    assert "1 of the texts had been forgotten and are settled again.\n" in result.output
    assert "Where the busses go" in cli("review", "list", "--out", out).stdout


def test_a_workbook_of_unknown_date_settles_it_again_and_says_so(
    cli: Callable[..., Result], out: Path, settled: Path
) -> None:
    cli("review", "forget", "where the busses go", "--by", "CD", "--out", out)
    workbook = load_workbook(settled)
    del workbook[NOTES_SHEET]
    workbook.save(settled)
    result = cli("review", "import", settled, "--by", "EF", "--out", out)
    assert "settled again (the workbook no longer says when it was written)" in result.output
