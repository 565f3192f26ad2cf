"""Actions of the disruption register from a tidy table: a row for each action.

Columns, by whatever case and spacing: `what, from, lead` and one of `place, hotspot, zone`
in each row; `to` may be blank, and so may `told` (yes: partners may read of it). Other
columns are not read. A table is taken as a whole or
not at all: it is short, and somebody has it open.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NoReturn

from hotspots.errors import InputError, ParameterError
from hotspots.ingest.cells import CellError, is_blank, text_of
from hotspots.ingest.dates import DateRules, read_date
from hotspots.ingest.document import HEADING_ROWS
from hotspots.ingest.profile import normal
from hotspots.ingest.readers import open_document
from hotspots.model import ActionPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from hotspots.ingest.cells import Cell
    from hotspots.ingest.document import Document, Sheet
    from hotspots.model import Action

_NEEDED = ("what", "from", "lead")
_WHERE = tuple(kind.value for kind in ActionPlace)
_KNOWN = (*_NEEDED, *_WHERE, "to", "told")
_YES_OR_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """One row as it stands: `words` say where, in words or by an id; `row` is for messages.

    `told` is None where nobody said.
    """

    row: int
    what: str
    kind: ActionPlace
    words: str
    from_on: date
    to_on: date | None
    lead: str
    told: bool | None = None


def read_actions(
    path: Path, *, as_of: date, make: Callable[[ActionRow], Action]
) -> tuple[Action, ...]:
    """The actions of an XLSX or CSV file, in the order of its rows.

    `make` finds what a row's words mean; its `ParameterError` is told with the row.

    Raises:
        InputError: the file cannot be read, lacks a column, or has a row that cannot be used,
            with its row and column.
    """
    with open_document(path) as document:
        sheet, columns, heading_row = _table(document, path.name)
        rules = DateRules(as_of=as_of, serials=sheet.serial_dates)
        made: list[Action] = []
        for line in sheet.lines():
            if line.row <= heading_row or all(is_blank(cell) for cell in line.cells):
                continue
            cells = {
                name: line.cells[index] if index < len(line.cells) else None
                for name, index in columns.items()
            }
            made.append(_Cells(cells, path.name, line.row, rules).action(make))
            if len(made) > _MOST_ROWS:
                raise InputError(
                    f"more than {_MOST_ROWS} actions",
                    file=path.name,
                    mend="Name the table of actions, not that of episodes.",
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
            if set(_NEEDED) <= set(names) and not set(_WHERE).isdisjoint(names):
                _refuse_doubles(names, file, line.row)
                return (
                    sheet,
                    {name: names.index(name) for name in _KNOWN if name in names},
                    line.row,
                )
    raise InputError(
        "no table of actions in it",
        file=file,
        mend="Head its columns What, From, To, Lead, and Place, Hotspot or Zone.",
    )


def _refuse_doubles(names: list[str], file: str, row: int) -> None:
    for name in _KNOWN:
        if names.count(name) > 1:
            raise InputError(
                "two columns have the same heading",
                file=file,
                row=row,
                column=name,
                mend="Leave one of them.",
            )


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one row by their columns."""

    cells: Mapping[str, Cell]
    file: str
    row: int
    rules: DateRules

    def action(self, make: Callable[[ActionRow], Action]) -> Action:
        """The action that the row means."""
        kind, words = self._where()
        row = ActionRow(
            row=self.row,
            what=self._text("what"),
            kind=kind,
            words=words,
            from_on=self._day("from") or self._refuse_blank("from"),
            to_on=self._day("to"),
            lead=self._text("lead"),
            told=self._told(),
        )
        try:
            return make(row)
        except ParameterError as error:
            raise self._fault("the action cannot be used", str(error)) from None

    def _where(self) -> tuple[ActionPlace, str]:
        given = [
            (kind, words) for kind in ActionPlace if (words := self._text(kind.value, needed=False))
        ]
        if len(given) != 1:
            problem = "more than one place" if given else "no place"
            raise self._fault(problem, "Fill in one of Place, Hotspot and Zone.")
        return given[0]

    def _text(self, column: str, *, needed: bool = True) -> str:
        try:
            text = text_of(self.cells.get(column))
        except CellError as error:
            raise self._fault(error.problem, error.mend, column) from None
        if needed and not text:
            self._refuse_blank(column)
        return text

    def _told(self) -> bool | None:
        text = self._text("told", needed=False).casefold()
        if text and text not in _YES_OR_NO:
            raise self._fault("neither yes nor no", "Write yes or no, or leave it blank.", "told")
        return _YES_OR_NO.get(text)

    def _day(self, column: str) -> date | None:
        try:
            reading = read_date(self.cells.get(column), self.rules)
        except CellError as error:
            raise self._fault(error.problem, error.mend, column) from None
        return None if reading is None else reading.day

    def _refuse_blank(self, column: str) -> NoReturn:
        raise self._fault("the cell is blank", "Fill it in, or remove the row.", column)

    def _fault(self, problem: str, mend: str, column: str | None = None) -> InputError:
        return InputError(problem, file=self.file, row=self.row, column=column, mend=mend)
