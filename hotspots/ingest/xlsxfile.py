"""XLSX, one row at a time: values as they were saved, formulas never calculated."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import WINDOWS_EPOCH

from hotspots.errors import InputError
from hotspots.ingest.cells import Special
from hotspots.ingest.document import MAX_COLUMNS, Document, Line, Sheet
from hotspots.ingest.preflight import preflight
from hotspots.ingest.wire import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from openpyxl import Workbook

    from hotspots.confined import Served

# What openpyxl and the parsers beneath it raise on a file that is not as the standard says.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    SyntaxError,  # the XML parser's ParseError is one
    LookupError,
    ValueError,  # defusedxml's refusals are ValueErrors
    TypeError,
    AttributeError,
    OverflowError,
)
_LAST_ROW = 1_048_576
_ROWS_AT_ONCE = 512


@contextmanager
def open_xlsx(path: Path) -> Iterator[Document]:
    """The workbook's sheets, after a look through the whole file (`preflight`).

    Raises:
        InputError: refused by the preflight, or not a workbook.
    """
    unsaved = preflight(path).unsaved
    # Opened here, because openpyxl leaves the file open where it finds it unreadable.
    with path.open("rb") as handle:
        workbook = _quietly(
            path.name, lambda: load_workbook(handle, read_only=True, data_only=True)
        )
        try:
            yield _document(workbook, path.name, unsaved)
        finally:
            workbook.close()


@contextmanager
def serve_xlsx(path: Path) -> Iterator[Served]:
    """The same, to go over to another process."""
    with open_xlsx(path) as document:
        yield served(document)


def _document(
    workbook: Workbook, file: str, unsaved: dict[str, frozenset[tuple[int, int]]]
) -> Document:
    serial_dates = workbook.epoch == WINDOWS_EPOCH
    return Document(
        sheets=tuple(
            Sheet(
                name=sheet.title,
                lines=partial(_lines, sheet, file, unsaved),
                serial_dates=serial_dates,
            )
            for sheet in workbook.worksheets
        )
    )


def _quietly(file: str, read: Callable[[], Any]) -> Any:  # noqa: ANN401 - openpyxl's own types are partial
    """Call openpyxl without its remarks on styles and extensions that nobody asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return read()
        except _UNREADABLE:
            raise InputError(
                "the workbook cannot be read",
                file=file,
                mend="Open it in the spreadsheet program and save it again as XLSX.",
            ) from None


def _lines(
    sheet: Any,  # noqa: ANN401 - openpyxl's stubs do not cover read-only sheets
    file: str,
    unsaved: dict[str, frozenset[tuple[int, int]]],
) -> Iterator[Line]:
    # The dimensions that a file states are a claim; a false one would hide rows.
    sheet.reset_dimensions()
    part = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    marked = unsaved.get(part, frozenset())
    rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    row = 0
    while values := _quietly(file, lambda: list(islice(rows, _ROWS_AT_ONCE))):
        for cells in values:
            row += 1
            yield Line(row, _with_marks(cells, row, marked))
        if row > _LAST_ROW:
            raise InputError(
                "a sheet has more rows than any spreadsheet can have",
                file=file,
                mend="Open it in the spreadsheet program and save it again as XLSX.",
            )


def _with_marks(
    cells: tuple[Any, ...], row: int, marked: frozenset[tuple[int, int]]
) -> tuple[Any, ...]:
    """The row with a sign in place of each formula whose result was not saved."""
    if not marked:
        return cells
    return tuple(
        Special.NO_SAVED_RESULT if cell is None and (row, column) in marked else cell
        for column, cell in enumerate(cells, start=1)
    )
