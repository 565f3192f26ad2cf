"""The team's interview log from a tidy table: a row for each interview.

Columns, by whatever case and spacing: `Episodes` (ids as the queue prints them, several
separated by `;`) and `State`; where there are, `Interview`, `Offered`, `Offered time`,
`Held`, `Held time`, `Reason`, `Hours`. Other columns are not read, so the workbook of the
queue itself can be filled in and brought back. A table is taken as a whole or not at all:
it is short, and somebody has it open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from hotspots.errors import InputError
from hotspots.ingest.cells import CellError, is_blank, text_of
from hotspots.ingest.dates import DateRules, read_clock, read_date
from hotspots.ingest.document import HEADING_ROWS
from hotspots.ingest.localtime import start_of, to_utc
from hotspots.ingest.profile import normal
from hotspots.ingest.profilefile import load_profile
from hotspots.ingest.readers import open_document
from hotspots.model import InterviewState, LoggedInterview, Moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from hotspots.ingest.cells import Cell
    from hotspots.ingest.document import Document, Sheet
    from hotspots.ingest.profile import Profile

_NEEDED = ("episodes", "state")
_SPELLINGS = {
    "episode": "episodes",
    "episodeid": "episodes",
    "episodeids": "episodes",
    "outcome": "state",
    "interviewid": "interview",
    "offeredon": "offered",
    "heldon": "held",
    "completed": "held",
    "completedtime": "heldtime",
    "hoursofwork": "hours",
}
_KNOWN = (*_NEEDED, "interview", "offered", "offeredtime", "held", "heldtime", "reason", "hours")
# A reason is a code or a short phrase; anything longer is free text, which is not read.
_REASON = re.compile(r"[0-9A-Za-z][0-9A-Za-z &/'(),.\-]{0,59}")
_MOST_ROWS = 100_000
_MOST_HOURS = 100.0
_JUST_BEFORE = timedelta(microseconds=1)
_DAY = timedelta(days=1)


def read_interviews(path: Path, *, as_of: date) -> tuple[LoggedInterview, ...]:
    """The interviews of an XLSX or CSV file, in the order of its rows.

    Raises:
        InputError: the file cannot be read, lacks a column, or has a row that cannot be used,
            with its row and column.
    """
    profile = load_profile("case-system")
    with open_document(path) as document:
        sheet, columns, heading_row = _table(document, path.name)
        rules = DateRules(as_of=as_of, serials=sheet.serial_dates)
        made: list[LoggedInterview] = []
        for line in sheet.lines():
            if line.row <= heading_row or all(is_blank(cell) for cell in line.cells):
                continue
            cells = {
                name: line.cells[index] if index < len(line.cells) else None
                for name, index in columns.items()
            }
            row = _Row(cells, path.name, line.row, rules, profile)
            made.append(row.interview())
            if len(made) > _MOST_ROWS:
                raise InputError(
                    f"more than {_MOST_ROWS:,} interviews",
                    file=path.name,
                    mend="Split it by year.",
                )
    return tuple(made)


def _table(document: Document, file: str) -> tuple[Sheet, Mapping[str, int], int]:
    """The first sheet, or reading of it, that has the headings, and where they stand."""
    for sheet in document.sheets:
        try:
            lines = list(islice(sheet.lines(), HEADING_ROWS))
        except InputError:
            if document.alternatives:
                continue  # with another delimiter it may be read
            raise
        for line in lines:
            names = [normal(cell) if isinstance(cell, str) else "" for cell in line.cells]
            names = [_SPELLINGS.get(name, name) for name in names]
            if set(_NEEDED) <= set(names):
                _refuse_doubles(names, file, line.row)
                return (
                    sheet,
                    {name: names.index(name) for name in _KNOWN if name in names},
                    line.row,
                )
    raise InputError(
        "no table of interviews in it",
        file=file,
        mend="Head its columns Episodes and State; Offered, Held, Reason and Hours if known.",
    )


def _refuse_doubles(names: list[str], file: str, row: int) -> None:
    for name in _KNOWN:
        if names.count(name) > 1:
            raise InputError(
                "two columns have the same meaning",
                file=file,
                row=row,
                column=name,
                mend="Leave one of them.",
            )


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one row by their columns."""

    cells: Mapping[str, Cell]
    file: str
    row: int
    rules: DateRules
    profile: Profile

    def interview(self) -> LoggedInterview:
        """The interview that the row means."""
        ids = tuple(part for one in self._text("episodes").split(";") if (part := one.strip()))
        if not ids:
            raise self._fault(
                "the cell is blank", "Name the episodes, or remove the row.", "episodes"
            )
        state = self._state()
        held = self._moment("held")
        if held is not None and state is not InterviewState.COMPLETED:
            raise self._fault(
                "there is a day on which it was held, and the state is not completed",
                "Correct one of the two.",
                "state",
            )
        return LoggedInterview(
            interview_id=self._text("interview") or "+".join(sorted(set(ids))),
            episode_ids=tuple(sorted(set(ids))),
            state=state,
            offered=self._moment("offered"),
            completed=held,
            reason=self._reason(),
            hours=self._hours(),
        )

    def _state(self) -> InterviewState:
        text = self._text("state")
        if not text or normal(text) == normal(InterviewState.NOT_RECORDED.value):
            return InterviewState.NOT_RECORDED
        code = self.profile.code("outcome", text)
        if code is None:
            known = self.profile.accepted("outcome")
            raise self._fault("the state is not a known one", f"Known are: {known}.", "state")
        return InterviewState(code)

    def _text(self, column: str) -> str:
        try:
            return text_of(self.cells.get(column))
        except CellError as error:
            raise self._fault(error.problem, error.mend, column) from None

    def _moment(self, column: str) -> Moment | None:
        try:
            reading = read_date(self.cells.get(column), self.rules)
            if reading is None:
                return None
            clock = read_clock(self.cells.get(f"{column}time")) or reading.clock
            if clock is None:
                return Moment(
                    earliest=start_of(reading.day),
                    latest=start_of(reading.day + _DAY) - _JUST_BEFORE,
                )
            at, _twice = to_utc(reading.day, clock)
        except CellError as error:
            raise self._fault(error.problem, error.mend, column) from None
        return Moment(earliest=at, latest=at)

    def _reason(self) -> str:
        text = self._text("reason")
        if text and not _REASON.fullmatch(text):
            raise self._fault(
                "the reason is not a short phrase", "Keep it under 60 letters, no names.", "reason"
            )
        return text

    def _hours(self) -> float | None:
        text = self._text("hours")
        if not text:
            return None
        try:
            hours = float(text)
        except ValueError:
            hours = -1.0
        if not 0 <= hours <= _MOST_HOURS:
            raise self._fault("not a number of hours", "Write it as 2.5, or leave it.", "hours")
        return hours

    def _fault(self, problem: str, mend: str, column: str) -> InputError:
        return InputError(problem, file=self.file, row=self.row, column=column, mend=mend)
