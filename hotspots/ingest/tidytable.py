"""A short tidy table in an XLSX or CSV file: found by its headings, taken whole or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NoReturn

from hotspots.errors import InputError
from hotspots.ingest.cells import CellError, is_blank, text_of
from hotspots.ingest.dates import DateRules, read_date
from hotspots.ingest.document import HEADING_ROWS
from hotspots.ingest.profile import normal
from hotspots.ingest.readers import open_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from hotspots.ingest.cells import Cell
    from hotspots.ingest.document import Document, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """Which columns are `needed` and which more are `known`, without case, spaces and signs.

    `mend` says which headings to give; a table of more than `most_rows` is another one.
    """

    needed: tuple[str, ...]
    known: tuple[str, ...]
    mend: str
    most_rows: int


@dataclass(frozen=True, slots=True)
class TidyRow:
    """The cells of one row by their columns; faults are told with the row and the column."""

    cells: Mapping[str, Cell]
    file: str
    row: int
    rules: DateRules

    def text(self, column: str, *, needed: bool = True) -> str:
        """The cell's words; blank only where nothing is needed."""
        try:
            text = text_of(self.cells.get(column))
        except CellError as error:
            raise self.fault(error.problem, error.mend, column) from None
        if needed and not text:
            self._refuse_blank(column)
        return text

    def day(self, column: str) -> date | None:
        """The cell's date, None where it is blank."""
        try:
            reading = read_date(self.cells.get(column), self.rules)
        except CellError as error:
            raise self.fault(error.problem, error.mend, column) from None
        return None if reading is None else reading.day

    def needed_day(self, column: str) -> date:
        """The cell's date, which must be there."""
        return self.day(column) or self._refuse_blank(column)

    def fault(self, problem: str, mend: str, column: str | None = None) -> InputError:
        """What is wrong with the row, and the mend; never what stands in it."""
        return InputError(problem, file=self.file, row=self.row, column=column, mend=mend)

    def _refuse_blank(self, column: str) -> NoReturn:
        raise self.fault("the cell is blank", "Fill it in, or remove the row.", column)


@contextmanager
def open_rows(path: Path, shape: TableShape, *, as_of: date) -> Iterator[Iterator[TidyRow]]:
    """The rows below the first line that has the needed headings.

    Raises:
        InputError: the file cannot be read, has no such table, or far too many rows.
    """
    with open_document(path) as document:
        yield _rows(document, shape, path.name, as_of)


def _rows(document: Document, shape: TableShape, file: str, as_of: date) -> Iterator[TidyRow]:
    sheet, columns, heading_row = _found(document, shape, file)
    rules = DateRules(as_of=as_of, serials=sheet.serial_dates)
    number = 0
    for line in sheet.lines():
        if line.row <= heading_row or all(is_blank(cell) for cell in line.cells):
            continue
        number += 1
        if number > shape.most_rows:
            raise InputError(f"more than {shape.most_rows:,} rows", file=file, mend=shape.mend)
        cells = {
            name: line.cells[at] if at < len(line.cells) else None for name, at in columns.items()
        }
        yield TidyRow(cells, file, line.row, rules)


def _found(document: Document, shape: TableShape, file: str) -> tuple[Sheet, dict[str, int], int]:
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
            if set(shape.needed) <= set(names):
                known = [name for name in (*shape.needed, *shape.known) if name in names]
                _refuse_doubles(names, known, file=file, row=line.row)
                return sheet, {name: names.index(name) for name in known}, line.row
    raise InputError("no such table in it", file=file, mend=shape.mend)


def _refuse_doubles(names: list[str], known: list[str], *, file: str, row: int) -> None:
    for name in known:
        if names.count(name) > 1:
            raise InputError(
                "two columns have the same heading",
                file=file,
                row=row,
                column=name,
                mend="Leave one of them.",
            )
