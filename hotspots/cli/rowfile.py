"""A table written a few rows at a time: CSV, XLSX or Parquet by its ending, whole or not at all."""

from __future__ import annotations

import csv
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from hotspots.cells import safe_cell
from hotspots.errors import InputError
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from openpyxl.cell import Cell

Value: TypeAlias = str | float | None
Row: TypeAlias = "Sequence[Value]"
Write: TypeAlias = "Callable[[Iterable[Row]], None]"

_LAST_SHEET_ROW = 1_048_576
_REMEMBERED = 1 << 14
# XML has no such characters, and a workbook that holds one cannot be opened.
_NOT_IN_XML = str.maketrans("\ufffe\uffff", "  ")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowColumn:
    """A column that is written: `kind` is int, float or str, `form` how a CSV shows it."""

    name: str
    kind: type
    form: str = ""


def check_target(target: Path, *, source: Path) -> None:
    """See before any work that the target can be written, and is not the source.

    Raises:
        InputError: another kind of file, no such folder, or the source itself.
    """
    if target.suffix.lower() not in _WRITERS:
        raise _refusal(target, "not a kind of file that can be written", f"End it with {_ENDINGS}.")
    if not target.parent.is_dir():
        raise _refusal(target, "its folder does not exist", "Make the folder, or name another.")
    if target.exists() and target.samefile(source):
        raise _refusal(target, "it is the file that is read", "Give the result another name.")


@contextmanager
def open_rows(target: Path, columns: Sequence[RowColumn]) -> Iterator[Write]:
    """What writes rows (a value for each column) to the target, which appears at the end.

    In CSV and XLSX no text can run as a formula (`hotspots.cells`); in Parquet, which no
    spreadsheet opens, texts are as they are. Numbers are numbers, none is a blank cell.

    Raises:
        InputError: the target cannot be written, or there are more rows than it can hold.
    """
    writer = _WRITERS[target.suffix.lower()]
    try:
        with written_whole(target) as part, writer(part, target, columns) as write:
            yield write
    except OSError as error:
        problem = f"it cannot be written ({error.strerror})"
        raise _refusal(target, problem, "Close it in other programs, or name another.") from None


@contextmanager
def _csv(part: Path, _target: Path, columns: Sequence[RowColumn]) -> Iterator[Write]:
    safe = lru_cache(maxsize=_REMEMBERED)(safe_cell)
    forms = [column.form for column in columns]

    def cells(row: Row) -> list[str]:
        return [
            ""
            if value is None
            else str(safe(value))
            if isinstance(value, str)
            else f"{value:{form}}"
            for value, form in zip(row, forms, strict=True)
        ]

    with part.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow([column.name for column in columns])
        yield lambda rows: writer.writerows(map(cells, rows))


@contextmanager
def _xlsx(part: Path, target: Path, columns: Sequence[RowColumn]) -> Iterator[Write]:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Places")
    sheet.append([column.name for column in columns])
    safe = lru_cache(maxsize=_REMEMBERED)(safe_cell)
    written = 1

    def cell(value: Value) -> Value | Cell:
        if not isinstance(value, str):
            return value
        text = str(safe(value)).translate(_NOT_IN_XML)
        if not text.startswith(("=", "#")):
            return text
        plain = WriteOnlyCell(sheet, text)
        plain.data_type = "s"  # or "#N/A" would be an error and no text
        return plain

    def write(rows: Iterable[Row]) -> None:
        nonlocal written
        for row in rows:
            written += 1
            if written > _LAST_SHEET_ROW:
                raise _refusal(
                    target, "there are more rows than a sheet can hold", "Write CSV or Parquet."
                )
            sheet.append([cell(value) for value in row])

    try:
        yield write
    except BaseException:  # whatever it is: openpyxl's own temporary file is to be closed
        with suppress(OSError):
            sheet.close()
        raise
    workbook.save(part)


@contextmanager
def _parquet(part: Path, _target: Path, columns: Sequence[RowColumn]) -> Iterator[Write]:
    schema = pa.schema([(column.name, _ARROW[column.kind]) for column in columns])

    def write(rows: Iterable[Row]) -> None:
        whole = list(rows)
        arrays = [
            pa.array([row[at] for row in whole], field.type) for at, field in enumerate(schema)
        ]
        file.write_batch(pa.record_batch(arrays, schema=schema))

    with pq.ParquetWriter(part, schema) as file:
        yield write


def _refusal(target: Path, problem: str, mend: str) -> InputError:
    return InputError(problem, file=target.name, mend=mend)


_ARROW = {int: pa.int64(), float: pa.float64(), str: pa.string()}
_WRITERS: dict[str, Callable[[Path, Path, Sequence[RowColumn]], AbstractContextManager[Write]]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}
_ENDINGS = ", ".join(_WRITERS)
