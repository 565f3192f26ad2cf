"""A workbook that somebody brings back: checked before it is unpacked, read as text.

It may have been anywhere meanwhile, so a process of its own reads it (`hotspots.confined`).
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from hotspots.confined import MEBIBYTE, Limits, Served, Task, reading_apart
from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from openpyxl import Workbook

    from hotspots.confined.served import Plain

_MOST_BYTES, _MOST_UNPACKED, _MOST_MEMBERS = 10 * 2**20, 50 * 2**20, 200
_MOST_ROWS, _MOST_COLUMNS = 100_000, 64
_SHEET = Task(
    reader="hotspots.report.workbook:serve_sheet",
    limits=Limits(seconds=120, memory_bytes=2048 * MEBIBYTE, total_bytes=256 * MEBIBYTE),
)
# What openpyxl and the parsers beneath it raise on a file that is not as the standard says.
_UNREADABLE = (
    *(InvalidFileException, BadZipFile, zlib.error, EOFError, OSError),
    SyntaxError,  # an XML parser's error, be it expat's or lxml's, is one
    *(LookupError, ValueError, TypeError, AttributeError, OverflowError),
)
_TAKE_OURS = "Bring back the workbook that `hotspots review export` wrote."


def rows_of(
    path: Path,
    *,
    sheet: str,
    needed: Sequence[str],
    wanted: Sequence[str],
    must_be: bool = True,
) -> tuple[tuple[int, dict[str, str]], ...]:
    """Row numbers (from 2) and the wanted cells of one sheet, as text, blank where absent.

    Raises:
        InputError: not a workbook, far larger than a list of ours, or without the sheet
            (if it must be there) or a needed column.
    """
    _refuse_hostile(path)
    with reading_apart(_SHEET, path, {"sheet": sheet}) as answers:
        lines = [_texts(item, path) for item in answers.items(0)] if answers.streams else None
    if lines is None:
        if not must_be:
            return ()
        raise _fault(path, f"no sheet called {sheet}")
    if len(lines) > _MOST_ROWS:
        raise _fault(path, "too many rows", row=len(lines))
    headings = lines[0] if lines else []
    for column in needed:
        if headings.count(column) != 1:
            raise _fault(path, "the column is missing or there twice", row=1, column=column)
    found = [dict(zip(headings, values, strict=False)) for values in lines[1:]]
    return tuple(
        (row, {name: cells.get(name, "") for name in wanted})
        for row, cells in enumerate(found, start=2)
    )


@contextmanager
def serve_sheet(path: Path, sheet: str) -> Iterator[Served]:
    """The rows of the sheet, as texts; nothing if there is no such sheet.

    Raises:
        InputError: not a workbook; also while rows are taken.
    """
    with _faults_in_words(path):
        workbook = load_workbook(path, read_only=True, keep_links=False)
    try:
        there = sheet in workbook.sheetnames
        streams = (partial(_lines, workbook, sheet, path),) if there else ()
        yield Served(about=None, streams=streams)
    finally:
        workbook.close()


def _lines(workbook: Workbook, sheet: str, path: Path) -> Iterator[Plain]:
    with _faults_in_words(path):
        rows = workbook[sheet].iter_rows(
            max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS, values_only=True
        )
        for row in rows:
            yield [_as_text(value) for value in row]


@contextmanager
def _faults_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE:
        raise _fault(path, "not an Excel workbook") from None


def _texts(item: Plain, path: Path) -> list[str]:
    if not isinstance(item, tuple) or not {str}.issuperset(map(type, item)):
        raise _fault(path, "not an Excel workbook")
    return list(item)


def _refuse_hostile(path: Path) -> None:
    """Refuse what unpacks to more than a list of ours ever does, before unpacking it."""
    try:
        size = path.stat().st_size
        with ZipFile(path) as archive:
            members = archive.infolist()
    except (OSError, BadZipFile):
        raise _fault(path, "not an Excel workbook") from None
    unpacked = sum(member.file_size for member in members)
    if size > _MOST_BYTES or unpacked > _MOST_UNPACKED or len(members) > _MOST_MEMBERS:
        raise _fault(path, "larger than any list of ours")


def _as_text(value: Any) -> str:  # noqa: ANN401 - whatever a cell may hold
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _fault(
    path: Path, problem: str, *, row: int | None = None, column: str | None = None
) -> InputError:
    return InputError(problem, file=path.name, row=row, column=column, mend=_TAKE_OURS)
