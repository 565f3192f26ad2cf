"""The team's interview log: read as a whole, or refused with the row and column."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import InputError
from hotspots.ingest import read_interviews
from hotspots.model import InterviewState, LoggedInterview, Moment

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2021, 6, 30)


def read(tmp_path: Path, text: str) -> tuple[LoggedInterview, ...]:
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8")
    return read_interviews(path, as_of=AS_OF)


def test_a_row_is_an_interview_with_all_that_it_covers(tmp_path: Path) -> None:
    (one, other) = read(
        tmp_path,
        "Team log\n"
        "Interview;Episodes;Outcome;Offered on;Held;Held time;Hours\n"
        '7;"e2; e1;e2";Completed;05/07/2021;06/07/2021;14:30;2.5\n'
        ";e3;;;;;\n\n",
    )
    held = datetime(2021, 7, 6, 13, 30, tzinfo=UTC)
    assert one == LoggedInterview(
        interview_id="7",
        episode_ids=("e1", "e2"),
        state=InterviewState.COMPLETED,
        offered=Moment(
            earliest=datetime(2021, 7, 4, 23, tzinfo=UTC),
            latest=datetime(2021, 7, 5, 22, 59, 59, 999999, tzinfo=UTC),
        ),
        completed=Moment(earliest=held, latest=held),
        hours=2.5,
    )
    assert other == LoggedInterview(
        interview_id="e3", episode_ids=("e3",), state=InterviewState.NOT_RECORDED
    )


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        (",Completed,,,", "episodes", "blank"),
        ("e1,went well,,,", "state", "not a known one"),
        ("e1,Declined,01/03/2021,,", "state", "not completed"),
        ("e1,Completed,soon,,", "held", "not a date"),
        ("e1,#REF!,,,", "state", "spreadsheet error"),
        ("e1,Declined,," + "long story " * 9 + ",", "reason", "short phrase"),
        ("e1,Completed,,,many", "hours", "number of hours"),
        ("e1,Completed,,,-2", "hours", "number of hours"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_place(
    tmp_path: Path, row: str, column: str, problem: str
) -> None:
    with pytest.raises(InputError, match=problem) as refused:
        read(tmp_path, f"Episodes,State,Held,Reason,Hours\n{row}\n")
    assert (refused.value.row, refused.value.column) == (2, column)
    assert "long story" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Place,When\nhere,now\n", "no table of interviews"),
        ("Episodes,Episode ID,State\ne1,e1,Offered\n", "same meaning"),
    ],
)
def test_a_file_without_the_columns_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read(tmp_path, text)
