"""`hotspots interviews` and `hotspots statutory` from a file to the page. All of it is made up."""

from __future__ import annotations

import csv
from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner

from hotspots.cli.interviews import interviews
from hotspots.cli.run import ingest
from hotspots.cli.statutory import statutory
from hotspots.errors import InputError, ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click import Command
    from click.testing import Result

HEADINGS = (
    "Episode ID,Child ID,Status,Missing From Date,Missing From Time,Return Date,Return Time,"
    "Return Interview Offered,Return Interview Offered Date,Return Interview Outcome,"
    "Return Interview Date,Return Interview Time,Push Factors,Places Visited"
)
ROWS = (
    (
        "E1,SYN-1,Missing,01/03/2021,17:00,02/03/2021,09:00,Yes,02/03/2021,Completed,03/03/2021,10:15,"
        "Boredom,Markeaton Park"
    ),
    "E2,SYN-1,Missing,05/03/2021,17:00,06/03/2021,09:00,,,,,,,",
    "E3,SYN-2,Absent,05/03/2021,17:00,06/03/2021,11:00,Yes,,Offered,07/03/2021,,,",
    "E4,SYN-2,Missing,08/03/2021,,09/03/2021,,,,,,,,",
    "E5,SYN-3,Missing,30/03/2021,17:00,,,,,,,,,",
)
MARCH = ("--from", "2021-03-01", "--to", "2021-03-31")
YEAR = ("--from", "2020-04-01", "--to", "2021-03-31")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A command on one folder with a small register in it; a `UserError` is `exception`."""
    monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(tmp_path / "keys"))
    (tmp_path / "keys").mkdir(mode=0o700)

    def call(command: Command, *arguments: object) -> Result:
        given = [*map(str, arguments), "--out", str(tmp_path / "out")]
        return CliRunner().invoke(command, given)

    file = tmp_path / "weekly.csv"
    file.write_text("\n".join((HEADINGS, *ROWS)) + "\n", encoding="utf-8")
    done = call(ingest, file)
    assert done.exit_code == 0, done.output
    return call


def test_the_queue_and_the_log_that_covers_two_returns(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    before = run(interviews, "queue", "--as-of", "2021-03-09")
    assert before.exit_code == 0, before.output
    assert before.stdout.splitlines()[:2] == [
        "3 interviews to offer or hold at the end of 09/03/2021: 0 overdue, 2 due today, 0 due.",
        (
            "For 1 of the 3, 72 hours cannot be computed from this: the record has the dates "
            "without times. They still wait."
        ),
    ]
    log = tmp_path / "log.csv"
    log.write_text("Episodes,State,Held,Hours\nE1;E2;E9,Completed,07/03/2021,2\n", encoding="utf-8")
    after = run(interviews, "queue", "--as-of", "2021-03-09", "--log", log, "--working-days")
    assert "2 interviews to offer or hold" in after.stdout
    assert "The log names 1 episodes" in after.stderr
    less = run(interviews, "queue", "--as-of", "2021-03-09", "--missing-only", "--hours", "24")
    assert "24 hours cannot be computed from this" in less.stdout
    assert "2 interviews to offer or hold at the end of 09/03/2021: 1 overdue" in less.stdout


def test_the_summary_and_the_sample(run: Callable[..., Result], tmp_path: Path) -> None:
    told = run(interviews, "summary", "--as-of", "2021-03-31")
    assert told.exit_code == 0, told.output
    assert "4 returns, 1 March 2021 to 31 March 2021" in told.stdout
    assert "Held within 72 hours: 1 of 3 (33.3 %) returns with a time" in told.stdout
    assert "Too few data for a forecast" in told.stdout
    page = (tmp_path / "out/inside/interviews-summary.html").read_text(encoding="utf-8")
    assert "Markeaton Park" in page
    assert "SYN-1" not in page
    drawn = run(interviews, "sample", "--as-of", "2021-03-31", "--seed", "3", *MARCH)
    assert drawn.stdout == "1 of the 1 interviews held in the period.\n"


def test_the_903_is_written_with_the_header_files_references_and_checked(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    header = tmp_path / "header.csv"
    header.write_text("CHILD,SEX,DOB\nSYN-1,1,01/02/2009\nSYN-2,2,03/04/2010\n", encoding="utf-8")
    done = run(statutory, "export", "ssda903", *YEAR, "--header", header)
    assert done.exit_code == 0, done.output
    assert "1 of them stand under a pseudonym: not in the Header file." in done.stdout
    assert "No rule that was run is broken." in done.stdout
    assert "no time of day: 72 hours cannot be computed from this" in done.stdout
    path = tmp_path / "out/inside/ssda903-missing.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    assert rows[1] == ["SYN-1", "01/02/2009", "M", "01/03/2021", "02/03/2021"]
    assert rows[-1][2:] == ["M", "30/03/2021", ""]
    sheet = openpyxl.load_workbook(path.with_suffix(".xlsx")).worksheets[1]
    assert [cell.value for cell in sheet[1]] == rows[0]
    assert sheet["D2"].value == datetime(2021, 3, 1)  # noqa: DTZ001 - a spreadsheet's local date
    assert (sheet.freeze_panes, sheet.max_row) == ("A2", len(rows))
    for shape, count in (("ssd", 5), ("annex-a", 3)):
        other = run(statutory, "export", shape, *YEAR)
        assert other.stdout.startswith(f"{count} rows"), other.output
        assert "give the Header file with --header" in other.stdout
    assert len(list((tmp_path / "out/inside").glob("*-missing.xlsx"))) == 3


def test_a_file_is_held_to_the_rules_with_the_files_that_are_there(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    files = {
        "this.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END\n101,,M,01/03/2021,\n101,,X,02/03/2021,\n",
        "last.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END\n101,,M,30/03/2020,\n",
        "episodes.csv": "CHILD,DECOM,DEC\n101,01/02/2021,01/04/2021\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    this = tmp_path / "this.csv"
    alone = run(statutory, "check", this, *YEAR)
    assert alone.exit_code == 0
    assert "2 findings by the rules of the return:\n  574 MIS_START" in alone.stdout
    assert "Not run: 575, 577, 578, 581 (give --episodes); 576 (give --last-year)." in alone.stdout
    strict = run(
        *(statutory, "check", this, *YEAR, "--strict", "--episodes", tmp_path / "episodes.csv"),
        *("--last-year", tmp_path / "last.csv"),
    )
    assert strict.exit_code == 1
    assert "Not run" not in strict.stdout
    with (tmp_path / "out/inside/ssda903-checks.csv").open(encoding="utf-8") as handle:
        found = {(row["rule"], row["file"], row["row"]) for row in csv.DictReader(handle)}
    assert {("574", "this.csv", "3"), ("1006", "this.csv", "3"), ("576", "this.csv", "2")} <= found
    book = openpyxl.load_workbook(tmp_path / "out/inside/ssda903-checks.xlsx")
    assert {
        (r[3], r[0], str(r[1])) for r in book["Findings"].iter_rows(2, values_only=True)
    } == found
    same = run(statutory, "check", this, *YEAR, "--last-year", this)
    assert isinstance(same.exception, ParameterError)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("CHILD,DOB\n=1+1,01/02/2009\n", "not one"),
        ("CHILD,DOB\nSYN-1,01/02/2009\nsyn-1,01/02/2010\n", "stands there before"),
        ("CHILD,SEX\nSYN-1,1\n", "CHILD, DOB are not all there"),
        ("CHILD,DOB,DOB\nSYN-1,1,1\n", "two columns"),
        ("CHILD,DOB\nSYN-1,#REF!\n", "spreadsheet error"),
    ],
)
def test_a_header_file_that_cannot_be_used_is_refused(
    run: Callable[..., Result], tmp_path: Path, text: str, problem: str
) -> None:
    header = tmp_path / "header.csv"
    header.write_text(text, encoding="utf-8")
    done = run(statutory, "export", "ssda903", *YEAR, "--header", header)
    assert isinstance(done.exception, InputError)
    assert problem in str(done.exception)
