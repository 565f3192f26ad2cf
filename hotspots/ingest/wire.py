"""A document on its way from the process that reads the file to the one that asked.

A line is its row and its cells; a formula without a saved result goes as an empty sequence.
What comes out is checked: a cell is one of the kinds that a cell may be, whatever the
process that read it has become.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from hotspots.confined import Served
from hotspots.errors import InputError
from hotspots.ingest.cells import Cell, Special
from hotspots.ingest.document import Document, Line, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.confined import Answers

_UNSAVED: tuple[Cell, ...] = ()
_KINDS = frozenset({str, int, float, bool, type(None), datetime, date, time, timedelta})


def served(document: Document) -> Served:
    """The document as it goes over."""
    sheets = [(sheet.name, sheet.serial_dates) for sheet in document.sheets]
    return Served(
        about=(sheets, document.alternatives, document.encoding_note),
        streams=tuple(partial(_items, sheet) for sheet in document.sheets),
    )


def _items(sheet: Sheet) -> Iterator[object]:
    for line in sheet.lines():
        cells: tuple[object, ...] = line.cells
        if Special.NO_SAVED_RESULT in cells:
            cells = tuple(_UNSAVED if cell is Special.NO_SAVED_RESULT else cell for cell in cells)
        yield line.row, cells


def document_of(answers: Answers, *, file: str) -> Document:
    """The document as it came over.

    Raises:
        InputError: what came is no document; also while lines are taken.
    """
    match answers.about:
        case (tuple(sheets), bool(alternatives), str(note)) if len(sheets) == answers.streams:
            return Document(
                sheets=tuple(
                    _sheet(sheet, partial(_lines, answers, number, file), file)
                    for number, sheet in enumerate(sheets)
                ),
                alternatives=alternatives,
                encoding_note=note,
            )
        case _:
            raise _garbled(file)


def _sheet(told: object, lines: partial[Iterator[Line]], file: str) -> Sheet:
    match told:
        case (str(name), bool(serial_dates)):
            return Sheet(name=name, lines=lines, serial_dates=serial_dates)
        case _:
            raise _garbled(file)


def _lines(answers: Answers, number: int, file: str) -> Iterator[Line]:
    for item in answers.items(number):
        match item:
            case (int(row), tuple(cells)):
                yield Line(row, _cells(cells, file))
            case _:
                raise _garbled(file)


def _cells(cells: tuple[Any, ...], file: str) -> tuple[Cell, ...]:
    if _KINDS.issuperset(map(type, cells)):
        return cells
    checked = tuple(Special.NO_SAVED_RESULT if cell == _UNSAVED else cell for cell in cells)
    if _KINDS.issuperset(type(cell) for cell in checked if cell is not Special.NO_SAVED_RESULT):
        return cast("tuple[Cell, ...]", checked)
    raise _garbled(file)


def _garbled(file: str) -> InputError:
    return InputError(
        "the program that reads it gave no table",
        file=file,
        mend="Open it in the spreadsheet program and save it again as XLSX.",
    )
